//! How an operation says no. Codes with parameters; pages, mails and the API translate them (`error-<code>` in Fluent).

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What every operation returns.
pub type Outcome<T> = Result<T, Failure>;

/// One thing wrong with one field of an input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldError {
    /// The input's field, as in the JSON body and the form (`amount`, `lines.0.quantity`).
    pub field: String,
    /// A stable code: `required`, `too_long`, `invalid`, …
    pub code: String,
    /// Values for the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// Everything wrong with an input, so that a person mends it in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Notes `code` at `field`.
    pub fn add(&mut self, field: &str, code: &str) {
        self.0.push(FieldError { field: field.to_owned(), code: code.to_owned(), params: BTreeMap::new() });
    }
    /// Notes `code` at `field` with values for the sentence.
    pub fn add_with<const N: usize>(&mut self, field: &str, code: &str, params: [(&str, String); N]) {
        let params = params.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        self.0.push(FieldError { field: field.to_owned(), code: code.to_owned(), params });
    }
    /// `value` when nothing was noted, [`Failure::Invalid`] otherwise.
    ///
    /// # Errors
    /// All errors noted so far.
    pub fn into_result<T>(self, value: T) -> Outcome<T> {
        if self.0.is_empty() { Ok(value) } else { Err(Failure::Invalid(self)) }
    }
    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The trimmed text, noting `required` when empty and `too_long` beyond `max` characters. NUL and other control
    /// characters (but line breaks and tabs) are `invalid`: PostgreSQL refuses NUL, and nobody means them. Characters that turn the direction of what
    /// follows are left out: a name would read as another one.
    pub fn required(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = self.optional(field, Some(text), max);
        if text.is_none() && !self.0.iter().any(|e| e.field == field) {
            self.add(field, "required");
        }
        text.unwrap_or_default()
    }
    /// The trimmed text or nothing, noting `too_long` and `invalid` as [`FieldErrors::required`] does.
    pub fn optional(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = unturned(text?);
        let text = Some(text.trim()).filter(|t| !t.is_empty())?;
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.add(field, "invalid");
            return None;
        }
        if text.chars().count() > max {
            self.add_with(field, "too_long", [("max", max.to_string())]);
            return None;
        }
        Some(text.to_owned())
    }
}

/// The text without what turns the direction of what follows.
pub fn unturned(text: &str) -> Cow<'_, str> {
    if text.contains(turns) { Cow::Owned(text.replace(turns, "")) } else { Cow::Borrowed(text) }
}

/// Whether it embeds, overrides or isolates a direction of writing (Unicode, UAX #9).
const fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Why an operation did not happen. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input cannot be taken as it is (422).
    #[error("invalid input: {0:?}")]
    Invalid(FieldErrors),
    /// There is no such thing, or the actor may not know of it (404).
    #[error("not found")]
    NotFound,
    /// Nobody is signed in (401).
    #[error("not signed in")]
    Unauthenticated,
    /// The actor's role does not allow this, and knowing so reveals nothing (403).
    #[error("forbidden")]
    Forbidden,
    /// The actor's token does not allow this, whatever the role of the person it acts for (403).
    #[error("not by this token: {0}")]
    Token(&'static str),
    /// Somebody or something was faster, or the thing is not in a state for this (409).
    #[error("conflict: {code}")]
    Conflict {
        /// A stable code: `already_decided`, `stale_version`, …
        code: &'static str,
        /// Values for the sentence.
        params: BTreeMap<String, String>,
    },
    /// Too many tries (429).
    #[error("too many tries, again in {retry_after_seconds} s")]
    Throttled {
        /// When to try again, seconds.
        retry_after_seconds: u64,
    },
    /// More was sent than is taken at once (413).
    #[error("too much was sent")]
    TooLarge,
    /// We failed (500). The cause goes to the log, never to the reader.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// A conflict without parameters.
    pub fn conflict(code: &'static str) -> Self {
        Self::Conflict { code, params: BTreeMap::new() }
    }
    /// One wrong field.
    pub fn field(field: &str, code: &str) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, code);
        Self::Invalid(errors)
    }
    /// The same, with what is wrong at field `from` told at `to`: where a page calls it otherwise because several forms stand together.
    pub fn renamed(self, from: &str, to: &str) -> Self {
        match self {
            Self::Invalid(mut errors) => {
                errors.0.iter_mut().filter(|e| e.field == from).for_each(|e| to.clone_into(&mut e.field));
                Self::Invalid(errors)
            }
            other => other,
        }
    }
    /// A failure of ours, from any error.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }
    /// The stable code of the failure as a whole.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid_input",
            Self::NotFound => "not_found",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::Token(code) => code,
            Self::Conflict { code, .. } => code,
            Self::Throttled { .. } => "too_many_requests",
            Self::TooLarge => "payload_too_large",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_direction_of_writing_is_left_out_and_control_characters_are_refused() {
        let mut errors = FieldErrors::default();
        let name = errors.required("company", " Abc \u{202e}gnp.exe\u{202c} GmbH\u{2069} ", 100);
        assert_eq!(name, "Abc gnp.exe GmbH");
        assert_eq!(errors.optional("place", Some("\u{2066} \u{2069}"), 100), None);
        assert!(errors.is_empty());
        errors.required("company", "a\0b", 100);
        assert_eq!(errors.0.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["invalid"]);
    }
}
