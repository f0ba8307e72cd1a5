use crate::schedule::{self, Every};
use futures::future::BoxFuture;
use kernel::id::JobId;
use kernel::time::{MINUTE, SECOND};
use kernel::{Clock, Instant};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use storage::{Db, Sql};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How long a worker may be silent before its job is taken by another: what a job of a killed process waits on PostgreSQL.
const LEASE: i64 = 15 * SECOND;
/// How often a worker says that it still works. Three renewals may fail before the lease runs out.
const RENEW: std::time::Duration = std::time::Duration::from_secs(4);
/// Tries before a job is left for a person.
const MAX_ATTEMPTS: i32 = 10;

/// Why a job did not work out. The text is kept with the job.
pub type JobError = Box<dyn std::error::Error + Send + Sync>;

/// A job to be put into the queue.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Which handler.
    pub kind: &'static str,
    /// What the handler needs.
    pub payload: serde_json::Value,
    /// Not before.
    pub run_at: Instant,
    /// At most one waiting or running job has this key.
    pub dedupe_key: Option<String>,
}

/// Puts a job into the queue, in the caller's transaction. With a dedupe key that is taken, nothing happens.
///
/// # Errors
/// The database's.
pub async fn enqueue(tx: &impl ConnectionTrait, now: Instant, job: NewJob) -> Result<(), DbErr> {
    Sql::new("INSERT INTO job (id, kind, payload, dedupe_key, state, run_at, attempts, created_at) VALUES (")
        .bind(JobId::new())
        .push(", ")
        .bind(job.kind)
        .push(", ")
        .bind(job.payload.to_string())
        .push(", ")
        .bind(job.dedupe_key)
        .push(", 'waiting', ")
        .bind(job.run_at)
        .push(", 0, ")
        .bind(now)
        .push(") ON CONFLICT (dedupe_key) DO NOTHING")
        .execute(tx)
        .await
        .map(|_| ())
}

/// Lets failed jobs run again at once. Returns how many.
///
/// # Errors
/// The database's.
pub async fn retry_failed(db: &impl ConnectionTrait, now: Instant) -> Result<u64, DbErr> {
    Sql::new("UPDATE job SET state = 'waiting', attempts = 0, run_at = ")
        .bind(now)
        .push(" WHERE state = 'failed'")
        .execute(db)
        .await
}

/// A job in a worker's hands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Claimed {
    /// The job.
    pub id: JobId,
    /// Which handler.
    pub kind: String,
    /// JSON, see [`Claimed::input`].
    pub payload: String,
    /// Tries, this one included.
    pub attempts: i32,
    /// Whether the handler took it out of the queue itself.
    #[sea_orm(skip)]
    completed: Arc<AtomicBool>,
}

impl Claimed {
    /// The payload, read.
    ///
    /// # Errors
    /// When the payload is of another shape.
    pub fn input<T: serde::de::DeserializeOwned>(&self) -> Result<T, JobError> {
        Ok(serde_json::from_str(&self.payload)?)
    }
    /// Takes the job out of the queue in the handler's own transaction, so that its effect and its end are one.
    ///
    /// # Errors
    /// When another worker took the job over meanwhile: then this transaction must not commit. The database's.
    pub async fn complete(&self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        if !self.remove(tx).await? {
            return Err(DbErr::Custom("the job is in other hands".to_owned()));
        }
        self.completed.store(true, Ordering::Release);
        Ok(())
    }
    /// Whether the job was still in these hands. Each taking counts `attempts` up, so id and attempt name one taking.
    async fn remove(&self, tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
        let removed =
            Sql::new("DELETE FROM job WHERE id = ").bind(self.id).push(" AND attempts = ").bind(self.attempts);
        Ok(removed.execute(tx).await? > 0)
    }
    /// Says that the work goes on.
    async fn renew(&self, db: &Db, until: Instant) -> Result<(), DbErr> {
        let tx = db.begin().await?;
        Sql::new("UPDATE job SET run_at = ")
            .bind(until)
            .push(" WHERE state = 'running' AND id = ")
            .bind(self.id)
            .push(" AND attempts = ")
            .bind(self.attempts)
            .execute(&tx)
            .await?;
        tx.commit().await
    }
}

type Handler<C> = Arc<dyn Fn(C, Claimed) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// The worker's side of the queue. `C` is what handlers get (the application).
pub struct Queue<C> {
    db: Db,
    clock: Arc<dyn Clock>,
    context: C,
    handlers: HashMap<&'static str, Handler<C>>,
    schedules: Vec<Every>,
    wake: Arc<Notify>,
}

