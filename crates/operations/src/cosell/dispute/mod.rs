//! Disputes: somebody contests who is protected. A case with two sides, what each shows in the order of its weight, the rule that applied, a
//! decision that both sides read, and one appeal. While it waits, the contested protection stands still: it cannot run out, and what time it
//! lost is given back when it holds.
//!
//! The side that holds the registration and the side that contests it never read of each other here: not by name, not by what the other shows.

mod appeal;
mod decide;
mod evidence;
mod letters;
mod open;
mod partner_side;
mod read;
mod statistics;

pub use appeal::{AppealDispute, appeal_dispute};
pub use decide::{DecideDispute, decide_dispute};
pub use evidence::{AddEvidence, add_evidence};
pub use open::{OpenDispute, open_dispute};
pub use partner_side::{DecisionSeen, DisputeSeen, OwnEvidence};
pub use read::{
    Decision, DisputeDetail, DisputeFilter, DisputeListed, Evidence, Party, dispute, disputes, disputes_of, waiting,
};
pub use statistics::{DisputeCount, DisputeStatistics, dispute_statistics};

pub(crate) use open::is_claimant;
pub(crate) use partner_side::{appeal_as, contest, seen, show};

use crate::Ctx;
use crate::cosell::registration::load::load;
use kernel::id::{DisputeId, RegistrationId};
use kernel::words::{DisputeKind, DisputeSide, DisputeStatus, RegistrationStatus};
use kernel::{Date, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult};
use storage::entity::registration::{Entity, Model};
use storage::{Sql, Tx};

/// A dispute as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Case {
    pub(crate) id: DisputeId,
    pub(crate) registration_id: RegistrationId,
    pub(crate) claimant_id: Option<RegistrationId>,
    pub(crate) kind: DisputeKind,
    pub(crate) status: DisputeStatus,
    pub(crate) statement: String,
    pub(crate) opened_by: String,
    pub(crate) opened_side: DisputeSide,
    pub(crate) opened_at: Instant,
    pub(crate) was_status: RegistrationStatus,
    pub(crate) frozen_at: Instant,
    pub(crate) due_at: Instant,
    pub(crate) appeal_until_on: Option<Date>,
    pub(crate) appealed_by: Option<String>,
    pub(crate) appealed_side: Option<DisputeSide>,
    pub(crate) appealed_at: Option<Instant>,
    pub(crate) appeal_reason: Option<String>,
    pub(crate) version: i64,
}

impl Case {
    /// Whether a decision is owed.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.status, DisputeStatus::Open | DisputeStatus::Appealed)
    }

    /// On which side of it a registration stands.
    pub(crate) fn side_of(&self, registration: RegistrationId) -> Option<DisputeSide> {
        if self.registration_id == registration {
            Some(DisputeSide::Holder)
        } else {
            (self.claimant_id == Some(registration)).then_some(DisputeSide::Claimant)
        }
    }
}

async fn case(db: &impl ConnectionTrait, id: DisputeId) -> Outcome<Case> {
    let sql = Sql::new("SELECT * FROM dispute WHERE id = ").bind(id);
    sql.one::<Case>(db).await?.ok_or(Failure::NotFound)
}

/// The latest case in which a registration is one of the sides.
pub(crate) async fn latest_of(db: &impl ConnectionTrait, registration: RegistrationId) -> Outcome<Option<Case>> {
    let sql = Sql::new("SELECT * FROM dispute WHERE id IN (SELECT id FROM dispute WHERE registration_id = ")
        .bind(registration)
        .push(" UNION SELECT id FROM dispute WHERE claimant_id = ")
        .bind(registration)
        .push(") ORDER BY opened_at DESC, id DESC LIMIT 1");
    Ok(sql.one::<Case>(db).await?)
}

/// The case and its two registrations for somebody who may work on both sides. A case of which one sees one side only is read, not decided.
async fn to_work_on(cx: &Ctx, id: DisputeId) -> Outcome<(Case, Model, Option<Model>)> {
    let case = case(cx.read(), id).await?;
    let contested = load(cx, case.registration_id).await;
    let claimant = match case.claimant_id {
        Some(claimant) => Some(load(cx, claimant).await),
        None => None,
    };
    match (contested, claimant) {
        (Ok(contested), None) => Ok((case, contested, None)),
        (Ok(contested), Some(Ok(claimant))) => Ok((case, contested, Some(claimant))),
        (Ok(_), Some(Err(Failure::NotFound))) | (Err(Failure::NotFound), Some(Ok(_))) => Err(Failure::Forbidden),
        (Err(failure), _) | (_, Some(Err(failure))) => Err(failure),
    }
}

/// A registration whatever the scope: the other side of a case somebody works on.
async fn registration(db: &impl ConnectionTrait, id: RegistrationId) -> Outcome<Model> {
    Entity::find_by_id(id).one(db).await?.ok_or(Failure::NotFound)
}

/// Writes a change of the case; whoever was slower hears of it.
async fn write<const N: usize>(tx: &Tx, case: &Case, set: &str, values: [sea_orm::Value; N]) -> Outcome<Case> {
    let changed = Sql::new("UPDATE dispute SET version = version + 1, ")
        .push_with(set, values)
        .push(" WHERE id = ")
        .bind(case.id)
        .push(" AND version = ")
        .bind(case.version)
        .push(" RETURNING *")
        .one::<Case>(tx)
        .await?;
    changed.ok_or_else(|| Failure::conflict("stale_version"))
}

fn refuse_stale(case: &Case, seen: Option<i64>) -> Outcome<()> {
    match seen {
        Some(seen) if seen != case.version => Err(Failure::conflict("stale_version")),
        _ => Ok(()),
    }
}
