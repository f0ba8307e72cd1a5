//! How alike two company name keys are.

/// Words that many names share and that tell companies apart only weakly; they weigh a quarter.
const WEAK_WORDS: &[&str] = &[
    "group",
    "gruppe",
    "groupe",
    "grupo",
    "holding",
    "holdings",
    "international",
    "global",
    "worldwide",
    "deutschland",
    "germany",
    "austria",
    "osterreich",
    "schweiz",
    "switzerland",
    "europe",
    "europa",
    "usa",
    "uk",
    "america",
    "americas",
    "systems",
    "solutions",
    "services",
    "service",
    "consulting",
    "technologies",
    "technology",
    "software",
    "it",
];

/// Two words below this Jaro–Winkler similarity (thousandths) are different words.
const SAME_WORD: u32 = 850;

/// How alike two keys of [`super::name_key`] are, in thousandths: 1000 only for equal keys, 0 for nothing in common.
///
/// The greater of two measures. By words: each word of one key is paired with its best free partner of the other
/// (Jaro–Winkler, at least 0.85); the paired weight over the weight of both keys, where a word weighs its letters and a
/// word that many names share a quarter of them. So the order of words does not matter, and what one has more counts
/// against it. As a whole: Damerau–Levenshtein similarity without blanks, for names that are parted differently
/// (`nord wind`, `nordwind`). From 900 on a person would say "the same", from 800 on "perhaps".
pub fn similarity(a_key: &str, b_key: &str) -> u16 {
    if a_key == b_key {
        return if a_key.is_empty() { 0 } else { 1000 };
    }
    if a_key.is_empty() || b_key.is_empty() {
        return 0;
    }
    // The measures of the library are not exactly the same both ways round.
    let (first, second) = if a_key < b_key { (a_key, b_key) } else { (b_key, a_key) };
    let whole = thousandths(strsim::normalized_damerau_levenshtein(&first.replace(' ', ""), &second.replace(' ', "")));
    // Half in common by chance is nothing in common.
    let whole = if whole < 500 { 0 } else { whole };
    u16::try_from(by_words(first, second).max(whole).min(999)).unwrap_or(999)
}

fn by_words(a: &str, b: &str) -> u32 {
    let a_words: Vec<&str> = a.split(' ').collect();
    let b_words: Vec<&str> = b.split(' ').collect();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (i, x) in a_words.iter().enumerate() {
        for (j, y) in b_words.iter().enumerate() {
            let alike = word_similarity(x, y);
            if alike >= SAME_WORD {
                pairs.push((alike, i, j));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut a_used, mut b_used) = (vec![false; a_words.len()], vec![false; b_words.len()]);
    let mut paired: u64 = 0;
    for (alike, i, j) in pairs {
        let (Some(a_taken), Some(b_taken)) = (a_used.get_mut(i), b_used.get_mut(j)) else { continue };
        if *a_taken || *b_taken {
            continue;
        }
        (*a_taken, *b_taken) = (true, true);
        let both = a_words.get(i).map_or(0, |w| weight(w)) + b_words.get(j).map_or(0, |w| weight(w));
        paired += both * u64::from(alike);
    }
    let total: u64 = a_words.iter().chain(&b_words).map(|w| weight(w)).sum();
    u32::try_from(paired / total.max(1)).unwrap_or(1000)
}

fn word_similarity(a: &str, b: &str) -> u32 {
    if a == b {
        return 1000;
    }
    // Numbers and very short words are the same or not: "nordwind 1" is not "nordwind 2".
    let exact_only = |w: &str| w.chars().count() <= 3 || w.chars().any(|c| c.is_ascii_digit());
    if exact_only(a) || exact_only(b) { 0 } else { thousandths(strsim::jaro_winkler(a, b)) }
}

/// Letters of a word, in quarters.
fn weight(word: &str) -> u64 {
    let letters = u64::try_from(word.chars().count()).unwrap_or(1);
    if WEAK_WORDS.contains(&word) { letters } else { letters * 4 }
}

fn thousandths(share: f64) -> u32 {
    // Between 0 and 1 by the definition of both measures.
    (share * 1000.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company_name::name_key;
    use proptest::prelude::*;

    fn of(a: &str, b: &str) -> u16 {
        similarity(&name_key(a), &name_key(b))
    }

    #[test]
    fn the_same_company_is_very_alike() {
        assert_eq!(of("Krüger Logistik GmbH", "KRUEGER LOGISTIK"), 1000);
        assert!(of("Krüger Logistik", "Logistik Krüger") >= 900);
        assert!(of("Nord Wind Energie", "Nordwind Energie") >= 900);
        assert!(of("Siemens", "Simens") >= 800);
        assert!(of("Acme", "Acme Group") >= 800);
        assert!(of("Nordwind Energiesysteme", "Nordwind Energiesystem") >= 900);
    }

    #[test]
    fn different_companies_are_not() {
        assert!(of("Müller Bau", "Müller Holzhandel") < 800);
        assert!(of("Nordwind", "Südwind") < 800);
        assert!(of("Acme", "Acme Logistics Partners") < 800);
        assert!(of("Kiel Systems", "Bonn Systems") < 800);
        assert_eq!(of("Alpha", "Zebra"), 0);
        assert_eq!(similarity("", ""), 0);
        assert_eq!(similarity("", "acme"), 0);
    }

    proptest! {
        #[test]
        fn it_is_the_same_both_ways_round(a in "[a-z0-9]{0,8}( [a-z0-9]{1,8}){0,3}", b in "[a-z0-9]{0,8}( [a-z0-9]{1,8}){0,3}") {
            prop_assert_eq!(similarity(&a, &b), similarity(&b, &a));
            prop_assert!(similarity(&a, &b) <= 1000);
            prop_assert_eq!(similarity(&a, &b) == 1000, a == b && !a.is_empty());
        }
    }
}
