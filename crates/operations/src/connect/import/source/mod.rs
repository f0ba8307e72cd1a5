//! Rows out of files, one at a time: memory does not grow with the file (a workbook's table of shared texts excepted).

mod decode;
mod files;
mod text;
mod workbook;

pub use files::{SourceFile, declaration, find_files};
pub use text::{delimiter, encoding, quote};

use super::mapping::{File, Format};
use csv::StringRecord;
use std::collections::BTreeMap;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Nothing lies at the path.
    #[error("file {id:?}: nothing at {path:?}")]
    FileMissing {
        /// The file's id in the mapping.
        id: String,
        /// The path or pattern in the mapping.
        path: String,
    },
    /// The workbook has no such sheet.
    #[error("file {path:?}: no sheet {sheet:?}, there are: {known}")]
    SheetMissing {
        /// The workbook.
        path: String,
        /// The sheet asked for.
        sheet: String,
        /// Its sheets.
        known: String,
    },
    /// There is no header row.
    #[error("file {path:?}: no header row")]
    HeaderMissing {
        /// The file.
        path: String,
    },
    /// The header has no such column.
    #[error("file {path:?}: no column {column:?}, there are: {known}")]
    ColumnMissing {
        /// The file.
        path: String,
        /// The column the mapping asks for.
        column: String,
        /// Its columns.
        known: String,
    },
    /// The header has a column twice, and the mapping asks for it.
    #[error("file {path:?}: column {column:?} stands there twice")]
    ColumnTwice {
        /// The file.
        path: String,
        /// The column.
        column: String,
    },
    /// The file is damaged, or not of its format.
    #[error("file {path:?}: {detail}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the reader said.
        detail: String,
    },
}

impl SourceError {
    /// The stable code; its sentence is `import-error-<code>` in Fluent.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileMissing { .. } => "file_missing",
            Self::SheetMissing { .. } => "sheet_missing",
            Self::HeaderMissing { .. } => "header_missing",
            Self::ColumnMissing { .. } => "column_missing",
            Self::ColumnTwice { .. } => "column_twice",
            Self::Unreadable { .. } => "unreadable",
        }
    }
    /// Values for the sentence.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, &String)> = match self {
            Self::FileMissing { id, path } => vec![("id", id), ("path", path)],
            Self::SheetMissing { path, sheet, known } => vec![("path", path), ("sheet", sheet), ("known", known)],
            Self::HeaderMissing { path } => vec![("path", path)],
            Self::ColumnMissing { path, column, known } => vec![("path", path), ("column", column), ("known", known)],
            Self::ColumnTwice { path, column } => vec![("path", path), ("column", column)],
            Self::Unreadable { path, detail } => vec![("path", path), ("detail", detail)],
        };
        pairs.into_iter().map(|(k, v)| (k.to_owned(), v.clone())).collect()
    }
}

/// What kind of cell a text came from: a workbook knows numbers and dates, a text file does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// As somebody wrote it; the mapping's formats apply.
    #[default]
    Written,
    /// A number of a workbook, as `1234.5`.
    Number,
    /// A date or time of a workbook, as `2026-11-24` or `2026-11-24T10:00:00`.
    Date,
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Which of the files of the same shape, in order.
    pub file: u32,
    /// Its line (text) or row (workbook), counted from 1 at the top of the file.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// What the cells were; empty for a text file.
    pub kinds: Vec<CellKind>,
    /// Why the row cannot be used: a code.
    pub damage: Option<Damage>,
}

/// Why a row as a whole cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// More or fewer cells than the header.
    CellCount {
        /// Columns of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Bytes that mean nothing in the file's encoding.
    Encoding,
}

impl Row {
    /// The kind of a cell.
    pub fn kind(&self, column: usize) -> CellKind {
        self.kinds.get(column).copied().unwrap_or_default()
    }
}

/// The columns of a file.
#[derive(Debug, Clone)]
pub struct Header {
    /// For messages.
    pub path: String,
    /// The names, trimmed.
    pub columns: Vec<String>,
}

