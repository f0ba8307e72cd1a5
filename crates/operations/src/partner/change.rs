//! Changing a partner's facts, segment and next step.

use super::create::{checked_attributes, checked_domain, domain_is_taken};
use super::{Known, attributes, known};
use crate::Ctx;
use crate::access::policy::Action;
use crate::program::segment;
use crate::record::{Event, EventKind, record};
use kernel::company_name::name_key;
use kernel::fold::{fold, search_text};
use kernel::id::{PartnerId, SegmentId};
use kernel::{Date, Failure, FieldErrors, Outcome, Patch};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use storage::Sql;

/// A change of a partner's facts; what is absent stays, null makes empty.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePartner {
    /// The organisation's name.
    pub name: Option<String>,
    /// Its web domain.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub domain: Patch<String>,
    /// Country.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub country: Patch<String>,
    /// Region.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub region: Patch<String>,
    /// City.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub city: Patch<String>,
    /// What kind of business it is.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub business_type: Patch<String>,
    /// How large it is.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub size: Patch<String>,
    /// The day the agreement was signed.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub signed_on: Patch<Date>,
    /// A segment by hand; null: by rule again.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub segment: Patch<SegmentId>,
    /// Attributes to set; an empty value removes one. Others stay.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// The version the change was made on.
    pub version: Option<i64>,
}

fn text(errors: &mut FieldErrors, field: &str, wish: Patch<String>, before: &Option<String>) -> Option<String> {
    match wish {
        Patch::Keep => before.clone(),
        Patch::Clear => None,
        Patch::Set(text) => errors.optional(field, Some(&text), 80),
    }
}

