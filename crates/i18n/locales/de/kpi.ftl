### Kennzahlen: Dimensionen, Einheiten, Spalten; die Seite „Einblicke“. Was jede bedeutet, steht in operations/src/grow/kpi/definitions.

## Dimensionen

kpi-by-program = Programm
kpi-by-phase = Phase
kpi-by-segment = Segment
kpi-by-partner = Partner
kpi-by-owner = Zuständig
kpi-by-product = Produkt
kpi-by-category = Kategorie
kpi-by-region = Region
kpi-by-country = Land
kpi-by-customer = Kunde
kpi-by-customer-industry = Branche des Kunden
kpi-by-customer-country = Land des Kunden
kpi-by-source = Quelle
kpi-by-stage = Stufe
kpi-by-currency = Währung
kpi-by-form = Art der Registrierung
kpi-by-day = Tag
kpi-by-week = Woche
kpi-by-month = Monat
kpi-by-quarter = Quartal
kpi-by-year = Jahr
kpi-by-fiscal-quarter = Geschäftsquartal
kpi-by-fiscal-year = Geschäftsjahr
kpi-by-signed-month = Monat der Unterschrift
kpi-by-signed-quarter = Quartal der Unterschrift
kpi-by-signed-year = Jahr der Unterschrift
kpi-by-months-since-signing = Monate seit der Unterschrift
kpi-since-signing-before = Vor der Unterschrift
kpi-unknown = Nicht bekannt
kpi-unknown-partner = Ohne Partner
kpi-unknown-date = Ohne Datum

## Einheiten und Daten

kpi-days = { $days } T
kpi-unit-money = Geld, je Währung eine Zeile
kpi-unit-count = Anzahl
kpi-unit-share = Prozent
kpi-unit-days = Tage
kpi-unit-time = Verstrichene Zeit
kpi-date-closed-on = Datum des Abschlusses
kpi-date-opened-on = Datum der Eröffnung
kpi-date-submitted-at = Tag des Eingangs
kpi-date-decided-at = Tag der Entscheidung

## Spalten einer Antwort

kpi-column-value = Wert
kpi-column-mean = Mittelwert
kpi-column-median = Median
kpi-column-p25 = 25 % bis
kpi-column-p75 = 75 % bis
kpi-column-p90 = 90 % bis
kpi-column-count = Gezählt
kpi-column-part = Davon
kpi-column-excluded = Nicht gezählt
kpi-column-currency = Währung
kpi-column-difference = Unterschied
kpi-column-change = Veränderung
kpi-earlier-previous = Zeitraum davor
kpi-earlier-year-before = Jahr davor
kpi-points = { $points } Punkte
kpi-running = { $of ->
    [one] nach { $days } von { $of } Tag
   *[other] nach { $days } von { $of } Tagen
}
kpi-column-filters = Filter
chart-described = { $count ->
    [one] { $name }: ein Wert, { $value } ({ $largest }).
   *[other] { $name }: { $count } Werte, der größte ist { $value } ({ $largest }).
}
kpi-column-running = Läuft noch
kpi-covered = nur { $from } bis { $to }
kpi-column-covered = { $dimension }: gezählte Tage
kpi-column-metric = Kennzahl
kpi-column-key = { $dimension }: Id
kpi-column-unit = Einheit
kpi-column-earlier-count = Damals gezählt
kpi-column-change-percent = Veränderung, %
kpi-column-deal-id = Deal: Id
kpi-column-registration-id = Registrierung: Id
kpi-column-partner-id = Partner: Id
kpi-column-program-id = Programm: Id
kpi-column-stay-id = Aufenthalt: Id
kpi-sheet-unit-money = Geld
kpi-sheet-unit-count = Anzahl
kpi-sheet-unit-share = %
kpi-sheet-unit-days = Tage
kpi-sheet-unit-time = Sekunden
kpi-total = Alle

## Wie eine Zeile zählte

