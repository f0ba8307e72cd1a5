//! The board of broken promises: every registration that is open and whose promise has run out, the oldest on top, until somebody answers.
//! A registration is here by what is stored of its promises, not by who has it: handing it on, asking the partner afterwards, or a manager who
//! left takes nothing off.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::id::{PartnerId, ProgramId, RegistrationId, UserId};
use kernel::time::DAY;
use kernel::words::{ClockKind, RegistrationStatus};
use kernel::{Cursor, Failure, Instant, Outcome, Page, PageRequest, text_enum};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::Sql;

text_enum! {
    /// How long a promise has been broken.
    pub enum Age {
        /// Less than a day.
        Day = "day",
        /// One to three days.
        ThreeDays = "three_days",
        /// Three to seven days.
        Week = "week",
        /// Seven to thirty days.
        Month = "month",
        /// Thirty days and more.
        Older = "older",
    }
}

impl Age {
    /// From how many days on, and below how many.
    const fn days(self) -> (i64, Option<i64>) {
        match self {
            Self::Day => (0, Some(1)),
            Self::ThreeDays => (1, Some(3)),
            Self::Week => (3, Some(7)),
            Self::Month => (7, Some(30)),
            Self::Older => (30, None),
        }
    }
}

/// Which broken promises to show. Everything may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BreachFilter {
    /// Whoever has it.
    #[param(value_type = Option<String>)]
    pub reviewer: Option<UserId>,
    /// True: only those nobody has.
    pub nobody: Option<bool>,
    /// A program.
    #[param(value_type = Option<String>)]
    pub program: Option<ProgramId>,
    /// How long it has been broken: `day` (less than one), `three_days`, `week`, `month`, `older`.
    #[param(value_type = Option<String>)]
    pub age: Option<Age>,
    /// At most this many.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A registration whose promise is broken.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Broken {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// Whose it is.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// The partner, or what a stranger says of themselves.
    pub credited: String,
    /// Its program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// The program's name.
    pub program_name: String,
    /// Who has it.
    #[schema(value_type = Option<String>)]
    pub reviewer_id: Option<UserId>,
    /// Their name.
    pub reviewer_name: Option<String>,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
    /// Which answer is missing: `first_answer` or `decision`.
    #[schema(value_type = String)]
    pub missing: ClockKind,
    /// When the oldest of its broken promises was due.
    #[schema(value_type = String, format = DateTime)]
    pub broken_since: Instant,
}

/// How many broken promises one manager, one program or one age has.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct BreachGroup {
    /// The manager's, the program's id, or the age's word; absent for those nobody has.
    pub key: Option<String>,
    /// The name; absent for ages, and for those nobody has.
    pub name: Option<String>,
    /// How many.
    pub count: i64,
    /// When the oldest of them was due.
    #[schema(value_type = String, format = DateTime)]
    pub oldest: Instant,
}

/// The board.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BreachBoard {
    /// The oldest first.
    pub items: Vec<Broken>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// All of them, whatever the filter says.
    pub total: i64,
    /// By whoever has it, the one with the oldest first.
    pub by_manager: Vec<BreachGroup>,
    /// By how long it has been broken, the longest first.
    pub by_age: Vec<BreachGroup>,
    /// By program, the one with the oldest first.
    pub by_program: Vec<BreachGroup>,
}

/// `WITH broken AS (…)`: every registration of which a promise of ours has run out, with the moment the first of them did. A clock that stands
/// since after it was due is as broken as one that runs; registrations from before there were clocks say so themselves.
pub(super) fn broken(now: Instant) -> Sql {
    Sql::new("WITH broken AS (SELECT x.id, MIN(x.due_at) AS since FROM (SELECT c.registration_id AS id, c.due_at FROM clock c WHERE c.stopped_at IS NULL AND c.kind <> 'information' AND c.due_at < ")
        .bind(now)
        .push(" AND (c.paused_at IS NULL OR c.due_at < c.paused_at) UNION ALL SELECT q.id, q.first_answer_due_at FROM registration q WHERE q.status IN ")
        .bind_list(super::filter::OWED)
        .push(" AND q.first_answered_at IS NULL AND q.first_answer_due_at < ")
        .bind(now)
        .push(" UNION ALL SELECT q.id, q.decision_due_at FROM registration q WHERE q.status IN ")
        .bind_list(super::filter::OWED)
        .push(" AND q.decision_due_at < ")
        .bind(now)
        .push(") x GROUP BY x.id) ")
}

const FROM: &str = " FROM broken b JOIN registration r ON r.id = b.id JOIN program pr ON pr.id = r.program_id LEFT JOIN partner p ON p.id = r.partner_id LEFT JOIN app_user u ON u.id = r.reviewer_id WHERE r.status NOT IN ('draft', 'unconfirmed')";

