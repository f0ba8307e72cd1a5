//! Any question, answered from the facts themselves.

use super::ask::Ask;
use super::cells::Measure;
use super::columns::dimension;
use super::conditions::{amount, bucket, from_where, has_buckets, has_measures, measure};
use super::dimension::{Dimension, Kind};
use super::figure::Tally;
use super::registry::{Shape, Unit};
use super::runs::Runs;
use crate::Ctx;
use kernel::{Failure, Outcome};
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
    sql = sql.push(&format!(
        ", CAST(COUNT(*) AS BIGINT) AS cases, CAST(COALESCE(SUM({}), 0) AS BIGINT) AS amount",
        amount(ask)
    ));
    let measures: Vec<Measure> = ask.metric.measures().collect();
    sql = from_where(sql, cx, ask, &measures, "");
    // What is the same in every row need not be sorted by: with many rows, sorting is what a question costs.
    let divided = [has_measures(ask), ask.metric.unit == Unit::Money, has_buckets(ask)];
    let columns =
        (1..).zip(divided).filter(|(_, divides)| *divides).map(|(at, _)| at).chain((4..).take(dimensions.len()));
    for (at, column) in columns.enumerate() {
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
        measure: row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?,
        currency: row.try_get("", "currency")?,
        runs: Runs::of(row.try_get("", "bucket")?, cases),
        cases,
        amount: row.try_get("", "amount")?,
    })
}
