//! The phase board: the five phases as a flow, with who is where, who came and went, how long it takes and who is stuck.

mod questions;

pub use questions::{NumberQuestion, PhaseQuestions};

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::expected_days;
use crate::grow::kpi::cells::{GroupingSet, Measure};
use crate::grow::kpi::fact::{day_of, month_of};
use crate::grow::kpi::policy::{ReenteredPhases, policies};
use crate::grow::kpi::{Path, in_program, last_months, partner_totals, recount};
use crate::settings::organisation;
use kernel::id::{PartnerId, ProgramId};
use kernel::time::DAY;
use kernel::words::Phase;
use kernel::{Date, FieldErrors, Instant, Outcome, Scope};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

/// As many stuck partners of a phase are named.
pub const MOST_STUCK: usize = 50;
/// The periods one can look at, by the days of three, twelve and thirty-six months.
pub const PERIODS: [i64; 3] = [90, 365, 1_095];
/// As many months each of them is.
const MONTHS: [i64; 3] = [3, 12, 36];

/// A partner who has been in a phase longer than the program expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StuckPartner {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub name: String,
    /// In which program.
    pub program: String,
    /// Whole days in the phase.
    pub days: i64,
    /// As many as the program expects.
    pub expected_days: i64,
    /// The partner manager.
    pub manager: Option<String>,
}

/// One phase.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PhaseColumn {
    /// Which.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Active partners in it now, each once.
    pub partners: i64,
    /// Stays that began in the period.
    pub entered: i64,
    /// Stays that ended in the period.
    pub left: i64,
    /// Of the stays that began in the period, those whose partner has come into a later phase of the program since.
    pub went_on: i64,
    /// Half of the stays that ended in the period lasted as many whole days or fewer; absent when none ended.
    pub median_days: Option<f64>,
    /// Nine of ten did.
    pub p90_days: Option<f64>,
    /// Active partners beyond what their program expects.
    pub stuck: i64,
    /// Those, the longest first, up to fifty.
    pub stuck_partners: Vec<StuckPartner>,
    /// What to ask for the rows behind these numbers.
    pub questions: PhaseQuestions,
}

/// The board.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PhaseBoard {
    /// The first day of the period, the first of a month; it ends now.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// How a partner who came back to a phase counts in the days: `each`, `first`, `last` or `sum`.
    #[schema(value_type = String)]
    pub reentered_phases: ReenteredPhases,
    /// All five, in order.
    pub phases: Vec<PhaseColumn>,
}

/// What to look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct PhaseQuestion {
    /// One program; all of them when absent.
    pub program: Option<ProgramId>,
    /// One of [`PERIODS`]; a year when absent. The period is this month and as many before it as make three, twelve or thirty-six.
    pub days: Option<i64>,
}

#[derive(FromQueryResult)]
struct Count {
    phase: Phase,
    count: i64,
}

#[derive(FromQueryResult)]
struct Lasted {
    phase: Phase,
    days: i64,
    count: i64,
}

#[derive(FromQueryResult)]
struct StuckRow {
    partner_id: PartnerId,
    name: String,
    program_id: ProgramId,
    program: String,
    phase: Phase,
    phase_entered_at: Instant,
    manager: Option<String>,
}

/// The board within the actor's scope. The period is this month and those before it, as on dashboards.
///
/// # Errors
/// `Forbidden`; `Invalid` at `days` (`unknown`).
pub async fn phase_board(cx: &Ctx, question: PhaseQuestion) -> Outcome<PhaseBoard> {
    board(cx, question, None).await
}

