//! The list of partners, and the views a person keeps of it.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, words};
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, RawQuery};
use kernel::id::SavedViewId;
use kernel::words::{PartnerStatus, Phase, ViewPage};
use kernel::{Failure, Outcome, PageRequest};
use operations::access::saved_view::{self, SaveView, SavedView};
use operations::partner::{self, PartnerFilter, PartnerListed, Sort};
use operations::program::{self, segment};
use serde::Deserialize;

/// The parameters of an address, in order.
pub(super) fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default()
}

/// `?a=b&c=d`, or nothing.
pub(super) fn query_of(pairs: &[(String, String)]) -> String {
    match serde_html_form::to_string(pairs) {
        Ok(text) if !text.is_empty() => format!("?{text}"),
        _ => String::new(),
    }
}

pub(super) struct Chip {
    pub(super) text: String,
    pub(super) without: String,
}

/// A column heading that sorts.
pub(super) struct Heading {
    pub(super) href: String,
    pub(super) state: &'static str,
}

pub(super) struct Line {
    pub(super) partner: PartnerListed,
    /// Open pipeline in words, one per currency.
    pub(super) pipeline: Vec<String>,
    /// When anything last happened; empty for never.
    pub(super) active: String,
    /// Region and country.
    pub(super) place: String,
}

#[derive(Template)]
#[template(path = "partners/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
    /// The number on this page when it is all there is.
    count: Option<String>,
    /// How many were changed by the bulk action just done.
    changed: Option<String>,
    on_this_page: String,
    filter: PartnerFilter,
    query: String,
    sort: String,
    chips: Vec<Chip>,
    views: Vec<SavedView>,
    phases: Vec<Choice>,
    programs: Vec<Choice>,
    segments: Vec<Choice>,
    owners: Vec<Choice>,
    statuses: Vec<Choice>,
    by_name: Heading,
    by_creation: Heading,
    first: String,
    next: String,
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

pub(super) async fn page(Page { cx, ui }: Page, RawQuery(query): RawQuery) -> PageResult {
    let given = pairs(query.as_deref());
    let find = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let filter = PartnerFilter::from_pairs(&given)?;
    // A link kept from yesterday may carry a cursor that leads nowhere: then the list begins at its start.
    let request = PageRequest::parse(None, find("cursor")).unwrap_or_default();
    let page = partner::list(&cx, &filter, &request).await?;
    let programs = program::all(&cx).await?;
    let segments = segment::all(cx.read()).await?;
    let owners = partner::possible_owners(&cx).await?;

    let base = filter.pairs();
    let with = |extra: &[(&str, String)]| {
        let mut all = base.clone();
        all.extend(extra.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| ((*k).to_owned(), v.clone())));
        format!("/partners{}", query_of(&all))
    };
    let sort = text(filter.sort);
    let chips = chips(&ui, &filter, &programs, &segments, &owners);
    let whole = request.after.is_none() && page.next_cursor.is_none();
    let heading = |up: Sort, down: Sort, current: Sort| {
        let (state, other) = match current {
            c if c == up => ("ascending", down),
            c if c == down => ("descending", up),
            _ => ("", if up == Sort::Name { up } else { down }),
        };
        Heading { href: with(&[("sort", other.to_string())]), state }
    };
    let shown = i64::try_from(page.items.len()).unwrap_or(i64::MAX);
    let current = filter.sort.unwrap_or(Sort::Name);
    let template = List {
        may_change: ui.may(operations::access::policy::Action::WorkWithPartners),
        count: whole.then(|| ui.tn("partner-count", "count", shown)),
        changed: find("changed").and_then(|n| n.parse().ok()).map(|n| ui.tn("partner-bulk-changed", "count", n)),
        on_this_page: ui.tn("partner-on-this-page", "count", shown),
        query: query_of(&base).trim_start_matches('?').to_owned(),
        chips,
        views: saved_view::list(&cx, ViewPage::Partners).await?,
        phases: words(&ui, "phase", Phase::ALL, &text(filter.phase)),
        programs: programs.iter().map(|p| Choice::new(p.id, p.name.clone(), &text(filter.program))).collect(),
        segments: segments.iter().map(|s| Choice::new(s.id, s.name.clone(), &text(filter.segment))).collect(),
        owners: owners.iter().map(|o| Choice::new(o.id, o.name.clone(), &text(filter.owner))).collect(),
        statuses: words(&ui, "partner-status", PartnerStatus::ALL, &text(filter.status)),
        by_name: heading(Sort::Name, Sort::NameDescending, current),
        by_creation: heading(Sort::Created, Sort::CreatedDescending, current),
        first: if request.after.is_some() { with(&[("sort", sort.clone())]) } else { String::new() },
        next: match page.next_cursor {
            Some(cursor) => with(&[("sort", sort.clone()), ("cursor", cursor)]),
            None => String::new(),
        },
        lines: page.items.into_iter().map(|partner| line(&ui, partner)).collect(),
        sort,
        filter,
        ui,
    };
    render(&template)
}

