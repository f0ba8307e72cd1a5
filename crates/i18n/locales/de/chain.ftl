# Freigabeketten, zweite Blicke und Antworten aus der Mail.

answer-lead = { $person }, diese Registrierung wartet auf Sie. { $number }
answer-waits = Der Partner wurde gefragt und hat noch nicht geantwortet. Sie können ablehnen oder auf die nächste Mail warten.
answer-note = Ein Wort dazu
answer-approve = Annehmen
answer-approve-step = Diesen Schritt freigeben
answer-send = Zur Freigabe geben
answer-ask = Den Partner fragen
answer-question = Ihre Frage
answer-ask-button = Frage senden
answer-decline = Ablehnen
answer-decline-button = Registrierung ablehnen
answer-undecided = Für diesen Kunden ist schon ein anderer Partner geschützt, oder er hat ihn früher registriert, und noch niemand hat entschieden, wie es weitergeht. Das wird zuerst entschieden; bitte melden Sie sich dafür an.
answer-changed-since = Seit Sie diese Seite geöffnet haben, hat sich die Registrierung geändert. Bitte lesen Sie sie und antworten Sie noch einmal.
answer-changed = Seit Sie diese Seite geöffnet haben, wurde neu entschieden, wie es weitergeht. Bitte lesen Sie es und stimmen Sie noch einmal zu.
answer-to-record = Anmelden und entscheiden
mail-approval-beside =
    Bitte beachten: Für diesen Kunden ist schon ein anderer Partner geschützt. { $by } hat entschieden, wie es weitergeht: { $choice }. { $effect }

    Der Grund: { $reason }
answer-spent = Es wurde schon geantwortet; für Sie ist hier nichts mehr zu entscheiden.
answer-spent-status = Stand
answer-spent-by = Entschieden von
answer-spent-at = Entschieden am
answer-spent-number = Nummer
answer-done = Vielen Dank
answer-done-approve = Ihre Zusage ist notiert.
answer-done-decline = Abgelehnt. Der Partner weiß Bescheid.
answer-done-ask = Die Frage ist unterwegs zum Partner.
public-closed-already-decided = Darauf wurde schon geantwortet. Für Sie gibt es hier nichts mehr zu entscheiden.

registration-nothing-changed = nichts, aber sie wurde neu gesendet
program-setting-approval-steps = Freigabeschritte
program-setting-remind-after = An Freigaben erinnern nach
program-setting-automatic-clear = Sofort annehmen, wenn nichts dagegen spricht
program-setting-automatic-overdue = Annehmen, wenn die Zeit abläuft und nichts dagegen spricht
program-setting-resubmissions = So oft kann eine abgelehnte Registrierung neu gesendet werden
program-setting-appeal-days = Tage für einen Widerspruch

mail-approval-request-subject = Bitte freigeben: { $company } ({ $number })
mail-approval-request-body =
    Guten Tag { $name },

    { $partner } hat einen Deal mit { $company } über { $amount } registriert. Er ist geprüft und wartet auf Ihre Freigabe: { $step }.{ $stands_in ->
        [yes] {" "}Sie vertreten { $absent }.
       *[other] {""}
    }

    { $beside }

    Annehmen, ablehnen oder nachfragen, ohne Anmeldung:

    { $url }

    { $organisation }
mail-approval-reminder-subject = Wartet noch auf Sie: { $company } ({ $number })
mail-approval-reminder-body =
    Guten Tag { $name },

    der Deal von { $partner } mit { $company } über { $amount } wartet noch auf Ihre Freigabe: { $step }.{ $stands_in ->
        [yes] {" "}Sie vertreten { $absent }.
       *[other] {""}
    }

    { $beside }

    Annehmen, ablehnen oder nachfragen, ohne Anmeldung:

    { $url }

    { $organisation }
mail-registration-appealed-subject = Bitte ein zweiter Blick: { $company } ({ $number })
mail-registration-appealed-body =
    Guten Tag { $name },

    { $sender } hält die Ablehnung von { $company } für falsch:

    { $reason }

    Bitte entscheiden Sie noch einmal bis { $due }.

    { $can_answer ->
        [yes]
            Antworten, ohne sich anzumelden:

            { $answer_url }
       *[no] { "" }
    }

    { $url }

    { $organisation }
mail-registration-edited-subject = Geändert: { $company } ({ $number })
mail-registration-edited-body =
    Guten Tag { $name },

    die Registrierung zu { $company } wurde geändert: { $changed }. Sie steht jetzt auf „{ $status }“.{ $has_reason ->
        [yes] {""}

    { $reason }
       *[other] {""}
    }

    { $can_answer ->
        [yes]
            Antworten, ohne sich anzumelden:

            { $answer_url }
       *[no] { "" }
    }

    { $url }

    { $organisation }
