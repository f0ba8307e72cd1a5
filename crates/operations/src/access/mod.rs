//! Who may come in, and what they may do.

pub mod first;
pub mod limit;
pub mod link;
pub mod policy;
pub mod scope;
pub mod session;
pub mod token;
