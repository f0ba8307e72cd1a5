use super::score::{Identity, compare, rank};
use super::{Agreement, Evidence};
use kernel::id::{CompanyId, DealId, FindingId, PartnerId, RegistrationId};
use kernel::words::{FindingKind, FindingLevel, RegistrationStatus};
use kernel::{Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Set};
use std::collections::{BTreeMap, BTreeSet};
use storage::{Sql, Tx, entity};

/// More than this many of one kind help nobody decide.
const MOST: i64 = 50;

/// Who claims which customer.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The registration itself, so that it is not found again.
    pub registration: Option<RegistrationId>,
    /// The partner; nothing for a stranger.
    pub partner: Option<PartnerId>,
    /// The customer.
    pub company: Identity,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FindingKind,
    /// How sure.
    pub level: FindingLevel,
    /// The company we know.
    pub company: Option<CompanyId>,
    /// The deal behind it.
    pub deal: Option<DealId>,
    /// The registration behind it.
    pub registration: Option<RegistrationId>,
    /// What agreed.
    pub agreed: Vec<Agreement>,
}

struct Known {
    level: FindingLevel,
    agreed: Vec<Agreement>,
}

/// What speaks against the claim, the surest first. Reads by key; the cost does not grow with the number of companies.
///
/// # Errors
/// The database's.
pub async fn check(db: &impl ConnectionTrait, claim: &Claim) -> Outcome<Vec<Found>> {
    let companies = known_companies(db, &claim.company).await?;
    let registrations = live_registrations(db, claim, &companies).await?;
    let registered_deals: BTreeSet<DealId> = registrations.iter().filter_map(|f| f.deal).collect();
    let mut found: Vec<Found> = companies.iter().map(|(id, known)| of_company(*id, known)).collect();
    found.extend(open_deals(db, claim, &companies).await?.into_iter().filter(|f| {
        // A deal that grew out of a live registration is told by the registration.
        f.deal.is_none_or(|deal| !registered_deals.contains(&deal))
    }));
    found.extend(registrations);
    found.sort_by_key(|f| (rank(f.level), f.kind != FindingKind::OpenDirectDeal, f.kind));
    Ok(found)
}

fn of_company(id: CompanyId, known: &Known) -> Found {
    let agreed_on = |field: &str| known.agreed.iter().any(|a| a.field == field);
    let kind = if agreed_on("domain") {
        FindingKind::SameDomain
    } else if agreed_on("alias") {
        FindingKind::KnownAlias
    } else {
        FindingKind::SameName
    };
    Found { kind, level: known.level, company: Some(id), deal: None, registration: None, agreed: known.agreed.clone() }
}

#[derive(FromQueryResult)]
struct KeyRow {
    kind: String,
    value: String,
    shown: String,
    id: CompanyId,
    name: String,
    name_key: String,
    country: Option<String>,
}

async fn known_companies(db: &impl ConnectionTrait, ours: &Identity) -> Outcome<BTreeMap<CompanyId, Known>> {
    let mut sql = Sql::new(
        "SELECT m.kind, m.value, m.shown, c.id, c.name, c.name_key, c.country FROM match_key m JOIN company c ON c.id = m.company_id WHERE ",
    );
    if ours.name_key.is_empty() && ours.domain.is_none() {
        return Ok(BTreeMap::new());
    }
    let key = ours.name_key.as_str();
    sql = sql.push("(m.kind = 'name' AND m.value = ").bind(key).push(") OR (m.kind = 'alias' AND m.value = ").bind(key);
    sql = sql.push(")");
    if let Some(domain) = &ours.domain {
        sql = sql.push(" OR (m.kind = 'domain' AND m.value = ").bind(domain.as_str()).push(")");
    }
    let rows = sql.push(" LIMIT ").bind(MOST).all::<KeyRow>(db).await?;
    let mut identities: BTreeMap<CompanyId, Identity> = BTreeMap::new();
    for row in rows {
        let identity = identities.entry(row.id).or_insert_with(|| Identity {
            name: row.name,
            name_key: row.name_key,
            domain: None,
            country: row.country,
            aliases: Vec::new(),
        });
        match row.kind.as_str() {
            "domain" => identity.domain = Some(row.value),
            "alias" => identity.aliases.push((row.value, row.shown)),
            _ => {}
        }
    }
    Ok(identities
        .into_iter()
        .filter_map(|(id, identity)| {
            let (level, agreed) = compare(ours, &identity)?;
            Some((id, Known { level, agreed }))
        })
        .collect())
}

#[derive(FromQueryResult)]
struct DealRow {
    id: DealId,
    partner_id: Option<PartnerId>,
    company_id: Option<CompanyId>,
}

