//! Table `product_alias`.

use kernel::id::ProductId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_alias")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub alias_folded: String,
    pub product_id: ProductId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
