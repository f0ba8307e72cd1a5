//! Customers, as the people who work on their deals see them.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::fold::{like_pattern, search_query};
use kernel::id::{CompanyId, RegistrationId};
use kernel::words::RegistrationStatus;
use kernel::{Cursor, Failure, FieldErrors, Instant, Outcome, Page, PageRequest, Scope};
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::Sql;

/// A company's name.
pub(super) async fn name(db: &impl ConnectionTrait, id: Option<CompanyId>) -> Outcome<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Sql::new("SELECT name FROM company WHERE id = ").bind(id).value(db).await?)
}

/// Appends ` AND …` so that only companies (alias `c`) remain that the actor has a deal or a registration with.
/// Who sees all partners sees all companies.
pub(crate) fn visible(sql: Sql, cx: &Ctx) -> Sql {
    if cx.actor.scope() == Scope::All {
        return sql;
    }
    let sql = sql.push(" AND (EXISTS (SELECT 1 FROM deal sd WHERE sd.company_id = c.id");
    let sql = in_scope(sql, &cx.actor, "sd.partner_id")
        .push(") OR EXISTS (SELECT 1 FROM registration sr WHERE sr.company_id = c.id");
    in_scope(sql, &cx.actor, "sr.partner_id").push("))")
}

/// A customer or prospect.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct Company {
    /// The company.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its web domain.
    pub domain: Option<String>,
    /// Country, ISO 3166 where known.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// VAT number.
    pub vat: Option<String>,
    /// The company it belongs to.
    #[schema(value_type = Option<String>)]
    pub parent_id: Option<CompanyId>,
    /// Its name.
    pub parent_name: Option<String>,
    /// The company it turned out to be.
    #[schema(value_type = Option<String>)]
    pub merged_into: Option<CompanyId>,
    /// Whether direct sales keeps it.
    pub named: bool,
    /// When it was first known.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    #[serde(skip)]
    name_folded: String,
    #[serde(skip)]
    attributes: String,
}

impl Company {
    /// Imported attributes that have no column of their own, in their order.
    pub fn more(&self) -> Vec<(String, String)> {
        let read = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&self.attributes);
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        read.unwrap_or_default().into_iter().map(|(key, value)| (key, text(value))).collect()
    }
}

/// A registration for a company, in short.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct CompanyRegistration {
    /// The registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// The partner who registered it.
    pub partner_name: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
}

const COLUMNS: &str = "SELECT c.id, c.name, c.name_folded, c.domain, c.country, c.city, c.industry, c.phone, c.vat, c.parent_id, m.name AS parent_name, c.merged_into, n.company_id IS NOT NULL AS named, c.attributes, c.created_at FROM company c LEFT JOIN company m ON m.id = c.parent_id LEFT JOIN named_account n ON n.company_id = c.id WHERE 1 = 1";

/// The companies within the actor's scope, by name; with `named`, those that direct sales keeps.
///
/// # Errors
/// `Forbidden`; `Invalid` at `q` or `cursor`.
pub async fn companies(cx: &Ctx, q: Option<&str>, named: bool, page: &PageRequest) -> Outcome<Page<Company>> {
    cx.allow(Action::Read)?;
    let mut errors = FieldErrors::default();
    let q = errors.optional("q", q, 200).map(|q| search_query(&q));
    errors.into_result(())?;
    let mut sql = visible(Sql::new(COLUMNS), cx).push(" AND c.merged_into IS NULL");
    if named {
        sql = sql.push(" AND n.company_id IS NOT NULL");
    }
    for word in q.iter().flat_map(|q| q.split(' ')) {
        sql = sql.push(" AND c.search_text LIKE ").bind(like_pattern(word)).push(" ESCAPE '\\'");
    }
    if let Some(cursor) = &page.after {
        let id: CompanyId = cursor.id.parse().map_err(|_| Failure::field("cursor", "cursor_invalid"))?;
        sql = sql.push(" AND (c.name_folded, c.id) > (").bind(cursor.key.as_str()).push(", ").bind(id).push(")");
    }
    let sql = sql.push(" ORDER BY c.name_folded, c.id LIMIT ").bind(i64::from(page.fetch()));
    let rows = sql.all::<Company>(cx.read()).await?;
    Ok(Page::from_rows(rows, page, |c| Cursor { key: c.name_folded.clone(), id: c.id.to_string() }))
}

/// One company.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn company(cx: &Ctx, id: CompanyId) -> Outcome<Company> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(COLUMNS).push(" AND c.id = ").bind(id);
    visible(sql, cx).one(cx.read()).await?.ok_or(Failure::NotFound)
}

/// The registrations for a company within the actor's scope, newest first, up to 50.
///
/// # Errors
/// `Forbidden`.
pub async fn company_registrations(cx: &Ctx, id: CompanyId) -> Outcome<Vec<CompanyRegistration>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT r.id, r.number, r.status, p.name AS partner_name, r.submitted_at FROM registration r LEFT JOIN partner p ON p.id = r.partner_id WHERE r.company_id = ").bind(id);
    let sql = in_scope(sql, &cx.actor, "r.partner_id").push(" ORDER BY r.submitted_at DESC, r.id DESC LIMIT 50");
    Ok(sql.all(cx.read()).await?)
}
