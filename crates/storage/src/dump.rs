//! A logical dump: every row of every table as JSON lines, the same on both databases. What `backup` writes and `restore` reads;
//! also the way from SQLite to PostgreSQL.
//!
//! First line: `{"format":1,"migrations":[…]}`. Then for each table a line `{"table":"partner","columns":[…]}` followed by one array per
//! row. Booleans and integers are JSON numbers and booleans, ids are their UUID text.

use crate::{Db, Sql, migration};
use futures::TryStreamExt;
use sea_orm::sea_query::Value;
use sea_orm::{
    AccessMode, ConnectionTrait, DbErr, IsolationLevel, QueryResult, Statement, StreamTrait, TransactionOptions,
    TransactionTrait,
};
use serde_json::{Value as Json, json};
use std::io::{BufRead, Write};

/// The type of a column; there are only these five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Uuid,
    BigInt,
    Integer,
    Text,
    Boolean,
}

#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<(String, Kind)>,
    /// A column that points into the same table: filled in a second pass.
    own_reference: Option<String>,
}

/// What went wrong with a dump or a restore.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database's.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Reading or writing the file.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// The file is not a dump of ours, or of another schema.
    #[error("{0}")]
    Format(String),
}

/// Tables in an order in which foreign keys are satisfied (the order of creation), read from the migrations themselves.
fn tables() -> Vec<Table> {
    tables_of(migration::MIGRATIONS)
}

/// The tables as they stand after these migrations.
pub(crate) fn tables_of(migrations: &[(&str, &str)]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for statement in migrations.iter().flat_map(|(_, sql)| migration::statements(sql)) {
        if let Some(rest) = statement.strip_prefix("CREATE TABLE ") {
            let Some((name, body)) = rest.split_once(" (") else { continue };
            let mut table = Table { name: name.trim().to_owned(), columns: Vec::new(), own_reference: None };
            for line in body.lines().map(str::trim) {
                add_column(&mut table, line);
            }
            tables.push(table);
        } else if let Some(rest) = statement.strip_prefix("ALTER TABLE ")
            && let Some((name, column)) = rest.split_once(" ADD COLUMN ")
            && let Some(table) = tables.iter_mut().find(|t| t.name == name.trim())
        {
            add_column(table, column.trim());
        }
    }
    tables
}

fn add_column(table: &mut Table, line: &str) {
    let mut words = line.split_whitespace();
    let (Some(column), Some(kind)) = (words.next(), words.next()) else { return };
    let kind = match kind.trim_end_matches(',') {
        "UUID" => Kind::Uuid,
        "BIGINT" => Kind::BigInt,
        "INTEGER" => Kind::Integer,
        "TEXT" => Kind::Text,
        "BOOLEAN" => Kind::Boolean,
        _ => return,
    };
    table.columns.push((column.to_owned(), kind));
    if line.contains(&format!("REFERENCES {} ", table.name)) {
        table.own_reference = Some(column.to_owned());
    }
}

/// Tables whose rows are of no use elsewhere.
const LEFT_OUT: &[&str] = &["schedule"];

/// Writes everything, from one snapshot, while others go on writing. Returns the number of rows.
///
/// # Errors
/// See [`DumpError`].
pub async fn dump(db: &Db, out: &mut (dyn Write + Send)) -> Result<u64, DumpError> {
    let snapshot = db
        .read()
        .begin_with_options(TransactionOptions {
            isolation_level: matches!(db.dialect(), crate::dialect::Dialect::Postgres)
                .then_some(IsolationLevel::RepeatableRead),
            access_mode: matches!(db.dialect(), crate::dialect::Dialect::Postgres).then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        })
        .await?;
    let names: Vec<&str> = migration::MIGRATIONS.iter().map(|(name, _)| *name).collect();
    writeln!(out, "{}", json!({ "format": 1, "migrations": names }))?;
    let mut count = 0;
    for table in tables().iter().filter(|t| !LEFT_OUT.contains(&t.name.as_str())) {
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        writeln!(out, "{}", json!({ "table": table.name, "columns": columns }))?;
        let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
        let statement = Statement::from_string(db.read().get_database_backend(), sql);
        let mut rows = snapshot.stream_raw(statement).await?;
        while let Some(row) = rows.try_next().await? {
            serde_json::to_writer(&mut *out, &row_to_json(&row, table)?).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
            count += 1;
        }
    }
    snapshot.rollback().await?;
    Ok(count)
}

