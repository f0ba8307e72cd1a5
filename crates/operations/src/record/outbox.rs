//! The outbox: what was mailed, what waits, what failed, and what is kept because no mail server is configured. For administrators.

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::mail::SEND;
use jobs::NewJob;
use kernel::fold::like_pattern;
use kernel::id::MailId;
use kernel::words::MailStatus;
use kernel::{Cursor, Failure, Instant, Outcome, Page, PageRequest};
use sea_orm::{EntityTrait, FromQueryResult};
use serde::Serialize;
use storage::{Sql, Tx, entity};

/// Mails that open somebody's account, or answer in their name. Once such a mail has gone out, its text is nobody else's to read.
const SECRET: [&str; 8] = [
    "sign_in",
    "invitation",
    "registration_review",
    "registration_answered",
    "registration_appealed",
    "registration_edited",
    "approval_request",
    "approval_reminder",
];

/// A mail, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
#[schema(as = MailEntry)]
pub struct Entry {
    /// The mail.
    #[schema(value_type = String)]
    pub id: MailId,
    /// `queued`, `sent`, `failed` or `kept`.
    #[schema(value_type = String)]
    pub status: MailStatus,
    /// Recipient's address.
    pub to_email: String,
    /// Recipient's name.
    pub to_name: String,
    /// Subject line.
    pub subject: String,
    /// Tries so far.
    pub attempts: i32,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When a server took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Instant>,
}

/// A mail, to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Letter {
    /// As the list shows it.
    #[serde(flatten)]
    pub entry: Entry,
    /// The plain text; absent when it went out and opens somebody's account.
    pub text: Option<String>,
    /// What the mail server said last.
    pub last_error: Option<String>,
}

/// Which mails to list.
#[derive(Debug, Clone, Default)]
pub struct OutboxFilter {
    /// In this state.
    pub status: Option<MailStatus>,
    /// Part of the recipient's address.
    pub q: Option<String>,
}

/// The mails, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx, filter: &OutboxFilter, page: &PageRequest) -> Outcome<Page<Entry>> {
    cx.allow(Action::Administer)?;
    let mut sql =
        Sql::new("SELECT id, status, to_email, to_name, subject, attempts, created_at, sent_at FROM mail WHERE 1 = 1");
    if let Some(status) = filter.status {
        sql = sql.push(" AND status = ").bind(status);
    }
    if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty() && !q.contains('\0')) {
        sql = sql.push(" AND LOWER(to_email) LIKE ").bind(like_pattern(&q.to_lowercase())).push(r" ESCAPE '\'");
    }
    if let Some((at, id)) = after(page) {
        sql = sql
            .push(" AND (created_at < ")
            .bind(at)
            .push(" OR (created_at = ")
            .bind(at)
            .push(" AND id < ")
            .bind(id)
            .push("))");
    }
    let rows = sql
        .push(" ORDER BY created_at DESC, id DESC LIMIT ")
        .bind(i64::from(page.fetch()))
        .all::<Entry>(cx.read())
        .await?;
    Ok(Page::from_rows(rows, page, |m| Cursor { key: m.created_at.0.to_string(), id: m.id.to_string() }))
}

fn after(page: &PageRequest) -> Option<(i64, MailId)> {
    let cursor = page.after.as_ref()?;
    Some((cursor.key.parse().ok()?, cursor.id.parse().ok()?))
}

/// How many mails failed: shown before anybody looks for them.
///
/// # Errors
/// `Forbidden`.
pub async fn failed(cx: &Ctx) -> Outcome<i64> {
    cx.allow(Action::Administer)?;
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE status = 'failed'");
    Ok(count.value::<i64>(cx.read()).await?.unwrap_or(0))
}

/// One mail.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn get(cx: &Ctx, id: MailId) -> Outcome<Letter> {
    cx.allow(Action::Administer)?;
    let row = entity::mail::Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    let secret = row.status != MailStatus::Kept && SECRET.contains(&row.template.as_str());
    Ok(Letter {
        text: (!secret).then_some(row.body_text),
        last_error: row.last_error,
        entry: Entry {
            id: row.id,
            status: row.status,
            to_email: row.to_email,
            to_name: row.to_name,
            subject: row.subject,
            attempts: row.attempts,
            created_at: row.created_at,
            sent_at: row.sent_at,
        },
    })
}

/// Sends every failed mail again, at once. Returns how many.
///
/// # Errors
/// `Forbidden`; conflict `no_mail_server` when none is configured.
pub async fn retry_failed(cx: &Ctx) -> Outcome<usize> {
    cx.allow(Action::Administer)?;
    if cx.app.options().mail.is_none() {
        return Err(Failure::conflict("no_mail_server"));
    }
    let tx = cx.begin().await?;
    let ids = Sql::new("SELECT id FROM mail WHERE status = 'failed' ORDER BY created_at, id LIMIT 10000")
        .column::<MailId>(&tx)
        .await?;
    for id in &ids {
        again(&tx, cx, *id).await?;
    }
    cx.commit(tx).await?;
    Ok(ids.len())
}

/// The job may still wait for its next try, or have given up and gone: either way it runs now.
async fn again(tx: &Tx, cx: &Ctx, id: MailId) -> Outcome<()> {
    let key = format!("mail:{id}");
    Sql::new("UPDATE mail SET status = 'queued' WHERE status = 'failed' AND id = ").bind(id).execute(tx).await?;
    Sql::new("UPDATE job SET state = 'waiting', attempts = 0, run_at = ")
        .bind(cx.now())
        .push(" WHERE state <> 'running' AND dedupe_key = ")
        .bind(key.clone())
        .execute(tx)
        .await?;
    let job =
        NewJob { kind: SEND, payload: serde_json::json!({ "mail": id }), run_at: cx.now(), dedupe_key: Some(key) };
    jobs::enqueue(tx, cx.now(), job).await?;
    Ok(())
}
