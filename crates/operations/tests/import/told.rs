//! What a row and a log of its stages say of one deal, in the first import and in every later one.

use crate::installation::{Installation, counts};
use kernel::PageRequest;
use operations::grow::kpi::{Question, Which, rows};
use std::collections::BTreeMap;

const HEAD: &str = concat!(
    head!(
        [name = "crm", currency = "EUR", time_zone = "Europe/Berlin"],
        ["deals", "log"],
        "p",
        "referral",
        ["New" = "open", "Mid" = "open", "Late" = "open", "Won" = "won", "Lost" = "lost"]
    ),
    r#"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "p" }
stage = "stage"
amount = "amount"
opened = "opened"
closed = "closed"
"#
);

const LOG: &str = r#"
[[table]]
target = "deal_stage"
file = "log"
group_by = "deal"
[table.field]
program = { constant = "p" }
deal = "deal"
[table.event]
activity = "stage"
at = "at"
"#;

impl Installation {
    async fn with(&self, deals: &str, log: &str, mapping: &str) {
        self.file("deals.csv", deals);
        self.file("log.csv", log);
        self.import(mapping).await;
    }
    /// Of each stage: how many entered it, and how many of these went on.
    async fn went_on(&self) -> BTreeMap<String, (i64, i64)> {
        let found = self.ask("stage_conversion", &[], None).await.figures;
        found.into_iter().map(|f| (f.group[1].label.clone(), (f.count, f.part.unwrap_or(-1)))).collect()
    }
    async fn row_numbers(&self, metric: &str, filter: &str, which: Which) -> Vec<String> {
        let question = Question { metric: metric.to_owned(), filters: vec![filter.to_owned()], ..Question::default() };
        let found = rows(&self.cx, &question, which, &PageRequest::default()).await.expect("rows").page.items;
        let mut numbers: Vec<String> = found.into_iter().map(|row| row.number).collect();
        numbers.sort();
        numbers
    }
}

fn told(found: &[(&str, (i64, i64))]) -> BTreeMap<String, (i64, i64)> {
    found.iter().map(|(stage, both)| ((*stage).to_owned(), *both)).collect()
}

const DEALS: &str = "id,stage,amount,opened,closed\n1,Won,100,2024-01-01,2024-03-01\n2,Lost,50,2024-01-02,2024-03-02\n\
    3,Late,70,2024-01-03,\n4,Won,30,2024-01-04,2024-03-04\n";
