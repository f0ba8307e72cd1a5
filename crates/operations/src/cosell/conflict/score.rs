//! How sure a finding is. Pure, and in one place: what agreed decides, nothing else.

use super::Agreement;
use kernel::words::FindingLevel;

/// What a company says of itself: the two sides that are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// As written.
    pub name: String,
    /// Folded, without legal form (`kernel::company_name::name_key`).
    pub name_key: String,
    /// The registered domain; never one that many organisations share.
    pub domain: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// Other names it is known by: key and as written.
    pub aliases: Vec<(String, String)>,
}

/// What agrees between `ours` (the registration) and `theirs` (a company, deal or registration we know), and how sure that makes us. Nothing
/// when neither domain nor name nor alias agrees.
///
/// Domain equal = same. Name and country equal = likely. A known alias = likely. The name alone = possible: there are many of that name.
pub fn compare(ours: &Identity, theirs: &Identity) -> Option<(FindingLevel, Vec<Agreement>)> {
    let mut agreed = Vec::new();
    let mut note = |field: &str, a: &str, b: &str| {
        agreed.push(Agreement { field: field.to_owned(), ours: a.to_owned(), theirs: b.to_owned() });
    };
    let equal = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a == b);
    let domain = equal(&ours.domain, &theirs.domain);
    let name = !ours.name_key.is_empty() && ours.name_key == theirs.name_key;
    let alias = theirs.aliases.iter().find(|(key, _)| !name && !key.is_empty() && *key == ours.name_key);
    let country = equal(&ours.country, &theirs.country);
    if domain && let (Some(a), Some(b)) = (&ours.domain, &theirs.domain) {
        note("domain", a, b);
    }
    if name {
        note("name", &ours.name, &theirs.name);
    }
    if let Some((_, shown)) = alias {
        note("alias", &ours.name, shown);
    }
    if country
        && (domain || name || alias.is_some())
        && let (Some(a), Some(b)) = (&ours.country, &theirs.country)
    {
        note("country", a, b);
    }
    let level = match (domain, name, alias.is_some(), country) {
        (true, ..) => FindingLevel::Same,
        (_, true, _, true) | (_, _, true, _) => FindingLevel::Likely,
        (_, true, _, false) => FindingLevel::Possible,
        _ => return None,
    };
    Some((level, agreed))
}

/// The surer one first.
pub fn rank(level: FindingLevel) -> u8 {
    match level {
        FindingLevel::Same => 0,
        FindingLevel::Likely => 1,
        FindingLevel::Possible => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn company(name: &str, domain: Option<&str>, country: Option<&str>) -> Identity {
        Identity {
            name: name.to_owned(),
            name_key: kernel::company_name::name_key(name),
            domain: domain.map(str::to_owned),
            country: country.map(str::to_owned),
            aliases: Vec::new(),
        }
    }

    fn level(a: &Identity, b: &Identity) -> Option<FindingLevel> {
        compare(a, b).map(|(level, _)| level)
    }

    #[test]
    fn the_domain_is_proof_the_name_alone_is_a_hint() {
        let ours = company("Krüger & Söhne GmbH", Some("krueger.example"), Some("DE"));
        assert_eq!(level(&ours, &company("KS Logistik", Some("krueger.example"), None)), Some(FindingLevel::Same));
        assert_eq!(level(&ours, &company("Krueger und Soehne KG", None, Some("DE"))), Some(FindingLevel::Likely));
        assert_eq!(level(&ours, &company("Krueger und Soehne KG", None, None)), Some(FindingLevel::Possible));
        assert_eq!(level(&ours, &company("Krueger und Soehne", None, Some("AT"))), Some(FindingLevel::Possible));
        assert_eq!(level(&ours, &company("Nordwind AG", Some("nordwind.example"), Some("DE"))), None);
    }

    #[test]
    fn a_known_alias_is_likely_and_says_under_which_name() {
        let ours = company("KSL", None, None);
        let mut theirs = company("Krüger & Söhne Logistik", None, None);
        theirs.aliases.push(("ksl".to_owned(), "KSL".to_owned()));
        let (level, agreed) = compare(&ours, &theirs).expect("a finding");
        assert_eq!(level, FindingLevel::Likely);
        assert_eq!(agreed.iter().map(|a| a.field.as_str()).collect::<Vec<_>>(), ["alias"]);
    }

    #[test]
    fn two_companies_that_say_nothing_have_nothing_in_common() {
        assert_eq!(compare(&Identity::default(), &Identity::default()), None);
    }

    proptest! {
        #[test]
        fn a_finding_always_says_what_agreed(
            a in "[abc]{0,2}", b in "[abc]{0,2}",
            da in proptest::option::of("[ab].de"), db in proptest::option::of("[ab].de"),
            ca in proptest::option::of("[DA][ET]"), cb in proptest::option::of("[DA][ET]"),
        ) {
            let ours = company(&a, da.as_deref(), ca.as_deref());
            let theirs = company(&b, db.as_deref(), cb.as_deref());
            if let Some((found, agreed)) = compare(&ours, &theirs) {
                prop_assert!(agreed.iter().any(|x| x.field != "country"));
                prop_assert_eq!(compare(&theirs, &ours).map(|(level, _)| level), Some(found));
            }
        }
    }
}
