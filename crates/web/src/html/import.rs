//! Imports: start one from files, follow it, read what it did.

use crate::failure::PageFailure;
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, Path, Query};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{HeaderValue, header};
use i18n::Arg;
use kernel::id::ImportRunId;
use kernel::words::ImportStatus;
use kernel::{Failure, PageRequest};
use operations::App;
use operations::access::policy::Action;
use operations::connect::import::{
    self, ImportRun, Inbox, ListedRow, MappingProblem, ReportFailure, RunError, TableReport, background,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The largest mapping file, bytes.
const MAPPING_BYTES: usize = 512 * 1024;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/imports", get(list))
        .route("/imports/{id}", get(show))
        .route("/imports/{id}/progress", get(progress))
        .route("/imports/{id}/rejects", get(rejects))
}

/// The upload, whose body may be larger than that of any other form.
pub(crate) fn upload_routes() -> Router<App> {
    // The inbox counts the files' bytes itself.
    Router::new().route("/imports/new", get(new).post(start)).layer(DefaultBodyLimit::disable())
}

fn word(ui: &Ui, family: &str, code: &str, params: &BTreeMap<String, String>) -> String {
    let args: Vec<(&str, Arg<'_>)> = params.iter().map(|(k, v)| (k.as_str(), Arg::Str(v.as_str().into()))).collect();
    i18n::text_args(ui.locale(), &format!("{family}-{}", code.replace('_', "-")), &args)
}

/// Colour and sign of a state.
fn face(status: ImportStatus) -> (&'static str, &'static str) {
    match status {
        ImportStatus::Finished => ("good", "check"),
        ImportStatus::Failed => ("bad", "circle-alert"),
        ImportStatus::Interrupted => ("warn", "triangle-alert"),
        ImportStatus::Queued | ImportStatus::Running => ("accent", "hourglass"),
    }
}

fn target_word(ui: &Ui, target: &str) -> String {
    ui.word("import-target", target)
}

#[derive(Template)]
#[template(path = "import/list.html")]
struct List {
    ui: Ui,
    runs: Vec<ImportRun>,
    first: String,
    next: String,
}

impl List {
    fn kind(&self, run: &ImportRun) -> &'static str {
        face(run.status).0
    }
    fn icon(&self, run: &ImportRun) -> &'static str {
        face(run.status).1
    }
    fn sum(&self, run: &ImportRun, of: fn(&TableReport) -> u64) -> String {
        let sum: u64 = run.report.tables.iter().map(of).sum();
        self.ui.number(i64::try_from(sum).unwrap_or(i64::MAX))
    }
    fn created(&self, run: &ImportRun) -> String {
        self.sum(run, |t| t.created)
    }
    fn changed(&self, run: &ImportRun) -> String {
        self.sum(run, |t| t.changed)
    }
    fn rejected(&self, run: &ImportRun) -> String {
        self.sum(run, |t| t.rejected)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RejectsQuery {
    file: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    cursor: String,
    outcome: String,
}

async fn list(page: Page, Query(query): Query<ListQuery>) -> PageResult {
    let request = PageRequest::parse(None, Some(&query.cursor))?;
    let runs = import::runs(&page.cx, &request).await?;
    let next = runs.next_cursor.map(|cursor| format!("/imports?cursor={cursor}")).unwrap_or_default();
    let first = if query.cursor.is_empty() { String::new() } else { "/imports".to_owned() };
    render(&List { ui: page.ui, runs: runs.items, first, next })
}

struct Trouble {
    place: String,
    text: String,
}

struct Wrong {
    field: &'static str,
    label: String,
    text: String,
}

#[derive(Template)]
#[template(path = "import/new.html")]
struct New {
    ui: Ui,
    wrong: Vec<Wrong>,
    troubles: Vec<Trouble>,
    megabytes: i64,
}

impl New {
    fn of(ui: Ui) -> Self {
        let megabytes = i64::try_from(background::UPLOAD_BYTES / 1024 / 1024).unwrap_or(i64::MAX);
        Self { ui, wrong: Vec::new(), troubles: Vec::new(), megabytes }
    }
    fn error(&self, field: &str) -> String {
        self.wrong.iter().find(|w| w.field == field).map(|w| w.text.clone()).unwrap_or_default()
    }
}

async fn new(page: Page) -> PageResult {
    page.cx.allow(Action::Import)?;
    render(&New::of(page.ui))
}

async fn start(page: Page, form: Multipart) -> PageResult {
    let Page { cx, ui } = page;
    let mut inbox = Inbox::new(&cx)?;
    let outcome = match receive(form, &mut inbox).await {
        Ok((mapping, dry_run)) => inbox.start(&cx, mapping, dry_run).await,
        Err(failure) => Err(failure.into()),
    };
    match outcome {
        Ok(id) => Ok(redirect_with(&format!("/imports/{id}"), "good", "import-flash-started")),
        Err(RunError::Mapping(problems)) => {
            let troubles = problems.0.iter().map(|problem| trouble(&ui, problem)).collect();
            render_invalid(&New { troubles, ..New::of(ui) })
        }
        Err(RunError::Failure(Failure::Invalid(errors))) => {
            let wrong = errors.0.iter().map(|error| {
                let field = if error.field == "mapping" { "mapping" } else { "files" };
                let label = ui.t(if field == "mapping" { "import-mapping-file" } else { "import-files" });
                Wrong { field, label, text: i18n::field_error_text(ui.locale(), error) }
            });
            let wrong = wrong.collect();
            render_invalid(&New { wrong, ..New::of(ui) })
        }
        Err(RunError::Failure(failure)) => Err(PageFailure(failure)),
        Err(RunError::Stopped(id, _)) => Ok(axum::response::Redirect::to(&format!("/imports/{id}")).into_response()),
    }
}

fn trouble(ui: &Ui, problem: &MappingProblem) -> Trouble {
    Trouble {
        place: ui.t2("import-problem-place", "line", problem.line, "column", problem.column),
        text: word(ui, "import-mapping", &problem.code, &problem.params),
    }
}

fn unreadable(_: MultipartError) -> Failure {
    Failure::field("files", "file_unreadable")
}

/// Takes the form apart: the mapping's text, and the files into the inbox as they arrive.
async fn receive(mut form: Multipart, inbox: &mut Inbox) -> Result<(String, bool), Failure> {
    let mut mapping = String::new();
    let mut dry_run = false;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name().unwrap_or_default() {
            "mapping" => mapping = text(field).await?,
            "dry_run" => dry_run = true,
            "files" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                // A browser sends one nameless empty file when none was chosen.
                if !name.is_empty() {
                    receive_file(inbox, &name, field).await?;
                }
            }
            _ => {}
        }
    }
    if mapping.trim().is_empty() {
        return Err(Failure::field("mapping", "required"));
    }
    Ok((mapping, dry_run))
}

