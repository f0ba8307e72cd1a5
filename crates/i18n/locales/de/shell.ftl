### Der Rahmen jeder Seite: Navigation, Schaltflächen, leere Zustände.

shell-product = Compagnon
shell-skip = Zum Inhalt springen

## Navigation

shell-nav-label = Hauptnavigation
shell-nav-today = Heute
shell-nav-partners = Partner
shell-nav-registrations = Registrierungen
shell-nav-deals = Deals
shell-nav-insights = Einblicke
shell-nav-lifecycle = Lebenszyklus
shell-nav-settings = Einstellungen
shell-nav-account = Ihr Konto
shell-nav-more = Menü
shell-nav-waiting = { $count } warten auf Ihre Antwort
shell-crumbs-label = Sie sind hier
shell-tabs-label = Bereiche dieser Seite

## Die fünf Phasen

phase-attract = Gewinnen
phase-onboard = Onboarding
phase-cosell = Co-Selling
phase-grow = Wachstum
phase-renew = Verlängerung
shell-track-none = In keiner Phase
shell-track-1 = Phase 1 von 5: Gewinnen
shell-track-2 = Phase 2 von 5: Onboarding
shell-track-3 = Phase 3 von 5: Co-Selling
shell-track-4 = Phase 4 von 5: Wachstum
shell-track-5 = Phase 5 von 5: Verlängerung

## Uhren. Ein Muster füllt die offene Seite selbst aus: %t ist die Zeit, %n eine Zahl.

shell-clock-left = noch { $time }
shell-clock-over = { $time } überfällig
shell-clock-paused = Wartet auf den Partner
shell-clock-kept = Eingehalten
shell-clock-late = { $time } zu spät
shell-clock-left-pattern = noch %t
shell-clock-over-pattern = %t überfällig
shell-clock-days-pattern = %n T.
shell-clock-hours-pattern = %n Std.
shell-clock-minutes-pattern = %n Min.
shell-clock-moment-pattern = unter 1 Min.

## Suchen oder handeln

shell-palette-open = Suche, Befehle
shell-palette-placeholder = Partner, Deal, Registrierung oder Befehl
shell-palette-results = Ergebnisse
shell-palette-none = Nichts gefunden. Ein kürzeres Wort findet mehr.
shell-palette-go = Gehe zu
shell-palette-here = Auf dieser Seite
shell-palette-keys-move = wählen
shell-palette-keys-open = öffnen
shell-palette-keys-rows = nächste und vorige Zeile
shell-palette-keys-search = in der Liste suchen

## Formulare

shell-required = Pflichtfeld
shell-optional = (optional)
shell-save = Speichern
shell-cancel = Abbrechen
shell-close = Schließen
shell-remove = Entfernen
shell-errors-title = Bitte diese Angaben prüfen
shell-choose = Bitte wählen
shell-currency = Währung
shell-apply = Anwenden
shell-leave-empty = Dieses Feld bitte leer lassen

## Listen

shell-search = Suchen
shell-clear-filters = Alle entfernen
shell-more-filters = Weitere Filter
shell-remove-filter = Filter entfernen: { $filter }
shell-select-all = Alle auswählen
shell-select-row = { $name } auswählen
shell-selected-pattern = %n ausgewählt
shell-selection = Auswahl
shell-pages-label = Seiten
shell-next = Weiter
shell-previous = Zurück
shell-first = Erste Seite
shell-more-actions = Weitere Aktionen
shell-what-is-this = Was bedeutet das?
shell-none = –
shell-open = noch offen

## Partnerseiten

shell-language-label = Sprache
shell-in-german = Deutsch
shell-in-english = English

## When something went wrong

shell-error-note = Das kommt vor. Wenn es wieder passiert, hilft die Administration weiter. (Status { $status })
shell-error-home = Zurück zum Anfang
shell-too-large = Der Text eines Formulars darf { $max } MB groß sein. Gespeichert wurde nichts, und die Eingabe ist hier nicht mehr vorhanden: Im Browser zurückzugehen bringt sie oft wieder.
