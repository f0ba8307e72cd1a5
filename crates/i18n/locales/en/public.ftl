### Pages without login: registration form, status.

## Registering a deal

public-register-title = Register a deal
public-register-known = Signed in by your link as { $name }, { $partner }.
public-you = About you
public-field-sender-name = Your name
public-field-sender-email = Your e-mail address
public-field-sender-email-hint = We send a confirmation there before anything starts.
public-field-sender-company = Your company
public-deal = About the deal
public-field-company = Customer
public-field-company-hint = The company's legal name, if you know it.
public-field-domain = Their website
public-field-customer-contact = Who do you talk to there?
public-field-customer-contact-placeholder = Name and e-mail
public-field-amount = Expected amount
public-field-currency = Currency
public-field-expected-close-on = Expected close
public-field-partner-help = How do you help?
public-field-partner-help-placeholder = What you have done so far, and what you will do
public-more = More about it
public-field-need = What does the customer need?
public-field-product = Product
public-field-product-hint = Choose one or write your own.
public-field-country = Country
public-field-city = Their city
public-field-customer-phone = Their phone number
public-field-vat = Their VAT number
public-register-button = Register deal
public-promise = { $reviewer } answers by { $due }.
public-promise-confirm = After you confirm your e-mail address, { $reviewer } answers within the time promised.
public-promise-nobody = We answer by { $due }.
error-too-quick = That was very quick. Please look over your entries and send them again.
error-registered-already = This deal was registered already, as { $number }, but other things were said of it. Please change { $number } on its page. What you typed here is still here.
error-registered-by-colleague = A colleague at your company has registered this deal already, as { $number }. Please ask them to add what is new. What you typed here is still here.
public-sent-before = You had sent this registration before. Here it is.
public-sent-before-files = You had sent this registration before. Here it is; the files you sent now were added to it.

## After sending

public-sent-title = Please check your mail
public-sent-text = We have sent you a message. Open the link in it to confirm that the address is yours. The clock for our answer starts then.
public-sent-hint = Nothing there after a few minutes? Look into the spam folder, or check the address and send the form again.
public-sent-again = Register another deal

## Confirming

public-confirm-title = Confirm your registration
public-confirm-text = You registered { $company } and gave the address { $email }.
public-confirm-button = Yes, this is my address
public-confirmed = Thank you. Your registration is with us now.

## The status page

public-status-title = { $company }: { $status }
public-status-registered = Registered { $at } · { $number }
public-status-answer-by = { $who } answers by { $due }. We write to you the moment it is decided.
public-status-decide-by = { $who } decides by { $due }. We write to you the moment it is decided.
public-status-over = { $who } has taken longer than promised. This is marked as overdue on our side.
public-status-we = We
public-status-question = { $who } asks
public-status-answer = Your answer
public-status-answer-button = Send answer
public-status-answered = Thank you. Your answer has been sent.
public-status-role = Accepted: you take part { $role }. Another partner is protected for this customer, so this role is not.
public-status-protected = This deal is protected for you until { $until }.
public-status-protection-over = Protection ended on { $until }. If you are still working on it, please register it again.
public-status-declined = We can't approve this registration.
public-status-withdrawn = You took this registration back. You can register it again at any time.
public-status-withdraw = Withdraw registration
public-status-withdraw-reason = Why?
public-status-withdraw-button = Withdraw now
public-status-withdraw-done = Your registration is withdrawn.
public-status-details = What you sent
public-status-history = What has happened
public-status-questions = Questions and answers
public-status-you = You
public-status-your-turn = Waiting for you
public-status-your-turn-text = We need something from you before we can decide. Our clock stands until you answer.
public-status-meanwhile = Something changed in the meantime. Please look at the page again.
public-sent-domain = Website
public-sent-contact = Contact
public-sent-amount = Amount
public-sent-close = Close
public-sent-product = Product
public-sent-need = Need
public-sent-help = Your part
public-step-received = Received
public-step-answer = First answer
public-step-decision = Decision
public-step-by = by { $due }
public-step-protected = Protected for { $days } days
public-step-protected-until = Protected until { $until }
public-step-not-protected = No protection

public-history-received = The registration arrived.
public-history-submitted = The registration arrived.
public-history-confirmed = You confirmed your e-mail address.
public-history-review-started = Somebody took it up.
public-history-information-requested = We asked you something.
public-history-information-given = You answered.
public-history-approved = We approved it.
public-history-declined = We declined it.
public-history-withdrawn = It was withdrawn.
public-history-expired = Protection ended.

## Links that no longer open anything

public-closed-title = This link doesn't open anything
public-closed-not-found = It is not complete, or it has been withdrawn. Your contact person can send you a new one.
public-closed-link-expired = It has expired. Please register the deal again, or ask your contact person for a new link.
public-closed-link-used = You have already confirmed. The link to your registration's page is in the mail we sent you afterwards.
