//! The portfolio map, the funnel and the cohorts: each large, and the rows behind every number of it.

use crate::html::dashboards::special::{cohort_grid, funnel_steps, map};
use crate::html::dashboards::tile::TileView;
use crate::html::field::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{Query, RawQuery};
use axum::routing::get;
use kernel::{Failure, Outcome, PageRequest};
use operations::grow::cohort::{self, CohortQuestion, Every, First};
use operations::grow::funnel::{self, FunnelStep};
use operations::grow::kpi::Preset;
use operations::grow::portfolio;
use operations::{App, Ctx};
use serde::Deserialize;

use super::query::{address, is_offered};
use super::rows::Pages;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/insights/portfolio", get(portfolio_map))
        .route("/insights/funnel", get(funnel_page))
        .route("/insights/funnel/rows", get(funnel_rows))
        .route("/insights/cohorts", get(cohorts))
        .route("/insights/cohorts/rows", get(cohort_rows))
}

/// A list to choose from, sent with the form around it.
struct Select {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "insights/special.html")]
struct Special {
    ui: Ui,
    title: String,
    note: String,
    action: &'static str,
    selects: Vec<Select>,
    tile: TileView,
    /// How it is counted.
    how: String,
    /// The address that keeps it.
    keep: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MapQuery {
    currency: String,
}

async fn portfolio_map(Page { cx, ui }: Page, Query(query): Query<MapQuery>) -> PageResult {
    // What is no currency does not narrow, as in every list.
    let wanted = query.currency.parse::<kernel::Currency>().ok().map(|c| c.to_string());
    let found = portfolio::portfolio(&cx, wanted.as_deref()).await?;
    let chosen = found.currency.to_string();
    let choices = found.currencies.iter().map(|c| Choice::new(c, c.to_string(), &chosen)).collect::<Vec<_>>();
    let map = map(&ui, &found);
    let says = if map.lines.is_empty() { ui.t("map-empty") } else { String::new() };
    let page = Special {
        title: ui.t("map-title"),
        note: ui.t1("map-note", "currency", found.currency),
        action: "/insights/portfolio",
        selects: if choices.len() > 1 {
            vec![Select { name: "currency", label: ui.t("shell-currency"), choices }]
        } else {
            Vec::new()
        },
        tile: TileView {
            title: ui.t("map-title"),
            map: Some(map).filter(|m| !m.lines.is_empty()),
            says,
            ..TileView::default()
        },
        how: ui.tn("map-how", "count", i64::try_from(portfolio::MOST_NAMED).unwrap_or(i64::MAX)),
        keep: "/insights/questions/new?shown=portfolio_map".to_owned(),
        ui,
    };
    render(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FunnelQuery {
    period: String,
    from: String,
    to: String,
    step: String,
    cursor: String,
}

impl FunnelQuery {
    /// First and last day: those in the address, or those of its period.
    fn days(&self, ui: &Ui) -> (Option<String>, Option<String>) {
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        if !self.from.is_empty() || !self.to.is_empty() {
            return (given(&self.from), given(&self.to));
        }
        let period = self.period.parse::<Preset>().ok().and_then(|p| p.period(ui.today(), ui.fiscal_start()));
        (period.map(|p| p.from.to_string()), period.map(|p| p.to.to_string()))
    }
}

async fn funnel_page(Page { cx, ui }: Page, Query(query): Query<FunnelQuery>) -> PageResult {
    let (from, to) = query.days(&ui);
    let found = funnel::funnel(&cx, from.as_deref(), to.as_deref()).await?;
    let own = !query.from.is_empty() || !query.to.is_empty();
    let chosen = if own {
        "custom"
    } else if query.period.is_empty() {
        "all"
    } else {
        query.period.as_str()
    };
    let mut choices: Vec<Choice> = Preset::ALL
        .iter()
        .filter(|p| is_offered(&ui, p.as_str()) || p.as_str() == chosen)
        .map(|p| Choice::new(p, ui.t(&format!("insights-period-{p}")), chosen))
        .collect();
    if own {
        choices.push(Choice::new("custom", ui.t("insights-period-custom"), chosen));
    }
    let steps = funnel_steps(&ui, &found);
    let says = if steps.is_empty() { ui.t("funnel-empty") } else { String::new() };
    let day = |date: Option<kernel::Date>| date.map_or_else(|| "…".to_owned(), |d| ui.date(&d));
    let page = Special {
        title: ui.t("funnel-title"),
        note: match (found.from, found.to) {
            (None, None) => ui.t("insights-note-all"),
            (from, to) => ui.t2("insights-note", "from", day(from), "to", day(to)),
        },
        action: "/insights/funnel",
        selects: vec![Select { name: "period", label: ui.t("insights-period"), choices }],
        tile: TileView { title: ui.t("funnel-title"), funnel: steps, says, ..TileView::default() },
        how: ui.t("funnel-how"),
        keep: address(
            "/insights/questions/new",
            &[("shown", "funnel".to_owned()), ("period", query.period), ("from", query.from), ("to", query.to)],
        ),
        ui,
    };
    render(&page)
}

pub(crate) struct Line {
    pub href: String,
    pub name: String,
    pub note: String,
    /// Its page, empty for who has none, and its name.
    pub partner: Option<(String, String)>,
    pub date: String,
}

/// A list behind one number.
pub(crate) struct ListView {
    pub title: String,
    pub note: String,
    pub back: String,
    pub back_text: String,
    pub head: String,
    pub date_head: String,
    pub with_partner: bool,
    pub lines: Vec<Line>,
    pub shown: String,
    pub first: String,
    pub next: String,
}

#[derive(Template)]
#[template(path = "insights/special_rows.html")]
struct SpecialRows {
    ui: Ui,
    view: ListView,
}

fn pages(path: &str, pairs: &[(&'static str, String)], cursor: &str, next: Option<String>) -> (String, String) {
    let first = if cursor.is_empty() { String::new() } else { address(path, pairs) };
    let next = next.map(|cursor| {
        let mut pairs = pairs.to_vec();
        pairs.push(("cursor", cursor));
        address(path, &pairs)
    });
    (first, next.unwrap_or_default())
}

async fn funnel_rows(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let view = funnel_view(&cx, &ui, raw.as_deref(), &Pages::Vendor).await?;
    render(&SpecialRows { view, ui })
}

/// The registrations behind a step of the funnel.
///
/// # Errors
/// As `funnel::funnel_rows`.
pub(crate) async fn funnel_view(cx: &Ctx, ui: &Ui, raw: Option<&str>, at: &Pages<'_>) -> Outcome<ListView> {
    let query: FunnelQuery = serde_html_form::from_str(raw.unwrap_or_default()).unwrap_or_default();
    let step = query.step.parse().unwrap_or(FunnelStep::Received);
    let (from, to) = query.days(ui);
    let page = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let found = funnel::funnel_rows(cx, step, from.as_deref(), to.as_deref(), &page).await?;
    let mut period: Vec<(&'static str, String)> = Vec::new();
    period.extend(from.map(|day| ("from", day)));
    period.extend(to.map(|day| ("to", day)));
    let mut pairs = vec![("step", step.to_string())];
    pairs.extend(period.iter().cloned());
    let (first, next) = pages(at.funnel_rows(), &pairs, &query.cursor, found.next_cursor);
    let lines: Vec<Line> = found
        .items
        .into_iter()
        .map(|row| Line {
            href: at.row(None, Some(row.registration_id)),
            name: row.name,
            note: row.number,
            partner: row.partner_id.zip(row.partner_name).map(|(id, name)| (at.partner(id), name)),
            date: ui.date(&row.received_on),
        })
        .collect();
    Ok(ListView {
        title: ui.t1("funnel-rows-title", "step", ui.word("funnel", step)),
        note: ui.t("funnel-how"),
        back: address("/insights/funnel", &period),
        back_text: ui.t("funnel-title"),
        head: ui.t("insights-rows-customer"),
        date_head: ui.t("kpi-date-submitted-at"),
        with_partner: at.names_partners(),
        shown: ui.tn("insights-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        first,
        next,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CohortsQuery {
    every: String,
    first: String,
    cohort: String,
    since: String,
    cursor: String,
}

impl CohortsQuery {
    fn question(&self) -> CohortQuestion {
        let usual = CohortQuestion::default();
        CohortQuestion {
            every: self.every.parse().unwrap_or(usual.every),
            first: self.first.parse().unwrap_or(usual.first),
        }
    }
}

async fn cohorts(Page { cx, ui }: Page, Query(query): Query<CohortsQuery>) -> PageResult {
    let question = query.question();
    let found = cohort::cohorts(&cx, question).await?;
    let grid = cohort_grid(&ui, &found);
    let says = if grid.lines.is_empty() { ui.t("cohort-empty") } else { String::new() };
    let (every, first) = (question.every.to_string(), question.first.to_string());
    let page = Special {
        title: ui.t("cohort-title"),
        note: ui.word("cohort-first", question.first),
        action: "/insights/cohorts",
        selects: vec![
            Select {
                name: "every",
                label: ui.t("insights-by"),
                choices: Every::ALL.iter().map(|e| Choice::new(e, ui.word("cohort-every", e), &every)).collect(),
            },
            Select {
                name: "first",
                label: ui.t("cohort-what"),
                choices: First::ALL.iter().map(|f| Choice::new(f, ui.word("cohort-first", f), &first)).collect(),
            },
        ],
        tile: TileView {
            title: ui.t("cohort-title"),
            grid: Some(grid).filter(|g| !g.lines.is_empty()),
            says,
            ..TileView::default()
        },
        how: ui.t("cohort-how"),
        keep: "/insights/questions/new?shown=cohorts".to_owned(),
        ui,
    };
    render(&page)
}

async fn cohort_rows(Page { cx, ui }: Page, Query(query): Query<CohortsQuery>) -> PageResult {
    let question = query.question();
    let since = match query.since.as_str() {
        "" => None,
        text => Some(text.parse::<i64>().map_err(|_| Failure::field("since", "not_a_number"))?),
    };
    let page = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let found = cohort::cohort_rows(&cx, question, &query.cohort, since, &page).await?;
    let kept = vec![("every", question.every.to_string()), ("first", question.first.to_string())];
    let mut pairs = kept.clone();
    pairs.push(("cohort", query.cohort.clone()));
    pairs.extend(since.map(|since| ("since", since.to_string())));
    let (first, next) = pages("/insights/cohorts/rows", &pairs, &query.cursor, found.next_cursor);
    let lines: Vec<Line> = found
        .items
        .into_iter()
        .map(|row| Line {
            href: format!("/partners/{}", row.partner_id),
            name: row.name,
            note: String::new(),
            partner: None,
            date: ui.date(&row.signed_on),
        })
        .collect();
    let view = ListView {
        title: ui.t1("cohort-rows-title", "cohort", &query.cohort),
        note: match since {
            Some(since) => {
                let by = ui.tn(&format!("cohort-since-{}", question.every), "count", since);
                format!("{} · {by}", ui.word("cohort-first", question.first))
            }
            None => ui.t("cohort-partners"),
        },
        back: address("/insights/cohorts", &kept),
        back_text: ui.t("cohort-title"),
        head: ui.t("insights-rows-partner"),
        date_head: ui.t("kpi-date-signed-on"),
        with_partner: false,
        shown: ui.tn("insights-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        first,
        next,
    };
    render(&SpecialRows { view, ui })
}
