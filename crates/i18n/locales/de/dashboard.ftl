### Dashboards, gemerkte Fragen, Portfoliokarte, Trichter, Jahrgänge.

dashboard-title = Dashboards
dashboard-note = Die gleichen Kacheln für alle; wer liest, sieht die Zahlen der eigenen Partner.
dashboard-new = Neues Dashboard
dashboard-own = Ihre
dashboard-none = Noch kein eigenes Dashboard
dashboard-none-text = Kopieren Sie eines von unten und ändern Sie die Kopie, oder beginnen Sie mit einem leeren.
dashboard-shared = Mit Ihnen geteilt
dashboard-offered = Fertig zum Ansehen
dashboard-by = von { $owner }
dashboard-offered-note = Zum Ändern kopieren.
dashboard-private-note = Dieses Dashboard sehen nur Sie.
dashboard-team-note = Kolleginnen und Kollegen sehen es mit ihren eigenen Zahlen.
dashboard-partners-note = Kolleginnen, Kollegen und Partner sehen es mit ihren eigenen Zahlen.
dashboard-link = Link
dashboard-link-note = Wer diesen Link öffnet, sieht die eigenen Zahlen: im Partnermanagement die der eigenen Partner, als Kontakt eines Partners die des eigenen Unternehmens.
dashboard-copy = Kopieren
dashboard-edit = Anordnen
dashboard-view = Ansehen
dashboard-bare = Noch nichts darauf
dashboard-bare-text = Fügen Sie eine erste Kachel hinzu: eine Zahl, einen Verlauf, eine Rangliste.
dashboard-bare-foreign = Auf diesem Dashboard gibt es noch nichts für Sie.
dashboard-add-tile = Kachel hinzufügen
dashboard-tiles = Kacheln
dashboard-drag = Ziehen Sie eine Kachel an eine andere Stelle, oder nehmen Sie ihre Knöpfe.
dashboard-arrange-failed = Die Kachel ließ sich nicht verschieben. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
dashboard-earlier = { $tile } eine Stelle nach vorn
dashboard-later = { $tile } eine Stelle nach hinten
dashboard-narrower = { $tile } schmaler machen
dashboard-wider = { $tile } breiter machen
dashboard-tile-remove = { $tile } vom Dashboard nehmen
dashboard-tile-remove-confirm = { $tile } vom Dashboard nehmen? Die Frage dahinter geht mit.
dashboard-tile-period = Zeitraum von { $tile }
dashboard-tile-period-set = Setzen
dashboard-tile-removed = Kachel entfernt.
dashboard-arranged = Angeordnet.
dashboard-description = Wofür ist es?
dashboard-sharing = Wer es öffnen darf
dashboard-sharing-hint = Name und Beschreibung sehen alle, die es öffnen dürfen; die Zahlen sind immer die eigenen.
dashboard-make = Dashboard anlegen
dashboard-save = Name und Freigabe speichern
dashboard-made = Dashboard angelegt. Jetzt fehlt die erste Kachel.
dashboard-saved = Dashboard gespeichert.
dashboard-copied = Das ist Ihre Kopie. Ordnen Sie sie an, wie Sie mögen.
dashboard-removed = Dashboard entfernt.
dashboard-remove = Dieses Dashboard entfernen
dashboard-remove-confirm = Dieses Dashboard mit seinen Kacheln entfernen? Links dorthin gehen dann nicht mehr.
dashboard-width = Breite
dashboard-width-1 = ein Drittel der Seite
dashboard-width-2 = zwei Drittel der Seite
dashboard-width-3 = die ganze Seite
dashboard-chart = { $currency }
dashboard-tile-refused = Diese Kachel fragt nach etwas, das Sie nicht sehen können oder das es nicht mehr gibt.
dashboard-tile-empty = In diesem Zeitraum gibt es noch nichts zu zählen.
dashboard-tile-by = { $metric } nach { $by }
dashboard-tile-now = Stand jetzt
dashboard-tile-filters = { $count ->
    [one] { $count } Filter
   *[other] { $count } Filter
}
dashboard-more = { $count ->
    [one] { $count } weiterer Eintrag ist nicht gezeigt.
   *[other] { $count } weitere Einträge sind nicht gezeigt.
}
dashboard-other-currencies = Hier nicht eingereiht, in anderen Währungen: { $amounts }.
dashboard-more-or-more = Mehr als { $count } weitere Einträge sind nicht gezeigt.
dashboard-spark = Die letzten zwölf Monate, von { $first } bis { $last }
dashboard-heat = Je dunkler, desto höher.
dashboard-heat-of = Beträge in { $currency }. Je dunkler, desto höher.

