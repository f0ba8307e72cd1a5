//! How common values are: agreement on a rare one says more.

use super::record::{Field, Record};
use std::collections::HashMap;

/// More bits than this no single value is worth: even a rare one may be a slip.
const MOST: f64 = 14.0;

/// How often values occur among the records that are compared.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    records: u32,
    counts: HashMap<(Field, String), u32>,
    /// Whether only words of names were counted, and not all of them.
    partly: bool,
}

/// How many records a large register is taken to have: beyond, a share says no more than a word being rare.
const REGISTER: u32 = 16_384;
/// How often a word occurs that was not counted.
const UNCOUNTED: u32 = 8;

impl Corpus {
    /// Counts the values of all records.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut corpus = Self::default();
        for record in records {
            corpus.records += 1;
            let mut seen: Vec<(Field, String)> = Vec::new();
            seen.extend(record.name.iter().map(|w| (Field::Name, w.clone())));
            seen.extend(record.address.street.iter().map(|w| (Field::Street, w.clone())));
            seen.extend(record.address.numbers.iter().map(|w| (Field::Number, w.clone())));
            seen.extend(record.address.postcode.iter().map(|w| (Field::Postcode, w.clone())));
            let city = record.address.city.join(" ");
            seen.extend((!city.is_empty()).then_some((Field::City, city)));
            seen.extend(record.phone.iter().map(|w| (Field::Phone, w.clone())));
            seen.extend(record.plain.iter().map(|(field, w)| (*field, w.clone())));
            seen.sort();
            seen.dedup();
            for value in seen {
                *corpus.counts.entry(value).or_default() += 1;
            }
        }
        corpus
    }

    /// A register too large to be counted through, of which the frequency of some words of names is known: how many records have
    /// each, at most as far as was counted.
    pub fn of_words(counts: impl IntoIterator<Item = (String, u32)>) -> Self {
        let counts = counts.into_iter().map(|(word, count)| ((Field::Name, word), count)).collect();
        Self { records: REGISTER, counts, partly: true }
    }

    /// Bits that agreement on this value is worth.
    pub fn weight(&self, field: Field, value: &str) -> f64 {
        if self.records < 2 || (self.partly && field != Field::Name) {
            return usual(field);
        }
        let unknown = if self.partly { UNCOUNTED } else { 1 };
        let count = self.counts.get(&(field, value.to_owned())).copied().unwrap_or(unknown).max(1);
        // At least two records that agree are expected, else there would be nothing to find.
        let share = f64::from(count.max(2) - 1) / f64::from(self.records);
        (-share.log2()).clamp(0.1, MOST)
    }

    /// How many records have this value; nothing where it was not counted.
    pub fn count(&self, field: Field, value: &str) -> Option<u32> {
        if self.records < 2 || self.partly {
            return None;
        }
        self.counts.get(&(field, value.to_owned())).copied()
    }

    /// What one name says that two records of a file share, whatever its words are worth: that they are one, until something speaks against it.
    /// Nothing of the kind holds of a register so large that namesakes abound.
    pub fn one_name(&self) -> Option<f64> {
        (self.records >= 2 && !self.partly).then(|| self.prior() + 1.0)
    }

    /// Bits that must be found before two records are more likely one than two.
    pub fn prior(&self) -> f64 {
        if self.records < 2 { 12.0 } else { f64::from(self.records).log2().clamp(5.0, 13.0) }
    }
}

/// What a value is worth where no file says how common it is.
fn usual(field: Field) -> f64 {
    match field {
        Field::Vat | Field::Identifier | Field::Domain => 14.0,
        Field::Phone => 12.0,
        Field::Date => 9.0,
        Field::Name | Field::Surname | Field::Street | Field::Postcode => 7.0,
        Field::Given | Field::Number | Field::City | Field::Address => 5.0,
        Field::Text => 4.0,
        Field::Region => 2.0,
        Field::Country => 1.0,
    }
}
