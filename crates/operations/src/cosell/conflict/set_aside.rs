//! A person looked at a finding and says that it is not so, or that it does not matter here; with a reason, and undoable.

use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::{Changed, load, meanwhile, write_row};
use crate::record::{EventKind, record};
use kernel::id::{FindingId, RegistrationId};
use kernel::words::FindingEffect;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::Deserialize;
use storage::Sql;
use storage::entity::registration::{ActiveModel, Model};
use storage::entity::registration_finding;

/// What becomes of a finding.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Why; for colleagues.
    pub reason: String,
    /// Takes it back: the finding counts again.
    #[serde(default)]
    pub restore: bool,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Sets a finding aside, or takes that back. One that blocks only whoever manages programs sets aside.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `reason`; conflict `stale_version`, `not_allowed_now` when the registration is decided or the
/// finding stands so already.
pub async fn set_aside(cx: &Ctx, id: RegistrationId, finding: FindingId, input: SetAside) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let found = registration_finding::Entity::find_by_id(finding).one(cx.read()).await?;
    let found = found.filter(|f| f.registration_id == id).ok_or(Failure::NotFound)?;
    if found.effect == FindingEffect::Block {
        cx.allow(Action::ManagePrograms)?;
    }
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &input.reason, 1000);
    errors.into_result(())?;
    if input.version.is_some_and(|seen| seen != row.version) {
        return Err(meanwhile("stale_version", &row));
    }
    if !row.status.is_open() || found.set_aside_at.is_some() != input.restore {
        return Err(meanwhile("not_allowed_now", &row));
    }
    let tx = cx.begin().await?;
    let aside = !input.restore;
    registration_finding::ActiveModel {
        id: Set(finding),
        set_aside_by: Set(aside.then(|| cx.actor.name().to_owned())),
        set_aside_at: Set(aside.then(|| cx.now())),
        set_aside_reason: Set(aside.then(|| reason.clone())),
        ..Default::default()
    }
    .update(&tx)
    .await?;
    let effect = Sql::new("SELECT effect FROM registration_finding WHERE set_aside_at IS NULL AND registration_id = ")
        .bind(id)
        .column::<FindingEffect>(&tx)
        .await?
        .into_iter()
        .max();
    let change = ActiveModel { finding_effect: Set(effect), ..Default::default() };
    let row = write_row(&tx, &row, change).await?;
    let payload = serde_json::json!({ "finding": found.kind, "reason": reason });
    let kind = if aside { EventKind::FindingSetAside } else { EventKind::FindingRestored };
    record(&tx, cx, crate::cosell::registration::event(kind, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// Whether a finding that blocks stands against the approval. Where a person gave the customer's choice, what another partner holds does not.
pub(crate) async fn blocks(db: &impl ConnectionTrait, row: &Model, chosen: bool) -> Outcome<bool> {
    if row.finding_effect != Some(FindingEffect::Block) {
        return Ok(false);
    }
    if !chosen {
        return Ok(true);
    }
    let other = Sql::new("SELECT 1 FROM registration_finding WHERE effect = 'block' AND set_aside_at IS NULL AND kind NOT IN ('live_registration', 'other_partner_deal') AND registration_id = ")
        .bind(row.id)
        .push(" LIMIT 1")
        .value::<i32>(db)
        .await?;
    Ok(other.is_some())
}
