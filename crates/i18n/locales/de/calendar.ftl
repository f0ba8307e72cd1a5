### Geschäftskalender.

calendar-title = Geschäftskalender
calendar-note = Arbeitszeiten, Feiertage und Schließtage, nach denen Zusagen gezählt werden
calendar-about = Zusagen in Arbeitstagen werden nach ihnen gezählt. Ein Programm ohne eigenen Kalender nutzt den Standardkalender.
calendar-new = Neuer Kalender
calendar-none = Montag bis Freitag, neun bis siebzehn Uhr
calendar-none-text = Solange es keinen Kalender gibt, zählen Zusagen in der Zeitzone der Organisation, ohne Feiertage.
calendar-default = Standard
calendar-all-others = alle Programme ohne eigenen
calendar-facts = Arbeitszeit
calendar-time-zone = Zeitzone
calendar-time-zone-hint = Zum Beispiel: Europe/Berlin
calendar-holidays = Feiertage
calendar-holidays-none = Keine
calendar-holidays-custom = { $count ->
    [one] { $count } Tag aus eigener Liste
   *[other] { $count } Tage aus eigener Liste
}
calendar-holidays-hint = Tage, die nur in einer Gegend oder Stadt frei sind, tragen Sie als Schließtage ein.
calendar-hours = Arbeitszeiten
calendar-hours-hint = Zum Beispiel: 09:00–12:00, 13:00–17:00. Ein leerer Tag ist frei.
calendar-day-free = frei
calendar-programs = Programme
calendar-programs-hint = Programme, die nach diesem Kalender zählen. Alle anderen nutzen den Standardkalender.
calendar-default-text = Zum Standardkalender machen
calendar-save = Kalender speichern
calendar-saved = Gespeichert. Zusagen ab jetzt werden danach gezählt.
calendar-removed = Der Kalender ist entfernt.
calendar-in-use = Dieser Kalender wird noch genutzt und kann nicht entfernt werden.
calendar-remove-confirm = Diesen Kalender entfernen?
calendar-preview = Was das bedeutet
calendar-preview-sent = Eine Registrierung, gesendet am { $at }, ist fällig:
calendar-preview-usual = 24 Stunden, zwei Arbeitstage
calendar-preview-note = In der Zeitzone des Kalenders. Laufende Zusagen behalten die Zeit, die dem Partner genannt wurde.
calendar-closures = Schließtage
calendar-closures-none = Noch sind keine Tage eingetragen, an denen Sie außerdem geschlossen haben.
calendar-closure-name = Wofür
calendar-closure-example = Zwischen den Jahren
calendar-closure-first = Erster Tag
calendar-closure-last = Letzter Tag
calendar-closure-add = Eintragen
calendar-closure-added = Der Eintrag ist gespeichert.
calendar-closure-removed = Der Eintrag ist entfernt.
calendar-import = Schließtage aus einer Datei
calendar-import-file = Kalenderdatei (.ics)
calendar-import-hint = Ganztägige Einträge werden Schließtage. Höchstens 512 KB.
calendar-import-button = Übernehmen
calendar-import-done = Die Schließtage sind übernommen.
calendar-import-partly = { $added ->
    [0] Es gab nichts Neues zu übernehmen
    [one] Ein Schließtag ist übernommen
   *[other] { $added } Schließtage sind übernommen
}{ $known ->
    [0] { "." }
    [one] , einer war schon da.
   *[other] , { $known } waren schon da.
} { $left ->
    [one] Ein Eintrag wurde ausgelassen:
   *[other] { $left } Einträge wurden ausgelassen:
}
calendar-import-known = Nichts Neues in dieser Datei: Ihre Einträge sind schon da.
calendar-import-unnamed = Ein Eintrag ohne Namen
calendar-import-why-not-whole-days = Er hat eine Uhrzeit oder keinen Tag.
calendar-import-why-cancelled = Er ist abgesagt.
calendar-import-why-over = Er ist seit mehr als einem Jahr vorbei oder liegt zu weit voraus.
calendar-import-why-too-long = Er ist länger als ein Jahr.
calendar-import-why-repeats = Er wiederholt sich auf eine Weise, der wir nicht folgen, etwa am ersten Montag eines Monats. Bitte tragen Sie seine Tage von Hand ein.
calendar-import-why-endless = Er wiederholt sich jeden Tag oder jede Woche ohne Ende oder mehr als zweihundertmal. Bitte ändern Sie stattdessen die Arbeitszeiten.
weekday-monday = Montag
weekday-tuesday = Dienstag
weekday-wednesday = Mittwoch
weekday-thursday = Donnerstag
weekday-friday = Freitag
weekday-saturday = Samstag
weekday-sunday = Sonntag
calendar-state-BW = Baden-Württemberg
calendar-state-BY = Bayern
calendar-state-BE = Berlin
calendar-state-BB = Brandenburg
calendar-state-HB = Bremen
calendar-state-HH = Hamburg
calendar-state-HE = Hessen
calendar-state-MV = Mecklenburg-Vorpommern
calendar-state-NI = Niedersachsen
calendar-state-NW = Nordrhein-Westfalen
calendar-state-RP = Rheinland-Pfalz
calendar-state-SL = Saarland
calendar-state-SN = Sachsen
calendar-state-ST = Sachsen-Anhalt
calendar-state-SH = Schleswig-Holstein
calendar-state-TH = Thüringen
error-hours-invalid = Bitte schreiben Sie Zeiten wie 09:00–17:00, mehrere mit Komma dazwischen.
error-not-a-calendar = Das ist keine Kalenderdatei. Bitte wählen Sie eine, die auf .ics endet.
error-file-larger-than = Diese Datei ist größer als { $max } KB.
error-closure-too-long = Ein Eintrag kann höchstens ein Jahr dauern.
event-calendar-changed = hat den Geschäftskalender { $name } geändert
audit-about-calendar = Geschäftskalender
field-time-zone = Zeitzone
field-hours = Arbeitszeiten
field-hours-monday = Montag
field-hours-tuesday = Dienstag
field-hours-wednesday = Mittwoch
field-hours-thursday = Donnerstag
field-hours-friday = Freitag
field-hours-saturday = Samstag
field-hours-sunday = Sonntag
program-setting-information = Antwort des Partners, danach eine Erinnerung
program-setting-dispute = Antwort in einem Streitfall
calendar-first = Noch gibt es keinen Standard: Programme ohne eigenen Kalender zählen Montag bis Freitag, 9 bis 17 Uhr, ohne Feiertage. Der Standard tritt an deren Stelle. Ohne Haken gilt dieser Kalender nur für die oben gewählten Programme; ist keines gewählt, wird er trotzdem der Standard.
calendar-saved-default = Gespeichert. Er ist der Standard: Zusagen aller Programme ohne eigenen Kalender werden ab jetzt nach ihm gezählt.
