//! The figures of the Insights page: tiles, months, stages, breakdown.

use super::compared::{Delta, answered, delta};
use super::definitions;
use super::query::{InsightsQuery, rows_address};
use crate::ui::Ui;
use kernel::id::PartnerId;
use kernel::{Currency, Date, Outcome};
use operations::Ctx;
use operations::grow::kpi::policy::text_key;
use operations::grow::kpi::registry::{Subject, Unit};
use operations::grow::kpi::{self, Answer, Dimension, Figure, METRICS, Metric, Policies, Policy, Question, registry};
use std::collections::{BTreeMap, BTreeSet};

/// One number with its definition.
pub(crate) struct Tile {
    pub label: String,
    pub value: String,
    pub href: String,
    pub note: String,
    /// How it moved, when it is compared.
    pub delta: Option<Delta>,
    pub definition: Definition,
}

/// What a number means.
pub(crate) struct Definition {
    pub name: String,
    pub formula: String,
    pub excluded: String,
    pub unit: String,
    pub date: String,
    pub source: String,
    /// The choices by which it is counted, in words.
    pub policies: Vec<String>,
    /// The whole definition.
    pub href: String,
}

/// A number in a table.
pub(crate) struct CellShown {
    pub label: String,
    /// Each currency's figure; empty when there is none.
    pub values: Vec<ValueShown>,
}

/// One figure of a cell.
pub(crate) struct ValueShown {
    pub text: String,
    pub href: String,
    pub delta: Option<Delta>,
}

/// A row of a table.
pub(crate) struct Line {
    pub name: String,
    pub cells: Vec<CellShown>,
}

/// A chart and the same numbers as a table.
pub(crate) struct Chart {
    pub title: String,
    /// JSON for the chart script; contains no `<`.
    pub data: String,
    /// Period and day, for a picture of it.
    pub note: String,
    pub head: String,
    pub lines: Vec<Line>,
}

/// A step from one stage to the next.
pub(super) struct Step {
    pub program: String,
    pub stage: String,
    pub entered: String,
    pub advanced: String,
    pub value: String,
    /// Whole percent, at most 100.
    pub width: i64,
    pub href: String,
}

/// Everything on the page.
pub(super) struct Board {
    pub deals: Vec<Tile>,
    pub registrations: Vec<Tile>,
    pub charts: Vec<Chart>,
    pub steps: Vec<Step>,
    /// What the share of a step is called.
    pub conversion: String,
    pub heads: Vec<String>,
    pub lines: Vec<Line>,
    /// Lines there are, when not all are shown.
    pub cut: Option<usize>,
    pub definitions: Vec<Definition>,
    /// Whether anything was counted at all.
    pub empty: bool,
    /// First and last day of the period compared with.
    pub earlier: Option<(Date, Date)>,
    /// Why it is not compared, though that was asked.
    pub uncompared: Option<String>,
}

const DEAL_TILES: &[&str] = &["bookings", "won_count", "win_rate", "open_pipeline", "average_deal", "cycle_time_won"];
const REGISTRATION_TILES: &[&str] =
    &["registrations", "answered_within_target", "first_answer_time", "decision_time", "acceptance_rate"];
/// How partners get going: of those signed in the period, and of all.
const LIFECYCLE_TILES: &[&str] = &[
    "activation_rate",
    "time_to_first_registration",
    "time_to_first_revenue",
    "active_partner_rate",
    "producing_partner_rate",
];
/// On a partner's record.
const PARTNER_TILES: &[&str] = &["bookings", "win_rate", "open_pipeline", "registrations"];
const COLUMNS: &[&str] = &["bookings", "won_count", "win_rate", "open_pipeline", "average_deal", "registrations"];
/// Lines of the breakdown.
const MOST_LINES: usize = 50;

/// The definition of a metric, in the reader's language.
pub(crate) fn definition(ui: &Ui, metric: &Metric, policies: &Policies, in_force: &[Policy]) -> Definition {
    let locale = ui.locale();
    Definition {
        name: metric.name(locale).to_owned(),
        formula: metric.about.formula(locale, policies),
        excluded: metric.about.excluded(locale, policies),
        unit: ui.word("kpi-unit", metric.unit),
        date: ui.word("kpi-date", metric.family.date()),
        source: ui.word("insights-source", metric.family.subject()),
        policies: in_force.iter().map(|policy| policy_text(ui, policies, *policy)).collect(),
        href: definitions::address(metric.key),
    }
}

