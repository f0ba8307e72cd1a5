//! Lists as files: CSV and XLSX, written as the rows are read.
//!
//! A spreadsheet takes a text beginning with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula and would run what a
//! stranger typed into a public form. Such texts get an apostrophe in front; numbers, amounts and dates are cells of their own kind.

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use kernel::money::plain_amount;
use kernel::{Date, Failure, Instant, Money, Outcome, text_enum};
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};

text_enum! {
    /// The kind of file.
    pub enum Format {
        Csv = "csv",
        Xlsx = "xlsx",
    }
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; guarded against formulas.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Ten-thousandths of anything, as a decimal number.
    Decimal(i64),
    /// An amount; its currency is told by the text `EUR` behind it in CSV and by the number format in XLSX.
    Money(Money),
    /// A day.
    Date(Date),
    /// A moment, in UTC.
    Instant(Instant),
}

impl Cell {
    /// Text, or nothing.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |t| Self::Text(t.to_owned()))
    }
}

/// A row.
pub type Row = Vec<Cell>;
/// Rows in batches, as they are read.
pub type Rows = BoxStream<'static, Outcome<Vec<Row>>>;
/// A file in pieces.
pub type Pieces = BoxStream<'static, Outcome<Bytes>>;

/// What a spreadsheet may take for the beginning of a formula: the signs, the same in full width (read as the signs where text is entered in East
/// Asia), and white space that is dropped before it is read.
pub const FORMULA_STARTS: [char; 11] =
    ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\t', '\r', '\n'];

/// A text no spreadsheet takes for a formula.
pub fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) { format!("'{text}") } else { text.to_owned() }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text),
        Cell::Number(n) => n.to_string(),
        Cell::Decimal(n) => plain_amount(*n),
        Cell::Money(money) => money.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(at) => at.to_string(),
    }
}

/// The file in pieces, headings first.
///
/// # Errors
/// The first batch's failure for XLSX, which is one whole; a CSV breaks off at the batch that fails.
pub async fn file(format: Format, headings: Vec<String>, rows: Rows) -> Outcome<Pieces> {
    match format {
        Format::Csv => Ok(csv_pieces(headings, rows)),
        Format::Xlsx => {
            let whole = xlsx(headings, rows).await?;
            Ok(futures::stream::once(async move { Ok(whole) }).boxed())
        }
    }
}

fn csv_pieces(headings: Vec<String>, rows: Rows) -> Pieces {
    // The mark tells spreadsheets that the file is UTF-8.
    let head = csv_lines(&[headings.into_iter().map(Cell::Text).collect()]).map(|lines| {
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend_from_slice(&lines);
        Bytes::from(bytes)
    });
    let body = rows.map(|batch| batch.and_then(|rows| csv_lines(&rows).map(Bytes::from)));
    futures::stream::once(async move { head }).chain(body).boxed()
}

fn csv_lines(rows: &[Row]) -> Outcome<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(plain)).map_err(Failure::internal)?;
    }
    writer.into_inner().map_err(|e| Failure::internal(e.to_string()))
}

