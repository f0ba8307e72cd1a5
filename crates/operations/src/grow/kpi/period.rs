//! Which earlier stretch of time a period is compared with.

use super::fact::month_of;
use super::stretch::Span;
use kernel::{Date, text_enum};

text_enum! {
    /// What a period is compared with.
    pub enum Compare {
        /// The stretch of the same length just before: as many whole months before whole months, as many days before anything else.
        Previous = "previous",
        /// The same dates a year earlier; 29 February becomes the 28th, whole months stay whole.
        YearBefore = "year_before",
    }
}

/// First and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// How far back the earlier period lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Months { months: i64, whole: bool },
    Days(i64),
}

impl Period {
    /// Its months, when it is made of whole ones.
    fn whole_months(self) -> Option<i64> {
        let whole = self.from.month_start() == self.from && ends_month(self.to) && self.from <= self.to;
        whole.then(|| month_of(self.to) - month_of(self.from) + 1)
    }
    /// How far back `compare` goes from here.
    pub(super) fn step(self, compare: Compare) -> Step {
        match (compare, self.whole_months()) {
            (Compare::YearBefore, months) => Step::Months { months: 12, whole: months.is_some() },
            (Compare::Previous, Some(months)) => Step::Months { months, whole: true },
            (Compare::Previous, None) => Step::Days(self.to.days_since(self.from) + 1),
        }
    }
    /// The period a step back; nothing before the year 1.
    pub(super) fn back(self, step: Step) -> Option<Self> {
        Some(Self { from: step.back(self.from)?, to: step.back(self.to)? })
    }
}

impl Step {
    /// A day a step back; nothing before the year 1.
    pub(super) fn back(self, day: Date) -> Option<Date> {
        let found = match self {
            Self::Days(days) => day.plus_days(-days),
            Self::Months { months, whole } => {
                let span = jiff::Span::new().try_months(months).ok()?;
                // A day that the earlier month does not have becomes its last.
                let there = Date(day.0.checked_sub(span).ok()?);
                if whole && ends_month(day) { Date(there.0.last_of_month()) } else { there }
            }
        };
        (found.0.year() >= 1).then_some(found)
    }
    /// By how many stretches of this length it goes back; nothing when that is no whole number.
    pub(super) fn stretches(self, span: Span) -> Option<i64> {
        match (self, span) {
            (Self::Months { months: all, .. }, Span::Months(one)) | (Self::Days(all), Span::Days(one)) => {
                (all % one == 0).then(|| all / one)
            }
            _ => None,
        }
    }
}

