### Deals: Liste, Board, Stufen, Positionen, Ausgang.

outcome-open = Offen
outcome-won = Gewonnen
outcome-lost = Verloren
outcome-closed = Abgeschlossen

source-registered = Vom Partner registriert
source-imported = Importiert
source-direct = Von Hand erfasst
source-personal-link = Über einen persönlichen Link
source-on-behalf = Von Kollegen erfasst
source-public-form = Über die öffentliche Seite

loss-price = Preis
loss-competitor = An Wettbewerber verloren
loss-no-decision = Keine Entscheidung
loss-no-budget = Kein Budget
loss-timing = Falscher Zeitpunkt
loss-product-gap = Dem Produkt fehlt etwas
loss-other = Ein anderer Grund

## Felder

field-amount = Betrag
field-currency = Währung
field-expected-close-on = Voraussichtlicher Abschluss
field-opened-on = Eröffnet
field-closed-on = Abgeschlossen
field-owner = Zuständig
field-product = Produkt
field-product-name = Produkt
field-quantity = Menge
field-category = Kategorie
field-company = Kunde
field-company-name = Kunde
field-company-domain = Web-Domain
field-company-country = Land
field-line = Position
field-stage = Stufe
deal-field-name = Name des Deals
deal-field-program = Programm
deal-field-partner = Partner
deal-field-partner-hint = Ohne Partner ist es ein Deal des eigenen Vertriebs
deal-field-company-hint = Ein Kunde, den wir unter dieser Domain oder diesem Namen kennen, wird wiedergefunden
deal-field-country-hint = Zwei Buchstaben, zum Beispiel DE
deal-field-amount-hint = Bis zu vier Nachkommastellen; leer, wenn noch nicht bekannt
deal-field-amount-lines = Dieser Deal hat Positionen und ist deren Summe wert. Bitte die Positionen ändern.
deal-field-owner-hint = Sie selbst, wenn niemand gewählt ist
deal-no-owner = Niemand
deal-no-partner = Eigener Vertrieb, kein Partner

## Liste

deal-count = { $count ->
    [one] { $count } Deal
   *[other] { $count } Deals
}
deal-count-page = { $count ->
    [one] { $count } Deal auf dieser Seite
   *[other] { $count } Deals auf dieser Seite
}
deal-new = Neuer Deal
deal-export = Exportieren
deal-list = Liste
deal-board = Board
deal-views-label = Liste oder Board
deal-search = Name, Nummer, Kunde oder Partner
deal-any-outcome = Jeder Ausgang
deal-any-program = Alle Programme
deal-any-stage = Jede Stufe
deal-any-owner = Alle Zuständigen
deal-any = Alle
deal-my-deals = Meine Deals
deal-nothing = ohne
deal-column-deal = Deal
deal-column-partner = Partner
deal-column-stage = Stufe
deal-column-close = Abschluss
deal-column-since = seit { $time }
deal-own-sales = Eigener Vertrieb
deal-no-amount = nicht bekannt
deal-no-date = noch offen
deal-amounts-open = bei { $count } nicht bekannt
deal-on-page = { $count } auf dieser Seite
deal-views = Ansichten
deal-view-save = Diese Ansicht behalten
deal-view-name = Name der Ansicht
deal-view-remove = Ansicht { $name } entfernen
deal-view-saved = Ansicht behalten.
deal-view-removed = Ansicht entfernt.
deal-view-needs-name = Bitte der Ansicht einen Namen geben.
deal-none = Noch keine Deals
deal-none-text = Ein Deal entsteht, wenn eine Registrierung angenommen wird, wenn Sie Ihre Deals importieren oder einen erfassen.
deal-none-found = Kein Deal passt zu diesen Filtern
deal-none-found-text = Mit weniger Filtern sehen Sie mehr.
deal-assign = Zuweisen
deal-assign-to = Neue Zuständigkeit
deal-assigned = Die Zuständigkeit ist geändert.
deal-assign-nothing = Es war kein Deal ausgewählt.

deal-filter-q = Suche
deal-filter-outcome = Ausgang
deal-filter-stage = Stufe
deal-filter-program = Programm
deal-filter-partner = Partner
deal-filter-company = Kunde
deal-filter-owner = Zuständig
deal-filter-product = Produkt
deal-filter-category = Kategorie
deal-filter-source = Herkunft
deal-filter-segment = Segment
deal-filter-region = Region
deal-filter-country = Land
deal-filter-phase = Phase des Partners
deal-filter-opened-from = Eröffnet ab
deal-filter-opened-to = Eröffnet bis
deal-filter-closed-from = Abgeschlossen ab
deal-filter-closed-to = Abgeschlossen bis
deal-filter-expected-from = Erwartet ab
deal-filter-expected-to = Erwartet bis
deal-filter-amount-from = Betrag ab
deal-filter-amount-to = Betrag bis
deal-filter-currency = Währung

deal-export-id = Id
deal-export-number = Nummer
deal-export-name = Name
deal-export-company = Kunde
deal-export-partner = Partner
deal-export-program = Programm
deal-export-stage = Stufe
deal-export-outcome = Ausgang
deal-export-amount = Betrag
deal-export-currency = Währung
deal-export-owner = Zuständig
deal-export-source = Herkunft
deal-export-opened-on = Eröffnet
deal-export-expected-close-on = Voraussichtlicher Abschluss
deal-export-closed-on = Abgeschlossen
deal-export-close-reason = Grund
deal-export-created-at = Angelegt
deal-export-changed-at = Zuletzt geändert

## Board

