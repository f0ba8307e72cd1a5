//! A reviewer takes a registration up: the partner sees that somebody has it. Not an answer yet, so no clock stops.

use super::load::{Changed, advance, allowed, event, load};
use super::state::Step;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::Outcome;
use kernel::id::RegistrationId;
use sea_orm::ActiveValue::Set;
use serde::Deserialize;
use storage::entity::registration::ActiveModel;

/// Takes a registration up.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartReview {
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The actor becomes the reviewer.
///
/// # Errors
/// `Forbidden`, `NotFound`; conflict `already_decided`, `stale_version`, `not_allowed_now`.
pub async fn start_review(cx: &Ctx, id: RegistrationId, input: StartReview) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    allowed(&row, Step::StartReview, input.version)?;
    let reviewer = cx.actor.user().map(|user| user.id).or(row.reviewer_id);
    let tx = cx.begin().await?;
    let change = ActiveModel { reviewer_id: Set(reviewer), ..Default::default() };
    let row = advance(&tx, cx, &row, change, Step::StartReview, None).await?;
    record(&tx, cx, event(EventKind::RegistrationReviewStarted, &row, serde_json::json!({}))).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}
