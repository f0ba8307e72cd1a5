### Signing in, people, roles, sessions, API tokens.

## Signing in

access-sign-in = Sign in
access-email = E-mail address
access-password = Password
access-name = Name
access-link-lead = We send you a link by e-mail. It signs you in once.
access-send-link = Send me the link
access-password-instead = Sign in with a password instead
access-link-instead = Sign in with a link by e-mail instead
access-throttled = Too many tries. Please wait { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
} and try again.
access-sent-title = Please check your mail
access-sent-text = If there is an account with this address, a link is on its way. It works once, for 15 minutes.
access-sent-kept = No mail server is set up here yet. An administrator finds the mail in the outbox.
access-sent-again = Use another address
access-link-hello = Hello { $name }
access-link-text = You are about to sign in as { $email }.
access-link-not-you = Not you? Then close this page: nothing has happened yet.
access-link-over = This link doesn't work any more
access-to-sign-in = To the sign-in page

## The first administrator

access-welcome-title = Welcome
access-welcome-lead = Nobody works here yet. You are the first: this makes you the administrator.
access-welcome-start = Start
access-welcome-note = Without a password you sign in by links we send to your address.
access-password-hint = At least { $min } characters.

## Roles

role-administrator = Administrator
role-head-of-partnerships = Head of partnerships
role-partner-manager = Partner manager
role-viewer = Viewer
role-administrator-hint = Everything, people and settings included
role-head-of-partnerships-hint = All partners, programs, imports and exports
role-partner-manager-hint = Works with partners, registrations and deals
role-viewer-hint = Reads everything, changes nothing

## Your account

account-title = Your account
account-you = You
account-role = Role
account-partners-own = The partners you own
account-partners-all = All partners
account-sees = You see
account-sign-out = Sign out
account-preferences = Language and look
account-language = Language
account-theme = Look
theme-auto = As the device says
theme-light = Light
theme-dark = Dark
account-saved = Saved.
account-password = Password
account-password-none = You have no password: links by e-mail sign you in. You can set one.
account-password-set = Set password
account-password-change = Change password
account-password-old = Present password
account-password-new = New password
account-password-saved = Password saved. All other devices are signed out.
error-old-password-wrong = This is not your present password.
account-sessions = Where you are signed in
account-session-this = This device
account-session-seen = Last seen { $when }
account-session-since = Since { $when }
account-session-unknown = Unknown device
account-session-on = { $browser } on { $system }
account-session-revoke = Sign out
account-session-revoked = That device is signed out.
account-tokens = API tokens
account-tokens-text = For programs that act for you. { $count ->
    [0] You have none.
    [one] You have one.
   *[other] You have { $count }.
}
account-tokens-open = Manage tokens

## API tokens

tokens-title = API tokens
tokens-lead = A program with a token sees and does what you may see and do. It never changes people or tokens.
tokens-new = New token
tokens-name = What is it for?
tokens-name-hint = For instance: nightly export
tokens-rights = It may
tokens-read = Read
tokens-read-hint = Lists, records, figures
tokens-write = Read and change
tokens-write-hint = Everything you may do with partners, registrations and deals
tokens-until = Works until
tokens-until-hint = Empty: until you revoke it
tokens-create = Make token
tokens-made = Copy this token now. It is shown this once only.
tokens-made-use = Send it with every call in the header: Authorization: Bearer …
tokens-done = I have copied it
tokens-column-name = Name
tokens-column-starts = Starts with
tokens-column-rights = May
tokens-column-used = Last used
tokens-column-until = Works until
tokens-never-used = not yet
tokens-no-end = no end
tokens-over = ended { $when }
tokens-revoke = Revoke
tokens-revoke-question = Revoke { $name }? Programs that use it stop working at once.
tokens-revoked = Token revoked.
tokens-empty = No tokens yet
tokens-empty-text = Make one when a program is to work with your data.

## People

people-title = People
people-note = { $count ->
    [one] One person may come in
   *[other] { $count } people may come in
}
people-invite = Invite a person
people-column-person = Person
people-column-role = Role
people-column-sees = Sees
people-column-last = Last here
people-column-state = State
people-sees-all = all partners
people-sees-own = own partners
people-never = not yet
people-active = Active
people-inactive = May not come in
people-filter-role = Role
people-filter-every-role = Every role
people-filter-active = State
people-filter-everybody = Everybody
people-none = Nobody fits
people-none-text = Fewer filters find more people.
people-new-title = Invite a person
people-all-partners = Sees all partners, not only their own
people-all-partners-hint = Counts for partner managers; every other role sees all.
people-send-invitation = Mail them a link with which they come in
people-create = Add person
people-created = Person added.
people-invited = Person added. The invitation is on its way.
people-changed = Saved.
people-invite-again = Send a new invitation
people-invitation-sent = The invitation is on its way.
people-deactivate = Take access away
people-deactivate-question = Take access away from { $name }? All sessions and tokens end at once.
people-deactivated = Access taken away. All sessions and tokens have ended.
people-activate = Give access again
people-activated = Access given.
people-access = Access
people-access-active = { $name } may come in.
people-access-inactive = { $name } may not come in.
people-last-seen = Last signed in

## What happened

event-user-created = added the person { $name } ({ $email })
event-user-changed = changed the account of { $name }
event-user-signed-in = signed in
event-session-revoked = ended a session
event-token-created = made the API token { $name }
event-token-revoked = revoked the API token { $name }

## Search

search-partner = Partner
search-company = Company
search-deal = Deal
search-registration = Registration
