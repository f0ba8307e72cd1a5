//! Instants and calendar dates.

use crate::column::column;
use jiff::tz::TimeZone;
use std::fmt;
use std::str::FromStr;

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in twenty-four hours.
pub const DAY: i64 = 24 * HOUR;

impl Instant {
    /// From a jiff timestamp, cut to whole microseconds.
    pub fn from_timestamp(t: jiff::Timestamp) -> Self {
        Self(t.as_microsecond())
    }
    /// As a jiff timestamp. Out-of-range values are clamped to the ends of jiff's calendar.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
    /// The calendar date in `tz`.
    pub fn date_in(self, tz: &TimeZone) -> Date {
        Date(self.timestamp().to_zoned_datetime(tz.clone()).date())
    }
    /// Milliseconds since 1970, for scripts in the browser.
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }
    /// This moment plus `micros`.
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
    /// Microseconds from `earlier` to this moment (negative when `earlier` is later).
    pub fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.timestamp())
    }
}
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Instant {
    type Err = jiff::Error;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        s.parse().map(Self::from_timestamp)
    }
}
impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
column!(Instant, i64, |v| v.0, |raw| Ok(Instant(raw)));

/// A day of the calendar, without a time zone. Written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub jiff::civil::Date);

impl Date {
    /// The date, if the parts name a real day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }
    /// Whole days from `earlier` to this date.
    pub fn days_since(self, earlier: Date) -> i64 {
        earlier.0.until((jiff::Unit::Day, self.0)).map_or(0, |span| i64::from(span.get_days()))
    }
    /// This date plus `days` (clamped to the calendar's ends).
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::SignedDuration::from_hours(days.saturating_mul(24))))
    }
    /// Midnight of this date in `tz`, as a moment.
    pub fn start_in(self, tz: &TimeZone) -> Instant {
        match self.0.to_zoned_datetime(tz.clone()) {
            Ok(z) => Instant::from_timestamp(z.timestamp()),
            Err(_) if self.0.year() < 0 => Instant::from_timestamp(jiff::Timestamp::MIN),
            Err(_) => Instant::from_timestamp(jiff::Timestamp::MAX),
        }
    }
    /// The first day of this date's month.
    pub fn month_start(self) -> Self {
        Self(self.0.first_of_month())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Date {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, String> {
        // jiff would also take a date-time here; a date field means a date.
        if s.len() != 10 {
            return Err(format!("{s:?} is not a date like 2026-11-24"));
        }
        s.parse::<jiff::civil::Date>().map(Self).map_err(|e| e.to_string())
    }
}
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
column!(Date, String, |v| v.to_string(), |raw: String| raw.parse());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_between_dates_count_calendar_days() {
        let a = Date::new(2024, 2, 28).expect("real day");
        let b = Date::new(2024, 3, 1).expect("real day");
        assert_eq!(b.days_since(a), 2);
        assert_eq!(a.days_since(b), -2);
        assert_eq!(a.plus_days(2), b);
    }

    #[test]
    fn a_date_is_ten_characters_and_nothing_else() {
        assert!("2026-11-24".parse::<Date>().is_ok());
        assert!("2026-02-30".parse::<Date>().is_err());
        assert!("2026-11-24T10:00".parse::<Date>().is_err());
    }

    #[test]
    fn an_instant_survives_its_text_form() {
        let t = Instant(1_795_000_000_123_456);
        assert_eq!(t.to_string().parse::<Instant>().expect("own text"), t);
    }
}
