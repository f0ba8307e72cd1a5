//! Table `attachment`.

use kernel::Instant;
use kernel::id::{AttachmentId, RegistrationId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    pub registration_id: Option<RegistrationId>,
    pub field: Option<String>,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub content_hash: String,
    pub store_key: String,
    pub by_partner: bool,
    pub shared: bool,
    pub added_at: Instant,
    pub added_by: String,
    pub removed_at: Option<Instant>,
    pub gone_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
