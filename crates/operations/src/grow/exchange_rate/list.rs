//! Which rates there are.

use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::kpi::fact::date_of;
use kernel::{Currency, Date, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// The days a currency has rates for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RateSpan {
    #[schema(value_type = String, example = "USD")]
    pub currency: Currency,
    #[schema(value_type = String, format = Date)]
    pub first: Date,
    #[schema(value_type = String, format = Date)]
    pub last: Date,
    /// Days with a rate.
    pub days: i64,
    /// Units of the currency for one euro on the last day.
    #[schema(example = "1.117200")]
    pub units: String,
    /// The same in ten-thousandths.
    #[serde(skip)]
    pub ten_thousandths: i64,
}

/// The rates that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// The last day that has any.
    pub last: Option<Date>,
    /// By currency.
    pub currencies: Vec<RateSpan>,
}

#[derive(FromQueryResult)]
struct Found {
    currency: Currency,
    first: i64,
    last: i64,
    days: i64,
    units: i64,
}

/// Which currencies have rates, and for which days.
///
/// # Errors
/// `Forbidden`; the database's.
pub async fn list(cx: &Ctx) -> Outcome<Rates> {
    cx.allow(Action::Read)?;
    let found = Sql::new(
        "SELECT s.currency, s.first, s.last, s.days, r.units FROM (SELECT currency, MIN(day) AS first, MAX(day) AS last, \
         CAST(COUNT(*) AS BIGINT) AS days FROM exchange_rate GROUP BY currency) s \
         JOIN exchange_rate r ON r.currency = s.currency AND r.day = s.last ORDER BY s.currency",
    )
    .all::<Found>(cx.read())
    .await?;
    let last = found.iter().map(|f| f.last).max().map(date_of);
    let currencies = found
        .into_iter()
        .map(|f| RateSpan {
            currency: f.currency,
            first: date_of(f.first),
            last: date_of(f.last),
            days: f.days,
            units: format!("{}.{:06}", f.units / super::SCALE, f.units % super::SCALE),
            ten_thousandths: (f.units + 50) / 100,
        })
        .collect();
    Ok(Rates { last, currencies })
}
