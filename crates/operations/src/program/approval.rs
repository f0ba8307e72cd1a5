//! What a program says about its yes: who must give it, when nobody need to, and how often a partner may ask again.

use super::differences::{both, promise_text};
use super::validate::{label, promise, range};
use super::{Bilingual, Promise};
use crate::cosell::typed_amount::LARGEST;
use kernel::id::{ProductId, SegmentId, UserId};
use kernel::money::SCALE;
use kernel::words::{FindingLevel, OwnerRole};
use kernel::{FieldErrors, Role};
use serde::{Deserialize, Serialize};

/// The most steps a chain can have.
pub const MOST_STEPS: usize = 8;
/// The most approvers one step can name.
pub const MOST_APPROVERS: usize = 10;

/// The rules of approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ApprovalRules {
    /// Steps in order. Without any, the reviewer's yes is enough.
    pub steps: Vec<ApprovalStep>,
    /// An approver who has not answered is reminded after this time, and again after it.
    pub remind_after: Promise,
    /// Approval without a person.
    pub automatic: Automatic,
    /// How often a declined registration can be sent again.
    pub resubmissions: u32,
    /// How many days a no can be appealed; 0: not at all.
    pub appeal_days: u32,
}

impl Default for ApprovalRules {
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            remind_after: Promise::BusinessDays(1),
            automatic: Automatic::default(),
            resubmissions: 2,
            appeal_days: 14,
        }
    }
}

/// When nobody need to say yes. Never for a registration with a finding that asks or blocks, of a stranger, or that a chain asks somebody about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Automatic {
    /// At once, when the conflict check found nothing.
    pub when_clear: bool,
    /// When the decision's clock has run out and the conflict check found nothing.
    pub when_overdue: bool,
}

/// One step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalStep {
    /// What it is called.
    pub name: Bilingual,
    /// For which registrations; for all of them when nothing is said.
    #[serde(default)]
    pub when: When,
    /// Who is asked.
    pub approvers: Vec<Approver>,
    /// Whether all of them must say yes; otherwise one is enough.
    #[serde(default)]
    pub everyone: bool,
    /// Asked at the same time as the step before, not after it.
    #[serde(default)]
    pub beside: bool,
}

/// Which registrations a step is for: all that is said must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// The expected amount in the program's currency, whole units; another currency counts as reached.
    pub amount_at_least: Option<u64>,
    /// One of these regions of the partner.
    pub regions: Vec<String>,
    /// One of these segments of the partner.
    #[schema(value_type = Vec<String>)]
    pub segments: Vec<SegmentId>,
    /// One of these products.
    #[schema(value_type = Vec<String>)]
    pub products: Vec<ProductId>,
    /// The conflict check found something at least this sure.
    #[schema(value_type = Option<String>)]
    pub finding_at_least: Option<FindingLevel>,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "by", content = "who")]
pub enum Approver {
    /// Everybody with this role: `administrator`, `head_of_partnerships`, `partner_manager`.
    #[schema(value_type = String)]
    Role(Role),
    /// The partner's own on the vendor's side: `partner_manager`, `sales_lead`, `marketing_lead`.
    #[schema(value_type = String)]
    Owner(OwnerRole),
    /// This person.
    #[schema(value_type = String)]
    Person(UserId),
}

/// How sure, as a number that grows.
pub fn sureness(level: FindingLevel) -> u8 {
    match level {
        FindingLevel::Possible => 1,
        FindingLevel::Likely => 2,
        FindingLevel::Same => 3,
    }
}

/// What a condition is held against.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// In ten-thousandths, where it is in the program's currency.
    pub amount: Option<i64>,
    /// Whether it is in another currency.
    pub foreign: bool,
    /// The partner's.
    pub region: Option<String>,
    /// The partner's.
    pub segment: Option<SegmentId>,
    /// What it is about.
    pub product: Option<ProductId>,
    /// The surest finding.
    pub finding: Option<FindingLevel>,
}

impl When {
    /// Whether the step is for this registration.
    pub fn holds(&self, about: &About) -> bool {
        let amount = self.amount_at_least.is_none_or(|least| {
            let least = i64::try_from(least).unwrap_or(i64::MAX).saturating_mul(SCALE);
            about.foreign || about.amount.is_some_and(|amount| amount >= least)
        });
        let region = self.regions.is_empty() || about.region.as_ref().is_some_and(|r| self.regions.contains(r));
        let segment = self.segments.is_empty() || about.segment.is_some_and(|s| self.segments.contains(&s));
        let product = self.products.is_empty() || about.product.is_some_and(|p| self.products.contains(&p));
        let finding = self
            .finding_at_least
            .is_none_or(|least| about.finding.is_some_and(|found| sureness(found) >= sureness(least)));
        amount && region && segment && product && finding
    }
}

impl ApprovalRules {
    /// The steps a registration goes through, each with its place: steps with the same place are asked together.
    pub fn chain(&self, about: &About) -> Vec<(u32, &ApprovalStep)> {
        let mut place = 0;
        let mut chain = Vec::new();
        for step in self.steps.iter().filter(|step| step.when.holds(about)) {
            if !step.beside || place == 0 {
                place += 1;
            }
            chain.push((place, step));
        }
        chain
    }
}