fn narrow(mut sql: Sql, now: Instant, filter: &BreachFilter) -> Sql {
    if let Some(reviewer) = filter.reviewer {
        sql = sql.push(" AND r.reviewer_id = ").bind(reviewer);
    }
    if filter.nobody == Some(true) {
        sql = sql.push(" AND r.reviewer_id IS NULL");
    }
    if let Some(program) = filter.program {
        sql = sql.push(" AND r.program_id = ").bind(program);
    }
    if let Some(age) = filter.age {
        let (from, below) = age.days();
        sql = sql.push(" AND b.since <= ").bind(now.plus(-from * DAY));
        if let Some(below) = below {
            sql = sql.push(" AND b.since > ").bind(now.plus(-below * DAY));
        }
    }
    sql
}

/// The board within the actor's scope.
///
/// # Errors
/// `Forbidden`; `Invalid` at `limit`, `cursor`.
pub async fn breach_board(cx: &Ctx, filter: &BreachFilter) -> Outcome<BreachBoard> {
    cx.allow(Action::Read)?;
    let request = PageRequest::parse(filter.limit, filter.cursor.as_deref())?;
    let now = cx.now();
    let sql = broken(now)
        .push("SELECT r.id, r.number, r.company_name, r.status, r.partner_id, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, r.program_id, pr.name AS program_name, r.reviewer_id, u.name AS reviewer_name, r.submitted_at, CASE WHEN r.first_answered_at IS NULL THEN 'first_answer' ELSE 'decision' END AS missing, b.since AS broken_since")
        .push(FROM);
    let mut sql = narrow(in_scope(sql, &cx.actor, "r.partner_id"), now, filter);
    if let Some(after) = &request.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let key: i64 = after.key.parse().map_err(|_| bad())?;
        let id: RegistrationId = after.id.parse().map_err(|_| bad())?;
        sql = sql.push(" AND (b.since, r.id) > (").bind(key).push(", ").bind(id).push(")");
    }
    let rows: Vec<Broken> =
        sql.push(" ORDER BY b.since, r.id LIMIT ").bind(i64::from(request.fetch())).all(cx.read()).await?;
    let page =
        Page::from_rows(rows, &request, |row| Cursor { key: row.broken_since.0.to_string(), id: row.id.to_string() });
    let by_manager = managers(cx).await?;
    Ok(BreachBoard {
        items: page.items,
        next_cursor: page.next_cursor,
        total: by_manager.iter().map(|group| group.count).sum(),
        by_manager,
        by_age: ages(cx).await?,
        by_program: programs(cx).await?,
    })
}

async fn managers(cx: &Ctx) -> Outcome<Vec<BreachGroup>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Option<UserId>,
        name: Option<String>,
        count: i64,
        oldest: Instant,
    }
    let sql = broken(cx.now())
        .push("SELECT r.reviewer_id AS id, u.name AS name, CAST(COUNT(*) AS BIGINT) AS count, MIN(b.since) AS oldest")
        .push(FROM);
    let rows: Vec<Row> = in_scope(sql, &cx.actor, "r.partner_id")
        .push(" GROUP BY r.reviewer_id, u.name ORDER BY 4, 1")
        .all(cx.read())
        .await?;
    let group = |row: Row| BreachGroup {
        key: row.id.map(|id| id.to_string()),
        name: row.name,
        count: row.count,
        oldest: row.oldest,
    };
    Ok(rows.into_iter().map(group).collect())
}

async fn programs(cx: &Ctx) -> Outcome<Vec<BreachGroup>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ProgramId,
        name: String,
        count: i64,
        oldest: Instant,
    }
    let sql = broken(cx.now())
        .push("SELECT pr.id AS id, pr.name AS name, CAST(COUNT(*) AS BIGINT) AS count, MIN(b.since) AS oldest")
        .push(FROM);
    let rows: Vec<Row> =
        in_scope(sql, &cx.actor, "r.partner_id").push(" GROUP BY pr.id, pr.name ORDER BY 4, 1").all(cx.read()).await?;
    let group = |row: Row| BreachGroup {
        key: Some(row.id.to_string()),
        name: Some(row.name),
        count: row.count,
        oldest: row.oldest,
    };
    Ok(rows.into_iter().map(group).collect())
}

async fn ages(cx: &Ctx) -> Outcome<Vec<BreachGroup>> {
    let days = |days: i64| cx.now().plus(-days * DAY);
    let sql = broken(cx.now())
        .push("SELECT CASE WHEN b.since > ")
        .bind(days(1))
        .push(" THEN 'day' WHEN b.since > ")
        .bind(days(3))
        .push(" THEN 'three_days' WHEN b.since > ")
        .bind(days(7))
        .push(" THEN 'week' WHEN b.since > ")
        .bind(days(30))
        .push(" THEN 'month' ELSE 'older' END AS key, NULL AS name, CAST(COUNT(*) AS BIGINT) AS count, MIN(b.since) AS oldest")
        .push(FROM);
    Ok(in_scope(sql, &cx.actor, "r.partner_id").push(" GROUP BY 1 ORDER BY 4").all(cx.read()).await?)
}
