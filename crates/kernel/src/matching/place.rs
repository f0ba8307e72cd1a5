//! What the addresses of two records say.

use super::address::Address;
use super::compare::{Verdict, letters};
use super::corpus::Corpus;
use super::record::{Field, Record};
use super::tokens::{Overlap, overlap, whole_similarity};
use super::towns::{one_town, two_towns};

/// What street, house number, postcode and place say.
pub(super) fn weigh(a: &Record, b: &Record, corpus: &Corpus, say: &mut impl FnMut(Field, Verdict, f64)) {
    let (ours, theirs) = (&a.address, &b.address);
    // What the house numbers say, where both have some: what a shared one is worth.
    let numbers = (!ours.numbers.is_empty() && !theirs.numbers.is_empty()).then(|| {
        let shared = ours.numbers.iter().filter(|n| theirs.numbers.contains(n));
        shared.map(|n| corpus.weight(Field::Number, n)).reduce(f64::max)
    });
    if !ours.street.is_empty() && !theirs.street.is_empty() {
        let Overlap { common, ours: x, theirs: y, .. } =
            overlap(&ours.street, &theirs.street, |w| corpus.weight(Field::Street, w));
        let within = common / x.min(y);
        let whole = whole_similarity(&ours.street.concat(), &theirs.street.concat());
        let turned = matches!((&ours.direction, &theirs.direction), (Some(p), Some(q)) if p != q);
        if turned {
            say(Field::Street, Verdict::Differs, -2.0);
        } else if within >= 0.9 || whole >= 0.7 {
            // One street with two houses is where a chain has two shops.
            let elsewhere = if numbers == Some(None) { 0.5 } else { 1.0 };
            let worth = common.max(whole * x.min(y)).min(10.0) * elsewhere;
            say(Field::Street, if within >= 0.999 { Verdict::Equal } else { Verdict::Alike }, worth);
        } else if within < 0.5 && whole < 0.5 {
            say(Field::Street, Verdict::Differs, -4.0);
        }
    }
    if let Some(shared) = numbers {
        match shared {
            Some(worth) => say(Field::Number, Verdict::Equal, worth.min(9.0)),
            // Next door is somebody else.
            None => say(Field::Number, Verdict::Differs, -7.0),
        }
    }
    post_boxes(ours, theirs, corpus, say);
    if let (Some(p), Some(q)) = (&ours.postcode, &theirs.postcode) {
        letters(Field::Postcode, p, q, 3.0, corpus, say);
    }
    if !ours.city.is_empty() && !theirs.city.is_empty() {
        let (p, q) = (ours.city.join(" "), theirs.city.join(" "));
        let known = |place: &str| corpus.count(Field::City, place).is_some_and(|count| count >= 3);
        // Two places that the file knows well are two, however alike they are written.
        let one = || one_town(&ours.city, &theirs.city);
        if p != q && known(&p) && known(&q) && !p.starts_with(&q) && !q.starts_with(&p) && !one() {
            say(Field::City, Verdict::Differs, -9.0);
        } else if p != q && one() {
            let worth = corpus.weight(Field::City, &p).min(corpus.weight(Field::City, &q));
            say(Field::City, Verdict::Alike, worth.min(12.0));
        } else if p != q && !a.name.is_empty() && !b.name.is_empty() && two_towns(&ours.city, &theirs.city) {
            say(Field::City, Verdict::Differs, -4.0);
        } else {
            letters(Field::City, &p, &q, 4.0, corpus, say);
        }
    }
}

/// A box and a house say nothing of each other, nor do boxes of one number in two places; two boxes in one place are seldom of one company.
fn post_boxes(ours: &Address, theirs: &Address, corpus: &Corpus, say: &mut impl FnMut(Field, Verdict, f64)) {
    let (Some(p), Some(q)) = (&ours.post_box, &theirs.post_box) else { return };
    let elsewhere = match (&ours.postcode, &theirs.postcode) {
        (Some(here), Some(there)) => here != there,
        _ => !ours.city.is_empty() && !theirs.city.is_empty() && ours.city != theirs.city,
    };
    if p != q {
        say(Field::Number, Verdict::Differs, -3.0);
    } else if !elsewhere {
        say(Field::Number, Verdict::Equal, corpus.weight(Field::Number, &format!("box {p}")).min(9.0));
    }
}

/// Whether both stand in one house of one street.
pub(super) fn one_house(a: &Record, b: &Record) -> bool {
    let shared = |x: &[String], y: &[String]| x.iter().any(|word| y.contains(word));
    let one_box = a.address.post_box.is_some() && a.address.post_box == b.address.post_box;
    one_box || (shared(&a.address.numbers, &b.address.numbers) && shared(&a.address.street, &b.address.street))
}

