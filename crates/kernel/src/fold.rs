//! Text folding for search: what a person types finds what is stored, whatever the case, umlauts and accents.
//!
//! A searched text has a folded twin column, filled by [`search_text`] and asked with [`search_query`] and
//! [`like_pattern`]. Databases are never asked to fold: SQLite knows only ASCII.

use unicode_normalization::UnicodeNormalization;

/// The folded form: lower case, `ß` as `ss`, Latin letters without diacritics, compatibility forms (ligatures, full
/// width) as plain letters, typographic apostrophes and dashes as the typed ones, white space collapsed and trimmed.
///
/// Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text.chars().filter(|c| !is_invisible(*c)).nfkd().filter(|c| !is_diacritic(*c));
    for letter in letters.flat_map(char::to_lowercase) {
        match plain_letters(letter) {
            Some(plain) => folded.push_str(plain),
            // Lower case can bring a mark of its own: "İ".
            None if is_diacritic(letter) => {}
            None => folded.push(letter),
        }
    }
    let composed: String = folded.nfc().collect();
    collapse_white_space(&composed)
}

/// A folded text with Cyrillic and Greek letters as Latin ones, the way names are usually written abroad: `газпром` as `gazprom`. For comparing only.
pub(crate) fn in_latin_letters(folded: &str) -> String {
    if folded.is_ascii() {
        return folded.to_owned();
    }
    let mut latin = String::with_capacity(folded.len());
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        // Between consonants it is a vowel of Bulgarian.
        if letter == 'ъ' && letters.peek().is_some_and(|next| next.is_alphabetic() && !"аеёиоуыэюяєіїй".contains(*next))
        {
            latin.push('a');
            continue;
        }
        match latin_letters(letter) {
            Some(letters) => latin.push_str(letters),
            None => latin.push(letter),
        }
    }
    latin
}

fn latin_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'ё' | 'э' | 'є' | 'ε' => "e",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'й' | 'і' | 'ї' | 'η' | 'ι' => "i",
        'ј' => "j",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'љ' => "lj",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'њ' => "nj",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'ћ' => "c",
        'ђ' => "dj",
        'у' | 'υ' => "u",
        'ф' | 'φ' => "f",
        'х' => "kh",
        'χ' => "ch",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dz",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        _ => return None,
    })
}

fn collapse_white_space(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Soft hyphens, zero-width characters and direction marks: copied along, never meant.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// The blocks of combining diacritical marks. Vowel signs of other scripts are letters to their readers and stay.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that Unicode does not take apart, and signs with a typed twin.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' | 'ƚ' => "l",
        'đ' | 'ð' | 'ɖ' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ŋ' => "n",
        'ĸ' => "k",
        'ƀ' => "b",
        'ə' => "e",
        'ɨ' => "i",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2b9}' | '`' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        _ => return None,
    })
}

/// The folded form with umlauts and their kin written out: ä as `ae`, ö and ø as `oe`, ü as `ue`, å as `aa`, æ as `ae`.
pub fn transliterate(text: &str) -> String {
    let mut written_out = String::with_capacity(text.len() + 8);
    for letter in text.chars().filter(|c| !is_invisible(*c)).nfc() {
        match letter {
            'ä' | 'Ä' => written_out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => written_out.push_str("oe"),
            'ü' | 'Ü' => written_out.push_str("ue"),
            'å' | 'Å' => written_out.push_str("aa"),
            other => written_out.push(other),
        }
    }
    fold(&written_out)
}

/// The folded form with written-out umlauts read back: `mueller` as `muller`.
fn without_digraphs(folded: &str) -> String {
    folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// What the search column of a row holds: each part folded, then, where they differ, with umlauts written out and with
/// written-out umlauts read back. So `Müller` is found by `muller`, `mueller` and `MÜLLER`, and `Mueller` by `Müller`.
pub fn search_text(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        let plain = fold(part);
        let written_out = transliterate(part);
        let read_back = without_digraphs(&plain);
        for (place, form) in [&plain, &written_out, &read_back].into_iter().enumerate() {
            let repeated = (place > 0 && *form == plain) || (place > 1 && *form == written_out);
            if form.is_empty() || repeated {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(form);
        }
    }
    text
}

/// What a person typed, as it is looked for in a [`search_text`] column.
pub fn search_query(typed: &str) -> String {
    fold(typed)
}

/// The pattern for `LIKE … ESCAPE '\'` that finds `query` anywhere: `%` and `_` are looked for as themselves.
pub fn like_pattern(query: &str) -> String {
    let mut pattern = String::with_capacity(query.len() + 2);
    pattern.push('%');
    for c in query.chars() {
        if matches!(c, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_takes_case_and_diacritics_away() {
        assert_eq!(fold("  Müller \t& SÖHNE\u{a0}GmbH "), "muller & sohne gmbh");
        assert_eq!(fold("Straße STRASSE"), "strasse strasse");
        assert_eq!(fold("Łódź Øresund Ærø Đà Þór"), "lodz oresund aero da thor");
        assert_eq!(fold("İstanbul ılık"), "istanbul ilik");
        assert_eq!(fold("ﬁne Ｆｕｌｌ"), "fine full");
        assert_eq!(fold("O’Reilly – Söhne"), "o'reilly - sohne");
        assert_eq!(fold("Mu\u{308}ller"), "muller");
        assert_eq!(fold("Zu\u{ad}cker\u{200b}mann"), "zuckermann");
        assert_eq!(fold("서울"), "서울");
    }

    #[test]
    fn a_name_with_an_umlaut_is_found_however_it_is_typed() {
        for stored in ["Müller", "Mueller"] {
            let text = search_text(&["Anna", stored]);
            for typed in ["mueller", "muller", "MÜLLER", "Mu\u{308}ller", "üller"] {
                assert!(text.contains(&search_query(typed)), "{typed} in {text}");
            }
        }
        assert!(search_text(&["Ørsted A/S"]).contains(&search_query("oersted")));
        assert!(search_text(&["Håkansson"]).contains(&search_query("haakansson")));
        assert!(!search_text(&["Müller"]).contains(&search_query("miller")));
    }

    #[test]
    fn a_text_without_umlauts_is_stored_once() {
        assert_eq!(search_text(&["Nordwind", "", "Kiel"]), "nordwind kiel");
        assert_eq!(search_text(&["Jörg"]), "jorg joerg");
    }

    #[test]
    fn signs_with_a_meaning_in_like_are_looked_for_as_themselves() {
        assert_eq!(like_pattern(r"50%_\"), r"%50\%\_\\%");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_twice_changes_no_latin_text(text in "[ -~ß\u{a0}-ɏ\u{300}-\u{304}Ḁ-ỿ’–]{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn every_word_of_a_text_finds_it(parts in proptest::collection::vec("[ -~ß\u{a0}-ɏ\u{308}Ḁ-ỿ]{0,16}", 1..4)) {
            let refs: Vec<&str> = parts.iter().map(String::as_str).collect();
            let text = search_text(&refs);
            for word in parts.iter().flat_map(|p| p.split_whitespace()) {
                prop_assert!(text.contains(&search_query(word)), "{} in {}", word, text);
                prop_assert!(text.contains(&transliterate(word)), "{} in {}", word, text);
                prop_assert!(text.contains(&search_query(&word.to_uppercase())), "{} in {}", word, text);
            }
        }
    }
}
