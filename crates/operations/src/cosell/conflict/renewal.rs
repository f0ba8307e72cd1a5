//! Keys of older rules are made anew by a job, while the server answers: a step in each transaction, which also keeps how far it came.
//!
//! Until its turn comes a company is found by the keys it has, and what is checked is looked for by the rules of today: by every key that both
//! rules make alike. What is written meanwhile gets keys of today's rules at once.

use super::keys::{keep_companies, keep_live};
use crate::settings;
use crate::{App, Ctx};
use jobs::{Claimed, JobError, NewJob};
use kernel::id::{CompanyId, RegistrationId};
use kernel::words::RegistrationStatus;
use kernel::{Channel, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::dialect::Dialect;
use storage::{Sql, Tx};

/// The job that makes the keys of some companies or registrations anew, and leaves the rest to one like it.
pub const RENEW: &str = "conflict.keys";
/// Which rules the kept keys follow; another number, and all of them are made anew.
const RULES: &str = "6";
/// The setting that says which rules all kept keys follow.
const SETTING: &str = "match_keys";
/// Rows in one step: others write in between.
const STEP: i64 = 500;

/// How far a job has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// The rules it was begun for.
    rules: String,
    next: Next,
}

/// What comes next, in the order of ids; companies first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Next {
    /// Companies after this one; from the first on.
    Companies(Option<CompanyId>),
    /// Live registrations after this one; from the first on.
    Registrations(Option<RegistrationId>),
}

/// What still has keys of older rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToRenew {
    /// Companies.
    pub companies: i64,
    /// Live registrations.
    pub registrations: i64,
}

/// Live registrations, to be gone on with.
fn live(select: &str) -> Sql {
    let live = RegistrationStatus::ALL.iter().filter(|s| s.is_live()).map(|s| s.as_str());
    Sql::new(format!("SELECT {select} FROM registration WHERE status IN ")).bind_list(live)
}

fn companies(select: &str) -> Sql {
    Sql::new(format!("SELECT {select} FROM company WHERE 1 = 1"))
}

fn after(sql: Sql, id: Option<impl Into<sea_orm::Value>>) -> Sql {
    match id {
        Some(id) => sql.push(" AND id > ").bind(id),
        None => sql,
    }
}

async fn are_of_today(db: &impl ConnectionTrait) -> Outcome<bool> {
    let kept = Sql::new("SELECT value FROM setting WHERE key = ").bind(SETTING).value::<String>(db).await?;
    Ok(kept.as_deref() == Some(RULES))
}

/// Asks for keys of older rules to be made anew, once however many servers start. Says whether that is under way.
///
/// # Errors
/// The database's.
pub async fn ask(app: &App) -> Outcome<bool> {
    let cx = app.system(Channel::System);
    if are_of_today(cx.read()).await? {
        return Ok(false);
    }
    let tx = cx.begin().await?;
    let some = |sql: Sql| sql.push(" LIMIT 1");
    let none =
        some(companies("1")).value::<i32>(&tx).await?.is_none() && some(live("1")).value::<i32>(&tx).await?.is_none();
    if none {
        settings::keep(&cx, &tx, SETTING, RULES).await?;
    } else {
        // One that was given up is tried once more with each start.
        Sql::new("UPDATE job SET state = 'waiting', attempts = 0, run_at = ")
            .bind(cx.now())
            .push(" WHERE state = 'failed' AND dedupe_key = ")
            .bind(RENEW)
            .execute(&tx)
            .await?;
        go_on(&cx, &tx, Next::Companies(None)).await?;
    }
    cx.commit(tx).await?;
    Ok(!none)
}

async fn go_on(cx: &Ctx, tx: &Tx, next: Next) -> Outcome<()> {
    let progress = Progress { rules: RULES.to_owned(), next };
    let job = NewJob {
        kind: RENEW,
        payload: serde_json::to_value(&progress).map_err(kernel::Failure::internal)?,
        run_at: cx.now(),
        // One at a time, whichever server works on it.
        dedupe_key: Some(RENEW.to_owned()),
    };
    Ok(jobs::enqueue(tx, cx.now(), job).await?)
}

/// One step, and the job for the next one in the same transaction: whatever ends a server, the next one goes on where this one was. Handler of
/// [`RENEW`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn renew(app: App, job: Claimed) -> Result<(), JobError> {
    let cx = app.system(Channel::System);
    let asked: Progress = job.input()?;
    let next = if asked.rules == RULES { asked.next } else { Next::Companies(None) };
    let tx = cx.begin().await?;
    let next = step(&tx, next).await?;
    job.complete(&tx).await?;
    match next {
        Some(next) => go_on(&cx, &tx, next).await?,
        None => {
            settings::keep(&cx, &tx, SETTING, RULES).await?;
            tracing::info!("the keys of all companies and registrations follow today's rules");
        }
    }
    cx.commit(tx).await?;
    Ok(())
}

/// Makes the keys of the next rows anew; the old ones go in the same transaction. Says what comes then, nothing when all are done.
async fn step(tx: &Tx, next: Next) -> Outcome<Option<Next>> {
    let some = |sql: Sql| sql.push(" ORDER BY id LIMIT ").bind(STEP);
    Ok(match next {
        Next::Companies(last) => {
            let ids = some(after(companies("id"), last)).column::<CompanyId>(tx).await?;
            hold(tx, "company", &ids).await?;
            keep_companies(tx, &ids).await?;
            Some(ids.last().map_or(Next::Registrations(None), |last| Next::Companies(Some(*last))))
        }
        Next::Registrations(last) => {
            let ids = some(after(live("id"), last)).column::<RegistrationId>(tx).await?;
            hold(tx, "registration", &ids).await?;
            keep_live(tx, &ids).await?;
            ids.last().map(|last| Next::Registrations(Some(*last)))
        }
    })
}

/// Nobody changes these rows until the end of the transaction: keys made of what a row said before would take the place of newer ones.
async fn hold<T: Copy + Into<sea_orm::Value>>(tx: &Tx, table: &str, ids: &[T]) -> Outcome<()> {
    let lock = Dialect::of_backend(tx.get_database_backend()).for_update();
    if !lock.is_empty() && !ids.is_empty() {
        let sql = Sql::new(format!("SELECT id FROM {table} WHERE id IN ")).bind_list(ids.iter().copied());
        sql.push(" ORDER BY id").push(lock).column::<uuid::Uuid>(tx).await?;
    }
    Ok(())
}

/// What still has keys of older rules; nothing where nothing has.
///
/// # Errors
/// The database's.
pub async fn to_renew(db: &impl ConnectionTrait) -> Outcome<Option<ToRenew>> {
    if are_of_today(db).await? {
        return Ok(None);
    }
    let job = Sql::new("SELECT payload FROM job WHERE dedupe_key = ").bind(RENEW).value::<String>(db).await?;
    let progress = job.and_then(|job| serde_json::from_str::<Progress>(&job).ok()).filter(|p| p.rules == RULES);
    let next = progress.map_or(Next::Companies(None), |progress| progress.next);
    let count = "CAST(COUNT(*) AS BIGINT)";
    let (known, claims) = match next {
        Next::Companies(last) => (Some(last), None),
        Next::Registrations(last) => (None, last),
    };
    let companies = match known {
        Some(last) => after(companies(count), last).value::<i64>(db).await?.unwrap_or_default(),
        None => 0,
    };
    let registrations = after(live(count), claims).value::<i64>(db).await?.unwrap_or_default();
    let left = ToRenew { companies, registrations };
    Ok(Some(left).filter(|left| left.companies + left.registrations > 0))
}
