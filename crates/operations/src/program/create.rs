//! Making a program: the template of its kind becomes version 1.

use super::{stage_templates, template};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{ProgramId, ProgramVersionId, StageId};
use kernel::words::ProgramKind;
use kernel::{Currency, Failure, FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde::Deserialize;
use storage::{Sql, entity};

/// A new program.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateProgram {
    /// Part of the public address (`/p/<key>`): small letters, digits, hyphens.
    #[schema(example = "reseller-dach")]
    pub key: String,
    /// Shown to everybody.
    #[schema(example = "Reseller program DACH")]
    pub name: String,
    /// Chooses the template.
    #[schema(value_type = String, example = "reseller")]
    pub kind: ProgramKind,
    /// Of its registrations and deals.
    #[schema(value_type = String, example = "EUR")]
    pub currency: Currency,
}

/// Notes what is wrong with a key that becomes part of an address.
pub(crate) fn address_key(errors: &mut FieldErrors, field: &str, text: &str) -> String {
    let key = errors.required(field, text, 60);
    let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !key.is_empty() && (!plain || key.starts_with('-') || key.ends_with('-')) {
        errors.add(field, "key_invalid");
    }
    key
}

/// Makes a program of a kind, with the template of that kind as version 1 and its deal stages.
///
/// # Errors
/// `Forbidden`; `Invalid` at `key` (`key_invalid`, `taken`) and `name`.
pub async fn create(cx: &Ctx, input: CreateProgram) -> Outcome<ProgramId> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let key = address_key(&mut errors, "key", &input.key);
    let name = errors.required("name", &input.name, 120);
    errors.into_result(())?;

    let id = ProgramId::new();
    let now = cx.now();
    let tx = cx.begin().await?;
    let inserted = Sql::new("INSERT INTO program (id, key, name, kind, currency, active, public_form, definition_version, created_at, version) VALUES (")
        .push_with("?, ?, ?, ?, ?, TRUE, TRUE, 1, ?, 1) ON CONFLICT (key) DO NOTHING", [
            id.into(),
            key.into(),
            name.clone().into(),
            input.kind.into(),
            input.currency.into(),
            now.into(),
        ])
        .execute(&tx)
        .await?;
    if inserted == 0 {
        return Err(Failure::field("key", "taken"));
    }
    entity::program_version::ActiveModel {
        id: Set(ProgramVersionId::new()),
        program_id: Set(id),
        definition_version: Set(1),
        definition: Set(serde_json::to_string(&template(input.kind)).map_err(Failure::internal)?),
        note: Set(None),
        created_at: Set(now),
        created_by: Set(cx.actor.name().to_owned()),
    }
    .insert(&tx)
    .await?;
    let stages =
        stage_templates().into_iter().zip(1..).map(|(stage, position)| entity::stage_definition::ActiveModel {
            id: Set(StageId::new()),
            program_id: Set(id),
            key: Set(stage.key.to_owned()),
            name_en: Set(stage.name.en),
            name_de: Set(stage.name.de),
            position: Set(position),
            outcome: Set(stage.outcome),
            retired: Set(false),
        });
    entity::stage_definition::Entity::insert_many(stages).exec(&tx).await?;
    let payload = serde_json::json!({ "name": name, "kind": input.kind });
    record(&tx, cx, Event::new(EventKind::ProgramCreated).program(id).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(id)
}
