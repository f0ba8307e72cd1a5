//! Table `registration_step`.

use kernel::id::{RegistrationId, StepId};
use kernel::words::RegistrationStatus;
use kernel::{Channel, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StepId,
    pub registration_id: RegistrationId,
    pub position: i32,
    pub status: Option<RegistrationStatus>,
    pub activity: String,
    pub at: Instant,
    pub actor_kind: String,
    pub actor_name: String,
    pub channel: Channel,
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
