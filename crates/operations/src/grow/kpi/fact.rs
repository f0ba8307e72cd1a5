//! What one deal or registration contributes: narrow, and nothing that a KPI does not need.

use kernel::id::{DealId, PartnerId, ProductId, ProgramId, RegistrationId, SegmentId, StageId, UserId};
use kernel::words::{DealOutcome, DealSource, Decision};
use kernel::{Currency, Date, Instant};
use sea_orm::FromQueryResult;

/// A deal's contribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealFact {
    pub deal_id: DealId,
    pub program_id: ProgramId,
    pub partner_id: Option<PartnerId>,
    pub segment_id: Option<SegmentId>,
    pub owner_id: Option<UserId>,
    pub stage_id: StageId,
    /// The partner's phase on the day the deal was closed; now, while it is open. Empty when not known.
    pub phase: String,
    pub region: String,
    pub country: String,
    pub source: DealSource,
    pub outcome: DealOutcome,
    pub currency: Currency,
    /// Ten-thousandths of the currency unit.
    pub amount: Option<i64>,
    /// Days since 1970-01-01.
    pub opened_day: Option<i64>,
    /// `opened_day`, or the day it was entered here.
    pub known_day: i64,
    pub closed_day: Option<i64>,
    /// Position of the farthest stage the deal has been in.
    pub reached: i64,
    /// How the amount divides into products; never empty, sorted.
    pub lines: Vec<LineFact>,
}

/// The part of a deal's amount that one product brings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineFact {
    pub product_id: Option<ProductId>,
    pub category: String,
    pub amount: Option<i64>,
}

/// A registration's contribution.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RegistrationFact {
    pub registration_id: RegistrationId,
    pub program_id: ProgramId,
    pub partner_id: Option<PartnerId>,
    pub segment_id: Option<SegmentId>,
    pub owner_id: Option<UserId>,
    pub product_id: Option<ProductId>,
    pub category: String,
    /// The partner's phase when the registration came in. Empty when not known.
    pub phase: String,
    pub region: String,
    pub country: String,
    pub source: String,
    pub submitted_at: Instant,
    pub submitted_day: i64,
    pub submitted_month: i64,
    /// Microseconds to the first answer.
    pub answer_micros: Option<i64>,
    pub answer_due_at: Option<Instant>,
    /// 1 answered in time, 0 not, -1 not decided yet or nothing promised.
    pub in_time: i64,
    /// `approved`, `declined` or empty.
    pub decision: String,
    pub decided_at: Option<Instant>,
    pub decided_day: Option<i64>,
    pub decided_month: Option<i64>,
    /// Microseconds to the decision, without the time the partner was asked.
    pub decision_micros: Option<i64>,
    /// `open`, `won` or `lost`; empty while there is no deal.
    pub deal_outcome: String,
}

impl DealFact {
    /// Days from opening to closing; negative where the dates say so, nothing where one is missing.
    pub fn days(&self) -> Option<i64> {
        Some(self.closed_day? - self.opened_day?)
    }
}

impl RegistrationFact {
    /// The decision, if there is one.
    pub fn decided(&self) -> Option<Decision> {
        self.decision.parse().ok()
    }
}

/// 1970-01-01.
const EPOCH: Date = Date(jiff::civil::date(1970, 1, 1));

/// Days since 1970-01-01.
pub fn day_of(date: Date) -> i64 {
    date.days_since(EPOCH)
}

/// The date of a day number.
pub fn date_of(day: i64) -> Date {
    EPOCH.plus_days(day)
}

/// Year × 12 + month − 1.
pub fn month_of(date: Date) -> i64 {
    i64::from(date.0.year()) * 12 + i64::from(date.0.month()) - 1
}

/// The month of a day number.
pub fn month_of_day(day: i64) -> i64 {
    month_of(date_of(day))
}

/// The first day of a month number; nothing outside the calendar.
pub fn month_start(month: i64) -> Option<Date> {
    Date::new(i16::try_from(month.div_euclid(12)).ok()?, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1)
}
