//! Versions of a form: published with a note, never changed, brought back by publishing them again.

use super::definition::{FieldKind, FormDefinition, checked};
use crate::Ctx;
use crate::access::policy::Action;
use crate::program;
use crate::record::{Event, EventKind, record};
use kernel::id::{ProgramId, RecordId, RegistrationId};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::{Sql, Tx, entity};

/// The form a new registration is made with.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema)]
pub struct FormInForce {
    /// 0 is the form every program starts with.
    pub form_version: i64,
    /// What it asks.
    pub definition: FormDefinition,
}

/// A published version.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct FormVersionListed {
    /// Counted from 1.
    pub form_version: i64,
    /// Why it was published.
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
}

/// What was published.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
pub struct PublishedForm {
    /// The new version.
    pub form_version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    form_version: i64,
    definition: String,
}

impl Row {
    fn read(self) -> Outcome<FormInForce> {
        let definition = serde_json::from_str(&self.definition).map_err(Failure::internal)?;
        Ok(FormInForce { form_version: self.form_version, definition })
    }
}

/// The form in force of a program.
///
/// # Errors
/// The database's.
pub async fn in_force(db: &impl ConnectionTrait, program: ProgramId) -> Outcome<FormInForce> {
    let sql = Sql::new("SELECT form_version, definition FROM form_version WHERE program_id = ").bind(program);
    match sql.push(" ORDER BY form_version DESC LIMIT 1").one::<Row>(db).await? {
        Some(row) => row.read(),
        None => Ok(FormInForce::default()),
    }
}

/// One version of a program's form; 0 is the one every program starts with.
///
/// # Errors
/// `NotFound`.
pub async fn version(db: &impl ConnectionTrait, program: ProgramId, number: i64) -> Outcome<FormInForce> {
    program::row(db, program).await?;
    if number == 0 {
        return Ok(FormInForce::default());
    }
    Sql::new("SELECT form_version, definition FROM form_version WHERE program_id = ")
        .bind(program)
        .push(" AND form_version = ")
        .bind(number)
        .one::<Row>(db)
        .await?
        .ok_or(Failure::NotFound)?
        .read()
}

/// The version of the form a registration was made with.
///
/// # Errors
/// `NotFound` when the version is gone; the database's.
pub(crate) async fn of_registration(
    db: &impl ConnectionTrait,
    program: ProgramId,
    registration: RegistrationId,
) -> Outcome<FormInForce> {
    let sql = Sql::new("SELECT form_version FROM registration_form WHERE registration_id = ").bind(registration);
    let number = sql.value::<i64>(db).await?.unwrap_or(0);
    version(db, program, number).await
}

/// The published versions, newest first.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn versions(cx: &Ctx, program: ProgramId) -> Outcome<Vec<FormVersionListed>> {
    cx.allow(Action::Read)?;
    program::row(cx.read(), program).await?;
    let sql = Sql::new("SELECT form_version, note, created_at, created_by FROM form_version WHERE program_id = ");
    Ok(sql.bind(program).push(" ORDER BY form_version DESC").all(cx.read()).await?)
}

/// Publishes a form as the next version. Registrations keep the version they were made with.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` with the path of each wrong value; `stale_version` when `base` is no longer in force.
pub async fn publish(
    cx: &Ctx,
    id: ProgramId,
    base: Option<i64>,
    definition: FormDefinition,
    note: Option<&str>,
) -> Outcome<PublishedForm> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let definition = checked(&mut errors, definition);
    let note = errors.optional("note", note, 500);
    let tx = cx.begin().await?;
    let now = in_force(&tx, id).await?;
    texts_keep_their_version(&now.definition, &definition, &mut errors);
    errors.into_result(())?;
    let published = write(&tx, cx, id, base, now.form_version, &definition, note).await?;
    cx.commit(tx).await?;
    Ok(published)
}

/// What somebody agreed to must be found again: another text is another version.
fn texts_keep_their_version(before: &FormDefinition, after: &FormDefinition, errors: &mut FieldErrors) {
    for (index, field) in after.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Consent) {
        let changed = before.field(&field.key).is_some_and(|old| {
            old.kind == FieldKind::Consent && old.text_version == field.text_version && old.help != field.help
        });
        if changed {
            errors.add(&format!("fields.{index}.text_version"), "consent_version_unchanged");
        }
    }
}

/// Publishes an earlier version again; 0 goes back to the form every program starts with.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn restore(cx: &Ctx, id: ProgramId, number: i64) -> Outcome<PublishedForm> {
    cx.allow(Action::ManagePrograms)?;
    let old = version(cx.read(), id, number).await?;
    let tx = cx.begin().await?;
    let now = in_force(&tx, id).await?;
    // The number says enough, in every language.
    let published = write(&tx, cx, id, None, now.form_version, &old.definition, Some(format!("← {number}"))).await?;
    cx.commit(tx).await?;
    Ok(published)
}

async fn write(
    tx: &Tx,
    cx: &Ctx,
    id: ProgramId,
    base: Option<i64>,
    current: i64,
    definition: &FormDefinition,
    note: Option<String>,
) -> Outcome<PublishedForm> {
    let program = program::row(tx, id).await?;
    if base.is_some_and(|base| base != current) {
        return Err(Failure::conflict("stale_version"));
    }
    let next = current + 1;
    let row = entity::form_version::ActiveModel {
        id: Set(RecordId::new()),
        program_id: Set(id),
        form_version: Set(next),
        definition: Set(serde_json::to_string(definition).map_err(Failure::internal)?),
        note: Set(note.clone()),
        created_at: Set(cx.now()),
        created_by: Set(cx.actor.name().to_owned()),
    };
    // On PostgreSQL two may have read the same number; the key lets one through.
    match row.insert(tx).await {
        Err(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::conflict("stale_version"));
        }
        other => other?,
    };
    Sql::new("DELETE FROM form_draft WHERE program_id = ").bind(id).execute(tx).await?;
    let payload = serde_json::json!({ "name": program.name, "version": next, "note": note });
    record(tx, cx, Event::new(EventKind::FormPublished).program(id).with(payload)).await?;
    Ok(PublishedForm { form_version: next })
}
