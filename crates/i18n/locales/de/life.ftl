# Wohin eine Registrierung gehen darf: Zustände und Schritte ihres ganzen Lebens. Texte zu Freigabeketten stehen in chain.ftl.

## Was der Partner über jeden Zustand liest
public-now-draft = Das haben Sie noch nicht gesendet.
public-now-unconfirmed = Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse.
public-now-submitted = Sie ist eingegangen und liegt bei uns.
public-now-checking = Wir prüfen sie.
public-now-in-review = Jemand bei uns sieht sie sich an.
public-now-information-requested = Vor der Entscheidung brauchen wir etwas von Ihnen.
public-now-pending-approval = Sie ist geprüft und wartet auf die letzte Freigabe bei uns.
public-now-account-pending = Wir legen zuerst das Kundenkonto an. Für Sie ist nichts zu tun.
public-now-approved = Sie ist angenommen und für Sie geschützt.
public-now-declined = Diese Registrierung können wir nicht annehmen.
public-now-withdrawn = Sie haben diese Registrierung zurückgezogen.
public-now-cancelled = Wir mussten unsere Zusage zurücknehmen. Der Schutz ist beendet.
public-now-disputed = Jemand hat diese Registrierung angefochten. Ihr Schutz gilt, solange wir das klären.
public-now-expiring = Der Schutz läuft bald ab.
public-now-expired = Der Schutz ist abgelaufen.
public-now-converted = Wir arbeiten gemeinsam an diesem Deal.
public-now-won = Der Deal ist gewonnen. Vielen Dank!
public-now-lost = Der Deal ist verloren.

## Was der Hersteller über jeden Zustand liest
review-now-converted = Der Deal hat seine erste Phase verlassen: Beide Seiten arbeiten daran.
review-now-won = Der Deal ist gewonnen.
review-now-lost = Der Deal ist verloren.
review-now-cancelled = Die Zusage wurde zurückgenommen, der Schutz ist beendet.
review-now-disputed = Angefochten. Der Schutz gilt, bis darüber entschieden ist.

## Ein Wort im Verlauf: „Ines …“
review-step-draft-saved = hat am Entwurf weitergearbeitet
review-step-check-started = hat sie prüfen lassen
review-step-approver-answered = hat eine Rückfrage zur Freigabe beantwortet
review-step-account-awaited = wartet auf das Kundenkonto
review-step-account-ready = hat das Kundenkonto bereit
review-step-sent-for-approval = hat sie zur Freigabe gegeben
review-step-step-approved = hat einen Schritt freigegeben
review-step-appealed = hat um einen zweiten Blick gebeten
review-step-resubmitted = hat sie verbessert und neu gesendet
review-step-cancelled = hat die Zusage zurückgenommen
review-step-reopened = hat sie wieder geöffnet
review-step-edited = hat sie geändert
review-step-converted = hat den Deal weitergebracht
review-step-won = hat den Deal gewonnen
review-step-lost = hat den Deal verloren
review-step-sale-reopened = hat den Deal wieder geöffnet
review-step-expiring = hat auf das nahe Ende des Schutzes hingewiesen
review-step-extended = hat den Schutz verlängert
review-step-reinstated = hat sie wieder unter Schutz gestellt
review-step-disputed = hat sie angefochten
review-step-dispute-upheld = hat die Anfechtung zu ihren Gunsten entschieden
review-step-dispute-overturned = hat die Anfechtung gegen sie entschieden
review-step-dispute-closed = hat die Anfechtung beendet, die Prüfung geht weiter

## Der Verlauf für den Partner
public-history-approver-answered = Sie haben geantwortet.
public-history-account-awaited = Wir legen zuerst das Kundenkonto an.
public-history-account-ready = Das Kundenkonto ist bereit.
public-history-sent-for-approval = Sie wurde geprüft und zur Freigabe gegeben.
public-history-appealed = Sie haben um einen zweiten Blick gebeten.
public-history-resubmitted = Sie haben sie verbessert und neu gesendet.
public-history-cancelled = Wir haben unsere Zusage zurückgenommen.
public-history-reopened = Sie wird noch einmal angesehen.
public-history-edited = Angaben wurden geändert.
public-history-converted = Der Deal ist weitergekommen.
public-history-won = Der Deal wurde gewonnen.
public-history-lost = Der Deal wurde verloren.
public-history-sale-reopened = Der Deal wurde wieder geöffnet.
public-history-extended = Der Schutz wurde verlängert.
public-history-reinstated = Sie ist wieder geschützt.
public-history-disputed = Sie wurde angefochten.
public-history-dispute-upheld = Die Anfechtung wurde zu Ihren Gunsten entschieden.
public-history-dispute-overturned = Die Anfechtung wurde gegen diese Registrierung entschieden.
public-history-dispute-closed = Die Anfechtung ist beendet.

event-registration-converted = hat den Deal zu { $company } weitergebracht
event-registration-won = hat den Deal zu { $company } gewonnen
event-registration-lost = hat den Deal zu { $company } verloren
event-registration-sale-reopened = hat den Deal zu { $company } wieder geöffnet
public-status-moved = Der Kunde hat uns schriftlich gesagt, mit wem er arbeiten möchte. Deshalb mussten wir unsere Zusage zurücknehmen, und der Schutz ist beendet.
