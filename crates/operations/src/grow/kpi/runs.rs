//! How many rows fell into which bucket, exactly: whole days or minutes of durations, days things happened on, positions of stages.
//!
//! Kept as one text per total and not as a row per bucket: a minute of a month has hardly more than one registration, so that rows per bucket
//! would be a second copy of history, and reading them would take as long as reading history.

use std::fmt::Write as _;

/// Runs lie close together when there are at most so many times as many buckets between the first and the last.
const CLOSE: usize = 4;

/// Buckets with as many rows as fell into each.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Runs(Vec<(i64, i64)>);

impl Runs {
    /// `cases` rows of one bucket.
    pub(super) fn of(bucket: i64, cases: i64) -> Self {
        Self(vec![(bucket, cases)])
    }
    /// One more bucket; [`settle`](Self::settle) adds it to what is there.
    pub(super) fn push(&mut self, bucket: i64, cases: i64) {
        self.0.push((bucket, cases));
    }
    /// Further rows; [`settle`](Self::settle) adds them to what is there.
    pub(super) fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }
    /// Further rows, as [`extend`](Self::extend), without a copy where there are none yet.
    pub(super) fn take(&mut self, other: Self) {
        if self.0.is_empty() { *self = other } else { self.extend(&other) }
    }
    /// Each bucket once, in ascending order, and none without rows.
    pub(super) fn settle(&mut self) {
        if self.0.is_sorted_by(|a, b| a.0 < b.0) && self.0.iter().all(|(_, cases)| *cases != 0) {
            return;
        }
        let ends =
            self.0.iter().map(|(bucket, _)| *bucket).fold((i64::MAX, i64::MIN), |(a, z), b| (a.min(b), z.max(b)));
        // Minutes and days of years of history lie close together: counted in a row of all buckets they need not be sorted.
        match ends.1.checked_sub(ends.0).and_then(|width| usize::try_from(width).ok()) {
            Some(width) if width < self.0.len().saturating_mul(CLOSE) => self.count_in_a_row(ends.0, width + 1),
            _ => self.sort(),
        }
    }
    fn count_in_a_row(&mut self, first: i64, width: usize) {
        let mut row = vec![0_i64; width];
        for (bucket, cases) in self.iter() {
            if let Some(counted) = usize::try_from(bucket - first).ok().and_then(|at| row.get_mut(at)) {
                *counted += cases;
            }
        }
        self.0.clear();
        let counted = row.into_iter().enumerate().filter(|(_, cases)| *cases != 0);
        self.0.extend(counted.filter_map(|(at, cases)| Some((first.checked_add(i64::try_from(at).ok()?)?, cases))));
    }
    fn sort(&mut self) {
        self.0.sort_by_key(|(bucket, _)| *bucket);
        self.0.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        self.0.retain(|(_, cases)| *cases != 0);
    }
    /// Buckets and rows, as they lie.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, i64)> {
        self.0.iter().copied()
    }
    /// The rows whose bucket is so.
    pub(super) fn count(&self, is_so: impl Fn(i64) -> bool) -> i64 {
        self.iter().filter(|(bucket, _)| is_so(*bucket)).map(|(_, cases)| cases).sum()
    }
    /// The buckets of the rows at these places, counted from nothing in ascending order. Of settled runs only.
    pub(super) fn at<const N: usize>(&self, places: [i64; N]) -> [Option<i64>; N] {
        let (mut found, mut seen) = ([None; N], 0);
        for (bucket, cases) in self.iter() {
            seen += cases;
            for (place, found) in places.iter().zip(&mut found) {
                if found.is_none() && seen > *place {
                    *found = Some(bucket);
                }
            }
        }
        found
    }
    /// As kept: for each bucket by how much it is above the one before, and `*` with the number of rows where it is not one.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 4);
        let mut before = 0;
        for (bucket, cases) in self.iter() {
            let space = if text.is_empty() { "" } else { " " };
            // Writing into a string does not fail.
            let _ = match cases {
                1 => write!(text, "{space}{}", bucket - before),
                _ => write!(text, "{space}{}*{cases}", bucket - before),
            };
            before = bucket;
        }
        text
    }
    /// Adds the rows of a kept total: by its runs, or all to the bucket 0 where it has none.
    pub(super) fn add_kept(&mut self, text: &str, cases: i64) -> Option<()> {
        if text.is_empty() {
            self.0.push((0, cases));
            return Some(());
        }
        self.extend_from_text(text)
    }
    /// Adds what [`text`](Self::text) wrote; nothing when it did not write this.
    pub(super) fn extend_from_text(&mut self, text: &str) -> Option<()> {
        let (mut rest, mut bucket) = (text.as_bytes(), 0_i64);
        // Most runs have three digits.
        self.0.reserve(text.len() / 4);
        while !rest.is_empty() {
            bucket = bucket.checked_add(number(&mut rest)?)?;
            let cases = match rest.split_first() {
                Some((b'*', after)) => {
                    rest = after;
                    number(&mut rest)?
                }
                _ => 1,
            };
            self.0.push((bucket, cases));
            rest = match rest.split_first() {
                Some((b' ', after)) if !after.is_empty() => after,
                None => rest,
                _ => return None,
            };
        }
        Some(())
    }
}

