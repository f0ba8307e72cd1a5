//! Rows that could not be placed: kept with the run, and written to a file that can be mended and imported again.

use super::Apply;
use super::bulk::Bulk;
use crate::Ctx;
use crate::connect::import::mapping::{Mapping, Target};
use crate::connect::import::read::Rejected;
use crate::connect::import::source::{Row, declaration, delimiter, encoding, quote};
use crate::connect::import::transform::problem;
use encoding_rs::Encoding;
use kernel::id::{ImportRowId, ImportRunId};
use kernel::{FieldError, Locale, Outcome};
use sea_orm::FromQueryResult;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use storage::{Sql, Tx};

const COLUMNS: &[&str] = &["id", "run_id", "file", "line", "outcome", "code", "field", "params", "raw"];
/// Rows read in one query when the file is written.
const PAGE: i64 = 1_000;

/// Why a row is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// It was not imported.
    Rejected,
    /// It was imported without a reference.
    Unresolved,
}

/// Lists the rejected rows and the references that led nowhere.
pub(super) async fn keep(
    apply: &Apply<'_>,
    tx: &Tx,
    rejected: &[Rejected],
    notes: &[(Target, FieldError, Row)],
) -> Outcome<()> {
    let with_group = problem("key", "group_rejected", []);
    let mut listed = Vec::new();
    for refused in rejected {
        // All rows of a group stand or fall together; the reason stands at each.
        let error = refused.errors.first().unwrap_or(&with_group);
        listed.extend(refused.rows.iter().map(|row| (Listed::Rejected, error, row)));
    }
    listed.extend(notes.iter().map(|(_, note, row)| (Listed::Unresolved, note, row)));
    list(apply, tx, &listed).await
}

/// Lists rows with their reasons.
pub(super) async fn list(apply: &Apply<'_>, tx: &Tx, rows: &[(Listed, &FieldError, &Row)]) -> Outcome<()> {
    let mut bulk = Bulk::insert("import_row", COLUMNS);
    for (listed, error, row) in rows {
        let file = apply.files.iter().find(|f| f.number == row.file).map(|f| f.name.as_str()).unwrap_or_default();
        let header = apply.bound.get(row.file as usize).map(|b| b.header.columns.as_slice()).unwrap_or_default();
        let cells: Vec<&str> = row.cells.iter().collect();
        let outcome = if *listed == Listed::Rejected { "rejected" } else { "unresolved" };
        bulk.push([
            ImportRowId::new().into(),
            apply.run.into(),
            file.into(),
            i64::try_from(row.line).unwrap_or(i64::MAX).into(),
            outcome.into(),
            error.code.as_str().into(),
            Some(error.field.clone()).filter(|f| !f.is_empty()).into(),
            serde_json::json!(error.params).to_string().into(),
            serde_json::json!({ "columns": header, "cells": cells }).to_string().replace("\\u0000", "\u{fffd}").into(),
        ]);
    }
    bulk.write(tx).await
}

/// Lists one row again whose text is at hand already.
pub(super) async fn list_raw(
    apply: &Apply<'_>,
    tx: &Tx,
    error: &FieldError,
    file: &str,
    line: i64,
    raw: &str,
) -> Outcome<()> {
    let mut bulk = Bulk::insert("import_row", COLUMNS);
    bulk.push([
        ImportRowId::new().into(),
        apply.run.into(),
        file.into(),
        line.into(),
        "unresolved".into(),
        error.code.as_str().into(),
        Some(error.field.clone()).into(),
        serde_json::json!(error.params).to_string().into(),
        raw.into(),
    ]);
    bulk.write(tx).await
}

#[derive(FromQueryResult)]
struct ListedRow {
    id: ImportRowId,
    file: String,
    line: i64,
    code: String,
    field: Option<String>,
    params: String,
    raw: String,
}

#[derive(serde::Deserialize, Default)]
struct Raw {
    columns: Vec<String>,
    cells: Vec<String>,
}

