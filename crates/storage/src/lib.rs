//! The database: one schema on SQLite (embedded, default) and PostgreSQL.
//!
//! Rules (measured, see docs/architecture.md): writes only through [`Db::begin`], which is BEGIN IMMEDIATE on the one writer
//! connection of SQLite; nothing slow (HTTP, mail, hashing) inside; SUM of BIGINT is cast to BIGINT; enums are TEXT + CHECK; what
//! is searched has a folded twin; dialect forks live in [`dialect`] and nowhere else.

pub mod db;
pub mod dialect;
pub mod dump;
pub mod entity;
pub mod migration;
pub mod sql;
mod stepback;
pub mod test_database;

pub use db::{Db, DbOptions, Tx};
pub use sql::Sql;