fn ends_month(day: Date) -> bool {
    day.0.last_of_month() == day.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: from.parse().expect("a date"), to: to.parse().expect("a date") }
    }

    fn earlier(compare: Compare, from: &str, to: &str) -> Period {
        let now = period(from, to);
        now.back(now.step(compare)).expect("an earlier period")
    }

    #[test]
    fn whole_months_quarters_and_years_step_back_by_the_calendar() {
        use Compare::Previous as P;
        assert_eq!(earlier(P, "2017-04-01", "2017-06-30"), period("2017-01-01", "2017-03-31"));
        assert_eq!(earlier(P, "2024-03-01", "2024-03-31"), period("2024-02-01", "2024-02-29"));
        assert_eq!(earlier(P, "2017-01-01", "2017-12-31"), period("2016-01-01", "2016-12-31"));
        assert_eq!(earlier(P, "2017-02-01", "2017-03-31"), period("2016-12-01", "2017-01-31"));
    }

    #[test]
    fn any_other_stretch_steps_back_by_its_days() {
        use Compare::Previous as P;
        assert_eq!(earlier(P, "2017-04-01", "2017-04-29"), period("2017-03-03", "2017-03-31"));
        assert_eq!(earlier(P, "2024-03-01", "2024-03-01"), period("2024-02-29", "2024-02-29"));
        assert_eq!(earlier(P, "2017-04-02", "2017-06-30"), period("2017-01-02", "2017-04-01"));
    }

    #[test]
    fn a_year_before_has_the_same_dates_and_whole_months_stay_whole() {
        use Compare::YearBefore as Y;
        assert_eq!(earlier(Y, "2024-02-10", "2024-02-29"), period("2023-02-10", "2023-02-28"));
        assert_eq!(earlier(Y, "2025-02-10", "2025-02-28"), period("2024-02-10", "2024-02-28"));
        assert_eq!(earlier(Y, "2025-02-01", "2025-02-28"), period("2024-02-01", "2024-02-29"));
        assert_eq!(earlier(Y, "2017-04-15", "2017-05-14"), period("2016-04-15", "2016-05-14"));
    }

    #[test]
    fn there_is_nothing_before_the_first_year() {
        let first = period("0001-01-01", "0001-03-31");
        assert_eq!(first.back(first.step(Compare::Previous)), None);
        let early = period("0001-06-10", "0001-06-12");
        assert_eq!(early.back(early.step(Compare::YearBefore)), None);
        let all = period("0001-01-01", "9998-12-31");
        assert_eq!(all.back(all.step(Compare::Previous)), None);
    }

    #[test]
    fn a_step_is_counted_in_stretches_only_where_they_fit() {
        let step = |from, to| period(from, to).step(Compare::Previous);
        assert_eq!(step("2017-04-01", "2017-06-30").stretches(Span::Months(1)), Some(3));
        assert_eq!(step("2017-04-01", "2017-06-30").stretches(Span::Months(3)), Some(1));
        assert_eq!(step("2017-04-01", "2017-06-30").stretches(Span::Months(12)), None);
        assert_eq!(step("2017-04-01", "2017-06-29").stretches(Span::Months(1)), None);
        // 13 weeks back from 91 days; of 90 days there is no such place.
        assert_eq!(step("2017-04-03", "2017-07-02").stretches(Span::Days(7)), Some(13));
        assert_eq!(step("2017-04-03", "2017-07-01").stretches(Span::Days(7)), None);
        assert_eq!(step("2017-04-03", "2017-07-01").stretches(Span::Days(1)), Some(90));
        assert_eq!(step("2017-04-01", "2017-04-30").stretches(Span::Days(1)), None);
    }

    prop_compose! {
        fn day()(days in -100_000..100_000_i64) -> Date {
            Date::new(2000, 1, 1).expect("a date").plus_days(days)
        }
    }

    proptest! {
        #[test]
        fn the_period_before_ends_the_day_before_and_is_as_long(from in day(), days in 0..2_000_i64) {
            let now = Period { from, to: from.plus_days(days) };
            let step = now.step(Compare::Previous);
            let then = now.back(step).expect("an earlier period");
            prop_assert_eq!(then.to.plus_days(1), now.from);
            match now.whole_months() {
                Some(months) => prop_assert_eq!(then.whole_months(), Some(months)),
                None => prop_assert_eq!(then.to.days_since(then.from), days),
            }
        }

        #[test]
        fn before_whole_months_are_as_many_whole_months(month in 0..3_000_i32, many in 1..60_i32) {
            let start = |n: i32| Date::new(1_900 + i16::try_from(n / 12).expect("a year"), i8::try_from(n % 12 + 1).expect("a month"), 1).expect("a date");
            let now = Period { from: start(month + 120), to: start(month + 120 + many).plus_days(-1) };
            let then = now.back(now.step(Compare::Previous)).expect("an earlier period");
            prop_assert_eq!(then, Period { from: start(month + 120 - many), to: now.from.plus_days(-1) });
        }

        #[test]
        fn a_year_before_lies_twelve_months_back_in_the_same_order(from in day(), days in 0..2_000_i64) {
            let now = Period { from, to: from.plus_days(days) };
            let then = now.back(now.step(Compare::YearBefore)).expect("an earlier period");
            prop_assert!(then.from <= then.to);
            for (now, then) in [(now.from, then.from), (now.to, then.to)] {
                prop_assert_eq!(month_of(now) - month_of(then), 12);
                let same = now.0.day() == then.0.day();
                prop_assert!(same || now.0.month() == 2, "{now} {then}");
            }
        }
    }
}
