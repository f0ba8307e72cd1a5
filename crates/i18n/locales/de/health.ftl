### Der Gesundheitswert: Liste, Partner, Einstellungen, Ausprobieren, Meldung.

score-title = Gesundheit
score-list-note = Wie es Partnern neben Partnern desselben Programms und ähnlichen Alters geht, die größten Rückgänge seit letzter Woche zuerst.
score-list-none = Die Werte werden zum ersten Mal innerhalb der nächsten Stunde ermittelt.
score-all-programs = Alle Programme
score-all-bands = Alle
score-band = Stufe
score-band-strong = stark
score-band-steady = stabil
score-band-weak = schwach
score-score = Wert
score-change = Seit letzter Woche
score-peers = Verglichen mit
score-peers-of = { $count ->
    [one] 1 Partner
   *[other] { $count } Partnern
}
score-too-few = kein Wert: { $count ->
    [0] kein vergleichbarer Partner
    [one] 1 vergleichbarer Partner
   *[other] { $count } vergleichbare Partner
}, nötig sind fünf
score-empty = Noch keine Werte
score-empty-text = Ein Partner in einem Programm bekommt einen Wert, sobald es darin fünf andere ähnlichen Alters gibt.
score-shown = { $count ->
    [one] 1 Partner
   *[other] { $count } Partner
}
score-up = { $points ->
    [one] 1 Punkt mehr
   *[other] { $points } Punkte mehr
}
score-down = { $points ->
    [one] 1 Punkt weniger
   *[other] { $points } Punkte weniger
}
score-same = unverändert
score-open = Woraus er besteht
score-settings = Wie bewertet wird
score-of-hundred = { $score } von 100
score-as-of = Stand { $date }
score-compared = { $count ->
    [one] Verglichen mit 1 Partner desselben Programms und ähnlichen Alters.
   *[other] Verglichen mit { $count } Partnern desselben Programms und ähnlichen Alters.
}
score-no-score = Zum Vergleichen gibt es { $count ->
    [0] keinen anderen Partner
    [one] nur 1 anderen Partner
   *[other] nur { $count } andere Partner
} dieses Programms und ähnlichen Alters. Ab fünf gibt es einen Wert.
score-none-yet = Für diesen Partner gibt es noch keinen Wert. Aktive Partner in einem Programm werden jeden Tag bewertet.
score-signals = Woraus der Wert besteht
score-signal = Signal
score-evidence = In den letzten 365 Tagen
score-ahead = Vor
score-points = Punkte
score-points-of = { $points } von { $weight }
score-left-out = sagt noch nichts
score-rows = Zeilen ansehen
score-signal-registrations = Registrierungen
score-signal-answers-in-time = Rechtzeitige Antworten
score-signal-activity = Eigene Aktivität hier
score-signal-approvals = Annahmen
score-signal-stage-moves = Erreichte Stufen
score-signal-kept-protection = Genutzter Schutz
score-signal-won-deals = Gewonnene Deals
score-signal-bookings = Auftragseingang
score-group-engagement = Engagement
score-group-pipeline = Pipeline
score-group-revenue = Umsatz
score-case = { $count ->
    [0] keine
   *[other] { $count }
}
score-share = { $part } von { $of }
score-last = zuletzt am { $date }
score-changes = Was sich seit letzter Woche geändert hat
score-no-changes = Nichts, was den Wert um einen halben Punkt bewegt.
score-change-more-new = { $signal }: { $points } Punkte mehr, { $count ->
    [one] 1 neu
   *[other] { $count } neu
} in sieben Tagen
score-change-more = { $signal }: { $points } Punkte mehr, weil andere weniger taten
score-change-less-new = { $signal }: { $points } Punkte weniger, { $count ->
    [one] 1 neu
   *[other] { $count } neu
} in sieben Tagen, andere taten mehr
score-change-less = { $signal }: { $points } Punkte weniger, in sieben Tagen nichts Neues
score-weeks = Nach Wochen
score-week = Am
score-how = Was geschah, zählt mit jedem Tag weniger: nach der Halbwertszeit des Signals noch zur Hälfte. Ein Signal bringt sein Gewicht mal den Anteil der Vergleichbaren, vor denen es liegt; gleiche zählen halb, und nichts liegt vor niemandem. Ein Anteil ohne Fall bleibt weg, dann wiegen die übrigen mehr. Auftragseingang in anderen Währungen zählt zum Kurs der Europäischen Zentralbank am Tag des Abschlusses, ohne Kurs gar nicht.
score-bookings-in = in { $currency }

health-settings-title = Gesundheitswert
health-settings-note = Was der Wert wie stark wiegt, wie schnell er vergisst und ab welchem Rückgang der Partnermanager davon hört.
health-room-note = Gewichte, Halbwertszeiten, Stufen und Meldungen
health-weight = Gewicht, Punkte
health-half-life = Halbwertszeit, Tage
health-weight-of = Gewicht von { $signal }
health-half-life-of = Halbwertszeit von { $signal }
health-weights-hint = Alle Gewichte zusammen sind hundert. Mit dem Gewicht 0 bleibt ein Signal weg.
health-bands = Stufen und Meldungen
health-strong-from = Stark ab
health-weak-below = Schwach unter
health-drop-points = Rückgang melden ab, Punkte
health-drop-weeks = innerhalb von, Wochen
health-drop-hint = Montags, an den Partnermanager, einmal je Rückgang. Ein niedriger Wert allein wird nie gemeldet.
health-save = Speichern
health-saved = Gespeichert. Die letzten dreizehn Wochen werden innerhalb einer Minute neu bewertet, damit diese Änderung kein Rückgang ist.
health-readers = Wie Gesundheit bewertet wird, ändern Administratoren.
health-try = Am vergangenen Jahr ausprobieren
health-try-hint = Zeigt, wer in einer anderen Stufe stünde, heute und an drei früheren Tagen. Gespeichert wird nichts.
health-try-button = Ausprobieren
health-try-day = Am
health-try-scored = Mit Wert
health-try-up = Stünden höher
health-try-down = Stünden tiefer
health-try-same = Heute stünde niemand in einer anderen Stufe.
health-try-move = { $before } ({ $score }) → { $after } ({ $tried })
event-health-policies-changed = hat geändert, wie Gesundheit bewertet wird
error-weights-not-hundred = Die Gewichte müssen zusammen 100 ergeben.
error-signals-each-once = Jedes Signal wird einmal gebraucht.
mail-health-subject = { $day }: Partner, deren Gesundheitswert gefallen ist
mail-health-body =
    Guten Tag { $name },

    der Gesundheitswert dieser Partner ist gefallen:

    { $drops }

    Alle Werte: { $url }

    Diese Zusammenfassung können Sie hier abstellen: { $off }
mail-health-line = { $partner } ({ $program }): von { $from } auf { $to }. Was sich geändert hat: { $url }
audit-about-health = Gesundheitswert