async fn receive_file(inbox: &mut Inbox, name: &str, mut field: Field<'_>) -> Result<(), Failure> {
    let mut file = inbox.file(name)?;
    while let Some(piece) = field.chunk().await.map_err(unreadable)? {
        file.write(&piece)?;
    }
    Ok(())
}

async fn text(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(unreadable)? {
        if bytes.len() + piece.len() > MAPPING_BYTES {
            return Err(Failure::field("mapping", "too_large"));
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Failure::field("mapping", "file_unreadable"))
}

struct Reason {
    target: String,
    field: String,
    text: String,
    rows: String,
}

struct RejectsFile {
    name: String,
    href: String,
}

struct Listed {
    file: String,
    line: i64,
    outcome: String,
    rejected: bool,
    reason: String,
}

/// A currency's sign or code beside amounts.
struct Sign {
    mark: String,
    currency: String,
    field: String,
    target: String,
    amounts: String,
}

#[derive(Template)]
#[template(path = "import/run.html")]
struct Show {
    ui: Ui,
    run: ImportRun,
    tables: Vec<TableReport>,
    unresolved: Vec<Reason>,
    problems: Vec<Reason>,
    /// Signs of currencies beside amounts, and what they were taken for.
    currencies: Vec<Sign>,
    rows: Vec<Listed>,
    files: Vec<RejectsFile>,
    failure: String,
    outcome: String,
    next: String,
    first: String,
    done: u64,
    total: u64,
}

impl Show {
    fn kind(&self) -> &'static str {
        face(self.run.status).0
    }
    fn icon(&self) -> &'static str {
        face(self.run.status).1
    }
    fn is_under_way(&self) -> bool {
        matches!(self.run.status, ImportStatus::Queued | ImportStatus::Running)
    }
    fn n(&self, value: &u64) -> String {
        self.ui.number(i64::try_from(*value).unwrap_or(i64::MAX))
    }
    fn target(&self, target: &str) -> String {
        target_word(&self.ui, target)
    }
    fn nothing_new(&self) -> bool {
        self.run.status == ImportStatus::Finished
            && !self.run.report.changed_anything()
            && self.run.report.rejected_rows() == 0
    }
}

/// Rows read, and rows there are. Tables that have not begun do not say yet how many rows they have.
fn how_far(run: &ImportRun) -> (u64, u64) {
    let tables = &run.report.tables;
    (tables.iter().map(|t| t.read).sum(), tables.iter().filter_map(|t| t.rows).sum())
}

