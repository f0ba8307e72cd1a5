//! What the form macros of `templates/parts/fields.html` take: choices of a select, and the list of what is wrong.

use crate::ui::Ui;
use kernel::{Date, FieldErrors};

/// One choice of a select.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// Sent with the form.
    pub(crate) value: String,
    /// Shown.
    pub(crate) label: String,
    /// Whether it is the present one.
    pub(crate) selected: bool,
}

impl Choice {
    /// A choice, selected when `value` is `chosen`.
    pub(crate) fn new(value: impl ToString, label: impl Into<String>, chosen: &str) -> Self {
        let value = value.to_string();
        Self { selected: value == chosen, value, label: label.into() }
    }
}

/// All words of a family as choices.
pub(crate) fn words<T: ToString + Copy>(ui: &Ui, family: &str, all: &[T], chosen: &str) -> Vec<Choice> {
    all.iter().map(|word| Choice::new(word.to_string(), ui.word(family, word.to_string()), chosen)).collect()
}

/// One line of the summary above a form.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The field's name.
    pub(crate) field: String,
    /// What the form calls it; empty when it has no label.
    pub(crate) label: String,
    /// What is wrong.
    pub(crate) text: String,
}

/// The summary's lines; a field is called `field-<name>` in Fluent where there is such a text.
pub(crate) fn problems(ui: &Ui, errors: &FieldErrors) -> Vec<Problem> {
    errors
        .0
        .iter()
        .map(|error| {
            let key = format!("field-{}", error.field.replace(['_', '.'], "-"));
            Problem {
                field: error.field.clone(),
                label: if i18n::has(ui.locale(), &key) { ui.t(&key) } else { String::new() },
                text: i18n::field_error_text(ui.locale(), error),
            }
        })
        .collect()
}

/// A date field's value: nothing when empty, `date_invalid` noted when it is no date.
pub(crate) fn date(errors: &mut FieldErrors, field: &str, text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let date = text.parse().ok();
    if date.is_none() {
        errors.add(field, "date_invalid");
    }
    date
}

/// An id chosen in a select: nothing when empty, `unknown` noted when it is none of ours.
pub(crate) fn id<T: std::str::FromStr>(errors: &mut FieldErrors, field: &str, text: &str) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let id = text.parse().ok();
    if id.is_none() {
        errors.add(field, "unknown");
    }
    id
}

/// The text, or nothing when empty.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
