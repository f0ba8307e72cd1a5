//! Many registrations at once, out of a spreadsheet.
//!
//! [`read`] takes the file apart, [`preview`] says of each row what is wrong with it and what speaks against it, [`commit`] enters the rows
//! that are right. Between the two nothing is kept: the rows travel with the page and are checked again. A row that was entered before,
//! whenever that was, is the registration it became then. A row that lacks nothing but a file becomes a draft: no cell holds a file.

mod column;
mod enter;
mod reading;
mod sheet;
mod swell;
mod template;

pub use column::{Column, columns, files_needed};
pub use enter::{Bulk, BulkRow, RowOutcome, commit, preview};
pub use sheet::{MOST_ROWS, Sheet, read};
pub use template::workbook;
