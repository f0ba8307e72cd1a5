//! Table `signed_link`.

use kernel::Instant;
use kernel::id::{ContactId, LinkId, ProgramId, RegistrationId, UserId};
use kernel::words::LinkPurpose;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signed_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    pub purpose: LinkPurpose,
    pub user_id: Option<UserId>,
    pub contact_id: Option<ContactId>,
    pub program_id: Option<ProgramId>,
    pub registration_id: Option<RegistrationId>,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    pub one_time: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
