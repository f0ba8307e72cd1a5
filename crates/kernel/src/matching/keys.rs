//! Keys under which candidates are found.

use super::phonetic::{cologne, soundex};
use super::record::{Field, Record};
use super::scripts::{Script, plain_words};

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Registered domain.
    Domain,
    /// Name without legal form.
    Name,
    /// Words of the name in alphabetical order, each once.
    Fingerprint,
    /// Sound of the name.
    Phonetic,
    /// One word of the name.
    Word,
    /// VAT number.
    Vat,
    /// Phone number.
    Phone,
    /// House number with street, or with postcode.
    Address,
    /// Sound of a person's name, with place or date.
    Person,
    /// Date or identifier.
    Number,
    /// Name with its place: finds the right one of many namesakes.
    Place,
}

impl KeyKind {
    /// The word under which a key of this kind is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Name => "name",
            Self::Fingerprint => "fingerprint",
            Self::Phonetic => "phonetic",
            Self::Word => "word",
            Self::Vat => "vat",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Person => "person",
            Self::Number => "number",
            Self::Place => "place",
        }
    }
}

/// More keys than this no record is kept under: a name of a hundred words is no name.
const MOST: usize = 48;

/// A name of one word that has so many letters is found by its halves too.
const HALVED: usize = 8;
/// Letters of such a half.
const HALF: usize = 5;

/// The keys under which a company is kept in a database: those of [`keys`], less what another key says already, and name with place.
pub fn kept_keys(record: &Record) -> Vec<Key> {
    let city = record.address.city.join(" ");
    let place = (!city.is_empty() && !record.name_key.is_empty())
        .then(|| Key { kind: KeyKind::Place, value: format!("{} {city}", record.name_key) });
    let said = match record.name.as_slice() {
        [_] => Some(KeyKind::Fingerprint),
        _ => None,
    };
    let pair_is_name = record.name.len() == 2;
    let found = keys(record).into_iter().filter(|key| {
        Some(key.kind) != said && !(pair_is_name && key.kind == KeyKind::Word && key.value.contains(' '))
    });
    place.into_iter().chain(found).take(MOST).collect()
}

/// A key: records that share one are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is made of.
    pub kind: KeyKind,
    /// Its text.
    pub value: String,
}

/// Keys of one of its names.
fn of_the_name(record: &Record, add: &mut impl FnMut(KeyKind, String)) {
    add(KeyKind::Name, record.name_key.clone());
    let mut sorted = record.name.clone();
    sorted.sort();
    sorted.dedup();
    add(KeyKind::Fingerprint, sorted.concat());
    if record.name.len() > 1 && record.own.iter().any(|(word, _)| record.name.contains(word)) {
        // Written as one word it is not what it is in other languages.
        add(KeyKind::Fingerprint, record.joined.clone());
    }
    let joined = record.name.concat();
    if joined.chars().count() >= 4 {
        add(KeyKind::Phonetic, cologne(&joined));
        add(KeyKind::Phonetic, format!("{}{}", soundex(&joined), joined.len() / 4));
    }
    for word in record.name.iter().filter(|w| w.chars().count() >= 3) {
        add(KeyKind::Word, word.clone());
    }
    for initials in record.initials.iter().chain(&record.more_initials) {
        add(KeyKind::Word, initials.clone());
    }
    // Two neighbouring words are a key where each alone is too common.
    for (first, second) in record.name.iter().zip(record.name.iter().skip(1)) {
        add(KeyKind::Word, format!("{first} {second}"));
    }
    // A slip of the pen in the only word is in one half of it.
    if let [word] = record.name.as_slice()
        && word.chars().count() >= HALVED
    {
        let letters: Vec<char> = word.chars().collect();
        let half = |letters: &[char]| letters.iter().collect::<String>();
        add(KeyKind::Word, letters.first_chunk::<HALF>().map(|l| half(l) + "-").unwrap_or_default());
        add(KeyKind::Word, letters.last_chunk::<HALF>().map(|l| format!("-{}", half(l))).unwrap_or_default());
    }
    for (_, bare) in &record.cut {
        add(KeyKind::Word, bare.clone());
    }
}

