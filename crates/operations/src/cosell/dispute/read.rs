//! Cases in lists, and one of them with all that both sides showed.

use super::appeal::lost;
use super::case;
use super::decide::in_the_way;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::cosell::registration::chain::load_to_answer;
use crate::settings::organisation;
use kernel::id::{DisputeId, EvidenceId, PartnerId, RegistrationId};
use kernel::words::{
    DisputeKind, DisputeOutcome, DisputeRule, DisputeSide, DisputeStatus, EvidenceKind, RegistrationStatus,
};
use kernel::{Cursor, Date, Failure, Instant, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// Which cases. Everything may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DisputeFilter {
    /// True: those that wait for a decision, the oldest first. False: the others. Absent: all.
    pub waiting: Option<bool>,
    /// `partners`, `direct` or `commission`.
    #[param(value_type = Option<String>)]
    pub kind: Option<DisputeKind>,
    /// At most this many.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct DisputeListed {
    /// The case.
    #[schema(value_type = String)]
    pub id: DisputeId,
    /// `partners`, `direct` or `commission`.
    #[schema(value_type = String)]
    pub kind: DisputeKind,
    /// `open`, `decided`, `appealed` or `closed`.
    #[schema(value_type = String)]
    pub status: DisputeStatus,
    /// The contested registration.
    #[schema(value_type = String)]
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// Whose registration is contested.
    pub credited: String,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Instant,
    /// When a decision is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
}

const LISTED: &str = "SELECT d.id, d.kind, d.status, d.registration_id, r.number, r.company_name, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, d.opened_at, d.due_at FROM dispute d JOIN registration r ON r.id = d.registration_id LEFT JOIN partner p ON p.id = r.partner_id WHERE 1 = 1";

/// Cases whose contested registration is within the actor's scope: those that wait with the oldest first, otherwise the newest first.
///
/// # Errors
/// `Forbidden`; `Invalid` at `limit`, `cursor`.
pub async fn disputes(cx: &Ctx, filter: &DisputeFilter) -> Outcome<Page<DisputeListed>> {
    cx.allow(Action::Read)?;
    let request = PageRequest::parse(filter.limit, filter.cursor.as_deref())?;
    let oldest_first = filter.waiting == Some(true);
    let mut sql = Sql::new(LISTED);
    match filter.waiting {
        Some(true) => sql = sql.push(" AND d.status IN ('open', 'appealed')"),
        Some(false) => sql = sql.push(" AND d.status IN ('decided', 'closed')"),
        None => {}
    }
    if let Some(kind) = filter.kind {
        sql = sql.push(" AND d.kind = ").bind(kind);
    }
    if let Some(after) = &request.after {
        let bad = || Failure::field("cursor", "cursor_invalid");
        let at: i64 = after.key.parse().map_err(|_| bad())?;
        let id: DisputeId = after.id.parse().map_err(|_| bad())?;
        let beyond = if oldest_first { ") > (" } else { ") < (" };
        sql = sql.push(" AND (d.opened_at, d.id").push(beyond).bind(at).push(", ").bind(id).push(")");
    }
    let order = if oldest_first { " ORDER BY d.opened_at, d.id" } else { " ORDER BY d.opened_at DESC, d.id DESC" };
    let rows = in_scope(sql, &cx.actor, "r.partner_id")
        .push(order)
        .push(" LIMIT ")
        .bind(i64::from(request.fetch()))
        .all::<DisputeListed>(cx.read())
        .await?;
    Ok(Page::from_rows(rows, &request, |d| Cursor { key: d.opened_at.0.to_string(), id: d.id.to_string() }))
}

/// The first cases that wait within the actor's scope, the oldest first.
///
/// # Errors
/// `Forbidden`.
pub async fn waiting(cx: &Ctx, limit: u32) -> Outcome<Vec<DisputeListed>> {
    let filter = DisputeFilter { waiting: Some(true), limit: Some(limit), ..DisputeFilter::default() };
    Ok(disputes(cx, &filter).await?.items)
}

/// The cases about a registration, or in which it is the claimant's; the newest first.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn disputes_of(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<DisputeListed>> {
    cx.allow(Action::Read)?;
    let row = load_to_answer(cx, id).await?;
    let sql = Sql::new(LISTED)
        .push(" AND d.id IN (SELECT id FROM dispute WHERE registration_id = ")
        .bind(row.id)
        .push(" UNION SELECT id FROM dispute WHERE claimant_id = ")
        .bind(row.id)
        .push(") ORDER BY d.opened_at DESC, d.id DESC LIMIT 20");
    Ok(sql.all(cx.read()).await?)
}

/// A side of a case.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Party {
    /// Its registration.
    #[schema(value_type = String)]
    pub id: RegistrationId,
    /// `REG-…`
    pub number: String,
    /// The customer as this side wrote it.
    pub company_name: String,
    /// The partner.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// Their name, or what a stranger says of themselves.
    pub credited: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub status: RegistrationStatus,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    pub submitted_at: Instant,
    /// The last day of protection.
    #[schema(value_type = Option<String>, format = Date)]
    pub protected_until_on: Option<Date>,
}

/// Something a side showed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Evidence {
    /// It.
    #[schema(value_type = String)]
    pub id: EvidenceId,
    /// `holder`, `claimant` or `vendor`.
    #[schema(value_type = String)]
    pub side: DisputeSide,
    /// `customer_statement`, `customer_meeting`, `mail_thread`, `proposal` or `other`.
    #[schema(value_type = String)]
    pub kind: EvidenceKind,
    /// What it says.
    pub body: String,
    /// Its day.
    #[schema(value_type = Option<String>, format = Date)]
    pub dated_on: Option<Date>,
    /// Who gave it.
    pub given_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub given_at: Instant,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Decision {
    /// 1: the decision; 2: the answer to the appeal.
    pub position: i32,
    /// `upheld` or `overturned`.
    #[schema(value_type = String)]
    pub outcome: DisputeOutcome,
    /// By which rule.
    #[schema(value_type = String)]
    pub rule: DisputeRule,
    /// What both sides read.
    pub body: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub decided_at: Instant,
}

