//! A record as it is compared.

use super::address::Address;
use super::han::{places_in_front, without_branch};
use super::name_words::{PARTS, SMALL};
use super::numbers::{in_digits, romans};
use super::other_names::two_names;
use super::phone::{phone_key, vat_key};
use super::romanised::{beside, folded_beside};
use super::scripts::{Script, Unit, read_aloud};
use super::short_forms::{one_word, written_out};
use super::tokens::{without_what_is_cut_off, words, words_with_a_stop};
use super::unit::organisation;
use crate::company_name::{name_key, split_legal_form};
use crate::domain;
use crate::fold::{fold, in_latin_letters};
use std::collections::BTreeMap;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A company's name.
    Name,
    /// Given name of a person.
    Given,
    /// Family name of a person.
    Surname,
    /// An address in one line.
    Address,
    /// Street, with or without number.
    Street,
    /// House number.
    Number,
    /// Postcode.
    Postcode,
    /// Place.
    City,
    /// State or region.
    Region,
    /// Country.
    Country,
    /// Phone number.
    Phone,
    /// Web address, mail address or domain.
    Domain,
    /// VAT number.
    Vat,
    /// A number that names one only: register, customer, insurance.
    Identifier,
    /// A date, digits in any order.
    Date,
    /// Any other text.
    Text,
}

impl Field {
    /// All, with the word that names each on the command line.
    pub const ALL: [(Self, &str); 16] = [
        (Self::Name, "name"),
        (Self::Given, "given"),
        (Self::Surname, "surname"),
        (Self::Address, "address"),
        (Self::Street, "street"),
        (Self::Number, "number"),
        (Self::Postcode, "postcode"),
        (Self::City, "city"),
        (Self::Region, "region"),
        (Self::Country, "country"),
        (Self::Phone, "phone"),
        (Self::Domain, "domain"),
        (Self::Vat, "vat"),
        (Self::Identifier, "id"),
        (Self::Date, "date"),
        (Self::Text, "text"),
    ];

    /// The field that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(field, _)| *field)
    }

    /// The word that names it.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("text", |(_, name)| *name)
    }
}

/// A record, normalised. Make it with [`Record::read`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// As written, by field.
    pub written: BTreeMap<Field, String>,
    /// Words of the name without legal form.
    pub name: Vec<String>,
    /// Those of them that are written with a stop behind them.
    pub stopped: Vec<String>,
    /// Those of them that are written otherwise in other languages or in full, with what is written.
    pub own: Vec<(String, String)>,
    /// Those of them with an apostrophe, without what it cuts off: `latelier` is `atelier` too.
    pub cut: Vec<(String, String)>,
    /// Those of them that are Roman numerals where they stand, with their numbers: `i` of "Windpark Weide I".
    pub romans: Vec<(String, u32)>,
    /// This record under the other name that its name says: what it trades as, or was called before.
    pub other: Option<Box<Record>>,
    /// See [`name_key`].
    pub name_key: String,
    /// Its words, without blanks.
    pub joined: String,
    /// First letters of a name of three to six words, small words like "of" left out.
    pub initials: Option<String>,
    /// First letters of such a name in its own script, or with its last word where that is a legal form written out: "Manufacturing Company".
    pub(super) more_initials: Vec<String>,
    /// Its letters, where they are not Latin ones only.
    pub(super) script: Option<Script>,
    /// Its words read aloud, where their letters are neither Latin nor Cyrillic nor Greek.
    pub(super) reading: Vec<Vec<Unit>>,
    /// See [`phone_key`].
    pub phone: Option<String>,
    /// Registered domain; never one that many share.
    pub domain: Option<String>,
    /// See [`vat_key`].
    pub vat: Option<String>,
    /// Whole address.
    pub address: Address,
    /// Fields compared letter by letter: given name, surname, date, identifier, region, country, text.
    pub plain: BTreeMap<Field, String>,
}

