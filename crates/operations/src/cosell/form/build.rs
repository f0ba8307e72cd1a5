//! The draft of a form: what is being built, kept between one click and the next, and nobody's form until it is published.

use super::definition::{FormDefinition, MOST_FIELDS};
use super::versions::in_force;
use crate::Ctx;
use crate::access::policy::Action;
use crate::program;
use kernel::id::ProgramId;
use kernel::{Failure, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// What is being built.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Draft {
    /// Counts changes; 0 while nothing was changed since the last publication.
    pub version: i64,
    /// The version in force.
    pub form_version: i64,
    /// What it will ask.
    pub definition: FormDefinition,
}

#[derive(FromQueryResult)]
struct Row {
    definition: String,
    version: i64,
}

/// The draft of a program's form; the form in force while there is none.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn draft(cx: &Ctx, id: ProgramId) -> Outcome<Draft> {
    cx.allow(Action::ManagePrograms)?;
    program::row(cx.read(), id).await?;
    let now = in_force(cx.read(), id).await?;
    let sql = Sql::new("SELECT definition, version FROM form_draft WHERE program_id = ").bind(id);
    Ok(match sql.one::<Row>(cx.read()).await? {
        Some(row) => Draft {
            version: row.version,
            form_version: now.form_version,
            definition: serde_json::from_str(&row.definition).map_err(Failure::internal)?,
        },
        None => Draft { version: 0, form_version: now.form_version, definition: now.definition },
    })
}

/// Keeps `definition` as the draft. It need not be publishable yet. `version` is that of the draft it was made from.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `fields` (`too_many`); `stale_version` when somebody else changed it meanwhile.
pub async fn change_draft(cx: &Ctx, id: ProgramId, version: i64, definition: &FormDefinition) -> Outcome<i64> {
    cx.allow(Action::ManagePrograms)?;
    if definition.fields.len() > MOST_FIELDS {
        let mut errors = kernel::FieldErrors::default();
        errors.add_with("fields", "too_many", [("max", MOST_FIELDS.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    let text = serde_json::to_string(definition).map_err(Failure::internal)?;
    let tx = cx.begin().await?;
    program::row(&tx, id).await?;
    let sql = if version == 0 {
        Sql::new("INSERT INTO form_draft (program_id, definition, changed_at, changed_by, version) VALUES ")
            .bind_list::<sea_orm::Value>([
                id.into(),
                text.into(),
                cx.now().into(),
                cx.actor.name().into(),
                1_i64.into(),
            ])
            .push(" ON CONFLICT DO NOTHING")
    } else {
        Sql::new("UPDATE form_draft SET definition = ")
            .bind(text)
            .push(", changed_at = ")
            .bind(cx.now())
            .push(", changed_by = ")
            .bind(cx.actor.name())
            .push(", version = version + 1 WHERE program_id = ")
            .bind(id)
            .push(" AND version = ")
            .bind(version)
    };
    if sql.execute(&tx).await? == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    cx.commit(tx).await?;
    Ok(version + 1)
}

/// Forgets the draft.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn discard_draft(cx: &Ctx, id: ProgramId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    program::row(&tx, id).await?;
    Sql::new("DELETE FROM form_draft WHERE program_id = ").bind(id).execute(&tx).await?;
    cx.commit(tx).await
}
