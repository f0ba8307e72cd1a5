//! The partner takes a registration back before it is decided.

use super::load::{Changed, advance, allowed, event, load};
use super::state::Step;
use super::{letters, promises};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::RegistrationId;
use kernel::words::ClockKind;
use kernel::{FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};

/// A withdrawal.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Why; at most 1,000 characters. Needed: a blank one is told at its field.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Withdraws on a partner's behalf.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn withdraw(cx: &Ctx, id: RegistrationId, input: Withdraw) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    take_back(cx, row, input).await
}

/// Withdraws as the actor of `cx`, whose right to this row is known.
pub(super) async fn take_back(cx: &Ctx, row: Model, input: Withdraw) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", input.reason.as_deref().unwrap_or_default(), 1000);
    errors.into_result(())?;
    allowed(&row, Step::Withdraw, input.version)?;
    let tx = cx.begin().await?;
    let change = ActiveModel {
        reason_text: Set(Some(reason.clone())),
        // The same deal may be registered again at once; that is then a new registration.
        fingerprint: Set(format!("withdrawn:{}", row.id)),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, change, Step::Withdraw, Some(&reason)).await?;
    promises::stop(&tx, cx, &row, ClockKind::FirstAnswer).await?;
    promises::stop(&tx, cx, &row, ClockKind::Decision).await?;
    promises::stop(&tx, cx, &row, ClockKind::Information).await?;
    super::chain::end(&tx, cx, &row, None).await?;
    let payload = serde_json::json!({ "reason": reason });
    record(&tx, cx, event(EventKind::RegistrationWithdrawn, &row, payload)).await?;
    letters::withdrawn(&tx, cx, &row).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
