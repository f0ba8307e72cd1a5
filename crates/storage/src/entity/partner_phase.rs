//! Table `partner_phase`.

use kernel::Instant;
use kernel::id::{PartnerId, PhaseEntryId, ProgramId};
use kernel::words::Phase;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_phase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PhaseEntryId,
    pub partner_id: PartnerId,
    pub program_id: ProgramId,
    pub phase: Phase,
    pub entered_at: Instant,
    pub left_at: Option<Instant>,
    pub entered_by: String,
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
