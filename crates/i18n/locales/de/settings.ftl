### Einstellungen.

settings-title = Einstellungen
settings-organisation = Organisation
settings-organisation-note = Name, Währung, Zeitzone, Sprache, Geschäftsjahr
settings-people-note = Wer hier arbeitet und was sie oder er darf
settings-imports-note = Partner, Deals und Verlauf aus Dateien übernehmen
settings-outbox = Postausgang
settings-outbox-note = Gesendete, wartende, fehlgeschlagene und aufbewahrte E-Mails
settings-audit = Protokoll
settings-audit-note = Was geschehen ist und wer es getan hat
settings-tokens-note = Für Programme, die in Ihrem Namen handeln
settings-organisation-name = Name
settings-organisation-name-hint = Partner sehen ihn auf jeder Seite und in jeder E-Mail
settings-organisation-currency = Währung
settings-organisation-currency-hint = Für neue Programme
settings-organisation-zone = Zeitzone
settings-organisation-zone-hint = Hier werden Tage, Monate und Geschäftszeiten gezählt. Zum Beispiel: Europe/Berlin
settings-organisation-language = Sprache
settings-organisation-language-hint = Für alle, die nichts gewählt haben
settings-organisation-fiscal = Geschäftsjahr beginnt im
settings-organisation-fiscal-hint = Ein Geschäftsjahr heißt nach dem Kalenderjahr, in dem es endet: Eines, das im April 2026 beginnt, ist FY2027
settings-language-en = English
settings-language-de = Deutsch
settings-saved = Gespeichert.
event-settings-changed = hat die Einstellungen der Organisation geändert

## Postausgang

outbox-title = Postausgang
outbox-kept-banner = Es ist kein Mailserver eingerichtet: Diese E-Mails wurden nicht gesendet. Sie werden hier aufbewahrt, damit Sie sie lesen und weitergeben können. Gesendet wird, sobald in der Konfiguration ein Mailserver steht.
outbox-failed = { $count ->
    [one] Eine E-Mail konnte nicht gesendet werden.
   *[other] { $count } E-Mails konnten nicht gesendet werden.
}
outbox-retry = Jetzt noch einmal senden
outbox-retried = Die fehlgeschlagenen E-Mails werden noch einmal gesendet.
outbox-empty = Keine E-Mails
outbox-empty-text = Eingangsbestätigungen, Rückfragen, Entscheidungen und Anmeldelinks erscheinen hier.
outbox-column-to = An
outbox-column-subject = Betreff
outbox-column-status = Zustand
outbox-column-at = Geschrieben
outbox-filter-status = Zustand
outbox-filter-every-status = Jeder Zustand
outbox-filter-q = Empfänger
mail-status-queued = Wartet
mail-status-sending = Wird gesendet
mail-status-sent = Gesendet
mail-status-failed = Fehlgeschlagen
mail-status-kept = Nicht gesendet
outbox-letter-kept = Diese E-Mail wurde nicht gesendet: Es ist kein Mailserver eingerichtet.
outbox-letter-secret = Der Text wird nicht gezeigt: Er enthielt einen persönlichen Link, der ein Konto öffnet.
outbox-letter-tries = Versuche
outbox-letter-error = Was der Mailserver sagte
outbox-letter-sent = Gesendet
error-no-mail-server = Es ist kein Mailserver eingerichtet. Es kann nichts gesendet werden.
event-mail-sent = hat eine E-Mail an { $to } gesendet
event-mail-failed = konnte eine E-Mail an { $to } nicht senden

## Protokoll

audit-title = Protokoll
audit-filter-kind = Was geschah
audit-filter-every-kind = Alles
audit-filter-person = Wer
audit-filter-everybody = Alle
audit-filter-from = Von
audit-filter-to = Bis
audit-empty = Nichts passt dazu
audit-empty-text = Weniger Filter finden mehr.
audit-column-when = Wann
audit-column-who = Wer
audit-column-what = Was
audit-column-via = Eingang
audit-about-partner = Partner
audit-about-program = Programme
audit-about-segment = Segmente
audit-about-product = Produkte
audit-about-dashboard = Dashboards
audit-about-company = Unternehmen
audit-about-registration = Registrierungen
audit-about-clock = Fristen
audit-about-deal = Deals
audit-about-import = Importe
audit-about-user = Personen
audit-about-session = Sitzungen
audit-about-token = API-Token
audit-about-kpi = Wie Kennzahlen gezählt werden
audit-about-settings = Einstellungen
audit-about-form = Formulare
audit-about-mail = E-Mails
