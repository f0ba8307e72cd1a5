//! Changing what a deal says: name, amount, dates, owner, product, customer.

use super::create::{NAME_LENGTH, search_of};
use super::load::{company_in_scope, deal, person, product};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::typed_amount::TypedAmount;
use crate::record::{Event, EventKind, record};
use crate::settings::organisation;
use kernel::fold::fold;
use kernel::id::{CompanyId, DealId, ProductId, UserId};
use kernel::{Currency, Date, Failure, FieldErrors, Money, Outcome, Patch};
use serde::Deserialize;
use serde_json::{Value, json};
use storage::entity::deal::Model;
use storage::{Sql, Tx};

/// What to change; what is left out stays, `null` empties.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDeal {
    /// The version the change is based on; when it is no longer the deal's, nothing is changed (409).
    #[serde(default)]
    pub version: Option<i64>,
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// In the deal's currency. A deal with lines is worth their sum.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "48000.00")]
    pub amount: Patch<TypedAmount>,
    /// Of the amount and the lines.
    #[serde(default)]
    #[schema(example = "EUR")]
    pub currency: Option<String>,
    /// When it should close.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_close_on: Patch<Date>,
    /// When it began.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub opened_on: Patch<Date>,
    /// Who sells it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub owner: Patch<UserId>,
    /// The product.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub product: Patch<ProductId>,
    /// The customer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub company: Patch<CompanyId>,
}

/// Changes a deal.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at the field; `stale_version`.
pub async fn change(cx: &Ctx, id: DealId, input: ChangeDeal) -> Outcome<()> {
    cx.allow(Action::WorkWithDeals)?;
    let before = deal(cx.read(), cx, id).await?;
    check_version(&before, input.version)?;
    let mut errors = FieldErrors::default();
    let mut after = before.clone();
    let mut changes = Vec::new();
    let mut note = |field: &str, before: Value, after: Value| {
        changes.push(json!({ "field": field, "before": before, "after": after }));
    };

    if let Some(name) = &input.name {
        after.name = errors.required("name", name, NAME_LENGTH);
    }
    match input.amount {
        Patch::Keep => {}
        Patch::Clear => after.amount = None,
        Patch::Set(typed) => after.amount = typed.check(&mut errors, "amount").or(before.amount),
    }
    if after.amount != before.amount && super::lines::sum(cx.read(), id).await?.is_some() {
        errors.add("amount", "lines_decide");
    }
    if let Some(text) = &input.currency {
        match text.parse::<Currency>() {
            Ok(currency) => after.currency = currency,
            Err(_) => errors.add("currency", "currency_invalid"),
        }
    }
    input.expected_close_on.apply(&mut after.expected_close_on);
    input.opened_on.apply(&mut after.opened_on);
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    if after.opened_on != before.opened_on && after.opened_on.is_some_and(|on| on > today) {
        errors.add("opened_on", "date_in_future");
    }
    input.owner.apply(&mut after.owner_id);
    if after.owner_id != before.owner_id {
        let is = person(cx.read(), &mut errors, after.owner_id).await?;
        let was = match before.owner_id {
            Some(user) => Sql::new("SELECT name FROM app_user WHERE id = ").bind(user).value(cx.read()).await?,
            None => None::<String>,
        };
        note("owner", json!(was), json!(is));
    }
    input.product.apply(&mut after.product_id);
    if after.product_id != before.product_id {
        let is = product(cx.read(), &mut errors, "product", after.product_id).await?;
        let was = product(cx.read(), &mut FieldErrors::default(), "product", before.product_id).await?;
        note("product", json!(was.map(|p| p.name)), json!(is.map(|p| p.name)));
    }
    input.company.apply(&mut after.company_id);
    if after.company_id != before.company_id {
        if let Some(company) = after.company_id {
            company_in_scope(cx, &mut errors, company).await?;
        }
        let was = super::company::name(cx.read(), before.company_id).await?;
        let is = super::company::name(cx.read(), after.company_id).await?;
        note("company", json!(was), json!(is));
    }
    errors.into_result(())?;

    if after.name != before.name {
        note("name", json!(before.name), json!(after.name));
    }
    if after.amount != before.amount {
        note("amount", json!(worth(&before)), json!(worth(&after)));
    }
    if after.currency != before.currency {
        note("currency", json!(before.currency), json!(after.currency));
    }
    if after.expected_close_on != before.expected_close_on {
        note("expected_close_on", json!(before.expected_close_on), json!(after.expected_close_on));
    }
    if after.opened_on != before.opened_on {
        note("opened_on", json!(before.opened_on), json!(after.opened_on));
    }
    if changes.is_empty() {
        return Ok(());
    }
    let tx = cx.begin().await?;
    write(&tx, cx, &before, &after).await?;
    let payload = json!({ "number": after.number, "name": after.name, "changes": changes });
    record(&tx, cx, about(EventKind::DealChanged, &after).with(payload)).await?;
    cx.commit(tx).await
}

