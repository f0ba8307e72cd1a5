### Durations and distances in time, used by the formatting functions.

duration-under-a-minute = under 1 m
duration-minutes = { $minutes } m
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } m
duration-days = { $days } d
duration-days-hours = { $days } d { $hours } h
duration-one-day-long = { $days } day
duration-days-long = { $days } days

relative-now = just now
relative-minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
relative-in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
relative-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
relative-in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
relative-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
relative-in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}
relative-months-ago = { $count ->
    [one] { $count } month ago
   *[other] { $count } months ago
}
relative-in-months = { $count ->
    [one] in { $count } month
   *[other] in { $count } months
}
relative-years-ago = { $count ->
    [one] { $count } year ago
   *[other] { $count } years ago
}
relative-in-years = { $count ->
    [one] in { $count } year
   *[other] in { $count } years
}
