//! Company names: the name without its legal form, a key under which spellings of one name agree, and how alike two
//! keys are.

mod form_table;
mod legal_form;
mod similarity;

pub use legal_form::{LegalForm, is_spelled_like_a_form, split_legal_form};
pub use similarity::similarity;

use crate::fold::fold;

/// Words between two names that are written as `&` as well, folded and in Latin letters.
const CONNECTORS: &[&str] = &[
    "und", "u", "and", "et", "og", "och", "y", "e", "en", "es", "ja", "i", "si", "kai", "ve", "ir", "un", "dan", "ta",
];

/// Words before a name that belong to the sentence, not to the name.
const OPENERS: &[&str] = &["the", "firma", "fa"];

/// The key of a legal name: folded words without legal form, punctuation, connecting words and a leading article.
/// Umlauts, their written-out forms and the bare vowels agree: `Krüger & Söhne Logistik GmbH & Co. KG`, `Krueger und
/// Soehne Logistik` and `KRUGER SOHNE LOGISTIK` all have the key `kruger sohne logistik`. Runs of single letters are one
/// word (`H & M` is `hm`, `I.B.M.` is `ibm`). Empty only for a text without letters and digits.
pub fn name_key(name: &str) -> String {
    let (bare, _) = split_legal_form(name);
    let key = key_of_words(&words(&bare));
    let key = if key.is_empty() { key_of_words(&words(name)) } else { key };
    // Signs that have no Latin letter, alone: "ъ".
    if key.is_empty() { fold(name).chars().filter(|c| c.is_alphanumeric()).collect() } else { key }
}

/// The folded words of a text: runs of letters and digits; an apostrophe joins, everything else parts.
fn words(text: &str) -> Vec<String> {
    crate::fold::in_latin_letters(&fold(text))
        .replace('\'', "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn key_of_words(words: &[String]) -> String {
    let mut words: Vec<String> = words.iter().map(|word| without_digraphs(word)).collect();
    while words.len() > 1 && words.first().is_some_and(|word| OPENERS.contains(&word.as_str())) {
        words.remove(0);
    }
    let last = words.len().saturating_sub(1);
    let mut key = String::new();
    let mut in_initials = false;
    for (place, word) in words.iter().enumerate() {
        let initial = is_initial(word);
        // Among initials a letter is one of them: "A Y B".
        let among_initials = initial
            && [place.wrapping_sub(1), place + 1].iter().any(|at| words.get(*at).is_some_and(|w| is_initial(w)));
        if place > 0 && place < last && CONNECTORS.contains(&word.as_str()) && !among_initials {
            continue;
        }
        let same_word = key.is_empty() || (in_initials && initial);
        if !same_word {
            key.push(' ');
        }
        in_initials = initial;
        key.push_str(word);
    }
    key
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
}

/// Reads written-out umlauts back: `ae`, `oe`, `aa` lose their second letter, and so does `ue`, unless a vowel or q before
/// it says that it is no umlaut (Bauer, Neue, Quelle).
fn without_digraphs(word: &str) -> String {
    let mut read_back = String::with_capacity(word.len());
    let (mut before, mut previous) = (' ', ' ');
    for letter in word.chars() {
        let umlaut = match (previous, letter) {
            ('a' | 'o', 'e') | ('a', 'a') => true,
            ('u', 'e') => !matches!(before, 'a' | 'e' | 'o' | 'q'),
            _ => false,
        };
        if !umlaut {
            read_back.push(letter);
            (before, previous) = (previous, letter);
        }
    }
    read_back
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (key, names) in [
            (
                "kruger sohne logistik",
                [
                    "Krüger & Söhne Logistik GmbH & Co. KG",
                    "Krueger und Soehne Logistik",
                    "KRUGER SOHNE LOGISTIK GMBH",
                    "Krüger+Söhne Logistik KG",
                ]
                .as_slice(),
            ),
            ("coca cola", &["The Coca-Cola Company", "Coca Cola Co.", "COCA-COLA"]),
            ("hm hennes mauritz", &["H & M Hennes & Mauritz AB", "H&M Hennes och Mauritz", "HM Hennes Mauritz"]),
            ("ibm", &["I.B.M. Corp.", "IBM", "I B M Corporation"]),
            ("ayb", &["A Y B", "A.Y.B. AG", "AYB"]),
            ("garcia ruiz", &["García y Ruiz S.L.", "García & Ruiz", "Garcia Ruiz"]),
            ("yilmaz ogullari", &["Yılmaz ve Oğulları Ltd. Şti.", "Yılmaz & Oğulları"]),
            ("rodos aigina", &["Ρόδος και Αίγινα Α.Ε.", "Rodos & Aigina"]),
            ("bauer", &["Bauer AG", "Firma Bauer"]),
            ("mcdonalds", &["McDonald's Corp.", "McDonald’s"]),
            ("hakansson", &["Håkansson AB", "Haakansson", "Hakansson AB"]),
            ("volvo", &["AB Volvo", "A B Volvo", "Volvo AB", "Volvo (AB)"]),
        ] {
            for name in names {
                assert_eq!(name_key(name), key, "{name}");
            }
        }
    }

    #[test]
    fn different_names_have_different_keys() {
        assert_ne!(name_key("Bauer AG"), name_key("Baur AG"));
        assert_ne!(name_key("Müller Bau GmbH"), name_key("Müller Holz GmbH"));
        assert_ne!(name_key("Nordwind 1 GmbH"), name_key("Nordwind 2 GmbH"));
    }

    #[test]
    fn a_name_of_nothing_but_forms_and_signs_keeps_what_it_has() {
        assert_eq!(name_key("AG"), "ag");
        assert_eq!(name_key("Co. KG"), "co");
        assert_eq!(name_key("The Limited"), "limited");
        assert_eq!(name_key("株式会社"), "株式会社");
        assert_eq!(name_key("&!"), "");
    }

    proptest! {
        #[test]
        fn umlauts_written_out_or_left_bare_do_not_matter(
            name in "([B-DF-HJ-NPR-TV-Z][aeiouäöüøå]([b-df-hj-npr-tv-z][aeiouäöüøå]){1,3} ){1,3}(GmbH|AG|KG|)",
        ) {
            // "Sasü" with its umlaut left bare is spelled like a legal form.
            let form = |name: &str| split_legal_form(name).1;
            prop_assume!(form(&crate::fold::transliterate(&name)) == form(&name) && form(&fold(&name)) == form(&name));
            let key = name_key(&name);
            prop_assert_eq!(name_key(&crate::fold::transliterate(&name)), key.clone());
            prop_assert_eq!(name_key(&fold(&name)), key);
        }

        #[test]
        fn the_case_does_not_matter(name in "[A-Za-zäöüß]{2,10} [A-Za-zäöüß&]{1,10} (GmbH & Co\\. KG|AG|Ltd\\.|)") {
            prop_assert_eq!(name_key(&name.to_uppercase()), name_key(&name));
            prop_assert_eq!(name_key(&name.to_lowercase()), name_key(&name));
        }

        #[test]
        fn any_text_with_a_letter_has_a_key(name in any::<String>()) {
            if fold(&name).chars().any(char::is_alphanumeric) {
                prop_assert!(!name_key(&name).is_empty());
            }
        }
    }
}
