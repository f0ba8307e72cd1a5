//! Addresses, taken apart: house number, street, postcode, place.

use super::post_box::take_box;
use super::tokens::words;

/// Words for a kind of street, in several languages; they tell no two streets apart.
const STREET_WORDS: &[&str] = &[
    "street",
    "st",
    "str",
    "strasse",
    "avenue",
    "ave",
    "av",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "drive",
    "dr",
    "lane",
    "ln",
    "court",
    "ct",
    "circuit",
    "cct",
    "crescent",
    "cres",
    "place",
    "pl",
    "parkway",
    "pkwy",
    "highway",
    "hwy",
    "terrace",
    "tce",
    "square",
    "sq",
    "close",
    "cl",
    "way",
    "rue",
    "r",
    "chemin",
    "route",
    "rte",
    "quai",
    "via",
    "viale",
    "corso",
    "piazza",
    "calle",
    "c",
    "avenida",
    "avda",
    "paseo",
    "plaza",
    "rua",
    "weg",
    "platz",
    "allee",
    "gasse",
    "straat",
    "laan",
    "plein",
    "ulica",
    "ul",
    "vej",
    "gade",
    "gatan",
    "vagen",
    "de",
    "du",
    "des",
    "la",
    "le",
    "der",
    "den",
    "del",
    "di",
    "da",
    "am",
    "an",
    "im",
];

/// Words after which a part of a building follows.
const UNIT_WORDS: &[&str] = &[
    "suite",
    "ste",
    "unit",
    "apt",
    "apartment",
    "floor",
    "fl",
    "room",
    "rm",
    "etage",
    "stock",
    "og",
    "eg",
    "bldg",
    "building",
    "planta",
    "piso",
    "piano",
    "interno",
    "kerros",
    "bureau",
    "local",
    "lok",
];

/// Those before which the number of the floor stands.
const FLOOR_WORDS: &[&str] = &["og", "etage", "stock", "floor", "fl", "planta", "piso", "piano", "kerros"];

/// Directions of streets, with their letter.
const DIRECTIONS: &[(&str, &str)] = &[("north", "n"), ("south", "s"), ("east", "e"), ("west", "w")];

/// An address, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// House numbers: one, or the ends of a range.
    pub numbers: Vec<String>,
    /// Words of the street's name, without the word for its kind.
    pub street: Vec<String>,
    /// `n`, `s`, `e`, `w`.
    pub direction: Option<String>,
    /// As digits and letters.
    pub postcode: Option<String>,
    /// Words of the place.
    pub city: Vec<String>,
    /// Number of a post-office box.
    pub post_box: Option<String>,
}

impl Address {
    /// Reads an address written in one line, the number before or behind the street: `3140 W Ogden Avenue`,
    /// `Hauptstr. 12a, 24103 Kiel`.
    pub fn read(text: &str) -> Self {
        if let Some(address) = Self::place_first(text) {
            return address;
        }
        let mut all = words(text);
        let post_box = take_box(&mut all);
        match place_only(&all) {
            Some((postcode, city)) => Self { postcode, city, post_box, ..Self::default() },
            None => Self { post_box, ..Self::read_words(&all) },
        }
    }

    /// Reads a street in a column of its own, where no place is expected.
    fn read_street(text: &str) -> Self {
        let mut all = words(text);
        let post_box = take_box(&mut all);
        Self { post_box, ..Self::read_words(&all) }
    }