fn row_to_json(row: &QueryResult, table: &Table) -> Result<Json, DbErr> {
    let mut cells = Vec::with_capacity(table.columns.len());
    for (index, (_, kind)) in table.columns.iter().enumerate() {
        cells.push(match kind {
            Kind::Uuid => json!(row.try_get_by_index::<Option<uuid::Uuid>>(index)?.map(|u| u.to_string())),
            Kind::BigInt => json!(row.try_get_by_index::<Option<i64>>(index)?),
            Kind::Integer => json!(row.try_get_by_index::<Option<i32>>(index)?),
            Kind::Text => json!(row.try_get_by_index::<Option<String>>(index)?),
            Kind::Boolean => json!(row.try_get_by_index::<Option<bool>>(index)?),
        });
    }
    Ok(Json::Array(cells))
}

fn json_to_value(cell: &Json, kind: Kind) -> Option<Value> {
    Some(match kind {
        Kind::Uuid => match cell {
            Json::Null => None::<uuid::Uuid>.into(),
            other => other.as_str()?.parse::<uuid::Uuid>().ok()?.into(),
        },
        Kind::BigInt => match cell {
            Json::Null => None::<i64>.into(),
            other => other.as_i64()?.into(),
        },
        Kind::Integer => match cell {
            Json::Null => None::<i32>.into(),
            other => i32::try_from(other.as_i64()?).ok()?.into(),
        },
        Kind::Text => match cell {
            Json::Null => None::<String>.into(),
            other => other.as_str()?.to_owned().into(),
        },
        Kind::Boolean => match cell {
            Json::Null => None::<bool>.into(),
            other => other.as_bool()?.into(),
        },
    })
}

/// Reads a dump into an empty, migrated database, in one transaction. Returns the number of rows.
///
/// # Errors
/// `Format` when the file is not of this schema or the database holds people already; then nothing was written.
pub async fn restore(db: &Db, input: &mut (dyn BufRead + Send)) -> Result<u64, DumpError> {
    restore_with(db, input, async |_, _| Ok(())).await
}

