//! What makes two names rather two, however much is alike: their numbers, or one letter of a short word.

use super::corpus::Corpus;
use super::name_words::{FILLERS, SMALL};
use super::place;
use super::record::{Field, Record};
use super::slips::{spelled_alike, swapped};
use super::tokens::Overlap;

/// What makes two names rather two until what only one company has says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Their numbers: one file of companies is numbered, and stands at one address.
    Number,
    /// A letter in the one short word that each has of its own.
    Letter,
}

/// How the numbers of two names tell sister companies apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbered {
    /// One has all that the other has, and more: its address often.
    More,
    /// Each has one that the other has not: `Windpark 1`, `Fund II`.
    Apart,
    /// One ends in a number, and the other has none: `Solarpark Weide`, `Solarpark Weide 2`.
    One,
}

/// How the numbers of two names differ. "Turm 12" and "Turm 1 2" are spelled otherwise; and in one house, where departments are numbered, and names say
/// their address, a number that only one of them has tells nothing.
pub(super) fn numbered(a: &Record, b: &Record) -> Option<Numbered> {
    let (ours, theirs) = (a.numbers_beside(b), b.numbers_beside(a));
    let digits = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<String>();
    if ours.is_empty() || theirs.is_empty() {
        let ends = a.ends_in(&ours) || b.ends_in(&theirs);
        return (ours.is_empty() != theirs.is_empty() && ends && !place::one_house(a, b)).then_some(Numbered::One);
    }
    if digits(&ours) == digits(&theirs) {
        return None;
    }
    let within = |some: &[u32], all: &[u32]| some.iter().all(|number| all.contains(number));
    Some(if within(&ours, &theirs) || within(&theirs, &ours) { Numbered::More } else { Numbered::Apart })
}

/// A word of so many letters with another one in place of one of them is rather another word.
const SHORT: usize = 7;
/// Words of no more letters are initials, most often.
const INITIALS: usize = 3;

/// Articles and titles that are written in several ways.
const WRITTEN_OTHERWISE: &[&str] = &["al", "el", "ul", "as", "an", "sri", "shri", "san", "sao", "ing", "eng", "co"];

/// Words that stand beside the one word that a company has of its own.
const BESIDE: &[&str] = &["partner", "partners", "associates", "sons", "brothers", "company"];

/// Whether two names are one but for a letter of the one short word that each has of its own: *Schmitz*, *Schmutz*; or but for initials: *A & B Handel*,
/// *A & D Handel*. A word that many names have is written wrong rather than another one.
pub(super) fn letters_apart(shared: &Overlap, a: &Record, b: &Record, corpus: &Corpus) -> bool {
    let left = || shared.ours_left.iter().zip(&shared.theirs_left).map(|(x, y)| (x.as_str(), y.as_str()));
    let alike = shared.alike.iter().map(|(x, y)| (x.as_str(), y.as_str()));
    if let (Some(ours), Some(theirs)) = (joined_initials(a), joined_initials(b))
        && ours != theirs
    {
        return true;
    }
    if shared.ours_left.len() != shared.theirs_left.len() {
        return false;
    }
    let mut odd = alike.chain(left());
    let (Some((x, y)), None) = (odd.next(), odd.next()) else { return false };
    let letters = |word: &str| word.chars().count();
    let spelled = |word: &str| word.chars().all(char::is_alphabetic) && !WRITTEN_OTHERWISE.contains(&word);
    let stopped = |of: &Record, word: &str| of.stopped.iter().any(|w| w == word);
    if !spelled(x) || !spelled(y) || stopped(a, x) || stopped(b, y) || spelled_alike(x, y) {
        return false;
    }
    let initials = letters(x).max(letters(y)) <= INITIALS && x.is_ascii() && y.is_ascii();
    let alone = || {
        let own = |w: &&String| {
            ![FILLERS, SMALL, BESIDE].iter().any(|list| list.contains(&w.as_str())) && !corpus.is_known(w)
        };
        shared.exact.iter().filter(own).count() == 0 && !corpus.is_known(x) && !corpus.is_known(y)
    };
    // In Chinese letters each is a word: those that changed places make another one.
    let another = one_letter_instead(x, y) || (!x.is_ascii() && swapped(x, y));
    initials || (letters(x).min(letters(y)) <= SHORT && another && alone())
}

/// The two letters that a name begins with, joined by a sign: "A & B Handel". Read as written, for among the words some are taken for a legal form.
fn joined_initials(record: &Record) -> Option<[char; 2]> {
    let name = record.written.get(&Field::Name)?;
    let (before, behind) = name.split_once(['&', '+'])?;
    let mut firsts = before.trim().chars();
    let mut seconds = behind.trim_start().chars();
    let (first, None, second) = (firsts.next()?, firsts.next(), seconds.next()?) else { return None };
    let alone = seconds.next().is_none_or(|next| !next.is_alphanumeric());
    (alone && first.is_alphabetic() && second.is_alphabetic()).then(|| [first, second].map(|c| c.to_ascii_lowercase()))
}

/// Whether two words are one but for another letter in place of one of them.
fn one_letter_instead(x: &str, y: &str) -> bool {
    x.chars().count() == y.chars().count() && x.chars().zip(y.chars()).filter(|(p, q)| p != q).count() == 1
}

#[cfg(test)]
mod tests {
    use super::super::{Comparison, Corpus, Field, Level, Record, Verdict, compare};

