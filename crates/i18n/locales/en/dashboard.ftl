### Dashboards, kept questions, the portfolio map, the funnel, the cohorts.

dashboard-title = Dashboards
dashboard-note = The same tiles for everybody; each reader sees the figures of their own partners.
dashboard-new = New dashboard
dashboard-own = Yours
dashboard-none = No dashboard of your own yet
dashboard-none-text = Copy one of those below and change the copy, or start with an empty one.
dashboard-shared = Shared with you
dashboard-offered = Ready to use
dashboard-by = by { $owner }
dashboard-offered-note = Copy it to change it.
dashboard-private-note = Only you see this dashboard.
dashboard-team-note = Colleagues see it with their own figures.
dashboard-partners-note = Colleagues and partners see it with their own figures.
dashboard-link = Link
dashboard-link-note = Whoever opens this link sees their own figures: a manager their partners’, a partner’s contact their company’s.
dashboard-copy = Copy
dashboard-edit = Arrange
dashboard-view = Look at it
dashboard-bare = Nothing on it yet
dashboard-bare-text = Add a first tile: a figure, a trend, a ranking.
dashboard-bare-foreign = There is nothing on this dashboard for you yet.
dashboard-add-tile = Add a tile
dashboard-tiles = Tiles
dashboard-drag = Drag a tile to another place, or use its buttons.
dashboard-arrange-failed = The tile could not be moved. Please reload the page and try again.
dashboard-earlier = Move { $tile } one place earlier
dashboard-later = Move { $tile } one place later
dashboard-narrower = Make { $tile } narrower
dashboard-wider = Make { $tile } wider
dashboard-tile-remove = Take { $tile } off the dashboard
dashboard-tile-remove-confirm = Take { $tile } off the dashboard? Its question goes with it.
dashboard-tile-period = Period of { $tile }
dashboard-tile-period-set = Set
dashboard-tile-removed = Tile taken off.
dashboard-arranged = Arranged.
dashboard-description = What is it for?
dashboard-sharing = Who may open it
dashboard-sharing-hint = The name and the description are seen by everybody who may open it; figures are always the reader’s own.
dashboard-make = Make the dashboard
dashboard-save = Save name and sharing
dashboard-made = Dashboard made. Now add its first tile.
dashboard-saved = Dashboard saved.
dashboard-copied = This is your copy. Arrange it as you like.
dashboard-removed = Dashboard removed.
dashboard-remove = Remove this dashboard
dashboard-remove-confirm = Remove this dashboard with its tiles? Links to it will no longer work.
dashboard-width = Width
dashboard-width-1 = a third of the page
dashboard-width-2 = two thirds of the page
dashboard-width-3 = the whole page
dashboard-chart = { $currency }
dashboard-tile-refused = This tile looks at something you cannot see, or that is no longer there.
dashboard-tile-empty = Nothing to count in this period yet.
dashboard-tile-by = { $metric } by { $by }
dashboard-tile-now = as of now
dashboard-tile-filters = { $count ->
    [one] { $count } filter
   *[other] { $count } filters
}
dashboard-more = { $count ->
    [one] { $count } more is not shown.
   *[other] { $count } more are not shown.
}
dashboard-other-currencies = Not ranked here, in other currencies: { $amounts }.
dashboard-more-or-more = More than { $count } others are not shown.
dashboard-spark = Last twelve months, from { $first } to { $last }
dashboard-heat = The darker, the higher.
dashboard-heat-of = Amounts in { $currency }. The darker, the higher.

dashboard-offered-head-of-partnerships = Head of partnerships
dashboard-offered-head-of-partnerships-text = The portfolio at a glance: what it brings, who carries it, and how new partners get going.
dashboard-offered-partner-manager = Partner manager
dashboard-offered-partner-manager-text = Promises kept, registrations and pipeline of the partners one looks after.
dashboard-offered-partner-manager-text-all = Promises kept, registrations and pipeline of all partners.
dashboard-offered-seller = Seller
dashboard-offered-seller-text = Open deals with partners, how they move through the stages, and how long they take.
dashboard-offered-marketing = Marketing
dashboard-offered-marketing-text = Where registrations come from, and which segments answer.
dashboard-offered-customer-success = Customer success
dashboard-offered-customer-success-text = What was won with partners: with which products, and by whom.
dashboard-offered-partner = Partner
dashboard-offered-partner-text = Bookings, pipeline and registrations of one company, and how fast they were answered.

