//! What happened: one event is audit log, timeline entry and outbox at once.

mod event;
pub mod mail;
mod timeline;

pub use event::{Event, EventKind, record, record_many};
pub use timeline::{TimelineEntry, TimelineOf, timeline};
