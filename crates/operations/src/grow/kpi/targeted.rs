//! Figures beside their targets.

use super::answer::{Figure, GroupValue};
use super::ask::Ask;
use super::dimension::{Dimension, Kind, Value};
use super::figure::divide;
use super::label;
use super::registry::{Metric, Shape, Unit};
use super::stretch::Span;
use crate::Ctx;
use crate::grow::target::{self, Target, TargetKind};
use kernel::{Currency, Date, Outcome};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A figure's target. Values are ten-thousandths of the unit, as in [`Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetFigure {
    pub value: i64,
    /// The figure less the target; of shares in percentage points.
    pub difference: Option<i64>,
    /// The figure by the target, ten-thousandths of a percent. Of money and counts of which more is better.
    pub attainment: Option<i64>,
    /// Whether it is reached: at least as much, or where less is better at most.
    pub met: Option<bool>,
}

/// By what a target may be narrowed.
const SCOPES: [Dimension; 4] = [Dimension::Program, Dimension::Segment, Dimension::Owner, Dimension::Partner];

/// The periods a target may have.
const PERIODS: [Dimension; 5] =
    [Dimension::Month, Dimension::Quarter, Dimension::Year, Dimension::FiscalQuarter, Dimension::FiscalYear];

/// First and last month.
type Months = (i64, i64);

/// A target's period as it is kept; nothing for what is none.
pub(crate) fn target_period(text: &str) -> Option<String> {
    let text = text.trim();
    PERIODS.iter().find_map(|dimension| Some(dimension.time_text(dimension.parse_time(text)?)))
}

/// The months of a stretch of time; nothing for days, weeks and cohorts.
fn months_of(dimension: &Dimension, key: &str, fiscal_lead: i64) -> Option<Months> {
    if dimension.is_of_signing() {
        return None;
    }
    let Kind::Time(Span::Months(months)) = dimension.kind() else { return None };
    let first = dimension.parse_time(key)? * months - if dimension.is_fiscal() { fiscal_lead } else { 0 };
    Some((first, first + months - 1))
}

/// Whether figures of `metric` may have targets, and the period is one targets are for.
///
/// # Errors
/// At `compare`: `target_not_for`, `compare_needs_period`, `target_whole_months`.
pub(super) fn fits(metric: &Metric, from: Option<Date>, to: Option<Date>, timed: bool) -> Result<(), &'static str> {
    if metric.is_stock() || metric.shape == Shape::Conversion {
        return Err("target_not_for");
    }
    match super::dimension::whole_months(from, to) {
        None => Err("target_whole_months"),
        Some((Some(_), Some(_))) => Ok(()),
        Some(_) if timed => Ok(()),
        Some(_) => Err("compare_needs_period"),
    }
}

/// A target as figures look for it.
struct Known {
    /// A fiscal period may have the months of a calendar's, and another target.
    is_fiscal: bool,
    months: Months,
    /// Ids in the order of [`SCOPES`].
    scope: [Option<Uuid>; 4],
    currency: Option<Currency>,
    value: i64,
}

impl Known {
    fn of(target: &Target, fiscal_lead: i64) -> Option<Self> {
        let (period, months) =
            PERIODS.iter().find_map(|period| Some((period, months_of(period, &target.period, fiscal_lead)?)))?;
        let scope = [
            target.program_id.map(|id| id.0),
            target.segment_id.map(|id| id.0),
            target.owner_id.map(|id| id.0),
            target.partner_id.map(|id| id.0),
        ];
        Some(Self { is_fiscal: period.is_fiscal(), months, scope, currency: target.currency(), value: target.value })
    }
}

/// What the question narrows to, as far as targets know it.
struct Narrowed {
    scope: [Option<Uuid>; 4],
    /// The months the question is about; nothing for all time.
    months: Option<Months>,
    /// Amounts of this currency only.
    currency: Option<String>,
    /// Fiscal periods are asked about: of targets for the same months, theirs.
    fiscal: bool,
}

