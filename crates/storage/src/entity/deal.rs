//! Table `deal`.

use kernel::id::{CompanyId, DealId, PartnerId, ProductId, ProgramId, RegistrationId, StageId, UserId};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Currency, Date, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DealId,
    pub number: String,
    pub name: String,
    pub name_folded: String,
    pub program_id: ProgramId,
    pub partner_id: Option<PartnerId>,
    pub company_id: Option<CompanyId>,
    pub registration_id: Option<RegistrationId>,
    pub owner_id: Option<UserId>,
    pub source: DealSource,
    pub stage_id: StageId,
    pub outcome: DealOutcome,
    pub amount: Option<i64>,
    pub currency: Currency,
    pub product_id: Option<ProductId>,
    pub opened_on: Option<Date>,
    pub expected_close_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub close_reason: Option<String>,
    pub stage_entered_at: Instant,
    pub search_text: String,
    pub created_at: Instant,
    pub changed_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
