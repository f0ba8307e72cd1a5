//! The columns of a spreadsheet of deals, and what each takes.

use super::reading::choices;
use crate::cosell::form::{CoreField, FieldKind, FormDefinition, FormField, Presence, condition_in_words};
use i18n::Arg;
use kernel::Locale;
use std::collections::BTreeSet;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The key of its question.
    pub key: String,
    /// What it is called in the reader's language: the heading.
    pub label: String,
    /// Whether something must stand in it.
    pub required: bool,
    /// What to write, a sentence.
    pub takes: String,
    /// What can be chosen, where one of a few is.
    pub choices: Vec<String>,
}

/// The columns of a form, in order.
pub fn columns(form: &FormDefinition, locale: Locale) -> Vec<Column> {
    let core = |field: &CoreField| {
        let setting = form.core(*field);
        (setting.presence != Presence::Hidden).then(|| {
            let own = setting.label.text(locale).to_owned();
            let usual = i18n::text(locale, &format!("public-field-{}", field.as_str().replace('_', "-")));
            Column {
                key: field.as_str().to_owned(),
                label: if own.is_empty() { usual } else { own },
                required: setting.presence == Presence::Required,
                takes: core_takes(*field, locale),
                choices: Vec::new(),
            }
        })
    };
    let mut all: Vec<Column> = CoreField::ALL.iter().filter_map(core).collect();
    let after = all.iter().position(|column| column.key == "amount").map_or(all.len(), |at| at + 1);
    let currency = Column {
        key: "currency".to_owned(),
        label: i18n::text(locale, "shell-currency"),
        required: false,
        takes: i18n::text(locale, "bulk-takes-currency"),
        choices: Vec::new(),
    };
    all.insert(after, currency);
    // A file does not fit into a cell.
    let written = form.fields.iter().filter(|f| f.kind != FieldKind::File);
    all.extend(written.map(|field| Column {
        key: field.key.clone(),
        label: field.label.text(locale).to_owned(),
        // What is asked only sometimes may be empty.
        required: field.required && field.shown_when.is_none(),
        takes: own_takes(form, field, locale),
        choices: match field.kind {
            FieldKind::Choice => field.options.iter().map(|o| o.label.text(locale).to_owned()).collect(),
            _ => Vec::new(),
        },
    }));
    tell_apart(&mut all);
    all
}

/// Behind a label that an earlier column has as well stands the key.
fn tell_apart(columns: &mut [Column]) {
    let mut seen = BTreeSet::new();
    for column in columns {
        if !seen.insert(kernel::fold::fold(&column.label)) {
            column.label = format!("{} ({})", column.label, column.key);
        }
    }
}

/// The questions that must be answered by a file, which no cell can hold, as they are called.
pub fn files_needed(form: &FormDefinition, locale: Locale) -> Vec<String> {
    let files = form.fields.iter().filter(|f| f.kind == FieldKind::File && f.required);
    files.map(|f| f.label.text(locale).to_owned()).collect()
}

fn core_takes(field: CoreField, locale: Locale) -> String {
    let key = match field {
        CoreField::Domain => "bulk-takes-domain",
        CoreField::Country => "bulk-takes-country",
        CoreField::Vat => "bulk-takes-vat",
        CoreField::Product => "bulk-takes-product",
        CoreField::Amount => "bulk-takes-number",
        CoreField::ExpectedCloseOn => "bulk-takes-date",
        CoreField::Company
        | CoreField::City
        | CoreField::CustomerPhone
        | CoreField::CustomerContact
        | CoreField::Need
        | CoreField::PartnerHelp => "bulk-takes-text",
    };
    i18n::text(locale, key)
}

fn own_takes(form: &FormDefinition, field: &FormField, locale: Locale) -> String {
    let takes = match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::File => i18n::text(locale, "bulk-takes-text"),
        FieldKind::Number => i18n::text(locale, "bulk-takes-number"),
        FieldKind::Money => i18n::text(locale, "bulk-takes-money"),
        FieldKind::Date => i18n::text(locale, "bulk-takes-date"),
        FieldKind::Country => i18n::text(locale, "bulk-takes-country"),
        FieldKind::Product => i18n::text(locale, "bulk-takes-product"),
        FieldKind::Consent => i18n::text(locale, "bulk-takes-consent"),
        FieldKind::Choice | FieldKind::Several => {
            let key = if field.kind == FieldKind::Choice { "bulk-takes-choice" } else { "bulk-takes-several" };
            i18n::text_args(locale, key, &[("choices", choices(field, locale).into())])
        }
    };
    let Some(condition) = &field.shown_when else { return takes };
    let (question, values) = condition_in_words(form, condition, locale);
    let when = [("question", Arg::from(&question)), ("values", Arg::from(&values))];
    format!("{takes} {}", i18n::text_args(locale, "bulk-takes-when", &when))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cosell::form::{Condition, FormOption};
    use crate::program::Bilingual;

    #[test]
    fn each_column_says_what_it_takes_and_a_file_has_none() {
        let words = |en: &str, de: &str| Bilingual { en: en.to_owned(), de: de.to_owned() };
        let option = |key: &str, en: &str, de: &str| FormOption { key: key.to_owned(), label: words(en, de) };
        let place = FormField {
            label: words("Where does it run?", "Wo läuft es?"),
            options: vec![option("own", "Own house", "Eigenes Haus"), option("cloud", "Cloud", "Wolke")],
            required: true,
            ..FormField::new("place", FieldKind::Choice)
        };
        let site = FormField {
            label: words("Which site?", "Welcher Standort?"),
            required: true,
            shown_when: Some(Condition { field: "place".to_owned(), one_of: vec!["own".to_owned()] }),
            ..FormField::new("site", FieldKind::Text)
        };
        let order = FormField {
            label: words("Order", "Bestellung"),
            required: true,
            ..FormField::new("order", FieldKind::File)
        };
        let form = FormDefinition { fields: vec![place, site, order], ..FormDefinition::default() };
        let german = columns(&form, Locale::De);
        let of = |key: &str| german.iter().find(|c| c.key == key).cloned();
        let place = of("place").expect("a column");
        assert_eq!((place.label.as_str(), place.required), ("Wo läuft es?", true));
        assert!(place.takes.contains("Eigenes Haus, Wolke"), "{}", place.takes);
        assert_eq!(place.choices, ["Eigenes Haus", "Wolke"]);
        let site = of("site").expect("a column");
        assert!(!site.required && site.takes.contains("Wo läuft es?") && site.takes.contains("Eigenes Haus"));
        assert!(of("country").expect("a column").takes.contains("Deutschland"));
        assert_eq!(of("order"), None);
        assert_eq!(files_needed(&form, Locale::En), ["Order"]);

        let mut twice = FormField::new("where", FieldKind::Country);
        twice.label = words("Country", "Land");
        let form = FormDefinition { fields: vec![twice], ..FormDefinition::default() };
        let called = |key: &str| columns(&form, Locale::En).into_iter().find(|c| c.key == key).map(|c| c.label);
        assert_eq!(called("country").as_deref(), Some("Country"));
        assert_eq!(called("where").as_deref(), Some("Country (where)"));
    }
}
