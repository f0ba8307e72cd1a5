//! How many rows fell into which bucket, exactly: whole days or minutes of durations, days things happened on, positions of stages.
//!
//! Kept as one text per total and not as a row per bucket: a minute of a month has hardly more than one registration, so that rows per bucket
//! would be a second copy of history, and reading them would take as long as reading history.

use std::fmt::Write as _;

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
    /// Each bucket once, in ascending order, and none without rows.
    pub(super) fn settle(&mut self) {
        if self.0.is_sorted_by(|a, b| a.0 < b.0) && self.0.iter().all(|(_, cases)| *cases != 0) {
            return;
        }
        // Sorting many runs that are in order each is merging them.
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
        let mut bucket = 0_i64;
        for run in text.split_ascii_whitespace() {
            let (above, cases) = match run.split_once('*') {
                Some((above, cases)) => (above, cases.parse().ok()?),
                None => (run, 1),
            };
            bucket = bucket.checked_add(above.parse().ok()?)?;
            self.0.push((bucket, cases));
        }
        Some(())
    }
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
        assert_eq!(Runs::default().extend_from_text("1*2 x"), None);
        assert_eq!(Runs::default().extend_from_text(""), Some(()));
    }

    proptest! {
        #[test]
        fn runs_come_back_and_add_up_as_their_rows_do(rows in prop::collection::vec((-3i64..40, -2i64..5), 0..60), cut in 0usize..60) {
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
