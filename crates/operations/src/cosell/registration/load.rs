//! Reading a registration, and writing one step of its history. Every change goes through [`advance`].

use super::state::{Step, after, is_decided};
use crate::Ctx;
use crate::access::scope::registrations_in_scope;
use kernel::id::{RegistrationId, StepId};
use kernel::words::RegistrationStatus;
use kernel::{Failure, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use storage::entity::registration::{ActiveModel, Column, Entity, Model};
use storage::{Sql, Tx, entity};

/// What a change to a registration answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Changed {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// Where it stands now.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// Send it back with the next change.
    pub version: i64,
}

impl Changed {
    pub(crate) fn of(row: &Model) -> Self {
        Self { id: row.id, status: row.status, version: row.version }
    }
}

/// A registration within the actor's scope. Nobody of the vendor sees one whose sender is not confirmed.
pub(crate) async fn load(cx: &Ctx, id: RegistrationId) -> Outcome<Model> {
    let sql =
        Sql::new("SELECT r.* FROM registration r WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.id = ").bind(id);
    registrations_in_scope(sql, &cx.actor).one::<Model>(cx.read()).await?.ok_or(Failure::NotFound)
}

/// Where `step` leads, or why it cannot be taken: somebody was faster (with what happened meanwhile), or it never was possible here.
pub(crate) fn allowed(row: &Model, step: Step, seen_version: Option<i64>) -> Outcome<RegistrationStatus> {
    let to = after(row.status, step);
    if to.is_none() && is_decided(row.status) && step.is_answer() {
        return Err(meanwhile("already_decided", row));
    }
    if seen_version.is_some_and(|seen| seen != row.version) {
        return Err(meanwhile("stale_version", row));
    }
    to.ok_or_else(|| meanwhile("not_allowed_now", row))
}

/// Who has it after an answer of the actor: they themselves. An approver of a chain answers without taking it over.
pub(super) fn reviewer_after(cx: &Ctx, row: &Model) -> Option<kernel::id::UserId> {
    match row.approval_step {
        0 => cx.actor.user().map(|user| user.id).or(row.reviewer_id),
        _ => row.reviewer_id,
    }
}

/// A lost race, with what the registration has become.
pub(crate) fn meanwhile(code: &'static str, row: &Model) -> Failure {
    let mut params = BTreeMap::from([
        ("status".to_owned(), row.status.to_string()),
        ("version".to_owned(), row.version.to_string()),
    ]);
    // After that somebody else may have gone on with it.
    if matches!(row.status, RegistrationStatus::Approved | RegistrationStatus::Declined) {
        let (by, at) = (row.decided_by.clone(), row.decided_at.map(|at| at.to_string()));
        params.extend([("by", by), ("at", at)].into_iter().filter_map(|(name, told)| Some((name.to_owned(), told?))));
    }
    Failure::Conflict { code, params }
}

/// Writes `change` over `before` if nobody was faster, and the step into the history. Returns the row as it is now.
///
/// # Errors
/// Conflict `already_decided` or `stale_version` with what happened meanwhile.
pub(crate) async fn advance(
    tx: &Tx,
    cx: &Ctx,
    before: &Model,
    change: ActiveModel,
    step: Step,
    reason: Option<&str>,
) -> Outcome<Model> {
    let to = allowed(before, step, None)?;
    let change = ActiveModel { status: Set(to), ..change };
    let now = write(tx, before, change).await?;
    history(tx, cx, &now, step.activity(), Some(to), reason).await?;
    match (before.status.is_live(), to.is_live()) {
        (true, false) => crate::cosell::conflict::keys::drop_claim(tx, now.id).await?,
        (false, true) => crate::cosell::conflict::keys::keep_claim(tx, &now).await?,
        _ => {}
    }
    // Whoever waited for more time waits no longer where there is nothing to make longer.
    if after(before.status, Step::Extend).is_some() && after(to, Step::Extend).is_none() {
        crate::cosell::protection::drop_pending(tx, cx, &now).await?;
    }
    Ok(now)
}

/// Writes `change` over `before` if nobody was faster.
///
/// # Errors
/// Conflict `already_decided` or `stale_version` with what happened meanwhile.
pub(crate) async fn write(tx: &Tx, before: &Model, change: ActiveModel) -> Outcome<Model> {
    let change = ActiveModel { version: Set(before.version + 1), ..change };
    let written = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(before.id))
        .filter(Column::Version.eq(before.version))
        .exec(tx)
        .await?;
    let now = Entity::find_by_id(before.id).one(tx).await?.ok_or(Failure::NotFound)?;
    if written.rows_affected > 0 {
        return Ok(now);
    }
    Err(meanwhile(if is_decided(now.status) { "already_decided" } else { "stale_version" }, &now))
}

/// Appends to the history of a registration. The caller holds the row by having written it in this transaction.
pub(crate) async fn history(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    activity: &str,
    status: Option<RegistrationStatus>,
    reason: Option<&str>,
) -> Outcome<()> {
    let last = Sql::new("SELECT MAX(position) FROM registration_step WHERE registration_id = ")
        .bind(row.id)
        .value::<Option<i32>>(tx)
        .await?
        .flatten()
        .unwrap_or(0);
    // A stranger has no name of their own in the actor: it is the one they gave.
    let actor_name = match cx.actor {
        kernel::Actor::Anonymous => row.sender_name.as_str(),
        _ => cx.actor.name(),
    };
    entity::registration_step::ActiveModel {
        id: Set(StepId::new()),
        registration_id: Set(row.id),
        position: Set(last + 1),
        status: Set(status),
        activity: Set(activity.to_owned()),
        at: Set(cx.now()),
        actor_kind: Set(cx.actor.kind().to_owned()),
        actor_name: Set(actor_name.to_owned()),
        channel: Set(cx.channel),
        reason: Set(reason.map(str::to_owned)),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// An event about this registration.
pub(crate) fn event(kind: crate::record::EventKind, row: &Model, payload: serde_json::Value) -> crate::record::Event {
    let mut payload = payload;
    if let Some(values) = payload.as_object_mut() {
        values.insert("number".to_owned(), row.number.clone().into());
        values.insert("company".to_owned(), row.company_name.clone().into());
        values.insert("sender".to_owned(), row.sender_name.clone().into());
    }
    crate::record::Event::new(kind)
        .program(row.program_id)
        .partner(row.partner_id)
        .registration(row.id)
        .deal(row.deal_id)
        .with(payload)
}