/// Keys under which a name in Latin letters is kept too, of one in other letters: so those need no more than they have.
fn of_the_reading(record: &Record, add: &mut impl FnMut(KeyKind, String)) {
    let Some(script) = record.script else { return };
    if script.is_folded() {
        // What is written otherwise abroad: "kh", "shch", "ch".
        let joined = record.name.concat();
        let abroad = match script {
            Script::Greek => joined.replace("ch", "h").replace("ai", "e"),
            _ => joined.replace("shch", "sh").replace("kh", "h").replace("ch", "tch"),
        };
        if abroad != joined && joined.len() >= 4 {
            add(KeyKind::Phonetic, cologne(&abroad));
        }
        return;
    }
    for words in [plain_words(&record.reading, true), plain_words(&record.reading, false)] {
        let joined = words.concat();
        add(KeyKind::Name, words.join(" "));
        add(KeyKind::Phonetic, cologne(&joined));
        // "Panasonic", "Sabic".
        let end = if script == Script::Kana { "ku" } else { "k" };
        if let Some(begin) = joined.strip_suffix(end) {
            add(KeyKind::Phonetic, cologne(&format!("{begin}c")));
        }
        match script {
            Script::Kana => add(KeyKind::Phonetic, cologne(&joined.replace('r', "l"))),
            Script::Hangul => add(KeyKind::Phonetic, cologne(&joined.replace('l', "r"))),
            // Two consonants without their vowel are no sound of their own.
            Script::Hebrew | Script::Arabic | Script::Thai | Script::Indic => {
                let vowels: String = joined.chars().flat_map(|c| [c, 'a']).collect();
                add(KeyKind::Phonetic, cologne(&vowels));
                if script == Script::Hebrew {
                    add(KeyKind::Phonetic, cologne(&vowels.replace('v', "b").replace('f', "p")));
                }
                add(KeyKind::Phonetic, cologne(vowels.strip_prefix("aala").unwrap_or(&vowels)));
            }
            _ => {}
        }
        for word in words.into_iter().filter(|word| word.len() >= 3) {
            add(KeyKind::Word, word);
        }
    }
}

/// All keys of a record, each once.
pub fn keys(record: &Record) -> Vec<Key> {
    let mut found: Vec<Key> = Vec::new();
    let mut add = |kind: KeyKind, value: String| {
        if !value.is_empty() {
            found.push(Key { kind, value });
        }
    };
    add(KeyKind::Domain, record.domain.clone().unwrap_or_default());
    add(KeyKind::Vat, record.vat.clone().unwrap_or_default());
    add(KeyKind::Phone, record.phone.clone().unwrap_or_default());
    for record in record.names() {
        of_the_name(record, &mut add);
        of_the_reading(record, &mut add);
    }
    let address = &record.address;
    for number in &address.numbers {
        for word in &address.street {
            add(KeyKind::Address, format!("{number} {}", word.chars().take(4).collect::<String>()));
        }
        if let Some(postcode) = &address.postcode {
            add(KeyKind::Address, format!("{number} {postcode}"));
        }
    }
    if let (Some(number), Some(place)) = (&address.post_box, address.postcode.as_ref().or(address.city.first())) {
        add(KeyKind::Address, format!("box {number} {place}"));
    }
    let get = |field: Field| record.plain.get(&field).cloned().unwrap_or_default();
    let (given, surname, date) = (get(Field::Given), get(Field::Surname), get(Field::Date));
    // Sorted, because given name and surname are often swapped.
    let mut sounds = [soundex(&given), soundex(&surname)];
    sounds.sort();
    if !given.is_empty() && !surname.is_empty() {
        add(KeyKind::Person, sounds.concat());
    }
    for sound in sounds.iter().filter(|s| !s.is_empty()) {
        if let Some(postcode) = &address.postcode {
            add(KeyKind::Person, format!("{sound} {postcode}"));
        }
        for number in &address.numbers {
            add(KeyKind::Person, format!("{sound} {number}"));
        }
    }
    add(KeyKind::Number, date);
    add(KeyKind::Number, get(Field::Identifier));
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<Key> {
        keys(&Record::read([(Field::Name, name)]))
    }

    #[test]
    fn names_that_are_written_otherwise_share_a_key() {
        for (one, other) in [
            ("Iberdanza", "Ibeldanza"),
            ("Gemeente Oosterbroek", "Gemeenteoosterbroek"),
            ("L'Atelier", "Atelier"),
            ("Zwernitz Media Inc. d/b/a Vollmond", "Vollmond"),
            ("華東電機", "华东电机"),
            ("パナソニック株式会社", "Panasonic Corp."),
            ("삼성전자", "Samsung Electronics"),
            ("Хемофарм", "Hemofarm"),
            ("בנק לאומי", "Bank Leumi"),
            ("اتصالات", "Etisalat"),
            ("上海恒通运输有限公司", "Shanghai Hengtong Yunshu Co. Ltd"),
            ("TSMC", "Taiwan Semiconductor Manufacturing Company"),
            ("РЖД", "Российские железные дороги"),
        ] {
            let (ours, theirs) = (of(one), of(other));
            assert!(ours.iter().any(|key| theirs.contains(key)), "{one}");
        }
    }

    #[test]
    fn a_name_however_long_is_kept_under_few_keys() {
        let long: Vec<String> = (0..200).map(|n| format!("word{n}")).collect();
        let name = format!("{} formerly {}", long.join(" "), long.join("s "));
        assert_eq!(kept_keys(&Record::read([(Field::Name, name.as_str())])).len(), MOST);
    }
}
