//! API tokens: for programs that act for a person.

use crate::App;
use kernel::actor::{TokenActor, UserActor};
use kernel::id::{TokenId, UserId};
use kernel::secret::token_hash;
use kernel::time::MINUTE;
use kernel::{Instant, Outcome, Role};
use sea_orm::FromQueryResult;
use storage::Sql;

/// What a raw API token starts with, so that secret scanners can find a leaked one.
pub const PREFIX: &str = "cmpg_";

#[derive(FromQueryResult)]
struct Row {
    token_id: TokenId,
    can_write: bool,
    last_used_at: Option<Instant>,
    user_id: UserId,
    name: String,
    role: Role,
    all_partners: bool,
}

/// The person a token acts for, narrowed by the token, if both are alive.
///
/// # Errors
/// The database's.
pub async fn authenticate(app: &App, token: &str) -> Outcome<Option<UserActor>> {
    let now = app.now();
    let row = Sql::new(
        "SELECT t.id AS token_id, t.can_write, t.last_used_at, u.id AS user_id, u.name, u.role, u.all_partners FROM api_token t JOIN app_user u ON u.id = t.user_id WHERE t.token_hash = ",
    )
    .bind(token_hash(token))
    .push(" AND t.revoked_at IS NULL AND u.active AND (t.expires_at IS NULL OR t.expires_at > ")
    .bind(now)
    .push(")")
    .one::<Row>(app.db().read())
    .await?;
    let Some(row) = row else { return Ok(None) };
    if row.last_used_at.is_none_or(|at| now.since(at) > 10 * MINUTE) {
        let tx = app.db().begin().await?;
        Sql::new("UPDATE api_token SET last_used_at = ")
            .bind(now)
            .push(" WHERE id = ")
            .bind(row.token_id)
            .execute(&tx)
            .await?;
        tx.commit().await?;
    }
    let token = TokenActor { id: row.token_id, can_write: row.can_write };
    Ok(Some(UserActor {
        id: row.user_id,
        name: row.name,
        role: row.role,
        all_partners: row.all_partners,
        token: Some(token),
    }))
}
