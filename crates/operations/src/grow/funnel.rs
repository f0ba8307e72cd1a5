//! The funnel: of the registrations that came in, how many were approved, became a deal, and were won.

use crate::Ctx;
use crate::access::scope::in_scope;
use crate::grow::kpi::cells::{GroupingSet, Measure};
use crate::grow::kpi::fact::{date_of, day_of};
use crate::grow::kpi::partner_side::may_ask;
use crate::grow::kpi::{recount, whole_months};
use kernel::id::{PartnerId, RegistrationId};
use kernel::{Cursor, Date, Failure, FieldErrors, Outcome, Page, PageRequest, Scope, text_enum};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

text_enum! {
    /// How far a registration has come; each step includes the ones before.
    pub enum FunnelStep {
        Received = "received",
        Approved = "approved",
        /// There is a deal for it.
        Deal = "deal",
        Won = "won",
    }
}

/// How many registrations of a period have come how far by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Funnel {
    /// The first day on which one was received; absent for an open beginning.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// All four, in order.
    pub steps: Vec<FunnelCount>,
}

/// A step of the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FunnelCount {
    /// Which.
    #[schema(value_type = String)]
    pub step: FunnelStep,
    /// Registrations that came so far.
    pub count: i64,
}

/// A registration in the funnel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FunnelRow {
    /// The registration.
    #[schema(value_type = String)]
    pub registration_id: RegistrationId,
    /// For the phone.
    pub number: String,
    /// The customer.
    pub name: String,
    /// Whose it is.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// Their name.
    pub partner_name: Option<String>,
    /// The day it came in.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
}

#[derive(FromQueryResult)]
struct Counted {
    received: i64,
    approved: i64,
    deal: i64,
    won: i64,
}

#[derive(FromQueryResult)]
struct Found {
    id: RegistrationId,
    number: String,
    name: String,
    partner_id: Option<PartnerId>,
    partner_name: Option<String>,
    day: i64,
}

const FROM: &str = " FROM registration_fact f JOIN registration r ON r.id = f.registration_id LEFT JOIN deal_fact d ON d.deal_id = r.deal_id";

/// The condition of having come so far.
const fn reached(step: FunnelStep) -> &'static str {
    match step {
        FunnelStep::Received => "1 = 1",
        FunnelStep::Approved => "f.decision = 'approved'",
        FunnelStep::Deal => "f.decision = 'approved' AND d.deal_id IS NOT NULL",
        FunnelStep::Won => "f.decision = 'approved' AND d.outcome = 'won'",
    }
}

fn days(from: Option<&str>, to: Option<&str>) -> Outcome<(Option<Date>, Option<Date>)> {
    let mut errors = FieldErrors::default();
    let mut day = |text: Option<&str>, field: &str| {
        let text = text.map(str::trim).filter(|t| !t.is_empty())?;
        let day = text.parse::<Date>().ok().filter(|d| (1..=9998).contains(&d.0.year()));
        if day.is_none() {
            errors.add(field, "date_invalid");
        }
        day
    };
    let (from, to) = (day(from, "from"), day(to, "to"));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        errors.add("to", "before_start");
    }
    errors.into_result((from, to))
}

fn within(cx: &Ctx, mut sql: Sql, from: Option<Date>, to: Option<Date>) -> Sql {
    if let Some(from) = from {
        sql = sql.push(" AND f.submitted_day >= ").bind(day_of(from));
    }
    if let Some(to) = to {
        sql = sql.push(" AND f.submitted_day <= ").bind(day_of(to));
    }
    in_scope(sql, &cx.actor, "f.partner_id")
}

/// The funnel of the registrations received from `from` to `to`, within the actor's scope; a contact sees their partner's.
///
/// # Errors
/// `Forbidden`; `Invalid` at `from`, `to`.
pub async fn funnel(cx: &Ctx, from: Option<&str>, to: Option<&str>) -> Outcome<Funnel> {
    steps(cx, from, to, true).await
}