/// The rules with texts trimmed; everything wrong is noted with its path (`approval.steps.0.name`).
pub(crate) fn checked(errors: &mut FieldErrors, mut rules: ApprovalRules) -> ApprovalRules {
    if rules.steps.len() > MOST_STEPS {
        errors.add_with("approval.steps", "too_many", [("max", MOST_STEPS.to_string())]);
    }
    for (index, step) in rules.steps.iter_mut().enumerate() {
        let path = format!("approval.steps.{index}");
        step.name = label(errors, &format!("{path}.name"), &step.name);
        if step.approvers.is_empty() {
            errors.add(&format!("{path}.approvers"), "required");
        }
        if step.approvers.len() > MOST_APPROVERS {
            errors.add_with(&format!("{path}.approvers"), "too_many", [("max", MOST_APPROVERS.to_string())]);
        }
        if step.approvers.contains(&Approver::Role(Role::Viewer)) {
            // A viewer changes nothing, so nobody may wait for one.
            errors.add(&format!("{path}.approvers"), "unknown");
        }
        let most = u64::try_from(LARGEST / SCALE).unwrap_or(u64::MAX);
        if step.when.amount_at_least.is_some_and(|amount| amount > most) {
            errors.add(&format!("{path}.when.amount_at_least"), "too_large");
        }
        step.when.regions = step.when.regions.iter().map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()).collect();
    }
    promise(errors, "approval.remind_after", rules.remind_after);
    range(errors, "approval.resubmissions", rules.resubmissions, 0, 20);
    range(errors, "approval.appeal_days", rules.appeal_days, 0, 365);
    rules
}

/// Notes what differs, setting by setting.
pub(super) fn differ(
    before: &ApprovalRules,
    after: &ApprovalRules,
    note: &mut impl FnMut(&'static str, String, String),
) {
    let steps = |rules: &ApprovalRules| {
        rules
            .steps
            .iter()
            .map(|s| format!("{}{}", if s.beside { "‖ " } else { "" }, both(&s.name)))
            .collect::<Vec<_>>()
            .join(" → ")
    };
    let (mut old, mut new) = (steps(before), steps(after));
    if old == new && before.steps != after.steps {
        // Called the same, with other people or conditions.
        old.push_str(" (1)");
        new.push_str(" (2)");
    }
    note("approval_steps", old, new);
    note("remind_after", promise_text(before.remind_after), promise_text(after.remind_after));
    note("automatic_clear", before.automatic.when_clear.to_string(), after.automatic.when_clear.to_string());
    note("automatic_overdue", before.automatic.when_overdue.to_string(), after.automatic.when_overdue.to_string());
    note("resubmissions", before.resubmissions.to_string(), after.resubmissions.to_string());
    note("appeal_days", before.appeal_days.to_string(), after.appeal_days.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, when: When, beside: bool) -> ApprovalStep {
        ApprovalStep {
            name: Bilingual { en: name.to_owned(), de: String::new() },
            when,
            approvers: vec![Approver::Role(Role::HeadOfPartnerships)],
            everyone: false,
            beside,
        }
    }

    #[test]
    fn a_step_that_is_not_for_it_is_left_out_and_steps_beside_share_a_place() {
        let large = When { amount_at_least: Some(50_000), ..When::default() };
        let rules = ApprovalRules {
            steps: vec![
                step("sales", When::default(), false),
                step("legal", When::default(), true),
                step("board", large, false),
                step("last", When::default(), false),
            ],
            ..ApprovalRules::default()
        };
        let names = |amount: i64| {
            let about = About { amount: Some(amount * SCALE), ..About::default() };
            rules.chain(&about).iter().map(|(place, s)| format!("{place}{}", s.name.en)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(50_000), "1sales 1legal 2board 3last");
        assert_eq!(names(49_999), "1sales 1legal 2last");
    }

    #[test]
    fn all_that_a_condition_says_must_hold() {
        let when =
            When { regions: vec!["DACH".to_owned()], finding_at_least: Some(FindingLevel::Likely), ..When::default() };
        let about = |region: &str, finding| About { region: Some(region.to_owned()), finding, ..About::default() };
        assert!(when.holds(&about("DACH", Some(FindingLevel::Same))));
        assert!(!when.holds(&about("DACH", Some(FindingLevel::Possible))));
        assert!(!when.holds(&about("DACH", None)));
        assert!(!when.holds(&about("Nordics", Some(FindingLevel::Same))));
    }

    #[test]
    fn an_amount_in_another_currency_is_looked_at_rather_than_let_through() {
        let when = When { amount_at_least: Some(1), ..When::default() };
        assert!(when.holds(&About { foreign: true, ..About::default() }));
        assert!(!when.holds(&About::default()));
    }

    #[test]
    fn rules_of_before_there_was_approval_are_read_and_mean_no_chain() {
        let old: ApprovalRules = serde_json::from_str("{}").expect("readable");
        assert_eq!(old, ApprovalRules::default());
        assert!(!old.automatic.when_clear && !old.automatic.when_overdue);
    }
}
