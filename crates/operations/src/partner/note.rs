//! Notes of the vendor's people about a partner.

use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{EventId, PartnerId};
use kernel::{FieldErrors, Outcome};

/// Writes a note into the partner's timeline. Internal: partners never see it.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `text`.
pub async fn note(cx: &Ctx, id: PartnerId, text: &str) -> Outcome<EventId> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let text = errors.required("text", text, 5_000);
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let partner = known(&tx, cx, id).await?;
    touch(&tx, cx, partner.id).await?;
    let payload = serde_json::json!({ "text": text });
    let event = record(&tx, cx, Event::new(EventKind::PartnerNoted).partner(id).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(event)
}
