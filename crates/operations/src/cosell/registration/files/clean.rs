//! Bytes that belong to nothing are forgotten: of uploads that never arrived, and of files that were taken away.

use crate::App;
use jobs::{Claimed, JobError};
use kernel::id::AttachmentId;
use kernel::time::HOUR;
use kernel::{Instant, Outcome};
use sea_orm::FromQueryResult;
use storage::{Sql, Tx};

/// The job that forgets them; every hour, and when a file was taken away.
pub const CLEAN: &str = "registration.files";

/// Has them forgotten now, once what this transaction takes away is away.
pub(crate) async fn soon(tx: &Tx, now: Instant) -> Outcome<()> {
    let dedupe_key = Some("files.removed".to_owned());
    let job = jobs::NewJob { kind: CLEAN, payload: serde_json::Value::Null, run_at: now, dedupe_key };
    jobs::enqueue(tx, now, job).await?;
    Ok(())
}

/// An upload takes less.
const ARRIVES_WITHIN: i64 = HOUR;
const BATCH: i64 = 200;

#[derive(FromQueryResult)]
struct Unwanted {
    id: AttachmentId,
    store_key: String,
    arrived: bool,
}

/// Forgets them. Handler of [`CLEAN`].
///
/// # Errors
/// The database's, the file store's; the queue tries again later.
pub async fn clean(app: App, job: Claimed) -> Result<(), JobError> {
    let now = app.now();
    let mut done = Vec::new();
    if let Some(store) = app.options().files.clone() {
        let sql = Sql::new(
            "SELECT id, store_key, (registration_id IS NOT NULL) AS arrived FROM attachment WHERE (removed_at IS NOT NULL AND gone_at IS NULL) OR (registration_id IS NULL AND added_at < ",
        );
        let sql = sql.bind(now.plus(-ARRIVES_WITHIN)).push(") ORDER BY added_at, id LIMIT ").bind(BATCH);
        for unwanted in sql.all::<Unwanted>(app.db().read()).await? {
            store.remove(&unwanted.store_key).await.map_err(|e| JobError::from(anyhow::anyhow!(e)))?;
            done.push(unwanted);
        }
    }
    let tx = app.db().begin().await?;
    for unwanted in &done {
        let sql = if unwanted.arrived {
            Sql::new("UPDATE attachment SET gone_at = ").bind(now).push(" WHERE id = ").bind(unwanted.id)
        } else {
            Sql::new("DELETE FROM attachment WHERE registration_id IS NULL AND id = ").bind(unwanted.id)
        };
        sql.execute(&tx).await?;
    }
    job.complete(&tx).await?;
    tx.commit().await?;
    Ok(())
}
