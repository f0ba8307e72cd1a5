//! The list of deals, and the views a person keeps of it.

use super::{Row, Shown, rows, totals};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, RawQuery};
use kernel::words::{DealOutcome, DealSource, ViewPage};
use kernel::{Failure, Outcome, PageRequest};
use operations::access::policy::Action;
use operations::access::saved_view::{self, SaveView, SavedView};
use operations::cosell::deal::{self, AssignOwner, DealQuery, DealSort, FilterNames, Order, either};
use operations::cosell::product;
use operations::program::{self, segment};
use operations::{Ctx, partner};
use serde::Deserialize;

/// Reads the parameters of an address; those the list does not know are left out.
pub(super) fn query_from(text: Option<&str>) -> DealQuery {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(text.unwrap_or_default()).unwrap_or_default();
    let object = pairs.into_iter().map(|(name, value)| (name, serde_json::Value::String(value)));
    let known = serde_json::to_value(every_parameter()).unwrap_or_default();
    let kept = object.filter(|(name, _)| known.get(name).is_some()).collect();
    serde_json::from_value(serde_json::Value::Object(kept)).unwrap_or_default()
}

fn every_parameter() -> DealQuery {
    let filled = || Some("-".to_owned());
    DealQuery {
        q: filled(),
        outcome: filled(),
        stage: filled(),
        program: filled(),
        partner: filled(),
        company: filled(),
        owner: filled(),
        product: filled(),
        category: filled(),
        source: filled(),
        segment: filled(),
        region: filled(),
        country: filled(),
        phase: filled(),
        opened_from: filled(),
        opened_to: filled(),
        closed_from: filled(),
        closed_to: filled(),
        expected_from: filled(),
        expected_to: filled(),
        amount_from: filled(),
        amount_to: filled(),
        currency: filled(),
        sort: filled(),
        limit: None,
        cursor: filled(),
    }
}

/// `?a=b&c=d` of what is set, or nothing.
pub(super) fn address(query: &DealQuery) -> String {
    match serde_html_form::to_string(query) {
        Ok(text) if !text.is_empty() => format!("?{text}"),
        _ => String::new(),
    }
}

struct Chip {
    text: String,
    without: String,
}

struct Heading {
    href: String,
    state: &'static str,
}

struct View {
    id: String,
    name: String,
    href: String,
}

#[derive(Template)]
#[template(path = "deals/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    rows: Vec<Row>,
    /// Whether these are all that match.
    whole: bool,
    sums: Vec<Shown>,
    without_amount: i64,
    query: DealQuery,
    /// The filter for links, without `?`.
    kept: String,
    board: String,
    narrowed: bool,
    chips: Vec<Chip>,
    views: Vec<View>,
    outcomes: Vec<Choice>,
    programs: Vec<Choice>,
    stages: Vec<Choice>,
    owners: Vec<Choice>,
    sources: Vec<Choice>,
    products: Vec<Choice>,
    categories: Vec<Choice>,
    segments: Vec<Choice>,
    by_name: Heading,
    by_age: Heading,
    by_amount: Heading,
    by_opened: Heading,
    by_close: Heading,
    first: String,
    next: String,
}

impl List {
    fn given<'v>(&self, value: &'v Option<String>) -> &'v str {
        value.as_deref().unwrap_or_default()
    }
    fn number(&self) -> i64 {
        i64::try_from(self.rows.len()).unwrap_or(i64::MAX)
    }
}

