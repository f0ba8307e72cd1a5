//! The days on which a repeating entry of a calendar file begins (RFC 5545, 3.3.10), as far as the rule is simple. Pure.

use super::ics::Why;
use kernel::Date;
use std::collections::BTreeSet;

/// Years ahead for which a repeating entry is written out.
const YEARS_AHEAD: i16 = 5;
/// As many days of one entry are taken.
const MOST: usize = 200;
/// As many steps are followed: months from the first year there is, the shortest that are gone through one by one.
const STEPS: i32 = 100_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

struct Rule {
    frequency: Frequency,
    every: i32,
    count: Option<usize>,
    until: Option<Date>,
    /// From Monday, 0 on; of a weekly rule.
    weekdays: Vec<i8>,
}

fn weekday(name: &str) -> Option<i8> {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    names.iter().position(|known| name.eq_ignore_ascii_case(known)).and_then(|at| i8::try_from(at).ok())
}

/// The rule, where nothing in it goes beyond what is followed here.
fn read(rule: &str, first: Date) -> Option<Rule> {
    let (mut frequency, mut every, mut count, mut until, mut weekdays) = (None, 1, None, None, Vec::new());
    let mut sunday_first = false;
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        match name.to_ascii_uppercase().as_str() {
            "FREQ" => {
                frequency = Some(match value.to_ascii_uppercase().as_str() {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    _ => return None,
                });
            }
            "INTERVAL" => every = value.parse().ok().filter(|n| (1..=1_000).contains(n))?,
            "COUNT" => count = Some(value.parse().ok()?),
            "UNTIL" => until = Some(super::ics::date(value.get(..8)?)?),
            "BYDAY" => weekdays = value.split(',').map(weekday).collect::<Option<Vec<_>>>()?,
            // Saying again what the first day says changes nothing.
            "BYMONTH" => (value == first.0.month().to_string()).then_some(())?,
            "BYMONTHDAY" => (value == first.0.day().to_string()).then_some(())?,
            "WKST" => sunday_first = !value.eq_ignore_ascii_case("MO"),
            _ => return None,
        }
    }
    let frequency = frequency?;
    let by_month = rule.to_ascii_uppercase().contains("BYMONTH=");
    let by_month_day = rule.to_ascii_uppercase().contains("BYMONTHDAY=");
    let fits = match frequency {
        Frequency::Yearly => weekdays.is_empty(),
        Frequency::Monthly => weekdays.is_empty() && !by_month,
        Frequency::Daily => weekdays.is_empty() && !by_month && !by_month_day,
        Frequency::Weekly => {
            // Where a week begins matters only when weeks are passed over.
            let begins = sunday_first && every > 1 && weekdays.len() > 1;
            !(by_month || by_month_day || begins)
        }
    };
    weekdays.sort_unstable();
    weekdays.dedup();
    fits.then_some(Rule { frequency, every, count, until, weekdays })
}

/// Which of the days a rule names are taken.
pub(super) struct Taken<'a> {
    /// Those before are over.
    pub from: Date,
    pub today: Date,
    pub excepted: &'a BTreeSet<Date>,
}

impl Rule {
    /// The weekdays of a weekly rule; the first day's own where it names none.
    fn weekdays(&self, own: i8) -> Vec<i8> {
        if self.weekdays.is_empty() { vec![own] } else { self.weekdays.clone() }
    }

    /// How many steps end before `from`, and how many days they name: counted, not gone through. Months that lack the day are gone through.
    fn over_before(&self, first: Date, from: Date) -> (i32, usize) {
        let own = first.0.weekday().to_monday_zero_offset();
        let whole = |length: i64, passed: i64| i32::try_from((passed / length).max(0)).unwrap_or(i32::MAX);
        let every = i64::from(self.every);
        let months = |date: Date| i64::from(date.0.year()) * 12 + i64::from(date.0.month());
        let (steps, a_step, before_first) = match self.frequency {
            Frequency::Daily => (whole(every, from.days_since(first)), 1, 0),
            Frequency::Weekly => {
                let weekdays = self.weekdays(own);
                let passed = from.days_since(first) + i64::from(own);
                (whole(every * 7, passed), weekdays.len(), weekdays.iter().filter(|day| **day < own).count())
            }
            Frequency::Monthly | Frequency::Yearly if first.0.day() > 28 => (0, 1, 0),
            // The month `from` lies in is not over.
            Frequency::Monthly => (whole(every, months(from) - months(first)), 1, 0),
            Frequency::Yearly => (whole(every * 12, months(from) - months(first)), 1, 0),
        };
        let days = usize::try_from(steps).unwrap_or(usize::MAX).saturating_mul(a_step);
        (steps, if steps == 0 { 0 } else { days.saturating_sub(before_first) })
    }
}

/// The days that are taken on which an entry begins that repeats by `rule` from `first` on, as far as five years ahead. It is refused as soon as
/// there is one day too many, whatever the rule goes on to name.
pub(super) fn starts(rule: &str, first: Date, taken: &Taken<'_>) -> Result<Vec<Date>, Why> {
    let rule = read(rule, first).ok_or(Why::Repeats)?;
    let endless = rule.count.is_none() && rule.until.is_none();
    if endless && matches!(rule.frequency, Frequency::Daily | Frequency::Weekly) {
        return Err(Why::Endless);
    }
    let horizon = taken.today.0.year().checked_add(YEARS_AHEAD).ok_or(Why::Repeats)?;
    let own = first.0.weekday().to_monday_zero_offset();
    let weekdays = rule.weekdays(own);
    let monday = first.plus_days(-i64::from(own));
    let (year, month, day) = (first.0.year(), first.0.month(), first.0.day());
    let months = |n: i32| {
        let whole = (i32::from(year) * 12 + i32::from(month) - 1).saturating_add(n);
        Date::new(i16::try_from(whole.div_euclid(12)).ok()?, i8::try_from(whole.rem_euclid(12) + 1).ok()?, day)
    };
    let (over, mut named) = rule.over_before(first, taken.from);
    let steps = (over..over.saturating_add(STEPS)).map(|n| n.saturating_mul(rule.every));
    let days = steps.flat_map(|n| -> Vec<Option<Date>> {
        match rule.frequency {
            Frequency::Daily => vec![Some(first.plus_days(i64::from(n)))],
            Frequency::Weekly => {
                let day = |weekday: &i8| monday.plus_days(i64::from(n) * 7 + i64::from(*weekday));
                weekdays.iter().map(day).map(|day| Some(day).filter(|day| *day >= first)).collect()
            }
            // A month that has no such day is passed over.
            Frequency::Monthly => vec![months(n)],
            Frequency::Yearly => vec![months(n.saturating_mul(12))],
        }
    });
    let last = |day: &Date| day.0.year() <= horizon && rule.until.is_none_or(|until| *day <= until);
    let mut found = Vec::new();
    let mut empty = 0;
    for day in days {
        let Some(day) = day else {
            empty += 1;
            // Nothing comes any more: beyond the last year there is.
            if empty > 100 {
                break;
            }
            continue;
        };
        empty = 0;
        if !last(&day) || rule.count.is_some_and(|count| named >= count) {
            break;
        }
        named += 1;
        if day >= taken.from && !taken.excepted.contains(&day) {
            found.push(day);
        }
        // More are working hours rather than closures.
        if found.len() > MOST {
            return Err(Why::Endless);
        }
    }
    Ok(found)
}
