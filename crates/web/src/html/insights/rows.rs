//! The deals, registrations, partners or stays behind a number.

use super::board::{Definition, definition};
use super::query::{InsightsQuery, address};
use super::{dimension_name, note};
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::RawQuery;
use kernel::id::{DealId, PartnerId, RegistrationId};
use kernel::{Outcome, PageRequest};
use operations::Ctx;
use operations::grow::kpi::registry::{Shape, Subject};
use operations::grow::kpi::{self, Stay, Which, shown};

pub(crate) struct Tab {
    pub text: String,
    pub href: String,
    pub here: bool,
}

pub(crate) struct Line {
    pub number: String,
    pub href: String,
    pub name: String,
    /// Its page and its name; the page is empty for who has none.
    pub partner: Option<(String, String)>,
    pub date: String,
    pub counted: String,
    pub amount: String,
    pub exchanged: String,
    pub duration: String,
    /// Of a stay.
    pub stay: Option<StayShown>,
}

pub(crate) struct StayShown {
    pub program: String,
    pub phase: String,
    pub entered: String,
    pub left: String,
    pub days: String,
}

fn stay(ui: &Ui, stay: Stay) -> StayShown {
    let days = ui.number(stay.days);
    StayShown {
        program: stay.program_name,
        phase: ui.word("phase", stay.phase),
        entered: ui.date(&stay.entered),
        left: stay.left.map_or_else(|| ui.t("insights-rows-lasts"), |left| ui.date(&left)),
        days: match stay.expected_days {
            Some(expected) => ui.t2("phases-stuck-days", "days", days, "expected", ui.number(expected)),
            None => days,
        },
    }
}

/// The rows behind one number, for any reader.
pub(crate) struct RowsView {
    pub title: String,
    pub note: String,
    pub figures: Vec<String>,
    /// What was corrected since the day asked about, and where; the address is empty for who has no such page.
    pub corrected: Option<(String, String)>,
    pub definition: Definition,
    pub tabs: Vec<Tab>,
    pub deals: bool,
    pub stays: bool,
    /// A contact knows whose rows they are.
    pub with_partner: bool,
    pub money: bool,
    /// The heading of amounts in one currency; empty when each is in its own.
    pub exchanged: String,
    pub timed: bool,
    pub lines: Vec<Line>,
    pub shown: String,
    pub first: String,
    pub next: String,
}

/// Where rows and what is in them have their pages.
pub(crate) enum Pages<'a> {
    Vendor,
    /// A contact's: the addresses of rows and of rows of the funnel, and the one below which their partner's registrations are.
    Contact {
        rows: &'a str,
        funnel_rows: &'a str,
        registrations: &'a str,
    },
}

impl Pages<'_> {
    pub(crate) fn rows(&self) -> &str {
        match self {
            Self::Vendor => "/insights/rows",
            Self::Contact { rows, .. } => rows,
        }
    }
    pub(crate) fn funnel_rows(&self) -> &str {
        match self {
            Self::Vendor => "/insights/funnel/rows",
            Self::Contact { funnel_rows, .. } => funnel_rows,
        }
    }
    pub(super) fn names_partners(&self) -> bool {
        matches!(self, Self::Vendor)
    }
    pub(super) fn partner(&self, id: PartnerId) -> String {
        match self {
            Self::Vendor => format!("/partners/{id}"),
            Self::Contact { .. } => String::new(),
        }
    }
    /// Of the deal or registration that a row is.
    pub(super) fn row(&self, deal: Option<DealId>, registration: Option<RegistrationId>) -> String {
        match self {
            Self::Vendor => {
                let deal = deal.map(|id| format!("/deals/{id}"));
                deal.or_else(|| registration.map(|id| format!("/registrations/{id}"))).unwrap_or_default()
            }
            Self::Contact { registrations, .. } => {
                registration.map(|id| format!("{registrations}/{id}")).unwrap_or_default()
            }
        }
    }
}

#[derive(Template)]
#[template(path = "insights/rows.html")]
struct RowsPage {
    ui: Ui,
    view: RowsView,
    back: String,
    csv: String,
    xlsx: String,
    /// Where this question is kept.
    keep: String,
}

pub(super) async fn rows(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let which = query.which.parse().unwrap_or(Which::Counted);
    let export = |format: &str| {
        let mut pairs = vec![("metric", query.metric.clone()), ("which", which.to_string())];
        pairs.extend(query.pairs().into_iter().filter(|(name, _)| !["by", "compare"].contains(name)));
        pairs.push(("format", format.to_owned()));
        address("/insights/rows/export", &pairs)
    };
    let keep = {
        let mut pairs = vec![("metric", query.metric.clone())];
        pairs.extend(query.pairs());
        address("/insights/questions/new", &pairs)
    };
    render(&RowsPage {
        view: rows_view(&cx, &ui, raw.as_deref(), &Pages::Vendor).await?,
        back: address("/insights", &query.pairs()),
        keep,
        csv: export("csv"),
        xlsx: export("xlsx"),
        ui,
    })
}