pub(super) async fn page(Page { cx, ui }: Page, RawQuery(raw): RawQuery) -> PageResult {
    let asked = query_from(raw.as_deref());
    let filter = asked.filter(&cx)?;
    let order = asked.order()?;
    // A link kept from yesterday may carry a cursor that leads nowhere: then the list begins at its start.
    let request = PageRequest::parse(None, asked.cursor.as_deref()).unwrap_or_default();
    let page = deal::list(&cx, &filter, order, &request).await?;
    let query = DealQuery { cursor: None, limit: None, ..asked };
    let bare = DealQuery { sort: None, ..query.clone() };

    let names = deal::filter_names(&cx, &filter).await?;
    let programs = program::all(&cx).await?;
    let owners = partner::possible_owners(&cx).await?;
    let segments = segment::all(cx.read()).await?;
    let products = product::list(&cx, true).await?;
    let mut categories: Vec<String> = products.iter().filter_map(|p| p.product.category.clone()).collect();
    categories.sort();
    categories.dedup();
    let stages = match filter.program {
        Some(program) => program::stages(cx.read(), program).await?,
        None => Vec::new(),
    };
    let chosen = |value: &Option<String>| value.clone().unwrap_or_default();
    let heading = |by: DealSort| {
        let state = match order {
            Order { by: b, descending } if b == by => {
                if descending {
                    "descending"
                } else {
                    "ascending"
                }
            }
            _ => "",
        };
        let sign = if state == "descending" || (by == DealSort::Name && state.is_empty()) { "" } else { "-" };
        let sort = Some(format!("{sign}{by}"));
        Heading { href: format!("/deals{}", address(&DealQuery { sort, ..query.clone() })), state }
    };
    let outcome = chosen(&query.outcome);
    let close =
        if matches!(outcome.as_str(), "won" | "lost" | "closed") { DealSort::Closed } else { DealSort::Expected };
    let mut outcomes = words(&ui, "outcome", DealOutcome::ALL, &outcome);
    outcomes.push(Choice::new("closed", ui.t("outcome-closed"), &outcome));
    let mut owner_choices = vec![
        Choice::new("me", ui.t("deal-my-deals"), &chosen(&query.owner)),
        Choice::new("none", ui.t("deal-no-owner"), &chosen(&query.owner)),
    ];
    owner_choices.extend(owners.iter().map(|o| Choice::new(o.id, o.name.clone(), &chosen(&query.owner))));
    let views = saved_view::list(&cx, ViewPage::Deals).await?.into_iter().map(view).collect();
    let rows = rows(&ui, page.items);
    let (sums, without_amount) = totals(&ui, &rows);
    let template = List {
        may_change: ui.may(Action::WorkWithDeals),
        whole: request.after.is_none() && page.next_cursor.is_none(),
        sums,
        without_amount,
        kept: address(&query).trim_start_matches('?').to_owned(),
        board: match &query.program {
            Some(program) if filter.program.is_some() => format!("/deals/board?program={program}"),
            _ => "/deals/board".to_owned(),
        },
        narrowed: bare != DealQuery::default() && !address(&bare).is_empty(),
        chips: chips(&cx, &ui, &query, &names, &programs, &owners),
        views,
        outcomes,
        programs: programs.iter().map(|p| Choice::new(p.id, p.name.clone(), &chosen(&query.program))).collect(),
        stages: stages.iter().map(|s| Choice::new(s.id, s.name(cx.locale), &chosen(&query.stage))).collect(),
        owners: owner_choices,
        sources: words(&ui, "source", DealSource::ALL, &chosen(&query.source)),
        products: products
            .iter()
            .map(|p| Choice::new(p.product.id, p.product.name.clone(), &chosen(&query.product)))
            .collect(),
        categories: categories.iter().map(|c| Choice::new(c, c.clone(), &chosen(&query.category))).collect(),
        segments: segments.iter().map(|s| Choice::new(s.id, s.name.clone(), &chosen(&query.segment))).collect(),
        by_name: heading(DealSort::Name),
        by_age: heading(DealSort::Age),
        by_amount: heading(DealSort::Amount),
        by_opened: heading(DealSort::Opened),
        by_close: heading(close),
        first: if request.after.is_some() { format!("/deals{}", address(&query)) } else { String::new() },
        next: match page.next_cursor {
            Some(cursor) => format!("/deals{}", address(&DealQuery { cursor: Some(cursor), ..query.clone() })),
            None => String::new(),
        },
        rows,
        query,
        ui,
    };
    render(&template)
}

fn view(view: SavedView) -> View {
    let href = if view.query.is_empty() { "/deals".to_owned() } else { format!("/deals?{}", view.query) };
    View { id: view.id.to_string(), name: view.name, href }
}

