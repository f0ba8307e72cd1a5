//! Signed-in browsers.

use crate::App;
use kernel::actor::UserActor;
use kernel::id::{SessionId, UserId};
use kernel::secret::{random_token, token_hash};
use kernel::time::{DAY, MINUTE};
use kernel::words::Theme;
use kernel::{Instant, Locale, Outcome, Role};
use sea_orm::FromQueryResult;
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
