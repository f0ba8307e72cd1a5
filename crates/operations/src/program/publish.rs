//! Publishing a program's rules: always a new version, so that what was decided under the old one stays explained.

use super::approval::Approver;
use super::validate::checked;
use super::{ProgramDefinition, current, row};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{ProgramId, ProgramVersionId, UserId};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Serialize;
use storage::{Sql, entity};

/// What was published.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
pub struct Published {
    /// The new version.
    pub definition_version: i64,
}

/// Publishes `definition` as the next version, on whatever version is in force now.
///
/// # Errors
/// As [`publish_on`].
pub async fn publish(cx: &Ctx, id: ProgramId, definition: ProgramDefinition, note: Option<&str>) -> Outcome<Published> {
    publish_on(cx, id, None, definition, note).await
}

/// Publishes `definition` as the next version. With `base`, only if that is still the version in force.
///
/// Registrations keep the version they were submitted under.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` with the path of each wrong value; `stale_version` when somebody published meanwhile.
pub async fn publish_on(
    cx: &Ctx,
    id: ProgramId,
    base: Option<i64>,
    definition: ProgramDefinition,
    note: Option<&str>,
) -> Outcome<Published> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let definition = checked(&mut errors, definition);
    let note = errors.optional("note", note, 500);
    approvers_are_there(cx, id, &definition, &mut errors).await?;
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let program = row(&tx, id).await?;
    if base.is_some_and(|base| base != program.definition_version) {
        return Err(Failure::conflict("stale_version"));
    }
    let next = program.definition_version + 1;
    let changed = Sql::new("UPDATE program SET definition_version = ")
        .bind(next)
        .push(", version = version + 1 WHERE id = ")
        .bind(id)
        .push(" AND definition_version = ")
        .bind(program.definition_version)
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    entity::program_version::ActiveModel {
        id: Set(ProgramVersionId::new()),
        program_id: Set(id),
        definition_version: Set(next),
        definition: Set(serde_json::to_string(&definition).map_err(Failure::internal)?),
        note: Set(note.clone()),
        created_at: Set(cx.now()),
        created_by: Set(cx.actor.name().to_owned()),
    }
    .insert(&tx)
    .await?;
    let payload = serde_json::json!({ "name": program.name, "version": next, "note": note });
    record(&tx, cx, Event::new(EventKind::ProgramPublished).program(id).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(Published { definition_version: next })
}

/// Notes people who cannot approve (gone, or only reading). Those that the version in force names already do not keep anything else from being
/// published: a head of partnerships is asked in their place.
async fn approvers_are_there(
    cx: &Ctx,
    id: ProgramId,
    definition: &ProgramDefinition,
    errors: &mut FieldErrors,
) -> Outcome<()> {
    let people = |definition: &ProgramDefinition| -> Vec<(usize, UserId)> {
        let steps = definition.approval.steps.iter().enumerate();
        steps
            .flat_map(|(at, step)| step.approvers.iter().map(move |approver| (at, approver)))
            .filter_map(|(at, approver)| if let Approver::Person(user) = approver { Some((at, *user)) } else { None })
            .collect()
    };
    let named = people(definition);
    if named.is_empty() {
        return Ok(());
    }
    let (_, in_force) = current(cx.read(), id).await?;
    let before = people(&in_force);
    let there: Vec<UserId> = Sql::new("SELECT id FROM app_user WHERE active AND role <> 'viewer' AND id IN ")
        .bind_list(named.iter().map(|(_, user)| *user))
        .column(cx.read())
        .await?;
    for (at, user) in named {
        if !there.contains(&user) && !before.iter().any(|(_, known)| *known == user) {
            errors.add(&format!("approval.steps.{at}.approvers"), "unknown");
        }
    }
    Ok(())
}
