//! Table `clock`.

use kernel::Instant;
use kernel::id::{ClockId, RegistrationId};
use kernel::words::ClockKind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClockId,
    pub kind: ClockKind,
    pub registration_id: Option<RegistrationId>,
    pub started_at: Instant,
    pub due_at: Instant,
    pub paused_at: Option<Instant>,
    pub stopped_at: Option<Instant>,
    pub breached_at: Option<Instant>,
    pub level: i32,
    pub escalate_at: Option<Instant>,
    pub half: i64,
    pub business: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