deal-board-title = Deals: { $program }
deal-board-note = Offene Deals und solche, die seit { $date } abgeschlossen wurden
deal-board-moved = Verschoben nach %s
deal-board-failed = Das wurde nicht gespeichert. Bitte neu laden und noch einmal versuchen.
deal-board-not-offered = Dorthin kann dieser Deal nicht.
deal-board-empty = Keine Deals in dieser Stufe
deal-board-empty-closed = Keine in den letzten { $days } Tagen
deal-board-more = Alle { $count } in der Liste
deal-board-program = Programm
deal-board-owner = Zuständig
deal-board-move = Verschieben
deal-board-no-program = Noch kein Programm
deal-board-no-program-text = Deals gehen durch die Stufen eines Programms. Legen Sie zuerst eines an.
deal-days-here = { $count ->
    [0] seit heute hier
    [one] seit { $count } Tag hier
   *[other] seit { $count } Tagen hier
}
deal-stale = Über { $days } Tage hier
deal-overdue = Überfällig seit { $date }
deal-sum-nothing = noch keine Beträge

## Datensatz

deal-move-to = Nach „{ $stage }“ verschieben
deal-mark-won = Als gewonnen markieren
deal-mark-lost = Als verloren markieren
deal-reopen = Wieder öffnen
deal-edit = Ändern
deal-edit-lines = Positionen ändern
deal-history = Stufenverlauf
deal-history-stage = Stufe
deal-history-from = Ab
deal-history-duration = Dauer
deal-history-by = Durch
deal-history-here = bisher
deal-lines = Positionen
deal-lines-none = Keine Positionen. Der Deal ist den Betrag oben wert.
deal-lines-product = Produkt
deal-lines-category = Kategorie
deal-lines-quantity = Menge
deal-lines-amount = Betrag
deal-lines-sum = Summe
deal-facts = Stammdaten
deal-fact-number = Nummer
deal-fact-amount = Betrag
deal-fact-outcome = Ausgang
deal-fact-reason = Grund
deal-fact-product = Produkt
deal-fact-owner = Zuständig
deal-fact-program = Programm
deal-fact-opened = Eröffnet
deal-fact-expected = Voraussichtlicher Abschluss
deal-fact-closed = Abgeschlossen
deal-fact-source = Herkunft
deal-fact-partner = Partner
deal-fact-company = Kunde
deal-fact-registration = Registrierung
deal-origin = Woher er kommt
deal-moved = Der Deal ist einen Schritt weiter.
deal-won-done = Gewonnen. Glückwunsch.
deal-lost-done = Der Deal ist als verloren abgeschlossen.
deal-reopened = Der Deal ist wieder offen.
deal-created = Der Deal ist angelegt.
deal-changed = Gespeichert.
deal-older = Ältere Einträge

## Abschließen und wieder öffnen

deal-win-title = Gewonnen: { $name }
deal-win-text = Schließt den Deal ab. Er zählt an dem Tag, den Sie nennen, als Abschluss.
deal-win-reason = Was den Ausschlag gab
deal-lose-title = Verloren: { $name }
deal-lose-text = Schließt den Deal ab. Der Grund hilft allen, es beim nächsten Mal besser zu machen.
deal-lose-reason = Warum
deal-lose-words = In Worten
deal-lose-words-hint = Nötig bei „Ein anderer Grund“
deal-reopen-title = Wieder öffnen: { $name }
deal-reopen-text = Der Deal zählt wieder als offen, Abschlussdatum und Grund werden entfernt. Im Verlauf bleiben sie erhalten.
deal-reopen-reason = Warum
deal-closing-date = Abgeschlossen am
deal-new-title = Neuer Deal
deal-edit-title = Ändern: { $name }
deal-create = Deal anlegen

## Positionen

deal-lines-title = Positionen von { $name }
deal-lines-note = Der Deal ist die Summe seiner Positionen wert.
deal-line-add = Position hinzufügen
deal-line-save = Speichern
deal-line-remove = Entfernen
deal-line-remove-question = Diese Position entfernen?
deal-line-product-or-name = Produkt aus Ihrer Liste
deal-line-name = … oder sein Name
deal-line-saved = Position gespeichert.
deal-line-removed = Position entfernt.
deal-line-other = Nicht in der Liste
deal-line-back = Zurück zum Deal

## Kunden

company-deals = Deals
company-registrations = Registrierungen
company-facts = Stammdaten
company-name = Name
company-domain = Web-Domain
company-country = Land
company-city = Stadt
company-industry = Branche
company-phone = Telefon
company-known-since = Bekannt seit
company-no-deals = Noch keine Deals mit diesem Kunden.
company-no-registrations = Noch keine Registrierungen für diesen Kunden.
company-all-deals = Alle Deals
company-new-deal = Neuer Deal

## Was geschehen ist

event-deal-created = hat den Deal { $name } ({ $number }) angelegt
event-deal-changed = hat den Deal { $name } geändert
event-deal-stage-moved = hat den Deal { $name } von { $from } nach { $to } verschoben
event-deal-won = hat den Deal { $name } als gewonnen markiert
event-deal-lost = hat den Deal { $name } als verloren markiert: { $close_reason }
event-deal-reopened = hat den Deal { $name } wieder geöffnet, in { $to }
event-deal-noted = hat eine Notiz zum Deal { $name } geschrieben

## Was nicht stimmen kann

error-lines-decide = Ein Deal mit Positionen ist deren Summe wert. Bitte die Positionen ändern.
error-before-opened = Der Deal wurde später eröffnet. Bitte ein späteres Datum wählen.
error-no-such-stage = Dieses Programm hat keine passende Stufe. Legen Sie im Programm zuerst eine an.
error-too-many-lines = Dieser Deal hat so viele Positionen, wie er aufnehmen kann.
