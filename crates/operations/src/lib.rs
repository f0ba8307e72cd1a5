//! The product. One folder per concept, one file per operation.
//!
//! Every operation reads the same, top to bottom: authorize → load in scope → decide (pure) → write → record(event) → commit.
//! Pages, the API, mails, the import and the command line call the same operations.

pub mod access;
pub mod calendar;
pub mod connect;
pub mod context;
pub mod cosell;
pub mod grow;
pub mod handlers;
pub mod partner;
pub mod program;
pub mod record;
pub mod search;
pub mod settings;

pub use context::{App, AppOptions, Ctx, FileLimits, FileStore, MailTransport, OutgoingMail};
