### More time: extensions, and protection given back.

## More time

program-setting-extension-limit = Extensions per registration
program-extension-limit-hint = 0: none can be asked for
program-setting-extension-days = Days an extension adds
error-extension-pending = More time has been asked for already. It waits for an answer.
error-extension-limit = No further extension is possible for this registration.
error-not-later = Please choose a day after protection ends now.
event-registration-extension-asked = asked for more time for { $company }
review-step-extension-asked = asked for more time
review-step-extension-refused = gave no more time
public-history-extension-asked = More time was asked for.
public-history-extension-refused = There is no more time; protection ends as planned.
event-registration-extension-refused = gave no more time for { $company }
event-registration-extended = extended the protection of { $company } until { $protected_until_on }
event-registration-reinstated = protected { $company } again until { $protected_until_on }
extension-title = More time
extension-evidence = What has moved
extension-until-on = Protected until
extension-note = A word to the partner
extension-note-hint = Needed when you say no
extension-grant = Give more time
extension-refuse = Say no
extension-answer = Answer
extension-none = Nobody waits for more time here.
extension-earlier = Asked before
extension-waits = { $who } asked for more time { $ago }. Protection stays until you answer.
extension-granted = Protection is longer now. The partner is told.
extension-refused = The partner is told.
extension-status-pending = Waits
extension-status-granted = Extended
extension-status-refused = Not extended
reinstate-title = Protect again
reinstate-lead = The partner gets the customer back, as long as nobody else is protected there by now.
reinstate-reason = Why?
reinstate-reason-hint = The partner reads it as it is
reinstate-days = For how many days, from today
reinstate-days-hint = Left empty: the program's window
reinstate-do = Protect again
reinstate-done = Protected again. The partner is told.
today-extensions = Asked for more time
public-extension = Ask for more time
public-extension-evidence = What has moved since we said yes?
public-extension-left = { $count ->
    [one] Meetings, offers, what the customer said. You can ask once more.
   *[other] Meetings, offers, what the customer said. You can ask { $count } times more.
}
public-extension-button = Ask for more time
public-extension-asked = Thank you. Protection stays until we answer.
public-extension-waits = You have asked for more time. Protection stays until we answer.

mail-extension-asked-subject = More time asked for: { $company } ({ $number })
mail-extension-asked-body =
    Hello { $name },

    { $sender } asks for more time for { $company }. Protection would end on { $until }; it stays until you answer.

    { $evidence }

    { $url }

    { $organisation }
mail-extension-granted-subject = Protected longer: { $company } ({ $number })
mail-extension-granted-body =
    Hello { $name },

    your registration of { $company } is now protected until { $until }.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    { $url }

    { $organisation }
mail-extension-refused-subject = No more time: { $company } ({ $number })
mail-extension-refused-body =
    Hello { $name },

    we can't protect your registration of { $company } beyond { $until }. Here is why:

    { $note }

    { $url }

    { $organisation }
mail-registration-reinstated-subject = Protected again: { $company } ({ $number })
mail-registration-reinstated-body =
    Hello { $name },

    your registration of { $company } is protected again, until { $until }.

    { $reason }

    { $url }

    { $organisation }
extension-chosen = Your answer
