//! Candidates, groups, and how good they are.

use super::keys::keys;
use super::record::{Field, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A key that more records than this share says nothing.
const LARGEST: usize = 60;

/// Pairs of places in `records` that share a key, the smaller first. Records that say the very same are looked at once; a key that very many share
/// is divided by place, postcode and name, and what is still too much is left out.
pub fn candidate_pairs(records: &[Record]) -> BTreeSet<(usize, usize)> {
    let mut same: HashMap<&BTreeMap<Field, String>, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate() {
        same.entry(&record.written).or_default().push(place);
    }
    let twins: HashMap<usize, &[usize]> =
        same.values().filter_map(|all| Some((*all.first()?, all.get(1..).unwrap_or_default()))).collect();
    let mut by_key: HashMap<super::Key, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate().filter(|(place, _)| twins.contains_key(place)) {
        for key in keys(record) {
            by_key.entry(key).or_default().push(place);
        }
    }
    let mut pairs = BTreeSet::new();
    let twins_of = |place: &usize| twins.get(place).copied().unwrap_or_default();
    let mut all_of = |places: &[usize]| {
        for (at, first) in places.iter().enumerate() {
            for second in places.iter().skip(at + 1) {
                pairs.insert((*first, *second));
                pairs.extend(twins_of(second).iter().map(|twin| (*first.min(twin), *first.max(twin))));
                pairs.extend(twins_of(first).iter().map(|twin| (*second.min(twin), *second.max(twin))));
            }
        }
    };
    let finer: [fn(&Record) -> String; 3] = [
        |record| record.address.city.join(" "),
        |record| record.address.postcode.clone().unwrap_or_default(),
        |record| record.name_key.clone(),
    ];
    for places in by_key.values() {
        if places.len() <= LARGEST {
            all_of(places);
            continue;
        }
        for finer in finer {
            let mut parts: HashMap<String, Vec<usize>> = HashMap::new();
            for place in places {
                let part = records.get(*place).map(finer).unwrap_or_default();
                if !part.is_empty() {
                    parts.entry(part).or_default().push(*place);
                }
            }
            parts.values().filter(|part| part.len() <= LARGEST).for_each(|part| all_of(part));
        }
    }
    for (first, others) in &twins {
        pairs.extend(others.iter().map(|twin| (*first, *twin)));
    }
    pairs
}

/// Groups of `count` records from pairs with their score, the surest pair first: two groups become one when, on the whole, what
/// was compared between them speaks for it. So one wrong pair does not chain two groups. Each record's group, named by a place in it.
pub fn connect(count: usize, scored: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..count).collect();
    let mut members: HashMap<usize, Vec<usize>> = (0..count).map(|p| (p, vec![p])).collect();
    let scores: HashMap<(usize, usize), f64> = scored.iter().map(|(a, b, s)| ((*a.min(b), *a.max(b)), *s)).collect();
    let mut order: Vec<&(usize, usize, f64)> = scored.iter().filter(|p| p.2 >= 0.0).collect();
    order.sort_by(|p, q| q.2.total_cmp(&p.2).then((p.0, p.1).cmp(&(q.0, q.1))));
    for (a, b, _) in order {
        let (Some(&ga), Some(&gb)) = (group.get(*a), group.get(*b)) else { continue };
        if ga == gb {
            continue;
        }
        let (Some(ours), Some(theirs)) = (members.get(&ga), members.get(&gb)) else { continue };
        let between: Vec<f64> = ours
            .iter()
            .flat_map(|x| theirs.iter().map(move |y| (*x.min(y), *x.max(y))))
            .filter_map(|pair| scores.get(&pair).copied())
            .collect();
        // Pairs that were never compared share no key: no more than neutral.
        if between.iter().map(|s| s.clamp(-15.0, 15.0)).sum::<f64>() < 0.0 {
            continue;
        }
        let moved = members.remove(&gb).unwrap_or_default();
        for place in &moved {
            if let Some(g) = group.get_mut(*place) {
                *g = ga;
            }
        }
        members.entry(ga).or_default().extend(moved);
    }
    group
}

