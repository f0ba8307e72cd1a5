//! Table `mail`.

use kernel::id::{MailId, PartnerId, RegistrationId};
use kernel::words::MailStatus;
use kernel::{Instant, Locale};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    pub status: MailStatus,
    pub template: String,
    pub to_email: String,
    pub to_name: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub locale: Locale,
    pub partner_id: Option<PartnerId>,
    pub registration_id: Option<RegistrationId>,
    pub dedupe_key: String,
    pub unsubscribe_url: Option<String>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: Instant,
    pub sent_at: Option<Instant>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
