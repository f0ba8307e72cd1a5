//! Stays of partners in phases as facts: with their days, and what came after them. Made from the history of phases.

use super::fact::{day_of, month_of_day};
use kernel::id::{PartnerId, PhaseEntryId, ProgramId};
use kernel::time::DAY;
use kernel::words::Phase;
use kernel::{Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use storage::{Sql, Tx};

/// A stay as the history has it.
#[derive(Debug, Clone, FromQueryResult)]
struct Entry {
    id: PhaseEntryId,
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: Phase,
    entered_at: Instant,
    left_at: Option<Instant>,
}

/// A stay's contribution. Days are those since 1970-01-01, months are year × 12 + month − 1.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
struct StayFact {
    stay_id: PhaseEntryId,
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: Phase,
    entered_at: Instant,
    entered_day: i64,
    entered_month: i64,
    left_at: Option<Instant>,
    left_day: Option<i64>,
    left_month: Option<i64>,
    /// Whole days of twenty-four hours, of a stay that is over.
    days: Option<i64>,
    /// When the partner first came into a later phase of the program since.
    went_on_at: Option<Instant>,
    /// 1 for the first stay in this phase of the program.
    is_first: i64,
    /// When the partner next came into this phase again.
    again_at: Option<Instant>,
    /// Of this stay and those before it in the same phase, once none of them lasts: when the last ended, and their time as whole days.
    all_left_at: Option<Instant>,
    all_left_day: Option<i64>,
    all_left_month: Option<i64>,
    all_days: Option<i64>,
}

const COLUMNS: [&str; 18] = [
    "stay_id",
    "partner_id",
    "program_id",
    "phase",
    "entered_at",
    "entered_day",
    "entered_month",
    "left_at",
    "left_day",
    "left_month",
    "days",
    "went_on_at",
    "is_first",
    "again_at",
    "all_left_at",
    "all_left_day",
    "all_left_month",
    "all_days",
];

impl StayFact {
    fn values(&self) -> [sea_orm::Value; COLUMNS.len()] {
        [
            self.stay_id.into(),
            self.partner_id.into(),
            self.program_id.into(),
            self.phase.into(),
            self.entered_at.into(),
            self.entered_day.into(),
            self.entered_month.into(),
            self.left_at.into(),
            self.left_day.into(),
            self.left_month.into(),
            self.days.into(),
            self.went_on_at.into(),
            self.is_first.into(),
            self.again_at.into(),
            self.all_left_at.into(),
            self.all_left_day.into(),
            self.all_left_month.into(),
            self.all_days.into(),
        ]
    }
}

/// The facts of one partner's stays in one program, which come in order.
fn of_program(stays: &[Entry], zone: &jiff::tz::TimeZone) -> Vec<StayFact> {
    let day = |at: Instant| day_of(at.date_in(zone));
    // By phase: when the last stay so far ended and how long all lasted, in microseconds; nothing while one lasts.
    let mut all: HashMap<Phase, Option<(Instant, i64)>> = HashMap::new();
    let mut facts = Vec::with_capacity(stays.len());
    for (at, stay) in stays.iter().enumerate() {
        let lasted = stay.left_at.map(|left| left.since(stay.entered_at));
        let is_first = !all.contains_key(&stay.phase);
        let before = all.get(&stay.phase).copied().unwrap_or(Some((Instant(i64::MIN), 0)));
        let summed =
            before.zip(stay.left_at.zip(lasted)).map(|((last, sum), (left, more))| (last.max(left), sum + more));
        all.insert(stay.phase, summed);
        let later = stays.iter().filter(|next| next.entered_at >= stay.entered_at && next.phase > stay.phase);
        let again = stays.iter().skip(at + 1).find(|next| next.phase == stay.phase);
        let (entered_day, left_day) = (day(stay.entered_at), stay.left_at.map(day));
        let all_left_day = summed.map(|(left, _)| day(left));
        facts.push(StayFact {
            stay_id: stay.id,
            partner_id: stay.partner_id,
            program_id: stay.program_id,
            phase: stay.phase,
            entered_at: stay.entered_at,
            entered_day,
            entered_month: month_of_day(entered_day),
            left_at: stay.left_at,
            left_day,
            left_month: left_day.map(month_of_day),
            days: lasted.map(|lasted| lasted / DAY),
            went_on_at: later.map(|next| next.entered_at).min(),
            is_first: i64::from(is_first),
            again_at: again.map(|next| next.entered_at),
            all_left_at: summed.map(|(left, _)| left),
            all_left_day,
            all_left_month: all_left_day.map(month_of_day),
            all_days: summed.map(|(_, sum)| sum / DAY),
        });
    }
    facts
}

/// Makes the facts of these partners' stays what the history says; writes only those that differ.
pub(super) async fn refresh(tx: &Tx, partners: &[PartnerId], zone: &jiff::tz::TimeZone) -> Outcome<()> {
    let entries = Sql::new(
        "SELECT s.id, s.partner_id, s.program_id, s.phase, s.entered_at, s.left_at FROM partner_phase s WHERE s.partner_id IN ",
    )
    .bind_list(partners.iter().copied())
    .push(" ORDER BY s.partner_id, s.program_id, s.entered_at, s.id")
    .all::<Entry>(tx)
    .await?;
    let kept = Sql::new(format!("SELECT {} FROM stay_fact WHERE partner_id IN ", COLUMNS.join(", ")))
        .bind_list(partners.iter().copied())
        .all::<StayFact>(tx)
        .await?;
    let mut kept: HashMap<PhaseEntryId, StayFact> = kept.into_iter().map(|fact| (fact.stay_id, fact)).collect();
    let together = |a: &Entry, b: &Entry| (a.partner_id, a.program_id) == (b.partner_id, b.program_id);
    let fresh = entries.chunk_by(together).flat_map(|stays| of_program(stays, zone));
    let changed: Vec<StayFact> = fresh.filter(|fact| kept.remove(&fact.stay_id).as_ref() != Some(fact)).collect();
    if !kept.is_empty() {
        Sql::new("DELETE FROM stay_fact WHERE stay_id IN ").bind_list(kept.into_keys()).execute(tx).await?;
    }
    let renewed: Vec<String> = COLUMNS.iter().skip(1).map(|column| format!("{column} = excluded.{column}")).collect();
    for batch in changed.chunks(400) {
        let mut sql = Sql::new(format!("INSERT INTO stay_fact ({}) VALUES ", COLUMNS.join(", ")));
        for (index, fact) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list(fact.values());
        }
        sql.push(&format!(" ON CONFLICT (stay_id) DO UPDATE SET {}", renewed.join(", "))).execute(tx).await?;
    }
    Ok(())
}

