### KPIs: dimensions, units, columns; the Insights page. What each KPI means stands in operations/src/grow/kpi/definitions.

## Dimensions

kpi-by-program = Program
kpi-by-phase = Phase
kpi-by-segment = Segment
kpi-by-partner = Partner
kpi-by-owner = Owner
kpi-by-product = Product
kpi-by-category = Category
kpi-by-region = Region
kpi-by-country = Country
kpi-by-customer = Customer
kpi-by-customer-industry = Customer’s industry
kpi-by-customer-country = Customer’s country
kpi-by-source = Source
kpi-by-stage = Stage
kpi-by-currency = Currency
kpi-by-form = Kind of registration
kpi-by-day = Day
kpi-by-week = Week
kpi-by-month = Month
kpi-by-quarter = Quarter
kpi-by-year = Year
kpi-by-fiscal-quarter = Fiscal quarter
kpi-by-fiscal-year = Fiscal year
kpi-by-signed-month = Signed in month
kpi-by-signed-quarter = Signed in quarter
kpi-by-signed-year = Signed in year
kpi-by-months-since-signing = Months since signing
kpi-since-signing-before = Before signing
kpi-unknown = Not known
kpi-unknown-partner = Without a partner
kpi-unknown-date = Without a date

## Units and dates

kpi-days = { $days } d
kpi-unit-money = Money, one row for each currency
kpi-unit-count = Number
kpi-unit-share = Percent
kpi-unit-days = Days
kpi-unit-time = Elapsed time
kpi-date-closed-on = date closed
kpi-date-opened-on = date opened
kpi-date-submitted-at = day received
kpi-date-decided-at = day decided

## Columns of an answer

kpi-column-value = Value
kpi-column-mean = Mean
kpi-column-median = Median
kpi-column-p25 = 25 % within
kpi-column-p75 = 75 % within
kpi-column-p90 = 90 % within
kpi-column-count = Counted
kpi-column-part = Of these
kpi-column-excluded = Left out
kpi-column-currency = Currency
kpi-column-difference = Difference
kpi-column-change = Change
kpi-earlier-previous = Period before
kpi-earlier-year-before = Year before
kpi-points = { $points } points
kpi-running = { $of ->
    [one] after { $days } of { $of } day
   *[other] after { $days } of { $of } days
}
kpi-column-filters = Filters
chart-described = { $count ->
    [one] { $name }: one value, { $value } ({ $largest }).
   *[other] { $name }: { $count } values, the largest is { $value } ({ $largest }).
}
kpi-column-running = Still running
kpi-covered = only { $from } to { $to }
kpi-column-covered = { $dimension }: days covered
kpi-column-metric = Figure
kpi-column-key = { $dimension }: id
kpi-column-unit = Unit
kpi-column-earlier-count = Counted then
kpi-column-change-percent = Change, %
kpi-column-deal-id = Deal: id
kpi-column-registration-id = Registration: id
kpi-column-partner-id = Partner: id
kpi-column-program-id = Program: id
kpi-column-stay-id = Stay: id
kpi-sheet-unit-money = money
kpi-sheet-unit-count = number
kpi-sheet-unit-share = %
kpi-sheet-unit-days = days
kpi-sheet-unit-time = seconds
kpi-total = All

## How a row counted

kpi-measure-won = Won
kpi-measure-won-unvalued = Won, no amount
kpi-measure-lost = Lost
kpi-measure-won-days = Won
kpi-measure-won-undated = Won, a date is missing
kpi-measure-lost-days = Lost
kpi-measure-lost-undated = Lost, a date is missing
kpi-measure-opened-won = Won
kpi-measure-opened-other = Not won
kpi-measure-open = Open
kpi-measure-open-unvalued = Open, no amount
kpi-measure-reached = Entered
kpi-measure-submitted = Received
kpi-measure-answered = Answered
kpi-measure-answered-before = Answered before it came in
kpi-measure-answered-undated = Dated before it came in
kpi-measure-in-time = In time
kpi-measure-late = Late
kpi-measure-approved = Approved
kpi-measure-declined = Declined
kpi-measure-decided = Decided
kpi-measure-decided-undated = Dated before it came in

## Insights

