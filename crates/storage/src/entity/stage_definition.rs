//! Table `stage_definition`.

use kernel::id::{ProgramId, StageId};
use kernel::words::DealOutcome;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_definition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StageId,
    pub program_id: ProgramId,
    pub key: String,
    pub name_en: String,
    pub name_de: String,
    pub position: i32,
    pub outcome: DealOutcome,
    pub retired: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