sharing-private = Only me
sharing-team = Everybody here
sharing-partners = Everybody here, and partners

shown-number = One figure
shown-trend = Trend
shown-ranking = Ranking
shown-table = Table
shown-heat-map = Heat map
shown-funnel = Funnel of registrations
shown-portfolio-map = Portfolio map
shown-cohorts = Cohorts of new partners

## Kept questions

keep-title = Keep a question
keep-this = Keep this
keep-note = By itself, with a link, or as a tile of a dashboard. Whoever opens it sees their own figures.
keep-list-title = Kept questions
keep-undivided = undivided
keep-by-second = … and by
keep-on = On “{ $name }”
keep-alone = By itself, with a link
keep-metric-hint = Not needed for the funnel, the portfolio map and the cohorts.
keep-shown = Show as
keep-period-hint = “This quarter” will be the next one in three months.
keep-where = Where
keep-where-hint = Your own dashboards can take it as a tile.
keep-width-hint = Of a tile.
keep-name-hint = A tile without a name is called after its figure.
keep-share = Colleagues may open the link
keep-keep = Keep the question
keep-kept = Question kept. Its link works for you, and for colleagues if you share it.
keep-kept-on = The tile is on the dashboard.
keep-shared = with a link for colleagues
keep-private = only for you
keep-none = No kept questions yet
keep-none-text = Keep a question that you ask again and again; “this quarter” moves along.
keep-remove-confirm = Forget this question? Links to it will no longer work.
keep-remove-this = Forget { $name }
keep-removed = Question forgotten.
keep-shared-note = colleagues may open the link
keep-private-note = only you can open it
keep-foreign-note = the figures are those you may see

## Portfolio map

insights-views = Views
map-title = Portfolio map
map-note = Amounts in { $currency }
map-caption = Each circle is a partner: to the right with more open pipeline, higher with a better win rate, larger with more bookings. Arrow keys go from one to the next, Enter opens it.
map-no-phase = In no phase
map-others = { $count ->
    [one] { $count } other partner
   *[other] All { $count } others together
}
map-how = Open pipeline and bookings are sums of deals in this currency, at all times; other currencies are not added. The win rate is won divided by won and lost deals in every currency; partners without a closed deal have none and stand in the table only. The { $count } partners with the largest pipeline are named. The colour is the farthest phase a partner is in.
map-empty = No partner has a deal yet. As soon as there is one, it appears here.

## Funnel

funnel-title = Funnel of registrations
funnel-received = Received
funnel-approved = Approved
funnel-deal = Deal made
funnel-won = Won
funnel-of = { $share } of “{ $step }”
funnel-how = Registrations by the day they came in, and how far they have come by today. Each step counts only what came through the steps before.
funnel-empty = No registrations came in during this period.
funnel-rows-title = Registrations: { $step }

## Cohorts

cohort-title = Cohorts of new partners
cohort-first-business = First registration or deal since signing
cohort-first-win = First won deal since signing
cohort-every-month = by month of signing
cohort-every-quarter = by quarter of signing
cohort-what = What is followed
cohort-signed = Signed
cohort-partners = Partners signed
cohort-since-month = { $count ->
    [0] same month
    [one] { $count } month on
   *[other] { $count } months on
}
cohort-since-quarter = { $count ->
    [0] same quarter
    [one] { $count } quarter on
   *[other] { $count } quarters on
}
cohort-legend-business = Share of the partners signed who had registered or opened a deal by then.
cohort-legend-win = Share of the partners signed who had won a deal by then.
cohort-how = The last twelve stretches in which partners were signed, by their day of signing. What a partner did before signing does not count. Each line is followed for twelve stretches; up to then its last number is still growing.
cohort-empty = No partner has signed yet.
cohort-rows-title = Partners signed in { $cohort }

## For contacts of partners

my-figures = Your company’s figures
my-figures-note = These are the figures of your company only.
access-from-partner = You work for a partner?
access-from-partner-link = Get your own link by mail; the dashboard is behind it.

## A dashboard as a file

pdf-reader = For { $reader }
pdf-operator = the operator of this system
pdf-made = Made on { $moment }
pdf-as-of = Figures as of { $date }
pdf-filters = Only { $filters }
pdf-compared = Beside it
pdf-page = Page { $page } of { $pages }
