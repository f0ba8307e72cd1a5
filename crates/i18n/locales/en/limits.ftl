### How much a partner can have open, and what keeps protection alive.

program-edit-protection = Protection
program-setting-product-days = Days of protection by product
program-setting-most-open = Open registrations per partner
program-setting-activity-days = Days without activity
protection-rules-title = Protection
protection-rules-lead = What applies beside the usual days of protection. Registrations keep the rules under which they were made.
protection-rules-limits = Limits
protection-most-open-hint = Empty: any number. Of a partner whose registrations expire, the limit shrinks by the share that did. Partners see it before they register.
protection-activity-hint = Empty: none needed. The partner is told, and a week later protection ends.
protection-products-hint = Empty: as usual, { $usual }.
public-limit = You have { $open } open { $open ->
    [one] registration
   *[other] registrations
}; up to { $limit } can be open at a time.
public-limit-why = Your limit would be { $most }; it is lower because { $expired } of { $ended } that ended in the past year expired.
error-too-many-open = You have { $open } open registrations, and up to { $limit } can be open at a time. Please withdraw or finish one first.
public-progress = Say how it goes
public-field-progress = How does it go?
public-progress-hint = We read it, and it counts as work on this deal.
public-progress-button = Send
public-progress-done = Thank you, noted.
event-registration-quiet = told the partner that nothing has happened at { $company }
event-registration-progress = says how it goes at { $company }
mail-registration-quiet-subject = How does it go? { $company } ({ $number })
mail-registration-quiet-body =
    Hello { $name },

    nothing has happened at your registration of { $company } for { $days } days. Please say how it goes by { $until }. Otherwise your protection ends after that day.

    { $url }

    { $organisation }
public-status-wanted-by = Please tell us by { $by } how it goes: this program wants to hear of it every { $days } days.
