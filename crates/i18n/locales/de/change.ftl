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
review-edit-reopens-lead = Es gibt schon eine Entscheidung, oder Genehmiger sind gefragt: Nach einer Änderung muss neu geprüft werden.
review-edit-again-lead = Sie wurde abgelehnt. Beim Speichern wird sie noch einmal gesendet; das wird gezählt.
review-edit-reason = Was ist anders, und warum?
review-edit-button = Änderungen speichern
review-edit-done = Die Änderungen sind gespeichert.
