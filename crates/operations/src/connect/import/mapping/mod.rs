//! The mapping file: what is in the files, said without code. `docs/guide/import.md` explains every key.

mod check;
mod expression;
mod problem;
mod target;

pub use expression::{Expression, Lookup, MissingReference, TemplatePart, Unmapped, template_parts};
pub use problem::{MappingProblem, MappingProblems};
pub use target::{FieldKind, FieldSpec, Target};

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A whole mapping file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Where the files come from and how they write things unless said otherwise.
    pub source: Source,
    /// The files.
    #[serde(rename = "file")]
    pub files: Vec<File>,
    /// Programs the rows belong to.
    #[serde(default, rename = "program")]
    pub programs: Vec<ProgramMapping>,
    /// Other spellings of external ids, by target: `[alias.product] "GTXPro" = "GTX Pro"`.
    #[serde(default)]
    pub alias: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
    /// What is made of the rows, in this order.
    #[serde(rename = "table")]
    pub tables: Vec<Table>,
}

/// Where the files come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name under which external ids are remembered; the same name finds the same records again.
    pub name: Spanned<String>,
    /// How dates are written (strptime), tried in order. Without it: `%Y-%m-%d` and RFC 3339.
    #[serde(default)]
    pub dates: Vec<Spanned<String>>,
    /// The time zone of dates and times without an offset (IANA name). Default UTC.
    #[serde(default)]
    pub time_zone: Option<Spanned<String>>,
    /// The currency of amounts (ISO 4217) where no column says it.
    #[serde(default)]
    pub currency: Option<Spanned<String>>,
    /// How numbers are written. Default `1234.56`.
    #[serde(default)]
    pub number: Option<NumberStyle>,
    /// Texts that stand for "nothing", besides the empty cell: `["EMPTY", "n/a"]`.
    #[serde(default)]
    pub empty: Vec<String>,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberStyle {
    /// Between units and decimals.
    pub decimal: char,
    /// Between thousands.
    #[serde(default)]
    pub thousands: Option<char>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Format {
    /// Separated values.
    #[serde(rename = "csv")]
    Csv,
    /// Separated values, compressed with gzip.
    #[serde(rename = "csv.gz")]
    CsvGz,
    /// An Excel workbook.
    #[serde(rename = "xlsx")]
    Xlsx,
}

/// One file, or several of the same shape.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The name tables and lookups use.
    pub id: Spanned<String>,
    /// Path below the import's folder; the last part may hold `*` and `?`, then every match is read in order of name.
    pub path: Spanned<String>,
    /// Guessed from the name's end when absent.
    #[serde(default)]
    pub format: Option<Format>,
    /// Separates cells; `\t` for a tab. Default `,`.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Encloses cells. Default `"`.
    #[serde(default)]
    pub quote: Option<char>,
    /// WHATWG label of the encoding. Default `utf-8`.
    #[serde(default)]
    pub encoding: Option<Spanned<String>>,
    /// The sheet of a workbook. Default: the first.
    #[serde(default)]
    pub sheet: Option<Spanned<String>>,
    /// Lines (rows of the sheet) before the header that are not read.
    #[serde(default)]
    pub skip: u32,
    /// Column names, for a file without a header row.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Whether a line with fewer cells than the header ends in empty ones, as spreadsheets write them; without it such a line is rejected, for it
    /// may be half of a broken one.
    #[serde(default)]
    pub short_rows: bool,
    /// Columns of which an empty cell repeats the one above, as reports with groups and lists with several lines a record are written.
    /// From outer to inner: below a new value of one, nothing is repeated of those behind it.
    #[serde(default)]
    pub fill_down: Vec<Spanned<String>>,
}

/// A program the rows belong to: an existing one found by name, or made from a template.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgramMapping {
    /// The text that stands for it in the rows.
    pub key: Spanned<String>,
    /// Its name in Compagnon.
    pub name: String,
    /// The template it is made from when it does not exist: reseller, referral, integrator, technology.
    pub template: Spanned<String>,
    /// Stage names as they stand in the rows. Without them the stages of the template are used.
    #[serde(default, rename = "stage")]
    pub stages: Vec<StageMapping>,
}

/// A stage name and what it means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageMapping {
    /// The name in the rows, and in Compagnon unless `as` says otherwise.
    pub name: Spanned<String>,
    /// The stage's name in Compagnon.
    #[serde(default, rename = "as")]
    pub stage: Option<String>,
    /// Open, won or lost.
    pub outcome: StageOutcome,
}

