//! Table `import_row`.

use kernel::id::{ImportRowId, ImportRunId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    pub run_id: ImportRunId,
    pub file: String,
    pub line: i64,
    pub outcome: String,
    pub code: String,
    pub field: Option<String>,
    pub params: String,
    pub raw: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
