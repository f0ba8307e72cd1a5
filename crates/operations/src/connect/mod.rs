//! Data in and out.

pub mod export;
pub mod import;
