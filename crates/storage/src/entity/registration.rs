//! Table `registration`.

use kernel::id::{CompanyId, ContactId, DealId, PartnerId, ProductId, ProgramId, RegistrationId, UserId};
use kernel::words::{Decision, FindingEffect, FindingLevel, RegistrationKind, RegistrationStatus};
use kernel::{Channel, Currency, Date, Instant, Locale};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub number: String,
    pub program_id: ProgramId,
    pub definition_version: i64,
    pub status: RegistrationStatus,
    pub kind: RegistrationKind,
    pub partner_id: Option<PartnerId>,
    pub contact_id: Option<ContactId>,
    pub sender_name: String,
    pub sender_email: Option<String>,
    pub sender_company: Option<String>,
    pub company_id: Option<CompanyId>,
    pub company_name: String,
    pub company_name_folded: String,
    pub company_name_key: String,
    pub company_domain: Option<String>,
    pub company_country: Option<String>,
    pub customer_contact: Option<String>,
    pub need: Option<String>,
    pub product_id: Option<ProductId>,
    pub product_text: Option<String>,
    pub amount: Option<i64>,
    pub currency: Currency,
    pub expected_close_on: Option<Date>,
    pub partner_help: Option<String>,
    pub channel: Channel,
    pub intake: Option<String>,
    pub locale: Locale,
    pub reviewer_id: Option<UserId>,
    pub submitted_at: Instant,
    pub first_answer_due_at: Option<Instant>,
    pub first_answered_at: Option<Instant>,
    pub decision_due_at: Option<Instant>,
    pub decided_at: Option<Instant>,
    pub decision: Option<Decision>,
    pub reason_code: Option<String>,
    pub reason_text: Option<String>,
    pub decided_by: Option<String>,
    pub protected_until_on: Option<Date>,
    pub deal_id: Option<DealId>,
    pub finding_level: Option<FindingLevel>,
    pub finding_count: i32,
    pub fingerprint: String,
    pub search_text: String,
    pub created_at: Instant,
    pub version: i64,
    pub reopened_at: Option<Instant>,
    pub appeal_until_on: Option<Date>,
    pub appealed_at: Option<Instant>,
    pub resubmissions: i32,
    pub approval_round: i32,
    pub approval_step: i32,
    pub approval_steps: i32,
    pub company_city: Option<String>,
    pub company_phone: Option<String>,
    pub company_vat: Option<String>,
    pub finding_effect: Option<FindingEffect>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
