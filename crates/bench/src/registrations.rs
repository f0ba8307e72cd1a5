//! Registrations a second over HTTP, against the same statements run raw on the same kind of database.

use crate::client::Client;
use crate::foundation::{self, Foundation};
use crate::program::Program;
use crate::raw::{self, CLIENTS};
use crate::{Effort, Line, statements};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use storage::test_database::TestDatabase;
use storage::{Db, DbOptions, migration};

/// Registrations a second by the product.
async fn over_http(program: &str, url: &str, folder: &Path, foundation: Foundation, many: usize) -> Result<f64> {
    let running = Program::start(program, url, folder).await?;
    let (foundation, turns) = (Arc::new(foundation), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (foundation, turns, port) = (Arc::clone(&foundation), Arc::clone(&turns), running.port);
        clients.push(tokio::spawn(async move {
            let mut client = Client::connect(port).await?;
            loop {
                let turn = turns.fetch_add(1, Ordering::SeqCst);
                if turn >= many {
                    return anyhow::Ok(());
                }
                let token = foundation.tokens.get(turn % foundation.tokens.len()).context("a token")?;
                let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
                let body = foundation::registration(&foundation, turn);
                let (status, _) = client.request("POST", "/api/v1/registrations", &headers, &body).await?;
                if status != 201 {
                    bail!("registration {turn} was answered with {status}");
                }
            }
        }));
    }
    for client in clients {
        client.await??;
    }
    Ok(many as f64 / start.elapsed().as_secs_f64())
}

async fn sqlite(folder: &Path, name: &str) -> Result<(Db, String)> {
    let url = format!("sqlite://{}", folder.join(name).display());
    let db = Db::connect(&url, DbOptions::default()).await?;
    migration::migrate(&db).await?;
    Ok((db, url))
}

pub async fn on_sqlite(program: &str, effort: Effort) -> Result<Line> {
    let folder = tempfile::tempdir()?;
    let (db, _) = sqlite(folder.path(), "raw.db").await?;
    let (seen, _) = statements::of_one_registration(db.clone(), folder.path()).await?;
    let count = seen.len();
    let raw = raw::on_sqlite(&db, seen, effort.registrations).await?;
    db.close().await?;
    let (db, url) = sqlite(folder.path(), "product.db").await?;
    let foundation = foundation::lay(&foundation::app(db.clone(), folder.path())).await?;
    db.close().await?;
    let product = over_http(program, &url, folder.path(), foundation, effort.registrations).await?;
    Ok(line(&format!("registrations, SQLite ({count} statements each)"), product, raw, 0.6))
}

pub async fn on_postgres(program: &str, server: &str, pgbench: &str, effort: Effort) -> Result<Line> {
    let folder = tempfile::tempdir()?;
    let database = TestDatabase::on_server(server).await?;
    let (seen, _) = statements::of_one_registration(database.db.clone(), folder.path()).await?;
    let seconds = u32::try_from(effort.registrations / 400).unwrap_or(10).clamp(3, 12);
    let raw = raw::on_postgres(pgbench, &database.url, &seen, folder.path(), seconds)?;
    let other = TestDatabase::on_server(server).await?;
    let foundation = foundation::lay(&foundation::app(other.db.clone(), folder.path())).await?;
    let product = over_http(program, &other.url, folder.path(), foundation, effort.registrations).await?;
    Ok(line("registrations, PostgreSQL (against pgbench)", product, raw, 0.85))
}

fn line(what: &str, product: f64, raw: f64, bar: f64) -> Line {
    Line {
        what: what.to_owned(),
        product: format!("{product:.0}/s"),
        against: format!("{raw:.0}/s raw"),
        ratio: Some(product / raw),
        bar: Some((bar, true)),
    }
}
