//! The vendor takes a yes back, with a reason the partner reads. Protection ends; the deal stays with whoever owns it.

use super::letters;
use super::load::{Changed, advance, allowed, event, load};
use super::second_look::may_be_appealed;
use super::state::Step;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::RegistrationId;
use kernel::{FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::entity::registration::ActiveModel;

/// A cancellation.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancel {
    /// Why; the partner reads it as it is.
    pub reason: String,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Cancels an approved registration.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `stale_version`, `not_allowed_now`.
pub async fn cancel(cx: &Ctx, id: RegistrationId, input: Cancel) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 2000);
    errors.into_result(())?;
    allowed(&row, Step::Cancel, input.version)?;
    let tx = cx.begin().await?;
    let change = ActiveModel {
        reason_text: Set(Some(reason.clone())),
        // The same deal may be registered again.
        fingerprint: Set(format!("cancelled:{}", row.id)),
        ..may_be_appealed(&tx, cx, &row).await?
    };
    let row = advance(&tx, cx, &row, change, Step::Cancel, Some(&reason)).await?;
    record(&tx, cx, event(EventKind::RegistrationCancelled, &row, serde_json::json!({ "reason": reason }))).await?;
    letters::cancelled(&tx, cx, &row, &reason).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
