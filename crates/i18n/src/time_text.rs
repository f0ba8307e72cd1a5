//! Dates, moments and durations as each language writes them.

use crate::catalogue::text_args;
use crate::number::{scaled, write};
use icu_calendar::Gregorian;
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::MD;
use jiff::tz::TimeZone;
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::{Date, Instant, Locale};
use std::sync::LazyLock;

struct MonthNames {
    short: [String; 12],
    long: [String; 12],
}

static EN: LazyLock<MonthNames> = LazyLock::new(|| MonthNames::of(icu_locale_core::locale!("en-GB")));
static DE: LazyLock<MonthNames> = LazyLock::new(|| MonthNames::of(icu_locale_core::locale!("de")));

impl MonthNames {
    fn of(locale: icu_locale_core::Locale) -> Self {
        // Asked with the day, a month has the name it bears inside a date ("Nov." in German, not "Nov").
        let names = |fields: MD| {
            let formatter = FixedCalendarDateTimeFormatter::<Gregorian, MD>::try_new((&locale).into(), fields)
                .expect("the data for both languages is compiled in");
            std::array::from_fn(|month| {
                let day = icu_calendar::Date::try_new_gregorian(2024, month as u8 + 1, 1)
                    .expect("every month has a first day");
                let text = formatter.format(&day).to_string();
                text.split_once(' ').map_or(text.clone(), |(_, name)| name.to_owned())
            })
        };
        Self { short: names(MD::medium()), long: names(MD::long()) }
    }
}

fn month_name(locale: Locale, date: Date, pick: fn(&MonthNames) -> &[String; 12]) -> &'static str {
    let names: &'static MonthNames = match locale {
        Locale::En => &EN,
        Locale::De => &DE,
    };
    usize::try_from(date.0.month() - 1).ok().and_then(|m| pick(names).get(m)).map_or("", String::as_str)
}

fn day_month_year(locale: Locale, date: Date, month: &str) -> String {
    let (day, year) = (date.0.day(), date.0.year());
    match locale {
        Locale::En => format!("{day} {month} {year}"),
        Locale::De => format!("{day}. {month} {year}"),
    }
}

/// `24 Nov 2026` / `24. Nov. 2026`.
pub fn date(locale: Locale, date: Date) -> String {
    day_month_year(locale, date, month_name(locale, date, |names| &names.short))
}

/// `24 November 2026` / `24. November 2026`.
pub fn date_long(locale: Locale, date: Date) -> String {
    day_month_year(locale, date, month_name(locale, date, |names| &names.long))
}

/// The month a date lies in: `Nov 2026` / `Nov. 2026`.
pub fn month(locale: Locale, date: Date) -> String {
    format!("{} {}", month_name(locale, date, |names| &names.short), date.0.year())
}

/// The name of a month, 1 to 12: `April` / `April`; empty for any other number.
pub fn month_alone(locale: Locale, month: u8) -> &'static str {
    let first = i8::try_from(month).ok().and_then(|month| Date::new(2024, month, 1));
    first.map_or("", |date| month_name(locale, date, |names| &names.long))
}

