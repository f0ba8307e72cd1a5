//! One change for many partners.

use super::{MovePhase, SetOwner, move_phase, set_owner, set_segment};
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::words::{OwnerRole, Phase, Side};
use kernel::{Failure, FieldErrors, Outcome};
use serde::{Deserialize, Serialize};

/// The most partners one call changes: a page of the list.
pub const MOST: usize = 200;

/// A change for many partners.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "action")]
pub enum Bulk {
    /// Name the partner manager; absent: nobody.
    AssignManager {
        /// The user.
        #[schema(value_type = Option<String>)]
        user: Option<UserId>,
    },
    /// Put into a segment by hand; absent: by rule again.
    SetSegment {
        /// The segment.
        #[schema(value_type = Option<String>)]
        segment: Option<SegmentId>,
    },
    /// Move to a phase.
    MovePhase {
        /// Of this program.
        #[schema(value_type = String)]
        program: ProgramId,
        /// Where to.
        #[schema(value_type = String)]
        phase: Phase,
        /// Why; without one, partners with unmet criteria stay.
        reason: Option<String>,
    },
}

/// A partner that was not changed, and why.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Refused {
    /// The partner.
    #[schema(value_type = String)]
    pub partner: PartnerId,
    /// The code: `not_found`, `reason_required`, …
    pub code: String,
}

/// What became of a change for many.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
pub struct BulkResult {
    /// How many were changed.
    pub changed: usize,
    /// Those that were not.
    pub refused: Vec<Refused>,
}

/// Changes each partner by itself: what is refused for one does not undo the others.
///
/// # Errors
/// `Forbidden`; `Invalid` at `partners` (`required`, `too_many`).
pub async fn bulk(cx: &Ctx, partners: &[PartnerId], action: &Bulk) -> Outcome<BulkResult> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    if partners.is_empty() {
        errors.add("partners", "required");
    }
    if partners.len() > MOST {
        errors.add_with("partners", "too_many", [("max", MOST.to_string())]);
    }
    errors.into_result(())?;
    let mut result = BulkResult::default();
    for id in partners {
        let outcome = match action {
            Bulk::AssignManager { user } => {
                let owner =
                    SetOwner { role: OwnerRole::PartnerManager, side: Side::Vendor, user: *user, contact: None };
                set_owner(cx, *id, owner).await
            }
            Bulk::SetSegment { segment } => set_segment(cx, *id, *segment).await,
            Bulk::MovePhase { program, phase, reason } => {
                let step = MovePhase { program: *program, phase: *phase, from: None, reason: reason.clone() };
                move_phase(cx, *id, step).await
            }
        };
        match outcome {
            Ok(()) => result.changed += 1,
            Err(Failure::Internal(error)) => return Err(Failure::Internal(error)),
            Err(Failure::Invalid(errors)) => {
                let code = errors.0.into_iter().next().map_or_else(|| "invalid_input".to_owned(), |e| e.code);
                result.refused.push(Refused { partner: *id, code });
            }
            Err(other) => result.refused.push(Refused { partner: *id, code: other.code().to_owned() }),
        }
    }
    Ok(result)
}
