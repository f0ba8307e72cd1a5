//! Public holidays of countries beside Germany, by their laws. Only what is free in the whole country; what a region adds is a closure of one's own.
//!
//! Sources: Austria: Arbeitsruhegesetz § 7. Switzerland: the four days that are free in every canton. France: Code du travail L3133-1.
//! United Kingdom: Banking and Financial Dealings Act 1971 with the proclamations for England and Wales. Netherlands: Algemene
//! termijnenwet art. 3, the fifth of May where labour agreements make it free, every fifth year. United States: 5 U.S.C. 6103.

use super::german_holidays::easter_sunday;
use crate::Date;
use jiff::civil::{self, Weekday};

crate::text_enum! {
    /// A country whose public holidays are known, by its code in ISO 3166-1. Germany's are those of its states.
    pub enum HolidayCountry {
        Austria = "AT",
        Switzerland = "CH",
        France = "FR",
        /// England and Wales.
        UnitedKingdom = "GB",
        Netherlands = "NL",
        UnitedStates = "US",
    }
}

/// The public holidays of a year, in order. A holiday that is moved to a working day is listed at both.
pub fn country_holidays(country: HolidayCountry, year: i16) -> Vec<Date> {
    let mut days = match country {
        HolidayCountry::Austria => {
            let mut days =
                fixed(year, &[(1, 1), (1, 6), (5, 1), (8, 15), (10, 26), (11, 1), (12, 8), (12, 25), (12, 26)]);
            days.extend(from_easter(year, &[1, 39, 50, 60]));
            days
        }
        HolidayCountry::Switzerland => {
            let mut days = fixed(year, &[(1, 1), (8, 1), (12, 25)]);
            days.extend(from_easter(year, &[39]));
            days
        }
        HolidayCountry::France => {
            let mut days = fixed(year, &[(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]);
            days.extend(from_easter(year, &[1, 39, 50]));
            days
        }
        HolidayCountry::UnitedKingdom => english(year),
        HolidayCountry::Netherlands => dutch(year),
        HolidayCountry::UnitedStates => american(year),
    };
    days.sort_unstable();
    days.dedup();
    days
}

fn fixed(year: i16, days: &[(i8, i8)]) -> Vec<Date> {
    days.iter().filter_map(|(month, day)| Date::new(year, *month, *day)).collect()
}

fn from_easter(year: i16, days: &[i64]) -> Vec<Date> {
    easter_sunday(year).map(|easter| days.iter().map(|days| easter.plus_days(*days)).collect()).unwrap_or_default()
}

/// The `nth` weekday of a month; from its end when negative.
fn nth(year: i16, month: i8, nth: i8, weekday: Weekday) -> Option<Date> {
    civil::Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok().map(Date)
}

fn english(year: i16) -> Vec<Date> {
    let mut days = from_easter(year, &[-2, 1]);
    // Three years in which a proclamation moved or added a day.
    match year {
        2020 => days.extend(Date::new(2020, 5, 8)),
        2022 => days.extend(fixed(2022, &[(6, 2), (6, 3), (9, 19)])),
        2023 => days.extend(Date::new(2023, 5, 8)),
        _ => {}
    }
    if year != 2020 {
        days.extend(nth(year, 5, 1, Weekday::Monday));
    }
    if year != 2022 {
        days.extend(nth(year, 5, -1, Weekday::Monday));
    }
    days.extend(nth(year, 8, -1, Weekday::Monday));
    if let Some(new_year) = Date::new(year, 1, 1) {
        days.extend([new_year, next_weekday(new_year)]);
    }
    if let (Some(christmas), Some(boxing)) = (Date::new(year, 12, 25), Date::new(year, 12, 26)) {
        // Both on a week-end: Monday and Tuesday take their place. Sunday and Monday: Tuesday takes Christmas's.
        let moved = match christmas.0.weekday() {
            Weekday::Friday => Some(boxing.plus_days(2)),
            Weekday::Saturday => Some(christmas.plus_days(3)),
            Weekday::Sunday => Some(christmas.plus_days(2)),
            _ => None,
        };
        days.extend([christmas, boxing]);
        days.extend(moved);
        if christmas.0.weekday() == Weekday::Saturday {
            days.push(christmas.plus_days(2));
        }
    }
    days
}

/// The day itself, or the Monday after when it falls on a week-end.
fn next_weekday(date: Date) -> Date {
    match date.0.weekday() {
        Weekday::Saturday => date.plus_days(2),
        Weekday::Sunday => date.plus_days(1),
        _ => date,
    }
}

fn dutch(year: i16) -> Vec<Date> {
    let mut days = fixed(year, &[(1, 1), (12, 25), (12, 26)]);
    days.extend(from_easter(year, &[-2, 1, 39, 50]));
    // The King's birthday; the day before when it is a Sunday.
    days.extend(Date::new(year, 4, 27).map(|day| match day.0.weekday() {
        Weekday::Sunday => day.plus_days(-1),
        _ => day,
    }));
    if year % 5 == 0 {
        days.extend(Date::new(year, 5, 5));
    }
    days
}

fn american(year: i16) -> Vec<Date> {
    let mut days: Vec<Date> = [
        nth(year, 1, 3, Weekday::Monday),
        nth(year, 2, 3, Weekday::Monday),
        nth(year, 5, -1, Weekday::Monday),
        nth(year, 9, 1, Weekday::Monday),
        nth(year, 10, 2, Weekday::Monday),
        nth(year, 11, 4, Weekday::Thursday),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut with_observed = fixed(year, &[(1, 1), (7, 4), (11, 11), (12, 25)]);
    if year >= 2021 {
        with_observed.extend(Date::new(year, 6, 19));
    }
    // New Year's Day of the next year, when it is a Saturday, is observed in this one.
    with_observed.extend(Date::new(year.saturating_add(1), 1, 1));
    for day in with_observed {
        let observed = match day.0.weekday() {
            Weekday::Saturday => day.plus_days(-1),
            Weekday::Sunday => day.plus_days(1),
            _ => day,
        };
        days.extend([day, observed].into_iter().filter(|day| day.0.year() == year));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(country: HolidayCountry, year: i16) -> Vec<String> {
        country_holidays(country, year).iter().map(|day| day.to_string()[5..].to_owned()).collect()
    }

    #[test]
    fn moved_days_are_free_on_the_day_they_are_moved_to() {
        let english = |year| of(HolidayCountry::UnitedKingdom, year);
        let common = |year: i16| english(year).iter().filter(|d| d.as_str() >= "12-25").cloned().collect::<Vec<_>>();
        assert_eq!(common(2026), ["12-25", "12-26", "12-28"]);
        assert_eq!(common(2027), ["12-25", "12-26", "12-27", "12-28"]);
        assert_eq!(common(2022), ["12-25", "12-26", "12-27"]);
        assert_eq!(english(2022)[..2], ["01-01", "01-03"]);
        assert!(english(2022).contains(&"09-19".to_owned()) && !english(2022).contains(&"05-30".to_owned()));
        let american = of(HolidayCountry::UnitedStates, 2027);
        assert!(american.contains(&"12-31".to_owned()), "New Year 2028 is a Saturday");
        assert!(american.contains(&"07-05".to_owned()) && american.contains(&"06-18".to_owned()));
    }

    #[test]
    fn each_country_has_its_days() {
        assert_eq!(
            of(HolidayCountry::Austria, 2026),
            [
                "01-01", "01-06", "04-06", "05-01", "05-14", "05-25", "06-04", "08-15", "10-26", "11-01", "12-08",
                "12-25", "12-26"
            ]
        );
        assert_eq!(of(HolidayCountry::Switzerland, 2026), ["01-01", "05-14", "08-01", "12-25"]);
        assert_eq!(
            of(HolidayCountry::France, 2026),
            ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]
        );
        assert_eq!(
            of(HolidayCountry::UnitedKingdom, 2026),
            ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-26", "12-28"]
        );
        assert_eq!(
            of(HolidayCountry::Netherlands, 2025),
            ["01-01", "04-18", "04-21", "04-26", "05-05", "05-29", "06-09", "12-25", "12-26"]
        );
        assert_eq!(
            of(HolidayCountry::UnitedStates, 2026),
            [
                "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "07-04", "09-07", "10-12", "11-11", "11-26",
                "12-25"
            ]
        );
    }
}
