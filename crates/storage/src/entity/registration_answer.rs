//! Table `registration_answer`.

use kernel::id::{ProgramId, RecordId, RegistrationId};
use kernel::{Currency, Date};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordId,
    pub registration_id: RegistrationId,
    pub program_id: ProgramId,
    pub field: String,
    pub position: i32,
    pub value_text: String,
    pub value_key: String,
    pub value_number: Option<i64>,
    pub value_currency: Option<Currency>,
    pub value_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
