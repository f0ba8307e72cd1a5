//! A coaching rule: which measures of a partner's funnel it looks at, from where on it speaks, and what it says.

use crate::grow::peers::FEWEST_PEERS;
use crate::program::Bilingual;
use kernel::id::ProgramId;
use kernel::{FieldErrors, Locale, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Something that is counted of a partner.
    pub enum Case {
        /// Registrations received.
        Registered = "registered",
        /// Of them, those approved.
        Approved = "approved",
        /// Of those, the ones whose deal reached a stage.
        Reached = "reached",
        /// Approved registrations whose protection was used or ran out.
        Ended = "ended",
        /// Of them, those that ran out unused.
        Expired = "expired",
        /// Questions to the partner about a registration that were answered, or were to be by now.
        Asked = "asked",
        /// Of them, those the partner answered in the promised time.
        InTime = "in_time",
        /// Deals won or lost.
        Closed = "closed",
        /// Of them, those won.
        Won = "won",
    }
}

text_enum! {
    /// What a rule looks at.
    pub enum Measure {
        ApprovedOfRegistered = "approved_of_registered",
        /// Needs a stage.
        ReachedOfApproved = "reached_of_approved",
        ExpiredOfEnded = "expired_of_ended",
        InTimeOfAsked = "in_time_of_asked",
        WonOfClosed = "won_of_closed",
        /// Days from the last registration to the day asked about.
        DaysSinceRegistration = "days_since_registration",
    }
}

impl Measure {
    /// The two cases a share is made of; nothing for days.
    pub const fn cases(self) -> Option<(Case, Case)> {
        match self {
            Self::ApprovedOfRegistered => Some((Case::Approved, Case::Registered)),
            Self::ReachedOfApproved => Some((Case::Reached, Case::Approved)),
            Self::ExpiredOfEnded => Some((Case::Expired, Case::Ended)),
            Self::InTimeOfAsked => Some((Case::InTime, Case::Asked)),
            Self::WonOfClosed => Some((Case::Won, Case::Closed)),
            Self::DaysSinceRegistration => None,
        }
    }
}

text_enum! {
    /// With what a measure is compared.
    pub enum Comparison {
        /// Is as much as the number, or more.
        AtLeast = "at_least",
        /// Is as much as the number, or less.
        AtMost = "at_most",
        /// Is more than the peers' median by the number at least.
        AbovePeers = "above_peers",
        /// Is less than the peers' median by the number at least.
        BelowPeers = "below_peers",
    }
}

impl Comparison {
    /// Whether it needs peers.
    pub const fn with_peers(self) -> bool {
        matches!(self, Self::AbovePeers | Self::BelowPeers)
    }
}

/// What must be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoachingCondition)]
pub struct Condition {
    /// `approved_of_registered`, `reached_of_approved`, `expired_of_ended`, `in_time_of_asked`, `won_of_closed` or `days_since_registration`.
    #[schema(value_type = String, example = "reached_of_approved")]
    pub measure: Measure,
    /// The key of the stage that is to be reached, with `reached_of_approved`. In a program without that stage the rule is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "proposal")]
    pub stage: Option<String>,
    /// `at_least`, `at_most`, `above_peers` or `below_peers`.
    #[schema(value_type = String, example = "below_peers")]
    pub is: Comparison,
    /// Percent, percentage points beside peers; days.
    #[schema(minimum = 0, maximum = 1095, example = 20)]
    pub value: i64,
}

/// A coaching rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoachingRuleText)]
pub struct Rule {
    /// The programs it holds in; all of them when empty.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub programs: Vec<ProgramId>,
    /// How many days back it looks.
    #[schema(minimum = 30, maximum = 1095, example = 365)]
    pub window_days: i64,
    /// With fewer cases of the partner's own it is silent; the same is asked of each peer.
    #[schema(minimum = 1, maximum = 1000, example = 5)]
    pub own_cases: i64,
    /// With fewer peers it is silent; five at least.
    #[schema(minimum = 5, maximum = 1000, example = 5)]
    pub peers: i64,
    /// One to three; all of them must be so.
    pub when: Vec<Condition>,
    /// What it is called.
    pub title: Bilingual,
    /// What it says. May name what is counted: `{registered}`, `{approved}`, `{reached}`, `{stage}`, `{expired}`, `{ended}`, `{in_time}`,
    /// `{asked}`, `{won}`, `{closed}`, `{days}`, as far as its conditions count them; and, where it compares with peers, `{peers}` (what the
    /// peers' median would make of this partner's cases; with days, the median itself) and `{peer_count}`.
    pub finding: Bilingual,
    /// What to do about it.
    pub next: Bilingual,
}

