### Heute: was eine Antwort braucht.

today-answers = Wartet auf Antwort
today-answers-order = was zuerst abläuft, steht oben
today-answered = Antwort liegt vor
today-more = Die ersten { $count } stehen hier.
today-all = Alle zeigen
today-note-calm = heute läuft keine Zusage ab
today-note-due = { $due ->
    [one] { $due } Zusage läuft heute ab
   *[other] { $due } Zusagen laufen heute ab
}
today-note-broken = { $broken ->
    [one] { $broken } ist gebrochen
   *[other] { $broken } sind gebrochen
}

## Nichts zu tun

today-first-title = Den ersten Partner einladen
today-first-text = Einen Partner mit Kontakt anlegen und den persönlichen Link schicken. In einer Minute ist ein Deal registriert, ohne Konto, und erscheint hier mit einer Uhr.
today-first-action = Partner anlegen
today-done-title = Alles ist beantwortet
today-done-text = Neue Registrierungen erscheinen hier; oben steht die, deren Zusage zuerst abläuft.
today-done-action = Alle Registrierungen ansehen
today-public-page = Hier registrieren Partner:

## Warten auf Partner

today-waiting = Wartet auf den Partner
today-waiting-all = Alle
today-asked = gefragt { $ago }

## Zusagen

today-promises = Eingehaltene Zusagen, 30 Tage
today-promises-sentence = { $kept } von { $all } ersten Antworten rechtzeitig
today-promises-late = { $count } zu spät
today-promises-none = In den letzten 30 Tagen war keine erste Antwort fällig.
today-promises-define = Registrierungen der letzten 30 Tage, deren erste Antwort gegeben oder überfällig ist. Rechtzeitig heißt: eine Rückfrage, eine Zusage oder eine Absage vor dem versprochenen Zeitpunkt. Nicht gezählt wird, was vor einer Antwort zurückgezogen wurde und was noch nicht fällig ist. Die Kurve zeigt den Anteil für je drei Tage.

## Partner, die feststecken

today-stuck = Feststeckende Partner
today-stuck-more = die längsten zuerst
today-stuck-days = Tag { $days } von { $expected }
today-stuck-step = Als Nächstes: { $step }
today-stuck-no-step = kein nächster Schritt
today-stuck-step-late = Schritt überfällig
today-stuck-none = Alle Partner liegen in der Zeit, die ihr Programm vorsieht.
today-stuck-nobody = Sobald es Partner gibt, stehen hier die, die zu lange in einer Phase bleiben.
