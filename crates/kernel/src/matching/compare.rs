//! Two records, compared field by field.

use super::corpus::{Corpus, usual};
use super::doubts::Doubt;
use super::record::{Field, Record};
use super::tokens::{Overlap, whole_similarity, word_similarity};
use super::{name, place};

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Equal once normalised.
    Equal,
    /// Spelled differently, meant alike.
    Alike,
    /// Contradicts.
    Differs,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Which field.
    pub field: Field,
    /// What it says.
    pub verdict: Verdict,
    /// Bits for (or, below zero, against) the two being one.
    pub weight: f64,
}

/// How sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Two.
    None,
    /// Perhaps one.
    Possible,
    /// Rather one than two.
    Likely,
    /// One.
    Same,
}

/// What all fields say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The pieces, the weightiest first.
    pub evidence: Vec<Piece>,
    /// Their sum in bits, less what must be found at least: above zero the two are rather one.
    pub score: f64,
    /// How sure.
    pub level: Level,
}

/// Compares two records. Symmetric; a field that one of them lacks says nothing.
pub fn compare(a: &Record, b: &Record, corpus: &Corpus) -> Comparison {
    let mut evidence: Vec<Piece> = Vec::new();
    let mut say = |field: Field, verdict: Verdict, weight: f64| evidence.push(Piece { field, verdict, weight });
    place::weigh(a, b, corpus, &mut say);
    let names = name::weigh(a, b, corpus);
    let (shared, doubt) = (names.as_ref().map(|said| &said.shared), names.as_ref().and_then(|said| said.doubt));
    evidence.extend(names.as_ref().map(|said| said.piece.clone()));
    if let Some(shared) = shared {
        neighbours(&mut evidence, a, b, shared, corpus);
    }
    let mut say = |field: Field, verdict: Verdict, weight: f64| evidence.push(Piece { field, verdict, weight });
    person(a, b, corpus, &mut say);
    for (field, ours, theirs, against) in [
        (Field::Domain, &a.domain, &b.domain, 3.0),
        (Field::Vat, &a.vat, &b.vat, 6.0),
        (Field::Phone, &a.phone, &b.phone, 2.0),
    ] {
        let (Some(ours), Some(theirs)) = (ours, theirs) else { continue };
        if ours == theirs || (field == Field::Phone && same_end(ours, theirs)) {
            say(field, Verdict::Equal, corpus.weight(field, ours).min(corpus.weight(field, theirs)));
        } else {
            say(field, Verdict::Differs, -against);
        }
    }
    for (field, against) in
        [(Field::Date, 4.0), (Field::Identifier, 4.0), (Field::Region, 1.0), (Field::Country, 4.0), (Field::Text, 1.0)]
    {
        let (Some(ours), Some(theirs)) = (a.plain.get(&field), b.plain.get(&field)) else { continue };
        // Of codes one letter is half the meaning: DE is not DK.
        if field == Field::Country && ours != theirs && ours.len().max(theirs.len()) <= 3 {
            say(field, Verdict::Differs, -against);
            continue;
        }
        if matches!(field, Field::Identifier | Field::Date) && ours != theirs && digits(ours) && digits(theirs) {
            // A long date may have a slip of the pen; numbers one after the other speak for nothing.
            let next = strsim::osa_distance(ours, theirs) <= 1;
            if next && field == Field::Date && ours.len().min(theirs.len()) >= 6 {
                letters(field, ours, theirs, against, corpus, &mut say);
            } else {
                say(field, Verdict::Differs, if next { -0.5 } else { -against });
            }
            continue;
        }
        letters(field, ours, theirs, against, corpus, &mut say);
    }
    one_country_only(&mut evidence);
    namesakes(&mut evidence, corpus);
    if let Some(shared) = shared
        && corpus.is_counted()
    {
        told_already(&mut evidence);
        one_town_only(&mut evidence, shared);
    }
    if let Some(doubt) = doubt {
        doubtful(&mut evidence, doubt, place::one_house(a, b), corpus);
    }
    evidence.sort_by(|p, q| q.weight.abs().total_cmp(&p.weight.abs()).then(p.field.cmp(&q.field)));
    let score = evidence.iter().map(|p| p.weight).sum::<f64>() - corpus.prior();
    let level = match score {
        s if s >= 5.0 => Level::Same,
        s if s >= 0.0 => Level::Likely,
        s if s >= -5.0 => Level::Possible,
        _ => Level::None,
    };
    Comparison { evidence, score, level }
}

