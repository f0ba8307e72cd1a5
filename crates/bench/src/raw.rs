//! The same statements without the product: on SQLite through the driver, on PostgreSQL through pgbench.

use crate::statements::Seen;
use anyhow::{Context, Result, bail};
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use storage::Db;
use uuid::Uuid;

pub const CLIENTS: usize = 8;

/// The statement for this turn: ids are new, texts of its own carry the turn.
fn turned(seen: &Seen, turn: usize, ids: &mut HashMap<Uuid, Uuid>) -> Vec<Value> {
    let one = |(value, own): (&Value, &bool)| match value {
        Value::Uuid(Some(id)) if *own => Value::Uuid(Some(*ids.entry(*id).or_insert_with(Uuid::now_v7))),
        Value::String(Some(text)) if *own => Value::from(format!("{text}{turn}")),
        other => other.clone(),
    };
    seen.values.iter().zip(&seen.own).map(one).collect()
}

async fn run(db: &impl ConnectionTrait, seen: &Seen, values: Vec<Value>) -> Result<()> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), seen.text.clone(), values);
    let head = seen.text.trim_start().get(..6).unwrap_or_default().to_ascii_uppercase();
    if head == "SELECT" || seen.text.contains(" RETURNING ") {
        db.query_all_raw(statement).await?;
    } else {
        db.execute_raw(statement).await?;
    }
    Ok(())
}

/// One registration's statements; what went to the writer in one transaction, as the product does.
async fn once(db: &Db, seen: &[Seen], turn: usize) -> Result<()> {
    let mut ids = HashMap::new();
    for group in seen.chunk_by(|a, b| a.writes == b.writes) {
        if group.first().is_some_and(|s| s.writes) {
            let tx = db.begin().await?;
            for one in group {
                run(&tx, one, turned(one, turn, &mut ids)).await?;
            }
            tx.commit().await?;
        } else {
            for one in group {
                run(db.read(), one, turned(one, turn, &mut ids)).await?;
            }
        }
    }
    Ok(())
}

/// Registrations a second.
pub async fn on_sqlite(db: &Db, seen: Vec<Seen>, many: usize) -> Result<f64> {
    let (seen, turns) = (Arc::new(seen), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (db, seen, turns) = (db.clone(), Arc::clone(&seen), Arc::clone(&turns));
        clients.push(tokio::spawn(async move {
            loop {
                let turn = turns.fetch_add(1, Ordering::SeqCst);
                if turn >= many {
                    return anyhow::Ok(());
                }
                once(&db, &seen, turn).await?;
            }
        }));
    }
    for client in clients {
        client.await??;
    }
    Ok(many as f64 / start.elapsed().as_secs_f64())
}

/// A literal in which pgbench sees no variable.
fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\003A");
    format!("CAST(U&'{escaped}' AS TEXT)")
}

fn script(seen: &[Seen]) -> Result<String> {
    let mut ids: HashMap<Uuid, usize> = HashMap::new();
    let mut body = String::new();
    for group in seen.chunk_by(|a, b| a.writes == b.writes) {
        let writes = group.first().is_some_and(|s| s.writes);
        if writes {
            body.push_str("BEGIN;\n");
        }
        for one in group {
            body.push_str(&filled(one, &mut ids)?);
            body.push_str(";\n");
        }
        if writes {
            body.push_str("COMMIT;\n");
        }
    }
    let mut head = String::from("\\set turn random(1, 9000000000000000)\n");
    if !ids.is_empty() {
        let columns: Vec<String> = (0..ids.len()).map(|n| format!("gen_random_uuid() AS id{n}")).collect();
        writeln!(head, "SELECT {} \\gset", columns.join(", "))?;
    }
    Ok(head + &body)
}

fn filled(seen: &Seen, ids: &mut HashMap<Uuid, usize>) -> Result<String> {
    let mut text = seen.text.replace('\n', " ");
    // From the last to the first, so that $1 does not hit $10.
    for (index, value) in seen.values.iter().enumerate().rev() {
        let own = seen.own.get(index).copied().unwrap_or(false);
        let next = ids.len();
        let put = match value {
            Value::Uuid(Some(id)) if own => format!("CAST(:id{} AS UUID)", *ids.entry(*id).or_insert(next)),
            Value::Uuid(Some(id)) => format!("CAST('{id}' AS UUID)"),
            Value::Uuid(None) => "CAST(NULL AS UUID)".to_owned(),
            Value::String(Some(text)) if own => format!("({} || CAST(:turn AS TEXT))", literal(text)),
            Value::String(Some(text)) => literal(text),
            Value::String(None) => "CAST(NULL AS TEXT)".to_owned(),
            Value::BigInt(Some(n)) => format!("CAST({n} AS BIGINT)"),
            Value::BigUnsigned(Some(n)) => format!("CAST({n} AS BIGINT)"),
            Value::BigInt(None) => "CAST(NULL AS BIGINT)".to_owned(),
            Value::Int(Some(n)) => format!("CAST({n} AS INTEGER)"),
            Value::Int(None) => "CAST(NULL AS INTEGER)".to_owned(),
            Value::Bool(Some(b)) => b.to_string(),
            other => bail!("no literal for {other:?}"),
        };
        text = text.replace(&format!("${}", index + 1), &put);
    }
    Ok(text)
}

/// Registrations a second by pgbench.
pub fn on_postgres(pgbench: &str, url: &str, seen: &[Seen], folder: &std::path::Path, seconds: u32) -> Result<f64> {
    let file = folder.join("registration.pgbench");
    std::fs::write(&file, script(seen)?)?;
    let out = Command::new(pgbench)
        .args(["-n", "-M", "prepared", "-j", "2", "-c", &CLIENTS.to_string(), "-T", &seconds.to_string(), "-f"])
        .arg(&file)
        .arg(url)
        .output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    let tps = text.lines().find_map(|l| l.strip_prefix("tps = ")).and_then(|l| l.split(' ').next()?.parse().ok());
    tps.with_context(|| format!("pgbench said: {text}{}", String::from_utf8_lossy(&out.stderr)))
}
