### Alerts on figures.

alert-title = Alerts
alert-note = You get a mail when it happens: once, and again only after it did not hold in between. Looked at every morning.
alert-new = Tell me when the figure
alert-condition-above = is above
alert-condition-below = is below
alert-condition-risen = has risen by at least
alert-condition-dropped = has dropped by at least
alert-condition-hint = Risen and dropped: against the period before. A period that is still running is compared with as many days of the one before.
alert-value = Value
alert-value-money = In { $currency }; risen and dropped in percent
alert-value-count = As a number; risen and dropped in percent
alert-value-share = In percent; risen and dropped in points
alert-value-days = In days; risen and dropped in percent
alert-value-time = In hours; risen and dropped in percent
alert-set = Set alert
alert-done = The alert is set. The figure is looked at every morning.
alert-removed = The alert is removed.
alert-paused = The alert is paused.
alert-resumed = The alert is on again.
alert-pause = Pause
alert-resume = Resume
alert-remove-confirm = Remove this alert?
alert-state = State
alert-state-paused = Paused
alert-state-crossed = Holds
alert-state-watching = Watching
alert-tells = Tells you when { $condition }
alert-says-above = the figure is above { $value }
alert-says-below = the figure is below { $value }
alert-says-risen = the figure has risen by { $value } or more
alert-says-dropped = the figure has dropped by { $value } or more
alert-never = Nothing told yet
alert-last = Last told on { $day }: { $value }
alert-last-before = { $last }, before { $before }
alert-count = { $count ->
    [one] { $count } alert
   *[other] { $count } alerts
}
mail-kpi-alert-subject = { $question }: { $value }
mail-kpi-alert-body =
    Hello { $name },

    { $question } ({ $metric }): { $value }

    You wanted to be told when { $condition }. { $was }

    { $url }

    You hear of it again only after it did not hold in between. You can pause or remove the alert on the page of the question.

    { $organisation }
mail-kpi-alert-first = It was looked at for the first time.
mail-kpi-alert-before = When it was looked at before, it was { $value }.
mail-kpi-alert-changed = In the period before it was { $value } ({ $change }).
error-alert-not-for = This question has no single figure an alert could look at.
error-alert-fixed-day = This question is about a fixed day, so its figure neither rises nor drops.
error-alert-needs-period = Rising and dropping need a question about a period, such as this month.
error-not-positive = Please enter more than zero.
event-kpi-alert-set = set an alert on a figure
event-kpi-alert-removed = removed an alert on a figure
event-kpi-alerted = a figure crossed an alert
