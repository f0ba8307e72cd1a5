### Was schiefging und wie es weitergeht. Schlüssel: error-<Code>, mit - statt _.

## Felder

error-required = Bitte ausfüllen.
error-too-long = Bitte höchstens { $max } Zeichen.
error-too-short = Bitte mindestens { $min } Zeichen.
error-invalid = Das sieht nicht richtig aus. Bitte prüfen.
error-out-of-range = Bitte einen Wert von { $min } bis { $max } wählen.
error-not-a-number = Bitte eine Zahl eingeben.
error-too-precise = Bitte höchstens vier Nachkommastellen.
error-number-ambiguous = Das würde als { $read } gelesen. Wenn { $other } gemeint ist, bitte { $other } schreiben; sonst { $read }.
error-too-large = Diese Zahl ist zu groß.
error-negative = Bitte null oder mehr eingeben.
error-unknown = Diesen Wert kennen wir nicht. Bitte einen anderen wählen.
error-unknown-field = Ein Feld mit diesem Namen gibt es nicht.
error-repeated = Bitte nur einmal angeben.
error-not-json = Bitte JSON senden, mit der Kopfzeile Content-Type: application/json.
error-taken = Das ist schon vergeben. Bitte etwas anderes wählen.
error-overlaps = Das überschneidet sich mit einem anderen Eintrag.
error-email-invalid = Das sieht nicht nach einer E-Mail-Adresse aus.
error-domain-invalid = Das sieht nicht nach einer Webadresse aus. Ein Beispiel: firma.de
error-currency-invalid = Bitte einen Währungscode wie EUR oder USD eingeben.
error-currency-unknown = Eine Währung mit diesem Code gibt es nicht. Bitte eine wie EUR oder USD eingeben.
error-date-invalid = Bitte ein Datum wie 2026-11-24 eingeben.
error-date-in-past = Dieses Datum ist vorbei. Bitte ein späteres wählen.
error-date-in-future = Dieses Datum liegt noch in der Zukunft. Bitte ein früheres wählen.
error-time-zone-invalid = Diese Zeitzone kennen wir nicht. Ein Beispiel: Europe/Berlin
error-password-too-short = Bitte mindestens { $min } Zeichen für das Passwort verwenden.
error-password-wrong = E-Mail-Adresse oder Passwort stimmt nicht.
error-cursor-invalid = Dieser Seitenlink gilt nicht mehr. Bitte auf der ersten Seite beginnen.
error-file-gone = Diese Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal aus.
error-file-too-large = Diese Datei ist größer als { $max } MB.
error-file-unreadable = Diese Datei können wir nicht lesen.

## Die ganze Anfrage

error-invalid-input = Etwas fehlt oder stimmt nicht. Bitte die markierten Felder prüfen.
error-not-found = Das finden wir nicht. Vielleicht wurde es entfernt, oder der Zugriff fehlt.
error-not-for-tokens = Das geht nicht mit einem Token, nur wenn sich eine Person angemeldet hat.
error-token-reads-only = Dieses Token darf nur lesen. Bitte verwenden Sie eines, das schreiben darf.
error-forbidden = Ihre Rolle erlaubt das nicht. Das kann die Administration ändern.
error-unauthenticated = Bitte zuerst anmelden.
error-stale-version = Jemand hat das inzwischen geändert. Bitte neu laden und noch einmal versuchen.
error-already-decided = Darüber ist schon entschieden.
error-already-exists = Das gibt es schon.
error-not-allowed-now = Das geht im jetzigen Zustand nicht.
error-in-use = Das wird noch gebraucht und kann nicht entfernt werden.
error-idempotency-key-reused = Dieser Idempotenzschlüssel wurde schon mit einer anderen Anfrage benutzt.
error-in-progress = Dieselbe Anfrage wird gerade noch ausgeführt. Bitte gleich noch einmal fragen.
error-already-carried-out = Diese Anfrage wurde ausgeführt, aber die Antwort ging verloren. Bitte erst in der Liste nachsehen und nicht noch einmal senden.
error-last-administrator = Das ist die letzte Person mit Administrationsrechten. Bitte zuerst jemand anderem diese Rolle geben.
error-too-many-requests = Das war etwas zu schnell. Bitte kurz warten und noch einmal versuchen.
error-bad-request = Diese Anfrage konnten wir nicht lesen.
error-method-not-allowed = Diese Adresse nimmt solche Anfragen nicht an.
error-unsupported-media-type = Bitte JSON senden.
error-payload-too-large = Diese Anfrage ist zu groß.
error-internal = Bei uns ist etwas schiefgegangen. Nichts wurde geändert. Bitte noch einmal versuchen.
error-unavailable = Wir sind gerade nicht bereit. Bitte gleich noch einmal versuchen.
error-form-expired = Dieses Formular war zu lange offen. Bitte noch einmal absenden.

