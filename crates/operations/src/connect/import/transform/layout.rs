//! A mapping's expressions, tied to the columns of the files at hand.

use super::value::{Notation, Value, amount, number_format, problem, read};
use crate::connect::import::mapping::{
    Expression, FieldKind, FieldSpec, Mapping, MissingReference, TemplatePart, Unmapped, template_parts,
};
use crate::connect::import::source::{CellKind, Header, Row, SourceError, find_files, read_header, read_rows};
use jiff::tz::TimeZone;
use kernel::FieldError;
use kernel::written_amount::CurrencyMark;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

/// The text of a cell, trimmed and without what turns the direction of what follows: a name would read as another one.
pub(crate) fn cleaned(cell: &str) -> Cow<'_, str> {
    match kernel::unturned(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// The values of one column of a lookup file, found by another.
pub(crate) type LookupTable = Arc<HashMap<String, String>>;

/// Lookup files read once for all tables.
#[derive(Default)]
pub(crate) struct Lookups {
    read: HashMap<(String, String, String), LookupTable>,
}

impl Lookups {
    fn table(
        &mut self,
        mapping: &Mapping,
        folder: &Path,
        lookup: &crate::connect::import::mapping::Lookup,
    ) -> Result<LookupTable, SourceError> {
        let key = (lookup.file.as_ref().clone(), lookup.by.clone(), lookup.take.clone());
        if let Some(table) = self.read.get(&key) {
            return Ok(table.clone());
        }
        let mut table = HashMap::new();
        // The check of the mapping has made sure that the file is declared.
        if let Some(spec) = mapping.file(lookup.file.as_ref()) {
            for file in find_files(folder, spec)? {
                let header = read_header(spec, &file)?;
                let (by, take) = (header.position(&lookup.by)?, header.position(&lookup.take)?);
                read_rows::<SourceError>(spec, &file, &mut |row| {
                    if let (Some(by), Some(take)) = (row.cells.get(by), row.cells.get(take)) {
                        table.entry(cleaned(by).into_owned()).or_insert_with(|| cleaned(take).into_owned());
                    }
                    Ok(())
                })?;
            }
        }
        let table = Arc::new(table);
        self.read.insert(key, table.clone());
        Ok(table)
    }
}

enum Origin {
    Column(usize),
    Constant(String),
    Template(Vec<Piece>),
}
enum Piece {
    Text(String),
    Column(usize),
}

/// An expression that knows where its columns stand.
pub(crate) struct Bound {
    origin: Origin,
    lookup: Option<LookupTable>,
    map: BTreeMap<String, String>,
    unmapped: Unmapped,
    default: Option<String>,
    notation: Arc<Notation>,
    empty: Arc<[String]>,
    pub(crate) on_missing: Option<MissingReference>,
    pub(crate) on_empty: Option<MissingReference>,
}

/// What binding needs to know.
pub(crate) struct Binder<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) folder: &'a Path,
    pub(crate) header: &'a Header,
    pub(crate) lookups: &'a mut Lookups,
    pub(crate) notation: Arc<Notation>,
    pub(crate) empty: Arc<[String]>,
}

/// The source's own notation.
pub(crate) fn notation(mapping: &Mapping, home: &TimeZone) -> Notation {
    let zone = mapping.source.time_zone.as_ref().and_then(|name| TimeZone::get(name.as_ref()).ok());
    Notation {
        dates: mapping.source.dates.iter().map(|d| d.as_ref().clone()).collect(),
        zone: zone.unwrap_or_else(|| home.clone()),
        home: home.clone(),
        number: number_format(mapping.source.number),
    }
}

impl Binder<'_> {
    pub(crate) fn bind(&mut self, expression: &Expression) -> Result<Bound, SourceError> {
        let origin = if let Some(column) = &expression.column {
            Origin::Column(self.header.position(column)?)
        } else if let Some(template) = &expression.template {
            let mut pieces = Vec::new();
            for part in template_parts(template) {
                pieces.push(match part {
                    TemplatePart::Text(text) => Piece::Text(text),
                    TemplatePart::Column(name) => Piece::Column(self.header.position(&name)?),
                });
            }
            Origin::Template(pieces)
        } else {
            Origin::Constant(expression.constant.clone().unwrap_or_default())
        };
        let lookup = match &expression.lookup {
            Some(lookup) => Some(self.lookups.table(self.mapping, self.folder, lookup)?),
            None => None,
        };
        let own = !expression.dates.is_empty() || expression.time_zone.is_some() || expression.number.is_some();
        let notation = if own {
            let mut notation = Notation::clone(&self.notation);
            if !expression.dates.is_empty() {
                notation.dates.clone_from(&expression.dates);
            }
            if let Some(zone) = expression.time_zone.as_ref().and_then(|name| TimeZone::get(name).ok()) {
                notation.zone = zone;
            }
            if expression.number.is_some() {
                notation.number = number_format(expression.number);
            }
            Arc::new(notation)
        } else {
            self.notation.clone()
        };
        Ok(Bound {
            origin,
            lookup,
            map: expression.map.clone(),
            unmapped: expression.unmapped,
            default: expression.default.clone(),
            notation,
            empty: self.empty.clone(),
            on_missing: expression.on_missing,
            on_empty: expression.on_empty,
        })
    }
}

