//! From counts to figures: the arithmetic of every metric, without a database.
//!
//! Values are ten-thousandths of the unit: of the currency unit, of one deal, of one percent, of a day, of a second. Divisions round half
//! away from zero, once, at the end.

use super::cells::Measure;
use super::policy::Policies;
use super::registry::{Metric, Shape, Unit};
use super::runs::Runs;
use std::collections::BTreeMap;

/// Rows of one group, measure and currency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tally {
    /// Texts of the dimensions asked for; for a conversion followed by the program.
    pub keys: Vec<String>,
    pub measure: Measure,
    pub currency: String,
    /// The cases by bucket: days, minutes, stages; 0 for what falls into none.
    pub runs: Runs,
    pub cases: i64,
    pub amount: i64,
}

/// A stage of a program, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StageAt {
    pub program: String,
    pub stage: String,
    pub position: i64,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub keys: Vec<String>,
    /// Empty unless the metric is money.
    pub currency: String,
    /// Ten-thousandths of the unit; nothing when there is nothing to divide by.
    pub value: Option<i64>,
    /// Of a distribution.
    pub median: Option<i64>,
    /// Of a distribution.
    pub spread: Option<Spread>,
    /// Rows counted; the denominator of a share.
    pub count: i64,
    /// The numerator of a share.
    pub part: Option<i64>,
    /// Rows left out.
    pub excluded: i64,
}

/// How far a distribution reaches, in ten-thousandths of the unit: a quarter, three quarters, nine tenths of the rows took no longer. Between two
/// rows the value lies on the straight line from one to the other (SQL's `PERCENTILE_CONT`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    pub p25: i64,
    pub p75: i64,
    pub p90: i64,
}

#[derive(Default)]
struct Group {
    count: i64,
    part: i64,
    excluded: i64,
    amount: i64,
    histogram: Runs,
}

/// The figures of `metric`, one for each group and currency. A number without dimensions is there even when it is nothing.
pub(super) fn numbers(
    metric: &Metric,
    policies: &Policies,
    tallies: Vec<Tally>,
    stages: &[StageAt],
    divided: bool,
) -> Vec<Number> {
    let mut groups: BTreeMap<(Vec<String>, String), Group> = BTreeMap::new();
    for tally in tallies {
        let group = groups.entry((tally.keys, tally.currency)).or_default();
        let left_out = metric.excluded.contains(&tally.measure) && !policies.counts_as_zero(tally.measure);
        if tally.measure == Measure::Unrated || left_out {
            group.excluded += tally.cases;
            continue;
        }
        group.count += tally.cases;
        group.amount += tally.amount;
        if metric.part.contains(&tally.measure) {
            group.part += tally.cases;
        }
        group.histogram.take(tally.runs);
    }
    groups.values_mut().for_each(|group| group.histogram.settle());
    if metric.shape == Shape::Conversion {
        return conversions(groups, stages);
    }
    if groups.is_empty() && !divided && metric.unit != Unit::Money {
        groups.insert((Vec::new(), String::new()), Group::default());
    }
    groups.into_iter().map(|((keys, currency), group)| number(metric, keys, currency, &group)).collect()
}

fn number(metric: &Metric, keys: Vec<String>, currency: String, group: &Group) -> Number {
    let value = match metric.shape {
        // A sum of nothing but unknown amounts is not known.
        Shape::Amount => (group.count > 0 || group.excluded == 0).then_some(group.amount),
        Shape::Count => Some(group.count.saturating_mul(10_000)),
        Shape::Share => percent(group.part, group.count),
        Shape::Average => divide(i128::from(group.amount), i128::from(group.count)),
        Shape::Distribution => mean(metric.unit, group),
        Shape::Conversion => None,
    };
    let percentiles = match metric.shape {
        Shape::Distribution => percentiles(metric.unit, &group.histogram),
        _ => None,
    };
    let median = percentiles.map(|[_, median, ..]| median);
    let spread = percentiles.map(|[p25, _, p75, p90]| Spread { p25, p75, p90 });
    let part = (metric.shape == Shape::Share).then_some(group.part);
    let (count, excluded) = (group.count, group.excluded);
    Number { keys, currency, value, median, spread, count, part, excluded }
}

fn mean(unit: Unit, group: &Group) -> Option<i64> {
    let count = i128::from(group.count);
    if unit == Unit::Time {
        // Microseconds to ten-thousandths of a second.
        return divide(i128::from(group.amount), count * 100);
    }
    let days: i128 = group.histogram.iter().map(|(days, cases)| i128::from(days) * i128::from(cases)).sum();
    divide(days * 10_000, count)
}

/// The values that a quarter, half, three quarters and nine tenths of the rows do not exceed, each on the straight line between two rows: of an
/// even number of rows the median is the mean of the middle two.
fn percentiles(unit: Unit, histogram: &Runs) -> Option<[i64; 4]> {
    let total = histogram.count(|_| true);
    if total == 0 {
        return None;
    }
    let places = [25, 50, 75, 90].map(|percent| (total - 1) * percent);
    let (below, above) = (histogram.at(places.map(|p| p / 100)), histogram.at(places.map(|p| (p + 99) / 100)));
    // Buckets are days, or minutes.
    let whole = if unit == Unit::Time { 60 * 10_000 } else { 10_000 };
    let mut found = [0; 4];
    for (((found, place), low), high) in found.iter_mut().zip(places).zip(below).zip(above) {
        let (low, high) = (low?, high?);
        let along = i128::from(low) * 100 + i128::from(high - low) * i128::from(place % 100);
        *found = divide(along * whole, 100)?;
    }
    Some(found)
}

