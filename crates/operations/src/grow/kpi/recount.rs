//! Kept totals that have to be made again after an update of the program are made again by a job; until then the facts answer.

use super::keep::rebuild_in;
use crate::App;
use jobs::{Claimed, JobError};
use kernel::Outcome;
use sea_orm::ConnectionTrait;
use storage::Sql;

/// The job that looks whether totals wait to be made again, and makes them.
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
    if waits(&tx).await? {
        rebuild_in(&tx).await?;
    }
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}