async fn open_deals(
    db: &impl ConnectionTrait,
    claim: &Claim,
    companies: &BTreeMap<CompanyId, Known>,
) -> Outcome<Vec<Found>> {
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Sql::new("SELECT d.id, d.partner_id, d.company_id FROM deal d WHERE d.company_id IN ")
        .bind_list(companies.keys().copied())
        // Written so that no planner takes the outcome for the key: a third of all deals may be open.
        .push(" AND CASE d.outcome WHEN 'open' THEN 1 ELSE 0 END = 1 ORDER BY d.created_at DESC, d.id DESC LIMIT ")
        .bind(MOST)
        .all::<DealRow>(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let known = companies.get(&row.company_id?)?;
            let kind = match row.partner_id {
                None => FindingKind::OpenDirectDeal,
                // A partner's own deal is no conflict; its registration, if live, is told as such.
                Some(partner) if Some(partner) == claim.partner => return None,
                Some(_) => FindingKind::OtherPartnerDeal,
            };
            Some(Found {
                kind,
                level: known.level,
                company: row.company_id,
                deal: Some(row.id),
                registration: None,
                agreed: known.agreed.clone(),
            })
        })
        .collect())
}

#[derive(FromQueryResult)]
struct RegistrationRow {
    id: RegistrationId,
    partner_id: Option<PartnerId>,
    company_id: Option<CompanyId>,
    company_name: String,
    company_name_key: String,
    company_domain: Option<String>,
    company_country: Option<String>,
    deal_id: Option<DealId>,
}

async fn live_registrations(
    db: &impl ConnectionTrait,
    claim: &Claim,
    companies: &BTreeMap<CompanyId, Known>,
) -> Outcome<Vec<Found>> {
    // Each key with its own index. The state is written so that no planner takes it for the key: most registrations are in few states.
    let mut sql = Sql::new(
        "SELECT r.id, r.partner_id, r.company_id, r.company_name, r.company_name_key, r.company_domain, r.company_country, r.deal_id FROM registration r WHERE r.id IN (SELECT n.id FROM registration n WHERE n.company_name_key = ",
    )
    .bind(claim.company.name_key.as_str());
    if let Some(domain) = &claim.company.domain {
        sql = sql.push(" UNION SELECT d.id FROM registration d WHERE d.company_domain = ").bind(domain.as_str());
    }
    if !companies.is_empty() {
        sql = sql
            .push(" UNION SELECT c.id FROM registration c WHERE c.company_id IN ")
            .bind_list(companies.keys().copied());
    }
    let live = RegistrationStatus::ALL.iter().filter(|s| s.is_live()).map(|s| s.as_str());
    sql = sql.push(") AND CASE WHEN r.status IN ").bind_list(live).push(" THEN 1 ELSE 0 END = 1");
    if let Some(own) = claim.registration {
        sql = sql.push(" AND r.id <> ").bind(own);
    }
    let rows = sql.push(" ORDER BY r.submitted_at, r.id LIMIT ").bind(MOST).all::<RegistrationRow>(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let theirs = Identity {
                name: row.company_name,
                name_key: row.company_name_key,
                domain: row.company_domain.filter(|d| !kernel::domain::is_shared_host(d)),
                country: row.company_country,
                aliases: Vec::new(),
            };
            let by_text = compare(&claim.company, &theirs);
            let by_company = row.company_id.and_then(|id| companies.get(&id)).map(|k| (k.level, k.agreed.clone()));
            let (level, agreed) = [by_text, by_company].into_iter().flatten().min_by_key(|(level, _)| rank(*level))?;
            let own = claim.partner.is_some() && row.partner_id == claim.partner;
            Some(Found {
                kind: if own { FindingKind::OwnRegistration } else { FindingKind::LiveRegistration },
                level,
                company: row.company_id,
                deal: row.deal_id,
                registration: Some(row.id),
                agreed,
            })
        })
        .collect())
}

/// Stores the findings of a registration in place of earlier ones; how sure the surest is, and how many there are.
///
/// # Errors
/// The database's.
pub async fn keep(
    tx: &Tx,
    registration: RegistrationId,
    found: &[Found],
    now: Instant,
) -> Outcome<(Option<FindingLevel>, i32)> {
    Sql::new("DELETE FROM registration_finding WHERE registration_id = ").bind(registration).execute(tx).await?;
    let mut rows = Vec::with_capacity(found.len());
    for f in found {
        let evidence = Evidence { agreed: f.agreed.clone() };
        rows.push(entity::registration_finding::ActiveModel {
            id: Set(FindingId::new()),
            registration_id: Set(registration),
            kind: Set(f.kind),
            level: Set(f.level),
            company_id: Set(f.company),
            deal_id: Set(f.deal),
            other_registration_id: Set(f.registration),
            evidence: Set(serde_json::to_string(&evidence).map_err(Failure::internal)?),
            found_at: Set(now),
        });
    }
    if !rows.is_empty() {
        entity::registration_finding::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    let surest = found.iter().map(|f| f.level).min_by_key(|level| rank(*level));
    Ok((surest, i32::try_from(found.len()).unwrap_or(i32::MAX)))
}
