//! Notes on a deal.

use super::change::about;
use super::load::deal;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{EventKind, record};
use kernel::id::{DealId, EventId};
use kernel::{FieldErrors, Outcome};
use serde::Deserialize;
use serde_json::json;

/// The longest note, characters.
const LONGEST: usize = 4000;

/// A note.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What it says.
    pub text: String,
}

/// Adds a note to the deal's timeline.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `text`.
pub async fn note(cx: &Ctx, id: DealId, input: Note) -> Outcome<EventId> {
    cx.allow(Action::WorkWithDeals)?;
    let deal = deal(cx.read(), cx, id).await?;
    let mut errors = FieldErrors::default();
    let text = errors.required("text", &input.text, LONGEST);
    errors.into_result(())?;
    let payload = json!({ "number": deal.number, "name": deal.name, "text": text });
    let tx = cx.begin().await?;
    let event = record(&tx, cx, about(EventKind::DealNoted, &deal).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(event)
}
