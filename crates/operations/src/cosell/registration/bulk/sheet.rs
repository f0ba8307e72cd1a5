//! A spreadsheet taken apart: CSV or XLSX, one deal a row, headings as in the template.

use super::column::columns;
use super::swell::stays_small;
use crate::connect::export::FORMULA_STARTS;
use crate::cosell::form::{FieldKind, FormDefinition};
use calamine::{DataRef, Reader, Xlsx};
use kernel::fold::fold;
use kernel::money::{NumberFormat, may_be_thousands};
use kernel::{Failure, FieldErrors, Locale, Outcome};
use std::collections::BTreeMap;
use std::io::Cursor;

/// More deals than anybody looks through in one preview.
pub const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 60;
/// Bytes of a file; 200 rows have a hundredth of it.
const MOST_BYTES: usize = 2 * 1024 * 1024;
const LONGEST_CELL: usize = 4_000;

/// The rows of a file: what stands in each, by the key of its question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Line in the file and its texts, empty ones left out.
    pub rows: Vec<(usize, BTreeMap<String, String>)>,
}

/// The keys of the headings: a heading is the key itself or what the question is called in either language.
fn keys_of(form: &FormDefinition, headings: &[String]) -> Outcome<Vec<Option<String>>> {
    let mut known = BTreeMap::new();
    for locale in [Locale::De, Locale::En] {
        for column in columns(form, locale) {
            known.insert(fold(&column.label), column.key.clone());
            known.insert(fold(&column.key), column.key);
        }
    }
    let mut errors = FieldErrors::default();
    let mut seen = std::collections::BTreeSet::new();
    let mut keys = Vec::new();
    for heading in headings.iter().take(MOST_COLUMNS) {
        let heading = unguarded(heading.trim());
        if heading.is_empty() {
            keys.push(None);
            continue;
        }
        let key = known.get(&fold(heading)).cloned();
        let shown: String = heading.chars().take(60).collect();
        match &key {
            None => errors.add_with("file", "column_unknown", [("column", shown)]),
            Some(key) if !seen.insert(key.clone()) => errors.add_with("file", "column_twice", [("column", shown)]),
            Some(_) => {}
        }
        keys.push(key);
    }
    if seen.is_empty() {
        return Err(Failure::field("file", "headings_missing"));
    }
    errors.into_result(keys)
}

/// Takes a file apart. Numbers in cells are written as `locale` writes them, so that they read like typed ones.
///
/// # Errors
/// `Invalid` at `file`: `required`, `file_too_large` (`max`), `file_unreadable`, `headings_missing`, `column_unknown` and `column_twice`
/// (`column`), `rows_missing`, `too_many_rows` (`max`).
pub fn read(form: &FormDefinition, content: &[u8], locale: Locale) -> Outcome<Sheet> {
    if content.is_empty() {
        return Err(Failure::field("file", "required"));
    }
    if content.len() > MOST_BYTES {
        let mut errors = FieldErrors::default();
        errors.add_with("file", "file_too_large", [("max", "2".to_owned())]);
        return Err(Failure::Invalid(errors));
    }
    let lines = if content.starts_with(b"PK") { workbook(content, locale)? } else { text(content)? };
    let mut lines = lines.into_iter().filter(|(_, cells)| cells.iter().any(|c| !c.text.trim().is_empty()));
    let Some((_, headings)) = lines.next() else { return Err(Failure::field("file", "headings_missing")) };
    let headings: Vec<String> = headings.into_iter().map(|cell| cell.text).collect();
    let keys = keys_of(form, &headings)?;
    let rows: Vec<_> = lines
        .map(|(line, cells)| {
            let named = keys.iter().zip(cells).filter_map(|(key, cell)| {
                let key = key.clone()?;
                let known = cell.is_number && takes_number(form, &key);
                let text = unguarded(cell.text.trim());
                let text = if known { certain(text, locale) } else { text.to_owned() };
                (!text.is_empty()).then_some((key, text))
            });
            (line, named.collect())
        })
        .collect();
    if rows.is_empty() {
        return Err(Failure::field("file", "rows_missing"));
    }
    if rows.len() > MOST_ROWS {
        return Err(too_many());
    }
    Ok(Sheet { rows })
}

fn too_many() -> Failure {
    let mut errors = FieldErrors::default();
    errors.add_with("file", "too_many_rows", [("max", MOST_ROWS.to_string())]);
    Failure::Invalid(errors)
}

/// Our own exports put an apostrophe before what a spreadsheet would take for a formula.
fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA_STARTS)).unwrap_or(text)
}

