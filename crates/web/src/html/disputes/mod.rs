//! Disputes: which wait, one with its sides, and how they end.

mod list;
mod open;
mod record;

use axum::Router;
use axum::routing::get;
use kernel::words::DisputeStatus;
use kernel::{Failure, FieldErrors};
use operations::App;

use super::field::Problem;
use crate::ui::Ui;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/disputes", get(list::list))
        .route("/disputes/{id}", get(record::record))
        .route("/disputes/{id}/evidence", get(record::back).post(record::evidence))
        .route("/disputes/{id}/decide", get(record::back).post(record::decide))
        .route("/disputes/{id}/appeal", get(record::back).post(record::appeal))
        .route("/registrations/{id}/dispute", get(open::form).post(open::open))
}

/// The chip's style.
fn mood(status: DisputeStatus) -> &'static str {
    match status {
        DisputeStatus::Open | DisputeStatus::Appealed => "warn",
        DisputeStatus::Decided => "accent",
        DisputeStatus::Closed => "",
    }
}

/// The lines of the summary above a form; a field is called `dispute-field-<name>`.
fn problems(ui: &Ui, errors: &FieldErrors) -> Vec<Problem> {
    let line = |e: &kernel::FieldError| {
        let key = format!("dispute-field-{}", e.field.replace('_', "-"));
        Problem {
            label: if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() },
            text: i18n::field_error_text(ui.locale(), e),
            field: e.field.clone(),
        }
    };
    errors.0.iter().map(line).collect()
}

/// A word of a closed family out of a form.
fn word<T: std::str::FromStr>(errors: &mut FieldErrors, field: &str, text: &str) -> Option<T> {
    let value = text.trim().parse().ok();
    if value.is_none() {
        errors.add(field, if text.trim().is_empty() { "required" } else { "unknown" });
    }
    value
}

/// An id out of an address: what is not one names nothing.
fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
