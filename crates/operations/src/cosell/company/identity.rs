//! By what a company is found again: other names, numbers, address, and the company it belongs to; kept by hand.

mod check;

use self::check::{checked_aliases, checked_facts};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::conflict::keys::keep_companies;
use crate::cosell::deal::{company as visible_company, visible_companies};
use crate::grow::kpi::take_turn;
use crate::record::{Event, EventKind, record};
use kernel::fold::search_text;
use kernel::id::CompanyId;
use kernel::{Failure, FieldErrors, Outcome, Patch};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use storage::entity::company::{self, Model};
use storage::{Sql, Tx};

/// Companies above one another; a chain that is longer leads back to itself.
const MOST_LEVELS: usize = 40;
/// Companies told as belonging to one.
const MOST_DAUGHTERS: i64 = 50;

/// By what a company is found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CompanyIdentity {
    /// The company.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// What it is called.
    pub name: String,
    /// Other names under which it is known, as written, in alphabetical order.
    pub aliases: Vec<String>,
    /// VAT number, as written.
    pub vat: Option<String>,
    /// Its registered web domain.
    pub domain: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// Place.
    pub city: Option<String>,
    /// Phone, as written.
    pub phone: Option<String>,
    /// The company it belongs to.
    #[schema(value_type = Option<String>)]
    pub parent_id: Option<CompanyId>,
    /// Its name.
    pub parent_name: Option<String>,
    /// The companies that belong to it, by name, up to 50; of those the reader sees.
    pub daughters: Vec<Daughter>,
    /// The sources of imports it came with: what their files say of it counts again when they change.
    pub sources: Vec<String>,
    /// Counts changes.
    pub version: i64,
}

/// A company that belongs to another.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Daughter {
    /// The company.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    pub name: String,
}

/// What is to identify a company; what is left out stays, `null` empties.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeIdentity {
    /// All other names; those not named here are forgotten. At most 50, each of at most 200 characters.
    pub aliases: Vec<String>,
    /// VAT number.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "DE123456789")]
    pub vat: Patch<String>,
    /// Any form of its web domain; its own, not one that many organisations share.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "company.com")]
    pub domain: Patch<String>,
    /// ISO 3166-1, two letters.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "DE")]
    pub country: Patch<String>,
    /// Place.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub city: Patch<String>,
    /// Phone.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub phone: Patch<String>,
    /// The company it belongs to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub parent: Patch<CompanyId>,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// By what a company is found again.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn identity(cx: &Ctx, id: CompanyId) -> Outcome<CompanyIdentity> {
    cx.allow(Action::Read)?;
    let company = visible_company(cx, id).await?;
    let db = cx.read();
    let daughters = Sql::new(
        "SELECT c.id, c.name FROM company c WHERE c.merged_into IS NULL AND c.parent_id IS NOT NULL AND c.parent_id = ",
    );
    let daughters =
        visible_companies(daughters.bind(id), cx).push(" ORDER BY c.name_folded, c.id LIMIT ").bind(MOST_DAUGHTERS);
    let sources = Sql::new("SELECT DISTINCT source FROM external_ref WHERE kind = 'company' AND entity_id = ");
    Ok(CompanyIdentity {
        id,
        aliases: aliases(db, id).await?.into_values().collect(),
        daughters: daughters.all(db).await?,
        sources: sources.bind(id.0).push(" ORDER BY source").column(db).await?,
        version: row(db, id).await?.version,
        name: company.name,
        vat: company.vat,
        domain: company.domain,
        country: company.country,
        city: company.city,
        phone: company.phone,
        parent_id: company.parent_id,
        parent_name: company.parent_name,
    })
}

async fn row(db: &impl ConnectionTrait, id: CompanyId) -> Outcome<Model> {
    company::Entity::find_by_id(id).one(db).await?.ok_or(Failure::NotFound)
}

/// Other names by their keys.
async fn aliases(db: &impl ConnectionTrait, id: CompanyId) -> Outcome<BTreeMap<String, String>> {
    #[derive(FromQueryResult)]
    struct Alias {
        value: String,
        shown: String,
    }
    let sql = Sql::new("SELECT value, shown FROM match_key WHERE kind = 'alias' AND company_id = ").bind(id);
    Ok(sql.all::<Alias>(db).await?.into_iter().map(|alias| (alias.value, alias.shown)).collect())
}

