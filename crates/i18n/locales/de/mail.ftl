### E-Mails: Betreff und Text.

## Registrierungen, an den Partner

mail-registration-confirm-subject = Bitte bestätigen Sie Ihre Registrierung bei { $organisation }
mail-registration-confirm-body =
    Guten Tag,

    jemand, vermutlich Sie, hat bei { $organisation } einen Deal registriert und diese E-Mail-Adresse angegeben. Bitte bestätigen Sie, dass es Ihre ist. Danach fangen wir sofort an.

    { $url }

    Der Link gilt sieben Tage. Wenn Sie es nicht waren, ist nichts zu tun: Ohne Bestätigung passiert nichts.

    { $organisation }
mail-registration-received-subject = Eingegangen: { $company } ({ $number })
mail-registration-received-body =
    Guten Tag { $name },

    vielen Dank. Ihre Registrierung von { $company } ist eingegangen. { $reviewer } antwortet bis { $due }.

    Den Stand sehen Sie jederzeit hier:

    { $url }

    { $organisation }
mail-registration-question-subject = Eine Frage zu { $company } ({ $number })
mail-registration-question-body =
    Guten Tag { $name },

    vor der Entscheidung über { $company } hat { $reviewer } eine Frage:

    { $question }

    Hier können Sie ohne Anmeldung antworten:

    { $url }

    { $organisation }
mail-registration-approved-subject = Angenommen: { $company } ({ $number })
mail-registration-approved-body =
    Guten Tag { $name },

    gute Nachricht: Ihre Registrierung von { $company } ist angenommen. Sie ist bis zum { $until } für Sie geschützt.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    Hier ist die Seite dazu:

    { $url }

    { $organisation }
mail-registration-declined-subject = Nicht angenommen: { $company } ({ $number })
mail-registration-declined-body =
    Guten Tag { $name },

    Ihre Registrierung von { $company } können wir nicht annehmen. { $reason }{ $has_text ->
        [yes] {""}

    { $text }
       *[other] {""}
    }

    { $until ->
        [none] Hier ist die Seite dazu:
       *[other] Wenn Sie es anders sehen, können Sie bis zum { $until } eine zweite Prüfung erbitten. Hier ist die Seite dazu:
    }

    { $url }

    { $organisation }
mail-registration-withdrawn-subject = Zurückgezogen: { $company } ({ $number })
mail-registration-withdrawn-body =
    Guten Tag { $name },

    Ihre Registrierung von { $company } ist zurückgezogen. Wenn sich etwas ändert, können Sie sie jederzeit neu einreichen.

    { $url }

    { $organisation }
mail-registration-expired-subject = Schutz abgelaufen: { $company } ({ $number })
mail-registration-expired-body =
    Guten Tag { $name },

    der Schutz Ihrer Registrierung von { $company } ist am { $until } abgelaufen, und der Deal ist noch offen. Wenn Sie weiter daran arbeiten, registrieren Sie ihn bitte neu.

    { $url }

    { $organisation }

## Registrierungen, an die prüfende Person

mail-registration-review-subject = Bitte beantworten: { $company }, von { $partner }
mail-registration-review-body =
    Guten Tag { $name },

    { $partner } hat { $company } registriert ({ $number }, { $amount }). Die erste Antwort ist bis { $due } fällig.{ $stands_in ->
        [yes] {" "}Sie vertreten { $absent }.
       *[other] {""}
    }

    { $can_answer ->
        [yes]
            Antworten, ohne sich anzumelden:

            { $answer_url }
       *[no] { "" }
    }

    { $url }
mail-registration-answered-subject = Beantwortet: { $company } ({ $number })
mail-registration-answered-body =
    Guten Tag { $name },

    { $sender } hat Ihre Frage zu { $company } beantwortet:

    { $answer }

    Die Entscheidung ist bis { $due } fällig.

    { $can_answer ->
        [yes]
            Antworten, ohne sich anzumelden:

            { $answer_url }
       *[no] { "" }
    }

    { $url }
mail-registration-taken-back-subject = Zurückgezogen: { $company } ({ $number })
mail-registration-taken-back-body =
    Guten Tag { $name },

    { $sender } hat die Registrierung von { $company } zurückgezogen. Es ist nichts mehr zu entscheiden.

    { $url }

## Anmelden

mail-sign-in-subject = Ihr Anmeldelink für { $organisation }
mail-sign-in-body =
    Guten Tag { $name },

    dieser Link meldet Sie an. Er gilt einmal, 15 Minuten lang:

    { $link }

    Wenn Sie ihn nicht angefordert haben, können Sie diese E-Mail ignorieren: Ohne den Link kommt niemand hinein.

    { $organisation }
mail-invitation-subject = Ihr Zugang zu { $organisation }
mail-invitation-body =
    Guten Tag { $name },

    Sie haben jetzt Zugang zum Partnersystem von { $organisation }. Dieser Link meldet Sie einmal an, innerhalb von sieben Tagen:

    { $link }

    Danach können Sie auf der Anmeldeseite einen neuen Link anfordern oder in Ihrem Konto ein Passwort festlegen.

    { $organisation }
