//! Stretches of time by name, as addresses and kept questions say them: they move along with the day.

use super::period::Period;
use kernel::{Date, text_enum};

text_enum! {
    /// A stretch of whole months around today.
    pub enum Preset {
        /// No beginning and no end.
        All = "all",
        /// This month and the eleven before.
        TwelveMonths = "12-months",
        Month = "month",
        LastMonth = "last-month",
        Quarter = "quarter",
        LastQuarter = "last-quarter",
        Year = "year",
        LastYear = "last-year",
        FiscalQuarter = "fiscal-quarter",
        LastFiscalQuarter = "last-fiscal-quarter",
        FiscalYear = "fiscal-year",
        LastFiscalYear = "last-fiscal-year",
    }
}

/// The month of `today` and the `months - 1` before it: what "the last so many months" are everywhere.
pub fn last_months(today: Date, months: i64) -> Period {
    let first = |months: i64| Date(today.month_start().0.saturating_add(jiff::Span::new().months(months)));
    Period { from: first(1 - months), to: first(1).plus_days(-1) }
}

impl Preset {
    /// First and last day on the day `today`, where fiscal years begin with month `fiscal_start` (1 to 12); nothing for all time.
    pub fn period(self, today: Date, fiscal_start: u8) -> Option<Period> {
        let month = today.month_start();
        let first = |months: i32| Date(month.0.saturating_add(jiff::Span::new().months(months)));
        let quarter = -(i32::from(today.0.month()) - 1) % 3;
        let year = 1 - i32::from(today.0.month());
        let fiscal_year = -(i32::from(today.0.month()) - i32::from(fiscal_start)).rem_euclid(12);
        let fiscal_quarter = fiscal_year % 3;
        let (from, until) = match self {
            Self::All => return None,
            Self::TwelveMonths => return Some(last_months(today, 12)),
            Self::Month => (0, 1),
            Self::LastMonth => (-1, 0),
            Self::Quarter => (quarter, quarter + 3),
            Self::LastQuarter => (quarter - 3, quarter),
            Self::Year => (year, year + 12),
            Self::LastYear => (year - 12, year),
            Self::FiscalQuarter => (fiscal_quarter, fiscal_quarter + 3),
            Self::LastFiscalQuarter => (fiscal_quarter - 3, fiscal_quarter),
            Self::FiscalYear => (fiscal_year, fiscal_year + 12),
            Self::LastFiscalYear => (fiscal_year - 12, fiscal_year),
        };
        Some(Period { from: first(from), to: first(until).plus_days(-1) })
    }
}
