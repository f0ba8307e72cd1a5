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
    Ok(asked(db).await?.is_some())
}

/// The word of the last who asked.
pub(super) async fn asked(db: &impl ConnectionTrait) -> Outcome<Option<String>> {
    Ok(Sql::new("SELECT value FROM setting WHERE key = 'kpi_recount'").value::<String>(db).await?)
}

/// Asks for facts and totals to be made again, when this transaction has changed what they rest on.
///
/// # Errors
/// The database's.
pub async fn ask(tx: &Tx) -> Outcome<()> {
    // Each has a word of its own: what is asked while they are being made is not forgotten when they are made.
    Sql::new("INSERT INTO setting (key, value, changed_at) VALUES ('kpi_recount', ")
        .bind(kernel::secret::random_token())
        .push(", 0) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .execute(tx)
        .await?;
    Ok(())
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
    let asked = asked(app.db().read()).await?;
    if asked.is_some() {
        rebuild::facts(app.db()).await?;
    }
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
