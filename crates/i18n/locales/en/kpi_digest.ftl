### The figures of the week by mail.

mail-kind-figures = The figures of the week
mails-dashboard = The figures of the week are those of
mails-dashboard-none = None
mails-dashboard-hint = Sent when the week begins: each figure beside last week and the week before, and its target.
mail-kpi-digest-subject = Your figures of the week: { $from } to { $to }
mail-kpi-digest-body =
    Hello { $name },

    { $dashboard }, { $from } to { $to }:

    { $figures }

    { $url }

    You can switch these figures off here: { $off }
mail-kpi-digest-figure = { $name }, { $period }: { $value }
mail-kpi-digest-target = Target { $target }: { $reached }
mail-kpi-digest-week = Last week { $last }, the week before { $before }
mail-kpi-digest-moment = At the end of last week { $last }, a week earlier { $before }
mail-kpi-digest-none = no figure
mail-kpi-digest-without = On the dashboard and not here, because these are no single figure: { $tiles }
