//! Amounts in one currency: each exchanged at the rate of its own day, with what went in beside it.
//!
//! Every amount is rounded once, to the ten-thousandth. Of a deal divided by product each line adds what it moves the deal's amount from and to, so
//! that the parts add up to the whole.

use super::ask::Ask;
use super::cells::Measure;
use super::columns::dimension;
use super::conditions::{amount, day_column, from_where_lines, put, uses_lines};
use super::dimension::{Dimension, Value};
use super::figure::Tally;
use super::known;
use super::measured::{measure, of_number};
use super::runs::Runs;
use super::scan::keys;
use crate::Ctx;
use crate::grow::exchange_rate::Rates;
use futures::TryStreamExt;
use kernel::id::{DealId, ProductId};
use kernel::{Currency, Outcome};
use sea_orm::{FromQueryResult, QueryResult};
use std::collections::{BTreeMap, HashMap};
use storage::Sql;

/// What of one currency went into a figure, or could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original {
    pub currency: Currency,
    /// Rows counted.
    pub count: i64,
    /// Their sum in their own currency, ten-thousandths.
    pub amount: i64,
    /// The same in the currency asked for; nothing where no rate is known: that is left out of the figure.
    pub exchanged: Option<i64>,
}

/// By a figure's keys.
pub(super) type Originals = HashMap<Vec<String>, Vec<Original>>;

/// The rates between `to` and every currency deals have.
pub(super) async fn rates(cx: &Ctx, to: Currency) -> Outcome<Rates> {
    let mut currencies = super::choices::currencies(cx).await?;
    currencies.push(to);
    Rates::load(cx.read(), &currencies).await
}

/// Counts facts, one by one.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask, to: Currency) -> Outcome<(Vec<Tally>, Originals)> {
    let lines = uses_lines(ask);
    let mut sql = measure(Sql::new("SELECT "), ask).push(" AS measure, f.currency AS currency, f.deal_id AS deal_id, ");
    sql = sql.push(&format!("{} AS day, {} AS amount, ", day_column(ask.metric.family), amount(ask)));
    sql = sql.push(if lines { "l.upto" } else { "CAST(NULL AS BIGINT)" }).push(" AS upto");
    for (at, by) in ask.by.iter().enumerate() {
        sql = dimension(sql.push(", "), ask, by).push(&format!(" AS g{at}"));
    }
    let measures: Vec<Measure> = ask.metric.measures().collect();
    sql = from_where_lines(sql, cx, ask, &measures);
    if lines {
        sql = sql.push(" ORDER BY f.deal_id");
    }
    let rates = rates(cx, to).await?;
    let mut count = Count { to, lines, ..Count::default() };
    let mut rows = std::pin::pin!(sql.stream(cx.asking()).await?);
    while let Some(row) = rows.try_next().await? {
        count.add(ask, &rates, &row)?;
    }
    Ok(count.told())
}

struct Count {
    to: Currency,
    lines: bool,
    tallies: HashMap<(Vec<String>, Measure), (i64, i64)>,
    originals: HashMap<Vec<String>, BTreeMap<(Currency, bool), Original>>,
    /// The deal whose lines are coming, and the groups it has been counted in.
    deal: Option<DealId>,
    counted: Vec<Vec<String>>,
}

impl Default for Count {
    fn default() -> Self {
        Self {
            to: Currency::EUR,
            lines: false,
            tallies: HashMap::new(),
            originals: HashMap::new(),
            deal: None,
            counted: Vec::new(),
        }
    }
}

