//! How common values are: agreement on a rare one says more.

use super::address::Address;
use super::record::{Field, Record};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// More bits than this no single value is worth: even a rare one may be a slip.
const MOST: f64 = 14.0;

/// How often values occur among the records that are compared.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    records: u32,
    counts: HashMap<(Field, String), u32>,
    /// The names that have a word, each by its number, ascending; records of one name are one.
    names: HashMap<String, Vec<u32>>,
    /// How many names have these first letters.
    initials: HashMap<String, u32>,
    /// Names in each house that have no word in common, as many as are looked at.
    houses: HashMap<String, Vec<Vec<String>>>,
    /// Whether one house in twenty at least has two names that have no word in common.
    neighbours: bool,
    /// Whether only words of names were counted, and not all of them.
    partly: bool,
}

/// How many records a large register is taken to have: beyond, a share says no more than a word being rare.
const REGISTER: u32 = 16_384;
/// A house of so many names that have no word in common is one of several companies.
const OFFICES: usize = 3;
/// Of a word that more names than this have, so many are looked at.
const LOOKED_AT: usize = 1_000;
/// How often a word occurs that was not counted.
const UNCOUNTED: u32 = 8;

impl Corpus {
    /// Counts the values of all records.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut corpus = Self::default();
        let mut known: HashMap<String, u32> = HashMap::new();
        for record in records {
            corpus.records += 1;
            let mut seen: Vec<(Field, String)> = Vec::new();
            for name in record.names().map(|named| &named.name) {
                seen.extend(name.iter().map(|w| (Field::Name, w.clone())));
                let number = u32::try_from(known.len()).unwrap_or(u32::MAX);
                if let (Some(initials), false) = (&record.initials, known.contains_key(&name.join(" "))) {
                    *corpus.initials.entry(initials.clone()).or_default() += 1;
                }
                if let Entry::Vacant(new) = known.entry(name.join(" ")) {
                    new.insert(number);
                    for word in name {
                        let names = corpus.names.entry(word.clone()).or_default();
                        if names.last() != Some(&number) {
                            names.push(number);
                        }
                    }
                }
            }
            if let Some(house) = record.address.house() {
                let known = corpus.houses.entry(house).or_default();
                let strange = |name: &Vec<String>| !name.iter().any(|word| record.name.contains(word));
                if known.len() < OFFICES && !record.name.is_empty() && known.iter().all(strange) {
                    known.push(record.name.clone());
                }
            }
            seen.extend(record.address.street.iter().map(|w| (Field::Street, w.clone())));
            seen.extend(record.address.numbers.iter().map(|w| (Field::Number, w.clone())));
            seen.extend(record.address.post_box.iter().map(|w| (Field::Number, format!("box {w}"))));
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
        let shared = corpus.houses.values().filter(|names| names.len() > 1).count();
        corpus.neighbours = shared * 20 >= corpus.houses.len();
        corpus
    }

