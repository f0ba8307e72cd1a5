//! Weights, half-lives, bands, and from which drop on somebody is told. Starting values; an organisation makes them its own.

use super::keep::SCORES;
use super::signals::{Group, Signal};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use crate::settings;
use jobs::NewJob;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// How much a signal weighs, and how fast it is forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalPolicy {
    /// Which.
    #[schema(value_type = String, example = "registrations")]
    pub signal: Signal,
    /// Points of a hundred; 0 leaves it out. All of them together are a hundred.
    #[schema(minimum = 0, maximum = 100, example = 15)]
    pub weight: i64,
    /// After so many days half of it counts.
    #[schema(minimum = 7, maximum = 730, example = 60)]
    pub half_life_days: i64,
}

/// How health is scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HealthPolicies {
    /// Each signal once.
    pub signals: Vec<SignalPolicy>,
    /// From this score on a partner is strong.
    #[schema(minimum = 1, maximum = 100, example = 60)]
    pub strong_from: i64,
    /// Below this score a partner is weak.
    #[schema(minimum = 1, maximum = 100, example = 30)]
    pub weak_below: i64,
    /// The partner's manager is told of a drop by so many points …
    #[schema(minimum = 1, maximum = 100, example = 15)]
    pub drop_points: i64,
    /// … within so many weeks.
    #[schema(minimum = 1, maximum = 12, example = 4)]
    pub drop_weeks: i64,
    /// Counts changes; 0 as it came.
    #[serde(default)]
    pub version: i64,
}

impl Default for HealthPolicies {
    fn default() -> Self {
        let signal = |signal: Signal| {
            let (weight, half_life_days) = match signal {
                Signal::Registrations | Signal::Activity => (15, 60),
                Signal::AnswersInTime => (10, 60),
                Signal::Approvals | Signal::StageMoves | Signal::KeptProtection => (10, 90),
                Signal::WonDeals | Signal::Bookings => (15, 180),
            };
            SignalPolicy { signal, weight, half_life_days }
        };
        Self {
            signals: Signal::ALL.iter().copied().map(signal).collect(),
            strong_from: 60,
            weak_below: 30,
            drop_points: 15,
            drop_weeks: 4,
            version: 0,
        }
    }
}

impl HealthPolicies {
    /// That of a signal; nothing for one that is left out.
    pub fn of(&self, signal: Signal) -> Option<SignalPolicy> {
        self.signals.iter().copied().find(|s| s.signal == signal && s.weight > 0)
    }
    /// The weights of a group together.
    pub fn weight_of(&self, group: Group) -> i64 {
        self.signals.iter().filter(|s| s.signal.group() == group).map(|s| s.weight).sum()
    }
    /// Notes what is wrong.
    pub(super) fn check(&self, errors: &mut FieldErrors) {
        let mut within = |field: &str, value: i64, min: i64, max: i64| {
            if !(min..=max).contains(&value) {
                errors.add_with(field, "out_of_range", [("min", min.to_string()), ("max", max.to_string())]);
            }
        };
        for policy in &self.signals {
            within(&format!("{}.weight", policy.signal), policy.weight, 0, 100);
            within(&format!("{}.half_life_days", policy.signal), policy.half_life_days, 7, 730);
        }
        within("strong_from", self.strong_from, 1, 100);
        within("weak_below", self.weak_below, 1, self.strong_from);
        within("drop_points", self.drop_points, 1, 100);
        within("drop_weeks", self.drop_weeks, 1, super::keep::WEEKS - 1);
        let all = |signal: &Signal| self.signals.iter().filter(|s| s.signal == *signal).count() == 1;
        if self.signals.len() != Signal::ALL.len() || !Signal::ALL.iter().all(all) {
            errors.add("signals", "signals_each_once");
        }
        if self.signals.iter().map(|s| s.weight).sum::<i64>() != 100 {
            errors.add("signals", "weights_not_hundred");
        }
    }
}

/// How health is scored now; readable by every operation.
///
/// # Errors
/// The database's.
pub async fn health_policies(db: &impl ConnectionTrait) -> Outcome<HealthPolicies> {
    let stored = Sql::new("SELECT value FROM setting WHERE key = 'health_policies'").value::<String>(db).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// How health is to be scored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeHealthPolicies {
    /// Each signal once; the weights together are a hundred.
    pub signals: Vec<SignalPolicy>,
    #[schema(minimum = 1, maximum = 100)]
    pub strong_from: i64,
    #[schema(minimum = 1, maximum = 100)]
    pub weak_below: i64,
    #[schema(minimum = 1, maximum = 100)]
    pub drop_points: i64,
    #[schema(minimum = 1, maximum = 12)]
    pub drop_weeks: i64,
    /// The version one has read; absent: whatever it is now.
    #[serde(default)]
    pub version: Option<i64>,
}

impl ChangeHealthPolicies {
    /// As policies of `version`, when nothing is wrong.
    pub(super) fn checked(self, version: i64) -> Outcome<HealthPolicies> {
        let mut policies = HealthPolicies {
            signals: self.signals,
            strong_from: self.strong_from,
            weak_below: self.weak_below,
            drop_points: self.drop_points,
            drop_weeks: self.drop_weeks,
            version,
        };
        policies.signals.sort_by_key(|s| s.signal);
        let mut errors = FieldErrors::default();
        policies.check(&mut errors);
        errors.into_result(policies)
    }
}

/// Changes how health is scored. The weeks that are kept are scored anew, so that a change of the rule is no drop.
///
/// # Errors
/// `Forbidden`; `Invalid` at `signals`, `<signal>.weight`, `<signal>.half_life_days`, `strong_from`, `weak_below`, `drop_points`, `drop_weeks`;
/// conflict `stale_version`.
pub async fn change_health_policies(cx: &Ctx, input: ChangeHealthPolicies) -> Outcome<HealthPolicies> {
    cx.allow(Action::Administer)?;
    let tx = cx.begin().await?;
    let before = health_policies(&tx).await?;
    if input.version.is_some_and(|version| version != before.version) {
        return Err(Failure::conflict("stale_version"));
    }
    let after = input.checked(before.version)?;
    if after == before {
        return Ok(after);
    }
    let after = HealthPolicies { version: before.version + 1, ..after };
    settings::keep_json(cx, &tx, "health_policies", &after).await?;
    let payload = serde_json::json!({ "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::HealthPoliciesChanged).with(payload)).await?;
    let job = NewJob {
        kind: SCORES,
        payload: serde_json::Value::Null,
        run_at: cx.now(),
        dedupe_key: Some("health.scores.changed".to_owned()),
    };
    jobs::enqueue(&tx, cx.now(), job).await?;
    cx.commit(tx).await?;
    Ok(after)
}
