//! Whether the relation with a partner is alive: active, paused, exited.

use super::known;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::PartnerId;
use kernel::words::{LinkPurpose, PartnerStatus};
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::{Sql, Tx};

/// A new status.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStatus {
    /// `active`, `paused` or `exited`.
    #[schema(value_type = String)]
    pub status: PartnerStatus,
    /// Why; needed to pause and to end.
    pub reason: Option<String>,
    /// The version the change was made on.
    pub version: Option<i64>,
}

/// Pauses, ends or takes up again the relation with a partner. Ending revokes the personal registration links of its contacts.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason` (`required`); `not_allowed_now` when it is in that status already; `stale_version`.
pub async fn set_status(cx: &Ctx, id: PartnerId, input: SetStatus) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), 1_000);
    if reason.is_none() && input.status != PartnerStatus::Active && errors.is_empty() {
        errors.add("reason", "required");
    }
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let before = known(&tx, cx, id).await?;
    if before.status == input.status {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let changed = Sql::new("UPDATE partner SET status = ")
        .push_with(
            "?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
            [input.status.into(), cx.now().into(), id.into(), input.version.unwrap_or(before.version).into()],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    keep_past(&tx, cx, id, before.status).await?;
    if input.status == PartnerStatus::Exited {
        Sql::new("UPDATE signed_link SET revoked_at = ")
            .bind(cx.now())
            .push(" WHERE revoked_at IS NULL AND purpose = ")
            .bind(LinkPurpose::Register)
            .push(" AND contact_id IN (SELECT c.id FROM partner_contact c WHERE c.partner_id = ")
            .bind(id)
            .push(")")
            .execute(&tx)
            .await?;
    }
    let payload = serde_json::json!({ "before": before.status, "after": input.status, "reason": reason });
    record(&tx, cx, Event::new(EventKind::PartnerStatusChanged).partner(id).with(payload)).await?;
    cx.commit(tx).await
}

/// Keeps that the partner had this status from the last change until now: a past day can be asked about.
async fn keep_past(tx: &Tx, cx: &Ctx, id: PartnerId, status: PartnerStatus) -> Outcome<()> {
    let last = Sql::new("SELECT MAX(until_at) FROM partner_status_spell WHERE partner_id = ").bind(id);
    let from = last.value::<Option<i64>>(tx).await?.flatten().unwrap_or(i64::MIN);
    // What was changed twice in one moment was never so.
    if from >= cx.now().0 {
        return Ok(());
    }
    Sql::new("INSERT INTO partner_status_spell (partner_id, from_at, until_at, status) VALUES ")
        .bind_list::<sea_orm::Value>([id.into(), from.into(), cx.now().into(), status.into()])
        .execute(tx)
        .await?;
    Ok(())
}
