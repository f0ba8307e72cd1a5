//! Choices that change what a figure says, and that an organisation makes for itself. Each figure names those it was made by.
//!
//! Kept totals do not depend on them: what a choice may count or leave out is kept apart, so that a changed choice holds for every figure at once.

use super::cells::Measure;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use crate::settings;
use kernel::{FieldErrors, Locale, Outcome, text_enum};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::Sql;

text_enum! {
    /// What a duration says whose end lies before its beginning.
    pub enum NegativeDurations {
        /// Nothing: it is left out, and shown beside the figure.
        LeftOut = "left_out",
        /// It took no time.
        Zero = "zero",
    }
}

text_enum! {
    /// How long somebody was in a phase they came back to.
    pub enum ReenteredPhases {
        /// Every stay is a duration of its own.
        Each = "each",
        /// Only the first stay counts.
        First = "first",
        /// Only the latest stay counts.
        Last = "last",
        /// All stays added up, once none of them lasts.
        Sum = "sum",
    }
}

text_enum! {
    /// Where a deal came from of which no file and nobody says so: one that was imported without a partner.
    pub enum BlankSources {
        /// It has a line of its own.
        OwnLine = "own_line",
        /// It counts as direct.
        Direct = "direct",
    }
}

text_enum! {
    /// What a partner must have done to count as activated, or active.
    pub enum Business {
        RegistrationOrDeal = "registration_or_deal",
        RegistrationSubmitted = "registration_submitted",
        RegistrationApproved = "registration_approved",
        DealOpened = "deal_opened",
        DealWon = "deal_won",
    }
}

text_enum! {
    /// A choice by name.
    pub enum Policy {
        NegativeDurations = "negative_durations",
        ReenteredPhases = "reentered_phases",
        BlankSources = "blank_sources",
        Business = "business",
        ActivationDays = "activation_days",
        ActiveDays = "active_days",
        ProducingDays = "producing_days",
    }
}

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Policies {
    /// Durations whose end lies before their beginning: `left_out` or `zero`.
    #[schema(value_type = String, example = "left_out")]
    pub negative_durations: NegativeDurations,
    /// Time in a phase that was entered more than once: `each`, `first`, `last` or `sum`.
    #[schema(value_type = String, example = "each")]
    pub reentered_phases: ReenteredPhases,
    /// Imported deals without a partner: `own_line` or `direct`.
    #[schema(value_type = String, example = "own_line")]
    pub blank_sources: BlankSources,
    /// What counts as business: `registration_or_deal`, `registration_submitted`, `registration_approved`, `deal_opened` or `deal_won`.
    #[schema(value_type = String, example = "registration_or_deal")]
    pub business: Business,
    /// A partner that does business within so many days of signing is activated.
    #[schema(minimum = 1, maximum = 1095, example = 90)]
    pub activation_days: i64,
    /// A partner that did business within so many days is active.
    #[schema(minimum = 1, maximum = 1095, example = 90)]
    pub active_days: i64,
    /// A partner that won a deal within so many days is producing.
    #[schema(minimum = 1, maximum = 1095, example = 365)]
    pub producing_days: i64,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            negative_durations: NegativeDurations::LeftOut,
            reentered_phases: ReenteredPhases::Each,
            blank_sources: BlankSources::OwnLine,
            business: Business::RegistrationOrDeal,
            activation_days: 90,
            active_days: 90,
            producing_days: 365,
        }
    }
}

/// The longest window, in days: three years.
pub const LONGEST_WINDOW: i64 = 1_095;

impl Policies {
    /// The value of `policy` as it is stored and transmitted.
    pub fn value(&self, policy: Policy) -> String {
        match policy {
            Policy::NegativeDurations => self.negative_durations.to_string(),
            Policy::ReenteredPhases => self.reentered_phases.to_string(),
            Policy::BlankSources => self.blank_sources.to_string(),
            Policy::Business => self.business.to_string(),
            Policy::ActivationDays => self.activation_days.to_string(),
            Policy::ActiveDays => self.active_days.to_string(),
            Policy::ProducingDays => self.producing_days.to_string(),
        }
    }
    /// The value of `policy` in words.
    pub fn words(&self, locale: Locale, policy: Policy) -> String {
        let days = |days: i64| i18n::text_args(locale, "kpi-policy-days", &[("days", days.into())]);
        match policy {
            Policy::ActivationDays => days(self.activation_days),
            Policy::ActiveDays => days(self.active_days),
            Policy::ProducingDays => days(self.producing_days),
            _ => i18n::text(locale, &format!("{}-{}", text_key(policy), dashed(&self.value(policy)))),
        }
    }
    /// `text` with the choices that it names: `{activation_days}`, `{active_days}`, `{producing_days}`, `{business}`.
    pub(super) fn fill(&self, locale: Locale, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let business = i18n::text(locale, &format!("kpi-business-{}", dashed(self.business.as_str())));
        text.replace("{activation_days}", &i18n::number(locale, self.activation_days))
            .replace("{active_days}", &i18n::number(locale, self.active_days))
            .replace("{producing_days}", &i18n::number(locale, self.producing_days))
            .replace("{business}", &business)
    }
    /// Whether `measure` is what a definition leaves out and these choices count, as taking no time.
    pub(super) fn counts_as_zero(&self, measure: Measure) -> bool {
        self.negative_durations == NegativeDurations::Zero && measure.is_reversed()
    }
}

