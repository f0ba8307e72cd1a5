//! The pages and the JSON API: thin adapters over the operations.

pub mod assets;
