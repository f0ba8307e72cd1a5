//! Words of two texts, paired.

use super::han::simplified;
use crate::fold::{fold, in_latin_letters};

/// Two words below this Jaro–Winkler similarity are different words.
const SAME_WORD: f64 = 0.90;

/// Folded runs of letters and digits; an apostrophe joins (also one that a wrong encoding made a question mark).
pub(super) fn words(text: &str) -> Vec<String> {
    joined(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Those of the [`words`] behind which a stop stands: "Az. Agr. Conti".
pub(super) fn words_with_a_stop(text: &str) -> Vec<String> {
    let joined = joined(text);
    let runs = joined.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(|run| run.strip_suffix('.'));
    runs.filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic)).map(str::to_owned).collect()
}

/// What an apostrophe cuts off before a vowel, in the languages of the Romance countries.
const ELIDED: &[&str] = &["l", "d", "dell", "all", "dall", "nell", "sull", "un", "qu"];

/// Words with an apostrophe, joined as [`words`] does and without what it cuts off: `l'Atelier` as `latelier` and `atelier`, `Tsai's` as `tsais` and
/// `tsai`.
pub(super) fn without_what_is_cut_off(text: &str) -> Vec<(String, String)> {
    let folded = in_latin_letters(&fold(text));
    if !folded.contains('\'') {
        return Vec::new();
    }
    let runs = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter_map(|run| run.split_once('\''));
    let bare = runs.filter_map(|(before, behind)| {
        let elided = ELIDED.contains(&before) && behind.starts_with(|c| is_vowel(c) || c == 'h');
        let bare = if elided { behind } else { before };
        let cut = (elided && !behind.contains('\'')) || behind == "s";
        (cut && bare.chars().count() >= 3).then(|| (format!("{before}{behind}"), bare.to_owned()))
    });
    bare.collect()
}

fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let folded = in_latin_letters(&fold(text));
    let letters: Vec<char> = folded.chars().map(simplified).collect();
    for (place, c) in letters.iter().enumerate() {
        let next = letters.get(place + 1).copied().unwrap_or(' ');
        let before = place.checked_sub(1).and_then(|p| letters.get(p)).copied().unwrap_or(' ');
        let inside = matches!(c, '\'' | '?' | '\u{fffd}') && before.is_alphabetic() && next.is_alphabetic();
        if !inside && *c != '\'' {
            joined.push(*c);
        }
    }
    joined
}

/// How alike two words are, 0 to 1; symmetric. Numbers are equal or different.
pub(super) fn word_similarity(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    if a.chars().any(|c| c.is_ascii_digit()) || b.chars().any(|c| c.is_ascii_digit()) {
        return 0.0;
    }
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    let jaro = strsim::jaro_winkler(first, second);
    let shorter = first.chars().count().min(second.chars().count());
    // An abbreviation: "dev" for "development".
    if shorter >= 3 && (first.starts_with(second) || second.starts_with(first)) {
        return jaro.max(SAME_WORD);
    }
    if shorter >= 3 && (without_vowels(first, second) || without_vowels(second, first)) {
        return jaro.max(SAME_WORD);
    }
    if shorter < 4 { 0.0 } else { jaro }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Whether `short` is what is left of `long` without its vowels and some more: "cnslt" of "consulting".
fn without_vowels(short: &str, long: &str) -> bool {
    if short.chars().next() != long.chars().next() || short.chars().any(is_vowel) {
        return false;
    }
    let mut letters = long.chars();
    long.chars().count() >= short.chars().count() + 3 && short.chars().all(|c| letters.any(|other| other == c))
}

/// Whether one of two words is short for the other the way words are shortened: before a vowel ("constr|uction"; not "stadt|werke"), before an
/// ending ("equip|ment"), or without vowels. What lacks less than three letters is a form of the word, not short for it.
pub(super) fn short_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.chars().count() < 3 {
        return false;
    }
    let cut = |rest: &str| match rest.chars().count() {
        0..3 => false,
        3..5 => true,
        _ => !short.ends_with(is_vowel) && rest.starts_with(is_vowel),
    };
    long.strip_prefix(short).is_some_and(cut) || without_vowels(short, long)
}

/// Whether a word with a stop behind it may stand for a longer one: its beginning, or some of its letters from the first to the last ("Wm.",
/// "Fdez.").
pub(super) fn stands_for(stopped: &str, long: &str) -> bool {
    if stopped.len() >= long.len() {
        return false;
    }
    let mut letters = long.chars();
    let mut some = || stopped.chars().count() >= 2 && stopped.chars().all(|c| letters.any(|other| other == c));
    let ends = stopped.chars().next() == long.chars().next() && stopped.chars().last() == long.chars().last();
    long.starts_with(stopped) || (ends && some())
}

