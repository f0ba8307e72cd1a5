//! Taking one's place in a customer. The turns of a customer are counted without gaps and each can be had once: whoever takes one has seen every
//! protection before it, so that two who looked at the same moment cannot both pass.

use super::letters;
use super::scope::{Scope, overlap};
use crate::Ctx;
use crate::cosell::registration::load::{advance, event, write};
use crate::cosell::registration::second_look::may_be_appealed;
use crate::cosell::registration::state::Step;
use crate::record::{EventKind, record};
use kernel::id::{CompanyId, RegistrationId};
use kernel::words::GrantedRole;
use kernel::{Failure, Outcome};
use sea_orm::ActiveValue::Set;
use std::collections::BTreeMap;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx};

/// What a person decided about protections that stand in the scope already.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    /// Nothing: the scope must be free.
    Alone,
    /// A reduced role, without protection.
    Reduced { role: GrantedRole, reason: String },
    /// Both are protected. `about` are those it was decided about.
    Beside { reason: String, about: Vec<RegistrationId> },
    /// The customer's written choice: what stands is taken back.
    Moved { reason: String, about: Vec<RegistrationId> },
}

impl Grant {
    pub(crate) fn role(&self) -> GrantedRole {
        match self {
            Self::Reduced { role, .. } => *role,
            _ => GrantedRole::Protected,
        }
    }
    pub(crate) fn is_protected(&self) -> bool {
        self.role() == GrantedRole::Protected
    }
    fn reason(&self) -> Option<&str> {
        match self {
            Self::Alone => None,
            Self::Reduced { reason, .. } | Self::Beside { reason, .. } | Self::Moved { reason, .. } => Some(reason),
        }
    }
    /// Whether the protection of this registration may stand beside it: it was decided about.
    pub(super) fn is_about(&self, other: RegistrationId) -> bool {
        match self {
            Self::Alone => false,
            // Takes nothing from anybody.
            Self::Reduced { .. } => true,
            Self::Beside { about, .. } | Self::Moved { about, .. } => about.contains(&other),
        }
    }
}

/// How often a place is tried for when somebody was faster; each of them took a turn, so it ends.
const TRIES: usize = 5;

/// The protections that stand in the scope of `row`, the oldest first. Contested ones stand until that is decided, and so do those that are looked
/// at again after a change.
pub(crate) async fn overlapping(db: &impl sea_orm::ConnectionTrait, row: &Model) -> Outcome<Vec<Model>> {
    let Some(own) = Scope::of(row) else { return Ok(Vec::new()) };
    let standing = protected_in(db, own.customer).await?;
    let others = standing.into_iter().filter(|other| other.id != row.id);
    Ok(others.filter(|other| Scope::of(other).is_some_and(|scope| overlap(&own, &scope))).collect())
}

/// The protections that stand in a customer, the oldest first.
pub(super) async fn protected_in(db: &impl sea_orm::ConnectionTrait, customer: CompanyId) -> Outcome<Vec<Model>> {
    let standing = Sql::new("SELECT r.* FROM registration r WHERE ((r.status IN ('approved', 'expiring', 'converted', 'disputed') AND r.decision = 'approved') \
         OR (r.status IN ('in_review', 'pending_approval', 'information_requested', 'account_pending') AND r.deal_id IS NOT NULL)) \
         AND r.protected_until_on IS NOT NULL AND r.company_id = ")
        .bind(customer)
        .push(" ORDER BY r.submitted_at, r.id")
        .all::<Model>(db)
        .await?;
    Ok(standing)
}

async fn last_turn(tx: &Tx, customer: CompanyId) -> Outcome<i64> {
    let sql = Sql::new("SELECT MAX(turn) FROM protection WHERE company_id = ").bind(customer);
    Ok(sql.value::<Option<i64>>(tx).await?.flatten().unwrap_or(0))
}

