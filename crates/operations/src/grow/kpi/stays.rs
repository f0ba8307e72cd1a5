//! What is asked of stays: a partner's stay in a phase of one program. Segment, owner, region and country are the partner's.

use super::ask::Ask;
use super::fact::date_of;
use super::policy::ReenteredPhases;
use super::registry::Family;
use crate::Ctx;
use kernel::id::{PhaseEntryId, ProgramId};
use kernel::time::DAY;
use kernel::words::Phase;
use kernel::{Date, Instant, Outcome};
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use storage::Sql;

/// A stay as it stands among the rows behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    pub id: PhaseEntryId,
    pub program: ProgramId,
    pub program_name: String,
    pub phase: Phase,
    /// The first day; of stays added up that of the first.
    pub entered: Date,
    /// The last day; nothing while it lasts, or lasted on the day asked about.
    pub left: Option<Date>,
    /// Whole days of twenty-four hours, up to now or the end of the day asked about while it lasts.
    pub days: i64,
    /// As many as the program expects; only where that is asked.
    pub expected_days: Option<i64>,
}

/// What programs expect of phases, in days.
pub(super) type Expected = Vec<((ProgramId, Phase), i64)>;

/// Whether all stays of a partner in a phase are one duration, which ends with the last of them.
fn adds_up(ask: &Ask) -> bool {
    ask.metric.family == Family::PhaseTime && ask.policies.reentered_phases == ReenteredPhases::Sum
}

/// The rows of stays, to stand where a table of facts stands.
pub(super) fn facts(ask: &Ask) -> String {
    let ended = match adds_up(ask) {
        true => {
            "s.all_left_at AS left_at, s.all_left_day AS left_day, s.all_left_month AS left_month, s.all_days AS days"
        }
        false => "s.left_at, s.left_day, s.left_month, s.days",
    };
    let (status, was) = match ask.as_of {
        Some(_) if ask.metric.is_stock() => (
            "COALESCE(t.status, p.status)",
            " LEFT JOIN partner_status_spell t ON t.partner_id = s.partner_id AND t.from_at < {end} AND t.until_at >= {end}",
        ),
        _ => ("p.status", ""),
    };
    format!(
        "(SELECT s.stay_id, s.partner_id, s.program_id, s.phase, s.entered_at, s.entered_day, s.entered_month, {ended}, s.went_on_at, s.is_first, \
         s.again_at, p.name, {status} AS status, p.segment_id, COALESCE(p.region, '') AS region, COALESCE(p.country, '') AS country, \
         (SELECT po.user_id FROM partner_owner po WHERE po.partner_id = p.id AND po.role = 'partner_manager' AND po.side = 'vendor') AS owner_id \
         FROM stay_fact s LEFT JOIN partner p ON p.id = s.partner_id{was})"
    )
}

/// Which stays a family is about, whatever is known by a day.
pub(super) fn is_so(ask: &Ask) -> &'static str {
    let then = ask.as_of.is_some();
    match (ask.metric.family, ask.policies.reentered_phases) {
        (Family::PhaseTime, ReenteredPhases::First) => "f.left_day IS NOT NULL AND f.is_first = 1",
        (Family::PhaseTime, ReenteredPhases::Last | ReenteredPhases::Sum) if !then => {
            "f.left_day IS NOT NULL AND f.again_at IS NULL"
        }
        (Family::PhaseExit | Family::PhaseTime, _) => "f.left_day IS NOT NULL",
        (Family::InPhase | Family::PhaseStuck, _) if then => "f.status = 'active'",
        (Family::InPhase | Family::PhaseStuck, _) => "f.left_day IS NULL AND f.status = 'active'",
        _ => "1 = 1",
    }
}

/// What of it was so when the day asked about had ended.
pub(super) fn then(ask: &Ask) -> &'static str {
    match (ask.metric.family, ask.policies.reentered_phases) {
        (Family::PhaseTime, ReenteredPhases::Last | ReenteredPhases::Sum) => {
            " AND f.left_at < {end} AND (f.again_at IS NULL OR f.again_at >= {end})"
        }
        (Family::PhaseExit | Family::PhaseTime, _) => " AND f.left_at < {end}",
        (Family::InPhase | Family::PhaseStuck, _) => {
            " AND f.entered_at < {end} AND (f.left_at IS NULL OR f.left_at >= {end})"
        }
        _ => " AND f.entered_at < {end}",
    }
}

/// Whether the partner has come into a later phase of the program.
pub(super) fn went_on(then: bool) -> &'static str {
    if then { "f.went_on_at < {end}" } else { "f.went_on_at IS NOT NULL" }
}

/// ` AND …`: longer in the phase than the program expects.
pub(super) fn beyond(sql: Sql, ask: &Ask) -> Sql {
    let mut sql = sql.push(" AND (1 = 0");
    for ((program, phase), days) in &ask.expected {
        sql = sql.push(" OR (f.program_id = ").bind(*program).push(" AND f.phase = ").bind(*phase);
        sql = sql.push(" AND f.entered_at < ").bind(moment(ask).plus(-(days + 1) * DAY)).push(")");
    }
    sql.push(")")
}

/// Now, or the end of the day asked about.
fn moment(ask: &Ask) -> Instant {
    ask.as_of.map_or(ask.now, |as_of| as_of.end)
}

#[derive(FromQueryResult)]
struct Told {
    stay_id: PhaseEntryId,
    program_id: ProgramId,
    program: String,
    phase: Phase,
    entered_at: Instant,
    entered_day: i64,
    first_day: Option<i64>,
    left_at: Option<Instant>,
    left_day: Option<i64>,
    days: Option<i64>,
    all_days: Option<i64>,
}

/// What there is to say of these stays.
pub(super) async fn told(cx: &Ctx, ask: &Ask, ids: Vec<PhaseEntryId>) -> Outcome<HashMap<PhaseEntryId, Stay>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Sql::new(
        "SELECT s.stay_id, s.program_id, g.name AS program, s.phase, s.entered_at, s.entered_day, s.left_at, s.left_day, s.days, s.all_days, \
         (SELECT MIN(o.entered_day) FROM stay_fact o WHERE o.partner_id = s.partner_id AND o.program_id = s.program_id AND o.phase = s.phase) AS first_day \
         FROM stay_fact s JOIN program g ON g.id = s.program_id WHERE s.stay_id IN ",
    )
    .bind_list(ids)
    .all::<Told>(cx.read())
    .await?;
    let expected: HashMap<_, _> = ask.expected.iter().copied().collect();
    let stay = |row: Told| {
        let is_over = row.left_at.is_some_and(|left| ask.as_of.is_none_or(|as_of| left < as_of.end));
        let whole = if adds_up(ask) { row.all_days } else { row.days };
        let lasts = moment(ask).since(row.entered_at).max(0) / DAY;
        let stay = Stay {
            id: row.stay_id,
            program: row.program_id,
            program_name: row.program,
            phase: row.phase,
            entered: date_of(row.first_day.filter(|_| adds_up(ask)).unwrap_or(row.entered_day)),
            left: row.left_day.filter(|_| is_over).map(date_of),
            days: whole.filter(|_| is_over).unwrap_or(lasts),
            expected_days: expected.get(&(row.program_id, row.phase)).copied(),
        };
        (row.stay_id, stay)
    };
    Ok(rows.into_iter().map(stay).collect())
}
