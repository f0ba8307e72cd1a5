//! A tile as a page shows it: one figure, a chart with its table, a ranking, a grid, a funnel, a map.

use super::ranking::ranking;
use super::special::{cohort_grid, funnel_steps, map};
use crate::html::insights::{
    Chart, Definition, Pages, Tile as Number, chart, definition, main_currency, rows_address, tile as number,
};
use crate::ui::Ui;
use kernel::words::ShownAs;
use kernel::{Currency, Failure, Outcome};
use operations::Ctx;
use operations::grow::dashboard::{KeptQuestion, Tile, TileAnswer, answer_tile};
use operations::grow::kpi::{self, Answer, Dimension, Figure, GroupValue, Metric, Question};
use std::collections::{BTreeMap, BTreeSet};

/// A tile. One of its parts is there, or it says why not.
#[derive(Default)]
pub(crate) struct TileView {
    pub id: String,
    pub title: String,
    /// Period and filters in words.
    pub note: String,
    /// What its question is narrowed to, each in words.
    pub filters: Vec<String>,
    pub width: i64,
    pub number: Option<Number>,
    pub chart: Option<Chart>,
    pub ranking: Option<Ranking>,
    pub grid: Option<Grid>,
    pub funnel: Vec<Step>,
    pub map: Option<Map>,
    /// Nothing to show, in words.
    pub says: String,
    pub definition: Option<Definition>,
    /// Where it is seen large; empty where there is no such page.
    pub href: String,
}

/// The largest of a division.
pub(crate) struct Ranking {
    pub head: String,
    pub value_head: String,
    pub lines: Vec<Ranked>,
    /// There are more than are shown.
    pub more: String,
}

pub(crate) struct Ranked {
    pub name: String,
    pub text: String,
    pub href: String,
    /// Whole percent of the largest.
    pub width: i64,
    /// Points of a line through the last twelve months, in a box of 100 by 24; empty when there is none.
    pub spark: String,
    /// The same in words.
    pub spark_text: String,
}

/// Figures in rows and columns, shaded where a shade says something.
pub(crate) struct Grid {
    pub corner: String,
    pub heads: Vec<String>,
    pub lines: Vec<GridLine>,
    pub more: String,
    /// What a shade means; empty when there is none.
    pub legend: String,
}

pub(crate) struct GridLine {
    pub name: String,
    pub cells: Vec<GridCell>,
}

#[derive(Default, Clone)]
pub(crate) struct GridCell {
    /// Empty: there is nothing.
    pub text: String,
    pub href: String,
    /// 0 (none) to 5.
    pub shade: i64,
}

/// A step of a funnel.
pub(crate) struct Step {
    pub name: String,
    pub count: String,
    /// How many of the step before, in words; empty for the first.
    pub of_before: String,
    /// Whole percent of the first.
    pub width: i64,
    pub href: String,
}

/// Partners by pipeline and win rate.
pub(crate) struct Map {
    /// JSON for the chart script; contains no `<`.
    pub data: String,
    /// The day it is told as of, for a picture of it.
    pub note: String,
    /// Partner, phase, and the three figures.
    pub heads: [String; 5],
    pub lines: Vec<MapLine>,
    /// Those that are not named, together.
    pub others: Option<MapLine>,
}

pub(crate) struct MapLine {
    pub name: String,
    pub href: String,
    pub phase: String,
    pub pipeline: String,
    pub win_rate: String,
    pub bookings: String,
}

/// Rows of a grid, and its columns.
const GRID: (usize, usize) = (20, 24);
/// Shades of a heat map.
const SHADES: i128 = 5;

impl TileView {
    /// The same for a contact, who has no pages but the rows behind a number.
    pub(crate) fn led_to(mut self, pages: &Pages<'_>) -> Self {
        let ways = [("/insights/rows?", pages.rows()), ("/insights/funnel/rows?", pages.funnel_rows())];
        let lead = |href: &mut String| {
            let way = ways.iter().find_map(|(own, rows)| Some(format!("{rows}?{}", href.strip_prefix(own)?)));
            *href = way.unwrap_or_default();
        };
        self.href.clear();
        self.definition.iter_mut().for_each(|d| d.href.clear());
        if let Some(number) = &mut self.number {
            lead(&mut number.href);
            if let Some(delta) = &mut number.delta {
                lead(&mut delta.href);
            }
        }
        for line in self.chart.iter_mut().flat_map(|c| &mut c.lines) {
            for value in line.cells.iter_mut().flat_map(|c| &mut c.values) {
                lead(&mut value.href);
                if let Some(delta) = &mut value.delta {
                    lead(&mut delta.href);
                }
            }
        }
        self.ranking.iter_mut().flat_map(|r| &mut r.lines).for_each(|l| lead(&mut l.href));
        self.grid.iter_mut().flat_map(|g| &mut g.lines).flat_map(|l| &mut l.cells).for_each(|c| lead(&mut c.href));
        self.funnel.iter_mut().for_each(|s| lead(&mut s.href));
        self
    }
}