kpi-measure-won = Gewonnen
kpi-measure-won-unvalued = Gewonnen, ohne Betrag
kpi-measure-lost = Verloren
kpi-measure-won-days = Gewonnen
kpi-measure-won-undated = Gewonnen, ein Datum fehlt
kpi-measure-lost-days = Verloren
kpi-measure-lost-undated = Verloren, ein Datum fehlt
kpi-measure-opened-won = Gewonnen
kpi-measure-opened-other = Nicht gewonnen
kpi-measure-open = Offen
kpi-measure-open-unvalued = Offen, ohne Betrag
kpi-measure-reached = Erreicht
kpi-measure-submitted = Eingegangen
kpi-measure-answered = Beantwortet
kpi-measure-answered-before = Vor dem Eingang beantwortet
kpi-measure-answered-undated = Vor dem Eingang datiert
kpi-measure-in-time = Rechtzeitig
kpi-measure-late = Zu spät
kpi-measure-approved = Angenommen
kpi-measure-declined = Abgelehnt
kpi-measure-decided = Entschieden
kpi-measure-decided-undated = Vor dem Eingang datiert

## Einblicke

insights-title = Einblicke
insights-note = { $from } bis { $to }
insights-note-all = Gesamte Zeit
insights-note-as-of = Stand { $date }
insights-period = Zeitraum
insights-period-all = Gesamte Zeit
insights-period-month = Dieser Monat
insights-period-last-month = Letzter Monat
insights-period-quarter = Dieses Quartal
insights-period-last-quarter = Letztes Quartal
insights-period-year = Dieses Jahr
insights-period-last-year = Letztes Jahr
insights-period-fiscal-quarter = Dieses Geschäftsquartal
insights-period-last-fiscal-quarter = Letztes Geschäftsquartal
insights-period-fiscal-year = Dieses Geschäftsjahr
insights-period-last-fiscal-year = Letztes Geschäftsjahr
insights-period-12-months = Letzte 12 Monate
insights-period-custom = Von und bis
insights-from = Von
insights-to = Bis
insights-as-of = Stand am
insights-compare = Vergleich
insights-compare-none = keiner
insights-compare-previous = Zeitraum davor
insights-compare-year-before = Jahr davor
insights-note-compared = verglichen mit { $from } bis { $to }
insights-compare-up = gestiegen
insights-compare-down = gesunken
insights-compare-better = besser
insights-compare-worse = schlechter
insights-compare-faster = { $amount } schneller
insights-compare-slower = { $amount } langsamer
insights-compare-same = unverändert
insights-compare-value = { $period }: { $value }
insights-running-previous = { $value } im ganzen Zeitraum davor
insights-running-year-before = { $value } im ganzen Zeitraum ein Jahr davor
insights-running-still = { $earlier } · läuft noch, { $running }
insights-export = Exportieren
insights-file = kennzahlen
insights-by = Aufteilen nach
insights-filter-none = Alle
insights-apply = Anzeigen
insights-reset = Von vorn
insights-deals = Deals
insights-registrations = Registrierungen
insights-won-note = { $count ->
    [one] aus { $count } gewonnenen Deal
   *[other] aus { $count } gewonnenen Deals
}
insights-of-note = { $part } von { $count }
insights-whenever-opened = { $metric }, gleich wann eröffnet
insights-open-note = { $count ->
    [one] { $count } offener Deal
   *[other] { $count } offene Deals
}
insights-median-note = Median { $median }, 90 % in höchstens { $p90 }
insights-quartiles-note = die mittlere Hälfte von { $low } bis { $high }
insights-count-note = { $count ->
    [one] aus { $count }
   *[other] aus { $count }
}
insights-more-currencies = außerdem { $amounts }
insights-excluded-note = { $count ->
    [one] { $count } nicht gezählt
   *[other] { $count } nicht gezählt
}
insights-how = Wie das gezählt wird
insights-definition-unit = Einheit
insights-definition-date = Datum, das zählt
insights-definition-formula = Formel
insights-definition-excluded = Zählt nicht
insights-definition-source = Gezählt aus
insights-source-deals = Deals mit Positionen und Stufenverlauf
insights-source-registrations = Registrierungen mit Rückfragen und Antworten
insights-chart-bookings = Auftragseingang je Monat, { $currency }
insights-chart-win-rate = Gewinnquote je Monat
insights-chart-registrations = Registrierungen je Monat
insights-chart-stages = Übergang je Stufe
insights-chart-table = Dieselben Zahlen als Tabelle
chart-save-as = Speichern als
dashboard-print = Drucken
insights-breakdown = Nach { $dimension }
insights-breakdown-cut = Gezeigt werden die ersten { $shown } von { $count }; Kommandozeile und API geben alle.
insights-empty-title = Hier gibt es noch nichts zu zählen
insights-empty-text = In diesem Zeitraum gibt es mit diesen Filtern weder Deals noch Registrierungen. Ein längerer Zeitraum oder weniger Filter zeigen vielleicht welche.
insights-empty-start = Noch gibt es weder Deals noch Registrierungen. Sobald etwas eingeht, stehen die Zahlen hier.
insights-rows-title = { $metric }: die Zeilen hinter der Zahl
insights-rows-back = Einblicke
insights-rows-which-counted = Alles, was zählt
insights-rows-which-part = Der Anteil
insights-rows-which-excluded = Nicht gezählt
insights-rows-number = Nummer
insights-rows-deal = Deal
insights-rows-customer = Kunde
insights-rows-partner = Partner
insights-rows-date = Datum
insights-rows-counted = Gezählt als
insights-rows-amount = Betrag
insights-rows-duration = Dauer
insights-rows-entered = Hinein
insights-rows-left = Hinaus
insights-rows-lasts = noch da
insights-rows-days = Tage
insights-rows-expected = Erwartete Tage
insights-rows-shown = { $count ->
    [one] { $count } Zeile auf dieser Seite
   *[other] { $count } Zeilen auf dieser Seite
}
insights-rows-figure = Die Zahl
insights-rows-empty-title = Keine Zeilen
insights-rows-empty-text = Für diese Zahl wurde nichts gezählt.
insights-from-stage = Von
insights-entered = Erreicht
insights-advanced = Weitergegangen