/// A choice and its value, in words.
pub(super) fn policy_text(ui: &Ui, policies: &Policies, policy: Policy) -> String {
    let name = ui.t(&text_key(policy));
    ui.t2("figures-policy-of", "policy", name, "value", policies.words(ui.locale(), policy))
}

/// A metric's name; where the page has a period that it does not follow, that is said.
fn named(ui: &Ui, query: &InsightsQuery, metric: &Metric) -> String {
    let name = metric.name(ui.locale()).to_owned();
    let asked = query.question(ui, metric.key, &[]);
    let in_period = asked.from.is_some() || asked.to.is_some();
    if metric.is_stock() && in_period { ui.t1("insights-whenever-opened", "metric", name) } else { name }
}

pub(super) async fn board(cx: &Ctx, ui: &Ui, query: &InsightsQuery, by: &Dimension, home: Currency) -> Outcome<Board> {
    let (mut deals, mut registrations) = (Vec::new(), Vec::new());
    let mut counted = 0;
    let (mut earlier, mut uncompared) = (None, None);
    for (names, tiles) in [(DEAL_TILES, &mut deals), (REGISTRATION_TILES, &mut registrations)] {
        for metric in names.iter().filter_map(|key| registry::find(key)) {
            let Some(question) = query.fitting(ui, metric, &[]) else { continue };
            let (question, answer, why) = answered(cx, ui, query.compared(metric, question)).await?;
            let then = |f: &Figure| f.earlier.as_ref().map_or(0, |e| e.count);
            counted += answer.figures.iter().map(|f| f.count + f.excluded + then(f)).sum::<i64>();
            earlier = earlier.or(answer.ask.earlier.map(|e| (e.from, e.to)));
            uncompared = uncompared.or(why);
            let label = named(ui, query, metric);
            tiles.push(Tile { label, ..tile(ui, metric, &question, &answer, home) });
        }
    }
    let mut charts = Vec::new();
    for (metric, title) in [
        ("bookings", "insights-chart-bookings"),
        ("win_rate", "insights-chart-win-rate"),
        ("registrations", "insights-chart-registrations"),
    ] {
        let Some(metric) = registry::find(metric) else { continue };
        let Some(question) = query.fitting(ui, metric, &["month"]) else { continue };
        // Months without a counterpart are drawn alone; the tiles are compared all the same.
        let (question, answer, _) = answered(cx, ui, query.compared(metric, question)).await?;
        charts.extend(chart(ui, metric, title, &question, &answer, home));
    }
    let steps = steps(cx, ui, query).await?;
    let (lines, cut, why) = breakdown(cx, ui, query, by).await?;
    uncompared = uncompared.or(why);
    let heads = COLUMNS.iter().filter_map(|key| registry::find(key)).map(|m| named(ui, query, m)).collect();
    let policies = kpi::policies(cx.read()).await?;
    let conversion = registry::find("stage_conversion").map_or("", |m| m.name(ui.locale())).to_owned();
    let definitions = METRICS.iter().map(|m| definition(ui, m, &policies, &m.about.policies)).collect();
    let empty = counted == 0;
    Ok(Board {
        deals,
        registrations,
        charts,
        steps,
        conversion,
        heads,
        lines,
        cut,
        definitions,
        empty,
        earlier,
        uncompared,
    })
}

/// How partners signed since `from` got going, and how many are at it now.
pub(super) async fn lifecycle_tiles(cx: &Ctx, ui: &Ui, from: Date, home: Currency) -> Outcome<Vec<Tile>> {
    let mut tiles = Vec::with_capacity(LIFECYCLE_TILES.len());
    for metric in LIFECYCLE_TILES.iter().filter_map(|key| registry::find(key)) {
        let from = (!metric.is_stock()).then(|| from.to_string());
        let question = Question { metric: metric.key.to_owned(), from, ..Question::default() };
        let answer = kpi::answer(cx, &question).await?;
        tiles.push(tile(ui, metric, &question, &answer, home));
    }
    Ok(tiles)
}

/// The figures on a partner's record, all time; each leads to its rows.
pub(crate) async fn partner_tiles(cx: &Ctx, ui: &Ui, partner: PartnerId, home: Currency) -> Outcome<Vec<Tile>> {
    let mut tiles = Vec::with_capacity(PARTNER_TILES.len());
    for metric in PARTNER_TILES.iter().filter_map(|key| registry::find(key)) {
        let question = Question {
            metric: metric.key.to_owned(),
            filters: vec![format!("partner={partner}")],
            ..Question::default()
        };
        let answer = kpi::answer(cx, &question).await?;
        tiles.push(tile(ui, metric, &question, &answer, home));
    }
    Ok(tiles)
}