/// The tile's answer from the rows this reader may see; nothing when it is not for them at all.
pub(crate) async fn view(cx: &Ctx, ui: &Ui, tile: &Tile, home: Currency) -> Outcome<Option<TileView>> {
    let mut view = TileView {
        id: tile.id.clone(),
        title: title(ui, tile),
        note: note(ui, &tile.question),
        width: tile.width,
        ..TileView::default()
    };
    match answer_tile(cx, tile.shown, &tile.question).await {
        Ok(TileAnswer::Figures(answer)) => figures(cx, ui, &mut view, tile, &answer, home).await?,
        Ok(TileAnswer::Funnel(funnel)) => {
            view.href = super::special::funnel_address(&funnel);
            view.funnel = funnel_steps(ui, &funnel);
        }
        Ok(TileAnswer::Portfolio(portfolio)) => {
            view.href = "/insights/portfolio".to_owned();
            view.note = ui.t1("map-note", "currency", portfolio.currency);
            view.map = Some(map(ui, &portfolio)).filter(|map| !map.lines.is_empty());
        }
        Ok(TileAnswer::Cohorts(cohorts)) => {
            view.href = "/insights/cohorts".to_owned();
            view.note = ui.word("cohort-first", cohorts.first);
            view.grid = Some(cohort_grid(ui, &cohorts)).filter(|grid| !grid.lines.is_empty());
        }
        Err(Failure::NotFound) => return Ok(None),
        // A filter names what this reader cannot see, or what is gone.
        Err(Failure::Invalid(_)) => view.says = ui.t("dashboard-tile-refused"),
        Err(other) => return Err(other),
    }
    let there = view.number.is_some() || view.chart.is_some() || view.ranking.is_some() || view.grid.is_some();
    if !there && view.funnel.is_empty() && view.map.is_none() && view.says.is_empty() {
        view.says = ui.t("dashboard-tile-empty");
    }
    Ok(Some(view))
}

/// What a tile is called: by its owner, or after what it shows.
pub(crate) fn title(ui: &Ui, tile: &Tile) -> String {
    if !tile.name.is_empty() {
        return tile.name.clone();
    }
    let Some(metric) = &tile.question.metric else { return ui.word("shown", tile.shown) };
    let name = metric_name(ui, metric);
    let by: Vec<String> = tile
        .question
        .by
        .iter()
        .filter_map(|b| b.parse::<Dimension>().ok())
        .map(|d| kpi::dimension_name(ui.locale(), &d))
        .collect();
    if by.is_empty() { name } else { ui.t2("dashboard-tile-by", "metric", name, "by", by.join(", ")) }
}

/// What the metric of this key is called; the key, when there is none.
pub(super) fn metric_name(ui: &Ui, key: &str) -> String {
    kpi::registry::find(key).map_or_else(|| key.to_owned(), |metric| metric.name(ui.locale()).to_owned())
}

fn note(ui: &Ui, question: &KeptQuestion) -> String {
    let stock = question.metric.as_deref().and_then(kpi::registry::find).is_some_and(Metric::is_stock);
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |date| ui.date(&date));
    let mut parts = Vec::new();
    if question.from.is_some() || question.to.is_some() {
        let end = |text: &Option<String>| text.as_deref().map_or_else(|| "…".to_owned(), day);
        parts.push(ui.t2("insights-note", "from", end(&question.from), "to", end(&question.to)));
    } else if stock {
        parts.push(ui.t("dashboard-tile-now"));
    } else {
        parts.push(ui.word("insights-period", question.period.as_deref().unwrap_or("all")));
    }
    parts.extend(question.as_of.as_deref().map(|d| ui.t1("insights-note-as-of", "date", day(d))));
    if !question.filters.is_empty() {
        parts.push(ui.tn("dashboard-tile-filters", "count", i64::try_from(question.filters.len()).unwrap_or(i64::MAX)));
    }
    parts.join(" · ")
}

async fn figures(cx: &Ctx, ui: &Ui, view: &mut TileView, tile: &Tile, answer: &Answer, home: Currency) -> Outcome<()> {
    let metric = answer.ask.metric;
    let mut question = tile.question.question(ui.today(), ui.fiscal_start());
    if answer.ask.earlier.is_none() {
        question.compare = None;
    }
    view.definition = Some(definition(ui, metric, &answer.ask.policies, &answer.ask.policies_in_force()));
    view.href = rows_address(&question, &[]);
    view.filters = kpi::filters_in_words(cx, &answer.ask).await?;
    match tile.shown {
        ShownAs::Trend => {
            view.chart = chart(ui, metric, "dashboard-chart", &question, answer, home);
        }
        ShownAs::Ranking => view.ranking = ranking(cx, ui, metric, &question, answer, home).await?,
        ShownAs::HeatMap => view.grid = heat(ui, metric, &question, answer, home),
        ShownAs::Table => view.grid = table(ui, metric, &question, answer),
        _ => view.number = Some(number(ui, metric, &question, answer, home)),
    }
    Ok(())
}

/// The filters that lead to the rows of a figure.
pub(super) fn filters_of(figure: &Figure) -> Vec<String> {
    let mut filters: Vec<String> = figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
    if !figure.group.iter().any(|g| g.dimension == Dimension::Currency) {
        filters.extend(figure.currency.map(|c| format!("currency={c}")));
    }
    filters
}