/// Nothing where the question is narrower than any target, or asks what targets do not tell.
fn narrowed(ask: &Ask) -> Option<Narrowed> {
    let (first, last) = super::dimension::whole_months(ask.from, ask.to)?;
    let (mut months, mut currency) = (first.zip(last), None);
    let mut scope = [None; 4];
    for filter in &ask.filters {
        let [value] = filter.values.as_slice() else { return None };
        match (SCOPES.iter().position(|d| *d == filter.dimension), value) {
            (Some(at), Value::Id(id)) => *scope.get_mut(at)? = Some(*id),
            (None, Value::Time(number)) if months.is_none() => {
                let key = filter.dimension.time_text(*number);
                months = Some(months_of(&filter.dimension, &key, ask.fiscal_lead)?);
            }
            // Of what was exchanged from one currency there is no target.
            (None, Value::Text(text)) if filter.dimension == Dimension::Currency && ask.currency.is_none() => {
                currency = Some(text.clone());
            }
            _ => return None,
        }
    }
    let fiscal = ask.by.iter().chain(ask.filters.iter().map(|f| &f.dimension)).any(Dimension::is_fiscal);
    Some(Narrowed { scope, months, currency, fiscal })
}

/// The target of the figure with these group values.
fn of_figure(ask: &Ask, narrowed: &Narrowed, known: &[Known], figure: &Figure) -> Option<i64> {
    let (mut scope, mut months) = (narrowed.scope, narrowed.months);
    for group in &figure.group {
        if let Some(at) = SCOPES.iter().position(|d| *d == group.dimension) {
            *scope.get_mut(at)? = Some(group.dimension.parse_id(&group.key)?);
        } else if group.dimension.is_time() {
            let stretch = months_of(&group.dimension, &group.key, ask.fiscal_lead)?;
            if months.is_some_and(|(first, last)| stretch.0 < first || stretch.1 > last) {
                // Only a part of it is counted.
                return None;
            }
            months = Some(stretch);
        } else if group.dimension != Dimension::Currency || ask.currency.is_some() {
            return None;
        }
    }
    let of_scope: Vec<&Known> = known.iter().filter(|k| k.scope == scope && k.currency == figure.currency).collect();
    let (first, last) = months?;
    let exact = of_scope.iter().filter(|k| k.months == (first, last));
    let exact = exact.min_by_key(|k| k.is_fiscal != narrowed.fiscal).map(|k| k.value);
    exact.or_else(|| sum(ask.metric, &of_scope, first, last, narrowed.fiscal))
}

/// What the targets of shorter periods add up to, where they leave nothing out. Only sums have parts.
fn sum(metric: &Metric, known: &[&Known], first: i64, last: i64, fiscal: bool) -> Option<i64> {
    if !matches!(metric.shape, Shape::Amount | Shape::Count) {
        return None;
    }
    // From the end, the longest last, of equals those of the calendar asked about: what all parts from each month on add up to.
    let mut parts: Vec<&&Known> = known.iter().filter(|k| k.months.0 >= first && k.months.1 <= last).collect();
    parts.sort_by_key(|k| (Reverse(k.months.0), k.months.1, k.is_fiscal == fiscal));
    let mut sums = BTreeMap::from([(last + 1, 0_i64)]);
    for part in parts {
        if let Some(sum) = sums.get(&(part.months.1 + 1)).and_then(|rest| rest.checked_add(part.value)) {
            sums.insert(part.months.0, sum);
        }
    }
    sums.get(&first).copied()
}

/// `figures` with their targets. A group that has a target and no figure is there as well.
pub(super) async fn beside(
    cx: &Ctx,
    ask: &Ask,
    kind: TargetKind,
    figures: Vec<Figure>,
    divided: bool,
) -> Outcome<Vec<Figure>> {
    let Some(narrowed) = narrowed(ask) else { return Ok(figures) };
    let targets = target::kept(cx, ask.metric.key, kind).await?;
    let known: Vec<Known> = targets.iter().filter_map(|t| Known::of(t, ask.fiscal_lead)).collect();
    let by: &[Dimension] = if divided { &ask.by } else { &[] };
    let mut figures = figures;
    for (keys, currency) in expected(ask, by, &narrowed, &known) {
        let there = figures.iter().any(|f| f.currency == currency && f.group.iter().map(|g| &g.key).eq(&keys));
        if !there {
            figures.push(nothing(ask.metric, by, keys, currency));
        }
    }
    name(cx, by, &mut figures).await?;
    for figure in &mut figures {
        figure.target = of_figure(ask, &narrowed, &known, figure).map(|value| weighed(ask.metric, figure.value, value));
    }
    Ok(figures)
}

