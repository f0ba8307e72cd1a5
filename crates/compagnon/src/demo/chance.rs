//! Chance that falls the same way every time.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A seeded source of choices.
pub(super) struct Chance(StdRng);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }
    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }
    /// From 0 up to, not including, `n`; 0 for an empty range.
    pub(super) fn index(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.0.random_range(0..n) }
    }
    /// True in `percent` of a hundred cases.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }
    /// One of `from`.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = self.index(from.len());
        from.get(index).expect("the lists of the sample data are not empty")
    }
    /// One of `from`.
    pub(super) fn text(&mut self, from: &[&'static str]) -> &'static str {
        self.pick::<&str>(from)
    }
    /// The index of a weight, the heavier the likelier.
    pub(super) fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.between(1, weights.iter().sum::<i64>().max(1));
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left <= 0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
    /// A lopsided amount around `middle`: most below it, a few several times as large.
    pub(super) fn skewed(&mut self, middle: i64) -> i64 {
        let tail = [60, 80, 90, 100, 110, 130, 170, 260, 480];
        let weight = [14, 18, 16, 14, 12, 10, 8, 6, 2];
        let factor = tail.get(self.weighted(&weight)).copied().unwrap_or(100);
        let spread = self.between(82, 118);
        middle * factor * spread / 10_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_choices() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..50).map(|_| chance.between(0, 1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let mut chance = Chance::new(1);
        assert!((0..200).all(|_| chance.weighted(&[0, 3, 0]) == 1));
    }
}