## Partner

kpi-measure-activated = Aktiviert
kpi-measure-not-activated = Nicht aktiviert
kpi-measure-activation-open = Noch in der Frist
kpi-measure-first-registration = Registriert
kpi-measure-first-registration-open = Noch nicht
kpi-measure-first-registration-undated = Vor der Unterschrift
kpi-measure-first-revenue = Gewonnen
kpi-measure-first-revenue-open = Noch nicht
kpi-measure-first-revenue-undated = Vor der Unterschrift
kpi-measure-active = Aktiv
kpi-measure-idle = Ruht
kpi-measure-producing = Produziert
kpi-measure-not-producing = Kein Deal gewonnen
kpi-measure-in-phase = In der Phase
kpi-measure-phase-entered = In die Phase gekommen
kpi-measure-phase-went-on = In eine spätere Phase gegangen
kpi-measure-phase-left = Phase verlassen
kpi-measure-phase-not-on = Nicht weitergegangen
kpi-measure-stuck = Länger als erwartet
kpi-measure-funnel-approved = Eingegangen und angenommen
kpi-measure-funnel-deal = Eingegangen, angenommen und mit Deal
kpi-measure-funnel-won = Eingegangen, angenommen und der Deal gewonnen
kpi-measure-cohort-business = Unterzeichnet, nach Monaten bis zur ersten Registrierung oder zum ersten Deal
kpi-measure-cohort-win = Unterzeichnet, nach Monaten bis zum ersten Gewinn
kpi-measure-with-deals = Mit Deals
kpi-date-signed-on = Tag der Unterschrift
kpi-date-entered-on = Tag des Eintritts
kpi-date-left-on = Tag des Austritts
insights-source-partners = Partner, ihre Deals und Registrierungen
insights-source-stays = Aufenthalte von Partnern in den Phasen der Programme
kpi-measure-in-conflict = Etwas gefunden
kpi-measure-no-conflict = Nichts gefunden
kpi-measure-expired = Abgelaufen
kpi-measure-used = Ging weiter
kpi-measure-still-protected = Noch geschützt
kpi-measure-reinstated = Wieder geschützt
kpi-measure-not-reinstated = Nicht wieder geschützt
kpi-measure-registered = Registriert
kpi-measure-unregistered = Nicht registriert

