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
    /// The file (CSV with a header; comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252).
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
    /// Print this many rows that were joined or kept apart against the labels, of each kind.
    #[arg(long, default_value_t = 0)]
    show: usize,
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
    show(&rows, &found, args.show);
    Ok(())
}

/// Pairs that were joined though the labels differ, and pairs of one label that were not.
fn show(rows: &Rows, found: &[usize], most: usize) {
    let pairs = |groups: &[String], others: &[String]| -> Vec<(usize, usize)> {
        let mut by: std::collections::BTreeMap<&str, Vec<usize>> = std::collections::BTreeMap::new();
        for (row, group) in groups.iter().enumerate() {
            by.entry(group).or_default().push(row);
        }
        let neighbours = by.values().flat_map(|rows| rows.windows(2));
        neighbours
            .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
            .filter(|(a, b)| others.get(*a) != others.get(*b))
            .take(most)
            .collect()
    };
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    for (what, list) in [("joined", pairs(&found, &rows.labels)), ("kept apart", pairs(&rows.labels, &found))] {
        for (a, b) in list {
            let text = |row: usize| rows.texts.get(row).cloned().unwrap_or_default();
            println!("wrongly {what}: {} | {}", text(a), text(b));
        }
    }
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

/// The text of a file: by its byte order mark, else UTF-8, else Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let (encoding, mark) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, 0),
        None => (encoding_rs::WINDOWS_1252, 0),
    };
    encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned()
}

/// What separates the columns of the header: whichever of the usual ones stands there most, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let header: String = text
        .chars()
        .take_while(|c| {
            quoted ^= *c == '"';
            quoted || *c != '\n'
        })
        .scan(false, |inside, c| {
            *inside ^= c == '"';
            Some(if *inside { ' ' } else { c })
        })
        .collect();
    let count = |of: u8| header.bytes().filter(|b| *b == of).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|of| count(*of)).unwrap_or(b',')
}

#[derive(Default)]
struct Rows {
    records: Vec<Record>,
    labels: Vec<String>,
    /// What was compared, for people.
    texts: Vec<String>,
}

impl Rows {
    fn read(&mut self, file: &Path, columns: &[(Field, String)], truth: &str, pattern: Option<&Regex>) -> Result<()> {
        let text = decoded(&std::fs::read(file).with_context(|| file.display().to_string())?);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let headers = reader.headers().with_context(|| file.display().to_string())?.clone();
        let place = |name: &str| {
            let exactly = headers.iter().position(|h| h == name);
            exactly.or_else(|| headers.iter().position(|h| h.eq_ignore_ascii_case(name))).with_context(|| {
                let known: Vec<&str> = headers.iter().collect();
                format!("{}: no column {name}; there are {}", file.display(), known.join(", "))
            })
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
            let parts: Vec<&str> = places.iter().filter_map(|(_, at)| row.get(*at)).filter(|t| !t.is_empty()).collect();
            self.texts.push(parts.join(", "));
            self.records
                .push(Record::read(places.iter().map(|(field, at)| (*field, row.get(*at).unwrap_or_default()))));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, delimiter};

    #[test]
    fn files_of_other_programs_are_read_as_meant() {
        assert_eq!(delimiter("a;b;c, d\n1,2,3,4,5"), b';');
        assert_eq!(delimiter("\"a;x\",b\n"), b',');
        assert_eq!(delimiter("a\tb"), b'\t');
        assert_eq!(delimiter("one"), b',');
        assert_eq!(decoded(b"\xef\xbb\xbfM\xc3\xbcller"), "Müller");
        assert_eq!(decoded(b"M\xfcller"), "Müller");
        assert_eq!(decoded(b"\xff\xfeM\0\xfc\0"), "Mü");
    }
}
