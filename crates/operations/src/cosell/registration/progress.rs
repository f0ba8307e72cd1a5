//! The partner says how it goes: what keeps their protection alive, and spares the vendor a question.

use super::load::event;
use super::partner_side::StatusLink;
use crate::record::{EventKind, record};
use kernel::words::RegistrationStatus;
use kernel::{FieldErrors, Outcome};

/// Whether there is something to tell: the partner is protected, and nothing is sold yet.
pub(super) fn may_tell(status: RegistrationStatus) -> bool {
    matches!(status, RegistrationStatus::Approved | RegistrationStatus::Expiring)
}

impl StatusLink {
    /// Notes how it goes, in the timeline of the registration and its deal.
    ///
    /// # Errors
    /// `Invalid` at `progress`; conflict `not_allowed_now` when the registration is not protected.
    pub async fn tell_progress(&self, text: &str) -> Outcome<()> {
        let mut errors = FieldErrors::default();
        let text = errors.required("progress", text, 2000);
        errors.into_result(())?;
        if !may_tell(self.row.status) {
            return Err(super::load::meanwhile("not_allowed_now", &self.row));
        }
        let tx = self.cx.begin().await?;
        let payload = serde_json::json!({ "text": text });
        record(&tx, &self.cx, event(EventKind::RegistrationProgress, &self.row, payload)).await?;
        self.cx.commit(tx).await
    }
}