fn weighed(metric: &Metric, now: Option<i64>, value: i64) -> TargetFigure {
    // A part of a share, or of a time one wants short, says nothing.
    let parts = matches!(metric.unit, Unit::Money | Unit::Count) && !metric.less_is_better();
    TargetFigure {
        value,
        difference: now.and_then(|now| now.checked_sub(value)),
        attainment: now.filter(|_| parts).and_then(|now| divide(i128::from(now) * 1_000_000, i128::from(value))),
        met: now.map(|now| if metric.less_is_better() { now <= value } else { now >= value }),
    }
}

/// Keys and currencies of the figures that have a target of their own.
fn expected(
    ask: &Ask,
    by: &[Dimension],
    narrowed: &Narrowed,
    known: &[Known],
) -> BTreeSet<(Vec<String>, Option<Currency>)> {
    known.iter().filter_map(|k| Some((keys(ask, by, narrowed, k)?, k.currency))).collect()
}

fn keys(ask: &Ask, by: &[Dimension], narrowed: &Narrowed, known: &Known) -> Option<Vec<String>> {
    if ask.currency.is_some_and(|currency| known.currency != Some(currency)) {
        return None;
    }
    if narrowed.currency.as_ref().is_some_and(|code| known.currency.is_none_or(|known| known.as_str() != code)) {
        return None;
    }
    let divides = |dimension: &Dimension| by.contains(dimension);
    for ((dimension, wanted), has) in SCOPES.iter().zip(narrowed.scope).zip(known.scope) {
        match (wanted, has) {
            (Some(wanted), has) if has != Some(wanted) => return None,
            (None, Some(_)) if !divides(dimension) => return None,
            (None, None) if divides(dimension) => return None,
            _ => {}
        }
    }
    let timed = by.iter().any(Dimension::is_time);
    match narrowed.months {
        Some(months) if !timed && known.months != months => return None,
        Some((first, last)) if known.months.0 < first || known.months.1 > last => return None,
        None if !timed => return None,
        _ => {}
    }
    by.iter()
        .map(|dimension| {
            if let Some(at) = SCOPES.iter().position(|d| d == dimension) {
                return Some(dimension.id_text(*known.scope.get(at)?));
            }
            let Kind::Time(Span::Months(months)) = dimension.kind() else { return None };
            let number = (known.months.0 + ask.lead(dimension)).div_euclid(months);
            let key = dimension.time_text(number);
            (months_of(dimension, &key, ask.fiscal_lead)? == known.months).then_some(key)
        })
        .collect()
}

fn nothing(metric: &Metric, by: &[Dimension], keys: Vec<String>, currency: Option<Currency>) -> Figure {
    let group = by.iter().zip(keys).map(|(dimension, key)| GroupValue {
        dimension: dimension.clone(),
        label: String::new(),
        key,
    });
    Figure {
        group: group.collect(),
        currency,
        value: matches!(metric.shape, Shape::Amount | Shape::Count).then_some(0),
        median: None,
        spread: None,
        count: 0,
        part: matches!(metric.shape, Shape::Share).then_some(0),
        excluded: 0,
        originals: Vec::new(),
        earlier: None,
        target: None,
    }
}

/// Names the groups that were added.
async fn name(cx: &Ctx, by: &[Dimension], figures: &mut [Figure]) -> Outcome<()> {
    for dimension in by {
        let groups = figures.iter().flat_map(|f| &f.group);
        let nameless = groups.filter(|g| g.dimension == *dimension && g.label.is_empty()).map(|g| g.key.clone());
        let nameless: BTreeSet<String> = nameless.collect();
        if nameless.is_empty() {
            continue;
        }
        let names: BTreeMap<String, String> =
            label::labels(cx, dimension, nameless.iter().map(String::as_str).collect()).await?;
        for group in figures.iter_mut().flat_map(|f| &mut f.group) {
            if group.dimension == *dimension && group.label.is_empty() {
                group.label = names.get(&group.key).unwrap_or(&group.key).clone();
            }
        }
    }
    Ok(())
}