/// The sentence for a rejected row.
pub fn sentence(locale: Locale, code: &str, field: &str, params: &BTreeMap<String, String>) -> String {
    let mut args: Vec<(&str, i18n::Arg<'_>)> =
        params.iter().map(|(name, value)| (name.as_str(), i18n::Arg::Str(value.as_str().into()))).collect();
    args.push(("field", i18n::Arg::Str(field.into())));
    i18n::text_args(locale, &format!("import-row-{}", code.replace('_', "-")), &args)
}

/// A file in an encoding of its own.
struct Encoded {
    encoding: &'static Encoding,
    file: std::fs::File,
    /// The beginning of a letter whose end comes with the next call.
    torn: Vec<u8>,
}

impl Encoded {
    /// Begins with as many empty lines as the mapping has skipped in the file itself.
    fn begin(encoding: &'static Encoding, skipped: u32, file: std::fs::File) -> std::io::Result<Self> {
        let mut begun = Self { encoding, file, torn: Vec::new() };
        if encoding.output_encoding() != encoding {
            begun.write_all("\u{feff}".as_bytes())?;
        }
        for _ in 0..skipped {
            begun.write_all(b"\n")?;
        }
        Ok(begun)
    }
    /// Where the standard only reads an encoding, it is written here.
    fn encode<'a>(&self, text: &'a str) -> Cow<'a, [u8]> {
        let units = text.encode_utf16();
        match self.encoding {
            it if it == encoding_rs::UTF_16LE => units.flat_map(u16::to_le_bytes).collect(),
            it if it == encoding_rs::UTF_16BE => units.flat_map(u16::to_be_bytes).collect(),
            it => it.encode(text).0,
        }
    }
}

impl Write for Encoded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.torn.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.torn) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.torn.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut self.torn, rest)).map_err(std::io::Error::other)?;
        self.file.write_all(&self.encode(&text))?;
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Writes one CSV per source file that had rejected rows: its own columns, then line, code and reason. Nothing is written
/// when nothing was rejected. Cells are set apart, enclosed and encoded as the mapping says of the file. They stand as they came, so that the file can be mended and imported; it is not made for
/// being opened unseen (a cell may begin with `=`).
pub(crate) async fn write_rejects(
    cx: &Ctx,
    run: ImportRunId,
    mapping: &Mapping,
    folder: &Path,
) -> Outcome<Vec<PathBuf>> {
    let mut writers: BTreeMap<String, (PathBuf, csv::Writer<Encoded>)> = BTreeMap::new();
    let mut after: Option<ImportRowId> = None;
    // A file that several tables read has each of its rows once, with the first reason.
    let mut seen: HashSet<(String, i64)> = HashSet::new();
    loop {
        let mut sql = Sql::new(
            "SELECT id, file, line, code, field, params, raw FROM import_row WHERE outcome = 'rejected' AND run_id = ",
        )
        .bind(run);
        if let Some(after) = after {
            sql = sql.push(" AND id > ").bind(after);
        }
        let rows = sql.push(" ORDER BY id LIMIT ").bind(PAGE).all::<ListedRow>(cx.read()).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        for row in rows {
            if !seen.insert((row.file.clone(), row.line)) {
                continue;
            }
            let raw: Raw = serde_json::from_str(&row.raw).unwrap_or_default();
            if !writers.contains_key(&row.file) {
                std::fs::create_dir_all(folder).map_err(kernel::Failure::internal)?;
                let stem = row.file.rsplit('/').next().unwrap_or_default();
                let path = folder.join(format!("{stem}.rejects.csv"));
                let file = std::fs::File::create(&path).map_err(kernel::Failure::internal)?;
                let spec = declaration(mapping, &row.file);
                let encoding = spec.map_or(encoding_rs::UTF_8, encoding);
                let begun = Encoded::begin(encoding, spec.map_or(0, |spec| spec.skip), file);
                let mut writer = csv::WriterBuilder::new()
                    .flexible(true)
                    .delimiter(spec.map_or(b',', delimiter))
                    .quote(spec.map_or(b'"', quote))
                    .from_writer(begun.map_err(kernel::Failure::internal)?);
                let header =
                    raw.columns.iter().map(String::as_str).chain(["import_line", "import_code", "import_reason"]);
                writer.write_record(header).map_err(kernel::Failure::internal)?;
                writers.insert(row.file.clone(), (path, writer));
            }
            let params: BTreeMap<String, String> = serde_json::from_str(&row.params).unwrap_or_default();
            let reason = sentence(cx.locale, &row.code, row.field.as_deref().unwrap_or_default(), &params);
            let mut cells = raw.cells;
            cells.resize(raw.columns.len().max(cells.len()), String::new());
            cells.extend([row.line.to_string(), row.code, reason]);
            if let Some((_, writer)) = writers.get_mut(&row.file) {
                writer.write_record(&cells).map_err(kernel::Failure::internal)?;
            }
        }
    }
    let mut paths = Vec::new();
    for (path, mut writer) in writers.into_values() {
        writer.flush().map_err(kernel::Failure::internal)?;
        paths.push(path);
    }
    Ok(paths)
}
