//! Kept totals that have to be made again after an update of the program are made again by a job; until then the facts answer.

use super::fact::month_of;
use super::{leaders, rebuild};
use crate::App;
use crate::settings::organisation;
use jobs::{Claimed, JobError};
use kernel::Outcome;
use sea_orm::ConnectionTrait;
use storage::{Sql, Tx};

/// The job that looks whether totals wait to be made again, and makes them; and begins the months that are kept together when a month begins.
pub const RECOUNT: &str = "kpi.recount";

/// Whether kept totals wait to be made again.
///
/// # Errors
/// The database's.
pub async fn waits(db: &impl ConnectionTrait) -> Outcome<bool> {
    let wanted = Sql::new("SELECT key FROM setting WHERE key = 'kpi_recount'").value::<String>(db).await?;
    Ok(wanted.is_some())
}

/// Asks for facts and totals to be made again, when this transaction has changed what they rest on. Returns the word of this asking.
///
/// # Errors
/// The database's.
pub async fn ask(tx: &Tx) -> Outcome<String> {
    // Each has a word of its own: what is asked while they are being made is not forgotten when they are made.
    let word = kernel::secret::random_token();
    Sql::new("INSERT INTO setting (key, value, changed_at) VALUES ('kpi_recount', ")
        .bind(word.as_str())
        .push(", 0) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .execute(tx)
        .await?;
    Ok(word)
}

/// Makes facts and totals again when a migration has asked for it, the totals in one transaction: an answer is made of the facts or of whole
/// totals, never of both. Handler of [`RECOUNT`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn recount(app: App, job: Claimed) -> Result<(), JobError> {
    let tx = made_again(&app).await?;
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes them again at once where they wait for it.
///
/// # Errors
/// The database's.
pub async fn now(app: &App) -> Outcome<()> {
    if waits(app.db().read()).await? {
        made_again(app).await?.commit().await?;
    }
    Ok(())
}

async fn made_again(app: &App) -> Outcome<Tx> {
    let asked = match waits(app.db().read()).await? {
        true => Some(rebuild::facts(app.db()).await?.1),
        false => None,
    };
    let tx = app.db().begin().await?;
    if let Some(asked) = asked {
        rebuild::totals(app.db().read(), &tx, &asked).await?;
    }
    begin_month(app, &tx).await?;
    Ok(tx)
}

/// Adds up anew what several months hold together, when a month has begun.
///
/// # Errors
/// The database's.
pub async fn begin_month(app: &App, tx: &Tx) -> Outcome<()> {
    let today = app.now().date_in(&organisation(tx).await?.zone());
    leaders::renew(tx, month_of(today)).await
}
