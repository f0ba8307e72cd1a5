//! Connections: a read pool, one for questions that read much, and the writer.

use crate::dialect::Dialect;
use crate::stepback;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// A write transaction. Dropped without `commit()`, it never happened.
pub type Tx = DatabaseTransaction;

/// Prepared statements a connection keeps: more than the product has in daily use, else each would be prepared again and again.
const STATEMENTS: usize = 400;

/// How many connections to open.
#[derive(Debug, Clone, Copy)]
pub struct DbOptions {
    /// Connections for reading (SQLite) or altogether (PostgreSQL).
    pub connections: u32,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { connections: 8 }
    }
}

/// The database, open.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    asking: DatabaseConnection,
    write: DatabaseConnection,
    dialect: Dialect,
}

impl Db {
    /// Opens `sqlite://path/to/file.db` (made when missing) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is of neither kind or the database does not answer.
    pub async fn connect(url: &str, options: DbOptions) -> Result<Self, DbErr> {
        match Dialect::of_url(url) {
            Some(Dialect::Sqlite) => {
                let write = Database::connect(sqlite_options(url, 1, false)).await?;
                let read = Database::connect(sqlite_options(url, options.connections, true)).await?;
                let mut asking = sqlite_options(url, options.connections, true);
                asking.min_connections(0).map_sqlx_sqlite_pool_opts(|pool| {
                    pool.after_connect(|connection, _| Box::pin(stepback::steps_back(connection)))
                });
                let asking = Database::connect(asking).await?;
                Ok(Self { read, asking, write, dialect: Dialect::Sqlite })
            }
            Some(Dialect::Postgres) => {
                let mut connect = ConnectOptions::new(url.to_owned());
                connect
                    .max_connections(options.connections.max(2))
                    .min_connections(1)
                    .acquire_timeout(Duration::from_secs(15))
                    // Asking before each use would double the cost of a small read; who was just used still answers.
                    .test_before_acquire_if_idle_for(Duration::from_secs(5))
                    .sqlx_logging(false)
                    .map_sqlx_postgres_opts(|o| o.statement_cache_capacity(STATEMENTS));
                let pool = Database::connect(connect).await?;
                Ok(Self { read: pool.clone(), asking: pool.clone(), write: pool, dialect: Dialect::Postgres })
            }
            None => Err(DbErr::Custom(format!("{url:?}: expected sqlite://… or postgres://…"))),
        }
    }

    /// For reading outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For questions that read much: on SQLite they step back for everybody else on this machine. On PostgreSQL as [`read`](Self::read).
    pub fn asking(&self) -> &DatabaseConnection {
        &self.asking
    }

    /// Begins a write transaction: immediate on SQLite, so that a read before the write cannot fail with "locked".
    ///
    /// # Errors
    /// When no connection becomes free in time.
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let mode = match self.dialect {
            Dialect::Sqlite => Some(SqliteTransactionMode::Immediate),
            Dialect::Postgres => None,
        };
        self.write
            .begin_with_options(TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() })
            .await
    }

    /// The writer itself, for migrations and backup (statements that cannot run in a transaction).
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Tells `listener` every statement from now on, and whether it went to the writer: for measuring what an operation costs.
    #[must_use]
    pub fn watched(mut self, listener: impl Fn(bool, &Statement) + Send + Sync + Clone + 'static) -> Self {
        for reading in [&mut self.read, &mut self.asking] {
            let reads = listener.clone();
            reading.set_metric_callback(move |info| reads(false, info.statement));
        }
        self.write.set_metric_callback(move |info| listener(true, info.statement));
        self
    }

    /// For filling a new database that can be made again: commits no longer wait for the disk. Until [`Db::restore_durability`].
    /// Nothing happens on PostgreSQL.
    ///
    /// # Errors
    /// The database's.
    pub async fn relax_durability_for_filling(&self) -> Result<(), DbErr> {
        self.pragma("PRAGMA synchronous = OFF").await
    }

    /// An answered write survives a power cut again, those written meanwhile included.
    ///
    /// # Errors
    /// The database's.
    pub async fn restore_durability(&self) -> Result<(), DbErr> {
        self.pragma("PRAGMA synchronous = FULL").await?;
        self.pragma("PRAGMA wal_checkpoint(TRUNCATE)").await
    }

    async fn pragma(&self, pragma: &str) -> Result<(), DbErr> {
        if self.dialect == Dialect::Sqlite {
            self.write.execute_unprepared(pragma).await?;
        }
        Ok(())
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Closes all connections.
    pub async fn close(self) -> Result<(), DbErr> {
        let Self { read, asking, write, .. } = self;
        read.close().await?;
        asking.close().await?;
        // On PostgreSQL all are the same pool; closing a closed pool is harmless.
        write.close().await
    }
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url.to_owned());
    connect
        .max_connections(connections.max(1))
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        // A file does not hang up: asking before each use would double the cost of a small read.
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |o| {
            let o = o
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("journal_mode", "WAL")
                // An answered write survives a power cut.
                .pragma("synchronous", "FULL")
                .pragma("cache_size", "-16000")
                // Pages come from the file system without a call each: a list of random rows at ten times the size costs the same.
                .pragma("mmap_size", "1073741824")
                .pragma("temp_store", "MEMORY")
                .statement_cache_capacity(STATEMENTS);
            if read_only { o.pragma("query_only", "ON") } else { o }
        });
    connect
}
