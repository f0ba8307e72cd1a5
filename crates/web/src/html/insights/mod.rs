//! Insights: the numbers, what they mean, and the rows behind each.

mod alerts;
mod board;
pub(crate) mod coaching;
mod coaching_rules;
mod compared;
mod corrections;
mod definitions;
mod download;
mod keep;
mod phases;
mod query;
mod rows;
pub(crate) mod scores;
mod special;
mod targets;
mod typed;

use crate::html::field::Choice;
use crate::html::{PageResult, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use board::Board;
pub(super) use board::partner_tiles;
pub(crate) use board::{Chart, Definition, Tile, chart, definition, described, main_currency, tile};
pub(crate) use download::answer as file;
use kernel::{Failure, FieldErrors};
use operations::grow::kpi::{self, Ask, Dimension};
use operations::grow::target::TargetKind;
use operations::{App, settings};
use query::{InsightsQuery, PRESETS, is_offered};
pub(crate) use query::{address, rows_address};
pub(crate) use rows::{Pages, RowsView, rows_view};
pub(crate) use special::{ListView, funnel_view};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/insights", get(insights))
        .route("/insights/rows", get(rows::rows))
        .route("/insights/export", get(download::figures))
        .route("/insights/rows/export", get(download::rows))
        .route("/insights/corrections", get(corrections::page))
        .route("/insights/phases", get(phases::page))
        .route("/insights/coaching", get(coaching::list))
        .route("/insights/coaching/rules", get(coaching_rules::list))
        .route("/insights/coaching/rules/new", get(coaching_rules::new).post(coaching_rules::add))
        .route("/insights/coaching/rules/{coaching_rule}", get(coaching_rules::show).post(coaching_rules::save))
        .route("/partners/{partner}/coaching/{coaching_rule}", get(coaching::rows))
        .route("/insights/health", get(scores::list))
        .route("/partners/{partner}/health", get(scores::show))
        .merge(targets::routes())
        .merge(alerts::routes())
        .route("/insights/definitions", get(definitions::list))
        .route("/insights/definitions/{metric}", get(definitions::one))
        .merge(keep::routes())
        .merge(special::routes())
}

/// A filter that is on, and the address without it.
struct Chip {
    text: String,
    without: String,
}

