//! Any question, answered from the facts themselves.

use super::ask::Ask;
use super::cells::Measure;
use super::columns::dimension;
use super::conditions::{amount, bucket, from_where, has_buckets, uses_lines};
use super::dimension::{Dimension, Kind};
use super::figure::Tally;
use super::measured::{by_amount, has_measures, measure, of_number};
use super::registry::{Shape, Unit};
use super::runs::Runs;
use crate::Ctx;
use kernel::Outcome;
use sea_orm::QueryResult;
use storage::Sql;
use uuid::Uuid;

/// Counts facts.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask) -> Outcome<Vec<Tally>> {
    // Of lines it is the deal's amount that tells, and theirs that is added.
    let by_amount = by_amount(ask).filter(|_| !uses_lines(ask));
    let mut sql = match by_amount {
        Some(_) => Sql::new("SELECT CAST(COUNT(f.amount) AS BIGINT) AS with_amount, "),
        None => measure(Sql::new("SELECT "), ask).push(" AS measure, "),
    };
    sql = sql.push(if ask.metric.unit == Unit::Money { "f.currency" } else { "CAST('' AS TEXT)" });
    sql = bucket(sql.push(" AS currency, "), ask).push(" AS bucket");
    let mut dimensions = ask.by.clone();
    if ask.metric.shape == Shape::Conversion {
        // Stages belong to programs.
        dimensions.push(Dimension::Program);
    }
    for (at, by) in dimensions.iter().enumerate() {
        sql = dimension(sql.push(", "), ask, by).push(&format!(" AS g{at}"));
    }
    sql = sql.push(", CAST(COUNT(*) AS BIGINT) AS cases, ").push(&match amount(ask) {
        "0" => "CAST(0 AS BIGINT) AS amount".to_owned(),
        amount => format!("CAST(COALESCE(SUM({amount}), 0) AS BIGINT) AS amount"),
    });
    let measures: Vec<Measure> = ask.metric.measures().collect();
    sql = from_where(sql, cx, ask, &measures, "");
    // What is the same in every row need not be sorted by, and what differs most is compared first: with many rows, sorting is what a question costs.
    let divided =
        [(2, ask.metric.unit == Unit::Money), (3, has_buckets(ask)), (1, has_measures(ask) && by_amount.is_none())];
    let divided = divided.into_iter().filter(|(_, divides)| *divides).map(|(at, _)| at);
    for (at, column) in (4..).take(dimensions.len()).chain(divided).enumerate() {
        sql = sql.push(&format!("{} {column}", if at == 0 { " GROUP BY" } else { "," }));
    }
    let rows = sql.rows(cx.asking()).await?;
    let mut tallies = Vec::with_capacity(rows.len());
    for row in &rows {
        match by_amount {
            Some([with, without]) => {
                let found = tally(row, &dimensions, with)?;
                let with_amount: i64 = row.try_get("", "with_amount")?;
                let rest = found.cases - with_amount;
                let without = (rest > 0).then(|| Tally {
                    measure: without,
                    runs: Runs::of(0, rest),
                    cases: rest,
                    amount: 0,
                    ..found.clone()
                });
                tallies.push(Tally { runs: Runs::of(0, with_amount), cases: with_amount, ..found });
                tallies.extend(without);
            }
            None => tallies.push(tally(row, &dimensions, of_number(row.try_get("", "measure")?)?)?),
        }
    }
    // Where nothing divides, nothing is one row, too.
    tallies.retain(|tally| tally.cases != 0);
    Ok(tallies)
}

/// The texts of `dimensions` in the columns `g0`, `g1`, …
pub(super) fn keys(row: &QueryResult, dimensions: &[Dimension]) -> Outcome<Vec<String>> {
    let mut keys = Vec::with_capacity(dimensions.len());
    for (at, dimension) in dimensions.iter().enumerate() {
        let column = format!("g{at}");
        keys.push(match dimension.kind() {
            Kind::Id => dimension.id_text(row.try_get::<Option<Uuid>>("", &column)?),
            Kind::Text => row.try_get::<String>("", &column)?,
            Kind::Time(_) => dimension.time_text(row.try_get::<i64>("", &column)?),
        });
    }
    Ok(keys)
}

fn tally(row: &QueryResult, dimensions: &[Dimension], measure: Measure) -> Outcome<Tally> {
    let cases = row.try_get("", "cases")?;
    Ok(Tally {
        keys: keys(row, dimensions)?,
        measure,
        currency: row.try_get("", "currency")?,
        runs: Runs::of(row.try_get("", "bucket")?, cases),
        cases,
        amount: row.try_get("", "amount")?,
    })
}
