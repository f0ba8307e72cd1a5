//! Filling a database fast: secondary indexes are made at the end, foreign keys are not looked up row by row.

use anyhow::Result;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Value;
use storage::dialect::Dialect;
use storage::{Db, Sql, Tx};

/// Begins a transaction in which foreign keys are not looked up: what fills a database here knows what it writes.
pub async fn begin(db: &Db) -> Result<Tx> {
    if db.dialect() == Dialect::Sqlite {
        // Means nothing within a transaction.
        db.writer().execute_unprepared("PRAGMA foreign_keys = OFF").await?;
    }
    let tx = db.begin().await?;
    if db.dialect() == Dialect::Postgres {
        tx.execute_unprepared("SET LOCAL session_replication_role = replica").await?;
    }
    Ok(tx)
}

/// Takes the secondary indexes off these tables; returns the statements that make them again.
pub async fn without_indexes(db: &Db, tables: &[&str]) -> Result<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => Sql::new(
            "SELECT name, sql AS text FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ",
        ),
        Dialect::Postgres => Sql::new(
            "SELECT CAST(indexname AS TEXT) AS name, indexdef AS text FROM pg_indexes WHERE indexname NOT IN (SELECT conname FROM pg_constraint) AND tablename IN ",
        ),
    };
    let mut again = Vec::new();
    for row in sql.bind_list(tables.iter().copied()).rows(db.writer()).await? {
        let name: String = row.try_get("", "name")?;
        db.writer().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        again.push(row.try_get("", "text")?);
    }
    Ok(again)
}

/// Makes the indexes again and lets the database look at what there is, as a server does by itself a little later.
pub async fn with_indexes(db: &Db, again: Vec<String>) -> Result<()> {
    for index in again {
        db.writer().execute_unprepared(&index).await?;
    }
    db.writer().execute_unprepared("ANALYZE").await?;
    Ok(())
}

/// Commits no longer wait for the disk, and more of the file stays in memory. Until [`settle`].
pub async fn hurry(db: &Db) -> Result<()> {
    db.relax_durability_for_filling().await?;
    if db.dialect() == Dialect::Sqlite {
        db.writer().execute_unprepared("PRAGMA cache_size = -2000000").await?;
    }
    Ok(())
}

/// Everything is on the disk, and commits wait for it again.
pub async fn settle(db: &Db) -> Result<()> {
    db.restore_durability().await?;
    if db.dialect() == Dialect::Sqlite {
        db.writer().execute_unprepared("PRAGMA cache_size = -16000").await?;
        db.writer().execute_unprepared("PRAGMA foreign_keys = ON").await?;
    }
    Ok(())
}

/// Rows of one table that wait to be written: always as many in one statement, so that it is prepared once.
pub struct Rows<const N: usize> {
    head: String,
    rows: Vec<[Value; N]>,
}

/// Rows in one statement.
const TOGETHER: usize = 500;

impl<const N: usize> Rows<N> {
    pub fn into(table: &str) -> Self {
        Self { head: format!("INSERT INTO {table} VALUES "), rows: Vec::with_capacity(TOGETHER) }
    }
    pub async fn push(&mut self, tx: &Tx, row: [Value; N]) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() == TOGETHER { self.write(tx).await } else { Ok(()) }
    }
    /// Writes what waits.
    pub async fn write(&mut self, tx: &Tx) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::new(self.head.as_str());
        for (at, row) in self.rows.drain(..).enumerate() {
            sql = sql.push(if at == 0 { "" } else { ", " }).bind_list(row);
        }
        sql.execute(tx).await?;
        Ok(())
    }
}
