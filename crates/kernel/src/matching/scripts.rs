//! Names in other letters than Latin ones, read aloud: letter by letter as they are written abroad.

use super::han::simplified;
use super::trades::trade;
use crate::fold::fold;
use any_ascii::any_ascii_char;

/// In what letters a name is written, where they are not Latin ones only. It says how faithfully they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    /// Vowels and consonants each have their letters.
    Cyrillic,
    /// Likewise, with letters that are spoken as one.
    Greek,
    /// Georgian, Armenian and others, likewise.
    Letters,
    /// Japanese: consonants with their vowels; foreign words with more vowels than they have.
    Kana,
    /// Chinese letters, read as in Beijing.
    Han,
    /// Korean: many ways to write it abroad.
    Hangul,
    /// Vowels are mostly left out.
    Hebrew,
    /// Likewise.
    Arabic,
    /// Several letters for one sound; no blanks.
    Thai,
    /// The scripts of India: the commonest vowel is left out.
    Indic,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Self::Arabic,
            '\u{900}'..='\u{dff}' => Self::Indic,
            '\u{e00}'..='\u{e7f}' => Self::Thai,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => Self::Hangul,
            '\u{3040}'..='\u{30ff}' => Self::Kana,
            '\u{3400}'..='\u{9fff}' | '々' => Self::Han,
            c if c.is_alphabetic() && c > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&c) => Self::Letters,
            _ => return None,
        })
    }

    /// The script of a text; nothing where it has Latin letters only. Chinese letters are read with those beside them.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let all = || text.chars().filter(|c| c.is_alphabetic()).filter_map(Self::of);
        all().find(|script| *script != Self::Han).or_else(|| all().next())
    }

    /// Whether words are written without blanks between them.
    pub(super) fn is_joined(self) -> bool {
        matches!(self, Self::Kana | Self::Han | Self::Hangul | Self::Thai)
    }

    /// Whether its letters are Latin ones already among the words of a name.
    pub(super) fn is_folded(self) -> bool {
        matches!(self, Self::Cyrillic | Self::Greek)
    }
}

/// A letter or a syllable of a name, or a word for a trade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// In Latin letters.
    pub latin: String,
    /// What the trade is called in English.
    pub trade: Option<&'static str>,
    /// The letters it is of: beside others it begins a new word.
    script: Option<Script>,
}

/// The words of a name in other letters, unit by unit; nothing where all letters are Latin ones, or Cyrillic or Greek.
pub(super) fn read_aloud(bare: &str) -> Vec<Vec<Unit>> {
    if Script::of_text(bare).is_none_or(Script::is_folded) {
        return Vec::new();
    }
    let letters: Vec<char> = fold(bare).chars().map(simplified).filter(|c| !is_mark(*c)).collect();
    let words = letters.split(|c| !c.is_alphanumeric() && !matches!(c, 'ー' | '々'));
    words.map(units).filter(|units| !units.is_empty()).collect()
}

/// Signs that only go with a letter, and that are no letters: Thai tones, the sign of India that takes a vowel away.
fn is_mark(c: char) -> bool {
    let joined = matches!(Script::of(c), Some(Script::Indic | Script::Thai | Script::Arabic | Script::Hebrew));
    (joined && !c.is_alphanumeric() && !matches!(c, '\u{964}' | '\u{965}' | '\u{60c}' | '\u{5be}'))
        || matches!(c, '"' | '\'' | '·' | '・')
}

fn units(word: &[char]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut rest = word;
    while let Some((letter, behind)) = rest.split_first() {
        if let Some((taken, english)) = trade(rest) {
            let latin = rest.iter().take(taken).map(|c| any_ascii_char(*c)).collect::<String>().to_ascii_lowercase();
            units.push(Unit { latin, trade: Some(english), script: None });
            rest = rest.get(taken..).unwrap_or_default();
            continue;
        }
        let script = Script::of(*letter);
        let begins = rest.len() == word.len();
        match (script, units.last_mut()) {
            (Some(Script::Kana), before) => {
                if let Some(latin) = kana(*letter, before) {
                    units.push(Unit { latin, trade: None, script });
                }
            }
            (None, Some(before)) if before.script.is_none() && before.trade.is_none() => before.latin.push(*letter),
            (None, _) => units.push(Unit { latin: letter.to_string(), trade: None, script }),
            _ => {
                let latin = match script {
                    Some(Script::Han) => pinyin(*letter, behind.first(), rest_before(word, rest)),
                    Some(Script::Hangul) => hangul(*letter, behind.first()),
                    Some(Script::Hebrew | Script::Arabic) => consonant(*letter, behind, begins),
                    _ => any_ascii_char(*letter).to_ascii_lowercase().replace('\'', ""),
                };
                units.push(Unit { latin, trade: None, script });
            }
        }
        rest = behind;
    }
    units
}

