### Today: what needs an answer.

today-answers = Needs your answer
today-answers-order = what runs out first on top
today-answered = answer received
today-more = The first { $count } are shown.
today-all = Show all
today-note-calm = no promise runs out today
today-note-due = { $due ->
    [one] { $due } promise runs out today
   *[other] { $due } promises run out today
}
today-note-broken = { $broken ->
    [one] { $broken } is broken
   *[other] { $broken } are broken
}

## Nothing to do

today-first-title = Invite your first partner
today-first-text = Add a partner with a contact and send them their personal link. They register a deal in a minute, without an account, and it appears here with a clock.
today-first-action = Add a partner
today-done-title = Everything is answered
today-done-text = New registrations appear here, the one whose promise runs out first on top.
today-done-action = Look at all registrations
today-public-page = Partners register here:

## Waiting for partners

today-waiting = Waiting for the partner
today-waiting-all = All
today-asked = asked { $ago }

## Promises

today-promises = Promises kept, 30 days
today-promises-sentence = { $kept } of { $all } first answers in time
today-promises-late = { $count ->
    [one] { $count } late
   *[other] { $count } late
}
today-promises-none = No first answer was due in the last 30 days.
today-promises-define = Registrations received in the last 30 days whose first answer was given or is overdue. In time means: a question, an approval or a decline before the promised moment. Not counted: what was withdrawn before an answer, and what is not due yet. The curve shows the share for every three days.

## Stuck partners

today-stuck = Stuck partners
today-stuck-more = the longest first
today-stuck-days = day { $days } of { $expected }
today-stuck-step = Next: { $step }
today-stuck-no-step = no next step
today-stuck-step-late = next step overdue
today-stuck-none = Every partner is within the time its program expects.
today-stuck-nobody = As soon as you have partners, those who stay in a phase for too long appear here.
