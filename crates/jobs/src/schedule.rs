use crate::queue::{NewJob, enqueue};
use kernel::Instant;
use sea_orm::DbErr;
use storage::{Db, Sql};

/// Something that happens regularly, once for all nodes: whoever moves the row's time enqueues the job.
#[derive(Debug, Clone, Copy)]
pub struct Every {
    /// The schedule's name.
    pub name: &'static str,
    /// The job's kind.
    pub kind: &'static str,
    /// Microseconds between two runs.
    pub period: i64,
}

pub(crate) async fn tick(db: &Db, now: Instant, every: &Every) -> Result<(), DbErr> {
    let due = Sql::new("SELECT next_run_at FROM schedule WHERE name = ").bind(every.name);
    if due.value::<Instant>(db.read()).await?.is_some_and(|next| next > now) {
        return Ok(());
    }
    let tx = db.begin().await?;
    Sql::new("INSERT INTO schedule (name, next_run_at) VALUES (")
        .bind(every.name)
        .push(", 0) ON CONFLICT (name) DO NOTHING")
        .execute(&tx)
        .await?;
    let moved = Sql::new("UPDATE schedule SET last_run_at = ")
        .bind(now)
        .push(", next_run_at = ")
        .bind(now.plus(every.period))
        .push(" WHERE name = ")
        .bind(every.name)
        .push(" AND next_run_at <= ")
        .bind(now)
        .execute(&tx)
        .await?;
    if moved > 0 {
        let job = NewJob {
            kind: every.kind,
            payload: serde_json::Value::Null,
            run_at: now,
            dedupe_key: Some(format!("schedule:{}", every.name)),
        };
        enqueue(&tx, now, job).await?;
    }
    tx.commit().await
}