/// Moves a deal to another customer, within a decision about its registration: the deal is then called so. Nothing where it is there already.
///
/// # Errors
/// `stale_version` when somebody was faster; `NotFound`.
pub(crate) async fn move_to(tx: &Tx, cx: &Ctx, id: DealId, company: CompanyId, name: String) -> Outcome<()> {
    let sql = Sql::new("SELECT d.* FROM deal d WHERE d.id = ").bind(id);
    let before: Model = sql.one(tx).await?.ok_or(Failure::NotFound)?;
    if before.company_id == Some(company) {
        return Ok(());
    }
    let after = Model { company_id: Some(company), name, ..before.clone() };
    let was = super::company::name(tx, before.company_id).await?;
    let is = super::company::name(tx, after.company_id).await?;
    let changes = json!([
        { "field": "company", "before": was, "after": is },
        { "field": "name", "before": before.name, "after": after.name },
    ]);
    write(tx, cx, &before, &after).await?;
    let payload = json!({ "number": after.number, "name": after.name, "changes": changes });
    record(tx, cx, about(EventKind::DealChanged, &after).with(payload)).await?;
    Ok(())
}

/// What the deal is worth, where known.
pub(super) fn worth(deal: &Model) -> Option<Money> {
    deal.amount.map(|amount| Money::new(amount, deal.currency))
}

/// An event about this deal, its partner, program and registration.
pub(super) fn about(kind: EventKind, deal: &Model) -> Event {
    Event::new(kind).program(deal.program_id).partner(deal.partner_id).registration(deal.registration_id).deal(deal.id)
}

/// `stale_version` when the asker had another version before their eyes.
pub(super) fn check_version(deal: &Model, version: Option<i64>) -> Outcome<()> {
    if version.is_some_and(|v| v != deal.version) { Err(Failure::conflict("stale_version")) } else { Ok(()) }
}

/// Writes `after` over `before`, unless somebody was faster.
pub(super) async fn write(tx: &Tx, cx: &Ctx, before: &Model, after: &Model) -> Outcome<()> {
    let search = if after.name == before.name && after.company_id == before.company_id {
        before.search_text.clone()
    } else {
        search_of(tx, &after.number, &after.name, after.partner_id, after.company_id).await?
    };
    let touched = Sql::new("UPDATE deal SET ")
        .push_with(
            "name = ?, name_folded = ?, company_id = ?, owner_id = ?, stage_id = ?, outcome = ?, amount = ?, currency = ?",
            [
                after.name.clone().into(),
                fold(&after.name).into(),
                after.company_id.into(),
                after.owner_id.into(),
                after.stage_id.into(),
                after.outcome.into(),
                after.amount.into(),
                after.currency.into(),
            ],
        )
        // What a file said of the category belongs to the product it named.
        .push(if after.product_id == before.product_id { "" } else { ", category = NULL" })
        .push_with(
            ", product_id = ?, opened_on = ?, expected_close_on = ?, closed_on = ?, close_reason = ?, stage_entered_at = ?",
            [
                after.product_id.into(),
                after.opened_on.into(),
                after.expected_close_on.into(),
                after.closed_on.into(),
                after.close_reason.clone().into(),
                after.stage_entered_at.into(),
            ],
        )
        .push_with(
            ", search_text = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
            [search.into(), cx.now().into(), before.id.into(), before.version.into()],
        )
        .execute(tx)
        .await?;
    if touched == 0 { Err(Failure::conflict("stale_version")) } else { Ok(()) }
}
