//! Cold start to the first answer, and memory when nothing happens.

use crate::Line;
use crate::program::Program;
use anyhow::Result;
use std::time::Duration;
use storage::{Db, DbOptions, migration};

pub async fn measure(program: &str) -> Result<Vec<Line>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("compagnon.db").display());
    let db = Db::connect(&url, DbOptions::default()).await?;
    migration::migrate(&db).await?;
    db.close().await?;
    let mut starts = Vec::new();
    let mut idle = 0;
    for _ in 0..5 {
        let running = Program::start(program, &url, folder.path()).await?;
        starts.push(running.first_answer);
        tokio::time::sleep(Duration::from_secs(2)).await;
        idle = running.resident_kib()?;
    }
    starts.sort();
    let seconds = starts.get(2).copied().unwrap_or_default().as_secs_f64();
    let megabytes = idle as f64 / 1024.0;
    Ok(vec![
        aim("cold start to the first answer", format!("{seconds:.3} s"), "0.1 s", seconds / 0.1),
        aim("idle memory", format!("{megabytes:.0} MB"), "40 MB", megabytes / 40.0),
    ])
}

fn aim(what: &str, product: String, aim: &str, ratio: f64) -> Line {
    Line { what: what.to_owned(), product, against: format!("aim {aim}"), ratio: Some(ratio), bar: Some((1.0, false)) }
}
