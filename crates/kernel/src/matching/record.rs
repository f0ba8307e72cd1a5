//! A record as it is compared.

use super::address::Address;
use super::numbers::in_digits;
use super::phone::{phone_key, vat_key};
use super::short_forms::written_out;
use super::tokens::{words, words_with_a_stop};
use super::unit::organisation;
use crate::company_name::{name_key, split_legal_form};
use crate::domain;
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
    /// See [`name_key`].
    pub name_key: String,
    /// First letters of a name of three to six words, small words like "of" left out.
    pub initials: Option<String>,
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
        record.name = name_words(get(Field::Name));
        record.stopped = words_with_a_stop(get(Field::Name));
        record.stopped.retain(|word| record.name.contains(word));
        record.initials = initials(&record.name);
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
        record
    }
}

fn name_words(name: &str) -> Vec<String> {
    let (bare, _) = split_legal_form(name);
    let key = name_key(&in_digits(words(organisation(&bare).as_ref())).join(" "));
    written_out(key.split(' ').filter(|w| !w.is_empty()))
}

fn initials(name: &[String]) -> Option<String> {
    let words =
        name.iter().filter(|w| !matches!(w.as_str(), "of" | "de" | "der" | "des" | "du" | "la" | "for" | "fur"));
    let firsts: Vec<char> = words.filter_map(|w| w.chars().next()).collect();
    let fits = (3..=6).contains(&firsts.len()) && firsts.iter().all(|c| c.is_alphabetic());
    fits.then(|| firsts.into_iter().collect())
}
