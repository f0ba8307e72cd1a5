//! The page behind a link that no longer opens anything: what it means and what to do, instead of a bare "not found".

use crate::failure::PageFailure;
use crate::html::{PageResult, render};
use crate::ui::Ui;
use askama::Template;
use http::StatusCode;
use kernel::Failure;

#[derive(Template)]
#[template(path = "public/closed.html")]
struct Closed {
    ui: Ui,
    text: String,
}

/// The page for a link that could not be opened; every other failure stays what it is.
pub(super) fn closed(ui: Ui, failure: Failure) -> PageResult {
    let (status, key) = match &failure {
        Failure::NotFound => (StatusCode::NOT_FOUND, "public-closed-not-found"),
        Failure::Conflict { code: "link_expired", .. } => (StatusCode::GONE, "public-closed-link-expired"),
        Failure::Conflict { code: "link_used", .. } => (StatusCode::GONE, "public-closed-link-used"),
        Failure::Conflict { code: "already_decided", .. } => (StatusCode::GONE, "public-closed-already-decided"),
        _ => return Err(PageFailure(failure)),
    };
    let text = ui.t(key);
    let mut response = render(&Closed { ui, text })?;
    *response.status_mut() = status;
    Ok(response)
}
