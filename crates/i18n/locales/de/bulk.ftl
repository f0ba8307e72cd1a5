bulk-title = Mehrere Deals aus einer Tabelle
bulk-for = Für { $partner }
bulk-file = Tabelle
bulk-file-hint = CSV oder Excel, ein Deal je Zeile, höchstens { $max } Zeilen. Eingetragen wird erst nach dem Durchsehen.
bulk-template = Leere Tabelle mit den richtigen Überschriften herunterladen
bulk-contact = Gutgeschrieben
bulk-contact-hint = Diese Person bekommt die Bestätigungen. Im Verlauf steht, wer es eingetragen hat.
bulk-look = Zeilen durchsehen
bulk-look-title = Bitte die Zeilen durchsehen
bulk-done-title = Die Zeilen sind eingetragen
bulk-enter = { $count ->
    [one] Einen Deal registrieren
   *[other] { $count } Deals registrieren
}
bulk-again = Andere Datei wählen
bulk-to-list = Zu den Registrierungen
bulk-one = Einen einzelnen Deal registrieren
bulk-many = Mehrere Deals aus einer Tabelle
bulk-line = Zeile
bulk-state = Stand
bulk-row-ready = Bereit
bulk-row-findings = Bereit, mit Befund
bulk-row-wrong = Zu verbessern
bulk-row-known = Schon registriert
bulk-row-twice = Steht schon weiter oben
bulk-row-entered = Registriert
bulk-keep = { $count ->
    [one] Eine Zeile als Entwurf sichern
   *[other] { $count } Zeilen als Entwürfe sichern
}
bulk-and-keep = { $count ->
    [one] und eine Zeile als Entwurf sichern
   *[other] und { $count } Zeilen als Entwürfe sichern
}
bulk-files-note = Eine Tabelle kann keine Dateien mitbringen, und zu jedem Deal gehört: { $questions }. Darum wird die Zeile als Entwurf gesichert. Öffnen Sie ihn danach, fügen Sie die Datei an und senden Sie ihn. Platz ist für fünfzig Entwürfe.
bulk-row-files = Datei fehlt: { $questions }
bulk-row-draft = Wird ein Entwurf
bulk-row-drafted = Als Entwurf gesichert
bulk-row-draft-known = Schon ein Entwurf
bulk-waiting = Die Entwürfe warten auf ihre Dateien. Öffnen Sie jeden, fügen Sie die Datei an und senden Sie ihn. Vorher sieht ihn niemand.
bulk-columns = Was in jede Spalte gehört
bulk-column = Spalte
bulk-needed = Nötig
bulk-takes = Was zu schreiben ist
bulk-sheet-deals = Deals
bulk-sheet-guide = Was zu schreiben ist
bulk-takes-text = Text.
bulk-takes-domain = Eine Website, zum Beispiel acme.example.
bulk-takes-country = Der Name auf Deutsch oder Englisch oder zwei Buchstaben: Deutschland, Germany, DE.
bulk-takes-vat = Eine USt-IdNr., zum Beispiel DE123456789.
bulk-takes-product = Der Name eines Produkts.
bulk-takes-number = Eine Zahl, zum Beispiel 48.000,50.
bulk-takes-money = Ein Betrag, zum Beispiel 48.000,50; in anderer Währung 48.000,50 USD.
bulk-takes-currency = Drei Buchstaben, zum Beispiel EUR. Leer gilt die Währung des Programms.
bulk-takes-date = Ein Tag: 31.3.2027 oder 2027-03-31.
bulk-takes-choice = Eines von: { $choices }.
bulk-takes-several = Eines oder mehrere von diesen, mit Semikolon dazwischen: { $choices }.
bulk-takes-consent = ja oder nein.
bulk-takes-when = Nur wenn „{ $question }“ so beantwortet ist: { $values }.
error-column-unknown = Die Spalte „{ $column }“ kennen wir nicht. Bitte die Überschriften der leeren Tabelle verwenden.
error-column-twice = Die Spalte „{ $column }“ gibt es zweimal.
error-headings-missing = In der ersten Zeile müssen die Überschriften stehen. Die leere Tabelle zeigt sie.
error-rows-missing = Unter den Überschriften steht keine Zeile.
error-too-many-rows = Bitte höchstens { $max } Zeilen in einer Datei.
error-country-unknown = Dieses Land kennen wir nicht. Bitte den Namen auf Deutsch oder Englisch schreiben oder die zwei Buchstaben.
error-not-a-choice = Bitte eines davon schreiben: { $choices }.
error-not-choices = Bitte nur diese schreiben, mit Semikolon dazwischen: { $choices }.
error-yes-or-no = Bitte ja oder nein schreiben.
