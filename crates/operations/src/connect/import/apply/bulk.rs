//! Many rows in one statement.

use kernel::Outcome;
use sea_orm::sea_query::Value;
use storage::{Sql, Tx};

/// Values bound in one statement; SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 16_000;
/// Rows in one statement: always the same number, so that the prepared statement is found again.
const ROWS: usize = 250;

/// Rows waiting to be inserted into one table.
pub(super) struct Bulk {
    head: String,
    tail: String,
    width: usize,
    values: Vec<Value>,
}

impl Bulk {
    /// Rows of `table` with these columns.
    pub(super) fn insert(table: &str, columns: &[&str]) -> Self {
        let head = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
        Self { head, tail: String::new(), width: columns.len(), values: Vec::new() }
    }
    /// As [`Bulk::insert`]; a row whose `key` is there already gets new values in `update`, which may hold expressions.
    pub(super) fn upsert(table: &str, columns: &[&str], key: &str, update: &[String]) -> Self {
        let mut bulk = Self::insert(table, columns);
        bulk.tail = if update.is_empty() {
            format!(" ON CONFLICT ({key}) DO NOTHING")
        } else {
            format!(" ON CONFLICT ({key}) DO UPDATE SET {}", update.join(", "))
        };
        bulk
    }
    /// One more row, in the order of the columns.
    pub(super) fn push<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.width, "as many values as columns");
        self.values.extend(row);
    }
    /// Writes all rows.
    pub(super) async fn write(self, tx: &Tx) -> Outcome<()> {
        let rows = ROWS.min((VALUES / self.width.max(1)).max(1));
        let mut values = self.values.into_iter().peekable();
        while values.peek().is_some() {
            let mut sql = Sql::new(self.head.as_str());
            for row in 0..rows {
                if values.peek().is_none() {
                    break;
                }
                sql = sql.push(if row == 0 { "(" } else { ", (" });
                for (column, value) in values.by_ref().take(self.width).enumerate() {
                    if column > 0 {
                        sql = sql.push(", ");
                    }
                    sql = sql.bind(value);
                }
                sql = sql.push(")");
            }
            sql.push(&self.tail).execute(tx).await?;
        }
        Ok(())
    }
}

/// `column = excluded.column` for each.
pub(super) fn set(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| format!("{column} = excluded.{column}")).collect()
}
