//! Table `company`.

use kernel::Instant;
use kernel::id::CompanyId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "company")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CompanyId,
    pub name: String,
    pub name_folded: String,
    pub name_key: String,
    pub domain: Option<String>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub industry: Option<String>,
    pub phone: Option<String>,
    pub attributes: String,
    pub parent_id: Option<CompanyId>,
    pub search_text: String,
    pub created_at: Instant,
    pub version: i64,
    pub vat: Option<String>,
    pub merged_into: Option<CompanyId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