/// Takes the turn after `last`; false when somebody else has it.
async fn take_turn(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    customer: CompanyId,
    last: i64,
    grant: &Grant,
    beside: Option<RegistrationId>,
) -> Outcome<bool> {
    Sql::new("DELETE FROM protection WHERE registration_id = ").bind(row.id).execute(tx).await?;
    let decided_by = grant.reason().map(|_| cx.actor.name().to_owned());
    let taken = Sql::new(
        "INSERT INTO protection (registration_id, company_id, turn, role, beside_id, decided_by, reason, granted_at) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (company_id, turn) DO NOTHING",
        [
            row.id.into(),
            customer.into(),
            (last + 1).into(),
            grant.role().into(),
            beside.into(),
            decided_by.into(),
            grant.reason().map(str::to_owned).into(),
            cx.now().into(),
        ],
    )
    .execute(tx)
    .await?;
    Ok(taken > 0)
}

/// Whether no protection stands in the scope of this registration.
///
/// # Errors
/// The database's.
pub(crate) async fn is_free(db: &impl sea_orm::ConnectionTrait, row: &Model) -> Outcome<bool> {
    Ok(overlapping(db, row).await?.is_empty())
}

/// Gives `row`, which was just approved, its place in the customer.
///
/// # Errors
/// Conflict `scope_taken` (with `count`) where another protection stands in its scope and nobody decided about that; `not_allowed_now` where one
/// that should be taken back is contested.
pub(crate) async fn claim(tx: &Tx, cx: &Ctx, row: &Model, grant: &Grant) -> Outcome<()> {
    let Some(customer) = row.company_id else { return Ok(()) };
    for _ in 0..TRIES {
        // The turn first: what is taken between the two readings is seen by the second.
        let last = last_turn(tx, customer).await?;
        let standing = overlapping(tx, row).await?;
        let undecided = standing.iter().filter(|other| !grant.is_about(other.id)).count();
        if undecided > 0 {
            let params = BTreeMap::from([("count".to_owned(), undecided.to_string())]);
            return Err(Failure::Conflict { code: "scope_taken", params });
        }
        let beside = standing.first().map(|other| other.id);
        if take_turn(tx, cx, row, customer, last, grant, beside).await? {
            return follow(tx, cx, row, grant, standing).await;
        }
    }
    Err(Failure::conflict("stale_version"))
}

/// What a person's decision does to what stood, and the record of it.
async fn follow(tx: &Tx, cx: &Ctx, row: &Model, grant: &Grant, standing: Vec<Model>) -> Outcome<()> {
    let payload = |reason: &str| serde_json::json!({ "reason": reason });
    match grant {
        Grant::Alone => Ok(()),
        Grant::Reduced { role, reason } => {
            let payload = serde_json::json!({ "reason": reason, "role": role });
            record(tx, cx, event(EventKind::RegistrationRoleGranted, row, payload)).await?;
            Ok(())
        }
        Grant::Beside { reason, .. } => {
            record(tx, cx, event(EventKind::RegistrationProtectedBeside, row, payload(reason))).await?;
            Ok(())
        }
        Grant::Moved { reason, .. } => {
            for other in standing {
                let other = match other.decision {
                    Some(_) => {
                        let change = may_be_appealed(tx, cx, &other).await?;
                        advance(tx, cx, &other, change, Step::Cancel, Some(reason)).await?
                    }
                    // Looked at again after a change: that goes on, without protection.
                    None => {
                        write(tx, &other, ActiveModel { protected_until_on: Set(None), ..Default::default() }).await?
                    }
                };
                record(tx, cx, event(EventKind::RegistrationProtectionMoved, &other, payload(reason))).await?;
                letters::moved(tx, cx, &other).await?;
            }
            Ok(())
        }
    }
}

/// A deal that was closed is open again, and with it its registration. Somebody else may be protected by now: then it goes on as a referral.
pub(crate) async fn claim_again(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    if row.protected_until_on.is_none() {
        return Ok(row);
    }
    match claim(tx, cx, &row, &Grant::Alone).await {
        Err(Failure::Conflict { code: "scope_taken", .. }) => {
            let row = write(tx, &row, ActiveModel { protected_until_on: Set(None), ..Default::default() }).await?;
            let reduced = Grant::Reduced { role: GrantedRole::Referral, reason: "sale_reopened".to_owned() };
            claim(tx, cx, &row, &reduced).await?;
            Ok(row)
        }
        other => other.map(|()| row),
    }
}
