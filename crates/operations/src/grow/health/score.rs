//! From what happened to a score. Pure.

use super::decay::Table;
use super::policy::HealthPolicies;
use super::signals::{Happened, Signal};
use crate::grow::peers::{Age, FEWEST_PEERS, Member};
use kernel::id::{PartnerId, ProgramId};
use kernel::text_enum;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// Nothing older than this counts, days.
pub const HORIZON: i64 = 1_095;
/// The stretch the evidence is told for, days.
pub const EVIDENCE_DAYS: i64 = 365;

text_enum! {
    /// How a partner stands.
    pub enum Band {
        Strong = "strong",
        Steady = "steady",
        Weak = "weak",
    }
}

impl Band {
    /// Of a score.
    pub const fn of(score: i64, policies: &HealthPolicies) -> Self {
        if score >= policies.strong_from {
            Self::Strong
        } else if score < policies.weak_below {
            Self::Weak
        } else {
            Self::Steady
        }
    }
}

/// What a signal brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignalScore {
    /// Which.
    #[schema(value_type = String, example = "registrations")]
    pub signal: Signal,
    /// Its weight.
    pub weight: i64,
    /// In the last 365 days: cases, or for bookings ten-thousandths of the program's currency unit; of a share the numerator.
    pub part: i64,
    /// Cases in the last 365 days.
    pub of: i64,
    /// Cases in the last seven days.
    pub week: i64,
    /// The day of the last case, as a number of days since 1970-01-01.
    pub last_day: Option<i64>,
    /// The share of comparable partners it is ahead of, in basis points, those that are alike counted half; absent where it says nothing: a share
    /// without a case, or fewer than five others have one.
    pub ahead: Option<i64>,
    /// What it brings to the score, in hundredths of a point.
    pub points: i64,
}

/// The health of a partner in a program on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100; nothing with too few comparable partners.
    pub score: Option<i64>,
    /// Comparable partners.
    pub peers: i64,
    /// In the order of [`Signal::ALL`]; those without weight are left out.
    pub signals: Vec<SignalScore>,
}

/// What there is of a signal: decayed numerator and denominator (1 for a sum).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Value {
    part: i128,
    of: i128,
}

