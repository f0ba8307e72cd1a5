//! Coaching: what rules say of the partners one sees, and the rows behind it.

use super::query::address;
use crate::html::field::Choice;
use crate::html::{PageResult, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, Query};
use kernel::id::PartnerId;
use kernel::{Failure, PageRequest};
use operations::Ctx;
use operations::cosell::registration::program_choices;
use operations::grow::coaching::{self, Finding, FindingsQuery, Measure, MeasureCount, RowsQuery};
use serde::Deserialize;

/// A finding as lists show it.
pub(crate) struct FindingLine {
    pub(crate) partner: String,
    pub(crate) partner_href: String,
    pub(crate) program: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) next: String,
    pub(crate) since: String,
    pub(crate) rows: String,
}

fn line(ui: &Ui, finding: Finding, as_of: Option<&str>) -> FindingLine {
    let mut pairs = vec![("program", finding.program_id.to_string())];
    pairs.extend(as_of.map(|day| ("as_of", day.to_owned())));
    let partner = format!("/partners/{}", finding.partner_id);
    FindingLine {
        rows: address(&format!("{partner}/coaching/{}", finding.rule), &pairs),
        partner_href: partner,
        partner: finding.partner,
        program: finding.program,
        title: finding.title,
        text: finding.text,
        next: ui.t1("coaching-next", "step", finding.next_step),
        since: finding.since.map(|day| ui.date(&day)).unwrap_or_default(),
    }
}

