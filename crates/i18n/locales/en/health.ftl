### The health score: list, record, settings, trial, alert.

score-title = Health
score-list-note = How partners are doing beside partners of the same program and a similar age, the largest drops since last week first.
score-list-none = Scores are counted for the first time within the hour.
score-all-programs = All programs
score-all-bands = All
score-band = Band
score-band-strong = strong
score-band-steady = steady
score-band-weak = weak
score-score = Score
score-change = Since last week
score-peers = Compared with
score-peers-of = { $count ->
    [one] 1 partner
   *[other] { $count } partners
}
score-too-few = no score: { $count ->
    [0] no comparable partner
    [one] 1 comparable partner
   *[other] { $count } comparable partners
}, five are needed
score-empty = No scores yet
score-empty-text = A partner in a program is scored once there are five others of a similar age in it.
score-shown = { $count ->
    [one] 1 partner
   *[other] { $count } partners
}
score-up = { $points ->
    [one] 1 point more
   *[other] { $points } points more
}
score-down = { $points ->
    [one] 1 point less
   *[other] { $points } points less
}
score-same = unchanged
score-open = What it is made of
score-settings = How it is scored
score-of-hundred = { $score } of 100
score-as-of = As of { $date }
score-compared = { $count ->
    [one] Compared with 1 partner of the same program and a similar age.
   *[other] Compared with { $count } partners of the same program and a similar age.
}
score-no-score = Only { $count ->
    [0] no other partner
    [one] 1 other partner
   *[other] { $count } other partners
} of this program and a similar age to compare with. From five on there is a score.
score-none-yet = There is no score of this partner yet. Active partners in a program are scored every day.
score-signals = What the score is made of
score-signal = Signal
score-evidence = In the last 365 days
score-ahead = Ahead of
score-points = Points
score-points-of = { $points } of { $weight }
score-left-out = says nothing yet
score-rows = See the rows
score-signal-registrations = Registrations
score-signal-answers-in-time = Answers in time
score-signal-activity = Own activity here
score-signal-approvals = Approvals
score-signal-stage-moves = Stages entered
score-signal-kept-protection = Protection used
score-signal-won-deals = Deals won
score-signal-bookings = Bookings
score-group-engagement = Engagement
score-group-pipeline = Pipeline
score-group-revenue = Revenue
score-case = { $count ->
    [0] none
   *[other] { $count }
}
score-share = { $part } of { $of }
score-last = last on { $date }
score-changes = What changed since last week
score-no-changes = Nothing that moves the score by half a point.
score-change-more-new = { $signal }: { $points } points more, { $count ->
    [one] 1 new
   *[other] { $count } new
} in seven days
score-change-more = { $signal }: { $points } points more, others did less
score-change-less-new = { $signal }: { $points } points less, { $count ->
    [one] 1 new
   *[other] { $count } new
} in seven days, others did more
score-change-less = { $signal }: { $points } points less, nothing new in seven days
score-weeks = By week
score-week = On
score-how = What happened counts less with every day: half of it after the half-life of its signal. A signal brings its weight times the share of comparable partners it is ahead of; those alike count half, and nothing is ahead of nobody. A share without a case is left out, and the others weigh more. Bookings in other currencies count at the European Central Bank’s rate of the day they were closed, and not at all without one.
score-bookings-in = in { $currency }

health-settings-title = Health score
health-settings-note = What the score weighs, how fast it forgets, and from which drop on the partner manager hears of it.
health-room-note = Weights, half-lives, bands and alerts
health-weight = Weight, points
health-half-life = Half-life, days
health-weight-of = Weight of { $signal }
health-half-life-of = Half-life of { $signal }
health-weights-hint = All weights together are a hundred. A weight of 0 leaves a signal out.
health-bands = Bands and alerts
health-strong-from = Strong from
health-weak-below = Weak below
health-drop-points = Tell of a drop by, points
health-drop-weeks = within, weeks
health-drop-hint = On Monday, to the partner manager, once for each drop. A low score alone is never told.
health-save = Save
health-saved = Saved. The past thirteen weeks are scored anew within a minute, so that this change is no drop.
health-readers = Administrators change how health is scored.
health-try = Try it on the past year
health-try-hint = Shows who would stand in another band, today and on three earlier days. Nothing is saved.
health-try-button = Try
health-try-day = On
health-try-scored = With a score
health-try-up = Would be higher
health-try-down = Would be lower
health-try-same = Nobody would be in another band today.
health-try-move = { $before } ({ $score }) → { $after } ({ $tried })
event-health-policies-changed = changed how health is scored
error-weights-not-hundred = The weights together must be 100.
error-signals-each-once = Each signal is needed once.
mail-health-subject = { $day }: partners whose health dropped
mail-health-body =
    Hello { $name },

    the health score of these partners has dropped:

    { $drops }

    All scores: { $url }

    You can switch this summary off here: { $off }
mail-health-line = { $partner } ({ $program }): from { $from } to { $to }. What changed: { $url }
audit-about-health = Health score
