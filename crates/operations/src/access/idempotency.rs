//! A program that is unsure whether its request arrived sends it again with the same `Idempotency-Key` and gets the first answer again.
//!
//! Life of a key: claimed (its own transaction, before the work) → carried out (in the transaction of the work itself, see
//! [`crate::Ctx::commit`]) → answered (with the answer that will be repeated) → forgotten after 48 hours. So a kill between the work and its answer
//! cannot make the work happen twice: the repetition then gets conflict `already_carried_out` instead of the lost answer.

use crate::App;
use jobs::{Claimed, JobError};
use kernel::time::{HOUR, SECOND};
use kernel::{Failure, Instant, Outcome};
use storage::{Sql, Tx};

/// The job that forgets old keys.
pub const CLEAN: &str = "idempotency.clean";
/// How long a key is remembered.
const KEPT: i64 = 48 * HOUR;
/// After this time, a claim whose work was never carried out belongs to a process that died.
const STALE: i64 = 60 * SECOND;
/// How long an answer may take to be written down after its work: until then it is on its way, and not lost.
const ANSWERING: i64 = 10 * SECOND;
/// In place of a status: the work was carried out, its answer is not yet known.
const CARRIED_OUT: i32 = 0;

/// A key that this request, and no other, may carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    owner: String,
    key: String,
    claimed_at: Instant,
}

/// What to do with a request that has a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Carry it out.
    Fresh(Claim),
    /// Give this answer again.
    Repeat {
        /// HTTP status.
        status: u16,
        /// Body, JSON.
        body: String,
    },
}

#[derive(sea_orm::FromQueryResult)]
struct Row {
    request_hash: String,
    status: Option<i32>,
    body: Option<String>,
    created_at: Instant,
}

/// Claims `key` for a request whose method, path and body have the hash `request_hash`. `owner` is the token or person that asks: keys of
/// different owners have nothing to do with each other.
///
/// # Errors
/// Conflict `idempotency_key_reused` (another request had this key), `in_progress`, `already_carried_out`.
pub async fn claim(app: &App, owner: &str, key: &str, request_hash: &str) -> Outcome<Turn> {
    let now = app.now();
    let claim = Claim { owner: owner.to_owned(), key: key.to_owned(), claimed_at: now };
    let tx = app.db().begin().await?;
    Sql::new("DELETE FROM idempotency WHERE owner = ")
        .bind(owner)
        .push(" AND key = ")
        .bind(key)
        .push(" AND created_at < ")
        .bind(now.plus(-KEPT))
        .execute(&tx)
        .await?;
    let inserted = Sql::new("INSERT INTO idempotency (owner, key, request_hash, created_at) VALUES (")
        .push_with("?, ?, ?, ?", [owner.into(), key.into(), request_hash.into(), now.into()])
        .push(") ON CONFLICT (owner, key) DO NOTHING")
        .execute(&tx)
        .await?;
    if inserted > 0 {
        tx.commit().await?;
        return Ok(Turn::Fresh(claim));
    }
    let row = Sql::new("SELECT request_hash, status, body, created_at FROM idempotency WHERE owner = ")
        .bind(owner)
        .push(" AND key = ")
        .bind(key)
        .push(app.db().dialect().for_update())
        .one::<Row>(&tx)
        .await?
        .ok_or(Failure::conflict("in_progress"))?;
    if row.request_hash != request_hash {
        return Err(Failure::conflict("idempotency_key_reused"));
    }
    match row.status {
        Some(CARRIED_OUT) if now.since(row.created_at) < ANSWERING => Err(Failure::conflict("in_progress")),
        Some(CARRIED_OUT) => Err(Failure::conflict("already_carried_out")),
        Some(status) => {
            Ok(Turn::Repeat { status: u16::try_from(status).unwrap_or(200), body: row.body.unwrap_or_default() })
        }
        None if now.since(row.created_at) < STALE => Err(Failure::conflict("in_progress")),
        None => {
            Sql::new("UPDATE idempotency SET created_at = ")
                .bind(now)
                .push(" WHERE owner = ")
                .bind(owner)
                .push(" AND key = ")
                .bind(key)
                .execute(&tx)
                .await?;
            tx.commit().await?;
            Ok(Turn::Fresh(claim))
        }
    }
}

/// Writes down, in the transaction of the work itself, that it was carried out. Called by [`crate::Ctx::commit`].
///
/// # Errors
/// Conflict `in_progress` when another process has taken the claim over meanwhile: then this work must not happen.
pub(crate) async fn carried_out(tx: &Tx, claim: &Claim) -> Outcome<()> {
    let marked = of(claim, Sql::new("UPDATE idempotency SET status = ").bind(CARRIED_OUT)).execute(tx).await?;
    if marked == 0 { Err(Failure::conflict("in_progress")) } else { Ok(()) }
}

fn of(claim: &Claim, sql: Sql) -> Sql {
    sql.push(" WHERE owner = ")
        .bind(claim.owner.clone())
        .push(" AND key = ")
        .bind(claim.key.clone())
        .push(" AND created_at = ")
        .bind(claim.claimed_at)
}

/// Keeps the answer for repetitions. An answer that says "try again" (5xx, 429) is not kept: unless the work was carried out, the key is free again.
///
/// # Errors
/// The database's.
pub async fn answer(app: &App, claim: &Claim, status: u16, body: &str) -> Outcome<()> {
    let tx = app.db().begin().await?;
    if status >= 500 || status == 429 {
        of(claim, Sql::new("DELETE FROM idempotency")).push(" AND status IS NULL").execute(&tx).await?;
    } else {
        let sql = Sql::new("UPDATE idempotency SET status = ").bind(i32::from(status)).push(", body = ").bind(body);
        of(claim, sql).execute(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Forgets keys older than 48 hours. Handler of [`CLEAN`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn clean(app: App, job: Claimed) -> Result<(), JobError> {
    let tx = app.db().begin().await?;
    Sql::new("DELETE FROM idempotency WHERE created_at < ").bind(app.now().plus(-KEPT)).execute(&tx).await?;
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}