/// The letter before what is left of a word.
fn rest_before<'w>(word: &'w [char], rest: &[char]) -> Option<&'w char> {
    word.get(word.len().checked_sub(rest.len() + 1)?)
}

/// A syllable of Japanese. A small letter changes the one before it; one that only lengthens or doubles says nothing here.
fn kana(letter: char, before: Option<&mut Unit>) -> Option<String> {
    let latin = any_ascii_char(letter).to_ascii_lowercase();
    match (letter, before) {
        ('ー' | 'ッ' | 'っ', _) => None,
        ('ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ', Some(before)) => {
            before.latin.pop();
            before.latin.push_str(&latin);
            None
        }
        ('ャ' | 'ュ' | 'ョ' | 'ゃ' | 'ゅ' | 'ょ', Some(before)) => {
            before.latin.pop();
            let glide = before.latin.ends_with("sh") || before.latin.ends_with("ch") || before.latin.ends_with('j');
            before.latin.push_str(if glide { latin.trim_start_matches('y') } else { &latin });
            None
        }
        _ => Some(latin),
    }
}

/// A syllable of Korean. An `s` that closes it is spoken `t`, unless a vowel follows.
fn hangul(letter: char, next: Option<&char>) -> String {
    let latin = any_ascii_char(letter).to_ascii_lowercase();
    let vowel = next.is_some_and(|next| any_ascii_char(*next).starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'W']));
    match latin.strip_suffix('s') {
        Some(open) if !vowel => format!("{}t", open.trim_end_matches('s')),
        _ => latin,
    }
}

/// A Chinese letter read as in Beijing; of those with two readings the one of names, unless a neighbour says otherwise.
fn pinyin(letter: char, next: Option<&char>, before: Option<&char>) -> String {
    match (letter, next, before) {
        ('长', _, _) => "chang".to_owned(),
        ('重', Some('庆'), _) => "chong".to_owned(),
        ('行', _, Some('银' | '商' | '车' | '洋' | '琴' | '分' | '总')) => "hang".to_owned(),
        ('厦', Some('门'), _) => "xia".to_owned(),
        ('厦', _, Some('大')) => "sha".to_owned(),
        ('都', _, _) => "du".to_owned(),
        ('乐', _, _) => "le".to_owned(),
        _ => any_ascii_char(letter).to_ascii_lowercase().replace("lv", "lu").replace("nv", "nu"),
    }
}

/// A letter of Hebrew or Arabic. Those that are vowels as often as not are so where they do not begin a word: `a`, `o`, `i`.
fn consonant(letter: char, behind: &[char], begins: bool) -> String {
    match letter {
        'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' => "a".to_owned(),
        'و' if !begins => "o".to_owned(),
        'ي' | 'ى' if !begins => "i".to_owned(),
        'ة' => "a".to_owned(),
        'ו' if behind.first() == Some(&'ו') => String::new(),
        'ו' if !begins => "o".to_owned(),
        'י' if !begins => "i".to_owned(),
        'א' | 'ע' if begins => "a".to_owned(),
        _ => any_ascii_char(letter).to_ascii_lowercase().replace(['\'', '`'], ""),
    }
}

/// The words of a name read aloud, trades by their English names where `translated`. Runs of other letters are words of their own.
pub(super) fn plain_words(reading: &[Vec<Unit>], translated: bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in reading {
        let mut last: Option<&Unit> = None;
        for unit in word {
            let joins = last.is_some_and(|last| last.trade.is_none() && last.script == unit.script);
            match (unit.trade.filter(|_| translated), words.last_mut()) {
                (Some(english), _) => words.extend(names_of(english).first().iter().map(|word| (**word).to_owned())),
                (None, Some(before)) if joins && unit.trade.is_none() => before.push_str(&unit.latin),
                _ => words.push(unit.latin.clone()),
            }
            last = Some(unit);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What a trade may be called: each of its names, or the two words of one.
pub(super) fn names_of(english: &'static str) -> Vec<&'static str> {
    match english {
        "heavy industries" | "electric power" | "real estate" => vec![english],
        _ => english.split(' ').collect(),
    }
}
