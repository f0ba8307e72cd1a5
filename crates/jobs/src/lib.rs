//! Work to be done later, on the same database and in the same transaction as what causes it. Knows nothing of the product.
//!
//! Life of a job: `enqueue` (in the caller's transaction) → claim (its own short transaction; the lease is written into `run_at`) → run, with no
//! connection held → gone. A failure waits 2^n minutes, ten times, then stays as `failed` for a person to see. A worker that died
//! loses its lease and the job runs again: handlers are written so that a second run finds the work done, or they call
//! [`Claimed::complete`] in the transaction that does the work.

mod queue;
mod schedule;

pub use queue::{Claimed, JobError, NewJob, Queue, enqueue, retry_failed};
pub use schedule::Every;
