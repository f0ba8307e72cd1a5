//! The rows behind a finding, by the same conditions that counted them.

use super::counts::{condition, put};
use super::keep::{kept_on, today};
use super::list::window;
use super::rule::Measure;
use super::rules::Kept;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::fact::date_of;
use kernel::id::{DealId, PartnerId, ProgramId, RegistrationId};
use kernel::{Cursor, Date, Failure, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;
use uuid::Uuid;

/// Which rows.
#[derive(Debug, Clone, Default)]
pub struct RowsQuery {
    /// In which program; the first the partner joined when absent.
    pub program: Option<ProgramId>,
    /// Behind which of the rule's measures; the last when absent.
    pub measure: Option<Measure>,
    /// As of a past day; the day of the findings when absent.
    pub as_of: Option<Date>,
}

/// A row that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoachingRow {
    /// The registration, or the one a question was about.
    #[schema(value_type = Option<String>)]
    pub registration_id: Option<RegistrationId>,
    /// The deal.
    #[schema(value_type = Option<String>)]
    pub deal_id: Option<DealId>,
    /// `REG-…`, `DEAL-…`
    pub number: String,
    /// The customer, or the deal's name.
    pub name: String,
    /// When the registration was received, or the deal closed.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// Whether it is part of the numerator.
    pub counts: bool,
    #[serde(skip)]
    #[schema(ignore)]
    id: Uuid,
}

/// The rows behind a measure of a rule.
#[derive(Debug, Clone)]
pub struct CoachingRows {
    /// Of whom.
    pub partner: String,
    /// In which program.
    pub program_id: ProgramId,
    /// The measures of the rule, each once.
    pub measures: Vec<Measure>,
    /// The measure.
    pub measure: Measure,
    /// The key of the stage it asks for.
    pub stage: Option<String>,
    /// The first day that is looked at.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// Rows in the numerator.
    pub part: i64,
    /// All rows.
    pub of: i64,
    /// The rows, newest first.
    pub page: Page<CoachingRow>,
}

#[derive(FromQueryResult)]
struct Total {
    counted: i64,
    part: i64,
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    subject: Uuid,
    number: String,
    name: String,
    day: i64,
    part: i64,
}

/// The rows that a rule counts of a partner, whether it speaks of them or not, newest first.
///
/// # Errors
/// `Forbidden`; `NotFound` for a partner the actor may not see, a rule that is not there, a program the partner is not in; `Invalid` at `cursor`,
/// `measure` (`unknown`: none of the rule's), `as_of` (`date_in_future`).
pub async fn rows(
    cx: &Ctx,
    partner: PartnerId,
    rule: &str,
    query: &RowsQuery,
    page: &PageRequest,
) -> Outcome<CoachingRows> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(partner);
    let name = in_scope(sql, &cx.actor, "p.id").value::<String>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let rule = Kept::load(cx.read()).await?.one(rule).ok_or(Failure::NotFound)?.rule;
    let sql = Sql::new("SELECT program_id FROM partner_program WHERE partner_id = ").bind(partner);
    let programs = sql.push(" ORDER BY joined_at, program_id").column::<ProgramId>(cx.read()).await?;
    let wanted = |id: &ProgramId| query.program.is_none_or(|program| program == *id);
    let program = programs.into_iter().find(wanted).ok_or(Failure::NotFound)?;
    let mut measures: Vec<Measure> = rule.when.iter().map(|c| c.measure).collect();
    measures.dedup();
    let last = measures.last().copied().ok_or(Failure::NotFound)?;
    let measure = query.measure.unwrap_or(last);
    let asked = rule.when.iter().find(|c| c.measure == measure).ok_or(Failure::field("measure", "unknown"))?;
    let today = today(cx).await?;
    let on = match query.as_of {
        Some(on) if on > today => return Err(Failure::field("as_of", "date_in_future")),
        Some(on) => on,
        None => kept_on(cx.read()).await?.unwrap_or(today),
    };
    let position = match &asked.stage {
        Some(stage) => {
            let sql =
                Sql::new("SELECT CAST(position AS BIGINT) FROM stage_definition WHERE program_id = ").bind(program);
            sql.push(" AND key = ").bind(stage.as_str()).value::<i64>(cx.read()).await?
        }
        None => None,
    };
    let stretch = window(cx, &rule, on).await?;
    let of = condition(measure, position);
    let narrowed = |sql: Sql| {
        let sql = put(sql, &of.of, &stretch).push(" AND f.partner_id = ").bind(partner);
        in_scope(sql.push(" AND f.program_id = ").bind(program), &cx.actor, "f.partner_id")
    };
    let sql = put(
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) AS counted, "),
        &format!(
            "CAST(COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS BIGINT) AS part FROM {} WHERE ",
            of.part, of.from
        ),
        &stretch,
    );
    let total = narrowed(sql).one::<Total>(cx.read()).await?;
    let (id, subject, joins, columns) = match measure {
        Measure::WonOfClosed => ("f.deal_id", "f.deal_id", " JOIN deal n ON n.id = f.deal_id", "n.number, n.name"),
        Measure::InTimeOfAsked => ("q.id", "f.registration_id", REGISTRATION, REGISTRATION_NAME),
        _ => ("f.registration_id", "f.registration_id", REGISTRATION, REGISTRATION_NAME),
    };
    let sql = put(
        Sql::new(format!("SELECT {id} AS id, {subject} AS subject, {columns}, {} AS day, ", of.day)),
        &format!("CAST(CASE WHEN {} THEN 1 ELSE 0 END AS BIGINT) AS part FROM {}{joins} WHERE ", of.part, of.from),
        &stretch,
    );
    let mut sql = narrowed(sql);
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "invalid");
        let day = after.key.parse::<i64>().map_err(|_| bad())?;
        let last = after.id.parse::<Uuid>().map_err(|_| bad())?;
        sql = sql.push(&format!(" AND ({}, {id}) < (", of.day)).bind(day).push(", ").bind(last).push(")");
    }
    let sql = sql.push(&format!(" ORDER BY {} DESC, {id} DESC LIMIT ", of.day)).bind(i64::from(page.fetch()));
    let found = sql.all::<Found>(cx.read()).await?.into_iter().map(|f| CoachingRow {
        registration_id: (measure != Measure::WonOfClosed).then_some(RegistrationId(f.subject)),
        deal_id: (measure == Measure::WonOfClosed).then_some(DealId(f.subject)),
        number: f.number,
        name: f.name,
        date: date_of(f.day),
        counts: f.part == 1,
        id: f.id,
    });
    let key = |row: &CoachingRow| Cursor {
        key: crate::grow::kpi::fact::day_of(row.date).to_string(),
        id: row.id.to_string(),
    };
    Ok(CoachingRows {
        partner: name,
        program_id: program,
        measures,
        measure,
        stage: asked.stage.clone(),
        from: date_of(stretch.from),
        to: on,
        part: total.as_ref().map_or(0, |t| t.part),
        of: total.as_ref().map_or(0, |t| t.counted),
        page: Page::from_rows(found.collect(), page, key),
    })
}

const REGISTRATION: &str = " JOIN registration n ON n.id = f.registration_id";
const REGISTRATION_NAME: &str = "n.number, n.company_name AS name";