/// The filter that keeps a figure's currency; not where others were exchanged into it.
fn with_currency(question: &Question, figure: &Figure) -> Vec<String> {
    figure.currency.filter(|_| question.currency.is_none()).map(|c| format!("currency={c}")).into_iter().collect()
}

pub(crate) fn tile(ui: &Ui, metric: &Metric, question: &Question, answer: &Answer, home: Currency) -> Tile {
    let locale = ui.locale();
    let main = answer.figures.iter().find(|f| f.currency == Some(home)).or_else(|| answer.figures.first());
    let mut notes = Vec::new();
    if let Some(figure) = main {
        let others: Vec<String> =
            answer.figures.iter().filter(|f| f.currency != figure.currency).map(|f| f.text(locale, metric)).collect();
        if !others.is_empty() {
            notes.push(ui.t1("insights-more-currencies", "amounts", others.join(" + ")));
        }
        // The amounts of all currencies are named; what they are made from is of all of them, too.
        let all = |of: fn(&Figure) -> i64| answer.figures.iter().map(of).sum::<i64>();
        match (metric.key, figure.part, figure.median_text(locale, metric)) {
            (_, Some(part), _) => {
                let (part, count) = (ui.number(part), ui.number(figure.count));
                notes.push(ui.t2("insights-of-note", "part", part, "count", count));
            }
            (_, _, Some(median)) => {
                let [_, _, p90] = figure.spread_text(locale, metric).unwrap_or_default();
                notes.push(ui.t2("insights-median-note", "median", median, "p90", p90));
            }
            ("bookings", ..) => notes.push(ui.tn("insights-won-note", "count", all(|f| f.count))),
            ("open_pipeline", ..) => notes.push(ui.tn("insights-open-note", "count", all(|f| f.count))),
            ("average_deal", ..) => notes.push(ui.tn("insights-count-note", "count", all(|f| f.count))),
            _ => {}
        }
        // What is in the currency anyway needs no word.
        if figure.originals.iter().any(|o| Some(o.currency) != figure.currency) {
            notes.extend(figure.originals_text(locale));
        }
        if all(|f| f.excluded) > 0 {
            notes.push(ui.tn("insights-excluded-note", "count", all(|f| f.excluded)));
        }
    }
    notes.extend(answer.corrected.as_ref().map(|corrected| corrected.text(locale, metric)));
    Tile {
        label: metric.name(ui.locale()).to_owned(),
        value: main.map_or_else(|| "–".to_owned(), |f| f.text(locale, metric)),
        href: rows_address(question, &main.map(|f| with_currency(question, f)).unwrap_or_default()),
        note: notes.join(" · "),
        delta: main.and_then(|f| delta(ui, metric, question, answer, f)),
        definition: definition(ui, metric, &answer.ask.policies, &answer.ask.policies_in_force()),
    }
}

/// The currency that is drawn: two are never added, and one is enough to see how it goes.
pub(crate) fn main_currency(answer: &Answer, home: Currency) -> Option<Currency> {
    let mut currencies = answer.figures.iter().map(|f| f.currency);
    let first = currencies.clone().next().flatten();
    if currencies.any(|c| c == Some(home)) { Some(home) } else { first }
}

