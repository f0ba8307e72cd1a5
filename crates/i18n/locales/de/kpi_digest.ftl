### Die Zahlen der Woche als E-Mail.

mail-kind-figures = Die Zahlen der Woche
mails-dashboard = Die Zahlen der Woche sind die von
mails-dashboard-none = Keine
mails-dashboard-hint = Kommt, wenn die Woche beginnt: jede Zahl neben der letzten Woche und der davor, und ihr Ziel.
mail-kpi-digest-subject = Ihre Zahlen der Woche: { $from } bis { $to }
mail-kpi-digest-body =
    Guten Tag { $name },

    { $dashboard }, { $from } bis { $to }:

    { $figures }

    { $url }

    Hier können Sie diese Zahlen abstellen: { $off }
mail-kpi-digest-figure = { $name }, { $period }: { $value }
mail-kpi-digest-target = Ziel { $target }: { $reached }
mail-kpi-digest-week = Letzte Woche { $last }, in der Woche davor { $before }
mail-kpi-digest-moment = Am Ende der letzten Woche { $last }, eine Woche früher { $before }
mail-kpi-digest-none = keine Zahl
mail-kpi-digest-without = Auf dem Dashboard und nicht hier, weil es keine einzelnen Zahlen sind: { $tiles }
