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

## Was passiert ist, hinter dem Namen der handelnden Person

event-registration-submitted = hat { $company } registriert ({ $number })
event-registration-confirmed = hat die E-Mail-Adresse für { $company } bestätigt
event-registration-assigned = hat { $company } { $partner } zugeordnet
event-registration-review-started = hat { $company } übernommen
event-registration-information-requested = hat zu { $company } nachgefragt
event-registration-information-given = hat zu { $company } geantwortet
event-registration-approved = hat { $company } angenommen, geschützt bis { $protected_until_on }
event-registration-declined = hat { $company } abgelehnt. { $reason_code }
event-registration-withdrawn = hat { $company } zurückgezogen
event-registration-expired = hat den Schutz von { $company } beendet
event-registration-noted = hat eine Notiz zu { $company } geschrieben
event-registration-imported = hat { $company } importiert ({ $number })
event-clock-breached = hat ein gebrochenes Versprechen zu { $company } vermerkt, fällig { $due_at }
