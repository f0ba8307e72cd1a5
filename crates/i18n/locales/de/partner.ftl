### Partner, Kontakte, Verantwortliche, Phasen.

## Words

partner-status-active = Aktiv
partner-status-paused = Pausiert
partner-status-exited = Beendet
partner-status-to-active = Wieder aufnehmen
partner-status-to-paused = Pausieren
partner-status-to-exited = Beenden
partner-status-about-active = Der Partner arbeitet wieder mit uns.
partner-status-about-paused = Vorerst wird nichts erwartet; alles bleibt, wie es ist.
partner-status-about-exited = Die Partnerschaft endet. Persönliche Registrierungslinks gelten nicht mehr; der Verlauf bleibt.
owner-partner-manager = Partnermanager
owner-sales-lead = Vertriebsleitung
owner-marketing-lead = Marketingleitung
contact-role-seller = Vertrieb
contact-role-engineer = Technik
contact-role-marketer = Marketing
contact-role-principal = Leitung
phase-about-attract = Herausfinden, ob es passt, und sich einigen.
phase-about-onboard = Schulen, ausstatten, zum ersten Erfolg kommen.
phase-about-cosell = Gemeinsam Kunden gewinnen.
phase-about-grow = Wachstum planen, Zusammenarbeit vertiefen.
phase-about-renew = Rückblick: verlängern, pausieren oder sich trennen.

## What fields are called

field-name = Name
field-domain = Web-Domain
field-country = Land
field-region = Region
field-city = Ort
field-business-type = Art des Unternehmens
field-size = Größe
field-signed-on = Vertrag unterschrieben
field-segment = Segment
field-program = Programm
field-phase = Phase
field-attributes = Weitere Merkmale
field-email = E-Mail
field-phone = Telefon
field-role = Rolle
field-locale = Sprache der Mails
field-reason = Grund

## List

partner-count = { $count ->
    [one] { $count } Partner
   *[other] { $count } Partner
}
partner-on-this-page = { $count ->
    [one] { $count } Partner auf dieser Seite
   *[other] { $count } Partner auf dieser Seite
}
partner-search-placeholder = Name, Domain oder Ort
partner-new = Neuer Partner
partner-export = Exportieren
partner-any = Alle
partner-any-phase = Alle Phasen
partner-any-program = Alle Programme
partner-filter-q = Suche
partner-filter-phase = Phase
partner-filter-program = Programm
partner-filter-segment = Segment
partner-filter-region = Region
partner-filter-country = Land
partner-filter-owner = Verantwortlich
partner-filter-status = Status
partner-program-and-phase = Phase und Programm
partner-place = Region
partner-open-pipeline = Offene Pipeline
partner-last-activity = Letzte Aktivität
partner-added = Angelegt
partner-in-no-program = Noch in keinem Programm
partner-in-no-program-text = In einem Programm hat ein Partner eine Phase, Austrittskriterien und eine Registrierungsseite.
partner-none = Noch keine Partner
partner-none-text = Legen Sie den ersten Partner an oder importieren Sie Ihre Liste.
partner-none-yet = Partner erscheinen hier, sobald jemand sie anlegt oder importiert.
partner-none-found = Kein Partner passt
partner-none-found-text = Weniger Filter oder ein kürzeres Wort finden mehr.
partner-views = Gespeicherte Ansichten
partner-views-keep = Ansichten speichern oder entfernen
partner-view-name = Diesen Filter speichern als
partner-view-save = Ansicht speichern
partner-view-saved = Ansicht gespeichert.
partner-view-needs-name = Bitte geben Sie der Ansicht einen Namen mit höchstens 60 Zeichen.
partner-view-removed = Ansicht entfernt.
partner-view-remove = Ansicht { $name } entfernen
partner-bulk-assign = Manager zuweisen
partner-bulk-segment = Segment setzen
partner-bulk-move = In Phase verschieben
partner-bulk-reason = Grund, wo Kriterien offen sind
partner-bulk-confirm = Alle ausgewählten Partner ändern?
partner-bulk-nothing = Bitte wählen Sie zuerst mindestens einen Partner aus.
partner-bulk-result = Ergebnis der Änderung
partner-bulk-back = Zurück zur Liste
partner-bulk-changed = { $count ->
    [one] { $count } Partner geändert.
   *[other] { $count } Partner geändert.
}
partner-bulk-left = { $count ->
    [one] { $count } Partner wurde nicht geändert
   *[other] { $count } Partner wurden nicht geändert
}
partner-segment-by-rule = Nach Regel
partner-export-id = ID
partner-export-name = Name
partner-export-domain = Domain
partner-export-status = Status
partner-export-programs = Programme
partner-export-phases = Phasen
partner-export-segment = Segment
partner-export-region = Region
partner-export-country = Land
partner-export-city = Ort
partner-export-business-type = Art des Unternehmens
partner-export-size = Größe
partner-export-manager = Partnermanager
partner-export-next-step = Nächster Schritt
partner-export-next-step-on = Nächster Schritt bis
partner-export-signed-on = Vertrag unterschrieben
partner-export-open-deals = Offene Deals
partner-export-open-pipeline = Offene Pipeline
partner-export-currency = Währung
partner-export-created-at = Angelegt (UTC)
partner-export-last-activity-at = Letzte Aktivität (UTC)

