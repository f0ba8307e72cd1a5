//! What a calendar is made of, as it is stored, shown and sent.

use super::country_holidays::{HolidayCountry, country_holidays};
use super::german_holidays::{GermanState, german_holidays};
use crate::{Date, FieldErrors};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

crate::text_enum! {
    /// A day of the week.
    pub enum Weekday {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
}

impl Weekday {
    /// The weekday of a date.
    pub fn of(date: Date) -> Self {
        match date.0.weekday() {
            jiff::civil::Weekday::Monday => Self::Monday,
            jiff::civil::Weekday::Tuesday => Self::Tuesday,
            jiff::civil::Weekday::Wednesday => Self::Wednesday,
            jiff::civil::Weekday::Thursday => Self::Thursday,
            jiff::civil::Weekday::Friday => Self::Friday,
            jiff::civil::Weekday::Saturday => Self::Saturday,
            jiff::civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

/// A time on the wall, in whole minutes from `00:00` to `24:00`. Written `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WallTime(u16);

impl WallTime {
    /// `hour:minute`, when there is such a time.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) { Some(Self(hour * 60 + minute)) } else { None }
    }
    /// Minutes since midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}
impl std::fmt::Display for WallTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
impl std::str::FromStr for WallTime {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: &str| {
            let fine = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            fine.then(|| part.parse::<u16>().ok()).flatten()
        };
        text.split_once(':')
            .and_then(|(hour, minute)| Self::new(digits(hour)?, digits(minute).filter(|_| minute.len() == 2)?))
            .ok_or_else(|| format!("{text:?} is not a time like 09:30"))
    }
}
impl serde::Serialize for WallTime {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> serde::Deserialize<'de> for WallTime {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A stretch of a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The first minute.
    pub start: WallTime,
    /// The first minute after.
    pub end: WallTime,
}

/// Whose public holidays are free. In JSON: `{"kind": "german_state", "state": "BY"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HolidayRegion {
    /// Nobody's.
    #[default]
    None,
    /// A German state's, computed for every year.
    GermanState {
        /// The state.
        state: GermanState,
    },
    /// A country's, computed for every year.
    Country {
        /// The country.
        country: HolidayCountry,
    },
    /// A list of dates.
    Custom {
        /// The free days.
        dates: BTreeSet<Date>,
    },
}

impl HolidayRegion {
    /// Whether `date` is a holiday.
    pub fn contains(&self, date: Date) -> bool {
        match self {
            Self::None => false,
            Self::GermanState { state } => {
                german_holidays(*state, date.0.year()).into_iter().any(|(holiday, _)| holiday == date)
            }
            Self::Country { country } => country_holidays(*country, date.0.year()).contains(&date),
            Self::Custom { dates } => dates.contains(&date),
        }
    }
}

/// The parts of a [`super::BusinessCalendar`], not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSettings {
    /// IANA name: `Europe/Berlin`.
    pub time_zone: String,
    /// Days of the week on which somebody works.
    pub working_days: BTreeSet<Weekday>,
    /// The hours of a working day.
    pub hours: Vec<Hours>,
    /// The hours of working days that differ from the others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hours_of: BTreeMap<Weekday, Vec<Hours>>,
    /// Public holidays.
    #[serde(default)]
    pub holidays: HolidayRegion,
    /// Days on which the company is closed besides.
    #[serde(default)]
    pub closures: BTreeSet<Date>,
}

impl Default for CalendarSettings {
    /// Monday to Friday, nine to five, UTC, no holidays.
    fn default() -> Self {
        Self {
            time_zone: "UTC".to_owned(),
            working_days: [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday]
                .into(),
            hours: vec![Hours { start: WallTime(9 * 60), end: WallTime(17 * 60) }],
            hours_of: BTreeMap::new(),
            holidays: HolidayRegion::None,
            closures: BTreeSet::new(),
        }
    }
}

impl CalendarSettings {
    /// The hours of a weekday, in order; none when nobody works.
    pub fn hours_on(&self, weekday: Weekday) -> &[Hours] {
        if !self.working_days.contains(&weekday) {
            return &[];
        }
        self.hours_of.get(&weekday).unwrap_or(&self.hours)
    }

    /// The zone, and the settings with their hours in order.
    ///
    /// # Errors
    /// `time_zone`: `time_zone_invalid`; `working_days`: `required`; `hours`: `required`, and `hours.N`: `invalid` for an
    /// end that is not after its start, `overlaps` for hours that share a minute; the same at `hours_of.<weekday>`.
    pub(super) fn checked(mut self) -> Result<(TimeZone, Self), FieldErrors> {
        let mut errors = FieldErrors::default();
        let time_zone = TimeZone::get(&self.time_zone).ok();
        if time_zone.is_none() {
            errors.add("time_zone", "time_zone_invalid");
        }
        if self.working_days.is_empty() {
            errors.add("working_days", "required");
        }
        check_hours(&mut errors, "hours", &mut self.hours);
        for (weekday, hours) in &mut self.hours_of {
            check_hours(&mut errors, &format!("hours_of.{weekday}"), hours);
        }
        match time_zone {
            Some(time_zone) if errors.is_empty() => Ok((time_zone, self)),
            _ => Err(errors),
        }
    }
}

fn check_hours(errors: &mut FieldErrors, field: &str, all: &mut [Hours]) {
    if all.is_empty() {
        errors.add(field, "required");
    }
    for (place, hours) in all.iter().enumerate() {
        if hours.end <= hours.start {
            errors.add(&format!("{field}.{place}"), "invalid");
        }
        let mut earlier = all.iter().take(place);
        if earlier.any(|other| other.start < hours.end && hours.start < other.end) {
            errors.add(&format!("{field}.{place}"), "overlaps");
        }
    }
    all.sort_by_key(|hours| hours.start);
}
