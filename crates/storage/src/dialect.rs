//! The only file that knows which database it is.

use sea_orm::DbBackend;

/// SQLite or PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded.
    Sqlite,
    /// Server, 15 or newer.
    Postgres,
}

impl Dialect {
    /// From a database address.
    pub fn of_url(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Self::Postgres)
        } else {
            None
        }
    }
    /// From SeaORM's name for it.
    pub fn of_backend(backend: DbBackend) -> Self {
        if backend == DbBackend::Postgres { Self::Postgres } else { Self::Sqlite }
    }
    /// Whether placeholders have numbers. Numbered ones have names on SQLite, and its driver looks each up by walking through all before it: of a
    /// statement with thousands of values that took most of the time.
    pub fn numbers_placeholders(self) -> bool {
        self == Self::Postgres
    }
    /// Appended to a SELECT that takes work for itself: other takers pass over locked rows. SQLite has one writer and needs nothing.
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
    /// Appended to a SELECT whose row will be changed in the same transaction.
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }
}
