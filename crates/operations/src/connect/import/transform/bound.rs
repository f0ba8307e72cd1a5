//! A table of the mapping, tied to one file, that turns rows into records.

use super::currency::{Taken, taken_for};
use super::layout::{Binder, Bound, cleaned};
use super::value::{Value, problem};
use super::{Fields, LogEvent, ReadMark, Record};
use crate::connect::import::mapping::{
    Condition, Expression, FieldKind, FieldSpec, Mapping, MissingReference, Table, Target,
};
use crate::connect::import::source::{Damage, Header, Row, SourceError};
use kernel::id::RecordId;
use kernel::written_amount::CurrencyMark;
use kernel::{FieldError, Instant};
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

struct BoundField {
    spec: FieldSpec,
    bound: Bound,
}

enum Test {
    Is(usize, Vec<String>),
    Empty(usize, bool),
}

const STAGE: FieldSpec = FieldSpec { name: "stage_entry", kind: FieldKind::Stage, required: false };
const AT: FieldSpec = FieldSpec { name: "at", kind: FieldKind::Moment, required: true };
const ACTIVITY: FieldSpec = FieldSpec { name: "activity", kind: FieldKind::Text(200), required: true };
const BY: FieldSpec = FieldSpec { name: "by", kind: FieldKind::Text(200), required: false };

/// See the module.
pub(crate) struct BoundTable {
    key: Bound,
    skip: Vec<Vec<Test>>,
    require: Vec<(String, usize)>,
    fields: Vec<BoundField>,
    attributes: Vec<(String, Bound)>,
    line: Option<Vec<BoundField>>,
    stages: Vec<(Bound, Bound)>,
    event: Option<(Bound, Bound, Option<Bound>)>,
    /// Texts that mean an empty cell.
    empty: Arc<[String]>,
    /// The file's columns, for the rejects file.
    pub(crate) header: Header,
}

/// A row that is left out on purpose, or cannot be used.
#[derive(Debug)]
pub(crate) enum Skip {
    /// The mapping says so.
    OnPurpose,
    /// It is damaged.
    Problem(FieldError),
}

fn bind_fields(
    binder: &mut Binder<'_>,
    given: &BTreeMap<Spanned<String>, Expression>,
    specs: &'static [FieldSpec],
) -> Result<Vec<BoundField>, SourceError> {
    let mut fields = Vec::new();
    for spec in specs {
        if let Some(expression) = given.get(spec.name) {
            fields.push(BoundField { spec: *spec, bound: binder.bind(expression)? });
        }
    }
    Ok(fields)
}

/// What every row of a record says alike.
pub(crate) struct Head {
    pub(crate) fields: Fields,
    pub(crate) attributes: Vec<(String, String)>,
    /// Remarks that do not keep the record out.
    notes: Vec<FieldError>,
    /// Amounts that were marked with a currency.
    marks: Vec<ReadMark>,
}

impl BoundTable {
    pub(crate) fn bind(table: &Table, mut binder: Binder<'_>) -> Result<Self, SourceError> {
        // The check of the mapping has made sure that one of the two is there.
        let key = match (&table.group_by, &table.key) {
            (Some(column), _) => binder.bind(&Expression::column(column.as_ref()))?,
            (None, key) => binder.bind(&key.clone().unwrap_or_default())?,
        };
        let mut skip = Vec::new();
        for conditions in &table.skip_when {
            let mut tests = Vec::new();
            for (column, condition) in conditions {
                let at = binder.header.position(column.as_ref())?;
                tests.push(match condition {
                    Condition::Is(text) => Test::Is(at, vec![text.clone()]),
                    Condition::OneOf(texts) => Test::Is(at, texts.clone()),
                    Condition::Empty { empty } => Test::Empty(at, *empty),
                });
            }
            skip.push(tests);
        }
        let mut require = Vec::new();
        for column in &table.require {
            require.push((column.as_ref().clone(), binder.header.position(column.as_ref())?));
        }
        let fields = bind_fields(&mut binder, &table.fields, table.target.fields())?;
        let mut attributes = Vec::new();
        for (name, expression) in &table.attributes {
            attributes.push((name.as_ref().clone(), binder.bind(expression)?));
        }
        let line = match &table.line {
            Some(line) => Some(bind_fields(&mut binder, line, Target::line_fields())?),
            None => None,
        };
        let mut stages = Vec::new();
        for entry in &table.stage_entry {
            stages.push((binder.bind(&entry.stage)?, binder.bind(&entry.at)?));
        }
        let event = match &table.event {
            Some(event) => {
                let by = match &event.by {
                    Some(by) => Some(binder.bind(by)?),
                    None => None,
                };
                Some((binder.bind(&event.activity)?, binder.bind(&event.at)?, by))
            }
            None => None,
        };
        let (header, empty) = (binder.header.clone(), binder.empty.clone());
        Ok(Self { key, skip, require, fields, attributes, line, stages, event, empty, header })
    }

