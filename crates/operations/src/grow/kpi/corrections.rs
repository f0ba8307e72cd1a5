//! What was corrected since a past day: an answer as of that day tells what was known then, and beside it that it is known better by now.

use super::answer::{Figure, counted};
use super::ask::{Ask, Question};
use super::cells::Measure;
use super::conditions::{amount, bucket, day_column, from_where, has_buckets};
use super::fact::date_of;
use super::known;
use super::measured::{measure, of_number};
use super::registry::{Metric, Subject, Unit};
use crate::Ctx;
use kernel::id::{DealId, PartnerId};
use kernel::{Currency, Cursor, Date, Failure, Locale, Money, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use storage::Sql;

/// That an answer as of a past day is another by what is known now.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// Deals that count differently, or only then, or only now.
    pub deals: i64,
    /// The undivided figures by what is known now; none for stages.
    pub totals: Vec<Figure>,
}

impl Corrected {
    /// `Corrected since in 3 deals. By what is known now: €1,230.00`.
    pub fn text(&self, locale: Locale, metric: &Metric) -> String {
        let figures: Vec<String> = self.totals.iter().map(|figure| figure.text(locale, metric)).collect();
        let args = [("deals", i18n::Arg::Int(self.deals)), ("figures", figures.join(" + ").into())];
        i18n::text_args(locale, if figures.is_empty() { "kpi-corrected-only" } else { "kpi-corrected" }, &args)
    }
}

/// How a deal counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub measure: Measure,
    /// The date that puts it into a period.
    pub date: Option<Date>,
    /// What it adds to an amount.
    pub money: Option<Money>,
}

/// A deal that counts differently by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub deal: DealId,
    pub number: String,
    pub name: String,
    pub partner: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// By what was known on the day asked about; nothing when it did not count.
    pub then: Option<Said>,
    /// By what is known of that day now.
    pub now: Option<Said>,
}

/// What was asked, and a page of the deals that were corrected since, by their ids.
#[derive(Debug, Clone)]
pub struct Corrections {
    pub ask: Ask,
    pub page: Page<Correction>,
}

#[derive(FromQueryResult)]
struct Found {
    id: DealId,
    number: String,
    name: String,
    partner_id: Option<PartnerId>,
    partner_name: Option<String>,
    then_measure: Option<i32>,
    then_day: Option<i64>,
    then_amount: Option<i64>,
    then_currency: Option<Currency>,
    now_measure: Option<i32>,
    now_day: Option<i64>,
    now_amount: Option<i64>,
    now_currency: Option<Currency>,
}

/// The deals of `question`'s figure that count differently by what is known now than by what was known on the day it is asked as of.
///
/// # Errors
/// As [`Ask::read`]; `Invalid` at `as_of` (`required`) for a question as of no day, `not_for_metric` of anything but deals; `cursor`.
pub async fn corrections(cx: &Ctx, question: &Question, page: &PageRequest) -> Outcome<Corrections> {
    let mut ask = Ask::read(cx, question).await?;
    ask.by.clear();
    if question.as_of.as_deref().is_none_or(|day| day.trim().is_empty()) {
        return Err(Failure::field("as_of", "required"));
    }
    if ask.metric.family.subject() != Subject::Deals {
        return Err(Failure::field("as_of", "not_for_metric"));
    }
    if !any(cx, &ask).await? {
        return Ok(Corrections { ask, page: Page { items: Vec::new(), next_cursor: None } });
    }
    let side = |side: i32, column: &str| format!("MAX(CASE WHEN u.side = {side} THEN u.{column} END)");
    let sides: Vec<String> = [(0, "then"), (1, "now")]
        .into_iter()
        .flat_map(|(at, name)| {
            ["measure", "day", "amount", "currency"].map(|c| format!("{} AS {name}_{c}", side(at, c)))
        })
        .collect();
    let sql = Sql::new(format!(
        "SELECT u.deal_id AS id, d.number, d.name, d.partner_id, p.name AS partner_name, {} FROM (",
        sides.join(", ")
    ));
    let mut sql =
        both(sql, cx, &ask).push(") u JOIN deal d ON d.id = u.deal_id LEFT JOIN partner p ON p.id = d.partner_id");
    if let Some(after) = &page.after {
        let last: DealId = after.id.parse().map_err(|_| Failure::field("cursor", "cursor_invalid"))?;
        sql = sql.push(" WHERE u.deal_id > ").bind(last);
    }
    let sql = sql.push(" GROUP BY u.deal_id, d.number, d.name, d.partner_id, p.name HAVING ").push(DIFFERS);
    let sql = sql.push(" ORDER BY u.deal_id LIMIT ").bind(i64::from(page.fetch()));
    let found = sql.all::<Found>(cx.read()).await?;
    let items = found.into_iter().map(|found| correction(found, ask.metric.unit)).collect::<Outcome<Vec<_>>>()?;
    let page = Page::from_rows(items, page, |row| Cursor { key: String::new(), id: row.deal.to_string() });
    Ok(Corrections { ask, page })
}

