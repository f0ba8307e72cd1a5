//! Asking and answering.

use super::ask::{Ask, Filter, Question};
use super::cells::Measure;
use super::compare::{self, EarlierFigure};
use super::corrections::{Corrected, corrected};
use super::dimension::Dimension;
use super::exchanged::{self, Original, Originals};
use super::figure::{Number, Spread, StageAt, Tally, numbers};
use super::leaders::Others;
use super::registry::{Metric, Shape, Subject, Unit};
use super::runs::Runs;
use super::targeted::{self, TargetFigure};
use super::{label, partner_totals, scan, standing, stay_totals};
use crate::Ctx;
use kernel::id::{ProgramId, StageId};
use kernel::{Currency, Outcome};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet};
use storage::Sql;

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// Kept totals.
    Totals,
    /// The facts themselves.
    Facts,
}

/// What a figure is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupValue {
    pub dimension: Dimension,
    /// An id, a word or a stretch of time; empty when not known. Filters take it as it is.
    pub key: String,
    /// For people, in their language.
    pub label: String,
}

/// One figure. Values are ten-thousandths of the unit (a currency unit, one thing, one percent, a day, a second).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub group: Vec<GroupValue>,
    /// Of money.
    pub currency: Option<Currency>,
    /// Nothing when there is nothing to divide by.
    pub value: Option<i64>,
    /// Of durations.
    pub median: Option<i64>,
    /// Of durations.
    pub spread: Option<Spread>,
    /// Rows counted; the denominator of a share.
    pub count: i64,
    /// The numerator of a share.
    pub part: Option<i64>,
    /// Rows left out, as the definition says, and amounts without a rate.
    pub excluded: i64,
    /// Of a question for amounts in one currency: what of each currency went in, or could not.
    pub originals: Vec<Original>,
    /// What it shall be, when that is asked and said.
    pub target: Option<TargetFigure>,
    /// In the period it is compared with, if it is.
    pub earlier: Option<EarlierFigure>,
}

/// A question's answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub ask: Ask,
    /// One for each group and currency: stretches of time in order, other groups by value.
    pub figures: Vec<Figure>,
    /// The same without dividing; one for each currency, none for stages.
    pub totals: Vec<Figure>,
    /// As of a past day: that it is known better by now.
    pub corrected: Option<Corrected>,
    /// Of a ranking whose figures are the largest only.
    pub others: Option<Others>,
    pub path: Path,
}

/// Answers a question in words.
///
/// # Errors
/// As [`Ask::read`].
pub async fn answer(cx: &Ctx, question: &Question) -> Outcome<Answer> {
    let ask = Ask::read(cx, question).await?;
    answer_ask(cx, ask, None).await
}

/// Answers a question understood; `path` insists on totals or facts (totals only where they are kept).
///
/// # Errors
/// The database's.
pub async fn answer_ask(cx: &Ctx, ask: Ask, path: Option<Path>) -> Outcome<Answer> {
    let (mut figures, mut totals, taken) = counted(cx, &ask, path).await?;
    if let Some(earlier) = &ask.earlier {
        let (then, then_totals, _) = counted(cx, &ask.of_earlier(earlier), path).await?;
        let running = |group: &[GroupValue]| ask.running(group);
        figures = compare::beside(ask.metric, earlier, running, figures, then);
        totals = compare::beside(ask.metric, earlier, running, totals, then_totals);
        if ask.metric.shape != Shape::Conversion {
            sort(&mut figures);
            sort(&mut totals);
        }
    }
    if let Some(kind) = ask.target {
        figures = targeted::beside(cx, &ask, kind, figures, true).await?;
        totals = targeted::beside(cx, &ask, kind, totals, false).await?;
        sort(&mut figures);
        sort(&mut totals);
    }
    let corrected = corrected(cx, &ask).await?;
    Ok(Answer { ask, figures, totals, corrected, others: None, path: taken })
}

