//! Registrations, conflicts and deals.

pub mod conflict;
pub mod deal;
pub mod number;
pub mod product;
pub mod registration;
pub mod typed_amount;
