//! A run from start to end.

use super::apply::{Apply, write_rejects};
use super::mapping::{Mapping, MappingProblems};
use super::read::{Checkpoint, Message, ReadError, read};
use super::report::{Report, ReportFailure};
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::watch::note_breaches;
use crate::grow::kpi::recount;
use crate::record::{Event, EventKind, record};
use kernel::id::ImportRunId;
use kernel::words::ImportStatus;
use kernel::{Failure, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use storage::Tx;
use storage::entity::import_run;
use tokio::sync::mpsc;

/// What to import.
#[derive(Debug, Clone)]
pub struct StartRun {
    /// The mapping file's text.
    pub mapping: String,
    /// The folder the mapping's paths begin in.
    pub folder: PathBuf,
    /// Look only: nothing is written but the report.
    pub dry_run: bool,
}

/// Why an import did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The mapping file is wrong; nothing was started.
    #[error(transparent)]
    Mapping(#[from] MappingProblems),
    /// The run stopped: a file is not as the mapping says. Batches written before stay; the report says how far it came.
    #[error("{}", .1.code)]
    Stopped(ImportRunId, ReportFailure),
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<sea_orm::DbErr> for RunError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failure(error.into())
    }
}

/// Imports, and comes back when it is done. An interrupted run with the same mapping and folder goes on where it was.
///
/// # Errors
/// See [`RunError`].
pub async fn run_now(cx: &Ctx, input: &StartRun) -> Result<(ImportRunId, Report), RunError> {
    cx.allow(Action::Import)?;
    let mapping = Mapping::parse(&input.mapping)?;
    let id = match interrupted(cx, &mapping, input).await? {
        Some(id) => id,
        None => start(cx, &mapping, input).await?,
    };
    let report = go_on(cx, id).await?;
    Ok((id, report))
}

/// What tells two runs apart: mapping, dry or not, and the files' sizes and times.
fn fingerprint(mapping: &Mapping, input: &StartRun) -> String {
    let mut files = String::new();
    for spec in &mapping.files {
        for file in super::source::find_files(&input.folder, spec).unwrap_or_default() {
            let changed = std::fs::metadata(&file.path).and_then(|m| m.modified()).ok();
            files.push_str(&format!("{}:{}:{changed:?};", file.name, file.size));
        }
    }
    kernel::secret::content_hash(
        format!("{}|{}|{}|{files}", input.mapping, input.folder.display(), input.dry_run).as_bytes(),
    )
}

/// A run of the same mapping over the same files that did not come to its end.
async fn interrupted(cx: &Ctx, mapping: &Mapping, input: &StartRun) -> Outcome<Option<ImportRunId>> {
    let last = import_run::Entity::find()
        .filter(import_run::Column::Source.eq(mapping.source.name.as_ref().as_str()))
        .order_by_desc(import_run::Column::StartedAt)
        .one(cx.read())
        .await?;
    let Some(last) = last else { return Ok(None) };
    let unfinished = matches!(last.status, ImportStatus::Running | ImportStatus::Interrupted);
    let wanted = fingerprint(mapping, input);
    let same = State::of(&last).fingerprint == wanted;
    Ok((unfinished && same).then_some(last.id))
}

/// What is kept in a run's checkpoint column.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct State {
    #[serde(flatten)]
    pub(super) checkpoint: Checkpoint,
    #[serde(default)]
    pub(super) fingerprint: String,
    /// Who writes: a process that goes on with a run takes its name away from the one before, whose next batch then fails.
    #[serde(default)]
    pub(super) writer: String,
}

impl State {
    fn of(run: &import_run::Model) -> Self {
        serde_json::from_str(&run.checkpoint).unwrap_or_default()
    }
}

