//! Registrations, conflicts and deals.

pub mod conflict;
pub mod deal;
pub mod product;
pub mod registration;
