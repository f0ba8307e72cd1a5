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
bulk-row-entered = Registriert
error-column-unknown = Die Spalte „{ $column }“ kennen wir nicht. Bitte die Überschriften der leeren Tabelle verwenden.
error-column-twice = Die Spalte „{ $column }“ gibt es zweimal.
error-headings-missing = In der ersten Zeile müssen die Überschriften stehen. Die leere Tabelle zeigt sie.
error-rows-missing = Unter den Überschriften steht keine Zeile.
error-too-many-rows = Bitte höchstens { $max } Zeilen in einer Datei.
