//! Which partners a rule speaks of. Pure: counts and peers go in, findings come out.

use super::counts::{Counted, Counts};
use super::rule::{Case, Comparison, Condition, Measure, Rule};
use crate::grow::peers::{Age, Fraction, Group, Member};
use crate::program::Bilingual;
use kernel::id::{PartnerId, ProgramId};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// A stage by its program and key: position and name.
pub type Stages = HashMap<(ProgramId, String), (i64, Bilingual)>;

/// What a finding names, by the names of [`Rule::names`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Counts and days.
    pub numbers: BTreeMap<String, i64>,
    /// The stage, where the rule names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Bilingual>,
}

/// That a rule speaks of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Of whom.
    pub partner: PartnerId,
    /// In which program.
    pub program: ProgramId,
    /// What it counted.
    pub named: Named,
}

/// What a member has of a measure; nothing with too few cases, or where the program has no such stage.
fn own(
    rule: &Rule,
    condition: &Condition,
    member: &Member,
    counts: &Counts,
    day: i64,
    stages: &Stages,
) -> Option<Fraction> {
    let enough = |part: i64, of: i64| Fraction::new(part, of).filter(|f| f.of >= rule.own_cases);
    match condition.measure {
        Measure::ApprovedOfRegistered => enough(counts.approved, counts.registered),
        Measure::ExpiredOfEnded => enough(counts.expired, counts.ended),
        Measure::InTimeOfAsked => enough(counts.in_time, counts.asked),
        Measure::WonOfClosed => enough(counts.won, counts.closed),
        Measure::ReachedOfApproved => {
            let (position, _) = stages.get(&(member.program, condition.stage.clone()?))?;
            enough(counts.reached(*position), counts.approved)
        }
        Measure::DaysSinceRegistration => {
            let last = counts.last_day.filter(|_| counts.ever >= rule.own_cases)?;
            Fraction::new(day - last, 1)
        }
    }
}

/// Whether it is so, beside the median of `peers` where it compares with them.
fn holds(condition: &Condition, own: Fraction, median: Option<Fraction>) -> bool {
    const NOTHING: Fraction = Fraction { part: 0, of: 1 };
    let hundredths = if condition.measure.cases().is_some() { condition.value } else { condition.value * 100 };
    let compared = |with: Option<Fraction>, by: i64| with.map(|with| own.compared(with, by));
    match condition.is {
        Comparison::AtLeast => compared(Some(NOTHING), hundredths) != Some(Ordering::Less),
        Comparison::AtMost => compared(Some(NOTHING), hundredths) != Some(Ordering::Greater),
        Comparison::AbovePeers => compared(median, hundredths).is_some_and(|c| c != Ordering::Less),
        Comparison::BelowPeers => compared(median, -hundredths).is_some_and(|c| c != Ordering::Greater),
    }
}

fn named(condition: &Condition, member: &Member, counts: &Counts, own: Fraction, stages: &Stages, into: &mut Named) {
    let Some((part, of)) = condition.measure.cases() else {
        into.numbers.insert("days".to_owned(), own.part);
        return;
    };
    let number = |case: Case, position: Option<i64>| match case {
        Case::Registered => counts.registered,
        Case::Approved => counts.approved,
        Case::Reached => position.map_or(0, |position| counts.reached(position)),
        Case::Ended => counts.ended,
        Case::Expired => counts.expired,
        Case::Asked => counts.asked,
        Case::InTime => counts.in_time,
        Case::Closed => counts.closed,
        Case::Won => counts.won,
    };
    let stage = condition.stage.clone().and_then(|stage| stages.get(&(member.program, stage)));
    for case in [part, of] {
        into.numbers.insert(case.to_string(), number(case, stage.map(|(position, _)| *position)));
    }
    if let Some((_, name)) = stage {
        into.stage = Some(name.clone());
    }
}