fn conversions(groups: BTreeMap<(Vec<String>, String), Group>, stages: &[StageAt]) -> Vec<Number> {
    let mut out = Vec::new();
    for ((mut keys, currency), group) in groups {
        let Some(program) = keys.pop() else { continue };
        let path: Vec<&StageAt> = stages.iter().filter(|s| s.program == program).collect();
        let entered = |stage: &StageAt| group.histogram.count(|reached| reached >= stage.position);
        for (from, to) in path.iter().zip(path.iter().skip(1)) {
            let (count, part): (i64, i64) = (entered(from), entered(to));
            let mut keys = keys.clone();
            keys.push(program.clone());
            keys.push(from.stage.clone());
            out.push(Number {
                keys,
                currency: currency.clone(),
                value: percent(part, count),
                median: None,
                spread: None,
                count,
                part: Some(part),
                excluded: 0,
            });
        }
    }
    out
}

/// `part` of `whole` in ten-thousandths of a percent.
pub(super) fn percent(part: i64, whole: i64) -> Option<i64> {
    divide(i128::from(part) * 1_000_000, i128::from(whole))
}

/// Rounds half away from zero; nothing by zero.
pub(crate) fn divide(a: i128, b: i128) -> Option<i64> {
    if b == 0 {
        return None;
    }
    let (magnitude, divisor) = (a.unsigned_abs(), b.unsigned_abs());
    let rounded = i64::try_from((magnitude + divisor / 2) / divisor).ok()?;
    Some(if (a < 0) == (b < 0) { rounded } else { -rounded })
}

#[cfg(test)]
mod tests {
    use super::super::registry::find;
    use super::*;

    fn tally(measure: Measure, bucket: i64, cases: i64, amount: i64) -> Tally {
        Tally { keys: Vec::new(), measure, currency: String::new(), runs: Runs::of(bucket, cases), cases, amount }
    }

    fn only(metric: &str, tallies: Vec<Tally>) -> Number {
        numbers(find(metric).expect("a metric"), &Policies::default(), tallies, &[], false).remove(0)
    }

    #[test]
    fn a_win_rate_is_won_by_closed_and_nothing_by_nothing() {
        let rate = only("win_rate", vec![tally(Measure::Won, 0, 4_238, 0), tally(Measure::Lost, 0, 2_473, 0)]);
        assert_eq!((rate.value, rate.part, rate.count), (Some(631_501), Some(4_238), 6_711));
        let nothing = only("win_rate", Vec::new());
        assert_eq!((nothing.value, nothing.count), (None, 0));
    }

    #[test]
    fn a_median_of_an_even_number_is_the_mean_of_the_middle_two_and_the_undated_are_left_out() {
        let cycle = only(
            "cycle_time_won",
            vec![
                tally(Measure::WonDays, 1, 1, 0),
                tally(Measure::WonDays, 4, 1, 0),
                tally(Measure::WonDays, 7, 2, 0),
                tally(Measure::WonUndated, 0, 3, 0),
            ],
        );
        assert_eq!((cycle.value, cycle.median), (Some(47_500), Some(55_000)));
        assert_eq!((cycle.count, cycle.excluded), (4, 3));
    }

    #[test]
    fn percentiles_lie_on_the_line_between_two_rows() {
        // 1, 2, 2, 5, 10 days: the places are 1, 3 and 3.6 of 0 to 4.
        let days = [1, 2, 2, 5, 10].map(|days| tally(Measure::WonDays, days, 1, 0));
        let cycle = only("cycle_time_won", days.to_vec());
        assert_eq!(cycle.median, Some(20_000));
        assert_eq!(cycle.spread, Some(Spread { p25: 20_000, p75: 50_000, p90: 80_000 }));
        assert_eq!(only("cycle_time_won", Vec::new()).spread, None);
        assert_eq!(only("won_count", Vec::new()).spread, None);
    }

    #[test]
    fn a_mean_time_is_exact_to_the_microsecond_and_its_median_to_the_minute() {
        let second = 1_000_000;
        let time = only(
            "first_answer_time",
            vec![tally(Measure::Answered, 0, 1, 30 * second), tally(Measure::Answered, 2, 1, 150 * second)],
        );
        assert_eq!((time.value, time.median), (Some(900_000), Some(600_000)));
    }

    #[test]
    fn who_reached_a_later_stage_has_entered_the_ones_before() {
        let stage = |stage: &str, position| StageAt { program: "p".to_owned(), stage: stage.to_owned(), position };
        let mut a = tally(Measure::Reached, 1, 5, 0);
        let mut b = tally(Measure::Reached, 3, 3, 0);
        a.keys = vec!["p".to_owned()];
        b.keys = vec!["p".to_owned()];
        let stages = [stage("one", 1), stage("two", 2), stage("won", 3)];
        let numbers =
            numbers(find("stage_conversion").expect("a metric"), &Policies::default(), vec![a, b], &stages, false);
        let shown: Vec<_> = numbers.iter().map(|n| (n.keys[1].as_str(), n.part, n.count)).collect();
        assert_eq!(shown, [("one", Some(3), 8), ("two", Some(3), 3)]);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(divide(5, 2), Some(3));
        assert_eq!(divide(-5, 2), Some(-3));
        assert_eq!(divide(1, 3), Some(0));
        assert_eq!(divide(1, 0), None);
    }
}
