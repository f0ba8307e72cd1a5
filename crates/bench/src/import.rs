//! An import of made-up deals, against writing the rows it made into an empty database.

use crate::{Line, program};
use anyhow::{Context, Result, bail};
use sea_orm::sea_query::Value;
use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Instant;
use storage::{Db, DbOptions, Sql, dump, migration};

const MAPPING: &str = include_str!("deals.toml");
/// Deals of one partner.
const DEALS_EACH: usize = 10;

/// A database with that many deals.
pub struct Imported {
    pub url: String,
    pub folder: tempfile::TempDir,
    pub deals: usize,
}

fn write_files(folder: &Path, deals: usize) -> Result<()> {
    let mut partners = std::io::BufWriter::new(std::fs::File::create(folder.join("partners.csv"))?);
    writeln!(partners, "id,name,region,country,kind")?;
    let regions = ["North", "South", "East", "West"];
    let kinds = ["Reseller", "Consultancy", "Service"];
    for partner in 0..(deals / DEALS_EACH).max(1) {
        let (region, kind) = (pick(&regions, partner), pick(&kinds, partner));
        writeln!(partners, "P{partner},Partner{partner} Systems GmbH,{region},Germany,{kind}")?;
    }
    let mut out = std::io::BufWriter::new(std::fs::File::create(folder.join("deals.csv"))?);
    writeln!(out, "id,partner,name,company,product,stage,opened,closed,amount")?;
    let products = ["Core", "Plus", "Forecast", "Archive"];
    for deal in 0..deals {
        let partner = deal / DEALS_EACH;
        let (year, month, day) = (2024 + deal % 2, 1 + deal * 7 % 12, 1 + deal * 11 % 28);
        let (stage, closed) = match deal % 5 {
            0 | 1 => ("Won", format!("{}-{month:02}-{:02}", year + 1, day)),
            2 | 3 => ("Lost", format!("{}-{month:02}-{:02}", year + 1, day)),
            _ => ("Qualified", String::new()),
        };
        let amount = 1_000 + deal * 37 % 90_000;
        let company = deal / 3;
        writeln!(
            out,
            "D{deal},P{partner},Deal {deal},Kunde{company} Maschinenbau GmbH,{},{stage},{year}-{month:02}-{day:02},{closed},{amount}.50",
            pick(&products, deal)
        )?;
    }
    out.flush()?;
    partners.flush()?;
    std::fs::write(folder.join("deals.toml"), MAPPING)?;
    Ok(())
}

fn pick<'a>(from: &[&'a str], number: usize) -> &'a str {
    from.get(number % from.len()).copied().unwrap_or_default()
}

/// Imports that many deals by the command line, and restores the rows it made into an empty database.
pub async fn imported(program: &str, deals: usize) -> Result<(Imported, Line)> {
    let folder = tempfile::tempdir()?;
    write_files(folder.path(), deals)?;
    let url = format!("sqlite://{}", folder.path().join("compagnon.db").display());
    let db = Db::connect(&url, DbOptions::default()).await?;
    migration::migrate(&db).await?;
    db.close().await?;
    let start = Instant::now();
    let out = program::command(program, &url, folder.path())
        .args(["import", "--mapping", "deals.toml", "--dir", "."])
        .output()?;
    let took = start.elapsed().as_secs_f64();
    if !out.status.success() {
        bail!("the import failed: {}", String::from_utf8_lossy(&out.stderr));
    }
    println!("{}", String::from_utf8_lossy(&out.stdout));
    let (rows, raw) = raw(&url, folder.path()).await.context("the same rows raw")?;
    let line = Line {
        what: format!("import, {deals} deals ({rows} rows in all)"),
        product: format!("{:.0} rows/s", rows as f64 / took),
        against: format!("{:.0} rows/s raw", rows as f64 / raw),
        ratio: Some(raw / took),
        bar: Some((0.5, true)),
    };
    Ok((Imported { url, folder, deals }, line))
}

/// Rows and seconds: plain inserts of every row of that database into an empty one, all in one transaction. Reading the rows is not counted.
async fn raw(url: &str, folder: &Path) -> Result<(u64, f64)> {
    let db = Db::connect(url, DbOptions::default()).await?;
    let path = folder.join("rows.json");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    dump::dump(&db, &mut file).await?;
    file.flush()?;
    drop(file);
    db.close().await?;
    let empty = format!("sqlite://{}", folder.join("raw.db").display());
    let db = Db::connect(&empty, DbOptions::default()).await?;
    migration::migrate(&db).await?;
    let tables = read_rows(&path)?;
    std::fs::remove_file(&path)?;
    let tx = db.begin().await?;
    // What migrations put in comes again.
    for table in tables.iter().rev() {
        Sql::new(format!("DELETE FROM {}", table.name)).execute(&tx).await?;
    }
    tx.commit().await?;
    let count = tables.iter().map(|t| t.rows.len() as u64).sum();
    let start = Instant::now();
    let tx = db.begin().await?;
    for table in tables {
        let at_once = (VALUES / table.columns.len().max(1)).clamp(1, ROWS);
        let head = format!("INSERT INTO {} ({}) VALUES ", table.name, table.columns.join(", "));
        let mut rows = table.rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut sql = Sql::new(head.as_str());
            for (at, row) in rows.by_ref().take(at_once).enumerate() {
                sql = sql.push(if at == 0 { "" } else { ", " }).bind_list(row);
            }
            sql.execute(&tx).await?;
        }
    }
    tx.commit().await?;
    let took = start.elapsed().as_secs_f64();
    db.close().await?;
    std::fs::remove_file(folder.join("raw.db"))?;
    Ok((count, took))
}

/// Values and rows of one statement.
const VALUES: usize = 16_000;
const ROWS: usize = 250;

struct TableRows {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// The rows of a dump of ours, ready to be bound.
fn read_rows(path: &Path) -> Result<Vec<TableRows>> {
    let mut tables: Vec<TableRows> = Vec::new();
    for line in BufReader::new(std::fs::File::open(path)?).lines().skip(1) {
        match serde_json::from_str(&line?)? {
            Json::Array(cells) => {
                let table = tables.last_mut().context("rows before a table")?;
                table.rows.push(cells.into_iter().map(value).collect());
            }
            head => {
                let name = head.get("table").and_then(Json::as_str).context("a table's name")?.to_owned();
                let columns: Vec<String> = serde_json::from_value(head.get("columns").cloned().unwrap_or_default())?;
                tables.push(TableRows { name, columns, rows: Vec::new() });
            }
        }
    }
    Ok(tables)
}

/// Ids are bound as ids, as the product does: they are half as long.
fn value(cell: Json) -> Value {
    match cell {
        Json::Bool(b) => b.into(),
        Json::Number(n) => n.as_i64().into(),
        Json::String(text) => match text.parse::<uuid::Uuid>() {
            Ok(id) if text.len() == 36 => id.into(),
            _ => text.into(),
        },
        _ => None::<String>.into(),
    }
}
