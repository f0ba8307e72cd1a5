//! Measures the product against what it stands on. Everything is a ratio within one run: the machine does not matter, and nothing here is a test.

mod check;
mod client;
mod companies;
mod filling;
mod foundation;
mod import;
mod kept;
mod kpi;
mod lists;
mod program;
mod raw;
mod registrations;
mod start;
mod statements;

use anyhow::{Context, Result};
use kept::Kept;

/// One measured figure and the bar it is held against.
struct Line {
    what: String,
    product: String,
    against: String,
    ratio: Option<f64>,
    /// The bar, and whether the ratio must be at least (true) or at most that.
    bar: Option<(f64, bool)>,
}

impl Line {
    fn met(&self) -> Option<bool> {
        let (ratio, (bar, at_least)) = (self.ratio?, self.bar?);
        Some(if at_least { ratio >= bar } else { ratio <= bar })
    }
}

/// How much is measured: everything by default, `--quick` for a look in a minute or two.
#[derive(Debug, Clone, Copy)]
struct Effort {
    registrations: usize,
    small: usize,
    large: usize,
}

#[tokio::main(flavor = "multi_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|a| a == "--quick");
    let only: Vec<&str> = arguments.iter().filter(|a| !a.starts_with("--")).map(String::as_str).collect();
    let wanted = |name: &str| only.is_empty() || only.contains(&name);
    let effort = if quick {
        Effort { registrations: 400, small: 1_000, large: 10_000 }
    } else {
        Effort { registrations: 4_000, small: 30_000, large: 300_000 }
    };
    let program = std::env::var("COMPAGNON_BENCH_PROGRAM").context("run this by: cargo xtask bench")?;

    let kept = Kept::read(&arguments)?;
    let mut lines = Vec::new();
    if wanted("statements") && !only.is_empty() {
        return statements::print().await;
    }
    let without = |database: &str| arguments.contains(&format!("--without-{database}"));
    let server = std::env::var("COMPAGNON_BENCH_DATABASE_URL").ok().filter(|_| !without("postgres"));
    if wanted("registrations") {
        if !without("sqlite") {
            lines.push(registrations::on_sqlite(&program, effort).await.context("registrations on SQLite")?);
        }
        let pgbench = std::env::var("COMPAGNON_BENCH_PGBENCH").ok();
        if let (Some(server), Some(pgbench)) = (&server, pgbench) {
            let line = registrations::on_postgres(&program, server, &pgbench, effort).await;
            lines.push(line.context("registrations on PostgreSQL")?);
        }
    }
    if wanted("check") {
        let sizes = check::Sizes { small: 30_000, large: if quick { 100_000 } else { 3_000_000 } };
        if !without("sqlite") {
            lines.extend(check::measure(&kept, None, sizes).await.context("check on SQLite")?);
        }
        if let Some(server) = &server {
            lines.extend(check::measure(&kept, Some(server), sizes).await.context("check on PostgreSQL")?);
        }
    }
    if wanted("kpi") {
        let given = |name: &str| arguments.iter().find_map(|a| a.strip_prefix(name)?.parse::<u64>().ok());
        let large = given("--deals=").unwrap_or(if quick { 100_000 } else { 3_000_000 });
        let sizes = kpi::Sizes { small: given("--small=").unwrap_or(if quick { 10_000 } else { 30_000 }), large };
        let parts = kpi::Parts {
            rebuild: !without("rebuild"),
            pages: !without("pages"),
            questions: !without("questions"),
            beside: !without("beside"),
        };
        if !without("sqlite") {
            let measured = kpi::measure(&program, &kept, None, sizes, parts, effort).await;
            lines.extend(measured.context("kpi on SQLite")?);
        }
        if let Some(server) = &server {
            let measured = kpi::measure(&program, &kept, Some(server), sizes, parts, effort).await;
            lines.extend(measured.context("kpi on PostgreSQL")?);
        }
    }
    if wanted("lists") || wanted("import") {
        let (small, import_line) = import::imported(&program, effort.small).await.context("import")?;
        lines.push(import_line);
        if wanted("lists") {
            let (large, _) = import::imported(&program, effort.large).await.context("large import")?;
            lines.extend(lists::measure(&program, &small, &large).await.context("lists")?);
        }
    }
    if wanted("start") {
        lines.extend(start::measure(&program).await.context("start")?);
    }
    print(&lines);
    Ok(())
}

fn print(lines: &[Line]) {
    println!("\n{:<46} {:>16} {:>18} {:>7}  bar", "", "product", "against", "ratio");
    for line in lines {
        let ratio = line.ratio.map_or_else(String::new, |r| format!("{r:.2}"));
        let bar = match (line.bar, line.met()) {
            (Some((bar, at_least)), met) => {
                let sign = if at_least { "≥" } else { "≤" };
                let verdict = if met == Some(true) { "met" } else { "MISSED" };
                format!("{sign} {bar:.2} {verdict}")
            }
            _ => String::new(),
        };
        println!("{:<46} {:>16} {:>18} {ratio:>7}  {bar}", line.what, line.product, line.against);
    }
}
