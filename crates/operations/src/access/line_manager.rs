//! Whom a person's broken promises are told to. Where nobody is named, the heads of partnerships hear of them.

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::UserId;
use kernel::{Failure, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use storage::{Sql, entity};

/// A person's manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    /// Null: the heads of partnerships.
    #[schema(value_type = Option<String>)]
    pub manager: Option<UserId>,
}

async fn of(db: &impl ConnectionTrait, user: UserId) -> Outcome<Option<UserId>> {
    let sql = Sql::new("SELECT manager_id FROM user_manager WHERE user_id = ").bind(user);
    Ok(sql.value::<UserId>(db).await?)
}

/// Who manages a person.
///
/// # Errors
/// `Forbidden` unless they ask for themselves; `NotFound`.
pub async fn manager(cx: &Ctx, user: UserId) -> Outcome<Manager> {
    super::user::get(cx, user).await?;
    Ok(Manager { manager: of(cx.read(), user).await? })
}

/// Names a person's manager, or nobody.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `manager`: `unknown` when nobody active has that id, `own_manager` for the person themselves.
pub async fn set_manager(cx: &Ctx, user: UserId, input: Manager) -> Outcome<Manager> {
    cx.allow(Action::ManagePeople)?;
    if input.manager == Some(user) {
        return Err(Failure::field("manager", "own_manager"));
    }
    let tx = cx.begin().await?;
    let person = entity::app_user::Entity::find_by_id(user).one(&tx).await?.ok_or(Failure::NotFound)?;
    let before = of(&tx, user).await?;
    if before == input.manager {
        return Ok(input);
    }
    let mut name = None;
    if let Some(manager) = input.manager {
        let found = entity::app_user::Entity::find_by_id(manager).one(&tx).await?.filter(|m| m.active);
        name = Some(found.ok_or_else(|| Failure::field("manager", "unknown"))?.name);
        Sql::new("INSERT INTO user_manager (user_id, manager_id) VALUES (")
            .push_with(
                "?, ?) ON CONFLICT (user_id) DO UPDATE SET manager_id = excluded.manager_id",
                [user.into(), manager.into()],
            )
            .execute(&tx)
            .await?;
    } else {
        Sql::new("DELETE FROM user_manager WHERE user_id = ").bind(user).execute(&tx).await?;
    }
    let payload = serde_json::json!({
        "user": user, "name": person.name, "before": { "manager": before }, "after": { "manager": input.manager, "manager_name": name },
    });
    record(&tx, cx, Event::new(EventKind::UserChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(input)
}
