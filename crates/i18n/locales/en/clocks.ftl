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
event-mail-preference-changed = { $whose ->
        [contact] changed which mails { $name } gets
       *[own] changed which mails they want
    }
error-mail-not-for-contacts = Contacts do not get these mails.
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
mails-always = Receipts, questions and decisions about your registrations always come: they are the answer you are waiting for. Protection ends on its day, with or without a warning.
mails-back = Back
mails-always-people = Registrations to answer and overdue promises always come.
mails-save = Save choice
mails-saved = Your choice is saved.
mails-all = All choices
mails-off-title = No more of these mails?
mails-off-text = You will no longer get: { $kind }
mails-off-button = Stop these mails
mails-off-stopped = These mails have stopped
mails-off-done-text = You will no longer get: { $kind }
mail-kind-reminder = Reminders that something waits for me
mail-kind-expiry = Warnings before the protection of a registration ends
mail-kind-digest = A summary of the week
breach-title = Broken promises
breach-total = { $count ->
    [0] No promise is broken
    [one] { $count } registration waits longer than we promised
   *[other] { $count } registrations wait longer than we promised
}
breach-none = Every promise is kept
breach-none-text = A registration whose answer is overdue appears here and stays until somebody answers.
breach-nobody = Nobody yet
breach-by-manager = By manager
breach-by-age = By how long
breach-by-program = By program
breach-oldest = oldest: { $time } over
breach-age-day = Less than a day
breach-age-three-days = 1 to 3 days
breach-age-week = 3 to 7 days
breach-age-month = 7 to 30 days
breach-age-older = 30 days and more
breach-column-over = Overdue
breach-column-missing = Missing
breach-column-manager = Manager
breach-missing-first-answer = First answer
breach-missing-decision = Decision
breach-asked = the partner was asked since
today-breaches = Board of broken promises
my-title = My registrations
my-figures-own-only-title = Figures of your whole company
my-figures-own-only = Your link shows your own registrations. These figures add up all of { $partner }.
my-figures-ask = Open to: { $names }
my-lead = Enter your e-mail address, and we send you a link to your registrations. No password needed.
my-send = Send me the link
my-sent-title = Please look into your mailbox
my-sent-text = If we know this address, a mail with your link is on its way.
my-sent-hint = Nothing there after a few minutes? Please check the spelling, or ask your contact with us which address we have.
my-sent-again = Try another address
my-whose = Whose registrations
my-all = The whole company
my-own = Only mine
my-none = No registrations yet
my-none-text = What you register appears here.
my-note = This link is yours alone and works for seven days. Please don't pass it on.
my-registered = { $at } · { $number }
my-your-turn = We need an answer from you
my-their-turn = Waits for an answer from your company
my-protected = Protected until { $until }
my-due = Answer by { $due }
my-over = This has taken longer than promised; somebody has been told
my-nobody = entered by us
my-settings = Partner pages
my-settings-note = Who sees the registrations of a whole partner company
my-settings-about = Contacts ask for the link to their registrations here:
my-settings-roles = Who sees all registrations of their company
my-settings-roles-hint = Everybody else sees their own.
my-settings-save = Save
mail-my-registrations-subject = Your registrations with { $organisation }
mail-my-registrations-body =
    Hello { $name },

    here are your registrations for { $partner }:

    { $url }

    The link works for seven days. If you did not ask for it, there is nothing to do.

    { $organisation }
mail-digest-subject = Your week: { $day }
mail-digest-body =
    Hello { $name },

    { $week }

    { $url }

    You can switch this summary off here: { $off }
mail-digest-broken = { $count ->
    [one] { $count } registration waits longer than we promised:
   *[other] { $count } registrations wait longer than we promised, the oldest first:
}
mail-digest-waiting = { $count ->
    [0] No registration waits for an answer.
    [one] { $count } registration waits for an answer.
   *[other] { $count } registrations wait for an answer. Due next:
}
mail-digest-line = – { $company } ({ $number }), { $partner }: { $due }
mail-digest-answered = { $count ->
    [one] One first answer was given last week, { $in_time } in time.
   *[other] { $count } first answers were given last week, { $in_time } of them in time.
}
mail-digest-people = Who has what:
mail-digest-person = – { $person }: { $waiting } waiting, { $broken } overdue
mail-digest-nobody = nobody
breach-as-of = As of { $at }
breach-due = due { $at }
mails-mine = Which mails I get
