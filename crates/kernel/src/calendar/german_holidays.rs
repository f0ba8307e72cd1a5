//! Public holidays of the sixteen German states, by their holiday laws.

use crate::Date;
use jiff::civil;

crate::text_enum! {
    /// A German state, by its code in ISO 3166-2:DE.
    pub enum GermanState {
        BadenWuerttemberg = "BW",
        Bavaria = "BY",
        Berlin = "BE",
        Brandenburg = "BB",
        Bremen = "HB",
        Hamburg = "HH",
        Hesse = "HE",
        MecklenburgVorpommern = "MV",
        LowerSaxony = "NI",
        NorthRhineWestphalia = "NW",
        RhinelandPalatinate = "RP",
        Saarland = "SL",
        Saxony = "SN",
        SaxonyAnhalt = "ST",
        SchleswigHolstein = "SH",
        Thuringia = "TH",
    }
}

crate::text_enum! {
    /// A public holiday.
    pub enum GermanHoliday {
        NewYear = "new_year",
        Epiphany = "epiphany",
        WomensDay = "womens_day",
        GoodFriday = "good_friday",
        EasterSunday = "easter_sunday",
        EasterMonday = "easter_monday",
        LabourDay = "labour_day",
        /// Berlin alone: 2020, 2025.
        LiberationDay = "liberation_day",
        Ascension = "ascension",
        WhitSunday = "whit_sunday",
        WhitMonday = "whit_monday",
        CorpusChristi = "corpus_christi",
        /// Berlin alone: 2028.
        UprisingOf1953 = "uprising_of_1953",
        Assumption = "assumption",
        ChildrensDay = "childrens_day",
        GermanUnity = "german_unity",
        Reformation = "reformation",
        AllSaints = "all_saints",
        Repentance = "repentance",
        ChristmasDay = "christmas_day",
        SecondChristmasDay = "second_christmas_day",
    }
}

/// Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm of 1876, as in Meeus, Astronomical
/// Algorithms, chapter 8).
pub fn easter_sunday(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, of_century) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let moon_shift = (century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 19 * golden + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon_shift - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * moon_shift + 22 * weekday) / 451;
    let day_of_march = moon_shift + weekday - 7 * late + 22;
    let march = Date::new(year, 3, 1)?;
    Some(march.plus_days(i64::from(day_of_march - 1)))
}

