//! Cohorts: of the partners signed in a month or quarter, how many had done business (or won a deal) how long after.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::cells::Measure;
use crate::grow::kpi::fact::{month_of, month_start};
use crate::grow::kpi::partners::{day, signed_month};
use crate::grow::kpi::{partner_totals, recount};
use crate::settings::organisation;
use kernel::id::PartnerId;
use kernel::{Actor, Cursor, Date, Failure, Outcome, Page, PageRequest, Scope, text_enum};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

text_enum! {
    /// The stretches partners are grouped and followed by.
    pub enum Every {
        Month = "month",
        Quarter = "quarter",
    }
}

text_enum! {
    /// What a partner has done for the first time since signing.
    pub enum First {
        /// Registered or opened a deal.
        Business = "business",
        /// Won a deal.
        Win = "win",
    }
}

/// How many cohorts there are at the most, and how many stretches each is followed.
const STRETCHES: i64 = 12;

/// What to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CohortQuestion {
    /// By month or quarter.
    pub every: Every,
    /// What is followed.
    pub first: First,
}

impl Default for CohortQuestion {
    fn default() -> Self {
        Self { every: Every::Quarter, first: First::Business }
    }
}

/// Partners signed in one stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Cohort {
    /// `2026-03` or `2026-Q1`.
    pub key: String,
    /// Partners signed.
    pub partners: i64,
    /// Those who had done it by the end of the stretch of signing, of the one after, and so on: twelve, or up to the present one.
    pub reached: Vec<i64>,
}

/// All of them, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Cohorts {
    /// `month` or `quarter`.
    #[schema(value_type = String)]
    pub every: Every,
    /// `business` or `win`.
    #[schema(value_type = String)]
    pub first: First,
    /// Stretches without a new partner are left out.
    pub cohorts: Vec<Cohort>,
}

/// A partner of a cohort.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct CohortRow {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub name: String,
    /// The day of signing.
    #[schema(value_type = String, format = Date)]
    pub signed_on: Date,
}

#[derive(FromQueryResult)]
struct Counted {
    signed: i64,
    registered: Option<i64>,
    dealt: Option<i64>,
    count: i64,
}

impl Every {
    const fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
        }
    }
    fn key(self, number: i64) -> String {
        match self {
            Self::Month => format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
            Self::Quarter => format!("{:04}-Q{}", number.div_euclid(4), number.rem_euclid(4) + 1),
        }
    }
    fn number(self, key: &str) -> Option<i64> {
        let (year, part) = key.split_once(if self == Self::Month { "-" } else { "-Q" })?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i64>().ok()).flatten();
        let (year, part) = (digits(year).filter(|_| year.len() == 4)?, digits(part)?);
        let parts = 12 / self.months();
        (1..=parts).contains(&part).then(|| year * parts + part - 1)
    }
}

/// Signed partners with the month of signing and those in which they first did it since. What they did before, they did without us.
fn partners(first: First) -> String {
    let signed = day("p.signed_on");
    let since = |table: &str, month: &str, day: &str, further: &str| {
        format!("(SELECT MIN(x.{month}) FROM {table} x WHERE x.partner_id = p.id AND x.{day} >= {signed}{further})")
    };
    let (registered, dealt) = match first {
        First::Business => (
            since("registration_fact", "submitted_month", "submitted_day", ""),
            since("deal_fact", "opened_month", "opened_day", ""),
        ),
        First::Win => (
            "CAST(NULL AS BIGINT)".to_owned(),
            since("deal_fact", "closed_month", "closed_day", " AND x.outcome = 'won'"),
        ),
    };
    format!(
        "(SELECT p.id AS partner_id, p.name, p.signed_on, {} AS signed, {registered} AS registered, {dealt} AS dealt FROM partner p WHERE p.signed_on IS NOT NULL)",
        signed_month("p")
    )
}

fn may_read(cx: &Ctx) -> Outcome<()> {
    // How partners get going is between the vendor and each of them.
    if matches!(cx.actor, Actor::Contact(_)) { Err(Failure::NotFound) } else { cx.allow(Action::Read) }
}

async fn this_month(cx: &Ctx) -> Outcome<i64> {
    Ok(month_of(cx.now().date_in(&organisation(cx.read()).await?.zone())))
}

/// The last twelve cohorts the actor may see: stretches in which partners were signed, however long ago.
///
/// # Errors
/// `Forbidden`, `NotFound` for contacts.
pub async fn cohorts(cx: &Ctx, question: CohortQuestion) -> Outcome<Cohorts> {
    table(cx, question, true).await
}

