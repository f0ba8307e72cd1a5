//! The side that lost asks for a second decision, once.

use super::open::freeze;
use super::{Case, letters, refuse_stale, registration, to_work_on, write};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::load::event;
use crate::cosell::registration::promises;
use crate::program;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use kernel::id::DisputeId;
use kernel::words::{ClockKind, DisputeOutcome, DisputeSide, DisputeStatus};
use kernel::{Actor, Failure, FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::Model;

/// An appeal.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealDispute {
    /// Why the decision was wrong. At most 4,000 characters.
    pub reason: String,
    /// The version of the case that was seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The side that a decision went against: the one that may appeal.
pub(super) fn lost(outcome: DisputeOutcome) -> DisputeSide {
    match outcome {
        DisputeOutcome::Upheld => DisputeSide::Claimant,
        DisputeOutcome::Overturned => DisputeSide::Holder,
    }
}

/// How the first decision went.
pub(super) async fn first_outcome(db: &impl ConnectionTrait, case: &Case) -> Outcome<Option<DisputeOutcome>> {
    let sql = Sql::new("SELECT outcome FROM dispute_decision WHERE position = 1 AND dispute_id = ").bind(case.id);
    Ok(sql.value::<DisputeOutcome>(db).await?)
}

/// Appeals for the side that lost.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `dispute_no_appeal` (not decided, too late, or there was one already),
/// `dispute_open` where the registration is contested anew, `stale_version`.
pub async fn appeal_dispute(cx: &Ctx, id: DisputeId, input: AppealDispute) -> Outcome<DisputeStatus> {
    cx.allow(Action::AnswerRegistrations)?;
    let (case, contested, _) = to_work_on(cx, id).await?;
    let side = first_outcome(cx.read(), &case).await?.map(lost);
    appeal(cx, &case, contested, side, input).await
}

/// Appeals as the actor of `cx`, whose right to speak for `side` is known.
pub(super) async fn appeal(
    cx: &Ctx,
    case: &Case,
    contested: Model,
    side: Option<DisputeSide>,
    input: AppealDispute,
) -> Outcome<DisputeStatus> {
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 4_000);
    errors.into_result(())?;
    refuse_stale(case, input.version)?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let in_time = case.appeal_until_on.is_some_and(|until| until >= today);
    let lost = first_outcome(cx.read(), case).await?.map(lost);
    if case.status != DisputeStatus::Decided || !in_time || side.is_none() || side != lost {
        return Err(Failure::conflict("dispute_no_appeal"));
    }
    let claimant = match case.claimant_id {
        Some(id) => Some(registration(cx.read(), id).await?),
        None => None,
    };
    let by = match (&cx.actor, side, &claimant) {
        (Actor::Anonymous, Some(DisputeSide::Claimant), Some(claimant)) => claimant.sender_name.clone(),
        (Actor::Anonymous, ..) => contested.sender_name.clone(),
        (actor, ..) => actor.name().to_owned(),
    };
    let tx = cx.begin().await?;
    let again = Sql::new("SELECT id FROM dispute WHERE status IN ('open', 'appealed') AND registration_id = ");
    if again.bind(contested.id).value::<DisputeId>(&tx).await?.is_some() {
        return Err(Failure::conflict("dispute_open"));
    }
    let promise = program::definition(&tx, contested.program_id, contested.definition_version).await?.clocks.dispute;
    let calendar = promises::calendar(&tx, contested.program_id).await?;
    let due = promises::due(&calendar, cx.now(), promise);
    let was = contested.status;
    let contested = freeze(&tx, cx, &contested).await?;
    promises::give(&tx, &calendar, &contested, ClockKind::Dispute, promise, cx.now()).await?;
    let case = write(
        &tx,
        case,
        "status = 'appealed', appealed_by = ?, appealed_side = ?, appealed_at = ?, appeal_reason = ?, was_status = ?, frozen_at = ?, due_at = ?",
        [by.into(), side.into(), cx.now().into(), reason.as_str().into(), was.into(), cx.now().into(), due.into()],
    )
    .await?;
    // With the side that appeals, and without its words.
    let own = claimant.as_ref().filter(|_| side == Some(DisputeSide::Claimant)).unwrap_or(&contested);
    let payload = serde_json::json!({ "dispute": case.id, "side": side });
    record(&tx, cx, event(EventKind::DisputeAppealed, own, payload)).await?;
    letters::appealed(&tx, cx, &case, &contested, claimant.as_ref(), &reason).await?;
    cx.commit(tx).await?;
    Ok(case.status)
}
