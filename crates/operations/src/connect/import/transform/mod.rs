//! Rows become records: typed fields, references by external id, lines and events. No database here.

mod bound;
mod currency;
mod layout;
mod value;

pub(crate) use bound::{BoundTable, Skip};
pub(crate) use layout::{Binder, Lookups, notation};
pub use value::Value;
pub(crate) use value::{SERIAL, problem};

use super::mapping::Target;
use super::source::Row;
use kernel::id::RecordId;
use kernel::{Currency, Date, FieldError, Instant, Locale};

/// The fields of a record or of a deal's line, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(&'static str, Value)>);

impl Fields {
    /// The value of a field, if the row had one.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }
    /// A text, choice, address, domain, program key or stage name.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
    /// A day.
    pub fn date(&self, name: &str) -> Option<Date> {
        match self.get(name) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }
    /// A moment.
    pub fn moment(&self, name: &str) -> Option<Instant> {
        match self.get(name) {
            Some(Value::Moment(at)) => Some(*at),
            _ => None,
        }
    }
    /// Ten-thousandths.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }
    /// A currency.
    pub fn currency(&self, name: &str) -> Option<Currency> {
        match self.get(name) {
            Some(Value::Currency(currency)) => Some(*currency),
            _ => None,
        }
    }
    /// A language.
    pub fn language(&self, name: &str) -> Option<Locale> {
        match self.get(name) {
            Some(Value::Language(locale)) => Some(*locale),
            _ => None,
        }
    }
    /// The external id of another record.
    pub fn reference(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Reference(_, id)) => Some(id),
            _ => None,
        }
    }
    /// Every reference: field, target, external id.
    pub fn references(&self) -> impl Iterator<Item = (&'static str, Target, &str)> {
        self.0.iter().filter_map(|(name, value)| match value {
            Value::Reference(target, id) => Some((*name, *target, id.as_str())),
            _ => None,
        })
    }
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// What happened, in the source's words.
    pub activity: String,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub by: Option<String>,
}

/// The sign or code beside an amount, and the currency it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMark {
    /// The field; `line.amount` in a line.
    pub field: &'static str,
    /// As it is written.
    pub mark: String,
    /// What it stands for.
    pub currency: Currency,
}

/// What a row, or a group of rows, says.
#[derive(Debug, Clone)]
pub struct Record {
    /// The external id.
    pub key: String,
    /// Its fields.
    pub fields: Fields,
    /// Further facts.
    pub attributes: Vec<(String, String)>,
    /// Lines of a deal.
    pub lines: Vec<Fields>,
    /// Stage entries that stand in columns: stage, day or moment.
    pub stages: Vec<(String, Instant)>,
    /// Events, by time.
    pub events: Vec<LogEvent>,
    /// The rows it came from, for the report: file number, line, cells.
    pub rows: Vec<Row>,
    /// Things to report without rejecting: references that are empty.
    pub notes: Vec<FieldError>,
    /// Amounts that were marked with a currency, and which it was taken for.
    pub marks: Vec<ReadMark>,
    /// The currency its lines are marked with.
    pub line_currency: Option<Currency>,
    /// A new id for it, should it be new.
    pub id: RecordId,
}