impl Count {
    fn add(&mut self, ask: &Ask, rates: &Rates, row: &QueryResult) -> Outcome<()> {
        let keys = keys(row, &ask.by)?;
        let measure: Measure = of_number(row.try_get("", "measure")?)?;
        let deal: DealId = row.try_get("", "deal_id")?;
        let cases = i64::from(self.is_first(deal, &keys));
        let valued = ask.metric.counted.contains(&measure);
        let (mut as_measure, mut value) = (measure, 0);
        if valued {
            let currency: Currency = row.try_get("", "currency")?;
            let day: Option<i64> = row.try_get("", "day")?;
            let amount = row.try_get::<Option<i64>>("", "amount")?.unwrap_or(0);
            let upto: Option<i64> = row.try_get("", "upto")?;
            let exchanged = part(rates, amount, upto, currency, self.to, day);
            match exchanged {
                Some(exchanged) => value = exchanged,
                None => as_measure = Measure::Unrated,
            }
            let of_group = self.originals.entry(keys.clone()).or_default();
            let original = of_group.entry((currency, exchanged.is_some())).or_insert(Original {
                currency,
                count: 0,
                amount: 0,
                exchanged: exchanged.map(|_| 0),
            });
            original.count += cases;
            original.amount = original.amount.saturating_add(amount);
            original.exchanged = original.exchanged.map(|sum| sum.saturating_add(value));
        }
        let tally = self.tallies.entry((keys, as_measure)).or_default();
        tally.0 += cases;
        tally.1 = tally.1.saturating_add(value);
        Ok(())
    }
    /// Whether a row is the first of its deal in this group: a deal of several lines counts once.
    fn is_first(&mut self, deal: DealId, keys: &[String]) -> bool {
        if !self.lines {
            return true;
        }
        if self.deal != Some(deal) {
            self.deal = Some(deal);
            self.counted.clear();
        }
        let first = !self.counted.iter().any(|k| k == keys);
        if first {
            self.counted.push(keys.to_vec());
        }
        first
    }
    fn told(self) -> (Vec<Tally>, Originals) {
        let currency = self.to.to_string();
        let tallies = self.tallies.into_iter().map(|((keys, measure), (cases, amount))| Tally {
            keys,
            measure,
            currency: currency.clone(),
            runs: Runs::of(0, cases),
            cases,
            amount,
        });
        let originals = self.originals.into_iter().map(|(keys, by)| (keys, by.into_values().collect()));
        (tallies.collect(), originals.collect())
    }
}

/// What `amount` adds: by itself, or as the part of a deal's amount that reaches up to `upto`.
fn part(rates: &Rates, amount: i64, upto: Option<i64>, from: Currency, to: Currency, day: Option<i64>) -> Option<i64> {
    let exchange = |amount| rates.exchange(amount, from, to, day);
    match upto {
        Some(upto) => exchange(upto)?.checked_sub(exchange(upto.checked_sub(amount)?)?),
        None => exchange(amount),
    }
}

#[derive(FromQueryResult)]
struct Line {
    deal_id: DealId,
    product_id: Option<ProductId>,
    category: String,
    amount: Option<i64>,
}

/// A deal's amount (the lines the question looks at, if it looks at lines) in the currency asked for, for the few deals of a list.
pub(super) async fn of_deals(
    cx: &Ctx,
    ask: &Ask,
    to: Currency,
    deals: &[(DealId, i64, Currency, Option<i64>)],
) -> Outcome<HashMap<DealId, Option<i64>>> {
    let rates = rates(cx, to).await?;
    if !uses_lines(ask) || deals.is_empty() {
        let whole = |(deal, amount, from, day): &(DealId, i64, Currency, Option<i64>)| {
            (*deal, rates.exchange(*amount, *from, to, *day))
        };
        return Ok(deals.iter().map(whole).collect());
    }
    let lines = Sql::new("SELECT l.deal_id, l.product_id, l.category, l.amount FROM ");
    let lines = put(lines, &known::lines(ask), ask.as_of)
        .push(" l WHERE l.deal_id IN ")
        .bind_list(deals.iter().map(|(deal, ..)| *deal))
        .push(" ORDER BY l.deal_id, l.position")
        .all::<Line>(cx.read())
        .await?;
    let mut sums: HashMap<DealId, Option<i64>> = HashMap::new();
    for (deal, _, from, day) in deals {
        let (mut upto, mut sum) = (0_i64, Some(0_i64));
        for line in lines.iter().filter(|l| l.deal_id == *deal) {
            let amount = line.amount.unwrap_or(0);
            upto = upto.saturating_add(amount);
            if passes(ask, line) {
                sum = sum
                    .zip(part(&rates, amount, Some(upto), *from, to, *day))
                    .map(|(sum, part)| sum.saturating_add(part));
            }
        }
        sums.insert(*deal, sum);
    }
    Ok(sums)
}

fn passes(ask: &Ask, line: &Line) -> bool {
    ask.filters.iter().all(|filter| match filter.dimension {
        Dimension::Product => filter.values.iter().any(|value| match value {
            Value::Id(id) => line.product_id.is_some_and(|p| p.0 == *id),
            Value::Unknown => line.product_id.is_none(),
            _ => false,
        }),
        Dimension::Category => filter.values.iter().any(|value| match value {
            Value::Text(text) => line.category == *text,
            Value::Unknown => line.category.is_empty(),
            _ => false,
        }),
        _ => true,
    })
}