impl Value {
    fn compared(self, other: Self) -> Ordering {
        (self.part * other.of).cmp(&(other.part * self.of))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    decayed_part: i128,
    decayed_of: i128,
    part: i64,
    of: i64,
    week: i64,
    last_day: Option<i64>,
}

impl Sum {
    fn add(&mut self, happened: &Happened, day: i64, table: &Table) {
        let age = day - happened.day;
        let left = i128::from(table.left(age));
        self.decayed_part += left * i128::from(happened.part);
        self.decayed_of += left * i128::from(happened.of);
        if age < EVIDENCE_DAYS {
            self.part = self.part.saturating_add(happened.part);
            self.of += happened.of;
        }
        if age < 7 {
            self.week += happened.of;
        }
        self.last_day = self.last_day.max(Some(happened.day));
    }
    fn and(mut self, other: Self) -> Self {
        self.decayed_part += other.decayed_part;
        self.decayed_of += other.decayed_of;
        self.part = self.part.saturating_add(other.part);
        self.of += other.of;
        self.week += other.week;
        self.last_day = self.last_day.max(other.last_day);
        self
    }
    fn value(&self, signal: Signal) -> Option<Value> {
        match signal.is_share() {
            true => (self.decayed_of > 0).then_some(Value { part: self.decayed_part, of: self.decayed_of }),
            false => Some(Value { part: self.decayed_part, of: 1 }),
        }
    }
}

/// `part / of`, rounded half up; both not negative.
fn rounded(part: i64, of: i64) -> i64 {
    (2 * part + of).div_euclid(2 * of)
}

/// The share of the others that `own` is ahead of, in basis points; those alike count half, and nothing is ahead of nobody.
/// `sorted` holds everybody's, oneself included.
fn ahead(sorted: &[Value], own: Value) -> Option<i64> {
    let below = sorted.partition_point(|v| v.compared(own) == Ordering::Less);
    let not_above = sorted.partition_point(|v| v.compared(own) != Ordering::Greater);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let others = count(sorted.len()) - 1;
    if others < FEWEST_PEERS {
        return None;
    }
    if own.part == 0 {
        return Some(0);
    }
    let alike = count(not_above) - count(below) - 1;
    Some(rounded((2 * count(below) + alike) * 10_000, 2 * others))
}

/// What happened, by signal.
pub type Past = BTreeMap<Signal, Vec<Happened>>;

/// The score of each member at the end of `day`, in their order.
pub fn scores(policies: &HealthPolicies, members: &[Member], past: &Past, day: i64) -> Vec<Score> {
    let mut groups: HashMap<(ProgramId, Age), Vec<usize>> = HashMap::new();
    for (at, member) in members.iter().enumerate() {
        groups.entry((member.program, member.age)).or_default().push(at);
    }
    let peers = |member: &Member| {
        let group = groups.get(&(member.program, member.age)).map_or(0, Vec::len);
        i64::try_from(group).unwrap_or(i64::MAX) - 1
    };
    let mut scores: Vec<Score> =
        members.iter().map(|m| Score { score: None, peers: peers(m), signals: Vec::new() }).collect();
    for signal in Signal::ALL {
        let Some(policy) = policies.of(*signal) else { continue };
        let table = Table::new(policy.half_life_days, HORIZON);
        let mut sums: HashMap<(PartnerId, Option<ProgramId>), Sum> = HashMap::new();
        for happened in past.get(signal).into_iter().flatten() {
            if (0..=HORIZON).contains(&(day - happened.day)) {
                sums.entry((happened.partner_id, happened.program_id)).or_default().add(happened, day, &table);
            }
        }
        let of = |member: &Member| {
            let own = |program| sums.get(&(member.partner, program)).copied().unwrap_or_default();
            own(Some(member.program)).and(own(None))
        };
        let sums: Vec<Sum> = members.iter().map(of).collect();
        for positions in groups.values() {
            let value = |at: &usize| sums.get(*at).and_then(|sum| sum.value(*signal));
            let mut sorted: Vec<Value> = positions.iter().filter_map(value).collect();
            sorted.sort_unstable_by(|a, b| a.compared(*b));
            for at in positions {
                let (Some(sum), Some(score)) = (sums.get(*at), scores.get_mut(*at)) else { continue };
                score.signals.push(SignalScore {
                    signal: *signal,
                    weight: policy.weight,
                    part: sum.part,
                    of: sum.of,
                    week: sum.week,
                    last_day: sum.last_day,
                    ahead: value(at).and_then(|own| ahead(&sorted, own)),
                    points: 0,
                });
            }
        }
    }
    for score in &mut scores {
        let said: i64 = score.signals.iter().filter(|s| s.ahead.is_some()).map(|s| s.weight).sum();
        if score.peers < FEWEST_PEERS || said == 0 {
            continue;
        }
        let all: i64 = score.signals.iter().filter_map(|s| Some(s.weight * s.ahead?)).sum();
        score.score = Some(rounded(all, 100 * said));
        for signal in &mut score.signals {
            signal.points = signal.ahead.map_or(0, |ahead| rounded(signal.weight * ahead, said));
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grow::health::policy::SignalPolicy;
    use proptest::prelude::*;

    fn only(signals: &[(Signal, i64)]) -> HealthPolicies {
        let signals = signals.iter().map(|(signal, weight)| SignalPolicy {
            signal: *signal,
            weight: *weight,
            half_life_days: 60,
        });
        HealthPolicies { signals: signals.collect(), ..HealthPolicies::default() }
    }

    fn members(many: usize) -> Vec<Member> {
        let program = ProgramId::new();
        (0..many).map(|_| Member { partner: PartnerId::new(), program, age: Age::Young }).collect()
    }

    fn happened(member: &Member, day: i64, part: i64, of: i64) -> Happened {
        Happened { partner_id: member.partner, program_id: Some(member.program), day, part, of }
    }

    #[test]
    fn a_score_worked_out_by_hand_comes_out() {
        let members = members(6);
        // Today: one, two and three registrations; nobody else any. The fourth had four, three half-lives ago: half of one is left.
        let mut came: Vec<Happened> =
            (0..3).map(|at| happened(&members[at], 1_000, at as i64 + 1, at as i64 + 1)).collect();
        came.push(happened(&members[3], 820, 4, 4));
        // One deal of the first.
        let won = vec![happened(&members[0], 1_000, 1, 1)];
        let past: Past = [(Signal::Registrations, came), (Signal::WonDeals, won)].into();
        let scores = scores(&only(&[(Signal::Registrations, 60), (Signal::WonDeals, 40)]), &members, &past, 1_000);
        // Ahead of three, four and all five of five; the fourth of two; two of nobody. The first is ahead of all with its deal.
        let told: Vec<Option<i64>> = scores.iter().map(|s| s.score).collect();
        // 0.6 · 60 + 0.4 · 100 = 76; 0.8 · 60 = 48; 60; 0.4 · 60 = 24.
        assert_eq!(told, [Some(76), Some(48), Some(60), Some(24), Some(0), Some(0)]);
        let first = &scores[0];
        assert_eq!((first.signals[0].ahead, first.signals[0].points), (Some(6_000), 3_600));
        assert_eq!((first.signals[1].ahead, first.signals[1].points), (Some(10_000), 4_000));
        let fourth = &scores[3].signals[0];
        assert_eq!((fourth.part, fourth.week, fourth.last_day), (4, 0, Some(820)));
    }

    #[test]
    fn a_share_without_a_case_is_left_out_and_the_others_weigh_more() {
        let members = members(7);
        let answers = members.iter().skip(1).enumerate().map(|(at, m)| happened(m, 1_000, at as i64 % 2, 1)).collect();
        let came = vec![happened(&members[0], 1_000, 1, 1)];
        let past: Past = [(Signal::Registrations, came), (Signal::AnswersInTime, answers)].into();
        let scores = scores(&only(&[(Signal::Registrations, 50), (Signal::AnswersInTime, 50)]), &members, &past, 1_000);
        assert_eq!(scores[0].signals[1].ahead, None);
        assert_eq!(scores[0].score, Some(100));
        // Three late, three in time: ahead of the three that were late, and half of the two alike: four of five.
        assert_eq!(scores[2].signals[1].ahead, Some(8_000));
        assert_eq!(scores[2].score, Some(40));
    }

    #[test]
    fn with_fewer_than_five_comparable_partners_there_is_no_score() {
        let members = members(5);
        let past: Past = [(Signal::Registrations, vec![happened(&members[0], 1_000, 9, 9)])].into();
        let scores = scores(&only(&[(Signal::Registrations, 100)]), &members, &past, 1_000);
        assert!(scores.iter().all(|s| s.score.is_none() && s.peers == 4));
    }

    proptest! {
        #[test]
        fn more_of_a_good_thing_never_lowers_ones_score_nor_raises_anybody_elses(
            came in prop::collection::vec((0_usize..8, 0_i64..400, 1_i64..5), 0..30), more in 0_i64..400
        ) {
            let members = members(8);
            let policies = only(&[(Signal::Registrations, 100)]);
            let mut events: Vec<Happened> =
                came.iter().map(|(at, ago, many)| happened(&members[*at], 1_000 - ago, *many, *many)).collect();
            let before = scores(&policies, &members, &[(Signal::Registrations, events.clone())].into(), 1_000);
            events.push(happened(&members[0], 1_000 - more, 1, 1));
            let after = scores(&policies, &members, &[(Signal::Registrations, events)].into(), 1_000);
            prop_assert!(after[0].score >= before[0].score);
            for at in 1..8 {
                prop_assert!(after[at].score <= before[at].score);
                prop_assert!((0..=100).contains(&after[at].score.expect("a score")));
            }
        }
    }
}