## Definitionen

kpi-source-crm = So definieren es die CRM-Anbieter
kpi-source-field = In Partnerprogrammen üblich
kpi-source-own = Unsere eigene Definition
kpi-waits = Wartet auf: { $room }
kpi-room-action-plans = gemeinsame Pläne zu Deals
kpi-room-attribution = wer einen Deal gebracht, beeinflusst und umgesetzt hat
kpi-room-conversations = Gespräche mit Partnern
kpi-room-customer-contracts = Verträge der Kunden
kpi-room-library = Unterlagen und wer sie geöffnet hat
kpi-room-meetings = Treffen
kpi-room-tier-targets = was von einem Partner einer Stufe erwartet wird
kpi-room-training = Schulungen
definitions-title = Definitionen
definitions-note = Was jede Kennzahl bedeutet. Seiten, Dateien, API und Kommandozeile lesen dieselben Einträge.
definitions-whole = Die ganze Definition
definitions-partners = Partner
definitions-stays = Phasen
definitions-waiting = Noch nicht gezählt
definitions-waits-for = Wartet auf
definitions-no-figure = Bis es das gibt, steht hier keine Zahl statt einer erfundenen.
definitions-shape = Wie sie entsteht
definitions-better = Gut ist
definitions-more = mehr
definitions-less = weniger
definitions-phases = Phasen
definitions-attributes = Merkmale der Partner
definitions-source = Herkunft der Definition
definitions-rows = Die Zahl und ihre Zeilen
definitions-elsewhere = Dasselbe anderswo
kpi-shape-amount = Summe der Beträge
kpi-shape-count = Anzahl der Zeilen
kpi-shape-share = Ein Anteil dessen, was zählt
kpi-shape-average = Summe der Beträge durch ihre Anzahl
kpi-shape-distribution = Mittelwert, Median und Perzentile
kpi-shape-conversion = Von jeder Stufe zur nächsten

## Festlegungen

