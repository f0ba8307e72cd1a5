//! Separated values, also compressed and in any encoding.

use super::decode::Utf8Reader;
use super::{Damage, Header, Row, SourceError, SourceFile, format_of};
use crate::connect::import::mapping::{File, Format};
use csv::{ByteRecord, StringRecord};
use encoding_rs::Encoding;
use std::io::{BufRead, BufReader, Read};

/// Rows of an open text file.
pub(super) struct TextReader {
    pub(super) header: Header,
    reader: csv::Reader<Box<dyn Read>>,
    /// Lines above what the CSV reader sees.
    skipped: u64,
    /// Lines end with carriage return and line feed: the CSV reader counts a line only with the line feed, which it reads later.
    crlf: bool,
    /// Decoded text holds U+FFFD where bytes were malformed; UTF-8 is read as it is and checked here.
    decoded: bool,
    short_rows: bool,
}

impl TextReader {
    pub(super) fn open(spec: &File, file: &SourceFile) -> Result<Self, SourceError> {
        let unreadable = |detail: String| SourceError::Unreadable { path: file.name.clone(), detail };
        let open = std::fs::File::open(&file.path).map_err(|e| unreadable(e.to_string()))?;
        let raw: Box<dyn Read> = match format_of(spec) {
            Some(Format::CsvGz) => Box::new(flate2::read::MultiGzDecoder::new(BufReader::new(open))),
            _ => Box::new(open),
        };
        let encoding = encoding(spec);
        let decoded = encoding != encoding_rs::UTF_8;
        let text: Box<dyn Read> = if decoded { Box::new(Utf8Reader::new(raw, encoding)) } else { raw };
        let mut text = BufReader::with_capacity(64 * 1024, text);
        let mut line = Vec::new();
        for _ in 0..spec.skip {
            line.clear();
            text.read_until(b'\n', &mut line).map_err(|e| unreadable(e.to_string()))?;
        }
        let begin = text.fill_buf().map_err(|e| unreadable(e.to_string()))?;
        let crlf = begin.split(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r"));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(spec))
            .quote(quote(spec))
            .buffer_capacity(64 * 1024)
            .from_reader(Box::new(text) as Box<dyn Read>);
        let columns = match &spec.columns {
            Some(columns) => columns.clone(),
            None => {
                let mut record = StringRecord::new();
                let found = reader.read_record(&mut record).map_err(|e| unreadable(e.to_string()))?;
                if !found {
                    return Err(SourceError::HeaderMissing { path: file.name.clone() });
                }
                record.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_owned()).collect()
            }
        };
        let header = Header { path: file.name.clone(), columns };
        Ok(Self { header, reader, skipped: u64::from(spec.skip), crlf, decoded, short_rows: spec.short_rows })
    }

    /// Reads the next row into `row`; false at the end.
    pub(super) fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        let mut bytes = std::mem::take(&mut row.cells).into_byte_record();
        let found = self
            .reader
            .read_byte_record(&mut bytes)
            .map_err(|e| SourceError::Unreadable { path: self.header.path.clone(), detail: e.to_string() })?;
        if !found {
            return Ok(false);
        }
        row.line = self.skipped + self.first_line(&bytes);
        row.damage = None;
        let expected = self.header.columns.len();
        match StringRecord::from_byte_record(bytes) {
            Ok(cells) => {
                if self.decoded && cells.iter().any(|cell| cell.contains('\u{fffd}')) {
                    row.damage = Some(Damage::Encoding);
                }
                row.cells = cells;
            }
            Err(error) => {
                row.damage = Some(Damage::Encoding);
                row.cells = StringRecord::from_byte_record_lossy(error.into_byte_record());
            }
        }
        while self.short_rows && row.cells.len() < expected {
            row.cells.push_field("");
        }
        let found = row.cells.len();
        // Spreadsheets add empty cells at the end of a row; cells with something in them have no column to go to.
        let extra = row.cells.iter().skip(expected).any(|cell| !cell.trim().is_empty());
        if found < expected || extra {
            row.damage.get_or_insert(Damage::CellCount { expected, found });
        }
        Ok(true)
    }

    /// The line on which the record begins. The CSV reader passes over blank lines and gives their place instead, so
    /// the line is counted back from the record's end.
    fn first_line(&self, bytes: &ByteRecord) -> u64 {
        let behind = |at: &csv::Position| u64::from(self.crlf && at.byte() > 0);
        let given = bytes.position().map_or(0, |at| at.line() + behind(at));
        let inside: usize = bytes.iter().map(|cell| cell.split(|byte| *byte == b'\n').count().saturating_sub(1)).sum();
        let end = self.reader.position().line() + behind(self.reader.position());
        given.max(end.saturating_sub(inside as u64 + 1))
    }
}

fn ascii(given: Option<char>, default: u8) -> u8 {
    given.and_then(|c| u8::try_from(c).ok()).unwrap_or(default)
}

/// What separates cells.
pub fn delimiter(spec: &File) -> u8 {
    let usual = if spec.path.as_ref().to_ascii_lowercase().contains(".tsv") { b'\t' } else { b',' };
    ascii(spec.delimiter, usual)
}

/// What encloses cells.
pub fn quote(spec: &File) -> u8 {
    ascii(spec.quote, b'"')
}

/// How letters are written.
pub fn encoding(spec: &File) -> &'static Encoding {
    let named = spec.encoding.as_ref().and_then(|label| Encoding::for_label(label.as_ref().as_bytes()));
    named.unwrap_or(encoding_rs::UTF_8)
}