/// The clock on the wall in `tz`, twenty-four hours: `14:05`.
pub fn time_of_day(at: Instant, tz: &TimeZone) -> String {
    let wall = tz.to_datetime(at.timestamp());
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

/// Date and time in `tz`: `24 Nov 2026, 14:05` / `24. Nov. 2026, 14:05`.
pub fn instant(locale: Locale, at: Instant, tz: &TimeZone) -> String {
    format!("{}, {}", date(locale, at.date_in(tz)), time_of_day(at, tz))
}

/// A duration by its two largest units, cut, not rounded: `1 d 3 h`, `4 h 12 m` / `4 Std. 12 Min.`. A day is twenty-four
/// hours. A negative duration has a minus in front.
pub fn duration_short(locale: Locale, micros: i64) -> String {
    let magnitude = micros.saturating_abs();
    let (days, hours, minutes) = (magnitude / DAY, magnitude % DAY / HOUR, magnitude % HOUR / MINUTE);
    let key = match (days, hours, minutes) {
        (0, 0, 0) => return text_args(locale, "duration-under-a-minute", &[]),
        (0, 0, _) => "duration-minutes",
        (0, _, 0) => "duration-hours",
        (0, _, _) => "duration-hours-minutes",
        (_, 0, _) => "duration-days",
        (_, _, _) => "duration-days-hours",
    };
    let text = text_args(locale, key, &[("days", days.into()), ("hours", hours.into()), ("minutes", minutes.into())]);
    if micros < 0 { format!("-{text}") } else { text }
}

/// How far a moment lies from now, in its largest unit: `relative(locale, at.since(now))` is `2 hours ago` for the past,
/// `in 2 hours` for the future.
pub fn relative(locale: Locale, micros: i64) -> String {
    let magnitude = micros.saturating_abs();
    let past = micros < 0;
    let (count, key) = match magnitude {
        m if m < MINUTE => return text_args(locale, "relative-now", &[]),
        m if m < HOUR => (m / MINUTE, if past { "relative-minutes-ago" } else { "relative-in-minutes" }),
        m if m < DAY => (m / HOUR, if past { "relative-hours-ago" } else { "relative-in-hours" }),
        m if m < 60 * DAY => (m / DAY, if past { "relative-days-ago" } else { "relative-in-days" }),
        m if m < 730 * DAY => (m / (30 * DAY), if past { "relative-months-ago" } else { "relative-in-months" }),
        m => (m / (365 * DAY), if past { "relative-years-ago" } else { "relative-in-years" }),
    };
    text_args(locale, key, &[("count", count.into())])
}

/// Days in hundredths, without needless decimals: `12.5 days`, `1 day` / `12,5 Tage`, `1 Tag`.
pub fn days(locale: Locale, hundredths: i64) -> String {
    let mut decimal = scaled(hundredths, 2, 2);
    decimal.absolute.trim_end();
    let key = if hundredths.saturating_abs() == 100 { "duration-one-day-long" } else { "duration-days-long" };
    text_args(locale, key, &[("days", write(locale, &decimal).into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{De, En};

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).expect("a real day")
    }

    #[test]
    fn dates_are_written_day_first() {
        let november = day(2026, 11, 24);
        assert_eq!(date(En, november), "24 Nov 2026");
        assert_eq!(date(De, november), "24. Nov. 2026");
        assert_eq!(date_long(En, november), "24 November 2026");
        assert_eq!(date_long(De, november), "24. November 2026");
        assert_eq!(date(De, day(2024, 3, 1)), "1. März 2024");
        assert_eq!(date(De, day(2024, 5, 9)), "9. Mai 2024");
        assert_eq!(month(En, november), "Nov 2026");
        assert_eq!(month(De, november), "Nov. 2026");
        assert_eq!((month_alone(En, 3), month_alone(De, 3), month_alone(En, 13)), ("March", "März", ""));
    }

    #[test]
    fn every_month_has_its_own_name_in_both_languages() {
        for locale in [En, De] {
            let names: std::collections::BTreeSet<String> = (1..=12).map(|m| month(locale, day(2026, m, 1))).collect();
            assert_eq!(names.len(), 12, "{names:?}");
        }
    }

    #[test]
    fn a_moment_is_written_in_the_readers_time_zone() {
        let at: Instant = "2026-11-24T23:05:59Z".parse().expect("a moment");
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        assert_eq!(instant(En, at, &TimeZone::UTC), "24 Nov 2026, 23:05");
        assert_eq!(instant(De, at, &berlin), "25. Nov. 2026, 00:05");
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        assert_eq!(duration_short(En, 4 * HOUR + 12 * MINUTE + 59_000_000), "4 h 12 m");
        assert_eq!(duration_short(De, 4 * HOUR + 12 * MINUTE), "4 Std. 12 Min.");
        assert_eq!(duration_short(En, 27 * HOUR + MINUTE), "1 d 3 h");
        assert_eq!(duration_short(De, 27 * HOUR), "1 T. 3 Std.");
        assert_eq!(duration_short(En, 2 * DAY + MINUTE), "2 d");
        assert_eq!(duration_short(En, 3 * HOUR), "3 h");
        assert_eq!(duration_short(En, 5 * MINUTE), "5 m");
        assert_eq!(duration_short(En, 59_000_000), "under 1 m");
        assert_eq!(duration_short(De, 0), "unter 1 Min.");
        assert_eq!(duration_short(En, -3 * HOUR), "-3 h");
    }

    #[test]
    fn what_is_past_is_ago_and_what_comes_is_in() {
        assert_eq!(relative(En, -2 * HOUR), "2 hours ago");
        assert_eq!(relative(De, -2 * HOUR), "vor 2 Stunden");
        assert_eq!(relative(En, HOUR), "in 1 hour");
        assert_eq!(relative(De, 3 * DAY), "in 3 Tagen");
        assert_eq!(relative(En, -30_000_000), "just now");
        assert_eq!(relative(De, -90 * DAY), "vor 3 Monaten");
        assert_eq!(relative(En, -800 * DAY), "2 years ago");
    }

    #[test]
    fn days_drop_needless_decimals() {
        assert_eq!(days(En, 1_250), "12.5 days");
        assert_eq!(days(De, 1_250), "12,5 Tage");
        assert_eq!(days(En, 100), "1 day");
        assert_eq!(days(De, 100), "1 Tag");
        assert_eq!(days(De, 4_700), "47 Tage");
        assert_eq!(days(En, 4_767), "47.67 days");
    }
}