/// What rules say of one partner, for their record.
pub(crate) async fn of_partner(cx: &Ctx, ui: &Ui, partner: PartnerId) -> Result<Vec<FindingLine>, Failure> {
    let query = FindingsQuery { partner: Some(partner), ..FindingsQuery::default() };
    let found = coaching::findings(cx, &query, &PageRequest { limit: Some(20), after: None }).await?;
    Ok(found.page.items.into_iter().map(|finding| line(ui, finding, None)).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CoachingQuery {
    rule: String,
    program: String,
    as_of: String,
    cursor: String,
}

#[derive(Template)]
#[template(path = "insights/coaching.html")]
struct CoachingPage {
    ui: Ui,
    note: String,
    rules: Vec<Choice>,
    programs: Vec<Choice>,
    as_of: String,
    with_since: bool,
    lines: Vec<FindingLine>,
    shown: String,
    first: String,
    next: String,
}

pub(super) async fn list(Page { cx, ui }: Page, Query(query): Query<CoachingQuery>) -> PageResult {
    // What cannot be read does not narrow, as in every list.
    let as_of: Option<kernel::Date> = query.as_of.parse().ok().filter(|day| *day <= ui.today());
    let program: Option<kernel::id::ProgramId> = query.program.parse().ok();
    let rule = Some(query.rule.clone()).filter(|rule| !rule.is_empty());
    let request = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let asked = FindingsQuery { partner: None, program, rule, as_of };
    let found = coaching::findings(&cx, &asked, &request).await?;
    let as_of = as_of.map(|day| day.to_string()).unwrap_or_default();
    let given = [("rule", query.rule.clone()), ("program", query.program.clone()), ("as_of", as_of.clone())];
    let given: Vec<(&str, String)> = given.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let first = if query.cursor.is_empty() { String::new() } else { address("/insights/coaching", &given) };
    let next = found.page.next_cursor.map(|cursor| {
        let mut pairs = given.clone();
        pairs.push(("cursor", cursor));
        address("/insights/coaching", &pairs)
    });
    let rules = coaching::list_rules(&cx).await?.into_iter().filter(|rule| rule.active);
    let day = Some(as_of.as_str()).filter(|day| !day.is_empty());
    let lines: Vec<FindingLine> = found.page.items.into_iter().map(|finding| line(&ui, finding, day)).collect();
    let page = CoachingPage {
        note: match found.on {
            Some(on) => ui.t1("coaching-note", "date", ui.date(&on)),
            None => ui.t("coaching-note-none"),
        },
        rules: rules.map(|rule| Choice::new(&rule.key, rule.rule.title.text(ui.locale()), &query.rule)).collect(),
        programs: program_choices(&cx).await?.into_iter().map(|p| Choice::new(p.id, p.name, &query.program)).collect(),
        with_since: as_of.is_empty(),
        as_of,
        shown: ui.tn("coaching-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        first,
        next: next.unwrap_or_default(),
        ui,
    };
    render(&page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RowsParams {
    program: String,
    measure: String,
    as_of: String,
    cursor: String,
}

struct Tab {
    href: String,
    text: String,
    here: bool,
}

struct RowLine {
    href: String,
    name: String,
    number: String,
    date: String,
    counts: bool,
    word: String,
}

#[derive(Template)]
#[template(path = "insights/coaching_rows.html")]
struct RowsPage {
    ui: Ui,
    partner: String,
    partner_href: String,
    title: String,
    text: String,
    next_step: String,
    /// With how many peers it compared, and since when it is so.
    facts: Vec<String>,
    tabs: Vec<Tab>,
    date_head: String,
    note: String,
    lines: Vec<RowLine>,
    shown: String,
    first: String,
    next: String,
}

/// A measure with what was counted: `Approved of registered: 14 of 16`.
fn counted(ui: &Ui, count: &MeasureCount) -> String {
    let name = ui.word("coaching-measure", count.measure);
    let value = match count.measure {
        Measure::DaysSinceRegistration => ui.tn("coaching-days", "value", count.part),
        _ => ui.t2("coaching-part-of", "part", ui.number(count.part), "of", ui.number(count.of)),
    };
    format!("{name}: {value}")
}

pub(super) async fn rows(
    Page { cx, ui }: Page,
    Path((partner, rule)): Path<(String, String)>,
    Query(query): Query<RowsParams>,
) -> PageResult {
    let id: PartnerId = partner.parse().map_err(|_| Failure::NotFound)?;
    let as_of: Option<kernel::Date> = query.as_of.parse().ok().filter(|day| *day <= ui.today());
    let asked = RowsQuery { program: query.program.parse().ok(), measure: query.measure.parse().ok(), as_of };
    let request = PageRequest::parse(None, Some(query.cursor.as_str()))?;
    let found = coaching::rows(&cx, id, &rule, &asked, &request).await?;
    let of = FindingsQuery { partner: Some(id), program: Some(found.program_id), rule: Some(rule.clone()), as_of };
    let said = coaching::findings(&cx, &of, &PageRequest { limit: Some(1), after: None }).await?.page.items;
    let said = said.into_iter().next();
    let rules = coaching::rule(&cx, &rule).await?.rule;
    let path = format!("/partners/{id}/coaching/{rule}");
    let mut pairs = vec![("program", found.program_id.to_string())];
    pairs.extend(as_of.map(|day| ("as_of", day.to_string())));
    let tab = |measure: Measure| {
        let count = said.as_ref().and_then(|said| said.measures.iter().find(|count| count.measure == measure));
        let mut pairs = pairs.clone();
        pairs.push(("measure", measure.to_string()));
        Tab {
            href: address(&path, &pairs),
            text: count.map_or_else(|| ui.word("coaching-measure", measure), |count| counted(&ui, count)),
            here: measure == found.measure,
        }
    };
    let tabs = found.measures.iter().map(|measure| tab(*measure)).collect();
    pairs.push(("measure", found.measure.to_string()));
    let first = if query.cursor.is_empty() { String::new() } else { address(&path, &pairs) };
    let next = found.page.next_cursor.map(|cursor| {
        pairs.push(("cursor", cursor));
        address(&path, &pairs)
    });
    let measure = found.measure;
    let lines: Vec<RowLine> = found
        .page
        .items
        .into_iter()
        .map(|row| RowLine {
            href: match (row.deal_id, row.registration_id) {
                (Some(deal), _) => format!("/deals/{deal}"),
                (_, Some(registration)) => format!("/registrations/{registration}"),
                _ => String::new(),
            },
            name: row.name,
            number: row.number,
            date: ui.date(&row.date),
            counts: row.counts,
            word: ui.word(if row.counts { "coaching-counts" } else { "coaching-rest" }, measure),
        })
        .collect();
    let mut facts = Vec::new();
    if let Some(said) = &said {
        facts.extend(said.since.map(|day| ui.t1("coaching-since", "date", ui.date(&day))));
        facts.extend(said.peers.map(|peers| ui.tn("coaching-compared", "count", peers)));
    }
    let page = RowsPage {
        partner: found.partner,
        partner_href: format!("/partners/{id}"),
        title: rules.title.text(ui.locale()).to_owned(),
        text: said.as_ref().map_or_else(|| ui.t("coaching-silent"), |said| said.text.clone()),
        next_step: said.as_ref().map(|said| ui.t1("coaching-next", "step", &said.next_step)).unwrap_or_default(),
        facts,
        tabs,
        date_head: ui.t(if measure == Measure::WonOfClosed { "kpi-date-closed-on" } else { "kpi-date-submitted-at" }),
        note: ui.t2("coaching-stretch", "from", ui.date(&found.from), "to", ui.date(&found.to)),
        shown: ui.tn("coaching-rows-shown", "count", i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        lines,
        first,
        next: next.unwrap_or_default(),
        ui,
    };
    render(&page)
}
