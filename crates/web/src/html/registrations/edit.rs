//! What a registration says is changed by the vendor.

use super::id_of;
use super::meanwhile::{happened_since, meanwhile_with, not_possible};
use crate::html::{PageResult, redirect_with, render, render_as, render_invalid};
use crate::public::fields::{DealForm, EditForm, Stands, VENDOR, Wrong};
use crate::questions::{Sending, Unread, answer_lines_typed, settle};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::routing::get;
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::cosell::form::{Answers, FormDefinition};
use operations::cosell::registration::{self, Effect};
use operations::{App, Ctx};

/// The form may carry files.
pub(super) fn upload_routes() -> Router<App> {
    Router::new().route("/registrations/{id}/edit", get(form).post(change)).layer(DefaultBodyLimit::disable())
}

#[derive(Template)]
#[template(path = "registrations/edit.html")]
struct EditPage {
    ui: Ui,
    path: String,
    company: String,
    becomes: Effect,
    form: DealForm,
    reason: String,
    version: i64,
    /// When the page was made, microseconds: what has happened since is told where somebody was faster.
    seen_at: i64,
    /// Somebody was faster.
    meanwhile: Option<Happened>,
}

/// What somebody who was faster did.
struct Happened {
    /// A sentence for each step.
    steps: Vec<String>,
    /// What stands now otherwise than it was typed: label and what stands.
    otherwise: Vec<(String, String)>,
}

impl EditPage {
    fn summary(&self) -> Vec<Wrong> {
        self.form.summary(&self.ui)
    }
}

/// What was sent: the fields and the answers.
type Sent = (EditForm, Answers);

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    sent: Option<Sent>,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let stands = registration::editable(cx, id).await?;
    let (company, becomes, stands_at) = (stands.company.clone(), stands.becomes, stands.version);
    let (form, answers) = sent.unwrap_or_else(|| (EditForm::of(&ui, &stands), stands.answers.clone()));
    // What was seen stays what was seen, however often it is sent.
    let seen_at = form.seen_at().unwrap_or_else(|| ui.now()).0;
    let EditForm { fields, reason, version, .. } = form;
    let version = version.unwrap_or(stands_at);
    let form = DealForm::changing(cx, &ui, fields, &answers, errors, stands, VENDOR).await?;
    let path = format!("/registrations/{id}");
    Ok(EditPage { path, company, becomes, form, reason, version, seen_at, meanwhile: None, ui })
}

/// Somebody was faster: the form with what was typed, to be saved once more over what it has become, and what has happened. Where it cannot be
/// changed any more, what was typed is there to be taken along.
async fn late(cx: &Ctx, ui: Ui, id: RegistrationId, sent: Sent, failure: Failure) -> PageResult {
    let Failure::Conflict { code, .. } = &failure else { return Err(failure.into()) };
    let stands = match registration::editable(cx, id).await {
        Ok(stands) if *code == "stale_version" => stands,
        Ok(stands) => return lost(cx, ui, id, sent, &stands.form, failure).await,
        Err(failure @ Failure::Conflict { .. }) => {
            let form = registration::asked_form(cx, id).await?;
            return lost(cx, ui, id, sent, &form, failure).await;
        }
        Err(other) => return Err(other.into()),
    };
    let steps = happened_since(&ui, &registration::detail(cx, id).await?, sent.0.seen_at());
    let (version, seen_at, now) = (stands.version, ui.now().0, Stands::of(&ui, &stands));
    let typed = sent.1.clone();
    let page = page(cx, ui, id, Some(sent), FieldErrors::default()).await?;
    let otherwise = page.form.stands_otherwise(&page.ui, &typed, &now);
    let meanwhile = Some(Happened { steps, otherwise });
    render_as(StatusCode::CONFLICT, &EditPage { meanwhile, version, seen_at, ..page })
}

async fn lost(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    (form, answers): Sent,
    asked: &FormDefinition,
    failure: Failure,
) -> PageResult {
    let mut typed = form.fields.lines(&ui, VENDOR);
    typed.extend(answer_lines_typed(&ui, asked, &answers));
    if !form.reason.trim().is_empty() {
        typed.push((ui.t("review-edit-reason"), form.reason.clone()));
    }
    meanwhile_with(cx, ui, id, failure, form.seen_at(), typed).await
}

async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    match page(&cx, ui.clone(), id, None, FieldErrors::default()).await {
        Ok(page) => render(&page),
        Err(other) => not_possible(&cx, ui, id, other).await,
    }
}

async fn change(Page { cx, ui }: Page, Path(id): Path<String>, sent: Unread) -> PageResult {
    // Nothing of a file is read for whoever may not change anything.
    cx.allow(Action::AnswerRegistrations)?;
    let id: RegistrationId = id_of(&id)?;
    let stands = match registration::editable(&cx, id).await {
        Ok(stands) => stands,
        Err(other) => {
            let read = sent.read_words::<EditForm>().await?;
            return late(&cx, ui, id, (read.form, read.answers), other).await;
        }
    };
    let mut read = sent.read::<EditForm>(&cx.app).await?;
    let country = read.form.fields.country.clone();
    let mut errors = read.take_files(&stands.form, &country, Sending::Vendor(&cx)).await?;
    if read.form.fields.goes_on() {
        return render(&page(&cx, ui, id, Some((read.form, read.answers)), errors).await?);
    }
    errors.0.extend(settle(&stands.form, &mut read.answers, &country, &read.shown).0);
    let answers = read.emptied();
    let done = match errors.is_empty() {
        true => registration::edit(&cx, id, read.form.edit(cx.locale, &answers)).await.map(|_| ()),
        false => Err(Failure::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "review-edit-done")),
        Err(Failure::Invalid(errors)) => {
            render_invalid(&page(&cx, ui, id, Some((read.form, read.answers)), errors).await?)
        }
        Err(other) => late(&cx, ui, id, (read.form, answers), other).await,
    }
}