type Lines = Vec<(usize, Vec<Cell>)>;

/// A cell, as one would have typed it.
#[derive(Debug, Clone, Default)]
struct Cell {
    text: String,
    /// A cell of a workbook that knows its number.
    is_number: bool,
}

/// Three decimals of a typed number may be thousands; of a cell that knows its number they are not, which a fourth one says.
fn certain(text: &str, locale: Locale) -> String {
    let format = if locale == Locale::De { NumberFormat::GERMAN } else { NumberFormat::ENGLISH };
    if may_be_thousands(text, format) { format!("{text}0") } else { text.to_owned() }
}

fn takes_number(form: &FormDefinition, key: &str) -> bool {
    let own = form.fields.iter().find(|field| field.key == key);
    own.map_or(key == "amount", |field| matches!(field.kind, FieldKind::Number | FieldKind::Money))
}

fn text(content: &[u8]) -> Outcome<Lines> {
    let unreadable = || Failure::field("file", "file_unreadable");
    if content.starts_with(&[0x1f, 0x8b]) || content.contains(&0) {
        return Err(unreadable());
    }
    let (text, _, _) = match std::str::from_utf8(content) {
        Ok(_) => encoding_rs::UTF_8.decode(content),
        Err(_) => encoding_rs::WINDOWS_1252.decode(content),
    };
    let first = text.split(['\n', '\r']).find(|line| !line.is_empty()).unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        if lines.len() > MOST_ROWS + 1 {
            return Err(too_many());
        }
        let begun = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or_default();
        row += 1 + empty_rows(text.as_bytes(), begun);
        lines.push((
            row,
            record.iter().take(MOST_COLUMNS).map(|cell| Cell { text: short(cell), is_number: false }).collect(),
        ));
    }
    Ok(lines)
}

/// Rows with nothing in them before the record whose reading began at `at`: the reader passes over them, a spreadsheet counts them. What ended
/// the record before may not be read to its end yet (CR of CR LF).
fn empty_rows(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let ended = at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
    let rest = rest.strip_prefix(b"\n").filter(|_| ended).unwrap_or(rest);
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let mut rows = 0;
    let mut last = 0;
    for end in ends {
        if !(last == b'\r' && *end == b'\n') {
            rows += 1;
        }
        last = *end;
    }
    rows
}

fn short(cell: &str) -> String {
    cell.chars().take(LONGEST_CELL + 1).collect()
}

fn workbook(content: &[u8], locale: Locale) -> Outcome<Lines> {
    let unreadable = || Failure::field("file", "file_unreadable");
    // Before anything unpacks it: a few kilobytes can hold gigabytes.
    if !stays_small(content) {
        return Err(unreadable());
    }
    let mut workbook: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(content)).map_err(|_: calamine::XlsxError| unreadable())?;
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(unreadable)?;
    // Cell by cell: a sheet with one cell in its last corner would be billions of empty ones.
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|_| unreadable())?;
    let mut lines: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        let is_number = matches!(cell.get_value(), DataRef::Float(_));
        let value = Cell { text: cell_text(cell.get_value(), locale), is_number };
        if column >= MOST_COLUMNS || value.text.is_empty() {
            continue;
        }
        let line = lines.entry(row + 1).or_default();
        if line.len() <= column {
            line.resize(column + 1, Cell::default());
        }
        if let Some(slot) = line.get_mut(column) {
            *slot = value;
        }
        if lines.len() > MOST_ROWS + 1 {
            return Err(too_many());
        }
    }
    Ok(lines.into_iter().collect())
}

