//! The deals that count differently by what is known now than by what was known on a past day.

use super::query::{InsightsQuery, address};
use super::{dimension_name, note};
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::RawQuery;
use kernel::PageRequest;
use operations::grow::kpi::{self, Said};

struct Line {
    href: String,
    number: String,
    name: String,
    partner: Option<(String, String)>,
    then: (String, String),
    now: (String, String),
}

#[derive(Template)]
#[template(path = "insights/corrections.html")]
struct CorrectionsPage {
    ui: Ui,
    title: String,
    note: String,
    back: String,
    lines: Vec<Line>,
    shown: String,
    first: String,
    next: String,
}

pub(super) async fn page(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let query = InsightsQuery::read(raw.as_deref());
    let page = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let question = query.question(&ui, &query.metric, &[]);
    let found = kpi::corrections(&cx, &question, &page).await?;
    let metric = found.ask.metric;
    let locale = ui.locale();
    // What it is worth, or else what it is; and below, what else there is to say.
    let said = |said: Option<Said>| match said {
        None => (ui.t("corrections-none-then"), String::new()),
        Some(Said { measure, date, money }) => {
            let counted = ui.word("kpi-measure", measure);
            let date = date.map(|date| ui.date(&date));
            match money {
                Some(money) => {
                    let rest = [Some(counted), date].into_iter().flatten().collect::<Vec<_>>().join(" · ");
                    (i18n::money_exact(locale, &money), rest)
                }
                None => (counted, date.unwrap_or_default()),
            }
        }
    };
    let lines: Vec<Line> = found
        .page
        .items
        .into_iter()
        .map(|row| Line {
            href: format!("/deals/{}", row.deal),
            number: row.number,
            name: row.name,
            partner: row.partner.zip(row.partner_name).map(|(id, name)| (format!("/partners/{id}"), name)),
            then: said(row.then),
            now: said(row.now),
        })
        .collect();
    let mut pairs = vec![("metric", query.metric.clone())];
    pairs.extend(query.pairs().into_iter().filter(|(name, _)| *name != "by"));
    let here = |cursor: &str| {
        let cursor = Some(("cursor", cursor.to_owned())).filter(|(_, cursor)| !cursor.is_empty());
        address("/insights/corrections", &pairs.iter().cloned().chain(cursor).collect::<Vec<_>>())
    };
    let mut filters = vec![note(&ui, &query)];
    for (dimension, choice) in kpi::filter_names(&cx, &found.ask).await? {
        filters.push(format!("{}: {}", dimension_name(&ui, &dimension), choice.label));
    }
    let view = CorrectionsPage {
        title: ui.t1("corrections-title", "metric", metric.name(locale)),
        note: filters.join(" · "),
        back: address("/insights/rows", &pairs),
        first: if query.cursor.is_empty() { String::new() } else { here("") },
        next: found.page.next_cursor.as_deref().map(here).unwrap_or_default(),
        shown: ui.tn("insights-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        ui,
    };
    render(&view)
}
