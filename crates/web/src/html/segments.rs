//! Segments, under the settings.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, filled, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use kernel::id::SegmentId;
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::program::segment::{self, SaveSegment};
use operations::{App, Ctx};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/segments", get(list))
        .route("/settings/segments/new", get(new).post(create))
        .route("/settings/segments/{segment}", get(edit).post(change))
        .route("/settings/segments/{segment}/remove", post(remove))
}

struct Line {
    id: SegmentId,
    name: String,
    rule: String,
    members: String,
    removable: bool,
}

#[derive(Template)]
#[template(path = "segments/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
}

/// What an attribute is called: ours in the reader's language, imported ones as they are.
fn attribute_name(ui: &Ui, attribute: &str) -> String {
    if segment::COLUMNS.contains(&attribute) { ui.word("field", attribute) } else { attribute.to_owned() }
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let lines = segment::list(&cx)
        .await?
        .into_iter()
        .map(|s| Line {
            id: s.segment.id,
            rule: match (&s.segment.attribute, &s.segment.attribute_value) {
                (Some(attribute), Some(value)) => format!("{} = {value}", attribute_name(&ui, attribute)),
                _ => String::new(),
            },
            members: ui.number(s.members),
            removable: s.members == 0,
            name: s.segment.name,
        })
        .collect();
    render(&List { may_change: ui.may(Action::ManagePrograms), lines, ui })
}

#[derive(Default, Deserialize)]
struct SegmentForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    attribute: String,
    #[serde(default)]
    attribute_value: String,
    #[serde(default)]
    position: String,
}

impl SegmentForm {
    fn input(&self) -> Result<SaveSegment, Failure> {
        let position = match self.position.trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| Failure::field("position", "not_a_number"))?),
        };
        Ok(SaveSegment {
            name: self.name.clone(),
            attribute: filled(&self.attribute),
            attribute_value: filled(&self.attribute_value),
            position,
        })
    }
}

#[derive(Template)]
#[template(path = "segments/form.html")]
struct SegmentPage {
    ui: Ui,
    id: Option<SegmentId>,
    form: SegmentForm,
    attributes: Vec<Choice>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn form_page(
    cx: &Ctx,
    ui: Ui,
    id: Option<SegmentId>,
    form: SegmentForm,
    errors: FieldErrors,
) -> Result<SegmentPage, Failure> {
    let mut known = segment::attributes(cx).await?;
    if !form.attribute.is_empty() && !known.contains(&form.attribute) {
        known.push(form.attribute.clone());
    }
    let attributes = known.iter().map(|a| Choice::new(a, attribute_name(&ui, a), &form.attribute)).collect();
    Ok(SegmentPage { id, attributes, problems: problems(&ui, &errors), form, errors, ui })
}

async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    render(&form_page(&cx, ui, None, SegmentForm::default(), FieldErrors::default()).await?)
}

async fn create(Page { cx, ui }: Page, Form(form): Form<SegmentForm>) -> PageResult {
    let outcome = match form.input() {
        Ok(input) => segment::create(&cx, input).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => Ok(redirect_with("/settings/segments", "good", "segment-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(&cx, ui, None, form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

fn segment_id(text: &str) -> Result<SegmentId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

async fn edit(Page { cx, ui }: Page, Path(segment): Path<String>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let found = segment::get(&cx, segment_id(&segment)?).await?;
    let form = SegmentForm {
        name: found.name,
        attribute: found.attribute.unwrap_or_default(),
        attribute_value: found.attribute_value.unwrap_or_default(),
        position: found.position.to_string(),
    };
    render(&form_page(&cx, ui, Some(found.id), form, FieldErrors::default()).await?)
}

async fn change(Page { cx, ui }: Page, Path(segment): Path<String>, Form(form): Form<SegmentForm>) -> PageResult {
    let id = segment_id(&segment)?;
    let outcome = match form.input() {
        Ok(input) => segment::change(&cx, id, input).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => Ok(redirect_with("/settings/segments", "good", "segment-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&form_page(&cx, ui, Some(id), form, errors).await?),
        Err(other) => Err(other.into()),
    }
}

async fn remove(Page { cx, .. }: Page, Path(segment): Path<String>) -> PageResult {
    match segment::remove(&cx, segment_id(&segment)?).await {
        Ok(()) => Ok(redirect_with("/settings/segments", "good", "segment-removed")),
        Err(Failure::Conflict { .. }) => Ok(redirect_with("/settings/segments", "bad", "segment-in-use")),
        Err(other) => Err(other.into()),
    }
}