## Links

error-link-expired = Dieser Link ist abgelaufen. Bitte einen neuen anfordern.
error-link-used = Dieser Link wurde schon benutzt. Bitte einen neuen anfordern.
error-link-invalid = Dieser Link ist nicht gültig. Bitte prüfen, ob er vollständig kopiert wurde.

## Deals

error-deal-closed = Dieser Deal ist abgeschlossen. Öffnen Sie ihn zuerst wieder.
error-deal-open = Dieser Deal ist bereits offen.
error-already-in-stage = Der Deal ist bereits in dieser Stufe.
error-wrong-stage = Bitte wählen Sie eine passende Stufe dieses Programms.
error-no-open-stage = Dieses Programm hat keine offene Deal-Stufe. Legen Sie im Programm zuerst eine an.
error-lines-differ = Der Betrag muss der Summe der Positionen entsprechen.
error-not-in-program = Dieser Partner ist nicht in dem Programm.
error-partner-exited = Die Beziehung zu diesem Partner ist beendet.
error-partner-not-in-program = Dieser Partner ist nicht in dem Programm. Bitte nehmen Sie ihn zuerst auf, oder ordnen Sie die Registrierung einem anderen Partner zu.
error-too-many = Bitte höchstens { $max } Einträge angeben.

## Fragen nach Zahlen

error-not-for-metric = Nach dieser Angabe lässt sich diese Zahl nicht aufteilen oder filtern.
error-unknown-dimension = Danach werden Zahlen nicht aufgeteilt. Möglich sind: { $expected }.
error-share-too-large = Ein Prozentwert kann nicht mehr als 100 sein.
error-before-start = Der letzte Tag liegt vor dem ersten.
error-window-out-of-range = Bitte zwischen 1 und { $max } Tagen wählen.
error-kpi-counting = Nach einer Aktualisierung werden Aufenthalte in Phasen zum ersten Mal gezählt. In einer Minute noch einmal versuchen.
error-kpi-waits = Dazu gibt es noch keine Zahlen: Woraus sie entstehen, gibt es hier noch nicht. Die Definition sagt, worauf sie wartet.
error-compare-needs-period = Zum Vergleichen bitte einen ersten und einen letzten Tag wählen.
error-compare-needs-as-of = Offenes lässt sich nur zum Stand eines Tages vergleichen. Bitte auch diesen Tag wählen.
error-compare-too-early = So frühe Daten zum Vergleichen gibt es nicht.
error-compare-time = Diese Tage, Wochen, Monate, Quartale oder Jahre haben im früheren Zeitraum keine Entsprechung. Bitte einen Zeitraum aus ganzen wählen.

## Import

error-import-taken-over = Ein anderer Prozess führt diesen Import weiter.
error-name-invalid = Dieser Dateiname lässt sich nicht verwenden.
error-mapping-invalid = Zeile { $line }, Spalte { $column }: { $detail }
error-no-division = Das wird nicht aufgeteilt. Bitte lassen Sie die Aufteilung leer.
error-one-time = Ein Verlauf geht nach Monat, Quartal oder Jahr. Bitte wählen Sie eines davon.
error-one-division = Eine Rangliste hat genau eine Aufteilung, und keine nach Zeit.
error-one-or-two-divisions = Eine Tabelle braucht eine oder zwei Aufteilungen.
error-two-divisions = Eine Heatmap braucht zwei Aufteilungen, und keine davon ist die Währung.
error-no-filter = Hier gibt es keine Filter.
