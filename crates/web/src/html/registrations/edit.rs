//! What a registration says is changed by the vendor.

use super::answers::meanwhile;
use super::id_of;
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::public::fields::{DealForm, EditForm, VENDOR, Wrong};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::Path;
use kernel::id::RegistrationId;
use kernel::{Failure, FieldErrors};
use operations::Ctx;
use operations::cosell::registration::{self, Effect};

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

async fn page(
    cx: &Ctx,
    ui: Ui,
    id: RegistrationId,
    sent: Option<EditForm>,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let stands = registration::editable(cx, id).await?;
    let (company, becomes, version) = (stands.company.clone(), stands.becomes, stands.version);
    let EditForm { fields, reason, .. } = sent.unwrap_or_else(|| EditForm::of(&ui, &stands));
    let form = DealForm::changing(cx, &ui, fields, errors, stands, VENDOR).await?;
    Ok(EditPage { path: format!("/registrations/{id}"), company, becomes, form, reason, version, ui })
}

pub(super) async fn form(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    match page(&cx, ui.clone(), id, None, FieldErrors::default()).await {
        Ok(page) => render(&page),
        Err(other) => meanwhile(&cx, ui, id, other).await,
    }
}

pub(super) async fn change(Page { cx, ui }: Page, Path(id): Path<String>, Form(sent): Form<EditForm>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    match registration::edit(&cx, id, sent.edit(cx.locale)).await {
        Ok(_) => Ok(redirect_with(&format!("/registrations/{id}"), "good", "review-edit-done")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, Some(sent), errors).await?),
        Err(other) => meanwhile(&cx, ui, id, other).await,
    }
}
