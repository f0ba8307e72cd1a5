//! Table `deal_line`.

use kernel::id::{DealId, DealLineId, ProductId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deal_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DealLineId,
    pub deal_id: DealId,
    pub position: i32,
    pub product_id: Option<ProductId>,
    pub product_name: String,
    pub category: Option<String>,
    pub quantity: i64,
    pub amount: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
