//! A rule tried on the past year before anybody publishes it: of whom it would speak, of whom no more.

use super::find::Found;
use super::keep::{found_on, today};
use super::list::{Names, in_words};
use super::rule::Rule;
use super::rules::{Kept, checked};
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Date, Failure, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// As many partners of each side are named.
pub const MOST_NAMED: usize = 30;

/// A rule to try.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TryCoachingRule)]
pub struct TryRule {
    /// The rule it would stand for; absent for one that is new.
    #[serde(default)]
    pub key: Option<String>,
    /// What it would say.
    pub rule: Rule,
    /// Whether it would speak.
    pub active: bool,
}

/// A partner a changed rule would speak of, or no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CoachingMove)]
pub struct Moved {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub partner: String,
    /// In which program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// What would be said, or is.
    pub text: String,
}

/// A day of the past year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TriedCoachingDay)]
pub struct TriedDay {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Partners of whom the rule in force spoke.
    pub before: i64,
    /// Partners of whom the tried one would have spoken.
    pub after: i64,
    /// Only by the tried one.
    pub gained: i64,
    /// Only by the one in force.
    pub lost: i64,
}

/// What a rule would have said in the past year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TriedCoachingRule)]
pub struct Tried {
    /// Today and three days a quarter of a year apart before it, newest first; each by what was known then.
    pub days: Vec<TriedDay>,
    /// Of whom it would speak today and the one in force does not; the first thirty.
    pub gained: Vec<Moved>,
    /// Of whom it would not speak any more today; the first thirty.
    pub lost: Vec<Moved>,
}

/// Tries a rule beside the one in force. Nothing is kept.
///
/// # Errors
/// `Forbidden`; `NotFound` for a key that is not there; `Invalid` at `rule.…`.
pub async fn try_rule(cx: &Ctx, input: TryRule) -> Outcome<Tried> {
    cx.allow(Action::ManagePrograms)?;
    let in_force = match &input.key {
        Some(key) => Some(Kept::load(cx.read()).await?.one(key).ok_or(Failure::NotFound)?),
        None => None,
    };
    let rule = checked(cx.read(), input.rule).await?;
    let before = in_force.filter(|now| now.active).map(|now| now.rule);
    let mut rules: Vec<&Rule> = Vec::new();
    rules.extend(before.as_ref());
    rules.extend(input.active.then_some(&rule));
    let today = today(cx).await?;
    let names = Names::load(cx, None).await?;
    let mut tried = Tried { days: Vec::new(), gained: Vec::new(), lost: Vec::new() };
    for quarter in 0..4 {
        let on = today.plus_days(-91 * quarter);
        let mut found = found_on(cx.read(), &rules, on).await?.into_iter();
        let mut next = |there: bool| if there { found.next().unwrap_or_default() } else { Vec::new() };
        let (was, would): (Vec<Found>, Vec<Found>) = (next(before.is_some()), next(input.active));
        let (gained, lost) = (only(&would, &was), only(&was, &would));
        let many = |found: &[Found]| i64::try_from(found.len()).unwrap_or(i64::MAX);
        tried.days.push(TriedDay {
            on,
            before: many(&was),
            after: many(&would),
            gained: many(&gained),
            lost: many(&lost),
        });
        if quarter == 0 {
            let named = |rule: &Rule, found: Vec<Found>| -> Vec<Moved> {
                let told = |found: Found| {
                    let (partner, program) = names.of(&found)?;
                    Some(Moved {
                        partner_id: found.partner,
                        partner,
                        program_id: found.program,
                        program,
                        text: in_words(cx.locale, rule, &found.named),
                    })
                };
                found.into_iter().filter_map(told).take(MOST_NAMED).collect()
            };
            tried.gained = named(&rule, gained);
            tried.lost = before.as_ref().map(|before| named(before, lost)).unwrap_or_default();
        }
    }
    Ok(tried)
}

/// Those of `these` that are not among `others`.
fn only(these: &[Found], others: &[Found]) -> Vec<Found> {
    let others: HashSet<(PartnerId, ProgramId)> = others.iter().map(|f| (f.partner, f.program)).collect();
    these.iter().filter(|f| !others.contains(&(f.partner, f.program))).cloned().collect()
}
