use super::candidates::{Kept, candidates};
use super::score::{Identity, Likeness, compare_read, rank};
use super::{Agreement, Evidence, Verdict, keys};
use crate::cosell::protection::Coverage;
use crate::program::ConflictRules;
use kernel::id::{CompanyId, DealId, FindingId, PartnerId, ProductId, RegistrationId};
use kernel::matching::{Corpus, Record};
use kernel::words::{FindingEffect, FindingKind, FindingLevel, RegistrationStatus};
use kernel::{Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Set};
use std::collections::{BTreeMap, BTreeSet};
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx, entity};

/// More than this many of one kind help nobody decide.
const MOST: i64 = 50;
/// More companies than this are not told.
const MOST_COMPANIES: usize = 20;

/// Who claims which customer.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The registration itself, so that it is not found again.
    pub registration: Option<RegistrationId>,
    /// The partner; nothing for a stranger.
    pub partner: Option<PartnerId>,
    /// The customer.
    pub company: Identity,
    /// Which of our products it is for; nothing for all.
    pub product: Option<ProductId>,
}

/// What a registration claims.
pub(crate) fn claim_of(row: &Model) -> Claim {
    Claim { registration: Some(row.id), partner: row.partner_id, company: keys::customer(row), product: row.product_id }
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

/// A company that may be the customer, or belongs to one group with it.
pub(super) struct Known {
    pub(super) level: FindingLevel,
    pub(super) agreed: Vec<Agreement>,
    itself: Relative,
    /// Of the same group only.
    related: bool,
}

/// What speaks against the claim, the surest first. Reads by key; the cost does not grow with the number of companies.
///
/// # Errors
/// The database's.
pub async fn check(db: &impl ConnectionTrait, claim: &Claim) -> Outcome<Vec<Found>> {
    let mut companies = known_companies(db, &claim.company).await?;
    add_group(db, &mut companies).await?;
    let registrations = live_registrations(db, claim, &companies).await?;
    let registered_deals: BTreeSet<DealId> = registrations.iter().filter_map(|f| f.deal).collect();
    let mut found: Vec<Found> =
        companies.iter().filter(|(_, k)| !k.related).map(|(id, known)| of_company(*id, known)).collect();
    found.extend(named_accounts(db, &companies).await?);
    found.extend(open_deals(db, claim, &companies).await?.into_iter().filter(|f| {
        // A deal that grew out of a live registration is told by the registration.
        f.deal.is_none_or(|deal| !registered_deals.contains(&deal))
    }));
    found.extend(registrations);
    found.sort_by_key(|f| (rank(f.level), f.kind != FindingKind::OpenDirectDeal, f.kind));
    Ok(found)
}

fn of_company(id: CompanyId, known: &Known) -> Found {
    let says = |field: &str| known.agreed.iter().any(|a| a.field == field && a.verdict == Verdict::Equal);
    let kind = if says("domain") {
        FindingKind::SameDomain
    } else if says("alias") {
        FindingKind::KnownAlias
    } else if says("name") {
        FindingKind::SameName
    } else {
        FindingKind::SimilarCompany
    };
    Found { kind, level: known.level, company: Some(id), deal: None, registration: None, agreed: known.agreed.clone() }
}

pub(super) async fn known_companies(db: &impl ConnectionTrait, ours: &Identity) -> Outcome<BTreeMap<CompanyId, Known>> {
    let record = ours.record();
    let (candidates, corpus) = candidates(db, Kept::Companies, &record).await?;
    if candidates.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut alike: Vec<(Likeness, Relative)> = Vec::new();
    for (relative, theirs) in keys::relatives(db, candidates.keys().map(|id| CompanyId(*id))).await? {
        let Some(by) = candidates.get(&relative.id.0) else { continue };
        let alias = by.alias.clone().filter(|_| record.name_key != kernel::company_name::name_key(&theirs.name));
        // One of several domains: a merged company keeps those of both.
        let domain = if by.kinds.contains("domain") { record.domain.clone() } else { theirs.domain.clone() };
        if let Some(likeness) = compare_read(ours, &record, &Identity { alias, domain, ..theirs }, &corpus) {
            alike.push((likeness, relative));
        }
    }
    alike.sort_by(|(p, a), (q, b)| {
        rank(p.level).cmp(&rank(q.level)).then(q.score.total_cmp(&p.score)).then(a.id.cmp(&b.id))
    });
    let known = |(likeness, itself): (Likeness, Relative)| {
        (itself.id, Known { level: likeness.level, agreed: likeness.agreed, itself, related: false })
    };
    Ok(alike.into_iter().take(MOST_COMPANIES).map(known).collect())
}

/// A company in its group.
#[derive(Clone, FromQueryResult)]
pub(super) struct Relative {
    pub(super) id: CompanyId,
    pub(super) name: String,
    pub(super) parent_id: Option<CompanyId>,
}

/// Parents, daughters and sisters of what is rather the customer: their deals and registrations are worth a look.
async fn add_group(db: &impl ConnectionTrait, companies: &mut BTreeMap<CompanyId, Known>) -> Outcome<()> {
    let own: Vec<Relative> =
        companies.values().filter(|k| k.level != FindingLevel::Possible).map(|k| k.itself.clone()).collect();
    if own.is_empty() {
        return Ok(());
    }
    let read = "SELECT id, name, parent_id FROM company WHERE merged_into IS NULL AND ";
    let parents: BTreeSet<CompanyId> = own.iter().filter_map(|c| c.parent_id).collect();
    let heads: BTreeSet<CompanyId> = parents.iter().copied().chain(own.iter().map(|c| c.id)).collect();
    // Each way along its own index; never joined, for most companies have no parent and a planner would read them all.
    let mut related = Vec::new();
    if !parents.is_empty() {
        related = Sql::new(read).push("id IN ").bind_list(parents).all::<Relative>(db).await?;
    }
    let below = Sql::new(read).push("parent_id IS NOT NULL AND parent_id IN ").bind_list(heads);
    related.extend(below.push(" LIMIT ").bind(MOST).all::<Relative>(db).await?);
    for relative in related {
        let kin = |c: &&Relative| {
            c.parent_id == Some(relative.id)
                || relative.parent_id == Some(c.id)
                || (c.parent_id.is_some() && c.parent_id == relative.parent_id)
        };
        let Some(of) = own.iter().find(kin) else { continue };
        let agreed = vec![Agreement {
            field: "group".to_owned(),
            ours: of.name.clone(),
            theirs: relative.name.clone(),
            verdict: Verdict::Equal,
        }];
        let known = |itself| Known { level: FindingLevel::Possible, agreed, itself, related: true };
        companies.entry(relative.id).or_insert_with(|| known(relative));
    }
    Ok(())
}

async fn named_accounts(db: &impl ConnectionTrait, companies: &BTreeMap<CompanyId, Known>) -> Outcome<Vec<Found>> {
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let sql =
        Sql::new("SELECT company_id FROM named_account WHERE company_id IN ").bind_list(companies.keys().copied());
    let named = sql.column::<CompanyId>(db).await?;
    Ok(named
        .into_iter()
        .filter_map(|id| {
            let known = companies.get(&id)?;
            Some(Found { kind: FindingKind::NamedAccount, ..of_company(id, known) })
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

async fn live_registrations(
    db: &impl ConnectionTrait,
    claim: &Claim,
    companies: &BTreeMap<CompanyId, Known>,
) -> Outcome<Vec<Found>> {
    let record = claim.company.record();
    let (candidates, corpus) = candidates(db, Kept::Claims, &record).await?;
    if candidates.is_empty() && companies.is_empty() {
        return Ok(Vec::new());
    }
    // The state is written so that no planner takes it for the key: most registrations are in few states.
    let mut sql = Sql::new(
        "SELECT r.* FROM registration r WHERE r.id IN (SELECT c.id FROM registration c WHERE c.company_id IN ",
    )
    .bind_list(companies.keys().copied())
    .push(" UNION SELECT k.id FROM registration k WHERE k.id IN ")
    .bind_list(candidates.keys().map(|id| RegistrationId(*id)));
    let live = RegistrationStatus::ALL.iter().filter(|s| s.is_live()).map(|s| s.as_str());
    sql = sql.push(") AND CASE WHEN r.status IN ").bind_list(live).push(" THEN 1 ELSE 0 END = 1");
    if let Some(own) = claim.registration {
        sql = sql.push(" AND r.id <> ").bind(own);
    }
    let rows = sql.push(" ORDER BY r.submitted_at, r.id LIMIT ").bind(4 * MOST).all::<Model>(db).await?;
    let mut found: Vec<Found> =
        rows.iter().filter_map(|row| of_registration(row, claim, &record, companies, &corpus)).collect();
    found.sort_by_key(|f| rank(f.level));
    found.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(found)
}

fn of_registration(
    row: &Model,
    claim: &Claim,
    ours: &Record,
    companies: &BTreeMap<CompanyId, Known>,
    corpus: &Corpus,
) -> Option<Found> {
    let by_text = compare_read(&claim.company, ours, &keys::customer(row), corpus).map(|l| (l.level, l.agreed));
    let by_company = row.company_id.and_then(|id| companies.get(&id)).map(|k| (k.level, k.agreed.clone()));
    let (level, agreed) = [by_text, by_company].into_iter().flatten().min_by_key(|(level, _)| rank(*level))?;
    let own = claim.partner.is_some() && row.partner_id == claim.partner;
    let claimed = Coverage { product: claim.product, region: claim.company.country.clone() };
    let in_scope = claimed.meets(&Coverage::of(row));
    let kind = match (own, in_scope) {
        (true, _) => FindingKind::OwnRegistration,
        (false, true) => FindingKind::LiveRegistration,
        (false, false) => FindingKind::OtherScope,
    };
    Some(Found { kind, level, company: row.company_id, deal: row.deal_id, registration: Some(row.id), agreed })
}

/// Stores the findings of a registration in place of earlier ones; what a person set aside stays aside. Returns what the registration keeps
/// of it: how sure the surest is, how many there are, and the strongest effect.
///
/// # Errors
/// The database's.
pub(crate) async fn keep(
    tx: &Tx,
    registration: RegistrationId,
    found: &[Found],
    rules: &ConflictRules,
    now: Instant,
) -> Outcome<ActiveModel> {
    use entity::registration_finding::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter};
    let earlier = Entity::find().filter(Column::RegistrationId.eq(registration)).all(tx).await?;
    Sql::new("DELETE FROM registration_finding WHERE registration_id = ").bind(registration).execute(tx).await?;
    let mut rows = Vec::with_capacity(found.len());
    let mut effect: Option<FindingEffect> = None;
    for f in found {
        let evidence = Evidence { agreed: f.agreed.clone() };
        let does = rules.effect(f.kind, f.level);
        let aside = earlier.iter().find(|e| {
            e.set_aside_at.is_some()
                && (e.kind, e.company_id, e.deal_id, e.other_registration_id)
                    == (f.kind, f.company, f.deal, f.registration)
        });
        if aside.is_none() {
            effect = effect.max(Some(does));
        }
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
            effect: Set(does),
            set_aside_by: Set(aside.and_then(|a| a.set_aside_by.clone())),
            set_aside_at: Set(aside.and_then(|a| a.set_aside_at)),
            set_aside_reason: Set(aside.and_then(|a| a.set_aside_reason.clone())),
        });
    }
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(ActiveModel {
        finding_level: Set(found.iter().map(|f| f.level).min_by_key(|level| rank(*level))),
        finding_count: Set(i32::try_from(found.len()).unwrap_or(i32::MAX)),
        finding_effect: Set(effect),
        ..Default::default()
    })
}
