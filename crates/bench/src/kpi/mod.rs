//! Figures among few deals and among a hundred times as many; free questions against the same by hand; what both cost a registration.

mod beside;
mod fill;
mod questions;
mod standing;

use crate::foundation::{self, said};
use crate::kept::{Filled, Kept};
use crate::{Effort, Line};
use anyhow::{Context, Result};
use kernel::Channel;
use operations::App;
use operations::grow::kpi;
use operations::settings::organisation;
use std::time::Instant;
use storage::{Db, DbOptions, Sql};
use uuid::Uuid;

/// Deals before and after.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub small: u64,
    pub large: u64,
}

/// What is left out when a part is looked at. Pages, and registrations beside a question, need the product running.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    pub rebuild: bool,
    pub pages: bool,
    pub questions: bool,
    pub beside: bool,
}

/// One of the two sizes, opened.
pub struct Side {
    url: String,
    app: App,
    size: u64,
}

/// Deals and registrations a second: the rebuild, and reading through what it reads.
async fn rebuilt(app: &App) -> Result<(f64, f64, u64)> {
    let start = Instant::now();
    let rebuilt = kpi::rebuild(&app.system(Channel::Cli)).await.map_err(said)?;
    let took = start.elapsed().as_secs_f64();
    let things = rebuilt.deals + rebuilt.registrations;
    let start = Instant::now();
    for table in ["deal", "deal_stage", "deal_line", "registration"] {
        let mut after = Uuid::nil();
        loop {
            let page = Sql::new(format!("SELECT t.* FROM {table} t WHERE t.id > "))
                .bind(after)
                .push(" ORDER BY t.id LIMIT 5000");
            let rows = page.rows(app.db().read()).await?;
            let Some(last) = rows.last() else { break };
            after = last.try_get("", "id")?;
        }
    }
    Ok((things as f64 / took, things as f64 / start.elapsed().as_secs_f64(), things))
}

/// The database, brought up to date if an older program filled it.
async fn opened(filled: &Filled, kept: &Kept) -> Result<(Db, App)> {
    let db = Db::connect(&filled.url, DbOptions::default()).await?;
    storage::migration::migrate(&db).await?;
    let app = foundation::app(db.clone(), kept.folder());
    Ok((db, app))
}

/// On SQLite, or on this server.
pub async fn measure(
    program: &str,
    kept: &Kept,
    server: Option<&str>,
    sizes: Sizes,
    parts: Parts,
    effort: Effort,
) -> Result<Vec<Line>> {
    let database = if server.is_none() { "SQLite" } else { "PostgreSQL" };
    let mut lines = Vec::new();
    if parts.beside && server.is_none() {
        lines.push(keeping(effort).await.context("keeping the totals")?);
    }
    let mut sides = Vec::new();
    for size in [sizes.small, sizes.large] {
        let start = Instant::now();
        let folder = kept.folder().to_owned();
        let filled = kept
            .filled(&format!("channel-{size}"), server, |db| async move { fill::fill(db, &folder, size).await })
            .await?;
        println!("{database}: {size} deals after {:.0} s", start.elapsed().as_secs_f64());
        let (db, app) = opened(&filled, kept).await?;
        let facts = Sql::new("SELECT 1 FROM deal_fact LIMIT 1").value::<i32>(db.read()).await?;
        if parts.rebuild || facts.is_none() {
            let (rebuilding, scanning, things) = rebuilt(&app).await?;
            lines.push(Line {
                what: format!("rebuild, {database}, {things} deals and registrations"),
                product: format!("{rebuilding:.0}/s"),
                against: format!("{scanning:.0}/s scanned"),
                ratio: Some(rebuilding / scanning),
                bar: None,
            });
            println!("  rebuilt: {rebuilding:.0}/s, scanned: {scanning:.0}/s");
            Sql::new("ANALYZE").execute(db.writer()).await?;
        }
        sides.push(Side { url: filled.url, app, size });
    }
    let [small, large] = sides.as_slice() else { return Ok(lines) };
    let zone = organisation(large.app.db().read()).await.map_err(said)?.zone();
    let today = large.app.now().date_in(&zone);
    let pages = match parts.pages {
        true => standing::pages(program, kept.folder(), [small, large]).await.context("pages")?,
        false => Vec::new(),
    };
    let answers = standing::answers([small, large], today).await.context("answers")?;
    let parts_of_it = standing::lifecycle([small, large], today).await.context("lifecycle figures")?;
    let compared = pages.into_iter().chain(answers).map(|page| (String::new(), page));
    let compared = compared.chain(parts_of_it.into_iter().map(|figure| ("  ".to_owned(), figure)));
    lines.extend(compared.map(|(indent, (what, few, many))| Line {
        what: format!("{indent}{what}, {database} ({} and {} deals)", sizes.small, sizes.large),
        product: format!("{many:.2} ms"),
        against: format!("{few:.2} ms"),
        ratio: Some(many / few),
        bar: Some((1.5, false)),
    }));
    if parts.questions {
        lines.extend(asked(&large.app, database, today, sizes.large).await.context("free questions")?);
    }
    if parts.beside && parts.pages {
        let (alone, beside, answered) = beside::questions(program, &large.url, kept.folder(), &large.app).await?;
        lines.push(Line {
            what: format!(
                "a registration beside a free question, {database}, {} deals ({answered} answered)",
                sizes.large
            ),
            product: format!("{beside:.2} ms"),
            against: format!("{alone:.2} ms alone"),
            ratio: Some(beside / alone),
            bar: Some((1.1, false)),
        });
    }
    for side in sides {
        side.app.db().clone().close().await?;
    }
    Ok(lines)
}

async fn keeping(effort: Effort) -> Result<Line> {
    let (with, without, all, keeping) = beside::keeping(effort).await?;
    Ok(Line {
        what: format!("a registration's {all} statements, {keeping} of them keep totals, SQLite"),
        product: format!("{:.3} ms", 1_000.0 / with),
        against: format!("{:.3} ms without", 1_000.0 / without),
        ratio: Some(without / with),
        bar: Some((1.1, false)),
    })
}

async fn asked(app: &App, database: &str, today: kernel::Date, size: u64) -> Result<Vec<Line>> {
    let timed = questions::free(app, today).await?;
    let (ours, hand): (f64, f64) = timed.iter().fold((0.0, 0.0), |(o, h), t| (o + t.product, h + t.hand));
    let mut lines: Vec<Line> = timed
        .iter()
        .map(|one| Line {
            what: format!("  {}", one.what),
            product: format!("{:.1} ms", one.product),
            against: format!("{:.1} ms by hand", one.hand),
            ratio: Some(one.product / one.hand),
            bar: Some((1.3, false)),
        })
        .collect();
    lines.push(Line {
        what: format!("twenty free questions, {database}, {size} deals"),
        product: format!("{ours:.0} ms"),
        against: format!("{hand:.0} ms by hand"),
        ratio: Some(ours / hand),
        bar: Some((1.3, false)),
    });
    Ok(lines)
}
