### Registrations and their answers.

## Where a registration stands

status-draft = Draft
status-unconfirmed = Not confirmed
status-submitted = Received
status-checking = Being checked
status-in-review = In review
status-information-requested = Information requested
status-pending-approval = Waiting for approval
status-account-pending = Account pending
status-approved = Approved
status-declined = Declined
status-withdrawn = Withdrawn
status-cancelled = Cancelled
status-disputed = Disputed
status-expiring = Protection ends soon
status-expired = Expired
status-converted = Converted
status-won = Won
status-lost = Lost

## Why it was declined, as the partner reads it

decline-reason-already-in-contact = We are already in contact with this customer.
decline-reason-existing-customer = This company is already our customer.
decline-reason-already-registered = This deal was registered before.
decline-reason-not-a-fit = This need is not one we can meet well.
decline-reason-outside-agreement = This lies outside our agreement.
decline-reason-not-enough-information = We don't know enough to decide.
decline-reason-other = The reason is given below.

## Answers that cannot be given

error-partner-missing = Please say first which partner this registration belongs to.

## What happened, after the name of who did it

event-registration-submitted = registered { $company } ({ $number })
event-registration-confirmed = confirmed the e-mail address for { $company }
event-registration-assigned = assigned { $company } to { $partner }
event-registration-review-started = took { $company } up
event-registration-information-requested = asked about { $company }
event-registration-information-given = answered about { $company }
event-registration-approved = approved { $company }, protected until { $protected_until_on }
event-registration-declined = declined { $company }. { $reason_code }
event-registration-withdrawn = withdrew { $company }
event-registration-expired = ended the protection of { $company }
event-registration-noted = made a note about { $company }
event-registration-imported = imported { $company } ({ $number })
event-clock-breached = marked a broken promise for { $company }, due { $due_at }
