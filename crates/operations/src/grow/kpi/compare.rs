//! Figures beside those of an earlier period.

use super::answer::{Figure, GroupValue};
use super::ask::{AsOf, Ask, Filter, Question, at_end_of};
use super::dimension::{Dimension, Kind, Value};
use super::figure::divide;
use super::period::{Compare, Period, Step};
use super::registry::{Metric, Shape, Unit};
use super::running::{Running, adds_up_by_day};
use kernel::{Currency, Date, FieldErrors};
use std::collections::BTreeMap;

/// The earlier period a question is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierPeriod {
    pub compare: Compare,
    pub from: Date,
    pub to: Date,
    /// Of what describes a moment, the moment moves back with the period; of everything else both periods are told by what is known on
    /// the same day.
    pub as_of: Option<AsOf>,
    step: Step,
}

/// What a figure was in the earlier period. Values are ten-thousandths of the unit, as in [`Figure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFigure {
    /// The group then: as now, but for stretches of time.
    pub group: Vec<GroupValue>,
    pub value: Option<i64>,
    /// Of durations.
    pub median: Option<i64>,
    pub count: i64,
    /// The numerator of a share.
    pub part: Option<i64>,
    /// Now less then; of shares in percentage points. Nothing of sums and counts of a time that is still running: a part would be compared
    /// with a whole.
    pub difference: Option<i64>,
    /// The difference by the earlier value, ten-thousandths of a percent. Of money and counts; nothing when there was nothing, or where there
    /// is no difference.
    pub change: Option<i64>,
    /// How far the time has run that is compared with the earlier one, which is over; nothing when both are.
    pub running: Option<Running>,
}

impl EarlierPeriod {
    /// What `ask` shall be compared with.
    ///
    /// # Errors
    /// At `compare`: `compare_needs_period`, `compare_needs_as_of`, `compare_too_early`, `compare_time`.
    pub(super) fn of<'a>(
        metric: &Metric,
        compare: Compare,
        (from, to): (Option<Date>, Option<Date>),
        as_of: Option<AsOf>,
        times: impl Iterator<Item = &'a Dimension>,
        zone: &jiff::tz::TimeZone,
    ) -> Result<Self, &'static str> {
        let (from, to) = from.zip(to).ok_or("compare_needs_period")?;
        let now = Period { from, to };
        let step = now.step(compare);
        let then = now.back(step).ok_or("compare_too_early")?;
        if metric.is_stock() && as_of.is_none() {
            return Err("compare_needs_as_of");
        }
        for dimension in times.filter(|d| !d.is_of_signing()) {
            if let Kind::Time(span) = dimension.kind() {
                step.stretches(span).ok_or("compare_time")?;
            }
        }
        let as_of = match as_of.filter(|_| metric.is_stock()) {
            Some(as_of) => Some(at_end_of(step.back(as_of.date).ok_or("compare_too_early")?, zone)),
            None => as_of,
        };
        Ok(Self { compare, from: then.from, to: then.to, as_of, step })
    }
    /// How many of `dimension`'s stretches of time the earlier one lies back. A cohort stays the same.
    fn stretches(&self, dimension: &Dimension) -> i64 {
        match dimension.kind() {
            Kind::Time(_) if dimension.is_of_signing() => 0,
            Kind::Time(span) => self.step.stretches(span).unwrap_or(0),
            _ => 0,
        }
    }
    /// The group `back` stretches of time earlier; any other group is the same then.
    fn moved(&self, group: &GroupValue, back: i64) -> GroupValue {
        match group.dimension.parse_time(&group.key) {
            Some(value) if self.stretches(&group.dimension) != 0 => {
                let text = group.dimension.time_text(value - back * self.stretches(&group.dimension));
                GroupValue { dimension: group.dimension.clone(), key: text.clone(), label: text }
            }
            _ => group.clone(),
        }
    }
}

