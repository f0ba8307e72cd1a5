//! What a cell means: people write what they see on a page, in either language, and not the keys we keep.

use super::sheet::day;
use crate::cosell::country_name::country_code;
use crate::cosell::form::{AnswerValue, Answers, CoreField, FieldKind, FormDefinition, FormField, visible};
use crate::cosell::registration::draft::Typed;
use kernel::fold::fold;
use kernel::{FieldError, Locale};
use std::collections::BTreeMap;

/// A row as somebody would have typed it into the form, its numbers written as in `typed_in`.
pub(super) fn typed(form: &FormDefinition, row: &BTreeMap<String, String>, typed_in: Locale) -> Typed {
    let given = |key: &str| row.get(key).cloned().unwrap_or_default();
    let own = row.iter().filter(|(key, _)| key.parse::<CoreField>().is_err() && *key != "currency");
    let answers = own.map(|(key, text)| {
        let value = form.field(key).map_or_else(|| AnswerValue::One(text.clone()), |field| answer(field, text));
        (key.clone(), value)
    });
    Typed {
        kind: String::new(),
        company: given("company"),
        domain: given("domain"),
        country: country(&given("country")),
        city: given("city"),
        customer_phone: given("customer_phone"),
        vat: given("vat"),
        customer_contact: given("customer_contact"),
        need: given("need"),
        product: given("product"),
        amount: given("amount"),
        currency: given("currency"),
        expected_close_on: day(&given("expected_close_on")),
        partner_help: given("partner_help"),
        answers: answers.filter(|(_, value)| !value.texts().is_empty()).collect(),
        typed_in: Some(typed_in),
    }
}

fn country(text: &str) -> String {
    country_code(text).map_or_else(|| text.to_owned(), str::to_owned)
}

/// An own question's answer; what is not understood stays as it was written.
fn answer(field: &FormField, text: &str) -> AnswerValue {
    AnswerValue::One(match field.kind {
        FieldKind::Several => return AnswerValue::Many(several(field, text)),
        FieldKind::Choice => choice(field, text).unwrap_or_else(|| text.to_owned()),
        FieldKind::Country => country(text),
        FieldKind::Date => day(text),
        FieldKind::Consent => match yes_or_no(text) {
            Some(true) => "yes".to_owned(),
            Some(false) => String::new(),
            None => text.to_owned(),
        },
        _ => text.to_owned(),
    })
}

/// The key of the choice that is called so, in either language.
fn choice(field: &FormField, text: &str) -> Option<String> {
    if let Some(option) = field.option(text.trim()) {
        return Some(option.key.clone());
    }
    let wanted = fold(text);
    let called = |name: &String| !name.is_empty() && fold(name) == wanted;
    let found = field.options.iter().find(|o| [&o.key, &o.label.en, &o.label.de].into_iter().any(called));
    found.map(|option| option.key.clone())
}

/// Several choices in one cell, separated by `;`, `|` or a line break; by commas where no choice has one in its name.
fn several(field: &FormField, text: &str) -> Vec<String> {
    let pieces = |text: &str, separators: &[char]| -> Vec<String> {
        text.split(separators).map(str::trim).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
    };
    if let Some(whole) = choice(field, text) {
        return vec![whole];
    }
    let one = |piece: String| {
        if let Some(known) = choice(field, &piece) {
            return vec![known];
        }
        let parts: Option<Vec<String>> = pieces(&piece, &[',']).iter().map(|part| choice(field, part)).collect();
        parts.unwrap_or_else(|| vec![piece])
    };
    pieces(text, &[';', '|', '\n', '\r']).into_iter().flat_map(one).collect()
}

fn yes_or_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "yes" | "y" | "ja" | "j" | "x" | "true" | "wahr" | "1" => Some(true),
        "no" | "n" | "nein" | "-" | "false" | "falsch" | "0" => Some(false),
        _ => None,
    }
}

/// What a cell could have said instead, in place of "we don't know this value".
pub(super) fn explained(form: &FormDefinition, errors: Vec<FieldError>, locale: Locale) -> Vec<FieldError> {
    let instead = |mut error: FieldError| {
        let own = error.field.strip_prefix("answers.").and_then(|key| form.field(key));
        match (own, error.field.as_str(), error.code.as_str()) {
            (None, "country", "unknown" | "too_long") => {
                error = FieldError { code: "country_unknown".to_owned(), params: BTreeMap::new(), ..error };
            }
            (Some(field), _, "unknown") => match field.kind {
                FieldKind::Choice | FieldKind::Several => {
                    let code = if field.kind == FieldKind::Choice { "not_a_choice" } else { "not_choices" };
                    error.code = code.to_owned();
                    error.params = BTreeMap::from([("choices".to_owned(), choices(field, locale))]);
                }
                FieldKind::Country => error.code = "country_unknown".to_owned(),
                FieldKind::Consent => error.code = "yes_or_no".to_owned(),
                _ => {}
            },
            _ => {}
        }
        error
    };
    errors.into_iter().map(instead).collect()
}

