//! Table `form_version`.

use kernel::Instant;
use kernel::id::{ProgramId, RecordId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordId,
    pub program_id: ProgramId,
    pub form_version: i64,
    pub definition: String,
    pub note: Option<String>,
    pub created_at: Instant,
    pub created_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
