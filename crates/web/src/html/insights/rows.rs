//! The deals, registrations, partners or stays behind a number.

use super::board::{Definition, definition};
use super::query::{InsightsQuery, address};
use super::{dimension_name, note};
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::RawQuery;
use kernel::PageRequest;
use operations::grow::kpi::registry::{Shape, Subject};
use operations::grow::kpi::{self, Stay, Which, shown};

struct Tab {
    text: String,
    href: String,
    here: bool,
}

struct Line {
    number: String,
    href: String,
    name: String,
    partner: Option<(String, String)>,
    date: String,
    counted: String,
    amount: String,
    exchanged: String,
    duration: String,
    /// Of a stay.
    stay: Option<StayShown>,
}

struct StayShown {
    program: String,
    phase: String,
    entered: String,
    left: String,
    days: String,
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

#[derive(Template)]
#[template(path = "insights/rows.html")]
struct RowsPage {
    ui: Ui,
    title: String,
    note: String,
    back: String,
    figures: Vec<String>,
    /// What was corrected since the day asked about, and where.
    corrected: Option<(String, String)>,
    definition: Definition,
    tabs: Vec<Tab>,
    deals: bool,
    stays: bool,
    money: bool,
    /// The heading of amounts in one currency; empty when each is in its own.
    exchanged: String,
    timed: bool,
    lines: Vec<Line>,
    shown: String,
    first: String,
    next: String,
    csv: String,
    xlsx: String,
    /// Where this question is kept.
    keep: String,
}

pub(super) async fn rows(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let which = query.which.parse().unwrap_or(Which::Counted);
    let page = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let question = query.question(&ui, &query.metric, &[]);
    let found = kpi::rows(&cx, &question, which, &page).await?;
    let metric = found.ask.metric;
    let answer = kpi::answer_ask(&cx, found.ask.clone(), None).await?;
    let locale = ui.locale();
    let lines = found.page.items.into_iter().map(|row| {
        let partner = row.partner.zip(row.partner_name).map(|(id, name)| (format!("/partners/{id}"), name));
        let deal = row.deal.map(|id| format!("/deals/{id}"));
        let registration = || row.registration.map(|id| format!("/registrations/{id}"));
        let href = deal.or_else(registration).or_else(|| partner.clone().map(|(href, _)| href)).unwrap_or_default();
        Line {
            stay: row.stay.map(|found| stay(&ui, found)),
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
        address("/insights/rows", &pairs)
    };
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
    let tabs = [
        (Which::Counted, true),
        (Which::Part, !metric.part.is_empty()),
        (Which::Excluded, !metric.excluded.is_empty()),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(tab, _)| Tab { text: ui.word("insights-rows-which", tab), href: here(tab, ""), here: tab == which })
    .collect();
    let mut filters: Vec<String> = vec![note(&ui, &query)];
    for (dimension, choice) in kpi::filter_names(&cx, &found.ask).await? {
        filters.push(format!("{}: {}", dimension_name(&ui, &dimension), choice.label));
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
        (corrected.text(locale, metric), address("/insights/corrections", &pairs))
    });
    let timed = metric.shape == Shape::Distribution;
    let view = RowsPage {
        title: ui.t1("insights-rows-title", "metric", &name),
        note: filters.join(" · "),
        back: address("/insights", &query.pairs()),
        figures: figures.collect(),
        corrected,
        definition: definition(&ui, metric, &found.ask.policies, &found.ask.policies_in_force()),
        tabs,
        deals: metric.family.subject() == Subject::Deals,
        stays: metric.family.subject() == Subject::Stays,
        money: !timed && lines.iter().any(|l| l.amount != "–"),
        exchanged: found
            .ask
            .currency
            .map(|currency| ui.t1("insights-rows-exchanged", "currency", currency))
            .unwrap_or_default(),
        timed,
        first: if query.cursor.is_empty() { String::new() } else { here(which, "") },
        next: found.page.next_cursor.as_deref().map(|cursor| here(which, cursor)).unwrap_or_default(),
        keep,
        csv: export("csv"),
        xlsx: export("xlsx"),
        shown: ui.tn("insights-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        ui,
    };
    render(&view)
}
