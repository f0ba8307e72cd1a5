### Deals: list, board, stages, lines, outcome.

outcome-open = Open
outcome-won = Won
outcome-lost = Lost
outcome-closed = Closed

source-registered = Registered by the partner
source-imported = Imported
source-direct = Entered by hand
source-personal-link = By a personal link
source-on-behalf = Entered by a colleague
source-public-form = By the public page

loss-price = Price
loss-competitor = Lost to a competitor
loss-no-decision = No decision
loss-no-budget = No budget
loss-timing = Wrong time
loss-product-gap = Product lacks something
loss-other = Another reason

## Fields

field-amount = Amount
field-currency = Currency
field-expected-close-on = Expected close
field-opened-on = Opened
field-closed-on = Closed
field-owner = Owner
field-product = Product
field-product-name = Product
field-quantity = Quantity
field-category = Category
field-company = Customer
field-company-name = Customer
field-company-domain = Web domain
field-company-country = Country
field-line = Line
field-stage = Stage
deal-field-name = Name of the deal
deal-field-program = Program
deal-field-partner = Partner
deal-field-partner-hint = Without one it is a deal of your own sales
deal-field-company-hint = A customer we know by this domain or name is found again
deal-field-country-hint = Two letters, such as DE
deal-field-amount-hint = Up to four decimals; empty if not known yet
deal-field-amount-lines = This deal has lines and is worth their sum. Change the lines instead.
deal-field-owner-hint = You, if nobody is chosen
deal-no-owner = Nobody
deal-no-partner = Own sales, no partner

## List

deal-count = { $count ->
    [one] { $count } deal
   *[other] { $count } deals
}
deal-count-page = { $count ->
    [one] { $count } deal on this page
   *[other] { $count } deals on this page
}
deal-new = New deal
deal-export = Export
deal-list = List
deal-board = Board
deal-views-label = List or board
deal-search = Name, number, customer or partner
deal-any-outcome = Any outcome
deal-any-program = All programs
deal-any-stage = Any stage
deal-any-owner = Any owner
deal-any = Any
deal-my-deals = My deals
deal-nothing = none
deal-column-deal = Deal
deal-column-partner = Partner
deal-column-stage = Stage
deal-column-close = Close
deal-column-since = { $time } here
deal-own-sales = Own sales
deal-no-amount = not known
deal-no-date = still open
deal-amounts-open = not known for { $count }
deal-on-page = { $count } on this page
deal-views = Views
deal-view-save = Keep this view
deal-view-name = Name of the view
deal-view-remove = Remove the view { $name }
deal-view-saved = View kept.
deal-view-removed = View removed.
deal-view-needs-name = Please give the view a name.
deal-none = No deals yet
deal-none-text = A deal begins when a registration is approved, when you import your deals, or when you enter one.
deal-none-found = No deal fits these filters
deal-none-found-text = Remove a filter to see more.
deal-assign = Assign
deal-assign-to = New owner
deal-assigned = The deals have their new owner.
deal-assign-nothing = No deal was selected.

deal-filter-q = Search
deal-filter-outcome = Outcome
deal-filter-stage = Stage
deal-filter-program = Program
deal-filter-partner = Partner
deal-filter-company = Customer
deal-filter-owner = Owner
deal-filter-product = Product
deal-filter-category = Category
deal-filter-source = Source
deal-filter-segment = Segment
deal-filter-region = Region
deal-filter-country = Country
deal-filter-phase = Phase of the partner
deal-filter-opened-from = Opened from
deal-filter-opened-to = Opened to
deal-filter-closed-from = Closed from
deal-filter-closed-to = Closed to
deal-filter-expected-from = Expected from
deal-filter-expected-to = Expected to
deal-filter-amount-from = Amount from
deal-filter-amount-to = Amount to
deal-filter-currency = Currency

deal-export-id = Id
deal-export-number = Number
deal-export-name = Name
deal-export-company = Customer
deal-export-partner = Partner
deal-export-program = Program
deal-export-stage = Stage
deal-export-outcome = Outcome
deal-export-amount = Amount
deal-export-currency = Currency
deal-export-owner = Owner
deal-export-source = Source
deal-export-opened-on = Opened
deal-export-expected-close-on = Expected close
deal-export-closed-on = Closed
deal-export-close-reason = Reason
deal-export-created-at = Made
deal-export-changed-at = Last changed

## Board

