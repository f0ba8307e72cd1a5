//! Who may come in, and what they may do.

pub mod absence;
pub mod account;
pub mod clean;
pub mod first;
pub mod idempotency;
pub mod limit;
pub mod line_manager;
pub mod link;
pub mod password;
pub mod policy;
pub(crate) mod reader;
pub mod saved_view;
pub mod scope;
pub mod session;
pub mod sign_in;
pub mod token;
pub mod user;
