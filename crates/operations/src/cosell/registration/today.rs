//! Today: what needs an answer, the promise that runs out first on top; and what else should not be forgotten.

use super::filter::{DUE, LATE, OWED};
use super::list::{RegistrationListed, SELECT, telling_findings};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::{in_scope, registrations_in_scope};
use crate::program;
use kernel::id::{PartnerId, ProgramId, RegistrationId};
use kernel::time::DAY;
use kernel::words::{FindingKind, Phase};
use kernel::{Date, Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

/// Rows of the list on top; the rest is one click away.
pub const MOST_ANSWERS: u32 = 50;
const MOST_ASKED: i64 = 8;
const MOST_STUCK: usize = 6;
/// Days over which kept promises are counted.
pub const PROMISE_DAYS: i64 = 30;
/// Points of the small curve: three days each.
const POINTS: i64 = 10;

/// What somebody finds in the morning.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Today {
    /// What needs an answer, most urgent first.
    pub answers: Vec<ToAnswer>,
    /// There are more than shown.
    pub more: bool,
    /// How many promises run out before midnight.
    pub due_today: i64,
    /// How many are broken already.
    pub broken: i64,
    /// What waits for partners, the oldest question first.
    pub asked: Vec<Asked>,
    /// First answers of the last 30 days.
    pub promises: Promises,
    /// Partners who have been in their phase longer than their program expects.
    pub stuck: Vec<Stuck>,
    /// There are more stuck partners than shown.
    pub more_stuck: bool,
    /// Whether there is any partner within scope.
    pub has_partners: bool,
}

/// A registration that needs an answer.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ToAnswer {
    /// The registration.
    #[serde(flatten)]
    pub registration: RegistrationListed,
    /// The most telling finding.
    #[schema(value_type = Option<String>)]
    pub finding: Option<FindingKind>,
    /// The partner has answered a question.
    pub answered: bool,
}

/// A registration that waits for the partner.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Asked {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// The customer.
    pub company_name: String,
    /// The partner, or what a stranger says of themselves.
    pub credited: String,
    /// Since when.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub asked_at: Option<Instant>,
}

/// First answers against what was promised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Promises {
    /// The first day counted.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Answered in time.
    pub kept: i64,
    /// Answered late, or overdue.
    pub late: i64,
    /// The share kept in basis points, for each three days in which a promise was kept or broken; oldest first.
    pub curve: Vec<i64>,
}

impl Promises {
    /// The share kept, in basis points; nothing when nothing was promised.
    pub fn share(&self) -> Option<i64> {
        share(self.kept, self.late)
    }
}

fn share(kept: i64, late: i64) -> Option<i64> {
    // Cut, not rounded: 99.99 % is not "all".
    (kept + late > 0).then(|| kept * 10_000 / (kept + late))
}

/// A partner who has been in a phase for too long.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Stuck {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Its name.
    pub partner_name: String,
    /// In which program.
    pub program_name: String,
    /// In which phase.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Whole days in the phase.
    pub days: i64,
    /// Days the program expects.
    pub expected_days: i64,
    /// What is to be done next, if somebody has said so.
    pub next_step: Option<String>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_step_on: Option<Date>,
}

/// Everything of today, within the actor's scope.
///
/// # Errors
/// `Forbidden`.
pub async fn today(cx: &Ctx) -> Outcome<Today> {
    cx.allow(Action::Read)?;
    let zone = crate::settings::organisation(cx.read()).await?.zone();
    let midnight = cx.now().date_in(&zone).plus_days(1).start_in(&zone);
    let (answers, more) = answers(cx).await?;
    let (due_today, broken) = urgent(cx, midnight).await?;
    let (stuck, more_stuck) = stuck(cx).await?;
    let from = cx.now().date_in(&zone).plus_days(1 - PROMISE_DAYS);
    Ok(Today {
        answers,
        more,
        due_today,
        broken,
        asked: asked(cx).await?,
        promises: promises(cx, from, from.start_in(&zone)).await?,
        stuck,
        more_stuck,
        has_partners: has_partners(cx).await?,
    })
}

