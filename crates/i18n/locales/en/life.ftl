# Where a registration may go: the states and moves of the whole life of one. Texts about approval chains are in chain.ftl.

## What the partner reads about each state
public-now-draft = You have not sent this yet.
public-now-unconfirmed = Please confirm your e-mail address first.
public-now-submitted = It has arrived and waits for us.
public-now-checking = We are checking it.
public-now-in-review = Somebody here is looking at it.
public-now-information-requested = We need something from you before we can decide.
public-now-pending-approval = It has been reviewed and waits for the last approval on our side.
public-now-account-pending = We are setting up the customer's account first. Nothing for you to do.
public-now-approved = It is approved and protected for you.
public-now-declined = We can't approve this registration.
public-now-withdrawn = You took this registration back.
public-now-cancelled = We had to take our approval back. Protection has ended.
public-now-disputed = Somebody has contested this registration. Your protection stands while we look into it.
public-now-expiring = Protection ends soon.
public-now-expired = Protection has ended.
public-now-converted = We are working on this deal together.
public-now-won = The deal is won. Thank you!
public-now-lost = The deal is lost.

## What the vendor reads about each state
review-now-converted = The deal has left its first stage: both sides are working on it.
review-now-won = The deal is won.
review-now-lost = The deal is lost.
review-now-cancelled = The approval was taken back; protection has ended.
review-now-disputed = Contested. Protection stands until the dispute is decided.

## One word in a timeline: "Ines … it"
review-step-draft-saved = went on with the draft of it
review-step-check-started = had it checked
review-step-approver-answered = answered an approver's question
review-step-account-awaited = waits for the customer's account
review-step-account-ready = has the customer's account ready
review-step-sent-for-approval = sent it for approval
review-step-step-approved = approved one step of it
review-step-appealed = asked for a second look at it
review-step-resubmitted = mended it and sent it again
review-step-cancelled = took the approval of it back
review-step-reopened = opened it again
review-step-edited = changed it
review-step-converted = moved the deal on
review-step-won = won the deal
review-step-lost = lost the deal
review-step-sale-reopened = opened the deal again
review-step-expiring = noted that protection ends soon
review-step-extended = extended the protection of it
review-step-reinstated = protected it again
review-step-disputed = contested it
review-step-dispute-upheld = decided the dispute in its favour
review-step-dispute-overturned = decided the dispute against it
review-step-dispute-closed = closed the dispute; the review goes on

## The partner's history
public-history-approver-answered = You answered.
public-history-account-awaited = We are setting up the customer's account first.
public-history-account-ready = The customer's account is ready.
public-history-sent-for-approval = It was reviewed and sent for approval.
public-history-appealed = You asked for a second look.
public-history-resubmitted = You mended it and sent it again.
public-history-cancelled = We took our approval back.
public-history-reopened = It is being looked at again.
public-history-edited = Details were changed.
public-history-converted = The deal moved on.
public-history-won = The deal was won.
public-history-lost = The deal was lost.
public-history-sale-reopened = The deal was opened again.
public-history-extended = Protection was extended.
public-history-reinstated = It is protected again.
public-history-disputed = It was contested.
public-history-dispute-upheld = The dispute was decided in your favour.
public-history-dispute-overturned = The dispute was decided against this registration.
public-history-dispute-closed = The dispute is closed.

event-registration-converted = moved the deal of { $company } on
event-registration-won = closed the deal of { $company } as won
event-registration-lost = closed the deal of { $company } as lost
event-registration-sale-reopened = opened the deal of { $company } again
public-status-moved = The customer told us in writing whom they want to work with. We therefore had to take our approval back, and protection has ended.
