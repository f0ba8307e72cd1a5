### Import: Läufe, Zuordnung, abgelehnte Zeilen.

import-row-required = { $field }: Die Zelle ist leer, hier wird ein Wert gebraucht.
import-row-cell-count = Die Zeile hat { $found } Zellen, die Kopfzeile { $expected }. Sollen fehlende Zellen am Ende leer sein, steht bei der Datei short_rows = true.
import-row-encoding = Die Zeile enthält Zeichen, die es in der Kodierung der Datei nicht gibt. Stimmt die Kodierung in der Zuordnung?
import-row-invalid = { $field }: Die Zelle enthält ein Zeichen, das sich nicht speichern lässt.
import-row-word-unknown = { $field }: „{ $value }“ ist keines von: { $known }.
import-row-email-invalid = { $field }: „{ $value }“ ist keine E-Mail-Adresse.
import-row-domain-invalid = { $field }: „{ $value }“ ist keine Web-Domain.
import-row-language-unknown = { $field }: „{ $value }“ ist weder Deutsch noch Englisch (de, en).
import-row-currency-invalid = { $field }: „{ $value }“ ist kein Währungscode wie EUR.
import-row-not-a-number = { $field }: „{ $value }“ ist keine Zahl, wie die Zuordnung sie beschreibt.
import-row-currency-mark-unknown = { $field }: „{ $value }“ ist kein Betrag: „{ $mark }“ ist weder Zeichen noch Kürzel einer Währung.
import-row-currency-twice = { $field }: „{ $value }“ nennt zwei Währungen.
import-row-currency-differs = { $field }: „{ $value }“ ist nicht in { $currency }, der Währung dieser Zeile.
import-row-currency-ambiguous = { $field }: „{ $value }“ kann { $known } sein. Bitte die Währung nennen: in einer Spalte oder für die ganze Quelle.
import-row-too-precise = { $field }: „{ $value }“ hat mehr als vier Nachkommastellen. Gerundet wird nie.
import-row-too-large = { $field }: „{ $value }“ ist zu groß.
import-row-date-format = { $field }: „{ $value }“ ist kein Datum in einem dieser Formate: { $known }.
import-row-too-long = { $field }: länger als { $max } Zeichen.
import-row-lookup-missing = { $field }: „{ $value }“ steht nicht in der anderen Datei.
import-row-reference-unknown = { $field }: „{ $value }“ ({ $target }) gibt es nicht. Ist es nur eine andere Schreibweise, hilft ein Alias in der Zuordnung.
import-row-reference-empty = { $field }: Die Zelle ist leer; die Zeile wurde ohne diese Angabe importiert.
import-row-parent-later = { $field }: „{ $value }“ kam bisher nicht.
import-row-key-repeated = „{ $key }“ steht mit anderen Werten schon in Zeile { $line }.
import-row-group-differs = { $field }: Zeile { $line } sagt etwas anderes als die erste Zeile von „{ $key }“.
import-row-group-too-large = „{ $key }“ hat mehr als { $max } Zeilen. Ist group_by die richtige Spalte?
import-row-group-rejected = Eine andere Zeile desselben Datensatzes ließ sich nicht unterbringen.
import-row-program-unknown = { $field }: Die Zuordnung kennt kein Programm „{ $value }“.
import-row-stage-unknown = { $field }: Das Programm hat keine Stufe „{ $value }“, nur: { $known }.

import-mapping-syntax = Das lässt sich nicht lesen: { $detail }
import-mapping-file-twice = Es gibt zwei Dateien mit der Kennung „{ $name }“.
import-mapping-program-twice = Es gibt zwei Programme mit dem Schlüssel „{ $name }“.
import-mapping-program-key = „{ $name }“ kann kein Programmschlüssel sein: Kleinbuchstaben, Ziffern, Bindestriche.
import-mapping-template-unknown = Die Programmvorlage „{ $name }“ gibt es nicht, nur: { $known }.
import-mapping-stage-twice = Die Stufe „{ $name }“ ist zweimal genannt.
import-mapping-alias-target-unknown = Aliase gibt es für: { $known }; nicht für „{ $name }“.
import-mapping-source-name = „{ $name }“ kann nicht der Name der Quelle sein: Buchstaben, Ziffern, - _ und . ohne Leerzeichen, höchstens 60.
import-mapping-time-zone-unknown = Die Zeitzone „{ $name }“ gibt es nicht. Ein Beispiel: Europe/Berlin
import-mapping-currency-unknown = „{ $name }“ ist kein Währungscode wie EUR.
import-mapping-date-format = „{ $format }“ ist kein lesbares Datumsformat. Ein Beispiel: %d.%m.%Y
import-mapping-path-outside = „{ $path }“ muss im Ordner des Imports liegen: kein führender Schrägstrich, kein ..
import-mapping-pattern-in-folder = „{ $path }“: * und ? dürfen nur im Dateinamen stehen.
import-mapping-encoding-unknown = Die Kodierung „{ $name }“ gibt es nicht. Beispiele: utf-8, windows-1252
import-mapping-delimiter = Trenn- und Anführungszeichen müssen einfache einzelne Zeichen sein.
import-mapping-format-unknown = Der Name „{ $path }“ verrät das Format nicht. Bitte ergänzen: format = "csv"
import-mapping-file-unknown = Keine Datei hat die Kennung „{ $name }“, es gibt: { $known }.
import-mapping-key-absent = Die Tabelle für { $target } braucht key oder group_by.
import-mapping-attributes-not-here = { $target } kann keine Attribute haben.
import-mapping-lines-not-here = { $target } kann keine Positionen haben, nur Deals.
import-mapping-stage-entries-not-here = { $target } hat keine Stufen, nur Deals.
import-mapping-event-absent = Die Tabelle für { $target } braucht einen Abschnitt event.
import-mapping-event-without-group = Ein Protokoll braucht group_by: die Spalte, die sagt, welche Zeilen zusammengehören.
import-mapping-event-not-here = { $target } lässt sich nicht aus einem Protokoll bilden.
import-mapping-field-absent = { $target } braucht das Feld { $field } oder ein Protokoll.
import-mapping-field-unknown = Das Feld „{ $name }“ gibt es hier nicht, nur: { $known }.
import-mapping-field-required = Das Feld { $field } fehlt.
import-mapping-word-unknown = „{ $name }“ ist keines von: { $known }.
import-mapping-program-unknown = Die Zuordnung kennt kein Programm „{ $name }“, es gibt: { $known }.

