//! Whether a word in other letters and one in Latin letters are one word.

use super::scripts::{Script, Unit, names_of};

/// How a word in Latin letters is spoken, as its language does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spoken {
    /// `c` as in *Cvetkov*.
    Slavic,
    /// `c` as in *Canon*.
    English,
    /// Likewise, and `ch` as in *Chrobok*.
    German,
    /// `ch` as in *Christos*, `ai` as `e`.
    Greek,
    /// Long vowels are short.
    Japanese,
}

/// Spellings of several letters and how they are spoken, the longer ones first.
const SPELLED: &[(&str, &str)] = &[
    ("shch", "s"),
    ("tsch", "c"),
    ("dsch", "i"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "i"),
    ("sh", "s"),
    ("sz", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("rh", "r"),
    ("ck", "k"),
    ("cz", "c"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("dj", "d"),
    ("ie", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
];

const GERMAN: &[(&str, &str)] = &[("tsch", "c"), ("sch", "s"), ("ch", "h")];

const GREEK: &[(&str, &str)] = &[
    ("ch", "h"),
    ("mp", "b"),
    ("nt", "d"),
    ("gk", "g"),
    ("ng", "g"),
    ("gg", "g"),
    ("ai", "e"),
    ("ei", "i"),
    ("oi", "i"),
    ("yi", "i"),
    ("ou", "u"),
    ("au", "av"),
    ("eu", "ev"),
];

const JAPANESE: &[(&str, &str)] = &[("ou", "o"), ("oo", "o"), ("mb", "nb"), ("mp", "np"), ("l", "r")];

/// A word as it is spoken: ways of writing one sound made one.
fn sound(word: &str, spoken: Spoken) -> String {
    let more = match spoken {
        Spoken::Greek => GREEK,
        Spoken::Japanese => JAPANESE,
        Spoken::German => GERMAN,
        Spoken::Slavic | Spoken::English => &[],
    };
    let mut sound = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let soft = rest.get(1..).is_some_and(|behind| behind.starts_with(['e', 'i', 'y']));
        let spelled = more.iter().chain(SPELLED).find(|(written, _)| rest.starts_with(written));
        let (taken, said) = match (letter, spelled) {
            (_, Some((written, said))) => (written.len(), *said),
            ('c', None) if spoken != Spoken::Slavic => (1, if soft { "s" } else { "k" }),
            // "Ricoh", "Ohtani".
            ('h', None) if spoken == Spoken::Japanese && sound.ends_with('o') && !vowel_follows(rest) => (1, ""),
            _ => (letter.len_utf8(), rest.get(..letter.len_utf8()).unwrap_or_default()),
        };
        for letter in said.chars().filter(|c| *c != '\'') {
            if !sound.ends_with(letter) {
                sound.push(letter);
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    sound
}

fn vowel_follows(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| "aeiouy".contains(c))
}

/// Spellings of consonants and what they are made one of.
const CONSONANTS: &[(&str, &str)] = &[
    ("shch", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("sh", "S"),
    ("sz", "S"),
    ("ch", "C"),
    ("kh", "K"),
    ("gh", "G"),
    ("ph", "F"),
    ("th", "T"),
    ("dh", "D"),
    ("bh", "B"),
    ("zh", "Z"),
    ("dz", "Z"),
    ("ts", "Z"),
    ("tz", "Z"),
    ("ck", "K"),
    ("ng", "N"),
    ("q", "K"),
    ("x", "KS"),
    ("y", ""),
];

/// The consonants of a word, and its vowels. What the script does not tell apart is one.
fn consonants(word: &str, script: Script) -> (String, String) {
    let (mut found, mut vowels) = (String::new(), String::new());
    let mut rest = word;
    // Two letters of one consonant are one where no vowel parts them.
    let mut parted = true;
    while let Some(letter) = rest.chars().next() {
        let soft = rest.get(1..).is_some_and(|behind| behind.starts_with(['e', 'i', 'y']));
        let spelled = CONSONANTS.iter().find(|(written, _)| rest.starts_with(written));
        let upper = letter.to_ascii_uppercase().to_string();
        let (taken, said) = match (letter, spelled) {
            ('t', Some(("th", _))) if script == Script::Kana => (2, "S"),
            // In Arabic they are two.
            ('t', Some(("ts" | "tz", _))) if script == Script::Arabic => (1, "T"),
            ('c', Some(("ch", _))) if matches!(script, Script::Hebrew) => (2, "K"),
            (_, Some((written, said))) => (written.len(), *said),
            ('a' | 'e' | 'i' | 'o' | 'u', None) => {
                vowels.push(letter);
                (1, "")
            }
            ('c', None) => (1, if soft { "S" } else { "K" }),
            ('w', None) if script == Script::Indic => (1, "V"),
            ('w', None) => (1, ""),
            ('h', None) if rest.len() != word.len() => (1, ""),
            _ => (letter.len_utf8(), upper.as_str()),
        };
        if said.is_empty() {
            parted |= letter != 'h';
        }
        for letter in said.chars().map(|c| one_sound(c, script)) {
            if parted || !found.ends_with(letter) {
                found.push(letter);
            }
            parted = false;
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    (found, vowels)
}

fn one_sound(consonant: char, script: Script) -> char {
    match (script, consonant) {
        (Script::Hebrew, 'V') => 'B',
        (Script::Hebrew | Script::Indic, 'F') => 'P',
        (Script::Arabic, 'P') => 'B',
        (Script::Arabic, 'V') => 'F',
        (Script::Arabic | Script::Hangul | Script::Thai, 'G') => 'K',
        (Script::Arabic, 'C') => 'S',
        (Script::Kana | Script::Hangul | Script::Thai, 'L') => 'R',
        (Script::Kana, 'V') => 'B',
        (Script::Kana, 'J') => 'Z',
        (Script::Hangul | Script::Thai, 'D') => 'T',
        (Script::Hangul, 'B' | 'F' | 'V') | (Script::Thai, 'B') => 'P',
        (Script::Hangul, 'Z' | 'C') => 'J',
        (Script::Thai, 'V') => 'F',
        (Script::Thai, 'Z' | 'J') => 'C',
        (Script::Indic, 'Z') => 'J',
        (Script::Indic, 'M') => 'N',
        _ => consonant,
    }
}

/// Whether all letters of `some` stand in `all` in this order.
fn within(some: &str, all: &str) -> bool {
    let mut all = all.chars();
    some.chars().all(|c| all.any(|other| other == c))
}

/// So many consonants that agree are no chance.
const SURE: usize = 4;

/// Whether a word read aloud in Latin letters is the one that is written in them.
pub(super) fn reads_as(read: &str, latin: &str, script: Script) -> bool {
    if read.is_empty() || latin.is_empty() {
        return false;
    }
    if read == latin {
        return true;
    }
    let same = |spoken: Spoken| sound(read, spoken) == sound(latin, spoken);
    match script {
        Script::Han => false,
        Script::Cyrillic | Script::Letters => {
            // In Bulgarian it is "sht".
            let reads = [sound(read, Spoken::Slavic), sound(&read.replace("shch", "sht"), Spoken::Slavic)];
            let mut spoken = [Spoken::Slavic, Spoken::English, Spoken::German].into_iter();
            spoken.any(|spoken| reads.contains(&sound(latin, spoken)))
        }
        Script::Greek => same(Spoken::Greek) || sound(&greek(read), Spoken::Greek) == sound(latin, Spoken::Greek),
        Script::Kana => same(Spoken::Japanese) || by_consonants(read, latin, script),
        _ => by_consonants(read, latin, script),
    }
}

/// A Greek word in Latin letters as it is spoken: `u` that stands for no `ou` is an `i`.
fn greek(read: &str) -> String {
    let mut before = ' ';
    let spoken = |c: char| {
        let said = if c == 'u' && !matches!(before, 'o' | 'a' | 'e') { 'i' } else { c };
        before = c;
        said
    };
    read.chars().map(spoken).collect()
}

/// By consonants, where vowels are left out, or differ from one way of writing to another: few consonants agree by chance, so the vowels must be as far
/// as they are known.
fn by_consonants(read: &str, latin: &str, script: Script) -> bool {
    let ((ours, our_vowels), (theirs, their_vowels)) = (consonants(read, script), consonants(latin, script));
    let count = ours.chars().count();
    if ours != theirs {
        return false;
    }
    match script {
        Script::Kana => count >= SURE || (count >= 2 && vowels_added(&our_vowels, &their_vowels)),
        Script::Hangul => count >= 3 || (count >= 1 && korean(read) == korean(latin)),
        Script::Thai => count >= SURE,
        Script::Indic => count >= SURE || (count >= 2 && within(&our_vowels, &their_vowels)),
        _ => count >= SURE || (count == 3 && within(&long(read), &long(latin))),
    }
}

/// Whether Japanese has the vowels of a word, and no more but those that part its consonants.
fn vowels_added(ours: &str, theirs: &str) -> bool {
    let mut theirs = theirs.chars().peekable();
    for vowel in ours.chars() {
        if theirs.peek() == Some(&vowel) {
            theirs.next();
        } else if !matches!(vowel, 'u' | 'o') {
            return false;
        }
    }
    theirs.next().is_none()
}

/// The vowels of a Korean word, the ways of writing them made one.
fn korean(word: &str) -> String {
    let plain = word.replace("eo", "o").replace("eu", "u").replace("oo", "u").replace("ae", "e").replace("ee", "i");
    plain.replace('y', "i").chars().filter(|c| "aeiou".contains(*c)).collect()
}

/// The vowels behind the first letter of a word, in three kinds, as Hebrew and Arabic write the long ones.
fn long(word: &str) -> String {
    let kind = |c: char| match c {
        'a' => Some('a'),
        'o' | 'u' | 'w' => Some('o'),
        'i' | 'e' | 'y' => Some('i'),
        _ => None,
    };
    word.chars().skip(1).filter_map(kind).collect()
}

/// Words of a name in Latin letters, together: where they begin, how many, and written as one.
struct Run {
    begins: usize,
    words: usize,
    joined: String,
}

fn runs(latin: &[String]) -> Vec<Run> {
    let of = |begins: usize| {
        (1..=3).filter_map(move |words| {
            let joined = latin.get(begins..begins + words)?.concat();
            Some(Run { begins, words, joined })
        })
    };
    (0..latin.len()).flat_map(of).collect()
}

/// The words of a name in other letters as the name beside it writes them, where they are those; else read aloud.
pub(super) fn beside(reading: &[Vec<Unit>], latin: &[String], script: Script) -> Vec<String> {
    let read = |units: &[Unit]| units.iter().map(|unit| unit.latin.as_str()).collect::<String>();
    let whole: String = reading.iter().map(|word| read(word)).collect();
    if reads_as(&whole, &latin.concat(), script) || reads_as(&without_article(&whole, script), &latin.concat(), script)
    {
        return latin.to_vec();
    }
    let runs = runs(latin);
    let mut words: Vec<String> = Vec::new();
    for word in reading {
        let mut at = 0;
        let mut left = String::new();
        while at < word.len() {
            let (taken, found) = next_words(word, at, &runs, latin, script).unwrap_or_default();
            if taken == 0 {
                left.push_str(word.get(at).map_or("", |unit| unit.latin.as_str()));
                at += 1;
                continue;
            }
            if !left.is_empty() {
                words.push(std::mem::take(&mut left));
            }
            words.extend(found);
            at += taken;
        }
        if !left.is_empty() {
            words.push(left);
        }
    }
    words
}

/// The words of the other name that this one goes on with, and how many units they take.
fn next_words(
    word: &[Unit],
    at: usize,
    runs: &[Run],
    latin: &[String],
    script: Script,
) -> Option<(usize, Vec<String>)> {
    if let Some(english) = word.get(at)?.trade {
        let called = names_of(english).into_iter().find_map(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            latin.windows(words.len()).find(|some| some.iter().eq(words.iter().copied()))
        });
        if let Some(called) = called {
            return Some((1, called.to_vec()));
        }
    }
    if at > 0 && !script.is_joined() {
        return None;
    }
    let ends = if script.is_joined() { at + 1 } else { word.len() };
    for end in (ends..=word.len()).rev() {
        let read: String = word.get(at..end)?.iter().map(|unit| unit.latin.as_str()).collect();
        let bare = without_article(&read, script);
        // A single syllable of Chinese says too little.
        if script == Script::Han && end == at + 1 && word.len() > 1 && read.chars().all(|c| c.is_ascii_lowercase()) {
            continue;
        }
        let run = runs.iter().find(|run| reads_as(&read, &run.joined, script) || reads_as(&bare, &run.joined, script));
        if let Some(run) = run {
            return Some((end - at, latin.get(run.begins..run.begins + run.words)?.to_vec()));
        }
    }
    None
}

/// An Arabic word without its article.
fn without_article(read: &str, script: Script) -> String {
    let bare = if script == Script::Arabic { read.strip_prefix("al") } else { None };
    bare.filter(|bare| bare.len() >= 3).unwrap_or(read).to_owned()
}

/// The words of a name whose Cyrillic or Greek letters were read already, as the name beside it writes them.
pub(super) fn folded_beside(name: &[String], latin: &[String], script: Script) -> Vec<String> {
    if reads_as(&name.concat(), &latin.concat(), script) {
        return latin.to_vec();
    }
    let runs = runs(latin);
    let other = |word: &String| {
        let run = runs.iter().find(|run| reads_as(word, &run.joined, script));
        run.and_then(|run| latin.get(run.begins..run.begins + run.words)).map(<[String]>::to_vec)
    };
    name.iter().flat_map(|word| other(word).unwrap_or_else(|| vec![word.clone()])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::scripts::read_aloud;
    use super::*;

    fn alike(written: &str, latin: &str) -> bool {
        let script = Script::of_text(written).expect("other letters");
        let latin: Vec<String> = latin.split(' ').map(str::to_owned).collect();
        if script.is_folded() {
            let words: Vec<String> = super::super::tokens::words(written);
            return folded_beside(&words, &latin, script) == latin;
        }
        beside(&read_aloud(written), &latin, script) == latin
    }

    #[test]
    fn a_name_is_one_in_two_scripts() {
        for (written, latin) in [
            ("Яндекс", "yandex"),
            ("Чайковский", "tchaikovsky"),
            ("Цветков", "cvetkov"),
            ("Щукин", "shchukin"),
            ("Нощ", "nosht"),
            ("Уралхим", "uralchim"),
            ("Хемофарм", "hemofarm"),
            ("Ψυχογιός", "psichogios"),
            ("Χατζής", "hatzis"),
            ("თბილისი", "tbilisi"),
            ("Զվարթնոց", "zvartnots"),
            ("トヨタ", "toyota"),
            ("パナソニック", "panasonic"),
            ("リコー", "ricoh"),
            ("キャノン", "canon"),
            ("トヨタ自動車", "toyota motor"),
            ("NTTデータ", "ntt data"),
            ("삼성전자", "samsung electronics"),
            ("기아", "kia"),
            ("שטראוס", "strauss"),
            ("اتصالات", "etisalat"),
            ("الحبتور", "al habtoor"),
            ("टाटा", "tata"),
            ("华为", "huawei"),
            ("華為技術", "huawei technology"),
            ("长城汽车", "changcheng qiche"),
        ] {
            assert!(alike(written, latin), "{written}");
        }
    }

    #[test]
    fn names_of_another_sound_are_two() {
        for (written, latin) in [
            ("Яндекс", "yandel"),
            ("Северный", "severov"),
            ("Κωτσόβολος", "kotsopoulos"),
            ("თბილისი", "tbilvino"),
            ("ダイキン", "daiken"),
            ("トヨタ", "toyoda"),
            ("리코", "naver"),
            ("두산", "dongsan"),
            ("טבע", "tov"),
            ("زين", "zahran"),
            ("华为", "huarun"),
            ("华为技术", "huawei"),
        ] {
            assert!(!alike(written, latin), "{written}");
        }
    }
}
