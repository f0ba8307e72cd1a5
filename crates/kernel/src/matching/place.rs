//! What the addresses of two records say.

use super::compare::{Verdict, letters};
use super::corpus::Corpus;
use super::record::{Field, Record};
use super::tokens::{Overlap, overlap, whole_similarity};

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
    if let (Some(p), Some(q)) = (&ours.postcode, &theirs.postcode) {
        letters(Field::Postcode, p, q, 3.0, corpus, say);
    }
    if !ours.city.is_empty() && !theirs.city.is_empty() {
        let (p, q) = (ours.city.join(" "), theirs.city.join(" "));
        let known = |place: &str| corpus.count(Field::City, place).is_some_and(|count| count >= 3);
        // Two places that the file knows well are two, however alike they are written.
        if p != q && known(&p) && known(&q) && !p.starts_with(&q) && !q.starts_with(&p) {
            say(Field::City, Verdict::Differs, -9.0);
        } else {
            letters(Field::City, &p, &q, 4.0, corpus, say);
        }
    }
}