async fn answers(cx: &Ctx) -> Outcome<(Vec<ToAnswer>, bool)> {
    let sql = Sql::new(SELECT).push(" AND r.status IN ").bind_list(OWED);
    let sql = registrations_in_scope(sql, &cx.actor).push(" ORDER BY ").push(DUE);
    let mut rows: Vec<RegistrationListed> =
        sql.push(", r.id LIMIT ").bind(i64::from(MOST_ANSWERS) + 1).all(cx.read()).await?;
    let more = rows.len() > MOST_ANSWERS as usize;
    rows.truncate(MOST_ANSWERS as usize);
    let findings = telling_findings(cx, &rows).await?;
    let answered: Vec<RegistrationId> =
        Sql::new("SELECT DISTINCT registration_id FROM registration_question WHERE answered_at IS NOT NULL AND registration_id IN ")
            .bind_list(rows.iter().map(|row| row.id))
            .column(cx.read())
            .await?;
    let answers = rows.into_iter().map(RegistrationListed::priced).map(|row| ToAnswer {
        finding: findings.get(&row.id).copied(),
        answered: answered.contains(&row.id),
        registration: row,
    });
    Ok((answers.collect(), more))
}

/// Promises that run out before midnight, and broken ones.
async fn urgent(cx: &Ctx, midnight: Instant) -> Outcome<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Row {
        due_today: i64,
        broken: i64,
    }
    let now = cx.now();
    let sql = Sql::new("SELECT CAST(COALESCE(SUM(CASE WHEN x.due >= ")
        .bind(now)
        .push(" AND x.due < ")
        .bind(midnight)
        .push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS due_today, CAST(COALESCE(SUM(CASE WHEN x.due < ")
        .bind(now)
        .push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS broken FROM (SELECT ")
        .push(DUE)
        .push(" AS due FROM registration r WHERE r.status IN ")
        .bind_list(OWED);
    let row = registrations_in_scope(sql, &cx.actor).push(") x").one::<Row>(cx.read()).await?;
    Ok(row.map_or((0, 0), |row| (row.due_today, row.broken)))
}

async fn asked(cx: &Ctx) -> Outcome<Vec<Asked>> {
    let sql = Sql::new(
        "SELECT r.id, r.company_name, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, (SELECT MAX(q.asked_at) FROM registration_question q WHERE q.registration_id = r.id AND q.answered_at IS NULL) AS asked_at FROM registration r LEFT JOIN partner p ON p.id = r.partner_id WHERE r.status = 'information_requested'",
    );
    let sql = registrations_in_scope(sql, &cx.actor).push(" ORDER BY 4, r.id LIMIT ").bind(MOST_ASKED);
    Ok(sql.all(cx.read()).await?)
}

async fn promises(cx: &Ctx, from: Date, start: Instant) -> Outcome<Promises> {
    #[derive(FromQueryResult)]
    struct Row {
        kept: i64,
        late: i64,
    }
    let step = PROMISE_DAYS / POINTS * DAY;
    let sql = Sql::new("SELECT (r.submitted_at - ")
        .bind(start.0)
        .push(") / ")
        .bind(step)
        .push(" AS point, CAST(SUM(CASE WHEN r.first_answered_at <= r.first_answer_due_at THEN 1 ELSE 0 END) AS BIGINT) AS kept, CAST(SUM(CASE WHEN ")
        .push(LATE.0)
        .bind(cx.now())
        .push(LATE.1)
        .push(" THEN 1 ELSE 0 END) AS BIGINT) AS late FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.first_answer_due_at IS NOT NULL AND r.submitted_at >= ")
        .bind(start);
    let rows = in_scope(sql, &cx.actor, "r.partner_id").push(" GROUP BY 1 ORDER BY 1").all::<Row>(cx.read()).await?;
    Ok(Promises {
        from: Some(from),
        kept: rows.iter().map(|row| row.kept).sum(),
        late: rows.iter().map(|row| row.late).sum(),
        curve: rows.iter().filter_map(|row| share(row.kept, row.late)).collect(),
    })
}

/// Partners beyond what their program expects of a phase, the farthest beyond first. Read along the index of each program and phase.
async fn stuck(cx: &Ctx) -> Outcome<(Vec<Stuck>, bool)> {
    #[derive(FromQueryResult)]
    struct Row {
        partner_id: PartnerId,
        partner_name: String,
        program_id: ProgramId,
        program_name: String,
        phase: Phase,
        phase_entered_at: Instant,
        next_step: Option<String>,
        next_step_on: Option<Date>,
    }
    let expected = expected_days(cx).await?;
    if expected.is_empty() {
        return Ok((Vec::new(), false));
    }
    let mut sql = Sql::new("");
    for (index, ((program, phase), days)) in expected.iter().enumerate() {
        let union = if index == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" };
        sql = sql
            .push(union)
            .push("SELECT p.id AS partner_id, p.name AS partner_name, pr.id AS program_id, pr.name AS program_name, pp.phase, pp.phase_entered_at, p.next_step, p.next_step_on FROM partner_program pp JOIN partner p ON p.id = pp.partner_id JOIN program pr ON pr.id = pp.program_id WHERE p.status = 'active' AND pp.program_id = ")
            .bind(*program)
            .push(" AND pp.phase = ")
            .bind(*phase)
            .push(" AND pp.phase_entered_at < ")
            .bind(cx.now().plus(-(days + 1) * DAY));
        sql = in_scope(sql, &cx.actor, "p.id")
            .push(" ORDER BY pp.phase_entered_at, pp.partner_id LIMIT ")
            .bind(i64::try_from(MOST_STUCK).unwrap_or(6) + 1)
            .push(&format!(") part{index}"));
    }
    let rows = sql.all::<Row>(cx.read()).await?;
    let mut stuck: Vec<Stuck> = rows
        .into_iter()
        .filter_map(|row| {
            Some(Stuck {
                expected_days: *expected.get(&(row.program_id, row.phase))?,
                days: cx.now().since(row.phase_entered_at) / DAY,
                partner_id: row.partner_id,
                partner_name: row.partner_name,
                program_name: row.program_name,
                phase: row.phase,
                next_step: row.next_step,
                next_step_on: row.next_step_on,
            })
        })
        .collect();
    stuck.sort_by_key(|s| (s.expected_days - s.days, s.partner_id));
    let more = stuck.len() > MOST_STUCK;
    stuck.truncate(MOST_STUCK);
    Ok((stuck, more))
}

/// What the rules in force expect of each phase, in days.
pub(crate) async fn expected_days(cx: &Ctx) -> Outcome<BTreeMap<(ProgramId, Phase), i64>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ProgramId,
        definition: String,
    }
    let rows = Sql::new("SELECT pr.id, v.definition FROM program pr JOIN program_version v ON v.program_id = pr.id AND v.definition_version = pr.definition_version WHERE pr.active")
        .all::<Row>(cx.read())
        .await?;
    let mut expected = BTreeMap::new();
    for row in rows {
        let rules: program::ProgramDefinition =
            serde_json::from_str(&row.definition).map_err(kernel::Failure::internal)?;
        for phase in rules.phases {
            if let Some(days) = phase.expected_days {
                expected.insert((row.id, phase.phase), i64::from(days));
            }
        }
    }
    Ok(expected)
}

async fn has_partners(cx: &Ctx) -> Outcome<bool> {
    let sql = Sql::new("SELECT p.id FROM partner p WHERE 1 = 1");
    let sql = in_scope(sql, &cx.actor, "p.id").push(" LIMIT 1");
    Ok(sql.value::<PartnerId>(cx.read()).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up_to_all() {
        assert_eq!(share(99_999, 1), Some(9_999));
        assert_eq!(share(16, 1), Some(9_411));
        assert_eq!(share(0, 0), None);
    }
}
