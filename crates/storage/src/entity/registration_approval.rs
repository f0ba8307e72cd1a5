//! Table `registration_approval`: one person asked in one step of one run of a chain.

use kernel::Instant;
use kernel::id::{ApprovalId, RegistrationId, UserId};
use kernel::words::ApprovalState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_approval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApprovalId,
    pub registration_id: RegistrationId,
    pub round: i32,
    pub place: i32,
    pub step: i32,
    pub name_en: String,
    pub name_de: String,
    pub everyone: bool,
    pub user_id: UserId,
    pub for_user_id: Option<UserId>,
    pub state: ApprovalState,
    pub asked_at: Option<Instant>,
    pub remind_at: Option<Instant>,
    pub reminders: i32,
    pub answered_at: Option<Instant>,
    pub note: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
