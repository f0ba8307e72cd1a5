//! Answers and the rows behind them as tables for a file.

use super::answer::{Answer, Figure, GroupValue};
use super::ask::{Ask, Question};
use super::dimension::{Dimension, Kind};
use super::label::{dimension_name, filters_in_words};
use super::registry::{Metric, Shape, Subject, Unit};
use super::rows::{Row, Which, rows};
use super::stays::Stay;
use crate::Ctx;
use crate::access::policy::Action;
use crate::connect::export::{Cell, Format, Row as Line, Rows as Lines, file};
use futures::{StreamExt, TryStreamExt};
use kernel::page::MAX_LIMIT;
use kernel::{Currency, Cursor, Locale, Outcome, PageRequest};

/// A table: headings in the reader's language, and lines.
pub struct Table {
    pub headings: Vec<String>,
    pub lines: Lines,
}

impl Table {
    /// The file, whole.
    ///
    /// # Errors
    /// The database's.
    pub async fn bytes(self, format: Format) -> Outcome<Vec<u8>> {
        let mut pieces = file(format, self.headings, self.lines).await?;
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

/// A column of figures.
enum Column {
    Metric,
    /// The group's name, and where names may be the same, its key.
    Group(Dimension),
    Key(Dimension),
    /// The days a stretch of time covers, where they are not all.
    Covered(Dimension),
    Currency,
    /// What of each currency went in.
    Originals,
    Value,
    Unit,
    Median,
    P25,
    P75,
    P90,
    Part,
    Count,
    Excluded,
    Policies,
    Target,
    Attainment,
    ToTarget,
    Earlier,
    EarlierCount,
    Difference,
    Change,
    /// How far the time compared has run.
    Running,
    /// What was asked: its first and last day, the day it is told as of, and what it is narrowed to.
    From,
    To,
    AsOf,
    Filters,
}

/// The figures of `answers`: a line for each metric, group and currency, and a line for all of it, called "All". What is not known is a
/// group like any other, so that the lines of one currency add up to the last. Each line says which days were asked for and what they were
/// narrowed to, so that a file is understood by itself.
///
/// # Errors
/// `Forbidden`; the database's.
pub async fn figures_table(cx: &Ctx, answers: &[Answer]) -> Outcome<Table> {
    cx.allow(Action::Export)?;
    let columns = columns(answers);
    let headings = columns.iter().map(|c| heading(cx.locale, c, answers)).collect();
    let mut lines: Vec<Line> = Vec::new();
    for answer in answers {
        let filters = filters_in_words(cx, &answer.ask).await?.join("; ");
        let metric = answer.ask.metric;
        let divided = !answer.ask.by.is_empty() || metric.shape == Shape::Conversion;
        let parts = answer.figures.iter().filter(|_| divided).map(|f| (f, false));
        let whole = answer.totals.iter().filter(|_| metric.shape != Shape::Conversion).map(|f| (f, true));
        for (figure, all) in parts.chain(whole) {
            lines.push(columns.iter().map(|c| cell(cx.locale, c, &answer.ask, &filters, (figure, all))).collect());
        }
    }
    Ok(Table { headings, lines: futures::stream::iter([Ok(lines)]).boxed() })
}

/// Columns that have something to say.
fn columns(answers: &[Answer]) -> Vec<Column> {
    let figures = || answers.iter().flat_map(|a| a.figures.iter().chain(&a.totals));
    let any = |has: fn(&Figure) -> bool| figures().any(has);
    let mut dimensions: Vec<Dimension> = Vec::new();
    let asked = answers.iter().flat_map(|a| a.ask.by.iter());
    for dimension in asked.chain(figures().flat_map(|f| f.group.iter().map(|g| &g.dimension))) {
        if !dimensions.contains(dimension) {
            dimensions.push(dimension.clone());
        }
    }
    let mut columns = vec![Column::Metric];
    for dimension in dimensions {
        let by_id = dimension.kind() == Kind::Id;
        columns.push(Column::Group(dimension.clone()));
        let of_it =
            |a: &Answer, f: &Figure| f.group.iter().any(|g| g.dimension == dimension && a.ask.covered(g).is_some());
        let partly = answers.iter().any(|a| a.figures.iter().any(|f| of_it(a, f)));
        if by_id {
            columns.push(Column::Key(dimension));
        } else if partly {
            columns.push(Column::Covered(dimension));
        }
    }
    if any(|f| f.currency.is_some()) {
        columns.push(Column::Currency);
    }
    columns.extend([Column::Value, Column::Unit]);
    if any(|f| !f.originals.is_empty()) {
        columns.push(Column::Originals);
    }
    if any(|f| f.median.is_some()) {
        columns.extend([Column::Median, Column::P25, Column::P75, Column::P90]);
    }
    if any(|f| f.part.is_some()) {
        columns.push(Column::Part);
    }
    columns.extend([Column::Count, Column::Excluded]);
    if answers.iter().any(|a| !a.ask.policies_in_force().is_empty()) {
        columns.push(Column::Policies);
    }
    if any(|f| f.target.is_some()) {
        columns.extend([Column::Target, Column::Attainment, Column::ToTarget]);
    }
    if any(|f| f.earlier.is_some()) {
        columns.extend([Column::Earlier, Column::EarlierCount, Column::Difference, Column::Change]);
    }
    if any(|f| f.earlier.as_ref().is_some_and(|e| e.running.is_some())) {
        columns.push(Column::Running);
    }
    let asked = |has: fn(&Ask) -> bool| answers.iter().any(|a| has(&a.ask));
    for (column, has) in [
        (Column::From, (|ask| ask.from.is_some()) as fn(&Ask) -> bool),
        (Column::To, |ask| ask.to.is_some()),
        (Column::AsOf, |ask| ask.as_of.is_some()),
        (Column::Filters, |ask| !ask.filters.is_empty()),
    ] {
        if asked(has) {
            columns.push(column);
        }
    }
    columns
}

fn heading(locale: Locale, column: &Column, answers: &[Answer]) -> String {
    let text = |key: &str| i18n::text(locale, key);
    let named = |dimension: &Dimension| dimension_name(locale, dimension);
    let then = || {
        let earlier = answers.iter().find_map(|a| a.ask.earlier);
        earlier.map_or_else(String::new, |e| {
            let named = text(&format!("kpi-earlier-{}", e.compare.as_str().replace('_', "-")));
            format!("{named}, {} – {}", e.from, e.to)
        })
    };
    match column {
        Column::Metric => text("kpi-column-metric"),
        Column::Group(dimension) => named(dimension),
        Column::Key(dimension) => i18n::text_args(locale, "kpi-column-key", &[("dimension", named(dimension).into())]),
        Column::Covered(dimension) => {
            i18n::text_args(locale, "kpi-column-covered", &[("dimension", named(dimension).into())])
        }
        Column::Currency => text("kpi-column-currency"),
        Column::Originals => text("kpi-column-originals"),
        Column::Value => text("kpi-column-value"),
        Column::Unit => text("kpi-column-unit"),
        Column::Median => text("kpi-column-median"),
        Column::P25 => text("kpi-column-p25"),
        Column::P75 => text("kpi-column-p75"),
        Column::P90 => text("kpi-column-p90"),
        Column::Part => text("kpi-column-part"),
        Column::Count => text("kpi-column-count"),
        Column::Excluded => text("kpi-column-excluded"),
        Column::Policies => text("kpi-column-policies"),
        Column::Target => text("kpi-column-target"),
        Column::Attainment => text("kpi-column-attainment"),
        Column::ToTarget => text("kpi-column-to-target"),
        Column::Earlier => then(),
        Column::EarlierCount => text("kpi-column-earlier-count"),
        Column::Difference => text("kpi-column-difference"),
        Column::Change => text("kpi-column-change-percent"),
        Column::Running => text("kpi-column-running"),
        Column::From => text("insights-from"),
        Column::To => text("insights-to"),
        Column::AsOf => text("insights-as-of"),
        Column::Filters => text("kpi-column-filters"),
    }
}

fn cell(locale: Locale, column: &Column, ask: &Ask, filters: &str, (figure, all): (&Figure, bool)) -> Cell {
    let metric = ask.metric;
    let text = |key: &str| Cell::Text(i18n::text(locale, key));
    let number = |value: Option<i64>| match (metric.unit, value) {
        (_, None) => Cell::Empty,
        (Unit::Count, Some(value)) => Cell::Number(value / 10_000),
        (_, Some(value)) => Cell::Decimal(value),
    };
    let group =
        |dimension: &Dimension| -> Option<&GroupValue> { figure.group.iter().find(|g| g.dimension == *dimension) };
    let spread = |which: fn(super::figure::Spread) -> i64| number(figure.spread.map(which));
    let then = figure.earlier.as_ref();
    match column {
        Column::Metric => Cell::Text(metric.name(locale).to_owned()),
        Column::Group(_) if all => text("kpi-total"),
        Column::Group(dimension) => Cell::text(group(dimension).map(|g| g.label.as_str())),
        Column::Key(dimension) => Cell::text(group(dimension).map(|g| g.key.as_str()).filter(|key| !key.is_empty())),
        Column::Covered(dimension) => {
            let covered = group(dimension).and_then(|g| ask.covered(g));
            covered.map_or(Cell::Empty, |days| Cell::Text(format!("{} – {}", days.from, days.to)))
        }
        Column::Currency => figure.currency.map_or(Cell::Empty, |c| Cell::Text(c.to_string())),
        Column::Originals => Cell::Text(figure.originals_text(locale).join("; ")),
        Column::Value => number(figure.value),
        Column::Unit => text(&format!("kpi-sheet-unit-{}", metric.unit)),
        Column::Median => number(figure.median),
        Column::P25 => spread(|s| s.p25),
        Column::P75 => spread(|s| s.p75),
        Column::P90 => spread(|s| s.p90),
        Column::Part => figure.part.map_or(Cell::Empty, Cell::Number),
        Column::Count => Cell::Number(figure.count),
        Column::Excluded => Cell::Number(figure.excluded),
        Column::Policies => Cell::text(Some(ask.policies_text()).filter(|text| !text.is_empty()).as_deref()),
        Column::Target => number(figure.target.map(|t| t.value)),
        Column::Attainment => figure.target.and_then(|t| t.attainment).map_or(Cell::Empty, Cell::Decimal),
        Column::ToTarget => number(figure.target.and_then(|t| t.difference)),
        Column::Earlier => number(then.and_then(|e| e.value)),
        Column::EarlierCount => then.map_or(Cell::Empty, |e| Cell::Number(e.count)),
        Column::Difference => number(then.and_then(|e| e.difference)),
        Column::Change => then.and_then(|e| e.change).map_or(Cell::Empty, Cell::Decimal),
        Column::From => ask.from.map_or(Cell::Empty, Cell::Date),
        Column::To => ask.to.map_or(Cell::Empty, Cell::Date),
        Column::AsOf => ask.as_of.map_or(Cell::Empty, |as_of| Cell::Date(as_of.date)),
        Column::Filters => Cell::text(Some(filters).filter(|text| !text.is_empty())),
        Column::Running => then.and_then(|e| e.running).map_or(Cell::Empty, |running| Cell::Text(running.text(locale))),
    }
}

/// All the rows behind the figure that `question` gives, read as the file is written.
///
/// # Errors
/// `Forbidden`; as [`super::Ask::read`]. Later batches fail with the database.
pub async fn rows_table(cx: &Ctx, question: &Question, which: Which) -> Outcome<Table> {
    cx.allow(Action::Export)?;
    let whole = |after| PageRequest { limit: Some(MAX_LIMIT), after };
    // The first page tells whether the question is right, before anything is sent.
    let first = rows(cx, question, which, &whole(None)).await?;
    let (metric, currency, locale) = (first.ask.metric, first.ask.currency, cx.locale);
    let headings = row_headings(locale, metric, first.ask.currency);
    let lines = move |items: Vec<Row>| -> Vec<Line> {
        items.into_iter().map(|row| row_line(locale, metric, currency, row)).collect()
    };
    let start = first.page.next_cursor.as_deref().and_then(Cursor::decode);
    let state = (cx.clone(), question.clone(), start);
    let rest = futures::stream::try_unfold(state, move |(cx, question, after)| async move {
        let Some(after) = after else { return Ok(None) };
        let found = rows(&cx, &question, which, &whole(Some(after))).await?;
        let after = found.page.next_cursor.as_deref().and_then(Cursor::decode);
        Ok(Some((lines(found.page.items), (cx, question, after))))
    });
    let head = futures::stream::iter([Ok(lines(first.page.items))]);
    Ok(Table { headings, lines: head.chain(rest).boxed() })
}

fn row_headings(locale: Locale, metric: &Metric, currency: Option<Currency>) -> Vec<String> {
    let text = |key: &str| i18n::text(locale, key);
    if metric.family.subject() == Subject::Stays {
        return STAY_COLUMNS.iter().map(|key| text(key)).collect();
    }
    let deals = metric.family.subject() == Subject::Deals;
    let mut headings = vec![
        text("insights-rows-number"),
        text(if deals { "insights-rows-deal" } else { "insights-rows-customer" }),
        text("insights-rows-partner"),
        text(&format!("kpi-date-{}", metric.family.date().as_str().replace('_', "-"))),
        text("insights-rows-counted"),
    ];
    headings.extend(match metric.shape {
        Shape::Distribution => vec![text("insights-rows-duration"), text("kpi-column-unit")],
        _ if metric.unit == Unit::Money => vec![text("insights-rows-amount"), text("kpi-column-currency")],
        _ => Vec::new(),
    });
    headings.extend(currency.map(|currency| {
        i18n::text_args(locale, "insights-rows-exchanged", &[("currency", currency.to_string().into())])
    }));
    headings.push(text(if deals { "kpi-column-deal-id" } else { "kpi-column-registration-id" }));
    headings.push(text("kpi-column-partner-id"));
    headings
}

/// The columns of stays.
const STAY_COLUMNS: [&str; 11] = [
    "insights-rows-partner",
    "kpi-by-program",
    "kpi-by-phase",
    "insights-rows-entered",
    "insights-rows-left",
    "insights-rows-days",
    "insights-rows-expected",
    "insights-rows-counted",
    "kpi-column-stay-id",
    "kpi-column-partner-id",
    "kpi-column-program-id",
];

fn stay_line(locale: Locale, stay: Stay, row: &Row) -> Line {
    let text = |key: String| Cell::Text(i18n::text(locale, &key));
    vec![
        Cell::Text(row.name.clone()),
        Cell::Text(stay.program_name),
        text(format!("phase-{}", stay.phase)),
        Cell::Date(stay.entered),
        stay.left.map_or(Cell::Empty, Cell::Date),
        Cell::Number(stay.days),
        stay.expected_days.map_or(Cell::Empty, Cell::Number),
        text(format!("kpi-measure-{}", row.measure.as_str().replace('_', "-"))),
        Cell::Text(stay.id.to_string()),
        row.partner.map_or(Cell::Empty, |partner| Cell::Text(partner.to_string())),
        Cell::Text(stay.program.to_string()),
    ]
}

fn row_line(locale: Locale, metric: &Metric, currency: Option<Currency>, mut row: Row) -> Line {
    if let Some(stay) = row.stay.take() {
        return stay_line(locale, stay, &row);
    }
    let text = |key: &str| i18n::text(locale, key);
    let deal = row.deal.map(|id| id.to_string());
    let id = deal.or_else(|| row.registration.map(|id| id.to_string())).unwrap_or_default();
    let mut line = vec![
        Cell::Text(row.number),
        Cell::Text(row.name),
        Cell::Text(row.partner_name.unwrap_or_else(|| text("kpi-unknown-partner"))),
        row.date.map_or(Cell::Empty, Cell::Date),
        Cell::Text(text(&format!("kpi-measure-{}", row.measure.as_str().replace('_', "-")))),
    ];
    line.extend(match metric.shape {
        Shape::Distribution => vec![
            row.duration.map_or(Cell::Empty, Cell::Decimal),
            Cell::Text(text(&format!("kpi-sheet-unit-{}", metric.unit))),
        ],
        _ if metric.unit == Unit::Money => vec![
            row.money.map_or(Cell::Empty, |money| Cell::Decimal(money.amount)),
            row.money.map_or(Cell::Empty, |money| Cell::Text(money.currency.to_string())),
        ],
        _ => Vec::new(),
    });
    line.extend(currency.map(|_| row.exchanged.map_or(Cell::Empty, |money| Cell::Decimal(money.amount))));
    line.push(Cell::Text(id));
    line.push(row.partner.map_or(Cell::Empty, |partner| Cell::Text(partner.to_string())));
    line
}
