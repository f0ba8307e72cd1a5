//! A company's other name in its name: what it trades as, and what it was called before.

use super::tokens::words;

/// What stands between the two names, folded, as words: of several languages, whole or written short.
const BETWEEN: &[&str] = &[
    "dba",
    "d b a",
    "doing business as",
    "t a",
    "trading as",
    "aka",
    "a k a",
    "also known as",
    "known as",
    "hodn",
    "h o d n",
    "handelend onder de naam",
    "firmierend als",
    "formerly",
    "formerly known as",
    "former",
    "fka",
    "f k a",
    "previously",
    "previously known as",
    "vormals",
    "ehemals",
    "ehem",
    "fruher",
    "anciennement",
    "ancien",
    "ancienne",
    "ex",
    "gia",
    "antes",
    "antigua",
    "antiga",
    "anteriormente",
    "dawniej",
    "voorheen",
    "drive",
    "korabban",
    "fd",
    "f d",
    "tidigare",
    "tidligere",
    "aiemmin",
    "entinen",
    "eski adi",
    "fosta",
    "ranee",
    "旧社名",
    "旧",
];

/// Of these a name may have one of its own outside of brackets.
const IN_BRACKETS_ONLY: &[&str] = &[
    "former", "ex", "gia", "antes", "antigua", "antiga", "ancien", "ancienne", "drive", "known as", "t a", "fd", "f d",
];

/// The most words there are between the names.
const LONGEST: usize = 4;

/// The two names of one that has `Quill Street Media Inc. d/b/a Inkwell Studios`, `Novalys (ex Mercadis)`.
pub(super) fn two_names(name: &str) -> Option<(&str, &str)> {
    let begins: Vec<usize> = begins_of_words(name);
    for (place, begin) in begins.iter().enumerate().skip(1) {
        let bracket = name.get(..*begin).is_some_and(|before| before.ends_with(['(', '[', '（']));
        let slashed = name.get(*begin..).is_some_and(|rest| rest.starts_with("t/a ") || rest.starts_with("T/A "));
        for taken in (1..=LONGEST).rev() {
            let end = begins.get(place + taken).copied();
            let Some(end) = end else { continue };
            let between = name.get(*begin..end).map(words).unwrap_or_default().join(" ");
            let stands = BETWEEN.contains(&between.as_str())
                && (bracket || slashed || !IN_BRACKETS_ONLY.contains(&between.as_str()));
            let (Some(before), Some(behind)) = (name.get(..*begin), name.get(end..)) else { continue };
            if stands {
                let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
                let behind = match behind.find([')', ']', '）']) {
                    Some(closes) if bracket => behind.get(..closes).unwrap_or(behind),
                    _ => behind,
                };
                let says = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
                return (says(before) && says(behind)).then_some((before, behind.trim()));
            }
        }
    }
    None
}

/// Where runs of letters and digits begin.
fn begins_of_words(name: &str) -> Vec<usize> {
    let mut inside = false;
    let mut begins = Vec::new();
    for (at, letter) in name.char_indices() {
        let is_letter = letter.is_alphanumeric() || (inside && matches!(letter, '\'' | '’'));
        if is_letter && !inside {
            begins.push(at);
        }
        inside = is_letter;
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_another_is_two() {
        for (name, one, other) in [
            ("Zwernitz Media Inc. d/b/a Vollmond Studios", "Zwernitz Media Inc.", "Vollmond Studios"),
            ("Zwernitz Holdings LLC dba Vollmond", "Zwernitz Holdings LLC", "Vollmond"),
            ("Zwernitz Ltd t/a The Vollmond", "Zwernitz Ltd", "The Vollmond"),
            ("Zwernitz Networks, Inc. (f/k/a Vollmond Telecom)", "Zwernitz Networks, Inc.", "Vollmond Telecom"),
            ("Zwernitz GmbH (vormals Stadtwerke Vollmond) Kiel", "Zwernitz GmbH", "Stadtwerke Vollmond"),
            ("Zwernitz, formerly known as Vollmond", "Zwernitz", "Vollmond"),
            ("Zwernitz (già Vollmond)", "Zwernitz", "Vollmond"),
            ("Zwernitz AB (f.d. Vollmond Energi)", "Zwernitz AB", "Vollmond Energi"),
            ("Zwernitz h.o.d.n. Vollmond", "Zwernitz", "Vollmond"),
            ("三峰商事株式会社(旧社名:中村商店)", "三峰商事株式会社", "中村商店"),
        ] {
            assert_eq!(two_names(name), Some((one, other)), "{name}");
        }
    }

    #[test]
    fn a_name_that_only_has_such_a_word_is_one() {
        for name in
            ["Antigua Trading", "Hotel Antigua Casa", "Vormals", "Fed Ex Kiel", "T A Zwernitz", "Zwernitz (ex)", ""]
        {
            assert_eq!(two_names(name), None, "{name}");
        }
    }
}
