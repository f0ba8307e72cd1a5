//! The customer account itself must be approved before the registration can be: it waits, and goes on when the account is there. The decision's
//! clock runs on meanwhile, for the partner waits for us.

use super::load::{Changed, advance, allowed, event, load};
use super::state::Step;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::RegistrationId;
use kernel::{FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::entity::registration::ActiveModel;

/// Begins or ends the wait.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountWait {
    /// What is awaited, or what came of it; for colleagues.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Waits for the customer account. That is a first answer: the partner sees what we wait for.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn await_account(cx: &Ctx, id: RegistrationId, input: AccountWait) -> Outcome<Changed> {
    take(cx, id, input, Step::AwaitAccount, EventKind::RegistrationAccountAwaited).await
}

/// The customer account is there: the review goes on.
///
/// # Errors
/// As [`await_account`].
pub async fn account_ready(cx: &Ctx, id: RegistrationId, input: AccountWait) -> Outcome<Changed> {
    take(cx, id, input, Step::AccountReady, EventKind::RegistrationAccountReady).await
}

async fn take(cx: &Ctx, id: RegistrationId, input: AccountWait, step: Step, kind: EventKind) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), 1000);
    errors.into_result(())?;
    allowed(&row, step, input.version)?;
    let tx = cx.begin().await?;
    let change = ActiveModel {
        first_answered_at: Set(row.first_answered_at.or(Some(cx.now()))),
        reviewer_id: Set(cx.actor.user().map(|user| user.id).or(row.reviewer_id)),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, change, step, reason.as_deref()).await?;
    super::promises::stop(&tx, cx, &row, kernel::words::ClockKind::FirstAnswer).await?;
    record(&tx, cx, event(kind, &row, serde_json::json!({ "reason": reason }))).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