kpi-column-policies = Gezählt nach
kpi-policy-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
kpi-policy-negative-durations = Dauern, die vor ihrem Anfang enden
kpi-policy-negative-durations-hint = Bei Laufzeiten, Antwort- und Entscheidungszeiten und den Zeiten von der Unterschrift bis zum ersten Geschäft.
kpi-policy-negative-durations-left-out = nicht gezählt und neben der Zahl gezeigt
kpi-policy-negative-durations-zero = als keine Zeit gezählt
kpi-policy-reentered-phases = Phasen, in die ein Partner zurückkam
kpi-policy-reentered-phases-hint = Bei den Tagen in einer Phase, auf der Phasentafel und wo immer sonst nach ihnen gefragt wird.
kpi-policy-reentered-phases-each = jeder Aufenthalt zählt für sich
kpi-policy-reentered-phases-first = nur der erste Aufenthalt zählt
kpi-policy-reentered-phases-last = nur der letzte Aufenthalt zählt
kpi-policy-reentered-phases-sum = alle Aufenthalte zusammengezählt
kpi-policy-blank-sources = Deals, von denen niemand sagt, woher sie kamen
kpi-policy-blank-sources-hint = Importierte Deals ohne Partner, wenn Zahlen nach Quelle aufgeteilt werden.
kpi-policy-blank-sources-own-line = eine eigene Zeile
kpi-policy-blank-sources-direct = als direkt gezählt
kpi-policy-business = Was als Geschäft zählt
kpi-policy-business-hint = Bei Aktivierung, aktiven Partnern und der Zeit bis zum ersten Geschäft.
kpi-policy-business-registration-or-deal = ein Deal registriert oder eröffnet
kpi-policy-business-registration-submitted = ein Deal registriert
kpi-policy-business-registration-approved = eine Registrierung angenommen
kpi-policy-business-deal-opened = ein Deal eröffnet
kpi-policy-business-deal-won = ein Deal gewonnen
kpi-policy-activation-days = Aktiviert binnen
kpi-policy-activation-days-hint = Tage von der Unterschrift bis zum ersten Geschäft.
kpi-policy-active-days = Aktiv binnen
kpi-policy-active-days-hint = Tage zurück, in denen ein aktiver Partner Geschäft gemacht hat.
kpi-policy-producing-days = Produzierend binnen
kpi-policy-producing-days-hint = Tage zurück, in denen ein produzierender Partner einen Deal gewonnen hat.
kpi-business-registration-or-deal = einen Deal registriert oder eröffnet haben
kpi-business-registration-submitted = einen Deal registriert haben
kpi-business-registration-approved = eine Registrierung angenommen bekommen haben
kpi-business-deal-opened = einen Deal eröffnet haben
kpi-business-deal-won = einen Deal gewonnen haben
kpi-measure-won-reversed = Gewonnen, vor der Eröffnung
kpi-measure-lost-reversed = Verloren, vor der Eröffnung
kpi-measure-sourced = Gewonnen, registriert
kpi-measure-sourced-unvalued = Gewonnen, registriert, ohne Betrag
kpi-measure-not-sourced = Gewonnen, nicht registriert
kpi-measure-overdue = Antwort überfällig
kpi-measure-first-business = Getan
kpi-measure-first-business-open = Noch nicht
kpi-measure-first-business-undated = Vor der Unterschrift
kpi-measure-left = Abgegangen
kpi-measure-stayed = Noch da
figures-title = Wie Kennzahlen gezählt werden
figures-note = Festlegungen, die ändern, was eine Kennzahl sagt. Sie gelten sofort, auch für vergangene Zeiträume, und jede Zahl nennt die, nach denen sie entstand.
figures-room-note = Was als Geschäft zählt, Fristen in Tagen, verdrehte Daten
figures-save = Speichern
figures-saved = So werden Kennzahlen ab jetzt gezählt.
figures-policy-of = { $policy }: { $value }
figures-recounting = Die Summen werden nach einer Aktualisierung neu gebildet. Bis dahin wird jede Zahl aus den Zeilen selbst gezählt: langsamer, aber richtig.
kpi-unseen = { $filters } hat zurzeit niemand; dafür wird nichts gezählt. Ist es so geschrieben wie gemeint?
figures-readers = Ändern können das Administratoren.
event-kpi-policies-changed = hat geändert, wie Kennzahlen gezählt werden

kpi-corrected = { $deals ->
    [one] Seither bei einem Deal berichtigt. Nach heutigem Wissen: { $figures }
   *[other] Seither bei { $deals } Deals berichtigt. Nach heutigem Wissen: { $figures }
}
kpi-corrected-only = { $deals ->
    [one] Seither bei einem Deal berichtigt.
   *[other] Seither bei { $deals } Deals berichtigt.
}
corrections-title = { $metric }: was seither berichtigt wurde
corrections-text = Die Zahl zum Stichtag sagt, was an diesem Tag bekannt war. Diese Deals wurden später geändert, mit Wirkung auf sie.
corrections-then = Damals bekannt
corrections-now = Heute bekannt
corrections-none-then = Zählte nicht
corrections-empty-title = Nichts wurde berichtigt
corrections-empty-text = Was an diesem Tag bekannt war, gilt auch heute noch.
corrections-back = Die Zeilen hinter der Zahl