/// One name in two towns, and nothing else that agrees: the name says no more than that one name is one company until something speaks against it.
fn namesakes(evidence: &mut [Piece], corpus: &Corpus) {
    let elsewhere = evidence.iter().any(|p| p.field == Field::City && p.verdict == Verdict::Differs);
    if !elsewhere || evidence.iter().any(|p| p.field != Field::Name && p.weight > 0.0) {
        return;
    }
    if let (Some(name), Some(most)) = (evidence.iter_mut().find(|p| p.field == Field::Name), corpus.one_name()) {
        name.weight = name.weight.min(most);
    }
}

/// In one country are many towns: of two companies in two towns it says nothing.
fn one_country_only(evidence: &mut [Piece]) {
    if !evidence.iter().any(|p| p.field == Field::City && p.weight <= 0.0) {
        return;
    }
    for piece in evidence.iter_mut().filter(|p| p.field == Field::Country) {
        piece.weight = piece.weight.min(0.0);
    }
}

/// Names that are rather two are perhaps one at most, however much of their place agrees, unless what only one company has agrees too; of names a
/// letter apart the house is enough.
fn doubtful(evidence: &mut [Piece], doubt: Doubt, one_house: bool, corpus: &Corpus) {
    let of_one = |p: &Piece| {
        p.weight > 0.0 && matches!(p.field, Field::Domain | Field::Vat | Field::Phone | Field::Identifier | Field::Date)
    };
    if evidence.iter().any(of_one) || (doubt == Doubt::Letter && one_house) {
        return;
    }
    let too_much = evidence.iter().map(|p| p.weight).sum::<f64>() - corpus.prior() + 1.0;
    if let Some(name) = evidence.iter_mut().find(|p| p.field == Field::Name)
        && too_much > 0.0
    {
        name.weight -= too_much;
    }
}

/// Companies of one country have names in its language, and those of one town are in one country: in a file, where few records may have a country, that
/// two agree in it says no more than it does of any two, and nothing beside their town.
fn told_already(evidence: &mut [Piece]) {
    let town = evidence.iter().any(|p| p.field == Field::City && p.weight > 0.0);
    for piece in evidence.iter_mut().filter(|p| matches!(p.field, Field::Country | Field::Region)) {
        piece.weight = piece.weight.min(if town { 0.0 } else { usual(piece.field) });
    }
}

/// A town makes one company of no two names of which each says something that the other does not, nor of a company and its sister: names have to do that
/// alone where nothing else agrees.
fn one_town_only(evidence: &mut [Piece], shared: &Overlap) {
    let of_place = |p: &Piece| matches!(p.field, Field::City | Field::Country | Field::Region);
    let elsewise = evidence.iter().any(|p| p.weight > 0.0 && p.field != Field::Name && !of_place(p));
    let Some(verdict) = evidence.iter().find(|p| p.field == Field::Name).map(|p| p.verdict) else { return };
    let sister = verdict == Verdict::Differs && !name::one_says_its_country(shared);
    if elsewise || verdict == Verdict::Equal || !(sister || name::each_says_more(shared)) {
        return;
    }
    for piece in evidence.iter_mut().filter(|p| of_place(p)) {
        piece.weight = piece.weight.min(0.0);
    }
}

