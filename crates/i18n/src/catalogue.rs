//! The sentences: one Fluent bundle per language, built once.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{FieldError, Locale};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

/// The files of both languages: one line per concept.
macro_rules! concepts {
    ($($name:literal),+ $(,)?) => {
        const ENGLISH: &[(&str, &str)] = &[$(($name, include_str!(concat!("../locales/en/", $name, ".ftl")))),+];
        const GERMAN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../locales/de/", $name, ".ftl")))),+];
    };
}

concepts![
    "absence",
    "access",
    "alerts",
    "api",
    "bulk",
    "calendar",
    "clocks",
    "chain",
    "coaching",
    "conflict",
    "countries",
    "customer",
    "dashboard",
    "deal",
    "dispute",
    "draft",
    "lead",
    "demo",
    "embed",
    "error",
    "files",
    "form",
    "change",
    "extension",
    "format",
    "health",
    "import",
    "kpi",
    "kpi_digest",
    "life",
    "limits",
    "mail",
    "partner",
    "phases",
    "program",
    "protection",
    "public",
    "rates",
    "registration",
    "review",
    "settings",
    "shell",
    "targets",
    "timeline",
    "today",
];

type Bundle = FluentBundle<FluentResource>;

static EN: LazyLock<Bundle> = LazyLock::new(|| build(langid!("en-GB"), ENGLISH, english_number));
static DE: LazyLock<Bundle> = LazyLock::new(|| build(langid!("de"), GERMAN, german_number));

type NumberText = fn(&FluentValue, &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String>;

fn build(language: LanguageIdentifier, files: &[(&str, &str)], number_text: NumberText) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // The marks would show up in mails, CSV files and page titles; both languages run left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(number_text));
    for (_, source) in files {
        // A sentence that cannot be read is left out here and found by the tests below.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn english_number(value: &FluentValue, _: &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String> {
    whole_number(Locale::En, value)
}
fn german_number(value: &FluentValue, _: &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String> {
    whole_number(Locale::De, value)
}

/// Numbers in a sentence get the language's thousands separator.
fn whole_number(locale: Locale, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    // `{ NUMBER($year, useGrouping: 0) }` keeps its plain form.
    if !number.options.use_grouping {
        return None;
    }
    number.as_string().parse::<i64>().ok().map(|n| crate::number(locale, n))
}

fn bundle(locale: Locale) -> &'static Bundle {
    match locale {
        Locale::En => &EN,
        Locale::De => &DE,
    }
}

/// A value that goes into a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Text, put in as it is. Money, dates and the like are formatted first.
    Str(Cow<'a, str>),
    /// A count: written with the language's separators, and the sentence may choose singular or plural by it.
    Int(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Str(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Str(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Str(Cow::Owned(text))
    }
}
impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Int(count)
    }
}
impl From<i32> for Arg<'_> {
    fn from(count: i32) -> Self {
        Self::Int(i64::from(count))
    }
}
impl From<u32> for Arg<'_> {
    fn from(count: u32) -> Self {
        Self::Int(i64::from(count))
    }
}
impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The sentence for `key`; `[key]` when there is none.
pub fn text(locale: Locale, key: &str) -> String {
    text_args(locale, key, &[])
}

/// The sentence for `key` with values put in; `[key]` when there is none, `{$name}` where a value is missing.
pub fn text_args(locale: Locale, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let bundle = bundle(locale);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("[{key}]");
    };
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        match value {
            Arg::Str(text) => values.set(*name, FluentValue::String(Cow::Borrowed(text.as_ref()))),
            Arg::Int(count) => values.set(*name, FluentValue::from(*count)),
        }
    }
    let mut problems = Vec::new();
    bundle.format_pattern(pattern, Some(&values), &mut problems).into_owned()
}

/// Whether there is a sentence for `key`.
pub fn has(locale: Locale, key: &str) -> bool {
    bundle(locale).get_message(key).is_some_and(|message| message.value().is_some())
}

/// Every key of a language, sorted.
pub fn keys(locale: Locale) -> Vec<String> {
    let files = match locale {
        Locale::En => ENGLISH,
        Locale::De => GERMAN,
    };
    let mut keys: Vec<String> = files.iter().flat_map(|(_, source)| messages(source)).map(|(key, _)| key).collect();
    keys.sort();
    keys
}

