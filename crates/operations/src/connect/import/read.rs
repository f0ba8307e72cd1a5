//! The reading side of a run: a thread of its own that goes through the tables and hands on batches of records.

use super::mapping::{Mapping, Table};
use super::scan::{Scan, Scanner};
use super::sorted::Sorter;
use super::source::{Header, Row, SourceError, SourceFile, find_files, read_header, read_rows};
use super::transform::{BoundTable, Lookups, Record, Skip, notation, problem};
use kernel::FieldError;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::Sender;

/// Records, rejected rows or skipped rows in one batch: as many share a write transaction.
const BATCH: usize = 1_500;
/// Rows in one batch, whatever becomes of them.
const BATCH_ROWS: u64 = 8_000;
/// Rows of one group. A larger one is a wrong `group_by`, and would not fit into memory.
const GROUP_ROWS: usize = 20_000;

/// Why reading stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// A file is not as the mapping says.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The disk.
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    /// Nobody takes the batches any more.
    #[error("the import was stopped")]
    Stopped,
}

/// Rows that are not imported, and why.
#[derive(Debug)]
pub(crate) struct Rejected {
    pub(crate) rows: Vec<Row>,
    pub(crate) errors: Vec<FieldError>,
}

/// What happened to some rows of one table.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Which table of the mapping.
    pub(crate) table: usize,
    /// Rows or groups of the table so far, this batch included.
    pub(crate) position: u64,
    /// Rows in this batch.
    pub(crate) rows: u64,
    pub(crate) records: Vec<Record>,
    pub(crate) rejected: Vec<Rejected>,
    /// Rows left out on purpose.
    pub(crate) skipped: u64,
    /// Rows that say again what an earlier one said.
    pub(crate) repeated: u64,
}

/// What the reading side tells.
pub(crate) enum Message {
    /// A table begins: its rows in all, and the files' names and columns.
    Begin { table: usize, rows: u64, files: Vec<SourceFile>, bound: Arc<Vec<BoundTable>> },
    /// Rows.
    Batch(Batch),
    /// A table has ended.
    End { table: usize },
}

/// Where to go on: the tables before `table` are done, and so many rows or groups of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Checkpoint {
    pub(crate) table: usize,
    pub(crate) position: u64,
}

/// Reads all tables from `from` on.
pub(crate) fn read(
    mapping: &Mapping,
    folder: &Path,
    zone: &jiff::tz::TimeZone,
    from: Checkpoint,
    out: &Sender<Message>,
) -> Result<(), ReadError> {
    let mut lookups = Lookups::default();
    for (index, table) in mapping.tables.iter().enumerate().skip(from.table) {
        let position = if index == from.table { from.position } else { 0 };
        let bound = Arc::new(bind(mapping, table, folder, zone, &mut lookups)?);
        TableReader { mapping, table, index, bound, skip_until: position }.read(folder, out)?;
    }
    Ok(())
}

/// Ties the table to each of its files.
fn bind(
    mapping: &Mapping,
    table: &Table,
    folder: &Path,
    zone: &jiff::tz::TimeZone,
    lookups: &mut Lookups,
) -> Result<Vec<BoundTable>, SourceError> {
    let Some(spec) = mapping.file(table.file.as_ref()) else { return Ok(Vec::new()) };
    let notation = Arc::new(notation(mapping, zone));
    let empty: Arc<[String]> = mapping.source.empty.clone().into();
    let mut bound = Vec::new();
    for file in find_files(folder, spec)? {
        let header: Header = read_header(spec, &file)?;
        let binder = super::transform::Binder {
            mapping,
            folder,
            header: &header,
            lookups,
            notation: notation.clone(),
            empty: empty.clone(),
        };
        bound.push(BoundTable::bind(table, binder)?);
    }
    Ok(bound)
}

struct TableReader<'a> {
    mapping: &'a Mapping,
    table: &'a Table,
    index: usize,
    bound: Arc<Vec<BoundTable>>,
    skip_until: u64,
}

