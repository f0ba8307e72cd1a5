//! Table `program`.

use kernel::id::ProgramId;
use kernel::words::ProgramKind;
use kernel::{Currency, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "program")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgramId,
    pub key: String,
    pub name: String,
    pub kind: ProgramKind,
    pub currency: Currency,
    pub active: bool,
    pub public_form: bool,
    pub definition_version: i64,
    pub created_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
