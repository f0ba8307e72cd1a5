### Programs, segments, products.

## Words

program-kind-reseller = Reseller
program-kind-referral = Referral
program-kind-integrator = System integrator
program-kind-technology = Technology alliance
program-kind-services = Services
program-kind-about-reseller = Partners buy and sell on; deals are registered and protected.
program-kind-about-referral = Partners point us to customers; we sell.
program-kind-about-integrator = Partners build projects around the product.
program-kind-about-technology = Products that work together, released and marketed jointly.
program-kind-about-services = Partners advise, implement and support.
program-check-manual = A person ticks it
program-check-has-contact = A contact with e-mail is known
program-check-has-owners = Owners named on both sides
program-check-signed = Date of signing is known
program-check-registered-deal = A deal was registered
program-check-approved-registration = A registration was approved
program-check-won-deal = A deal was won
program-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
program-business-days = { $count ->
    [one] { $count } business day
   *[other] { $count } business days
}

## Programs

program-title = Programs
program-about = Phases, exit criteria, promises and deal stages
program-new = New program
program-new-note = The kind brings phases, exit criteria, promises and deal stages; all of it can be changed afterwards.
program-none = No programs yet
program-none-text = A program gives partners their phases, criteria and promises. Start from a template.
program-kind = Kind
program-version = Version
program-public-form = Public page
program-open = open
program-closed = closed
program-inactive = inactive
program-create = Make program
program-created = Program made. Look through its rules before partners join.
program-saved = Program saved.
program-save = Save program
program-facts = Name and access
program-active-text = Takes new partners and registrations
program-public-form-text = Strangers may register a deal on the public page
program-key-hint = Part of the public address: small letters, digits, hyphens
program-promises = What we promise
program-no-stages = No stages
program-edit-rules = Change rules
program-edit-stages = Deal stages
program-stages = Deal stages
program-versions = Versions
program-version-number = Version { $number }
program-in-force = in force
program-rules-note = Publishing makes a new version. Registrations keep the version they were received under.
program-publish = Publish version
program-published = New version published.
program-note = Why this change?
program-note-hint = Stands beside the version in its history
program-unit = Unit
program-unit-hours = hours
program-unit-business-days = business days
program-protection-hint = How long an approved registration is protected
program-introduction-en = Introduction on the public page, English
program-introduction-de = Introduction on the public page, German
program-rows-hint = One row each. Empty a row to remove it; the empty rows at the end are for new ones.
program-english = English
program-german = German
program-check = How it is found to be met
program-setting = Setting
program-setting-stages = Stages
program-setting-criterion = Exit criterion
program-setting-exit-criteria = Exit criteria
program-setting-responsible = Responsible
program-setting-expected-days = Expected days
program-setting-first-answer = First answer
program-setting-decision = Decision
program-setting-protection-days = Protection, days
program-setting-introduction = Introduction
program-differences = What changed
program-first-version = This is the first version.
program-no-differences = Nothing differs from the version before.
program-before = Before
program-after = After
program-removed = removed
program-stages-note = Ordered by the number in front. A retired stage is no longer offered; histories keep it.
program-stage-order = Order
program-stage-outcome = A deal here is
program-stage-retired = Retired
program-stage-retire = no longer offered
program-stages-save = Save stages
program-stages-saved = Stages saved.

## Segments

segment-title = Segments
segment-note = A segment takes partners in by a rule, or by hand.
segment-new = New segment
segment-edit = Change segment
segment-none = No segments yet
segment-none-text = Segments group partners by region, size, kind of business or any imported attribute.
segment-rule = Rule
segment-by-hand = By hand
segment-members = Partners
segment-attribute-hint = Partners whose attribute has the value come in by themselves
segment-value-hint = Exactly as it stands at the partner
segment-position-hint = Where several rules fit, the lowest position wins
segment-save = Save segment
segment-saved = Segment saved; partners are sorted in.
segment-remove-confirm = Remove this segment?
segment-removed = Segment removed.
segment-in-use = Partners are still in this segment. Move them first.
field-attribute = Attribute
field-attribute-value = Value
field-position = Position
field-key = Key

## Products

product-title = Products
product-note = What registrations and deals are about.
product-new = New product
product-edit = Change product
product-none = No products yet
product-none-text = Products appear in registration forms, on deals and in figures.
product-offered = In forms
product-is-offered = offered
product-not-offered = not offered
product-category-hint = Products of one category are counted together
product-aliases-hint = One per line. Imports and registrations recognise the product by them.
product-active-text = Offer in forms
product-save = Save product
product-saved = Product saved.
field-aliases = Other spellings

## What went wrong

error-five-phases = A program has exactly the five phases, in order.
error-missing-stage = A stage is missing from the list. Retire it instead of removing it.
error-needs-open = At least one open stage must stay.
error-needs-won = One stage for won deals must stay.
error-needs-lost = One stage for lost deals must stay.
error-not-changeable = What a deal in this stage is can't be changed. Retire the stage and add a new one.
