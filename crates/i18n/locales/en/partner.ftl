### Partners, contacts, owners, phases.

## Words

partner-status-active = Active
partner-status-paused = Paused
partner-status-exited = Exited
partner-status-to-active = Take up again
partner-status-to-paused = Pause
partner-status-to-exited = End
partner-status-about-active = The partner works with us again.
partner-status-about-paused = Nothing is expected for now; everything stays as it is.
partner-status-about-exited = The relation ends. Personal registration links stop working; history stays.
owner-partner-manager = Partner manager
owner-sales-lead = Sales lead
owner-marketing-lead = Marketing lead
contact-role-seller = Seller
contact-role-engineer = Engineer
contact-role-marketer = Marketer
contact-role-principal = Principal
phase-about-attract = Find out whether it fits, and agree.
phase-about-onboard = Train, equip, reach the first success.
phase-about-cosell = Win customers together.
phase-about-grow = Plan growth, deepen the work.
phase-about-renew = Review: continue, pause or part.

## What fields are called

field-name = Name
field-domain = Web domain
field-country = Country
field-region = Region
field-city = City
field-business-type = Kind of business
field-size = Size
field-signed-on = Agreement signed
field-segment = Segment
field-program = Program
field-phase = Phase
field-attributes = Further attributes
field-email = E-mail
field-phone = Telephone
field-role = Role
field-locale = Language of mails
field-reason = Reason

## List

partner-count = { $count ->
    [one] { $count } partner
   *[other] { $count } partners
}
partner-on-this-page = { $count ->
    [one] { $count } partner on this page
   *[other] { $count } partners on this page
}
partner-search-placeholder = Name, domain or city
partner-new = New partner
partner-export = Export
partner-any = All
partner-any-phase = All phases
partner-any-program = All programs
partner-filter-q = Search
partner-filter-phase = Phase
partner-filter-program = Program
partner-filter-segment = Segment
partner-filter-region = Region
partner-filter-country = Country
partner-filter-owner = Owner
partner-filter-status = Status
partner-program-and-phase = Phase and program
partner-place = Region
partner-open-pipeline = Open pipeline
partner-last-activity = Last activity
partner-added = Added
partner-in-no-program = In no program yet
partner-in-no-program-text = In a program, a partner has a phase, exit criteria and a registration page.
partner-none = No partners yet
partner-none-text = Add your first partner, or import the list you have.
partner-none-yet = Partners appear here once somebody adds or imports them.
partner-none-found = No partner fits
partner-none-found-text = Fewer filters or a shorter word find more.
partner-views = Saved views
partner-views-keep = Keep or remove views
partner-view-name = Keep this filter as
partner-view-save = Save view
partner-view-saved = View saved.
partner-view-needs-name = Please give the view a name of at most 60 characters.
partner-view-removed = View removed.
partner-view-remove = Remove the view { $name }
partner-bulk-assign = Assign manager
partner-bulk-segment = Set segment
partner-bulk-move = Move to phase
partner-bulk-reason = Reason, where criteria are open
partner-bulk-confirm = Change all selected partners?
partner-bulk-nothing = Please select at least one partner first.
partner-bulk-result = Result of the change
partner-bulk-back = Back to the list
partner-bulk-changed = { $count ->
    [one] { $count } partner changed.
   *[other] { $count } partners changed.
}
partner-bulk-left = { $count ->
    [one] { $count } partner was not changed
   *[other] { $count } partners were not changed
}
partner-segment-by-rule = By rule
partner-export-id = ID
partner-export-name = Name
partner-export-domain = Domain
partner-export-status = Status
partner-export-programs = Programs
partner-export-phases = Phases
partner-export-segment = Segment
partner-export-region = Region
partner-export-country = Country
partner-export-city = City
partner-export-business-type = Kind of business
partner-export-size = Size
partner-export-manager = Partner manager
partner-export-next-step = Next step
partner-export-next-step-on = Next step by
partner-export-signed-on = Agreement signed
partner-export-open-deals = Open deals
partner-export-open-pipeline = Open pipeline
partner-export-currency = Currency
partner-export-created-at = Added (UTC)
partner-export-last-activity-at = Last activity (UTC)

## Record

