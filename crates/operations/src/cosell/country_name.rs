//! Countries as people write them: two letters, or the name in English or German.

use kernel::Locale;
use kernel::fold::{fold, transliterate};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names people use beside those of the forms, folded.
const ALSO: &[(&str, &str)] = &[
    ("czech republic", "CZ"),
    ("tschechische republik", "CZ"),
    ("england", "GB"),
    ("great britain", "GB"),
    ("grossbritannien", "GB"),
    ("uk", "GB"),
    ("holland", "NL"),
    ("the netherlands", "NL"),
    ("turkey", "TR"),
    ("turkei", "TR"),
    ("tuerkei", "TR"),
    ("usa", "US"),
    ("u.s.a.", "US"),
    ("united states of america", "US"),
    ("vereinigte staaten von amerika", "US"),
];

static NAMES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut names: BTreeMap<String, &'static str> =
        ALSO.iter().map(|(name, code)| ((*name).to_owned(), *code)).collect();
    for code in kernel::country::codes() {
        for locale in Locale::ALL {
            let name = i18n::text(*locale, &format!("country-{code}"));
            names.insert(transliterate(&name), code);
            names.insert(fold(&name), code);
        }
    }
    names
});

/// The country meant by `text`; nothing where that cannot be told.
pub(crate) fn country_code(text: &str) -> Option<&'static str> {
    let code = text.trim().to_ascii_uppercase();
    kernel::country::codes().find(|known| *known == code).or_else(|| NAMES.get(&fold(text)).copied())
}

/// What a country is called; a code nobody knows is itself.
pub(crate) fn country_name(locale: Locale, code: &str) -> String {
    let key = format!("country-{}", code.to_ascii_uppercase());
    if i18n::has(locale, &key) { i18n::text(locale, &key) } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_letters_and_by_its_name_in_either_language() {
        for (written, code) in [
            ("DE", "DE"),
            (" de ", "DE"),
            ("Germany", "DE"),
            ("DEUTSCHLAND", "DE"),
            ("Österreich", "AT"),
            ("oesterreich", "AT"),
            ("Osterreich", "AT"),
            ("Austria", "AT"),
            ("Côte d’Ivoire", "CI"),
            ("UK", "GB"),
            ("USA", "US"),
            ("Bosnien und Herzegowina", "BA"),
        ] {
            assert_eq!(country_code(written), Some(code), "{written}");
        }
        for nothing in ["", "ZZ", "Germania Nord", "D"] {
            assert_eq!(country_code(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn no_name_means_two_countries() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for code in kernel::country::codes() {
            for locale in Locale::ALL {
                let name = fold(&country_name(*locale, code));
                let before = seen.insert(name.clone(), code);
                assert!(before.is_none_or(|other| other == code), "{name}: {before:?} and {code}");
                assert_eq!(country_code(&name), Some(code), "{name}");
            }
        }
    }
}
