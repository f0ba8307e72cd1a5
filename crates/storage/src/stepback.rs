//! Who reads for seconds lets those pass who write for milliseconds.
//!
//! `SQLite` works in a thread of its own for each connection. Where such a thread reads millions of rows on a machine with two cores, a registration
//! beside it waits for the end of its slice again and again: a third longer, as measured. With the lowest priority it does not.

use sea_orm::sqlx::{Error, SqliteConnection};

/// Steps of `SQLite`'s virtual machine after which it is looked at: some milliseconds.
const STEPS: i32 = 100_000;

/// This connection's thread takes the lowest priority once a statement reads much. Only Linux has priorities of single threads.
///
/// # Errors
/// The database's.
pub(crate) async fn steps_back(connection: &mut SqliteConnection) -> Result<(), Error> {
    let mut done = false;
    connection.lock_handle().await?.set_progress_handler(STEPS, move || {
        if !done {
            done = true;
            lowest();
        }
        true
    });
    Ok(())
}

#[cfg(target_os = "linux")]
fn lowest() {
    // Without a process it is the calling thread. Refused, it reads as everybody does.
    if let Err(refused) = rustix::process::setpriority_process(None, LOWEST) {
        tracing::debug!(%refused, "a question keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn lowest() {}

#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;