partner-tab-overview = Overview
partner-tab-contacts = Contacts
partner-tab-history = History
partner-figures = Figures
partner-change = Change
partner-edit = Edit facts
partner-facts = Facts
partner-add = Add partner
partner-save = Save facts
partner-created = Partner added.
partner-changed = Facts saved.
partner-domain-hint = A web or e-mail address will do. It recognises the partner in registrations and imports.
partner-attributes-hint = One per line, for example “Tier: Gold”. Segments and filters can use them.
partner-no-program-yet = None yet
partner-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
partner-phase-since = { $count ->
    [one] for { $count } day
   *[other] for { $count } days
}
partner-criteria-met = { $met } of { $all } criteria met
partner-criteria = Before leaving { $phase }
partner-criteria-none = This phase has no exit criteria.
partner-criteria-tick = Tick off or move on
partner-criterion-met = met
partner-criterion-open = open
partner-criterion-found = found by itself
partner-criterion-tick = Tick off
partner-criterion-untick = Reopen
partner-criterion-tick-label = Tick off: { $criterion }
partner-criterion-untick-label = Reopen: { $criterion }
partner-criterion-ticked = Criterion ticked off.
partner-criterion-reopened = Criterion reopened.
partner-next-step = Next step
partner-next-step-what = What happens next
partner-next-step-when = By when
partner-next-step-none = Nothing planned yet
partner-next-step-save = Save next step
partner-next-step-saved = Next step saved.
partner-all-entrances = All entrances
partner-owners = Owners
partner-owners-change = Change owners
partner-owners-note = Who answers for what, on both sides.
partner-owners-ours = On our side
partner-owners-theirs = On the partner's side
partner-owners-no-contacts = The partner has no contacts yet.
partner-owners-save = Save owners
partner-owners-saved = Owners saved.
partner-given-away = Owners saved. The partner is no longer among yours.
partner-counterpart = Counterpart
partner-phase-history = Phases so far
partner-stay-entered = From
partner-stay-left = Until
partner-stay-now = now
partner-stay-length = Length
partner-stay-by = Moved by
partner-no-deals = No deals yet
partner-no-deals-text = Deals appear here when a registration is approved or somebody adds one.
partner-deal-stage = Stage
partner-deal-made = Added
partner-latest-deals = { $count ->
    [one] The latest deal
   *[other] The latest { $count } deals
}
partner-all-deals = All deals
partner-no-registrations = No registrations yet
partner-no-registrations-text = A contact registers deals by a personal link, without signing in.
partner-registration-company = Customer
partner-registration-status = Status
partner-registration-submitted = Received
partner-latest-registrations = { $count ->
    [one] The latest registration
   *[other] The latest { $count } registrations
}
partner-all-registrations = All registrations
partner-status-change = Pause or end
partner-status-new = What shall happen?
partner-status-reason-hint = Needed to pause or end. It stands in the timeline.
partner-status-save = Change status
partner-status-saved = Status changed.

## Phases and programs

partner-move = Move partner
partner-move-to = Move to { $phase }
partner-move-title = Move to another phase
partner-move-where = Where to?
partner-move-reason-hint = Not all criteria are met: please say why it is time all the same.
partner-moved = Partner moved.
partner-programs-change = Join or leave programs
partner-join = Join a program
partner-join-none = The partner is in every active program.
partner-joined = The partner has joined the program.
partner-joined-on = In the program since { $date }
partner-leave = Leave program
partner-leave-reason = Why does the partner leave?
partner-leave-confirm = Take the partner out of this program?
partner-left = The partner has left the program.

## Contacts

partner-contact-new = New contact
partner-contact-edit = Change contact
partner-contact-add = Add contact
partner-contact-save = Save contact
partner-contact-added = Contact added.
partner-contact-saved = Contact saved.
partner-contact-mails = Mails they get
partner-contact-mails-hint = Change this when they ask you to; they can do it themselves on their own pages. Receipts, questions and decisions always come.
partner-contact-mails-saved = Saved which mails they get.
partner-contact-inactive = no longer there
partner-contact-active = Still works there
partner-contact-email-hint = For mails and the personal registration link
partner-contact-locale-hint = Without a choice: the organisation's language
partner-no-contacts = No contacts yet
partner-no-contacts-text = Add the people you work with. Each can get a personal registration link.
partner-link-in = Registration link, { $program }
partner-link-none = none yet
partner-link-make = Make link
partner-link-made = Link made.
partner-link-mail = Mail it
partner-link-mailed = The link is on its way by mail.
partner-link-no-address = This contact has no e-mail address yet.
partner-link-revoke = Revoke
partner-link-revoke-confirm = Revoke this link? Whoever has it can no longer use it.
partner-link-revoked = Link revoked.

## Mails

mail-personal-link-subject = Your registration link for { $program }
mail-personal-link-body =
    Hello { $name },

    with this link you register deals with { $organisation } in a minute, without signing in. It is yours: please don't pass it on.

    { $url }

    You get an answer by mail and can see the status at any time.

    { $organisation }

## What went wrong

error-key-invalid = Please use small letters, digits and hyphens only.
error-domain-shared = Many organisations share this domain. Please enter the organisation's own, or leave it empty.
error-attribute-line = Please write each attribute as “Name: value”.
error-reason-required = Not all exit criteria are met. Please give a reason.
error-already-in-phase = The partner is already in this phase.
error-not-manual = This criterion is found by itself and can't be ticked off.
