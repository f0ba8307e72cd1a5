### KPIs: names, units, definitions; the Insights page.

## Metrics: name, formula, what is left out

kpi-bookings = Bookings
kpi-bookings-formula = Sum of the amounts of won deals, by the date they were closed.
kpi-bookings-excluded = Won deals without an amount.
kpi-won-count = Won deals
kpi-won-count-formula = Number of won deals, by the date they were closed.
kpi-won-count-excluded = Nothing.
kpi-lost-count = Lost deals
kpi-lost-count-formula = Number of lost deals, by the date they were closed.
kpi-lost-count-excluded = Nothing.
kpi-win-rate = Win rate
kpi-win-rate-formula = Won deals divided by won and lost deals, by the date they were closed.
kpi-win-rate-excluded = Open deals.
kpi-win-rate-all = Won of all deals
kpi-win-rate-all-formula = Deals won so far divided by all deals opened, by the date they were opened.
kpi-win-rate-all-excluded = Nothing; deals that are still open count as not won.
kpi-open-pipeline = Open pipeline
kpi-open-pipeline-formula = Sum of the amounts of open deals. A period means the date they were opened; past days use today's amounts.
kpi-open-pipeline-excluded = Open deals without an amount.
kpi-open-count = Open deals
kpi-open-count-formula = Number of open deals. A period means the date they were opened.
kpi-open-count-excluded = Nothing.
kpi-average-deal = Average won deal
kpi-average-deal-formula = Bookings divided by the number of won deals with an amount, by the date they were closed.
kpi-average-deal-excluded = Won deals without an amount.
kpi-cycle-time-won = Cycle time, won
kpi-cycle-time-won-formula = Days from the date a deal was opened to the date it was won: mean, median and percentiles.
kpi-cycle-time-won-excluded = Deals without one of the two dates, and deals closed before they were opened.
kpi-cycle-time-closed = Cycle time, won and lost
kpi-cycle-time-closed-formula = Days from the date a deal was opened to the date it was won or lost: mean, median and percentiles.
kpi-cycle-time-closed-excluded = Deals without one of the two dates, and deals closed before they were opened.
kpi-stage-conversion = Stage conversion
kpi-stage-conversion-formula = Deals that entered the next stage divided by deals that entered this one, by the date they were opened.
kpi-stage-conversion-excluded = Nothing. A stage that was skipped counts as entered, one entered twice counts once.
kpi-registrations = Registrations
kpi-registrations-formula = Number of registrations received, by the day they came in.
kpi-registrations-excluded = Drafts, and registrations whose sender has not confirmed their address.
kpi-first-answer-time = Time to first answer
kpi-first-answer-time-formula = Time from receiving a registration to the first answer, nights and week-ends included: mean; median and percentiles to the minute.
kpi-first-answer-time-excluded = Answers dated before the registration. What has no answer yet is not looked at.
kpi-decision-time = Time to decision
kpi-decision-time-formula = Time from receiving a registration to approving or declining it, without the time we waited for the partner: mean; median and percentiles to the minute.
kpi-decision-time-excluded = Decisions dated before the registration. What is not decided yet is not looked at.
kpi-answered-within-target = Answered in time
kpi-answered-within-target-formula = Registrations first answered by their due time divided by those answered or overdue, by the day they came in.
kpi-answered-within-target-excluded = Registrations whose clock is still running, those without a promise, and those withdrawn or decided without a word of when they were answered.
kpi-acceptance-rate = Acceptance rate
kpi-acceptance-rate-formula = Approved registrations divided by approved and declined ones, by the day of the decision.
kpi-acceptance-rate-excluded = Registrations without a decision.

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
kpi-by-month = Month
kpi-by-quarter = Quarter
kpi-by-year = Year
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
kpi-column-metric = Figure
kpi-column-key = { $dimension }: id
kpi-column-unit = Unit
kpi-column-earlier-count = Counted then
kpi-column-change-percent = Change, %
kpi-column-deal-id = Deal: id
kpi-column-registration-id = Registration: id
kpi-column-partner-id = Partner: id
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
kpi-measure-won-undated = Won, dates unusable
kpi-measure-lost-days = Lost
kpi-measure-lost-undated = Lost, dates unusable
kpi-measure-opened-won = Won
kpi-measure-opened-other = Not won
kpi-measure-open = Open
kpi-measure-open-unvalued = Open, no amount
kpi-measure-reached = Entered
kpi-measure-submitted = Received
kpi-measure-answered = Answered
kpi-measure-answered-undated = Dates unusable
kpi-measure-in-time = In time
kpi-measure-late = Late
kpi-measure-approved = Approved
kpi-measure-declined = Declined
kpi-measure-decided = Decided
kpi-measure-decided-undated = Dates unusable

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

