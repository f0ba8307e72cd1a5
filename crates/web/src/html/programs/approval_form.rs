//! Rules of approval as form fields: `steps.0.en`, `steps.0.who`, `remind_after.amount` … A step whose names are both emptied is gone; an empty one at
//! the end waits for a new one. So it works without scripts.

use super::rules_form::{PromiseRow, number, promise, promise_row};
use kernel::words::{FindingLevel, OwnerRole};
use kernel::{FieldErrors, Outcome, Role};
use operations::program::{ApprovalRules, ApprovalStep, Approver, Automatic, Bilingual, When};

/// The roles that can be asked.
pub(super) const ROLES: [Role; 3] = [Role::HeadOfPartnerships, Role::PartnerManager, Role::Administrator];

/// A step, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StepRow {
    pub(super) en: String,
    pub(super) de: String,
    pub(super) position: String,
    pub(super) beside: bool,
    pub(super) everyone: bool,
    /// `role:…`, `owner:…`.
    pub(super) who: Vec<String>,
    /// Ids of people.
    pub(super) people: Vec<String>,
    pub(super) amount: String,
    pub(super) finding: String,
    /// Chosen among those that partners have.
    pub(super) region: Vec<String>,
    /// Others, as typed.
    pub(super) regions: String,
    pub(super) segments: Vec<String>,
    pub(super) products: Vec<String>,
}

impl StepRow {
    fn is_empty(&self) -> bool {
        self.en.trim().is_empty() && self.de.trim().is_empty()
    }

    fn of(n: usize, step: &ApprovalStep) -> Self {
        let mut row = Self {
            en: step.name.en.clone(),
            de: step.name.de.clone(),
            position: (n + 1).to_string(),
            beside: step.beside,
            everyone: step.everyone,
            amount: step.when.amount_at_least.map(|a| a.to_string()).unwrap_or_default(),
            finding: step.when.finding_at_least.map(|f| f.to_string()).unwrap_or_default(),
            region: step.when.regions.clone(),
            segments: step.when.segments.iter().map(ToString::to_string).collect(),
            products: step.when.products.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        for approver in &step.approvers {
            match approver {
                Approver::Role(role) => row.who.push(format!("role:{role}")),
                Approver::Owner(owner) => row.who.push(format!("owner:{owner}")),
                Approver::Person(person) => row.people.push(person.to_string()),
            }
        }
        row
    }

    /// The chosen ones, then the typed ones, each once.
    fn every_region(&self) -> Vec<String> {
        let mut regions: Vec<String> = Vec::new();
        for region in self.region.iter().map(String::as_str).chain(self.regions.split(',')).map(str::trim) {
            if !region.is_empty() && !regions.iter().any(|known| known == region) {
                regions.push(region.to_owned());
            }
        }
        regions
    }

    fn step(&self, errors: &mut FieldErrors, path: &str) -> ApprovalStep {
        let mut approvers = Vec::new();
        for word in &self.who {
            let approver = match word.split_once(':') {
                Some(("role", role)) => role.parse().ok().map(Approver::Role),
                Some(("owner", owner)) => owner.parse::<OwnerRole>().ok().map(Approver::Owner),
                _ => None,
            };
            match approver {
                Some(approver) => approvers.push(approver),
                None => errors.add(&format!("{path}.approvers"), "unknown"),
            }
        }
        for person in self.people.iter().filter(|p| !p.trim().is_empty()) {
            match person.parse() {
                Ok(person) => approvers.push(Approver::Person(person)),
                Err(_) => errors.add(&format!("{path}.approvers"), "unknown"),
            }
        }
        let amount_at_least = match self.amount.trim() {
            "" => None,
            text => text.parse().map_err(|_| errors.add(&format!("{path}.when.amount_at_least"), "not_a_number")).ok(),
        };
        let finding_at_least = match self.finding.as_str() {
            "" => None,
            text => text
                .parse::<FindingLevel>()
                .map_err(|_| errors.add(&format!("{path}.when.finding_at_least"), "unknown"))
                .ok(),
        };
        ApprovalStep {
            name: Bilingual { en: self.en.trim().to_owned(), de: self.de.trim().to_owned() },
            when: When {
                amount_at_least,
                regions: self.every_region(),
                segments: self.segments.iter().filter_map(|s| s.parse().ok()).collect(),
                products: self.products.iter().filter_map(|p| p.parse().ok()).collect(),
                finding_at_least,
            },
            approvers,
            everyone: self.everyone,
            beside: self.beside,
        }
    }
}

/// Everything, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ApprovalForm {
    pub(super) steps: Vec<StepRow>,
    pub(super) when_clear: bool,
    pub(super) when_overdue: bool,
    pub(super) remind_after: PromiseRow,
    pub(super) resubmissions: String,
    pub(super) appeal_days: String,
    pub(super) note: String,
    pub(super) base: String,
    /// The registration to try it on.
    pub(super) registration: String,
    /// `try`: show who would be asked, publish nothing.
    pub(super) action: String,
}