/// Precision, recall and F1, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// Share of what was found that is true.
    pub precision: f64,
    /// Share of what is true that was found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Quality {
    fn of(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// How many pairs are found, true, and both.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Pairs {
    found: f64,
    truth: f64,
    both: f64,
}

impl Pairs {
    fn of(found: &[usize], truth: &[String]) -> Self {
        fn sum<K>(sizes: &HashMap<K, f64>) -> f64 {
            sizes.values().map(|n| n * (n - 1.0) / 2.0).sum()
        }
        let sizes = Sizes::of(found, truth);
        Self { found: sum(&sizes.found), truth: sum(&sizes.truth), both: sum(&sizes.both) }
    }

    fn less(self, other: Self) -> Self {
        Self { found: self.found - other.found, truth: self.truth - other.truth, both: self.both - other.both }
    }

    fn quality(self) -> Quality {
        Quality::of(share(self.both, self.found), share(self.both, self.truth))
    }
}

/// How many records each group has.
struct Sizes<'a> {
    found: HashMap<usize, f64>,
    truth: HashMap<&'a str, f64>,
    both: HashMap<(usize, &'a str), f64>,
}

impl<'a> Sizes<'a> {
    fn of(found: &[usize], truth: &'a [String]) -> Self {
        let mut sizes = Self { found: HashMap::new(), truth: HashMap::new(), both: HashMap::new() };
        for (f, t) in found.iter().zip(truth) {
            *sizes.found.entry(*f).or_default() += 1.0;
            *sizes.truth.entry(t).or_default() += 1.0;
            *sizes.both.entry((*f, t)).or_default() += 1.0;
        }
        sizes
    }
}

/// Nothing to find, and nothing found, is no mistake.
fn share(part: f64, all: f64) -> f64 {
    if all > 0.0 { part / all } else { 1.0 }
}

/// How well `found` agrees with `truth` (both name each record's group): by pairs, and group-weighted (B-cubed: for each record, the
/// share of its found group that is true and of its true group that is found, on average).
pub fn quality(found: &[usize], truth: &[String]) -> (Quality, Quality) {
    let sizes = Sizes::of(found, truth);
    let (mut precision, mut recall, mut records) = (0.0, 0.0, 0.0);
    for ((f, t), both) in &sizes.both {
        precision += both * both / sizes.found.get(f).copied().unwrap_or(1.0);
        recall += both * both / sizes.truth.get(t).copied().unwrap_or(1.0);
        records += both;
    }
    (Pairs::of(found, truth).quality(), Quality::of(share(precision, records), share(recall, records)))
}

/// As [`quality`] by pairs, of pairs between the first `left` records and the others only.
pub fn quality_between(found: &[usize], truth: &[String], left: usize) -> Quality {
    let part = |range: std::ops::Range<usize>| {
        Pairs::of(found.get(range.clone()).unwrap_or_default(), truth.get(range).unwrap_or_default())
    };
    Pairs::of(found, truth).less(part(0..left)).less(part(left..found.len().max(left))).quality()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_rows_that_say_the_same_are_one_group() {
        let records: Vec<Record> = (0..100)
            .map(|n| Record::read([(Field::Name, if n % 2 == 0 { "Nordwind GmbH" } else { "NORDWIND" })]))
            .collect();
        let pairs: Vec<_> = candidate_pairs(&records).into_iter().map(|(a, b)| (a, b, 1.0)).collect();
        assert!(pairs.len() < 1_000, "not every one with every other: {}", pairs.len());
        let found = connect(records.len(), &pairs);
        assert!(found.iter().all(|group| *group == found[0]));
    }

    #[test]
    fn quality_is_counted_by_pairs_and_by_groups() {
        let truth: Vec<String> = ["a", "a", "a", "b"].map(str::to_owned).to_vec();
        let (pairs, groups) = quality(&[0, 0, 2, 3], &truth);
        assert!((pairs.precision - 1.0).abs() < 1e-9 && (pairs.recall - 1.0 / 3.0).abs() < 1e-9);
        // Two records find two of three, one finds one of three, one finds itself.
        assert!((groups.recall - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-9);
        let between = quality_between(&[0, 1, 0, 3], &truth, 2);
        assert!((between.precision - 1.0).abs() < 1e-9 && (between.recall - 0.5).abs() < 1e-9);
    }
}