/// Of whom `rule` speaks, in the order of the members.
pub fn find(rule: &Rule, members: &[Member], counted: &Counted, day: i64, stages: &Stages) -> Vec<Found> {
    let none = Counts::default();
    let of = |member: &Member| counted.get(&(member.partner, member.program)).unwrap_or(&none);
    let has = |condition: &Condition, member: &Member| own(rule, condition, member, of(member), day, stages);
    let held: Vec<&Member> = members.iter().filter(|m| rule.holds_in(m.program)).collect();
    let mut groups: Vec<HashMap<(ProgramId, Age), Group>> = Vec::new();
    for condition in &rule.when {
        let mut shares: HashMap<(ProgramId, Age), Vec<Fraction>> = HashMap::new();
        if condition.is.with_peers() {
            for member in &held {
                if let Some(own) = has(condition, member) {
                    shares.entry((member.program, member.age)).or_default().push(own);
                }
            }
        }
        groups.push(shares.into_iter().map(|(key, shares)| (key, Group::new(shares))).collect());
    }
    let speaks = |member: &&Member| -> Option<Found> {
        let mut told = Named::default();
        for (condition, groups) in rule.when.iter().zip(&groups) {
            let own = has(condition, member)?;
            let group = groups.get(&(member.program, member.age));
            let peers = group.map_or(0, |group| group.others(own));
            let median = group.filter(|_| peers >= rule.peers).and_then(|group| group.median_of_others(own));
            if !holds(condition, own, median) {
                return None;
            }
            named(condition, member, of(member), own, stages, &mut told);
            if let Some(median) = median {
                let base = if condition.measure.cases().is_some() { own.of } else { 1 };
                told.numbers.insert("peers".to_owned(), median.of_base(base));
                told.numbers.insert("peer_count".to_owned(), peers);
            }
        }
        Some(Found { partner: member.partner, program: member.program, named: told })
    };
    held.iter().filter_map(speaks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grow::coaching::offered;

    fn member(program: ProgramId, age: Age) -> Member {
        Member { partner: PartnerId::new(), program, age }
    }

    /// One partner with 16 registrations, 14 approved, 2 at the proposal; and others of whom 3 of 7 are.
    fn world(others: usize, age: Age) -> (Vec<Member>, Counted, Stages) {
        let program = ProgramId::new();
        let members: Vec<Member> =
            std::iter::once(member(program, Age::Young)).chain((0..others).map(|_| member(program, age))).collect();
        let mut counted = Counted::new();
        for (at, member) in members.iter().enumerate() {
            let counts = match at {
                0 => Counts {
                    registered: 16,
                    approved: 14,
                    stages: [(0, 12), (2, 1), (3, 1)].into(),
                    ..Counts::default()
                },
                _ => Counts {
                    registered: 10,
                    approved: 7,
                    stages: [(1, 4), (2, 2), (WON, 1)].into(),
                    ..Counts::default()
                },
            };
            counted.insert((member.partner, member.program), counts);
        }
        let name = Bilingual { en: "Proposal".to_owned(), de: "Angebot".to_owned() };
        (members, counted, [((program, "proposal".to_owned()), (2, name))].into())
    }
    use crate::grow::coaching::counts::WON;

    fn weak() -> &'static Rule {
        &offered::find("weak_in_validation").expect("the rule").rule
    }

    #[test]
    fn the_rule_speaks_with_the_counts_and_what_peers_would_have_made_of_them() {
        let (members, counted, stages) = world(5, Age::Young);
        let found = find(weak(), &members, &counted, 0, &stages);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].partner, members[0].partner);
        let numbers = &found[0].named.numbers;
        let of = |name: &str| numbers.get(name).copied();
        // 3/7 of 14 are 6.
        assert_eq!((of("registered"), of("approved"), of("reached")), (Some(16), Some(14), Some(2)));
        assert_eq!((of("peers"), of("peer_count")), (Some(6), Some(5)));
    }

    #[test]
    fn with_too_few_peers_of_their_age_the_rule_is_silent() {
        for (others, age) in [(4, Age::Young), (9, Age::First)] {
            let (members, counted, stages) = world(others, age);
            assert!(find(weak(), &members, &counted, 0, &stages).is_empty(), "{others} {age}");
        }
    }

    #[test]
    fn with_too_few_cases_or_without_the_stage_the_rule_is_silent() {
        let (members, mut counted, stages) = world(5, Age::Young);
        assert!(find(weak(), &members, &counted, 0, &Stages::new()).is_empty());
        let counts = counted.get_mut(&(members[0].partner, members[0].program)).expect("counts");
        *counts = Counts { registered: 4, approved: 4, stages: [(0, 4)].into(), ..Counts::default() };
        assert!(find(weak(), &members, &counted, 0, &stages).is_empty());
    }

    #[test]
    fn a_partner_is_quiet_beside_its_own_past_and_its_peers() {
        let program = ProgramId::new();
        let members: Vec<Member> = (0..6).map(|_| member(program, Age::First)).collect();
        let counted = members.iter().enumerate().map(|(at, m)| {
            let last = if at == 0 { 900 } else { 1_000 - 10 * i64::try_from(at).expect("few") };
            ((m.partner, m.program), Counts { ever: 3, last_day: Some(last), ..Counts::default() })
        });
        let rule = &offered::find("gone_quiet").expect("the rule").rule;
        let found = find(rule, &members, &counted.collect(), 1_000, &Stages::new());
        assert_eq!(found.len(), 1);
        // 100 days; the others 10, 20, 30, 40, 50.
        let numbers = &found[0].named.numbers;
        assert_eq!((numbers["days"], numbers["peers"], numbers["peer_count"]), (100, 30, 5));
    }
}