    /// The external id (or the group) of a row; `None` when it has none.
    pub(crate) fn key(&self, row: &Row) -> Option<String> {
        self.key.text("key", row).ok().flatten().map(|(text, _)| text.into_owned())
    }

    /// Whether the row is left out, or cannot be used at all.
    pub(crate) fn admit(&self, row: &Row) -> Result<(), Skip> {
        match row.damage {
            Some(Damage::CellCount { expected, found }) => {
                let (expected, found) = (expected.to_string(), found.to_string());
                return Err(Skip::Problem(problem("", "cell_count", [("expected", &expected), ("found", &found)])));
            }
            Some(Damage::Encoding) => return Err(Skip::Problem(problem("", "encoding", []))),
            None => {}
        }
        let cell = |at: usize| row.cells.get(at).map(cleaned).unwrap_or_default();
        let nothing = |text: &str| text.is_empty() || self.empty.iter().any(|empty| empty == text);
        let holds = |test: &Test| match test {
            Test::Is(at, texts) => texts.iter().any(|text| *text == cell(*at)),
            Test::Empty(at, empty) => nothing(&cell(*at)) == *empty,
        };
        if self.skip.iter().any(|tests| !tests.is_empty() && tests.iter().all(holds)) {
            return Err(Skip::OnPurpose);
        }
        if let Some((name, _)) = self.require.iter().find(|(_, at)| nothing(&cell(*at))) {
            return Err(Skip::Problem(problem(name, "required", [])));
        }
        match self.key.text("key", row) {
            Ok(Some((key, _))) if key.len() <= 300 => Ok(()),
            Ok(Some(_)) => Err(Skip::Problem(problem("key", "too_long", [("max", "300")]))),
            Ok(None) => Err(Skip::Problem(problem("key", "required", []))),
            Err(error) => Err(Skip::Problem(error)),
        }
    }

