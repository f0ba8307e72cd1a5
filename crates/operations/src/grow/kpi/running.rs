//! How much of a stretch of time a figure covers: what of it lies in the period asked for, and what of that has passed.

use super::answer::GroupValue;
use super::ask::Ask;
use super::dimension::{Dimension, Kind, Value};
use super::fact::{date_of, month_start};
use super::period::Period;
use super::registry::{Metric, Shape};
use super::stretch::{ERA, Span};
use kernel::{Date, Locale};

/// How far a stretch of time that is not over yet has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Days up to today, or up to the day it is told as of, both ends included; 0 before the first.
    pub days: i64,
    /// All its days.
    pub of: i64,
}

impl Running {
    /// How far `period` has run by the end of `until`; nothing once it is over, as it is on its last day.
    pub(super) fn by(period: Period, until: Date) -> Option<Self> {
        let days = |to: Date| to.days_since(period.from) + 1;
        (period.to > until).then(|| Self { days: days(until).max(0), of: days(period.to) })
    }
    /// `after 61 of 92 days`.
    pub fn text(self, locale: Locale) -> String {
        i18n::text_args(locale, "kpi-running", &[("days", i18n::Arg::Int(self.days)), ("of", i18n::Arg::Int(self.of))])
    }
}

/// Whether every day adds to the figure, so that a part of a period says less than the whole of another.
pub(super) fn adds_up_by_day(metric: &Metric) -> bool {
    matches!(metric.shape, Shape::Amount | Shape::Count)
}

/// First and last day of the stretch `number` of a dimension of time, which begins `lead` months before the calendar's; nothing for what is
/// counted from the day of signing.
fn stretch(dimension: &Dimension, number: i64, lead: i64) -> Option<Period> {
    match dimension.kind() {
        _ if dimension.is_of_signing() => None,
        Kind::Time(Span::Days(days)) => {
            let from = date_of(number * days - ERA);
            Some(Period { from, to: from.plus_days(days - 1) })
        }
        Kind::Time(Span::Months(months)) => {
            let first = number * months - lead;
            Some(Period { from: month_start(first)?, to: month_start(first + months)?.plus_days(-1) })
        }
        Kind::Id | Kind::Text => None,
    }
}

/// `only 1 Dec 2025 to 31 Dec 2025`.
pub fn covered_text(locale: Locale, covered: Period) -> String {
    let day = |date: Date| i18n::date(locale, date);
    i18n::text_args(locale, "kpi-covered", &[("from", day(covered.from).into()), ("to", day(covered.to).into())])
}

impl Ask {
    /// The label of a group, with the days it covers where they are not all.
    pub fn label(&self, locale: Locale, group: &GroupValue) -> String {
        match self.covered(group) {
            Some(covered) => format!("{} ({})", group.label, covered_text(locale, covered)),
            None => group.label.clone(),
        }
    }
    /// How far the whole period has run; nothing once it is over, and for what describes a moment.
    pub fn running_period(&self) -> Option<Running> {
        self.running(&[])
    }
    /// Of a stretch of time of which less than the whole is counted, the days that are: those in the period asked for, as far as they have
    /// passed. Nothing for a whole one, and for what is no stretch of time.
    pub fn covered(&self, group: &GroupValue) -> Option<Period> {
        let whole = self.stretch(group)?;
        let to = [self.to, self.until].into_iter().flatten().fold(whole.to, Date::min);
        let part = Period { from: self.from.map_or(whole.from, |from| from.max(whole.from)), to };
        (part != whole && part.from <= part.to).then_some(part)
    }
    /// How far the time has run of which the figure of `group` tells; nothing once it is over, and for what describes a moment.
    pub(super) fn running(&self, group: &[GroupValue]) -> Option<Running> {
        let until = self.until.filter(|_| !self.metric.is_stock())?;
        let mut period = Period { from: self.from?, to: self.to? };
        let filtered = self.filters.iter().filter_map(|filter| {
            let times = || {
                filter.values.iter().filter_map(|value| match value {
                    Value::Time(number) => stretch(&filter.dimension, *number, self.lead(&filter.dimension)),
                    _ => None,
                })
            };
            Some(Period { from: times().map(|p| p.from).min()?, to: times().map(|p| p.to).max()? })
        });
        for part in group.iter().filter_map(|group| self.stretch(group)).chain(filtered) {
            period = Period { from: period.from.max(part.from), to: period.to.min(part.to) };
        }
        Running::by(period, until)
    }
    fn stretch(&self, group: &GroupValue) -> Option<Period> {
        stretch(&group.dimension, group.dimension.place(&group.key)?, self.lead(&group.dimension))
    }
}

#[cfg(test)]
mod tests {
    use super::super::stretch::fiscal_lead;
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_quarter_runs_until_the_day_before_its_last() {
        let quarter = Period { from: day("2026-10-01"), to: day("2026-12-31") };
        // 31 days of October, 30 of November.
        assert_eq!(Running::by(quarter, day("2026-11-30")), Some(Running { days: 61, of: 92 }));
        assert_eq!(Running::by(quarter, day("2026-12-30")), Some(Running { days: 91, of: 92 }));
        assert_eq!(Running::by(quarter, day("2026-12-31")), None);
        assert_eq!(Running::by(quarter, day("2027-03-01")), None);
        assert_eq!(Running::by(quarter, day("2026-09-30")), Some(Running { days: 0, of: 92 }));
        assert_eq!(Running::by(quarter, day("2026-01-01")), Some(Running { days: 0, of: 92 }));
    }

    #[test]
    fn a_stretch_of_time_has_its_first_and_last_day() {
        let days = |dimension: Dimension, text: &str, start: u8| {
            let lead = if dimension.is_fiscal() { fiscal_lead(start) } else { 0 };
            let found = stretch(&dimension, dimension.place(text).expect("a place"), lead);
            found.map(|p| format!("{} {}", p.from, p.to)).unwrap_or_default()
        };
        assert_eq!(days(Dimension::Day, "2026-02-14", 1), "2026-02-14 2026-02-14");
        assert_eq!(days(Dimension::Week, "2026-W01", 1), "2025-12-29 2026-01-04");
        assert_eq!(days(Dimension::Month, "2024-02", 1), "2024-02-01 2024-02-29");
        assert_eq!(days(Dimension::Quarter, "2025-Q4", 1), "2025-10-01 2025-12-31");
        assert_eq!(days(Dimension::Year, "2025", 1), "2025-01-01 2025-12-31");
        assert_eq!(days(Dimension::FiscalYear, "FY2027", 4), "2026-04-01 2027-03-31");
        assert_eq!(days(Dimension::FiscalQuarter, "FY2026-Q1", 2), "2025-02-01 2025-04-30");
        assert_eq!(days(Dimension::SignedQuarter, "2025-Q4", 1), "");
    }
}
