//! Exchanging an amount: whole numbers throughout, rounded once, half away from zero.

use super::SCALE;
use kernel::{Currency, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use storage::Sql;

/// The rates of the days on which some are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rates {
    /// Days since 1970-01-01 on which any currency has a rate, in order.
    days: Vec<i64>,
    units: HashMap<(Currency, i64), i64>,
}

#[derive(FromQueryResult)]
struct Kept {
    currency: Currency,
    day: i64,
    units: i64,
}

impl Rates {
    /// Loads the rates of `currencies`.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn load(db: &impl ConnectionTrait, currencies: &[Currency]) -> Outcome<Self> {
        let days = Sql::new("SELECT DISTINCT day FROM exchange_rate ORDER BY day").column::<i64>(db).await?;
        let wanted: Vec<Currency> = currencies.iter().copied().filter(|c| *c != Currency::EUR).collect();
        let kept = if wanted.is_empty() {
            Vec::new()
        } else {
            let sql = Sql::new("SELECT currency, day, units FROM exchange_rate WHERE currency IN ").bind_list(wanted);
            sql.all::<Kept>(db).await?
        };
        Ok(Self { days, units: kept.into_iter().map(|k| ((k.currency, k.day), k.units)).collect() })
    }
    /// Millionths of `currency` for a euro on a day that has rates.
    fn units(&self, currency: Currency, day: i64) -> Option<i64> {
        if currency == Currency::EUR { Some(SCALE) } else { self.units.get(&(currency, day)).copied() }
    }
    /// What `amount` (ten-thousandths) of `from` on `day` was in `to`, in ten-thousandths; nothing without a rate.
    pub(crate) fn exchange(&self, amount: i64, from: Currency, to: Currency, day: Option<i64>) -> Option<i64> {
        if from == to {
            return Some(amount);
        }
        let day = day?;
        let known = self.days.partition_point(|d| *d <= day).checked_sub(1)?;
        let day = *self.days.get(known)?;
        let (from, to) = (self.units(from, day)?, self.units(to, day)?);
        crate::grow::kpi::divide(i128::from(amount) * i128::from(to), i128::from(from))
    }
}

/// Whether an amount in the currency column `from` on the day in column `day` can be exchanged into `to`: as [`Rates::exchange`].
pub(crate) fn rated(sql: Sql, from: &str, to: Currency, day: &str) -> Sql {
    let last = format!("(SELECT MAX(xd.day) FROM exchange_rate xd WHERE xd.day <= {day})");
    let sql = sql.push(&format!("({from} = ")).bind(to);
    let sql = sql.push(&format!(
        " OR (({from} = 'EUR' OR EXISTS (SELECT 1 FROM exchange_rate xf WHERE xf.currency = {from} AND xf.day = {last}))"
    ));
    if to == Currency::EUR {
        return sql.push("))");
    }
    sql.push(" AND EXISTS (SELECT 1 FROM exchange_rate xt WHERE xt.currency = ")
        .bind(to)
        .push(&format!(" AND xt.day = {last})))"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    /// A Friday and the Monday after, with a currency that ended on the Friday.
    fn rates() -> Rates {
        let rate = |code: &str, day: i64, units: i64| ((currency(code), day), units);
        let units = [
            rate("USD", 10, 1_250_000),
            rate("USD", 13, 1_117_200),
            rate("JPY", 10, 160_000_000),
            rate("JPY", 13, 175_680_000),
            rate("HRK", 10, 7_536_500),
        ];
        Rates { days: vec![10, 13], units: units.into_iter().collect() }
    }

    #[test]
    fn an_amount_is_exchanged_at_the_rate_of_its_day_or_the_last_before() {
        let (usd, eur) = (Currency::USD, Currency::EUR);
        // 100 / 1.25; the week-end is Friday's.
        for day in [10, 11, 12] {
            assert_eq!(rates().exchange(1_000_000, usd, eur, Some(day)), Some(800_000), "{day}");
        }
        // 100 / 1.1172 = 89.509488…
        for day in [13, 500] {
            assert_eq!(rates().exchange(1_000_000, usd, eur, Some(day)), Some(895_095), "{day}");
        }
        assert_eq!(rates().exchange(1_000_000, eur, usd, Some(13)), Some(1_117_200));
        // Through the euro: 100 × 160 / 1.25.
        assert_eq!(rates().exchange(1_000_000, usd, currency("JPY"), Some(11)), Some(128_000_000));
        assert_eq!(rates().exchange(-1_000_000, usd, eur, Some(13)), Some(-895_095));
    }

    #[test]
    fn halves_are_rounded_away_from_zero_once() {
        // 0.0001 / 1.25 = 0.00008; 0.0005 × 1.25 = 0.000625.
        assert_eq!(rates().exchange(1, Currency::USD, Currency::EUR, Some(10)), Some(1));
        assert_eq!(rates().exchange(2, Currency::EUR, Currency::USD, Some(10)), Some(3));
        assert_eq!(rates().exchange(-2, Currency::EUR, Currency::USD, Some(10)), Some(-3));
    }

    #[test]
    fn without_a_rate_there_is_nothing_and_an_ended_currency_has_none() {
        let (usd, eur, kuna) = (Currency::USD, Currency::EUR, currency("HRK"));
        assert_eq!(rates().exchange(100, usd, eur, Some(9)), None);
        assert_eq!(rates().exchange(100, usd, eur, None), None);
        assert_eq!(rates().exchange(100, usd, usd, None), Some(100));
        assert!(rates().exchange(100, kuna, eur, Some(12)).is_some());
        assert_eq!(rates().exchange(100, kuna, eur, Some(13)), None);
        assert_eq!(rates().exchange(100, usd, currency("XAU"), Some(13)), None);
        assert_eq!(Rates::default().exchange(100, usd, eur, Some(13)), None);
    }

    #[test]
    fn the_largest_amounts_do_not_run_over() {
        assert_eq!(rates().exchange(i64::MAX, currency("JPY"), Currency::EUR, Some(13)), Some(52_500_979_262_606_875));
        assert_eq!(rates().exchange(i64::MAX, Currency::EUR, currency("JPY"), Some(13)), None);
    }
}
