//! How sure a finding is. The evidence is weighed by the matching engine of the kernel; what proves by itself, and what contradicts, is said
//! here in words anybody can check. Pure.

use super::{Agreement, Verdict};
use kernel::matching::{self, Corpus, Field, Record};
use kernel::words::FindingLevel;

/// What a company says of itself: the two sides that are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// As written.
    pub name: String,
    /// Any form of it: address, host, registered domain.
    pub domain: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// Place.
    pub city: Option<String>,
    /// As written.
    pub phone: Option<String>,
    /// VAT number, as written.
    pub vat: Option<String>,
    /// Another name under which the other side is known, where it is ours.
    pub alias: Option<String>,
}

impl Identity {
    /// As the engine compares it.
    pub fn record(&self) -> Record {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let fields = [
            (Field::Name, self.name.clone()),
            (Field::Domain, text(&self.domain)),
            (Field::Country, text(&self.country)),
            (Field::City, text(&self.city)),
            (Field::Phone, text(&self.phone)),
            (Field::Vat, text(&self.vat)),
        ];
        Record::read(fields.iter().map(|(field, text)| (*field, text.as_str())))
    }
}

/// How sure, on what grounds, and the engine's score in bits for the order among equals.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// How sure.
    pub level: FindingLevel,
    /// What agreed and what did not, the weightiest first.
    pub agreed: Vec<Agreement>,
    /// Bits.
    pub score: f64,
}

/// What speaks for `ours` (the registration) and `theirs` (a company or registration we know) being one customer, and how sure that makes us.
/// Nothing when too little does.
///
/// Domain or VAT number equal = same. Otherwise the engine's weighing decides, within these bounds: a known alias is at least likely; the same
/// name in the same country, with nothing against it, is at least likely; the same name is at least possible; another city or another VAT
/// number is at most possible, for the same name in another city is not the same company.
pub fn compare(ours: &Identity, theirs: &Identity, corpus: &Corpus) -> Option<Likeness> {
    compare_read(ours, &ours.record(), theirs, corpus)
}