/// [`phase_board`]; `path` insists on counting through, or on totals.
///
/// # Errors
/// As [`phase_board`].
pub async fn board(cx: &Ctx, question: PhaseQuestion, path: Option<Path>) -> Outcome<PhaseBoard> {
    cx.allow(Action::Read)?;
    let days = question.days.unwrap_or(365);
    let mut errors = FieldErrors::default();
    let months = PERIODS.iter().zip(MONTHS).find(|(period, _)| **period == days).map(|(_, months)| months);
    if months.is_none() {
        errors.add("days", "unknown");
    }
    errors.into_result(())?;
    let zone = organisation(cx.read()).await?.zone();
    let from = last_months(cx.now().date_in(&zone), months.unwrap_or(12)).from;
    let program = question.program;
    let mut expected = expected_days(cx).await?;
    expected.retain(|(of, _), _| program.is_none_or(|wanted| wanted == *of));
    let reentered_phases = policies(cx.read()).await?.reentered_phases;
    // Stays are kept each by itself.
    let kept_so = reentered_phases == ReenteredPhases::Each && cx.actor.scope() == Scope::All;
    let (counted, stuck) = if path != Some(Path::Facts) && kept_so && !recount::waits(cx.read()).await? {
        (kept(cx, from, program).await?, kept_stuck(cx, &expected, &zone).await?)
    } else {
        (counted(cx, from.start_in(&zone), program, reentered_phases).await?, stuck(cx, &expected).await?)
    };
    let mut named = named(cx, &expected).await?;
    let Counted { partners, entered, left, went_on, mut lasted } = counted;
    let of = |counts: &BTreeMap<Phase, i64>, phase: Phase| counts.get(&phase).copied().unwrap_or(0);
    let phases = Phase::ALL.iter().map(|phase| {
        let stays = lasted.remove(phase).unwrap_or_default();
        PhaseColumn {
            phase: *phase,
            partners: of(&partners, *phase),
            entered: of(&entered, *phase),
            left: of(&left, *phase),
            went_on: of(&went_on, *phase),
            median_days: percentile(&stays, 0.5),
            p90_days: percentile(&stays, 0.9),
            stuck: of(&stuck, *phase),
            stuck_partners: named.remove(phase).unwrap_or_default(),
            questions: PhaseQuestions::of(*phase, program, from),
        }
    });
    Ok(PhaseBoard { from, reentered_phases, phases: phases.collect() })
}

/// How many, by phase.
#[derive(Default)]
struct Counted {
    partners: BTreeMap<Phase, i64>,
    entered: BTreeMap<Phase, i64>,
    left: BTreeMap<Phase, i64>,
    went_on: BTreeMap<Phase, i64>,
    /// Stays by whole days, in order.
    lasted: BTreeMap<Phase, Vec<(i64, i64)>>,
}

/// Counted through, within the actor's scope.
async fn counted(cx: &Ctx, since: Instant, program: Option<ProgramId>, reentered: ReenteredPhases) -> Outcome<Counted> {
    let now = Sql::new(
        "SELECT s.phase, CAST(COUNT(DISTINCT s.partner_id) AS BIGINT) AS count FROM partner_program s JOIN partner p ON p.id = s.partner_id WHERE p.status = 'active'",
    );
    let count = "SELECT s.phase, CAST(COUNT(*) AS BIGINT) AS count FROM partner_phase s WHERE ";
    let later = Sql::new(count).push("s.entered_at >= ").bind(since).push(&format!(
        " AND EXISTS (SELECT 1 FROM partner_phase n WHERE n.partner_id = s.partner_id AND n.program_id = s.program_id AND n.entered_at >= s.entered_at AND {} > {})",
        place("n.phase"),
        place("s.phase"),
    ));
    Ok(Counted {
        partners: counts(cx, now, program).await?,
        entered: counts(cx, Sql::new(count).push("s.entered_at >= ").bind(since), program).await?,
        left: counts(cx, Sql::new(count).push("s.left_at >= ").bind(since), program).await?,
        went_on: counts(cx, later, program).await?,
        lasted: lasted(cx, since, program, reentered).await?,
    })
}

/// The same of kept totals, for all partners.
async fn kept(cx: &Ctx, from: Date, program: Option<ProgramId>) -> Outcome<Counted> {
    let (set, of): (_, BTreeMap<String, Phase>) = match program {
        None => (GroupingSet::Phase, Phase::ALL.iter().map(|phase| (phase.to_string(), *phase)).collect()),
        Some(program) => {
            let of = Phase::ALL.iter().map(|phase| (in_program(program, *phase), *phase));
            (GroupingSet::ProgramPhase, of.collect())
        }
    };
    let mut counted = Counted::default();
    for total in partner_totals::phases(cx, set, of.keys().cloned(), month_of(from)).await? {
        let Some(phase) = of.get(&total.value).copied() else { continue };
        let counts = match total.measure {
            Measure::InPhase => &mut counted.partners,
            Measure::PhaseEntered => &mut counted.entered,
            Measure::PhaseWentOn => &mut counted.went_on,
            _ => {
                counted.lasted.insert(phase, total.days);
                &mut counted.left
            }
        };
        *counts.entry(phase).or_default() += total.count;
    }
    Ok(counted)
}

/// A phase as a number, in order.
fn place(column: &str) -> String {
    let cases: String = Phase::ALL.iter().enumerate().map(|(at, phase)| format!(" WHEN '{phase}' THEN {at}")).collect();
    format!("CASE {column}{cases} ELSE -1 END")
}

fn narrowed(cx: &Ctx, sql: Sql, program: Option<ProgramId>) -> Sql {
    let sql = match program {
        Some(program) => sql.push(" AND s.program_id = ").bind(program),
        None => sql,
    };
    in_scope(sql, &cx.actor, "s.partner_id")
}