impl ApprovalForm {
    pub(super) fn of(rules: &ApprovalRules, base: i64) -> Self {
        Self {
            steps: rules.steps.iter().enumerate().map(|(n, step)| StepRow::of(n, step)).collect(),
            when_clear: rules.automatic.when_clear,
            when_overdue: rules.automatic.when_overdue,
            remind_after: promise_row(rules.remind_after),
            resubmissions: rules.resubmissions.to_string(),
            appeal_days: rules.appeal_days.to_string(),
            base: base.to_string(),
            ..Self::default()
        }
    }

    /// The form as it was sent; emptied steps are gone, the others in the order of their positions.
    pub(super) fn read(pairs: &[(String, String)]) -> Self {
        let all = |name: &str| -> Vec<String> {
            pairs.iter().filter(|(k, v)| k == name && !v.trim().is_empty()).map(|(_, v)| v.clone()).collect()
        };
        let get = |name: &str| pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()).unwrap_or_default();
        let present = |n: &usize| pairs.iter().any(|(k, _)| *k == format!("steps.{n}.en"));
        let mut steps: Vec<StepRow> = (0..100)
            .take_while(present)
            .map(|n| {
                let at = |name: &str| format!("steps.{n}.{name}");
                StepRow {
                    en: get(&at("en")),
                    de: get(&at("de")),
                    position: get(&at("position")),
                    beside: !get(&at("beside")).is_empty(),
                    everyone: !get(&at("everyone")).is_empty(),
                    who: all(&at("who")),
                    people: all(&at("person")),
                    amount: get(&at("amount")),
                    finding: get(&at("finding")),
                    region: all(&at("region")),
                    regions: get(&at("regions")),
                    segments: all(&at("segment")),
                    products: all(&at("product")),
                }
            })
            .filter(|row| !row.is_empty())
            .collect();
        steps.sort_by_key(|row| row.position.trim().parse::<u32>().unwrap_or(u32::MAX));
        Self {
            steps,
            when_clear: !get("when_clear").is_empty(),
            when_overdue: !get("when_overdue").is_empty(),
            remind_after: PromiseRow { amount: get("remind_after.amount"), unit: get("remind_after.unit") },
            resubmissions: get("resubmissions"),
            appeal_days: get("appeal_days"),
            note: get("note"),
            base: get("base"),
            registration: get("registration"),
            action: get("action"),
        }
    }

    /// What the form says, as rules.
    ///
    /// # Errors
    /// `Invalid` at what is no number or no word of ours; the rest is checked when it is published.
    pub(super) fn rules(&self) -> Outcome<ApprovalRules> {
        let mut errors = FieldErrors::default();
        let rules = ApprovalRules {
            steps: self
                .steps
                .iter()
                .enumerate()
                .map(|(n, row)| row.step(&mut errors, &format!("approval.steps.{n}")))
                .collect(),
            remind_after: promise(&mut errors, "approval.remind_after", &self.remind_after),
            automatic: Automatic { when_clear: self.when_clear, when_overdue: self.when_overdue },
            resubmissions: number(&mut errors, "approval.resubmissions", &self.resubmissions),
            appeal_days: number(&mut errors, "approval.appeal_days", &self.appeal_days),
        };
        errors.into_result(rules)
    }
}