/// Keeps what identifies a company. The conflict check finds it by that from the next registration on; what was found before stays found.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `aliases` (`too_many`), `aliases.N` (`required`, `too_long`, `invalid`, `repeated`, `own_name`), `vat`
/// (`vat_invalid`), `domain` (`domain_invalid`, `domain_shared`), `country` (`unknown`), `city`, `phone`, `parent` (`unknown`, `own_parent`,
/// `parent_loop`); conflict `stale_version`, `not_allowed_now` when it was merged into another.
pub async fn change_identity(cx: &Ctx, id: CompanyId, input: ChangeIdentity) -> Outcome<CompanyIdentity> {
    cx.allow(Action::ManagePrograms)?;
    visible_company(cx, id).await?;
    let before = row(cx.read(), id).await?;
    if before.merged_into.is_some() {
        return Err(Failure::conflict("not_allowed_now"));
    }
    if input.version.is_some_and(|seen| seen != before.version) {
        return Err(Failure::conflict("stale_version"));
    }
    let mut errors = FieldErrors::default();
    let names = checked_aliases(&mut errors, &before.name, &input.aliases);
    let mut after = before.clone();
    checked_facts(&mut errors, &input, &mut after);
    input.parent.apply(&mut after.parent_id);
    check_parent(cx, &mut errors, id, &before, &after).await?;
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let known = aliases(&tx, id).await?;
    let changes = changes(&tx, (&before, &known), (&after, &names)).await?;
    if changes.is_empty() {
        return identity(cx, id).await;
    }
    write(&tx, &before, &after).await?;
    if after.parent_id != before.parent_id {
        // Of two who put two companies above each other at one moment, the second sees what the first has done.
        take_turn(&tx).await?;
        if leads_to(&tx, after.parent_id, id).await? {
            return Err(Failure::field("parent", "parent_loop"));
        }
    }
    if names != known {
        Sql::new("DELETE FROM match_key WHERE kind = 'alias' AND company_id = ").bind(id).execute(&tx).await?;
        for alias in names.values() {
            super::add_alias(&tx, id, alias).await?;
        }
    }
    keep_companies(&tx, &[id]).await?;
    let payload = json!({ "company": after.name, "id": id, "changes": changes });
    record(&tx, cx, Event::new(EventKind::CompanyIdentityChanged).with(payload)).await?;
    cx.commit(tx).await?;
    identity(cx, id).await
}

async fn check_parent(cx: &Ctx, errors: &mut FieldErrors, id: CompanyId, before: &Model, after: &Model) -> Outcome<()> {
    let Some(parent) = after.parent_id.filter(|_| after.parent_id != before.parent_id) else { return Ok(()) };
    if parent == id {
        errors.add("parent", "own_parent");
        return Ok(());
    }
    match visible_company(cx, parent).await {
        Ok(company) if company.merged_into.is_none() => {}
        Ok(_) | Err(Failure::NotFound) => {
            errors.add("parent", "unknown");
            return Ok(());
        }
        Err(other) => return Err(other),
    }
    if leads_to(cx.read(), Some(parent), id).await? {
        errors.add("parent", "parent_loop");
    }
    Ok(())
}

/// Whether `id` stands above `from`, or is it.
pub(super) async fn leads_to(db: &impl ConnectionTrait, from: Option<CompanyId>, id: CompanyId) -> Outcome<bool> {
    let mut now = from;
    for _ in 0..MOST_LEVELS {
        let Some(company) = now else { return Ok(false) };
        if company == id {
            return Ok(true);
        }
        now = Sql::new("SELECT parent_id FROM company WHERE parent_id IS NOT NULL AND id = ")
            .bind(company)
            .value::<CompanyId>(db)
            .await?;
    }
    Ok(now.is_some())
}

/// What is different, as a timeline tells it.
async fn changes(
    tx: &Tx,
    (before, known): (&Model, &BTreeMap<String, String>),
    (after, names): (&Model, &BTreeMap<String, String>),
) -> Outcome<Vec<Value>> {
    let mut changes = Vec::new();
    let mut note = |field: &str, before: Value, after: Value| {
        if before != after {
            changes.push(json!({ "field": field, "before": before, "after": after }));
        }
    };
    let list = |names: &BTreeMap<String, String>| {
        let all = names.values().map(String::as_str).collect::<Vec<_>>().join(", ");
        (!all.is_empty()).then_some(all)
    };
    note("other_names", json!(list(known)), json!(list(names)));
    note("vat", json!(before.vat), json!(after.vat));
    note("domain", json!(before.domain), json!(after.domain));
    note("country", json!(before.country), json!(after.country));
    note("city", json!(before.city), json!(after.city));
    note("phone", json!(before.phone), json!(after.phone));
    if before.parent_id != after.parent_id {
        let named = async |id: Option<CompanyId>| match id {
            Some(id) => {
                Ok::<_, Failure>(Sql::new("SELECT name FROM company WHERE id = ").bind(id).value::<String>(tx).await?)
            }
            None => Ok(None),
        };
        note("parent", json!(named(before.parent_id).await?), json!(named(after.parent_id).await?));
    }
    Ok(changes)
}

async fn write(tx: &Tx, before: &Model, after: &Model) -> Outcome<()> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let written = Sql::new("UPDATE company SET version = version + 1")
        .push_with(
            ", vat = ?, domain = ?, country = ?, city = ?, phone = ?, parent_id = ?, search_text = ?",
            [
                after.vat.clone().into(),
                after.domain.clone().into(),
                after.country.clone().into(),
                after.city.clone().into(),
                after.phone.clone().into(),
                after.parent_id.into(),
                search_text(&[&after.name, &text(&after.domain), &text(&after.city)]).into(),
            ],
        )
        .push(" WHERE merged_into IS NULL AND id = ")
        .bind(before.id)
        .push(" AND version = ")
        .bind(before.version)
        .execute(tx)
        .await?;
    if written == 0 { Err(Failure::conflict("stale_version")) } else { Ok(()) }
}