async fn counts(cx: &Ctx, sql: Sql, program: Option<ProgramId>) -> Outcome<BTreeMap<Phase, i64>> {
    let rows = narrowed(cx, sql, program).push(" GROUP BY s.phase").all::<Count>(cx.read()).await?;
    Ok(rows.into_iter().map(|row| (row.phase, row.count)).collect())
}

/// How many stays lasted how many whole days: exact percentiles from few rows, however many stays there were.
async fn lasted(
    cx: &Ctx,
    since: Instant,
    program: Option<ProgramId>,
    reentered: ReenteredPhases,
) -> Outcome<BTreeMap<Phase, Vec<(i64, i64)>>> {
    let days = format!("s.span / {DAY}");
    let stays = stays(reentered);
    let sql = Sql::new(format!(
        "SELECT s.phase, {days} AS days, CAST(COUNT(*) AS BIGINT) AS count FROM {stays} s WHERE s.left_at >= "
    ))
    .bind(since);
    let sql = narrowed(cx, sql, program).push(&format!(" GROUP BY s.phase, {days} ORDER BY s.phase, {days}"));
    let mut found: BTreeMap<Phase, Vec<(i64, i64)>> = BTreeMap::new();
    for row in sql.all::<Lasted>(cx.read()).await? {
        found.entry(row.phase).or_default().push((row.days, row.count));
    }
    Ok(found)
}

/// Stays in phases with how long they lasted, in microseconds.
fn stays(reentered: ReenteredPhases) -> String {
    let single = |without: &str| {
        format!(
            "(SELECT t.partner_id, t.program_id, t.phase, t.left_at - t.entered_at AS span, t.left_at FROM partner_phase t{without})"
        )
    };
    let without = |other: &str| {
        format!(
            " WHERE NOT EXISTS (SELECT 1 FROM partner_phase o WHERE o.partner_id = t.partner_id AND o.program_id = t.program_id \
             AND o.phase = t.phase AND (o.entered_at {other} t.entered_at OR (o.entered_at = t.entered_at AND o.id {other} t.id)))"
        )
    };
    match reentered {
        ReenteredPhases::Each => single(""),
        ReenteredPhases::First => single(&without("<")),
        ReenteredPhases::Last => single(&without(">")),
        ReenteredPhases::Sum => "(SELECT t.partner_id, t.program_id, t.phase, CAST(SUM(t.left_at - t.entered_at) AS BIGINT) AS span, \
             MAX(t.left_at) AS left_at FROM partner_phase t GROUP BY t.partner_id, t.program_id, t.phase HAVING COUNT(*) = COUNT(t.left_at))"
            .to_owned(),
    }
}

/// The percentile of a histogram in ascending order, as SQL's PERCENTILE_CONT has it.
fn percentile(stays: &[(i64, i64)], share: f64) -> Option<f64> {
    let count: i64 = stays.iter().map(|(_, n)| n).sum();
    if count == 0 {
        return None;
    }
    let at = |wanted: i64| {
        let mut seen = 0;
        stays.iter().find_map(|(days, n)| {
            seen += n;
            (seen > wanted).then_some(*days as f64)
        })
    };
    let place = share * (count - 1) as f64;
    let below = place.floor();
    let (low, high) = (at(below as i64)?, at(place.ceil() as i64)?);
    Some(low + (high - low) * (place - below))
}

/// What programs expect of phases, in days.
type Expected = BTreeMap<(ProgramId, Phase), i64>;

/// Whoever came before this moment has been there for longer than these days.
fn too_long(cx: &Ctx, days: i64) -> Instant {
    cx.now().plus(-(days + 1) * DAY)
}

