### Findings of the conflict check.

## What was found

finding-same-domain = Known company with the same domain
finding-same-name = Known company of the same name
finding-known-alias = Known company under another name
finding-open-direct-deal = Open deal of our own sales
finding-other-partner-deal = Open deal of another partner
finding-live-registration = Registered by another partner
finding-own-registration = Registered before by the same partner

## How sure it is

level-same = Same company
level-likely = Likely the same
level-possible = Possibly the same

## What it rests on

finding-agreed-domain = Same domain: { $theirs }
finding-agreed-name = Same name without legal form: { $theirs }
finding-agreed-alias = Known by this name as well: { $theirs }
finding-agreed-country = Same country: { $theirs }
