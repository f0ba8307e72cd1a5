//! KPIs: what is counted, how, and the rows behind every number.

use crate::record::Event;
use kernel::Outcome;
use storage::Tx;

/// Brings the kept facts and totals of what `event` is about up to date. Called by `record` for every event, in its transaction.
///
/// # Errors
/// The database's.
pub async fn keep(_tx: &Tx, _event: &Event) -> Outcome<()> {
    Ok(())
}