mail-registration-cancelled-subject = Zusage zurückgenommen: { $company } ({ $number })
mail-registration-cancelled-body =
    Guten Tag { $name },

    wir müssen unsere Zusage zu { $company } zurücknehmen, der Schutz endet damit:

    { $reason }

    Hier ist die Seite dazu; wenn Sie es anders sehen, bitten Sie dort um eine zweite Prüfung:

    { $url }

    { $organisation }

event-registration-edited = hat { $company } geändert
event-registration-reopened = hat { $company } geändert, sie wird noch einmal angesehen
event-registration-resubmitted = hat { $company } neu gesendet
event-registration-appealed = hat um einen zweiten Blick auf { $company } gebeten
event-registration-cancelled = hat die Zusage zu { $company } zurückgenommen
event-registration-account-awaited = wartet auf das Konto von { $company }
event-registration-account-ready = hat das Konto von { $company } bereit
event-registration-sent-for-approval = hat { $company } zur Freigabe gegeben
event-registration-step-approved = hat einen Schritt zu { $company } freigegeben
event-user-absence-set = hat eine Abwesenheit von { $name } notiert
event-user-absence-ended = hat die Abwesenheit von { $name } beendet

error-approval-needed = Diese Registrierung müssen andere freigeben. Bitte geben Sie sie zur Freigabe.
error-approval-not-needed = Diese Registrierung muss niemand sonst freigeben.
error-not-an-approver = Sie sind zu dieser Registrierung gerade nicht gefragt.
error-appeal-over = Die Frist für einen Widerspruch ist vorbei.
error-appealed-already = Es gab schon einen Widerspruch.
error-resubmission-limit = Diese Registrierung kann nicht noch einmal gesendet werden. Bitte registrieren Sie den Deal neu.
error-before-from = Vor dem ersten Tag
error-self = Bitte eine andere Person
error-away-too = Diese Person ist dann auch nicht da, und Sie würden für sie antworten. Bitte jemand anderen wählen.

## Die Kette auf der Registrierung und die Antworten dazu

chain-title = Freigabe
chain-planned = werden nacheinander gefragt
chain-planned-together = werden gleichzeitig gefragt
chain-everyone = alle müssen zustimmen
chain-anyone = eine Zustimmung genügt
chain-nobody = Es kann niemand gefragt werden: Bitte bessern Sie die Kette des Programms aus.
chain-stands-in = in Vertretung von { $absent }
chain-state-later = später
chain-state-asked = gefragt
chain-state-approved = zugestimmt
chain-state-declined = abgelehnt
chain-state-passed = nicht mehr nötig
review-heading-send = Zur Freigabe geben
review-heading-step = Diesem Schritt zustimmen
review-heading-cancel = Zusage zurücknehmen
review-heading-account = Auf das Kundenkonto warten
review-send-lead = Diese Personen werden nacheinander per E-Mail gefragt. Die Entscheidungsfrist läuft weiter.
review-send-lead-no-mail = Diese Personen werden nacheinander per E-Mail gefragt. Die Entscheidungsfrist läuft weiter.
review-step-lead = Ihr Ja zählt sofort. Nach dem letzten wird der Deal angelegt, und { $person } erfährt es per E-Mail.
review-step-lead-no-mail = Ihr Ja zählt sofort. Nach dem letzten wird der Deal angelegt. Es ist keine E-Mail-Adresse bekannt: Bitte sagen Sie { $person } selbst Bescheid.
review-cancel-lead = Der Schutz endet heute, und { $person } erfährt es per E-Mail. Der Deal bleibt.
review-cancel-lead-no-mail = Der Schutz endet heute. Der Deal bleibt. Es ist keine E-Mail-Adresse bekannt: Bitte sagen Sie { $person } selbst Bescheid.
review-account-lead = { $person } sieht auf der Statusseite, worauf wir warten. Die Entscheidungsfrist läuft weiter.
review-account-lead-no-mail = Die Entscheidungsfrist läuft weiter. Es ist keine E-Mail-Adresse bekannt: Bitte sagen Sie { $person } selbst Bescheid.
review-text-send = Ein Wort an alle, die freigeben
review-text-step = Ein Wort für die Akte
review-text-cancel = Ihre Worte an den Partner
review-text-account = Worauf wird gewartet?
review-hint-send = Der Partner sieht es nie.
review-hint-step = Für Ihre Kolleginnen und Kollegen; der Partner sieht es nie.
review-hint-cancel = Der Partner liest es so.
review-hint-account = Für Ihre Kolleginnen und Kollegen; steht im Verlauf.
review-do-send = Zur Freigabe geben
review-do-step = Diesem Schritt zustimmen
review-do-cancel = Zusage zurücknehmen
review-do-account = Auf das Konto warten
review-send-done = Abgeschickt. Die Ersten sind gefragt.
review-step-done = Ihr Ja ist vermerkt.
review-cancel-done = Die Zusage ist zurückgenommen. Der Partner ist informiert.
review-account-done = Vermerkt. Der Partner sieht, worauf wir warten.
review-account-ready = Das Konto ist da
review-account-ready-done = Die Prüfung geht weiter.
