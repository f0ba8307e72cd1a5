### Programme, Segmente, Produkte.

## Words

program-kind-reseller = Reseller
program-kind-referral = Empfehlung
program-kind-integrator = Systemintegration
program-kind-technology = Technologiepartnerschaft
program-kind-services = Dienstleistung
program-kind-about-reseller = Partner kaufen und verkaufen weiter; Deals werden registriert und geschützt.
program-kind-about-referral = Partner weisen uns auf Kunden hin; wir verkaufen.
program-kind-about-integrator = Partner bauen Projekte rund um das Produkt.
program-kind-about-technology = Produkte, die zusammenarbeiten, gemeinsam veröffentlicht und vermarktet.
program-kind-about-services = Partner beraten, führen ein und betreuen.
program-check-manual = Ein Mensch hakt es ab
program-check-has-contact = Ein Kontakt mit E-Mail ist bekannt
program-check-has-owners = Verantwortliche auf beiden Seiten benannt
program-check-signed = Datum der Unterschrift ist bekannt
program-check-registered-deal = Ein Deal wurde registriert
program-check-approved-registration = Eine Registrierung wurde angenommen
program-check-won-deal = Ein Deal wurde gewonnen
program-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
program-business-days = { $count ->
    [one] { $count } Arbeitstag
   *[other] { $count } Arbeitstage
}

## Programs

program-title = Programme
program-about = Phasen, Austrittskriterien, Zusagen und Deal-Stufen
program-new = Neues Programm
program-new-note = Die Art bringt Phasen, Austrittskriterien, Zusagen und Deal-Stufen mit; alles lässt sich danach ändern.
program-none = Noch keine Programme
program-none-text = Ein Programm gibt Partnern Phasen, Kriterien und Zusagen. Beginnen Sie mit einer Vorlage.
program-kind = Art
program-version = Version
program-public-form = Öffentliche Seite
program-open = offen
program-closed = geschlossen
program-inactive = inaktiv
program-create = Programm anlegen
program-created = Programm angelegt. Sehen Sie die Regeln durch, bevor Partner beitreten.
program-saved = Programm gespeichert.
program-save = Programm speichern
program-facts = Name und Zugang
program-active-text = Nimmt neue Partner und Registrierungen an
program-public-form-text = Unbekannte dürfen auf der öffentlichen Seite einen Deal registrieren
program-key-hint = Teil der öffentlichen Adresse: Kleinbuchstaben, Ziffern, Bindestriche
program-promises = Was wir zusagen
program-no-stages = Keine Schritte
program-edit-rules = Regeln ändern
program-edit-stages = Deal-Stufen
program-stages = Deal-Stufen
program-versions = Versionen
program-version-number = Version { $number }
program-in-force = gilt jetzt
program-rules-note = Veröffentlichen macht eine neue Version. Registrierungen behalten die Version, unter der sie eingegangen sind.
program-publish = Version veröffentlichen
program-published = Neue Version veröffentlicht.
program-note = Warum diese Änderung?
program-note-hint = Steht neben der Version im Verlauf
program-unit = Einheit
program-unit-hours = Stunden
program-unit-business-days = Arbeitstage
program-protection-hint = Wie lange eine angenommene Registrierung geschützt ist
program-introduction-en = Einleitung auf der öffentlichen Seite, Englisch
program-introduction-de = Einleitung auf der öffentlichen Seite, Deutsch
program-rows-hint = Je eine Zeile. Eine geleerte Zeile wird entfernt; die leeren Zeilen am Ende sind für neue.
program-english = Englisch
program-german = Deutsch
program-check = Wie es festgestellt wird
program-setting = Einstellung
program-setting-stages = Schritte
program-setting-criterion = Austrittskriterium
program-setting-exit-criteria = Austrittskriterien
program-setting-responsible = Verantwortlich
program-setting-expected-days = Erwartete Tage
program-setting-first-answer = Erste Antwort
program-setting-decision = Entscheidung
program-setting-protection-days = Schutz, Tage
program-setting-introduction = Einleitung
program-differences = Was sich geändert hat
program-first-version = Dies ist die erste Version.
program-no-differences = Es gibt keinen Unterschied zur vorigen Version.
program-before = Vorher
program-after = Nachher
program-removed = entfernt
program-stages-note = Die Zahl vorn bestimmt die Reihenfolge. Eine zurückgezogene Stufe wird nicht mehr angeboten; Verläufe behalten sie.
program-stage-order = Reihenfolge
program-stage-outcome = Ein Deal hier ist
program-stage-retired = Zurückgezogen
program-stage-retire = nicht mehr anbieten
program-stages-save = Stufen speichern
program-stages-saved = Stufen gespeichert.

## Segments

segment-title = Segmente
segment-note = Ein Segment nimmt Partner nach einer Regel auf oder von Hand.
segment-new = Neues Segment
segment-edit = Segment ändern
segment-none = Noch keine Segmente
segment-none-text = Segmente ordnen Partner nach Region, Größe, Art des Unternehmens oder jedem importierten Merkmal.
segment-rule = Regel
segment-by-hand = Von Hand
segment-members = Partner
segment-attribute-hint = Partner mit diesem Wert kommen von selbst hinein
segment-value-hint = Genau so, wie er beim Partner steht
segment-position-hint = Wo mehrere Regeln passen, gilt die niedrigste Position
segment-save = Segment speichern
segment-saved = Segment gespeichert; die Partner sind einsortiert.
segment-remove-confirm = Dieses Segment entfernen?
segment-removed = Segment entfernt.
segment-in-use = In diesem Segment sind noch Partner. Bitte verschieben Sie sie zuerst.
field-attribute = Merkmal
field-attribute-value = Wert
field-position = Position
field-key = Schlüssel

## Products

product-title = Produkte
product-note = Worum es in Registrierungen und Deals geht.
product-new = Neues Produkt
product-edit = Produkt ändern
product-none = Noch keine Produkte
product-none-text = Produkte erscheinen in Registrierungsformularen, an Deals und in Kennzahlen.
product-offered = In Formularen
product-is-offered = angeboten
product-not-offered = nicht angeboten
product-category-hint = Produkte einer Kategorie werden zusammen gezählt
product-aliases-hint = Eine pro Zeile. Importe und Registrierungen erkennen das Produkt daran.
product-active-text = In Formularen anbieten
product-save = Produkt speichern
product-saved = Produkt gespeichert.
field-aliases = Andere Schreibweisen

## What went wrong

error-five-phases = Ein Programm hat genau die fünf Phasen in ihrer Reihenfolge.
error-missing-stage = In der Liste fehlt eine Stufe. Ziehen Sie sie zurück, statt sie zu entfernen.
error-needs-open = Mindestens eine offene Stufe muss bleiben.
error-needs-won = Eine Stufe für gewonnene Deals muss bleiben.
error-needs-lost = Eine Stufe für verlorene Deals muss bleiben.
error-not-changeable = Was ein Deal in dieser Stufe ist, lässt sich nicht ändern. Ziehen Sie die Stufe zurück und legen Sie eine neue an.
