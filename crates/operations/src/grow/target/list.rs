//! Which targets there are.

use super::TargetKind;
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{KpiTargetId, PartnerId, ProgramId, SegmentId, UserId};
use kernel::{Actor, Currency, Cursor, Failure, Outcome, Page, PageRequest, Scope};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// A target with the names of what it is for.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Target {
    /// The target.
    #[schema(value_type = String)]
    pub id: KpiTargetId,
    /// `target` (agreed) or `thesis` (expected by the thesis of the portfolio).
    #[schema(value_type = String, example = "target")]
    pub kind: TargetKind,
    /// Key of the figure.
    #[schema(example = "bookings")]
    pub metric: String,
    /// `2026-03`, `2026-Q1`, `2026`, `FY2027-Q1` or `FY2027`.
    #[schema(example = "2026-Q1")]
    pub period: String,
    /// Of this program only.
    #[schema(value_type = Option<String>)]
    pub program_id: Option<ProgramId>,
    pub program_name: Option<String>,
    /// Of this segment only.
    #[schema(value_type = Option<String>)]
    pub segment_id: Option<SegmentId>,
    pub segment_name: Option<String>,
    /// Of this person's partners and deals only.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    /// Of this partner only.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// Of money.
    #[serde(serialize_with = "currency")]
    #[schema(value_type = Option<String>, example = "EUR")]
    pub currency: String,
    /// In the figure's unit: currency units, things, percent, days or seconds.
    #[serde(serialize_with = "decimal")]
    #[schema(value_type = String, example = "250000.0000")]
    pub value: i64,
}

impl Target {
    /// The currency, of money.
    pub fn currency(&self) -> Option<Currency> {
        self.currency.parse().ok()
    }
}

fn decimal<S: serde::Serializer>(value: &i64, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&kernel::money::plain_amount(*value))
}

fn currency<S: serde::Serializer>(value: &str, s: S) -> Result<S::Ok, S::Error> {
    if value.is_empty() { s.serialize_none() } else { s.serialize_str(value) }
}

const SELECT: &str = "SELECT t.id, t.kind, t.metric, t.period, t.program_id, pg.name AS program_name, t.segment_id, sg.name AS segment_name, t.owner_id, \
     u.name AS owner_name, t.partner_id, p.name AS partner_name, t.currency, t.value FROM kpi_target t \
     LEFT JOIN program pg ON pg.id = t.program_id LEFT JOIN segment sg ON sg.id = t.segment_id \
     LEFT JOIN app_user u ON u.id = t.owner_id LEFT JOIN partner p ON p.id = t.partner_id WHERE 1 = 1";

/// Who does not see all partners sees the targets of partners they see, and their own.
fn visible(sql: Sql, actor: &Actor) -> Sql {
    match actor.scope() {
        Scope::All => sql,
        Scope::OwnedBy(user) => sql
            .push(" AND (t.owner_id = ")
            .bind(user)
            .push(" AND t.partner_id IS NULL OR t.partner_id IN (SELECT po.partner_id FROM partner_owner po WHERE po.user_id = ")
            .bind(user)
            .push("))"),
        Scope::Partner(partner) => sql.push(" AND t.partner_id = ").bind(partner),
        Scope::Nothing => sql.push(" AND 1 = 0"),
    }
}

/// A page of targets, the newest period first.
///
/// # Errors
/// `Forbidden`; `Invalid` at `cursor`.
pub async fn list(cx: &Ctx, page: &PageRequest) -> Outcome<Page<Target>> {
    cx.allow(Action::Read)?;
    let mut sql = visible(Sql::new(SELECT), &cx.actor);
    if let Some(after) = &page.after {
        let id: KpiTargetId = after.id.parse().map_err(|_| Failure::field("cursor", "cursor_invalid"))?;
        sql = sql.push(" AND (t.period < ").bind(after.key.as_str()).push(" OR (t.period = ").bind(after.key.as_str());
        sql = sql.push(" AND t.id < ").bind(id).push("))");
    }
    let rows = sql
        .push(" ORDER BY t.period DESC, t.id DESC LIMIT ")
        .bind(i64::from(page.fetch()))
        .all::<Target>(cx.read())
        .await?;
    Ok(Page::from_rows(rows, page, |t| Cursor { key: t.period.clone(), id: t.id.to_string() }))
}

/// The targets of this kind and figure that the actor may see.
///
/// # Errors
/// The database's.
pub(crate) async fn kept(cx: &Ctx, metric: &str, kind: TargetKind) -> Outcome<Vec<Target>> {
    let sql =
        visible(Sql::new(SELECT).push(" AND t.metric = ").bind(metric).push(" AND t.kind = ").bind(kind), &cx.actor);
    Ok(sql.push(" ORDER BY t.period, t.id").all::<Target>(cx.read()).await?)
}
