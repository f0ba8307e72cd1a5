### Einsprüche: Es ist strittig, wer geschützt ist.

dispute-title = Streitfälle
dispute-one = Streitfall
dispute-about = Streitfall zu { $company }
dispute-lead = Wer geschützt ist, wenn zwei Seiten sich nicht einig sind. Bis zur Entscheidung steht der Schutz still.
dispute-show = Welche Streitfälle
dispute-show-waiting = Warten auf Entscheidung
dispute-show-over = Entschieden
dispute-any-kind = Jede Art
dispute-column-customer = Kunde
dispute-column-due = Entscheidung fällig
dispute-column-opened = Eröffnet
dispute-none = Kein Streitfall wartet
dispute-none-text = Wenn ein Partner oder jemand aus dem Haus eine Registrierung anficht, steht es hier.
dispute-none-over = Noch nichts entschieden
dispute-none-over-text = Entschiedene Streitfälle bleiben hier, mit der Regel, die galt.
dispute-year = Die letzten zwölf Monate
dispute-by-rule = Nach Regel
dispute-stat-opened = Eröffnet
dispute-stat-waiting = Warten
dispute-stat-overdue = Überfällig
dispute-stat-appealed = Mit Widerspruch
dispute-stat-reversed = Durch Widerspruch geändert
dispute-stat-time = Mittlere Zeit bis zur Entscheidung (Median)
dispute-kind-partners = Zwei Partner
dispute-kind-direct = Direktvertrieb und Partner
dispute-kind-commission = Provision nach Abschluss
dispute-status-open = Zu entscheiden
dispute-status-decided = Entschieden
dispute-status-appealed = Widerspruch zu entscheiden
dispute-status-closed = Abgeschlossen
dispute-outcome-upheld = Die Registrierung gilt
dispute-outcome-upheld-hint = Der Schutz geht weiter und erhält die Tage zurück, die er stillstand.
dispute-outcome-overturned = Die Registrierung fällt
dispute-outcome-overturned-hint = Ihr Schutz endet. Eine abgelehnte Registrierung der anderen Seite wird neu geprüft.
dispute-rule-first-valid = Erste gültige Registrierung
dispute-rule-customer-choice = Schriftliche Wahl des Kunden
dispute-rule-no-activity = Keine Aktivität während des Schutzes
dispute-rule-named-account = Namentlicher Kunde des Direktvertriebs
dispute-rule-agreement = Partnervertrag
dispute-rule-other = Eine andere Regel
dispute-side-holder = Angefochten
dispute-side-claimant = Anfechtend
dispute-side-vendor = Wir
dispute-evidence = Belege
dispute-evidence-order = Das Gewichtigste zuerst
dispute-evidence-none = Noch hat niemand etwas vorgelegt.
dispute-evidence-add = Beleg hinzufügen
dispute-evidence-added = Ist vermerkt.
dispute-evidence-customer-statement = Schriftliche Aussage des Kunden
dispute-evidence-customer-meeting = Treffen mit dem Kunden
dispute-evidence-mail-thread = E-Mails
dispute-evidence-proposal = Angebot
dispute-evidence-other = Etwas anderes
dispute-field-kind = Zwischen wem
dispute-field-claimant = Registrierung der anfechtenden Seite
dispute-field-claimant-hint = Ihre Nummer. Nötig zwischen zwei Partnern.
dispute-field-same-customer = Es ist trotzdem derselbe Kunde
dispute-field-statement = Was strittig ist, und warum
dispute-field-statement-hint = Das lesen Kolleginnen und Kollegen. Die Seiten lesen nur die Entscheidung.
dispute-field-side = Von
dispute-field-evidence-kind = Was ist es?
dispute-field-evidence-text = Was es besagt
dispute-field-dated-on = Sein Datum
dispute-field-outcome = Entscheidung
dispute-field-rule = Regel, die gilt
dispute-field-decision = Begründung
dispute-field-decision-hint = Beide Seiten lesen das so, wie es hier steht.
dispute-field-appeal-reason = Warum war die Entscheidung falsch?
dispute-open = Streitfall eröffnen
dispute-open-lead = Schutz und Fristen stehen still, bis entschieden ist. Beide Partner erfahren davon; keiner erfährt, wer der andere ist.
dispute-opened = Der Streitfall ist eröffnet. Beide Seiten wissen Bescheid.
dispute-opened-by = eröffnet von { $who }, { $day }
dispute-decide-by = Zu entscheiden bis { $due }.
dispute-one-sided = Eine Seite gehört zu Partnern, die Sie nicht betreuen. Es entscheidet, wer beide Seiten sieht.
dispute-hidden-side = Eine Registrierung außerhalb Ihrer Partner.
dispute-no-claimant = Keine Registrierung.
dispute-registered = Registriert
dispute-in-the-way = Inzwischen an ihrer Stelle geschützt
dispute-in-the-way-hint = Wenn die angefochtene Registrierung bestehen soll, kreuzen Sie an, was damit zurückgenommen wird. Sonst ist diese Entscheidung nicht möglich. Beide Seiten erfahren davon.
dispute-take-back = Schutz von { $number } ({ $partner }) zurücknehmen
dispute-decide = Entscheiden
dispute-decide-button = Entscheiden und beiden Seiten mitteilen
dispute-decided = Entschieden. Beide Seiten wissen Bescheid.
dispute-decision = Entscheidung
dispute-decision-appeal = Entscheidung über den Widerspruch
dispute-appeal = Widerspruch
dispute-appeal-open = { $side }: Widerspruch möglich bis { $until }.
dispute-appeal-for = Widerspruch aufnehmen
dispute-appeal-button = Widersprechen
dispute-appealed = Der Widerspruch ist vermerkt. Jetzt entscheidet jemand anderes.
dispute-look = Ansehen
audit-about-dispute = Streitfälle
today-disputes = Streitfälle zu entscheiden
today-disputes-all = Alle Streitfälle
today-disputed = eröffnet { $ago }
event-dispute-opened = hat einen Streitfall zu { $company } eröffnet
event-dispute-evidence-added = hat im Streitfall zu { $company } etwas vorgelegt
event-dispute-decided = hat den Streitfall zu { $company } entschieden
event-dispute-appealed = hat im Streitfall zu { $company } widersprochen
error-dispute-open = Zu dieser Registrierung läuft schon ein Streitfall.
error-dispute-claimed-already = Diese Registrierung war schon in einem Streitfall.
error-dispute-not-same-customer = Diese Registrierung nennt einen anderen Kunden. Wenn es derselbe ist, bestätigen Sie das unten.
error-dispute-over = Dieser Streitfall ist entschieden.
error-dispute-enough-evidence = Mehr Belege kann eine Seite nicht vorlegen.
error-dispute-same-person = Sie haben beim ersten Mal entschieden. Der Widerspruch ist für jemand anderen.
error-dispute-no-appeal = Hier gibt es nichts zu widersprechen: Es ist noch nicht entschieden, die Zeit ist um, oder es gab schon einen Widerspruch.
error-in-the-future = Dieser Tag liegt noch in der Zukunft.
error-same = Das ist dieselbe Seite.

