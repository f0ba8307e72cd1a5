### Schutz: für welchen Partner ein Kunde freigehalten wird.

error-scope-taken = Für diesen Kunden ist schon ein anderer Partner geschützt, oder er hat ihn früher registriert. Bitte entscheiden Sie, wie es weitergeht.

granted-role-protected = geschützt
granted-role-referral = als Empfehlungspartner
granted-role-services = als Dienstleistungspartner

event-registration-expiring = hat vermerkt, dass der Schutz von { $company } am { $protected_until_on } endet
event-registration-role-granted = hat bei { $company } eine Rolle ohne Schutz vergeben
event-registration-protected-beside = hat bei { $company } einen zweiten Partner geschützt
event-registration-beside-decided = hat entschieden, wie es bei { $company } neben einem anderen Schutz weitergeht
event-registration-protection-moved = hat die Zusage für { $company } nach schriftlicher Entscheidung des Kunden zurückgenommen

## Die Seite, auf der ein Mensch entscheidet

beside-title = Eine andere Registrierung für diesen Kunden
beside-lead = Geschützt ist die erste gültige Registrierung, außer der Kunde hat schriftlich anders entschieden. Wie soll es mit { $company } weitergehen?
beside-standing = Was es schon gibt
beside-hidden = Eine Registrierung außerhalb Ihrer Partner
beside-until = Geschützt bis { $until }
beside-waits = Früher registriert, noch nicht entschieden
beside-other-customer = Ist es ein anderer Kunde? Dann legen Sie den Befund bei der Registrierung beiseite und nehmen Sie sie wie gewohnt an.
beside-none = Es steht niemand mehr im Weg. Sie können diese Registrierung wie gewohnt annehmen.
beside-choice = Ihre Entscheidung
beside-choice-referral = Als Empfehlung annehmen
beside-choice-services = Für Dienstleistungen annehmen
beside-choice-beside = Beide schützen
beside-choice-customer-choice = Der Kunde hat sich schriftlich für diesen Partner entschieden
beside-hint-referral = Der Partner hat den Kunden gebracht; kein Schutz
beside-hint-services = Der Partner erbringt Leistungen beim Kunden; kein Schutz
beside-hint-beside = Beide Partner können beim selben Kunden geschützt sein
beside-hint-customer-choice = Der Schutz geht hierher; die bestehende Zusage wird zurückgenommen, ihr Partner erfährt davon
beside-reason = Warum?
beside-reason-hint = Für Ihre Kolleginnen und Kollegen; der Partner sieht es nie
beside-evidence = Was hat der Kunde geschrieben?
beside-evidence-hint = Von wem und wann. Nötig, wenn der Kunde entschieden hat
beside-note = Ein Wort an den Partner
beside-do = Entscheiden
beside-then = Wenn alle zugestimmt haben: { $choice }
beside-decided-by = Entschieden von { $by }
beside-effect-referral = Der andere Partner bleibt geschützt. Dieser wird als Empfehlung angenommen, ohne Schutz.
beside-effect-services = Der andere Partner bleibt geschützt. Dieser wird für Dienstleistungen angenommen, ohne Schutz.
beside-effect-beside = Beide Partner sind bei diesem Kunden geschützt. Für den anderen ändert sich nichts.
beside-effect-customer-choice = Die Zusage an den anderen Partner wird zurückgenommen, er erfährt davon per Mail. Der Schutz geht auf diesen über.
error-nothing-stands = Es steht kein anderer Schutz im Weg. Bitte nehmen Sie diese Registrierung wie gewohnt an.
beside-decline = Stattdessen ablehnen
beside-done = Entschieden. Der Partner wird informiert.
beside-sent = Notiert. Die Freigebenden werden gefragt; mit dem letzten Ja gilt es.
beside-to-approve = Zurück zur Registrierung

## An den Partner

mail-registration-expiring-subject = Schutz endet bald: { $company } ({ $number })
mail-registration-expiring-body =
    Guten Tag { $name },

    der Schutz Ihrer Registrierung von { $company } endet am { $until }. Wenn Sie noch daran arbeiten, sagen Sie uns bitte rechtzeitig Bescheid.

    { $url }

    { $has_off ->
        [yes] Wenn Sie solche E-Mails nicht möchten, stellen Sie sie hier ab: { $off }
       *[other] {""}
    }

    { $organisation }
mail-registration-role-subject = Angenommen { $role }: { $company } ({ $number })
mail-registration-role-body =
    Guten Tag { $name },

    Ihre Registrierung von { $company } ist { $role } angenommen. In dieser Rolle ist sie nicht geschützt.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    Hier ist die Seite dazu:

    { $url }

    { $organisation }
mail-registration-moved-subject = Zusage zurückgenommen: { $company } ({ $number })
mail-registration-moved-body =
    Guten Tag { $name },

    { $company } hat uns schriftlich mitgeteilt, mit wem die Zusammenarbeit gewünscht ist. Deshalb mussten wir unsere Zusage zu Ihrer Registrierung zurücknehmen; der Schutz ist beendet. Das tut uns leid. Wenn Sie es anders sehen, bitten Sie auf der Seite unten um eine zweite Prüfung, ohne Anmeldung.

    { $url }

    { $organisation }
