//! The rows behind a number, by the same conditions that made it.

use super::answer::stages;
use super::ask::{Ask, Question};
use super::cells::Measure;
use super::conditions::{amount, bucket, day_column, from_where};
use super::dimension::{Dimension, Value};
use super::exchanged;
use super::fact::date_of;
use super::measured::{measure, of_number, one_of};
use super::registry::{Family, Subject};
use super::stays::{self, Stay};
use crate::Ctx;
use crate::grow::exchange_rate::rated;
use kernel::id::{DealId, PartnerId, PhaseEntryId, RegistrationId};
use kernel::{Currency, Cursor, Date, Failure, Money, Outcome, Page, PageRequest, text_enum};
use sea_orm::FromQueryResult;
use storage::Sql;
use uuid::Uuid;

text_enum! {
    /// Which of the rows behind a figure.
    pub enum Which {
        /// All that count: the denominator of a share.
        Counted = "counted",
        /// The numerator of a share.
        Part = "part",
        /// Left out of the figure.
        Excluded = "excluded",
    }
}

/// A deal, registration, partner or stay in a phase that a figure counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// One of them at most; a partner stands for itself.
    pub deal: Option<DealId>,
    pub registration: Option<RegistrationId>,
    pub stay: Option<Stay>,
    pub number: String,
    /// The deal's name, the customer's, or the partner's.
    pub name: String,
    pub partner: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// How it counted.
    pub measure: Measure,
    /// The date that puts it into a period.
    pub date: Option<Date>,
    /// What it adds to an amount (of a deal asked by product: that part).
    pub money: Option<Money>,
    /// The same in the currency asked for; nothing without a rate.
    pub exchanged: Option<Money>,
    /// What it adds to a duration: ten-thousandths of a day or a second.
    pub duration: Option<i64>,
    day: i64,
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    number: String,
    name: String,
    partner_id: Option<PartnerId>,
    partner_name: Option<String>,
    /// Its number.
    measure: i32,
    bucket: i64,
    amount: Option<i64>,
    currency: String,
    day: Option<i64>,
}

/// What was asked, and a page of its rows, newest first.
#[derive(Debug, Clone)]
pub struct Rows {
    pub ask: Ask,
    pub page: Page<Row>,
}

/// The rows behind the figure that `question` (with the group's values as filters) gives.
///
/// # Errors
/// As [`Ask::read`].
pub async fn rows(cx: &Ctx, question: &Question, which: Which, page: &PageRequest) -> Outcome<Rows> {
    let mut ask = Ask::read(cx, question).await?;
    ask.by.clear();
    let asked = ask.clone();
    let metric = ask.metric;
    // Of a conversion, those who went on are who has reached the next stage.
    let went_on = which == Which::Part && metric.family == Family::Reach && to_next_stage(cx, &mut ask).await?;
    let (zero, excluded): (Vec<Measure>, Vec<Measure>) =
        metric.excluded.iter().copied().partition(|m| ask.policies.counts_as_zero(*m));
    let of_which: Vec<Measure> = match which {
        Which::Part if went_on => metric.counted.clone(),
        Which::Counted => [metric.counted.as_slice(), &zero].concat(),
        Which::Part => metric.part.clone(),
        Which::Excluded => excluded,
    };
    let unrated = which == Which::Excluded && ask.currency.is_some();
    // Amounts without a rate are left out whatever they would have counted as.
    let measures: Vec<Measure> = match unrated {
        true => ask.metric.measures().collect(),
        false => of_which.clone(),
    };
    if measures.is_empty() {
        return Ok(Rows { ask: asked, page: Page { items: Vec::new(), next_cursor: None } });
    }
    let subject = ask.metric.family.subject();
    let day = format!("COALESCE({}, -1)", day_column(ask.metric.family));
    let (id, joins, columns) = match subject {
        Subject::Deals => (
            "f.deal_id",
            " JOIN deal d ON d.id = f.deal_id LEFT JOIN partner p ON p.id = f.partner_id",
            "d.number, d.name, f.currency",
        ),
        Subject::Registrations => (
            "f.registration_id",
            " JOIN registration r ON r.id = f.registration_id LEFT JOIN partner p ON p.id = f.partner_id",
            "r.number, r.company_name AS name, r.currency",
        ),
        Subject::Partners => {
            ("f.partner_id", " JOIN partner p ON p.id = f.partner_id", "'' AS number, f.name, '' AS currency")
        }
        Subject::Stays => {
            ("f.stay_id", " JOIN partner p ON p.id = f.partner_id", "'' AS number, f.name, '' AS currency")
        }
    };
    let mut sql = Sql::new(format!(
        "SELECT {id} AS id, {columns}, f.partner_id, p.name AS partner_name, {} AS day, ",
        day_column(ask.metric.family)
    ));
    sql = bucket(measure(sql, &ask).push(" AS measure, "), &ask);
    sql = sql.push(&format!(" AS bucket, CAST({} AS BIGINT) AS amount", amount(&ask)));
    sql = from_where(sql, cx, &ask, &measures, joins);
    sql = rated_or_not(sql, &ask, which, &of_which);
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let (last_day, last_id) =
            (after.key.parse::<i64>().map_err(|_| bad())?, parse(subject, &after.id).ok_or_else(bad)?);
        sql = sql.push(&format!(" AND ({day} < ")).bind(last_day).push(&format!(" OR ({day} = ")).bind(last_day);
        sql = sql.push(&format!(" AND {id} < ")).bind(last_id).push("))");
    }
    sql = sql.push(&format!(" ORDER BY {day} DESC, {id} DESC LIMIT ")).bind(i64::from(page.fetch()));
    let found = sql.all::<Found>(cx.read()).await?;
    let ids = found.iter().filter(|_| subject == Subject::Stays).map(|f| PhaseEntryId(f.id)).collect();
    let mut told = stays::told(cx, &ask, ids).await?;
    let of_stay = |f: Found| {
        let stay = told.remove(&PhaseEntryId(f.id));
        row(f, stay, &ask)
    };
    let mut items = found.into_iter().map(of_stay).collect::<Outcome<Vec<_>>>()?;
    exchange(cx, &ask, &mut items).await?;
    let page = Page::from_rows(items, page, |row| Cursor { key: row.day.to_string(), id: id_text(row) });
    Ok(Rows { ask: asked, page })
}