## Die Seite des Partners

public-dispute-yours = Sie haben angefochten
public-dispute-contest = Anfechten
public-dispute-statement = Warum steht Ihnen dieser Kunde zu?
public-dispute-statement-hint = Einmal möglich, bis { $until }. Belege können Sie danach vorlegen. Wir entscheiden in der zugesagten Zeit und nennen Ihnen die Regel, die galt.
public-dispute-opened = Danke. Wir gehen der Sache nach und schreiben Ihnen. Belege können Sie jetzt vorlegen.
public-dispute-waits-holder = Jemand hat Ihre Registrierung angefochten. Ihr Schutz steht still, bis wir entscheiden, spätestens am { $due }. Zeigen Sie uns, was für Sie spricht.
public-dispute-waits-claimant = Wir entscheiden bis { $due } und schreiben Ihnen. Zeigen Sie uns, was für Sie spricht.
public-dispute-appealed-holder = Es gibt einen Widerspruch. Jemand anderes entscheidet bis { $due }.
public-dispute-appealed-claimant = Es gibt einen Widerspruch. Jemand anderes entscheidet bis { $due }.
public-dispute-holder-upheld = Ihre Registrierung gilt.
public-dispute-holder-overturned = Ihre Registrierung gilt nicht. Ihr Schutz ist beendet.
public-dispute-given-back = Seit dieser Entscheidung wurde Ihre Registrierung wieder eingesetzt: Sie gilt wieder.
public-dispute-claimant-upheld = Die andere Registrierung gilt. Ihre bleibt abgelehnt.
public-dispute-claimant-overturned = Sie hatten recht. Wir prüfen Ihre Registrierung noch einmal.
public-dispute-show = Belege vorlegen
public-dispute-kind-hint = Am meisten zählt, was der Kunde schriftlich sagt, dann ein Treffen mit Datum, dann E-Mails und Angebote.
public-dispute-text = Was besagt es?
public-dispute-text-hint = Dateien können Sie weiter unten anhängen.
public-dispute-show-button = Senden
public-dispute-shown = Danke. Es ist bei uns.
public-dispute-shown-title = Was Sie vorgelegt haben
public-dispute-appeal = Widerspruch
public-dispute-appeal-hint = Einmal möglich, bis { $until }. Es entscheidet jemand anderes.
public-dispute-appeal-done = Danke. Jemand anderes sieht es sich an.

