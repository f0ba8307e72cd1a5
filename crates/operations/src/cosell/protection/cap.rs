//! How many registrations a partner can have open: against registering everything that moves to lock others out. Told beforehand.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::program;
use kernel::id::{PartnerId, ProgramId};
use kernel::time::DAY;
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::Sql;

/// Fewer than this many that ended say nothing about how a partner registers.
const TELLING: i64 = 5;
/// How far back endings count.
const YEAR: i64 = 365 * DAY;

/// Where a partner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Cap {
    /// Open now: waiting for an answer, or protected and not sold yet.
    pub open: i64,
    /// As many can be open.
    pub limit: i64,
    /// As many could be, if none had expired.
    pub most: i64,
    /// Registrations that ended within a year, sold or not.
    pub ended: i64,
    /// Of them, those whose protection expired.
    pub expired: i64,
}

impl Cap {
    /// The limit by what ended: the share that expired is taken off, at least one is left. Fewer than five endings say nothing.
    fn of(most: u32, open: i64, ended: i64, expired: i64) -> Self {
        let most = i64::from(most);
        let limit = if ended < TELLING { most } else { (most * (ended - expired) + ended - 1) / ended };
        Self { open, limit: limit.max(1), most, ended, expired }
    }
    /// How many more can be opened.
    pub fn left(&self) -> i64 {
        (self.limit - self.open).max(0)
    }
    /// What is said where none can.
    pub(crate) fn reached(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let params = [("open", self.open.to_string()), ("limit", self.limit.to_string())];
        errors.add_with("limit", "too_many_open", params);
        errors
    }
    /// Whether another one can be opened.
    pub fn is_reached(&self) -> bool {
        self.open >= self.limit
    }
}

#[derive(FromQueryResult)]
struct Counted {
    open: i64,
    ended: i64,
    expired: i64,
}

/// Where a partner stands in a program; nothing where the program sets no limit.
pub(crate) async fn cap(
    db: &impl ConnectionTrait,
    program: ProgramId,
    partner: PartnerId,
    now: Instant,
) -> Outcome<Option<Cap>> {
    let (_, definition) = program::current(db, program).await?;
    let Some(most) = definition.protection.most_open else { return Ok(None) };
    let count = "CAST(COALESCE(SUM(CASE WHEN r.status IN ";
    let counted = Sql::new("SELECT ")
        .push(count)
        .push("('submitted', 'checking', 'in_review', 'information_requested', 'pending_approval', 'account_pending', 'approved', 'disputed', 'expiring') THEN 1 ELSE 0 END), 0) AS BIGINT) AS open, ")
        .push(count)
        .push("('expired', 'converted', 'won', 'lost') AND r.decided_at >= ")
        .bind(now.plus(-YEAR))
        .push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS ended, ")
        .push(count)
        .push("('expired') AND r.decided_at >= ")
        .bind(now.plus(-YEAR))
        .push(" THEN 1 ELSE 0 END), 0) AS BIGINT) AS expired FROM registration r WHERE r.partner_id = ")
        .bind(partner)
        .push(" AND r.program_id = ")
        .bind(program)
        .one::<Counted>(db)
        .await?;
    Ok(counted.map(|c| Cap::of(most, c.open, c.ended, c.expired)))
}

/// Where a partner stands; nothing where the program sets no limit.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn open_limit(cx: &Ctx, program: ProgramId, partner: PartnerId) -> Outcome<Option<Cap>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT p.id FROM partner p WHERE p.id = ").bind(partner);
    in_scope(sql, &cx.actor, "p.id").value::<PartnerId>(cx.read()).await?.ok_or(Failure::NotFound)?;
    cap(cx.read(), program, partner, cx.now()).await
}

/// Refuses one more where the limit is reached.
///
/// # Errors
/// `Invalid` at `limit` (`too_many_open` with `open` and `limit`).
pub(crate) async fn room(
    db: &impl ConnectionTrait,
    program: ProgramId,
    partner: PartnerId,
    now: Instant,
) -> Outcome<()> {
    let Some(cap) = cap(db, program, partner, now).await?.filter(Cap::is_reached) else { return Ok(()) };
    Err(Failure::Invalid(cap.reached()))
}

#[cfg(test)]
mod tests {
    use super::Cap;
    use proptest::prelude::*;

    #[test]
    fn the_limit_shrinks_with_the_share_that_expired() {
        assert_eq!(Cap::of(10, 3, 4, 4).limit, 10, "four endings say nothing");
        assert_eq!(Cap::of(10, 3, 10, 0).limit, 10);
        assert_eq!(Cap::of(10, 3, 10, 5).limit, 5);
        assert_eq!(Cap::of(10, 3, 9, 9).limit, 1, "one is always left");
    }

    proptest! {
        #[test]
        fn one_more_that_expired_never_gives_more(most in 1u32..500, ended in 1i64..200, expired in 0i64..200) {
            let expired = expired.min(ended);
            let cap = Cap::of(most, 0, ended, expired);
            prop_assert!((1..=i64::from(most)).contains(&cap.limit));
            if expired < ended {
                prop_assert!(Cap::of(most, 0, ended, expired + 1).limit <= cap.limit);
            }
        }
    }
}