impl Ask {
    /// The same question of the earlier period.
    pub(super) fn of_earlier(&self, earlier: &EarlierPeriod) -> Self {
        let filter = |filter: &Filter| Filter {
            dimension: filter.dimension.clone(),
            values: filter
                .values
                .iter()
                .map(|value| match value {
                    Value::Time(n) => Value::Time(n - earlier.stretches(&filter.dimension)),
                    other => other.clone(),
                })
                .collect(),
        };
        Self {
            filters: self.filters.iter().map(filter).collect(),
            from: Some(earlier.from),
            to: Some(earlier.to),
            as_of: earlier.as_of,
            earlier: None,
            ..self.clone()
        }
    }
    /// `question`, of which this was understood, as it is asked of the earlier period: its rows are those of the earlier figures.
    pub fn earlier_question(&self, question: &Question) -> Option<Question> {
        let earlier = self.earlier?;
        let filter = |text: &String| {
            let time = text.split_once('=').and_then(|(name, value)| {
                let dimension = name.trim().parse::<Dimension>().ok().filter(Dimension::is_time)?;
                let there = dimension.parse_time(value.trim())? - earlier.stretches(&dimension);
                Some(format!("{dimension}={}", dimension.time_text(there)))
            });
            time.unwrap_or_else(|| text.clone())
        };
        Some(Question {
            from: Some(earlier.from.to_string()),
            to: Some(earlier.to.to_string()),
            as_of: earlier.as_of.map(|a| a.date.to_string()),
            filters: question.filters.iter().map(filter).collect(),
            compare: None,
            ..question.clone()
        })
    }
}

/// Reads `text`; an empty one is no comparison.
pub(super) fn read(text: Option<&str>, errors: &mut FieldErrors) -> Option<Compare> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    let compare = text.parse().ok();
    if compare.is_none() {
        errors.add("compare", "invalid");
    }
    compare
}

/// Sums and counts of nothing are zero; everything else of nothing is nothing.
fn of_nothing(metric: &Metric) -> Option<i64> {
    matches!(metric.shape, Shape::Amount | Shape::Count).then_some(0)
}

/// `now` with what each figure was `then`. A group that is only in one of both is there as well.
///
/// `running` tells how far the time of a group has run.
pub(super) fn beside(
    metric: &Metric,
    earlier: &EarlierPeriod,
    running: impl Fn(&[GroupValue]) -> Option<Running>,
    now: Vec<Figure>,
    then: Vec<Figure>,
) -> Vec<Figure> {
    let key = |figure: &Figure| -> (Vec<String>, Option<Currency>) {
        (figure.group.iter().map(|g| g.key.clone()).collect(), figure.currency)
    };
    let part = matches!(metric.shape, Shape::Share | Shape::Conversion).then_some(0);
    let mut order: Vec<(Vec<String>, Option<Currency>)> = Vec::with_capacity(then.len());
    let mut found: BTreeMap<_, Figure> = BTreeMap::new();
    for mut figure in then {
        let group = figure.group.iter().map(|g| earlier.moved(g, -1)).collect();
        let there = std::mem::replace(&mut figure.group, group);
        let at = key(&figure);
        figure.earlier = Some(then_of(there, &figure));
        order.push(at.clone());
        found.insert(at, figure);
    }
    let mut out: Vec<Figure> = Vec::with_capacity(now.len());
    for mut figure in now {
        let then = found.remove(&key(&figure)).and_then(|then| then.earlier).unwrap_or_else(|| EarlierFigure {
            group: figure.group.iter().map(|g| earlier.moved(g, 1)).collect(),
            value: of_nothing(metric),
            median: None,
            count: 0,
            part,
            difference: None,
            change: None,
            running: None,
        });
        figure.earlier = Some(weighed(metric, running(&figure.group), figure.value, then));
        out.push(figure);
    }
    for at in order {
        let Some(figure) = found.remove(&at) else { continue };
        let value = of_nothing(metric);
        out.push(Figure {
            value,
            median: None,
            spread: None,
            count: 0,
            part,
            excluded: 0,
            originals: Vec::new(),
            target: None,
            earlier: figure.earlier.map(|then| weighed(metric, running(&figure.group), value, then)),
            ..figure
        });
    }
    out
}

fn then_of(group: Vec<GroupValue>, figure: &Figure) -> EarlierFigure {
    EarlierFigure {
        group,
        value: figure.value,
        median: figure.median,
        count: figure.count,
        part: figure.part,
        difference: None,
        change: None,
        running: None,
    }
}

fn weighed(metric: &Metric, running: Option<Running>, now: Option<i64>, then: EarlierFigure) -> EarlierFigure {
    let alike = running.is_none() || !adds_up_by_day(metric);
    let difference = now.zip(then.value).filter(|_| alike).and_then(|(now, then)| now.checked_sub(then));
    let change = match metric.unit {
        Unit::Money | Unit::Count => difference
            .zip(then.value)
            // By its size: after a loss, more is up.
            .and_then(|(difference, then)| divide(i128::from(difference) * 1_000_000, i128::from(then).abs())),
        Unit::Share | Unit::Days | Unit::Time => None,
    };
    EarlierFigure { difference, change, running, ..then }
}