impl Header {
    /// Where a column stands.
    ///
    /// # Errors
    /// When it is not there, or twice.
    pub fn position(&self, column: &str) -> Result<usize, SourceError> {
        let mut places = self.columns.iter().enumerate().filter(|(_, name)| *name == column).map(|(at, _)| at);
        match (places.next(), places.next()) {
            (Some(at), None) => Ok(at),
            (Some(_), Some(_)) => Err(SourceError::ColumnTwice { path: self.path.clone(), column: column.to_owned() }),
            (None, _) => Err(SourceError::ColumnMissing {
                path: self.path.clone(),
                column: column.to_owned(),
                known: self.columns.join(", "),
            }),
        }
    }
}

/// Gives every row of one open file to `each`, until it says stop.
pub type EachRow<'a, E> = &'a mut dyn FnMut(&Row) -> Result<(), E>;

/// The format of a file: as said, or by the end of its name.
pub fn format_of(file: &File) -> Option<Format> {
    let name = file.path.as_ref().to_ascii_lowercase();
    file.format.or(if name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt") {
        Some(Format::Csv)
    } else if name.ends_with(".gz") {
        Some(Format::CsvGz)
    } else if name.ends_with(".xlsx") {
        Some(Format::Xlsx)
    } else {
        None
    })
}

/// Reads the header of a file.
///
/// # Errors
/// When the file cannot be read or has no header.
pub fn read_header(spec: &File, file: &SourceFile) -> Result<Header, SourceError> {
    match format_of(spec) {
        Some(Format::Xlsx) => workbook::header(spec, file),
        Some(Format::Csv | Format::CsvGz) | None => text::TextReader::open(spec, file).map(|reader| reader.header),
    }
}

/// Columns whose empty cells repeat the one above.
struct FilledDown {
    /// Where they stand, and what stood there last with its kind.
    columns: Vec<(usize, String, CellKind)>,
}

impl FilledDown {
    fn of(spec: &File, file: &SourceFile) -> Result<Self, SourceError> {
        if spec.fill_down.is_empty() {
            return Ok(Self { columns: Vec::new() });
        }
        let header = read_header(spec, file)?;
        let places = spec.fill_down.iter().map(|column| header.position(column.as_ref()));
        let columns = places.map(|at| Ok((at?, String::new(), CellKind::default())));
        Ok(Self { columns: columns.collect::<Result<_, SourceError>>()? })
    }
    /// The row with what stood above in its empty cells; nothing where it stays as it is.
    fn fill(&mut self, row: &Row) -> Option<Row> {
        // What stands in a broken row may stand in the wrong column.
        if row.damage.is_some() {
            self.columns.iter_mut().for_each(|(_, last, _)| last.clear());
            return None;
        }
        let mut filled: Vec<(usize, &str, CellKind)> = Vec::new();
        // A new group has inner ones of its own.
        let mut begun = false;
        for (at, last, kind) in &mut self.columns {
            match row.cells.get(*at).filter(|cell| !cell.trim().is_empty()) {
                Some(cell) => {
                    (*last, *kind) = (cell.to_owned(), row.kind(*at));
                    begun = true;
                }
                None if begun => last.clear(),
                None if !last.is_empty() => filled.push((*at, last, *kind)),
                None => {}
            }
        }
        if filled.is_empty() {
            return None;
        }
        let above = |at: usize| filled.iter().find(|(place, ..)| *place == at);
        let cells = row.cells.iter().enumerate().map(|(at, cell)| above(at).map_or(cell, |(_, last, _)| *last));
        let kinds = (0..row.cells.len()).map(|at| above(at).map_or_else(|| row.kind(at), |(.., kind)| *kind));
        Some(Row { cells: cells.collect(), kinds: kinds.collect(), ..row.clone() })
    }
}

/// Reads a file from top to bottom, giving each row below the header to `each`.
///
/// # Errors
/// When the file cannot be read, or what `each` returns.
pub fn read_rows<E: From<SourceError>>(spec: &File, file: &SourceFile, each: EachRow<'_, E>) -> Result<(), E> {
    let mut down = FilledDown::of(spec, file)?;
    let each: EachRow<'_, E> = &mut |row: &Row| match down.fill(row) {
        Some(filled) => each(&filled),
        None => each(row),
    };
    match format_of(spec) {
        Some(Format::Xlsx) => workbook::rows(spec, file, each),
        Some(Format::Csv | Format::CsvGz) | None => {
            let mut reader = text::TextReader::open(spec, file)?;
            let mut row = Row { file: file.number, ..Row::default() };
            while reader.next_row(&mut row)? {
                each(&row)?;
            }
            Ok(())
        }
    }
}
