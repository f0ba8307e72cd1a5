//! The empty spreadsheet: headings on the first sheet, what each column takes on the second, which is never read.

use super::column::{columns, files_needed};
use crate::cosell::form::FormDefinition;
use kernel::{Failure, Locale, Outcome};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Workbook, XlsxError};

/// As many rows get a list to choose from as are read at most, below the headings.
const LAST_ROW: u32 = 200;

/// An empty workbook for deals of this form.
///
/// # Errors
/// Ours, when it cannot be written.
pub fn workbook(form: &FormDefinition, locale: Locale) -> Outcome<Vec<u8>> {
    write(form, locale).map_err(Failure::internal)
}

fn write(form: &FormDefinition, locale: Locale) -> Result<Vec<u8>, XlsxError> {
    let text = |key: &str| i18n::text(locale, key);
    let columns = columns(form, locale);
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd");

    let deals = workbook.add_worksheet();
    deals.set_name(text("bulk-sheet-deals"))?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&columns) {
        deals.set_column_width(at, 22)?;
        if column.key == "expected_close_on" {
            deals.set_column_format(at, &day)?;
        }
        deals.write_string_with_format(0, at, &column.label, &bold)?;
        // A list that is too long for a cell, or whose words hold what parts them, is told on the second sheet only; what is written otherwise is taken as well.
        if let Ok(list) = DataValidation::new().allow_list_strings(&column.choices)
            && !column.choices.is_empty()
            && !column.choices.iter().any(|choice| choice.contains(','))
        {
            deals.add_data_validation(1, at, LAST_ROW, at, &list.show_error_message(false))?;
        }
    }

    let guide = workbook.add_worksheet();
    guide.set_name(text("bulk-sheet-guide"))?;
    guide.set_column_width(0, 34)?.set_column_width(1, 12)?.set_column_width(2, 90)?;
    for (at, heading) in (0..).zip(["bulk-column", "bulk-needed", "bulk-takes"]) {
        guide.write_string_with_format(0, at, text(heading), &bold)?;
    }
    let mut row = 1;
    for column in &columns {
        guide.write_string_with_format(row, 0, &column.label, &wrapped)?;
        let needed = if column.required { text("form-yes") } else { String::new() };
        guide.write_string_with_format(row, 1, needed, &wrapped)?;
        guide.write_string_with_format(row, 2, &column.takes, &wrapped)?;
        row += 1;
    }
    let files = files_needed(form, locale);
    if !files.is_empty() {
        let note = i18n::text_args(locale, "bulk-files-note", &[("questions", files.join(", ").into())]);
        guide.write_string_with_format(row + 1, 2, note, &wrapped)?;
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cosell::registration::bulk::read;

    #[test]
    fn the_empty_workbook_is_read_back_as_headings_without_rows() {
        for locale in Locale::ALL {
            let form = FormDefinition::default();
            let file = workbook(&form, *locale).expect("a file");
            match read(&form, &file, *locale) {
                Err(Failure::Invalid(errors)) => assert_eq!(errors.0[0].code, "rows_missing", "{:?}", errors.0),
                other => panic!("{other:?}"),
            }
        }
    }
}