/// [`cohorts`], of kept totals where they say it and `of_totals`; else counted through.
///
/// # Errors
/// As [`cohorts`].
pub async fn table(cx: &Ctx, question: CohortQuestion, of_totals: bool) -> Outcome<Cohorts> {
    may_read(cx)?;
    let CohortQuestion { every, first } = question;
    let months = every.months();
    let now = this_month(cx).await? / months;
    let end = (now + 1) * months;
    let begin = oldest(cx, months, end).await?;
    let rows = if of_totals && cx.actor.scope() == Scope::All && !recount::waits(cx.read()).await? {
        let measure = if first == First::Business { Measure::CohortBusiness } else { Measure::CohortWin };
        partner_totals::cohorts(cx, measure, begin, end - 1).await?
    } else {
        counted(cx, first, begin, end).await?
    };
    let mut found: BTreeMap<i64, (i64, BTreeMap<i64, i64>)> = BTreeMap::new();
    for (signed_month, at, count) in rows {
        let signed = signed_month / months;
        let (partners, reached) = found.entry(signed).or_default();
        *partners += count;
        if let Some(at) = at {
            *reached.entry(at / months - signed).or_default() += count;
        }
    }
    let cohorts = found.into_iter().map(|(signed, (partners, reached))| Cohort {
        key: every.key(signed),
        partners,
        reached: (0..=(now - signed).min(STRETCHES - 1))
            .map(|since| reached.range(..=since).map(|(_, n)| n).sum())
            .collect(),
    });
    Ok(Cohorts { every, first, cohorts: cohorts.collect() })
}

/// The month in which the oldest of the last cohorts before `end` begins: from one to the one before, along the index by day of signing.
async fn oldest(cx: &Ctx, months: i64, end: i64) -> Outcome<i64> {
    let mut begin = end;
    for _ in 0..STRETCHES {
        let sql = Sql::new("SELECT MAX(p.signed_on) FROM partner p WHERE p.signed_on < ").bind(month_start(begin));
        let latest = in_scope(sql, &cx.actor, "p.id").value::<Option<Date>>(cx.read()).await?.flatten();
        let Some(latest) = latest else { break };
        begin = month_of(latest).div_euclid(months) * months;
    }
    Ok(begin)
}

/// Partners by month of signing and by the month they first did it, counted through.
async fn counted(cx: &Ctx, first: First, begin: i64, end: i64) -> Outcome<Vec<(i64, Option<i64>, i64)>> {
    let sql = Sql::new(format!(
        "SELECT c.signed, c.registered, c.dealt, CAST(COUNT(*) AS BIGINT) AS count FROM {} c WHERE c.signed >= ",
        partners(first)
    ))
    .bind(begin)
    .push(" AND c.signed < ")
    .bind(end);
    let rows: Vec<Counted> = in_scope(sql, &cx.actor, "c.partner_id").push(" GROUP BY 1, 2, 3").all(cx.read()).await?;
    let found = rows.into_iter().map(|row| {
        let at = [row.registered, row.dealt].into_iter().flatten().min();
        (row.signed, at, row.count)
    });
    Ok(found.collect())
}

/// The partners of a cohort; with `since`, those who had done it by the end of that many stretches after signing.
///
/// # Errors
/// `Forbidden`; `Invalid` at `cohort`, `cursor`.
pub async fn cohort_rows(
    cx: &Ctx,
    question: CohortQuestion,
    cohort: &str,
    since: Option<i64>,
    page: &PageRequest,
) -> Outcome<Page<CohortRow>> {
    may_read(cx)?;
    let CohortQuestion { every, first } = question;
    let months = every.months();
    let signed = every.number(cohort).ok_or_else(|| Failure::field("cohort", "invalid"))?;
    let mut sql =
        Sql::new(format!("SELECT c.partner_id, c.name, c.signed_on FROM {} c WHERE c.signed >= ", partners(first)))
            .bind(signed * months)
            .push(" AND c.signed < ")
            .bind((signed + 1) * months);
    if let Some(since) = since {
        let end = (signed + since.clamp(0, 1_200) + 1) * months;
        sql = sql.push(" AND (c.registered < ").bind(end).push(" OR c.dealt < ").bind(end).push(")");
    }
    sql = in_scope(sql, &cx.actor, "c.partner_id");
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let id: PartnerId = after.id.parse().map_err(|_| bad())?;
        sql = sql.push(" AND (c.signed_on, c.partner_id) > (").bind(after.key.as_str()).push(", ").bind(id).push(")");
    }
    let rows = sql.push(" ORDER BY c.signed_on, c.partner_id LIMIT ").bind(i64::from(page.fetch()));
    let rows = rows.all::<CohortRow>(cx.read()).await?;
    Ok(Page::from_rows(rows, page, |row| Cursor { key: row.signed_on.to_string(), id: row.partner_id.to_string() }))
}

#[cfg(test)]
mod tests {
    use super::Every;

    #[test]
    fn a_stretch_survives_its_key_and_nothing_else_is_read() {
        assert_eq!(Every::Month.key(2026 * 12 + 2), "2026-03");
        assert_eq!(Every::Month.number("2026-03"), Some(2026 * 12 + 2));
        assert_eq!(Every::Quarter.key(2026 * 4 + 3), "2026-Q4");
        assert_eq!(Every::Quarter.number("2026-Q4"), Some(2026 * 4 + 3));
        for wrong in ["", "2026", "2026-13", "2026-Q5", "-2026-01", "20260-01"] {
            assert_eq!((Every::Month.number(wrong), Every::Quarter.number(wrong)), (None, None), "{wrong}");
        }
    }
}
