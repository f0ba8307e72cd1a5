//! `compagnon match evaluate`: how well matching finds what a labelled file says belongs together.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kernel::matching::{Corpus, Field, Quality, Record, candidate_pairs, compare, connect, quality, quality_between};
use regex::Regex;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What to do with the matching.
#[derive(Subcommand)]
pub(crate) enum MatchCommand {
    /// Match the rows of labelled files, and print precision, recall and F1 against their labels.
    Evaluate(EvaluateArgs),
}

/// The files and what is in them.
#[derive(Args)]
pub(crate) struct EvaluateArgs {
    /// The file (CSV with a header).
    #[arg(long)]
    left: PathBuf,
    /// A second file: pairs are then looked for between the two only.
    #[arg(long)]
    right: Option<PathBuf>,
    /// The column that says which rows are one.
    #[arg(long)]
    truth: String,
    /// What in that column names the group: a regular expression, its first group when it has one, such as 'rec-(\d+)-'.
    #[arg(long)]
    truth_pattern: Option<String>,
    /// What the columns hold, such as name=Company,address=Address,phone=Phone. Fields: name, given, surname, address, street,
    /// number, postcode, city, region, country, phone, domain, vat, id, date, text.
    #[arg(long, value_delimiter = ',', required = true)]
    columns: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(command: &MatchCommand) -> Result<()> {
    match command {
        MatchCommand::Evaluate(args) => evaluate(args),
    }
}

fn evaluate(args: &EvaluateArgs) -> Result<()> {
    let begun = std::time::Instant::now();
    let columns = args.columns.iter().map(|c| column(c)).collect::<Result<Vec<_>>>()?;
    let pattern = args.truth_pattern.as_deref().map(Regex::new).transpose().context("--truth-pattern")?;
    let mut rows = Rows::default();
    rows.read(&args.left, &columns, &args.truth, pattern.as_ref())?;
    let left = rows.records.len();
    if let Some(right) = &args.right {
        rows.read(right, &columns, &args.truth, pattern.as_ref())?;
    }
    let corpus = Corpus::of(&rows.records);
    let candidates = candidate_pairs(&rows.records);
    let scored: Vec<(usize, usize, f64)> = candidates
        .iter()
        .filter(|(a, b)| args.right.is_none() || (*a < left) != (*b < left))
        .filter_map(|(a, b)| Some((*a, *b, compare(rows.records.get(*a)?, rows.records.get(*b)?, &corpus).score)))
        .collect();
    let found = connect(rows.records.len(), &scored);
    let (mut pairwise, weighted) = quality(&found, &rows.labels);
    if args.right.is_some() {
        pairwise = quality_between(&found, &rows.labels, left);
    }
    let groups: HashSet<&usize> = found.iter().collect();
    println!("{} rows, {} pairs compared, {} groups found", rows.records.len(), scored.len(), groups.len());
    print_line("pairwise", pairwise);
    print_line("group-weighted", weighted);
    println!("{:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

fn print_line(name: &str, quality: Quality) {
    println!("{name:<16}precision {:.4}   recall {:.4}   F1 {:.4}", quality.precision, quality.recall, quality.f1);
}

fn column(text: &str) -> Result<(Field, String)> {
    let (field, name) = text.split_once('=').with_context(|| format!("{text}: write field=column"))?;
    let field = Field::from_word(field.trim()).with_context(|| {
        let known: Vec<&str> = Field::ALL.iter().map(|(_, word)| *word).collect();
        format!("{field}: not a field; known are {}", known.join(", "))
    })?;
    Ok((field, name.trim().to_owned()))
}

#[derive(Default)]
struct Rows {
    records: Vec<Record>,
    labels: Vec<String>,
}

impl Rows {
    fn read(&mut self, file: &Path, columns: &[(Field, String)], truth: &str, pattern: Option<&Regex>) -> Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_path(file)
            .with_context(|| file.display().to_string())?;
        let headers = reader.headers()?.clone();
        let place = |name: &str| {
            headers
                .iter()
                .position(|h| h.trim_start_matches('\u{feff}') == name)
                .with_context(|| format!("{}: no column {name}", file.display()))
        };
        let truth = place(truth)?;
        let places = columns.iter().map(|(field, name)| Ok((*field, place(name)?))).collect::<Result<Vec<_>>>()?;
        for row in reader.records() {
            let row = row.with_context(|| file.display().to_string())?;
            let label = row.get(truth).unwrap_or_default();
            let label = match pattern {
                None => label,
                Some(pattern) => {
                    let Some(found) = pattern.captures(label) else {
                        bail!("{}: {label} does not fit --truth-pattern", file.display())
                    };
                    found.get(1).or_else(|| found.get(0)).map_or("", |m| m.as_str())
                }
            };
            // A row without a label is one of its own.
            let label = if label.is_empty() { format!("row {}", self.labels.len()) } else { label.to_owned() };
            self.labels.push(label);
            self.records
                .push(Record::read(places.iter().map(|(field, at)| (*field, row.get(*at).unwrap_or_default()))));
        }
        Ok(())
    }
}
