//! Registrations as the vendor sees them: the list, the record, the answers.

mod answers;
mod assign;
pub(crate) mod beside;
mod breaches;
mod bulk;
pub(in crate::html) mod chain;
mod edit;
mod extension;
mod files;
mod finding;
mod list;
pub(crate) mod meanwhile;
mod new;
pub(in crate::html) mod record;
pub(crate) mod rows;

use axum::Router;
use axum::routing::{get, post};
use kernel::{Failure, FieldErrors};
use operations::App;

use crate::ui::Ui;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(breaches::routes())
        .route("/registrations", get(list::list))
        .route("/registrations/export", get(list::export))
        .route("/registrations/{id}", get(record::record))
        .route("/registrations/{id}/notes", post(record::note))
        .route("/registrations/{id}/review", post(answers::start_review))
        .route("/registrations/{id}/approve", get(answers::approve_form).post(answers::approve))
        .route("/registrations/{id}/decline", get(answers::decline_form).post(answers::decline))
        .route("/registrations/{id}/ask", get(answers::ask_form).post(answers::ask))
        .route("/registrations/{id}/answer", get(answers::answer_form).post(answers::answer))
        .route("/registrations/{id}/withdraw", get(answers::withdraw_form).post(answers::withdraw))
        .route("/registrations/{id}/beside", get(beside::form).post(beside::decide))
        .route("/registrations/{id}/send", get(answers::send_form).post(answers::send))
        .route("/registrations/{id}/step", get(answers::step_form).post(answers::step))
        .route("/registrations/{id}/cancel", get(answers::cancel_form).post(answers::cancel))
        .route("/registrations/{id}/account", get(answers::account_form).post(answers::account))
        .route("/registrations/{id}/account-ready", post(answers::account_ready))
        .route("/registrations/{id}/extension", get(extension::form).post(extension::answer))
        .route("/registrations/{id}/reinstate", get(extension::reinstate_form).post(extension::reinstate))
        .route("/registrations/{id}/findings/{finding}", get(finding::form).post(finding::act))
        .route("/registrations/{id}/assign", get(assign::form).post(assign::assign))
}

/// What takes files.
pub(crate) fn upload_routes() -> Router<App> {
    Router::new()
        .merge(files::upload_routes())
        .merge(bulk::upload_routes())
        .merge(new::upload_routes())
        .merge(edit::upload_routes())
}

/// An entry of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

impl Choice {
    fn new(value: impl ToString, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.to_string();
        Self { selected: value == chosen, value, label: label.into() }
    }
}

/// A line of the summary above a form.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mistake {
    field: String,
    label: String,
    text: String,
}

/// What is wrong with a form, with the names its fields have on the page (`review-field-<field>`).
fn mistakes(ui: &Ui, errors: &FieldErrors) -> Vec<Mistake> {
    errors
        .0
        .iter()
        .map(|e| {
            let key = format!("review-field-{}", e.field.replace('_', "-"));
            let label = if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() };
            Mistake { label, text: i18n::field_error_text(ui.locale(), e), field: e.field.clone() }
        })
        .collect()
}

/// An id out of an address: what is not one names nothing.
fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