/// Changes a partner's facts. Each fact that differs is in the timeline with before and after.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at the fact (`domain`: `domain_invalid`, `domain_shared`, `taken`; `segment`: `unknown`); `stale_version`.
pub async fn change(cx: &Ctx, id: PartnerId, input: ChangePartner) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    let before = known(&tx, cx, id).await?;
    let attributes_before = attributes(&tx, id).await?;

    let mut errors = FieldErrors::default();
    let mut after = before.clone();
    if let Some(name) = &input.name {
        after.name = errors.required("name", name, 160);
    }
    after.domain = match input.domain {
        Patch::Keep => before.domain.clone(),
        Patch::Clear => None,
        Patch::Set(text) => checked_domain(&mut errors, "domain", Some(&text)),
    };
    after.country = text(&mut errors, "country", input.country, &before.country);
    after.region = text(&mut errors, "region", input.region, &before.region);
    after.city = text(&mut errors, "city", input.city, &before.city);
    after.business_type = text(&mut errors, "business_type", input.business_type, &before.business_type);
    after.size = text(&mut errors, "size", input.size, &before.size);
    input.signed_on.apply(&mut after.signed_on);
    input.segment.apply(&mut after.segment_id);
    // Empty values pass the check and are removals below.
    let set = checked_attributes(&mut errors, &input.attributes);
    if after.domain != before.domain
        && let Some(domain) = &after.domain
        && domain_is_taken(&tx, domain, Some(id)).await?
    {
        errors.add("domain", "taken");
    }
    if after.segment_id != before.segment_id
        && let Some(segment) = after.segment_id
        && segment_name(&tx, Some(segment)).await?.is_none()
    {
        errors.add("segment", "unknown");
    }
    errors.into_result(())?;

    let city = after.city.clone().unwrap_or_default();
    let changed = Sql::new("UPDATE partner SET name = ")
        .push_with(
            "?, name_folded = ?, name_key = ?, domain = ?, country = ?, region = ?, city = ?, business_type = ?, size = ?, signed_on = ?, segment_id = ?, search_text = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                after.name.clone().into(),
                fold(&after.name).into(),
                name_key(&after.name).into(),
                after.domain.clone().into(),
                after.country.clone().into(),
                after.region.clone().into(),
                after.city.clone().into(),
                after.business_type.clone().into(),
                after.size.clone().into(),
                after.signed_on.into(),
                after.segment_id.into(),
                search_text(&[&after.name, after.domain.as_deref().unwrap_or_default(), &city]).into(),
                cx.now().into(),
                id.into(),
                input.version.unwrap_or(before.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    if after.name != before.name {
        crate::cosell::deal::refresh_search_of(&tx, id).await?;
    }
    let mut changes = fact_changes(&before, &after);
    for key in input.attributes.keys().map(|k| k.trim()) {
        let (old, new) = (attributes_before.get(key), set.get(key));
        if old == new {
            continue;
        }
        changes.push(json!({ "field": key, "before": old, "after": new }));
        match new {
            Some(value) => {
                Sql::new("INSERT INTO partner_attribute (partner_id, key, value) VALUES (")
                    .push_with(
                        "?, ?, ?) ON CONFLICT (partner_id, key) DO UPDATE SET value = excluded.value",
                        [id.into(), key.into(), value.clone().into()],
                    )
                    .execute(&tx)
                    .await?;
            }
            None => {
                Sql::new("DELETE FROM partner_attribute WHERE partner_id = ")
                    .bind(id)
                    .push(" AND key = ")
                    .bind(key)
                    .execute(&tx)
                    .await?;
            }
        }
    }
    if !changes.is_empty() {
        let payload = json!({ "changes": changes });
        record(&tx, cx, Event::new(EventKind::PartnerChanged).partner(id).with(payload)).await?;
    }
    if after.segment_id != before.segment_id {
        let names = (segment_name(&tx, before.segment_id).await?, segment_name(&tx, after.segment_id).await?);
        let payload = json!({ "before": names.0, "after": names.1 });
        record(&tx, cx, Event::new(EventKind::PartnerSegmentChanged).partner(id).with(payload)).await?;
    }
    segment::sort_in(&tx, cx, Some(id)).await?;
    cx.commit(tx).await
}

/// Puts a partner into a segment by hand; `None`: by rule again.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `segment`.
pub async fn set_segment(cx: &Ctx, id: PartnerId, segment: Option<SegmentId>) -> Outcome<()> {
    let segment = segment.map_or(Patch::Clear, Patch::Set);
    change(cx, id, ChangePartner { segment, ..ChangePartner::default() }).await
}

async fn segment_name(db: &impl sea_orm::ConnectionTrait, id: Option<SegmentId>) -> Outcome<Option<String>> {
    match id {
        Some(id) => Ok(Sql::new("SELECT name FROM segment WHERE id = ").bind(id).value(db).await?),
        None => Ok(None),
    }
}

fn fact_changes(before: &Known, after: &Known) -> Vec<Value> {
    let day = |d: &Option<Date>| d.map(|d| d.to_string());
    [
        ("name", Some(before.name.clone()), Some(after.name.clone())),
        ("domain", before.domain.clone(), after.domain.clone()),
        ("country", before.country.clone(), after.country.clone()),
        ("region", before.region.clone(), after.region.clone()),
        ("city", before.city.clone(), after.city.clone()),
        ("business_type", before.business_type.clone(), after.business_type.clone()),
        ("size", before.size.clone(), after.size.clone()),
        ("signed_on", day(&before.signed_on), day(&after.signed_on)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(field, old, new)| json!({ "field": field, "before": old, "after": new }))
    .collect()
}

/// What is to happen next with a partner, and when.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// What; empty: nothing is planned.
    pub text: Option<String>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Date>,
}

/// Sets or clears the next step.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `text` (`required` when there is a date without a text).
pub async fn set_next_step(cx: &Ctx, id: PartnerId, input: NextStep) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let text = errors.optional("text", input.text.as_deref(), 300);
    if text.is_none() && input.on.is_some() && errors.is_empty() {
        errors.add("text", "required");
    }
    errors.into_result(())?;

    let tx = cx.begin().await?;
    let before = known(&tx, cx, id).await?;
    Sql::new("UPDATE partner SET next_step = ")
        .push_with(
            "?, next_step_on = ?, changed_at = ? WHERE id = ?",
            [text.clone().into(), input.on.into(), cx.now().into(), id.into()],
        )
        .execute(&tx)
        .await?;
    let payload = json!({
        "before": { "text": before.next_step, "on": before.next_step_on },
        "after": { "text": text, "on": input.on },
        "text": text, "on": input.on,
    });
    record(&tx, cx, Event::new(EventKind::PartnerNextStepSet).partner(id).with(payload)).await?;
    cx.commit(tx).await
}
