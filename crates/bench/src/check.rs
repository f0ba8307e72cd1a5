//! What the conflict check costs among 30,000 companies and among a hundred times as many.

use crate::kept::Kept;
use crate::{Line, companies, filling};
use anyhow::Result;
use operations::cosell::conflict::{self, Claim, score::Identity};
use sea_orm::{ConnectionTrait, Statement};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use storage::{Db, DbOptions};

/// Companies before and after.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub small: u64,
    pub large: u64,
}

/// Claims asked in one pass.
const CLAIMS: u64 = 300;
/// Passes over them; each claim counts with the middle of its times.
const PASSES: usize = 7;

/// What a partner would enter: a third names a customer as we know it, a third another spelling of it, a third somebody new.
fn claim(turn: u64, small: u64) -> Claim {
    let known = companies::company(turn * (small / CLAIMS).max(1));
    let (name, domain, country) = match turn % 3 {
        0 => (known.name, known.domain, Some(known.country)),
        1 => (known.name.to_lowercase().replace('ü', "ue").replace("maschinenbau", "Maschinen-Bau"), None, None),
        _ => (
            format!("Unbekannt{turn} Maschinenbau GmbH"),
            Some(format!("unbekannt{turn}.example")),
            Some("DE".to_owned()),
        ),
    };
    let company = Identity { name, domain, country, ..Identity::default() };
    Claim { registration: None, partner: None, company, product: None }
}

/// Milliseconds of each claim, one pass.
async fn pass(db: &Db, small: u64) -> Result<(Vec<f64>, usize)> {
    let (mut times, mut found) = (Vec::new(), 0);
    for turn in 0..CLAIMS {
        let claim = claim(turn, small);
        let start = Instant::now();
        let answer = conflict::check(db.read(), &claim).await.map_err(crate::foundation::said)?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        found += answer.len();
    }
    Ok((times, found))
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The mean over the claims of the middle of their times, for each database. They are asked in turns, so that whatever else the machine does slows
/// both alike.
async fn warm(dbs: [&Db; 2], small: u64) -> Result<[f64; 2]> {
    let mut passes = [Vec::new(), Vec::new()];
    let mut found = [0, 0];
    for _ in 0..PASSES {
        for ((db, passes), found) in dbs.iter().zip(&mut passes).zip(&mut found) {
            let (times, here) = pass(db, small).await?;
            passes.push(times);
            *found = here;
        }
    }
    let mut means = [0.0; 2];
    for ((passes, found), kept) in passes.iter().zip(found).zip(&mut means) {
        let each = (0..CLAIMS as usize).map(|n| middle(passes.iter().filter_map(|p| p.get(n).copied()).collect()));
        let each: Vec<f64> = each.collect();
        let worst = each.iter().copied().fold(0.0, f64::max);
        let mean = each.iter().sum::<f64>() / each.len() as f64;
        println!(
            "  warm: mean {mean:.3} ms, middle {:.3} ms, slowest {worst:.3} ms, {found} findings for {CLAIMS} claims",
            middle(each)
        );
        *kept = mean;
    }
    Ok(means)
}

/// The mean of a first pass.
async fn cold(db: &Db, small: u64) -> Result<f64> {
    let (times, _) = pass(db, small).await?;
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    println!("  cold: mean {mean:.3} ms, middle {:.3} ms", middle(times));
    Ok(mean)
}

fn lines(database: &str, sizes: Sizes, small: (f64, f64), large: (f64, f64)) -> Vec<Line> {
    let line = |how: &str, few: f64, many: f64| Line {
        what: format!("conflict check, {database}, {how} ({} and {} companies)", sizes.small, sizes.large),
        product: format!("{many:.3} ms"),
        against: format!("{few:.3} ms"),
        ratio: Some(many / few),
        bar: Some((1.5, false)),
    };
    vec![line("warm", small.1, large.1), line("cold", small.0, large.0)]
}

async fn fill(db: Db, size: u64) -> Result<()> {
    let start = Instant::now();
    filling::hurry(&db).await?;
    companies::fill(&db, 0, size).await?;
    filling::settle(&db).await?;
    println!("{size} companies after {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// On SQLite, or on this server.
pub async fn measure(kept: &Kept, server: Option<&str>, sizes: Sizes) -> Result<Vec<Line>> {
    let (database, explain) = match server {
        None => ("SQLite", "EXPLAIN QUERY PLAN "),
        Some(_) => ("PostgreSQL", "EXPLAIN (ANALYZE, COSTS OFF) "),
    };
    let mut opened = Vec::new();
    let mut colds = Vec::new();
    for size in [sizes.small, sizes.large] {
        let filled = kept.filled(&format!("companies-{size}"), server, |db| fill(db, size)).await?;
        if let Some(file) = &filled.file {
            // The file leaves the machine's memory: the first pass reads it from the disk.
            let of = format!("if={}", file.display());
            Command::new("dd").args([&of, "iflag=nocache", "count=0", "status=none"]).status()?;
            println!("{size} companies are {} MB on disk", std::fs::metadata(file)?.len() / 1_000_000);
        }
        // A server keeps its memory; cold is there a first pass on new connections.
        let db = Db::connect(&filled.url, DbOptions::default()).await?;
        storage::migration::migrate(&db).await?;
        colds.push(cold(&db, sizes.small).await?);
        opened.push((db, filled.url));
    }
    let ([(few, _), (many, url)], [few_cold, many_cold]) = (opened.as_slice(), colds.as_slice()) else {
        return Ok(Vec::new());
    };
    let [few_warm, many_warm] = warm([few, many], sizes.small).await?;
    plans(url, explain, sizes.small).await?;
    let found = lines(database, sizes, (*few_cold, few_warm), (*many_cold, many_warm));
    for (db, _) in opened {
        db.close().await?;
    }
    Ok(found)
}

/// Prints how the database finds the answers to one claim.
async fn plans(url: &str, explain: &str, small: u64) -> Result<()> {
    let log: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let listener = Arc::clone(&log);
    let db = Db::connect(url, DbOptions { connections: 2 }).await?;
    let db = db.watched(move |_, s| listener.lock().unwrap_or_else(PoisonError::into_inner).push(s.clone()));
    conflict::check(db.read(), &claim(0, small)).await.map_err(crate::foundation::said)?;
    let statements = std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner));
    for statement in statements {
        println!("\n{}", statement.sql);
        let explained = Statement { sql: format!("{explain}{}", statement.sql), ..statement };
        let column = if explain.contains("QUERY PLAN") { "detail" } else { "QUERY PLAN" };
        for row in db.read().query_all_raw(explained).await? {
            println!("    {}", row.try_get::<String>("", column)?);
        }
    }
    db.close().await.map_err(Into::into)
}