fn line(ui: &Ui, partner: PartnerListed) -> Line {
    let place: Vec<&str> = [&partner.region, &partner.country].into_iter().flatten().map(String::as_str).collect();
    Line {
        place: place.join(", "),
        pipeline: partner.open_pipeline.iter().map(|p| ui.money(&p.sum)).collect(),
        active: partner.last_activity_at.map(|at| ui.ago(&at)).unwrap_or_default(),
        partner,
    }
}

fn chips(
    ui: &Ui,
    filter: &PartnerFilter,
    programs: &[program::ProgramRow],
    segments: &[segment::Segment],
    owners: &[partner::OwnerChoice],
) -> Vec<Chip> {
    let base = filter.pairs();
    base.iter()
        .enumerate()
        .map(|(place, (key, value))| {
            let shown = match key.as_str() {
                "phase" => ui.word("phase", value),
                "status" => ui.word("partner-status", value),
                "program" => {
                    let found = programs.iter().find(|p| p.id.to_string() == *value);
                    found.map(|p| p.name.clone()).unwrap_or_default()
                }
                "segment" => {
                    let found = segments.iter().find(|s| s.id.to_string() == *value);
                    found.map(|s| s.name.clone()).unwrap_or_default()
                }
                "owner" if value == "none" => ui.t("shell-open"),
                "owner" => {
                    let found = owners.iter().find(|o| o.id.to_string() == *value);
                    found.map(|o| o.name.clone()).unwrap_or_default()
                }
                _ => value.clone(),
            };
            let label = match key.strip_prefix("attribute.") {
                Some(attribute) => attribute.to_owned(),
                None => ui.t(&format!("partner-filter-{key}")),
            };
            let mut rest = base.clone();
            rest.remove(place);
            Chip { text: format!("{label}: {shown}"), without: format!("/partners{}", query_of(&rest)) }
        })
        .collect()
}

#[derive(Deserialize)]
pub(super) struct ViewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
}

/// What a saved view of this list keeps: only what the list understands.
pub(crate) fn view_query(text: &str) -> Outcome<String> {
    let filter = PartnerFilter::from_pairs(&pairs(Some(text)))?;
    Ok(query_of(&filter.pairs()).trim_start_matches('?').to_owned())
}

pub(super) async fn save_view(Page { cx, .. }: Page, Form(form): Form<ViewForm>) -> PageResult {
    let query = view_query(&form.query)?;
    let path = if query.is_empty() { "/partners".to_owned() } else { format!("/partners?{query}") };
    match saved_view::save(&cx, SaveView { page: ViewPage::Partners, name: form.name, query }).await {
        Ok(_) => Ok(redirect_with(&path, "good", "partner-view-saved")),
        Err(Failure::Invalid(_)) => Ok(redirect_with(&path, "bad", "partner-view-needs-name")),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove_view(Page { cx, .. }: Page, Path(view): Path<String>) -> PageResult {
    let id: SavedViewId = view.parse().map_err(|_| PageFailure(Failure::NotFound))?;
    saved_view::remove(&cx, id).await?;
    Ok(redirect_with("/partners", "good", "partner-view-removed"))
}
