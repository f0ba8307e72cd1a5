//! When the vendor works: the calendar behind every promise that is counted in business hours or business days.
//!
//! A moment is working time when the clock on the wall of the calendar's time zone shows it so: a working day, within
//! the hours, no holiday, no closure. Where the clock jumps, working time follows the wall: an hour that does not exist
//! is not worked, one that comes twice is worked twice.

mod country_holidays;
mod german_holidays;
mod settings;

pub use country_holidays::{HolidayCountry, country_holidays};
pub use german_holidays::{GermanHoliday, GermanState, easter_sunday, german_holidays};
pub use settings::{CalendarSettings, HolidayRegion, Hours, WallTime, Weekday};

use crate::time::{DAY, HOUR, MINUTE, SECOND};
use crate::{Date, FieldErrors, Instant};
use jiff::tz::TimeZone;

/// How long an answer may take. In JSON: `{"hours": 24}`, `{"business_hours": 8}`, `{"business_days": 2}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Hours that pass, day and night.
    Hours(u32),
    /// Hours of working time.
    BusinessHours(u32),
    /// Until the close of that working day, the day of the start not counted; with 0 until the close of the running
    /// working day, or of the next when none is running.
    BusinessDays(u32),
}

impl Promise {
    /// The first answer to a registration, where a program says nothing else.
    pub const FIRST_ANSWER: Self = Self::Hours(24);
    /// The decision on a registration, where a program says nothing else.
    pub const DECISION: Self = Self::BusinessDays(2);
}

/// A checked calendar: it has a time zone, at least one working day and hours that do not overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct BusinessCalendar {
    time_zone: TimeZone,
    settings: CalendarSettings,
}

impl Default for BusinessCalendar {
    fn default() -> Self {
        Self { time_zone: TimeZone::UTC, settings: CalendarSettings::default() }
    }
}

impl TryFrom<CalendarSettings> for BusinessCalendar {
    type Error = FieldErrors;
    fn try_from(settings: CalendarSettings) -> Result<Self, FieldErrors> {
        let (time_zone, settings) = settings.checked()?;
        Ok(Self { time_zone, settings })
    }
}

impl serde::Serialize for BusinessCalendar {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.settings.serialize(s)
    }
}
impl<'de> serde::Deserialize<'de> for BusinessCalendar {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let settings = CalendarSettings::deserialize(d)?;
        Self::try_from(settings).map_err(|errors| serde::de::Error::custom(format!("not a calendar: {errors:?}")))
    }
}

/// Nobody means a promise longer than this, and looking through more days would only keep a machine busy.
const CENTURY_DAYS: usize = 36_525;

fn a_century_after(start: Instant) -> Instant {
    start.plus(36_525 * DAY)
}

/// A stretch of working time, from the first moment to the first moment after.
type Stretch = (Instant, Instant);

impl BusinessCalendar {
    /// What the calendar was made of.
    pub fn settings(&self) -> &CalendarSettings {
        &self.settings
    }
    /// Where the clock hangs.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// Whether `date` is a working day: one of the week's, no holiday, no closure.
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.settings.hours_on(Weekday::of(date)).is_empty()
            && !self.settings.holidays.contains(date)
            && !self.settings.closures.contains(&date)
    }

    /// When a promise given at `start` must be kept; a hundred years later at the latest.
    pub fn due(&self, start: Instant, promise: Promise) -> Instant {
        match promise {
            Promise::Hours(hours) => start.plus(i64::from(hours).saturating_mul(HOUR)).min(a_century_after(start)),
            Promise::BusinessHours(hours) => self.plus_business_micros(start, i64::from(hours).saturating_mul(HOUR)),
            Promise::BusinessDays(days) => self.close_of_working_day(start, days),
        }
    }

    /// The moment when `micros` of working time have passed since `start`: at the close of a day, not at the next opening.
    /// `start` itself for nothing or less. A clock that was stopped goes on with this and what was left.
    pub fn plus_business_micros(&self, start: Instant, micros: i64) -> Instant {
        if micros <= 0 {
            return start;
        }
        let mut left = micros;
        for date in days_from(start.date_in(&self.time_zone)).take(CENTURY_DAYS) {
            for (from, to) in self.stretches(date) {
                let from = from.max(start);
                let length = to.since(from);
                if length <= 0 {
                    continue;
                }
                if left <= length {
                    return from.plus(left);
                }
                left -= length;
            }
        }
        a_century_after(start)
    }

    /// Working time from `a` to `b`, in microseconds; negative when `b` is earlier.
    pub fn business_micros_between(&self, a: Instant, b: Instant) -> i64 {
        if b < a {
            return -self.business_micros_between(b, a);
        }
        let last = b.date_in(&self.time_zone);
        days_from(a.date_in(&self.time_zone))
            .take_while(|date| *date <= last)
            .flat_map(|date| self.stretches(date))
            .map(|(from, to)| to.min(b).since(from.max(a)).max(0))
            .sum()
    }

    fn close_of_working_day(&self, start: Instant, days: u32) -> Instant {
        let today = start.date_in(&self.time_zone);
        let close = |date| self.stretches(date).last().map(|(_, to)| *to);
        if days == 0
            && let Some(close) = close(today).filter(|close| *close > start)
        {
            return close;
        }
        let after = usize::try_from(days.saturating_sub(1)).unwrap_or(usize::MAX);
        days_from(today)
            .skip(1)
            .take(CENTURY_DAYS)
            .filter_map(close)
            .nth(after)
            .unwrap_or_else(|| a_century_after(start))
    }

    /// The working time of a date, in order.
    fn stretches(&self, date: Date) -> Vec<Stretch> {
        if !self.is_working_day(date) {
            return Vec::new();
        }
        // The wall's midnight, read as if the wall showed UTC; the zone's offset leads from there to the moment.
        let midnight = date.start_in(&TimeZone::UTC);
        let mut stretches = Vec::new();
        for (begin, end, offset) in self.offsets_around(midnight) {
            for hours in self.settings.hours_on(Weekday::of(date)) {
                let from = midnight.plus(hours.start.micros() - offset).max(begin);
                let to = midnight.plus(hours.end.micros() - offset).min(end);
                if from < to {
                    stretches.push((from, to));
                }
            }
        }
        stretches.sort_unstable();
        stretches
    }

    /// The zone's offsets (µs east of UTC) that a day whose midnight reads `midnight` can see, each with the time it holds.
    fn offsets_around(&self, midnight: Instant) -> Vec<(Instant, Instant, i64)> {
        // No offset is larger than 26 hours.
        let (begin, end) = (midnight.plus(-26 * HOUR), midnight.plus(DAY + 26 * HOUR));
        let micros = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * SECOND;
        let mut offsets = Vec::with_capacity(1);
        let (mut since, mut offset) = (begin, micros(self.time_zone.to_offset(begin.timestamp())));
        for transition in self.time_zone.following(begin.timestamp()) {
            let at = Instant::from_timestamp(transition.timestamp());
            if at >= end {
                break;
            }
            offsets.push((since, at, offset));
            (since, offset) = (at, micros(transition.offset()));
        }
        offsets.push((since, end, offset));
        offsets
    }
}

/// `date` and every day after it, to the end of jiff's calendar.
fn days_from(date: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date), |date| date.0.tomorrow().ok().map(Date))
}

impl WallTime {
    fn micros(self) -> i64 {
        i64::from(self.minutes()) * MINUTE
    }
}

#[cfg(test)]
mod tests;
