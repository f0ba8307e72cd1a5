//! What questions and kept totals cost those who register.

use crate::client::Client;
use crate::foundation::{self, Foundation};
use crate::program::Program;
use crate::statements::{self, Seen};
use crate::{Effort, raw};
use anyhow::{Context, Result, bail};
use operations::App;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;
use storage::{Db, DbOptions, migration};

/// Registrations in one round, and rounds of each kind.
const REGISTRATIONS: usize = 60;
const ROUNDS: usize = 5;
/// A question that no totals answer.
const QUESTION: &str = "/api/v1/kpis/win_rate?by=country&by=source";

fn headers(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n")
}

async fn round(port: u16, foundation: &Foundation, turn: &mut usize) -> Result<Vec<f64>> {
    let mut client = Client::connect(port).await?;
    let mut times = Vec::new();
    for _ in 0..REGISTRATIONS {
        *turn += 1;
        // The last token asks.
        let token = foundation.tokens.get(*turn % (foundation.tokens.len() - 1)).context("a token")?;
        let body = foundation::registration(foundation, *turn);
        let start = Instant::now();
        let (status, _) = client.request("POST", "/api/v1/registrations", &headers(token), &body).await?;
        if status != 201 {
            bail!("a registration was answered with {status}");
        }
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(times)
}

/// Middle milliseconds of a registration alone, beside a question that is asked again and again, and questions answered meanwhile.
pub async fn questions(program: &str, url: &str, folder: &Path, app: &App) -> Result<(f64, f64, usize)> {
    let foundation = foundation::lay(app).await?;
    let running = Program::start(program, url, folder).await?;
    let (mut alone, mut beside, mut turn) = (Vec::new(), Vec::new(), 0);
    round(running.port, &foundation, &mut turn).await?;
    let answered = Arc::new(AtomicUsize::new(0));
    for _ in 0..ROUNDS {
        alone.extend(round(running.port, &foundation, &mut turn).await?);
        let enough = Arc::new(AtomicBool::new(false));
        let (until, count, port) = (Arc::clone(&enough), Arc::clone(&answered), running.port);
        let asks = headers(foundation.tokens.last().context("a token")?);
        let asking = tokio::spawn(async move {
            let mut client = Client::connect(port).await?;
            while !until.load(Ordering::SeqCst) {
                let (status, _) = client.request("GET", QUESTION, &asks, "").await?;
                match status {
                    200 => count.fetch_add(1, Ordering::SeqCst),
                    // One token may ask so much in a second.
                    429 => {
                        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                        0
                    }
                    other => bail!("a question was answered with {other}"),
                };
            }
            Ok(())
        });
        beside.extend(round(running.port, &foundation, &mut turn).await?);
        enough.store(true, Ordering::SeqCst);
        asking.await??;
    }
    let middle = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    Ok((middle(alone), middle(beside), answered.load(Ordering::SeqCst)))
}

/// Whether a statement keeps facts or totals.
fn keeps(seen: &Seen) -> bool {
    [
        "kpi_total",
        "kpi_turn",
        "deal_fact",
        "registration_fact",
        "partner_fact",
        "AS breached FROM registration",
        "entered_at FROM partner_phase WHERE partner_id IN",
    ]
    .iter()
    .any(|part| seen.text.contains(part))
}

/// Registrations a second by their statements alone: with, and without those that keep facts and totals.
pub async fn keeping(effort: Effort) -> Result<(f64, f64, usize, usize)> {
    let folder = tempfile::tempdir()?;
    let (mut with, mut without, mut counts) = (0.0_f64, 0.0_f64, (0, 0));
    // In turns, the better of each: the disk is not always as quick.
    for round in 0..3 {
        for kept in [true, false] {
            let url = format!("sqlite://{}", folder.path().join(format!("{round}{kept}.db")).display());
            let db = Db::connect(&url, DbOptions::default()).await?;
            migration::migrate(&db).await?;
            let (seen, _) = statements::of_one_registration(db.clone(), folder.path()).await?;
            let keeping = seen.iter().filter(|s| keeps(s)).count();
            counts = (seen.len(), keeping);
            let seen: Vec<Seen> = seen.into_iter().filter(|s| kept || !keeps(s)).collect();
            let rate = raw::on_sqlite(&db, seen, effort.registrations / 2).await?;
            db.close().await?;
            if kept {
                with = with.max(rate);
            } else {
                without = without.max(rate);
            }
        }
    }
    Ok((with, without, counts.0, counts.1))
}