    fn read_words(all: &[String]) -> Self {
        let mut address = Self::default();
        let mut after_unit = false;
        let leading = all.first().is_some_and(|w| is_number(w) && w.len() <= 6);
        let mut in_city = false;
        for (place, word) in all.iter().enumerate() {
            if after_unit {
                after_unit = false;
                continue;
            }
            let postal = word.len() >= 4 && word.chars().all(|c| c.is_ascii_digit());
            let floor = all.get(place + 1).is_some_and(|next| FLOOR_WORDS.contains(&next.as_str()));
            if floor && place > 1 && is_number(word) && !address.numbers.is_empty() {
                // "8. OG": the number before the word.
                continue;
            }
            if UNIT_WORDS.contains(&word.as_str()) && place > 1 {
                after_unit = all.get(place + 1).is_some_and(|next| next.chars().any(|c| c.is_ascii_digit()));
            } else if is_number(word) && place == 0 && leading {
                address.numbers.push(plain(word));
            } else if is_number(word) && place == 1 && leading && address.street.is_empty() && all.len() > 2 {
                // The end of a range, or the letter-less second half of "12 / 14".
                address.numbers.push(plain(word));
            } else if postal && place > 0 && (leading || !address.numbers.is_empty() || word.len() == 5) {
                address.postcode = Some(word.clone());
                in_city = !leading;
            } else if is_number(word) && !leading && address.numbers.is_empty() && !address.street.is_empty() {
                address.numbers.push(plain(word));
            } else if in_city {
                address.city.push(word.clone());
            } else {
                address.add_street_word(word);
            }
        }
        address.keep_something(all);
        address
    }

    /// `24103 Kiel, Hauptstr. 12`: the place before the street.
    fn place_first(text: &str) -> Option<Self> {
        let (place, street) = text.split_once(',')?;
        let mut place = words(place);
        // `D-24103`
        if place.len() > 2 && place.first().is_some_and(|w| w.len() <= 2 && w.chars().all(char::is_alphabetic)) {
            place.remove(0);
        }
        let (postcode, city) = place.split_first()?;
        let is_postcode = matches!(postcode.len(), 4 | 5) && postcode.chars().all(|c| c.is_ascii_digit());
        let is_place = !city.is_empty()
            && city.iter().all(|w| !w.chars().any(|c| c.is_ascii_digit()))
            && !city.iter().any(|w| STREET_WORDS.contains(&w.as_str()) && w.len() > 2);
        let behind = words(street);
        let is_street = behind.first().is_some_and(|w| !is_number(w) && !UNIT_WORDS.contains(&w.as_str()))
            && behind.last().is_some_and(|w| is_number(w) && w.len() <= 4);
        if !(is_postcode && is_place && is_street) {
            return None;
        }
        Some(Self { postcode: Some(postcode.clone()), city: city.to_vec(), ..Self::read(street) })
    }

    /// Takes a street in a column of its own, and a number that may be in another.
    pub fn from_parts(street: &str, number: &str, postcode: &str, city: &str) -> Self {
        let alone = [number, postcode, city].iter().all(|text| text.trim().is_empty());
        let mut address = match street.trim() {
            "" => Self::default(),
            street if alone => Self::read(street),
            street => Self::place_first(street).unwrap_or_else(|| Self::read_street(street)),
        };
        let numbers: Vec<String> = words(number).iter().map(|w| plain(w)).collect();
        if !numbers.is_empty() {
            address.numbers = numbers;
        }
        let postcode: String = words(postcode).concat();
        if !postcode.is_empty() {
            address.postcode = Some(postcode);
        }
        let city = words(city);
        if !city.is_empty() {
            address.city = city;
        }
        address
    }

    fn add_street_word(&mut self, word: &str) {
        if let Some((_, letter)) = DIRECTIONS.iter().find(|(long, short)| *long == word || *short == word)
            && self.direction.is_none()
        {
            self.direction = Some((*letter).to_owned());
        } else if !STREET_WORDS.contains(&word) {
            self.street.push(street_word(word));
        }
    }

    fn keep_something(&mut self, all: &[String]) {
        if self.street.is_empty() {
            self.street = all.iter().filter(|w| !is_number(w)).cloned().collect();
        }
    }

    /// One text for house and street, or box and place; nothing where either is missing.
    pub fn house(&self) -> Option<String> {
        if let Some(number) = &self.post_box {
            let place = self.postcode.clone().or_else(|| self.city.first().cloned())?;
            return Some(format!("box {number} {place}"));
        }
        let number = self.numbers.first()?;
        (!self.street.is_empty()).then(|| format!("{number} {}", self.street.concat()))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
            && self.street.is_empty()
            && self.postcode.is_none()
            && self.city.is_empty()
            && self.post_box.is_none()
    }
}

