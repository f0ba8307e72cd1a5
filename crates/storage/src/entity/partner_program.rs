//! Table `partner_program`.

use kernel::Instant;
use kernel::id::{PartnerId, ProgramId};
use kernel::words::Phase;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_program")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub partner_id: PartnerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub program_id: ProgramId,
    pub phase: Phase,
    pub phase_entered_at: Instant,
    pub joined_at: Instant,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
