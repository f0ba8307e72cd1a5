//! Customers and prospects: how one is found again, and how a new one is kept.

use crate::Ctx;
use crate::record::{Event, EventKind, record};
use kernel::company_name::name_key;
use kernel::fold::{fold, search_text};
use kernel::id::CompanyId;
use kernel::{Outcome, domain};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult};
use storage::{Sql, Tx, entity};

/// What is said of a company.
#[derive(Debug, Clone, Default)]
pub struct NewCompany {
    /// As written.
    pub name: String,
    /// Any form of it: address, host, registered domain.
    pub domain: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
}

impl NewCompany {
    /// The registered domain, unless many organisations share it.
    fn own_domain(&self) -> Option<String> {
        let registered = domain::registrable_domain(self.domain.as_deref()?)?;
        (!domain::is_shared_host(&registered)).then_some(registered)
    }
}

#[derive(FromQueryResult)]
struct Namesake {
    id: CompanyId,
    domain: Option<String>,
    country: Option<String>,
}

/// The company we know by exactly this domain, or by this name (without legal form) in this country; of several the oldest. A
/// namesake with another domain is another company.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, company: &NewCompany) -> Outcome<Option<CompanyId>> {
    let own_domain = company.own_domain();
    if let Some(own) = &own_domain {
        let by_domain = Sql::new("SELECT company_id FROM match_key WHERE kind = 'domain' AND value = ")
            .bind(own.as_str())
            .push(" ORDER BY company_id LIMIT 1")
            .value::<CompanyId>(db)
            .await?;
        if by_domain.is_some() {
            return Ok(by_domain);
        }
    }
    let key = name_key(&company.name);
    if key.is_empty() {
        return Ok(None);
    }
    let namesakes = Sql::new(
        "SELECT c.id, c.domain, c.country FROM match_key m JOIN company c ON c.id = m.company_id WHERE m.kind = 'name' AND m.value = ",
    )
    .bind(key)
    .push(" ORDER BY c.id LIMIT 100")
    .all::<Namesake>(db)
    .await?;
    let same = namesakes.into_iter().find(|c| {
        c.country == company.country && (c.domain.is_none() || own_domain.is_none() || c.domain == own_domain)
    });
    Ok(same.map(|c| c.id))
}

/// The company we know (see [`find`]), or a new one with its match keys.
///
/// # Errors
/// The database's.
pub async fn find_or_create(tx: &Tx, cx: &Ctx, company: &NewCompany) -> Outcome<CompanyId> {
    if let Some(known) = find(tx, company).await? {
        return Ok(known);
    }
    let id = CompanyId::new();
    let own_domain = company.own_domain();
    let key = name_key(&company.name);
    entity::company::ActiveModel {
        id: Set(id),
        name: Set(company.name.clone()),
        name_folded: Set(fold(&company.name)),
        name_key: Set(key.clone()),
        domain: Set(own_domain.clone()),
        country: Set(company.country.clone()),
        city: Set(None),
        industry: Set(None),
        phone: Set(None),
        attributes: Set("{}".to_owned()),
        parent_id: Set(None),
        search_text: Set(search_text(&[&company.name, own_domain.as_deref().unwrap_or_default()])),
        created_at: Set(cx.now()),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    let mut keys = Vec::new();
    if !key.is_empty() {
        keys.push(match_key("name", &key, id, &company.name));
    }
    if let Some(own) = &own_domain {
        keys.push(match_key("domain", own, id, own));
    }
    if !keys.is_empty() {
        entity::match_key::Entity::insert_many(keys).exec_without_returning(tx).await?;
    }
    let payload = serde_json::json!({ "company": id, "name": company.name });
    record(tx, cx, Event::new(EventKind::CompanyCreated).with(payload)).await?;
    Ok(id)
}

/// Notes another name under which a company is known (from an import, or by hand).
///
/// # Errors
/// The database's.
pub async fn add_alias(tx: &Tx, company: CompanyId, alias: &str) -> Outcome<()> {
    let key = name_key(alias);
    if key.is_empty() {
        return Ok(());
    }
    Sql::new("INSERT INTO match_key (kind, value, company_id, shown) VALUES ('alias', ")
        .bind(key)
        .push(", ")
        .bind(company)
        .push(", ")
        .bind(alias)
        .push(") ON CONFLICT (kind, value, company_id) DO NOTHING")
        .execute(tx)
        .await?;
    Ok(())
}

fn match_key(kind: &str, value: &str, company: CompanyId, shown: &str) -> entity::match_key::ActiveModel {
    entity::match_key::ActiveModel {
        kind: Set(kind.to_owned()),
        value: Set(value.to_owned()),
        company_id: Set(company),
        shown: Set(shown.to_owned()),
    }
}