## Record

partner-tab-overview = Überblick
partner-tab-contacts = Kontakte
partner-tab-history = Phasenverlauf
partner-figures = Kennzahlen
partner-change = Ändern
partner-edit = Stammdaten bearbeiten
partner-facts = Stammdaten
partner-add = Partner anlegen
partner-save = Stammdaten speichern
partner-created = Partner angelegt.
partner-changed = Stammdaten gespeichert.
partner-domain-hint = Eine Web- oder E-Mail-Adresse genügt. Daran erkennen Registrierungen und Importe den Partner.
partner-attributes-hint = Eines pro Zeile, zum Beispiel „Stufe: Gold“. Segmente und Filter können sie nutzen.
partner-no-program-yet = Noch keines
partner-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
partner-phase-since = { $count ->
    [one] seit { $count } Tag
   *[other] seit { $count } Tagen
}
partner-criteria-met = { $met } von { $all } Kriterien erfüllt
partner-criteria = Vor dem Ende von { $phase }
partner-criteria-none = Diese Phase hat keine Austrittskriterien.
partner-criteria-tick = Abhaken oder weiterverschieben
partner-criterion-met = erfüllt
partner-criterion-open = offen
partner-criterion-found = wird von selbst festgestellt
partner-criterion-tick = Abhaken
partner-criterion-untick = Wieder öffnen
partner-criterion-tick-label = Abhaken: { $criterion }
partner-criterion-untick-label = Wieder öffnen: { $criterion }
partner-criterion-ticked = Kriterium abgehakt.
partner-criterion-reopened = Kriterium wieder geöffnet.
partner-next-step = Nächster Schritt
partner-next-step-what = Was geschieht als Nächstes
partner-next-step-when = Bis wann
partner-next-step-none = Noch nichts geplant
partner-next-step-save = Nächsten Schritt speichern
partner-next-step-saved = Nächster Schritt gespeichert.
partner-all-entrances = Alle Kanäle
partner-owners = Verantwortliche
partner-owners-change = Verantwortliche ändern
partner-owners-note = Wer wofür verantwortlich ist, auf beiden Seiten.
partner-owners-ours = Auf unserer Seite
partner-owners-theirs = Auf Partnerseite
partner-owners-no-contacts = Der Partner hat noch keine Kontakte.
partner-owners-save = Verantwortliche speichern
partner-owners-saved = Verantwortliche gespeichert.
partner-given-away = Verantwortliche gespeichert. Der Partner gehört nicht mehr zu Ihren.
partner-counterpart = Gegenüber
partner-phase-history = Phasen bisher
partner-stay-entered = Von
partner-stay-left = Bis
partner-stay-now = jetzt
partner-stay-length = Dauer
partner-stay-by = Verschoben von
partner-no-deals = Noch keine Deals
partner-no-deals-text = Deals erscheinen hier, wenn eine Registrierung angenommen wird oder jemand einen anlegt.
partner-deal-stage = Stufe
partner-deal-made = Angelegt
partner-latest-deals = { $count ->
    [one] Der neueste Deal
   *[other] Die neuesten { $count } Deals
}
partner-all-deals = Alle Deals
partner-no-registrations = Noch keine Registrierungen
partner-no-registrations-text = Ein Kontakt registriert Deals über einen persönlichen Link, ohne Anmeldung.
partner-registration-company = Kunde
partner-registration-status = Status
partner-registration-submitted = Eingegangen
partner-latest-registrations = { $count ->
    [one] Die neueste Registrierung
   *[other] Die neuesten { $count } Registrierungen
}
partner-all-registrations = Alle Registrierungen
partner-status-change = Pausieren oder beenden
partner-status-new = Was soll geschehen?
partner-status-reason-hint = Nötig, um zu pausieren oder zu beenden. Der Grund steht im Verlauf.
partner-status-save = Status ändern
partner-status-saved = Status geändert.

