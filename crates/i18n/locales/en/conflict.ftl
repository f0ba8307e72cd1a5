### Findings of the conflict check.

## What was found

finding-same-domain = Known company with the same domain
finding-same-name = Known company of the same name
finding-known-alias = Known company under another name
finding-open-direct-deal = Open deal of our own sales
finding-other-partner-deal = Open deal of another partner
finding-live-registration = Registered by another partner
finding-own-registration = Registered before by the same partner
finding-similar-company = Known company much like it
finding-named-account = Account that direct sales keeps
finding-other-scope = Registered for another product or country

## How sure it is

level-same = Same company
level-likely = Likely the same
level-possible = Possibly the same

## What it rests on

finding-agreed-domain = Same domain: { $theirs }
finding-agreed-name = Same name without legal form: { $theirs }
finding-agreed-alias = Known by this name as well: { $theirs }
finding-agreed-country = Same country: { $theirs }
finding-agreed-city = Same place: { $theirs }
finding-agreed-phone = Same phone number: { $theirs }
finding-agreed-vat = Same VAT number: { $theirs }
finding-agreed-group = { $theirs } belongs to one group with { $ours }
finding-alike-name = Spelled much alike: { $theirs }
finding-alike-city = Place spelled much alike: { $theirs }
finding-alike-country = Country written much alike: { $theirs }
finding-differs-city = Other place: { $theirs }, not { $ours }
finding-differs-country = Other country: { $theirs }, not { $ours }
finding-differs-domain = Other domain: { $theirs }, not { $ours }
finding-differs-vat = Other VAT number: { $theirs }, not { $ours }

## What it does

finding-effect-inform = for information
finding-effect-ask = to be looked at
finding-effect-block = blocks the approval
finding-does-inform = Inform
finding-does-ask = Ask a person
finding-does-block = Block
finding-set-aside = Set aside
finding-restore = Count it again
finding-set-aside-done = Set aside.
finding-restored = It counts again.
finding-aside = Set aside by { $by }, { $at }:
finding-reason-hint = For colleagues; the partner does not see it.
error-finding-blocks = A finding blocks this approval. Somebody who manages programs can set it aside with a reason.
event-registration-finding-set-aside = set a finding about { $company } aside
event-registration-finding-restored = took a finding about { $company } into account again

## The rules of a program

program-edit-conflicts = Conflict rules
program-setting-conflicts = Conflict check
conflicts-title = Conflict check
conflicts-lead = What a finding does to a registration. Registrations keep the rules under which they were made.
conflicts-finding = Finding
conflicts-nothing = Nothing found
conflicts-try = Try it first
conflicts-try-hint = Shows what these rules would have done to the registrations of the past year. Nothing is published by that.
conflicts-try-button = Try on the past year
conflicts-tried = { $count ->
    [one] 1 registration since { $since }
   *[other] { $count } registrations since { $since }
}
conflicts-now = By the rules in force
conflicts-then = By these rules
conflicts-approved = Of them approved
conflicts-no-difference = None of them would have been treated differently.
