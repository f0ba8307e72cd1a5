//! Looking at runs: their list, one with its progress and report, and the rows that need a look.

pub use super::apply::sentence;

use super::report::Report;
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{ImportRowId, ImportRunId};
use kernel::words::ImportStatus;
use kernel::{Cursor, Failure, Instant, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use std::path::PathBuf;
use storage::Sql;

/// One run.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ImportRun {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ImportRunId,
    /// The name of the source.
    pub source: String,
    /// Whether it only looked.
    pub dry_run: bool,
    /// How far it is.
    #[schema(value_type = String)]
    pub status: ImportStatus,
    /// Who started it; empty for the command line.
    pub started_by: String,
    /// When it started.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Instant>,
    /// What it did so far.
    pub report: Report,
}

#[derive(FromQueryResult)]
struct RunRow {
    id: ImportRunId,
    source: String,
    dry_run: bool,
    status: ImportStatus,
    started_by: String,
    started_at: Instant,
    finished_at: Option<Instant>,
    report: String,
}

impl From<RunRow> for ImportRun {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id,
            source: row.source,
            dry_run: row.dry_run,
            status: row.status,
            started_by: row.started_by,
            started_at: row.started_at,
            finished_at: row.finished_at,
            report: serde_json::from_str(&row.report).unwrap_or_default(),
        }
    }
}

const SELECT: &str = "SELECT id, source, dry_run, status, started_by, started_at, finished_at, report FROM import_run";

/// All runs, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn runs(cx: &Ctx, page: &PageRequest) -> Outcome<Page<ImportRun>> {
    cx.allow(Action::Import)?;
    let mut sql = Sql::new(SELECT);
    if let Some((at, id)) =
        page.after.as_ref().and_then(|c| Some((c.key.parse::<i64>().ok()?, c.id.parse::<ImportRunId>().ok()?)))
    {
        sql = sql
            .push(" WHERE (started_at < ")
            .bind(at)
            .push(" OR (started_at = ")
            .bind(at)
            .push(" AND id < ")
            .bind(id)
            .push("))");
    }
    let rows = sql
        .push(" ORDER BY started_at DESC, id DESC LIMIT ")
        .bind(i64::from(page.fetch()))
        .all::<RunRow>(cx.read())
        .await?;
    let rows = rows.into_iter().map(ImportRun::from).collect();
    Ok(Page::from_rows(rows, page, |run: &ImportRun| Cursor {
        key: run.started_at.0.to_string(),
        id: run.id.to_string(),
    }))
}

/// One run with its report so far.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn run(cx: &Ctx, id: ImportRunId) -> Outcome<ImportRun> {
    cx.allow(Action::Import)?;
    let row = Sql::new(SELECT).push(" WHERE id = ").bind(id).one::<RunRow>(cx.read()).await?;
    row.map(ImportRun::from).ok_or(Failure::NotFound)
}

/// A row that was not imported, or was imported without a reference.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ListedRow {
    /// The entry's id.
    #[schema(value_type = String)]
    pub id: ImportRowId,
    /// The file.
    pub file: String,
    /// Its line or row, from 1.
    pub line: i64,
    /// `rejected` or `unresolved`.
    pub outcome: String,
    /// Why: a code.
    pub code: String,
    /// At which field.
    pub field: Option<String>,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
    /// The row's columns and cells.
    #[schema(value_type = Object)]
    pub raw: serde_json::Value,
}

/// A page of listed rows.
pub type ListedRows = Page<ListedRow>;

#[derive(FromQueryResult)]
struct RowRow {
    id: ImportRowId,
    file: String,
    line: i64,
    outcome: String,
    code: String,
    field: Option<String>,
    params: String,
    raw: String,
}

/// The rows of a run that need a look, in the order they came.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn run_rows(cx: &Ctx, id: ImportRunId, outcome: Option<&str>, page: &PageRequest) -> Outcome<ListedRows> {
    run(cx, id).await?;
    let mut sql =
        Sql::new("SELECT id, file, line, outcome, code, field, params, raw FROM import_row WHERE run_id = ").bind(id);
    if let Some(outcome) = outcome {
        sql = sql.push(" AND outcome = ").bind(outcome);
    }
    if let Some(after) = page.after.as_ref().and_then(|c| c.id.parse::<ImportRowId>().ok()) {
        sql = sql.push(" AND id > ").bind(after);
    }
    let rows = sql.push(" ORDER BY id LIMIT ").bind(i64::from(page.fetch())).all::<RowRow>(cx.read()).await?;
    let rows = rows
        .into_iter()
        .map(|row| ListedRow {
            id: row.id,
            file: row.file,
            line: row.line,
            outcome: row.outcome,
            code: row.code,
            field: row.field,
            params: serde_json::from_str(&row.params).unwrap_or_default(),
            raw: serde_json::from_str(&row.raw).unwrap_or_default(),
        })
        .collect();
    Ok(Page::from_rows(rows, page, |row: &ListedRow| Cursor { key: String::new(), id: row.id.to_string() }))
}

/// The rejects files of a run: name and place.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn rejects_files(cx: &Ctx, id: ImportRunId) -> Outcome<Vec<(String, PathBuf)>> {
    run(cx, id).await?;
    let folder = super::run::rejects_folder(cx, id);
    let mut files: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| name.ends_with(".rejects.csv"))
        .collect();
    files.sort();
    Ok(files)
}
