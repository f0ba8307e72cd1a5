### Kennzahlen: Namen, Einheiten, Definitionen; die Seite „Einblicke“.

## Kennzahlen: Name, Formel, was nicht zählt

kpi-bookings = Auftragseingang
kpi-bookings-formula = Summe der Beträge gewonnener Deals, nach dem Datum des Abschlusses.
kpi-bookings-excluded = Gewonnene Deals ohne Betrag.
kpi-won-count = Gewonnene Deals
kpi-won-count-formula = Anzahl gewonnener Deals, nach dem Datum des Abschlusses.
kpi-won-count-excluded = Nichts.
kpi-lost-count = Verlorene Deals
kpi-lost-count-formula = Anzahl verlorener Deals, nach dem Datum des Abschlusses.
kpi-lost-count-excluded = Nichts.
kpi-win-rate = Gewinnquote
kpi-win-rate-formula = Gewonnene Deals geteilt durch gewonnene und verlorene, nach dem Datum des Abschlusses.
kpi-win-rate-excluded = Offene Deals.
kpi-win-rate-all = Gewonnen von allen Deals
kpi-win-rate-all-formula = Bisher gewonnene Deals geteilt durch alle eröffneten, nach dem Datum der Eröffnung.
kpi-win-rate-all-excluded = Nichts; noch offene Deals zählen als nicht gewonnen.
kpi-open-pipeline = Offene Pipeline
kpi-open-pipeline-formula = Summe der Beträge offener Deals. Ein Zeitraum meint das Datum der Eröffnung; für vergangene Tage gelten die heutigen Beträge.
kpi-open-pipeline-excluded = Offene Deals ohne Betrag.
kpi-open-count = Offene Deals
kpi-open-count-formula = Anzahl offener Deals. Ein Zeitraum meint das Datum der Eröffnung.
kpi-open-count-excluded = Nichts.
kpi-average-deal = Durchschnittlicher Deal
kpi-average-deal-formula = Auftragseingang geteilt durch die Anzahl gewonnener Deals mit Betrag, nach dem Datum des Abschlusses.
kpi-average-deal-excluded = Gewonnene Deals ohne Betrag.
kpi-cycle-time-won = Laufzeit, gewonnen
kpi-cycle-time-won-formula = Tage von der Eröffnung eines Deals bis zum Gewinn: Mittelwert, Median und Perzentile.
kpi-cycle-time-won-excluded = Deals, denen eines der beiden Daten fehlt oder die vor ihrer Eröffnung enden.
kpi-cycle-time-closed = Laufzeit, gewonnen und verloren
kpi-cycle-time-closed-formula = Tage von der Eröffnung eines Deals bis zu Gewinn oder Verlust: Mittelwert, Median und Perzentile.
kpi-cycle-time-closed-excluded = Deals, denen eines der beiden Daten fehlt oder die vor ihrer Eröffnung enden.
kpi-stage-conversion = Übergang je Stufe
kpi-stage-conversion-formula = Deals, die die nächste Stufe erreicht haben, geteilt durch Deals, die diese erreicht haben, nach dem Datum der Eröffnung.
kpi-stage-conversion-excluded = Nichts. Eine übersprungene Stufe gilt als erreicht, eine zweimal erreichte zählt einmal.
kpi-registrations = Registrierungen
kpi-registrations-formula = Anzahl eingegangener Registrierungen, nach dem Tag des Eingangs.
kpi-registrations-excluded = Entwürfe und Registrierungen, deren Adresse noch nicht bestätigt ist.
kpi-first-answer-time = Zeit bis zur ersten Antwort
kpi-first-answer-time-formula = Zeit vom Eingang einer Registrierung bis zur ersten Antwort, Nächte und Wochenenden eingeschlossen: Mittelwert; Median und Perzentile auf die Minute.
kpi-first-answer-time-excluded = Antworten, die vor dem Eingang datiert sind. Was noch keine Antwort hat, wird nicht betrachtet.
kpi-decision-time = Zeit bis zur Entscheidung
kpi-decision-time-formula = Zeit vom Eingang einer Registrierung bis zu Zusage oder Absage, ohne die Zeit, in der wir auf den Partner warteten: Mittelwert; Median und Perzentile auf die Minute.
kpi-decision-time-excluded = Entscheidungen, die vor dem Eingang datiert sind. Was noch nicht entschieden ist, wird nicht betrachtet.
kpi-answered-within-target = Rechtzeitig beantwortet
kpi-answered-within-target-formula = Bis zur Frist erstmals beantwortete Registrierungen geteilt durch beantwortete und überfällige, nach dem Tag des Eingangs.
kpi-answered-within-target-excluded = Registrierungen, deren Uhr noch läuft, solche ohne Zusage, und zurückgezogene oder entschiedene, von denen niemand sagt, wann sie beantwortet wurden.
kpi-acceptance-rate = Annahmequote
kpi-acceptance-rate-formula = Angenommene Registrierungen geteilt durch angenommene und abgelehnte, nach dem Tag der Entscheidung.
kpi-acceptance-rate-excluded = Registrierungen ohne Entscheidung.

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
kpi-by-month = Monat
kpi-by-quarter = Quartal
kpi-by-year = Jahr
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
kpi-column-metric = Kennzahl
kpi-column-key = { $dimension }: Id
kpi-column-unit = Einheit
kpi-column-earlier-count = Damals gezählt
kpi-column-change-percent = Veränderung, %
kpi-column-deal-id = Deal: Id
kpi-column-registration-id = Registrierung: Id
kpi-column-partner-id = Partner: Id
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
kpi-measure-won-undated = Gewonnen, Daten unbrauchbar
kpi-measure-lost-days = Verloren
kpi-measure-lost-undated = Verloren, Daten unbrauchbar
kpi-measure-opened-won = Gewonnen
kpi-measure-opened-other = Nicht gewonnen
kpi-measure-open = Offen
kpi-measure-open-unvalued = Offen, ohne Betrag
kpi-measure-reached = Erreicht
kpi-measure-submitted = Eingegangen
kpi-measure-answered = Beantwortet
kpi-measure-answered-undated = Daten unbrauchbar
kpi-measure-in-time = Rechtzeitig
kpi-measure-late = Zu spät
kpi-measure-approved = Angenommen
kpi-measure-declined = Abgelehnt
kpi-measure-decided = Entschieden
kpi-measure-decided-undated = Daten unbrauchbar

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

