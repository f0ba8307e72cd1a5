//! What a registration says is changed by the vendor.

use super::answers::meanwhile;
use super::id_of;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::fields::{DealForm, EditForm, VENDOR, Wrong};
use crate::questions::{Sending, Unread, settle};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::routing::get;
use kernel::id::RegistrationId;
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::cosell::form::Answers;
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
    let (EditForm { fields, reason, version, .. }, answers) =
        sent.unwrap_or_else(|| (EditForm::of(&ui, &stands), stands.answers.clone()));
    // What was seen stays what was seen, however often it is sent.
    let version = version.unwrap_or(stands_at);
    let form = DealForm::changing(cx, &ui, fields, &answers, errors, stands, VENDOR).await?;
    Ok(EditPage { path: format!("/registrations/{id}"), company, becomes, form, reason, version, ui })
}

async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    match page(&cx, ui.clone(), id, None, FieldErrors::default()).await {
        Ok(page) => render(&page),
        Err(other) => meanwhile(&cx, ui, id, other).await,
    }
}

async fn change(Page { cx, ui }: Page, Path(id): Path<String>, sent: Unread) -> PageResult {
    // Nothing of a file is read for whoever may not change anything.
    cx.allow(Action::AnswerRegistrations)?;
    let id: RegistrationId = id_of(&id)?;
    let stands = match registration::editable(&cx, id).await {
        Ok(stands) => stands,
        Err(other) => return meanwhile(&cx, ui, id, other).await,
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
        Err(other) => meanwhile(&cx, ui, id, other).await,
    }
}