impl<C: Clone + Send + Sync + 'static> Queue<C> {
    /// A queue without handlers. `wake` is notified after commits that enqueued something.
    pub fn new(db: Db, clock: Arc<dyn Clock>, context: C, wake: Arc<Notify>) -> Self {
        Self { db, clock, context, handlers: HashMap::new(), schedules: Vec::new(), wake }
    }

    /// Names the handler of `kind`.
    #[must_use]
    pub fn handle<F>(mut self, kind: &'static str, handler: fn(C, Claimed) -> F) -> Self
    where
        F: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.handlers.insert(kind, Arc::new(move |c, job| Box::pin(handler(c, job))));
        self
    }

    /// Enqueues a job of `every.kind` regularly, once for all nodes.
    #[must_use]
    pub fn schedule(mut self, every: Every) -> Self {
        self.schedules.push(every);
        self
    }

    /// Works until told to stop; a job in hand is finished first.
    pub async fn run(self: Arc<Self>, workers: usize, stop: CancellationToken) {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..workers.max(1) {
            let (queue, stop) = (Arc::clone(&self), stop.clone());
            tasks.spawn(async move {
                while !stop.is_cancelled() {
                    match queue.run_one().await {
                        Ok(true) => {}
                        Ok(false) => tokio::select! {
                            () = queue.wake.notified() => {}
                            () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
                            () = stop.cancelled() => {}
                        },
                        Err(error) => {
                            tracing::error!(%error, "the job queue could not be read");
                            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                        }
                    }
                }
            });
        }
        let (queue, ticking) = (Arc::clone(&self), stop.clone());
        tasks.spawn(async move {
            while !ticking.is_cancelled() {
                if let Err(error) = queue.tick().await {
                    tracing::error!(%error, "schedules could not be checked");
                }
                tokio::select! {
                    () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
                    () = ticking.cancelled() => {}
                }
            }
        });
        while tasks.join_next().await.is_some() {}
    }

    /// Gives back jobs whose worker died with the process. Only for a database that has no other node (SQLite).
    ///
    /// # Errors
    /// The database's.
    pub async fn release_orphans(&self) -> Result<u64, DbErr> {
        let tx = self.db.begin().await?;
        let released = Sql::new("UPDATE job SET state = 'waiting', run_at = ")
            .bind(self.clock.now())
            .push(" WHERE state = 'running'")
            .execute(&tx)
            .await?;
        tx.commit().await?;
        Ok(released)
    }

    /// Enqueues what the schedules ask for now.
    ///
    /// # Errors
    /// The database's.
    pub async fn tick(&self) -> Result<(), DbErr> {
        for every in &self.schedules {
            schedule::tick(&self.db, self.clock.now(), every).await?;
        }
        Ok(())
    }

    /// Runs every job that is due now, for tests and for the command line. Returns how many ran.
    ///
    /// # Errors
    /// The database's; a job's own failure is kept with the job.
    pub async fn run_due(&self) -> Result<usize, DbErr> {
        let mut ran = 0;
        while self.run_one().await? {
            ran += 1;
        }
        Ok(ran)
    }

    async fn claim(&self) -> Result<Option<Claimed>, DbErr> {
        let now = self.clock.now();
        // A look before the lock: an idle worker never opens a write transaction.
        let due = Sql::new("SELECT 1 FROM job WHERE state IN ('waiting', 'running') AND run_at <= ")
            .bind(now)
            .push(" LIMIT 1");
        if due.value::<i32>(self.db.read()).await?.is_none() {
            return Ok(None);
        }
        let tx = self.db.begin().await?;
        let claimed = Sql::new("UPDATE job SET state = 'running', attempts = attempts + 1, run_at = ")
            .bind(now.plus(LEASE))
            .push(" WHERE id = (SELECT id FROM job WHERE state IN ('waiting', 'running') AND run_at <= ")
            .bind(now)
            .push(" ORDER BY run_at, id LIMIT 1")
            .push(self.db.dialect().skip_locked())
            .push(") RETURNING id, kind, payload, attempts")
            .one::<Claimed>(&tx)
            .await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn run_one(&self) -> Result<bool, DbErr> {
        let Some(job) = self.claim().await? else { return Ok(false) };
        let outcome = match self.handlers.get(job.kind.as_str()) {
            Some(handler) => self.run_with_lease(handler(self.context.clone(), job.clone()), &job).await,
            None => Err(format!("no handler for {}", job.kind).into()),
        };
        metrics::counter!("compagnon_jobs_total", "kind" => job.kind.clone(), "ok" => outcome.is_ok().to_string())
            .increment(1);
        if outcome.is_ok() && job.completed.load(Ordering::Acquire) {
            // Gone with the handler's own transaction: no other one is needed.
            return Ok(true);
        }
        let tx = self.db.begin().await?;
        match outcome {
            Ok(()) => {
                job.remove(&tx).await?;
            }
            Err(error) => {
                tracing::warn!(job = %job.id, kind = %job.kind, attempts = job.attempts, %error, "a job failed");
                let state = if job.attempts >= MAX_ATTEMPTS { "failed" } else { "waiting" };
                let wait = MINUTE << job.attempts.clamp(0, 10);
                Sql::new("UPDATE job SET state = ")
                    .bind(state)
                    .push(", last_error = ")
                    .bind(error.to_string())
                    .push(", run_at = ")
                    .bind(self.clock.now().plus(wait))
                    // Not when another worker has it by now: its word counts.
                    .push(" WHERE id = ")
                    .bind(job.id)
                    .push(" AND attempts = ")
                    .bind(job.attempts)
                    .execute(&tx)
                    .await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Runs the handler in a task of its own (a panic becomes an error) and renews the lease while it works.
    async fn run_with_lease(
        &self,
        work: BoxFuture<'static, Result<(), JobError>>,
        job: &Claimed,
    ) -> Result<(), JobError> {
        let mut task = tokio::spawn(work);
        loop {
            tokio::select! {
                done = &mut task => return match done {
                    Ok(result) => result,
                    Err(panic) => Err(format!("the handler panicked: {panic}").into()),
                },
                () = tokio::time::sleep(RENEW) => {
                    // The handler works on: what cannot be written down now is no reason to call its work failed.
                    if let Err(error) = job.renew(&self.db, self.clock.now().plus(LEASE)).await {
                        tracing::warn!(job = %job.id, %error, "the lease of a job could not be renewed");
                    }
                }
            }
        }
    }
}