#[cfg(test)]
mod tests {
    use super::super::registry::find;
    use super::*;

    fn earlier() -> EarlierPeriod {
        let now = Period { from: "2017-04-01".parse().expect("a date"), to: "2017-06-30".parse().expect("a date") };
        let step = now.step(Compare::Previous);
        let then = now.back(step).expect("a period");
        EarlierPeriod { compare: Compare::Previous, from: then.from, to: then.to, as_of: None, step }
    }

    fn figure(dimension: Dimension, key: &str, value: Option<i64>) -> Figure {
        let group = vec![GroupValue { dimension, key: key.to_owned(), label: key.to_owned() }];
        Figure {
            group,
            currency: None,
            value,
            median: None,
            spread: None,
            count: 1,
            part: None,
            excluded: 0,
            originals: Vec::new(),
            target: None,
            earlier: None,
        }
    }

    /// Group, value, difference, change.
    type Told = (String, Option<i64>, Option<i64>, Option<i64>);

    fn told(metric: &str, now: Vec<Figure>, then: Vec<Figure>) -> Vec<Told> {
        beside(find(metric).expect("a metric"), &earlier(), |_| None, now, then)
            .into_iter()
            .map(|f| {
                let then = f.earlier.expect("an earlier figure");
                (f.group[0].key.clone(), f.value, then.difference, then.change)
            })
            .collect()
    }

    #[test]
    fn a_change_is_told_by_the_earlier_value_and_not_at_all_by_nothing() {
        let region = |key, value| figure(Dimension::Region, key, value);
        let now = vec![region("North", Some(30)), region("South", Some(5)), region("New", Some(7))];
        let then = vec![region("North", Some(20)), region("South", Some(0)), region("Gone", Some(9))];
        let wanted = [
            ("North", Some(30), Some(10), Some(500_000)),
            ("South", Some(5), Some(5), None),
            ("New", Some(7), Some(7), None),
            ("Gone", Some(0), Some(-9), Some(-1_000_000)),
        ];
        assert_eq!(told("bookings", now, then), wanted.map(|(key, a, b, c)| (key.to_owned(), a, b, c)));
    }

    #[test]
    fn of_a_rate_of_nothing_there_is_no_difference() {
        let region = |key, value| figure(Dimension::Region, key, value);
        let now = vec![region("North", Some(500_000)), region("New", Some(7))];
        let then = vec![region("North", Some(600_000)), region("Gone", Some(9))];
        let wanted = [("North", Some(500_000), Some(-100_000)), ("New", Some(7), None), ("Gone", None, None)];
        assert_eq!(told("win_rate", now, then), wanted.map(|(key, a, b)| (key.to_owned(), a, b, None)));
    }

    #[test]
    fn a_sum_of_a_running_time_has_no_difference_and_a_rate_keeps_its_own() {
        let region = |value| vec![figure(Dimension::Region, "North", Some(value))];
        let so_far = Running { days: 61, of: 92 };
        let told = |metric: &str| {
            let metric = find(metric).expect("a metric");
            let figures = beside(metric, &earlier(), |_| Some(so_far), region(100), region(147));
            let then = figures.into_iter().next().and_then(|f| f.earlier).expect("an earlier figure");
            (then.value, then.difference, then.change, then.running)
        };
        for additive in ["bookings", "won_count", "registrations"] {
            assert_eq!(told(additive), (Some(147), None, None, Some(so_far)), "{additive}");
        }
        assert_eq!(told("win_rate"), (Some(147), Some(-47), None, Some(so_far)));
        assert_eq!(told("cycle_time_won"), (Some(147), Some(-47), None, Some(so_far)));
        // 47 of 147 are 31.9728 percent.
        assert_eq!(told("average_deal"), (Some(147), Some(-47), Some(-319_728), Some(so_far)));
    }

    #[test]
    fn months_stand_beside_the_months_in_the_same_place() {
        let month = |key, value| figure(Dimension::Month, key, value);
        let now = vec![month("2017-05", Some(30))];
        let then = vec![month("2017-01", Some(1)), month("2017-02", Some(20))];
        let figures = beside(find("won_count").expect("a metric"), &earlier(), |_| None, now, then);
        let pairs: Vec<_> = figures
            .iter()
            .map(|f| (f.group[0].key.as_str(), f.earlier.as_ref().map(|e| (e.group[0].key.as_str(), e.value))))
            .collect();
        assert_eq!(pairs, [("2017-05", Some(("2017-02", Some(20)))), ("2017-04", Some(("2017-01", Some(1))))]);
    }
}