    /// The head of a record: everything that every row of its group must say alike.
    pub(crate) fn head(&self, mapping: &Mapping, row: &Row) -> Result<Head, Vec<FieldError>> {
        let (mut errors, mut notes) = (Vec::new(), Vec::new());
        let mut fields = self.values(&self.fields, mapping, row, &mut errors, &mut notes);
        let mut marks = Vec::new();
        for (field, text, mark) in marked(&self.fields, row) {
            match taken_for(field, &text, &mark, fields.currency("currency"), mapping) {
                Ok(Taken::Confirms(currency)) => marks.push(ReadMark { field, mark: mark.text, currency }),
                Ok(Taken::Says(currency)) => {
                    fields.0.push(("currency", Value::Currency(currency)));
                    marks.push(ReadMark { field, mark: mark.text, currency });
                }
                Err(error) => errors.push(error),
            }
        }
        let mut attributes = Vec::new();
        for (name, bound) in &self.attributes {
            match bound.text(name, row) {
                Ok(Some((text, _))) if text.chars().count() <= 500 => {
                    attributes.push((name.clone(), text.into_owned()))
                }
                Ok(Some(_)) => errors.push(problem(name, "too_long", [("max", "500")])),
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(Head { fields, attributes, notes, marks }) } else { Err(errors) }
    }

    fn values(
        &self,
        bound: &[BoundField],
        mapping: &Mapping,
        row: &Row,
        errors: &mut Vec<FieldError>,
        notes: &mut Vec<FieldError>,
    ) -> Fields {
        let mut fields = Fields::default();
        for field in bound {
            match field.bound.value(&field.spec, mapping, row) {
                Ok(Some(value)) => fields.0.push((field.spec.name, value)),
                Ok(None) => {
                    let reference = matches!(field.spec.kind, FieldKind::Reference(_));
                    let on_empty = field.bound.on_empty.unwrap_or(field.spec.default_empty());
                    match on_empty {
                        MissingReference::Reject if reference || field.spec.required => {
                            errors.push(problem(field.spec.name, "required", []));
                        }
                        MissingReference::Report => notes.push(problem(field.spec.name, "reference_empty", [])),
                        MissingReference::Reject | MissingReference::Ignore => {}
                    }
                }
                Err(error)
                    if error.code == "lookup_missing" && field.bound.on_missing == Some(MissingReference::Report) =>
                {
                    notes.push(error);
                }
                Err(error) => errors.push(error),
            }
        }
        fields
    }

    /// What happens to a row whose reference at `field` leads nowhere.
    pub(crate) fn on_missing(&self, field: &str, in_line: bool) -> MissingReference {
        let fields = if in_line { self.line.as_deref().unwrap_or_default() } else { &self.fields };
        fields
            .iter()
            .find(|f| f.spec.name == field)
            .map_or(MissingReference::Reject, |f| f.bound.on_missing.unwrap_or(f.spec.default_missing()))
    }

    /// Begins a record with its first row.
    pub(crate) fn begin(&self, mapping: &Mapping, key: String, row: &Row) -> Result<Record, Vec<FieldError>> {
        let Head { fields, attributes, notes, marks } = self.head(mapping, row)?;
        let mut record = Record {
            key,
            fields,
            attributes,
            lines: Vec::new(),
            stages: Vec::new(),
            events: Vec::new(),
            rows: Vec::new(),
            notes,
            marks,
            line_currency: None,
            id: RecordId::new(),
        };
        let mut errors = Vec::new();
        for (stage, at) in &self.stages {
            match (stage.value(&STAGE, mapping, row), at.value(&AT, mapping, row)) {
                (Ok(Some(Value::Text(stage))), Ok(Some(Value::Moment(at)))) => record.stages.push((stage, at)),
                (Ok(_), Ok(_)) => {}
                (Err(error), _) | (_, Err(error)) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        self.add(mapping, &mut record, row)?;
        Ok(record)
    }

    /// Looks at the whole record once its rows are together. The only line of a deal is worth what the deal is, where it does not say so
    /// itself; but in an order of several lines one without an amount is a mistake.
    pub(crate) fn finish(record: &mut Record) -> Result<(), Vec<FieldError>> {
        if let (None, Some(currency)) = (record.fields.currency("currency"), record.line_currency) {
            record.fields.0.push(("currency", Value::Currency(currency)));
        }
        if record.lines.iter().any(|line| line.number("amount").is_none()) {
            if record.lines.len() > 1 {
                return Err(vec![problem("line.amount", "required", [])]);
            }
            if let (Some(total), [line]) = (record.fields.number("amount"), record.lines.as_mut_slice()) {
                line.0.push(("amount", Value::Number(total)));
            }
        }
        Ok(())
    }

    /// Adds what a row of the group says besides the head: its line, its event.
    pub(crate) fn add(&self, mapping: &Mapping, record: &mut Record, row: &Row) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut notes = Vec::new();
        if let Some(line) = &self.line {
            let fields = self.values(line, mapping, row, &mut errors, &mut notes);
            for (_, text, mark) in marked(line, row) {
                let known = record.fields.currency("currency").or(record.line_currency);
                match taken_for("line.amount", &text, &mark, known, mapping) {
                    Ok(taken) => {
                        let currency = match taken {
                            Taken::Confirms(currency) => currency,
                            Taken::Says(currency) => *record.line_currency.insert(currency),
                        };
                        record.marks.push(ReadMark { field: "line.amount", mark: mark.text, currency });
                    }
                    Err(error) => errors.push(error),
                }
            }
            record.lines.push(fields);
        }
        if let Some((activity, at, by)) = &self.event {
            let activity = activity.value(&ACTIVITY, mapping, row);
            let at = at.value(&AT, mapping, row);
            let by = by.as_ref().map(|by| by.value(&BY, mapping, row)).transpose();
            match (activity, at, by) {
                (Ok(Some(Value::Text(activity))), Ok(Some(Value::Moment(at))), Ok(by)) => {
                    let by = match by.flatten() {
                        Some(Value::Text(by)) => Some(by),
                        _ => None,
                    };
                    insert_by_time(&mut record.events, LogEvent { activity, at, by });
                }
                (Ok(None), _, _) => errors.push(problem("activity", "required", [])),
                (_, Ok(None), _) => errors.push(problem("at", "required", [])),
                (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => errors.push(error),
                (Ok(Some(_)), Ok(Some(_)), Ok(_)) => errors.push(problem("at", "invalid", [])),
            }
        }
        record.notes.extend(notes);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// The amounts among these fields that are marked with a currency: field, what the cell says, the mark.
fn marked(fields: &[BoundField], row: &Row) -> Vec<(&'static str, String, CurrencyMark)> {
    let amounts = fields.iter().filter(|field| field.spec.kind == FieldKind::Amount);
    let marked = amounts.filter_map(|field| {
        let (text, mark) = field.bound.mark(&field.spec, row)?;
        Some((field.spec.name, text, mark))
    });
    marked.collect()
}

/// Keeps events in order of time; those of the same moment in order of the file.
fn insert_by_time(events: &mut Vec<LogEvent>, event: LogEvent) {
    let at: Instant = event.at;
    let place = events.iter().rposition(|e| e.at <= at).map_or(0, |before| before + 1);
    events.insert(place, event);
}
