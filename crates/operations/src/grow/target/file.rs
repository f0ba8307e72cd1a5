//! Targets from a file: `metric,period,value,kind,currency,program,segment,owner,partner`, by names as people know them.

use super::save::{SetTarget, set_in};
use super::{MOST, TargetKind};
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{PartnerId, ProgramId, SegmentId, UserId};
use kernel::{Failure, FieldErrors, Outcome};
use serde::{Deserialize, Serialize};
use std::io::Read;
use storage::{Sql, Tx};
use uuid::Uuid;

/// What was taken from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Imported {
    /// Targets set.
    pub set: u64,
    /// Lines that could not be taken; the others were.
    pub refused: Vec<Refused>,
}

/// A line that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Refused {
    /// Of the file, from 1.
    pub line: u64,
    /// The column.
    pub field: String,
    /// Why.
    pub code: String,
}

/// A target in words: things by name, key, address or id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TargetLine {
    /// Empty: `target`.
    pub kind: String,
    pub metric: String,
    pub period: String,
    pub value: String,
    pub currency: String,
    pub program: String,
    pub segment: String,
    pub owner: String,
    pub partner: String,
}

/// Sets a target told in words.
///
/// # Errors
/// As [`super::set`]; `ambiguous` where two things have that name.
pub async fn set_named(cx: &Ctx, line: &TargetLine) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    set_line(&tx, cx, line).await?;
    cx.commit(tx).await
}

/// Sets the targets of `file`, a CSV with the headings `metric`, `period`, `value` and, where they are needed, `kind`, `currency`, `program`, `segment`,
/// `owner`, `partner` (name, key, address or id). A line that cannot be taken is told and leaves the others alone.
///
/// # Errors
/// `Forbidden`; `Invalid` at `file`: `targets_headings`, `targets_too_many`.
pub async fn import(cx: &Ctx, file: impl Read + Send) -> Outcome<Imported> {
    cx.allow(Action::ManagePrograms)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(file);
    let headings = reader.headers().map_err(|_| Failure::field("file", "targets_headings"))?.clone();
    let has = |name: &str| headings.iter().any(|heading| heading.trim_start_matches('\u{feff}') == name);
    if !["metric", "period", "value"].into_iter().all(has) {
        return Err(Failure::field("file", "targets_headings"));
    }
    let headings: csv::StringRecord = headings.iter().map(|h| h.trim_start_matches('\u{feff}')).collect();
    let mut imported = Imported::default();
    let tx = cx.begin().await?;
    for (count, record) in reader.into_records().enumerate() {
        if count >= MOST {
            return Err(Failure::field("file", "targets_too_many"));
        }
        let at = count as u64 + 2;
        let told = match record {
            Ok(record) => {
                let at = record.position().map_or(at, csv::Position::line);
                (at, take(&tx, cx, &headings, &record).await)
            }
            Err(_) => (at, Err(Failure::field("line", "invalid"))),
        };
        match told {
            (_, Ok(())) => imported.set += 1,
            (line, Err(Failure::Invalid(errors))) => imported.refused.extend(errors.0.into_iter().map(|e| Refused {
                line,
                field: e.field.to_string(),
                code: e.code.to_string(),
            })),
            (_, Err(other)) => return Err(other),
        }
    }
    cx.commit(tx).await?;
    Ok(imported)
}

async fn take(tx: &Tx, cx: &Ctx, headings: &csv::StringRecord, record: &csv::StringRecord) -> Outcome<()> {
    let line: TargetLine = record.deserialize(Some(headings)).map_err(|_| Failure::field("line", "invalid"))?;
    set_line(tx, cx, &line).await
}

async fn set_line(tx: &Tx, cx: &Ctx, line: &TargetLine) -> Outcome<()> {
    let mut errors = FieldErrors::default();
    let currency = match line.currency.as_str() {
        "" => None,
        text => text.parse().map_err(|_| errors.add("currency", "currency_invalid")).ok(),
    };
    let folded = |text: &str| kernel::fold::fold(text);
    let kind = match line.kind.as_str() {
        "" => None,
        text => text.parse::<TargetKind>().map_err(|_| errors.add("kind", "unknown")).ok(),
    };
    let mut found: [Option<Uuid>; 4] = [None; 4];
    for ((field, text, known, sql), id) in [
        (
            "program",
            &line.program,
            line.program.parse::<ProgramId>().ok().map(|id| id.0),
            named("program", "key", &line.program, "name", &line.program),
        ),
        (
            "segment",
            &line.segment,
            line.segment.parse::<SegmentId>().ok().map(|id| id.0),
            named("segment", "key", &line.segment, "name", &line.segment),
        ),
        (
            "owner",
            &line.owner,
            line.owner.parse::<UserId>().ok().map(|id| id.0),
            named("app_user", "email_folded", &folded(&line.owner), "name_folded", &folded(&line.owner)),
        ),
        (
            "partner",
            &line.partner,
            line.partner.parse::<PartnerId>().ok().map(|id| id.0),
            named("partner", "name_folded", &folded(&line.partner), "name", &line.partner),
        ),
    ]
    .into_iter()
    .zip(&mut found)
    {
        if text.is_empty() {
            continue;
        }
        // An id says it exactly; of two things of one name neither is meant.
        let known = match known {
            Some(id) => vec![id],
            None => sql.column::<Uuid>(tx).await?,
        };
        match known.as_slice() {
            [one] => *id = Some(*one),
            [] => errors.add(field, "unknown"),
            _ => errors.add(field, "ambiguous"),
        }
    }
    errors.into_result(())?;
    let [program, segment, owner, partner] = found;
    let input = SetTarget {
        kind,
        metric: line.metric.clone(),
        period: line.period.clone(),
        program: program.map(ProgramId),
        segment: segment.map(SegmentId),
        owner: owner.map(UserId),
        partner: partner.map(PartnerId),
        value: line.value.clone(),
        currency,
    };
    set_in(tx, cx, &input).await.map(|_| ())
}

fn named(table: &str, a: &str, first: &str, b: &str, second: &str) -> Sql {
    Sql::new(format!("SELECT id FROM {table} WHERE {a} = ")).bind(first).push(&format!(" OR {b} = ")).bind(second)
}
