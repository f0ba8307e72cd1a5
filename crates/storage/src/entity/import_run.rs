//! Table `import_run`.

use kernel::Instant;
use kernel::id::ImportRunId;
use kernel::words::ImportStatus;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRunId,
    pub source: String,
    pub mapping: String,
    pub folder: String,
    pub dry_run: bool,
    pub status: ImportStatus,
    pub started_by: String,
    pub started_at: Instant,
    pub finished_at: Option<Instant>,
    pub checkpoint: String,
    pub report: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