/// One chip for each parameter that narrows the list, with the address without it.
fn chips(
    cx: &Ctx,
    ui: &Ui,
    query: &DealQuery,
    names: &FilterNames,
    programs: &[program::ProgramRow],
    owners: &[partner::OwnerChoice],
) -> Vec<Chip> {
    let text = address(query);
    let pairs: Vec<(String, String)> = serde_html_form::from_str(text.trim_start_matches('?')).unwrap_or_default();
    let program = |id: &str| programs.iter().find(|p| p.id.to_string() == id).map(|p| p.name.clone());
    let owner = |id: &str| owners.iter().find(|o| o.id.to_string() == id).map(|o| o.name.clone());
    let chip = |place: usize, name: &str, value: &str| {
        let found = match name {
            _ if value == "none" => Some(ui.t("deal-nothing")),
            "outcome" => Some(ui.word("outcome", value)),
            "source" => Some(ui.word("source", value)),
            "phase" => Some(ui.word("phase", value)),
            "program" => program(value),
            "owner" if value == "me" => cx.actor.user().map(|u| u.name.clone()),
            "owner" => owner(value),
            "partner" => names.partner.clone(),
            "company" => names.company.clone(),
            "stage" => names.stage.as_ref().map(|(en, de)| either(cx.locale, en, de).to_owned()),
            "product" => names.product.clone(),
            "segment" => names.segment.clone(),
            _ => value.parse::<kernel::Date>().ok().map(|date| ui.date(&date)),
        };
        let label = ui.t(&format!("deal-filter-{}", name.replace('_', "-")));
        let mut rest = pairs.clone();
        rest.remove(place);
        let rest = serde_html_form::to_string(&rest).unwrap_or_default();
        let without = if rest.is_empty() { "/deals".to_owned() } else { format!("/deals?{rest}") };
        Chip { text: format!("{label}: {}", found.unwrap_or_else(|| value.to_owned())), without }
    };
    let narrowing = pairs.iter().enumerate().filter(|(_, (name, _))| name != "sort");
    narrowing.map(|(place, (name, value))| chip(place, name, value)).collect()
}

#[derive(Deserialize)]
pub(super) struct AssignForm {
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn assign(Page { cx, .. }: Page, Form(form): Form<AssignForm>) -> PageResult {
    let back = format!("/deals{}", address(&query_from(Some(&form.back))));
    let deals: Vec<_> = form.id.iter().filter_map(|id| id.parse().ok()).collect();
    if deals.is_empty() {
        return Ok(redirect_with(&back, "warn", "deal-assign-nothing"));
    }
    let owner = match form.owner.as_str() {
        "none" => None,
        text => Some(text.parse().map_err(|_| PageFailure(Failure::field("owner", "unknown")))?),
    };
    deal::assign_owner(&cx, AssignOwner { deals, owner }).await?;
    Ok(redirect_with(&back, "good", "deal-assigned"))
}

#[derive(Deserialize)]
pub(super) struct ViewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
}

/// What a saved view of this list keeps: only what the list understands.
pub(crate) fn view_query(cx: &Ctx, text: &str) -> Outcome<String> {
    let query = DealQuery { cursor: None, ..query_from(Some(text)) };
    query.filter(cx)?;
    Ok(address(&query).trim_start_matches('?').to_owned())
}

pub(super) async fn save_view(Page { cx, .. }: Page, Form(form): Form<ViewForm>) -> PageResult {
    let query = view_query(&cx, &form.query)?;
    let path = if query.is_empty() { "/deals".to_owned() } else { format!("/deals?{query}") };
    match saved_view::save(&cx, SaveView { page: ViewPage::Deals, name: form.name, query }).await {
        Ok(_) => Ok(redirect_with(&path, "good", "deal-view-saved")),
        Err(Failure::Invalid(_)) => Ok(redirect_with(&path, "bad", "deal-view-needs-name")),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove_view(Page { cx, .. }: Page, Path(view): Path<String>) -> PageResult {
    saved_view::remove(&cx, super::id_of(&view)?).await?;
    Ok(redirect_with("/deals", "good", "deal-view-removed"))
}
