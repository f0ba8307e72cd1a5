### Zusagen, die brechen, wer es erfährt, und welche E-Mails jemand möchte.

mail-clock-nobody = niemand
mail-clock-kind-first-answer = die erste Antwort
mail-clock-kind-decision = die Entscheidung
mail-clock-kind-information = die Antwort des Partners
mail-clock-kind-dispute = die Antwort im Streitfall
mail-clock-kind-approval = die Freigabe
mail-clock-half-subject = Die halbe Zeit ist um: { $company } ({ $number })
mail-clock-half-body =
    Guten Tag { $name },

    { $partner } wartet bei { $company } auf { $promise }. Die Hälfte der zugesagten Zeit ist um; fällig ist es am { $due }.

    { $url }

    Diese Erinnerungen können Sie hier abstellen: { $off }
mail-clock-broken-subject = Überfällig: { $company } ({ $number })
mail-clock-broken-body =
    Guten Tag { $name },

    { $partner } wartet bei { $company } auf { $promise }, zugesagt bis { $due }. Zuständig: { $owner }. Bitte sorgen Sie dafür, dass { $partner } von uns hört.

    { $url }
mail-clock-broken-long-subject = Lange überfällig: { $company } ({ $number })
mail-clock-broken-long-body =
    Guten Tag { $name },

    { $partner } wartet bei { $company } noch immer auf { $promise }. Fällig war es am { $due }, zuständig: { $owner }. Es bleibt auf der Liste der gebrochenen Zusagen, bis jemand antwortet.

    { $url }
mail-clock-no-answer-subject = Keine Antwort von { $partner }: { $company } ({ $number })
mail-clock-no-answer-body =
    Guten Tag { $name },

    Sie haben { $partner } etwas zu { $company } gefragt. Der Partner wurde einmal erinnert und hat nicht geantwortet. Er wird nicht noch einmal erinnert. Sie können mit dem entscheiden, was Sie wissen, oder anrufen.

    { $url }
mail-registration-still-waiting-subject = Ihre Antwort fehlt noch: { $company } ({ $number })
mail-registration-still-waiting-body =
    Guten Tag { $name },

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
event-mail-preference-changed = { $whose ->
        [contact] hat geändert, welche Mails { $name } bekommt
       *[own] hat geändert, welche Mails gewünscht sind
    }
