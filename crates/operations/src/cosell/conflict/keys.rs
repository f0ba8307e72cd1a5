//! The keys under which companies and live registrations are found again, kept beside them.

use super::check::Relative;
use super::score::Identity;
use kernel::Outcome;
use kernel::id::{CompanyId, RegistrationId};
use kernel::matching::{Key, kept_keys};
use kernel::words::RegistrationStatus;
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::entity::registration::Model;
use storage::{Sql, Tx};
use uuid::Uuid;

/// Rows in one statement.
const ROWS: usize = 500;

/// A company, or the customer of a registration.
#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
    name: String,
    domain: Option<String>,
    country: Option<String>,
    city: Option<String>,
    phone: Option<String>,
    vat: Option<String>,
}

/// A company with its parent.
#[derive(FromQueryResult)]
struct KeptInGroup {
    #[sea_orm(nested)]
    kept: Kept,
    parent_id: Option<CompanyId>,
}

impl Kept {
    fn identity(self) -> (Uuid, Identity) {
        let Self { id, name, domain, country, city, phone, vat } = self;
        (id, Identity { name, domain, country, city, phone, vat, alias: None })
    }
}

/// Live registrations, as [`Kept`].
fn live_claims() -> Sql {
    let live = RegistrationStatus::ALL.iter().filter(|s| s.is_live()).map(|s| s.as_str());
    Sql::new("SELECT r.id, r.company_name AS name, r.company_domain AS domain, r.company_country AS country, r.company_city AS city, r.company_phone AS phone, r.company_vat AS vat FROM registration r WHERE r.status IN ").bind_list(live)
}

/// What a registration says of its customer.
pub(crate) fn customer(row: &Model) -> Identity {
    Identity {
        name: row.company_name.clone(),
        domain: row.company_domain.clone(),
        country: row.company_country.clone(),
        city: row.company_city.clone(),
        phone: row.company_phone.clone(),
        vat: row.company_vat.clone(),
        alias: None,
    }
}

/// Keeps the keys of these companies anew; other names by which they are known stay. What was merged into one is found as that one.
pub(crate) async fn keep_companies(tx: &Tx, ids: &[CompanyId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let merged = Sql::new(
        "SELECT c.merged_into AS id, c.name, c.domain, c.country, c.city, c.phone, c.vat FROM company c WHERE c.merged_into IN ",
    );
    let merged = merged.bind_list(ids.iter().copied()).all::<Kept>(tx).await?;
    let mut known = companies(tx, ids.iter().copied()).await?;
    known.extend(merged.into_iter().map(Kept::identity).map(|(id, identity)| (CompanyId(id), identity)));
    Sql::new("DELETE FROM match_key WHERE kind <> 'alias' AND company_id IN ")
        .bind_list(ids.iter().copied())
        .execute(tx)
        .await?;
    let mut keys: Vec<[Value; 4]> = Vec::new();
    for (id, identity) in known {
        for Key { kind, value } in kept_keys(&identity.record()) {
            keys.push([kind.as_str().into(), value.into(), id.into(), "".into()]);
        }
    }
    insert(tx, "match_key (kind, value, company_id, shown)", keys).await
}

/// Keeps the keys of a registration, which is live, anew.
pub(crate) async fn keep_claim(tx: &Tx, row: &Model) -> Outcome<()> {
    drop_claim(tx, row.id).await?;
    keep_claims(tx, [(row.id.0, customer(row))]).await
}

/// Keeps the keys of live registrations that have none yet.
async fn keep_claims(tx: &Tx, claims: impl IntoIterator<Item = (Uuid, Identity)>) -> Outcome<()> {
    let keys = claims.into_iter().flat_map(|(id, identity)| {
        let keys = kept_keys(&identity.record());
        keys.into_iter().map(move |key| [key.kind.as_str().into(), key.value.into(), id.into()])
    });
    insert(tx, "claim_key (kind, value, registration_id)", keys.collect()).await
}

/// A registration that is no longer live stands in nobody's way.
pub(crate) async fn drop_claim(tx: &Tx, id: RegistrationId) -> Outcome<()> {
    Sql::new("DELETE FROM claim_key WHERE registration_id = ").bind(id).execute(tx).await?;
    Ok(())
}

async fn insert<const N: usize>(tx: &Tx, table: &str, rows: Vec<[Value; N]>) -> Outcome<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut sql = Sql::new(format!("INSERT INTO {table} VALUES "));
        for (at, row) in rows.by_ref().take(ROWS).enumerate() {
            sql = sql.push(if at == 0 { "" } else { ", " }).bind_list(row);
        }
        sql.push(" ON CONFLICT DO NOTHING").execute(tx).await?;
    }
    Ok(())
}

/// Keeps the keys of those of these registrations that are live, and of no other.
pub(crate) async fn keep_live(tx: &Tx, ids: &[RegistrationId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    Sql::new("DELETE FROM claim_key WHERE registration_id IN ").bind_list(ids.iter().copied()).execute(tx).await?;
    let rows = live_claims().push(" AND r.id IN ").bind_list(ids.iter().copied()).all::<Kept>(tx).await?;
    keep_claims(tx, rows.into_iter().map(Kept::identity)).await
}

/// What we know of these companies, less those that were merged into others.
pub(super) async fn companies(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CompanyId>,
) -> Outcome<Vec<(CompanyId, Identity)>> {
    Ok(relatives(db, ids).await?.into_iter().map(|(itself, identity)| (itself.id, identity)).collect())
}

/// [`companies`] with their places in their groups.
pub(super) async fn relatives(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CompanyId>,
) -> Outcome<Vec<(Relative, Identity)>> {
    let sql = Sql::new(
        "SELECT c.id, c.name, c.domain, c.country, c.city, c.phone, c.vat, c.parent_id FROM company c WHERE c.merged_into IS NULL AND c.id IN ",
    );
    let rows = sql.bind_list(ids).all::<KeptInGroup>(db).await?;
    let told = |row: KeptInGroup| {
        let parent_id = row.parent_id;
        let (id, identity) = row.kept.identity();
        (Relative { id: CompanyId(id), name: identity.name.clone(), parent_id }, identity)
    };
    Ok(rows.into_iter().map(told).collect())
}