/// Whether, and to what, the answer of `ask` was corrected since; nothing where it was not, or is not asked as of a past day.
pub(super) async fn corrected(cx: &Ctx, ask: &Ask) -> Outcome<Option<Corrected>> {
    if ask.hindsight || ask.metric.family.subject() != Subject::Deals || !any(cx, ask).await? {
        return Ok(None);
    }
    let whole = ask.whole();
    let sql = both(Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT u.deal_id FROM ("), cx, &whole);
    let sql = sql.push(") u GROUP BY u.deal_id HAVING ").push(DIFFERS).push(") changed");
    let deals = sql.value::<i64>(cx.read()).await?.unwrap_or(0);
    if deals == 0 {
        return Ok(None);
    }
    let (_, totals, _) = counted(cx, &Ask { hindsight: true, ..whole }, None).await?;
    Ok(Some(Corrected { deals, totals }))
}

/// Whether anything at all was corrected since the day asked about.
async fn any(cx: &Ctx, ask: &Ask) -> Outcome<bool> {
    let Some(as_of) = ask.as_of else { return Ok(false) };
    let sql =
        Sql::new("SELECT 1 FROM deal_was WHERE until_at >= ").bind(as_of.end).push(" AND from_at < ").bind(as_of.end);
    Ok(sql.push(" LIMIT 1").value::<i32>(cx.read()).await?.is_some())
}

/// Of what is said of a deal then and now.
const DIFFERS: &str = "COUNT(*) = 1 OR MIN(u.measure) <> MAX(u.measure) OR MIN(u.bucket) <> MAX(u.bucket) OR MIN(u.day) <> MAX(u.day) \
     OR COALESCE(MIN(u.amount), 0) <> COALESCE(MAX(u.amount), 0) OR MIN(u.currency) <> MAX(u.currency)";

/// How the deals whose facts were others on the day asked about count, by what was known then (0) and by what is known now (1).
fn both(sql: Sql, cx: &Ctx, ask: &Ask) -> Sql {
    let now = Ask { hindsight: true, ..ask.clone() };
    let sql = one(sql, cx, ask, 0).push(" UNION ALL ");
    one(sql, cx, &now, 1)
}

fn one(sql: Sql, cx: &Ctx, ask: &Ask, side: i32) -> Sql {
    let end = ask.as_of.map_or(0, |as_of| as_of.end.0).to_string();
    let changed = format!(" JOIN deal_was w ON {}", known::then("f.deal_id").replace("{end}", &end));
    let sql = sql.push(&format!("SELECT f.deal_id, {side} AS side, "));
    let sql = measure(sql, ask).push(" AS measure, ");
    let sql = if has_buckets(ask) { bucket(sql, ask) } else { sql.push("0") };
    let amount = if ask.metric.unit == Unit::Money { amount(ask) } else { "0" };
    let currency = if ask.metric.unit == Unit::Money { "f.currency" } else { "CAST(NULL AS TEXT)" };
    let day = day_column(ask.metric.family);
    let sql = sql.push(&format!(
        " AS bucket, CAST({amount} AS BIGINT) AS amount, {currency} AS currency, COALESCE({day}, -1) AS day"
    ));
    let measures: Vec<Measure> = ask.metric.measures().collect();
    from_where(sql, cx, ask, &measures, &changed)
}

fn correction(found: Found, unit: Unit) -> Outcome<Correction> {
    let said = |number: Option<i32>, day: Option<i64>, amount: Option<i64>, currency: Option<Currency>| {
        let Some(number) = number else { return Ok::<_, Failure>(None) };
        let money = amount.zip(currency).filter(|_| unit == Unit::Money);
        Ok(Some(Said {
            measure: of_number(number)?,
            date: day.filter(|day| *day >= 0).map(date_of),
            money: money.map(|(amount, currency)| Money::new(amount, currency)),
        }))
    };
    Ok(Correction {
        deal: found.id,
        number: found.number,
        name: found.name,
        partner: found.partner_id,
        partner_name: found.partner_name,
        then: said(found.then_measure, found.then_day, found.then_amount, found.then_currency)?,
        now: said(found.now_measure, found.now_day, found.now_amount, found.now_currency)?,
    })
}
