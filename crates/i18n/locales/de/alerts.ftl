### Hinweise zu Zahlen.

alert-title = Hinweise
alert-note = Sie bekommen eine E-Mail, wenn es eintritt: einmal, und erst wieder, wenn es dazwischen nicht galt. Nachgesehen wird jeden Morgen.
alert-new = Sagen Sie mir, wenn die Zahl
alert-condition-above = größer ist als
alert-condition-below = kleiner ist als
alert-condition-risen = gestiegen ist um mindestens
alert-condition-dropped = gefallen ist um mindestens
alert-condition-hint = Gestiegen und gefallen: gegenüber dem Zeitraum davor. Ein laufender Zeitraum wird mit ebenso vielen Tagen des vorigen verglichen.
alert-value = Wert
alert-value-money = In { $currency }; gestiegen und gefallen in Prozent
alert-value-count = Als Anzahl; gestiegen und gefallen in Prozent
alert-value-share = In Prozent; gestiegen und gefallen in Punkten
alert-value-days = In Tagen; gestiegen und gefallen in Prozent
alert-value-time = In Stunden; gestiegen und gefallen in Prozent
alert-set = Hinweis einrichten
alert-done = Der Hinweis ist eingerichtet. Nachgesehen wird jeden Morgen.
alert-removed = Der Hinweis ist entfernt.
alert-paused = Der Hinweis ruht.
alert-resumed = Der Hinweis ist wieder an.
alert-pause = Ruhen lassen
alert-resume = Wieder an
alert-remove-confirm = Diesen Hinweis entfernen?
alert-state = Stand
alert-state-paused = Ruht
alert-state-crossed = Gilt gerade
alert-state-watching = Wacht
alert-tells = Meldet sich, wenn { $condition }
alert-says-above = die Zahl größer ist als { $value }
alert-says-below = die Zahl kleiner ist als { $value }
alert-says-risen = die Zahl um { $value } oder mehr gestiegen ist
alert-says-dropped = die Zahl um { $value } oder mehr gefallen ist
alert-never = Noch nichts gemeldet
alert-last = Zuletzt gemeldet am { $day }: { $value }
alert-last-before = { $last }, zuvor { $before }
alert-count = { $count ->
    [one] { $count } Hinweis
   *[other] { $count } Hinweise
}
mail-kpi-alert-subject = { $question }: { $value }
mail-kpi-alert-body =
    Guten Tag { $name },

    { $question } ({ $metric }): { $value }

    Sie wollten hören, wenn { $condition }. { $was }

    { $url }

    Sie hören erst wieder davon, wenn es dazwischen nicht galt. Auf der Seite der Frage können Sie den Hinweis ruhen lassen oder entfernen.

    { $organisation }
mail-kpi-alert-first = Es wurde zum ersten Mal nachgesehen.
mail-kpi-alert-before = Beim letzten Nachsehen waren es { $value }.
mail-kpi-alert-changed = Im Zeitraum davor waren es { $value } ({ $change }).
error-alert-not-for = Diese Frage hat nicht eine einzelne Zahl, auf die ein Hinweis achten könnte.
error-alert-fixed-day = Diese Frage gilt einem festen Tag; ihre Zahl steigt und fällt nicht.
error-alert-needs-period = Steigen und fallen kann nur, was über einen Zeitraum gefragt ist, etwa diesen Monat.
error-not-positive = Bitte mehr als null eingeben.
event-kpi-alert-set = hat einen Hinweis zu einer Zahl eingerichtet
event-kpi-alert-removed = hat einen Hinweis zu einer Zahl entfernt
event-kpi-alerted = eine Zahl hat einen Hinweis ausgelöst
