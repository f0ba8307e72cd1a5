//! Small files, one trap each.

use crate::installation::{Installation, counts};
use operations::connect::import::{Mapping, RunError};

const PARTNERS: &str = r#"
[source]
name = "list"
[[file]]
id = "list"
path = "partners.csv"
[[program]]
key = "resellers"
name = "Resellers"
template = "reseller"
[[table]]
target = "partner"
file = "list"
key = "id"
[table.field]
program = { constant = "resellers" }
name = "name"
city = "city"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_file_changes_only_what_differs() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,name,city\n1,Müller GmbH,Köln\n2,Ocean Ltd,Leeds\n");
    assert_eq!(counts(&at.import(PARTNERS).await, "partner"), [2, 0, 0, 0, 0, 0]);
    at.file("partners.csv", "id,name,city\n1,Müller GmbH,Bonn\n2,Ocean Ltd,Leeds\n3,Neu,Ulm\n");
    assert_eq!(counts(&at.import(PARTNERS).await, "partner"), [1, 1, 1, 0, 0, 0]);
    assert_eq!(at.texts("SELECT city FROM partner ORDER BY city").await, ["Bonn", "Leeds", "Ulm"]);
    assert_eq!(at.number("SELECT COUNT(*) FROM partner_phase").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_wrote_in_fields_the_file_does_not_have_stays() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,name,city\n1,Acme,Bonn\n");
    at.import(PARTNERS).await;
    let tx = at.cx.begin().await.expect("a transaction");
    storage::Sql::new("UPDATE partner SET next_step = 'Call', domain = 'acme.example'")
        .execute(&tx)
        .await
        .expect("sound SQL");
    tx.commit().await.expect("commit");
    at.file("partners.csv", "id,name,city\n1,Acme,Köln\n");
    assert_eq!(counts(&at.import(PARTNERS).await, "partner"), [0, 1, 0, 0, 0, 0]);
    assert_eq!(at.texts("SELECT next_step || domain || city FROM partner").await, ["Callacme.exampleKöln"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_placed_are_counted_listed_and_written_to_a_file() {
    let at = Installation::new().await;
    let rows = "id,name,city\n1,Acme,Bonn\n\n,Nameless,Ulm\n3,,Ulm\n4,\"Two\nlines\",Ulm\n1,Acme again,Bonn\n1,Acme,Bonn\n5,too,many,cells\n6,few\n";
    at.file("partners.csv", rows);
    let report = at.import(PARTNERS).await;
    assert_eq!(counts(&report, "partner"), [2, 0, 0, 0, 1, 5]);
    let listed = at
        .texts("SELECT CAST(line AS TEXT) || ' ' || code || ' ' || COALESCE(field, '') FROM import_row ORDER BY line")
        .await;
    assert_eq!(listed, ["4 required key", "5 required name", "8 key_repeated key", "10 cell_count ", "11 cell_count "]);
    let data = at.folder.path().join("data/imports");
    let run = std::fs::read_dir(data).expect("a folder of runs").next().expect("one run").expect("readable").path();
    let rejects = std::fs::read_to_string(run.join("partners.csv.rejects.csv")).expect("a rejects file");
    let first: Vec<&str> = rejects.lines().take(2).collect();
    assert_eq!(first[0], "id,name,city,import_line,import_code,import_reason");
    assert!(first[1].starts_with(",Nameless,Ulm,4,required,"), "{rejects}");
    // The second run says the same.
    let again = at.import(PARTNERS).await;
    assert_eq!(counts(&again, "partner"), [0, 0, 2, 0, 1, 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_windows_encoding_with_german_numbers_and_semicolons_is_read_as_meant() {
    let at = Installation::new().await;
    let mapping = format!(
        "{}{}",
        PARTNERS.replace("name = \"list\"", "name = \"list\"\nnumber = { decimal = \",\", thousands = \".\" }\ndates = [\"%d.%m.%Y\"]\ncurrency = \"EUR\"")
            .replace("path = \"partners.csv\"", "path = \"partners.csv\"\nencoding = \"windows-1252\"\ndelimiter = \";\"\nskip = 1"),
        r#"
[[table]]
target = "deal"
file = "list"
key = "{id}-1"
[table.field]
program = { constant = "resellers" }
partner = "id"
stage = { constant = "Won" }
closed = "am"
amount = "wert"
"#
    )
    .replace("key = \"{id}-1\"", "key = { template = \"{id}-1\" }");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("Bericht vom Montag\nid;name;city;am;wert\n1;Müller Söhne;Köln;24.11.2026;1.234,5678\n2;Groß;Ulm;31.02.2026;1,5\n");
    at.file("partners.csv", bytes);
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "partner"), [2, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&report, "deal"), [1, 0, 0, 0, 0, 1]);
    assert_eq!(at.texts("SELECT name FROM partner ORDER BY name").await, ["Groß", "Müller Söhne"]);
    assert_eq!(
        at.texts("SELECT closed_on || ' ' || CAST(amount AS TEXT) || currency FROM deal").await,
        ["2026-11-24 12345678EUR"]
    );
    assert_eq!(at.texts("SELECT code FROM import_row").await, ["date_format"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_and_a_compressed_file_give_what_the_plain_file_gives() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,name,city\n1,Acme,Bonn\n2,Ocean,Leeds\n");
    at.import(PARTNERS).await;

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, "id,name,city\n1,Acme,Bonn\n2,Ocean,Leeds\n".as_bytes()).expect("memory");
    at.file("partners.csv.gz", packed.finish().expect("memory"));
    let from_gz = at.import(&PARTNERS.replace("partners.csv", "partners.csv.gz")).await;
    assert_eq!(counts(&from_gz, "partner"), [0, 0, 2, 0, 0, 0]);

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Partner").expect("a name");
    for (row, cells) in
        [["id", "name", "city"], ["1", "Acme", "Bonn"], ["", "", ""], ["2", "Ocean", "Leeds"]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("a cell"),
                Err(_) => sheet.write_string(row, column, *cell).expect("a cell"),
            };
        }
    }
    at.file("partners.xlsx", book.save_to_buffer().expect("a workbook"));
    let from_xlsx = at.import(&PARTNERS.replace("partners.csv", "partners.xlsx")).await;
    assert_eq!(counts(&from_xlsx, "partner"), [0, 0, 2, 0, 0, 0]);
    let wrong_sheet = PARTNERS.replace("path = \"partners.csv\"", "path = \"partners.xlsx\"\nsheet = \"Other\"");
    let error = at.try_import(&wrong_sheet).await.expect_err("no such sheet");
    assert!(matches!(error, RunError::Stopped(_, failure) if failure.code == "sheet_missing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_may_name_a_parent_that_stands_further_down() {
    let at = Installation::new().await;
    let mapping = PARTNERS
        .replace("target = \"partner\"", "target = \"company\"")
        .replace("program = { constant = \"resellers\" }", "parent = \"parent\"");
    let mut rows = String::from("id,name,city,parent\n1,Child,Bonn,900\n2,Orphan,Bonn,nobody\n");
    for n in 3..=900 {
        rows.push_str(&format!("{n},Company {n},Bonn,\n"));
    }
    at.file("partners.csv", &rows);
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "company"), [900, 0, 0, 0, 0, 0]);
    assert_eq!(at.texts("SELECT p.name FROM company c JOIN company p ON p.id = c.parent_id").await, ["Company 900"]);
    assert_eq!(report.unresolved_rows("company"), 1);
    assert_eq!(at.texts("SELECT code FROM import_row").await, ["reference_unknown"]);
    assert!(!at.import(&mapping).await.changed_anything());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_its_own_gives_deals_their_stage_history() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,name,city\n1,Acme,Bonn\n");
    at.file("deals.csv", "deal,partner\nD1,1\n");
    at.file("stages.csv", "deal,stage,at,who\nD1,Won,2026-03-01T10:00:00Z,Eva\nD1,Qualified,2026-01-01T10:00:00Z,Tom\nD1,Proposal,2026-02-01T10:00:00Z,Eva\nD2,Won,2026-02-01T10:00:00Z,Eva\n");
    let mapping = format!(
        "{PARTNERS}{}",
        r#"
[[file]]
id = "deals"
path = "deals.csv"
[[file]]
id = "stages"
path = "stages.csv"
[[table]]
target = "deal"
file = "deals"
key = "deal"
[table.field]
program = { constant = "resellers" }
partner = "partner"
stage = { constant = "Qualified" }
[[table]]
target = "deal_stage"
file = "stages"
group_by = "deal"
[table.field]
program = { constant = "resellers" }
deal = "deal"
[table.event]
activity = "stage"
at = "at"
by = "who"
"#
    );
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "deal_stage"), [1, 0, 0, 0, 0, 1]);
    let way = "SELECT s.name_en || ' ' || ds.actor_name || ' ' || COALESCE(CAST((ds.left_at - ds.entered_at) / 86400000000 AS TEXT), '-') FROM deal_stage ds JOIN stage_definition s ON s.id = ds.stage_id ORDER BY ds.entered_at";
    assert_eq!(at.texts(way).await, ["Qualified Tom 31", "Proposal Eva 28", "Won Eva -"]);
    assert_eq!(at.texts("SELECT outcome || ' ' || closed_on FROM deal").await, ["won 2026-03-01"]);
    assert!(!at.import(&mapping).await.changed_anything());
}

#[test]
fn what_is_wrong_with_a_mapping_is_said_with_line_and_column() {
    let wrong = PARTNERS.replace("city = \"city\"", "town = \"city\"").replace("file = \"list\"", "file = \"lists\"");
    let problems = Mapping::parse(&wrong).expect_err("two mistakes").0;
    let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.line, p.column)).collect();
    assert_eq!(found, [("file_unknown", 13, 8), ("field_unknown", 18, 1)]);
    assert_eq!(problems[1].params["name"], "town");
    let typo = PARTNERS.replace("target = \"partner\"", "target = \"partnr\"");
    let problems = Mapping::parse(&typo).expect_err("a mistake").0;
    assert_eq!((problems[0].code.as_str(), problems[0].line), ("syntax", 12));
    let outside = PARTNERS.replace("partners.csv", "../../etc/passwd");
    assert_eq!(Mapping::parse(&outside).expect_err("a way out").0[0].code, "path_outside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_of_which_nothing_says_where_it_stands_is_not_lost_in_silence() {
    let at = Installation::new().await;
    let mapping = r#"
[source]
name = "list"
currency = "EUR"
dates = ["%Y-%m-%d"]
[[file]]
id = "deals"
path = "deals.csv"
[[program]]
key = "resellers"
name = "Resellers"
template = "reseller"
[[program.stage]]
name = "Talking"
outcome = "open"
[[program.stage]]
name = "Won"
outcome = "won"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resellers" }
stage = "stage"
opened = "opened"
amount = "amount"
"#;
    at.file(
        "deals.csv",
        "id,stage,opened,amount\n1,Talking,2026-01-02,10\n2,,2026-01-03,20\n3,  ,2026-01-04,\n4,Won,2026-01-05,40\n",
    );
    let report = at.import(mapping).await;
    let [new, _, _, _, _, rejected] = counts(&report, "deal");
    assert_eq!((new, rejected), (2, 2));
    assert_eq!(at.number("SELECT COUNT(*) FROM deal").await, 2, "what is called new is there");
}
