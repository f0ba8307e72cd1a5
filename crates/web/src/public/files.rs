//! `/s/<token>/files`: a partner adds a file to a registration, and gets back what they may see.

use super::closed::closed;
use super::wait::{too_early, wait_with_file};
use crate::files::{FileLine, download, hint, lines, receive};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::PublicPage;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path};
use axum::routing::get;
use kernel::id::AttachmentId;
use kernel::{Failure, FieldErrors};
use operations::cosell::registration::files::ACCEPTED;
use operations::cosell::registration::partner_side::{StatusLink, open_status};
use operations::{App, Ctx};

/// Their bodies may be larger than those of any other public form; the bytes are counted as they come.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .route("/s/{token}/files", get(show).post(add))
        .route("/s/{token}/files/{file}", get(one))
        .layer(DefaultBodyLimit::disable())
}

/// The files as the status page and this one show them.
pub(super) struct Files {
    pub lines: Vec<FileLine>,
    pub takes: bool,
    pub hint: String,
    pub accepted: &'static str,
    pub path: String,
    pub error: String,
}

impl Files {
    pub(super) async fn of(cx: &Ctx, ui: &Ui, token: &str, open: &StatusLink) -> Result<Self, Failure> {
        Ok(Self {
            lines: lines(ui, &open.files().await?),
            takes: open.takes_files(),
            hint: hint(ui, &cx.app),
            accepted: ACCEPTED,
            path: format!("/s/{token}/files"),
            error: String::new(),
        })
    }
    /// Whether there is anything to show.
    pub(super) fn any(&self) -> bool {
        self.takes || !self.lines.is_empty()
    }
}

#[derive(Template)]
#[template(path = "public/files.html")]
struct FilesPage {
    ui: Ui,
    company: String,
    back: String,
    files: Files,
    /// When it can be sent again; empty where nothing stands against it.
    wait: String,
}

async fn page(cx: &Ctx, ui: Ui, token: &str, open: &StatusLink, errors: &FieldErrors) -> Result<FilesPage, Failure> {
    let mut files = Files::of(cx, &ui, token, open).await?;
    files.error = ui.field_error(errors, "file").unwrap_or_default();
    Ok(FilesPage { company: open.company().to_owned(), back: format!("/s/{token}"), files, wait: String::new(), ui })
}

async fn show(Path(token): Path<String>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    match open_status(&cx, &token).await {
        Ok(open) => render(&page(&cx, ui, &token, &open, &FieldErrors::default()).await?),
        Err(failure) => closed(ui, failure),
    }
}

async fn add(
    Path(token): Path<String>,
    PublicPage { cx, ui }: PublicPage,
    form: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let room = cx.app.limits().signed_form(&cx.address, &token);
    if room.is_err() {
        cx.app.limits().public_page(&cx.address)?;
    }
    // The link first: for whoever has none, no byte of a file is read.
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    if let Err(Failure::Throttled { retry_after_seconds }) = room {
        let wait = wait_with_file(&ui, retry_after_seconds);
        let page = page(&cx, ui, &token, &open, &FieldErrors::default()).await?;
        return too_early(&FilesPage { wait, ..page }, retry_after_seconds);
    }
    let added = match receive(&cx.app, form).await {
        Ok(file) => open.add_file(file).await,
        Err(failure) => Err(failure),
    };
    let path = format!("/s/{token}");
    match added {
        Ok(added) if added.repeated => Ok(redirect_with(&path, "warn", "files-repeated")),
        Ok(_) => Ok(redirect_with(&path, "good", "files-added")),
        Err(Failure::Conflict { .. }) => Ok(redirect_with(&path, "warn", "public-status-meanwhile")),
        Err(Failure::Invalid(errors)) => render_invalid(&page(&cx, ui, &token, &open, &errors).await?),
        Err(other) => Err(other.into()),
    }
}

async fn one(Path((token, file)): Path<(String, String)>, PublicPage { cx, ui }: PublicPage) -> PageResult {
    cx.app.limits().public_page(&cx.address)?;
    let open = match open_status(&cx, &token).await {
        Ok(open) => open,
        Err(failure) => return closed(ui, failure),
    };
    let file: AttachmentId = file.parse().map_err(|_| Failure::NotFound)?;
    Ok(download(open.file_content(file).await?))
}
