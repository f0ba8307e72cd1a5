### Seiten ohne Anmeldung: Registrierung, Status.

## Einen Deal registrieren

public-register-title = Deal registrieren
public-register-known = Durch Ihren Link angemeldet als { $name }, { $partner }.
public-you = Über Sie
public-field-sender-name = Ihr Name
public-field-sender-email = Ihre E-Mail-Adresse
public-field-sender-email-hint = Dorthin schicken wir eine Bestätigung, bevor es losgeht.
public-field-sender-company = Ihr Unternehmen
public-deal = Über den Deal
public-field-company = Kunde
public-field-company-hint = Der vollständige Firmenname, wenn Sie ihn kennen.
public-field-domain = Website des Kunden
public-field-customer-contact = Mit wem sprechen Sie dort?
public-field-customer-contact-placeholder = Name und E-Mail
public-field-amount = Erwarteter Betrag
public-field-currency = Währung
public-field-expected-close-on = Erwarteter Abschluss
public-field-partner-help = Wie helfen Sie?
public-field-partner-help-placeholder = Was Sie bisher getan haben und was Sie tun werden
public-more = Mehr dazu
public-field-need = Was braucht der Kunde?
public-field-product = Produkt
public-field-product-hint = Wählen Sie eines oder schreiben Sie selbst etwas.
public-field-country = Land
public-field-city = Ort
public-field-customer-phone = Telefonnummer
public-field-vat = USt-IdNr.
public-register-button = Deal registrieren
public-promise = { $reviewer } antwortet bis { $due }.
public-promise-confirm = Sobald Sie Ihre E-Mail-Adresse bestätigt haben, antwortet { $reviewer } in der zugesagten Zeit.
public-promise-nobody = Wir antworten bis { $due }.
error-too-quick = Das ging sehr schnell. Bitte sehen Sie Ihre Angaben noch einmal durch und senden Sie sie erneut.
error-registered-already = Dieser Deal ist schon als { $number } registriert, aber mit anderen Angaben. Bitte ändern Sie { $number } auf der Seite der Registrierung. Was Sie hier eingegeben haben, steht noch da.
error-registered-by-colleague = Jemand aus Ihrem Unternehmen hat diesen Deal schon als { $number } registriert. Bitte lassen Sie dort ergänzen, was neu ist. Was Sie hier eingegeben haben, steht noch da.
public-sent-before = Diese Registrierung hatten Sie schon gesendet. Hier ist sie.
public-sent-before-files = Diese Registrierung hatten Sie schon gesendet. Hier ist sie; die Dateien, die Sie jetzt gesendet haben, sind dabei.

## Nach dem Absenden

public-sent-title = Bitte schauen Sie in Ihr Postfach
public-sent-text = Wir haben Ihnen eine Nachricht geschickt. Öffnen Sie den Link darin und bestätigen Sie, dass die Adresse Ihre ist. Ab dann läuft die Uhr für unsere Antwort.
public-sent-hint = Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach oder prüfen Sie die Adresse und senden Sie das Formular noch einmal.
public-sent-again = Einen weiteren Deal registrieren

## Bestätigen

public-confirm-title = Registrierung bestätigen
public-confirm-text = Sie haben { $company } registriert und die Adresse { $email } angegeben.
public-confirm-button = Ja, das ist meine Adresse
public-confirmed = Vielen Dank. Ihre Registrierung liegt jetzt bei uns.

## Die Statusseite

public-status-title = { $company }: { $status }
public-status-registered = Registriert { $at } · { $number }
public-status-answer-by = { $who } antwortet bis { $due }. Sobald entschieden ist, schreiben wir Ihnen.
public-status-decide-by = { $who } entscheidet bis { $due }. Sobald entschieden ist, schreiben wir Ihnen.
public-status-over = { $who } braucht länger als zugesagt. Das ist bei uns als überfällig markiert.
public-status-we = Unser Team
public-status-question = { $who } fragt
public-status-answer = Ihre Antwort
public-status-answer-button = Antwort senden
public-status-answered = Vielen Dank. Ihre Antwort ist gesendet.
public-status-role = Angenommen: Sie sind { $role } dabei. Für diesen Kunden ist ein anderer Partner geschützt, diese Rolle ist es nicht.
public-status-protected = Dieser Deal ist bis zum { $until } für Sie geschützt.
public-status-protection-over = Der Schutz ist am { $until } abgelaufen. Wenn Sie weiter daran arbeiten, registrieren Sie den Deal bitte neu.
public-status-declined = Diese Registrierung können wir nicht annehmen.
public-status-withdrawn = Sie haben diese Registrierung zurückgezogen. Sie können sie jederzeit neu einreichen.
public-status-withdraw = Registrierung zurückziehen
public-status-withdraw-reason = Warum?
public-status-withdraw-button = Jetzt zurückziehen
public-status-withdraw-done = Ihre Registrierung ist zurückgezogen.
public-status-details = Was Sie gesendet haben
public-status-history = Was passiert ist
public-status-questions = Fragen und Antworten
public-status-you = Sie
public-status-your-turn = Wartet auf Sie
public-status-your-turn-text = Vor der Entscheidung brauchen wir etwas von Ihnen. Unsere Uhr steht, bis Sie antworten.
public-status-meanwhile = Inzwischen hat sich etwas geändert. Bitte sehen Sie die Seite noch einmal an.
public-sent-domain = Website
public-sent-contact = Kontakt
public-sent-amount = Betrag
public-sent-close = Abschluss
public-sent-product = Produkt
public-sent-need = Bedarf
public-sent-help = Ihr Anteil
public-step-received = Eingegangen
public-step-answer = Erste Antwort
public-step-decision = Entscheidung
public-step-by = bis { $due }
public-step-protected = { $days } Tage geschützt
public-step-protected-until = Geschützt bis { $until }
public-step-not-protected = Kein Schutz

public-history-received = Die Registrierung ist eingegangen.
public-history-submitted = Die Registrierung ist eingegangen.
public-history-confirmed = Sie haben Ihre E-Mail-Adresse bestätigt.
public-history-review-started = Jemand hat sie übernommen.
public-history-information-requested = Wir haben Sie etwas gefragt.
public-history-information-given = Sie haben geantwortet.
public-history-approved = Wir haben sie angenommen.
public-history-declined = Wir haben sie abgelehnt.
public-history-withdrawn = Sie wurde zurückgezogen.
public-history-expired = Der Schutz ist abgelaufen.

## Links, die nichts mehr öffnen

public-closed-title = Dieser Link öffnet nichts
public-closed-not-found = Er ist nicht vollständig oder wurde zurückgezogen. Ihre Ansprechperson kann Ihnen einen neuen schicken.
public-closed-link-expired = Er ist abgelaufen. Bitte registrieren Sie den Deal noch einmal oder bitten Sie Ihre Ansprechperson um einen neuen Link.
public-closed-link-used = Sie haben schon bestätigt. Den Link zur Seite Ihrer Registrierung finden Sie in der E-Mail danach.
