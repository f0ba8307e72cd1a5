//! The first pass over a table's files: how many rows, which keys stand there more than once, whether groups lie together.
//!
//! Of every key only 64 bits of its hash are kept, and these are sorted on disk in blocks: memory does not grow with the file.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::{BufReader, BufWriter, Read, Result, Seek, Write};

/// Hashes held in memory before they go to disk (8 MB).
const BLOCK: usize = 1_000_000;

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Rows below the header.
    pub(crate) rows: u64,
    /// Hashes of keys that stand there more than once (apart, when rows are grouped).
    repeated: BTreeSet<u64>,
    hasher: RandomState,
}

impl Scan {
    /// Whether the key came more than once (or, once in 2⁶⁴, shares its hash with another: then it is only looked at twice).
    pub(crate) fn is_repeated(&self, key: &str) -> bool {
        self.repeated.contains(&self.hasher.hash_one(key))
    }
    /// Whether the rows of every group lie together.
    pub(crate) fn groups_lie_together(&self) -> bool {
        self.repeated.is_empty()
    }
}

/// Collects hashes during the pass.
pub(crate) struct Scanner {
    hasher: RandomState,
    rows: u64,
    block: Vec<u64>,
    spilled: Vec<File>,
    last: Option<u64>,
    grouped: bool,
}

impl Scanner {
    /// With `grouped`, rows with the same key one after the other count once.
    pub(crate) fn new(grouped: bool) -> Self {
        Self { hasher: RandomState::new(), rows: 0, block: Vec::new(), spilled: Vec::new(), last: None, grouped }
    }
    /// A row; `None` when it has no key.
    pub(crate) fn row(&mut self, key: Option<&str>) -> Result<()> {
        self.rows += 1;
        let Some(key) = key else { return Ok(()) };
        let hash = self.hasher.hash_one(key);
        if self.grouped && self.last == Some(hash) {
            return Ok(());
        }
        self.last = Some(hash);
        self.block.push(hash);
        if self.block.len() >= BLOCK {
            self.spill()?;
        }
        Ok(())
    }
    fn spill(&mut self) -> Result<()> {
        self.block.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for hash in self.block.drain(..) {
            out.write_all(&hash.to_le_bytes())?;
        }
        self.spilled.push(out.into_inner()?);
        Ok(())
    }
    /// Merges the blocks and finds the repetitions.
    pub(crate) fn finish(mut self) -> Result<Scan> {
        let mut repeated = BTreeSet::new();
        if self.spilled.is_empty() {
            self.block.sort_unstable();
            let mut previous = None;
            for hash in self.block {
                if previous == Some(hash) {
                    repeated.insert(hash);
                }
                previous = Some(hash);
            }
        } else {
            self.spill()?;
            let mut blocks = Vec::new();
            let mut heap = std::collections::BinaryHeap::new();
            for (at, mut file) in self.spilled.into_iter().enumerate() {
                file.rewind()?;
                let mut block = BufReader::new(file);
                if let Some(first) = next_hash(&mut block)? {
                    heap.push(std::cmp::Reverse((first, at)));
                }
                blocks.push(block);
            }
            let mut previous = None;
            while let Some(std::cmp::Reverse((hash, at))) = heap.pop() {
                if previous == Some(hash) {
                    repeated.insert(hash);
                }
                previous = Some(hash);
                if let Some(block) = blocks.get_mut(at)
                    && let Some(next) = next_hash(block)?
                {
                    heap.push(std::cmp::Reverse((next, at)));
                }
            }
        }
        Ok(Scan { rows: self.rows, repeated, hasher: self.hasher })
    }
}

fn next_hash(block: &mut impl Read) -> Result<Option<u64>> {
    let mut bytes = [0; 8];
    match block.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(u64::from_le_bytes(bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_comes_back_is_found_on_disk_as_in_memory() {
        for count in [10_u64, 2_500_000] {
            let mut scanner = Scanner::new(false);
            for n in 0..count {
                scanner.row(Some(&n.to_string())).expect("temporary file");
            }
            scanner.row(Some("7")).expect("temporary file");
            scanner.row(None).expect("temporary file");
            let scan = scanner.finish().expect("temporary file");
            assert_eq!(scan.rows, count + 2);
            assert!(scan.is_repeated("7"));
            assert!(!scan.is_repeated("8"));
        }
    }

    #[test]
    fn rows_of_a_group_that_lie_together_are_not_repetitions() {
        let keys = |keys: &[&str]| {
            let mut scanner = Scanner::new(true);
            for key in keys {
                scanner.row(Some(key)).expect("temporary file");
            }
            scanner.finish().expect("temporary file").groups_lie_together()
        };
        assert!(keys(&["a", "a", "b", "b"]));
        assert!(!keys(&["a", "b", "a"]));
    }
}
