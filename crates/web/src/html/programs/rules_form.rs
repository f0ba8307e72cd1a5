//! The rules of a program as form fields: `phases.0.stages.1.en`, `phases.0.criteria.2.check`, `first_answer.amount` …
//!
//! A row whose texts are both emptied is gone; empty rows at the end wait for new ones. So it works without scripts.

use kernel::fold::transliterate;
use kernel::words::{OwnerRole, Phase};
use kernel::{Failure, FieldErrors, Outcome};
use operations::program::{
    Bilingual, Clocks, CriterionCheck, ExitCriterion, ExtensionRules, PhaseDefinition, ProgramDefinition, Promise,
};
use std::collections::{BTreeSet, HashMap};

/// The ways to find a criterion met, in the order they are offered.
pub(super) const CHECKS: [(CriterionCheck, &str); 7] = [
    (CriterionCheck::Manual, "manual"),
    (CriterionCheck::HasContact, "has_contact"),
    (CriterionCheck::HasOwners, "has_owners"),
    (CriterionCheck::Signed, "signed"),
    (CriterionCheck::RegisteredDeal, "registered_deal"),
    (CriterionCheck::ApprovedRegistration, "approved_registration"),
    (CriterionCheck::WonDeal, "won_deal"),
];

fn check_word(check: CriterionCheck) -> &'static str {
    CHECKS.iter().find(|(c, _)| *c == check).map_or("manual", |(_, word)| word)
}

/// A text in both languages, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextRow {
    pub(super) en: String,
    pub(super) de: String,
}

impl TextRow {
    fn is_empty(&self) -> bool {
        self.en.trim().is_empty() && self.de.trim().is_empty()
    }
    fn both(&self) -> Bilingual {
        Bilingual { en: self.en.trim().to_owned(), de: self.de.trim().to_owned() }
    }
}

impl From<&Bilingual> for TextRow {
    fn from(text: &Bilingual) -> Self {
        Self { en: text.en.clone(), de: text.de.clone() }
    }
}

/// An exit criterion, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CriterionRow {
    /// Of a criterion that exists; empty for a new one.
    pub(super) key: String,
    pub(super) label: TextRow,
    pub(super) check: String,
}

/// A phase, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PhaseRows {
    pub(super) stages: Vec<TextRow>,
    pub(super) criteria: Vec<CriterionRow>,
    pub(super) responsible: String,
    pub(super) expected_days: String,
}

/// A promise, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PromiseRow {
    pub(super) amount: String,
    pub(super) unit: String,
}

/// Everything, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RulesForm {
    pub(super) phases: Vec<PhaseRows>,
    pub(super) first_answer: PromiseRow,
    pub(super) decision: PromiseRow,
    pub(super) information: PromiseRow,
    pub(super) dispute: PromiseRow,
    pub(super) protection_days: String,
    pub(super) extension_limit: String,
    pub(super) extension_days: String,
    pub(super) introduction: TextRow,
    pub(super) note: String,
    pub(super) base: String,
}

pub(super) fn promise_row(promise: Promise) -> PromiseRow {
    match promise {
        Promise::Hours(n) => PromiseRow { amount: n.to_string(), unit: "hours".to_owned() },
        Promise::BusinessDays(n) => PromiseRow { amount: n.to_string(), unit: "business_days".to_owned() },
    }
}

impl RulesForm {
    /// The form of a definition.
    pub(super) fn of(definition: &ProgramDefinition, base: i64) -> Self {
        let phases = definition
            .phases
            .iter()
            .map(|phase| PhaseRows {
                stages: phase.stages.iter().map(TextRow::from).collect(),
                criteria: phase
                    .exit_criteria
                    .iter()
                    .map(|c| CriterionRow {
                        key: c.key.clone(),
                        label: TextRow::from(&c.label),
                        check: check_word(c.check).to_owned(),
                    })
                    .collect(),
                responsible: phase.responsible.to_string(),
                expected_days: phase.expected_days.map(|d| d.to_string()).unwrap_or_default(),
            })
            .collect();
        Self {
            phases,
            first_answer: promise_row(definition.clocks.first_answer),
            decision: promise_row(definition.clocks.decision),
            information: promise_row(definition.clocks.information),
            dispute: promise_row(definition.clocks.dispute),
            protection_days: definition.protection_days.to_string(),
            extension_limit: definition.extension.limit.to_string(),
            extension_days: definition.extension.days.to_string(),
            introduction: TextRow::from(&definition.introduction),
            note: String::new(),
            base: base.to_string(),
        }
    }

