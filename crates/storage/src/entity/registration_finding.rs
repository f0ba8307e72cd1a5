//! Table `registration_finding`.

use kernel::Instant;
use kernel::id::{CompanyId, DealId, FindingId, RegistrationId};
use kernel::words::{FindingEffect, FindingKind, FindingLevel};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FindingId,
    pub registration_id: RegistrationId,
    pub kind: FindingKind,
    pub level: FindingLevel,
    pub company_id: Option<CompanyId>,
    pub deal_id: Option<DealId>,
    pub other_registration_id: Option<RegistrationId>,
    pub evidence: String,
    pub found_at: Instant,
    pub effect: FindingEffect,
    pub set_aside_by: Option<String>,
    pub set_aside_at: Option<Instant>,
    pub set_aside_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
