//! Whether what was said of a company can be: other names and facts. Pure.

use super::ChangeIdentity;
use crate::partner::checked_domain;
use kernel::company_name::name_key;
use kernel::{FieldErrors, Patch};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use storage::entity::company::Model;

/// Other names of one company.
const MOST_ALIASES: usize = 50;
/// Characters of a name.
const NAME_LENGTH: usize = 200;

/// Other names by their keys; what is wrong with one is noted at it.
pub(super) fn checked_aliases(errors: &mut FieldErrors, name: &str, typed: &[String]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    if typed.len() > MOST_ALIASES {
        errors.add_with("aliases", "too_many", [("max", MOST_ALIASES.to_string())]);
        return names;
    }
    let own = name_key(name);
    for (at, text) in typed.iter().enumerate() {
        let field = format!("aliases.{at}");
        let alias = errors.required(&field, text, NAME_LENGTH);
        if alias.is_empty() {
            continue;
        }
        let key = name_key(&alias);
        if key.is_empty() || alias.contains(['\n', '\r', '\t']) {
            errors.add(&field, "invalid");
        } else if key == own {
            errors.add(&field, "own_name");
        } else if let Entry::Vacant(free) = names.entry(key) {
            free.insert(alias);
        } else {
            errors.add(&field, "repeated");
        }
    }
    names
}

/// Puts the facts that were said into `after`; what is wrong with one is noted at it.
pub(super) fn checked_facts(errors: &mut FieldErrors, input: &ChangeIdentity, after: &mut Model) {
    let said = |errors: &mut FieldErrors, field: &str, wish: &Patch<String>, max: usize| match wish {
        Patch::Set(text) => errors.optional(field, Some(text), max).map_or(Patch::Clear, Patch::Set),
        other => other.clone(),
    };
    let vat = said(errors, "vat", &input.vat, 30);
    if let Patch::Set(vat) = &vat
        && kernel::matching::vat_key(vat).is_none()
    {
        errors.add("vat", "vat_invalid");
    }
    vat.apply(&mut after.vat);
    match &input.domain {
        Patch::Set(text) => after.domain = checked_domain(errors, "domain", Some(text)),
        other => other.clone().apply(&mut after.domain),
    }
    let country = match said(errors, "country", &input.country, 2) {
        Patch::Set(code) => Patch::Set(code.to_ascii_uppercase()),
        other => other,
    };
    if let Patch::Set(code) = &country
        && !kernel::country::is_country(code)
    {
        errors.add("country", "unknown");
    }
    country.apply(&mut after.country);
    said(errors, "city", &input.city, 100).apply(&mut after.city);
    said(errors, "phone", &input.phone, 50).apply(&mut after.phone);
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::CompanyId;

    fn codes(typed: &[&str]) -> Vec<(String, String)> {
        let mut errors = FieldErrors::default();
        let typed: Vec<String> = typed.iter().map(|text| (*text).to_owned()).collect();
        checked_aliases(&mut errors, "Reederei Adler AG", &typed);
        errors.0.into_iter().map(|e| (e.field, e.code)).collect()
    }

    fn told(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn each_other_name_says_what_is_wrong_with_it() {
        assert_eq!(codes(&["Adler Shipping", "Adler-Linie"]), []);
        let long = "a".repeat(201);
        assert_eq!(
            codes(&[" ", "Adler Shipping GmbH", "adler shipping", "Reederei Adler", "!!!", &long]),
            told(&[
                ("aliases.0", "required"),
                ("aliases.2", "repeated"),
                ("aliases.3", "own_name"),
                ("aliases.4", "invalid"),
                ("aliases.5", "too_long"),
            ])
        );
        let many: Vec<String> = (0..51).map(|n| format!("Adler {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(codes(&many), told(&[("aliases", "too_many")]));
        assert_eq!(codes(&many[..50]), []);
    }

    #[test]
    fn facts_that_are_left_out_stay_and_null_empties() {
        let before = Model { vat: Some("DE1".to_owned()), city: Some("Kiel".to_owned()), ..company() };
        let mut after = before.clone();
        let mut errors = FieldErrors::default();
        let input = ChangeIdentity {
            vat: Patch::Set("de 123 456 789".to_owned()),
            city: Patch::Clear,
            domain: Patch::Set("https://www.adler.example/kontakt".to_owned()),
            country: Patch::Set("de".to_owned()),
            ..ChangeIdentity::default()
        };
        checked_facts(&mut errors, &input, &mut after);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(
            (
                after.vat.as_deref(),
                after.city.as_deref(),
                after.domain.as_deref(),
                after.country.as_deref(),
                after.phone.as_deref()
            ),
            (Some("de 123 456 789"), None, Some("adler.example"), Some("DE"), before.phone.as_deref())
        );
        let wrong = ChangeIdentity {
            vat: Patch::Set("none".to_owned()),
            domain: Patch::Set("gmail.com".to_owned()),
            country: Patch::Set("ZZ".to_owned()),
            phone: Patch::Set("1".repeat(51)),
            ..ChangeIdentity::default()
        };
        checked_facts(&mut errors, &wrong, &mut after);
        let found: Vec<_> = errors.0.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(
            found,
            [("vat", "vat_invalid"), ("domain", "domain_shared"), ("country", "unknown"), ("phone", "too_long")]
        );
    }

    fn company() -> Model {
        Model {
            id: CompanyId::new(),
            name: "Reederei Adler AG".to_owned(),
            name_folded: "reederei adler ag".to_owned(),
            name_key: "adler reederei".to_owned(),
            domain: None,
            country: None,
            city: None,
            industry: None,
            phone: Some("0431 1".to_owned()),
            attributes: "{}".to_owned(),
            parent_id: None,
            search_text: String::new(),
            created_at: kernel::Instant(0),
            version: 1,
            vat: None,
            merged_into: None,
        }
    }
}