error-mail-not-for-contacts = Diese Mails bekommen Ansprechpartner nicht.
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
mails-always = Eingangsbestätigungen, Fragen und Entscheidungen zu Ihren Registrierungen kommen immer: Auf sie warten Sie ja. Schutz endet an seinem Tag, mit oder ohne Hinweis.
mails-back = Zurück
mails-always-people = Registrierungen, die auf Antwort warten, und überfällige Zusagen kommen immer.
mails-save = Auswahl speichern
mails-saved = Ihre Auswahl ist gespeichert.
mails-all = Alle Einstellungen
mails-off-title = Diese E-Mails abstellen?
mails-off-text = Sie bekommen dann nicht mehr: { $kind }
mails-off-button = Abstellen
mails-off-stopped = Diese E-Mails sind abgestellt
mails-off-done-text = Sie bekommen nicht mehr: { $kind }
mail-kind-reminder = Erinnerungen an das, was wartet
mail-kind-expiry = Hinweise, bevor der Schutz einer Registrierung endet
mail-kind-digest = Eine Zusammenfassung der Woche
breach-title = Gebrochene Zusagen
breach-total = { $count ->
    [0] Keine Zusage ist gebrochen
    [one] { $count } Registrierung wartet länger als zugesagt
   *[other] { $count } Registrierungen warten länger als zugesagt
}
breach-none = Alle Zusagen sind eingehalten
breach-none-text = Eine Registrierung, deren Antwort überfällig ist, erscheint hier und bleibt, bis jemand antwortet.
breach-nobody = Noch niemand
breach-by-manager = Nach Zuständigen
breach-by-age = Nach Dauer
breach-by-program = Nach Programm
breach-oldest = älteste: { $time } überfällig
breach-age-day = Weniger als ein Tag
breach-age-three-days = 1 bis 3 Tage
breach-age-week = 3 bis 7 Tage
breach-age-month = 7 bis 30 Tage
breach-age-older = 30 Tage und mehr
breach-column-over = Überfällig
breach-column-missing = Es fehlt
breach-column-manager = Zuständig
breach-missing-first-answer = Erste Antwort
breach-missing-decision = Entscheidung
breach-asked = der Partner wurde inzwischen gefragt
today-breaches = Liste der gebrochenen Zusagen
my-title = Meine Registrierungen
my-figures-own-only-title = Zahlen Ihres ganzen Unternehmens
my-figures-own-only = Ihr Link zeigt Ihre eigenen Registrierungen. Diese Zahlen zählen alles von { $partner } zusammen.
my-figures-ask = Sehen können sie: { $names }
my-lead = Geben Sie Ihre E-Mail-Adresse ein, und wir schicken Ihnen einen Link zu Ihren Registrierungen. Ein Passwort brauchen Sie nicht.
my-send = Link schicken
my-sent-title = Bitte sehen Sie in Ihr Postfach
my-sent-text = Wenn wir diese Adresse kennen, ist eine E-Mail mit Ihrem Link unterwegs.
my-sent-hint = Nach einigen Minuten noch nichts da? Bitte prüfen Sie die Schreibweise, oder fragen Sie Ihren Kontakt bei uns, welche Adresse wir haben.
my-sent-again = Andere Adresse versuchen
my-whose = Wessen Registrierungen
my-all = Ganzes Unternehmen
my-own = Nur meine
my-none = Noch keine Registrierungen
my-none-text = Was Sie registrieren, erscheint hier.
my-note = Dieser Link gehört nur Ihnen und funktioniert sieben Tage. Bitte geben Sie ihn nicht weiter.
my-registered = { $at } · { $number }
my-your-turn = Wir brauchen eine Antwort von Ihnen
my-their-turn = Wartet auf eine Antwort aus Ihrem Unternehmen
my-protected = Geschützt bis { $until }
my-due = Antwort bis { $due }
my-over = Das dauert länger als zugesagt; die Zuständigen wissen Bescheid
my-nobody = von uns eingetragen
my-settings = Partnerseiten
my-settings-note = Wer die Registrierungen eines ganzen Partnerunternehmens sieht
my-settings-about = Hier fordern Kontakte den Link zu ihren Registrierungen an:
my-settings-roles = Wer alle Registrierungen seines Unternehmens sieht
my-settings-roles-hint = Alle anderen sehen ihre eigenen.
my-settings-save = Speichern
mail-my-registrations-subject = Ihre Registrierungen bei { $organisation }
mail-my-registrations-body =
    Guten Tag { $name },

    hier sind Ihre Registrierungen für { $partner }:

    { $url }

    Der Link funktioniert sieben Tage. Wenn Sie ihn nicht angefordert haben, ist nichts zu tun.

    { $organisation }
mail-digest-subject = Ihre Woche: { $day }
mail-digest-body =
    Guten Tag { $name },

    { $week }

    { $url }

    Diese Zusammenfassung können Sie hier abstellen: { $off }
mail-digest-broken = { $count ->
    [one] { $count } Registrierung wartet länger als zugesagt:
   *[other] { $count } Registrierungen warten länger als zugesagt, die älteste zuerst:
}
mail-digest-waiting = { $count ->
    [0] Keine Registrierung wartet auf eine Antwort.
    [one] { $count } Registrierung wartet auf eine Antwort.
   *[other] { $count } Registrierungen warten auf eine Antwort. Als Nächstes fällig:
}
mail-digest-line = – { $company } ({ $number }), { $partner }: { $due }
mail-digest-answered = { $count ->
    [one] Eine erste Antwort wurde letzte Woche gegeben, { $in_time } davon rechtzeitig.
   *[other] { $count } erste Antworten wurden letzte Woche gegeben, { $in_time } davon rechtzeitig.
}
mail-digest-people = Wer was hat:
mail-digest-person = – { $person }: { $waiting } warten, { $broken } überfällig
mail-digest-nobody = niemand
breach-as-of = Stand: { $at }
breach-due = fällig { $at }
mails-mine = Welche E-Mails ich erhalte