/// A query for each program and phase, along the index of stays: those who came before it was too long ago.
fn of_each(cx: &Ctx, expected: &Expected, head: &str, tail: &str) -> Sql {
    let mut sql = Sql::default();
    for (at, ((program, phase), days)) in expected.iter().enumerate() {
        sql = sql.push(if at == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" }).push(head);
        sql = sql.push(" WHERE p.status = 'active' AND s.program_id = ").bind(*program).push(" AND s.phase = ");
        sql = sql.bind(*phase).push(" AND s.phase_entered_at < ").bind(too_long(cx, *days));
        sql = in_scope(sql, &cx.actor, "s.partner_id").push(tail).push(&format!(") part{at}"));
    }
    sql
}

/// Partners beyond what their program expects of a phase.
async fn stuck(cx: &Ctx, expected: &Expected) -> Outcome<BTreeMap<Phase, i64>> {
    if expected.is_empty() {
        return Ok(BTreeMap::new());
    }
    let head = "SELECT s.phase, CAST(COUNT(*) AS BIGINT) AS count FROM partner_program s JOIN partner p ON p.id = s.partner_id";
    summed(cx, of_each(cx, expected, head, " GROUP BY s.phase")).await
}

/// The same of kept totals: whole days from them, and the one that has passed in part from the partners of that day.
async fn kept_stuck(cx: &Ctx, expected: &Expected, zone: &jiff::tz::TimeZone) -> Outcome<BTreeMap<Phase, i64>> {
    if expected.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::default();
    let mut before = BTreeMap::new();
    for (at, ((program, phase), days)) in expected.iter().enumerate() {
        let moment = too_long(cx, *days);
        let day = moment.date_in(zone);
        before.insert(in_program(*program, *phase), (*phase, day_of(day)));
        sql = sql.push(if at == 0 { "SELECT " } else { " UNION ALL SELECT " }).push("CAST(").bind(*phase);
        sql = sql.push(" AS TEXT) AS phase, CAST(COUNT(*) AS BIGINT) AS count FROM partner_program s JOIN partner p ON p.id = s.partner_id WHERE p.status = 'active' AND s.program_id = ");
        sql = sql.bind(*program).push(" AND s.phase = ").bind(*phase);
        sql = sql
            .push(" AND s.phase_entered_at >= ")
            .bind(day.start_in(zone))
            .push(" AND s.phase_entered_at < ")
            .bind(moment);
    }
    let mut counted = summed(cx, sql).await?;
    for total in partner_totals::phases(cx, GroupingSet::ProgramPhase, before.keys().cloned(), i64::MAX).await? {
        let Some((phase, day)) = before.get(&total.value) else { continue };
        let days = total.days.iter().filter(|(entered, _)| entered < day).map(|(_, partners)| partners);
        *counted.entry(*phase).or_default() += days.sum::<i64>();
    }
    Ok(counted)
}

async fn summed(cx: &Ctx, sql: Sql) -> Outcome<BTreeMap<Phase, i64>> {
    let mut counted: BTreeMap<Phase, i64> = BTreeMap::new();
    for row in sql.all::<Count>(cx.read()).await? {
        *counted.entry(row.phase).or_default() += row.count;
    }
    Ok(counted)
}

/// Who has been in each phase the longest, of those beyond what is expected.
async fn named(cx: &Ctx, expected: &Expected) -> Outcome<BTreeMap<Phase, Vec<StuckPartner>>> {
    let mut named: BTreeMap<Phase, Vec<StuckPartner>> = BTreeMap::new();
    if expected.is_empty() {
        return Ok(named);
    }
    let head = "SELECT p.id AS partner_id, p.name, s.program_id, g.name AS program, s.phase, s.phase_entered_at, (SELECT MIN(u.name) FROM partner_owner o JOIN app_user u ON u.id = o.user_id WHERE o.partner_id = p.id AND o.role = 'partner_manager' AND o.side = 'vendor') AS manager FROM partner_program s JOIN partner p ON p.id = s.partner_id JOIN program g ON g.id = s.program_id";
    let tail = format!(" ORDER BY s.phase_entered_at, s.partner_id LIMIT {MOST_STUCK}");
    for row in of_each(cx, expected, head, &tail).all::<StuckRow>(cx.read()).await? {
        let Some(expected_days) = expected.get(&(row.program_id, row.phase)).copied() else { continue };
        named.entry(row.phase).or_default().push(StuckPartner {
            partner_id: row.partner_id,
            name: row.name,
            program: row.program,
            days: cx.now().since(row.phase_entered_at) / DAY,
            expected_days,
            manager: row.manager,
        });
    }
    for partners in named.values_mut() {
        partners.sort_by_key(|s| (s.expected_days - s.days, s.partner_id));
        partners.truncate(MOST_STUCK);
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::percentile;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_percentile_of_a_histogram_is_that_of_its_rows(mut rows in proptest::collection::vec(0i64..40, 1..60), share in 0.0f64..=1.0) {
            rows.sort_unstable();
            let mut histogram: Vec<(i64, i64)> = Vec::new();
            for days in &rows {
                match histogram.last_mut() {
                    Some((same, n)) if same == days => *n += 1,
                    _ => histogram.push((*days, 1)),
                }
            }
            // PERCENTILE_CONT, over the rows themselves.
            let place = share * (rows.len() - 1) as f64;
            let (low, high) = (rows[place.floor() as usize] as f64, rows[place.ceil() as usize] as f64);
            let slow = low + (high - low) * (place - place.floor());
            prop_assert!((percentile(&histogram, share).expect("rows") - slow).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_ended_has_no_median() {
        assert_eq!(percentile(&[], 0.5), None);
    }
}