impl Record {
    /// Normalises fields as written; empty ones are missing. Of a field given twice the later one counts.
    pub fn read<'a>(fields: impl IntoIterator<Item = (Field, &'a str)>) -> Self {
        let mut record = Self::default();
        for (field, text) in fields {
            let text = text.trim();
            if !text.is_empty() && text.chars().any(char::is_alphanumeric) {
                record.written.insert(field, text.to_owned());
            }
        }
        let written = record.written.clone();
        let get = |field: Field| written.get(&field).map(String::as_str).unwrap_or_default();
        record.name_key = name_key(get(Field::Name));
        let names = two_names(get(Field::Name));
        record.read_name(names.map_or(get(Field::Name), |(name, _)| name));
        record.phone = phone_key(get(Field::Phone));
        record.vat = vat_key(get(Field::Vat));
        record.domain = domain::registrable_domain(get(Field::Domain)).filter(|d| !domain::is_shared_host(d));
        let street = if get(Field::Street).is_empty() { get(Field::Address) } else { get(Field::Street) };
        record.address = Address::from_parts(street, get(Field::Number), get(Field::Postcode), get(Field::City));
        for field in [Field::Given, Field::Surname, Field::Region, Field::Country, Field::Text] {
            let text = words(get(field)).join(" ");
            if !text.is_empty() {
                record.plain.insert(field, text);
            }
        }
        for field in [Field::Date, Field::Identifier] {
            let text = words(get(field)).concat();
            if !text.is_empty() {
                record.plain.insert(field, text);
            }
        }
        if let Some((_, other)) = names {
            let mut named = Self { name_key: name_key(other), ..record.clone() };
            named.read_name(other);
            record.other = Some(Box::new(named));
        }
        record
    }

    fn read_name(&mut self, name: &str) {
        self.joined = self.name_key.replace(' ', "");
        let key = bare_key(name);
        let written: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
        self.name = written_out(written.iter().copied());
        self.own = written
            .iter()
            .map(|word| (one_word(word).to_owned(), (*word).to_owned()))
            .filter(|(word, written)| word != written)
            .collect();
        self.stopped = words_with_a_stop(name);
        self.stopped.retain(|word| self.name.contains(word));
        self.cut = without_what_is_cut_off(name)
            .into_iter()
            .map(|(whole, bare)| (name_key(&whole), one_word(&name_key(&bare)).to_owned()))
            .filter(|(whole, _)| self.name.contains(whole))
            .collect();
        let bare = split_legal_form(without_branch(name)).0;
        self.script = Script::of_text(&bare);
        self.reading = read_aloud(&places_in_front(&bare));
        self.romans = romans(&bare, |word| PARTS.contains(&word));
        self.initials = initials(&self.name);
        self.more_initials = self.other_initials(name, &bare);
    }

    fn other_initials(&self, name: &str, bare: &str) -> Vec<String> {
        let native = || {
            let words: Vec<String> = fold(bare).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
            let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
            Some(in_latin_letters(&initials(&words)?))
        };
        let with_form = || {
            let form = name.trim().strip_prefix(bare)?;
            let word = words(form).into_iter().next().filter(|word| word.chars().count() >= WRITTEN_OUT)?;
            let all: Vec<String> = self.name.iter().cloned().chain([word]).collect();
            (self.name.len() >= 3).then(|| initials(&all)).flatten()
        };
        let native = if self.script.is_some_and(Script::is_folded) { native() } else { None };
        let found = native.into_iter().chain(with_form());
        found.filter(|initials| self.initials.as_ref() != Some(initials)).collect()
    }

    /// Whether a word is the first letters of this name.
    pub(super) fn has_initials(&self, word: &String) -> bool {
        self.initials.as_ref() == Some(word) || self.more_initials.contains(word)
    }

    /// The number that a word of the name is.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        let roman = || self.romans.iter().find(|(numeral, _)| numeral == word).map(|(_, number)| *number);
        word.parse().ok().or_else(roman)
    }

    /// The numbers of the name beside `other`, in their order. A numeral that the other name has as a word is none ("Malcolm X College"); of one that
    /// is no word of the name (the `I` of "Weide I Verwaltung", which is "and" in Poland) the place is not known.
    pub(super) fn numbers_beside(&self, other: &Self) -> Vec<u32> {
        let word_of_both = |word: &String| self.name.contains(word) && other.name.contains(word);
        let unplaced =
            self.romans.iter().filter(|(numeral, _)| !self.name.contains(numeral)).map(|(_, number)| *number);
        let placed = self.name.iter().filter_map(|word| {
            let is_roman = word.parse::<u32>().is_err();
            self.number(word).filter(|_| !is_roman || !word_of_both(word) || other.number(word).is_some())
        });
        placed.chain(unplaced).collect()
    }

    /// Whether the name ends in one of these numbers, but for the part of a group that stands behind it: "Weide 2 Verwaltung". A year is none.
    pub(super) fn ends_in(&self, numbers: &[u32]) -> bool {
        let unplaced = self.romans.iter().any(|(numeral, _)| !self.name.contains(numeral));
        let last = self.name.iter().rev().find(|word| !PARTS.contains(&word.as_str()));
        let number =
            last.and_then(|word| self.number(word)).filter(|number| *number < YEARS && numbers.contains(number));
        self.name.len() > 1 && (unplaced || number.is_some())
    }

    /// This record with its name as one in Latin letters would write it; nothing where both have Latin letters, or neither has.
    pub(super) fn beside_latin(&self, other: &Self) -> Option<Self> {
        let script = self.script.filter(|_| other.script.is_none())?;
        let name = match self.reading.as_slice() {
            [] => folded_beside(&self.name, &other.name, script),
            reading => beside(reading, &other.name, script),
        };
        Some(Self {
            written: self.written.clone(),
            name_key: name.join(" "),
            joined: name.concat(),
            initials: self.initials.clone(),
            more_initials: self.more_initials.clone(),
            romans: self.romans.clone(),
            address: self.address.clone(),
            name,
            ..Self::default()
        })
    }

    /// The record under each of its names.
    pub(super) fn names(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.other.as_deref())
    }
}

/// From here on a number behind a name is rather the year it began in: "Turnverein 1848".
const YEARS: u32 = 1_000;

/// The words of a name without its legal form, unit and place, its numbers in digits.
fn bare_key(name: &str) -> String {
    let bare = places_in_front(&split_legal_form(without_branch(name)).0);
    name_key(&in_digits(and_company(words(organisation(&bare).as_ref()))).join(" "))
}

/// "Bassi e C." is "Bassi & C.": the two letters are no initials.
fn and_company(mut words: Vec<String>) -> Vec<String> {
    let at = (1..words.len()).find(|at| {
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        word(*at) == "e" && word(at + 1) == "c" && word(at - 1).chars().count() > 1 && word(at + 2).chars().count() != 1
    });
    if let Some(at) = at {
        words.remove(at);
    }
    words
}

/// A legal form of so many letters is a word, no abbreviation.
const WRITTEN_OUT: usize = 6;

fn initials(name: &[String]) -> Option<String> {
    let words = name.iter().filter(|w| !SMALL.contains(&w.as_str()) && *w != "and");
    let firsts: Vec<char> = words.filter_map(|w| w.chars().next()).collect();
    let fits = (3..=6).contains(&firsts.len()) && firsts.iter().all(|c| c.is_alphabetic());
    fits.then(|| firsts.into_iter().collect())
}