/// The base of a policy's Fluent keys.
pub fn text_key(policy: Policy) -> String {
    format!("kpi-policy-{}", dashed(policy.as_str()))
}

fn dashed(text: &str) -> String {
    text.replace('_', "-")
}

/// The choices in force; readable by every operation.
///
/// # Errors
/// The database's.
pub async fn policies(db: &impl ConnectionTrait) -> Outcome<Policies> {
    let stored = Sql::new("SELECT value FROM setting WHERE key = 'kpi_policies'").value::<String>(db).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// The choices in force, and whether kept totals wait to be made again.
///
/// # Errors
/// The database's.
pub(super) async fn in_force(db: &impl ConnectionTrait) -> Outcome<(Policies, bool)> {
    let rows = Sql::new("SELECT key, value FROM setting WHERE key IN ('kpi_policies', 'kpi_recount')").rows(db).await?;
    let (mut policies, mut recounting) = (Policies::default(), false);
    for row in rows {
        match row.try_get::<String>("", "key")?.as_str() {
            "kpi_recount" => recounting = true,
            _ => policies = serde_json::from_str(&row.try_get::<String>("", "value")?).unwrap_or_default(),
        }
    }
    Ok((policies, recounting))
}

/// What is to be chosen otherwise; absent fields stay.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePolicies {
    /// `left_out` or `zero`.
    #[schema(value_type = Option<String>)]
    pub negative_durations: Option<NegativeDurations>,
    /// `each`, `first`, `last` or `sum`.
    #[schema(value_type = Option<String>)]
    pub reentered_phases: Option<ReenteredPhases>,
    /// `own_line` or `direct`.
    #[schema(value_type = Option<String>)]
    pub blank_sources: Option<BlankSources>,
    /// `registration_or_deal`, `registration_submitted`, `registration_approved`, `deal_opened` or `deal_won`.
    #[schema(value_type = Option<String>)]
    pub business: Option<Business>,
    #[schema(minimum = 1, maximum = 1095)]
    pub activation_days: Option<i64>,
    #[schema(minimum = 1, maximum = 1095)]
    pub active_days: Option<i64>,
    #[schema(minimum = 1, maximum = 1095)]
    pub producing_days: Option<i64>,
}

/// Changes some of the choices. They hold at once, for past days as well.
///
/// # Errors
/// `Forbidden`; `Invalid` at `activation_days`, `active_days`, `producing_days` (`days_out_of_range`).
pub async fn change_policies(cx: &Ctx, input: ChangePolicies) -> Outcome<Policies> {
    cx.allow(Action::Administer)?;
    let mut errors = FieldErrors::default();
    for (field, days) in [
        ("activation_days", input.activation_days),
        ("active_days", input.active_days),
        ("producing_days", input.producing_days),
    ] {
        if days.is_some_and(|days| !(1..=LONGEST_WINDOW).contains(&days)) {
            errors.add_with(field, "window_out_of_range", [("max", LONGEST_WINDOW.to_string())]);
        }
    }
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let before = policies(&tx).await?;
    let after = Policies {
        negative_durations: input.negative_durations.unwrap_or(before.negative_durations),
        reentered_phases: input.reentered_phases.unwrap_or(before.reentered_phases),
        blank_sources: input.blank_sources.unwrap_or(before.blank_sources),
        business: input.business.unwrap_or(before.business),
        activation_days: input.activation_days.unwrap_or(before.activation_days),
        active_days: input.active_days.unwrap_or(before.active_days),
        producing_days: input.producing_days.unwrap_or(before.producing_days),
    };
    if before == after {
        return Ok(after);
    }
    settings::keep_json(cx, &tx, "kpi_policies", &after).await?;
    let payload = serde_json::json!({ "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::KpiPoliciesChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_told_in_both_languages() {
        let told = |key: String| {
            for &locale in Locale::ALL {
                assert!(i18n::has(locale, &key), "{key} is missing in {locale}");
            }
        };
        for &policy in Policy::ALL {
            told(text_key(policy));
            told(format!("{}-hint", text_key(policy)));
        }
        let of = |policy, values: Vec<&str>| {
            values.into_iter().for_each(|value| told(format!("{}-{}", text_key(policy), dashed(value))));
        };
        of(Policy::NegativeDurations, NegativeDurations::ALL.iter().map(|v| v.as_str()).collect());
        of(Policy::ReenteredPhases, ReenteredPhases::ALL.iter().map(|v| v.as_str()).collect());
        of(Policy::BlankSources, BlankSources::ALL.iter().map(|v| v.as_str()).collect());
        of(Policy::Business, Business::ALL.iter().map(|v| v.as_str()).collect());
        Business::ALL.iter().for_each(|v| told(format!("kpi-business-{}", dashed(v.as_str()))));
        told("kpi-policy-days".to_owned());
    }

    #[test]
    fn what_was_stored_before_a_choice_existed_keeps_its_default() {
        let stored: Policies = serde_json::from_str(r#"{"active_days":30}"#).expect("policies");
        assert_eq!(stored, Policies { active_days: 30, ..Policies::default() });
    }
}