/// A case with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DisputeDetail {
    /// The case.
    #[schema(value_type = String)]
    pub id: DisputeId,
    /// `partners`, `direct` or `commission`.
    #[schema(value_type = String)]
    pub kind: DisputeKind,
    /// `open`, `decided`, `appealed` or `closed`.
    #[schema(value_type = String)]
    pub status: DisputeStatus,
    /// What is contested, and why.
    pub statement: String,
    /// Who opened it.
    pub opened_by: String,
    /// `holder`, `claimant` or `vendor`.
    #[schema(value_type = String)]
    pub opened_side: DisputeSide,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Instant,
    /// When a decision is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// The contested registration; absent when it is outside the reader's partners.
    pub holder: Option<Party>,
    /// The registration of whoever contests; absent when there is none, or it is outside the reader's partners.
    pub claimant: Option<Party>,
    /// Whether a side is not shown because it is outside the reader's partners. Such a case is not theirs to decide.
    pub one_sided: bool,
    /// What was shown, the weightiest first, then the oldest. Of a side that is not shown, nothing.
    pub evidence: Vec<Evidence>,
    /// The decision, and the answer to an appeal.
    pub decisions: Vec<Decision>,
    /// Which side can appeal today.
    #[schema(value_type = Option<String>)]
    pub may_appeal: Option<DisputeSide>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    pub appeal_until_on: Option<Date>,
    /// What stands by now in the place of the contested registration, as far as the reader may see it: an appeal that is decided for it takes these
    /// back where they are named (`take_back`), and is refused otherwise.
    pub in_the_way: Vec<Party>,
    /// Who appealed.
    pub appealed_by: Option<String>,
    /// Why.
    pub appeal_reason: Option<String>,
    /// Counts changes; send it back with the next one.
    pub version: i64,
}

async fn party(cx: &Ctx, id: RegistrationId) -> Outcome<Option<Party>> {
    let sql = Sql::new("SELECT r.id, r.number, r.company_name, r.partner_id, COALESCE(p.name, r.sender_company, r.sender_name) AS credited, r.status, r.submitted_at, CASE WHEN r.status = 'cancelled' THEN NULL ELSE r.protected_until_on END AS protected_until_on FROM registration r LEFT JOIN partner p ON p.id = r.partner_id WHERE r.status NOT IN ('draft', 'unconfirmed') AND r.id = ").bind(id);
    Ok(in_scope(sql, &cx.actor, "r.partner_id").one::<Party>(cx.read()).await?)
}

/// A case of which the actor may see at least one side.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn dispute(cx: &Ctx, id: DisputeId) -> Outcome<DisputeDetail> {
    cx.allow(Action::Read)?;
    let case = case(cx.read(), id).await?;
    let holder = party(cx, case.registration_id).await?;
    let claimant = match case.claimant_id {
        Some(claimant) => party(cx, claimant).await?,
        None => None,
    };
    if holder.is_none() && claimant.is_none() {
        return Err(Failure::NotFound);
    }
    let one_sided = holder.is_none() || (case.claimant_id.is_some() && claimant.is_none());
    let mut evidence =
        Sql::new("SELECT id, side, kind, body, dated_on, given_by, given_at FROM dispute_evidence WHERE dispute_id = ")
            .bind(id)
            .push(" ORDER BY given_at, id")
            .all::<Evidence>(cx.read())
            .await?;
    evidence.retain(|e| match e.side {
        DisputeSide::Holder => holder.is_some(),
        DisputeSide::Claimant => claimant.is_some(),
        DisputeSide::Vendor => !one_sided,
    });
    evidence.sort_by_key(|e| e.kind as u8);
    let decisions = Sql::new(
        "SELECT position, outcome, rule, body, decided_by, decided_at FROM dispute_decision WHERE dispute_id = ",
    )
    .bind(id)
    .push(" ORDER BY position")
    .all::<Decision>(cx.read())
    .await?;
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    let in_time = case.status == DisputeStatus::Decided && case.appeal_until_on.is_some_and(|until| until >= today);
    let may_appeal = decisions.first().map(|d| lost(d.outcome)).filter(|_| in_time);
    // Who sees one side reads what that side said, and nothing of the other's or of what a colleague wrote about both.
    let told = match case.opened_side {
        DisputeSide::Holder => holder.is_some(),
        DisputeSide::Claimant => claimant.is_some(),
        DisputeSide::Vendor => !one_sided,
    };
    let mut others = Vec::new();
    if !one_sided {
        for other in in_the_way(cx.read(), &case).await? {
            others.extend(party(cx, other.id).await?);
        }
    }
    let statement = if told { case.statement } else { String::new() };
    Ok(DisputeDetail {
        id,
        kind: case.kind,
        status: case.status,
        statement,
        opened_by: if one_sided { String::new() } else { case.opened_by },
        opened_side: case.opened_side,
        opened_at: case.opened_at,
        due_at: case.due_at,
        holder,
        claimant,
        one_sided,
        evidence,
        decisions,
        may_appeal,
        appeal_until_on: case.appeal_until_on,
        in_the_way: others,
        appealed_by: case.appealed_by.filter(|_| !one_sided),
        appeal_reason: case.appeal_reason.filter(|_| !one_sided),
        version: case.version,
    })
}
