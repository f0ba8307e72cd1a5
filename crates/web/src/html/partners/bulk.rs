//! One change for the selected partners.

use super::export::answer;
use super::list::pairs;
use crate::form::Form;
use crate::html::field::id;
use crate::html::{PageResult, redirect_with, render};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use kernel::id::PartnerId;
use kernel::{Failure, FieldErrors};
use operations::connect::export::Format;
use operations::partner::{self, Bulk, PartnerFilter};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct BulkForm {
    #[serde(default)]
    action: String,
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    back: String,
    #[serde(default)]
    manager: String,
    #[serde(default)]
    to_segment: String,
    #[serde(default)]
    in_program: String,
    #[serde(default)]
    to_phase: String,
    #[serde(default)]
    reason: String,
}

struct Left {
    id: PartnerId,
    name: String,
    why: String,
}

#[derive(Template)]
#[template(path = "partners/bulk.html")]
struct Result {
    ui: Ui,
    back: String,
    changed: Option<String>,
    left_title: String,
    left: Vec<Left>,
}

pub(super) async fn apply(Page { cx, ui }: Page, Form(form): Form<BulkForm>) -> PageResult {
    // Only what the list understands comes back into the address.
    let filter = PartnerFilter::from_pairs(&pairs(Some(&form.back))).unwrap_or_default();
    let mut back = filter.pairs();
    let list = |pairs: &[(String, String)]| format!("/partners{}", super::list::query_of(pairs));
    let ids: Vec<PartnerId> = form.id.iter().filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(redirect_with(&list(&back), "warn", "partner-bulk-nothing"));
    }
    if let Ok(format) = form.action.parse::<Format>() {
        return Ok(answer(&cx, format, PartnerFilter { ids, ..PartnerFilter::default() }).await?);
    }
    let mut errors = FieldErrors::default();
    let action = match form.action.as_str() {
        "manager" => Bulk::AssignManager { user: id(&mut errors, "manager", &form.manager) },
        "segment" => Bulk::SetSegment { segment: id(&mut errors, "segment", &form.to_segment) },
        "move" => {
            let (program, phase) = (form.in_program.parse(), form.to_phase.parse());
            let (Ok(program), Ok(phase)) = (program, phase) else {
                return Err(Failure::field("program", "unknown").into());
            };
            Bulk::MovePhase { program, phase, reason: crate::html::field::filled(&form.reason) }
        }
        _ => return Err(Failure::field("action", "unknown").into()),
    };
    errors.into_result(())?;
    let result = partner::bulk(&cx, &ids, &action).await?;
    let changed = i64::try_from(result.changed).unwrap_or(i64::MAX);
    if result.refused.is_empty() {
        back.push(("changed".to_owned(), changed.to_string()));
        return Ok(Redirect::to(&list(&back)).into_response());
    }
    let refused: Vec<PartnerId> = result.refused.iter().map(|r| r.partner).collect();
    let filter = PartnerFilter { ids: refused, ..PartnerFilter::default() };
    let request = kernel::PageRequest { limit: Some(kernel::page::MAX_LIMIT), after: None };
    let names = partner::list(&cx, &filter, &request).await?.items;
    let left: Vec<Left> = result
        .refused
        .iter()
        .filter_map(|refused| {
            let name = names.iter().find(|p| p.id == refused.partner)?.name.clone();
            Some(Left { id: refused.partner, name, why: ui.error(&refused.code) })
        })
        .collect();
    let left_count = i64::try_from(left.len()).unwrap_or(i64::MAX);
    let template = Result {
        back: list(&back),
        changed: (changed > 0).then(|| ui.tn("partner-bulk-changed", "count", changed)),
        left_title: ui.tn("partner-bulk-left", "count", left_count),
        left,
        ui,
    };
    render(&template)
}