    /// A register too large to be counted through, of which the frequency of some words of names is known: how many records have
    /// each, at most as far as was counted.
    pub fn of_words(counts: impl IntoIterator<Item = (String, u32)>) -> Self {
        let counts = counts.into_iter().map(|(word, count)| ((Field::Name, word), count)).collect();
        Self {
            records: REGISTER,
            counts,
            names: HashMap::new(),
            initials: HashMap::new(),
            houses: HashMap::new(),
            neighbours: false,
            partly: true,
        }
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

    /// Whether all values were counted: a file, not a register.
    pub fn is_counted(&self) -> bool {
        self.records >= 2 && !self.partly
    }

    /// How many records have this value; nothing where it was not counted.
    pub fn count(&self, field: Field, value: &str) -> Option<u32> {
        if !self.is_counted() {
            return None;
        }
        self.counts.get(&(field, value.to_owned())).copied()
    }

    /// Whether many different names have this word; never where they were not counted.
    pub fn is_known(&self, word: &str) -> bool {
        self.is_counted() && self.names.get(word).is_some_and(|names| names.len() >= 3)
    }

    /// Whether several different names have these initials; which of them is meant is not known.
    pub fn are_initials_of_several(&self, word: &str) -> bool {
        self.initials.get(word).is_some_and(|names| *names > 1)
    }

    /// Whether several companies are to be expected in this house: where several names are known that have no word in common, or where a file
    /// has many such houses. Where next to none has, two names in one house are rather two names of one.
    pub fn is_office(&self, address: &Address) -> bool {
        let names = address.house().and_then(|house| self.houses.get(&house)).map_or(0, Vec::len);
        names >= OFFICES || (self.neighbours && names > 1)
    }

    /// How many different names have all of these words; nothing where they were not counted. Estimated where each is very common.
    pub fn names_with(&self, words: &[impl AsRef<str>]) -> Option<u32> {
        if !self.is_counted() {
            return None;
        }
        let mut lists = words.iter().map(|w| self.names.get(w.as_ref())).collect::<Option<Vec<_>>>()?;
        lists.sort_by_key(|list| list.len());
        let (rarest, others) = lists.split_first()?;
        let looked_at = rarest.len().min(LOOKED_AT);
        let all_have = |name: &&u32| others.iter().all(|list| list.binary_search(name).is_ok());
        let found = rarest.iter().take(looked_at).filter(all_have).count();
        u32::try_from(found * rarest.len() / looked_at.max(1)).ok()
    }

    /// Bits that agreement on words is worth that `names` different names have together.
    pub fn weight_together(&self, names: u32) -> f64 {
        let share = f64::from(names.max(2) - 1) / f64::from(self.records.max(1));
        (-share.log2()).max(0.1)
    }

    /// More bits than this no name is worth. It grows with the file, as what must be found does: else a large file would join
    /// no names that are not the same.
    pub fn most_of_a_name(&self) -> f64 {
        if self.is_counted() { MOST.max(self.prior() + 5.0) } else { MOST }
    }

    /// What one name says that two records of a file share, whatever its words are worth: that they are one, until something speaks against it.
    /// Nothing of the kind holds of a register so large that namesakes abound.
    pub fn one_name(&self) -> Option<f64> {
        self.is_counted().then(|| self.prior() + 1.0)
    }

    /// Bits that must be found before two records are more likely one than two.
    pub fn prior(&self) -> f64 {
        if self.records < 2 { 12.0 } else { f64::from(self.records).log2().clamp(5.0, 13.0) }
    }
}

/// What a value is worth where no file says how common it is.
pub(super) fn usual(field: Field) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_have_all_words_are_counted_each_once() {
        let names = ["Nord Bau Kiel", "Nord Bau Bonn", "Bau Nord Bonn", "NORD BAU KIEL GmbH", "Nord Handel"];
        let records: Vec<Record> = names.iter().map(|name| Record::read([(Field::Name, *name)])).collect();
        let corpus = Corpus::of(&records);
        let of = |words: &[&str]| corpus.names_with(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["nord", "bau"]), Some(3));
        assert_eq!(of(&["bau", "kiel", "nord"]), Some(1));
        assert_eq!(of(&["handel", "bau"]), Some(0));
        assert_eq!(of(&["sud"]), None, "a word that no name has");
        assert_eq!(Corpus::default().names_with(&["nord".to_owned()]), None);
        assert!((corpus.weight_together(3) - 1.321_928).abs() < 1e-5, "two of five: log2(2.5)");
    }

    #[test]
    fn what_a_name_is_worth_at_most_grows_with_what_must_be_found() {
        let file = |rows: u32| {
            Corpus::of(&(0..rows).map(|n| Record::read([(Field::Name, format!("N{n}").as_str())])).collect::<Vec<_>>())
        };
        assert!((file(100).most_of_a_name() - 14.0).abs() < 1e-9);
        assert!((file(8192).most_of_a_name() - 18.0).abs() < 1e-9, "13 bits and 5");
        assert!((Corpus::of_words([]).most_of_a_name() - 14.0).abs() < 1e-9, "of a register nothing changes");
    }
}
