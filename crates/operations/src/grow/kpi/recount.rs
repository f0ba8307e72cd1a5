//! Kept totals that have to be made again after an update of the program are made again by a job; until then the facts answer.

use super::fact::month_of;
use super::keep::rebuild_in;
use super::leaders;
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

/// Makes the totals again when a migration has asked for it, in one transaction: an answer is made of the facts or of whole totals, never of
/// both. Handler of [`RECOUNT`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn recount(app: App, job: Claimed) -> Result<(), JobError> {
    let tx = app.db().begin().await?;
    bring_up_to_date(&app, &tx).await?;
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// What [`recount`] does, within a transaction of the caller's.
///
/// # Errors
/// The database's.
pub async fn bring_up_to_date(app: &App, tx: &Tx) -> Outcome<()> {
    if waits(tx).await? {
        rebuild_in(tx).await?;
    }
    let today = app.now().date_in(&organisation(tx).await?.zone());
    leaders::renew(tx, month_of(today)).await
}