dashboard-offered-head-of-partnerships = Leitung Partnerschaften
dashboard-offered-head-of-partnerships-text = Das Portfolio auf einen Blick: was es bringt, wer es trägt und wie neue Partner in Gang kommen.
dashboard-offered-partner-manager = Partnermanagement
dashboard-offered-partner-manager-text = Gehaltene Zusagen, Registrierungen und Pipeline der eigenen Partner.
dashboard-offered-partner-manager-text-all = Gehaltene Zusagen, Registrierungen und Pipeline aller Partner.
dashboard-offered-seller = Vertrieb
dashboard-offered-seller-text = Offene Deals mit Partnern, wie sie durch die Stufen gehen und wie lange sie brauchen.
dashboard-offered-marketing = Marketing
dashboard-offered-marketing-text = Woher Registrierungen kommen und welche Segmente antworten.
dashboard-offered-customer-success = Customer Success
dashboard-offered-customer-success-text = Was mit Partnern gewonnen wurde: mit welchen Produkten, und von wem.
dashboard-offered-partner = Partner
dashboard-offered-partner-text = Auftragseingang, Pipeline und Registrierungen eines Unternehmens, und wie schnell sie beantwortet wurden.

sharing-private = Nur ich
sharing-team = Alle hier
sharing-partners = Alle hier und Partner

shown-number = Eine Zahl
shown-trend = Verlauf
shown-ranking = Rangliste
shown-table = Tabelle
shown-heat-map = Heatmap
shown-funnel = Trichter der Registrierungen
shown-portfolio-map = Portfoliokarte
shown-cohorts = Jahrgänge neuer Partner

## Gemerkte Fragen

keep-title = Frage merken
keep-this = Merken
keep-note = Für sich, mit einem Link, oder als Kachel eines Dashboards. Wer sie öffnet, sieht die eigenen Zahlen.
keep-list-title = Gemerkte Fragen
keep-undivided = nicht aufgeteilt
keep-by-second = … und nach
keep-on = Auf „{ $name }“
keep-alone = Für sich, mit einem Link
keep-metric-hint = Trichter, Portfoliokarte und Jahrgänge brauchen keine.
keep-shown = Zeigen als
keep-period-hint = „Dieses Quartal“ ist in drei Monaten das nächste.
keep-where = Wohin
keep-where-hint = Deine eigenen Dashboards nehmen sie als Kachel auf.
keep-width-hint = Einer Kachel.
keep-name-hint = Eine Kachel ohne Namen heißt wie ihre Zahl.
keep-share = Kolleginnen und Kollegen dürfen den Link öffnen
keep-keep = Frage merken
keep-kept = Frage gemerkt. Der Link geht für Sie, und für andere, wenn Sie sie teilen.
keep-kept-on = Die Kachel ist auf dem Dashboard.
keep-shared = mit Link für andere
keep-private = nur für Sie
keep-none = Noch keine gemerkten Fragen
keep-none-text = Merken Sie sich eine Frage, die Sie immer wieder stellen; „dieses Quartal“ wandert mit.
keep-remove-confirm = Diese Frage vergessen? Links dorthin gehen dann nicht mehr.
keep-remove-this = { $name } vergessen
keep-removed = Frage vergessen.
keep-shared-note = andere dürfen den Link öffnen
keep-private-note = nur Sie können sie öffnen
keep-foreign-note = die Zahlen sind die, die Sie sehen dürfen

