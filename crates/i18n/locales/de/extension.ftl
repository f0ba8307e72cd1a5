### Mehr Zeit: Verlängerungen und zurückgegebener Schutz.

## Mehr Zeit

program-setting-extension-limit = Verlängerungen je Registrierung
program-extension-limit-hint = 0: keine möglich
program-setting-extension-days = Tage je Verlängerung
error-extension-pending = Um mehr Zeit wurde schon gebeten. Die Antwort steht noch aus.
error-extension-limit = Für diese Registrierung ist keine weitere Verlängerung möglich.
error-not-later = Bitte wählen Sie einen Tag nach dem jetzigen Ende des Schutzes.
event-registration-extension-asked = hat um mehr Zeit für { $company } gebeten
review-step-extension-asked = hat um mehr Zeit gebeten
review-step-extension-refused = hat keine weitere Zeit gegeben
public-history-extension-asked = Es wurde um mehr Zeit gebeten.
public-history-extension-refused = Mehr Zeit gibt es nicht; der Schutz endet wie geplant.
event-registration-extension-refused = hat für { $company } keine weitere Zeit gegeben
event-registration-extended = hat den Schutz von { $company } bis { $protected_until_on } verlängert
event-registration-reinstated = hat { $company } bis { $protected_until_on } wieder geschützt
extension-title = Mehr Zeit
extension-evidence = Was sich bewegt hat
extension-until-on = Geschützt bis
extension-note = Ein Wort an den Partner
extension-note-hint = Nötig, wenn Sie ablehnen
extension-grant = Verlängern
extension-refuse = Ablehnen
extension-answer = Antworten
extension-none = Hier wartet niemand auf mehr Zeit.
extension-earlier = Frühere Anfragen
extension-waits = { $who } hat { $ago } um mehr Zeit gebeten. Der Schutz bleibt, bis Sie antworten.
extension-granted = Der Schutz ist verlängert. Der Partner wird informiert.
extension-refused = Der Partner wird informiert.
extension-status-pending = Wartet
extension-status-granted = Verlängert
extension-status-refused = Nicht verlängert
reinstate-title = Wieder schützen
reinstate-lead = Der Partner bekommt den Kunden zurück, solange dort inzwischen niemand anderes geschützt ist.
reinstate-reason = Warum?
reinstate-reason-hint = Der Partner liest es so
reinstate-days = Für wie viele Tage, ab heute
reinstate-days-hint = Leer: die Schutzdauer des Programms
reinstate-do = Wieder schützen
reinstate-done = Wieder geschützt. Der Partner wird informiert.
today-extensions = Bitten um mehr Zeit
public-extension = Um mehr Zeit bitten
public-extension-evidence = Was hat sich seit unserer Zusage bewegt?
public-extension-left = { $count ->
    [one] Termine, Angebote, was der Kunde sagt. Sie können noch einmal bitten.
   *[other] Termine, Angebote, was der Kunde sagt. Sie können noch { $count }-mal bitten.
}
public-extension-button = Um mehr Zeit bitten
public-extension-asked = Danke. Der Schutz bleibt, bis wir antworten.
public-extension-waits = Sie haben um mehr Zeit gebeten. Der Schutz bleibt, bis wir antworten.

mail-extension-asked-subject = Bitte um mehr Zeit: { $company } ({ $number })
mail-extension-asked-body =
    Guten Tag { $name },

    { $sender } bittet um mehr Zeit für { $company }. Der Schutz würde am { $until } enden; er bleibt, bis Sie antworten.

    { $evidence }

    { $url }

    { $organisation }
mail-extension-granted-subject = Länger geschützt: { $company } ({ $number })
mail-extension-granted-body =
    Guten Tag { $name },

    Ihre Registrierung von { $company } ist jetzt bis { $until } geschützt.{ $has_note ->
        [yes] {""}

    { $note }
       *[other] {""}
    }

    { $url }

    { $organisation }
mail-extension-refused-subject = Keine Verlängerung: { $company } ({ $number })
mail-extension-refused-body =
    Guten Tag { $name },

    wir können Ihre Registrierung von { $company } nicht über den { $until } hinaus schützen. Der Grund:

    { $note }

    { $url }

    { $organisation }
mail-registration-reinstated-subject = Wieder geschützt: { $company } ({ $number })
mail-registration-reinstated-body =
    Guten Tag { $name },

    Ihre Registrierung von { $company } ist wieder geschützt, bis { $until }.

    { $reason }

    { $url }

    { $organisation }
extension-chosen = Die Antwort
