//! Data in and out.

pub mod import;
