//! Segments: partners of one kind. A segment takes partners in by a rule (an attribute has a value) or by hand.
//!
//! A partner in a segment without a rule was put there by a person and stays. Everybody else is in the first segment, by
//! position, whose rule fits; or in none. [`sort_in`] keeps that true whenever a rule or an attribute changes.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::record::{Event, EventKind, record};
use kernel::fold::transliterate;
use kernel::id::{PartnerId, SegmentId};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// Attributes every partner has; any other name is an imported attribute.
pub const COLUMNS: [&str; 4] = ["business_type", "region", "country", "size"];

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Segment {
    /// The segment.
    #[schema(value_type = String)]
    pub id: SegmentId,
    /// Stable; made from the first name.
    pub key: String,
    /// Shown to the vendor's people.
    pub name: String,
    /// The attribute its rule looks at: `business_type`, `region`, `country`, `size` or an imported one; absent when filled by hand.
    pub attribute: Option<String>,
    /// The value the attribute must have.
    pub attribute_value: Option<String>,
    /// Where several rules fit, the lowest position wins.
    pub position: i32,
}

/// A segment and how many partners are in it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SegmentListed {
    /// The segment.
    #[serde(flatten)]
    pub segment: Segment,
    /// Partners in it, within the reader's scope.
    pub members: i64,
}

/// A segment as it shall be.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveSegment {
    /// Shown to the vendor's people.
    pub name: String,
    /// The attribute its rule looks at; absent to fill it by hand.
    pub attribute: Option<String>,
    /// The value the attribute must have; needed with `attribute`.
    pub attribute_value: Option<String>,
    /// Where several rules fit, the lowest wins; absent: last (new) or unchanged.
    pub position: Option<i32>,
}

const SELECT: &str = "SELECT id, key, name, attribute, attribute_value, position FROM segment";

/// All segments in order, whoever asks.
///
/// # Errors
/// The database's.
pub async fn all(db: &impl ConnectionTrait) -> Outcome<Vec<Segment>> {
    Ok(Sql::new(SELECT).push(" ORDER BY position, id").all(db).await?)
}

/// A segment.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn get(cx: &Ctx, id: SegmentId) -> Outcome<Segment> {
    cx.allow(Action::Read)?;
    Sql::new(SELECT).push(" WHERE id = ").bind(id).one(cx.read()).await?.ok_or(Failure::NotFound)
}

#[derive(FromQueryResult)]
struct Count {
    segment_id: SegmentId,
    members: i64,
}

/// All segments in order, with how many partners each has.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx) -> Outcome<Vec<SegmentListed>> {
    cx.allow(Action::Read)?;
    let segments = all(cx.read()).await?;
    let counts = Sql::new(
        "SELECT p.segment_id, CAST(COUNT(*) AS BIGINT) AS members FROM partner p WHERE p.segment_id IS NOT NULL",
    );
    let counts: Vec<Count> = in_scope(counts, &cx.actor, "p.id").push(" GROUP BY p.segment_id").all(cx.read()).await?;
    Ok(segments
        .into_iter()
        .map(|segment| SegmentListed {
            members: counts.iter().find(|c| c.segment_id == segment.id).map_or(0, |c| c.members),
            segment,
        })
        .collect())
}

/// The attributes a rule can look at: the four every partner has, and the imported ones.
///
/// # Errors
/// `Forbidden`.
pub async fn attributes(cx: &Ctx) -> Outcome<Vec<String>> {
    cx.allow(Action::Read)?;
    let imported: Vec<String> =
        Sql::new("SELECT DISTINCT key FROM partner_attribute ORDER BY key LIMIT 200").column(cx.read()).await?;
    Ok(COLUMNS.iter().map(|c| (*c).to_owned()).chain(imported).collect())
}

fn checked(input: &SaveSegment) -> Outcome<(String, Option<(String, String)>)> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 80);
    let attribute = errors.optional("attribute", input.attribute.as_deref(), 80);
    let value = errors.optional("attribute_value", input.attribute_value.as_deref(), 120);
    if attribute.is_some() && value.is_none() && errors.is_empty() {
        errors.add("attribute_value", "required");
    }
    if attribute.is_none() && value.is_some() && errors.is_empty() {
        errors.add("attribute", "required");
    }
    errors.into_result((name, attribute.zip(value)))
}

