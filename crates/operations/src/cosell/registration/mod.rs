//! Deal registration: a partner tells us of a customer, we answer in time.

use crate::Ctx;
use kernel::Outcome;

/// How many registrations wait for an answer within the actor's scope (the number beside "Today").
///
/// # Errors
/// The database's.
pub async fn waiting_count(cx: &Ctx) -> Outcome<u64> {
    let sql = storage::Sql::new(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration r WHERE r.status IN ('submitted', 'checking', 'in_review', 'pending_approval')",
    );
    let sql = crate::access::scope::in_scope(sql, &cx.actor, "r.partner_id");
    Ok(sql.value::<i64>(cx.read()).await?.unwrap_or(0).unsigned_abs())
}
