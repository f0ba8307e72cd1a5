//! The chain of approvers, as a page shows it.

use crate::html::registrations::rows::Chip;
use crate::ui::Ui;
use kernel::words::ApprovalState;
use operations::cosell::registration::{ChainPerson, ChainStep};

pub(in crate::html) struct StepView {
    /// "1", "1" for two that are asked together.
    pub(in crate::html) place: String,
    pub(in crate::html) name: String,
    /// One is enough, or all.
    pub(in crate::html) rule: String,
    pub(in crate::html) people: Vec<PersonView>,
}

pub(in crate::html) struct PersonView {
    pub(in crate::html) name: String,
    pub(in crate::html) note: String,
    pub(in crate::html) word: String,
    /// Absent in a preview.
    pub(in crate::html) chip: Option<Chip>,
}

fn chip(ui: &Ui, state: ApprovalState) -> Chip {
    let (kind, icon) = match state {
        ApprovalState::Approved => ("good", "check"),
        ApprovalState::Declined => ("bad", "x"),
        ApprovalState::Asked => ("accent", "hourglass"),
        _ => ("", "minus"),
    };
    Chip { kind, icon, text: ui.word("chain-state", state) }
}

fn person(ui: &Ui, person: ChainPerson) -> PersonView {
    let note = [
        person.stands_in_for.map(|absent| ui.t1("chain-stands-in", "absent", absent)),
        person.answered_at.map(|at| ui.instant(&at)),
    ];
    PersonView {
        chip: person.state.map(|state| chip(ui, state)),
        note: note.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        word: person.note.unwrap_or_default(),
        name: person.name,
    }
}

pub(in crate::html) fn chain_view(ui: &Ui, steps: Vec<ChainStep>) -> Vec<StepView> {
    let several = |step: &ChainStep| step.people.len() > 1;
    steps
        .into_iter()
        .map(|step| StepView {
            place: ui.number(i64::from(step.place)),
            name: step.name.text(ui.locale()).to_owned(),
            rule: match (several(&step), step.everyone) {
                (false, _) => String::new(),
                (true, true) => ui.t("chain-everyone"),
                (true, false) => ui.t("chain-anyone"),
            },
            people: step.people.into_iter().map(|p| person(ui, p)).collect(),
        })
        .collect()
}
