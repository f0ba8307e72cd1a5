//! Partner organisations: facts, contacts, owners on both sides, programs and phases, and what is noted about them.
//!
//! In each program it has joined, a partner is in exactly one phase. `partner_program` holds the phase of now,
//! `partner_phase` every stay with its beginning and end; exactly one stay per membership is open. See [`move_phase`].

mod bulk;
mod change;
mod contact;
mod create;
mod criteria;
mod detail;
mod export;
mod filter;
mod link;
mod list;
mod membership;
mod note;
mod owner;
mod phase;
mod related;
mod status;

pub use bulk::{Bulk, BulkResult, Refused, bulk};
pub use change::{ChangePartner, NextStep, change, set_next_step, set_segment};
pub use contact::{ChangeContact, Contact, NewContact, add_contact, change_contact, contacts};
pub(crate) use create::checked_domain;
pub use create::{CreatePartner, create};
pub use criteria::{CheckCriterion, Criteria, CriterionState, check_criterion, criteria};
pub use detail::{Membership, PartnerDetail, PartnerFacts, PhaseStay, attributes, detail};
pub use export::{COLUMNS as EXPORT_COLUMNS, export};
pub use filter::{Attribute, PartnerFilter, Sort};
pub use link::{PersonalLink, links, mail_link, make_link, revoke_link};
pub use list::{ListedMembership, PartnerListed, Pipeline, list, regions};
pub use membership::{join_program, leave_program};
pub use note::note;
pub use owner::{Owner, OwnerChoice, SetOwner, owners, possible_owners, set_owner, set_owners};
pub use phase::{MovePhase, move_phase};
pub use related::{
    PartnerDeal, PartnerRegistration, RelatedCounts, SHOWN, latest_deals, latest_registrations, related_counts,
};
pub use status::{SetStatus, set_status};

use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::id::{PartnerId, SegmentId};
use kernel::words::PartnerStatus;
use kernel::{Date, Failure, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::{Sql, Tx};

/// A partner as an operation needs it to decide.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Known {
    pub(crate) id: PartnerId,
    pub(crate) name: String,
    pub(crate) domain: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) business_type: Option<String>,
    pub(crate) size: Option<String>,
    pub(crate) status: PartnerStatus,
    pub(crate) segment_id: Option<SegmentId>,
    pub(crate) next_step: Option<String>,
    pub(crate) next_step_on: Option<Date>,
    pub(crate) signed_on: Option<Date>,
    pub(crate) version: i64,
}

/// The partner, if the actor may see it.
pub(crate) async fn known(db: &impl ConnectionTrait, cx: &Ctx, id: PartnerId) -> Outcome<Known> {
    let sql = Sql::new("SELECT p.id, p.name, p.domain, p.country, p.region, p.city, p.business_type, p.size, p.status, p.segment_id, p.next_step, p.next_step_on, p.signed_on, p.version FROM partner p WHERE p.id = ").bind(id);
    in_scope(sql, &cx.actor, "p.id").one(db).await?.ok_or(Failure::NotFound)
}

/// Notes that something about the partner changed, so that forms opened before are refused.
pub(crate) async fn touch(tx: &Tx, cx: &Ctx, id: PartnerId) -> Outcome<()> {
    Sql::new("UPDATE partner SET changed_at = ").bind(cx.now()).push(" WHERE id = ").bind(id).execute(tx).await?;
    Ok(())
}
