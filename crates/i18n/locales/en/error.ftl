### What went wrong and how to mend it. Keys: error-<code>, with - for _.

## Fields

error-required = Please fill this in.
error-too-long = Please use at most { $max } characters.
error-too-short = Please use at least { $min } characters.
error-invalid = This doesn't look right. Please check it.
error-out-of-range = Please choose a value from { $min } to { $max }.
error-not-a-number = Please enter a number.
error-too-precise = Please use at most four decimals.
error-number-ambiguous = This would be read as { $read }. If { $other } is meant, please write { $other }; if not, write { $read }.
error-too-large = This number is too large.
error-negative = Please enter zero or more.
error-unknown = We don't know this value. Please choose another.
error-unknown-field = There is no field with this name.
error-repeated = Please give this once only.
error-not-json = Please send JSON, with the header Content-Type: application/json.
error-taken = This is already in use. Please choose another.
error-overlaps = This overlaps with another entry.
error-email-invalid = This doesn't look like an e-mail address.
error-domain-invalid = This doesn't look like a web address. An example: company.com
error-currency-invalid = Please enter a currency code such as EUR or USD.
error-currency-unknown = There is no currency with this code. Please enter one such as EUR or USD.
error-date-invalid = Please enter a date such as 2026-11-24.
error-date-in-past = This date has passed. Please choose a later one.
error-date-in-future = This date is still to come. Please choose an earlier one.
error-time-zone-invalid = We don't know this time zone. An example: Europe/Berlin
error-password-too-short = Please use at least { $min } characters for the password.
error-password-wrong = E-mail address or password is not right.
error-cursor-invalid = This page link is no longer valid. Please start from the first page.
error-file-gone = This file is not here any more. Please choose it again.
error-file-too-large = This file is larger than { $max } MB.
error-file-unreadable = We can't read this file.

## The whole request

error-invalid-input = Something is missing or not right. Please check the marked fields.
error-not-found = We can't find this. It may have been removed, or you may not have access.
error-not-for-tokens = A token can't do this: only a person who has signed in can.
error-token-reads-only = This token may only read. Please use one that may write.
error-forbidden = Your role doesn't allow this. An administrator can change that.
error-unauthenticated = Please sign in first.
error-stale-version = Somebody changed this in the meantime. Please reload and try again.
error-already-decided = This has already been decided.
error-already-exists = This already exists.
error-not-allowed-now = This isn't possible in the current state.
error-in-use = This is still in use and can't be removed.
error-idempotency-key-reused = This idempotency key was used before with a different request.
error-in-progress = The same request is still being carried out. Please ask again in a moment.
error-already-carried-out = This request was carried out, but its answer was lost. Please look at the list before you send it again.
error-last-administrator = This is the last administrator. Please make somebody else administrator first.
error-too-many-requests = That was a bit too fast. Please wait a moment and try again.
error-bad-request = We couldn't read this request.
error-method-not-allowed = This address doesn't take this kind of request.
error-unsupported-media-type = Please send JSON.
error-payload-too-large = This request is too large.
error-internal = Something went wrong on our side. Nothing was changed. Please try again.
error-unavailable = We are not ready at the moment. Please try again shortly.
error-form-expired = This form was open for too long. Please send it again.

## Links

error-link-expired = This link has expired. Please ask for a new one.
error-link-used = This link has already been used. Please ask for a new one.
error-link-invalid = This link is not valid. Please check that it was copied completely.

## Deals

error-deal-closed = This deal is closed. Reopen it first.
error-deal-open = This deal is open already.
error-already-in-stage = The deal is in this stage already.
error-wrong-stage = Please choose a stage of this program that fits.
error-no-open-stage = This program has no open deal stage. Add one to the program first.
error-lines-differ = The amount must equal the sum of the lines.
error-not-in-program = This partner is not in the program.
error-partner-exited = The relation with this partner has ended.
error-partner-not-in-program = This partner is not in the program. Let it join first, or assign the registration to another partner.
error-too-many = Please use at most { $max } entries.

## Questions about numbers

error-not-for-metric = This number can't be divided or filtered by that.
error-unknown-dimension = Figures are not divided by this. You can use: { $expected }.
error-share-too-large = A percentage cannot be more than 100.
error-before-start = The last day lies before the first.
error-window-out-of-range = Please choose between 1 and { $max } days.
error-kpi-counting = After an update, stays in phases are being counted for the first time. Try again in a minute.
error-kpi-waits = There are no figures for this yet: what they are made from does not exist here. Its definition says what it waits for.
error-compare-needs-period = To compare, choose a first and a last day.
error-compare-needs-as-of = What is open can only be compared as things stood on a day. Please choose that day too.
error-compare-too-early = There are no dates that early to compare with.
error-compare-time = These days, weeks, months, quarters or years have no counterpart in the earlier period. Choose a period made of whole ones.

## Import

error-import-taken-over = Another process goes on with this import.
error-name-invalid = This file name cannot be used.
error-mapping-invalid = Line { $line }, column { $column }: { $detail }
error-no-division = This is not divided. Please leave the division empty.
error-one-time = A trend is divided by month, quarter or year. Please choose one of them.
error-one-division = A ranking has exactly one division, and no stretch of time.
error-one-or-two-divisions = A table needs one or two divisions.
error-two-divisions = A heat map needs two divisions, and neither of them the currency.
error-no-filter = This takes no filters.
