//! `/s/<token>/edit`: what a registration says is changed by whoever sent it. A declined one is sent again.

use super::closed::closed;
use super::fields::{DealForm, EditForm, PARTNER, Wrong};
use crate::form::Form;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse;
use axum::routing::get;
use kernel::{Failure, FieldErrors};
use operations::cosell::registration::Effect;
use operations::cosell::registration::partner_side::{StatusLink, open_status};
use operations::{App, Ctx};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/s/{token}/edit", get(show).post(send))
}

#[derive(Template)]
#[template(path = "public/edit.html")]
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
    token: &str,
    open: &StatusLink,
    sent: Option<EditForm>,
    errors: FieldErrors,
) -> Result<EditPage, Failure> {
    let stands = open.editable().await?;
    let (company, becomes, version) = (stands.company.clone(), stands.becomes, stands.version);
    let EditForm { fields, reason, .. } = sent.unwrap_or_else(|| EditForm::of(&ui, &stands));
    let form = DealForm::changing(cx, &ui, fields, errors, stands, PARTNER).await?;
    Ok(EditPage { path: format!("/s/{token}"), company, becomes, form, reason, version, ui })
}

/// It cannot be changed any more: the status page says what it has become.
fn meanwhile(token: &str) -> PageResult {
    Ok(redirect_with(&format!("/s/{token}"), "warn", "public-status-meanwhile").into_response())
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    match page(&cx, ui, &token, &open, None, FieldErrors::default()).await {
        Ok(page) => render(&page),
        Err(Failure::Conflict { .. }) => meanwhile(&token),
        Err(other) => Err(other.into()),
    }
}

async fn send(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage, Form(sent): Form<EditForm>) -> PageResult {
    cx.app.limits().signed_form(&cx.address, &token)?;
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    match open.edit(sent.edit(cx.locale)).await {
        Ok(_) => Ok(redirect_with(&format!("/s/{token}"), "good", "public-edit-done").into_response()),
        Err(Failure::Invalid(errors)) => match page(&cx, ui, &token, &open, Some(sent), errors).await {
            Ok(page) => render_invalid(&page),
            Err(Failure::Conflict { .. }) => meanwhile(&token),
            Err(other) => Err(other.into()),
        },
        Err(Failure::Conflict { .. }) => meanwhile(&token),
        Err(other) => Err(other.into()),
    }
}
