### Registrierungen und ihre Antworten.

## Wo eine Registrierung steht

status-draft = Entwurf
status-unconfirmed = Nicht bestätigt
status-submitted = Eingegangen
status-checking = In Prüfung
status-in-review = In Bearbeitung
status-information-requested = Rückfrage gestellt
status-pending-approval = Wartet auf Freigabe
status-account-pending = Kunde in Klärung
status-approved = Angenommen
status-declined = Abgelehnt
status-withdrawn = Zurückgezogen
status-cancelled = Abgebrochen
status-disputed = Strittig
status-expiring = Schutz läuft bald ab
status-expired = Abgelaufen
status-converted = Übernommen
status-won = Gewonnen
status-lost = Verloren

## Warum sie abgelehnt wurde, wie der Partner es liest

decline-reason-already-in-contact = Wir sind mit diesem Kunden bereits im Gespräch.
decline-reason-existing-customer = Dieses Unternehmen ist bereits unser Kunde.
decline-reason-already-registered = Dieser Deal wurde schon früher registriert.
decline-reason-not-a-fit = Diesen Bedarf können wir nicht gut erfüllen.
decline-reason-outside-agreement = Das liegt außerhalb unserer Vereinbarung.
decline-reason-not-enough-information = Wir wissen nicht genug, um zu entscheiden.
decline-reason-other = Der Grund steht unten.

## Antworten, die nicht gehen

error-partner-missing = Bitte zuerst sagen, zu welchem Partner diese Registrierung gehört.