async fn start(cx: &Ctx, mapping: &Mapping, input: &StartRun) -> Outcome<ImportRunId> {
    let tx = cx.begin().await?;
    let id = start_in(&tx, cx, mapping, input).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Notes a new run.
///
/// # Errors
/// The database's.
pub(super) async fn start_in(tx: &Tx, cx: &Ctx, mapping: &Mapping, input: &StartRun) -> Outcome<ImportRunId> {
    let id = ImportRunId::new();
    let state = State { fingerprint: fingerprint(mapping, input), ..State::default() };
    import_run::ActiveModel {
        id: Set(id),
        source: Set(mapping.source.name.as_ref().clone()),
        mapping: Set(input.mapping.clone()),
        folder: Set(input.folder.display().to_string()),
        dry_run: Set(input.dry_run),
        status: Set(ImportStatus::Queued),
        started_by: Set(cx.actor.name().to_owned()),
        started_at: Set(cx.now()),
        finished_at: Set(None),
        checkpoint: Set(serde_json::to_string(&state).map_err(Failure::internal)?),
        report: Set(serde_json::to_string(&Report::new(mapping)).map_err(Failure::internal)?),
    }
    .insert(tx)
    .await?;
    let payload = serde_json::json!({ "import": id, "source": mapping.source.name.as_ref(), "dry_run": input.dry_run });
    record(tx, cx, Event::new(EventKind::ImportStarted).with(payload)).await?;
    Ok(id)
}

/// Where the files of a run lie.
///
/// # Errors
/// The database's.
pub(super) async fn folder_of(cx: &Ctx, id: ImportRunId) -> Outcome<Option<PathBuf>> {
    Ok(import_run::Entity::find_by_id(id).one(cx.read()).await?.map(|run| PathBuf::from(run.folder)))
}

/// Goes on with a run to its end, from its beginning or from where it was interrupted.
///
/// # Errors
/// See [`RunError`]; `Conflict` with `import_taken_over` when another process has taken the run.
pub(super) async fn go_on(cx: &Ctx, id: ImportRunId) -> Result<Report, RunError> {
    let tx = cx.begin().await?;
    // Locked: the batch of a writer that was just killed may still be committing, and its checkpoint must be seen.
    let run = import_run::Entity::find_by_id(id).lock_exclusive().one(&tx).await?.ok_or(Failure::NotFound)?;
    let mapping = Mapping::parse(&run.mapping)?;
    if matches!(run.status, ImportStatus::Finished | ImportStatus::Failed) {
        return Ok(serde_json::from_str(&run.report).unwrap_or_else(|_| Report::new(&mapping)));
    }
    let mut state = State::of(&run);
    state.writer = kernel::secret::random_token();
    let mut report: Report = serde_json::from_str(&run.report).unwrap_or_else(|_| Report::new(&mapping));
    if run.dry_run {
        // A dry run remembers in memory what it would have made, so it begins anew.
        report = Report::new(&mapping);
        state.checkpoint = Checkpoint::default();
    }
    report.failure = None;
    let (folder, dry_run) = (PathBuf::from(&run.folder), run.dry_run);
    let mut row: import_run::ActiveModel = run.into();
    row.status = Set(ImportStatus::Running);
    row.checkpoint = Set(serde_json::to_string(&state).map_err(Failure::internal)?);
    row.update(&tx).await?;
    cx.commit(tx).await?;

    let mut apply = Apply::new(cx, &mapping, id, dry_run, report, state.clone()).await?;
    if let Some(failure) = apply.prepare().await? {
        let report = Report { failure: Some(failure.clone()), ..apply.report };
        finish(cx, id, ImportStatus::Failed, &report).await?;
        return Err(RunError::Stopped(id, failure));
    }
    let outcome = pump(&mapping, &folder, state.checkpoint, &mut apply).await;
    let report = apply.report;
    match outcome {
        Ok(()) => {
            write_rejects(cx, id, &mapping, &rejects_folder(cx, id)).await?;
            finish(cx, id, ImportStatus::Finished, &report).await?;
            if !dry_run {
                // What the file's past means for today is said at once, not by the next job.
                note_breaches(&cx.app).await?;
                recount::now(&cx.app).await?;
            }
            Ok(report)
        }
        Err(Stop::Read(error)) => {
            let failure = failure_of(&error);
            let report = Report { failure: Some(failure.clone()), ..report };
            write_rejects(cx, id, &mapping, &rejects_folder(cx, id)).await?;
            finish(cx, id, ImportStatus::Failed, &report).await?;
            Err(RunError::Stopped(id, failure))
        }
        // The database did not take a batch: the run stays as it is and can go on.
        Err(Stop::Write(failure)) => {
            if failure.code() != "import_taken_over" {
                finish(cx, id, ImportStatus::Interrupted, &report).await?;
            }
            Err(failure.into())
        }
    }
}

/// Where a run's rejects files lie.
pub(super) fn rejects_folder(cx: &Ctx, id: ImportRunId) -> PathBuf {
    cx.app.options().data_dir.join("imports").join(id.to_string())
}

enum Stop {
    Read(ReadError),
    Write(Failure),
}

/// Reads on one thread and writes here, with few batches between.
async fn pump(mapping: &Mapping, folder: &Path, from: Checkpoint, apply: &mut Apply<'_>) -> Result<(), Stop> {
    let (sender, mut receiver) = mpsc::channel(2);
    let reading = {
        let (mapping, folder, zone) = (mapping.clone(), folder.to_owned(), apply.zone.clone());
        tokio::task::spawn_blocking(move || read(&mapping, &folder, &zone, from, &sender))
    };
    while let Some(message) = receiver.recv().await {
        let written = match message {
            Message::Begin { table, rows, files, bound } => {
                apply.begin_table(table, rows, files, bound);
                Ok(())
            }
            Message::Batch(batch) => apply.batch(batch).await,
            Message::End { table } => apply.end_table(table).await,
        };
        if let Err(failure) = written {
            // Dropping the receiver ends the reading thread at its next batch.
            drop(receiver);
            let _ended = reading.await;
            return Err(Stop::Write(failure));
        }
    }
    match reading.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Stop::Read(error)),
        Err(panic) => Err(Stop::Write(Failure::internal(panic))),
    }
}

fn failure_of(error: &ReadError) -> ReportFailure {
    match error {
        ReadError::Source(error) => ReportFailure { code: error.code().to_owned(), params: error.params() },
        ReadError::Disk(error) => ReportFailure {
            code: "disk".to_owned(),
            params: BTreeMap::from([("detail".to_owned(), error.to_string())]),
        },
        ReadError::Stopped => ReportFailure { code: "stopped".to_owned(), params: BTreeMap::new() },
    }
}

async fn finish(cx: &Ctx, id: ImportRunId, status: ImportStatus, report: &Report) -> Outcome<()> {
    let tx = cx.begin().await?;
    if let Some(run) = import_run::Entity::find_by_id(id).one(&tx).await? {
        let dry_run = run.dry_run;
        let mut row: import_run::ActiveModel = run.into();
        row.status = Set(status);
        row.finished_at = Set(Some(cx.now()));
        row.report = Set(serde_json::to_string(report).map_err(Failure::internal)?);
        row.update(&tx).await?;
        let counts: BTreeMap<&str, u64> = [
            ("created", report.tables.iter().map(|t| t.created).sum()),
            ("changed", report.tables.iter().map(|t| t.changed).sum()),
            ("rejected", report.rejected_rows()),
        ]
        .into();
        let payload = serde_json::json!({ "import": id, "status": status, "dry_run": dry_run, "counts": counts });
        record(&tx, cx, Event::new(EventKind::ImportFinished).with(payload)).await?;
    }
    cx.commit(tx).await
}
