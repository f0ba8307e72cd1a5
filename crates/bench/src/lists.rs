//! What lists and standing figures cost at ten times the size.

use crate::Line;
use crate::client::Client;
use crate::foundation;
use crate::import::Imported;
use crate::program::Program;
use anyhow::{Result, bail};
use std::time::Instant;
use storage::{Db, DbOptions};

const PAGES: &[(&str, &str)] = &[
    ("partner list", "/partners"),
    ("partner list, by region", "/partners?region=North"),
    ("deal list", "/deals"),
    ("deal list, won", "/deals?outcome=won"),
    ("Insights, standing figures", "/insights"),
];
const TRIES: usize = 31;

/// The middle of the answer times of each page, milliseconds.
async fn times(program: &str, imported: &Imported) -> Result<Vec<f64>> {
    let folder = imported.folder.path();
    let db = Db::connect(&imported.url, DbOptions::default()).await?;
    let cookie = foundation::cookie(&foundation::app(db.clone(), folder)).await?;
    db.close().await?;
    let running = Program::start(program, &imported.url, folder).await?;
    let mut client = Client::connect(running.port).await?;
    let headers = format!("Cookie: {cookie}\r\nAccept: text/html\r\n");
    let mut middles = Vec::new();
    for (what, path) in PAGES {
        let mut all = Vec::new();
        for _ in 0..TRIES {
            let start = Instant::now();
            let (status, _) = client.request("GET", path, &headers, "").await?;
            if status != 200 {
                bail!("{what} ({path}) was answered with {status}");
            }
            all.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        all.sort_by(f64::total_cmp);
        middles.push(all.get(TRIES / 2).copied().unwrap_or_default());
    }
    Ok(middles)
}

pub async fn measure(program: &str, small: &Imported, large: &Imported) -> Result<Vec<Line>> {
    let (few, many) = (times(program, small).await?, times(program, large).await?);
    let line = |((what, _), (few, many)): (&(&str, &str), (f64, f64))| Line {
        what: format!("{what} ({} and {} deals)", small.deals, large.deals),
        product: format!("{many:.2} ms"),
        against: format!("{few:.2} ms"),
        ratio: Some(many / few),
        bar: Some((1.5, false)),
    };
    Ok(PAGES.iter().zip(few.into_iter().zip(many)).map(line).collect())
}
