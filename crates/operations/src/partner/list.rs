//! The list of partners.
//!
//! Flat cost at any size: a page is read along an index (name or creation), and what stands beside each partner is looked up
//! for the page's rows only. A search for words reads the searched text of the rows it passes.

use super::filter::{PartnerFilter, Sort};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::fold::{like_pattern, search_query};
use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::words::{PartnerStatus, Phase};
use kernel::{Currency, Cursor, Date, Failure, Instant, Money, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use std::collections::HashMap;
use storage::Sql;

/// A partner in the list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PartnerListed {
    /// The partner.
    #[schema(value_type = String)]
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// Its web domain.
    pub domain: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// City.
    pub city: Option<String>,
    /// What kind of business it is.
    pub business_type: Option<String>,
    /// How large it is.
    pub size: Option<String>,
    /// Whether the relation is alive.
    #[schema(value_type = String)]
    pub status: PartnerStatus,
    /// Its segment.
    #[schema(value_type = Option<String>)]
    pub segment_id: Option<SegmentId>,
    /// The segment's name.
    pub segment: Option<String>,
    /// The vendor's partner manager.
    #[schema(value_type = Option<String>)]
    pub manager_id: Option<UserId>,
    /// The partner manager's name.
    pub manager: Option<String>,
    /// What is to happen next.
    pub next_step: Option<String>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_step_on: Option<Date>,
    /// When the agreement was signed.
    #[schema(value_type = Option<String>, format = Date)]
    pub signed_on: Option<Date>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When anything last happened.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_activity_at: Option<Instant>,
    /// Its programs with the phase in each.
    pub programs: Vec<ListedMembership>,
    /// The sum of its open deals, one amount per currency.
    pub open_pipeline: Vec<Pipeline>,
}

/// A program a listed partner is in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ListedMembership {
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// The phase the partner is in.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub phase_entered_at: Instant,
}

/// Open deals of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pipeline {
    /// How many.
    pub deals: i64,
    /// Their sum.
    #[schema(value_type = Object, example = json!({"amount": "412300.0000", "currency": "EUR"}))]
    pub sum: Money,
}

#[derive(FromQueryResult)]
struct Row {
    id: PartnerId,
    name: String,
    name_folded: String,
    domain: Option<String>,
    country: Option<String>,
    region: Option<String>,
    city: Option<String>,
    business_type: Option<String>,
    size: Option<String>,
    status: PartnerStatus,
    segment_id: Option<SegmentId>,
    segment: Option<String>,
    manager_id: Option<UserId>,
    manager: Option<String>,
    next_step: Option<String>,
    next_step_on: Option<Date>,
    signed_on: Option<Date>,
    created_at: Instant,
    last_activity_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct MembershipRow {
    partner_id: PartnerId,
    program_id: ProgramId,
    program: String,
    phase: Phase,
    phase_entered_at: Instant,
}

#[derive(FromQueryResult)]
struct PipelineRow {
    partner_id: PartnerId,
    currency: Currency,
    deals: i64,
    amount: i64,
}

/// The `WHERE` clause of a filter on `partner p`, beginning with ` AND`.
pub(super) fn narrowed(sql: Sql, filter: &PartnerFilter) -> Sql {
    let mut sql = sql;
    for typed in filter.q.iter().flat_map(|q| q.split_whitespace()).take(8) {
        let query = search_query(typed);
        if !query.is_empty() {
            sql = sql.push(" AND p.search_text LIKE ").bind(like_pattern(&query)).push(" ESCAPE '\\'");
        }
    }
    match (filter.program, filter.phase) {
        (None, None) => {}
        (program, phase) => {
            sql = sql.push(" AND EXISTS (SELECT 1 FROM partner_program fp WHERE fp.partner_id = p.id");
            if let Some(program) = program {
                sql = sql.push(" AND fp.program_id = ").bind(program);
            }
            if let Some(phase) = phase {
                sql = sql.push(" AND fp.phase = ").bind(phase);
            }
            sql = sql.push(")");
        }
    }
    if !filter.ids.is_empty() {
        sql = sql.push(" AND p.id IN ").bind_list(filter.ids.iter().copied());
    }
    if let Some(segment) = filter.segment {
        sql = sql.push(" AND p.segment_id = ").bind(segment);
    }
    if let Some(region) = &filter.region {
        sql = sql.push(" AND p.region = ").bind(region.clone());
    }
    if let Some(country) = &filter.country {
        sql = sql.push(" AND p.country = ").bind(country.clone());
    }
    if let Some(owner) = filter.owner {
        sql = sql
            .push(" AND p.id IN (SELECT fo.partner_id FROM partner_owner fo WHERE fo.user_id = ")
            .bind(owner)
            .push(")");
    }
    if filter.without_manager {
        sql = sql.push(" AND NOT EXISTS (SELECT 1 FROM partner_owner fn WHERE fn.partner_id = p.id AND fn.role = 'partner_manager' AND fn.side = 'vendor')");
    }
    if let Some(status) = filter.status {
        sql = sql.push(" AND p.status = ").bind(status);
    }
    for attribute in &filter.attributes {
        sql = sql
            .push(" AND EXISTS (SELECT 1 FROM partner_attribute fa WHERE fa.partner_id = p.id AND fa.key = ")
            .bind(attribute.key.clone())
            .push(" AND fa.value = ")
            .bind(attribute.value.clone())
            .push(")");
    }
    sql
}

/// The column a list is sorted by, and the words behind each column of its `ORDER BY`.
fn order(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Name => ("p.name_folded", ""),
        Sort::NameDescending => ("p.name_folded", " DESC"),
        Sort::Created => ("p.created_at", ""),
        Sort::CreatedDescending => ("p.created_at", " DESC"),
    }
}

