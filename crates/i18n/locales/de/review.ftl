### Registrierungen, wie unsere Leute sie sehen und beantworten.

review-new = Neue Registrierung
review-review = Prüfen
review-look = Öffnen
review-review-of = Registrierung für { $company } prüfen
review-no-promise = keine Zusage
review-no-partner = Partner noch nicht bekannt
review-not-said = nicht gesagt
review-nobody = Noch niemand
review-protected-until = geschützt bis { $date }

## Spalten

review-column-promise = Zusage
review-column-registration = Registrierung
review-column-partner = Partner
review-column-amount = Betrag
review-column-check = Prüfung
review-column-action = Aktion
review-column-status = Status
review-column-reviewer = Bearbeitung
review-column-submitted = Eingang

## Was die Prüfung sagt, in zwei Wörtern

review-check-clear = ohne Befund
review-check-open-direct-deal = offener Direktdeal
review-check-other-partner-deal = Deal eines anderen
review-check-live-registration = anderweitig registriert
review-check-own-registration = schon registriert
review-check-same-domain = bekannter Kunde
review-check-known-alias = bekannter Kunde
review-check-same-name = ähnlicher Name
review-check-similar-company = ähnliche Firma
review-check-named-account = Kunde unseres Vertriebs
review-check-other-scope = für anderes registriert

## Die Liste

review-search = Kunde, Nummer, Absender
review-any = Alle
review-any-status = Jeder Status
review-any-program = Jedes Programm
review-any-reviewer = Alle Personen
review-filter-q = Suche
review-filter-status = Status
review-filter-status-open = Wartet auf Antwort
review-filter-status-asked = Wartet auf den Partner
review-filter-status-closed = Abgeschlossen
review-filter-program = Programm
review-filter-partner = Partner
review-filter-reviewer = Bearbeitung
review-filter-kind = Art
review-filter-kind-deal = Deal
review-filter-kind-lead = Lead
review-filter-check = Konfliktprüfung
review-filter-check-clear = Ohne Befund
review-filter-check-found = Mit Befund
review-filter-check-same = Dasselbe Unternehmen
review-filter-check-likely = Wahrscheinlich dasselbe
review-filter-check-possible = Möglicherweise dasselbe
review-filter-promise = Erste Antwort
review-filter-promise-kept = Rechtzeitig
review-filter-promise-late = Zu spät
review-filter-from = Eingang ab
review-filter-to = Eingang bis
review-empty-title = Noch keine Registrierungen
review-empty-text = Hier erscheint eine Registrierung, sobald ein Partner sie schickt oder jemand sie für ihn einträgt.
review-none-title = Nichts passt zu diesen Filtern
review-none-text = Weniger Filter oder ein kürzeres Wort finden mehr.
review-export = Export
review-export-name = registrierungen
review-export-id = Id
review-export-number = Nummer
review-export-status = Status
review-export-kind = Art
review-export-program = Programm
review-export-partner = Partner
review-export-sender = Absender
review-export-company = Unternehmen
review-export-domain = Domain
review-export-country = Land
review-export-city = Ort
review-export-phone = Telefon des Kunden
review-export-vat = USt-IdNr.
review-export-contact = Ansprechpartner beim Kunden
review-export-product = Produkt
review-export-amount = Betrag
review-export-currency = Währung
review-export-expected-close = Erwarteter Abschluss
review-export-need = Was der Kunde braucht
review-export-help = Was der Partner tut
review-export-submitted = Eingang
review-export-answer-due = Erste Antwort fällig
review-export-answered = Erste Antwort
review-export-decision-due = Entscheidung fällig
review-export-decided = Entschieden
review-export-reviewer = Bearbeitung
review-export-findings = Befunde
review-export-level = Sicherster Befund
review-export-protected-until = Geschützt bis
review-export-deal = Deal

## Der Datensatz

