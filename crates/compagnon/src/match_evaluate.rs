//! `compagnon match evaluate`: how well matching finds what a labelled file says belongs together.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kernel::matching::{Corpus, Field, Quality, Record, candidate_pairs, compare, connect, quality, quality_between};
use regex::Regex;
use std::collections::{HashMap, HashSet};
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
    #[arg(long, required_unless_present = "pairs")]
    truth: Option<String>,
    /// That column in the second file, where it is called otherwise there.
    #[arg(long, requires = "right")]
    right_truth: Option<String>,
    /// A file of pairs that are one, instead of a column: the id of the one row, the id of the other (CSV with a header, two columns).
    #[arg(long, conflicts_with_all = ["truth", "right_truth", "truth_pattern"], requires = "id")]
    pairs: Option<PathBuf>,
    /// The column of ids that --pairs speaks of.
    #[arg(long, requires = "pairs")]
    id: Option<String>,
    /// That column in the second file, where it is called otherwise there.
    #[arg(long, requires = "pairs")]
    right_id: Option<String>,
    /// What in that column names the group: a regular expression, its first group when it has one, such as 'rec-(\d+)-'.
    #[arg(long)]
    truth_pattern: Option<String>,
    /// What the columns hold, such as name=Company,address=Address,phone=Phone. Fields: name, given, surname, address, street,
    /// number, postcode, city, region, country, phone, domain, vat, id, date, text.
    #[arg(long, value_delimiter = ',', required = true)]
    columns: Vec<String>,
    /// The columns of the second file, where they are called otherwise there.
    #[arg(long, value_delimiter = ',', requires = "right")]
    right_columns: Option<Vec<String>>,
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
    let read_columns = |all: &[String]| all.iter().map(|c| column(c)).collect::<Result<Vec<_>>>();
    let pattern = args.truth_pattern.as_deref().map(Regex::new).transpose().context("--truth-pattern")?;
    let label = args.truth.as_deref().or(args.id.as_deref()).context("--truth or --pairs with --id")?;
    let mut rows = Rows::default();
    rows.read(&args.left, &read_columns(&args.columns)?, label, pattern.as_ref())?;
    let left = rows.records.len();
    if let Some(right) = &args.right {
        let columns = read_columns(args.right_columns.as_ref().unwrap_or(&args.columns))?;
        let label = args.right_truth.as_deref().or(args.right_id.as_deref()).unwrap_or(label);
        rows.read(right, &columns, label, pattern.as_ref())?;
        if rows.records.len() == left {
            bail!("{}: there are no rows in it", right.display());
        }
    }
    if left == 0 {
        bail!("{}: there are no rows in it", args.left.display());
    }
    if let Some(pairs) = &args.pairs {
        rows.label_by(pairs, left, args.right.is_some())?;
    }
    if rows.labels.iter().collect::<HashSet<_>>().len() == rows.labels.len() {
        bail!("no two rows are said to be one: there is nothing to measure by");
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

fn text_of(file: &Path) -> Result<String> {
    if file.is_dir() {
        bail!("{}: this is a folder", file.display());
    }
    Ok(decoded(&std::fs::read(file).with_context(|| file.display().to_string())?))
}

/// Reads CSV; what a spreadsheet writes above the header to name its separator is taken at its word.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    let named = text.strip_prefix("sep=").and_then(|rest| Some((*rest.as_bytes().first()?, rest.split_once('\n')?.1)));
    let (delimiter, text) = named.unwrap_or_else(|| (delimiter(text), text));
    csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes())
}

#[derive(Default)]
struct Rows {
    records: Vec<Record>,
    labels: Vec<String>,
    /// What was compared, for people.
    texts: Vec<String>,
}

