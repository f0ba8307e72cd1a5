//! Rows of a spreadsheet on a page: what was read, what is wrong with each, what became of it.

use crate::ui::Ui;
use axum::response::{IntoResponse, Response};
use http::header;
use kernel::FieldErrors;
use operations::connect::export::guarded;
use operations::cosell::form::FormDefinition;
use operations::cosell::registration::bulk::{BulkRow, RowOutcome, columns};
use std::collections::BTreeMap;

/// Bytes of a form with a spreadsheet, or with the rows of one.
pub(crate) const BODY: usize = 4 * 1024 * 1024;

/// One row.
pub(crate) struct RowView {
    pub(crate) line: usize,
    pub(crate) company: String,
    pub(crate) amount: String,
    pub(crate) close: String,
    pub(crate) mood: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) state: String,
    /// What is wrong, or speaks against it.
    pub(crate) notes: Vec<String>,
    /// The registration it became; empty for none.
    pub(crate) href: String,
    pub(crate) number: String,
}

/// The rows with what was said of them. `link`: the number leads to the registration's record.
pub(crate) fn rows(
    ui: &Ui,
    form: &FormDefinition,
    rows: &[BulkRow],
    outcomes: &[RowOutcome],
    link: bool,
) -> Vec<RowView> {
    let labels: BTreeMap<String, String> = columns(form, ui.locale()).into_iter().collect();
    let view = |(row, outcome): (&BulkRow, &RowOutcome)| {
        let said = |key: &str| row.1.get(key).cloned().unwrap_or_default();
        let wrong = outcome.errors.iter().map(|error| {
            let key = error.field.strip_prefix("answers.").unwrap_or(&error.field);
            let label = labels.get(key).cloned().unwrap_or_else(|| key.to_owned());
            format!("{label}: {}", i18n::field_error_text(ui.locale(), error))
        });
        let against = outcome
            .findings
            .iter()
            .map(|(kind, level)| format!("{}: {}", ui.word("level", level), ui.word("finding", kind)));
        let (mood, icon, state) = if !outcome.errors.is_empty() {
            ("bad", "circle-alert", "bulk-row-wrong")
        } else if outcome.repeated {
            ("", "info", "bulk-row-known")
        } else if outcome.registration.is_some() {
            ("good", "circle-check", "bulk-row-entered")
        } else if !outcome.findings.is_empty() {
            ("warn", "triangle-alert", "bulk-row-findings")
        } else {
            ("good", "check", "bulk-row-ready")
        };
        let (id, number) = outcome.registration.clone().map_or((None, String::new()), |(id, n)| (Some(id), n));
        RowView {
            line: outcome.line,
            company: said("company"),
            amount: [said("amount"), said("currency")].join(" ").trim().to_owned(),
            close: said("expected_close_on"),
            mood,
            icon,
            state: ui.t(state),
            notes: wrong.chain(against).collect(),
            href: id.filter(|_| link).map(|id| format!("/registrations/{id}")).unwrap_or_default(),
            number,
        }
    };
    rows.iter().zip(outcomes).map(view).collect()
}

/// How many rows can be entered.
pub(crate) fn ready(outcomes: &[RowOutcome]) -> i64 {
    let ready = outcomes.iter().filter(|o| o.errors.is_empty() && !o.repeated).count();
    i64::try_from(ready).unwrap_or(i64::MAX)
}

/// The rows, to be carried to the next step by the page; they are checked again there.
pub(crate) fn packed(rows: &[BulkRow]) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}

/// The rows a page carried; what cannot be read is none.
pub(crate) fn unpacked(text: &str) -> Vec<BulkRow> {
    serde_json::from_str(text).unwrap_or_default()
}

/// What is wrong with the file as a whole.
pub(crate) fn file_error(ui: &Ui, errors: &FieldErrors) -> String {
    let texts: Vec<String> = errors.0.iter().map(|e| i18n::field_error_text(ui.locale(), e)).collect();
    texts.join(" ")
}

/// An empty spreadsheet with the headings of the form.
pub(crate) fn template(ui: &Ui, form: &FormDefinition) -> Response {
    let quoted = |text: &str| format!("\"{}\"", guarded(text).replace('"', "\"\""));
    let headings: Vec<String> = columns(form, ui.locale()).iter().map(|(_, label)| quoted(label)).collect();
    let body = format!("\u{feff}{}\r\n", headings.join(";"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"registrations.csv\""),
    ];
    (headers, body).into_response()
}