impl Bound {
    /// The text of the expression for a row, `None` when empty.
    pub(crate) fn text<'r>(
        &'r self,
        field: &str,
        row: &'r Row,
    ) -> Result<Option<(Cow<'r, str>, CellKind)>, FieldError> {
        let raw = match &self.origin {
            Origin::Column(at) => self.cell(row, *at).map(|text| (text, row.kind(*at))),
            Origin::Constant(text) => Some((Cow::Borrowed(text.as_str()), CellKind::Written)),
            Origin::Template(pieces) => self.template(row, pieces).map(|text| (Cow::Owned(text), CellKind::Written)),
        };
        let Some((text, kind)) = raw else {
            return Ok(self.default.as_deref().map(|text| (Cow::Borrowed(text), CellKind::Written)));
        };
        let looked_up = match &self.lookup {
            None => (text, kind),
            Some(table) => match table.get(text.as_ref()) {
                Some(found) if found.is_empty() => return Ok(None),
                Some(found) => (Cow::Borrowed(found.as_str()), CellKind::Written),
                None if self.on_missing == Some(MissingReference::Ignore) => return Ok(None),
                None => return Err(problem(field, "lookup_missing", [("value", &text)])),
            },
        };
        if self.map.is_empty() {
            return Ok(Some(looked_up));
        }
        match (self.map.get(looked_up.0.as_ref()), self.unmapped) {
            (Some(mapped), _) if mapped.is_empty() => Ok(None),
            (Some(mapped), _) => Ok(Some((Cow::Borrowed(mapped.as_str()), CellKind::Written))),
            (None, Unmapped::Keep) => Ok(Some(looked_up)),
            (None, Unmapped::Empty) => Ok(None),
            (None, Unmapped::Reject) => {
                let known: Vec<&str> = self.map.keys().map(String::as_str).collect();
                Err(problem(field, "word_unknown", [("value", &looked_up.0), ("known", &known.join(", "))]))
            }
        }
    }

    fn cell<'r>(&self, row: &'r Row, at: usize) -> Option<Cow<'r, str>> {
        row.cells.get(at).map(cleaned).filter(|text| !text.is_empty() && !self.empty.iter().any(|e| e == text))
    }

    fn template(&self, row: &Row, pieces: &[Piece]) -> Option<String> {
        let mut text = String::new();
        let mut filled = false;
        for piece in pieces {
            match piece {
                Piece::Text(fixed) => text.push_str(fixed),
                Piece::Column(at) => {
                    if let Some(cell) = self.cell(row, *at) {
                        text.push_str(&cell);
                        filled = true;
                    }
                }
            }
        }
        filled.then(|| text.trim().to_owned())
    }

    /// The amount of the expression for a row with the currency it is marked with; nothing when it is empty or unmarked.
    pub(crate) fn mark(&self, spec: &FieldSpec, row: &Row) -> Option<(String, CurrencyMark)> {
        let (text, cell) = self.text(spec.name, row).ok()??;
        let (_, mark) = amount(spec.name, &text, cell, &self.notation).ok()?;
        mark.map(|mark| (text.into_owned(), mark))
    }

    /// The typed value of the expression for a row, `None` when empty.
    pub(crate) fn value(&self, spec: &FieldSpec, mapping: &Mapping, row: &Row) -> Result<Option<Value>, FieldError> {
        let Some((text, cell)) = self.text(spec.name, row)? else { return Ok(None) };
        let text = match spec.kind {
            FieldKind::Reference(target) => mapping.alias_of(target, &text),
            _ => text.as_ref(),
        };
        read(spec.name, spec.kind, text, cell, &self.notation).map(Some)
    }
}
