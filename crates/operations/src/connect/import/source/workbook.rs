//! Excel workbooks, cell by cell.

use super::{CellKind, EachRow, Header, Row, SourceError, SourceFile};
use crate::connect::import::mapping::File;
use calamine::{DataRef, Reader, Xlsx, open_workbook};
use csv::StringRecord;
use std::io::BufReader;

type Workbook = Xlsx<BufReader<std::fs::File>>;

fn open(spec: &File, file: &SourceFile) -> Result<(Workbook, String), SourceError> {
    let workbook: Workbook =
        open_workbook(&file.path).map_err(|error: calamine::XlsxError| unreadable(file, &error))?;
    let names = workbook.sheet_names();
    let sheet = match &spec.sheet {
        Some(sheet) if names.contains(sheet.as_ref()) => sheet.as_ref().clone(),
        Some(sheet) => {
            return Err(SourceError::SheetMissing {
                path: file.name.clone(),
                sheet: sheet.as_ref().clone(),
                known: names.join(", "),
            });
        }
        None => names.first().cloned().ok_or_else(|| SourceError::HeaderMissing { path: file.name.clone() })?,
    };
    Ok((workbook, sheet))
}

fn unreadable(file: &SourceFile, error: &calamine::XlsxError) -> SourceError {
    SourceError::Unreadable { path: file.name.clone(), detail: error.to_string() }
}

/// What ends the reading of a sheet early.
enum Stop<E> {
    Enough,
    Failed(E),
}
impl<E: From<SourceError>> From<SourceError> for Stop<E> {
    fn from(error: SourceError) -> Self {
        Self::Failed(error.into())
    }
}

/// The header of the sheet.
pub(super) fn header(spec: &File, file: &SourceFile) -> Result<Header, SourceError> {
    if let Some(columns) = &spec.columns {
        return Ok(Header { path: file.name.clone(), columns: columns.clone() });
    }
    let mut columns = None;
    let result = sheet_rows::<SourceError>(spec, file, &mut |row| {
        columns = Some(row.cells.iter().map(|name| name.trim().to_owned()).collect());
        Err(Stop::Enough)
    });
    if let Err(Stop::Failed(error)) = result {
        return Err(error);
    }
    let columns: Vec<String> = columns.ok_or_else(|| SourceError::HeaderMissing { path: file.name.clone() })?;
    Ok(Header { path: file.name.clone(), columns })
}

/// The rows below the header, each as wide as the header.
pub(super) fn rows<E: From<SourceError>>(spec: &File, file: &SourceFile, each: EachRow<'_, E>) -> Result<(), E> {
    let mut width = spec.columns.as_ref().map(Vec::len);
    let result = sheet_rows::<E>(spec, file, &mut |row| {
        let Some(expected) = width else {
            width = Some(row.cells.len());
            return Ok(());
        };
        while row.cells.len() < expected {
            row.cells.push_field("");
        }
        let found = row.cells.len();
        row.damage = row
            .cells
            .iter()
            .skip(expected)
            .any(|cell| !cell.trim().is_empty())
            .then_some(super::Damage::CellCount { expected, found });
        each(row).map_err(Stop::Failed)
    });
    match result {
        Err(Stop::Failed(error)) => Err(error),
        Ok(()) | Err(Stop::Enough) => Ok(()),
    }
}

/// Every row of the sheet that has a cell with something in it, below the skipped ones.
fn sheet_rows<E: From<SourceError>>(
    spec: &File,
    file: &SourceFile,
    each: &mut dyn FnMut(&mut Row) -> Result<(), Stop<E>>,
) -> Result<(), Stop<E>> {
    let (mut workbook, sheet) = open(spec, file)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|e| unreadable(file, &e))?;
    let mut row = Row { file: file.number, ..Row::default() };
    let mut current: Option<u32> = None;
    loop {
        let cell = cells.next_cell().map_err(|e| unreadable(file, &e))?;
        let place = cell.as_ref().map(calamine::Cell::get_position);
        if let Some(number) = current
            && place.is_none_or(|(next, _)| next != number)
        {
            if row.cells.iter().any(|text| !text.trim().is_empty()) {
                row.line = u64::from(number) + 1;
                each(&mut row)?;
            }
            row.cells = StringRecord::new();
            row.kinds.clear();
            current = None;
        }
        let (Some(cell), Some((number, column))) = (cell, place) else { return Ok(()) };
        if number < spec.skip {
            continue;
        }
        current = Some(number);
        while row.cells.len() < column as usize {
            row.cells.push_field("");
            row.kinds.push(CellKind::Written);
        }
        let (text, kind) = cell_text(cell.get_value());
        row.cells.push_field(&text);
        row.kinds.push(kind);
    }
}

/// A number as the workbook shows it: what a formula made of `10.1 + 20.2` is 30.3, though it is kept as `30.299999999999997`. Whole numbers may be
/// ids and stay as they are.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 {
        return number.to_string();
    }
    // 15 significant digits.
    let shown = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    shown.to_string()
}

/// The text of a cell. A float is written as the shortest text that reads back as the same float, which is what the
/// person typed: `2024.994`, not `2024.9939999999999`.
fn cell_text(value: &DataRef<'_>) -> (String, CellKind) {
    match value {
        DataRef::Empty => (String::new(), CellKind::Written),
        DataRef::String(text) => (text.clone(), CellKind::Written),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Written),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) => (number_text(*number), CellKind::Number),
        DataRef::Bool(truth) => (truth.to_string(), CellKind::Written),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second, milli) == (0, 0, 0, 0) {
                (date, CellKind::Date)
            } else {
                (format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"), CellKind::Date)
            }
        }
        DataRef::DateTime(duration) => (duration.as_f64().to_string(), CellKind::Number),
        DataRef::DateTimeIso(text) => (text.clone(), CellKind::Date),
        DataRef::DurationIso(text) => (text.clone(), CellKind::Written),
        DataRef::Error(error) => (error.to_string(), CellKind::Written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_its_fifteen_digits_say() {
        for (kept, shown) in [
            (30.299_999_999_999_997, "30.3"),
            (0.1 + 0.2, "0.3"),
            (99_999.999_999_999_99, "100000"),
            (-(1.1 + 2.2), "-3.3"),
            (2024.994, "2024.994"),
            (0.123_456_789_012_345, "0.123456789012345"),
            (12.345_67, "12.34567"),
            (1_234_567_890_123_456.0, "1234567890123456"),
        ] {
            assert_eq!(number_text(kept), shown);
        }
    }
}