impl TableReader<'_> {
    fn bound(&self, row: &Row) -> Result<&BoundTable, ReadError> {
        self.bound.get(row.file as usize).ok_or(ReadError::Stopped)
    }

    fn read(&self, folder: &Path, out: &Sender<Message>) -> Result<(), ReadError> {
        let Some(spec) = self.mapping.file(self.table.file.as_ref()) else { return Ok(()) };
        let files = find_files(folder, spec)?;
        let grouped = self.table.group_by.is_some();
        let mut scanner = Scanner::new(grouped);
        for file in &files {
            read_rows::<ReadError>(spec, file, &mut |row| {
                let bound = self.bound(row)?;
                let key = if bound.admit(row).is_ok() || belongs(bound, row, grouped) { bound.key(row) } else { None };
                Ok(scanner.row(key.as_deref())?)
            })?;
        }
        let scan = scanner.finish()?;
        send(
            out,
            Message::Begin { table: self.index, rows: scan.rows, files: files.clone(), bound: self.bound.clone() },
        )?;
        let mut batches = Batches {
            out,
            table: self.index,
            skip_until: self.skip_until,
            current: Batch { table: self.index, ..Batch::default() },
            position: 0,
        };
        if grouped && !scan.groups_lie_together() {
            let mut sorter = Sorter::new();
            let mut alone = Vec::new();
            for file in &files {
                read_rows::<ReadError>(spec, file, &mut |row| {
                    let bound = self.bound(row)?;
                    match bound.admit(row) {
                        Err(_) if belongs(bound, row, true) => {
                            Ok(sorter.push(&bound.key(row).unwrap_or_default(), row)?)
                        }
                        Ok(()) => Ok(sorter.push(&bound.key(row).unwrap_or_default(), row)?),
                        Err(skip) => {
                            alone.push((row.clone(), skip));
                            if alone.len() >= BATCH {
                                for (row, skip) in alone.drain(..) {
                                    batches.left_out(row, skip)?;
                                }
                            }
                            Ok(())
                        }
                    }
                })?;
            }
            for (row, skip) in alone {
                batches.left_out(row, skip)?;
            }
            let mut grouping = Grouping { reader: self, rows: Vec::new(), key: None, over: 0 };
            sorter.finish::<ReadError>(&mut |group, row| grouping.row(group, row, &mut batches))?;
            grouping.close(&mut batches)?;
        } else if grouped {
            let mut grouping = Grouping { reader: self, rows: Vec::new(), key: None, over: 0 };
            for file in &files {
                read_rows::<ReadError>(spec, file, &mut |row| {
                    let bound = self.bound(row)?;
                    match bound.admit(row) {
                        Err(_) if belongs(bound, row, true) => {
                            grouping.row(&bound.key(row).unwrap_or_default(), row, &mut batches)
                        }
                        Ok(()) => grouping.row(&bound.key(row).unwrap_or_default(), row, &mut batches),
                        Err(skip) => batches.left_out(row.clone(), skip),
                    }
                })?;
            }
            grouping.close(&mut batches)?;
        } else {
            let mut repeated = Repeated { scan: &scan, seen: HashMap::new() };
            for file in &files {
                read_rows::<ReadError>(spec, file, &mut |row| self.single(row, &mut repeated, &mut batches))?;
            }
        }
        batches.flush()?;
        send(out, Message::End { table: self.index })
    }

    /// A row that is a record of its own.
    fn single(&self, row: &Row, repeated: &mut Repeated<'_>, batches: &mut Batches<'_>) -> Result<(), ReadError> {
        let bound = self.bound(row)?;
        if let Err(skip) = bound.admit(row) {
            return batches.left_out(row.clone(), skip);
        }
        let key = bound.key(row).unwrap_or_default();
        // Rows before the checkpoint are read again only as far as later rows may repeat them.
        if batches.is_behind() && !repeated.scan.is_repeated(&key) {
            return batches.pass();
        }
        let record = bound.begin(self.mapping, key, row).and_then(|mut record| {
            BoundTable::finish(&mut record)?;
            Ok(record)
        });
        match record {
            Err(errors) => batches.reject(vec![row.clone()], errors),
            Ok(mut record) => match repeated.look(&record, row.line) {
                Earlier::None => {
                    record.rows.push(row.clone());
                    batches.record(record, 1)
                }
                Earlier::Same => batches.repeat(),
                Earlier::Different { line } => {
                    let error = problem("key", "key_repeated", [("key", &record.key), ("line", &line.to_string())]);
                    batches.reject(vec![row.clone()], vec![error])
                }
            },
        }
    }
}

/// Whether a damaged row still tells its group: then the group waits with it, since it would be placed without one of its lines.
fn belongs(bound: &BoundTable, row: &Row, grouped: bool) -> bool {
    grouped && row.damage.is_some() && bound.key(row).is_some_and(|key| !key.is_empty() && key.len() <= 300)
}

fn send(out: &Sender<Message>, message: Message) -> Result<(), ReadError> {
    out.blocking_send(message).map_err(|_| ReadError::Stopped)
}

/// Keys that come more than once, and what their first row said.
struct Repeated<'a> {
    scan: &'a Scan,
    seen: HashMap<String, (String, u64)>,
}
enum Earlier {
    None,
    Same,
    Different { line: u64 },
}
impl Repeated<'_> {
    fn look(&mut self, record: &Record, line: u64) -> Earlier {
        if !self.scan.is_repeated(&record.key) {
            return Earlier::None;
        }
        let content = kernel::secret::content_hash(
            format!("{:?}{:?}{:?}{:?}", record.fields, record.attributes, record.lines, record.stages).as_bytes(),
        );
        match self.seen.get(&record.key) {
            None => {
                self.seen.insert(record.key.clone(), (content, line));
                Earlier::None
            }
            Some((first, _)) if *first == content => Earlier::Same,
            Some((_, line)) => Earlier::Different { line: *line },
        }
    }
}