pub(crate) fn chart(
    ui: &Ui,
    metric: &Metric,
    title: &str,
    question: &Question,
    answer: &Answer,
    home: Currency,
) -> Option<Chart> {
    let currency = main_currency(answer, home);
    let of: BTreeMap<&str, &Figure> = answer
        .figures
        .iter()
        .filter(|f| f.currency == currency)
        .filter_map(|f| f.group.first().map(|g| (g.key.as_str(), f)))
        .filter(|(month, _)| !month.is_empty())
        .collect();
    let months = match months(of.keys().next()?, of.keys().next_back()?) {
        // Quarters and years stand as they are.
        none if none.is_empty() => of.keys().map(|k| (*k).to_owned()).collect(),
        months => months,
    };
    let rate = metric.unit == Unit::Share;
    let point = |value: Option<i64>| match value {
        // Ten-thousandths of a percent to a share; of a unit to units.
        Some(value) if rate => serde_json::json!(value as f64 / 1_000_000.0),
        Some(value) => serde_json::json!(value as f64 / 10_000.0),
        None if rate => serde_json::Value::Null,
        None => serde_json::json!(0),
    };
    let series = |value: fn(&Figure) -> Option<i64>| -> Vec<serde_json::Value> {
        months.iter().map(|month| point(of.get(month.as_str()).and_then(|f| value(f)))).collect()
    };
    let name = metric.name(ui.locale()).to_owned();
    let format = match metric.unit {
        Unit::Money => "money",
        Unit::Share => "percent",
        _ => "number",
    };
    let mut drawn = vec![serde_json::json!({ "name": name, "data": series(|f| f.value) })];
    if let Some(earlier) = answer.ask.earlier {
        let then = series(|f| f.earlier.as_ref().and_then(|e| e.value));
        drawn.push(serde_json::json!({ "name": ui.word("kpi-earlier", earlier.compare), "data": then }));
    }
    if answer.figures.iter().any(|f| f.target.is_some()) {
        let shall: Vec<serde_json::Value> = months
            .iter()
            .map(|month| of.get(month.as_str()).and_then(|f| f.target))
            .map(|target| target.map_or(serde_json::Value::Null, |target| point(Some(target.value))))
            .collect();
        drawn.push(serde_json::json!({ "name": ui.t("kpi-column-target"), "data": shall, "line": true }));
    }
    // What is not whole has a sign; the table beside it says which days it covers.
    let group = |month: &str| of.get(month).and_then(|f| f.group.first());
    let marked = |month: &String| match group(month).and_then(|g| answer.ask.covered(g)) {
        Some(_) => format!("{month}*"),
        None => month.clone(),
    };
    let there = of.values().filter(|f| f.value.is_some());
    let described = there.clone().max_by_key(|f| f.value).map_or_else(String::new, |largest| {
        let value = largest.text(ui.locale(), metric);
        let month = largest.group.first().map(|g| g.label.clone()).unwrap_or_default();
        described(ui, &name, there.count(), value, month)
    });
    let data = serde_json::json!({
        "label": described,
        "kind": if rate { "line" } else { "bar" },
        "x": months.iter().map(marked).collect::<Vec<_>>(),
        "series": drawn,
        "format": format,
        "currency": currency.map(|c| c.to_string()),
        "locale": ui.lang(),
    });
    let lines = of.iter().rev().map(|(month, figure)| Line {
        name: group(month)
            .and_then(|g| answer.ask.covered(g))
            .map_or_else(|| (*month).to_owned(), |days| format!("{month}* ({})", kpi::covered_text(ui.locale(), days))),
        cells: vec![cell(ui, metric, question, answer, std::slice::from_ref(figure))],
    });
    Some(Chart {
        title: ui.t1(title, "currency", currency.map(|c| c.to_string()).unwrap_or_default()),
        data: data.to_string().replace('<', "\\u003c"),
        note: drawn_of(ui, question),
        head: name,
        lines: lines.collect(),
    })
}

/// A chart in words: its name, how many values there are, and the largest with whose it is.
pub(crate) fn described(ui: &Ui, name: &str, count: usize, value: String, largest: String) -> String {
    let args = [
        ("name", name.to_owned().into()),
        ("count", i18n::Arg::Int(i64::try_from(count).unwrap_or(i64::MAX))),
        ("value", value.into()),
        ("largest", largest.into()),
    ];
    i18n::text_args(ui.locale(), "chart-described", &args)
}

/// The period a picture shows, and the day it is told as of: today, when the question does not say.
fn drawn_of(ui: &Ui, question: &Question) -> String {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |date| ui.date(&date));
    let end = |text: &Option<String>| text.as_deref().map_or_else(|| "…".to_owned(), day);
    let period = match (&question.from, &question.to) {
        (None, None) => ui.t("insights-note-all"),
        (from, to) => ui.t2("insights-note", "from", end(from), "to", end(to)),
    };
    let as_of = question.as_of.as_deref().map_or_else(|| ui.date(&ui.today()), day);
    format!("{period}, {}", ui.t1("insights-note-as-of", "date", as_of))
}

/// Every month from `first` to `last`, both `YYYY-MM`.
fn months(first: &str, last: &str) -> Vec<String> {
    let number = |text: &str| {
        let (year, month) = text.split_once('-')?;
        Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1)
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return Vec::new() };
    (first..=last.min(first + 1200)).map(|n| format!("{:04}-{:02}", n / 12, n % 12 + 1)).collect()
}

