//! Any question, answered from the facts themselves.

use super::ask::Ask;
use super::cells::Measure;
use super::columns::dimension;
use super::conditions::{amount, bucket, from_where, has_buckets};
use super::dimension::{Dimension, Kind};
use super::figure::Tally;
use super::measured::{has_measures, measure, of_number};
use super::registry::{Shape, Unit};
use super::runs::Runs;
use crate::Ctx;
use kernel::Outcome;
use sea_orm::QueryResult;
use storage::Sql;
use uuid::Uuid;

/// Counts facts.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask) -> Outcome<Vec<Tally>> {
    let mut sql = measure(Sql::new("SELECT "), ask).push(" AS measure, ");
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
    let divided = [(2, ask.metric.unit == Unit::Money), (3, has_buckets(ask)), (1, has_measures(ask))];
    let divided = divided.into_iter().filter(|(_, divides)| *divides).map(|(at, _)| at);
    for (at, column) in (4..).take(dimensions.len()).chain(divided).enumerate() {
        sql = sql.push(&format!("{} {column}", if at == 0 { " GROUP BY" } else { "," }));
    }
    let rows = sql.rows(cx.read()).await?;
    let tallies: Outcome<Vec<Tally>> = rows.iter().map(|row| tally(row, &dimensions)).collect();
    // Where nothing divides, nothing is one row, too.
    Ok(tallies?.into_iter().filter(|tally| tally.cases != 0).collect())
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

fn tally(row: &QueryResult, dimensions: &[Dimension]) -> Outcome<Tally> {
    let cases = row.try_get("", "cases")?;
    Ok(Tally {
        keys: keys(row, dimensions)?,
        measure: of_number(row.try_get("", "measure")?)?,
        currency: row.try_get("", "currency")?,
        runs: Runs::of(row.try_get("", "bucket")?, cases),
        cases,
        amount: row.try_get("", "amount")?,
    })
}