/// Whether two words are forms of one: the same but for an ending of three letters at most.
pub(super) fn one_stem(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    same >= 4 && a.chars().count().max(b.chars().count()) <= same + 3
}

/// What the words of two texts have in common.
#[derive(Debug, Default)]
pub(super) struct Overlap {
    /// The weight they have in common.
    pub common: f64,
    /// The weight of all words of either side.
    pub ours: f64,
    pub theirs: f64,
    /// Words that both have, letter by letter.
    pub exact: Vec<String>,
    /// Words that are no more than alike, paired.
    pub alike: Vec<(String, String)>,
    /// Words without a partner on the other side, in their order.
    pub ours_left: Vec<String>,
    pub theirs_left: Vec<String>,
}

/// Words paired with their likest free partner.
pub(super) fn overlap(a: &[String], b: &[String], weight: impl Fn(&str) -> f64) -> Overlap {
    overlap_where(a, b, weight, |_, _| true, |_, _| false)
}

/// [`overlap`] of words that are equal, or alike and `may` be one, or that are `one` by their places, however they are written.
pub(super) fn overlap_where(
    a: &[String],
    b: &[String],
    weight: impl Fn(&str) -> f64,
    may: impl Fn(&str, &str) -> bool,
    one: impl Fn(usize, usize) -> bool,
) -> Overlap {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            let alike = word_similarity(x, y);
            if alike >= SAME_WORD && (x == y || may(x, y)) {
                pairs.push((alike, i, j));
            } else if one(i, j) {
                pairs.push((SAME_WORD, i, j));
            }
        }
    }
    // Ties by the words, not by the side, so that both ways round give the same.
    let tie = |p: &(f64, usize, usize)| {
        let (x, y) = (a.get(p.1).cloned().unwrap_or_default(), b.get(p.2).cloned().unwrap_or_default());
        if x < y { (x, y) } else { (y, x) }
    };
    pairs.sort_by(|p, q| q.0.total_cmp(&p.0).then_with(|| tie(p).cmp(&tie(q))));
    let (mut a_used, mut b_used) = (vec![false; a.len()], vec![false; b.len()]);
    let mut found = Overlap {
        ours: a.iter().map(|w| weight(w)).sum(),
        theirs: b.iter().map(|w| weight(w)).sum(),
        ..Overlap::default()
    };
    for (alike, i, j) in pairs {
        let (Some(a_taken), Some(b_taken)) = (a_used.get_mut(i), b_used.get_mut(j)) else { continue };
        if *a_taken || *b_taken {
            continue;
        }
        (*a_taken, *b_taken) = (true, true);
        let (Some(x), Some(y)) = (a.get(i), b.get(j)) else { continue };
        found.common += alike * weight(x).min(weight(y));
        if x == y {
            found.exact.push(x.clone());
        } else {
            found.alike.push((x.clone(), y.clone()));
        }
    }
    let left = |words: &[String], used: &[bool]| -> Vec<String> {
        words.iter().zip(used).filter(|(_, used)| !**used).map(|(word, _)| word.clone()).collect()
    };
    (found.ours_left, found.theirs_left) = (left(a, &a_used), left(b, &b_used));
    found
}

/// How alike two texts are as a whole, blanks left out; symmetric.
pub(super) fn whole_similarity(a: &str, b: &str) -> f64 {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    strsim::normalized_damerau_levenshtein(&first.replace(' ', ""), &second.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_told_from_words_that_only_begin_alike() {
        for (short, long) in [
            ("constr", "construction"),
            ("ins", "insurance"),
            ("equip", "equipment"),
            ("cnslt", "consulting"),
            ("brdr", "brodrene"),
        ] {
            assert!(short_for(short, long) && short_for(long, short), "{short}");
            assert!(word_similarity(short, long) >= SAME_WORD, "{short}");
        }
        for (stopped, long) in [
            ("az", "azienda"),
            ("s", "san"),
            ("sv", "svaty"),
            ("wm", "william"),
            ("fdez", "fernandez"),
            ("zn", "zonen"),
        ] {
            assert!(stands_for(stopped, long) && !stands_for(long, stopped), "{stopped}");
        }
        assert!(!stands_for("wm", "wilhelmine") && !stands_for("dt", "dritten") && !stands_for("san", "san"));
        assert_eq!(words_with_a_stop("Az. Agr. Conti S. 3. x"), ["az", "agr", "s"]);
        for (word, other) in [("stadt", "stadtwerke"), ("weber", "werner"), ("kolner", "koln")] {
            assert!(!short_for(word, other), "{word}");
        }
        assert!(one_stem("system", "systems") && one_stem("kuopio", "kuopion"));
        assert!(!one_stem("chong", "cheong") && !one_stem("stadt", "stadtwerke"));
    }
}
