### Befunde der Konfliktprüfung.

## Was gefunden wurde

finding-same-domain = Bekanntes Unternehmen mit derselben Domain
finding-same-name = Bekanntes Unternehmen mit demselben Namen
finding-known-alias = Bekanntes Unternehmen unter anderem Namen
finding-open-direct-deal = Offener Deal des eigenen Vertriebs
finding-other-partner-deal = Offener Deal eines anderen Partners
finding-live-registration = Von einem anderen Partner registriert
finding-own-registration = Vom selben Partner schon registriert

## Wie sicher es ist

level-same = Dasselbe Unternehmen
level-likely = Wahrscheinlich dasselbe
level-possible = Möglicherweise dasselbe

## Worauf es beruht

finding-agreed-domain = Gleiche Domain: { $theirs }
finding-agreed-name = Gleicher Name ohne Rechtsform: { $theirs }
finding-agreed-alias = Auch unter diesem Namen bekannt: { $theirs }
finding-agreed-country = Gleiches Land: { $theirs }