    /// The form as it was sent; emptied rows are gone, in the order they stood.
    pub(super) fn read(pairs: &[(String, String)]) -> Self {
        let fields: HashMap<&str, &str> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let get = |name: &str| fields.get(name).copied().unwrap_or_default().to_owned();
        let text = |path: &str| TextRow { en: get(&format!("{path}.en")), de: get(&format!("{path}.de")) };
        let rows = |path: &str| {
            let path = path.to_owned();
            let present = |n: &usize| fields.contains_key(format!("{path}.{n}.en").as_str());
            (0..100).take_while(present).map(|n| format!("{path}.{n}")).collect::<Vec<_>>()
        };
        let phases = (0..Phase::ALL.len())
            .map(|n| PhaseRows {
                stages: rows(&format!("phases.{n}.stages"))
                    .iter()
                    .map(|path| text(path))
                    .filter(|row| !row.is_empty())
                    .collect(),
                criteria: rows(&format!("phases.{n}.criteria"))
                    .iter()
                    .map(|path| CriterionRow {
                        key: get(&format!("{path}.key")),
                        label: text(path),
                        check: get(&format!("{path}.check")),
                    })
                    .filter(|row| !row.label.is_empty())
                    .collect(),
                responsible: get(&format!("phases.{n}.responsible")),
                expected_days: get(&format!("phases.{n}.expected_days")),
            })
            .collect();
        let promise =
            |name: &str| PromiseRow { amount: get(&format!("{name}.amount")), unit: get(&format!("{name}.unit")) };
        Self {
            phases,
            first_answer: promise("first_answer"),
            decision: promise("decision"),
            information: promise("information"),
            dispute: promise("dispute"),
            protection_days: get("protection_days"),
            extension_limit: get("extension.limit"),
            extension_days: get("extension.days"),
            introduction: text("introduction"),
            note: get("note"),
            base: get("base"),
        }
    }

    /// What the form says, as a definition.
    ///
    /// # Errors
    /// `Invalid` at what is no number or no word of ours; the rest is checked when it is published.
    pub(super) fn definition(&self) -> Outcome<ProgramDefinition> {
        let mut errors = FieldErrors::default();
        let phases = Phase::ALL
            .iter()
            .zip(&self.phases)
            .enumerate()
            .map(|(n, (phase, rows))| phase_of(&mut errors, &format!("phases.{n}"), *phase, rows))
            .collect();
        let definition = ProgramDefinition {
            phases,
            clocks: Clocks {
                first_answer: promise(&mut errors, "clocks.first_answer", &self.first_answer),
                decision: promise(&mut errors, "clocks.decision", &self.decision),
                information: promise(&mut errors, "clocks.information", &self.information),
                dispute: promise(&mut errors, "clocks.dispute", &self.dispute),
            },
            protection_days: number(&mut errors, "protection_days", &self.protection_days),
            extension: ExtensionRules {
                limit: number(&mut errors, "extension.limit", &self.extension_limit),
                days: number(&mut errors, "extension.days", &self.extension_days),
            },
            introduction: self.introduction.both(),
            // Have pages of their own.
            approval: operations::program::ApprovalRules::default(),
            conflicts: operations::program::ConflictRules::default(),
            protection: operations::program::ProtectionRules::default(),
        };
        if self.phases.len() == Phase::ALL.len() {
            errors.into_result(definition)
        } else {
            Err(Failure::field("phases", "five_phases"))
        }
    }
}

pub(super) fn number(errors: &mut FieldErrors, field: &str, text: &str) -> u32 {
    text.trim().parse().unwrap_or_else(|_| {
        errors.add(field, if text.trim().is_empty() { "required" } else { "not_a_number" });
        0
    })
}

pub(super) fn promise(errors: &mut FieldErrors, field: &str, row: &PromiseRow) -> Promise {
    let amount = number(errors, field, &row.amount);
    match row.unit.as_str() {
        "hours" => Promise::Hours(amount),
        _ => Promise::BusinessDays(amount),
    }
}

fn phase_of(errors: &mut FieldErrors, path: &str, phase: Phase, rows: &PhaseRows) -> PhaseDefinition {
    let mut taken: BTreeSet<String> = rows.criteria.iter().map(|c| c.key.clone()).collect();
    let exit_criteria = rows
        .criteria
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let check = CHECKS.iter().find(|(_, word)| *word == row.check).map(|(check, _)| *check);
            if check.is_none() {
                errors.add(&format!("{path}.exit_criteria.{n}"), "unknown");
            }
            ExitCriterion {
                key: if row.key.is_empty() { new_key(&mut taken, &row.label) } else { row.key.clone() },
                label: row.label.both(),
                check: check.unwrap_or(CriterionCheck::Manual),
            }
        })
        .collect();
    let responsible = rows.responsible.parse().unwrap_or_else(|_| {
        errors.add(&format!("{path}.responsible"), "unknown");
        OwnerRole::PartnerManager
    });
    let expected_days = match rows.expected_days.trim() {
        "" => None,
        text => Some(number(errors, &format!("{path}.expected_days"), text)),
    };
    PhaseDefinition {
        phase,
        stages: rows.stages.iter().map(TextRow::both).collect(),
        exit_criteria,
        responsible,
        expected_days,
    }
}