review-state = Stand
review-received = eingegangen { $at }
review-state-answer = Die erste Antwort ist bis { $due } zugesagt. Bearbeitung: { $reviewer }.
review-state-decision = Die Entscheidung ist bis { $due } zugesagt. Bearbeitung: { $reviewer }.
review-state-answer-over = Die erste Antwort war bis { $due } zugesagt. Bearbeitung: { $reviewer }.
review-state-decision-over = Die Entscheidung war bis { $due } zugesagt. Bearbeitung: { $reviewer }.
review-state-open = Bearbeitung: { $reviewer }. Es läuft keine Zusage.
review-state-asked = { $who } hat den Partner { $ago } gefragt. Die Uhr der Entscheidung steht, bis er antwortet.
review-state-approved = { $by } hat sie am { $at } angenommen. Der Partner ist geschützt bis { $until }.
review-state-declined = { $by } hat sie am { $at } abgelehnt.
review-state-withdrawn = Der Partner hat sie zurückgezogen. Es gibt nichts mehr zu entscheiden.
review-state-expired = Sie war angenommen; der Schutz endete am { $until }.
review-take = Ich übernehme
review-take-done = Übernommen. Der Partner sieht, dass jemand daran arbeitet.
review-findings = Konfliktprüfung
review-findings-none = Kein bekanntes Unternehmen, kein offener Deal und keine laufende Registrierung stimmt in Domain, Name oder weiterem Namen überein.
review-finding-same-domain = Wir kennen dieses Unternehmen an seiner Domain.
review-finding-same-name = Ein bekanntes Unternehmen heißt ohne Rechtsform genauso.
review-finding-known-alias = Wir kennen dieses Unternehmen unter einem anderen Namen.
review-finding-open-direct-deal = Unser eigener Vertrieb arbeitet an einem offenen Deal mit diesem Unternehmen.
review-finding-other-partner-deal = Ein anderer Partner arbeitet an einem offenen Deal mit diesem Unternehmen.
review-finding-live-registration = Für dieses Unternehmen läuft eine Registrierung eines anderen Partners.
review-finding-own-registration = Derselbe Partner hat für dieses Unternehmen schon eine laufende Registrierung.
review-finding-similar-company = Ein bekanntes Unternehmen schreibt sich sehr ähnlich oder hat etwas Bezeichnendes gemeinsam.
review-finding-named-account = Unser Direktvertrieb behält diesen Kunden für sich.
review-finding-other-scope = Für dieses Unternehmen läuft eine Registrierung eines anderen Partners, für ein anderes Produkt oder Land.
review-finding-hidden = Der Datensatz gehört zum Partner einer Kollegin oder eines Kollegen. Die Leitung Partnerschaften kann ihn öffnen.
review-finding-hidden-ask = Der Datensatz gehört zum Partner einer Kollegin oder eines Kollegen. { $person } weiß mehr.
review-need = Worum es geht
review-questions = Rückfragen
review-asked = fragte
review-answered = antwortete
review-not-answered = Noch nicht beantwortet.
review-deal = Deal
review-protected = Geschützt bis
review-became = Wurde zu
review-reason = Grund
review-told = Wort an den Partner
review-customer = Kunde
review-partner = Partner
review-sender = Gesendet von
review-came = Gekommen
review-intake-public-form = über die öffentliche Seite
review-intake-personal-link = über einen persönlichen Link
review-intake-on-behalf = von uns eingetragen
review-clocks = Zusagen
review-clock-first-answer = Erste Antwort
review-clock-decision = Entscheidung
review-clock-information = Auskunft
review-clock-dispute = Streitfall
review-clock-approval = Freigabe
review-clock-due = bis { $at }
review-clock-paused = steht seit { $at }
review-clock-stopped = beantwortet { $at }
review-timeline = Verlauf

## Antworten

review-approve = Registrierung annehmen
review-approve-with-note = Annehmen mit einem Wort an den Partner
review-approve-confirm = Registrierung für { $company } annehmen? Der Deal wird angelegt, der Schutz beginnt heute, und der Partner erfährt es.
review-ask = Rückfrage stellen
review-decline = Ablehnen
review-withdraw = Für den Partner zurückziehen
review-assign = Partner zuordnen
review-write-answer = Antwort eintragen
review-open-deal = Deal öffnen
review-question = Die Rückfrage

review-heading-approve = Registrierung annehmen
review-heading-decline = Registrierung ablehnen
review-heading-ask = Rückfrage stellen
review-heading-answer = Antwort eintragen
review-heading-withdraw = Registrierung zurückziehen
review-approve-lead = Der Deal wird angelegt, der Schutz beginnt heute, und { $person } bekommt eine E-Mail.
review-approve-lead-no-mail = Der Deal wird angelegt, und der Schutz beginnt heute. Es ist keine E-Mail-Adresse bekannt: bitte { $person } selbst Bescheid geben.
review-decline-lead = { $person } bekommt den Grund und den Text per E-Mail. Die Registrierung ist damit abgeschlossen.
review-decline-lead-no-mail = Die Registrierung ist damit abgeschlossen. Es ist keine E-Mail-Adresse bekannt: bitte { $person } selbst Bescheid geben.
review-ask-lead = { $person } bekommt die Frage per E-Mail und antwortet ohne Konto. Bis dahin steht die Uhr der Entscheidung.
review-ask-lead-no-mail = Es ist keine E-Mail-Adresse bekannt: bitte { $person } selbst fragen und die Antwort hier eintragen. Bis dahin steht die Uhr der Entscheidung.
review-answer-lead = Hier eintragen, was { $person } gesagt hat. Die Uhr der Entscheidung läuft dann weiter.
review-answer-lead-no-mail = Hier eintragen, was { $person } gesagt hat. Die Uhr der Entscheidung läuft dann weiter.
review-withdraw-lead = Für den Fall, dass { $person } Bescheid gegeben hat: aus dem Deal wird nichts. Die Registrierung wird geschlossen, eine Bestätigung geht per E-Mail.
review-withdraw-lead-no-mail = Für den Fall, dass { $person } Bescheid gegeben hat: aus dem Deal wird nichts. Die Registrierung wird geschlossen.
review-text-approve = Ein Wort an den Partner
review-text-decline = Text an den Partner
review-text-ask = Die Frage
review-text-answer = Antwort des Partners
review-text-withdraw = Was gesagt wurde
review-hint-approve = Steht in der E-Mail und auf der Statusseite.
review-hint-decline = Am besten steht hier, was beim nächsten Mal hilft. Nötig, wenn der Grund unten steht. Nie einen anderen Partner nennen.
review-hint-ask = Der Partner liest sie so, wie sie hier steht.
review-hint-answer = So, wie sie gesagt wurde.
review-hint-withdraw = Steht im Verlauf.
review-do-approve = Registrierung annehmen
review-do-decline = Registrierung ablehnen
review-do-ask = Frage senden
review-do-answer = Antwort speichern
review-do-withdraw = Registrierung zurückziehen
review-approve-done = Angenommen. Der Deal ist angelegt, der Partner weiß Bescheid.
review-decline-done = Abgelehnt. Der Partner weiß Bescheid.
review-ask-done = Die Frage ist unterwegs.
review-answer-done = Antwort gespeichert. Die Uhr der Entscheidung läuft weiter.
review-withdraw-done = Zurückgezogen.