/// The figures of a question in one currency, of these groups of its first dimension, and nothing else: neither the whole nor what it is compared
/// with is read.
///
/// # Errors
/// As [`Ask::read`].
pub async fn figures_in(
    cx: &Ctx,
    question: &Question,
    groups: &[&GroupValue],
    currency: Option<Currency>,
) -> Outcome<(Ask, Vec<Figure>)> {
    let mut ask = Ask { only: currency, ..Ask::read(cx, question).await? };
    if let Some(dimension) = ask.by.first().cloned() {
        let values = groups.iter().filter_map(|group| dimension.value(&group.key)).collect();
        ask.filters.retain(|filter| filter.dimension != dimension);
        ask.filters.push(Filter { dimension, values });
    }
    let (tallies, mut originals, _) = tallies(cx, &ask, None).await?;
    let stages = if ask.metric.shape == Shape::Conversion { stages(cx).await? } else { Vec::new() };
    let found = numbers(ask.metric, &ask.policies, tallies, &stages, !ask.by.is_empty());
    let mut figures = figures(cx, &ask, found, &mut originals).await?;
    figures.retain(|figure| figure.currency == currency);
    Ok((ask, figures))
}

/// Figures and totals of one period.
pub(super) async fn counted(cx: &Ctx, ask: &Ask, insisted: Option<Path>) -> Outcome<(Vec<Figure>, Vec<Figure>, Path)> {
    let (tallies, mut originals, path) = tallies(cx, ask, insisted).await?;
    let stages = if ask.metric.shape == Shape::Conversion { stages(cx).await? } else { Vec::new() };
    let added = adds_up(ask).then(|| undivided(&tallies));
    let found = numbers(ask.metric, &ask.policies, tallies, &stages, !ask.by.is_empty());
    let figures = figures(cx, ask, found, &mut originals).await?;
    let totals = if ask.metric.shape == Shape::Conversion {
        Vec::new()
    } else if ask.by.is_empty() {
        figures.clone()
    } else {
        let whole = ask.whole();
        let (tallies, mut originals) = match added {
            Some(added) => (added, Originals::new()),
            None => {
                let (tallies, originals, _) = self::tallies(cx, &whole, insisted).await?;
                (tallies, originals)
            }
        };
        self::figures(cx, &whole, numbers(ask.metric, &ask.policies, tallies, &[], false), &mut originals).await?
    };
    Ok((figures, totals, path))
}

/// Whether the groups add up to the whole, so that it need not be asked for. A deal of two products is in both; amounts that were exchanged say
/// for the whole what they were before.
fn adds_up(ask: &Ask) -> bool {
    let of_lines = ask.by.iter().any(|by| matches!(by, Dimension::Product | Dimension::Category));
    ask.currency.is_none() && !(of_lines && ask.metric.family.subject() == Subject::Deals)
}

/// The same without dividing.
fn undivided(tallies: &[Tally]) -> Vec<Tally> {
    let mut whole: BTreeMap<(Measure, &str), Tally> = BTreeMap::new();
    for tally in tallies {
        let sum = whole.entry((tally.measure, &tally.currency)).or_insert_with(|| Tally {
            keys: Vec::new(),
            measure: tally.measure,
            currency: tally.currency.clone(),
            runs: Runs::default(),
            cases: 0,
            amount: 0,
        });
        sum.runs.extend(&tally.runs);
        sum.cases += tally.cases;
        sum.amount += tally.amount;
    }
    whole.into_values().collect()
}

/// Whether kept totals answer `ask`, as it is divided.
///
/// # Errors
/// The database's.
pub async fn is_kept(cx: &Ctx, ask: &Ask) -> Outcome<bool> {
    let kept = ask.currency.is_none()
        && (standing::plan(cx, ask).is_some()
            || partner_totals::tallies(cx, ask).await?.is_some()
            || stay_totals::tallies(cx, ask).await?.is_some());
    Ok(kept)
}

async fn tallies(cx: &Ctx, ask: &Ask, path: Option<Path>) -> Outcome<(Vec<Tally>, Originals, Path)> {
    if let Some(to) = ask.currency {
        let (tallies, originals) = exchanged::tallies(cx, ask, to).await?;
        return Ok((tallies, originals, Path::Facts));
    }
    if path != Some(Path::Facts) {
        if let Some(plan) = standing::plan(cx, ask) {
            return Ok((standing::tallies(cx, ask, &plan).await?, Originals::new(), Path::Totals));
        }
        if let Some(tallies) = partner_totals::tallies(cx, ask).await? {
            return Ok((tallies, Originals::new(), Path::Totals));
        }
        if let Some(tallies) = stay_totals::tallies(cx, ask).await? {
            return Ok((tallies, Originals::new(), Path::Totals));
        }
    }
    Ok((scan::tallies(cx, ask).await?, Originals::new(), Path::Facts))
}

