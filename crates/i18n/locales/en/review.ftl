### Registrations as the vendor's people see and answer them.

review-new = New registration
review-review = Review
review-look = Open
review-review-of = Review the registration for { $company }
review-no-promise = no promise
review-no-partner = partner not known yet
review-not-said = not said
review-nobody = Nobody yet
review-protected-until = protected until { $date }

## Columns

review-column-promise = Promise
review-column-registration = Registration
review-column-partner = Partner
review-column-amount = Amount
review-column-check = Check
review-column-action = Action
review-column-status = Status
review-column-reviewer = Reviewer
review-column-submitted = Received

## What the check says, in two words

review-check-clear = clear
review-check-open-direct-deal = open direct deal
review-check-other-partner-deal = deal of another partner
review-check-live-registration = registered by another
review-check-own-registration = registered before
review-check-same-domain = known company
review-check-known-alias = known company
review-check-same-name = similar name
review-check-similar-company = similar company
review-check-named-account = named account
review-check-other-scope = registered in another scope

## The list

review-search = Customer, number, sender
review-any = All
review-any-status = Every status
review-any-program = Every program
review-any-reviewer = Everybody
review-filter-q = Search
review-filter-status = Status
review-filter-status-open = Waits for an answer
review-filter-status-asked = Waits for the partner
review-filter-status-closed = Closed
review-filter-program = Program
review-filter-partner = Partner
review-filter-reviewer = Reviewer
review-filter-kind = Kind
review-filter-kind-deal = Deal
review-filter-kind-lead = Lead
review-filter-check = Conflict check
review-filter-check-clear = Clear
review-filter-check-found = Something found
review-filter-check-same = Same company
review-filter-check-likely = Likely the same
review-filter-check-possible = Possibly the same
review-filter-promise = First answer
review-filter-promise-kept = In time
review-filter-promise-late = Late
review-filter-from = Received from
review-filter-to = Received until
review-empty-title = No registrations yet
review-empty-text = A registration appears here as soon as a partner sends one or you enter one for them.
review-none-title = Nothing fits these filters
review-none-text = Fewer filters or a shorter word find more.
review-export = Export
review-export-name = registrations
review-export-id = Id
review-export-number = Number
review-export-status = Status
review-export-kind = Kind
review-export-program = Program
review-export-partner = Partner
review-export-sender = Sender
review-export-company = Company
review-export-domain = Domain
review-export-country = Country
review-export-city = City
review-export-phone = Customer's phone
review-export-vat = VAT number
review-export-contact = Contact at the customer
review-export-product = Product
review-export-amount = Amount
review-export-currency = Currency
review-export-expected-close = Expected close
review-export-need = What the customer needs
review-export-help = What the partner does
review-export-submitted = Received
review-export-answer-due = First answer due
review-export-answered = First answered
review-export-decision-due = Decision due
review-export-decided = Decided
review-export-reviewer = Reviewer
review-export-findings = Findings
review-export-level = Surest finding
review-export-protected-until = Protected until
review-export-deal = Deal

## The record

review-state = Where it stands
review-received = received { $at }
review-state-answer = The first answer is promised by { $due }. { $reviewer } has it.
review-state-decision = The decision is promised by { $due }. { $reviewer } has it.
review-state-answer-over = The first answer was promised by { $due }. { $reviewer } has it.
review-state-decision-over = The decision was promised by { $due }. { $reviewer } has it.
review-state-open = { $reviewer } has it. No promise runs.
review-state-asked = { $who } asked the partner { $ago }. The decision’s clock stands until they answer.
review-state-approved = { $by } approved it on { $at }. The partner is protected until { $until }.
review-state-declined = { $by } declined it on { $at }.
review-state-withdrawn = The partner took it back. Nothing is left to decide.
review-state-expired = It was approved; protection ended on { $until }.
review-take = I’ll take it
review-take-done = You have it now. The partner sees that somebody looks at it.
review-findings = Conflict check
review-findings-none = No known company, open deal or live registration matches by domain, name or alias.
review-finding-same-domain = We know this company by its domain.
review-finding-same-name = A company we know has the same name without its legal form.
review-finding-known-alias = We know this company under another name.
review-finding-open-direct-deal = Our own sales works on an open deal with this company.
review-finding-other-partner-deal = Another partner works on an open deal with this company.
review-finding-live-registration = Another partner’s registration for this company is live.
review-finding-own-registration = The same partner has a live registration for this company already.
review-finding-similar-company = A company we know is spelled much alike or shares something telling.
review-finding-named-account = Our own sales keeps this customer for itself.
review-finding-other-scope = Another partner’s registration for this company is live, for another product or country.
review-finding-hidden = The record belongs to a partner of a colleague. Your head of partnerships can open it.
review-finding-hidden-ask = The record belongs to a partner of a colleague. { $person } can say more.
review-need = What it is about
review-questions = Questions
review-asked = asked
review-answered = answered
review-not-answered = Not answered yet.
review-deal = Deal
review-protected = Protected until
review-became = Became
review-reason = Reason
review-told = Told the partner
review-customer = Customer
review-partner = Partner
review-sender = Sent by
review-came = Came
review-intake-public-form = by the public page
review-intake-personal-link = by a personal link
review-intake-on-behalf = entered by a colleague
review-clocks = Promises
review-clock-first-answer = First answer
review-clock-decision = Decision
review-clock-information = Information
review-clock-dispute = Dispute
review-clock-approval = Approval
review-clock-due = by { $at }
review-clock-paused = stands since { $at }
review-clock-stopped = answered { $at }
review-timeline = Timeline

