### Was geschah: „<wer> <Satz>“. Schlüssel: event-<Art>, mit - für _ und Punkte.

timeline-title = Verlauf
timeline-empty = Bisher ist nichts geschehen.
timeline-note = Notiz
timeline-note-placeholder = Notiz für das Team schreiben
timeline-note-internal = Nur für Ihr Team sichtbar
timeline-note-save = Notiz speichern
timeline-noted = Notiz gespeichert.
timeline-older = Ältere Einträge

## Entrances

channel-web = auf der Seite
channel-link = über den persönlichen Link
channel-mail = per E-Mail
channel-api = über die API
channel-cli = auf der Kommandozeile
channel-import = durch einen Import
channel-system = von selbst

## Sides

side-vendor = auf unserer Seite
side-partner = auf Partnerseite

## Partners

event-partner-created = hat den Partner { $name } angelegt
event-partner-changed = hat die Stammdaten geändert
event-partner-noted = hat eine Notiz geschrieben
event-partner-owner-changed = hat { $role } { $side } geändert: { $before } → { $after }
event-partner-contact-added = hat den Kontakt { $name } ({ $role }) angelegt
event-partner-contact-changed = hat den Kontakt { $name } geändert
event-partner-joined-program = hat den Partner in { $program } aufgenommen, in der Phase { $phase }
event-partner-left-program = hat den Partner aus { $program } genommen
event-partner-phase-moved = hat den Partner in { $program } von { $before } nach { $after } verschoben
event-partner-criterion-checked = { $met ->
    [true] hat „{ $criterion }“ in { $program } abgehakt
   *[other] hat „{ $criterion }“ in { $program } wieder geöffnet
}
event-partner-next-step-set = hat den nächsten Schritt gesetzt: { $text }, bis { $on }
event-partner-status-changed = hat den Status von { $before } auf { $after } geändert
event-partner-segment-changed = hat den Partner aus dem Segment { $before } nach { $after } verschoben
event-partner-link-made = hat für { $name } einen persönlichen Registrierungslink in { $program } angelegt
event-partner-link-revoked = hat den persönlichen Registrierungslink von { $name } zurückgezogen

## Programs

event-program-created = hat das Programm { $name } angelegt
event-program-published = hat Version { $version } von { $name } veröffentlicht
event-program-changed = hat das Programm { $name } geändert
event-form-published = hat Version { $version } des Formulars von { $name } veröffentlicht
event-segment-changed = hat das Segment { $name } geändert
event-product-changed = hat das Produkt { $name } geändert
event-dashboard-created = hat das Dashboard { $name } angelegt
event-dashboard-changed = hat das Dashboard { $name } geändert
event-dashboard-removed = hat das Dashboard { $name } entfernt
