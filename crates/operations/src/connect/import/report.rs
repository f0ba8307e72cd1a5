//! What a run did, kept with the run and shown while it goes on.

use super::mapping::{Mapping, Target};
use super::transform::ReadMark;
use kernel::{Currency, FieldError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Distinct values listed by name; further ones are counted together.
const LISTED: usize = 500;

/// What a run did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Report {
    /// One entry per table of the mapping, in its order.
    pub tables: Vec<TableReport>,
    /// References that led nowhere or were empty, with the rows they stand in.
    pub unresolved: Vec<Unresolved>,
    /// Why rows were rejected.
    pub problems: Vec<Problem>,
    /// Signs and codes of currencies that stood beside amounts, and what they were taken for.
    #[serde(default)]
    pub currencies: Vec<CurrencyRead>,
    /// What stopped the run, if something did: a code and values for its sentence (`import-error-<code>`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<ReportFailure>,
}

/// What happened to the rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TableReport {
    /// What the rows became.
    pub target: String,
    /// The file's id in the mapping.
    pub file: String,
    /// Rows the files hold; known when the table begins.
    pub rows: Option<u64>,
    /// Rows read so far.
    pub read: u64,
    /// Records made.
    pub created: u64,
    /// Records found and changed.
    pub changed: u64,
    /// Records found as they should be.
    pub unchanged: u64,
    /// Rows left out because the mapping says so.
    pub skipped: u64,
    /// Rows that say again what an earlier one said.
    pub repeated: u64,
    /// Rows that could not be placed.
    pub rejected: u64,
    /// Whether the table is through.
    pub done: bool,
}

/// A reference that led nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unresolved {
    /// What it should have led to.
    pub target: String,
    /// The field.
    pub field: String,
    /// The text in the file; empty when the cell was empty.
    pub value: String,
    /// Rows.
    pub rows: u64,
}

/// A reason for rejecting rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    /// What the rows should have become.
    pub target: String,
    /// The code; its sentence is `import-row-<code>` in Fluent.
    pub code: String,
    /// The field.
    pub field: String,
    /// Rows.
    pub rows: u64,
}

/// A currency's sign or code beside amounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CurrencyRead {
    /// What the rows became.
    pub target: String,
    /// The field.
    pub field: String,
    /// As it is written.
    #[schema(example = "kr")]
    pub mark: String,
    /// What it was taken for.
    #[schema(value_type = String, example = "SEK")]
    pub currency: Currency,
    /// Amounts.
    pub amounts: u64,
}

/// What stopped a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReportFailure {
    /// A stable code.
    pub code: String,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
}

impl Report {
    /// An empty report for a mapping.
    pub fn new(mapping: &Mapping) -> Self {
        let table = |table: &super::mapping::Table| TableReport {
            target: table.target.as_str().to_owned(),
            file: table.file.as_ref().clone(),
            ..TableReport::default()
        };
        Self { tables: mapping.tables.iter().map(table).collect(), ..Self::default() }
    }
    /// Rows of a reference that led nowhere; `value` empty for empty cells.
    pub(crate) fn unresolved(&mut self, target: Target, field: &str, value: &str, rows: u64) {
        let full = self.unresolved.len() >= LISTED;
        let found =
            self.unresolved.iter_mut().find(|u| u.target == target.as_str() && u.field == field && u.value == value);
        match found {
            Some(found) => found.rows += rows,
            None if full => match self.unresolved.iter_mut().find(|u| u.target == target.as_str() && u.value == "…") {
                Some(others) => others.rows += rows,
                None => self.push_unresolved(target, "", "…", rows),
            },
            None => self.push_unresolved(target, field, value, rows),
        }
    }
    fn push_unresolved(&mut self, target: Target, field: &str, value: &str, rows: u64) {
        self.unresolved.push(Unresolved {
            target: target.as_str().to_owned(),
            field: field.to_owned(),
            value: value.to_owned(),
            rows,
        });
    }
    /// An amount was marked with a currency.
    pub(crate) fn currency(&mut self, target: Target, read: &ReadMark) {
        let same = |c: &&mut CurrencyRead| {
            c.target == target.as_str() && c.field == read.field && c.mark == read.mark && c.currency == read.currency
        };
        let full = self.currencies.len() >= LISTED;
        match self.currencies.iter_mut().find(same) {
            Some(found) => found.amounts += 1,
            None if full => {}
            None => self.currencies.push(CurrencyRead {
                target: target.as_str().to_owned(),
                field: read.field.to_owned(),
                mark: read.mark.clone(),
                currency: read.currency,
                amounts: 1,
            }),
        }
    }
    /// Rejected rows, by their first error.
    pub(crate) fn rejected(&mut self, target: Target, error: &FieldError, rows: u64) {
        let same = |p: &&mut Problem| p.target == target.as_str() && p.code == error.code && p.field == error.field;
        match self.problems.iter_mut().find(same) {
            Some(found) => found.rows += rows,
            None => self.problems.push(Problem {
                target: target.as_str().to_owned(),
                code: error.code.clone(),
                field: error.field.clone(),
                rows,
            }),
        }
    }
    /// Rows that could not be placed, over all tables.
    pub fn rejected_rows(&self) -> u64 {
        self.tables.iter().map(|t| t.rejected).sum()
    }
    /// Rows whose reference to a target led nowhere (empty cells not counted).
    pub fn unresolved_rows(&self, target: &str) -> u64 {
        self.unresolved.iter().filter(|u| u.target == target && !u.value.is_empty()).map(|u| u.rows).sum()
    }
    /// Whether any record was made or changed.
    pub fn changed_anything(&self) -> bool {
        self.tables.iter().any(|t| t.created + t.changed > 0)
    }
}