## Jemand war schneller

review-meanwhile = Jemand war schneller
review-meanwhile-step = { $who } { $what }, { $when }.
review-meanwhile-text = Von der eigenen Eingabe wurde nichts gespeichert. Der Datensatz zeigt den Stand von jetzt.
review-meanwhile-open = Datensatz öffnen
review-step-received = hat sie gesendet
review-step-submitted = hat sie eingereicht
review-step-confirmed = hat die Adresse bestätigt
review-step-assigned = hat sie einem Partner zugeordnet
review-step-review-started = hat sie übernommen
review-step-information-requested = hat den Partner gefragt
review-step-information-given = hat die Rückfrage beantwortet
review-step-approved = hat sie angenommen
review-step-declined = hat sie abgelehnt
review-step-withdrawn = hat sie zurückgezogen
review-step-expired = hat sie ablaufen lassen

## Zu wem eine fremde Registrierung gehört

review-assign-who = { $person }, { $company }
review-search-partner = Name oder Domain des Partners
review-no-match-title = Kein solcher Partner
review-no-match-text = Ein anderes Wort versuchen oder den Partner erst anlegen.
review-add-partner = Partner anlegen
review-add-contact = { $person } als Kontakt dieses Partners anlegen
review-assign-hint = Zur Wahl stehen Partner im Programm. Die Konfliktprüfung läuft noch einmal, und die Partnerbetreuung übernimmt die Bearbeitung.
review-assign-do = Diesem Partner zuordnen
review-assign-done = Zugeordnet. Die Konfliktprüfung lief noch einmal.

## Für einen Partner

review-choose-partner = Zuerst den Partner wählen, zu dem sie gehört.
review-choose-exited = Die Beziehung zu diesem Partner ist beendet: Für ihn wird nichts mehr registriert.
review-choose-no-program = Noch in keinem Programm. Nehmen Sie den Partner zuerst in eines auf.
review-partner-exited = Die Beziehung zu { $partner } ist inzwischen beendet. Solange das so ist, können Sie diese Registrierung ablehnen, aber nicht annehmen.
review-partner-not-in-program = { $partner } ist nicht in { $program }. Bis dahin können Sie diese Registrierung ablehnen, aber nicht annehmen.
review-new-for = Deal registrieren für { $partner }
review-new-lead = Eingetragen von uns, angerechnet dem Partner. Die Uhren laufen sofort.
review-new-do = Deal registrieren
review-other-partner = Anderer Partner
review-new-done = Registriert. Die Uhren laufen; ist eine Adresse bekannt, hat der Kontakt eine Bestätigung.
review-new-repeated = Das wurde schon registriert. Hier ist es.
review-new-repeated-files = Das wurde schon registriert. Hier ist es; die Dateien, die Sie gesendet haben, sind jetzt dabei.
review-field-program = Programm
review-field-partner = Partner
review-field-contact = Kontakt beim Partner
review-field-company = Kunde
review-field-domain = Website
review-field-country = Land
review-field-city = Ort des Kunden
review-field-customer-phone = Telefon des Kunden
review-field-vat = USt-IdNr. des Kunden
review-field-customer-contact = Kontakt beim Kunden
review-field-need = Was der Kunde braucht
review-field-product = Produkt
review-field-amount = Erwarteter Betrag
review-field-currency = Währung
review-field-expected-close-on = Erwarteter Abschluss
review-field-partner-help = Wie der Partner hilft
review-field-reason = Grund
review-field-text = Text
review-hint-contact = Bekommt die Bestätigung und jede Antwort. Ohne Kontakt wird niemandem geschrieben: Bitte sagen Sie dem Partner selbst Bescheid.
review-field-domain-hint = Zum Beispiel firma.de. Das sicherste Merkmal für die Konfliktprüfung.