/// Whether there are stays of which no facts were made yet: after an update, until the job has made them.
pub(super) async fn are_missing(db: &impl ConnectionTrait) -> Outcome<bool> {
    let missing = Sql::new(
        "SELECT CAST(1 AS BIGINT) FROM partner_phase s WHERE NOT EXISTS (SELECT 1 FROM stay_fact f WHERE f.stay_id = s.id) LIMIT 1",
    );
    Ok(missing.value::<i64>(db).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Phase as P;

    /// Stays by phase, day of coming and day of going.
    fn facts(stays: &[(Phase, i64, Option<i64>)]) -> Vec<StayFact> {
        let (partner_id, program_id) = (PartnerId::new(), ProgramId::new());
        let stay = |(phase, entered, left): &(Phase, i64, Option<i64>)| Entry {
            id: PhaseEntryId::new(),
            partner_id,
            program_id,
            phase: *phase,
            entered_at: Instant(entered * DAY),
            left_at: left.map(|left| Instant(left * DAY)),
        };
        let stays: Vec<Entry> = stays.iter().map(stay).collect();
        of_program(&stays, &jiff::tz::TimeZone::UTC)
    }

    #[test]
    fn a_phase_that_was_entered_again_knows_its_first_its_next_and_the_sum_of_its_stays() {
        let found = facts(&[
            (P::Onboard, 0, Some(30)),
            (P::Cosell, 30, Some(31)),
            (P::Onboard, 31, Some(101)),
            (P::Cosell, 101, None),
        ]);
        let onboard: Vec<_> = found.iter().filter(|f| f.phase == P::Onboard).collect();
        assert_eq!(
            onboard.iter().map(|f| (f.is_first, f.days, f.all_days)).collect::<Vec<_>>(),
            [(1, Some(30), Some(30)), (0, Some(70), Some(100))]
        );
        assert_eq!(onboard.iter().map(|f| f.again_at.map(|at| at.0 / DAY)).collect::<Vec<_>>(), [Some(31), None]);
        assert_eq!(
            onboard.iter().map(|f| f.went_on_at.map(|at| at.0 / DAY)).collect::<Vec<_>>(),
            [Some(30), Some(101)]
        );
        assert_eq!(
            found.last().map(|f| (f.left_day, f.days, f.all_days, f.went_on_at)),
            Some((None, None, None, None))
        );
    }

    #[test]
    fn while_one_of_its_stays_lasts_there_is_no_sum() {
        let found = facts(&[(P::Onboard, 0, Some(10)), (P::Cosell, 10, Some(12)), (P::Onboard, 12, None)]);
        assert_eq!(found.iter().map(|f| f.all_days).collect::<Vec<_>>(), [Some(10), Some(2), None]);
        assert_eq!(found[0].all_left_day, Some(10));
    }

    #[test]
    fn half_days_are_added_up_before_they_are_cut() {
        let (partner_id, program_id) = (PartnerId::new(), ProgramId::new());
        let half = DAY / 2;
        let stay = |from: i64, until: i64| Entry {
            id: PhaseEntryId::new(),
            partner_id,
            program_id,
            phase: P::Grow,
            entered_at: Instant(from * half),
            left_at: Some(Instant(until * half)),
        };
        let found = of_program(&[stay(0, 3), stay(4, 7)], &jiff::tz::TimeZone::UTC);
        assert_eq!(
            found.iter().map(|f| (f.days, f.all_days)).collect::<Vec<_>>(),
            [(Some(1), Some(1)), (Some(1), Some(3))]
        );
    }
}
