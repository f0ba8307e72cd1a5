### Anmelden, Personen, Rollen, Sitzungen, API-Token.

## Anmelden

access-sign-in = Anmelden
access-email = E-Mail-Adresse
access-password = Passwort
access-name = Name
access-link-lead = Wir senden Ihnen einen Link per E-Mail. Er meldet Sie einmal an.
access-send-link = Link zusenden
access-password-instead = Lieber mit Passwort anmelden
access-link-instead = Lieber mit einem Link per E-Mail anmelden
access-throttled = Zu viele Versuche. Bitte { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
} warten und noch einmal versuchen.
access-sent-title = Bitte im Postfach nachsehen
access-sent-text = Wenn es zu dieser Adresse ein Konto gibt, ist ein Link unterwegs. Er gilt einmal, 15 Minuten lang.
access-sent-kept = Hier ist noch kein Mailserver eingerichtet. Die Administration findet die E-Mail im Postausgang.
access-sent-again = Andere Adresse verwenden
access-link-hello = Guten Tag { $name }
access-link-text = Sie melden sich gleich als { $email } an.
access-link-not-you = Das sind nicht Sie? Dann diese Seite schließen: Es ist noch nichts geschehen.
access-link-over = Dieser Link gilt nicht mehr
access-to-sign-in = Zur Anmeldung

## Die erste Person

access-welcome-title = Willkommen
access-welcome-lead = Hier arbeitet noch niemand. Sie sind die erste Person und übernehmen damit die Administration.
access-welcome-start = Loslegen
access-welcome-note = Ohne Passwort melden Sie sich mit Links an, die wir an Ihre Adresse senden.
access-password-hint = Mindestens { $min } Zeichen.

## Rollen

role-administrator = Administration
role-head-of-partnerships = Leitung Partnerschaften
role-partner-manager = Partnermanagement
role-viewer = Lesezugriff
role-administrator-hint = Alles, auch Personen und Einstellungen
role-head-of-partnerships-hint = Alle Partner, Programme, Importe und Exporte
role-partner-manager-hint = Arbeitet mit Partnern, Registrierungen und Deals
role-viewer-hint = Liest alles, ändert nichts

## Ihr Konto

account-title = Ihr Konto
account-you = Sie
account-role = Rolle
account-partners-own = Ihre eigenen Partner
account-partners-all = Alle Partner
account-sees = Sie sehen
account-sign-out = Abmelden
account-preferences = Sprache und Aussehen
account-language = Sprache
account-theme = Aussehen
theme-auto = Wie das Gerät
theme-light = Hell
theme-dark = Dunkel
account-saved = Gespeichert.
account-password = Passwort
account-password-none = Sie haben kein Passwort und melden sich mit einem Link aus der E-Mail an. Sie können eines festlegen.
account-password-set = Passwort festlegen
account-password-change = Passwort ändern
account-password-old = Jetziges Passwort
account-password-new = Neues Passwort
account-password-saved = Passwort gespeichert. Alle anderen Geräte sind abgemeldet.
error-old-password-wrong = Das ist nicht Ihr jetziges Passwort.
account-sessions = Wo Sie angemeldet sind
account-session-this = Dieses Gerät
account-session-seen = Zuletzt { $when }
account-session-since = Seit { $when }
account-session-unknown = Unbekanntes Gerät
account-session-on = { $browser } auf { $system }
account-session-revoke = Abmelden
account-session-revoked = Das Gerät ist abgemeldet.
account-tokens = API-Token
account-tokens-text = Für Programme, die in Ihrem Namen handeln. { $count ->
    [0] Sie haben keines.
    [one] Sie haben eines.
   *[other] Sie haben { $count }.
}
account-tokens-open = Token verwalten

## API-Token

tokens-title = API-Token
tokens-lead = Ein Programm mit einem Token sieht und tut, was Sie sehen und tun dürfen. Personen und Token ändert es nie.
tokens-new = Neues Token
tokens-name = Wofür ist es?
tokens-name-hint = Zum Beispiel: nächtlicher Export
tokens-rights = Es darf
tokens-read = Lesen
tokens-read-hint = Listen, Datensätze, Kennzahlen
tokens-write = Lesen und ändern
tokens-write-hint = Alles, was Sie mit Partnern, Registrierungen und Deals tun dürfen
tokens-until = Gilt bis
tokens-until-hint = Leer: bis Sie es widerrufen
tokens-create = Token anlegen
tokens-made = Bitte dieses Token jetzt kopieren. Es wird nur dieses eine Mal gezeigt.
tokens-made-use = Bei jedem Aufruf in der Kopfzeile mitsenden: Authorization: Bearer …
tokens-done = Ich habe es kopiert
tokens-column-name = Name
tokens-column-starts = Beginnt mit
tokens-column-rights = Darf
tokens-column-used = Zuletzt benutzt
tokens-column-until = Gilt bis
tokens-never-used = noch nicht
tokens-no-end = ohne Ende
tokens-over = abgelaufen { $when }
tokens-revoke = Widerrufen
tokens-revoke-question = { $name } widerrufen? Programme, die es benutzen, funktionieren sofort nicht mehr.
tokens-revoked = Token widerrufen.
tokens-empty = Noch keine Token
tokens-empty-text = Legen Sie eines an, wenn ein Programm mit Ihren Daten arbeiten soll.

## Personen

people-title = Personen
people-note = { $count ->
    [one] Eine Person hat Zugang
   *[other] { $count } Personen haben Zugang
}
people-invite = Person einladen
people-column-person = Person
people-column-role = Rolle
people-column-sees = Sieht
people-column-last = Zuletzt hier
people-column-state = Zustand
people-sees-all = alle Partner
people-sees-own = eigene Partner
people-never = noch nie
people-active = Aktiv
people-inactive = Ohne Zugang
people-filter-role = Rolle
people-filter-every-role = Jede Rolle
people-filter-active = Zustand
people-filter-everybody = Alle
people-none = Niemand passt dazu
people-none-text = Weniger Filter finden mehr Personen.
people-new-title = Person einladen
people-all-partners = Sieht alle Partner, nicht nur die eigenen
people-all-partners-hint = Gilt für das Partnermanagement; alle anderen Rollen sehen alles.
people-send-invitation = Link zum Anmelden per E-Mail senden
people-create = Person hinzufügen
people-created = Person hinzugefügt.
people-invited = Person hinzugefügt. Die Einladung ist unterwegs.
people-changed = Gespeichert.
people-invite-again = Neue Einladung senden
people-invitation-sent = Die Einladung ist unterwegs.
people-deactivate = Zugang entziehen
people-deactivate-question = { $name } den Zugang entziehen? Alle Sitzungen und Token enden sofort.
people-deactivated = Zugang entzogen. Alle Sitzungen und Token sind beendet.
people-activate = Zugang wieder geben
people-activated = Zugang gegeben.
people-access = Zugang
people-access-active = { $name } hat Zugang.
people-access-inactive = { $name } hat keinen Zugang.
people-last-seen = Zuletzt angemeldet

## Was geschah

event-user-created = hat { $name } ({ $email }) als Person hinzugefügt
event-user-changed = hat das Konto von { $name } geändert
event-user-signed-in = hat sich angemeldet
event-session-revoked = hat eine Sitzung beendet
event-token-created = hat das API-Token { $name } angelegt
event-token-revoked = hat das API-Token { $name } widerrufen

## Suche

search-partner = Partner
search-company = Unternehmen
search-deal = Deal
search-registration = Registrierung