/// The rows behind the number that an address names.
///
/// # Errors
/// As `kpi::rows`.
pub(crate) async fn rows_view(cx: &Ctx, ui: &Ui, raw: Option<&str>, pages: &Pages<'_>) -> Outcome<RowsView> {
    let query = InsightsQuery::read(raw);
    let which = query.which.parse().unwrap_or(Which::Counted);
    let page = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let question = query.question(ui, &query.metric, &[]);
    let found = kpi::rows(cx, &question, which, &page).await?;
    let metric = found.ask.metric;
    let answer = kpi::answer_ask(cx, found.ask.clone(), None).await?;
    let locale = ui.locale();
    let lines = found.page.items.into_iter().map(|row| {
        let partner = row.partner.zip(row.partner_name).map(|(id, name)| (pages.partner(id), name));
        let mut href = pages.row(row.deal, row.registration);
        if href.is_empty() {
            href = partner.clone().map(|(href, _)| href).unwrap_or_default();
        }
        Line {
            stay: row.stay.map(|found| stay(ui, found)),
            number: if row.number.is_empty() { row.name.clone() } else { row.number },
            href,
            name: row.name,
            partner,
            date: row.date.map_or_else(|| "–".to_owned(), |date| ui.date(&date)),
            counted: ui.word("kpi-measure", row.measure),
            amount: row.money.map_or_else(|| "–".to_owned(), |money| i18n::money_exact(locale, &money)),
            exchanged: row.exchanged.map_or_else(|| "–".to_owned(), |money| i18n::money_exact(locale, &money)),
            duration: row.duration.map_or_else(|| "–".to_owned(), |value| shown(locale, metric.unit, value, None)),
        }
    });
    let lines: Vec<Line> = lines.collect();
    let here = |which: Which, cursor: &str| {
        let mut pairs = vec![("metric", query.metric.clone()), ("which", which.to_string())];
        pairs.extend(query.pairs().into_iter().filter(|(name, _)| *name != "by"));
        if !cursor.is_empty() {
            pairs.push(("cursor", cursor.to_owned()));
        }
        address(pages.rows(), &pairs)
    };
    let tabs = [
        (Which::Counted, true),
        (Which::Part, !metric.part.is_empty()),
        (Which::Excluded, !metric.excluded.is_empty()),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(tab, _)| Tab { text: ui.word("insights-rows-which", tab), href: here(tab, ""), here: tab == which })
    .collect();
    let mut filters: Vec<String> = vec![note(ui, &query)];
    for (dimension, choice) in kpi::filter_names(cx, &found.ask).await? {
        filters.push(format!("{}: {}", dimension_name(ui, &dimension), choice.label));
    }
    let name = metric.name(locale).to_owned();
    let figures = answer.figures.iter().map(|figure| {
        let stage = figure.group.last().map(|g| format!("{}: ", g.label)).unwrap_or_default();
        let [p25, p75, p90] = figure.spread_text(locale, metric).unwrap_or_default();
        let median = figure.median_text(locale, metric).map(|m| {
            let note = ui.t2("insights-median-note", "median", m, "p90", p90);
            format!("{note} · {}", ui.t2("insights-quartiles-note", "low", p25, "high", p75))
        });
        let part = figure
            .part
            .map(|part| ui.t2("insights-of-note", "part", ui.number(part), "count", ui.number(figure.count)));
        let text = format!("{stage}{}", figure.text(locale, metric));
        [Some(text), part.or(median)]
            .into_iter()
            .flatten()
            .chain(figure.originals_text(locale))
            .collect::<Vec<_>>()
            .join(" · ")
    });
    let corrected = answer.corrected.as_ref().map(|corrected| {
        let mut pairs = vec![("metric", query.metric.clone())];
        pairs.extend(query.pairs().into_iter().filter(|(name, _)| !["by", "compare", "currency"].contains(name)));
        let page = match pages {
            Pages::Vendor => address("/insights/corrections", &pairs),
            Pages::Contact { .. } => String::new(),
        };
        (corrected.text(locale, metric), page)
    });
    let timed = metric.shape == Shape::Distribution;
    let mut definition = definition(ui, metric, &found.ask.policies, &found.ask.policies_in_force());
    if let Pages::Contact { .. } = pages {
        definition.href.clear();
    }
    Ok(RowsView {
        title: ui.t1("insights-rows-title", "metric", &name),
        note: filters.join(" · "),
        figures: figures.collect(),
        corrected,
        definition,
        tabs,
        deals: metric.family.subject() == Subject::Deals,
        stays: metric.family.subject() == Subject::Stays,
        with_partner: pages.names_partners(),
        money: !timed && lines.iter().any(|l| l.amount != "–"),
        exchanged: found
            .ask
            .currency
            .map(|currency| ui.t1("insights-rows-exchanged", "currency", currency))
            .unwrap_or_default(),
        timed,
        first: if query.cursor.is_empty() { String::new() } else { here(which, "") },
        next: found.page.next_cursor.as_deref().map(|cursor| here(which, cursor)).unwrap_or_default(),
        shown: ui.tn("insights-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
    })
}
