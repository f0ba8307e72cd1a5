//! A job belongs to one worker at a time: who was silent for longer than the lease changes nothing any more.

use futures::future::BoxFuture;
use jobs::{Claimed, JobError, NewJob, Queue};
use kernel::time::SECOND;
use kernel::{Clock, FixedClock};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use storage::test_database::TestDatabase;
use storage::{Db, Sql};
use tokio::sync::Notify;

const KIND: &str = "test.silent";

#[derive(Clone)]
struct Context {
    db: Db,
    clock: Arc<FixedClock>,
    taken: Arc<AtomicUsize>,
    done: Arc<AtomicUsize>,
}

fn queue(context: &Context) -> Queue<Context> {
    let wake = Arc::new(Notify::new());
    Queue::new(context.db.clone(), context.clock.clone(), context.clone(), wake).handle(KIND, silent)
}

/// The first worker sleeps through its lease; meanwhile another one takes the job.
fn silent(context: Context, job: Claimed) -> BoxFuture<'static, Result<(), JobError>> {
    Box::pin(async move {
        if context.taken.fetch_add(1, Ordering::SeqCst) == 0 {
            assert_eq!(queue(&context).run_due().await?, 0, "a job in its lease was taken");
            context.clock.advance(16 * SECOND);
            assert_eq!(queue(&context).run_due().await?, 1, "a job whose lease had run out was left");
        }
        let tx = context.db.begin().await?;
        job.complete(&tx).await?;
        tx.commit().await?;
        context.done.fetch_add(1, Ordering::SeqCst);
        Ok(())
    })
}

#[tokio::test]
async fn a_worker_that_was_silent_too_long_commits_nothing() {
    let database = TestDatabase::create().await.expect("a database");
    let clock = Arc::new(FixedClock::at(kernel::SystemClock.now()));
    let (taken, done) = (Arc::default(), Arc::default());
    let context = Context { db: database.db.clone(), clock, taken, done };
    let job = NewJob { kind: KIND, payload: serde_json::json!({}), run_at: context.clock.now(), dedupe_key: None };
    let tx = context.db.begin().await.expect("a transaction");
    jobs::enqueue(&tx, context.clock.now(), job).await.expect("enqueued");
    tx.commit().await.expect("committed");

    queue(&context).run_due().await.expect("the queue works");

    assert_eq!(context.taken.load(Ordering::SeqCst), 2);
    assert_eq!(context.done.load(Ordering::SeqCst), 1, "the work counts once");
    let left: Vec<String> =
        Sql::new("SELECT state FROM job").column(context.db.read()).await.expect("the database answers");
    assert!(left.is_empty(), "{left:?}");
}