#[derive(FromQueryResult)]
struct StageRow {
    id: StageId,
    program_id: ProgramId,
    position: i64,
}

/// The stages a deal advances through: open ones and the win, in order.
pub(super) async fn stages(cx: &Ctx) -> Outcome<Vec<StageAt>> {
    let rows = Sql::new(
        "SELECT id, program_id, CAST(position AS BIGINT) AS position FROM stage_definition \
         WHERE outcome <> 'lost' AND (retired = FALSE OR outcome = 'won') ORDER BY program_id, position, id",
    )
    .all::<StageRow>(cx.read())
    .await?;
    let stage = |row: StageRow| StageAt {
        program: row.program_id.to_string(),
        stage: row.id.to_string(),
        position: row.position,
    };
    Ok(rows.into_iter().map(stage).collect())
}

async fn figures(cx: &Ctx, ask: &Ask, numbers: Vec<Number>, originals: &mut Originals) -> Outcome<Vec<Figure>> {
    let mut dimensions = ask.by.clone();
    if ask.metric.shape == Shape::Conversion {
        dimensions.extend([Dimension::Program, Dimension::Stage]);
    }
    let mut names: Vec<BTreeMap<String, String>> = Vec::with_capacity(dimensions.len());
    for (at, dimension) in dimensions.iter().enumerate() {
        let keys: BTreeSet<&str> = numbers.iter().filter_map(|n| n.keys.get(at)).map(String::as_str).collect();
        names.push(if keys.is_empty() { BTreeMap::new() } else { label::labels(cx, dimension, keys).await? });
    }
    let mut figures: Vec<Figure> = numbers
        .into_iter()
        .map(|number| {
            let originals = originals.remove(&number.keys).unwrap_or_default();
            let group = dimensions.iter().zip(&names).zip(number.keys).map(|((dimension, names), key)| {
                let label = names.get(&key).unwrap_or(&key).clone();
                GroupValue { dimension: dimension.clone(), key, label }
            });
            let mut group: Vec<GroupValue> = group.collect();
            let mut seen: Vec<Dimension> = Vec::new();
            // A conversion always says the program; once is enough.
            group.retain(|value| {
                let first = !seen.contains(&value.dimension);
                seen.push(value.dimension.clone());
                first
            });
            Figure {
                group,
                currency: number.currency.parse().ok(),
                value: number.value,
                median: number.median,
                spread: number.spread,
                count: number.count,
                part: number.part,
                excluded: number.excluded,
                originals,
                target: None,
                earlier: None,
            }
        })
        .collect();
    if ask.metric.shape != Shape::Conversion {
        sort(&mut figures);
    }
    Ok(figures)
}

/// Stretches of time in order, before everything else by value; what is not known comes last.
fn sort(figures: &mut [Figure]) {
    let time = |figure: &Figure| -> Vec<Option<i64>> {
        figure.group.iter().filter(|g| g.dimension.is_time()).map(|g| g.dimension.place(&g.key)).collect()
    };
    let unknown = |figure: &Figure| figure.group.iter().any(|g| g.key.is_empty());
    figures.sort_by(|a, b| {
        (unknown(a), a.currency, time(a))
            .cmp(&(unknown(b), b.currency, time(b)))
            .then_with(|| b.value.cmp(&a.value))
            .then_with(|| {
                let labels = |f: &Figure| f.group.iter().map(|g| g.label.clone()).collect::<Vec<_>>();
                labels(a).cmp(&labels(b))
            })
    });
}

/// A value as a program reads it: a plain decimal with four places, or a whole number for counts. Percent, days and seconds as such.
pub fn plain(unit: Unit, value: i64) -> String {
    match unit {
        Unit::Count => (value / 10_000).to_string(),
        _ => kernel::money::plain_amount(value),
    }
}

/// A value as a person reads it.
pub fn shown(locale: kernel::Locale, unit: Unit, value: i64, currency: Option<Currency>) -> String {
    match (unit, currency) {
        (Unit::Money, Some(currency)) => i18n::money_exact(locale, &kernel::Money::new(value, currency)),
        (Unit::Money, None) => i18n::decimal(locale, value, 2),
        (Unit::Count, _) => i18n::number(locale, value / 10_000),
        (Unit::Share, _) => i18n::percent_exact(locale, hundredths(value)),
        (Unit::Days, _) => i18n::text_args(locale, "kpi-days", &[("days", i18n::decimal(locale, value, 2).into())]),
        (Unit::Time, _) => i18n::duration_short(locale, value.saturating_mul(100)),
    }
}