/// Two clearly different names in a house of several companies, or only in one place, are neighbours: the address says no more for their being
/// one than must be found at least.
fn neighbours(evidence: &mut [Piece], a: &Record, b: &Record, shared: &Overlap, corpus: &Corpus) {
    let of_address = |p: &&Piece| p.field != Field::Name && p.weight > 0.0;
    let too_much = evidence.iter().filter(of_address).map(|p| p.weight).sum::<f64>() - corpus.prior();
    let Some(name) = evidence.iter_mut().find(|p| p.field == Field::Name) else { return };
    if too_much <= 0.0 || name.verdict == Verdict::Equal {
        return;
    }
    let several = || !place::one_house(a, b) || corpus.is_office(&a.address) || corpus.is_office(&b.address);
    if several() && name::strangers(a, b, shared, corpus) {
        (name.verdict, name.weight) = (Verdict::Differs, -3.0 - too_much);
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// With and without area code.
fn same_end(a: &str, b: &str) -> bool {
    a.len().min(b.len()) >= 7 && (a.ends_with(b) || b.ends_with(a))
}

/// Given name and surname, also swapped.
fn person(a: &Record, b: &Record, corpus: &Corpus, say: &mut impl FnMut(Field, Verdict, f64)) {
    let get = |r: &Record, f: Field| r.plain.get(&f).cloned().unwrap_or_default();
    let ours = (get(a, Field::Given), get(a, Field::Surname));
    let theirs = (get(b, Field::Given), get(b, Field::Surname));
    // In one order, so that names taken as swapped weigh the same both ways round.
    let ((ag, asn), (bg, bsn)) = if ours <= theirs { (ours, theirs) } else { (theirs, ours) };
    let straight = whole_similarity(&ag, &bg) + whole_similarity(&asn, &bsn);
    let swapped = whole_similarity(&ag, &bsn) + whole_similarity(&asn, &bg);
    let (bg, bsn) = if swapped > straight && (!bg.is_empty() || !bsn.is_empty()) { (bsn, bg) } else { (bg, bsn) };
    for (field, x, y, against) in [(Field::Given, ag, bg, 3.0), (Field::Surname, asn, bsn, 4.0)] {
        if !x.is_empty() && !y.is_empty() {
            letters(field, &x, &y, against, corpus, say);
        }
    }
}

/// Values compared letter by letter: equal, a slip apart, or different.
pub(super) fn letters(
    field: Field,
    a: &str,
    b: &str,
    against: f64,
    corpus: &Corpus,
    say: &mut impl FnMut(Field, Verdict, f64),
) {
    let worth = corpus.weight(field, a).min(corpus.weight(field, b)).min(12.0);
    let alike = whole_similarity(a, b).max(word_similarity(a, b) * 0.9);
    if a == b {
        say(field, Verdict::Equal, worth);
    } else if alike >= 0.7 {
        say(field, Verdict::Alike, worth * (alike * 2.0 - 1.0).max(0.1));
    } else if alike < 0.5 {
        say(field, Verdict::Differs, -against);
    } else {
        say(field, Verdict::Alike, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn company(name: &str, address: &str, phone: &str) -> Record {
        Record::read([(Field::Name, name), (Field::Address, address), (Field::Phone, phone)])
    }

    #[test]
    fn neighbouring_numbers_are_no_evidence_for() {
        let record = |id: &str| Record::read([(Field::Name, "Krüger Bau"), (Field::Identifier, id)]);
        let said = compare(&record("400039"), &record("400040"), &Corpus::default());
        assert!(said.evidence.iter().all(|p| p.field != Field::Identifier || p.weight < 0.0), "{said:?}");
    }

    #[test]
    fn the_same_name_in_another_city_is_not_the_same_company() {
        let corpus = Corpus::default();
        let kiel = company("Nordwind GmbH", "Hauptstr. 12, 24103 Kiel", "");
        let again = company("NORDWIND", "Hauptstraße 12, 24103 Kiel", "");
        let munich = company("Nordwind GmbH", "Marienplatz 3, 80331 München", "");
        assert_eq!(compare(&kiel, &again, &corpus).level, Level::Same);
        assert_eq!(compare(&kiel, &munich, &corpus).level, Level::None);
        assert!(compare(&kiel, &munich, &corpus).evidence.iter().any(|p| p.field == Field::City && p.weight < 0.0));
    }

    #[test]
    fn in_a_file_too_the_same_name_in_another_city_is_not_the_same_company() {
        let of = |name: &str, city: &str| Record::read([(Field::Name, name), (Field::City, city)]);
        let others = (0..100).map(|n| of(&format!("Alpha{n} Beta{n}"), &format!("Gamma{n}")));
        let score = |cities: [&str; 2]| {
            let pair = cities.map(|city| of("Zwernitz Vollmond", city));
            let all: Vec<Record> = pair.iter().cloned().chain(others.clone()).collect();
            compare(&pair[0], &pair[1], &Corpus::of(&all)).score
        };
        assert!(score(["Kempten", "Rostock"]) < 0.0);
        assert!(score(["Frankfurt (Oder)", "Frankfurt am Main"]) < 0.0);
        for cities in [["München", "Munich"], ["Frankfurt", "Frankfurt am Main"], ["Praha 4", "Prag"]] {
            assert!(score(cities) >= 0.0, "{cities:?}");
        }
    }

    #[test]
    fn in_a_file_a_town_and_its_country_make_one_company_of_no_two_names_that_each_say_more() {
        let of = |name: &str, city: &str, country: &str| {
            Record::read([(Field::Name, name), (Field::City, city), (Field::Country, country)])
        };
        let others = (0..100).map(|n| of(&format!("Alpha{n} Beta{n}"), &format!("Gamma{n}"), &format!("Delta{n}")));
        let score = |names: [&str; 2]| {
            let pair = names.map(|name| of(name, "Odense", "Denmark"));
            let all: Vec<Record> = pair.iter().cloned().chain(others.clone()).collect();
            compare(&pair[0], &pair[1], &Corpus::of(&all)).score
        };
        for names in [
            ["Zwernitz Isenkram", "Zwernitz Tandklinik"],
            ["Zwernitz Apotek 24", "Zwernitz Apotek 42"],
            ["Zwernitz Energi", "Zwernitz Energi Holding"],
        ] {
            assert!(score(names) < 0.0, "{names:?}");
        }
        for names in [["Zwernitz", "Zwernitz Isenkram"], ["Zwernitz Energi Danmark", "Zwernitz Energi"]] {
            assert!(score(names) >= 0.0, "{names:?}");
        }
    }

    #[test]
    fn a_country_says_nothing_of_companies_in_two_towns() {
        let score = |cities: [&str; 2], country: &str| {
            let pair = cities.map(|city| {
                Record::read([(Field::Name, "Hotel Zwernitz"), (Field::City, city), (Field::Country, country)])
            });
            let others =
                (0..100).map(|n| Record::read([(Field::Name, format!("Alpha{n}").as_str()), (Field::Country, "FR")]));
            let all: Vec<Record> = pair.iter().cloned().chain(others).collect();
            [Corpus::of_words([]), Corpus::of(&all)].map(|corpus| compare(&pair[0], &pair[1], &corpus).score)
        };
        for cities in [["Kempten", "Rostock"], ["Jaén", "Lorca"], ["Lyon", "Nantes"]] {
            let (with, without) = (score(cities, "PT"), score(cities, ""));
            assert!(with.iter().zip(without).all(|(with, without)| *with <= without), "{cities:?}");
            assert!(with[1] < 0.0, "{cities:?}");
        }
        let (with, without) = (score(["Kempten", "Kempten"], "DE"), score(["Kempten", "Kempten"], ""));
        assert!(with[0] > without[0], "in one town it may say something");
    }

    #[test]
    fn a_country_code_is_equal_or_another_country() {
        let of = |code: &str| Record::read([(Field::Name, "Nordwind GmbH"), (Field::Country, code)]);
        let piece = |a: &str, b: &str| {
            let all = compare(&of(a), &of(b), &Corpus::default()).evidence;
            all.into_iter().find(|p| p.field == Field::Country).map(|p| p.verdict)
        };
        assert_eq!(piece("DE", "de"), Some(Verdict::Equal));
        assert_eq!(piece("DE", "DK"), Some(Verdict::Differs));
    }

    proptest! {
        #[test]
        fn both_ways_round_say_the_same(
            names in ("[a-dA-D .&]{0,12}", "[a-dA-D .&]{0,12}"),
            addresses in ("[0-9]{0,2} [a-c]{0,5} (st|str\\.)", "[0-9]{0,2} [a-c]{0,5} (st|str\\.)"),
            phones in ("[0-1]{0,8}", "[0-1]{0,8}"),
        ) {
            let a = company(&names.0, &addresses.0, &phones.0);
            let b = company(&names.1, &addresses.1, &phones.1);
            let corpus = Corpus::default();
            prop_assert!((compare(&a, &b, &corpus).score - compare(&b, &a, &corpus).score).abs() < 1e-6);
        }

        #[test]
        fn a_field_that_agrees_never_speaks_against(name in "[a-z]{3,9} [a-z]{3,9}", phone in "[1-9][0-9]{7}") {
            let corpus = Corpus::default();
            let without = company(&name, "", "");
            let with = company(&name, "", &phone);
            let more = compare(&with, &with, &corpus).score;
            prop_assert!(more > compare(&without, &without, &corpus).score);
            // What one of them lacks says nothing.
            let half = compare(&with, &without, &corpus).score;
            prop_assert!((half - compare(&without, &without, &corpus).score).abs() < 1e-9);
        }
    }
}
