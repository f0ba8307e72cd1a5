//! Too much was sent in a short time: the form is shown again with what was typed, and says when to send it.

use crate::html::{PageResult, render_as};
use crate::ui::Ui;
use http::{HeaderValue, StatusCode, header};

/// What is said above the form. `files`: some were chosen, and must be chosen again.
pub(super) fn wait(ui: &Ui, seconds: u64, files: bool) -> String {
    let when = until(ui, "public-wait", seconds);
    let files = if files { format!(" {}", ui.t("public-wait-files")) } else { String::new() };
    format!("{when}{files}")
}

/// The same above a form that is nothing but a file.
pub(super) fn wait_with_file(ui: &Ui, seconds: u64) -> String {
    until(ui, "public-wait-file", seconds)
}

fn until(ui: &Ui, family: &str, seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    if seconds < 90 {
        ui.tn(&format!("{family}-seconds"), "count", seconds)
    } else {
        ui.tn(&format!("{family}-minutes"), "count", seconds.saturating_add(59) / 60)
    }
}

/// The page, told as too early and when it is not any more.
pub(super) fn too_early(page: &impl askama::Template, seconds: u64) -> PageResult {
    let mut response = render_as(StatusCode::TOO_MANY_REQUESTS, page)?;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}