impl Original {
    /// `$10,005,534.00 (4,238)`.
    pub fn text(&self, locale: kernel::Locale) -> String {
        let amount = i18n::money_exact(locale, &kernel::Money::new(self.amount, self.currency));
        format!("{amount} ({})", i18n::number(locale, self.count))
    }
}

impl Figure {
    /// What went in of each currency, as a person reads it; and what did not, for want of a rate. Empty when nothing was exchanged.
    pub fn originals_text(&self, locale: kernel::Locale) -> Vec<String> {
        let told = |key: &str, with_rate: bool| {
            let texts = self.originals.iter().filter(|o| o.exchanged.is_some() == with_rate).map(|o| o.text(locale));
            let texts: Vec<String> = texts.collect();
            let args = [("amounts", texts.join(" + ").into())];
            (!texts.is_empty()).then(|| i18n::text_args(locale, key, &args))
        };
        [told("kpi-exchanged-from", true), told("kpi-exchanged-without", false)].into_iter().flatten().collect()
    }
    /// The value as a person reads it; a dash for nothing.
    pub fn text(&self, locale: kernel::Locale, metric: &Metric) -> String {
        self.value.map_or_else(|| "–".to_owned(), |value| shown(locale, metric.unit, value, self.currency))
    }
    /// A quarter, three quarters, nine tenths as a person reads them.
    pub fn spread_text(&self, locale: kernel::Locale, metric: &Metric) -> Option<[String; 3]> {
        let text = |value| shown(locale, metric.unit, value, self.currency);
        self.spread.map(|s| [text(s.p25), text(s.p75), text(s.p90)])
    }
    /// The median as a person reads it.
    pub fn median_text(&self, locale: kernel::Locale, metric: &Metric) -> Option<String> {
        self.median.map(|value| shown(locale, metric.unit, value, self.currency))
    }
}

impl TargetFigure {
    /// The target as a person reads it.
    pub fn text(&self, locale: kernel::Locale, metric: &Metric, currency: Option<Currency>) -> String {
        shown(locale, metric.unit, self.value, currency)
    }
    /// How much of it is reached: `83%`; where that says nothing, what it differs by: `−5 points`, `+2 h`.
    pub fn reached_text(&self, locale: kernel::Locale, metric: &Metric, currency: Option<Currency>) -> Option<String> {
        match self.attainment {
            Some(attainment) => Some(i18n::percent(locale, hundredths(attainment))),
            None => self.difference.map(|difference| signed(locale, metric, difference, currency)),
        }
    }
}

impl EarlierFigure {
    /// The value as a person reads it; a dash for nothing.
    pub fn text(&self, locale: kernel::Locale, metric: &Metric, currency: Option<Currency>) -> String {
        self.value.map_or_else(|| "–".to_owned(), |value| shown(locale, metric.unit, value, currency))
    }
    /// The difference with its sign: `+€2.00`, `−20.36 points`, `+2 h 5 m`.
    pub fn difference_text(
        &self,
        locale: kernel::Locale,
        metric: &Metric,
        currency: Option<Currency>,
    ) -> Option<String> {
        self.difference.map(|difference| signed(locale, metric, difference, currency))
    }
    /// The change with its sign: `+172%`.
    pub fn change_text(&self, locale: kernel::Locale) -> Option<String> {
        self.change
            .map(|change| format!("{}{}", sign(change), i18n::percent(locale, hundredths(change.saturating_abs()))))
    }
}

/// A difference with its sign; of shares in points.
fn signed(locale: kernel::Locale, metric: &Metric, difference: i64, currency: Option<Currency>) -> String {
    let size = difference.saturating_abs();
    let text = match metric.unit {
        Unit::Share => i18n::text_args(locale, "kpi-points", &[("points", i18n::decimal(locale, size, 2).into())]),
        unit => shown(locale, unit, size, currency),
    };
    format!("{}{text}", sign(difference))
}

fn sign(value: i64) -> &'static str {
    match value {
        0 => "±",
        1.. => "+",
        _ => "−",
    }
}

/// Ten-thousandths to hundredths.
fn hundredths(value: i64) -> i64 {
    (if value < 0 { value.saturating_sub(50) } else { value.saturating_add(50) }) / 100
}