insights-title = Insights
insights-note = { $from } to { $to }
insights-note-all = All time
insights-note-as-of = as things stood on { $date }
insights-period = Period
insights-period-all = All time
insights-period-month = This month
insights-period-last-month = Last month
insights-period-quarter = This quarter
insights-period-last-quarter = Last quarter
insights-period-year = This year
insights-period-last-year = Last year
insights-period-fiscal-quarter = This fiscal quarter
insights-period-last-fiscal-quarter = Last fiscal quarter
insights-period-fiscal-year = This fiscal year
insights-period-last-fiscal-year = Last fiscal year
insights-period-12-months = Last 12 months
insights-period-custom = From and to
insights-from = From
insights-to = To
insights-as-of = As things stood on
insights-compare = Compare
insights-compare-none = none
insights-compare-previous = period before
insights-compare-year-before = year before
insights-note-compared = compared with { $from } to { $to }
insights-compare-up = up
insights-compare-down = down
insights-compare-better = better
insights-compare-worse = worse
insights-compare-faster = { $amount } faster
insights-compare-slower = { $amount } slower
insights-compare-same = unchanged
insights-compare-value = { $period }: { $value }
insights-running-previous = { $value } in the whole period before
insights-running-year-before = { $value } in the whole period a year before
insights-running-still = { $earlier } · still running, { $running }
insights-export = Export
insights-file = figures
insights-by = Divide by
insights-filter-none = All
insights-apply = Show
insights-reset = Start over
insights-deals = Deals
insights-registrations = Registrations
insights-won-note = { $count ->
    [one] from { $count } won deal
   *[other] from { $count } won deals
}
insights-of-note = { $part } of { $count }
insights-whenever-opened = { $metric }, whenever opened
insights-open-note = { $count ->
    [one] { $count } open deal
   *[other] { $count } open deals
}
insights-median-note = median { $median }, 90 % within { $p90 }
insights-quartiles-note = the middle half from { $low } to { $high }
insights-count-note = { $count ->
    [one] from { $count }
   *[other] from { $count }
}
insights-more-currencies = also { $amounts }
insights-excluded-note = { $count ->
    [one] { $count } left out
   *[other] { $count } left out
}
insights-how = How this is counted
insights-definition-unit = Unit
insights-definition-date = Date that counts
insights-definition-formula = Formula
insights-definition-excluded = Left out
insights-definition-source = Counted from
insights-source-deals = Deals with their lines and stage history
insights-source-registrations = Registrations with their questions and answers
insights-chart-bookings = Bookings by month, { $currency }
insights-chart-win-rate = Win rate by month
insights-chart-registrations = Registrations by month
insights-chart-stages = Stage conversion
insights-chart-table = The same numbers as a table
chart-save-as = Save as
dashboard-print = Print
insights-breakdown = By { $dimension }
insights-breakdown-cut = The first { $shown } of { $count } are shown; the command line and the API give all.
insights-empty-title = Nothing to count here yet
insights-empty-text = There are no deals or registrations in this period with these filters. A longer period or fewer filters may show some.
insights-empty-start = There are no deals or registrations yet. As soon as the first one arrives, its numbers appear here.
insights-rows-title = { $metric }: the rows behind the number
insights-rows-back = Insights
insights-rows-which-counted = All that count
insights-rows-which-part = The part
insights-rows-which-excluded = Left out
insights-rows-number = Number
insights-rows-deal = Deal
insights-rows-customer = Customer
insights-rows-partner = Partner
insights-rows-date = Date
insights-rows-counted = Counted as
insights-rows-amount = Amount
insights-rows-duration = Duration
insights-rows-entered = Came in
insights-rows-left = Left
insights-rows-lasts = still there
insights-rows-days = Days
insights-rows-expected = Expected days
insights-rows-shown = { $count ->
    [one] { $count } row on this page
   *[other] { $count } rows on this page
}
insights-rows-figure = The number
insights-rows-empty-title = No rows
insights-rows-empty-text = Nothing was counted for this number.
insights-from-stage = From
insights-entered = Entered
insights-advanced = Went on

## Partners

kpi-measure-activated = Activated
kpi-measure-not-activated = Not activated
kpi-measure-activation-open = Still in time
kpi-measure-first-registration = Registered
kpi-measure-first-registration-open = Not yet
kpi-measure-first-registration-undated = Before signing
kpi-measure-first-revenue = Won
kpi-measure-first-revenue-open = Not yet
kpi-measure-first-revenue-undated = Before signing
kpi-measure-active = Active
kpi-measure-idle = Idle
kpi-measure-producing = Producing
kpi-measure-not-producing = No deal won
kpi-measure-in-phase = In the phase
kpi-measure-phase-entered = Came into the phase
kpi-measure-phase-went-on = Went on to a later phase
kpi-measure-phase-left = Left the phase
kpi-measure-phase-not-on = Has not gone on
kpi-measure-stuck = Longer than expected
kpi-measure-funnel-approved = Came in, and was approved
kpi-measure-funnel-deal = Came in, was approved, and there is a deal
kpi-measure-funnel-won = Came in, was approved, and its deal was won
kpi-measure-cohort-business = Signed, by months to the first registration or deal
kpi-measure-cohort-win = Signed, by months to the first win
kpi-measure-with-deals = With deals
kpi-date-signed-on = day of signing
kpi-date-entered-on = day of coming in
kpi-date-left-on = day of leaving
insights-source-partners = Partners, their deals and registrations
insights-source-stays = Stays of partners in the phases of programs
kpi-measure-in-conflict = Something found
kpi-measure-no-conflict = Nothing found
kpi-measure-expired = Expired
kpi-measure-used = Moved on
kpi-measure-still-protected = Still protected
kpi-measure-reinstated = Protected again
kpi-measure-not-reinstated = Not protected again
kpi-measure-registered = Registered
kpi-measure-unregistered = Not registered

## Definitions