## Answers

review-approve = Approve registration
review-approve-with-note = Approve with a word to the partner
review-approve-confirm = Approve the registration for { $company }? The deal is created, protection starts today, and the partner is told.
review-ask = Ask for information
review-decline = Decline
review-withdraw = Withdraw for the partner
review-assign = Choose the partner
review-write-answer = Write down the answer
review-open-deal = Open the deal
review-question = The question

review-heading-approve = Approve registration
review-heading-decline = Decline registration
review-heading-ask = Ask for information
review-heading-answer = Write down the answer
review-heading-withdraw = Withdraw registration
review-approve-lead = The deal is created, protection starts today, and { $person } is told by e-mail.
review-approve-lead-no-mail = The deal is created and protection starts today. No e-mail address is known: please tell { $person } yourself.
review-decline-lead = { $person } gets the reason and your words by e-mail. The registration is closed.
review-decline-lead-no-mail = The registration is closed. No e-mail address is known: please tell { $person } yourself.
review-ask-lead = { $person } gets the question by e-mail and answers without an account. The decision’s clock stands until then.
review-ask-lead-no-mail = No e-mail address is known: please ask { $person } yourself and write down the answer here. The decision’s clock stands until then.
review-answer-lead = Write down what { $person } told you. The decision’s clock goes on.
review-answer-lead-no-mail = Write down what { $person } told you. The decision’s clock goes on.
review-withdraw-lead = For when { $person } told you that the deal is off. The registration is closed and they get a confirmation by e-mail.
review-withdraw-lead-no-mail = For when { $person } told you that the deal is off. The registration is closed.
review-text-approve = A word to the partner
review-text-decline = Your words to the partner
review-text-ask = Your question
review-text-answer = The partner’s answer
review-text-withdraw = What they said
review-hint-approve = Stands in the e-mail and on the status page.
review-hint-decline = Say what would help next time. Needed when the reason is given below. Never name another partner.
review-hint-ask = The partner reads it as it is.
review-hint-answer = As they said it.
review-hint-withdraw = Stands in the history.
review-do-approve = Approve registration
review-do-decline = Decline registration
review-do-ask = Send the question
review-do-answer = Save the answer
review-do-withdraw = Withdraw registration
review-approve-done = Approved. The deal is created and the partner has been told.
review-decline-done = Declined. The partner has been told.
review-ask-done = The question is on its way.
review-answer-done = Answer saved. The decision’s clock goes on.
review-withdraw-done = Withdrawn.

## Somebody was faster

review-meanwhile = Somebody was faster
review-meanwhile-step = { $who } { $what }, { $when }.
review-meanwhile-text = Nothing of yours was saved. The record shows how it stands now.
review-meanwhile-open = Open the record
review-step-received = sent it
review-step-submitted = submitted it
review-step-confirmed = confirmed the address
review-step-assigned = gave it to a partner
review-step-review-started = took it up
review-step-information-requested = asked the partner
review-step-information-given = answered the question
review-step-approved = approved it
review-step-declined = declined it
review-step-withdrawn = took it back
review-step-expired = let it expire

## The partner of a stranger

review-assign-who = { $person } of { $company }
review-search-partner = Name or domain of the partner
review-no-match-title = No such partner
review-no-match-text = Try another word, or add the partner first.
review-add-partner = Add a partner
review-add-contact = Add { $person } as a contact of this partner
review-assign-hint = Partners in the program are offered. The conflict check runs again, and the partner’s manager becomes the reviewer.
review-assign-do = Assign to this partner
review-assign-done = Assigned. The conflict check ran again.

## For a partner

review-choose-partner = First choose the partner it belongs to.
review-choose-exited = The relation with this partner has ended: nothing is registered for it any more.
review-choose-no-program = In no program yet. Add the partner to one first.
review-partner-exited = The relation with { $partner } has ended since. While that is so, this registration can be declined and not approved.
review-partner-not-in-program = { $partner } is not in { $program }. Until it is, this registration can be declined and not approved.
review-new-for = Register a deal for { $partner }
review-new-lead = Entered by you, credited to the partner. The clocks start at once.
review-new-do = Register deal
review-other-partner = Another partner
review-new-done = Registered. The clocks run, and the contact has a receipt if an address is known.
review-new-repeated = This was registered before. Here it is.
review-new-repeated-files = This was registered before. Here it is; the files you sent were added to it.
review-field-program = Program
review-field-partner = Partner
review-field-contact = Contact at the partner
review-field-company = Customer
review-field-domain = Website
review-field-country = Country
review-field-city = Customer’s place
review-field-customer-phone = Customer’s phone
review-field-vat = Customer’s VAT number
review-field-customer-contact = Contact at the customer
review-field-need = What the customer needs
review-field-product = Product
review-field-amount = Expected amount
review-field-currency = Currency
review-field-expected-close-on = Expected close
review-field-partner-help = How the partner helps
review-field-reason = Reason
review-field-text = Text
review-hint-contact = Gets the receipt and every answer. If you leave it open, nobody is written to: please tell the partner yourself.
review-field-domain-hint = Such as company.com. The surest sign for the conflict check.
