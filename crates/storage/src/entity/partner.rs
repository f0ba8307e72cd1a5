//! Table `partner`.

use kernel::id::{PartnerId, SegmentId};
use kernel::words::PartnerStatus;
use kernel::{Date, Instant};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    pub name: String,
    pub name_folded: String,
    pub name_key: String,
    pub domain: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub business_type: Option<String>,
    pub size: Option<String>,
    pub status: PartnerStatus,
    pub segment_id: Option<SegmentId>,
    pub next_step: Option<String>,
    pub next_step_on: Option<Date>,
    pub signed_on: Option<Date>,
    pub search_text: String,
    pub created_at: Instant,
    pub changed_at: Instant,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