fn in_order(sql: Sql, sort: Sort) -> Sql {
    let (column, direction) = order(sort);
    sql.push(" ORDER BY ").push(column).push(direction).push(", p.id").push(direction)
}

/// ` AND …` so that only rows behind the cursor remain.
fn behind_cursor(sql: Sql, sort: Sort, page: &PageRequest) -> Outcome<Sql> {
    let Some(after) = &page.after else { return Ok(sql) };
    let bad = || Failure::field("cursor", "invalid");
    let id: PartnerId = after.id.parse().map_err(|_| bad())?;
    let (column, direction) = order(sort);
    let key: sea_orm::Value = match sort {
        Sort::Name | Sort::NameDescending => after.key.clone().into(),
        Sort::Created | Sort::CreatedDescending => after.key.parse::<i64>().map_err(|_| bad())?.into(),
    };
    let sign = if direction.is_empty() { " > " } else { " < " };
    // The row-value form lets both databases seek in the index.
    Ok(sql.push(" AND (").push(column).push(", p.id)").push(sign).push("(").bind(key).push(", ").bind(id).push(")"))
}

/// A page of partners within the actor's scope.
///
/// # Errors
/// `Forbidden`; `Invalid` at `cursor` when it belongs to another order.
pub async fn list(cx: &Ctx, filter: &PartnerFilter, page: &PageRequest) -> Outcome<Page<PartnerListed>> {
    cx.allow(Action::Read)?;
    let sort = filter.sort.unwrap_or(Sort::Name);
    // The page's ids first, along the index; joined at once, SQLite's planner prefers to sort the whole table (measured at 300,000
    // partners: 1.4 ms instead of 2.8 s).
    let sql = Sql::new(
        "SELECT p.id, p.name, p.name_folded, p.domain, p.country, p.region, p.city, p.business_type, p.size, p.status, p.segment_id, s.name AS segment,
           u.id AS manager_id, u.name AS manager, p.next_step, p.next_step_on, p.signed_on, p.created_at,
           (SELECT MAX(e.at) FROM event e WHERE e.partner_id = p.id) AS last_activity_at
         FROM (SELECT p.id FROM partner p WHERE 1 = 1",
    );
    let sql = behind_cursor(in_scope(narrowed(sql, filter), &cx.actor, "p.id"), sort, page)?;
    let sql = in_order(sql, sort).push(" LIMIT ").bind(i64::from(page.fetch())).push(
        ") page JOIN partner p ON p.id = page.id
         LEFT JOIN segment s ON s.id = p.segment_id
         LEFT JOIN partner_owner m ON m.partner_id = p.id AND m.role = 'partner_manager' AND m.side = 'vendor'
         LEFT JOIN app_user u ON u.id = m.user_id",
    );
    let rows: Vec<Row> = in_order(sql, sort).all(cx.read()).await?;
    let page = Page::from_rows(rows, page, |row| Cursor {
        key: match sort {
            Sort::Name | Sort::NameDescending => row.name_folded.clone(),
            Sort::Created | Sort::CreatedDescending => row.created_at.0.to_string(),
        },
        id: row.id.to_string(),
    });
    let ids: Vec<PartnerId> = page.items.iter().map(|row| row.id).collect();
    let mut programs = memberships(cx, &ids).await?;
    let mut pipelines = open_pipelines(cx, &ids).await?;
    Ok(page.map(|row| PartnerListed {
        programs: programs.remove(&row.id).unwrap_or_default(),
        open_pipeline: pipelines.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        domain: row.domain,
        country: row.country,
        region: row.region,
        city: row.city,
        business_type: row.business_type,
        size: row.size,
        status: row.status,
        segment_id: row.segment_id,
        segment: row.segment,
        manager_id: row.manager_id,
        manager: row.manager,
        next_step: row.next_step,
        next_step_on: row.next_step_on,
        signed_on: row.signed_on,
        created_at: row.created_at,
        last_activity_at: row.last_activity_at,
    }))
}

async fn memberships(cx: &Ctx, ids: &[PartnerId]) -> Outcome<HashMap<PartnerId, Vec<ListedMembership>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<MembershipRow> = Sql::new("SELECT pp.partner_id, pp.program_id, pr.name AS program, pp.phase, pp.phase_entered_at FROM partner_program pp JOIN program pr ON pr.id = pp.program_id WHERE pp.partner_id IN ")
        .bind_list(ids.iter().copied())
        .push(" ORDER BY pp.joined_at, pp.program_id")
        .all(cx.read())
        .await?;
    let mut by_partner: HashMap<PartnerId, Vec<ListedMembership>> = HashMap::new();
    for row in rows {
        by_partner.entry(row.partner_id).or_default().push(ListedMembership {
            program_id: row.program_id,
            program: row.program,
            phase: row.phase,
            phase_entered_at: row.phase_entered_at,
        });
    }
    Ok(by_partner)
}

