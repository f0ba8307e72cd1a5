//! Table `deal_stage`.

use kernel::id::{DealId, DealStageId, StageId};
use kernel::{Channel, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_stage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DealStageId,
    pub deal_id: DealId,
    pub stage_id: StageId,
    pub entered_at: Instant,
    pub left_at: Option<Instant>,
    pub actor_name: String,
    pub channel: Channel,
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
