//! Rows of a group brought together when the file has them apart: sorted by group in blocks on disk, then merged.

use super::source::{CellKind, Damage, Row};
use csv::StringRecord;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Result, Seek, Write};

/// Bytes of rows held in memory before they go to disk.
const BLOCK_BYTES: usize = 32 * 1024 * 1024;

/// Takes rows in any order and gives them back group by group; within a group in the order they came.
pub(crate) struct Sorter {
    block: Vec<(String, u64, Row)>,
    bytes: usize,
    block_bytes: usize,
    taken: u64,
    spilled: Vec<File>,
}

impl Sorter {
    pub(crate) fn new() -> Self {
        Self::with_block_bytes(BLOCK_BYTES)
    }
    fn with_block_bytes(block_bytes: usize) -> Self {
        Self { block: Vec::new(), bytes: 0, block_bytes, taken: 0, spilled: Vec::new() }
    }
    pub(crate) fn push(&mut self, group: &str, row: &Row) -> Result<()> {
        self.bytes += group.len() + row.cells.as_slice().len() + row.cells.len() * 8 + 100;
        self.block.push((group.to_owned(), self.taken, row.clone()));
        self.taken += 1;
        if self.bytes >= self.block_bytes {
            self.spill()?;
        }
        Ok(())
    }
    fn spill(&mut self) -> Result<()> {
        self.block.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for (group, number, row) in self.block.drain(..) {
            write_row(&mut out, &group, number, &row)?;
        }
        self.spilled.push(out.into_inner()?);
        self.bytes = 0;
        Ok(())
    }
    /// Gives every row with its group, sorted.
    pub(crate) fn finish<E: From<std::io::Error>>(
        mut self,
        each: &mut dyn FnMut(&str, &Row) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        if self.spilled.is_empty() {
            self.block.sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
            for (group, _, row) in &self.block {
                each(group, row)?;
            }
            return Ok(());
        }
        self.spill()?;
        let mut blocks = Vec::new();
        let mut heap = BinaryHeap::new();
        let mut heads = Vec::new();
        for (at, mut file) in self.spilled.into_iter().enumerate() {
            file.rewind()?;
            let mut block = BufReader::new(file);
            let head = read_row(&mut block)?;
            if let Some((group, number, _)) = &head {
                heap.push(Reverse((group.clone(), *number, at)));
            }
            heads.push(head);
            blocks.push(block);
        }
        while let Some(Reverse((group, _, at))) = heap.pop() {
            let (Some(head), Some(block)) = (heads.get_mut(at), blocks.get_mut(at)) else { continue };
            if let Some((_, _, row)) = head.take() {
                each(&group, &row)?;
            }
            *head = read_row(block)?;
            if let Some((group, number, _)) = head {
                heap.push(Reverse((group.clone(), *number, at)));
            }
        }
        Ok(())
    }
}

fn write_text(out: &mut impl Write, text: &str) -> Result<()> {
    out.write_all(&(text.len() as u64).to_le_bytes())?;
    out.write_all(text.as_bytes())
}

fn write_row(out: &mut impl Write, group: &str, number: u64, row: &Row) -> Result<()> {
    write_text(out, group)?;
    let (damage, expected, found) = match row.damage {
        None => (0, 0, 0),
        Some(Damage::Encoding) => (1, 0, 0),
        Some(Damage::CellCount { expected, found }) => (2, expected as u64, found as u64),
    };
    for value in [number, u64::from(row.file), row.line, damage, expected, found, row.cells.len() as u64] {
        out.write_all(&value.to_le_bytes())?;
    }
    for cell in &row.cells {
        write_text(out, cell)?;
    }
    let kinds: Vec<u8> = row
        .kinds
        .iter()
        .map(|kind| match kind {
            CellKind::Written => 0,
            CellKind::Number => 1,
            CellKind::Date => 2,
        })
        .collect();
    out.write_all(&(kinds.len() as u64).to_le_bytes())?;
    out.write_all(&kinds)
}

fn read_number(from: &mut impl Read) -> Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn read_bytes(from: &mut impl Read) -> Result<Vec<u8>> {
    let length = read_number(from)?;
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_text(from: &mut impl Read) -> Result<String> {
    String::from_utf8(read_bytes(from)?).map_err(std::io::Error::other)
}

fn read_row(from: &mut impl Read) -> Result<Option<(String, u64, Row)>> {
    let group = match read_text(from) {
        Ok(group) => group,
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    let number = read_number(from)?;
    let file = u32::try_from(read_number(from)?).map_err(std::io::Error::other)?;
    let line = read_number(from)?;
    let damage = read_number(from)?;
    let (expected, found) = (read_number(from)? as usize, read_number(from)? as usize);
    let damage = match damage {
        0 => None,
        1 => Some(Damage::Encoding),
        _ => Some(Damage::CellCount { expected, found }),
    };
    let mut cells = StringRecord::new();
    for _ in 0..read_number(from)? {
        cells.push_field(&read_text(from)?);
    }
    let kinds = read_bytes(from)?
        .into_iter()
        .map(|kind| match kind {
            0 => CellKind::Written,
            1 => CellKind::Number,
            _ => CellKind::Date,
        })
        .collect();
    Ok(Some((group, number, Row { file, line, cells, kinds, damage })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(block_bytes: usize) -> Vec<(String, u64)> {
        let mut sorter = Sorter::with_block_bytes(block_bytes);
        for line in 0..500_u64 {
            let group = format!("case-{}", line * 7 % 13);
            let row = Row {
                line,
                cells: StringRecord::from(vec![group.as_str(), "", "é\n"]),
                kinds: vec![CellKind::Written, CellKind::Number, CellKind::Date],
                ..Row::default()
            };
            sorter.push(&group, &row).expect("temporary file");
        }
        let mut out = Vec::new();
        sorter
            .finish::<std::io::Error>(&mut |group, row| {
                assert_eq!(row.cells.get(0), Some(group));
                assert_eq!(row.cells.get(2), Some("é\n"));
                assert_eq!(row.kind(2), CellKind::Date);
                out.push((group.to_owned(), row.line));
                Ok(())
            })
            .expect("temporary file");
        out
    }

    #[test]
    fn groups_come_together_in_the_order_of_their_rows_whether_on_disk_or_not() {
        let in_memory = sorted(usize::MAX);
        let mut expected = in_memory.clone();
        expected.sort();
        assert_eq!(in_memory, expected);
        assert_eq!(in_memory.len(), 500);
        assert_eq!(sorted(1_000), in_memory);
    }
}
