### Promises that break, who is told, and which mails people want.

mail-clock-nobody = nobody
mail-clock-kind-first-answer = the first answer
mail-clock-kind-decision = the decision
mail-clock-kind-information = the partner's answer
mail-clock-kind-dispute = the answer to the dispute
mail-clock-kind-approval = the approval
mail-clock-half-subject = Half the time has passed: { $company } ({ $number })
mail-clock-half-body =
    Hello { $name },

    { $partner } waits for { $promise } on { $company }. Half of the time we promised has passed; it is due by { $due }.

    { $url }

    You can switch these reminders off here: { $off }
mail-clock-broken-subject = Overdue: { $company } ({ $number })
mail-clock-broken-body =
    Hello { $name },

    we promised { $partner } { $promise } on { $company } by { $due }, and it has not been given. { $owner } has it. Please see that { $partner } hears from us.

    { $url }
mail-clock-broken-long-subject = Long overdue: { $company } ({ $number })
mail-clock-broken-long-body =
    Hello { $name },

    { $partner } still waits for { $promise } on { $company }. It was due by { $due }; { $owner } has it. It stays on the board of broken promises until somebody answers.

    { $url }
mail-clock-no-answer-subject = No answer from { $partner }: { $company } ({ $number })
mail-clock-no-answer-body =
    Hello { $name },

    you asked { $partner } about { $company }. They were reminded once, and have not answered. They are not reminded again. You can decide with what you know, or call them.

    { $url }
mail-registration-still-waiting-subject = We still need your answer: { $company } ({ $number })
mail-registration-still-waiting-body =
    Hello { $name },

    we asked you something about { $company } and can only decide when we know:

    { $question }

    You can answer here, without signing in:

    { $url }

    This is the only reminder.{ $has_off ->
        [yes] {" "}If you would rather get none, switch them off here: { $off }
       *[other] {""}
    }

    { $organisation }
event-clock-escalated = told { $to } that a promise has used { $level } % of its time
event-mail-preference-changed = changed which mails they want
people-manager = Broken promises
people-manager-label = Manager
people-manager-heads = The heads of partnerships
people-manager-hint = Hears when a promise of this person is overdue.
people-manager-save = Save manager
people-manager-saved = The manager is saved.
error-own-manager = Please choose somebody else.
mails-title = Mails
mails-lead = { $name }, choose which mails you want from us.
mails-which = Send me
mails-always = Receipts, questions and decisions about your registrations always come: they are the answer you are waiting for.
mails-always-people = Registrations to answer and overdue promises always come.
mails-save = Save choice
mails-saved = Your choice is saved.
mails-all = All choices
mails-off-title = No more of these mails?
mails-off-text = You will no longer get: { $kind }
mails-off-button = Stop these mails
mails-off-done = Done
mails-off-done-text = You will no longer get: { $kind }
mail-kind-reminder = Reminders that something waits for me
mail-kind-digest = A summary of the week
