//! How well records of labelled public files are matched. Needs the shared data folder; without it the test says so and passes.

use kernel::matching::{Corpus, Field, Quality, Record, candidate_pairs, compare, connect, quality};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    std::env::var_os("COMPAGNON_SHARED_DATA").map(PathBuf::from).filter(|f| f.is_dir())
}

fn read(file: &Path, columns: &[(Field, &str)], truth: impl Fn(&str) -> String) -> (Vec<Record>, Vec<String>) {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_path(file).expect("file");
    let headers = reader.headers().expect("headers").clone();
    let mut records = Vec::new();
    let mut labels = Vec::new();
    for row in reader.records() {
        let row = row.expect("row");
        let cell = |name: &str| headers.iter().position(|h| h == name).and_then(|at| row.get(at)).unwrap_or_default();
        records.push(Record::read(columns.iter().map(|(field, name)| (*field, cell(name)))));
        labels.push(truth(row.get(0).unwrap_or_default()));
    }
    (records, labels)
}

fn measure(name: &str, records: &[Record], labels: &[String]) -> Quality {
    let begun = std::time::Instant::now();
    let corpus = Corpus::of(records);
    let pairs = candidate_pairs(records);
    let of_one = pairs.iter().filter(|(a, b)| labels[*a] == labels[*b]).count();
    let scored: Vec<_> =
        pairs.iter().map(|(a, b)| (*a, *b, compare(&records[*a], &records[*b], &corpus).score)).collect();
    let (pairwise, weighted) = quality(&connect(records.len(), &scored), labels);
    println!("{name}: {} candidates, {of_one} of one, {:?}", pairs.len(), begun.elapsed());
    println!("  pairwise {pairwise:?}\n  weighted {weighted:?}");
    if std::env::var_os("SHOW_MISTAKES").is_some() {
        for (a, b, score) in
            scored.iter().filter(|(a, b, s)| (*s >= 0.0) != (labels[*a] == labels[*b])).step_by(7).take(60)
        {
            println!("{score:.1} of one: {}\n   {:?}", labels[*a] == labels[*b], records[*a].written);
            println!("   {:?}\n   {:?}", records[*b].written, compare(&records[*a], &records[*b], &corpus).evidence);
        }
    }
    pairwise
}

#[test]
fn sites_with_name_address_and_phone_are_matched() {
    let Some(folder) = folder() else { return println!("no shared data folder") };
    let columns = [(Field::Name, "Site name"), (Field::Address, "Address"), (Field::Phone, "Phone")];
    let file = folder.join("chicago-sites/csv_example_input_with_true_ids.csv");
    let (records, labels) = read(&file, &columns, str::to_owned);
    let found = measure("chicago-sites", &records, &labels);
    assert!(found.f1 >= 0.96, "{found:?}");
}

const PEOPLE: [(Field, &str); 10] = [
    (Field::Given, "given_name"),
    (Field::Surname, "surname"),
    (Field::Number, "street_number"),
    (Field::Street, "address_1"),
    (Field::Text, "address_2"),
    (Field::City, "suburb"),
    (Field::Postcode, "postcode"),
    (Field::Region, "state"),
    (Field::Date, "date_of_birth"),
    (Field::Identifier, "soc_sec_id"),
];

fn original(label: &str) -> String {
    label.split('-').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn people_with_slips_in_every_field_are_matched() {
    let Some(folder) = folder() else { return println!("no shared data folder") };
    let (records, labels) = read(&folder.join("febrl/dataset1.csv"), &PEOPLE, original);
    let found = measure("febrl dataset1", &records, &labels);
    assert!(found.f1 >= 0.98, "{found:?}");
    let (mut records, mut labels) = read(&folder.join("febrl/dataset4a.csv"), &PEOPLE, original);
    let (more, more_labels) = read(&folder.join("febrl/dataset4b.csv"), &PEOPLE, original);
    records.extend(more);
    labels.extend(more_labels);
    let found = measure("febrl dataset4", &records, &labels);
    assert!(found.f1 >= 0.97, "{found:?}");
}
