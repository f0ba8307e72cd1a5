//! What happened: one event is audit log, timeline entry and outbox at once.

mod audit;
mod event;
pub mod mail;
pub mod outbox;
pub mod preference;
mod timeline;

pub use audit::{AuditFilter, audit};
pub use event::{Event, EventKind, record, record_many};
pub use timeline::{TimelineEntry, TimelineOf, timeline};