fn failure_text(ui: &Ui, failure: &ReportFailure) -> String {
    word(ui, "import-error", &failure.code, &failure.params)
}

async fn show(page: Page, Path(id): Path<String>, Query(query): Query<ListQuery>) -> PageResult {
    let Page { cx, ui } = page;
    let id: ImportRunId = id.parse().map_err(|_| Failure::NotFound)?;
    let run = import::run(&cx, id).await?;
    let outcome =
        if matches!(query.outcome.as_str(), "rejected" | "unresolved") { query.outcome } else { String::new() };
    let request = PageRequest::parse(Some(25), Some(&query.cursor))?;
    let wanted = (!outcome.is_empty()).then_some(outcome.as_str());
    let listed = import::run_rows(&cx, id, wanted, &request).await?;
    let files = import::rejects_files(&cx, id).await?.into_iter().map(|(name, _)| RejectsFile {
        href: format!("/imports/{id}/rejects?{}", serde_urlencoded::to_string([("file", &name)]).unwrap_or_default()),
        name,
    });
    let files = files.collect();
    let here = |cursor: &str| {
        let query =
            serde_urlencoded::to_string([("outcome", outcome.as_str()), ("cursor", cursor)]).unwrap_or_default();
        format!("/imports/{id}?{query}#rows")
    };
    let number = |n: u64| ui.number(i64::try_from(n).unwrap_or(i64::MAX));
    let unresolved = run.report.unresolved.iter().map(|u| Reason {
        target: target_word(&ui, &u.target),
        field: u.field.clone(),
        text: u.value.clone(),
        rows: number(u.rows),
    });
    let problems = run.report.problems.iter().map(|p| Reason {
        target: target_word(&ui, &p.target),
        field: p.field.clone(),
        text: p.code.clone(),
        rows: number(p.rows),
    });
    let currencies = run.report.currencies.iter().map(|c| Sign {
        mark: c.mark.clone(),
        currency: c.currency.to_string(),
        field: c.field.clone(),
        target: target_word(&ui, &c.target),
        amounts: number(c.amounts),
    });
    let (done, total) = how_far(&run);
    let show = Show {
        tables: run.report.tables.clone(),
        unresolved: unresolved.collect(),
        problems: problems.collect(),
        currencies: currencies.collect(),
        rows: listed.items.iter().map(|row| listed_row(&ui, row)).collect(),
        files,
        failure: run.report.failure.as_ref().map(|f| failure_text(&ui, f)).unwrap_or_default(),
        next: listed.next_cursor.as_deref().map(here).unwrap_or_default(),
        first: if query.cursor.is_empty() { String::new() } else { here("") },
        outcome,
        done,
        total,
        run,
        ui,
    };
    render(&show)
}

fn listed_row(ui: &Ui, row: &ListedRow) -> Listed {
    Listed {
        file: row.file.clone(),
        line: row.line,
        outcome: ui.word("import-outcome", &row.outcome),
        rejected: row.outcome == "rejected",
        reason: import::sentence(ui.locale(), &row.code, row.field.as_deref().unwrap_or_default(), &row.params),
    }
}

/// For the page's script: how far the run is.
async fn progress(page: Page, Path(id): Path<String>) -> PageResult {
    let id: ImportRunId = id.parse().map_err(|_| Failure::NotFound)?;
    let run = import::run(&page.cx, id).await?;
    let (done, total) = how_far(&run);
    let sum = |of: fn(&TableReport) -> u64| run.report.tables.iter().map(of).sum::<u64>();
    let counts = serde_json::json!({
        "created": sum(|t| t.created), "changed": sum(|t| t.changed), "unchanged": sum(|t| t.unchanged), "rejected": sum(|t| t.rejected),
    });
    let total = (total > 0).then_some(total);
    Ok(Json(serde_json::json!({ "state": run.status, "done": done, "total": total, "counts": counts })).into_response())
}

async fn rejects(
    page: Page,
    Path(id): Path<String>,
    Query(query): Query<RejectsQuery>,
) -> Result<Response, PageFailure> {
    let id: ImportRunId = id.parse().map_err(|_| Failure::NotFound)?;
    let files = import::rejects_files(&page.cx, id).await?;
    // Only names from the list: what the address says never becomes a path.
    let (name, path) = files.into_iter().find(|(name, _)| *name == query.file).ok_or(Failure::NotFound)?;
    let content = tokio::fs::File::open(path).await.map_err(Failure::internal)?;
    let body = axum::body::Body::from_stream(tokio_util::io::ReaderStream::new(content));
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' }).collect();
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