#[cfg(test)]
mod tests {
    use super::super::{Comparison, compare};
    use super::*;

    fn said(names: [&str; 2], addresses: [&str; 2], phones: [&str; 2]) -> Comparison {
        let of = |at: usize| {
            let [name, address, phone] =
                [names, addresses, phones].map(|pair| pair.get(at).copied().unwrap_or_default());
            Record::read([(Field::Name, name), (Field::Address, address), (Field::Phone, phone)])
        };
        let others = (0..100).map(|n| {
            let (name, street) = (format!("Alpha{n} Optik"), format!("Beta{n}str. {n}, 5000{} Ort", n % 10));
            Record::read([(Field::Name, name.as_str()), (Field::Address, street.as_str())])
        });
        let all: Vec<Record> = [of(0), of(1)].into_iter().chain(others).collect();
        compare(&all[0], &all[1], &Corpus::of(&all))
    }

    #[test]
    fn companies_with_clearly_different_names_in_one_house_are_neighbours() {
        let file = |names: &[&str], others: bool| {
            let house = names
                .iter()
                .map(|name| ((*name).to_owned(), "Königsallee 12, 40212 Düsseldorf".to_owned(), "0211 4711815"));
            let others = (0..if others { 100 } else { 0 })
                .map(|n| (format!("Alpha{n} Optik"), format!("Beta{n}str. {n}, 5000{} Ort", n % 10), ""));
            let all: Vec<(String, String, &str)> = house.chain(others).collect();
            let read = |phone: bool| -> Vec<Record> {
                let fields = all.iter().map(|(name, address, number)| {
                    let number = if phone { number } else { &"" };
                    Record::read([
                        (Field::Name, name.as_str()),
                        (Field::Address, address.as_str()),
                        (Field::Phone, number),
                    ])
                });
                fields.collect()
            };
            [false, true].map(|phone| {
                let all = read(phone);
                compare(&all[0], &all[1], &Corpus::of(&all)).score
            })
        };
        let [house, phone] = file(&["Musca Optik", "Zwernitz Optik", "Kwesti Reederei", "Nibrano Verlag"], true);
        assert!(house < 0.0, "a trade is no name: {house}");
        assert!(phone > 0.0, "one phone: {phone}");
        let office = ["Musca Reederei", "Zwernitz Verlag", "Kwesti Notare"];
        assert!(file(&office, true)[0] < 0.0, "three that have nothing in common");
        assert!(file(&office[..2], false)[0] < 0.0, "every house of the file has two");
        assert!(file(&office[..2], true)[0] > 0.0, "a single house of a hundred: rather two names of one");
        assert!(
            file(&["Musca Reederei", "Muska Reederei", "Kwesti Notare", "Nibrano Verlag"], true)[0] > 0.0,
            "a slip of the pen"
        );
    }

    #[test]
    fn a_post_box_and_a_house_do_not_contradict_each_other() {
        let pair = ["Zwernitz Verlag", "Zwernitz Verlag"];
        let mixed = said(pair, ["Postfach 1234, 24103 Kiel", "Hauptstr. 12, 24103 Kiel"], ["", ""]);
        assert!(mixed.evidence.iter().all(|piece| piece.weight > 0.0), "{mixed:?}");
        let number = |boxes: [&str; 2]| {
            let pieces = said(pair, boxes, ["", ""]).evidence;
            pieces.into_iter().find(|piece| piece.field == Field::Number).map(|piece| piece.verdict)
        };
        assert_eq!(number(["Postfach 12, 24103 Kiel", "P.O. Box 12, 24103 Kiel"]), Some(Verdict::Equal));
        assert_eq!(number(["Postfach 12, 24103 Kiel", "Postfach 13, 24103 Kiel"]), Some(Verdict::Differs));
        assert_eq!(number(["Postfach 12, 24103 Kiel", "Postfach 12, 80331 München"]), None, "every town has a box 12");
    }

    #[test]
    fn a_place_alone_is_not_a_house_that_two_share() {
        let towns = said(["Musca Reederei", "Zwernitz Verlag"], ["24103 Kiel", "24103 Kiel"], ["", ""]);
        assert!(towns.score < 0.0, "{towns:?}");
        assert!(towns.evidence.iter().all(|piece| !matches!(piece.field, Field::Street | Field::Number)), "{towns:?}");
    }
}
