//! Giving several deals to one owner at once.

use super::change::{about, write};
use super::load::person;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::record::{EventKind, record};
use kernel::id::{DealId, UserId};
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use storage::Sql;
use storage::entity::deal::Model;

/// The most deals at once: a page of the list.
const MOST: usize = 200;

/// Which deals, to whom.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignOwner {
    /// The deals, up to 200.
    #[schema(value_type = Vec<String>)]
    pub deals: Vec<DealId>,
    /// The new owner; `null` or left out for none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub owner: Option<UserId>,
}

/// Gives the deals to an owner: all or none. Answers how many had another owner before.
///
/// # Errors
/// `Forbidden`; `NotFound` when one of them is not visible; `Invalid` at `deals`, `owner`; `stale_version`.
pub async fn assign_owner(cx: &Ctx, input: AssignOwner) -> Outcome<u64> {
    cx.allow(Action::WorkWithDeals)?;
    let mut errors = FieldErrors::default();
    let wanted: BTreeSet<DealId> = input.deals.into_iter().collect();
    if wanted.is_empty() {
        errors.add("deals", "required");
    }
    if wanted.len() > MOST {
        errors.add_with("deals", "too_many", [("max", MOST.to_string())]);
    }
    let is = person(cx.read(), &mut errors, input.owner).await?;
    errors.into_result(())?;
    let sql = Sql::new("SELECT d.* FROM deal d WHERE d.id IN ").bind_list(wanted.iter().copied());
    let deals = in_scope(sql, &cx.actor, "d.partner_id").all::<Model>(cx.read()).await?;
    if deals.len() != wanted.len() {
        return Err(Failure::NotFound);
    }
    let names = Sql::new("SELECT * FROM app_user WHERE id IN ")
        .bind_list(deals.iter().filter_map(|d| d.owner_id))
        .all::<storage::entity::app_user::Model>(cx.read())
        .await?;
    let tx = cx.begin().await?;
    let mut changed = 0;
    for before in deals.into_iter().filter(|d| d.owner_id != input.owner) {
        let after = Model { owner_id: input.owner, ..before.clone() };
        write(&tx, cx, &before, &after).await?;
        let was = names.iter().find(|u| Some(u.id) == before.owner_id).map(|u| u.name.as_str());
        let changes = json!([{ "field": "owner", "before": was, "after": is }]);
        let payload = json!({ "number": after.number, "name": after.name, "changes": changes });
        record(&tx, cx, about(EventKind::DealChanged, &after).with(payload)).await?;
        changed += 1;
    }
    cx.commit(tx).await?;
    Ok(changed)
}
