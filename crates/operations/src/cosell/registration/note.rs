//! A note for colleagues; the partner never sees it.

use super::load::{event, load};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::{EventId, RegistrationId};
use kernel::{FieldErrors, Outcome};
use serde::Deserialize;

/// A note.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistrationNote)]
pub struct Note {
    /// What to remember.
    pub text: String,
}

/// Adds a note to the timeline.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `text`.
pub async fn note(cx: &Ctx, id: RegistrationId, input: Note) -> Outcome<EventId> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let text = errors.required("text", &input.text, 4000);
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let payload = serde_json::json!({ "text": text });
    let id = record(&tx, cx, event(EventKind::RegistrationNoted, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(id)
}
