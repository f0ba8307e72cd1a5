# Approval chains, second looks, and answering from the mail.

answer-lead = { $person }, this registration waits for you. { $number }
answer-waits = The partner was asked and has not answered yet. You can decline, or wait for the next mail.
answer-note = A word
answer-approve = Approve
answer-approve-step = Approve this step
answer-send = Send for approval
answer-ask = Ask the partner
answer-question = Your question
answer-ask-button = Send the question
answer-decline = Decline
answer-decline-button = Decline registration
answer-undecided = Another partner is protected for this customer or registered it earlier, and nobody has decided yet how to go on. That is decided first; please sign in for it.
answer-changed-since = This registration has changed since you opened this page. Please read it and answer once more.
answer-changed = It was decided anew how to go on since you opened this page. Please read it and say yes again.
answer-to-record = Sign in and decide
mail-approval-beside =
    Please note: another partner is protected for this customer already. { $by } has decided how to go on: { $choice }. { $effect }

    The reason: { $reason }
answer-spent = It has been answered already; there is nothing left to decide for you here.
answer-spent-status = Status
answer-spent-by = Decided by
answer-spent-at = Decided
answer-spent-number = Number
answer-done = Thank you
answer-done-approve = Your yes is noted.
answer-done-decline = Declined. The partner has been told.
answer-done-ask = The question is on its way to the partner.
public-closed-already-decided = It has been answered already; there is nothing left to decide for you here.

registration-nothing-changed = nothing, but it was sent again
program-setting-approval-steps = Approval steps
program-setting-remind-after = Remind approvers after
program-setting-automatic-clear = Approve at once when nothing stands against it
program-setting-automatic-overdue = Approve when time is up and nothing stands against it
program-setting-resubmissions = Times a declined registration can be sent again
program-setting-appeal-days = Days to appeal

mail-approval-request-subject = Please approve: { $company } ({ $number })
mail-approval-request-body =
    Hello { $name },

    { $partner } has registered a deal with { $company } worth { $amount }. It has been reviewed and waits for your approval: { $step }.{ $stands_in ->
        [yes] {" "}You stand in for { $absent }.
       *[other] {""}
    }

    { $beside }

    Approve, decline or ask, without signing in:

    { $url }

    { $organisation }
mail-approval-reminder-subject = Still waiting for you: { $company } ({ $number })
mail-approval-reminder-body =
    Hello { $name },

    the deal of { $partner } with { $company }, worth { $amount }, still waits for your approval: { $step }.{ $stands_in ->
        [yes] {" "}You stand in for { $absent }.
       *[other] {""}
    }

    { $beside }

    Approve, decline or ask, without signing in:

    { $url }

    { $organisation }
mail-registration-appealed-subject = A second look, please: { $company } ({ $number })
mail-registration-appealed-body =
    Hello { $name },

    { $sender } thinks that declining { $company } was wrong:

    { $reason }

    Please decide again by { $due }.

    { $can_answer ->
        [yes]
            Answer without signing in:

            { $answer_url }
       *[no] { "" }
    }

    { $url }

    { $organisation }
mail-registration-edited-subject = Changed: { $company } ({ $number })
mail-registration-edited-body =
    Hello { $name },

    the registration of { $company } was changed: { $changed }. It now stands at "{ $status }".{ $has_reason ->
        [yes] {""}

    { $reason }
       *[other] {""}
    }

    { $can_answer ->
        [yes]
            Answer without signing in:

            { $answer_url }
       *[no] { "" }
    }

    { $url }

    { $organisation }
mail-registration-cancelled-subject = Approval taken back: { $company } ({ $number })
mail-registration-cancelled-body =
    Hello { $name },

    we have to take our approval of { $company } back, and its protection ends:

    { $reason }

    Here is its page; if you see it differently, ask there for a second look:

    { $url }

    { $organisation }

event-registration-edited = changed { $company }
event-registration-reopened = changed { $company }; it is looked at again
event-registration-resubmitted = sent { $company } again
event-registration-appealed = asked for a second look at { $company }
event-registration-cancelled = took the approval of { $company } back
event-registration-account-awaited = waits for the account of { $company }
event-registration-account-ready = has the account of { $company } ready
event-registration-sent-for-approval = sent { $company } for approval
event-registration-step-approved = approved a step for { $company }
event-user-absence-set = noted an absence of { $name }
event-user-absence-ended = ended the absence of { $name }

error-approval-needed = Others must approve this registration. Please send it for approval.
error-approval-not-needed = Nobody else needs to approve this registration.
error-not-an-approver = You are not asked about this registration now.
error-appeal-over = The time for an appeal is over.
error-appealed-already = There was an appeal already.
error-resubmission-limit = This registration cannot be sent again any more. Please register the deal anew.
error-before-from = Before the first day
error-self = Somebody else, please
error-away-too = This colleague is away then as well, and you would answer for them. Please choose somebody else.

## The chain on the record, and the answers that go with it

chain-title = Approval
chain-planned = will be asked, one after the other
chain-planned-together = will be asked at the same time
chain-everyone = all must agree
chain-anyone = one is enough
chain-nobody = Nobody can be asked: please mend the program's chain.
chain-stands-in = stands in for { $absent }
chain-state-later = later
chain-state-asked = asked
chain-state-approved = agreed
chain-state-declined = declined
chain-state-passed = not needed
review-heading-send = Send for approval
review-heading-step = Approve this step
review-heading-cancel = Take the approval back
review-heading-account = Wait for the customer account
review-send-lead = These people are asked one after the other, by e-mail. The decision's clock goes on.
review-send-lead-no-mail = These people are asked one after the other, by e-mail. The decision's clock goes on.
review-step-lead = Your yes counts at once. After the last one the deal is created, and { $person } is told by e-mail.
review-step-lead-no-mail = Your yes counts at once. After the last one the deal is created. No e-mail address is known: please tell { $person } yourself.
review-cancel-lead = Protection ends today, and { $person } is told by e-mail. The deal stays.
review-cancel-lead-no-mail = Protection ends today. The deal stays. No e-mail address is known: please tell { $person } yourself.
review-account-lead = { $person } sees on the status page what we wait for. The decision's clock goes on.
review-account-lead-no-mail = The decision's clock goes on. No e-mail address is known: please tell { $person } yourself.
review-text-send = A word to the approvers
review-text-step = A word for the record
review-text-cancel = Your words to the partner
review-text-account = What is awaited
review-hint-send = The partner never sees it.
review-hint-step = For your colleagues; the partner never sees it.
review-hint-cancel = The partner reads it as it is.
review-hint-account = For your colleagues; stands in the history.
review-do-send = Send for approval
review-do-step = Approve this step
review-do-cancel = Take the approval back
review-do-account = Wait for the account
review-send-done = Sent. The first of them have been asked.
review-step-done = Your yes is noted.
review-cancel-done = The approval is taken back. The partner has been told.
review-account-done = Noted. The partner sees what we wait for.
review-account-ready = The account is there
review-account-ready-done = The review goes on.
