//! A form's conditions as its reader reads them.

use super::definition::{Condition, CoreField, FieldKind, FormDefinition, same};
use crate::cosell::country_name::country_name;
use kernel::Locale;

/// A condition in words: the question it hangs on, and the answers that open it. What has no name is itself.
pub fn condition_in_words(form: &FormDefinition, condition: &Condition, locale: Locale) -> (String, String) {
    if condition.field == CoreField::Country.as_str() {
        let own = form.core(CoreField::Country).label.text(locale).to_owned();
        let question = if own.is_empty() { i18n::text(locale, "public-field-country") } else { own };
        let values = condition.one_of.iter().map(|code| country_name(locale, code));
        return (question, values.collect::<Vec<_>>().join(", "));
    }
    let Some(field) = form.field(&condition.field) else {
        return (condition.field.clone(), condition.one_of.join(", "));
    };
    let value = |value: &String| match field.kind {
        FieldKind::Country => country_name(locale, value),
        FieldKind::Consent => i18n::text(locale, "form-yes"),
        _ => {
            let option = field.options.iter().find(|option| same(&option.key, value));
            option.map_or_else(|| value.clone(), |option| option.label.text(locale).to_owned())
        }
    };
    let values = condition.one_of.iter().map(value).collect::<Vec<_>>();
    (field.label.text(locale).to_owned(), values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::definition::{FormField, FormOption};
    use super::*;
    use crate::program::Bilingual;

    #[test]
    fn a_condition_names_question_and_answers_by_their_labels() {
        let words = |en: &str, de: &str| Bilingual { en: en.to_owned(), de: de.to_owned() };
        let house = FormField {
            label: words("Where does it run?", "Wo läuft es?"),
            options: vec![FormOption { key: "own".to_owned(), label: words("Their own house", "Eigenes Haus") }],
            ..FormField::new("place", FieldKind::Choice)
        };
        let form = FormDefinition { fields: vec![house], ..FormDefinition::default() };
        let on = |field: &str, value: &str| Condition { field: field.to_owned(), one_of: vec![value.to_owned()] };
        let said = |condition: &Condition, locale| condition_in_words(&form, condition, locale);
        let both = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(said(&on("place", "own"), Locale::De), both("Wo läuft es?", "Eigenes Haus"));
        assert_eq!(said(&on("country", "AT"), Locale::De), both("Land", "Österreich"));
        assert_eq!(said(&on("country", "AT"), Locale::En), both("Country", "Austria"));
        assert_eq!(said(&on("gone", "x"), Locale::En), both("gone", "x"));
    }
}
