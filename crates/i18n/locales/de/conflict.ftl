### Befunde der Konfliktprüfung.

## Was gefunden wurde

finding-same-domain = Bekanntes Unternehmen mit derselben Domain
finding-same-name = Bekanntes Unternehmen mit demselben Namen
finding-known-alias = Bekanntes Unternehmen unter anderem Namen
finding-open-direct-deal = Offener Deal des eigenen Vertriebs
finding-other-partner-deal = Offener Deal eines anderen Partners
finding-live-registration = Von einem anderen Partner registriert
finding-own-registration = Vom selben Partner schon registriert
finding-similar-company = Bekanntes Unternehmen, sehr ähnlich
finding-named-account = Kunde, den der Direktvertrieb behält
finding-other-scope = Für anderes Produkt oder Land registriert

## Wie sicher es ist

level-same = Dasselbe Unternehmen
level-likely = Wahrscheinlich dasselbe
level-possible = Möglicherweise dasselbe

## Worauf es beruht

finding-agreed-domain = Gleiche Domain: { $theirs }
finding-agreed-name = Gleicher Name ohne Rechtsform: { $theirs }
finding-agreed-alias = Auch unter diesem Namen bekannt: { $theirs }
finding-agreed-country = Gleiches Land: { $theirs }
finding-agreed-city = Gleicher Ort: { $theirs }
finding-agreed-phone = Gleiche Telefonnummer: { $theirs }
finding-agreed-vat = Gleiche USt-IdNr.: { $theirs }
finding-agreed-group = { $theirs } gehört mit { $ours } zu einer Gruppe
finding-alike-name = Sehr ähnlich geschrieben: { $theirs }
finding-alike-city = Ort sehr ähnlich geschrieben: { $theirs }
finding-alike-country = Land ähnlich geschrieben: { $theirs }
finding-differs-city = Anderer Ort: { $theirs }, nicht { $ours }
finding-differs-country = Anderes Land: { $theirs }, nicht { $ours }
finding-differs-domain = Andere Domain: { $theirs }, nicht { $ours }
finding-differs-vat = Andere USt-IdNr.: { $theirs }, nicht { $ours }

## Was er bewirkt

finding-effect-inform = zur Kenntnis
finding-effect-ask = anzusehen
finding-effect-block = sperrt die Annahme
finding-does-inform = Hinweisen
finding-does-ask = Prüfen lassen
finding-does-block = Sperren
finding-set-aside = Beiseitelegen
finding-restore = Wieder zählen
finding-set-aside-done = Ist beiseitegelegt.
finding-restored = Zählt wieder.
finding-aside = Beiseitegelegt von { $by }, { $at }:
finding-reason-hint = Für Kolleginnen und Kollegen; der Partner sieht es nicht.
error-finding-blocks = Ein Befund sperrt diese Annahme. Wer Programme verwaltet, kann ihn mit Begründung beiseitelegen.
event-registration-finding-set-aside = hat einen Befund zu { $company } beiseitegelegt
event-registration-finding-restored = lässt einen Befund zu { $company } wieder zählen

## Die Regeln eines Programms

program-edit-conflicts = Konfliktregeln
program-setting-conflicts = Konfliktprüfung
conflicts-title = Konfliktprüfung
conflicts-lead = Was ein Befund mit einer Registrierung macht. Registrierungen behalten die Regeln, unter denen sie entstanden.
conflicts-finding = Befund
conflicts-nothing = Nichts gefunden
conflicts-try = Erst ausprobieren
conflicts-try-hint = Zeigt, was diese Regeln mit den Registrierungen des letzten Jahres gemacht hätten. Veröffentlicht wird dabei nichts.
conflicts-try-button = Am letzten Jahr ausprobieren
conflicts-tried = { $count ->
    [one] 1 Registrierung seit { $since }
   *[other] { $count } Registrierungen seit { $since }
}
conflicts-now = Nach geltenden Regeln
conflicts-then = Nach diesen Regeln
conflicts-approved = Davon angenommen
conflicts-no-difference = Keine davon wäre anders behandelt worden.
