//! What a program is called and whether it takes registrations: not versioned, unlike its rules.

use super::{ProgramRow, row};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::ProgramId;
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::Sql;

/// A change of a program; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProgram {
    /// Shown to everybody.
    pub name: Option<String>,
    /// Takes new partners and registrations.
    pub active: Option<bool>,
    /// Strangers may register a deal on the public page.
    pub public_form: Option<bool>,
    /// The version the change was made on.
    pub version: Option<i64>,
}

/// Changes a program's name, or whether it is active and has a public form.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`; `stale_version`.
pub async fn change(cx: &Ctx, id: ProgramId, input: ChangeProgram) -> Outcome<ProgramRow> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let name = input.name.as_deref().map(|name| errors.required("name", name, 120));
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let before = row(&tx, id).await?;
    let after = ProgramRow {
        name: name.unwrap_or_else(|| before.name.clone()),
        active: input.active.unwrap_or(before.active),
        public_form: input.public_form.unwrap_or(before.public_form),
        version: before.version + 1,
        ..before.clone()
    };
    let changed = Sql::new("UPDATE program SET name = ")
        .push_with(
            "?, active = ?, public_form = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                after.name.clone().into(),
                after.active.into(),
                after.public_form.into(),
                id.into(),
                input.version.unwrap_or(before.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    let facts =
        |p: &ProgramRow| serde_json::json!({ "name": p.name, "active": p.active, "public_form": p.public_form });
    let payload = serde_json::json!({ "name": after.name, "before": facts(&before), "after": facts(&after) });
    record(&tx, cx, Event::new(EventKind::ProgramChanged).program(id).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}
