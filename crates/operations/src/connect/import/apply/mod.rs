//! The writing side of a run: batches of records, each in one transaction with the checkpoint and the counts.

mod bulk;
mod company;
mod contact;
mod deal;
mod partner;
mod product;
mod programs;
mod registration;
mod rejects;
mod resolve;
mod told;
mod user;

pub use rejects::sentence;
pub(crate) use rejects::write_rejects;

use super::mapping::{FieldKind, Mapping, MissingReference, Table, Target};
use super::read::{Batch, Checkpoint, Rejected};
use super::report::{Report, ReportFailure};
use super::source::SourceFile;
use super::transform::{BoundTable, Fields, Record, problem};
use crate::Ctx;
use crate::record::{Event, EventKind, record_many};
use bulk::Bulk;
use kernel::id::ImportRunId;
use kernel::{Currency, Failure, FieldError, Instant, Outcome};
use programs::Programs;
use resolve::{Known, Resolved, content_hash, planned_key};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use storage::{Sql, Tx};
use uuid::Uuid;

/// What the writing side holds between batches.
pub(crate) struct Apply<'a> {
    cx: &'a Ctx,
    mapping: &'a Mapping,
    run: ImportRunId,
    source: String,
    dry_run: bool,
    now: Instant,
    pub(super) zone: jiff::tz::TimeZone,
    currency: Currency,
    programs: Programs,
    segments: HashMap<String, kernel::id::SegmentId>,
    known: Known,
    planned: HashSet<u64>,
    files: Vec<SourceFile>,
    bound: Arc<Vec<BoundTable>>,
    state: super::run::State,
    pub(crate) report: Report,
}

/// The records of a batch, sorted by what has to be done.
#[derive(Default)]
struct Work {
    created: Vec<Resolved>,
    changed: Vec<Resolved>,
    /// Unchanged; how that is remembered has changed.
    remembered: Vec<Resolved>,
}

impl Work {
    /// All records to be written; `true` for new ones.
    fn all(&self) -> impl Iterator<Item = (bool, &Resolved)> {
        self.created.iter().map(|r| (true, r)).chain(self.changed.iter().map(|r| (false, r)))
    }
}

