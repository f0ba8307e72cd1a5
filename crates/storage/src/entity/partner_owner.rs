//! Table `partner_owner`.

use kernel::Instant;
use kernel::id::{ContactId, PartnerId, UserId};
use kernel::words::{OwnerRole, Side};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_owner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partner_id: PartnerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: OwnerRole,
    pub user_id: Option<UserId>,
    pub contact_id: Option<ContactId>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub side: Side,
    pub since_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