/// The same, with what comes after the rows: the content of each attachment (`{"attachment":"key","content":"…"}`) is given to `keep` before
/// anything is committed. One that no row speaks of is left out.
///
/// # Errors
/// As [`restore`], and those of `keep`.
pub async fn restore_with(
    db: &Db,
    input: &mut (dyn BufRead + Send),
    mut keep: impl AsyncFnMut(&str, &str) -> Result<(), DumpError>,
) -> Result<u64, DumpError> {
    let all = tables();
    let mut line = String::new();
    input.read_line(&mut line)?;
    let head: Json =
        serde_json::from_str(&line).map_err(|_| DumpError::Format("this is not a Compagnon backup".to_owned()))?;
    let names: Vec<&str> = migration::MIGRATIONS.iter().map(|(name, _)| *name).collect();
    if head.get("format") != Some(&json!(1)) || head.get("migrations") != Some(&json!(names)) {
        return Err(DumpError::Format(
            "this backup was written by another version; restore it with that version, then upgrade".to_owned(),
        ));
    }
    let tx = db.begin().await?;
    if Sql::new("SELECT 1 FROM app_user LIMIT 1").value::<i32>(&tx).await?.is_some() {
        return Err(DumpError::Format("the database is not empty; restore into a new one".to_owned()));
    }
    // What migrations put in comes again with the backup.
    for table in all.iter().rev().filter(|t| !LEFT_OUT.contains(&t.name.as_str())) {
        Sql::new(format!("DELETE FROM {}", table.name)).execute(&tx).await?;
    }
    let mut table: Option<&Table> = None;
    let mut batch: Vec<Vec<Value>> = Vec::new();
    let mut later: Vec<(String, Value, Value)> = Vec::new();
    let mut count = 0;
    loop {
        line.clear();
        let end = input.read_line(&mut line)? == 0;
        let parsed: Json = if end {
            Json::Null
        } else {
            serde_json::from_str(&line).map_err(|e| DumpError::Format(format!("row {count}: {e}")))?
        };
        let full = table.is_some_and(|t| (batch.len() + 1) * t.columns.len() > 900);
        if let Some(current) = table
            && (end || full || parsed.is_object())
        {
            insert(&tx, current, std::mem::take(&mut batch)).await?;
        }
        if end {
            break;
        }
        if let Some(key) = parsed.get("attachment").and_then(Json::as_str) {
            let known = Sql::new("SELECT 1 FROM attachment WHERE store_key = ").bind(key).value::<i32>(&tx).await?;
            if known.is_some() {
                keep(key, parsed.get("content").and_then(Json::as_str).unwrap_or_default()).await?;
            }
            table = None;
            continue;
        }
        if let Some(name) = parsed.get("table").and_then(Json::as_str) {
            table = all.iter().find(|t| t.name == name);
            let columns: Vec<&str> =
                table.map(|t| t.columns.iter().map(|(n, _)| n.as_str()).collect()).unwrap_or_default();
            if table.is_none() || parsed.get("columns") != Some(&json!(columns)) {
                return Err(DumpError::Format(format!("table {name} has another shape here")));
            }
            continue;
        }
        let (Some(current), Some(cells)) = (table, parsed.as_array()) else {
            return Err(DumpError::Format(format!("row {count} belongs to no table")));
        };
        let mut row: Vec<Value> = Vec::with_capacity(cells.len());
        for (cell, (_, kind)) in cells.iter().zip(&current.columns) {
            row.push(
                json_to_value(cell, *kind)
                    .ok_or_else(|| DumpError::Format(format!("row {count} of {} is damaged", current.name)))?,
            );
        }
        if row.len() != current.columns.len() {
            return Err(DumpError::Format(format!("row {count} of {} is cut off", current.name)));
        }
        if let Some(column) = &current.own_reference
            && let Some(index) = current.columns.iter().position(|(n, _)| n == column)
            && let (Some(id), Some(slot)) = (row.first().cloned(), row.get_mut(index))
        {
            let parent = std::mem::replace(slot, None::<uuid::Uuid>.into());
            if parent != Value::from(None::<uuid::Uuid>) {
                later.push((format!("UPDATE {} SET {column} = ", current.name), parent, id));
            }
        }
        batch.push(row);
        count += 1;
    }
    for (update, parent, id) in later {
        Sql::new(update).bind(parent).push(" WHERE id = ").bind(id).execute(&tx).await?;
    }
    tx.commit().await?;
    Ok(count)
}

pub(crate) async fn insert(tx: &impl ConnectionTrait, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut sql = Sql::new(format!("INSERT INTO {} ({}) VALUES ", table.name, columns.join(", ")));
    for (index, row) in rows.into_iter().enumerate() {
        if index > 0 {
            sql = sql.push(", ");
        }
        sql = sql.bind_list(row);
    }
    sql.execute(tx).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_read_from_the_migrations() {
        let tables = tables();
        let partner = tables.iter().find(|t| t.name == "partner").expect("partner");
        assert!(partner.columns.contains(&("name_folded".to_owned(), Kind::Text)));
        let company = tables.iter().find(|t| t.name == "company").expect("company");
        assert_eq!(company.own_reference.as_deref(), Some("parent_id"));
        assert!(tables.iter().all(|t| !t.columns.is_empty()));
    }
}
