//! A partner's latest deals and registrations, for the tabs of its record. The full lists are the deals' and registrations' own.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::id::{DealId, PartnerId, RegistrationId};
use kernel::words::{DealOutcome, RegistrationStatus};
use kernel::{Currency, Instant, Outcome};
use sea_orm::FromQueryResult;
use storage::Sql;

/// How many the record shows.
pub const SHOWN: i64 = 50;

/// A deal of a partner.
#[derive(Debug, Clone, FromQueryResult)]
pub struct PartnerDeal {
    /// The deal.
    pub id: DealId,
    /// Its number.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// English name of its stage.
    pub stage_en: String,
    /// German name of its stage.
    pub stage_de: String,
    /// Open, won or lost.
    pub outcome: DealOutcome,
    /// Ten-thousandths of the unit.
    pub amount: Option<i64>,
    /// Of the amount.
    pub currency: Currency,
    /// When it was made.
    pub created_at: Instant,
}

/// A registration of a partner.
#[derive(Debug, Clone, FromQueryResult)]
pub struct PartnerRegistration {
    /// The registration.
    pub id: RegistrationId,
    /// Its number.
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// Ten-thousandths of the unit.
    pub amount: Option<i64>,
    /// Of the amount.
    pub currency: Currency,
    /// When it was submitted.
    pub submitted_at: Instant,
}

/// How many deals and registrations a partner has.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct RelatedCounts {
    /// Deals.
    pub deals: i64,
    /// Registrations.
    pub registrations: i64,
    /// Active contacts.
    pub contacts: i64,
}

/// How many of each a partner has.
///
/// # Errors
/// `Forbidden`.
pub async fn related_counts(cx: &Ctx, partner: PartnerId) -> Outcome<RelatedCounts> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT (SELECT CAST(COUNT(*) AS BIGINT) FROM deal d WHERE d.partner_id = p.id) AS deals, (SELECT CAST(COUNT(*) AS BIGINT) FROM registration r WHERE r.partner_id = p.id AND r.status <> 'draft') AS registrations, (SELECT CAST(COUNT(*) AS BIGINT) FROM partner_contact c WHERE c.partner_id = p.id AND c.active) AS contacts FROM partner p WHERE p.id = ").bind(partner);
    let counts = in_scope(sql, &cx.actor, "p.id").one(cx.read()).await?;
    counts.ok_or(kernel::Failure::NotFound)
}

/// The latest deals of a partner.
///
/// # Errors
/// `Forbidden`.
pub async fn latest_deals(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<PartnerDeal>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT d.id, d.number, d.name, s.name_en AS stage_en, s.name_de AS stage_de, d.outcome, d.amount, d.currency, d.created_at FROM deal d JOIN stage_definition s ON s.id = d.stage_id WHERE d.partner_id = ").bind(partner);
    let sql = in_scope(sql, &cx.actor, "d.partner_id").push(" ORDER BY d.created_at DESC, d.id DESC LIMIT ");
    Ok(sql.bind(SHOWN).all(cx.read()).await?)
}

/// The latest registrations of a partner.
///
/// # Errors
/// `Forbidden`.
pub async fn latest_registrations(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<PartnerRegistration>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT r.id, r.number, r.company_name, r.status, r.amount, r.currency, r.submitted_at FROM registration r WHERE r.status <> 'draft' AND r.partner_id = ").bind(partner);
    let sql = in_scope(sql, &cx.actor, "r.partner_id").push(" ORDER BY r.submitted_at DESC, r.id DESC LIMIT ");
    Ok(sql.bind(SHOWN).all(cx.read()).await?)
}
