//! The table of legal forms, and a name taken apart into the words they are found among.

use crate::fold::{fold, transliterate};
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Debug)]
pub(super) struct Form {
    pub canonical: &'static str,
    pub country: Option<&'static str>,
    /// Says no more than "company": weaker than a real form beside it.
    pub is_company_word: bool,
    /// Forms at the end beside which it stands at the start too.
    pub beside: Vec<&'static str>,
}

impl Form {
    /// Whether it stands before a name behind which these are found: a form beside one at the end only where one country writes it so
    /// ("P.T. … Tbk"), or where it says no more than "company".
    pub(super) fn stands_before(&self, found: &[&Self]) -> bool {
        let one_country = |other: &&Self| self.country.is_some() && self.country == other.country;
        match (found, self.beside.as_slice()) {
            ([], beside) => beside.is_empty() || !self.is_company_word,
            (_, []) => self.is_company_word || found.iter().any(one_country),
            (_, beside) => found.iter().any(|other| one_country(other) || beside.contains(&other.canonical)),
        }
    }
}

#[derive(Debug)]
struct Spelling {
    form: usize,
    /// Folded, with its dots and slashes: tells `A/S` and `AS` apart.
    exact: String,
    several_words: bool,
    at_start: AtStart,
}

/// Whether a form stands before the name too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtStart {
    Never,
    Always,
    /// Only as it is spelled here, with its signs.
    Exactly,
    /// Where it cannot be the name's own: with stops, before a name in quotation marks, or before several words.
    Told,
    /// Only before a name in quotation marks.
    Quoted,
}

impl AtStart {
    /// The mark in front of a spelling, and the spelling.
    fn read(spelling: &str) -> (Self, &str) {
        let Some(rest) = spelling.strip_prefix('^') else { return (Self::Never, spelling) };
        [('=', Self::Exactly), ('?', Self::Told), ('"', Self::Quoted)]
            .into_iter()
            .find_map(|(mark, when)| Some((when, rest.strip_prefix(mark)?)))
            .unwrap_or((Self::Always, rest))
    }

    /// Whether `form` is the form of what comes behind it.
    fn fits(self, form: &[Word<'_>], exactly: bool, behind: &[Word<'_>]) -> bool {
        let quoted = || behind.first().is_some_and(|word| word.quoted);
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Exactly => exactly,
            Self::Told => {
                let names = behind.iter().filter(|word| !word.letters.is_empty()).count();
                names > 1 || quoted() || form.iter().any(|word| word.text.contains('.'))
            }
            Self::Quoted => quoted(),
        }
    }
}

pub(super) struct Table {
    pub forms: Vec<Form>,
    /// By letters alone.
    spellings: HashMap<String, Vec<Spelling>>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("legal_forms.csv")));

impl Table {
    fn read(source: &'static str) -> Self {
        let mut table = Self { forms: Vec::new(), spellings: HashMap::new() };
        for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut columns = line.split(';');
            let (Some(canonical), Some(kind), Some(country), Some(spellings)) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let form = table.forms.len();
            table.forms.push(Form {
                canonical,
                country: (!country.is_empty()).then_some(country),
                is_company_word: kind == "company",
                beside: columns.next().map(|forms| forms.split(',').collect()).unwrap_or_default(),
            });
            for spelling in std::iter::once(canonical).chain(spellings.split('|')).filter(|s| !s.is_empty()) {
                let (at_start, spelling) = AtStart::read(spelling);
                for folded in [fold(spelling), transliterate(spelling)] {
                    let known = table.spellings.entry(letters(&folded)).or_default();
                    known.push(Spelling {
                        form,
                        several_words: folded.contains([' ', '-', '(']),
                        exact: folded,
                        at_start,
                    });
                }
            }
        }
        table
    }

    /// Whether some form is spelled like this folded word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.spellings.contains_key(word)
    }

    /// The form that `words` spell together: at the end, or before what is `behind` them.
    pub(super) fn find(&self, words: &[Word<'_>], behind: Option<&[Word<'_>]>) -> Option<&Form> {
        let joined: String = words.iter().map(|word| word.letters.as_str()).collect();
        let known = self.spellings.get(&joined)?;
        // Whole words make a form together only where a spelling has them apart; initials always may ("G m b H").
        let initials = words.iter().all(|word| word.letters.chars().count() <= 2);
        let exact = fold(&words.iter().map(|word| word.text).collect::<Vec<_>>().join(" "));
        let mut fitting = known.iter().filter(|s| {
            (words.len() == 1 || initials || s.several_words)
                && behind.is_none_or(|behind| s.at_start.fits(words, s.exact == exact, behind))
        });
        let first = fitting.next()?;
        let best = std::iter::once(first).chain(fitting).find(|s| s.exact == exact).unwrap_or(first);
        self.forms.get(best.form)
    }
}

/// Letters and digits of a folded text, connecting words left out: `gmbh und co. kg` and `gmbh & co. kg` agree.
fn letters(folded: &str) -> String {
    folded
        .split_whitespace()
        .filter(|word| !is_connector(word))
        .flat_map(str::chars)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn is_connector(folded_word: &str) -> bool {
    matches!(folded_word, "&" | "+" | "und" | "and" | "u." | "u" | "et")
}

/// A piece of a name between blanks, commas, brackets and the like.
pub(super) struct Word<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub letters: String,
    pub is_connector: bool,
    /// Whether a quotation mark opens before it.
    quoted: bool,
}

/// Signs that open or close a quotation in one language or another.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '„' | '«' | '»' | '\u{2018}'..='\u{201f}')
}

/// Hyphens and ampersands part words too: `Bau-AG`, `GmbH&Co.KG`. Slashes and dots do not: `A/S`, `S.A.`.
pub(super) fn words(name: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (place, c) in name.char_indices().chain([(name.len(), ' ')]) {
        let parts =
            c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '-' | '\u{2010}'..='\u{2015}');
        let sign = matches!(c, '&' | '+');
        if (parts || sign)
            && let Some(start) = start.take()
        {
            push_word(&mut words, name, start, place);
        }
        if sign {
            push_word(&mut words, name, place, place + c.len_utf8());
        } else if !parts && start.is_none() {
            start = Some(place);
        }
    }
    words
}

fn push_word<'a>(words: &mut Vec<Word<'a>>, name: &'a str, start: usize, end: usize) {
    let Some(text) = name.get(start..end) else { return };
    // "Co.KG" is two words, "S.A." and "e.V." are one: a dot parts where a longer piece stands before it.
    if let Some(dot) = text.char_indices().find_map(|(at, c)| {
        let pieces = text.split_at(at);
        let longer = pieces.0.chars().rev().take_while(|c| c.is_alphanumeric()).count() > 1;
        (c == '.' && longer && pieces.1.len() > 1).then_some(start + at + 1)
    }) {
        push_word(words, name, start, dot);
        push_word(words, name, dot, end);
        return;
    }
    let folded = fold(text);
    let is_connector = is_connector(&folded);
    let letters: String =
        if is_connector { String::new() } else { folded.chars().filter(|c| c.is_alphanumeric()).collect() };
    let before = name.get(..start).unwrap_or_default();
    let quoted = text.starts_with(is_quotation_mark) || before.ends_with(is_quotation_mark);
    words.push(Word { start, end, text, letters, is_connector, quoted });
}
