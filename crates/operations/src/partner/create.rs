//! Making a partner.

use super::membership::enter_program;
use super::owner::put_owner;
use crate::Ctx;
use crate::access::policy::Action;
use crate::program::segment;
use crate::record::{Event, EventKind, record};
use kernel::company_name::name_key;
use kernel::fold::{fold, search_text};
use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::words::{OwnerRole, PartnerStatus, Phase, Side};
use kernel::{Date, Failure, FieldErrors, Outcome, Scope};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde::Deserialize;
use std::collections::BTreeMap;
use storage::{Sql, entity};

/// A new partner.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePartner {
    /// The organisation's name.
    #[schema(example = "Nordlicht Systems GmbH")]
    pub name: String,
    /// Its web domain; an address or a mail address will do.
    pub domain: Option<String>,
    /// Country, as it shall be counted.
    pub country: Option<String>,
    /// Region, as it shall be counted.
    pub region: Option<String>,
    /// City.
    pub city: Option<String>,
    /// What kind of business it is.
    pub business_type: Option<String>,
    /// How large it is.
    pub size: Option<String>,
    /// The day the agreement was signed.
    #[schema(value_type = Option<String>, format = Date)]
    pub signed_on: Option<Date>,
    /// A segment, by hand; absent: by rule.
    #[schema(value_type = Option<String>)]
    pub segment: Option<SegmentId>,
    /// The program it joins, in the phase Attract.
    #[schema(value_type = Option<String>)]
    pub program: Option<ProgramId>,
    /// Its partner manager; who sees only their own partners is that always.
    #[schema(value_type = Option<String>)]
    pub manager: Option<UserId>,
    /// Further attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
}

/// The registrable domain of what was typed; notes `domain_invalid`, and `domain_shared` for hosts that many organisations share.
pub(crate) fn checked_domain(errors: &mut FieldErrors, field: &str, text: Option<&str>) -> Option<String> {
    let text = errors.optional(field, text, 253)?;
    match kernel::domain::registrable_domain(&text) {
        Some(_) if kernel::domain::is_shared_host(&text) => {
            errors.add(field, "domain_shared");
            None
        }
        Some(domain) => Some(domain),
        None => {
            errors.add(field, "domain_invalid");
            None
        }
    }
}

/// Attributes with trimmed names and values; empty values are left out.
pub(super) fn checked_attributes(
    errors: &mut FieldErrors,
    attributes: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    if attributes.len() > 100 {
        errors.add_with("attributes", "too_many", [("max", "100".to_owned())]);
    }
    let mut kept = BTreeMap::new();
    for (key, value) in attributes {
        let field = format!("attributes.{key}");
        if errors.required(&field, key, 80).is_empty() {
            continue;
        }
        if let Some(value) = errors.optional(&field, Some(value), 500) {
            kept.insert(key.trim().to_owned(), value);
        }
    }
    kept
}

/// Makes a partner.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `domain` (`domain_invalid`, `domain_shared`, `taken`: another partner has it), `segment`, `program`, `manager`
/// (`unknown`) and the other facts.
pub async fn create(cx: &Ctx, input: CreatePartner) -> Outcome<PartnerId> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 160);
    let domain = checked_domain(&mut errors, "domain", input.domain.as_deref());
    let country = errors.optional("country", input.country.as_deref(), 80);
    let region = errors.optional("region", input.region.as_deref(), 80);
    let city = errors.optional("city", input.city.as_deref(), 80);
    let business_type = errors.optional("business_type", input.business_type.as_deref(), 80);
    let size = errors.optional("size", input.size.as_deref(), 80);
    let attributes = checked_attributes(&mut errors, &input.attributes);

    let tx = cx.begin().await?;
    if let Some(domain) = &domain
        && domain_is_taken(&tx, domain, None).await?
    {
        errors.add("domain", "taken");
    }
    if let Some(segment) = input.segment
        && Sql::new("SELECT key FROM segment WHERE id = ").bind(segment).value::<String>(&tx).await?.is_none()
    {
        errors.add("segment", "unknown");
    }
    if let Some(program) = input.program {
        match crate::program::row(&tx, program).await {
            Ok(row) if row.active => {}
            Ok(_) | Err(Failure::NotFound) => errors.add("program", "unknown"),
            Err(other) => return Err(other),
        }
    }
    let manager = match cx.actor.scope() {
        // Whoever sees only their own partners would lose the new one at once.
        Scope::OwnedBy(me) => Some(me),
        _ => input.manager,
    };
    if let Some(user) = manager
        && !super::owner::is_active_user(&tx, user).await?
    {
        errors.add("manager", "unknown");
    }
    errors.into_result(())?;

    let id = PartnerId::new();
    let now = cx.now();
    let city_text = city.clone().unwrap_or_default();
    entity::partner::ActiveModel {
        id: Set(id),
        name_folded: Set(fold(&name)),
        name_key: Set(name_key(&name)),
        search_text: Set(search_text(&[&name, domain.as_deref().unwrap_or_default(), &city_text])),
        name: Set(name.clone()),
        domain: Set(domain),
        country: Set(country),
        region: Set(region),
        city: Set(city),
        business_type: Set(business_type),
        size: Set(size),
        status: Set(PartnerStatus::Active),
        segment_id: Set(input.segment),
        next_step: Set(None),
        next_step_on: Set(None),
        signed_on: Set(input.signed_on),
        created_at: Set(now),
        changed_at: Set(now),
        version: Set(1),
    }
    .insert(&tx)
    .await?;
    for (key, value) in attributes {
        entity::partner_attribute::ActiveModel { partner_id: Set(id), key: Set(key), value: Set(value) }
            .insert(&tx)
            .await?;
    }
    let payload = serde_json::json!({ "name": name });
    record(&tx, cx, Event::new(EventKind::PartnerCreated).partner(id).with(payload)).await?;
    if let Some(user) = manager {
        put_owner(&tx, cx, id, OwnerRole::PartnerManager, Side::Vendor, Some(user), None).await?;
    }
    if let Some(program) = input.program {
        enter_program(&tx, cx, id, program, Phase::Attract).await?;
    }
    segment::sort_in(&tx, cx, Some(id)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Whether a partner other than `but` has this domain.
pub(super) async fn domain_is_taken(db: &impl ConnectionTrait, domain: &str, but: Option<PartnerId>) -> Outcome<bool> {
    let ids: Vec<PartnerId> =
        Sql::new("SELECT id FROM partner WHERE domain = ").bind(domain).push(" LIMIT 2").column(db).await?;
    Ok(ids.into_iter().any(|id| Some(id) != but))
}