mail-dispute-opened-subject = Ihre Registrierung ist angefochten: { $company } ({ $number })
mail-dispute-opened-body =
    Guten Tag { $name },

    jemand hat Ihre Registrierung von { $company } angefochten. Ihr Schutz steht still, bis wir entscheiden, spätestens am { $due }.

    Bitte zeigen Sie uns, was für Sie spricht: eine Aussage des Kunden, ein Treffen, E-Mails, ein Angebot.

    { $url }

    { $organisation }
mail-dispute-claimed-subject = Wir gehen der Sache nach: { $company } ({ $number })
mail-dispute-claimed-body =
    Guten Tag { $name },

    wir haben zu Ihrer Registrierung von { $company } einen Streitfall eröffnet und entscheiden bis { $due }.

    Bitte zeigen Sie uns, was für Sie spricht: eine Aussage des Kunden, ein Treffen, E-Mails, ein Angebot.

    { $url }

    { $organisation }
mail-dispute-to-decide-subject = Ein Streitfall zu entscheiden: { $company } ({ $number })
mail-dispute-to-decide-body =
    Guten Tag { $name },

    die Registrierung von { $company } ist angefochten. Bitte entscheiden Sie bis { $due }.

    { $statement }

    { $url }

    { $organisation }
mail-dispute-evidence-subject = Neuer Beleg: { $company } ({ $number })
mail-dispute-evidence-body =
    Guten Tag { $name },

    im Streitfall zu { $company } gibt es einen neuen Beleg: { $kind }.

    { $text }

    { $url }

    { $organisation }
mail-dispute-decided-subject = Entschieden: der Streitfall zu { $company } ({ $number })
mail-dispute-decided-body =
    Guten Tag { $name },

    wir haben den Streitfall zu { $company } entschieden. { $outcome }

    Die Regel, die gilt: { $rule }

    { $text }
    { $may_appeal ->
        [yes] {""}

    Wenn Sie das für falsch halten, können Sie einmal widersprechen, bis { $until }. Dann entscheidet jemand anderes.
       *[other] {""}
    }

    { $url }

    { $organisation }
mail-dispute-appealed-subject = Ein Widerspruch: { $company } ({ $number })
mail-dispute-appealed-body =
    Guten Tag { $name },

    im Streitfall zu { $company } gibt es einen Widerspruch. Jemand anderes entscheidet bis { $due }. Bis dahin können Sie noch etwas vorlegen.

    { $url }

    { $organisation }
mail-dispute-appeal-to-decide-subject = Ein Widerspruch zu entscheiden: { $company } ({ $number })
mail-dispute-appeal-to-decide-body =
    Guten Tag { $name },

    im Streitfall zu { $company } gibt es einen Widerspruch. Jemand, der nicht zuerst entschieden hat, entscheidet bis { $due }.

    { $reason }

    { $url }

    { $organisation }
dispute-late-kept = Die eigene Eingabe steht noch da und ist noch nicht gespeichert. Bitte den Fall ansehen, wie er jetzt steht, und dann noch einmal senden.
dispute-late-unsent = Sie wurde nicht gespeichert und lässt sich nicht mehr senden. Sie steht hier, zum Mitnehmen.
public-status-twice = Wir haben sie uns ein zweites Mal angesehen; ein drittes Mal gibt es nicht.
public-status-may-contest = Wenn Ihnen dieser Kunde zusteht, können Sie das bis { $until } anfechten: Dann werden beide Seiten gehört.
