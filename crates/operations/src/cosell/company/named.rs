//! Named accounts: customers that direct sales keeps. The conflict check finds them, and the program's rules say what that does.

use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::deal::company as visible_company;
use crate::record::{Event, EventKind, record};
use kernel::id::CompanyId;
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// Keeps a customer.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameAccount {
    /// Who works on it, since when; for colleagues.
    #[serde(default)]
    pub note: Option<String>,
}

/// A customer that direct sales keeps.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct NamedAccount {
    /// What is noted about it.
    pub note: Option<String>,
    /// Who named it.
    pub named_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub named_at: Instant,
}

/// Whether direct sales keeps this customer.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn named_account(cx: &Ctx, id: CompanyId) -> Outcome<Option<NamedAccount>> {
    cx.allow(Action::Read)?;
    visible_company(cx, id).await?;
    let sql = Sql::new("SELECT note, named_by, named_at FROM named_account WHERE company_id = ").bind(id);
    Ok(sql.one::<NamedAccount>(cx.read()).await?)
}

/// Keeps a customer for direct sales.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `note`; conflict `not_allowed_now` when it is kept already or was merged into another.
pub async fn name_account(cx: &Ctx, id: CompanyId, input: NameAccount) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let company = visible_company(cx, id).await?;
    let mut errors = FieldErrors::default();
    let note = errors.optional("note", input.note.as_deref(), 500);
    errors.into_result(())?;
    if company.merged_into.is_some() {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let tx = cx.begin().await?;
    let named = Sql::new("INSERT INTO named_account (company_id, note, named_by, named_at) VALUES (")
        .push_with("?, ?, ?, ?", [id.into(), note.clone().into(), cx.actor.name().into(), cx.now().into()])
        .push(") ON CONFLICT (company_id) DO NOTHING")
        .execute(&tx)
        .await?;
    if named == 0 {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let payload = serde_json::json!({ "company": company.name, "id": id, "note": note });
    record(&tx, cx, Event::new(EventKind::CompanyNamed).with(payload)).await?;
    cx.commit(tx).await
}

/// Direct sales keeps it no longer.
///
/// # Errors
/// `Forbidden`, `NotFound`; conflict `not_allowed_now` when it was not kept.
pub async fn release_account(cx: &Ctx, id: CompanyId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let company = visible_company(cx, id).await?;
    let tx = cx.begin().await?;
    let released = Sql::new("DELETE FROM named_account WHERE company_id = ").bind(id).execute(&tx).await?;
    if released == 0 {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let payload = serde_json::json!({ "company": company.name, "id": id });
    record(&tx, cx, Event::new(EventKind::CompanyReleased).with(payload)).await?;
    cx.commit(tx).await
}