import-error-file-missing = Die Datei { $path } fehlt („{ $id }“ in der Zuordnung).
import-error-sheet-missing = { $path } hat kein Blatt „{ $sheet }“, es gibt: { $known }.
import-error-header-missing = { $path } hat keine Kopfzeile.
import-error-column-missing = { $path } hat keine Spalte „{ $column }“, es gibt: { $known }.
import-error-column-twice = { $path } hat die Spalte „{ $column }“ zweimal.
import-error-unreadable = { $path } lässt sich nicht lesen: { $detail }
import-error-disk = Der Datenträger hat nicht mitgespielt: { $detail }
import-error-stopped = Der Import wurde angehalten.
import-error-stage-outcome = Die Stufe „{ $stage }“ von { $program } ist hier { $here ->
    [open] offen
    [won] gewonnen
   *[lost] verloren
} und in der Zuordnung { $wanted ->
    [open] offen
    [won] gewonnen
   *[lost] verloren
}. Was eine Stufe für ein Geschäft bedeutet, ändert sich später nicht mehr: Geben Sie ihr mit `as` einen anderen Namen.

import-title = Importe
import-note = Partner, Firmen, Deals und Registrierungen aus Dateien, nach einer Zuordnung, die sagt, was darin steht.
import-new = Neuer Import
import-start = Dateien importieren
import-look = Nur ansehen
import-look-hint = Liest alles und meldet, was geschähe. Nichts wird geschrieben.
import-mapping-file = Zuordnung (TOML)
import-mapping-file-hint = Was die Spalten bedeuten. Beispiele liegen in examples/mappings, jeder Schlüssel ist im Import-Leitfaden erklärt.
import-files = Dateien
import-files-hint = CSV, komprimiertes CSV oder Excel, unter den Namen aus der Zuordnung. Zusammen höchstens { $max } MB.
import-problems-title = So lässt sich die Zuordnung nicht verwenden
import-problem-place = Zeile { $line }, Spalte { $column }
import-empty-title = Noch nichts importiert
import-empty-text = Bringen Sie Ihren Partnerkanal mit: Dateien und Zuordnung wählen und zuerst nur ansehen.
import-source = Quelle
import-status = Status
import-started = Gestartet
import-started-by = von { $name }
import-by-command-line = über die Kommandozeile
import-status-queued = wartet
import-status-running = läuft
import-status-finished = fertig
import-status-failed = abgebrochen
import-status-interrupted = unterbrochen
import-dry = nur angesehen
import-progress = { $done } von { $total } Zeilen
import-progress-label = Gelesene Zeilen
import-tables = Was aus den Zeilen wurde
import-target = Wurde zu
import-file = Datei
import-read = Gelesen
import-created = Neu
import-changed = Geändert
import-unchanged = Unverändert
import-skipped = Ausgelassen
import-repeated = Wiederholt
import-rejected = Nicht untergebracht
import-unresolved-title = Verweise ins Leere
import-unresolved-text = Diese Zeilen wurden ohne den Verweis importiert (oder gar nicht, wo er nötig ist).
import-unresolved-none = Alle Verweise wurden gefunden.
import-value = Wert
import-value-empty = leer
import-rows = Zeilen
import-field = Feld
import-problems = Warum Zeilen nicht untergebracht wurden
import-problems-none = Jede Zeile wurde untergebracht.
import-reason = Grund
import-listed = Zeilen zum Ansehen
import-listed-none = Keine Zeile braucht einen Blick.
import-line = Zeile
import-outcome = Ergebnis
import-outcome-rejected = nicht importiert
import-outcome-unresolved = ohne Verweis importiert
import-download = Nicht untergebrachte Zeilen herunterladen
import-stopped-title = Der Import wurde abgebrochen
import-stopped-text = Was vorher importiert wurde, bleibt. Ursache beheben und neu importieren: Was schon da ist, bleibt, wie es ist.
import-nothing-changed = Nichts war neu: Alles aus den Dateien war schon importiert.
import-all-rows = Alle
import-flash-started = Der Import läuft. Sie können die Seite verlassen und später wiederkommen.
import-target-user = Personen
import-target-product = Produkte
import-target-company = Firmen
import-target-partner = Partner
import-target-contact = Kontakte
import-target-deal = Deals
import-target-deal-stage = Stufenwechsel
import-target-registration = Registrierungen
import-refresh = Neu laden

import-currencies = Währungen bei Beträgen
import-currencies-text = Zeichen und Kürzel, die bei Beträgen standen, und wofür sie genommen wurden. Ein Zeichen, das mehrere Währungen haben, gilt nur, wo die Zeile oder die Zuordnung die Währung nennt.
import-currency-mark = Geschrieben
import-currency-read = Gelesen als
import-currency-amounts = Beträge