/// The public holidays of `state` in `year`, in the order of the year. State-wide holidays only: those of single
/// municipalities (the Assumption in Catholic parts of Bavaria, the Peace Festival in Augsburg) are closures.
pub fn german_holidays(state: GermanState, year: i16) -> Vec<(Date, GermanHoliday)> {
    use GermanHoliday as Holiday;
    use GermanState as State;

    let mut holidays = Vec::with_capacity(16);
    let mut fixed =
        |month: i8, day: i8, holiday: Holiday| holidays.extend(Date::new(year, month, day).zip(Some(holiday)));
    let in_states = |states: &[State]| states.contains(&state);

    fixed(1, 1, Holiday::NewYear);
    fixed(5, 1, Holiday::LabourDay);
    fixed(10, 3, Holiday::GermanUnity);
    fixed(12, 25, Holiday::ChristmasDay);
    fixed(12, 26, Holiday::SecondChristmasDay);
    if in_states(&[State::BadenWuerttemberg, State::Bavaria, State::SaxonyAnhalt]) {
        fixed(1, 6, Holiday::Epiphany);
    }
    if (state == State::Berlin && year >= 2019) || (state == State::MecklenburgVorpommern && year >= 2023) {
        fixed(3, 8, Holiday::WomensDay);
    }
    if state == State::Berlin && matches!(year, 2020 | 2025) {
        fixed(5, 8, Holiday::LiberationDay);
    }
    if state == State::Berlin && year == 2028 {
        fixed(6, 17, Holiday::UprisingOf1953);
    }
    if state == State::Saarland {
        fixed(8, 15, Holiday::Assumption);
    }
    if state == State::Thuringia && year >= 2019 {
        fixed(9, 20, Holiday::ChildrensDay);
    }
    let reformed = in_states(&[
        State::Brandenburg,
        State::MecklenburgVorpommern,
        State::Saxony,
        State::SaxonyAnhalt,
        State::Thuringia,
    ]);
    let reformed_since_2018 =
        in_states(&[State::Bremen, State::Hamburg, State::LowerSaxony, State::SchleswigHolstein]) && year >= 2018;
    // Its five hundredth return was free everywhere.
    if reformed || reformed_since_2018 || year == 2017 {
        fixed(10, 31, Holiday::Reformation);
    }
    let catholic = in_states(&[
        State::BadenWuerttemberg,
        State::Bavaria,
        State::NorthRhineWestphalia,
        State::RhinelandPalatinate,
        State::Saarland,
    ]);
    if catholic {
        fixed(11, 1, Holiday::AllSaints);
    }
    if state == State::Saxony {
        // The Wednesday before the 23rd of November.
        for day in 16..=22 {
            let wednesday = Date::new(year, 11, day).is_some_and(|date| date.0.weekday() == civil::Weekday::Wednesday);
            if wednesday {
                fixed(11, day, Holiday::Repentance);
            }
        }
    }

    if let Some(easter) = easter_sunday(year) {
        let mut from_easter = |days: i64, holiday: Holiday| holidays.push((easter.plus_days(days), holiday));
        from_easter(-2, Holiday::GoodFriday);
        from_easter(1, Holiday::EasterMonday);
        from_easter(39, Holiday::Ascension);
        from_easter(50, Holiday::WhitMonday);
        if state == State::Brandenburg {
            from_easter(0, Holiday::EasterSunday);
            from_easter(49, Holiday::WhitSunday);
        }
        if catholic || state == State::Hesse {
            from_easter(60, Holiday::CorpusChristi);
        }
    }
    holidays.sort();
    holidays
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn easter_falls_where_the_church_says() {
        for (year, month, day) in
            [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2025, 4, 20), (2038, 4, 25)]
        {
            assert_eq!(easter_sunday(year), Date::new(year, month, day));
        }
    }

    #[test]
    fn a_holiday_law_counts_from_its_year_on() {
        let has = |state, year, holiday| german_holidays(state, year).iter().any(|(_, h)| *h == holiday);
        assert!(!has(GermanState::Berlin, 2018, GermanHoliday::WomensDay));
        assert!(has(GermanState::Berlin, 2019, GermanHoliday::WomensDay));
        assert!(has(GermanState::Bavaria, 2017, GermanHoliday::Reformation));
        assert!(!has(GermanState::Hamburg, 2016, GermanHoliday::Reformation));
        assert!(has(GermanState::Hamburg, 2018, GermanHoliday::Reformation));
    }

    #[test]
    fn all_states_agree_with_the_published_calendar_of_five_years() {
        let Some(path) = std::env::var_os("COMPAGNON_SHARED_DATA") else {
            println!("skipped: COMPAGNON_SHARED_DATA does not name the folder with the reference data");
            return;
        };
        let path = std::path::Path::new(&path).join("holidays-de/cal_de_2024_2028.csv");
        let Ok(published) = std::fs::read_to_string(&path) else {
            println!("skipped: {} is not there", path.display());
            return;
        };
        let mut days = 0;
        for &state in GermanState::ALL {
            let expected: BTreeSet<Date> = published
                .lines()
                .filter_map(|line| line.strip_prefix(state.as_str())?.strip_prefix(',')?.get(..10)?.parse().ok())
                .collect();
            let computed: BTreeSet<Date> =
                (2024..=2028).flat_map(|year| german_holidays(state, year)).map(|(date, _)| date).collect();
            assert_eq!(computed, expected, "{state}");
            days += expected.len();
        }
        assert!(days > 800, "only {days} days in the published calendar");
        println!("{days} holidays of 16 states agree");
    }
}