## Portfoliokarte

insights-views = Ansichten
map-title = Portfoliokarte
map-note = Beträge in { $currency }
map-caption = Jeder Kreis ist ein Partner: weiter rechts mit mehr offener Pipeline, höher mit besserer Gewinnquote, größer mit mehr Auftragseingang. Pfeiltasten gehen von einem zum nächsten, Enter öffnet ihn.
map-no-phase = In keiner Phase
map-others = { $count ->
    [one] { $count } weiterer Partner
   *[other] Alle { $count } übrigen zusammen
}
map-how = Offene Pipeline und Auftragseingang sind Summen der Deals in dieser Währung über alle Zeit; andere Währungen werden nicht addiert. Die Gewinnquote ist gewonnen geteilt durch gewonnen und verloren in allen Währungen; Partner ohne abgeschlossenen Deal haben keine und stehen nur in der Tabelle. Genannt sind die { $count } Partner mit der größten Pipeline. Die Farbe ist die weiteste Phase, in der ein Partner ist.
map-empty = Noch hat kein Partner einen Deal. Sobald es einen gibt, erscheint er hier.

## Trichter

funnel-title = Trichter der Registrierungen
funnel-received = Eingegangen
funnel-approved = Angenommen
funnel-deal = Deal angelegt
funnel-won = Gewonnen
funnel-of = { $share } von „{ $step }“
funnel-how = Registrierungen nach dem Tag ihres Eingangs, und wie weit sie bis heute gekommen sind. Jeder Schritt zählt nur, was durch die Schritte davor kam.
funnel-empty = In diesem Zeitraum sind keine Registrierungen eingegangen.
funnel-rows-title = Registrierungen: { $step }

## Jahrgänge

cohort-title = Jahrgänge neuer Partner
cohort-first-business = Erste Registrierung oder erster Deal seit Vertrag
cohort-first-win = Erster gewonnener Deal seit Vertrag
cohort-every-month = nach Monat des Vertrags
cohort-every-quarter = nach Quartal des Vertrags
cohort-what = Was verfolgt wird
cohort-signed = Vertrag
cohort-partners = Neue Partner
cohort-since-month = { $count ->
    [0] im selben Monat
    [one] nach { $count } Monat
   *[other] nach { $count } Monaten
}
cohort-since-quarter = { $count ->
    [0] im selben Quartal
    [one] nach { $count } Quartal
   *[other] nach { $count } Quartalen
}
cohort-legend-business = Anteil der neuen Partner, die bis dahin registriert oder einen Deal eröffnet hatten.
cohort-legend-win = Anteil der neuen Partner, die bis dahin einen Deal gewonnen hatten.
cohort-how = Die letzten zwölf Abschnitte, in denen Partner unterschrieben haben, nach dem Tag des Vertrags. Was ein Partner davor getan hat, zählt nicht. Jede Zeile wird zwölf Abschnitte lang verfolgt; bis dahin wächst ihre letzte Zahl noch.
cohort-empty = Noch hat kein Partner unterschrieben.
cohort-rows-title = Partner mit Vertrag aus { $cohort }

## Für Kontakte von Partnern

my-figures = Zahlen Ihres Unternehmens
my-figures-note = Das sind nur die Zahlen Ihres Unternehmens.
access-from-partner = Sie arbeiten bei einem Partner?
access-from-partner-link = Holen Sie sich Ihren eigenen Link per Mail; das Dashboard liegt dahinter.

## A dashboard as a file

pdf-reader = Für { $reader }
pdf-operator = den Betreiber dieses Systems
pdf-made = Erstellt am { $moment }
pdf-as-of = Stand der Zahlen: { $date }
pdf-filters = Nur { $filters }
pdf-compared = Zum Vergleich
pdf-page = Seite { $page } von { $pages }