/// A key from a label that no other criterion of the phase has.
fn new_key(taken: &mut BTreeSet<String>, label: &TextRow) -> String {
    let source = if label.en.trim().is_empty() { &label.de } else { &label.en };
    let words: Vec<String> = transliterate(source)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let base: String =
        if words.is_empty() { "criterion".to_owned() } else { words.join("_").chars().take(50).collect() };
    let key = std::iter::once(base.clone())
        .chain((2..100).map(|n| format!("{base}_{n}")))
        .find(|key| !taken.contains(key))
        .unwrap_or(base);
    taken.insert(key.clone());
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::words::ProgramKind;
    use operations::program::template;

    /// The pairs a browser sends for a form.
    fn sent(form: &RulesForm) -> Vec<(String, String)> {
        let mut pairs = vec![
            ("first_answer.amount".to_owned(), form.first_answer.amount.clone()),
            ("first_answer.unit".to_owned(), form.first_answer.unit.clone()),
            ("decision.amount".to_owned(), form.decision.amount.clone()),
            ("decision.unit".to_owned(), form.decision.unit.clone()),
            ("information.amount".to_owned(), form.information.amount.clone()),
            ("information.unit".to_owned(), form.information.unit.clone()),
            ("dispute.amount".to_owned(), form.dispute.amount.clone()),
            ("dispute.unit".to_owned(), form.dispute.unit.clone()),
            ("protection_days".to_owned(), form.protection_days.clone()),
            ("extension.limit".to_owned(), form.extension_limit.clone()),
            ("extension.days".to_owned(), form.extension_days.clone()),
            ("introduction.en".to_owned(), form.introduction.en.clone()),
            ("introduction.de".to_owned(), form.introduction.de.clone()),
            ("note".to_owned(), form.note.clone()),
            ("base".to_owned(), form.base.clone()),
        ];
        for (n, phase) in form.phases.iter().enumerate() {
            pairs.push((format!("phases.{n}.responsible"), phase.responsible.clone()));
            pairs.push((format!("phases.{n}.expected_days"), phase.expected_days.clone()));
            for (m, stage) in phase.stages.iter().enumerate() {
                pairs.push((format!("phases.{n}.stages.{m}.en"), stage.en.clone()));
                pairs.push((format!("phases.{n}.stages.{m}.de"), stage.de.clone()));
            }
            for (m, row) in phase.criteria.iter().enumerate() {
                pairs.push((format!("phases.{n}.criteria.{m}.key"), row.key.clone()));
                pairs.push((format!("phases.{n}.criteria.{m}.en"), row.label.en.clone()));
                pairs.push((format!("phases.{n}.criteria.{m}.de"), row.label.de.clone()));
                pairs.push((format!("phases.{n}.criteria.{m}.check"), row.check.clone()));
            }
        }
        pairs
    }

    #[test]
    fn every_template_survives_the_form() {
        for kind in ProgramKind::ALL {
            let form = RulesForm::of(&template(*kind), 1);
            let read = RulesForm::read(&sent(&form));
            assert_eq!(read, form);
            assert_eq!(read.definition().expect("publishable"), template(*kind));
        }
    }

    #[test]
    fn an_emptied_row_is_gone_and_a_new_one_gets_a_key() {
        let mut form = RulesForm::of(&template(ProgramKind::Reseller), 1);
        form.phases[0].stages[1] = TextRow::default();
        form.phases[0].criteria[0].label = TextRow::default();
        let new = TextRow { en: String::new(), de: "Vertrag unterschrieben".into() };
        form.phases[0].criteria.push(CriterionRow { key: String::new(), label: new.clone(), check: "manual".into() });
        form.phases[0].criteria.push(CriterionRow { key: String::new(), label: new, check: "signed".into() });
        let phase = &RulesForm::read(&sent(&form)).definition().expect("publishable").phases[0];
        assert_eq!(phase.stages.len(), 2);
        let keys: Vec<_> = phase.exit_criteria.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["contact_known", "signed", "vertrag_unterschrieben", "vertrag_unterschrieben_2"]);
    }

    #[test]
    fn what_is_no_number_is_named() {
        let mut form = RulesForm::of(&template(ProgramKind::Reseller), 1);
        form.protection_days = "ninety".into();
        form.decision.amount = String::new();
        form.phases[3].expected_days = "1.5".into();
        let Err(Failure::Invalid(errors)) = form.definition() else { panic!("refused") };
        let found: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(
            found,
            [
                ("phases.3.expected_days", "not_a_number"),
                ("clocks.decision", "required"),
                ("protection_days", "not_a_number")
            ]
        );
    }
}