kpi-source-crm = The CRM vendors’ own definition
kpi-source-field = Usual in partner programs
kpi-source-own = Our own definition
kpi-waits = Waits for: { $room }
kpi-room-action-plans = shared plans of deals
kpi-room-attribution = who brought, influenced and delivered a deal
kpi-room-conversations = conversations with partners
kpi-room-customer-contracts = contracts of customers
kpi-room-library = materials and who opened them
kpi-room-meetings = meetings
kpi-room-tier-targets = what a partner of a tier is expected to bring
kpi-room-training = training
definitions-title = Definitions
definitions-note = What every figure means. Pages, files, the API and the command line read the same entries.
definitions-whole = The whole definition
definitions-partners = Partners
definitions-stays = Phases
definitions-waiting = Not counted yet
definitions-waits-for = Waits for
definitions-no-figure = Until that exists there is no figure, rather than an invented one.
definitions-shape = How it is made
definitions-better = Good is
definitions-more = more
definitions-less = less
definitions-phases = Phases
definitions-attributes = attributes of partners
definitions-source = Source of the definition
definitions-rows = The figure and its rows
definitions-elsewhere = The same elsewhere
kpi-shape-amount = Sum of the amounts
kpi-shape-count = Number of rows
kpi-shape-share = A part of what counts
kpi-shape-average = Sum of the amounts by their number
kpi-shape-distribution = Mean, median and percentiles
kpi-shape-conversion = From each stage to the next

## Policies

kpi-column-policies = Counted by
kpi-policy-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
kpi-policy-negative-durations = Durations that end before they begin
kpi-policy-negative-durations-hint = For cycle, answer and decision times, and the times from signing to first business.
kpi-policy-negative-durations-left-out = left out, and shown beside the figure
kpi-policy-negative-durations-zero = counted as no time
kpi-policy-reentered-phases = Phases a partner came back to
kpi-policy-reentered-phases-hint = For the days in a phase, on the phase board and wherever else they are asked.
kpi-policy-reentered-phases-each = every stay counts by itself
kpi-policy-reentered-phases-first = only the first stay counts
kpi-policy-reentered-phases-last = only the latest stay counts
kpi-policy-reentered-phases-sum = all stays added up
kpi-policy-blank-sources = Deals of which nobody says where they came from
kpi-policy-blank-sources-hint = Imported deals without a partner, when figures are divided by source.
kpi-policy-blank-sources-own-line = a line of their own
kpi-policy-blank-sources-direct = counted as direct
kpi-policy-business = What counts as business
kpi-policy-business-hint = For activation, active partners and the time to first business.
kpi-policy-business-registration-or-deal = a deal registered or opened
kpi-policy-business-registration-submitted = a deal registered
kpi-policy-business-registration-approved = a registration approved
kpi-policy-business-deal-opened = a deal opened
kpi-policy-business-deal-won = a deal won
kpi-policy-activation-days = Activated within
kpi-policy-activation-days-hint = Days from signing to first business.
kpi-policy-active-days = Active within
kpi-policy-active-days-hint = Days back in which an active partner did business.
kpi-policy-producing-days = Producing within
kpi-policy-producing-days-hint = Days back in which a producing partner won a deal.
kpi-business-registration-or-deal = registered or opened a deal
kpi-business-registration-submitted = registered a deal
kpi-business-registration-approved = had a registration approved
kpi-business-deal-opened = opened a deal
kpi-business-deal-won = won a deal
kpi-measure-won-reversed = Won, closed before opened
kpi-measure-lost-reversed = Lost, closed before opened
kpi-measure-sourced = Won, registered
kpi-measure-sourced-unvalued = Won, registered, no amount
kpi-measure-not-sourced = Won, not registered
kpi-measure-overdue = Answer overdue
kpi-measure-first-business = Done
kpi-measure-first-business-open = Not yet
kpi-measure-first-business-undated = Before signing
kpi-measure-left = Left
kpi-measure-stayed = Still here
figures-title = How figures are counted
figures-note = Choices that change what a figure says. They hold at once, for past periods as well, and every figure names those it was made by.
figures-room-note = What counts as business, windows in days, dates the wrong way round
figures-save = Save
figures-saved = Figures are counted this way from now on.
figures-policy-of = { $policy }: { $value }
figures-recounting = Totals are being made again after an update. Until that is done, every figure is counted from the rows themselves: slower, but right.
kpi-unseen = Nobody has { $filters } now, so nothing is counted for it. Is it spelt as you meant it?
figures-readers = Administrators can change this.
event-kpi-policies-changed = changed how figures are counted

kpi-corrected = { $deals ->
    [one] Corrected since in one deal. By what is known now: { $figures }
   *[other] Corrected since in { $deals } deals. By what is known now: { $figures }
}
kpi-corrected-only = { $deals ->
    [one] Corrected since in one deal.
   *[other] Corrected since in { $deals } deals.
}
corrections-title = { $metric }: what was corrected since
corrections-text = The number as things stood tells what was known on that day. These deals were changed later, with effect on it.
corrections-then = Known then
corrections-now = Known now
corrections-none-then = Did not count
corrections-empty-title = Nothing was corrected
corrections-empty-text = What was known on that day is what is known of it now.
corrections-back = The rows behind the number