/// Postcode and place, where an address says nothing more: `24103 Kiel`, `D-24103 Kiel`, `Kiel`.
fn place_only(all: &[String]) -> Option<(Option<String>, Vec<String>)> {
    let abroad = all.len() > 2 && all.first().is_some_and(|w| w.len() <= 2 && w.chars().all(char::is_alphabetic));
    let all = if abroad { all.get(1..)? } else { all };
    let is_postcode = |w: &&String| matches!(w.len(), 4 | 5) && w.chars().all(|c| c.is_ascii_digit());
    let postcode = all.first().filter(is_postcode);
    let city = all.get(usize::from(postcode.is_some())..)?;
    let in_place = |word: &String| {
        let street = (STREET_WORDS.contains(&word.as_str()) && word.len() > 2)
            || DIRECTIONS.iter().any(|(long, short)| *long == word || *short == word)
            || UNIT_WORDS.contains(&word.as_str())
            || street_word(word) != *word;
        word.chars().all(char::is_alphabetic) && !street
    };
    let fits = (1..=3).contains(&city.len()) && city.iter().all(in_place) && (postcode.is_some() || !abroad);
    fits.then(|| (postcode.cloned(), city.to_vec()))
}

/// `12`, `12a`; not `32nd`.
fn is_number(word: &str) -> bool {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let rest = word.chars().skip(digits).collect::<String>();
    digits > 0 && rest.chars().count() <= 1
}

fn plain(word: &str) -> String {
    word.trim_start_matches('0').to_owned()
}

/// `hauptstrasse` as `haupt`, `32nd` as `32`.
fn street_word(word: &str) -> String {
    for ending in ["strasse", "str", "straat", "gatan", "gasse", "vagen"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
        {
            return stem.to_owned();
        }
    }
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    match word.strip_prefix(digits.as_str()) {
        Some("st" | "nd" | "rd" | "th") if !digits.is_empty() => digits,
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_in_several_spellings_is_one() {
        for (a, b) in [
            ("3140 W Ogden Avenue", "3140 West Ogden Ave."),
            ("501 East 32nd Street", "501 E. 32 St"),
            ("Hauptstraße 12a, 24103 Kiel", "Hauptstr. 12a 24103 Kiel"),
            ("8765 West Higgins Road Suite 450", "8765 W Higgins"),
        ] {
            assert_eq!(Address::read(a), Address::read(b), "{a}");
        }
        for turned in ["24103 Kiel, Hauptstr. 12a", "D-24103 Kiel, Hauptstraße 12a"] {
            assert_eq!(Address::read(turned), Address::read("Hauptstr. 12a, 24103 Kiel"), "{turned}");
        }
        assert_eq!(Address::read("Hauptstr. 12, 3. OG"), Address::read("Hauptstraße 12"));
        assert_eq!(Address::read("3140 Ogden, Suite 5").numbers, ["3140"], "a house number in front stays one");
        let kiel = Address::read("Hauptstraße 12a, 24103 Kiel");
        assert_eq!(
            (kiel.numbers, kiel.postcode, kiel.city),
            (vec!["12a".to_owned()], Some("24103".to_owned()), vec!["kiel".to_owned()])
        );
    }

    #[test]
    fn an_address_that_is_only_a_place_is_no_street() {
        for (text, postcode) in [
            ("24103 Kiel", Some("24103")),
            ("D-24103 Kiel", Some("24103")),
            ("Kiel", None),
            ("1051 Kiel", Some("1051")),
        ] {
            let read = Address::read(text);
            assert!(read.street.is_empty() && read.numbers.is_empty(), "{text}: {read:?}");
            assert_eq!((read.postcode.as_deref(), read.city), (postcode, vec!["kiel".to_owned()]), "{text}");
        }
        for text in ["11401 S Cottage Grove", "3140 Ogden Avenue", "Hauptstraße", "Broadway 12"] {
            assert!(!Address::read(text).street.is_empty(), "{text}");
        }
    }
}
