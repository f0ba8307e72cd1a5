//! Rows of a spreadsheet on a page: what was read, what is wrong with each, what became of it.

use crate::html::PageResult;
use crate::ui::Ui;
use axum::response::IntoResponse;
use http::header;
use kernel::FieldErrors;
use operations::connect::export::{Format, guarded};
use operations::cosell::form::FormDefinition;
use operations::cosell::registration::bulk::{BulkRow, Column, RowOutcome, columns, files_needed, workbook};
use serde::Deserialize;
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

/// Where a row leads once it is entered.
#[derive(Clone, Copy)]
pub(crate) enum Leads<'a> {
    /// To the record; a draft to the form in which it goes on.
    Vendor,
    /// A draft to the contact's own form behind this path; nothing else leads anywhere.
    Contact(&'a str),
}

impl Leads<'_> {
    fn of(self, outcome: &RowOutcome) -> String {
        let Some((id, _)) = &outcome.registration else { return String::new() };
        match (self, outcome.files.is_empty()) {
            (Self::Vendor, true) => format!("/registrations/{id}"),
            (Self::Vendor, false) => format!("/registrations/new?draft={id}"),
            (Self::Contact(path), false) => format!("{path}?draft={id}"),
            (Self::Contact(_), true) => String::new(),
        }
    }
}

/// What a question is called: in the heading of its column, or where it has none.
fn question(ui: &Ui, form: &FormDefinition, labels: &BTreeMap<String, String>, field: &str) -> String {
    let key = field.strip_prefix("answers.").unwrap_or(field);
    let own = || form.field(key).map(|field| field.label.text(ui.locale()).to_owned());
    labels
        .get(key)
        .cloned()
        .or_else(own)
        .unwrap_or_else(|| if matches!(key, "form" | "limit") { String::new() } else { key.to_owned() })
}

/// The rows with what was said of them.
pub(crate) fn rows(
    ui: &Ui,
    form: &FormDefinition,
    rows: &[BulkRow],
    outcomes: &[RowOutcome],
    leads: Leads<'_>,
) -> Vec<RowView> {
    let labels: BTreeMap<String, String> = columns(form, ui.locale()).into_iter().map(|c| (c.key, c.label)).collect();
    let called = |field: &str| question(ui, form, &labels, field);
    let view = |(row, outcome): (&BulkRow, &RowOutcome)| {
        let said = |key: &str| row.1.get(key).cloned().unwrap_or_default();
        let wrong = outcome.errors.iter().map(|error| {
            let text = i18n::field_error_text(ui.locale(), error);
            match called(&error.field) {
                label if label.is_empty() => text,
                label => format!("{label}: {text}"),
            }
        });
        let against = outcome
            .findings
            .iter()
            .map(|(kind, level)| format!("{}: {}", ui.word("level", level), ui.word("finding", kind)));
        let files: Vec<String> = outcome.files.iter().map(|key| called(key)).collect();
        let waits = (!files.is_empty()).then(|| ui.t1("bulk-row-files", "questions", files.join(", ")));
        let entered = outcome.registration.is_some();
        let (mood, icon, state) = match (waits.is_some(), outcome.repeated) {
            _ if !outcome.errors.is_empty() => ("bad", "circle-alert", "bulk-row-wrong"),
            (_, true) if !entered => ("", "info", "bulk-row-twice"),
            (true, true) => ("", "info", "bulk-row-draft-known"),
            (true, false) if entered => ("warn", "paperclip", "bulk-row-drafted"),
            (true, false) => ("warn", "paperclip", "bulk-row-draft"),
            (false, true) => ("", "info", "bulk-row-known"),
            (false, false) if entered => ("good", "circle-check", "bulk-row-entered"),
            _ if !outcome.findings.is_empty() => ("warn", "triangle-alert", "bulk-row-findings"),
            _ => ("good", "check", "bulk-row-ready"),
        };
        RowView {
            line: outcome.line,
            company: said("company"),
            amount: [said("amount"), said("currency")].join(" ").trim().to_owned(),
            close: said("expected_close_on"),
            mood,
            icon,
            state: ui.t(state),
            notes: waits.into_iter().chain(wrong).chain(against).collect(),
            href: leads.of(outcome),
            number: outcome.registration.clone().map(|(_, number)| number).unwrap_or_default(),
        }
    };
    rows.iter().zip(outcomes).map(view).collect()
}

/// What the button does: registers rows, keeps rows as drafts, or both; empty where there is nothing to do.
pub(crate) fn button(ui: &Ui, outcomes: &[RowOutcome]) -> String {
    let right = |drafts: bool| {
        let those = outcomes.iter().filter(|o| o.errors.is_empty() && !o.repeated && o.files.is_empty() != drafts);
        i64::try_from(those.count()).unwrap_or(i64::MAX)
    };
    match (right(false), right(true)) {
        (0, 0) => String::new(),
        (deals, 0) => ui.tn("bulk-enter", "count", deals),
        (0, drafts) => ui.tn("bulk-keep", "count", drafts),
        (deals, drafts) => {
            let keep = ui.tn("bulk-and-keep", "count", drafts);
            format!("{} {keep}", ui.tn("bulk-enter", "count", deals))
        }
    }
}

/// Whether any of the rows waits for its files.
pub(crate) fn waiting(outcomes: &[RowOutcome]) -> bool {
    outcomes.iter().any(|outcome| outcome.registration.is_some() && !outcome.files.is_empty())
}

/// What a spreadsheet of a program's deals holds, told beside the file chooser.
pub(crate) struct Guide {
    /// The program; empty where it is the only one.
    pub(crate) program: String,
    pub(crate) columns: Vec<Column>,
    /// What is said of files that must come; empty for none.
    pub(crate) files: String,
    /// Where the empty spreadsheet is; the kind is told by `format`.
    pub(crate) template: String,
}

impl Guide {
    pub(crate) fn new(ui: &Ui, form: &FormDefinition, program: &str, template: String) -> Self {
        let files = files_needed(form, ui.locale());
        let said = || ui.t1("bulk-files-note", "questions", files.join(", "));
        Self {
            program: program.to_owned(),
            columns: columns(form, ui.locale()),
            files: if files.is_empty() { String::new() } else { said() },
            template,
        }
    }
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

/// The kind of file an empty spreadsheet is wanted as.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    pub(crate) format: String,
}

/// An empty spreadsheet with the headings of the form; as a workbook it tells what each column takes.
pub(crate) fn template(ui: &Ui, form: &FormDefinition, wanted: &Wanted) -> PageResult {
    let format = wanted.format.parse().unwrap_or(Format::Csv);
    let body = match format {
        Format::Xlsx => workbook(form, ui.locale())?,
        Format::Csv => {
            let quoted = |text: &str| format!("\"{}\"", guarded(text).replace('"', "\"\""));
            let headings: Vec<String> = columns(form, ui.locale()).iter().map(|c| quoted(&c.label)).collect();
            format!("\u{feff}{}\r\n", headings.join(";")).into_bytes()
        }
    };
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"registrations.{format}\"")),
    ];
    Ok((headers, body).into_response())
}
