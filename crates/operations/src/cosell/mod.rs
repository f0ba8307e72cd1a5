//! Registrations, conflicts and deals.

pub mod company;
pub mod conflict;
pub(crate) mod country_name;
pub mod deal;
pub mod dispute;
pub mod form;
pub mod number;
pub mod product;
pub mod protection;
pub mod registration;
pub mod typed_amount;