kpi-activation-rate = Activation
kpi-activation-rate-formula = Partners that registered or opened a deal in the 90 days from signing, divided by partners signed, by the day they were signed.
kpi-activation-rate-excluded = Partners signed less than 90 days ago that have not done so yet, and partners without a day of signing.
kpi-time-to-first-registration = Time to first registration
kpi-time-to-first-registration-formula = Days from signing a partner to the first deal they registered, by the day they were signed: mean, median and percentiles.
kpi-time-to-first-registration-excluded = Partners who have not registered a deal yet, those who did before signing, and partners without a day of signing.
kpi-time-to-first-revenue = Time to first revenue
kpi-time-to-first-revenue-formula = Days from signing a partner to their first won deal, by the day they were signed: mean, median and percentiles.
kpi-time-to-first-revenue-excluded = Partners who have not won a deal yet, those who did before signing, and partners without a day of signing.
kpi-active-partner-rate = Active partners
kpi-active-partner-rate-formula = Partners that registered or opened a deal in the last 90 days, divided by signed partners. A period means the day of signing.
kpi-active-partner-rate-excluded = Partners without a day of signing, and those that have left, whenever they left.
kpi-producing-partner-rate = Producing partners
kpi-producing-partner-rate-formula = Partners that won a deal in the last 365 days, divided by signed partners. A period means the day of signing.
kpi-producing-partner-rate-excluded = Partners without a day of signing, and those that have left, whenever they left.
kpi-measure-activated = Activated
kpi-measure-not-activated = Not activated
kpi-measure-activation-open = Still within 90 days
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
kpi-date-signed-on = day of signing
insights-source-partners = Partners, their deals and registrations
kpi-conflict-rate = Conflict rate
kpi-conflict-rate-formula = Registrations for which the conflict check found something, divided by all registrations, by the day they came in.
kpi-conflict-rate-excluded = Nothing. A finding that was set aside counts: it had to be looked at.
kpi-expiry-rate = Expiry rate
kpi-expiry-rate-formula = Approved registrations whose protection ran out before the sale moved on, divided by those that ran out or moved on, by the day of the decision.
kpi-expiry-rate-excluded = Registrations that are still protected, or were cancelled.
kpi-reinstatement-rate = Reinstatement rate
kpi-reinstatement-rate-formula = Registrations protected again after their protection had expired or was cancelled, divided by all that had expired or were cancelled, by the day of the decision.
kpi-reinstatement-rate-excluded = Registrations whose protection has never ended.
kpi-registered-share = Registered share
kpi-registered-share-formula = Partners’ deals that were registered, divided by all partners’ deals, by the date they were opened.
kpi-registered-share-excluded = Deals without a partner.
kpi-measure-in-conflict = Something found
kpi-measure-no-conflict = Nothing found
kpi-measure-expired = Expired
kpi-measure-used = Moved on
kpi-measure-still-protected = Still protected
kpi-measure-reinstated = Protected again
kpi-measure-not-reinstated = Not protected again
kpi-measure-registered = Registered
kpi-measure-unregistered = Not registered
