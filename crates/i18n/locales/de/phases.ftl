### Die Phasentafel.

phases-title = Phasentafel
phases-note = Wo Partner stehen, und was sich seit { $since } bewegt hat
phases-all-programs = Alle Programme
phases-period-90 = Letzte 3 Monate
phases-period-365 = Letzte 12 Monate
phases-period-1095 = Letzte 3 Jahre
phases-partners = aktive Partner
phases-entered = Hinein
phases-left = Hinaus
phases-went-on = Weiter
phases-median = Tage, Median
phases-p90 = Tage, 9 von 10
phases-stuck = Festgefahren
phases-of = { $part } von { $all }
phases-no-manager = kein Partnermanager
phases-stuck-days = { $days } Tage, erwartet { $expected }
phases-more = { $count ->
    [one] 1 weiterer
   *[other] { $count } weitere
}
phases-none = Kein Partner in einer Phase
phases-none-text = Partner erscheinen hier, sobald sie zu einem Programm gehören.
phases-how = Hinein und Hinaus zählen Aufenthalte im Zeitraum; Weiter zählt die davon, die seither eine spätere Phase erreicht haben. Tage sind ganze Tage von Aufenthalten, die im Zeitraum endeten. Festgefahren ist, wer länger bleibt, als das Programm erwartet.
phases-going = Wie Partner in Gang kommen
phases-going-note = Aktivierung und Zeiten gelten den seit { $since } unterschriebenen Partnern; aktiv und produzierend betreffen alle unterschriebenen Partner heute.