impl<'a> Apply<'a> {
    /// Prepares a run.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn new(
        cx: &'a Ctx,
        mapping: &'a Mapping,
        run: ImportRunId,
        dry_run: bool,
        report: Report,
        state: super::run::State,
    ) -> Outcome<Self> {
        let organisation = crate::settings::organisation(cx.read()).await?;
        let currency = mapping.source.currency.as_ref().and_then(|code| code.as_ref().parse().ok());
        Ok(Self {
            cx,
            mapping,
            run,
            source: mapping.source.name.as_ref().clone(),
            dry_run,
            now: cx.now(),
            zone: organisation.zone(),
            currency: currency.unwrap_or(organisation.currency),
            programs: Programs::default(),
            segments: HashMap::new(),
            known: Known::default(),
            planned: HashSet::new(),
            files: Vec::new(),
            bound: Arc::new(Vec::new()),
            state,
            report,
        })
    }

    /// Makes or finds the programs of the mapping. Nothing is kept when something about them stops the run, which it then returns.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn prepare(&mut self) -> Outcome<Option<ReportFailure>> {
        let tx = self.cx.begin().await?;
        let stopped = match programs::ensure(&tx, self).await? {
            Ok(programs) => {
                self.programs = programs;
                None
            }
            Err(failure) => Some(failure),
        };
        if self.dry_run || stopped.is_some() {
            tx.rollback().await?;
        } else {
            self.cx.commit(tx).await?;
        }
        Ok(stopped)
    }

    /// A table begins.
    pub(crate) fn begin_table(&mut self, table: usize, rows: u64, files: Vec<SourceFile>, bound: Arc<Vec<BoundTable>>) {
        self.files = files;
        self.bound = bound;
        if let Some(report) = self.report.tables.get_mut(table) {
            report.rows = Some(rows);
        }
    }

    /// A table has ended.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn end_table(&mut self, table: usize) -> Outcome<()> {
        if let Some(report) = self.report.tables.get_mut(table) {
            report.done = true;
        }
        let tx = self.cx.begin().await?;
        let companies = self.mapping.tables.get(table).is_some_and(|t| t.target == Target::Company);
        if companies && !self.dry_run {
            self.link_waiting_parents(&tx).await?;
        }
        self.keep_progress(&tx, Checkpoint { table: table + 1, position: 0 }).await?;
        self.cx.commit(tx).await
    }

    /// Writes one batch, counts and checkpoint included.
    ///
    /// # Errors
    /// The database's, or `Conflict` with `import_taken_over` when another process goes on with this run.
    pub(crate) async fn batch(&mut self, batch: Batch) -> Outcome<()> {
        let Some(table) = self.mapping.tables.get(batch.table) else { return Ok(()) };
        let Batch { table: index, position, rows, records, mut rejected, skipped, repeated } = batch;
        let tx = self.cx.begin().await?;
        self.look_up(&tx, &records).await?;
        let keys: Vec<String> = records.iter().map(|r| r.key.clone()).collect();
        let remembered = self.remembered(&tx, table.target, &keys).await?;
        let mut notes: Vec<(Target, FieldError, super::source::Row)> = Vec::new();
        let mut work = Work::default();
        let mut unchanged = 0_u64;
        for record in records {
            match self.resolve(table, record, &mut notes) {
                Err(refused) => rejected.push(refused),
                Ok((record, references, products)) => {
                    record.marks.iter().for_each(|mark| self.report.currency(table.target, mark));
                    let linked_later = self_reference(table.target);
                    let hashed = |of_before| {
                        content_hash(self.mapping, table, &record, &references, &products, linked_later, of_before)
                    };
                    let hash = hashed(false);
                    let as_before =
                        remembered.get(&record.key).is_some_and(|b| b.hash != hash && b.hash == hashed(true));
                    let before = remembered.get(&record.key);
                    let id = before.map_or(record.id.0, |b| b.id);
                    let resolved =
                        Resolved { record, id, references, products, hash, before: before.map(|b| b.hash.clone()) };
                    match before {
                        None => work.created.push(resolved),
                        Some(before) if before.hash == resolved.hash => unchanged += 1,
                        Some(_) if as_before => {
                            unchanged += 1;
                            work.remembered.push(resolved);
                        }
                        Some(_) => work.changed.push(resolved),
                    }
                }
            }
        }
        let (created, changed) = (work.created.len() as u64, work.changed.len() as u64);
        if self.dry_run {
            self.planned.extend(work.created.iter().map(|r| planned_key(table.target, &r.record.key)));
        } else {
            self.write(&tx, table, work).await?;
            rejects::keep(self, &tx, &rejected, &notes).await?;
        }
        for (target, note, _) in &notes {
            let value = note.params.get("value").map(String::as_str).unwrap_or_default();
            self.report.unresolved(*target, &note.field, value, 1);
        }
        let mut rejected_rows = 0;
        for refused in &rejected {
            rejected_rows += refused.rows.len() as u64;
            if let Some(error) = refused.errors.first() {
                self.report.rejected(table.target, error, refused.rows.len() as u64);
            }
        }
        if let Some(report) = self.report.tables.get_mut(index) {
            report.read += rows;
            report.created += created;
            report.changed += changed;
            report.unchanged += unchanged;
            report.skipped += skipped;
            report.repeated += repeated;
            report.rejected += rejected_rows;
        }
        self.keep_progress(&tx, Checkpoint { table: index, position }).await?;
        self.cx.commit(tx).await
    }

    /// The checkpoint and the counts, in the transaction of what they count. A dry run keeps the counts for who watches.
    async fn keep_progress(&self, tx: &Tx, checkpoint: Checkpoint) -> Outcome<()> {
        let state = super::run::State { checkpoint, ..self.state.clone() };
        let kept = Sql::new("UPDATE import_run SET checkpoint = ")
            .bind(serde_json::to_string(&state).map_err(Failure::internal)?)
            .push(", report = ")
            .bind(serde_json::to_string(&self.report).map_err(Failure::internal)?)
            .push(" WHERE status = 'running' AND id = ")
            .bind(self.run)
            // Another process that goes on with this run has put its own name here.
            .push(" AND checkpoint LIKE ")
            .bind(format!("%{}%", self.state.writer))
            .execute(tx)
            .await?;
        if kept == 1 { Ok(()) } else { Err(Failure::conflict("import_taken_over")) }
    }

    /// Finds our ids for the record's references, or says why it cannot be imported.
    #[expect(clippy::type_complexity, reason = "the parts of a resolved record, named where they are put together")]
    fn resolve(
        &self,
        table: &Table,
        mut record: Record,
        notes: &mut Vec<(Target, FieldError, super::source::Row)>,
    ) -> Result<(Record, BTreeMap<&'static str, Uuid>, Vec<Option<Uuid>>), Rejected> {
        let mut errors = Vec::new();
        let mut own_notes: Vec<(Target, FieldError, usize)> = Vec::new();
        let mut references = BTreeMap::new();
        let linked_later = self_reference(table.target);
        let mut missing = Vec::new();
        for (field, target, id) in record.fields.references() {
            match self.known(target, id) {
                Some(found) => {
                    references.insert(field, found);
                }
                None if Some(field) == linked_later => {}
                None => {
                    let rule = self.rule(&record, field, false);
                    let error = problem(field, "reference_unknown", [("target", target.as_str()), ("value", id)]);
                    match rule {
                        MissingReference::Reject => errors.push(error),
                        MissingReference::Report => own_notes.push((target, error, 0)),
                        MissingReference::Ignore => {}
                    }
                    missing.push(field);
                }
            }
        }
        let mut products = Vec::new();
        for (at, line) in record.lines.iter().enumerate() {
            let mut product = None;
            for (field, target, id) in line.references() {
                product = self.known(target, id);
                if product.is_none() {
                    let error = problem(field, "reference_unknown", [("target", target.as_str()), ("value", id)]);
                    match self.rule(&record, field, true) {
                        MissingReference::Reject => errors.push(error),
                        MissingReference::Report => own_notes.push((target, error, at)),
                        MissingReference::Ignore => {}
                    }
                }
            }
            products.push(product);
        }
        if let Some(error) = self.unknown_word(table, &record) {
            errors.push(error);
        }
        if !errors.is_empty() {
            return Err(Rejected { rows: std::mem::take(&mut record.rows), errors });
        }
        let empty = std::mem::take(&mut record.notes);
        for note in empty {
            let target = table.target.fields().iter().chain(Target::line_fields()).find(|s| s.name == note.field);
            if let Some(FieldKind::Reference(target)) = target.map(|s| s.kind) {
                own_notes.push((target, note, 0));
            }
        }
        // A row whose deal and line name the same unknown product is one row to mend.
        let mut seen = HashSet::new();
        for (target, note, at) in own_notes {
            let value = note.params.get("value").cloned().unwrap_or_default();
            if seen.insert((target, value, at))
                && let Some(row) = record.rows.get(at).or(record.rows.first())
            {
                notes.push((target, note, row.clone()));
            }
        }
        Ok((record, references, products))
    }

    fn rule(&self, record: &Record, field: &str, in_line: bool) -> MissingReference {
        let file = record.rows.first().map_or(0, |row| row.file as usize);
        self.bound.get(file).map_or(MissingReference::Reject, |bound| bound.on_missing(field, in_line))
    }

    /// Programs and stages are words of the mapping, not references, but must be known all the same.
    fn unknown_word(&self, table: &Table, record: &Record) -> Option<FieldError> {
        let key = record.fields.text("program")?;
        let Some(program) = self.programs.get(key) else {
            return Some(problem("program", "program_unknown", [("value", key)]));
        };
        if table.target == Target::Registration && !registration::says_when_it_came(table, record) {
            return Some(problem("submitted", "required", []));
        }
        if !matches!(table.target, Target::Deal | Target::DealStage) {
            return None;
        }
        // A deal stands somewhere: one of which nothing says where would be in no total.
        if record.fields.text("stage").is_none() && record.stages.is_empty() && record.events.is_empty() {
            return Some(problem("stage", "required", []));
        }
        let events = table.event.as_ref().map(|_| record.events.iter().map(|e| e.activity.as_str()));
        let named =
            record.fields.text("stage").into_iter().chain(record.stages.iter().map(|(stage, _)| stage.as_str()));
        let unknown = named.chain(events.into_iter().flatten()).find(|stage| program.stage(stage).is_none())?;
        Some(problem("stage", "stage_unknown", [("value", unknown), ("known", &program.stage_names())]))
    }

    /// Writes the records of a batch and what is remembered of them.
    async fn write(&mut self, tx: &Tx, table: &Table, work: Work) -> Outcome<()> {
        let nothing = work.created.is_empty() && work.changed.is_empty() && work.remembered.is_empty();
        if nothing && self_reference(table.target).is_none() {
            return Ok(());
        }
        let events = match table.target {
            Target::User => self.write_users(tx, table, &work).await?,
            Target::Product => self.write_products(tx, table, &work).await?,
            Target::Company => self.write_companies(tx, table, &work).await?,
            Target::Partner => self.write_partners(tx, table, &work).await?,
            Target::Contact => self.write_contacts(tx, table, &work).await?,
            Target::Deal => self.write_deals(tx, table, &work).await?,
            Target::DealStage => self.write_deal_stages(tx, &work).await?,
            Target::Registration => self.write_registrations(tx, table, &work).await?,
        };
        let mut refs = Bulk::upsert(
            "external_ref",
            &["source", "kind", "external_id", "entity_id", "content_hash"],
            "source, kind, external_id",
            &bulk::set(&["content_hash"]),
        );
        for resolved in work.all().map(|(_, resolved)| resolved).chain(&work.remembered) {
            let id = events.linked.get(&resolved.id).copied().unwrap_or(resolved.id);
            refs.push([
                self.source.as_str().into(),
                table.target.as_str().into(),
                resolved.record.key.as_str().into(),
                id.into(),
                resolved.hash.as_str().into(),
            ]);
        }
        refs.write(tx).await?;
        record_many(tx, self.cx, events.happened).await
    }

    /// What an event says about where its record came from.
    fn event(&self, kind: EventKind, resolved: &Resolved) -> Event {
        Event::new(kind)
            .with(serde_json::json!({ "import": self.run, "source": self.source, "key": resolved.record.key }))
    }
    /// The instant at which a day of the organisation begins.
    fn day(&self, date: kernel::Date) -> Instant {
        date.start_in(&self.zone)
    }
}

/// What writing a batch brings about.
#[derive(Default)]
struct Written {
    /// For the record of what happened.
    happened: Vec<Event>,
    /// New records that turned out to be there already: the id made for them, and the one they have.
    linked: HashMap<Uuid, Uuid>,
}

/// The field of a target that refers to the same target: it is linked when all rows of the batch are there.
fn self_reference(target: Target) -> Option<&'static str> {
    (target == Target::Company).then_some("parent")
}

/// The columns of a table that an import may change: those whose field the mapping fills.
fn mapped<'c>(table: &Table, columns: &[(&str, &'c str)]) -> Vec<&'c str> {
    columns.iter().filter(|(field, _)| table.field(field).is_some()).map(|(_, column)| *column).collect()
}

/// A field's text as a bound value.
fn text(fields: &Fields, name: &str) -> sea_orm::sea_query::Value {
    fields.text(name).map(str::to_owned).into()
}