/// [`compare`] with `ours` as the engine reads it, for who compares it with many.
pub(super) fn compare_read(ours: &Identity, a: &Record, theirs: &Identity, corpus: &Corpus) -> Option<Likeness> {
    let b = theirs.record();
    let weighed = matching::compare(a, &b, corpus);
    let said = |field: Field, verdict: matching::Verdict| {
        weighed.evidence.iter().any(|p| p.field == field && p.verdict == verdict)
    };
    let equal = |field| said(field, matching::Verdict::Equal);
    let differs = |field| said(field, matching::Verdict::Differs);
    let proven = equal(Field::Domain) || equal(Field::Vat);
    let name = !a.name_key.is_empty() && a.name_key == b.name_key;
    let against = [Field::City, Field::Country, Field::Domain, Field::Vat].into_iter().any(differs);
    let at_least = if theirs.alias.is_some() || (name && equal(Field::Country) && !against) {
        Some(FindingLevel::Likely)
    } else {
        name.then_some(FindingLevel::Possible)
    };
    let weighs = match weighed.level {
        matching::Level::Same => Some(FindingLevel::Same),
        matching::Level::Likely => Some(FindingLevel::Likely),
        matching::Level::Possible => Some(FindingLevel::Possible),
        matching::Level::None => None,
    };
    let level = if proven {
        FindingLevel::Same
    } else {
        let surest = [at_least, weighs].into_iter().flatten().min_by_key(|level| rank(*level))?;
        if differs(Field::City) || differs(Field::Vat) { FindingLevel::Possible } else { surest }
    };
    let mut agreed = Vec::new();
    if let Some(alias) = &theirs.alias {
        agreed.push(Agreement {
            field: "alias".to_owned(),
            ours: ours.name.clone(),
            theirs: alias.clone(),
            verdict: Verdict::Equal,
        });
    }
    for piece in &weighed.evidence {
        let word = |record: &Record| record.written.get(&piece.field).cloned().unwrap_or_default();
        let verdict = match piece.verdict {
            matching::Verdict::Equal => Verdict::Equal,
            matching::Verdict::Alike if piece.weight > 0.0 => Verdict::Alike,
            matching::Verdict::Alike => continue,
            // With the domain or an alias known, a differing name is no news; a differing phone never is.
            matching::Verdict::Differs if matches!(piece.field, Field::Name | Field::Phone) => continue,
            matching::Verdict::Differs => Verdict::Differs,
        };
        let (ours, theirs) = (word(a), word(&b));
        agreed.push(Agreement { field: piece.field.as_str().to_owned(), ours, theirs, verdict });
    }
    Some(Likeness { level, agreed, score: weighed.score })
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
            domain: domain.map(str::to_owned),
            country: country.map(str::to_owned),
            ..Identity::default()
        }
    }

    fn at(name: &str, city: &str) -> Identity {
        Identity { city: Some(city.to_owned()), ..company(name, None, Some("DE")) }
    }

    fn corpus() -> Corpus {
        Corpus::of_words([("logistik", 60), ("bau", 60), ("muller", 60), ("kruger", 5)].map(|(w, n)| (w.to_owned(), n)))
    }

    fn level(a: &Identity, b: &Identity) -> Option<FindingLevel> {
        compare(a, b, &corpus()).map(|likeness| likeness.level)
    }

    #[test]
    fn the_domain_is_proof_the_name_alone_is_a_hint() {
        let ours = company("Krüger & Söhne GmbH", Some("krueger.example"), Some("DE"));
        assert_eq!(level(&ours, &company("KS Logistik", Some("krueger.example"), None)), Some(FindingLevel::Same));
        assert_eq!(level(&ours, &company("Krueger und Soehne KG", None, Some("DE"))), Some(FindingLevel::Likely));
        assert_eq!(level(&ours, &company("Krueger und Soehne", None, Some("AT"))), Some(FindingLevel::Possible));
        assert_eq!(level(&ours, &company("Nordwind AG", Some("nordwind.example"), Some("DE"))), None);
    }

    #[test]
    fn a_spelling_variant_is_found_and_says_so() {
        let likeness = compare(
            &company("Krüger Logistik GmbH", None, Some("DE")),
            &company("Krueger Logistics KG", None, Some("DE")),
            &corpus(),
        )
        .expect("a finding");
        assert_eq!(likeness.level, FindingLevel::Likely);
        assert!(
            likeness.agreed.iter().any(|a| a.field == "name" && a.verdict == Verdict::Alike),
            "{:?}",
            likeness.agreed
        );
    }

    #[test]
    fn common_words_alone_make_no_finding() {
        assert_eq!(level(&at("Müller Bau", "Kiel"), &at("Müller Holzhandel", "Kiel")), None);
        let bare = |name| company(name, None, Some("DE"));
        assert_eq!(level(&bare("Meier Logistik"), &bare("Schulz Logistik")), None);
    }

    #[test]
    fn the_same_name_in_another_city_is_at_most_possible_and_told() {
        assert_eq!(
            level(&at("Nordwind Energie", "Kiel"), &at("Nordwind Energie GmbH", "Kiel")),
            Some(FindingLevel::Same)
        );
        let other = compare(&at("Nordwind Energie", "Kiel"), &at("Nordwind Energie GmbH", "München"), &corpus())
            .expect("a finding");
        assert_eq!(other.level, FindingLevel::Possible);
        let city = other.agreed.iter().find(|a| a.field == "city").expect("the city is told");
        assert_eq!((city.verdict, city.theirs.as_str()), (Verdict::Differs, "München"));
    }

    #[test]
    fn a_vat_number_proves_and_another_one_disproves() {
        let with = |name: &str, vat: &str| Identity { vat: Some(vat.to_owned()), ..company(name, None, Some("DE")) };
        assert_eq!(
            level(&with("KSL", "DE 123456789"), &with("Krüger Logistik", "de123456789")),
            Some(FindingLevel::Same)
        );
        let (a, b) = (with("Krüger Logistik", "DE123456789"), with("Krüger Logistik", "DE987654321"));
        assert_eq!(level(&a, &b), Some(FindingLevel::Possible));
    }

    #[test]
    fn a_known_alias_is_likely_and_says_under_which_name() {
        let ours = company("Hafenlog", None, None);
        let theirs =
            Identity { alias: Some("Hafenlog".to_owned()), ..company("Krüger & Söhne Logistik", None, None) };
        let likeness = compare(&ours, &theirs, &corpus()).expect("a finding");
        assert_eq!(likeness.level, FindingLevel::Likely);
        assert_eq!(likeness.agreed.iter().map(|a| a.field.as_str()).collect::<Vec<_>>(), ["alias"]);
    }

    #[test]
    fn two_companies_that_say_nothing_have_nothing_in_common() {
        assert_eq!(compare(&Identity::default(), &Identity::default(), &corpus()), None);
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
            if let Some(found) = compare(&ours, &theirs, &corpus()) {
                prop_assert!(found.agreed.iter().any(|x| x.field != "country" && x.verdict != Verdict::Differs));
                prop_assert_eq!(level(&theirs, &ours), Some(found.level));
            }
        }
    }
}