/// What can be chosen, by its labels.
pub(super) fn choices(field: &FormField, locale: Locale) -> String {
    let separator = if field.kind == FieldKind::Several { "; " } else { ", " };
    field.options.iter().map(|o| o.label.text(locale)).collect::<Vec<_>>().join(separator)
}

/// The questions whose file must come and is not here.
pub(super) fn files_missing(form: &FormDefinition, answers: &Answers, country: &str) -> Vec<String> {
    let asked = visible(form, answers, Some(country));
    let missing = form.fields.iter().filter(|field| {
        field.kind == FieldKind::File
            && field.required
            && asked.contains(&field.key)
            && answers.get(&field.key).is_none_or(|value| value.texts().is_empty())
    });
    missing.map(|field| field.key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cosell::form::FormOption;
    use crate::program::Bilingual;

    fn words(en: &str, de: &str) -> Bilingual {
        Bilingual { en: en.to_owned(), de: de.to_owned() }
    }

    fn field(kind: FieldKind) -> FormField {
        let option = |key: &str, en: &str, de: &str| FormOption { key: key.to_owned(), label: words(en, de) };
        FormField {
            label: words("Where?", "Wo?"),
            options: match kind {
                FieldKind::Choice | FieldKind::Several => vec![
                    option("cloud", "Cloud", "Wolke"),
                    option("own", "Own house", "Eigenes Gebäude"),
                    option("both", "Cloud, later own house", "Erst Wolke; dann eigenes"),
                ],
                _ => Vec::new(),
            },
            ..FormField::new("q", kind)
        }
    }

    fn said(kind: FieldKind, text: &str) -> String {
        answer(&field(kind), text).texts().join("+")
    }

    #[test]
    fn a_choice_is_known_by_its_label_in_either_language_and_by_its_key() {
        for (written, key) in
            [("Cloud", "cloud"), ("cloud", "cloud"), ("WOLKE", "cloud"), ("eigenes gebaude", "own"), (" own ", "own")]
        {
            assert_eq!(said(FieldKind::Choice, written), key, "{written}");
        }
        assert_eq!(said(FieldKind::Choice, "Mond"), "Mond");
    }

    #[test]
    fn several_choices_are_separated_by_semicolons_bars_line_breaks_and_harmless_commas() {
        for written in ["Cloud; Own house", "Wolke|own", "cloud\r\nEigenes Gebäude", "Cloud, own"] {
            assert_eq!(said(FieldKind::Several, written), "cloud+own", "{written}");
        }
        assert_eq!(said(FieldKind::Several, "Cloud, later own house"), "both", "a name with a comma");
        assert_eq!(said(FieldKind::Several, "Erst Wolke; dann eigenes"), "both", "a name with a semicolon");
        assert_eq!(said(FieldKind::Several, "Cloud, Mond"), "Cloud, Mond");
    }

    #[test]
    fn a_consent_is_yes_or_no_in_both_languages() {
        for yes in ["yes", "Ja", "x", "WAHR", "true"] {
            assert_eq!(said(FieldKind::Consent, yes), "yes", "{yes}");
        }
        for no in ["no", "Nein", "falsch", "-"] {
            assert_eq!(said(FieldKind::Consent, no), "", "{no}");
        }
        assert_eq!(said(FieldKind::Consent, "maybe"), "maybe");
    }

    #[test]
    fn only_what_is_a_day_is_read_as_one() {
        assert_eq!(said(FieldKind::Date, "31.3.2027"), "2027-03-31");
        assert_eq!(said(FieldKind::Text, "31.3.2027"), "31.3.2027");
        assert_eq!(said(FieldKind::Country, "Oesterreich"), "AT");
    }

    #[test]
    fn what_could_be_written_instead_is_told() {
        let form = FormDefinition { fields: vec![field(FieldKind::Choice)], ..FormDefinition::default() };
        let wrong = |field: &str, code: &str| FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            params: BTreeMap::new(),
        };
        let told = explained(&form, vec![wrong("answers.q", "unknown"), wrong("country", "too_long")], Locale::De);
        assert_eq!((told[0].code.as_str(), told[1].code.as_str()), ("not_a_choice", "country_unknown"));
        assert_eq!(told[0].params["choices"], "Wolke, Eigenes Gebäude, Erst Wolke; dann eigenes");
    }
}