impl Rows {
    /// Turns ids into groups: rows that a chain of pairs connects are one. With two files the first id is of the left one.
    fn label_by(&mut self, pairs: &Path, left: usize, two: bool) -> Result<()> {
        let text = text_of(pairs)?;
        let mut places: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
        for (row, id) in self.labels.iter().enumerate() {
            places.entry((two && row >= left, id)).or_default().push(row);
        }
        let mut group: Vec<usize> = (0..self.labels.len()).collect();
        let root = |group: &[usize], mut row: usize| {
            while let Some(above) = group.get(row).copied().filter(|above| *above != row) {
                row = above;
            }
            row
        };
        for (line, pair) in reader(&text).records().enumerate() {
            let pair = pair.with_context(|| pairs.display().to_string())?;
            let find = |at: usize, right: bool| {
                let id = pair.get(at).unwrap_or_default();
                places
                    .get(&(right, id))
                    .with_context(|| format!("{}, row {}: there is no row {id}", pairs.display(), line + 2))
            };
            let (ones, others) = (find(0, false)?, find(1, two)?);
            for row in ones.iter().chain(others) {
                let (first, this) = (root(&group, ones.first().copied().unwrap_or(*row)), root(&group, *row));
                if let Some(above) = group.get_mut(this) {
                    *above = first;
                }
            }
        }
        self.labels = (0..group.len()).map(|row| root(&group, row).to_string()).collect();
        Ok(())
    }

    fn read(&mut self, file: &Path, columns: &[(Field, String)], truth: &str, pattern: Option<&Regex>) -> Result<()> {
        let text = text_of(file)?;
        let mut reader = reader(&text);
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
    use super::{EvaluateArgs, Rows, column, decoded, delimiter, evaluate, reader};
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: EvaluateArgs,
    }

    fn run(arguments: &[&str]) -> Result<(), String> {
        let line = Line::try_parse_from(std::iter::once("evaluate").chain(arguments.iter().copied()));
        evaluate(&line.map_err(|e| e.to_string())?.args).map_err(|e| format!("{e:#}"))
    }

    #[test]
    fn two_files_may_call_their_columns_differently_and_a_third_may_say_what_belongs_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            path.display().to_string()
        };
        let a = write("a.csv", "sep=;\nkey;Company\na1;Nordwind GmbH\na2;Krüger AG\n");
        let b = write("b.csv", "id,firma\n1,Nordwind\n2,Kruger\n3,Other\n");
        let pairs = write("pairs.csv", "idA,idB\na1,1\na2,2\n");
        let wrong = write("wrong.csv", "idA,idB\na9,1\n");
        let empty = write("empty.csv", "id,firma\n");
        let of = |pairs: &str, right: &str| {
            let two = ["--left", &a, "--right", right, "--columns", "name=Company", "--right-columns", "name=firma"];
            run(&[&two[..], &["--pairs", pairs, "--id", "key", "--right-id", "id"]].concat())
        };
        assert_eq!(of(&pairs, &b), Ok(()));
        assert!(of(&wrong, &b).is_err_and(|e| e.contains("there is no row a9")));
        assert!(of(&pairs, &empty).is_err_and(|e| e.contains("there are no rows")));
        let nothing = run(&["--left", &b, "--truth", "id", "--columns", "name=firma"]);
        assert!(nothing.is_err_and(|e| e.contains("nothing to measure by")));
    }

    #[test]
    fn pairs_become_groups() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.csv");
        std::fs::write(&file, "id,name\n1,a\n2,b\n3,c\n4,d\n").expect("written");
        let pairs = folder.path().join("pairs.csv");
        std::fs::write(&pairs, "x,y\n1,2\n3,2\n").expect("written");
        let mut rows = Rows::default();
        rows.read(&file, &[column("name=name").expect("a column")], "id", None).expect("read");
        rows.label_by(&pairs, 4, false).expect("labelled");
        let [a, b, c, d] = rows.labels.as_slice() else { panic!("four rows") };
        assert!(a == b && b == c && c != d, "{:?}", rows.labels);
        assert_eq!(reader("sep=|\nx|y\n").headers().expect("headers").len(), 2);
    }

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
