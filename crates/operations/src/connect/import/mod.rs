//! The import: other people's files become partners, companies, deals and registrations, by a mapping that says so without code.
//!
//! A run reads on a thread of its own ([`read`]) and writes in batches ([`apply`]). Each batch shares one transaction with the
//! checkpoint and the counts, so a killed run goes on where it was. What was taken over is remembered by external id and
//! content hash: a second run changes nothing, a corrected file changes what differs. Every row that is not imported is
//! listed with its reason.

mod apply;
pub mod background;
pub mod mapping;
mod read;
pub mod report;
mod run;
mod runs;
mod scan;
mod sorted;
pub mod source;
mod transform;

pub use background::{Inbox, InboxFile};
pub use mapping::{Mapping, MappingProblem, MappingProblems};
pub use report::{CurrencyRead, Problem, Report, ReportFailure, TableReport, Unresolved};
pub use run::{RunError, StartRun, run_now};
pub use runs::{ImportRun, ListedRow, ListedRows, rejects_files, run, run_rows, runs, sentence};
