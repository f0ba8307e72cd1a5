//! The countries a form proposes, every one of ISO 3166-1 and Kosovo; names are `country-<code>` in Fluent.

use crate::ui::Ui;

/// Code and name, by name in the reader's language.
pub(crate) fn named(ui: &Ui) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = kernel::country::codes().map(|code| (code, ui.t(&format!("country-{code}")))).collect();
    all.sort_by_cached_key(|(_, name)| kernel::fold::fold(name));
    all
}

/// What a country is called; a code nobody knows is itself.
pub(crate) fn name(ui: &Ui, code: &str) -> String {
    let key = format!("country-{code}");
    if i18n::has(ui.locale(), &key) { ui.t(&key) } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use kernel::Locale;

    #[test]
    fn every_country_has_a_name_in_both_languages() {
        for code in kernel::country::codes() {
            for locale in Locale::ALL {
                assert!(i18n::has(*locale, &format!("country-{code}")), "{code} in {locale}");
            }
        }
    }
}
