### Was eine Registrierung sagt, wird geändert, und ein Nein noch einmal angesehen.

public-edit = Angaben ändern
public-edit-title = Ändern: { $company }
public-edit-lead = Wir haben noch nicht entschieden. Wer Ihre Registrierung bearbeitet, erfährt, was neu ist.
public-edit-reopens-lead = Wir haben diese Registrierung schon angesehen. Wenn Sie etwas ändern, prüfen wir sie erneut; ein Schutz bleibt bis dahin bestehen.
public-edit-again-lead = Ergänzen Sie, was fehlte, und senden Sie sie noch einmal. Wir prüfen sie neu, mit einer neuen Frist.
public-edit-reason = Was ist anders, und warum?
public-edit-reason-hint = Nötig, wenn Sie dieselben Angaben noch einmal senden.
public-edit-button = Änderungen speichern
public-edit-again-button = Noch einmal senden
public-edit-done = Danke. Ihre Änderungen sind bei uns.
public-field-reason = Was ist anders, und warum?
public-appeal = Um zweite Prüfung bitten
public-appeal-reason = Warum sollen wir noch einmal hinsehen?
public-appeal-hint = Einmal möglich, bis { $until }. Wenn es geht, sieht jemand anderes sie sich an.
public-appeal-button = Um zweite Prüfung bitten
public-appeal-done = Danke. Wir sehen noch einmal hin und schreiben Ihnen.
review-edit = Angaben ändern
review-edit-lead = Die Angaben des Partners, wie sie lauten sollen.
review-edit-reopens-lead = Es gibt schon eine Entscheidung, oder jemand ist um Freigabe gebeten: Nach einer Änderung muss neu geprüft werden.
review-edit-again-lead = Sie wurde abgelehnt. Beim Speichern wird sie noch einmal gesendet; das wird gezählt.
review-edit-reason = Was ist anders, und warum?
review-edit-button = Änderungen speichern
review-edit-done = Die Änderungen sind gespeichert.
public-edit-meanwhile = Während Sie geschrieben haben, hat sich etwas geändert
public-edit-meanwhile-text = Was Sie geschrieben haben, steht noch da und ist noch nicht gespeichert. Bitte sehen Sie es durch und speichern Sie noch einmal: Dann tritt es an die Stelle dessen, was jetzt gilt.
public-edit-meanwhile-happened = Was geschehen ist
public-edit-meanwhile-see = Ansehen, was jetzt gilt
edit-stands-otherwise = Jetzt gilt, anders als im Formular unten:
review-edit-meanwhile-text = Die eigene Eingabe steht noch da und ist noch nicht gespeichert. Bitte durchsehen und noch einmal speichern: Dann tritt sie an die Stelle dessen, was jetzt gilt.
review-edit-meanwhile-see = Ansehen, was jetzt gilt
review-meanwhile-typed = Die eigene Eingabe
review-meanwhile-typed-text = Sie wurde nicht gespeichert und steht unten, zum Mitnehmen. Der Datensatz zeigt den Stand von jetzt.
public-edit-lost-title = Das lässt sich nicht mehr ändern
public-edit-lost = { $company } hat jetzt den Stand: { $status }. Ihre Änderungen wurden nicht gespeichert. Was Sie geschrieben haben, steht unten, damit Sie es mitnehmen können.
public-edit-lost-typed = Was Sie geschrieben haben
public-edit-lost-open = Registrierung öffnen
public-history-answers-changed = Antworten auf die eigenen Fragen des Programms wurden geändert.
review-step-answers-changed = hat Antworten auf die eigenen Fragen des Programms geändert
review-edit-changed = Geändert: { $fields }
error-file-twice = Diese Datei beantwortet schon eine andere Frage. Bitte wählen Sie eine andere.
public-wait = Noch nicht gesendet
public-wait-seconds = In kurzer Zeit wurde viel gesendet. Was Sie geschrieben haben, steht noch da: Bitte senden Sie es in { $count ->
    [one] einer Sekunde
   *[other] { $count } Sekunden
} noch einmal.
public-wait-minutes = In kurzer Zeit wurde viel gesendet. Was Sie geschrieben haben, steht noch da: Bitte senden Sie es in { $count ->
    [one] einer Minute
   *[other] { $count } Minuten
} noch einmal.
public-wait-files = Dateien, die Sie eben ausgewählt haben, müssen Sie noch einmal auswählen.
public-wait-file-seconds = In kurzer Zeit wurde viel gesendet. Bitte wählen Sie die Datei noch einmal aus und senden Sie sie in { $count ->
    [one] einer Sekunde
   *[other] { $count } Sekunden
}.
public-wait-file-minutes = In kurzer Zeit wurde viel gesendet. Bitte wählen Sie die Datei noch einmal aus und senden Sie sie in { $count ->
    [one] einer Minute
   *[other] { $count } Minuten
}.
public-unsent = Nicht gesendet
public-unsent-text = Inzwischen hat sich etwas getan, und das lässt sich nicht mehr senden. Was Sie geschrieben haben, steht hier, damit Sie es mitnehmen können.
public-late-again = Was Sie geschrieben haben, steht noch da und ist noch nicht gesendet. Bitte sehen Sie es durch und senden Sie es noch einmal.
public-late-kept = Was Sie geschrieben haben, steht noch da.
public-late-happened = Was inzwischen geschehen ist:
public-edit-disputed = Solange der Streitfall läuft, lässt sich daran nichts ändern.
public-edit-lost-disputed = Solange der Streitfall läuft, lässt sich daran nichts ändern
answer-spent-typed = Was Sie geschrieben haben, wurde nicht gesendet. Es steht hier, damit Sie es mitnehmen können.
public-late-go = Zu dem, was Sie geschrieben haben
review-not-possible = Das ist jetzt nicht möglich
review-first = Vorher ist noch etwas zu tun
review-first-go = Dorthin
public-late-looked-at = Wir prüfen diesen Kunden noch. Sobald das entschieden ist, schreiben wir Ihnen, und es kann weitergehen.