/// The sentence for an error code (`error-<code with - for _>`). Parameters that are whole numbers count as numbers.
pub fn error_text(locale: Locale, code: &str, params: &BTreeMap<String, String>) -> String {
    let key = format!("error-{}", code.replace('_', "-"));
    let args: Vec<(&str, Arg<'_>)> = params
        .iter()
        .map(|(name, value)| (name.as_str(), value.parse::<i64>().map_or_else(|_| Arg::from(value), Arg::Int)))
        .collect();
    text_args(locale, &key, &args)
}

/// The sentence for what is wrong with a field.
pub fn field_error_text(locale: Locale, error: &FieldError) -> String {
    error_text(locale, &error.code, &error.params)
}

/// The messages of a file with the names of their parameters.
fn messages(source: &str) -> Vec<(String, Vec<String>)> {
    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

    fn of_inline<'s>(expression: &InlineExpression<&'s str>, found: &mut Vec<&'s str>) {
        match expression {
            InlineExpression::VariableReference { id } => found.push(id.name),
            InlineExpression::Placeable { expression } => of_expression(expression, found),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| of_inline(argument, found));
            }
            _ => {}
        }
    }
    fn of_expression<'s>(expression: &Expression<&'s str>, found: &mut Vec<&'s str>) {
        match expression {
            Expression::Inline(inline) => of_inline(inline, found),
            Expression::Select { selector, variants } => {
                of_inline(selector, found);
                variants.iter().for_each(|variant| of_pattern(&variant.value, found));
            }
        }
    }
    fn of_pattern<'s>(pattern: &Pattern<&'s str>, found: &mut Vec<&'s str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                of_expression(expression, found);
            }
        }
    }

    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(readable, _)| readable);
    resource
        .body
        .iter()
        .filter_map(|entry| match entry {
            Entry::Message(message) => {
                let mut found = Vec::new();
                if let Some(pattern) = &message.value {
                    of_pattern(pattern, &mut found);
                }
                found.sort_unstable();
                found.dedup();
                Some((message.id.name.to_owned(), found.into_iter().map(str::to_owned).collect()))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_to_its_last_line() {
        for (name, source) in ENGLISH.iter().chain(GERMAN) {
            if let Err((_, problems)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{name}.ftl: {problems:?}");
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_parameters_in_the_same_file() {
        for ((name, english), (_, german)) in ENGLISH.iter().zip(GERMAN) {
            let (english, german): (BTreeMap<_, _>, BTreeMap<_, _>) =
                (messages(english).into_iter().collect(), messages(german).into_iter().collect());
            for (key, parameters) in &english {
                assert_eq!(Some(parameters), german.get(key), "{name}.ftl: {key} differs or is missing in German");
            }
            for key in german.keys() {
                assert!(english.contains_key(key), "{name}.ftl: {key} is missing in English");
            }
        }
    }

    #[test]
    fn no_key_is_written_twice() {
        for &locale in Locale::ALL {
            for pair in keys(locale).windows(2) {
                assert_ne!(pair[0], pair[1], "written twice in {locale}");
            }
        }
    }

    #[test]
    fn a_sentence_takes_its_values_and_chooses_singular_or_plural() {
        let hours = |locale, n: i64| text_args(locale, "relative-hours-ago", &[("count", n.into())]);
        assert_eq!(hours(Locale::En, 1), "1 hour ago");
        assert_eq!(hours(Locale::En, 2), "2 hours ago");
        assert_eq!(hours(Locale::En, 2000), "2,000 hours ago");
        assert_eq!(hours(Locale::De, 1), "vor 1 Stunde");
        assert_eq!(hours(Locale::De, 2000), "vor 2.000 Stunden");
    }

    #[test]
    fn a_missing_sentence_shows_its_key() {
        assert_eq!(text(Locale::En, "no-such-key"), "[no-such-key]");
        assert!(!has(Locale::De, "no-such-key"));
        assert!(has(Locale::De, "error-required"));
    }

    #[test]
    fn an_error_code_becomes_a_sentence_with_its_parameters() {
        let error = FieldError {
            field: "name".to_owned(),
            code: "too_long".to_owned(),
            params: BTreeMap::from([("max".to_owned(), "2000".to_owned())]),
        };
        assert_eq!(field_error_text(Locale::En, &error), "Please use at most 2,000 characters.");
        assert_eq!(field_error_text(Locale::De, &error), "Bitte höchstens 2.000 Zeichen.");
    }
}