/// How many are not shown, in words; empty for none.
pub(super) fn more(ui: &Ui, all: usize, shown: usize) -> String {
    let left = all.saturating_sub(shown);
    if left == 0 { String::new() } else { ui.tn("dashboard-more", "count", i64::try_from(left).unwrap_or(i64::MAX)) }
}

fn heat(ui: &Ui, metric: &Metric, question: &Question, answer: &Answer, home: Currency) -> Option<Grid> {
    let currency = main_currency(answer, home);
    let figures: Vec<&Figure> = answer.figures.iter().filter(|f| f.currency == currency && f.count > 0).collect();
    let ([down, across], true) = (answer.ask.by.as_slice(), !figures.is_empty()) else { return None };
    let at = |f: &Figure, d: &Dimension| {
        let label = |g: &GroupValue| answer.ask.label(ui.locale(), g);
        f.group.iter().find(|g| g.dimension == *d).map(|g| (g.key.clone(), label(g)))
    };
    let mut columns: BTreeSet<(String, String)> = BTreeSet::new();
    let mut weights: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut cells: BTreeMap<(String, String), &Figure> = BTreeMap::new();
    for figure in &figures {
        let (Some(row), Some(column)) = (at(figure, down), at(figure, across)) else { continue };
        *weights.entry(row.clone()).or_default() += figure.count;
        cells.insert((row.0, column.0.clone()), figure);
        columns.insert(column);
    }
    let mut rows: Vec<((String, String), i64)> = weights.into_iter().collect();
    if down.is_time() {
        rows.sort();
    } else {
        rows.sort_by(|a, b| (a.0.0.is_empty(), -a.1, &a.0.1).cmp(&(b.0.0.is_empty(), -b.1, &b.0.1)));
    }
    let all = rows.len();
    rows.truncate(GRID.0);
    let mut columns: Vec<(String, String)> = columns.into_iter().collect();
    let columns = columns.split_off(columns.len().saturating_sub(GRID.1));
    let highest = figures.iter().filter_map(|f| f.value).max().unwrap_or(0).max(1);
    let lines = rows.into_iter().map(|((key, name), _)| {
        let cell = |column: &(String, String)| {
            let Some(figure) = cells.get(&(key.clone(), column.0.clone())) else { return GridCell::default() };
            GridCell {
                text: figure.text(ui.locale(), metric),
                href: rows_address(question, &filters_of(figure)),
                shade: shade(figure.value, highest),
            }
        };
        GridLine { name, cells: columns.iter().map(cell).collect() }
    });
    let lines: Vec<GridLine> = lines.collect();
    Some(Grid {
        corner: kpi::dimension_name(ui.locale(), down),
        heads: columns.iter().map(|(_, label)| label.clone()).collect(),
        more: more(ui, all, lines.len()),
        lines,
        legend: currency.map_or_else(|| ui.t("dashboard-heat"), |c| ui.t1("dashboard-heat-of", "currency", c)),
    })
}

/// 1 to 5 for what is more than nothing.
pub(super) fn shade(value: Option<i64>, highest: i64) -> i64 {
    let Some(value) = value.filter(|v| *v > 0) else { return 0 };
    let part = (i128::from(value) * SHADES + i128::from(highest) - 1) / i128::from(highest.max(1));
    i64::try_from(part.clamp(1, SHADES)).unwrap_or(0)
}

fn table(ui: &Ui, metric: &Metric, question: &Question, answer: &Answer) -> Option<Grid> {
    let figures: Vec<&Figure> = answer.figures.iter().filter(|f| f.count > 0 || f.excluded > 0).collect();
    let first = figures.first()?;
    let dimensions: Vec<Dimension> = first.group.iter().map(|g| g.dimension.clone()).collect();
    let names: Vec<String> = dimensions.iter().map(|d| kpi::dimension_name(ui.locale(), d)).collect();
    let lines = figures.iter().take(GRID.0).map(|figure| GridLine {
        name: figure.group.iter().map(|g| answer.ask.label(ui.locale(), g)).collect::<Vec<_>>().join(" · "),
        cells: vec![
            GridCell {
                text: figure.text(ui.locale(), metric),
                href: rows_address(question, &filters_of(figure)),
                shade: 0,
            },
            GridCell { text: ui.number(figure.count), ..GridCell::default() },
        ],
    });
    let lines: Vec<GridLine> = lines.collect();
    Some(Grid {
        corner: names.join(" · "),
        heads: vec![metric.name(ui.locale()).to_owned(), ui.t("kpi-column-count")],
        more: more(ui, figures.len(), lines.len()),
        lines,
        legend: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::shade;

    #[test]
    fn the_highest_has_the_last_shade_and_nothing_has_none() {
        let shades = [0, 1, 20, 21, 60, 100].map(|v| shade(Some(v), 100));
        assert_eq!(shades, [0, 1, 1, 2, 3, 5]);
        assert_eq!(shade(None, 100), 0);
    }
}