/// The longest window, in days: three years.
pub const LONGEST_WINDOW: i64 = 1_095;
/// As many conditions at most.
pub const MOST_CONDITIONS: usize = 3;

impl Rule {
    /// Whether it holds in `program`.
    pub fn holds_in(&self, program: ProgramId) -> bool {
        self.programs.is_empty() || self.programs.contains(&program)
    }
    /// Whether it compares with peers.
    pub fn with_peers(&self) -> bool {
        self.when.iter().any(|condition| condition.is.with_peers())
    }
    /// The names its sentence may use.
    pub fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for condition in &self.when {
            match condition.measure.cases() {
                Some((part, of)) => names.extend([part.as_str(), of.as_str()]),
                None => names.push("days"),
            }
            if condition.measure == Measure::ReachedOfApproved {
                names.push("stage");
            }
        }
        if self.with_peers() {
            names.extend(["peers", "peer_count"]);
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The rule with its texts trimmed, and what is wrong with it noted at its fields.
    pub fn checked(mut self, errors: &mut FieldErrors) -> Self {
        let mut within = |field: &str, value: i64, min: i64, max: i64| {
            if !(min..=max).contains(&value) {
                errors.add_with(field, "out_of_range", [("min", min.to_string()), ("max", max.to_string())]);
            }
        };
        within("window_days", self.window_days, 30, LONGEST_WINDOW);
        within("own_cases", self.own_cases, 1, 1_000);
        within("peers", self.peers, FEWEST_PEERS, 1_000);
        for (at, condition) in self.when.iter().enumerate() {
            let most = if condition.measure.cases().is_some() { 100 } else { LONGEST_WINDOW };
            within(&format!("when.{at}.value"), condition.value, 0, most);
        }
        if self.when.is_empty() {
            errors.add("when", "required");
        }
        if self.when.len() > MOST_CONDITIONS {
            errors.add_with("when", "too_many", [("max", MOST_CONDITIONS.to_string())]);
        }
        for (at, condition) in self.when.iter_mut().enumerate() {
            let field = format!("when.{at}.stage");
            condition.stage = match (condition.measure, condition.stage.take()) {
                (Measure::ReachedOfApproved, stage) => {
                    Some(errors.required(&field, stage.as_deref().unwrap_or_default(), 60))
                }
                _ => None,
            };
        }
        let names = self.names();
        let texts =
            [("title", &mut self.title, 80), ("finding", &mut self.finding, 300), ("next", &mut self.next, 300)];
        for (field, text, max) in texts {
            for (language, text) in [("en", &mut text.en), ("de", &mut text.de)] {
                let at = format!("{field}.{language}");
                *text = errors.required(&at, text, max);
                let known: &[&str] = if field == "finding" { &names } else { &[] };
                if let Some(name) = placeholders(text).into_iter().find(|name| !known.contains(name)) {
                    errors.add_with(&at, "placeholder_unknown", [("name", name.to_owned())]);
                }
            }
        }
        self
    }

    /// The sentence with its names filled in.
    pub fn say(&self, locale: Locale, value: impl Fn(&str) -> Option<String>) -> String {
        let mut said = self.finding.text(locale).to_owned();
        for name in self.names() {
            said = said.replace(&format!("{{{name}}}"), &value(name).unwrap_or_default());
        }
        said
    }
}

/// What stands in braces.
fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grow::coaching::offered;

    #[test]
    fn a_sentence_names_only_what_its_rule_counts() {
        let mut rule = offered::all().first().expect("a rule").rule.clone();
        rule.finding.en = "{won} of {closed} won".to_owned();
        rule.next.de = "Bis {stage} begleiten.".to_owned();
        rule.peers = 4;
        let mut errors = FieldErrors::default();
        rule.checked(&mut errors);
        let told: Vec<(&str, &str)> = errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(
            told,
            [("peers", "out_of_range"), ("finding.en", "placeholder_unknown"), ("next.de", "placeholder_unknown")]
        );
    }

    #[test]
    fn the_sentence_is_filled_with_what_was_counted() {
        let rule = &offered::find("weak_in_validation").expect("the rule").rule;
        let value = |name: &str| {
            Some(match name {
                "registered" => "16".to_owned(),
                "approved" => "14".to_owned(),
                "reached" => "2".to_owned(),
                "stage" => "Proposal".to_owned(),
                "peers" => "6".to_owned(),
                _ => return None,
            })
        };
        assert_eq!(
            rule.say(Locale::En, value),
            "14 of 16 decided registrations approved, 2 of 14 reached the stage Proposal; peers reach 6."
        );
    }
}
