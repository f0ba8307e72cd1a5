//! What people write in the sample data.

use kernel::words::Phase;

pub(super) const NOTES_EN: &[&str] = &[
    "Call with their principal: they want two sellers trained before the summer.",
    "They asked for a case study in manufacturing; sent the one about order planning.",
    "Joint workshop went well, three accounts to look at together.",
    "Their new head of sales wants a monthly pipeline call. Agreed.",
    "Strong with mid-sized logistics companies, weak in the public sector.",
    "Asked for demo access for two engineers.",
];
pub(super) const NOTES_DE: &[&str] = &[
    "Telefonat mit der Geschäftsführung: Zwei Vertriebsleute sollen vor dem Sommer geschult werden.",
    "Wünschen sich eine Referenz aus dem Maschinenbau; die Geschichte zur Auftragsplanung geschickt.",
    "Gemeinsamer Workshop lief gut, drei Kunden schauen wir uns zusammen an.",
    "Der neue Vertriebsleiter möchte einmal im Monat die Pipeline durchgehen. Vereinbart.",
    "Stark bei mittelständischen Logistikern, schwach bei Behörden.",
    "Brauchen Demo-Zugänge für zwei Technikerinnen.",
];

/// What could be next in a phase.
pub(super) fn next_steps(phase: Phase) -> &'static [&'static str] {
    match phase {
        Phase::Attract => &["First call with their principal", "Send the one-page brief", "Agree on a pilot account"],
        Phase::Onboard => &["Train their sellers", "Name the lead on their side", "Walk through the starter kit"],
        Phase::Cosell => &["Weekly pipeline call", "Go through three target accounts", "Joint visit at a customer"],
        Phase::Grow => &["Plan the autumn webinar", "Quarterly review", "Look at services in the south"],
        Phase::Renew => &["Prepare the renewal talk", "Agree on next year's goals"],
    }
}

pub(super) const NEEDS_EN: &[&str] = &[
    "Planning is done in spreadsheets; they lose a day a week to reconciling them.",
    "Replacement for a system that is no longer supported after the summer.",
    "Wants one view of orders over three sites.",
    "Field engineers report on paper; invoices go out two weeks late.",
    "New owner asks for a forecast by month.",
];
pub(super) const NEEDS_DE: &[&str] = &[
    "Die Planung läuft in Tabellen; der Abgleich kostet einen Tag in der Woche.",
    "Ablösung eines Systems, das ab Sommer nicht mehr gepflegt wird.",
    "Möchte Aufträge von drei Standorten in einer Sicht.",
    "Der Außendienst schreibt auf Papier; Rechnungen gehen zwei Wochen zu spät hinaus.",
    "Die neuen Eigentümer wollen eine Vorschau je Monat.",
];
pub(super) const HELP_EN: &[&str] = &[
    "We run their infrastructure and have done the first two workshops.",
    "Introduced the project to the board; we will deliver the integration.",
    "Long-standing customer of ours, demo is agreed for next week.",
];
pub(super) const HELP_DE: &[&str] = &[
    "Wir betreuen die Infrastruktur und haben die ersten zwei Workshops gemacht.",
    "Haben das Projekt in der Geschäftsleitung vorgestellt; die Integration liefern wir.",
    "Langjähriger Kunde von uns, die Vorführung ist für nächste Woche vereinbart.",
];
pub(super) const QUESTIONS_EN: &[&str] = &[
    "Who decides on the budget, and is it approved for this year?",
    "Which site is this about? We are already talking to the headquarters.",
    "Is there a competing offer on the table?",
];
pub(super) const QUESTIONS_DE: &[&str] = &[
    "Wer entscheidet über das Budget, und ist es für dieses Jahr bewilligt?",
    "Um welchen Standort geht es? Mit der Zentrale sprechen wir bereits.",
    "Liegt schon ein anderes Angebot vor?",
];
pub(super) const ANSWERS_EN: &[&str] = &[
    "The head of operations decides; the budget is approved.",
    "It is about the northern site only, they buy on their own.",
    "One other offer, about ten per cent above ours.",
];
pub(super) const ANSWERS_DE: &[&str] = &[
    "Die Betriebsleitung entscheidet; das Budget ist bewilligt.",
    "Es geht nur um den Standort im Norden, der kauft selbst ein.",
    "Ein anderes Angebot, etwa zehn Prozent über unserem.",
];
pub(super) const DEAL_NOTES: &[&str] = &[
    "Customer asked for references in their industry.",
    "Legal is looking at the data protection terms.",
    "Demo moved by a week, two more departments join.",
    "Angebot auf Wunsch um Schulungen ergänzt.",
    "Entscheidung fällt in der nächsten Geschäftsleitungssitzung.",
];
pub(super) const TOPICS_EN: &[&str] = &[
    "order planning",
    "field service rollout",
    "forecasting",
    "new platform",
    "two more sites",
    "archive",
    "renewal and growth",
];
pub(super) const TOPICS_DE: &[&str] =
    &["Auftragsplanung", "Außendienst", "Prognose", "neue Plattform", "zwei weitere Standorte", "Archiv", "Ausbau"];
