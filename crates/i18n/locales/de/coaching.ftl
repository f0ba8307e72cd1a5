### Hinweise: was Regeln über Partner sagen, die Regeln selbst, und eine ausprobieren.

coaching-title = Hinweise
coaching-note = Was an der Arbeit der Partner auffällt, neben Partnern desselben Programms und ähnlichen Alters. Stand { $date }.
coaching-note-none = Was an der Arbeit der Partner auffällt. Zum ersten Mal wird es innerhalb der nächsten Stunde ermittelt.
coaching-all-findings = Alle Hinweise
coaching-all-programs = Alle Programme
coaching-empty = Nichts fällt auf
coaching-empty-text = Eine Regel meldet sich, sobald ein Partner genug eigene Fälle hat und es mindestens fünf vergleichbare Partner gibt.
coaching-column-finding = Hinweis
coaching-column-since = Seit
coaching-column-rows = Zeilen
coaching-shown = { $count ->
    [one] 1 Hinweis
   *[other] { $count } Hinweise
}
coaching-next = Nächster Schritt: { $step }
coaching-see-rows = Zeilen ansehen
coaching-on-partner = Was auffällt
coaching-compared = { $count ->
    [one] Verglichen mit 1 Partner desselben Programms und ähnlichen Alters.
   *[other] Verglichen mit { $count } Partnern desselben Programms und ähnlichen Alters.
}
coaching-since = Seit { $date }
coaching-silent = Diese Regel sagt über diesen Partner gerade nichts. Das sind die Zeilen, die sie zählt.
coaching-stretch = { $from } bis { $to }
coaching-as-of = Stand
coaching-rows-empty = Hier wird nichts gezählt
coaching-rows-empty-text = In der Zeit, auf die diese Regel schaut, gibt es keine solche Zeile.
coaching-rows-shown = { $count ->
    [one] 1 Zeile
   *[other] { $count } Zeilen
}

coaching-measure-approved-of-registered = Angenommen von entschieden
coaching-measure-reached-of-approved = Stufe erreicht, von angenommen
coaching-measure-expired-of-ended = Schutz abgelaufen, von genutzt oder abgelaufen
coaching-measure-in-time-of-asked = Rechtzeitig beantwortet, von gefragt
coaching-measure-won-of-closed = Gewonnen von abgeschlossen
coaching-measure-days-since-registration = Tage seit der letzten Registrierung
coaching-counts-approved-of-registered = angenommen
coaching-counts-reached-of-approved = erreicht
coaching-counts-expired-of-ended = abgelaufen
coaching-counts-in-time-of-asked = rechtzeitig
coaching-counts-won-of-closed = gewonnen
coaching-counts-days-since-registration = eingegangen
coaching-rest-approved-of-registered = abgelehnt
coaching-rest-reached-of-approved = noch nicht
coaching-rest-expired-of-ended = genutzt
coaching-rest-in-time-of-asked = spät oder offen
coaching-rest-won-of-closed = verloren
coaching-rest-days-since-registration = eingegangen
coaching-is-at-least = mindestens
coaching-is-at-most = höchstens
coaching-is-above-peers = über Vergleichbaren um mindestens
coaching-is-below-peers = unter Vergleichbaren um mindestens
coaching-percent = { $value } %
coaching-points = { $value } Prozentpunkte
coaching-days = { $value ->
    [one] 1 Tag
   *[other] { $value } Tage
}
coaching-part-of = { $part } von { $of }

coaching-rules-title = Regeln für Hinweise
coaching-rules-note = Jede Regel sagt, wann sie sich meldet, was sie sagt und was als Nächstes zu tun ist. Sie können sie ändern, abschalten oder eigene hinzufügen.
coaching-rules-add = Regel hinzufügen
coaching-rule-new = Neue Regel für Hinweise
coaching-rule-column = Regel
coaching-rule-when = Wann
coaching-rule-state = Stand
coaching-rule-on = meldet sich
coaching-rule-off = abgeschaltet
coaching-rule-offered = wie mitgeliefert
coaching-rule-changed = hier geändert, Version { $version }
coaching-rule-added = hier hinzugefügt, Version { $version }
coaching-rule-active = Die Regel meldet sich
coaching-rule-programs = Nur in diesen Programmen
coaching-rule-programs-hint = Keines gewählt: in allen.
coaching-rule-window = Schaut zurück, Tage
coaching-rule-own = Eigene Fälle des Partners, mindestens
coaching-rule-own-hint = Bei weniger schweigt sie; dasselbe gilt für jeden Vergleichbaren.
coaching-rule-peers = Vergleichbare Partner, mindestens
coaching-rule-peers-hint = Fünf oder mehr, damit sich keiner aus den anderen herauslesen lässt.
coaching-rule-conditions = Sie meldet sich, wenn all das zutrifft
coaching-rule-conditions-hint = Anteile in Prozent, neben Vergleichbaren in Prozentpunkten von deren Median; Tage in Tagen. Eine Stufe wird mit ihrem Schlüssel genannt.
coaching-rule-measure = Maß
coaching-rule-none = (nichts weiter)
coaching-rule-stage = Stufe
coaching-rule-comparison = Vergleich
coaching-rule-value = Zahl
coaching-rule-words = Was sie sagt
coaching-rule-words-hint = In Klammern: was die Bedingungen zählen, etwa {"{"}approved{"}"}, {"{"}registered{"}"}, {"{"}reached{"}"}, {"{"}stage{"}"}, {"{"}expired{"}"}, {"{"}ended{"}"}, {"{"}in_time{"}"}, {"{"}asked{"}"}, {"{"}won{"}"}, {"{"}closed{"}"}, {"{"}days{"}"}; neben Vergleichbaren {"{"}peers{"}"} und {"{"}peer_count{"}"}.
coaching-rule-title-en = Name, englisch
coaching-rule-title-de = Name, deutsch
coaching-rule-finding-en = Satz, englisch
coaching-rule-finding-de = Satz, deutsch
coaching-rule-next-en = Nächster Schritt, englisch
coaching-rule-next-de = Nächster Schritt, deutsch
coaching-rule-publish = Veröffentlichen
coaching-rule-saved = Die Regel ist veröffentlicht. Über wen sie etwas sagt, wird innerhalb einer Minute neu ermittelt.
coaching-rule-readers = Regeln für Hinweise ändern Administratoren und Leiter des Partnergeschäfts.
coaching-rule-history = Änderungen
coaching-rule-version = Version { $version }
coaching-rule-by = { $when }, { $who }
coaching-try = Am vergangenen Jahr ausprobieren
coaching-try-hint = Zeigt, über wen die Regel etwas sagen würde und über wen nicht mehr, heute und an drei früheren Tagen, nach dem, was damals bekannt war. Veröffentlicht wird nichts.
coaching-try-button = Ausprobieren
coaching-try-day = Am
coaching-try-before = Jetzt veröffentlicht
coaching-try-after = Wie oben
coaching-try-gained = Neu
coaching-try-lost = Nicht mehr
coaching-try-gained-title = Würde heute gesagt
coaching-try-lost-title = Würde heute nicht mehr gesagt
coaching-try-same = Unter den Partnern, die Sie sehen, bekommt oder verliert heute niemand diesen Hinweis.
event-coaching-rule-changed = hat die Regel für Hinweise { $name } geändert
error-placeholder-unknown = { "{" }{ $name }{ "}" } zählt diese Regel nicht. Bitte nehmen Sie es heraus oder fügen Sie eine Bedingung hinzu, die es zählt.
audit-about-coaching = Regeln für Hinweise
