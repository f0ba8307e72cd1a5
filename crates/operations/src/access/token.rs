//! API tokens: for programs that act for a person.

use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use crate::{App, Ctx};
use kernel::actor::{TokenActor, UserActor};
use kernel::id::{TokenId, UserId};
use kernel::secret::{random_token, token_hash};
use kernel::time::MINUTE;
use kernel::{Date, Failure, FieldErrors, Instant, Outcome, Role};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

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

/// A token, as its person sees it. The raw form was shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct Token {
    /// The token.
    #[schema(value_type = String)]
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Its first letters, to tell it from others.
    pub hint: String,
    /// Whether it may change things.
    pub can_write: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it was last used, to ten minutes.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Instant>,
    /// When it stops working; never when absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Instant>,
}

/// A token to be made.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateToken {
    /// What it is for.
    #[schema(max_length = 80)]
    pub name: String,
    /// Whether it may change things; it always may read what its person may.
    #[serde(default)]
    pub can_write: bool,
    /// The last day on which it works, in the organisation's time zone; it never ends when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Date>,
}

/// A token just made.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct CreatedToken {
    /// The token.
    pub token: Token,
    /// Its raw form, for the `Authorization: Bearer` header. Shown this once, stored nowhere.
    #[schema(example = "cmpg_…")]
    pub secret: String,
}

/// Makes a token for the actor, or for `user` when the system itself asks (the command line).
///
/// # Errors
/// `Forbidden` for tokens; `Invalid` at `name`, `expires_on`; `NotFound` when `user` is nobody.
pub async fn create(cx: &Ctx, user: Option<UserId>, input: CreateToken) -> Outcome<CreatedToken> {
    cx.allow(Action::ManageOwnAccount)?;
    let owner = match (cx.actor.user(), user) {
        (Some(actor), _) => actor.id,
        (None, Some(user)) => user,
        (None, None) => return Err(Failure::field("user", "required")),
    };
    let organisation = crate::settings::organisation(cx.read()).await?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 80);
    // "Until the 30th" means the whole of the 30th.
    let expires_at = input.expires_on.map(|day| day.plus_days(1).start_in(&organisation.zone()));
    if expires_at.is_some_and(|at| at <= cx.now()) {
        errors.add("expires_on", "date_in_past");
    }
    errors.into_result(())?;
    let secret = format!("{PREFIX}{}", random_token());
    let token = Token {
        id: TokenId::new(),
        name,
        hint: secret.chars().take(PREFIX.len() + 4).collect(),
        can_write: input.can_write,
        created_at: cx.now(),
        last_used_at: None,
        expires_at,
    };
    let tx = cx.begin().await?;
    Sql::new("SELECT 1 FROM app_user WHERE active AND id = ")
        .bind(owner)
        .value::<i32>(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    Sql::new("INSERT INTO api_token (id, user_id, name, token_hash, hint, can_write, created_at, expires_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?)",
            [
                token.id.into(),
                owner.into(),
                token.name.clone().into(),
                token_hash(&secret).into(),
                token.hint.clone().into(),
                token.can_write.into(),
                token.created_at.into(),
                token.expires_at.into(),
            ],
        )
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({ "token": token.id, "name": token.name, "can_write": token.can_write });
    record(&tx, cx, Event::new(EventKind::TokenCreated).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(CreatedToken { token, secret })
}

/// The actor's own tokens that were not revoked, newest first.
///
/// # Errors
/// `Forbidden` for tokens.
pub async fn list(cx: &Ctx) -> Outcome<Vec<Token>> {
    cx.allow(Action::ManageOwnAccount)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?.id;
    let sql = Sql::new(
        "SELECT id, name, hint, can_write, created_at, last_used_at, expires_at FROM api_token WHERE revoked_at IS NULL AND user_id = ",
    )
    .bind(user)
    .push(" ORDER BY created_at DESC, id DESC LIMIT 200");
    Ok(sql.all::<Token>(cx.read()).await?)
}

/// Revokes one of the actor's own tokens; the system may revoke anybody's.
///
/// # Errors
/// `NotFound` when it is not theirs or was revoked; `Forbidden` for tokens.
pub async fn revoke(cx: &Ctx, id: TokenId) -> Outcome<()> {
    cx.allow(Action::ManageOwnAccount)?;
    let tx = cx.begin().await?;
    let sql = Sql::new("UPDATE api_token SET revoked_at = ")
        .bind(cx.now())
        .push(" WHERE revoked_at IS NULL AND id = ")
        .bind(id);
    let sql = match cx.actor.user() {
        Some(user) => sql.push(" AND user_id = ").bind(user.id),
        None => sql,
    };
    let name = sql.push(" RETURNING name").value::<String>(&tx).await?.ok_or(Failure::NotFound)?;
    let payload = serde_json::json!({ "token": id, "name": name });
    record(&tx, cx, Event::new(EventKind::TokenRevoked).with(payload)).await?;
    cx.commit(tx).await
}

/// Revokes all of somebody's tokens, in the caller's transaction.
pub(crate) async fn revoke_all(tx: &Tx, now: Instant, user: UserId) -> Outcome<()> {
    Sql::new("UPDATE api_token SET revoked_at = ")
        .bind(now)
        .push(" WHERE revoked_at IS NULL AND user_id = ")
        .bind(user)
        .execute(tx)
        .await?;
    Ok(())
}