/// A key from a name: `Mid-market (DACH)` → `mid-market-dach`.
pub(crate) fn key_from(name: &str) -> String {
    let words: Vec<String> = transliterate(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() { "segment".to_owned() } else { words.join("-") }
}

/// Makes a segment and takes in the partners its rule fits.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name` (`taken`), `attribute`, `attribute_value`.
pub async fn create(cx: &Ctx, input: SaveSegment) -> Outcome<SegmentId> {
    cx.allow(Action::ManagePrograms)?;
    let (name, rule) = checked(&input)?;
    let (attribute, value) = rule.unzip();
    let id = SegmentId::new();
    let tx = cx.begin().await?;
    let last = Sql::new("SELECT COALESCE(MAX(position), 0) FROM segment").value::<i32>(&tx).await?.unwrap_or(0);
    let inserted =
        Sql::new("INSERT INTO segment (id, key, name, attribute, attribute_value, position, created_at) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                [
                    id.into(),
                    key_from(&name).into(),
                    name.clone().into(),
                    attribute.clone().into(),
                    value.clone().into(),
                    input.position.unwrap_or(last.saturating_add(1)).into(),
                    cx.now().into(),
                ],
            )
            .execute(&tx)
            .await?;
    if inserted == 0 {
        return Err(Failure::field("name", "taken"));
    }
    let payload =
        serde_json::json!({ "segment": id, "name": name, "after": { "attribute": attribute, "value": value } });
    record(&tx, cx, Event::new(EventKind::SegmentChanged).with(payload)).await?;
    sort_in(&tx, cx, None).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Changes a segment and moves the partners its rule fits now, or no longer.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `attribute`, `attribute_value`.
pub async fn change(cx: &Ctx, id: SegmentId, input: SaveSegment) -> Outcome<Segment> {
    cx.allow(Action::ManagePrograms)?;
    let (name, rule) = checked(&input)?;
    let (attribute, attribute_value) = rule.unzip();
    let tx = cx.begin().await?;
    let before: Segment = Sql::new(SELECT).push(" WHERE id = ").bind(id).one(&tx).await?.ok_or(Failure::NotFound)?;
    let position = input.position.unwrap_or(before.position);
    let after = Segment { name, attribute, attribute_value, position, ..before.clone() };
    Sql::new("UPDATE segment SET name = ")
        .push_with(
            "?, attribute = ?, attribute_value = ?, position = ? WHERE id = ?",
            [
                after.name.clone().into(),
                after.attribute.clone().into(),
                after.attribute_value.clone().into(),
                after.position.into(),
                id.into(),
            ],
        )
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({ "segment": id, "name": after.name, "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::SegmentChanged).with(payload)).await?;
    sort_in(&tx, cx, None).await?;
    cx.commit(tx).await?;
    Ok(after)
}

/// Removes a segment without partners.
///
/// # Errors
/// `Forbidden`, `NotFound`; `in_use` while partners are in it.
pub async fn remove(cx: &Ctx, id: SegmentId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let before: Segment = Sql::new(SELECT).push(" WHERE id = ").bind(id).one(&tx).await?.ok_or(Failure::NotFound)?;
    let used = Sql::new("SELECT 1 FROM partner WHERE segment_id = ").bind(id).push(" LIMIT 1");
    if used.value::<i32>(&tx).await?.is_some() {
        return Err(Failure::conflict("in_use"));
    }
    Sql::new("DELETE FROM segment WHERE id = ").bind(id).execute(&tx).await?;
    let payload = serde_json::json!({ "segment": id, "name": before.name, "before": before, "after": null });
    record(&tx, cx, Event::new(EventKind::SegmentChanged).with(payload)).await?;
    cx.commit(tx).await
}

#[derive(FromQueryResult)]
struct Misplaced {
    id: PartnerId,
    old_name: Option<String>,
    new_segment: Option<SegmentId>,
    new_name: Option<String>,
}

/// Puts partners into the segment whose rule fits them: one partner, or all. Each move is in the partner's timeline.
///
/// # Errors
/// The database's.
pub async fn sort_in(tx: &Tx, cx: &Ctx, partner: Option<PartnerId>) -> Outcome<usize> {
    let sql = Sql::new(
        "SELECT t.id, o.name AS old_name, t.new_segment, n.name AS new_name FROM (
           SELECT p.id, p.segment_id AS old_segment, (
             SELECT s.id FROM segment s WHERE s.attribute IS NOT NULL AND (
               (s.attribute = 'business_type' AND s.attribute_value = p.business_type)
               OR (s.attribute = 'region' AND s.attribute_value = p.region)
               OR (s.attribute = 'country' AND s.attribute_value = p.country)
               OR (s.attribute = 'size' AND s.attribute_value = p.size)
               OR EXISTS (SELECT 1 FROM partner_attribute a WHERE a.partner_id = p.id AND a.key = s.attribute AND a.value = s.attribute_value)
             ) ORDER BY s.position, s.id LIMIT 1) AS new_segment
           FROM partner p
           WHERE (p.segment_id IS NULL OR p.segment_id IN (SELECT r.id FROM segment r WHERE r.attribute IS NOT NULL))",
    );
    let sql = match partner {
        Some(id) => sql.push(" AND p.id = ").bind(id),
        None => sql,
    };
    let misplaced: Vec<Misplaced> = sql
        .push(
            ") t LEFT JOIN segment o ON o.id = t.old_segment LEFT JOIN segment n ON n.id = t.new_segment
             WHERE t.old_segment IS DISTINCT FROM t.new_segment",
        )
        .all(tx)
        .await?;
    for one in &misplaced {
        Sql::new("UPDATE partner SET segment_id = ")
            .bind(one.new_segment)
            .push(", changed_at = ")
            .bind(cx.now())
            .push(" WHERE id = ")
            .bind(one.id)
            .execute(tx)
            .await?;
        let payload = serde_json::json!({ "before": one.old_name, "after": one.new_name, "by_rule": true });
        record(tx, cx, Event::new(EventKind::PartnerSegmentChanged).partner(one.id).with(payload)).await?;
    }
    Ok(misplaced.len())
}
