//! Signed-in browsers.

use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use crate::{App, Ctx};
use kernel::actor::UserActor;
use kernel::id::{SessionId, UserId};
use kernel::secret::{random_token, token_hash};
use kernel::time::{DAY, MINUTE};
use kernel::words::Theme;
use kernel::{Failure, Instant, Locale, Outcome, Role};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::{Sql, Tx};

/// How long a session lives after it was last used.
pub const LIFETIME: i64 = 30 * DAY;

/// The person behind a session cookie, and how they like their pages.
#[derive(Debug, Clone)]
pub struct Known {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub user: UserActor,
    /// Their language, if they chose one.
    pub locale: Option<Locale>,
    /// Their theme.
    pub theme: Theme,
}

#[derive(FromQueryResult)]
struct Row {
    session_id: SessionId,
    last_seen_at: Instant,
    user_id: UserId,
    name: String,
    role: Role,
    all_partners: bool,
    locale: Option<Locale>,
    theme: Theme,
}

/// Who the token of a session cookie belongs to, if the session is alive and the person active.
///
/// # Errors
/// The database's.
pub async fn authenticate(app: &App, token: &str) -> Outcome<Option<Known>> {
    let now = app.now();
    let row = Sql::new(
        "SELECT s.id AS session_id, s.last_seen_at, u.id AS user_id, u.name, u.role, u.all_partners, u.locale, u.theme FROM session s JOIN app_user u ON u.id = s.user_id WHERE s.token_hash = ",
    )
    .bind(token_hash(token))
    .push(" AND s.revoked_at IS NULL AND u.active AND s.expires_at > ")
    .bind(now)
    .one::<Row>(app.db().read())
    .await?;
    let Some(row) = row else { return Ok(None) };
    // Seen is written at most every ten minutes: reading a page must not be a write.
    if now.since(row.last_seen_at) > 10 * MINUTE {
        let tx = app.db().begin().await?;
        Sql::new("UPDATE session SET last_seen_at = ")
            .bind(now)
            .push(", expires_at = ")
            .bind(now.plus(LIFETIME))
            .push(" WHERE id = ")
            .bind(row.session_id)
            .execute(&tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Some(Known {
        session: row.session_id,
        user: UserActor {
            id: row.user_id,
            name: row.name,
            role: row.role,
            all_partners: row.all_partners,
            token: None,
        },
        locale: row.locale,
        theme: row.theme,
    }))
}

/// Starts a session in the caller's transaction and returns the cookie's token, which is stored only as a hash.
///
/// # Errors
/// The database's.
pub async fn start(tx: &Tx, now: Instant, user: UserId, user_agent: &str, address: &str) -> Outcome<String> {
    let token = random_token();
    let agent: String = user_agent.chars().take(200).collect();
    Sql::new("INSERT INTO session (id, user_id, token_hash, created_at, last_seen_at, expires_at, user_agent, address) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?)",
            [
                SessionId::new().into(),
                user.into(),
                token_hash(&token).into(),
                now.into(),
                now.into(),
                now.plus(LIFETIME).into(),
                agent.into(),
                address.into(),
            ],
        )
        .execute(tx)
        .await?;
    Ok(token)
}

/// A signed-in browser, as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Session {
    /// The session.
    #[schema(value_type = String)]
    pub id: SessionId,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it was last used, to ten minutes.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Instant,
    /// What the browser said it is.
    pub user_agent: String,
    /// From where it began.
    pub address: String,
    /// Hash of its token.
    #[serde(skip)]
    token_hash: String,
}

impl Session {
    /// Whether it is the session of this cookie's token.
    pub fn is(&self, token: &str) -> bool {
        self.token_hash == token_hash(token)
    }
}

/// The actor's own living sessions, last used first.
///
/// # Errors
/// `Forbidden` for tokens.
pub async fn list(cx: &Ctx) -> Outcome<Vec<Session>> {
    cx.allow(Action::ManageOwnAccount)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?.id;
    let sql =
        Sql::new("SELECT id, created_at, last_seen_at, user_agent, address, token_hash FROM session WHERE user_id = ")
            .bind(user)
            .push(" AND revoked_at IS NULL AND expires_at > ")
            .bind(cx.now())
            .push(" ORDER BY last_seen_at DESC, id DESC LIMIT 100");
    Ok(sql.all::<Session>(cx.read()).await?)
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// `NotFound` when it is not theirs or has ended; `Forbidden` for tokens.
pub async fn revoke(cx: &Ctx, id: SessionId) -> Outcome<()> {
    cx.allow(Action::ManageOwnAccount)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?.id;
    let tx = cx.begin().await?;
    let ended = Sql::new("UPDATE session SET revoked_at = ")
        .bind(cx.now())
        .push(" WHERE revoked_at IS NULL AND id = ")
        .bind(id)
        .push(" AND user_id = ")
        .bind(user)
        .execute(&tx)
        .await?;
    if ended == 0 {
        return Err(Failure::NotFound);
    }
    record(&tx, cx, Event::new(EventKind::SessionRevoked).with(serde_json::json!({ "session": id }))).await?;
    cx.commit(tx).await
}

/// Ends the session of a cookie: signing out. A token that is none does nothing.
///
/// # Errors
/// The database's.
pub async fn end(app: &App, token: &str) -> Outcome<()> {
    let tx = app.db().begin().await?;
    Sql::new("UPDATE session SET revoked_at = ")
        .bind(app.now())
        .push(" WHERE revoked_at IS NULL AND token_hash = ")
        .bind(token_hash(token))
        .execute(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all of somebody's sessions, but the one with the token `keep`, in the caller's transaction.
pub(crate) async fn end_all(tx: &Tx, now: Instant, user: UserId, keep: Option<&str>) -> Outcome<()> {
    let sql = Sql::new("UPDATE session SET revoked_at = ")
        .bind(now)
        .push(" WHERE revoked_at IS NULL AND user_id = ")
        .bind(user);
    let sql = match keep {
        Some(token) => sql.push(" AND token_hash <> ").bind(token_hash(token)),
        None => sql,
    };
    sql.execute(tx).await?;
    Ok(())
}
