//! The vendor says no, with a reason from the list and a word to the partner.

use super::load::{Changed, advance, allowed, event};
use super::state::Step;
use super::{letters, promises};
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{Ctx, program};
use kernel::id::RegistrationId;
use kernel::words::{ClockKind, Decision};
use kernel::{FieldErrors, Outcome};
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::entity::registration::{ActiveModel, Model};

/// Why a registration can be declined; the sentence for the partner is `decline-reason-<code>`. None of them speaks of another partner.
pub const REASONS: &[&str] = &[
    "already_in_contact",
    "existing_customer",
    "already_registered",
    "not_a_fit",
    "outside_agreement",
    "not_enough_information",
    "other",
];

/// A no.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// One of `already_in_contact`, `existing_customer`, `already_registered`, `not_a_fit`, `outside_agreement`,
    /// `not_enough_information`, `other`.
    #[schema(example = "existing_customer")]
    pub reason: String,
    /// A word to the partner; needed with `other`.
    #[serde(default)]
    pub text: Option<String>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Declines. The clocks stop.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason` (`required`, `unknown`), `text`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn decline(cx: &Ctx, id: RegistrationId, input: Decline) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = super::chain::load_to_answer(cx, id).await?;
    refuse(cx, row, input).await
}

/// Declines as the actor of `cx`, whose right to this row is known.
pub(super) async fn refuse(cx: &Ctx, row: Model, input: Decline) -> Outcome<Changed> {
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 60);
    if !reason.is_empty() && !REASONS.contains(&reason.as_str()) {
        errors.add("reason", "unknown");
    }
    let text = errors.optional("text", input.text.as_deref(), 2000);
    if reason == "other" && text.is_none() && !errors.0.iter().any(|e| e.field == "text") {
        errors.add("text", "required");
    }
    errors.into_result(())?;
    allowed(&row, Step::Decline, input.version)?;
    let now = cx.now();
    let tx = cx.begin().await?;
    let definition = program::definition(&tx, row.program_id, row.definition_version).await?;
    let today = now.date_in(&organisation(&tx).await?.zone());
    let appeal_days = definition.approval.appeal_days;
    let decided = ActiveModel {
        first_answered_at: Set(row.first_answered_at.or(Some(now))),
        decided_at: Set(Some(now)),
        decision: Set(Some(Decision::Declined)),
        reason_code: Set(Some(reason.clone())),
        reason_text: Set(text.clone()),
        decided_by: Set(Some(cx.actor.name().to_owned())),
        reviewer_id: Set(super::load::reviewer_after(cx, &row)),
        appeal_until_on: Set((appeal_days > 0).then(|| today.plus_days(i64::from(appeal_days)))),
        // Sent once more it is a new one, not a repetition.
        fingerprint: Set(format!("declined:{}", row.id)),
        // One that was approved before is no longer protected.
        protected_until_on: Set(None),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, decided, Step::Decline, Some(&reason)).await?;
    promises::stop(&tx, cx, &row, ClockKind::FirstAnswer).await?;
    promises::stop(&tx, cx, &row, ClockKind::Decision).await?;
    promises::stop(&tx, cx, &row, ClockKind::Information).await?;
    super::chain::end(&tx, cx, &row, Some(text.as_deref().unwrap_or(&reason))).await?;
    let payload = serde_json::json!({ "reason_code": reason, "text": text });
    record(&tx, cx, event(EventKind::RegistrationDeclined, &row, payload)).await?;
    letters::declined(&tx, cx, &row).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