/// The open deals of these partners, summed per currency.
pub(super) async fn open_pipelines(cx: &Ctx, ids: &[PartnerId]) -> Outcome<HashMap<PartnerId, Vec<Pipeline>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<PipelineRow> = Sql::new("SELECT d.partner_id, d.currency, CAST(COUNT(*) AS BIGINT) AS deals, CAST(COALESCE(SUM(d.amount), 0) AS BIGINT) AS amount FROM deal d WHERE d.outcome = 'open' AND d.partner_id IN ")
        .bind_list(ids.iter().copied())
        .push(" GROUP BY d.partner_id, d.currency ORDER BY d.partner_id, d.currency")
        .all(cx.read())
        .await?;
    let mut by_partner: HashMap<PartnerId, Vec<Pipeline>> = HashMap::new();
    for row in rows {
        let pipeline = Pipeline { deals: row.deals, sum: Money::new(row.amount, row.currency) };
        by_partner.entry(row.partner_id).or_default().push(pipeline);
    }
    Ok(by_partner)
}

/// Regions offered; more is no choice any more.
const MOST_REGIONS: i64 = 100;

/// The regions partners within the actor's scope have, by name, the first hundred.
///
/// # Errors
/// `Forbidden`.
pub async fn regions(cx: &Ctx) -> Outcome<Vec<String>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT DISTINCT p.region FROM partner p WHERE p.region IS NOT NULL");
    let sql = in_scope(sql, &cx.actor, "p.id").push(" ORDER BY p.region LIMIT ").bind(MOST_REGIONS);
    Ok(sql.column::<String>(cx.read()).await?)
}
