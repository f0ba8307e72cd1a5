//! Customers and prospects: how one is found again, and how a new one is kept; what identifies it; which ones direct sales keeps; and when two
//! turn out to be one.

mod identity;
mod merge;
mod named;

pub use identity::{ChangeIdentity, CompanyIdentity, Daughter, change_identity, identity};
pub use merge::{Merge, Merged, merge, merges, undo_merge};
pub use named::{NameAccount, NamedAccount, name_account, named_account, release_account};

use crate::Ctx;
use crate::grow::kpi::take_turn;
use crate::record::{Event, EventKind, record};
use kernel::company_name::name_key;
use kernel::fold::{fold, search_text};
use kernel::id::CompanyId;
use kernel::{Outcome, domain};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, FromQueryResult};
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
    /// Place.
    pub city: Option<String>,
    /// As written.
    pub phone: Option<String>,
    /// VAT number, as written.
    pub vat: Option<String>,
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
    city: Option<String>,
}

/// The company we know by exactly this domain or VAT number, or by this name (without legal form) in this country; of several the oldest. A
/// namesake with another domain or in another place is another company.
///
/// # Errors
/// The database's.
pub async fn find(db: &impl ConnectionTrait, company: &NewCompany) -> Outcome<Option<CompanyId>> {
    let own_domain = company.own_domain();
    let vat = company.vat.as_deref().and_then(kernel::matching::vat_key);
    for (kind, value) in [("domain", &own_domain), ("vat", &vat)] {
        let Some(value) = value else { continue };
        let known = Sql::new("SELECT company_id FROM match_key WHERE kind = ")
            .bind(kind)
            .push(" AND value = ")
            .bind(value.as_str())
            .push(" ORDER BY company_id LIMIT 1")
            .value::<CompanyId>(db)
            .await?;
        if known.is_some() {
            return Ok(known);
        }
    }
    let key = name_key(&company.name);
    if key.is_empty() {
        return Ok(None);
    }
    let namesakes = Sql::new(
        "SELECT c.id, c.domain, c.country, c.city FROM match_key m JOIN company c ON c.id = m.company_id WHERE m.kind = 'name' AND m.value = ",
    )
    .bind(key)
    .push(" ORDER BY c.id LIMIT 100")
    .all::<Namesake>(db)
    .await?;
    let same = namesakes.into_iter().find(|c| {
        let meet = |a: Option<String>, b: Option<String>| a.is_none() || b.is_none() || a == b;
        let city = |city: &Option<String>| city.as_deref().map(fold);
        c.country == company.country
            && meet(c.domain.clone(), own_domain.clone())
            && meet(city(&c.city), city(&company.city))
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
    // Of two who meet the same new customer at one moment, the second finds what the first has made. The turn of the totals, which comes at
    // the end of every change anyway: a turn of its own could be waited for the other way round.
    take_turn(tx).await?;
    if let Some(known) = find(tx, company).await? {
        return Ok(known);
    }
    let id = CompanyId::new();
    let own_domain = company.own_domain();
    entity::company::ActiveModel {
        id: Set(id),
        name: Set(company.name.clone()),
        name_folded: Set(fold(&company.name)),
        name_key: Set(name_key(&company.name)),
        domain: Set(own_domain.clone()),
        country: Set(company.country.clone()),
        city: Set(company.city.clone()),
        industry: Set(None),
        phone: Set(company.phone.clone()),
        attributes: Set("{}".to_owned()),
        parent_id: Set(None),
        search_text: Set(search_text(&[&company.name, own_domain.as_deref().unwrap_or_default()])),
        created_at: Set(cx.now()),
        version: Set(1),
        vat: Set(company.vat.clone()),
        merged_into: Set(None),
    }
    .insert(tx)
    .await?;
    super::conflict::keys::keep_companies(tx, &[id]).await?;
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
