//! Any question, answered from the facts themselves.

use super::ask::Ask;
use super::cells::Measure;
use super::columns::dimension;
use super::conditions::{amount, bucket, from_where, measure};
use super::dimension::{Dimension, Kind};
use super::figure::Tally;
use super::registry::{Shape, Unit};
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
    sql = from_where(sql, cx, ask, &measures, "").push(" GROUP BY 1, 2, 3");
    for at in 0..dimensions.len() {
        sql = sql.push(&format!(", {}", at + 4));
    }
    let rows = sql.rows(cx.read()).await?;
    rows.iter().map(|row| tally(row, &dimensions)).collect()
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
    Ok(Tally {
        keys: keys(row, dimensions)?,
        measure: row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?,
        currency: row.try_get("", "currency")?,
        bucket: row.try_get("", "bucket")?,
        cases: row.try_get("", "cases")?,
        amount: row.try_get("", "amount")?,
    })
}