deal-board-title = Deals: { $program }
deal-board-note = Open deals, and those closed since { $date }
deal-board-moved = Moved to %s
deal-board-failed = The move was not saved. Please reload and try again.
deal-board-not-offered = This deal cannot go there.
deal-board-empty = No deals in this stage
deal-board-empty-closed = None in the last { $days } days
deal-board-more = All { $count } in the list
deal-board-program = Program
deal-board-owner = Owner
deal-board-move = Move
deal-board-no-program = No program yet
deal-board-no-program-text = Deals go through the stages of a program. Make one first.
deal-days-here = { $count ->
    [0] here since today
    [one] { $count } day here
   *[other] { $count } days here
}
deal-stale = Over { $days } days here
deal-overdue = Overdue since { $date }
deal-sum-nothing = no amounts yet

## Record

deal-move-to = Move to { $stage }
deal-mark-won = Mark as won
deal-mark-lost = Mark as lost
deal-reopen = Reopen
deal-edit = Change
deal-edit-lines = Change lines
deal-history = Stage history
deal-history-stage = Stage
deal-history-from = From
deal-history-duration = Duration
deal-history-by = By
deal-history-here = so far
deal-lines = Lines
deal-lines-none = No lines. The deal is worth what it says above.
deal-lines-product = Product
deal-lines-category = Category
deal-lines-quantity = Quantity
deal-lines-amount = Amount
deal-lines-sum = Sum
deal-facts = Facts
deal-fact-number = Number
deal-fact-amount = Amount
deal-fact-outcome = Outcome
deal-fact-reason = Reason
deal-fact-product = Product
deal-fact-owner = Owner
deal-fact-program = Program
deal-fact-opened = Opened
deal-fact-expected = Expected close
deal-fact-closed = Closed
deal-fact-source = Source
deal-fact-partner = Partner
deal-fact-company = Customer
deal-fact-registration = Registration
deal-origin = Where it comes from
deal-moved = The deal has moved on.
deal-won-done = Won. Well done.
deal-lost-done = The deal is closed as lost.
deal-reopened = The deal is open again.
deal-created = The deal is made.
deal-changed = Saved.
deal-older = Older entries

## Closing and reopening

deal-win-title = Won: { $name }
deal-win-text = Closes the deal. It counts as a booking on the day you name.
deal-win-reason = What decided it
deal-lose-title = Lost: { $name }
deal-lose-text = Closes the deal. The reason helps everybody to do better next time.
deal-lose-reason = Why
deal-lose-words = In words
deal-lose-words-hint = Needed for “Another reason”
deal-reopen-title = Reopen: { $name }
deal-reopen-text = The deal counts as open again, and its closing date and reason are removed. The history keeps them.
deal-reopen-reason = Why
deal-closing-date = Closed on
deal-new-title = New deal
deal-edit-title = Change: { $name }
deal-create = Make deal

## Lines

deal-lines-title = Lines of { $name }
deal-lines-note = The deal is worth the sum of its lines.
deal-line-add = Add a line
deal-line-save = Save
deal-line-remove = Remove
deal-line-remove-question = Remove this line?
deal-line-product-or-name = Product of your list
deal-line-name = … or its name
deal-line-saved = Line saved.
deal-line-removed = Line removed.
deal-line-other = Not in the list
deal-line-back = Back to the deal

## Customers

company-deals = Deals
company-registrations = Registrations
company-facts = Facts
company-name = Name
company-domain = Web domain
company-country = Country
company-city = City
company-industry = Industry
company-phone = Phone
company-known-since = Known since
company-no-deals = No deals with this customer yet.
company-no-registrations = No registrations for this customer yet.
company-all-deals = All deals
company-new-deal = New deal

## What happened

event-deal-created = made the deal { $name } ({ $number })
event-deal-changed = changed the deal { $name }
event-deal-stage-moved = moved the deal { $name } from { $from } to { $to }
event-deal-won = marked the deal { $name } as won
event-deal-lost = marked the deal { $name } as lost: { $close_reason }
event-deal-reopened = reopened the deal { $name } in { $to }
event-deal-noted = wrote a note on the deal { $name }

## What can be wrong

error-lines-decide = A deal with lines is worth their sum. Please change the lines.
error-before-opened = The deal was opened later. Please choose a later date.
error-no-such-stage = This program has no stage for that. Add one to the program first.
error-too-many-lines = This deal has as many lines as it can take.
