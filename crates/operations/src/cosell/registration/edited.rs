//! What a registration said before a change and what it says after, for the timeline.

use super::submission::Checked;
use kernel::id::ProductId;
use kernel::{Money, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use storage::entity;
use storage::entity::registration::Model;

/// Characters of a text that is told with its change; of longer ones it is told only that they were changed.
const LONGEST: usize = 120;

/// `{field, before, after}` for every core field that differs and can be told in a line; names as in [`super::Submission`].
pub(super) async fn changes(db: &impl ConnectionTrait, before: &Model, after: &Checked) -> Outcome<Vec<Value>> {
    let money = |amount: Option<i64>, currency| amount.map(|amount| Money::new(amount, currency));
    let product = (
        product(db, before.product_id, before.product_text.as_ref()).await?,
        product(db, after.product, after.product_text.as_ref()).await?,
    );
    let differ = [
        ("company", json!(before.company_name), json!(after.company)),
        ("domain", json!(before.company_domain), json!(after.domain)),
        ("country", json!(before.company_country), json!(after.country)),
        ("city", json!(before.company_city), json!(after.city)),
        ("customer_phone", json!(before.company_phone), json!(after.customer_phone)),
        ("vat", json!(before.company_vat), json!(after.vat)),
        ("customer_contact", json!(before.customer_contact), json!(after.customer_contact)),
        ("need", json!(before.need), json!(after.need)),
        ("product", json!(product.0), json!(product.1)),
        ("amount", json!(money(before.amount, before.currency)), json!(money(after.amount, after.currency))),
        ("expected_close_on", json!(before.expected_close_on), json!(after.expected_close_on)),
        ("partner_help", json!(before.partner_help), json!(after.partner_help)),
    ];
    let short =
        |value: &Value| value.as_str().is_none_or(|text| text.chars().count() <= LONGEST && !text.contains('\n'));
    let told = differ.into_iter().filter(|(_, before, after)| before != after && short(before) && short(after));
    Ok(told.map(|(field, before, after)| json!({ "field": field, "before": before, "after": after })).collect())
}

async fn product(db: &impl ConnectionTrait, id: Option<ProductId>, text: Option<&String>) -> Outcome<Option<String>> {
    match id {
        Some(id) => Ok(entity::product::Entity::find_by_id(id).one(db).await?.map(|p| p.name)),
        None => Ok(text.cloned()),
    }
}