kpi-activation-rate = Aktivierung
kpi-activation-rate-formula = Partner, die in den 90 Tagen ab der Unterschrift einen Deal registriert oder eröffnet haben, geteilt durch unterschriebene Partner, nach dem Tag der Unterschrift.
kpi-activation-rate-excluded = Partner, die vor weniger als 90 Tagen unterschrieben und das noch nicht getan haben, und Partner ohne Tag der Unterschrift.
kpi-time-to-first-registration = Zeit bis zur ersten Registrierung
kpi-time-to-first-registration-formula = Tage von der Unterschrift eines Partners bis zu seiner ersten Registrierung, nach dem Tag der Unterschrift: Mittel, Median und Perzentile.
kpi-time-to-first-registration-excluded = Partner, die noch keinen Deal oder schon vor der Unterschrift registriert haben, und Partner ohne Tag der Unterschrift.
kpi-time-to-first-revenue = Zeit bis zum ersten Umsatz
kpi-time-to-first-revenue-formula = Tage von der Unterschrift eines Partners bis zu seinem ersten gewonnenen Deal, nach dem Tag der Unterschrift: Mittel, Median und Perzentile.
kpi-time-to-first-revenue-excluded = Partner, die noch keinen Deal oder schon vor der Unterschrift gewonnen haben, und Partner ohne Tag der Unterschrift.
kpi-active-partner-rate = Aktive Partner
kpi-active-partner-rate-formula = Partner, die in den letzten 90 Tagen einen Deal registriert oder eröffnet haben, geteilt durch unterschriebene Partner. Ein Zeitraum meint den Tag der Unterschrift.
kpi-active-partner-rate-excluded = Partner ohne Tag der Unterschrift und solche, die nicht mehr dabei sind, wann immer sie gegangen sind.
kpi-producing-partner-rate = Produzierende Partner
kpi-producing-partner-rate-formula = Partner, die in den letzten 365 Tagen einen Deal gewonnen haben, geteilt durch unterschriebene Partner. Ein Zeitraum meint den Tag der Unterschrift.
kpi-producing-partner-rate-excluded = Partner ohne Tag der Unterschrift und solche, die nicht mehr dabei sind, wann immer sie gegangen sind.
kpi-measure-activated = Aktiviert
kpi-measure-not-activated = Nicht aktiviert
kpi-measure-activation-open = Noch binnen 90 Tagen
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
kpi-date-signed-on = Tag der Unterschrift
insights-source-partners = Partner, ihre Deals und Registrierungen
kpi-conflict-rate = Konfliktquote
kpi-conflict-rate-formula = Registrierungen, zu denen die Konfliktprüfung etwas gefunden hat, geteilt durch alle Registrierungen, nach dem Tag des Eingangs.
kpi-conflict-rate-excluded = Nichts. Ein beiseitegelegter Befund zählt: Er musste angesehen werden.
kpi-expiry-rate = Ablaufquote
kpi-expiry-rate-formula = Angenommene Registrierungen, deren Schutz ablief, bevor der Verkauf weiterging, geteilt durch abgelaufene und weitergegangene, nach dem Tag der Entscheidung.
kpi-expiry-rate-excluded = Registrierungen, die noch geschützt sind oder zurückgenommen wurden.
kpi-reinstatement-rate = Wieder geschützt
kpi-reinstatement-rate-formula = Registrierungen, die nach Ablauf oder Rücknahme wieder geschützt wurden, geteilt durch alle abgelaufenen oder zurückgenommenen, nach dem Tag der Entscheidung.
kpi-reinstatement-rate-excluded = Registrierungen, deren Schutz nie geendet hat.
kpi-registered-share = Registrierter Anteil
kpi-registered-share-formula = Registrierte Deals von Partnern, geteilt durch alle Deals von Partnern, nach dem Tag der Eröffnung.
kpi-registered-share-excluded = Deals ohne Partner.
kpi-measure-in-conflict = Etwas gefunden
kpi-measure-no-conflict = Nichts gefunden
kpi-measure-expired = Abgelaufen
kpi-measure-used = Ging weiter
kpi-measure-still-protected = Noch geschützt
kpi-measure-reinstated = Wieder geschützt
kpi-measure-not-reinstated = Nicht wieder geschützt
kpi-measure-registered = Registriert
kpi-measure-unregistered = Nicht registriert
