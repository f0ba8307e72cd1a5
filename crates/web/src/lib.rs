//! The entrances for browsers and programs: pages, public pages without login, JSON API. Adapters only: parse, call the operation, render.

pub mod api;
pub mod assets;
#[cfg(test)]
mod preview;
pub mod signature;
