//! Files of a registration: get one, add one, take one away.

use super::id_of;
use crate::files::{FileLine, download, hint, lines, receive};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path};
use axum::routing::{get, post};
use kernel::id::{AttachmentId, RegistrationId};
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::cosell::registration::files::{self, ACCEPTED};
use operations::cosell::registration::{self, RegistrationDetail};
use operations::{App, Ctx};

/// Their bodies may be larger than those of other forms; the bytes are counted as they come.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .route("/registrations/{id}/files", get(list).post(add))
        .route("/registrations/{id}/files/{file}", get(one))
        .route("/registrations/{id}/files/{file}/remove", post(remove).get(back))
        .layer(DefaultBodyLimit::disable())
}

#[derive(Template)]
#[template(path = "registrations/files.html")]
struct FilesPage {
    ui: Ui,
    detail: RegistrationDetail,
    path: String,
    files: Vec<FileLine>,
    may_add: bool,
    accepted: &'static str,
    hint: String,
    error: String,
}

async fn page(cx: &Ctx, ui: Ui, id: RegistrationId, errors: &FieldErrors) -> Result<FilesPage, Failure> {
    let detail = registration::detail(cx, id).await?;
    Ok(FilesPage {
        files: lines(&ui, &files::files(cx, id).await?),
        may_add: ui.may(Action::AnswerRegistrations),
        path: format!("/registrations/{id}"),
        accepted: ACCEPTED,
        hint: hint(&ui, &cx.app),
        error: ui.field_error(errors, "file").unwrap_or_default(),
        detail,
        ui,
    })
}

async fn list(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    render(&page(&cx, ui, id_of(&id)?, &FieldErrors::default()).await?)
}

async fn add(Page { cx, ui }: Page, Path(id): Path<String>, form: Result<Multipart, MultipartRejection>) -> PageResult {
    cx.allow(Action::AnswerRegistrations)?;
    let id: RegistrationId = id_of(&id)?;
    // The registration first: for one out of sight, no byte of a file is read.
    registration::number(&cx, id).await?;
    let added = match receive(&cx.app, form).await {
        Ok(file) => files::add_file(&cx, id, file).await,
        Err(failure) => Err(failure),
    };
    let path = format!("/registrations/{id}/files");
    match added {
        Ok(added) if added.repeated => Ok(redirect_with(&path, "warn", "files-repeated")),
        Ok(_) => Ok(redirect_with(&path, "good", "files-added")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, id, &errors).await?),
        Err(other) => Err(other.into()),
    }
}

async fn one(Page { cx, .. }: Page, Path((id, file)): Path<(String, String)>) -> PageResult {
    let file: AttachmentId = id_of(&file)?;
    Ok(download(files::file_content(&cx, id_of(&id)?, file).await?))
}

async fn remove(Page { cx, .. }: Page, Path((id, file)): Path<(String, String)>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    files::remove_file(&cx, id, id_of(&file)?).await?;
    Ok(redirect_with(&format!("/registrations/{id}/files"), "good", "files-removed"))
}

/// A reload after an error: the list.
async fn back(_: Page, Path((id, _)): Path<(String, String)>) -> PageResult {
    let id: RegistrationId = id_of(&id)?;
    Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&format!("/registrations/{id}/files"))))
}