#[derive(Template)]
#[template(path = "insights/insights.html")]
struct Insights {
    ui: Ui,
    query: InsightsQuery,
    errors: FieldErrors,
    presets: Vec<Choice>,
    compare: Vec<Choice>,
    /// Amounts each in its currency, or all in one; empty where there is no other.
    money: Vec<Choice>,
    custom: bool,
    dates: Vec<DateField>,
    /// What the form with the dates carries along.
    kept: Vec<(&'static str, String)>,
    selects: Vec<Select>,
    by: Vec<Choice>,
    by_title: String,
    chips: Vec<Chip>,
    note: String,
    narrowed: bool,
    /// Totals are being made again.
    recounting: bool,
    /// Filters with values nobody has; empty where there are none.
    unseen: String,
    /// The choices by which figures are counted.
    policies: Vec<String>,
    csv: String,
    xlsx: String,
    /// Where a question of this page is kept.
    keep: String,
    board: Option<Board>,
}

impl Insights {
    /// Whether there is anything to put into a file.
    fn counted(&self) -> bool {
        self.board.as_ref().is_some_and(|board| !board.empty)
    }
}

/// A day one types.
struct DateField {
    id: &'static str,
    label: String,
    value: String,
    error: String,
}

/// A filter one chooses from a list.
struct Select {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

/// `Region: Nrod`.
fn unseen(ui: &Ui, ask: &Ask) -> String {
    let named = |filter: &String| {
        let (name, value) = filter.split_once('=')?;
        let dimension: Dimension = name.parse().ok()?;
        Some(format!("{}: {value}", dimension_name(ui, &dimension)))
    };
    ask.unseen.iter().filter_map(named).collect::<Vec<_>>().join(", ")
}

async fn insights(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let home = settings::organisation(cx.read()).await?.currency;
    let division = query.division();
    // The filters and dates are the same for every number: one understood question tells whether they are right.
    let asked = Ask::read(&cx, &query.question(&ui, "bookings", &[])).await;
    let (mut ask, mut errors) = match asked {
        Ok(ask) => (Some(ask), FieldErrors::default()),
        Err(Failure::Invalid(errors)) => (None, errors),
        Err(other) => return Err(other.into()),
    };
    let by = match division {
        Ok(by) => by,
        Err(Failure::Invalid(found)) => {
            ask = None;
            errors.0.extend(found.0);
            Dimension::Segment
        }
        Err(other) => return Err(other.into()),
    };
    let board = match &ask {
        Some(_) => match board::board(&cx, &ui, &query, &by, home).await {
            Ok(board) => Some(board),
            Err(Failure::Invalid(found)) => {
                errors = found;
                None
            }
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    let mut selects = Vec::new();
    for (name, dimension, chosen) in [
        ("program", Dimension::Program, &query.program),
        ("segment", Dimension::Segment, &query.segment),
        ("owner", Dimension::Owner, &query.owner),
        ("region", Dimension::Region, &query.region),
    ] {
        let choices = kpi::choices(&cx, &dimension).await?;
        if !choices.is_empty() {
            let choices = choices.into_iter().map(|c| Choice::new(&c.key, c.label, chosen)).collect();
            selects.push(Select { name, label: ui.word("kpi-by", &dimension), choices });
        }
    }
    let invalid = board.is_none();
    let page = Insights {
        presets: PRESETS
            .iter()
            .filter(|p| is_offered(&ui, p) || **p == query.preset())
            .map(|p| Choice::new(p, ui.t(&format!("insights-period-{p}")), query.preset()))
            .collect(),
        compare: std::iter::once(Choice::new("", ui.t("insights-compare-none"), &query.compare))
            .chain(kpi::Compare::ALL.iter().map(|c| Choice::new(c, ui.word("insights-compare", c), &query.compare)))
            .chain(TargetKind::ALL.iter().map(|k| Choice::new(k, ui.word("insights-compare", k), &query.compare)))
            .collect(),
        money: money(&cx, &ui, &query, home).await?,
        custom: query.preset() == "custom" || !query.as_of.is_empty(),
        dates: [
            ("from", &query.from, "insights-from"),
            ("to", &query.to, "insights-to"),
            ("as_of", &query.as_of, "insights-as-of"),
        ]
        .map(|(id, value, label)| DateField {
            id,
            label: ui.t(label),
            value: value.clone(),
            error: ui.field_error(&errors, id).unwrap_or_default(),
        })
        .into(),
        kept: query.pairs().into_iter().filter(|(name, _)| !["period", "from", "to", "as_of"].contains(name)).collect(),
        selects,
        by: board::offered()
            .filter(|d| **d != Dimension::Currency && (is_offered(&ui, &d.to_string()) || **d == by))
            .map(|d| Choice::new(d, ui.word("kpi-by", d), &by.to_string()))
            .collect(),
        by_title: ui.t1("insights-breakdown", "dimension", dimension_name(&ui, &by)),
        chips: match &ask {
            Some(ask) => chips(&cx, &ui, &query, ask).await?,
            None => Vec::new(),
        },
        note: board.as_ref().and_then(|b| b.earlier).map_or_else(
            || note(&ui, &query),
            |(from, to)| {
                let then = ui.t2("insights-note-compared", "from", ui.date(&from), "to", ui.date(&to));
                format!("{} · {then}", note(&ui, &query))
            },
        ),
        keep: address("/insights/questions/new", &query.pairs()),
        csv: export(&query, "csv"),
        xlsx: export(&query, "xlsx"),
        recounting: ask.as_ref().is_some_and(|ask| ask.recounting),
        unseen: ask.as_ref().map(|ask| unseen(&ui, ask)).unwrap_or_default(),
        policies: policies_in_words(&ui, ask.as_ref()),
        narrowed: !query.pairs().iter().all(|(name, _)| *name == "by"),
        query,
        errors,
        board,
        ui,
    };
    if invalid { render_invalid(&page) } else { render(&page) }
}

/// The ways to show amounts, where there are several currencies.
async fn money(
    cx: &operations::Ctx,
    ui: &Ui,
    query: &InsightsQuery,
    home: kernel::Currency,
) -> Result<Vec<Choice>, crate::failure::PageFailure> {
    let chosen: Option<kernel::Currency> = query.currency.parse().ok();
    let others = kpi::currencies(cx).await?.into_iter().any(|currency| currency != home);
    if !others && chosen.is_none() {
        return Ok(Vec::new());
    }
    let mut offered = vec![home];
    offered.extend([kernel::Currency::EUR].into_iter().chain(chosen).filter(|c| *c != home));
    offered.dedup();
    let value = chosen.map(|c| c.to_string()).unwrap_or_default();
    let each = Choice::new("", ui.t("insights-money-each"), &value);
    let one = offered.into_iter().map(|c| Choice::new(c, ui.t1("insights-money-one", "currency", c), &value));
    Ok(std::iter::once(each).chain(one).collect())
}

/// All the choices by which figures are counted.
fn policies_in_words(ui: &Ui, ask: Option<&Ask>) -> Vec<String> {
    let Some(ask) = ask else { return Vec::new() };
    kpi::Policy::ALL.iter().map(|policy| board::policy_text(ui, &ask.policies, *policy)).collect()
}

/// The page's numbers as a file.
fn export(query: &InsightsQuery, format: &str) -> String {
    let mut pairs = query.pairs();
    pairs.push(("format", format.to_owned()));
    address("/insights/export", &pairs)
}

fn dimension_name(ui: &Ui, dimension: &Dimension) -> String {
    kpi::dimension_name(ui.locale(), dimension)
}

/// The filters that no list on the page shows.
async fn chips(
    cx: &operations::Ctx,
    ui: &Ui,
    query: &InsightsQuery,
    ask: &Ask,
) -> Result<Vec<Chip>, crate::failure::PageFailure> {
    let mut chips = Vec::new();
    for (dimension, choice) in kpi::filter_names(cx, ask).await? {
        let name = dimension.to_string();
        let listed = [
            ("program", &query.program),
            ("segment", &query.segment),
            ("owner", &query.owner),
            ("region", &query.region),
        ];
        if listed.iter().any(|(n, v)| *n == name && **v == choice.key) {
            continue;
        }
        let text = format!("{}: {}", dimension_name(ui, &dimension), choice.label);
        let mut rest = query.clone();
        let spelled = format!("{name}={}", choice.key);
        rest.filter.retain(|f| *f != spelled);
        if rest.filter.len() == query.filter.len() {
            // It was asked for by name.
            rest.filter.retain(|f| !f.starts_with(&format!("{name}=")));
        }
        chips.push(Chip { text, without: address("/insights", &rest.pairs()) });
    }
    Ok(chips)
}

/// The period in words.
fn note(ui: &Ui, query: &InsightsQuery) -> String {
    let (from, to) = query.period(ui.today(), ui.fiscal_start());
    let date = |text: &str| text.parse().map_or_else(|_| "…".to_owned(), |date| ui.date(&date));
    let mut note = if from.is_empty() && to.is_empty() {
        ui.t("insights-note-all")
    } else {
        ui.t2("insights-note", "from", date(&from), "to", date(&to))
    };
    if !query.as_of.is_empty() {
        note.push_str(" · ");
        note.push_str(&ui.t1("insights-note-as-of", "date", date(&query.as_of)));
    }
    note
}