/// [`funnel`], of kept totals where they say it and `of_totals`; else counted through.
///
/// # Errors
/// As [`funnel`].
pub async fn steps(cx: &Ctx, from: Option<&str>, to: Option<&str>, of_totals: bool) -> Outcome<Funnel> {
    may_ask(cx)?;
    let (from, to) = days(from, to)?;
    let kept = match whole_months(from, to) {
        Some(months) if of_totals && cx.actor.scope() == Scope::All && !recount::waits(cx.read()).await? => {
            kept(cx, months).await?
        }
        _ => counted(cx, from, to).await?,
    };
    let steps = FunnelStep::ALL.iter().map(|&step| FunnelCount {
        step,
        count: match step {
            FunnelStep::Received => kept.received,
            FunnelStep::Approved => kept.approved,
            FunnelStep::Deal => kept.deal,
            FunnelStep::Won => kept.won,
        },
    });
    Ok(Funnel { from, to, steps: steps.collect() })
}

/// Of whole months, from and to, of all partners.
async fn kept(cx: &Ctx, (from, to): (Option<i64>, Option<i64>)) -> Outcome<Counted> {
    let of = [Measure::Submitted, Measure::FunnelApproved, Measure::FunnelDeal, Measure::FunnelWon];
    let mut sql =
        Sql::new("SELECT t.measure, CAST(SUM(t.cases) AS BIGINT) AS cases FROM kpi_total t WHERE t.grouping_set = ")
            .bind(GroupingSet::All)
            .push(" AND t.measure IN ")
            .bind_list(of);
    if let Some(from) = from {
        sql = sql.push(" AND t.month >= ").bind(from);
    }
    if let Some(to) = to {
        sql = sql.push(" AND t.month <= ").bind(to);
    }
    let mut counted = Counted { received: 0, approved: 0, deal: 0, won: 0 };
    for row in sql.push(" GROUP BY t.measure").rows(cx.read()).await? {
        let cases: i64 = row.try_get("", "cases")?;
        match row.try_get::<String>("", "measure")?.parse::<Measure>().map_err(Failure::internal)? {
            Measure::FunnelApproved => counted.approved = cases,
            Measure::FunnelDeal => counted.deal = cases,
            Measure::FunnelWon => counted.won = cases,
            _ => counted.received = cases,
        }
    }
    Ok(counted)
}

async fn counted(cx: &Ctx, from: Option<Date>, to: Option<Date>) -> Outcome<Counted> {
    let sum = |step| format!("CAST(COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS BIGINT)", reached(step));
    let sql = Sql::new(format!(
        "SELECT CAST(COUNT(*) AS BIGINT) AS received, {} AS approved, {} AS deal, {} AS won{FROM} WHERE 1 = 1",
        sum(FunnelStep::Approved),
        sum(FunnelStep::Deal),
        sum(FunnelStep::Won),
    ));
    let counted = within(cx, sql, from, to).one::<Counted>(cx.read()).await?;
    counted.ok_or_else(|| Failure::internal("a count has no row"))
}

/// The registrations that came so far, newest first.
///
/// # Errors
/// `Forbidden`; `Invalid` at `from`, `to`, `cursor`.
pub async fn funnel_rows(
    cx: &Ctx,
    step: FunnelStep,
    from: Option<&str>,
    to: Option<&str>,
    page: &PageRequest,
) -> Outcome<Page<FunnelRow>> {
    may_ask(cx)?;
    let (from, to) = days(from, to)?;
    let sql = Sql::new(format!(
        "SELECT r.id, r.number, r.company_name AS name, f.partner_id, p.name AS partner_name, f.submitted_day AS day{FROM} \
         LEFT JOIN partner p ON p.id = f.partner_id WHERE {}",
        reached(step)
    ));
    let mut sql = within(cx, sql, from, to);
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let (day, id) =
            (after.key.parse::<i64>().map_err(|_| bad())?, after.id.parse::<RegistrationId>().map_err(|_| bad())?);
        sql = sql.push(" AND (f.submitted_day, r.id) < (").bind(day).push(", ").bind(id).push(")");
    }
    let rows = sql.push(" ORDER BY f.submitted_day DESC, r.id DESC LIMIT ").bind(i64::from(page.fetch()));
    let rows = rows.all::<Found>(cx.read()).await?.into_iter().map(|f| FunnelRow {
        registration_id: f.id,
        number: f.number,
        name: f.name,
        partner_id: f.partner_id,
        partner_name: f.partner_name,
        received_on: date_of(f.day),
    });
    let key =
        |row: &FunnelRow| Cursor { key: day_of(row.received_on).to_string(), id: row.registration_id.to_string() };
    Ok(Page::from_rows(rows.collect(), page, key))
}
