//! Taking rates from the bank's file.

use super::ecb::{Lines, Rate};
use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::kpi::fact::date_of;
use crate::record::{Event, EventKind, record};
use kernel::{Date, Failure, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Read;
use storage::{Sql, Tx};

/// What was taken from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Taken {
    /// Days in the file.
    pub days: u64,
    /// Currencies with a rate on any of them.
    pub currencies: u64,
    /// Rates in the file.
    pub rates: u64,
    /// Of these, not known before.
    pub new: u64,
    /// Of these, known with another value.
    pub changed: u64,
    /// Of these, known already.
    pub unchanged: u64,
    /// Days on which a currency had no rate, counted for each currency.
    pub without: u64,
    /// The first day.
    #[schema(value_type = Option<String>, format = Date)]
    pub first: Option<Date>,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub last: Option<Date>,
}

/// Rates stored with one statement.
const BATCH: usize = 2_000;

/// Takes the rates of `file`, the bank's history as CSV: new ones are added, different ones replaced, no others removed. The same file
/// again changes nothing. All of it or none.
///
/// # Errors
/// `Forbidden`; `Invalid` at `file`: `rates_headings`, `rates_line`, `rates_none`.
pub async fn import(cx: &Ctx, file: impl Read + Send) -> Outcome<Taken> {
    cx.allow(Action::Administer)?;
    let mut lines = Lines::new(file)?;
    let tx = cx.begin().await?;
    let before = count(&tx).await?;
    let mut taken = Taken::default();
    let mut seen = BTreeSet::new();
    let (mut touched, mut span) = (0, None::<(i64, i64)>);
    loop {
        let mut batch: Vec<Rate> = Vec::with_capacity(BATCH);
        for line in lines.by_ref() {
            let (rates, without) = line?;
            taken.without += without;
            let Some(rate) = rates.first() else { continue };
            taken.days += 1;
            span = Some(span.map_or((rate.day, rate.day), |(a, b)| (a.min(rate.day), b.max(rate.day))));
            seen.extend(rates.iter().map(|r| r.currency));
            batch.extend(rates);
            if batch.len() >= BATCH {
                break;
            }
        }
        if batch.is_empty() {
            break;
        }
        taken.rates += batch.len() as u64;
        touched += store(&tx, cx, &batch).await?;
    }
    let Some((first, last)) = span else { return Err(Failure::field("file", "rates_none")) };
    taken.currencies = seen.len() as u64;
    taken.new = count(&tx).await?.saturating_sub(before);
    taken.changed = touched.saturating_sub(taken.new);
    taken.unchanged = taken.rates.saturating_sub(touched);
    (taken.first, taken.last) = (Some(date_of(first)), Some(date_of(last)));
    let payload = serde_json::to_value(&taken).map_err(Failure::internal)?;
    record(&tx, cx, Event::new(EventKind::ExchangeRatesImported).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(taken)
}

async fn count(tx: &Tx) -> Outcome<u64> {
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM exchange_rate").value::<i64>(tx).await?;
    Ok(u64::try_from(count.unwrap_or(0)).unwrap_or(0))
}

/// How many rates that added or changed.
async fn store(tx: &Tx, cx: &Ctx, rates: &[Rate]) -> Outcome<u64> {
    let mut sql = Sql::new("INSERT INTO exchange_rate (currency, day, units, source, changed_at) VALUES ");
    for (index, rate) in rates.iter().enumerate() {
        sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
            rate.currency.into(),
            rate.day.into(),
            rate.units.into(),
            "ecb".into(),
            cx.now().into(),
        ]);
    }
    let touched = sql
        .push(
            " ON CONFLICT (currency, day) DO UPDATE SET units = excluded.units, source = excluded.source, changed_at = excluded.changed_at \
             WHERE exchange_rate.units <> excluded.units",
        )
        .execute(tx)
        .await?;
    Ok(touched)
}
