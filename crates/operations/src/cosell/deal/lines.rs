//! The lines of a deal: products with quantities and amounts. Where there are lines, the deal is worth their sum.

use super::change::{about, check_version, worth, write};

use super::load::deal;
use super::new_line::{CheckedLine, MOST_LINES, NewLine, check_line, insert_line};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::{DealId, DealLineId, ProductId};
use kernel::money::plain_amount;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use storage::entity::deal::Model;
use storage::{Sql, Tx};

/// A line of a deal.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct Line {
    /// The line.
    #[schema(value_type = String)]
    pub id: DealLineId,
    /// The product of the list, if it is one.
    #[schema(value_type = Option<String>)]
    pub product_id: Option<ProductId>,
    /// Its name when the line was made.
    pub product_name: String,
    /// Its category when the line was made.
    pub category: Option<String>,
    /// Pieces.
    #[serde(serialize_with = "plain")]
    #[schema(value_type = String, example = "10.0000")]
    pub quantity: i64,
    /// What the line is worth altogether, in the deal's currency.
    #[serde(serialize_with = "plain")]
    #[schema(value_type = String, example = "1500.0000")]
    pub amount: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn plain<S: serde::Serializer>(value: &i64, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&plain_amount(*value))
}

/// The lines in their order.
pub(super) async fn lines(db: &impl ConnectionTrait, id: DealId) -> Outcome<Vec<Line>> {
    let sql =
        Sql::new("SELECT id, product_id, product_name, category, quantity, amount FROM deal_line WHERE deal_id = ")
            .bind(id)
            .push(" ORDER BY position");
    Ok(sql.all(db).await?)
}

/// The sum of the lines in ten-thousandths; nothing when there are none.
pub(super) async fn sum(db: &impl ConnectionTrait, id: DealId) -> Outcome<Option<i64>> {
    let sql = Sql::new("SELECT CAST(SUM(amount) AS BIGINT) FROM deal_line WHERE deal_id = ").bind(id);
    Ok(sql.value::<Option<i64>>(db).await?.flatten())
}

/// Adds a line.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `product`, `product_name`, `category`, `quantity`, `amount`; `stale_version`; `too_many_lines`.
pub async fn add_line(cx: &Ctx, id: DealId, version: Option<i64>, input: NewLine) -> Outcome<DealLineId> {
    let (before, line) = prepare(cx, id, version, &input).await?;
    let tx = cx.begin().await?;
    let last = Sql::new("SELECT COALESCE(MAX(position), 0) FROM deal_line WHERE deal_id = ")
        .bind(id)
        .value::<i32>(&tx)
        .await?;
    let count =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM deal_line WHERE deal_id = ").bind(id).value::<i64>(&tx).await?;
    if count.unwrap_or(0) >= MOST_LINES as i64 {
        return Err(Failure::conflict("too_many_lines"));
    }
    let made = insert_line(&tx, id, last.unwrap_or(0) + 1, &line).await?;
    finish(&tx, cx, &before, None, Some(&line.product_name)).await?;
    cx.commit(tx).await?;
    Ok(made)
}

/// Replaces a line, which keeps its place.
///
/// # Errors
/// As [`add_line`]; `NotFound` for a line of another deal.
pub async fn change_line(
    cx: &Ctx,
    id: DealId,
    line_id: DealLineId,
    version: Option<i64>,
    input: NewLine,
) -> Outcome<()> {
    let (before, line) = prepare(cx, id, version, &input).await?;
    let known = lines(cx.read(), id).await?.into_iter().find(|l| l.id == line_id);
    let Some(Line { product_name: was, .. }) = known else { return Err(Failure::NotFound) };
    let tx = cx.begin().await?;
    let touched = Sql::new("UPDATE deal_line SET ")
        .push_with(
            "product_id = ?, product_name = ?, category = ?, quantity = ?, amount = ? WHERE id = ? AND deal_id = ?",
            [
                line.product.into(),
                line.product_name.clone().into(),
                line.category.into(),
                line.quantity.into(),
                line.amount.into(),
                line_id.into(),
                id.into(),
            ],
        )
        .execute(&tx)
        .await?;
    if touched == 0 {
        return Err(Failure::NotFound);
    }
    finish(&tx, cx, &before, Some(&was), Some(&line.product_name)).await?;
    cx.commit(tx).await
}

/// Removes a line. A deal that loses its last line keeps its amount.
///
/// # Errors
/// `Forbidden`; `NotFound`; `stale_version`.
pub async fn remove_line(cx: &Ctx, id: DealId, line_id: DealLineId, version: Option<i64>) -> Outcome<()> {
    cx.allow(Action::WorkWithDeals)?;
    let before = deal(cx.read(), cx, id).await?;
    check_version(&before, version)?;
    let found = lines(cx.read(), id).await?.into_iter().find(|l| l.id == line_id);
    let Some(line) = found else { return Err(Failure::NotFound) };
    let tx = cx.begin().await?;
    Sql::new("DELETE FROM deal_line WHERE id = ").bind(line_id).push(" AND deal_id = ").bind(id).execute(&tx).await?;
    finish(&tx, cx, &before, Some(&line.product_name), None).await?;
    cx.commit(tx).await
}

async fn prepare(cx: &Ctx, id: DealId, version: Option<i64>, input: &NewLine) -> Outcome<(Model, CheckedLine)> {
    cx.allow(Action::WorkWithDeals)?;
    let before = deal(cx.read(), cx, id).await?;
    check_version(&before, version)?;
    let mut errors = FieldErrors::default();
    let line = check_line(cx, &mut errors, input, "").await?;
    errors.into_result(())?;
    let line = line.ok_or_else(|| Failure::field("product_name", "required"))?;
    Ok((before, line))
}

/// Brings the deal's amount in line with its lines and records what happened.
async fn finish(tx: &Tx, cx: &Ctx, before: &Model, was: Option<&str>, is: Option<&str>) -> Outcome<()> {
    let total = sum(tx, before.id).await?.or(before.amount);
    let after = Model { amount: total, ..before.clone() };
    write(tx, cx, before, &after).await?;
    let mut changes = vec![json!({ "field": "line", "before": was, "after": is })];
    if after.amount != before.amount {
        changes.push(json!({ "field": "amount", "before": worth(before), "after": worth(&after) }));
    }
    let payload = json!({ "number": before.number, "name": before.name, "changes": changes });
    record(tx, cx, about(EventKind::DealChanged, &after).with(payload)).await?;
    Ok(())
}