/// Puts the next stage in the place of each stage filtered by; false where there is none, or no stage is named.
async fn to_next_stage(cx: &Ctx, ask: &mut Ask) -> Outcome<bool> {
    let Some(filter) = ask.filters.iter_mut().find(|f| f.dimension == Dimension::Stage) else { return Ok(false) };
    let path = stages(cx).await?;
    let next = |value: &Value| {
        let Value::Id(id) = value else { return None };
        let stage = Dimension::Stage.id_text(Some(*id));
        let (from, to) = path.iter().zip(path.iter().skip(1)).find(|(from, _)| from.stage == stage)?;
        Dimension::Stage.parse_id(&to.stage).filter(|_| from.program == to.program).map(Value::Id)
    };
    filter.values = filter.values.iter().filter_map(next).collect();
    Ok(!filter.values.is_empty())
}

/// In another currency, only what has a rate is counted, and what has none is left out.
fn rated_or_not(sql: Sql, ask: &Ask, which: Which, measures: &[Measure]) -> Sql {
    let Some(to) = ask.currency else { return sql };
    let day = day_column(ask.metric.family);
    if which != Which::Excluded {
        return rated(sql.push(" AND "), "f.currency", to, day);
    }
    let sql = sql.push(" AND (NOT ");
    let sql = rated(sql, "f.currency", to, day);
    if measures.is_empty() {
        return sql.push(")");
    }
    one_of(sql.push(" OR "), ask, measures).push(")")
}

async fn exchange(cx: &Ctx, ask: &Ask, rows: &mut [Row]) -> Outcome<()> {
    let Some(to) = ask.currency else { return Ok(()) };
    let amounts = rows.iter().filter_map(|r| {
        let (deal, money) = r.deal.zip(r.money)?;
        Some((deal, money.amount, money.currency, r.date.map(|_| r.day)))
    });
    let amounts: Vec<_> = amounts.collect();
    let found = exchanged::of_deals(cx, ask, to, &amounts).await?;
    for row in rows {
        let Some((deal, _)) = row.deal.zip(row.money) else { continue };
        row.exchanged = found.get(&deal).copied().flatten().map(|amount| Money::new(amount, to));
        if row.exchanged.is_none() {
            row.measure = Measure::Unrated;
        }
    }
    Ok(())
}

fn parse(subject: Subject, text: &str) -> Option<Uuid> {
    match subject {
        Subject::Deals => text.parse::<DealId>().ok().map(|id| id.0),
        Subject::Registrations => text.parse::<RegistrationId>().ok().map(|id| id.0),
        Subject::Partners => text.parse::<PartnerId>().ok().map(|id| id.0),
        Subject::Stays => text.parse::<PhaseEntryId>().ok().map(|id| id.0),
    }
}

fn id_text(row: &Row) -> String {
    let deal = row.deal.map(|id| id.to_string());
    let registration = || row.registration.map(|id| id.to_string());
    let stay = || row.stay.as_ref().map(|stay| stay.id.to_string());
    deal.or_else(registration).or_else(stay).or_else(|| row.partner.map(|id| id.to_string())).unwrap_or_default()
}

fn row(found: Found, stay: Option<Stay>, ask: &Ask) -> Outcome<Row> {
    let family = ask.metric.family;
    let measure: Measure = of_number(found.measure)?;
    let currency = found.currency.parse::<Currency>().ok();
    let subject = family.subject();
    let money = match family {
        Family::Closing | Family::Sourcing | Family::Pipeline => {
            found.amount.zip(currency).map(|(a, c)| Money::new(a, c))
        }
        _ => None,
    };
    let undated =
        (measure.is_reversed() || measure.as_str().ends_with("undated")) && !ask.policies.counts_as_zero(measure);
    let open = measure.as_str().ends_with("_open");
    let duration = match family {
        Family::ClosingTime
        | Family::FirstRegistration
        | Family::FirstRevenue
        | Family::FirstBusiness
        | Family::Breach
        | Family::PhaseTime
            if !undated && !open =>
        {
            Some(found.bucket.saturating_mul(10_000))
        }
        // Microseconds to ten-thousandths of a second.
        Family::FirstAnswer | Family::DecisionTime if !undated => found.amount.map(|micros| micros / 100),
        _ => None,
    };
    Ok(Row {
        deal: (subject == Subject::Deals).then_some(DealId(found.id)),
        registration: (subject == Subject::Registrations).then_some(RegistrationId(found.id)),
        stay,
        number: found.number,
        name: found.name,
        partner: found.partner_id,
        partner_name: found.partner_name,
        measure,
        date: found.day.map(date_of),
        money,
        exchanged: None,
        duration,
        day: found.day.unwrap_or(-1),
    })
}
