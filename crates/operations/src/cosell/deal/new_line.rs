//! A line on its way into a deal: what somebody typed, checked, written.

use super::create::NAME_LENGTH;
use super::load::product;
use crate::Ctx;
use crate::cosell::typed_amount::TypedAmount;
use kernel::id::{DealId, DealLineId, ProductId};
use kernel::money::SCALE;
use kernel::{FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Deserialize;
use storage::{Tx, entity};

/// The most lines of a deal.
pub const MOST_LINES: usize = 200;

/// A line somebody adds to a deal.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// A product of the list …
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub product: Option<ProductId>,
    /// … or its name, for one that is not in the list.
    #[serde(default)]
    pub product_name: Option<String>,
    /// Taken from the product when left out.
    #[serde(default)]
    pub category: Option<String>,
    /// Pieces, up to four decimals; 1 when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "10")]
    pub quantity: Option<TypedAmount>,
    /// What the line is worth altogether, in the deal's currency.
    #[schema(value_type = String, example = "1500.00")]
    pub amount: TypedAmount,
}

/// A line that was checked.
pub(super) struct CheckedLine {
    pub(super) product: Option<ProductId>,
    pub(super) product_name: String,
    pub(super) category: Option<String>,
    pub(super) quantity: i64,
    pub(super) amount: i64,
}

/// All lines, noting what is wrong at `lines.<index>.<field>`.
pub(super) async fn check_lines(cx: &Ctx, errors: &mut FieldErrors, lines: &[NewLine]) -> Outcome<Vec<CheckedLine>> {
    if lines.len() > MOST_LINES {
        errors.add_with("lines", "too_many", [("max", MOST_LINES.to_string())]);
        return Ok(Vec::new());
    }
    let mut checked = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        if let Some(line) = check_line(cx, errors, line, &format!("lines.{index}.")).await? {
            checked.push(line);
        }
    }
    Ok(checked)
}

/// One line, noting what is wrong at `prefix` + field.
pub(super) async fn check_line(
    cx: &Ctx,
    errors: &mut FieldErrors,
    line: &NewLine,
    prefix: &str,
) -> Outcome<Option<CheckedLine>> {
    let before = errors.0.len();
    let listed = product(cx.read(), errors, &format!("{prefix}product"), line.product).await?;
    let typed = errors.optional(&format!("{prefix}product_name"), line.product_name.as_deref(), NAME_LENGTH);
    let category = errors.optional(&format!("{prefix}category"), line.category.as_deref(), 120);
    let (listed_name, listed_category) = listed.map_or((None, None), |p| (Some(p.name), p.category));
    let name = typed.or(listed_name);
    if name.is_none() && errors.0.len() == before {
        errors.add(&format!("{prefix}product_name"), "required");
    }
    let quantity = match line.quantity {
        None => Some(SCALE),
        Some(quantity) => quantity.check(errors, &format!("{prefix}quantity")),
    };
    let amount = line.amount.check(errors, &format!("{prefix}amount"));
    Ok(match (name, quantity, amount) {
        (Some(product_name), Some(quantity), Some(amount)) if errors.0.len() == before => Some(CheckedLine {
            product: line.product,
            product_name,
            category: category.or(listed_category),
            quantity,
            amount,
        }),
        _ => None,
    })
}

pub(super) async fn insert_line(tx: &Tx, deal: DealId, position: i32, line: &CheckedLine) -> Outcome<DealLineId> {
    let id = DealLineId::new();
    entity::deal_line::ActiveModel {
        id: Set(id),
        deal_id: Set(deal),
        position: Set(position),
        product_id: Set(line.product),
        product_name: Set(line.product_name.clone()),
        category: Set(line.category.clone()),
        quantity: Set(line.quantity),
        amount: Set(line.amount),
    }
    .insert(tx)
    .await?;
    Ok(id)
}