/// What reaching a stage means for the deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StageOutcome {
    /// Goes on.
    Open,
    /// Won.
    Won,
    /// Lost.
    Lost,
}

/// What is made of the rows of one file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What a row (or a group of rows) becomes.
    pub target: Target,
    /// The file's id.
    pub file: Spanned<String>,
    /// The external id: a column, or a template of several.
    #[serde(default)]
    pub key: Option<Expression>,
    /// Rows with the same value here belong to one record.
    #[serde(default)]
    pub group_by: Option<Spanned<String>>,
    /// Rows that are left out on purpose. All conditions of one entry must hold.
    #[serde(default)]
    pub skip_when: Vec<BTreeMap<Spanned<String>, Condition>>,
    /// Columns that must not be empty.
    #[serde(default)]
    pub require: Vec<Spanned<String>>,
    /// The fields.
    #[serde(default, rename = "field")]
    pub fields: BTreeMap<Spanned<String>, Expression>,
    /// Further facts kept under these names.
    #[serde(default, rename = "attribute")]
    pub attributes: BTreeMap<Spanned<String>, Expression>,
    /// Lines of a deal, one per row of the group.
    #[serde(default)]
    pub line: Option<BTreeMap<Spanned<String>, Expression>>,
    /// Stage entries that stand in columns of the same row.
    #[serde(default)]
    pub stage_entry: Vec<StageEntry>,
    /// One event per row of the group.
    #[serde(default)]
    pub event: Option<EventColumns>,
}

/// A stage and when the deal entered it; both may be empty for a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageEntry {
    /// The stage's name in the rows.
    pub stage: Expression,
    /// When. An empty date means the stage was not entered.
    pub at: Expression,
}

/// A log with one row per event.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventColumns {
    /// What happened.
    pub activity: Expression,
    /// When.
    pub at: Expression,
    /// Who did it.
    #[serde(default)]
    pub by: Option<Expression>,
    /// Activities that mean something to a registration: `"Permit granted" = "approved"`; others are kept by name.
    #[serde(default)]
    pub means: BTreeMap<String, EventMeaning>,
    /// When the log has no activity of its own for the first answer: the step after the submission is the answer.
    #[serde(default)]
    pub first_answer: FirstAnswer,
    /// Which event is the decision.
    #[serde(default)]
    pub decided: Decided,
}

/// What an activity of a log is to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventMeaning {
    /// The registration arrived.
    Submitted,
    /// The vendor answered for the first time.
    Answered,
    /// The vendor asked for information.
    InfoRequested,
    /// The partner gave it.
    InfoGiven,
    /// Approved.
    Approved,
    /// Declined.
    Declined,
    /// Taken back.
    Withdrawn,
}

/// Which event is the first answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstAnswer {
    /// Only an activity that means `answered`, `info_requested`, `approved` or `declined`.
    #[default]
    ByMeaning,
    /// The step after the submission, whatever it is.
    NextEvent,
}

/// When a cell counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    /// It is this text.
    Is(String),
    /// It is one of these.
    OneOf(Vec<String>),
    /// `true`: it is empty; `false`: it is not.
    Empty {
        /// See above.
        empty: bool,
    },
}

/// Which event is the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Only an activity that means `approved`, `declined` or `withdrawn`.
    #[default]
    ByMeaning,
    /// The last one: the log ends where the case ends.
    LastEvent,
}

impl Mapping {
    /// Reads and checks a mapping file.
    ///
    /// # Errors
    /// Everything wrong with it, each with line and column.
    pub fn parse(text: &str) -> Result<Self, MappingProblems> {
        let mapping: Self = toml::from_str(text).map_err(|error| MappingProblems::syntax(text, &error))?;
        check::check(&mapping, text)?;
        Ok(mapping)
    }
    /// The file called `id`.
    pub fn file(&self, id: &str) -> Option<&File> {
        self.files.iter().find(|f| f.id.as_ref() == id)
    }
    /// The external id that `text` stands for among records of `target`.
    pub fn alias_of<'a>(&'a self, target: Target, text: &'a str) -> &'a str {
        self.alias.get(target.as_str()).and_then(|names| names.get(text)).map_or(text, String::as_str)
    }
    /// The program that `key` stands for.
    pub fn program(&self, key: &str) -> Option<&ProgramMapping> {
        self.programs.iter().find(|p| p.key.as_ref() == key)
    }
}

impl Table {
    /// The expression of a field, if mapped.
    pub fn field(&self, name: &str) -> Option<&Expression> {
        self.fields.get(name)
    }
}
