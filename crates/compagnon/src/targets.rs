//! `compagnon targets`: what figures shall be.

use crate::rates::told;
use anyhow::{Context, Result};
use clap::Subcommand;
use kernel::page::MAX_LIMIT;
use kernel::{Channel, Cursor, Locale, PageRequest};
use operations::App;
use operations::grow::target;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

#[derive(Subcommand)]
pub(crate) enum TargetsCommand {
    /// Set the targets of a CSV file: metric, period, value and, where needed, kind (target or thesis), currency, program, segment, owner, partner.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// List all targets, the newest period first.
    List,
}

/// Runs one of the commands.
pub(crate) async fn run(app: &App, command: TargetsCommand) -> Result<()> {
    let cx = app.system(Channel::Cli);
    match command {
        TargetsCommand::Import { file } => {
            let open = File::open(&file).with_context(|| format!("{} cannot be opened", file.display()))?;
            let imported = target::import(&cx, BufReader::new(open)).await.map_err(|f| told(&f))?;
            let lines: BTreeSet<u64> = imported.refused.iter().map(|refused| refused.line).collect();
            println!("{} targets set, {} lines refused.", imported.set, lines.len());
            for refused in imported.refused {
                let why = i18n::error_text(Locale::En, &refused.code, &BTreeMap::new());
                println!("  line {}, {}: {why}", refused.line, refused.field);
            }
        }
        TargetsCommand::List => {
            let mut page = PageRequest { limit: Some(MAX_LIMIT), after: None };
            loop {
                let found = target::list(&cx, &page).await.map_err(|f| told(&f))?;
                for t in found.items {
                    let scope = [&t.program_name, &t.segment_name, &t.owner_name, &t.partner_name];
                    let scope: Vec<&str> = scope.into_iter().flatten().map(String::as_str).collect();
                    let value = kernel::money::plain_amount(t.value);
                    println!(
                        "{:<8}{:<28}{:<12}{value:>18} {:<4} {}",
                        t.kind.as_str(),
                        t.metric,
                        t.period,
                        t.currency,
                        scope.join(", ")
                    );
                }
                page.after = found.next_cursor.as_deref().and_then(Cursor::decode);
                if page.after.is_none() {
                    break;
                }
            }
        }
    }
    Ok(())
}
