//! What a currency was worth on a day: the reference rates of the European Central Bank, units of a currency for one euro.
//!
//! An amount is exchanged at the rate of its own day; on a day without rates (week-ends, holidays) at those of the last day before that had
//! some. A currency the bank gave no rate for on that day has none: one that has ended is never exchanged at its last rate.

mod ecb;
mod exchange;
mod import;
mod list;

pub(crate) use exchange::{Rates, rated};
pub use import::{Taken, import};
pub use list::{RateSpan, Rates as RatesKept, list};

/// Millionths in one unit of a rate: the bank gives up to six decimals.
const SCALE: i64 = 1_000_000;
