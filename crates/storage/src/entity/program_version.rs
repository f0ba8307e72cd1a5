//! Table `program_version`.

use kernel::Instant;
use kernel::id::{ProgramId, ProgramVersionId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "program_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgramVersionId,
    pub program_id: ProgramId,
    pub definition_version: i64,
    pub definition: String,
    pub note: Option<String>,
    pub created_at: Instant,
    pub created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
