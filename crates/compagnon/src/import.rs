//! `compagnon import`: files in, a report out.

use anyhow::{Context, Result, bail};
use i18n::Arg;
use kernel::{Channel, Locale, PageRequest};
use operations::App;
use operations::connect::import::{
    MappingProblem, Report, RunError, StartRun, rejects_files, run_now, run_rows, sentence,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Rejected rows shown with their reason; the rejects file has them all.
const EXAMPLES: u32 = 10;

/// Imports and prints what happened. Rows that could not be placed do not make it fail: they are in the report.
pub(crate) async fn import(app: &App, mapping_file: &Path, dir: &Path, dry_run: bool) -> Result<()> {
    let mapping = std::fs::read_to_string(mapping_file)
        .with_context(|| format!("cannot read the mapping {}", mapping_file.display()))?;
    if !dir.is_dir() {
        bail!("{} is not a folder", dir.display());
    }
    let folder = dir.canonicalize().with_context(|| format!("cannot open {}", dir.display()))?;
    let cx = app.system(Channel::Import);
    let input = StartRun { mapping, folder, dry_run };
    match run_now(&cx, &input).await {
        Ok((id, report)) => {
            print(&report, dry_run);
            let first = PageRequest { limit: Some(EXAMPLES), after: None };
            let rows = run_rows(&cx, id, Some("rejected"), &first).await.map_err(|f| anyhow::anyhow!("{f}"))?;
            for row in rows.items {
                let reason = sentence(Locale::En, &row.code, row.field.as_deref().unwrap_or_default(), &row.params);
                println!("  {} line {}: {reason}", row.file, row.line);
            }
            for (_, path) in rejects_files(&cx, id).await.map_err(|f| anyhow::anyhow!("{f}"))? {
                println!("Rows that were not placed: {}", path.display());
            }
            Ok(())
        }
        Err(RunError::Mapping(problems)) => {
            let lines: Vec<String> = problems
                .0
                .iter()
                .map(|p| format!("{}:{}:{}: {}", mapping_file.display(), p.line, p.column, say(p)))
                .collect();
            bail!("the mapping cannot be used as it is\n{}", lines.join("\n"))
        }
        Err(RunError::Stopped(_, failure)) => {
            let text = sentence_of("import-error", &failure.code, &failure.params);
            bail!("the import stopped: {text}\nWhat was imported before stays; import again once the cause is mended.")
        }
        Err(RunError::Failure(failure)) => bail!("the import failed: {failure}"),
    }
}

fn say(problem: &MappingProblem) -> String {
    sentence_of("import-mapping", &problem.code, &problem.params)
}

fn sentence_of(family: &str, code: &str, params: &BTreeMap<String, String>) -> String {
    let args: Vec<(&str, Arg<'_>)> = params.iter().map(|(k, v)| (k.as_str(), Arg::Str(v.as_str().into()))).collect();
    i18n::text_args(Locale::En, &format!("{family}-{}", code.replace('_', "-")), &args)
}

fn print(report: &Report, dry_run: bool) {
    if dry_run {
        println!("Looked only: nothing was written.");
    }
    println!(
        "{:<14} {:<14} {:>9} {:>9} {:>9} {:>10} {:>9} {:>9} {:>10}",
        "became", "file", "read", "new", "changed", "unchanged", "left out", "repeated", "not placed"
    );
    for t in &report.tables {
        println!(
            "{:<14} {:<14} {:>9} {:>9} {:>9} {:>10} {:>9} {:>9} {:>10}",
            t.target, t.file, t.read, t.created, t.changed, t.unchanged, t.skipped, t.repeated, t.rejected
        );
    }
    for u in &report.unresolved {
        let what = if u.value.is_empty() { "empty".to_owned() } else { format!("{:?} unknown", u.value) };
        println!("unresolved: {} rows, {} ({}) {what}", u.rows, u.target, u.field);
    }
    for c in &report.currencies {
        println!("read as {}: {} amounts with {:?}, {} ({})", c.currency, c.amounts, c.mark, c.target, c.field);
    }
    for p in &report.problems {
        println!("not placed: {} rows of {} ({} {})", p.rows, p.target, p.field, p.code);
    }
    if !report.changed_anything() && report.rejected_rows() == 0 {
        println!("Nothing was new.");
    }
}