fn cell(ui: &Ui, metric: &Metric, question: &Question, answer: &Answer, figures: &[&Figure]) -> CellShown {
    let there = |f: &&&Figure| f.value.is_some() || f.earlier.as_ref().is_some_and(|e| e.value.is_some());
    let values = figures.iter().filter(there).map(|figure| {
        let mut more: Vec<String> = figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
        if !figure.group.iter().any(|g| g.dimension == Dimension::Currency) {
            more.extend(with_currency(question, figure));
        }
        ValueShown {
            text: figure.text(ui.locale(), metric),
            href: rows_address(question, &more),
            delta: delta(ui, metric, question, answer, figure),
        }
    });
    CellShown { label: metric.name(ui.locale()).to_owned(), values: values.collect() }
}

async fn steps(cx: &Ctx, ui: &Ui, query: &InsightsQuery) -> Outcome<Vec<Step>> {
    let Some(metric) = registry::find("stage_conversion") else { return Ok(Vec::new()) };
    let Some(question) = query.fitting(ui, metric, &[]) else { return Ok(Vec::new()) };
    let answer = kpi::answer(cx, &question).await?;
    let steps = answer.figures.iter().filter(|f| f.count > 0).map(|figure| {
        let label = |d: &Dimension| figure.group.iter().find(|g| g.dimension == *d);
        let more: Vec<String> = figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
        Step {
            program: label(&Dimension::Program).map(|g| g.label.clone()).unwrap_or_default(),
            stage: label(&Dimension::Stage).map(|g| g.label.clone()).unwrap_or_default(),
            entered: ui.number(figure.count),
            advanced: ui.number(figure.part.unwrap_or(0)),
            value: figure.text(ui.locale(), metric),
            width: (figure.value.unwrap_or(0) / 10_000).clamp(0, 100),
            href: rows_address(&question, &more),
        }
    });
    Ok(steps.collect())
}

/// The lines, how many there are if that is more, and why they are not compared.
type Breakdown = (Vec<Line>, Option<usize>, Option<String>);

async fn breakdown(cx: &Ctx, ui: &Ui, query: &InsightsQuery, by: &Dimension) -> Outcome<Breakdown> {
    let name = by.to_string();
    let mut uncompared = None;
    let mut order: Vec<(String, String)> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut columns = Vec::new();
    for metric in COLUMNS.iter().filter_map(|key| registry::find(key)) {
        let Some(question) = query.fitting(ui, metric, &[&name]) else {
            columns.push(None);
            continue;
        };
        let (question, answer, why) = answered(cx, ui, query.compared(metric, question)).await?;
        uncompared = uncompared.or(why);
        for group in answer.figures.iter().filter_map(|f| f.group.first()) {
            if seen.insert(group.key.clone()) {
                order.push((group.key.clone(), answer.ask.label(ui.locale(), group)));
            }
        }
        columns.push(Some((metric, question, answer)));
    }
    if by.is_time() {
        // The newest first; months since signing from the first on.
        order.sort_by_key(|(key, _)| {
            let place = by.place(key);
            (place.is_none(), if *by == Dimension::MonthsSinceSigning { place } else { place.map(|place| -place) })
        });
    } else {
        // What is not known stands last, whichever number found it first.
        order.sort_by_key(|(key, _)| key.is_empty());
    }
    let all = order.len();
    order.truncate(MOST_LINES);
    let lines = order.into_iter().map(|(key, name)| {
        let cells = columns.iter().map(|column| match column {
            Some((metric, question, answer)) => {
                let figures: Vec<&Figure> =
                    answer.figures.iter().filter(|f| f.group.first().is_some_and(|g| g.key == key)).collect();
                cell(ui, metric, question, answer, &figures)
            }
            None => CellShown { label: String::new(), values: Vec::new() },
        });
        Line { name, cells: cells.collect() }
    });
    Ok((lines.collect(), (all > MOST_LINES).then_some(all), uncompared))
}

/// The dimensions the page offers: those of deals and registrations alike come first.
pub(super) fn offered() -> impl Iterator<Item = &'static Dimension> {
    let both = |d: &&Dimension| d.belongs_to(Subject::Registrations);
    kpi::DIMENSIONS.iter().filter(both).chain(kpi::DIMENSIONS.iter().filter(move |d| !both(d)))
}