## Phases and programs

partner-move = Partner verschieben
partner-move-to = Nach „{ $phase }“ verschieben
partner-move-title = In eine andere Phase verschieben
partner-move-where = Wohin?
partner-move-reason-hint = Nicht alle Kriterien sind erfüllt: Bitte schreiben Sie, warum es trotzdem Zeit ist.
partner-moved = Partner verschoben.
partner-programs-change = Programmen beitreten oder sie verlassen
partner-join = In ein Programm aufnehmen
partner-join-none = Der Partner ist in jedem aktiven Programm.
partner-joined = Der Partner ist jetzt im Programm.
partner-joined-on = Im Programm seit { $date }
partner-leave = Aus dem Programm nehmen
partner-leave-reason = Warum verlässt der Partner das Programm?
partner-leave-confirm = Den Partner aus diesem Programm nehmen?
partner-left = Der Partner hat das Programm verlassen.

## Contacts

partner-contact-new = Neuer Kontakt
partner-contact-edit = Kontakt ändern
partner-contact-add = Kontakt anlegen
partner-contact-save = Kontakt speichern
partner-contact-added = Kontakt angelegt.
partner-contact-saved = Kontakt gespeichert.
partner-contact-mails = Welche Mails die Person bekommt
partner-contact-mails-hint = Ändern Sie das, wenn Sie darum gebeten werden; auf den eigenen Seiten geht es auch selbst. Bestätigungen, Fragen und Entscheidungen kommen immer.
partner-contact-mails-saved = Gespeichert, welche Mails die Person bekommt.
partner-contact-inactive = nicht mehr dort
partner-contact-active = Arbeitet noch dort
partner-contact-email-hint = Für Mails und den persönlichen Registrierungslink
partner-contact-locale-hint = Ohne Auswahl: die Sprache der Organisation
partner-no-contacts = Noch keine Kontakte
partner-no-contacts-text = Legen Sie die Menschen an, mit denen Sie arbeiten. Jeder kann einen persönlichen Registrierungslink bekommen.
partner-link-in = Registrierungslink, { $program }
partner-link-none = noch keiner
partner-link-make = Link anlegen
partner-link-made = Link angelegt.
partner-link-mail = Per Mail senden
partner-link-mailed = Der Link ist per Mail unterwegs.
partner-link-no-address = Dieser Kontakt hat noch keine E-Mail-Adresse.
partner-link-revoke = Zurückziehen
partner-link-revoke-confirm = Diesen Link zurückziehen? Wer ihn hat, kann ihn dann nicht mehr nutzen.
partner-link-revoked = Link zurückgezogen.

## Mails

mail-personal-link-subject = Ihr Registrierungslink für { $program }
mail-personal-link-body =
    Guten Tag { $name },

    mit diesem Link registrieren Sie Deals bei { $organisation } in einer Minute, ohne Anmeldung. Er gehört Ihnen: Bitte geben Sie ihn nicht weiter.

    { $url }

    Sie bekommen die Antwort per Mail und sehen den Stand jederzeit.

    { $organisation }

## What went wrong

error-key-invalid = Bitte nur Kleinbuchstaben, Ziffern und Bindestriche.
error-domain-shared = Diese Domain teilen sich viele Organisationen. Bitte geben Sie die eigene der Organisation an oder lassen Sie das Feld leer.
error-attribute-line = Bitte schreiben Sie jedes Merkmal als „Name: Wert“.
error-reason-required = Nicht alle Austrittskriterien sind erfüllt. Bitte geben Sie einen Grund an.
error-already-in-phase = Der Partner ist schon in dieser Phase.
error-not-manual = Dieses Kriterium wird von selbst festgestellt und kann nicht abgehakt werden.