fn cell_text(value: &DataRef<'_>, locale: Locale) -> String {
    match value {
        DataRef::String(text) => short(text),
        DataRef::SharedString(text) => short(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => {
            let plain = number.to_string();
            if locale == Locale::De { plain.replace('.', ",") } else { plain }
        }
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.chars().take(10).collect(),
        DataRef::DurationIso(text) => text.chars().take(40).collect(),
        _ => String::new(),
    }
}

/// A day as people write it into a spreadsheet: `2027-03-31`, `31.3.2027`.
pub(super) fn day(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return text.to_owned() };
    match (day.parse::<u8>(), month.parse::<u8>(), year.parse::<u16>()) {
        (Ok(day), Ok(month), Ok(year)) if year > 999 => format!("{year:04}-{month:02}-{day:02}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(content: &[u8]) -> Vec<(usize, Vec<(String, String)>)> {
        let sheet = read(&FormDefinition::default(), content, Locale::En).expect("a sheet");
        sheet.rows.into_iter().map(|(line, cells)| (line, cells.into_iter().collect())).collect()
    }

    fn refused(content: &[u8]) -> String {
        match read(&FormDefinition::default(), content, Locale::En) {
            Err(Failure::Invalid(errors)) => errors.0.iter().map(|e| e.code.to_string()).collect::<Vec<_>>().join(" "),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn headings_are_keys_or_what_the_form_calls_them_in_either_language() {
        let by_key = rows(b"company,amount,expected_close_on\nAcme,1000,2027-03-31\n");
        let german = columns(&FormDefinition::default(), Locale::De);
        let label = |wanted: &str| german.iter().find(|c| c.key == wanted).map(|c| c.label.clone()).unwrap_or_default();
        let head = format!(
            "{};{};{}\r\n\r\nAcme;1000;2027-03-31\r\n",
            label("company"),
            label("amount"),
            label("expected_close_on")
        );
        let by_label = rows(head.as_bytes());
        assert_eq!(by_key[0].1, by_label[0].1);
        assert_eq!(
            by_key[0],
            (
                2,
                vec![
                    ("amount".to_owned(), "1000".to_owned()),
                    ("company".to_owned(), "Acme".to_owned()),
                    ("expected_close_on".to_owned(), "2027-03-31".to_owned()),
                ]
            )
        );
        // What our exports guard comes back as it was.
        assert_eq!(rows(b"company\n'=Acme\n")[0].1[0].1, "=Acme");
        assert_eq!(rows(b"company\nM\xfcller\n")[0].1[0].1, "Müller");
    }

    #[test]
    fn a_row_has_the_number_its_spreadsheet_shows() {
        let numbers = |text: &str| rows(text.as_bytes()).iter().map(|(line, _)| *line).collect::<Vec<_>>();
        for end in ["\n", "\r\n", "\r"] {
            let text = |lines: &[&str]| lines.iter().map(|line| format!("{line}{end}")).collect::<String>();
            assert_eq!(numbers(&text(&["company", "Acme", "Bolt"])), [2, 3], "{end:?}");
            assert_eq!(numbers(&text(&["company", "", "Acme", "", "", "Bolt"])), [3, 6], "{end:?}");
            assert_eq!(numbers(&text(&["", "company;city", ";", "Acme;Kiel"])), [4], "{end:?}");
            // A line break inside a cell begins no row.
            assert_eq!(numbers(&text(&["company;need", "Acme;\"two\nlines\"", "Bolt;x"])), [2, 3], "{end:?}");
        }
        assert_eq!(numbers("\u{feff}company\r\nAcme\r\nBolt"), [2, 3]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(refused(b""), "required");
        assert_eq!(refused(b"\n\n"), "headings_missing");
        assert_eq!(refused(b"company,colour\nAcme,blue\n"), "column_unknown");
        assert_eq!(refused(b"company,company\nAcme,Acme\n"), "column_twice");
        assert_eq!(refused(b"company\n"), "rows_missing");
        assert_eq!(refused(format!("company\n{}", "Acme\n".repeat(201)).as_bytes()), "too_many_rows");
        assert_eq!(refused(&vec![b'a'; MOST_BYTES + 1]), "file_too_large");
        assert_eq!(refused(b"\x1f\x8b\x08\0\0\0"), "file_unreadable");
        assert_eq!(refused(b"PK\x03\x04broken"), "file_unreadable");
        assert_eq!(refused(b"\x7fELF\0\0"), "file_unreadable");
    }

    #[test]
    fn a_workbook_is_read_cell_by_cell_and_never_as_a_whole() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        for (column, text) in (0..).zip(["company", "amount", "expected_close_on"]) {
            sheet.write_string(0, column, text).expect("written");
        }
        sheet.write_string(1, 0, "Acme").expect("written");
        sheet.write_number(1, 1, 48_000.5).expect("written");
        sheet.write_number_with_format(1, 2, 46_477.0, &day).expect("written");
        // The last corner of the sheet.
        sheet.write_string(1_048_575, 16_383, "far").expect("written");
        let bytes = book.save_to_buffer().expect("a file");
        let read = rows(&bytes);
        assert_eq!(read.len(), 1, "{read:?}");
        let values: Vec<&str> = read[0].1.iter().map(|(_, v)| v.as_str()).collect();
        assert_eq!(values, ["48000.5", "Acme", "2027-03-31"]);
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        assert_eq!(day("31.3.2027"), "2027-03-31");
        assert_eq!(day("2027-03-31"), "2027-03-31");
        assert_eq!(day("3/4/2027"), "3/4/2027");
    }
}