    fn of(name: &str, fields: &[(Field, &str)]) -> Record {
        Record::read(std::iter::once((Field::Name, name)).chain(fields.iter().copied()))
    }

    /// In a register, and in a file of a hundred others.
    fn said(names: [&str; 2], fields: &[(Field, &str)]) -> [Comparison; 2] {
        let pair = names.map(|name| of(name, fields));
        let others = (0..100).map(|n| of(&format!("Alpha{n} Beta{n}"), &[(Field::City, &format!("Gamma{n}"))]));
        let all: Vec<Record> = pair.iter().cloned().chain(others).collect();
        [Corpus::of_words([]), Corpus::of(&all)].map(|corpus| compare(&pair[0], &pair[1], &corpus))
    }

    const TOWN: &[(Field, &str)] = &[(Field::City, "Zwernau"), (Field::Country, "DE"), (Field::Postcode, "12345")];

    fn name_differs(said: &Comparison) -> bool {
        said.evidence.iter().any(|p| p.field == Field::Name && p.verdict == Verdict::Differs)
    }

    #[test]
    fn names_of_different_numbers_are_perhaps_one_at_most_and_say_so() {
        for names in [
            ["Windpark Ostermoor I GmbH & Co. KG", "Windpark Ostermoor II GmbH & Co. KG"],
            ["Windpark Ostermoor I Verwaltungs GmbH", "Windpark Ostermoor V Verwaltungs GmbH"],
            ["Fondo Quercia V S.p.A.", "Fondo Quercia X S.p.A."],
            ["Parc Éolien des Hêtres XI SAS", "Parc Éolien des Hêtres XII SAS"],
            ["Helios Growth Fund IV, L.P.", "Helios Growth Fund V, L.P."],
            ["Farma Wiatrowa Brzoza 1 Sp. z o.o.", "Farma Wiatrowa Brzoza V Sp. z o.o."],
            ["Parque Solar Encina", "Parque Solar Encina 2 S.L."],
            ["Solarpark Ostermoor GmbH", "Solarpark Ostermoor III GmbH"],
            ["Vindkraft Granen AB", "Vindkraft Granen Två AB"],
            ["Ostermoor Verwaltung", "Ostermoor 2 Verwaltung"],
        ] {
            for said in said(names, TOWN) {
                assert!(said.level <= Level::Possible && name_differs(&said), "{names:?}: {said:?}");
            }
        }
    }

    #[test]
    fn one_number_however_it_is_written_is_no_difference() {
        for names in [
            ["Windpark Ostermoor I GmbH & Co. KG", "Windpark Ostermoor 1 GmbH und Co. KG"],
            ["Fondo Quercia V", "Fondo Quercia 5 S.p.A."],
            ["Helios Growth Fund XII", "Helios Growth Fund 12"],
            ["Institut Malcolm X", "Malcolm X Institut"],
            ["Turnverein Ostermoor 1862", "Turnverein Ostermoor e.V."],
            ["Kowalczyk i Syn", "KOWALCZYK I SYN"],
        ] {
            for said in said(names, TOWN) {
                assert!(said.level >= Level::Likely, "{names:?}: {said:?}");
            }
        }
    }

    #[test]
    fn what_only_one_company_has_outweighs_a_number_or_a_letter() {
        for names in [["Solarpark Ostermoor", "Solarpark Ostermoor 2"], ["Schmitz", "Schmutz"]] {
            for (field, value) in [(Field::Domain, "ostermoor.example"), (Field::Vat, "DE123456789")] {
                let fields = [TOWN, &[(field, value)]].concat();
                let [register, _] = said(names, &fields);
                assert!(register.level >= Level::Likely, "{names:?}: {register:?}");
            }
        }
        let house = [TOWN, &[(Field::Street, "Hauptstraße 12")]].concat();
        let level = |names| said(names, &house)[1].level;
        assert!(level(["Disterlo Magnet School", "Disterlo Magnet School II"]) >= Level::Likely, "a department");
        assert!(level(["Schmitz", "Schmutz"]) >= Level::Likely);
        assert!(level(["Windpark Ostermoor I", "Windpark Ostermoor II"]) <= Level::Possible, "all of them stand there");
    }

    #[test]
    fn short_names_a_letter_apart_are_perhaps_one_at_most() {
        for names in [
            ["Schmitz GmbH", "Schmutz GmbH"],
            ["Kolb AG", "Kalb AG"],
            ["Möller & Partner", "Müller & Partner"],
            ["Rossi S.r.l.", "Rosso S.r.l."],
            ["Horák s.r.o.", "Korák s.r.o."],
            ["A & B Handel", "A&D Handel"],
            ["G&T Logística", "G & M Logística"],
            ["KTU Elektro", "KTV Elektro"],
            ["田中商店", "中田商店"],
        ] {
            for said in said(names, TOWN) {
                assert!(said.level <= Level::Possible, "{names:?}: {said:?}");
            }
        }
    }

    #[test]
    fn spellings_and_slips_of_one_name_stay_one() {
        for names in [
            ["Meyer GmbH", "Meijer GmbH"],
            ["Müller AG", "Mueller AG"],
            ["Krankenhausbedarf", "Krankenhausbedatf"],
            ["Al Zwernah Trading", "El Zwernah Trading"],
            ["Brdr. Zwernitz Møbler", "Brødrene Zwernitz Møbler"],
            ["A & B Handel", "AB Handel"],
        ] {
            for said in said(names, TOWN) {
                assert!(said.level >= Level::Likely, "{names:?}: {said:?}");
            }
        }
    }
}