/// The number `rest` begins with, which is taken off. Histories of years are read this way, so it is done by hand.
fn number(rest: &mut &[u8]) -> Option<i64> {
    let negative = rest.first() == Some(&b'-');
    let mut at = usize::from(negative);
    let first = at;
    let mut number = 0_i64;
    while let Some(digit) = rest.get(at).filter(|byte| byte.is_ascii_digit()) {
        number = number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        at += 1;
    }
    if at == first {
        return None;
    }
    *rest = rest.get(at..)?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn runs_are_written_as_distances() {
        let mut runs = Runs::of(-1, 3);
        for (bucket, cases) in [(40, 1), (7, 1), (40, 1)] {
            runs.push(bucket, cases);
        }
        runs.settle();
        assert_eq!(runs.text(), "-1*3 8 33*2");
        assert_eq!(runs.at([0, 2, 3, 4, 5, 6]), [Some(-1), Some(-1), Some(7), Some(40), Some(40), None]);
        assert_eq!(runs.count(|bucket| bucket > 6), 3);
    }

    #[test]
    fn what_is_no_run_is_not_read() {
        for text in
            ["1*2 x", "x", "1*", "-", "1 ", " 1", "1  2", "1*2*3", "99999999999999999999", "9223372036854775807 1"]
        {
            assert_eq!(Runs::default().extend_from_text(text), None, "{text}");
        }
        assert_eq!(Runs::default().extend_from_text(""), Some(()));
    }

    proptest! {
        #[test]
        fn runs_come_back_and_add_up_as_their_rows_do(
            close in prop::collection::vec((-3i64..40, -2i64..5), 0..60),
            far in prop::collection::vec((-9_000_000_000i64..9_000_000_000, -2i64..5), 0..4),
            cut in 0usize..60,
        ) {
            let rows = [close, far].concat();
            let mut slow: BTreeMap<i64, i64> = BTreeMap::new();
            for (bucket, cases) in &rows {
                *slow.entry(*bucket).or_default() += cases;
            }
            slow.retain(|_, cases| *cases != 0);
            // In two parts, written down and read again.
            let (first, second) = rows.split_at(cut.min(rows.len()));
            let mut all = Runs::default();
            for part in [first, second] {
                let mut runs = Runs(part.to_vec());
                runs.settle();
                all.extend_from_text(&runs.text()).expect("runs");
            }
            all.settle();
            prop_assert_eq!(all.iter().collect::<Vec<_>>(), slow.into_iter().collect::<Vec<_>>());
        }
    }
}
