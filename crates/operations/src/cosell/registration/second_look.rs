//! A decided registration is looked at again: the partner appeals, mends a declined one, or something changes after the yes. The decision's
//! promise is given anew; what was decided before stays in the history.

use super::load::{Changed, advance, allowed, event, load};
use super::state::Step;
use super::{letters, promises, reviewer};
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{Ctx, program};
use kernel::id::RegistrationId;
use kernel::words::{ClockKind, RegistrationStatus};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::Tx;
use storage::entity::registration::{ActiveModel, Model};

/// An appeal.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Why the no was wrong.
    pub reason: String,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Appeals on a partner's behalf.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `appeal_over`, `appealed_already`, `stale_version`, `not_allowed_now`.
pub async fn appeal(cx: &Ctx, id: RegistrationId, input: Appeal) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    contest(cx, row, input).await
}

/// What the partner of a registration whose yes is taken back may still do: say that this was wrong, within the program's days.
pub(crate) async fn may_be_appealed(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<ActiveModel> {
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let today = cx.now().date_in(&organisation(tx).await?.zone());
    Ok(ActiveModel {
        // A decision of its own, whatever was appealed before.
        appealed_at: Set(None),
        appeal_until_on: Set(Some(today.plus_days(i64::from(definition.approval.appeal_days)))),
        ..Default::default()
    })
}

/// Whether a no, or taking a yes back, can still be appealed today.
pub(super) fn may_appeal(row: &Model, today: kernel::Date) -> bool {
    super::state::after(row.status, Step::Appeal).is_some()
        && row.appealed_at.is_none()
        && row.appeal_until_on.is_some_and(|until| until >= today)
}

/// Appeals as the actor of `cx`, whose right to this row is known.
pub(super) async fn contest(cx: &Ctx, row: Model, input: Appeal) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 4000);
    errors.into_result(())?;
    allowed(&row, Step::Appeal, input.version)?;
    if row.appealed_at.is_some() {
        return Err(Failure::conflict("appealed_already"));
    }
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    if !may_appeal(&row, today) {
        return Err(Failure::conflict("appeal_over"));
    }
    let tx = cx.begin().await?;
    // A second look is worth more by somebody else.
    let chosen = reviewer::choose(&tx, None, today).await?;
    let other = chosen.as_ref().map(|c| c.reviewer.id).or(row.reviewer_id);
    let change = ActiveModel { appealed_at: Set(Some(cx.now())), reviewer_id: Set(other), ..Default::default() };
    let row = open_again(&tx, cx, &row, change, Step::Appeal, Some(&reason)).await?;
    let payload = serde_json::json!({ "reason": reason });
    record(&tx, cx, event(EventKind::RegistrationAppealed, &row, payload)).await?;
    reviewer::tell_stand_in(&tx, cx, &row, chosen.as_ref()).await?;
    letters::appealed(&tx, cx, &row, &reason).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// Takes `step`, forgets the decision that no longer holds, and starts the decision's clock anew.
pub(crate) async fn open_again(
    tx: &Tx,
    cx: &Ctx,
    before: &Model,
    change: ActiveModel,
    step: Step,
    reason: Option<&str>,
) -> Outcome<Model> {
    let now = cx.now();
    let definition = program::definition(tx, before.program_id, before.definition_version).await?;
    let calendar = promises::calendar(tx, before.program_id).await?;
    let due = promises::due(&calendar, now, definition.clocks.decision);
    let change = ActiveModel {
        reopened_at: Set(Some(now)),
        decision_due_at: Set(Some(due)),
        decided_at: Set(None),
        decision: Set(None),
        decided_by: Set(None),
        reason_code: Set(None),
        reason_text: Set(None),
        approval_step: Set(0),
        approval_steps: Set(0),
        // What was taken back does not stand again because it is looked at.
        protected_until_on: if before.status == RegistrationStatus::Cancelled {
            Set(None)
        } else {
            change.protected_until_on
        },
        ..change
    };
    let row = advance(tx, cx, before, change, step, reason).await?;
    promises::stop(tx, cx, &row, ClockKind::Decision).await?;
    promises::give(tx, &calendar, &row, ClockKind::Decision, definition.clocks.decision, now).await?;
    Ok(row)
}
