### Mails: subjects and bodies.

## Registrations, to the partner

mail-registration-confirm-subject = Please confirm your registration with { $organisation }
mail-registration-confirm-body =
    Hello,

    somebody, probably you, has registered a deal with { $organisation } and gave this e-mail address. Please confirm that it is yours. We start as soon as you do.

    { $url }

    The link works for seven days. If it wasn't you, there is nothing to do: without a confirmation nothing happens.

    { $organisation }
mail-registration-received-subject = Received: { $company } ({ $number })
mail-registration-received-body =
    Hello { $name },

    thank you. Your registration of { $company } has arrived. { $reviewer } answers by { $due }.

    You can see where it stands at any time:

    { $url }

    { $organisation }
mail-registration-question-subject = A question about { $company } ({ $number })
mail-registration-question-body =
    Hello { $name },

    { $reviewer } needs to know something before deciding on { $company }:

    { $question }

    You can answer here, without signing in:

    { $url }

    { $organisation }
mail-registration-approved-subject = Approved: { $company } ({ $number })
mail-registration-approved-body =
    Hello { $name },

    good news: your registration of { $company } is approved. It is protected for you until { $until }.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    Here is its page:

    { $url }

    { $organisation }
mail-registration-declined-subject = Not approved: { $company } ({ $number })
mail-registration-declined-body =
    Hello { $name },

    we can't approve your registration of { $company }. { $reason }{ $has_text ->
        [yes] {""}

    { $text }
       *[other] {""}
    }

    { $until ->
        [none] Here is its page:
       *[other] If you see it differently, you can ask for a second look until { $until }. Here is its page:
    }

    { $url }

    { $organisation }
mail-registration-withdrawn-subject = Withdrawn: { $company } ({ $number })
mail-registration-withdrawn-body =
    Hello { $name },

    your registration of { $company } is withdrawn. Should things change, you can register it again.

    { $url }

    { $organisation }
mail-registration-expired-subject = Protection has ended: { $company } ({ $number })
mail-registration-expired-body =
    Hello { $name },

    the protection of your registration of { $company } ended on { $until }, and the deal is still open. If you are still working on it, please register it again.

    { $url }

    { $organisation }

## Registrations, to the reviewer

mail-registration-review-subject = Please answer: { $company }, from { $partner }
mail-registration-review-body =
    Hello { $name },

    { $partner } has registered { $company } ({ $number }, { $amount }). The first answer is due by { $due }.{ $stands_in ->
        [yes] {" "}You stand in for { $absent }.
       *[other] {""}
    }

    { $can_answer ->
        [yes]
            Answer without signing in:

            { $answer_url }
       *[no] { "" }
    }

    { $url }
mail-registration-answered-subject = Answered: { $company } ({ $number })
mail-registration-answered-body =
    Hello { $name },

    { $sender } has answered your question about { $company }:

    { $answer }

    The decision is due by { $due }.

    { $can_answer ->
        [yes]
            Answer without signing in:

            { $answer_url }
       *[no] { "" }
    }

    { $url }
mail-registration-taken-back-subject = Withdrawn: { $company } ({ $number })
mail-registration-taken-back-body =
    Hello { $name },

    { $sender } has withdrawn the registration of { $company }. Nothing is left to decide.

    { $url }

## Signing in

mail-sign-in-subject = Your sign-in link for { $organisation }
mail-sign-in-body =
    Hello { $name },

    this link signs you in. It works once, for 15 minutes:

    { $link }

    If you did not ask for it, you can ignore this mail: without the link nobody comes in.

    { $organisation }
mail-invitation-subject = You can now work with { $organisation }
mail-invitation-body =
    Hello { $name },

    you have access to the partner system of { $organisation }. This link signs you in once, within seven days:

    { $link }

    Afterwards you can ask for a new link on the sign-in page, or set a password in your account.

    { $organisation }
