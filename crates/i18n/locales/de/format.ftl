### Dauern und zeitliche Abstände, benutzt von den Formatfunktionen.

duration-under-a-minute = unter 1 Min.
duration-minutes = { $minutes } Min.
duration-hours = { $hours } Std.
duration-hours-minutes = { $hours } Std. { $minutes } Min.
duration-days = { $days } T.
duration-days-hours = { $days } T. { $hours } Std.
duration-one-day-long = { $days } Tag
duration-days-long = { $days } Tage

relative-now = gerade eben
relative-minutes-ago = { $count ->
    [one] vor { $count } Minute
   *[other] vor { $count } Minuten
}
relative-in-minutes = { $count ->
    [one] in { $count } Minute
   *[other] in { $count } Minuten
}
relative-hours-ago = { $count ->
    [one] vor { $count } Stunde
   *[other] vor { $count } Stunden
}
relative-in-hours = { $count ->
    [one] in { $count } Stunde
   *[other] in { $count } Stunden
}
relative-days-ago = { $count ->
    [one] vor { $count } Tag
   *[other] vor { $count } Tagen
}
relative-in-days = { $count ->
    [one] in { $count } Tag
   *[other] in { $count } Tagen
}
relative-months-ago = { $count ->
    [one] vor { $count } Monat
   *[other] vor { $count } Monaten
}
relative-in-months = { $count ->
    [one] in { $count } Monat
   *[other] in { $count } Monaten
}
relative-years-ago = { $count ->
    [one] vor { $count } Jahr
   *[other] vor { $count } Jahren
}
relative-in-years = { $count ->
    [one] in { $count } Jahr
   *[other] in { $count } Jahren
}