/// Collects the rows of one group until the next begins.
struct Grouping<'a> {
    reader: &'a TableReader<'a>,
    key: Option<String>,
    rows: Vec<Row>,
    over: u64,
}

impl Grouping<'_> {
    fn row(&mut self, group: &str, row: &Row, batches: &mut Batches<'_>) -> Result<(), ReadError> {
        if self.key.as_deref() != Some(group) {
            self.close(batches)?;
            self.key = Some(group.to_owned());
        }
        if self.rows.len() < GROUP_ROWS {
            self.rows.push(row.clone());
        } else {
            self.over += 1;
        }
        Ok(())
    }

    fn close(&mut self, batches: &mut Batches<'_>) -> Result<(), ReadError> {
        let Some(key) = self.key.take() else { return Ok(()) };
        let rows = std::mem::take(&mut self.rows);
        let count = rows.len() as u64 + std::mem::take(&mut self.over);
        if batches.is_behind() {
            return batches.pass();
        }
        if count > GROUP_ROWS as u64 {
            let limits = problem("key", "group_too_large", [("key", &key), ("max", &GROUP_ROWS.to_string())]);
            batches.current.rows += count - rows.len() as u64;
            return batches.reject(rows, vec![limits]);
        }
        match self.record(key, &rows) {
            Ok(mut record) => {
                record.rows = rows;
                batches.record(record, count)
            }
            Err(errors) => batches.reject(rows, errors),
        }
    }

    fn record(&self, key: String, rows: &[Row]) -> Result<Record, Vec<FieldError>> {
        let mapping = self.reader.mapping;
        let mut record: Option<Record> = None;
        for row in rows {
            let Ok(bound) = self.reader.bound(row) else { continue };
            if let Err(Skip::Problem(error)) = bound.admit(row) {
                return Err(vec![error]);
            }
            match &mut record {
                None => record = Some(bound.begin(mapping, key.clone(), row)?),
                Some(record) => {
                    let head = bound.head(mapping, row)?;
                    if let Some(field) = differing(record, &head.fields, &head.attributes) {
                        return Err(vec![problem(
                            &field,
                            "group_differs",
                            [("key", &key), ("line", &row.line.to_string())],
                        )]);
                    }
                    bound.add(mapping, record, row)?;
                }
            }
        }
        let mut record = record.ok_or_else(|| vec![problem("key", "required", [])])?;
        BoundTable::finish(&mut record)?;
        Ok(record)
    }
}

/// The first field in which a row of the group says something else than the first row did.
fn differing(record: &Record, fields: &super::transform::Fields, attributes: &[(String, String)]) -> Option<String> {
    if record.fields == *fields && record.attributes == attributes {
        return None;
    }
    let names = record.fields.0.iter().chain(&fields.0).map(|(name, _)| *name);
    for name in names {
        if record.fields.get(name) != fields.get(name) {
            return Some(name.to_owned());
        }
    }
    Some("attribute".to_owned())
}

/// Fills batches and sends them.
struct Batches<'a> {
    out: &'a Sender<Message>,
    table: usize,
    skip_until: u64,
    current: Batch,
    position: u64,
}

impl Batches<'_> {
    /// Whether the next row or group was done before the run was interrupted.
    fn is_behind(&self) -> bool {
        self.position < self.skip_until
    }
    fn pass(&mut self) -> Result<(), ReadError> {
        self.position += 1;
        Ok(())
    }
    fn done(&mut self, rows: u64, count: impl FnOnce(&mut Batch)) -> Result<(), ReadError> {
        if self.is_behind() {
            return self.pass();
        }
        self.position += 1;
        self.current.rows += rows;
        count(&mut self.current);
        self.current.position = self.position;
        let full = self.current.records.len() + self.current.rejected.len() >= BATCH;
        if full || self.current.rows >= BATCH_ROWS { self.flush() } else { Ok(()) }
    }
    fn record(&mut self, record: Record, rows: u64) -> Result<(), ReadError> {
        self.done(rows, |batch| batch.records.push(record))
    }
    fn reject(&mut self, rows: Vec<Row>, errors: Vec<FieldError>) -> Result<(), ReadError> {
        self.done(rows.len() as u64, |batch| batch.rejected.push(Rejected { rows, errors }))
    }
    fn repeat(&mut self) -> Result<(), ReadError> {
        self.done(1, |batch| batch.repeated += 1)
    }
    fn left_out(&mut self, row: Row, skip: Skip) -> Result<(), ReadError> {
        match skip {
            Skip::OnPurpose => self.done(1, |batch| batch.skipped += 1),
            Skip::Problem(error) => self.reject(vec![row], vec![error]),
        }
    }
    fn flush(&mut self) -> Result<(), ReadError> {
        if self.current.rows == 0 {
            return Ok(());
        }
        let next = Batch { table: self.table, ..Batch::default() };
        send(self.out, Message::Batch(std::mem::replace(&mut self.current, next)))
    }
}
