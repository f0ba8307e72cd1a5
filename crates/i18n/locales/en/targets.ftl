### Targets.

targets-title = Targets
targets-note = What figures shall be in a month, quarter or year
targets-none = No targets yet
targets-none-text = Set what a figure shall be in a period; Insights shows beside it how much is reached.
targets-period = Period
targets-period-hint = For instance 2026-03, 2026-Q1, 2026 or FY2027
targets-kind = Kind
target-kind-target = Agreed target
target-kind-thesis = Thesis of the portfolio
targets-scope = For
targets-everything = Everything
targets-new = Set a target
targets-value-hint = 250,000 for money, 65 for 65%; durations in days, answer times in hours
targets-currency-hint = Of money only
targets-partner-hint = Name as it is written
targets-save = Set target
targets-set = The targets are set.
targets-removed = The target is removed.
targets-remove-confirm = Remove this target?
targets-import = Set many from a file
targets-file = CSV file
targets-file-hint = Columns: metric, period, value, and where needed kind, currency, program, segment, owner, partner
targets-take = Take targets
targets-imported = { $count ->
    [one] One target was set. These lines were not taken:
   *[other] { $count } targets were set. These lines were not taken:
}
targets-refused = Line { $line }, { $field }
insights-compare-target = target
insights-compare-thesis = thesis
insights-target-reached = { $percent } of target
insights-target-differs = { $difference } to the target
insights-target-value = Target: { $value }
kpi-column-target = Target
kpi-column-to-target = To the target
kpi-column-attainment = Reached
error-target-not-for = This figure has no targets: it is not counted over a period.
error-target-whole-months = Targets are for months, quarters and years. Please choose a period of whole ones.
error-period-invalid = This is no period. Write 2026-03, 2026-Q1, 2026, FY2027-Q1 or FY2027.
error-ambiguous = Several things have this name. Please give the id.
error-targets-headings = The first line of the file must name the columns metric, period and value.
error-targets-too-many = There are more than 10,000 lines in this file.
event-settings-target-set = set a target
event-settings-target-removed = removed a target
