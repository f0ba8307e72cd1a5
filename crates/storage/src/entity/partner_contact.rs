//! Table `partner_contact`.

use kernel::id::{ContactId, PartnerId};
use kernel::words::ContactRole;
use kernel::{Instant, Locale};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    pub partner_id: PartnerId,
    pub name: String,
    pub email: Option<String>,
    pub email_folded: Option<String>,
    pub phone: Option<String>,
    pub role: ContactRole,
    pub locale: Option<Locale>,
    pub active: bool,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
