### Zusagen, die brechen, wer es erfährt, und welche E-Mails jemand möchte.

mail-clock-nobody = niemand
mail-clock-kind-first-answer = die erste Antwort
mail-clock-kind-decision = die Entscheidung
mail-clock-kind-information = die Antwort des Partners
mail-clock-kind-dispute = die Antwort auf den Einspruch
mail-clock-kind-approval = die Freigabe
mail-clock-half-subject = Die halbe Zeit ist um: { $company } ({ $number })
mail-clock-half-body =
    Hallo { $name },

    { $partner } wartet bei { $company } auf { $promise }. Die Hälfte der zugesagten Zeit ist um; fällig ist es am { $due }.

    { $url }

    Diese Erinnerungen können Sie hier abstellen: { $off }
mail-clock-broken-subject = Überfällig: { $company } ({ $number })
mail-clock-broken-body =
    Hallo { $name },

    { $partner } wartet bei { $company } auf { $promise }, zugesagt bis { $due }. Zuständig: { $owner }. Bitte sorgen Sie dafür, dass { $partner } von uns hört.

    { $url }
mail-clock-broken-long-subject = Lange überfällig: { $company } ({ $number })
mail-clock-broken-long-body =
    Hallo { $name },

    { $partner } wartet bei { $company } noch immer auf { $promise }. Fällig war es am { $due }, zuständig: { $owner }. Es bleibt auf der Liste der gebrochenen Zusagen, bis jemand antwortet.

    { $url }
mail-clock-no-answer-subject = Keine Antwort von { $partner }: { $company } ({ $number })
mail-clock-no-answer-body =
    Hallo { $name },

    Sie haben { $partner } etwas zu { $company } gefragt. Der Partner wurde einmal erinnert und hat nicht geantwortet. Er wird nicht noch einmal erinnert. Sie können mit dem entscheiden, was Sie wissen, oder anrufen.

    { $url }
mail-registration-still-waiting-subject = Ihre Antwort fehlt noch: { $company } ({ $number })
mail-registration-still-waiting-body =
    Hallo { $name },

    wir haben Sie etwas zu { $company } gefragt und können erst entscheiden, wenn wir es wissen:

    { $question }

    Antworten können Sie hier, ohne Anmeldung:

    { $url }

    Das ist die einzige Erinnerung.{ $has_off ->
        [yes] {" "}Wenn Sie lieber keine möchten, stellen Sie sie hier ab: { $off }
       *[other] {""}
    }

    { $organisation }
event-clock-escalated = hat { $to } gemeldet, dass { $level } % der zugesagten Zeit verbraucht sind
event-mail-preference-changed = hat geändert, welche E-Mails sie oder er möchte
people-manager = Gebrochene Zusagen
people-manager-label = Führungskraft
people-manager-heads = Die Leitung Partnerschaften
people-manager-hint = Erfährt es, wenn eine Zusage dieser Person überfällig ist.
people-manager-save = Führungskraft speichern
people-manager-saved = Gespeichert.
error-own-manager = Bitte wählen Sie jemand anderen.
mails-title = E-Mails
mails-lead = { $name }, wählen Sie, welche E-Mails Sie von uns möchten.
mails-which = Schicken Sie mir
mails-always = Eingangsbestätigungen, Fragen und Entscheidungen zu Ihren Registrierungen kommen immer: Auf sie warten Sie ja.
mails-always-people = Registrierungen, die auf Antwort warten, und überfällige Zusagen kommen immer.
mails-save = Auswahl speichern
mails-saved = Ihre Auswahl ist gespeichert.
mails-all = Alle Einstellungen
mails-off-title = Diese E-Mails abstellen?
mails-off-text = Sie bekommen dann nicht mehr: { $kind }
mails-off-button = Abstellen
mails-off-done = Erledigt
mails-off-done-text = Sie bekommen nicht mehr: { $kind }
mail-kind-reminder = Erinnerungen, dass etwas auf mich wartet
mail-kind-digest = Eine Zusammenfassung der Woche
