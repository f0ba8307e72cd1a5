//! Stretches of time: how they are numbered, and how the numbers are written.

use super::cells::NO_MONTH;
use super::dimension::Dimension;
use super::fact::{date_of, day_of};
use kernel::Date;

/// How long a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Days(i64),
    Months(i64),
}

/// Days from 0001-01-01, a Monday, to 1970-01-01: counted from there no day is negative, and seven of them are a week.
pub(super) const ERA: i64 = 719_162;

/// Months by which a fiscal year that starts in `month` (1 to 12) runs ahead of the calendar year it is named by: the one it ends in.
pub(super) fn fiscal_lead(month: u8) -> i64 {
    (13 - i64::from(month)).rem_euclid(12)
}

/// Where a partner had not signed yet.
const BEFORE: &str = "before";

impl Dimension {
    /// The text of a stretch of time: `2017-03-09`, `2017-W10`, `2017-03`, `2017-Q1`, `2017`, `FY2017-Q1`, `FY2017`; months since signing are `0`,
    /// `1`, … or `before`. Empty for what has no date.
    pub(super) fn time_text(&self, number: i64) -> String {
        if number == NO_MONTH {
            return String::new();
        }
        let quarter = || format!("{:04}-Q{}", number.div_euclid(4), number.rem_euclid(4) + 1);
        match self {
            Self::Day => date_of(number - ERA).to_string(),
            Self::Week => {
                let week = date_of(number * 7 - ERA).0.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Quarter | Self::SignedQuarter => quarter(),
            Self::FiscalQuarter => format!("FY{}", quarter()),
            Self::Year | Self::SignedYear => format!("{number:04}"),
            Self::FiscalYear => format!("FY{number:04}"),
            Self::MonthsSinceSigning if number == 0 => BEFORE.to_owned(),
            Self::MonthsSinceSigning => (number - 1).to_string(),
            _ => format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
        }
    }
    /// Reads [`Dimension::time_text`].
    pub(super) fn parse_time(&self, text: &str) -> Option<i64> {
        let digits = |text: &str, many: usize| {
            let only = text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
            only.then(|| text.parse::<i64>().ok()).flatten()
        };
        let quarter = |text: &str| {
            let (y, q) = text.split_once("-Q")?;
            let quarter = digits(q, 1).filter(|q| (1..=4).contains(q))?;
            Some(digits(y, 4)? * 4 + quarter - 1)
        };
        match self {
            Self::Day => {
                let date = text.parse::<Date>().ok().filter(|d| (1..=9998).contains(&d.0.year()))?;
                Some(day_of(date) + ERA)
            }
            Self::Week => {
                let (y, w) = text.split_once("-W")?;
                let (year, week) = (digits(y, 4).filter(|y| (1..=9998).contains(y))?, digits(w, 2)?);
                let (year, week) = (i16::try_from(year).ok()?, i8::try_from(week).ok()?);
                let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?;
                Some((day_of(Date(monday.date())) + ERA) / 7)
            }
            Self::Month | Self::SignedMonth => {
                let (y, m) = text.split_once('-')?;
                let month = digits(m, 2).filter(|m| (1..=12).contains(m))?;
                Some(digits(y, 4)? * 12 + month - 1)
            }
            Self::Quarter | Self::SignedQuarter => quarter(text),
            Self::FiscalQuarter => quarter(text.strip_prefix("FY")?),
            Self::Year | Self::SignedYear => digits(text, 4),
            Self::FiscalYear => digits(text.strip_prefix("FY")?, 4),
            Self::MonthsSinceSigning if text == BEFORE => Some(0),
            Self::MonthsSinceSigning => digits(text, text.len().clamp(1, 5)).map(|months| months + 1),
            _ => None,
        }
    }
    /// Where a stretch of time stands among others of its kind; nothing for what has no date, or is no time.
    pub fn place(&self, key: &str) -> Option<i64> {
        self.is_time().then(|| self.parse_time(key)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_time_survives_its_text_and_nothing_else_is_read() {
        let day = |text: &str| day_of(text.parse().expect("a date")) + ERA;
        for (dimension, number, text) in [
            (Dimension::Month, 2017 * 12 + 2, "2017-03"),
            (Dimension::SignedMonth, 2017 * 12 + 2, "2017-03"),
            (Dimension::Quarter, 2017 * 4, "2017-Q1"),
            (Dimension::SignedQuarter, 2017 * 4, "2017-Q1"),
            (Dimension::FiscalQuarter, 2017 * 4 + 3, "FY2017-Q4"),
            (Dimension::Year, 2017, "2017"),
            (Dimension::SignedYear, 2017, "2017"),
            (Dimension::FiscalYear, 2018, "FY2018"),
            (Dimension::Day, day("2017-03-09"), "2017-03-09"),
            (Dimension::Day, day("0001-01-01"), "0001-01-01"),
            (Dimension::Week, day("2017-03-09") / 7, "2017-W10"),
            (Dimension::MonthsSinceSigning, 0, "before"),
            (Dimension::MonthsSinceSigning, 13, "12"),
        ] {
            assert_eq!(dimension.time_text(number), text);
            assert_eq!(dimension.parse_time(text), Some(number), "{text}");
            for wrong in
                ["2017-13", "2017-Q5", "+017", "2017-W54", "2017-W00", "2017-02-30", "FY2017-Q0", "FY17", "", "-1"]
            {
                assert_eq!(dimension.parse_time(wrong), None, "{dimension} {wrong}");
            }
            assert_eq!(dimension.time_text(NO_MONTH), "");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_belong_to_the_year_of_their_thursday() {
        let week = |text: &str| Dimension::Week.time_text((day_of(text.parse().expect("a date")) + ERA) / 7);
        // ISO 8601: 1 January 2017 was a Sunday, 31 December 2018 a Monday, 2020 had 53 weeks.
        for (day, wanted) in [
            ("2017-01-01", "2016-W52"),
            ("2017-01-02", "2017-W01"),
            ("2018-12-30", "2018-W52"),
            ("2018-12-31", "2019-W01"),
            ("2020-12-31", "2020-W53"),
            ("2021-01-03", "2020-W53"),
            ("2021-01-04", "2021-W01"),
            ("1969-12-28", "1969-W52"),
            ("1969-12-29", "1970-W01"),
        ] {
            assert_eq!(week(day), wanted, "{day}");
        }
    }

    #[test]
    fn a_fiscal_year_is_named_by_the_calendar_year_it_ends_in() {
        let fiscal = |start: u8, year: i64, month: i64| {
            let number = year * 12 + month - 1 + fiscal_lead(start);
            (Dimension::FiscalYear.time_text(number / 12), Dimension::FiscalQuarter.time_text(number / 3))
        };
        let named = |year: &str, quarter: &str| (year.to_owned(), quarter.to_owned());
        assert_eq!(fiscal(1, 2017, 12), named("FY2017", "FY2017-Q4"));
        assert_eq!(fiscal(4, 2017, 3), named("FY2017", "FY2017-Q4"));
        assert_eq!(fiscal(4, 2017, 4), named("FY2018", "FY2018-Q1"));
        assert_eq!(fiscal(2, 2017, 1), named("FY2017", "FY2017-Q4"));
        assert_eq!(fiscal(2, 2017, 2), named("FY2018", "FY2018-Q1"));
        assert_eq!(fiscal(12, 2017, 11), named("FY2017", "FY2017-Q4"));
        assert_eq!(fiscal(12, 2017, 12), named("FY2018", "FY2018-Q1"));
    }
}