async fn xlsx(headings: Vec<String>, mut rows: Rows) -> Outcome<Bytes> {
    let mut workbook = Workbook::new();
    let bold = CellFormat::new().set_bold();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    let moment = CellFormat::new().set_num_format("yyyy-mm-dd hh:mm");
    let decimal = CellFormat::new().set_num_format("#,##0.00##");
    // Rows go to a temporary file at once: memory does not grow with the list.
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(Failure::internal)?;
    sheet.set_freeze_panes(1, 0).map_err(Failure::internal)?;
    for (column, heading) in (0..).zip(&headings) {
        sheet.set_column_width(column, 20).map_err(Failure::internal)?;
        sheet.write_string_with_format(0, column, guarded(heading), &bold).map_err(Failure::internal)?;
    }
    let mut line = 1;
    while let Some(batch) = rows.next().await {
        for row in batch? {
            for (column, cell) in (0_u16..).zip(&row) {
                let written: Result<(), XlsxError> = match cell {
                    Cell::Empty => Ok(()),
                    Cell::Text(text) => sheet.write_string(line, column, guarded(text)).map(|_| ()),
                    Cell::Number(n) => sheet.write_number(line, column, as_float(*n)).map(|_| ()),
                    Cell::Decimal(n) => {
                        sheet.write_number_with_format(line, column, as_float(*n) / 10_000.0, &decimal).map(|_| ())
                    }
                    Cell::Money(money) => {
                        let format = CellFormat::new().set_num_format(format!("#,##0.00## \"{}\"", money.currency));
                        sheet
                            .write_number_with_format(line, column, as_float(money.amount) / 10_000.0, &format)
                            .map(|_| ())
                    }
                    Cell::Date(date) => {
                        let serial = as_float(date.days_since(EXCEL_DAY_ZERO));
                        sheet.write_number_with_format(line, column, serial, &day).map(|_| ())
                    }
                    Cell::Instant(at) => {
                        let zero = EXCEL_DAY_ZERO.start_in(&jiff::tz::TimeZone::UTC);
                        let serial = as_float(at.since(zero)) / as_float(kernel::time::DAY);
                        sheet.write_number_with_format(line, column, serial, &moment).map(|_| ())
                    }
                };
                written.map_err(Failure::internal)?;
            }
            line += 1;
        }
    }
    let bytes = tokio::task::spawn_blocking(move || workbook.save_to_buffer()).await.map_err(Failure::internal)?;
    bytes.map(Bytes::from).map_err(Failure::internal)
}

/// Spreadsheets count days from here (for dates after February 1900).
const EXCEL_DAY_ZERO: Date = Date(jiff::civil::date(1899, 12, 30));

/// A spreadsheet knows only floating-point numbers; up to 2^53 they are exact. Nothing of ours is computed with the result.
#[expect(clippy::cast_precision_loss, reason = "the file format has no other numbers")]
fn as_float(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;

    fn rows() -> Rows {
        let row = vec![
            Cell::Text("=HYPERLINK(\"http://bad.example\")".into()),
            Cell::Text("Müller, \"Söhne\"".into()),
            Cell::Number(-5),
            Cell::Money(Money::new(-123_450_000, Currency::EUR)),
            Cell::Date(Date::new(2026, 11, 24).expect("a day")),
            Cell::Empty,
        ];
        futures::stream::iter([Ok(vec![row.clone()]), Ok(vec![row])]).boxed()
    }

    async fn bytes(format: Format) -> Vec<u8> {
        let headings = ["a", "b", "c", "d", "e", "@f"].map(str::to_owned).to_vec();
        let mut pieces = file(format, headings, rows()).await.expect("a file");
        let mut all = Vec::new();
        while let Some(piece) = pieces.next().await {
            all.extend_from_slice(&piece.expect("a piece"));
        }
        all
    }

    #[test]
    fn texts_that_look_like_formulas_are_defused() {
        for text in ["=1+1", "+49 30 1234", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－x", "＠SUM(A1)"]
        {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("a=b"), "a=b");
        assert_eq!(guarded(""), "");
    }

    #[tokio::test]
    async fn a_csv_has_headings_quotes_and_plain_numbers() {
        let text = String::from_utf8(bytes(Format::Csv).await).expect("UTF-8");
        let line =
            "\"'=HYPERLINK(\"\"http://bad.example\"\")\",\"Müller, \"\"Söhne\"\"\",-5,-12345.0000 EUR,2026-11-24,\r\n";
        assert_eq!(text, format!("\u{feff}a,b,c,d,e,'@f\r\n{line}{line}"));
    }

    #[tokio::test]
    async fn an_xlsx_is_read_back_with_the_same_values() {
        use calamine::{Data, Reader, Xlsx};
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes(Format::Xlsx).await)).expect("a workbook");
        let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
        assert_eq!(range.height(), 3);
        assert_eq!(range.get_value((1, 0)), Some(&Data::String("'=HYPERLINK(\"http://bad.example\")".into())));
        assert_eq!(range.get_value((2, 2)), Some(&Data::Float(-5.0)));
        assert_eq!(range.get_value((2, 3)), Some(&Data::Float(-12345.0)));
    }
}
