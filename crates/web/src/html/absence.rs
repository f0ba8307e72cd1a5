//! When somebody is away and who answers meanwhile: one's own absence, and anybody's for who manages people.

use super::field::{Choice, Problem, problems};
use super::{PageResult, redirect_with, render, render_invalid};
use crate::failure::PageFailure;
use crate::form::Form;
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use kernel::id::UserId;
use kernel::{Date, Failure, FieldErrors};
use operations::access::absence::{Absence, SetAbsence, absence, colleagues, end_absence, set_absence};
use operations::{App, Ctx};
use serde::Deserialize;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/account/absence", get(own)).route("/settings/people/{id}/absence", get(show).post(save))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct AbsenceForm {
    /// `end`: the person is there again.
    action: String,
    from_on: String,
    until_on: String,
    stand_in: String,
}

#[derive(Template)]
#[template(path = "people/absence.html")]
struct AbsencePage {
    ui: Ui,
    id: UserId,
    own: bool,
    noted: Option<Absence>,
    people: Vec<Choice>,
    form: AbsenceForm,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

fn is_own(cx: &Ctx, id: UserId) -> bool {
    cx.actor.user().is_some_and(|user| user.id == id)
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: UserId,
    sent: Option<AbsenceForm>,
    errors: FieldErrors,
) -> Result<AbsencePage, Failure> {
    let noted = absence(cx, id).await?;
    let form = sent.unwrap_or_else(|| match &noted {
        Some(noted) => AbsenceForm {
            action: String::new(),
            from_on: noted.from_on.to_string(),
            until_on: noted.until_on.to_string(),
            stand_in: noted.stand_in_id.map(|id| id.to_string()).unwrap_or_default(),
        },
        None => AbsenceForm::default(),
    });
    let people = colleagues(cx).await?.into_iter().filter(|c| c.id != id);
    Ok(AbsencePage {
        own: is_own(cx, id),
        people: people.map(|c| Choice::new(c.id, c.name, &form.stand_in)).collect(),
        problems: problems(&ui, &errors),
        id,
        noted,
        form,
        errors,
        ui,
    })
}

/// One's own.
async fn own(Page { cx, .. }: Page) -> PageResult {
    let id = cx.actor.user().map(|user| user.id).ok_or(Failure::NotFound)?;
    Ok(Redirect::to(&format!("/settings/people/{id}/absence")).into_response())
}

fn id_of(text: &str) -> Result<UserId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

async fn show(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    render(&page(&cx, ui, id_of(&id)?, None, FieldErrors::default()).await?)
}

async fn save(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<AbsenceForm>) -> PageResult {
    let id = id_of(&id)?;
    let here = format!("/settings/people/{id}/absence");
    if form.action == "end" {
        end_absence(&cx, id).await?;
        return Ok(redirect_with(&here, "good", "absence-ended"));
    }
    let mut errors = FieldErrors::default();
    let mut date = |field: &str, text: &str| match text.trim() {
        "" => {
            errors.add(field, "required");
            None
        }
        text => text.parse::<Date>().map_err(|_| errors.add(field, "invalid_date")).ok(),
    };
    let (from_on, until_on) = (date("from_on", &form.from_on), date("until_on", &form.until_on));
    let stand_in = form.stand_in.parse::<UserId>().ok();
    if stand_in.is_none() {
        errors.add("stand_in", "required");
    }
    let saved = match (from_on, until_on, stand_in) {
        (Some(from_on), Some(until_on), Some(stand_in)) => {
            set_absence(&cx, id, SetAbsence { from_on, until_on, stand_in }).await
        }
        _ => Err(Failure::Invalid(errors)),
    };
    match saved {
        Ok(()) => Ok(redirect_with(&here, "good", "absence-saved")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, Some(form), errors).await?),
        Err(other) => Err(other.into()),
    }
}