const STAGES: &str = "deal,stage,at\n1,New,2024-01-01\n1,Mid,2024-01-20\n2,New,2024-01-02\n2,Late,2024-02-02\n3,New,2024-01-03\n\
    3,Mid,2024-01-08\n4,New,2024-01-04\n4,Won,2024-03-05\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_ends_before_the_rows_own_stage_opens_nothing_again() {
    let at = Installation::new().await;
    let mapping = format!("{HEAD}{LOG}");
    at.with(DEALS, STAGES, &mapping).await;
    assert_eq!((at.one("bookings").await, at.one("won_count").await), (130_0000, 2_0000));
    assert_eq!((at.one("lost_count").await, at.one("open_count").await), (1_0000, 1_0000));
    let stands = "SELECT d.number || ' ' || s.name_en || ' ' || COALESCE(d.closed_on, '-') FROM deal d \
        JOIN stage_definition s ON s.id = d.stage_id ORDER BY d.number";
    let wanted = ["1 Won 2024-03-01", "2 Lost 2024-03-02", "3 Late -", "4 Won 2024-03-04"];
    assert_eq!(at.texts(stands).await, wanted, "what the row says of its end stays");
    let way = "SELECT s.name_en || ' ' || COALESCE(CAST((ds.left_at - ds.entered_at) / 86400000000 AS TEXT), '-') FROM deal_stage ds \
        JOIN stage_definition s ON s.id = ds.stage_id JOIN deal d ON d.id = ds.deal_id WHERE d.number = '1' ORDER BY ds.entered_at";
    assert_eq!(at.texts(way).await, ["New 19", "Mid 41", "Won -"], "won on the day the row closes it");
    assert_eq!(at.by_as_of("open_count", &["stage"], "2024-02-15").await["Late"], 2_0000);
    assert_eq!(at.went_on().await, told(&[("New", (4, 4)), ("Mid", (4, 4)), ("Late", (4, 2))]));
    // Those who went on open to their rows.
    assert_eq!(at.row_numbers("stage_conversion", "stage=Late", Which::Part).await, ["1", "4"]);
    assert_eq!(at.row_numbers("stage_conversion", "stage=Mid", Which::Part).await, ["1", "2", "3", "4"]);
    assert!(at.row_numbers("stage_conversion", "stage=Won", Which::Part).await.is_empty(), "nothing comes after");
    assert!(!at.import(&mapping).await.changed_anything());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_row_keeps_the_stages_of_its_log_and_a_corrected_log_the_words_of_its_row() {
    let log = "deal,stage,at\n5,New,2024-01-03\n5,Mid,2024-01-08\n5,Late,2024-01-20\n5,Lost,2024-02-10\n\
        6,New,2024-01-03\n6,Mid,2024-01-08\n6,Late,2024-01-20\n6,Lost,2024-02-10\n";
    let rows = "id,stage,amount,opened,closed\n5,Lost,70,2024-01-03,2024-02-10\n6,Lost,70,2024-01-03,2024-02-10\n";
    let corrected = rows.replacen("2024-02-10", "2024-02-12", 1);
    let mapping = format!("{HEAD}{LOG}");
    let at = Installation::new().await;
    at.with(rows, log, &mapping).await;
    // A file of rows alone, both, and a fresh import say the same.
    let fresh = Installation::new().await;
    fresh.with(&corrected, log, &mapping).await;
    at.with(&corrected, log, HEAD).await;
    for (installation, again) in [(&at, false), (&at, true), (&fresh, false)] {
        if again {
            installation.with(&corrected, log, &mapping).await;
        }
        let wanted = told(&[("New", (2, 2)), ("Mid", (2, 2)), ("Late", (2, 0))]);
        assert_eq!(installation.went_on().await, wanted);
        let days = installation.by("lost_count", &["day"]).await;
        assert_eq!((days["2024-02-10"], days["2024-02-12"]), (1_0000, 1_0000));
        assert_eq!(installation.by_as_of("open_count", &["stage"], "2024-01-25").await["Late"], 2_0000);
        assert_eq!(installation.number("SELECT COUNT(*) FROM deal_stage").await, 8);
    }
    // The row closes it elsewhere: the log's last stage stays in the way, the row's stands at its end.
    let won = corrected.replacen("5,Lost,70,2024-01-03,2024-02-12", "5,Won,70,2024-01-03,2024-02-20", 1);
    at.with(&won, log, &mapping).await;
    assert_eq!((at.one("won_count").await, at.one("lost_count").await), (1_0000, 1_0000));
    assert_eq!(at.number("SELECT COUNT(*) FROM deal_stage").await, 9);
    let later = log.replacen("5,Late,2024-01-20", "5,Late,2024-01-26", 1);
    at.file("log.csv", &later);
    assert_eq!(counts(&at.import(&mapping).await, "deal_stage"), [0, 1, 1, 0, 0, 0]);
    let stages = at.by_as_of("open_count", &["stage"], "2024-01-25").await;
    assert_eq!((at.one("bookings").await, stages["Mid"], stages["Late"]), (70_0000, 1_0000, 1_0000));
    assert_eq!(at.texts("SELECT closed_on FROM deal WHERE number = '5'").await, ["2024-02-20"]);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal_stage").await, 9, "the row's stage once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_only_from_an_older_file_is_in_no_past_figure() {
    let before =
        "id,stage,amount,opened,closed\n1,Lost,80,2024-01-13,2024-04-01\n2,Late,20,2024-01-10,\n3,Late,5,2024-01-20,\n";
    let corrected = "id,stage,amount,opened,closed\n1,Lost,80,,\n2,Late,20,,\n3,Late,5,2024-01-05,\n";
    let at = Installation::new().await;
    at.with(before, "deal,stage,at\n", HEAD).await;
    assert_eq!(at.figure_as_of("open_count", "2024-02-15").await.count, 3);
    at.with(corrected, "deal,stage,at\n", HEAD).await;
    let fresh = Installation::new().await;
    fresh.with(corrected, "deal,stage,at\n", HEAD).await;
    for installation in [&at, &fresh] {
        assert_eq!(installation.figure_as_of("lost_count", "2024-02-15").await.count, 0);
        assert_eq!(installation.figure_as_of("lost_count", "2026-11-24").await.count, 1);
        assert_eq!(installation.figure_as_of("open_count", "2024-02-15").await.count, 1);
        let entered = "SELECT CAST(entered_at - 1704409200000000 AS TEXT) FROM deal_stage ds JOIN deal d ON d.id = ds.deal_id \
            WHERE d.number = '3'";
        assert_eq!(installation.texts(entered).await, ["0"], "in its stage since it was opened");
    }
}

const LINES: &str = r#"
[table.line]
category = "category"
amount = "line"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_category_of_an_only_line_without_an_amount_is_the_deals() {
    let at = Installation::new().await;
    let mapping = format!("{}{LINES}", HEAD.replace("amount = \"amount\"\n", ""));
    let rows = "id,stage,opened,closed,category,line\n1,New,2024-01-01,,Hardware,\n2,New,2024-01-01,,Hardware,\n3,New,2024-01-01,,Software,\n\
        4,Won,2024-01-01,2024-02-01,Hardware,10\n5,Lost,2024-01-01,2024-02-01,Software,\n";
    at.with(rows, "deal,stage,at\n", &mapping).await;
    let open = at.by("open_count", &["category"]).await;
    assert_eq!((open.len(), open["Hardware"], open["Software"]), (2, 2_0000, 1_0000));
    assert_eq!(at.by("lost_count", &["category"]).await["Software"], 1_0000);
    assert_eq!(at.by("won_count", &["category"]).await["Hardware"], 1_0000);
    // Without an amount it is worth nothing that is known, and counts as before.
    assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE amount IS NULL").await, 4);
    at.with(
        &rows.replacen("1,New,2024-01-01,,Hardware,", "1,New,2024-01-01,,Software,", 1),
        "deal,stage,at\n",
        &mapping,
    )
    .await;
    let open = at.by("open_count", &["category"]).await;
    assert_eq!((open["Hardware"], open["Software"]), (1_0000, 2_0000));
    at.with(
        &rows.replacen("1,New,2024-01-01,,Hardware,", "1,New,2024-01-01,,Hardware,7", 1),
        "deal,stage,at\n",
        &mapping,
    )
    .await;
    assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE category IS NULL").await, 2, "its line says it");
    assert_eq!(at.by("open_count", &["category"]).await["Hardware"], 2_0000);
}
