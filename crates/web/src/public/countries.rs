//! The countries a form proposes; names are `country-<code>` in Fluent. The operations take any code of ISO 3166-1.

use crate::ui::Ui;

/// Two letters each.
const CODES: &[&str] = &[
    "AE", "AR", "AT", "AU", "BD", "BE", "BG", "BR", "CA", "CH", "CL", "CN", "CO", "CY", "CZ", "DE", "DK", "EE", "EG",
    "ES", "FI", "FR", "GB", "GH", "GR", "HK", "HR", "HU", "ID", "IE", "IL", "IN", "IS", "IT", "JO", "JP", "KE", "KR",
    "KW", "LI", "LK", "LT", "LU", "LV", "MA", "MT", "MX", "MY", "NG", "NL", "NO", "NZ", "PA", "PE", "PH", "PK", "PL",
    "PT", "QA", "RO", "RS", "RW", "SA", "SE", "SG", "SI", "SK", "TH", "TR", "TW", "UA", "US", "VN", "ZA",
];

/// Code and name, by name in the reader's language.
pub(crate) fn named(ui: &Ui) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = CODES.iter().map(|code| (*code, ui.t(&format!("country-{code}")))).collect();
    all.sort_by_cached_key(|(_, name)| kernel::fold::fold(name));
    all
}

#[cfg(test)]
mod tests {
    use super::CODES;
    use kernel::Locale;

    #[test]
    fn every_country_has_a_name_in_both_languages() {
        for code in CODES {
            for locale in Locale::ALL {
                assert!(i18n::has(*locale, &format!("country-{code}")), "{code} in {locale}");
            }
        }
    }
}
