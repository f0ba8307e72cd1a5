//! Sessions and sign-in links that can no longer be used are forgotten after a month: who came in, and when, stays in the record.

use crate::App;
use jobs::{Claimed, JobError};
use kernel::time::DAY;
use kernel::words::LinkPurpose;
use storage::Sql;

/// The job that forgets them.
pub const CLEAN: &str = "access.clean";
const KEPT: i64 = 30 * DAY;

/// Forgets sessions and sign-in links that ended more than a month ago. Handler of [`CLEAN`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn clean(app: App, job: Claimed) -> Result<(), JobError> {
    let before = app.now().plus(-KEPT);
    let tx = app.db().begin().await?;
    Sql::new("DELETE FROM session WHERE expires_at < ")
        .bind(before)
        .push(" OR revoked_at < ")
        .bind(before)
        .execute(&tx)
        .await?;
    Sql::new("DELETE FROM signed_link WHERE expires_at < ")
        .bind(before)
        .push(" AND purpose = ")
        .bind(LinkPurpose::SignIn)
        .execute(&tx)
        .await?;
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}
