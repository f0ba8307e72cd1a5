//! Table `app_user`.

use kernel::id::UserId;
use kernel::words::Theme;
use kernel::{Instant, Locale, Role};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "app_user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub email: String,
    pub email_folded: String,
    pub name: String,
    pub name_folded: String,
    pub role: Role,
    pub all_partners: bool,
    pub locale: Option<Locale>,
    pub theme: Theme,
    pub password_hash: Option<String>,
    pub active: bool,
    pub created_at: Instant,
    pub last_sign_in_at: Option<Instant>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
