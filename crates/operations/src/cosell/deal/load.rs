//! What the operations on deals look up first, always within the actor's scope.

use crate::Ctx;
use crate::access::scope::deals_in_scope;
use crate::program::Stage;
use kernel::id::{CompanyId, DealId, ProductId, UserId};
use kernel::words::DealOutcome;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::{Sql, entity};

/// The deal, if the actor may know of it.
pub(super) async fn deal(db: &impl ConnectionTrait, cx: &Ctx, id: DealId) -> Outcome<entity::deal::Model> {
    let sql = Sql::new("SELECT d.* FROM deal d WHERE d.id = ").bind(id);
    deals_in_scope(sql, &cx.actor).one(db).await?.ok_or(Failure::NotFound)
}

/// Where a deal begins.
pub(super) fn first_open_stage(stages: &[Stage]) -> Outcome<Stage> {
    let first = stages.iter().find(|s| !s.retired && s.outcome == DealOutcome::Open);
    first.cloned().ok_or_else(|| Failure::conflict("no_open_stage"))
}

/// Notes `unknown` at `owner` for somebody who is not an active person of the vendor.
pub(super) async fn person(
    db: &impl ConnectionTrait,
    errors: &mut FieldErrors,
    id: Option<UserId>,
) -> Outcome<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let name = Sql::new("SELECT name FROM app_user WHERE active AND id = ").bind(id).value::<String>(db).await?;
    if name.is_none() {
        errors.add("owner", "unknown");
    }
    Ok(name)
}

/// A product as lines name it.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct ProductName {
    pub(super) name: String,
    pub(super) category: Option<String>,
}

/// Notes `unknown` at `field` for a product that is not in the list.
pub(super) async fn product(
    db: &impl ConnectionTrait,
    errors: &mut FieldErrors,
    field: &str,
    id: Option<ProductId>,
) -> Outcome<Option<ProductName>> {
    let Some(id) = id else { return Ok(None) };
    let found = Sql::new("SELECT name, category FROM product WHERE id = ").bind(id).one(db).await?;
    if found.is_none() {
        errors.add(field, "unknown");
    }
    Ok(found)
}

/// Notes `unknown` at `company` for a customer none of whose deals or registrations the actor sees.
pub(super) async fn company_in_scope(cx: &Ctx, errors: &mut FieldErrors, id: CompanyId) -> Outcome<()> {
    let sql = Sql::new("SELECT c.name FROM company c WHERE c.id = ").bind(id);
    if super::company::visible(sql, cx).value::<String>(cx.read()).await?.is_none() {
        errors.add("company", "unknown");
    }
    Ok(())
}
