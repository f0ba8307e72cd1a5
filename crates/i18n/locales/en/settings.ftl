### Settings.

settings-title = Settings
settings-organisation = Organisation
settings-organisation-note = Name, currency, time zone, language, fiscal year
settings-people-note = Who works here, and what they may do
settings-imports-note = Bring partners, deals and history from files
settings-outbox = Outbox
settings-outbox-note = Mails sent, waiting, failed or kept
settings-audit = Audit log
settings-audit-note = Everything that happened, and who did it
settings-tokens-note = For programs that act for you
settings-organisation-name = Name
settings-organisation-name-hint = Partners see it on every page and in every mail
settings-organisation-currency = Currency
settings-organisation-currency-hint = For new programs
settings-organisation-zone = Time zone
settings-organisation-zone-hint = Days, months and business hours are counted here. For instance: Europe/Berlin
settings-organisation-language = Language
settings-organisation-language-hint = For people who have not chosen
settings-organisation-fiscal = Fiscal year starts in
settings-organisation-fiscal-hint = A fiscal year is named by the calendar year it ends in: one that starts in April 2026 is FY2027
settings-language-en = English
settings-language-de = Deutsch
settings-saved = Saved.
event-settings-changed = changed the settings of the organisation

## Outbox

outbox-title = Outbox
outbox-kept-banner = No mail server is set up: these mails were not sent. They are kept here so that you can read them and hand them on. Set one up in the configuration to send mails.
outbox-failed = { $count ->
    [one] One mail could not be sent.
   *[other] { $count } mails could not be sent.
}
outbox-retry = Try again now
outbox-retried = The failed mails are being sent again.
outbox-empty = No mails
outbox-empty-text = Receipts, questions, decisions and sign-in links appear here.
outbox-column-to = To
outbox-column-subject = Subject
outbox-column-status = State
outbox-column-at = Written
outbox-filter-status = State
outbox-filter-every-status = Every state
outbox-filter-q = Recipient
mail-status-queued = Waiting
mail-status-sending = Being sent
mail-status-sent = Sent
mail-status-failed = Failed
mail-status-kept = Not sent
outbox-letter-kept = This mail was not sent: no mail server is set up.
outbox-letter-secret = The text is not shown: it held a personal link that opens an account.
outbox-letter-tries = Tries
outbox-letter-error = What the mail server said
outbox-letter-sent = Sent
error-no-mail-server = No mail server is set up. Nothing can be sent.
event-mail-sent = sent a mail to { $to }
event-mail-failed = could not send a mail to { $to }

## Audit log

audit-title = Audit log
audit-filter-kind = What happened
audit-filter-every-kind = Everything
audit-filter-person = Who
audit-filter-everybody = Everybody
audit-filter-from = From
audit-filter-to = To
audit-empty = Nothing fits
audit-empty-text = Fewer filters find more.
audit-column-when = When
audit-column-who = Who
audit-column-what = What
audit-column-via = Entrance
audit-about-partner = Partners
audit-about-program = Programs
audit-about-segment = Segments
audit-about-product = Products
audit-about-dashboard = Dashboards
audit-about-company = Companies
audit-about-registration = Registrations
audit-about-clock = Clocks
audit-about-deal = Deals
audit-about-import = Imports
audit-about-user = People
audit-about-session = Sessions
audit-about-token = API tokens
audit-about-kpi = How figures are counted
audit-about-settings = Settings
audit-about-form = Forms
audit-about-mail = Mails
