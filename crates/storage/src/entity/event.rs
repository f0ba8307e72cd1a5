//! Table `event`.

use kernel::id::{DealId, EventId, PartnerId, ProgramId, RegistrationId};
use kernel::{Channel, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub kind: String,
    pub at: Instant,
    pub actor_kind: String,
    pub actor_id: Option<uuid::Uuid>,
    pub actor_name: String,
    pub channel: Channel,
    pub program_id: Option<ProgramId>,
    pub partner_id: Option<PartnerId>,
    pub registration_id: Option<RegistrationId>,
    pub deal_id: Option<DealId>,
    pub payload: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
