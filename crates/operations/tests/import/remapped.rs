//! What a corrected mapping says is taken over, also where the file is the same; what would write histories anew is refused.

use crate::installation::{Installation, counts};
use operations::connect::import::RunError;
use std::collections::BTreeMap;

const DEALS: &str = concat!(
    head!(
        [name = "crm", currency = "EUR"],
        ["deals"],
        "p",
        "reseller",
        ["New" = "open", "Offer" = "open", "Won" = "won", "Lost" = "lost"]
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
"#
);

const ROWS: &str = "id,stage,amount\n1,Offer,10\n2,New,20\n3,Won,30\n4,Lost,40\n";

impl Installation {
    /// Of each stage: how many entered it, and how many of these went on.
    async fn funnel(&self) -> BTreeMap<String, (i64, i64)> {
        let found = self.ask("stage_conversion", &[], None).await.figures;
        found.into_iter().map(|f| (f.group[1].label.clone(), (f.count, f.part.unwrap_or(-1)))).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_that_comes_between_others_stands_between_them() {
    let stage = "[[program.stage]]\nname = \"Offer\"\n";
    let mapping = DEALS.replace(stage, &format!("[[program.stage]]\nname = \"Test\"\noutcome = \"open\"\n{stage}"));
    let rows = ROWS.replace("1,Offer", "1,Test");
    let at = Installation::new().await;
    at.file("deals.csv", ROWS);
    at.import(DEALS).await;
    at.file("deals.csv", &rows);
    at.import(&mapping).await;
    let fresh = Installation::new().await;
    fresh.file("deals.csv", &rows);
    fresh.import(&mapping).await;
    // Of four one is in Test and one is won, which passed all of them.
    let wanted = [("New", (4, 2)), ("Test", (2, 1)), ("Offer", (1, 1))].map(|(stage, n)| (stage.to_owned(), n)).into();
    assert_eq!(fresh.funnel().await, wanted);
    assert_eq!(at.funnel().await, wanted);
    assert_eq!(
        at.texts("SELECT name_en FROM stage_definition ORDER BY position").await,
        ["New", "Test", "Offer", "Won", "Lost"]
    );
    assert_eq!(at.number("SELECT CAST(COUNT(*) AS BIGINT) FROM setting WHERE key = 'kpi_recount'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_cannot_become_a_win_later_but_may_get_another_name() {
    let at = Installation::new().await;
    at.file("deals.csv", ROWS);
    at.import(DEALS).await;
    let offer = "name = \"Offer\"\noutcome = \"open\"\n";
    let refused = at.try_import(&DEALS.replace(offer, "name = \"Offer\"\noutcome = \"won\"\n")).await;
    let Err(RunError::Stopped(_, failure)) = refused else { panic!("it is refused") };
    assert_eq!((failure.code.as_str(), failure.params["stage"].as_str()), ("stage_outcome", "Offer"));
    assert_eq!(at.texts("SELECT status FROM import_run ORDER BY started_at, id").await, ["finished", "failed"]);
    assert_eq!(at.by("won_count", &[]).await.values().copied().collect::<Vec<_>>(), [1_0000]);
    let named = at.import(&DEALS.replace(offer, "name = \"Offer\"\nas = \"Signed\"\noutcome = \"won\"\n")).await;
    assert_eq!(counts(&named, "deal"), [0, 4, 0, 0, 0, 0]);
    assert_eq!(at.one("won_count").await, 2_0000);
    assert_eq!(at.by("open_count", &["stage"]).await, BTreeMap::from([("New".to_owned(), 1_0000)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_currency_of_the_source_is_that_of_rows_that_say_none() {
    let at = Installation::new().await;
    at.file("deals.csv", ROWS);
    at.import(DEALS).await;
    let dollars = DEALS.replace("currency = \"EUR\"", "currency = \"USD\"");
    assert_eq!(counts(&at.import(&dollars).await, "deal"), [0, 4, 0, 0, 0, 0]);
    assert_eq!(at.texts("SELECT DISTINCT currency FROM deal").await, ["USD"]);
    assert_eq!(counts(&at.import(&dollars).await, "deal"), [0, 0, 4, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_meaning_of_a_logs_word_changes_what_was_decided() {
    let log = concat!(
        head!([name = "desk"], ["log"], "desk", "reseller", []),
        r#"
[[table]]
target = "registration"
file = "log"
group_by = "case"
[table.field]
program = { constant = "desk" }
company_name = "case"
[table.event]
activity = "act"
at = "at"
[table.event.means]
Come = "submitted"
Done = "declined"
"#
    );
    let at = Installation::new().await;
    at.file("log.csv", "case,act,at\nA,Come,2024-01-02\nA,Done,2024-01-04\nB,Come,2024-01-03\n");
    at.import(log).await;
    assert_eq!(at.one("acceptance_rate").await, 0);
    at.import(&log.replace("Done = \"declined\"", "Done = \"approved\"")).await;
    assert_eq!(at.one("acceptance_rate").await, 100_0000);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_whose_cell_is_empty_now_is_gone() {
    let mapping = concat!(
        head!([name = "list"], ["people", "partners"], "p", "reseller", []),
        r#"
[[table]]
target = "user"
file = "people"
key = "mail"
[table.field]
name = "name"
email = "mail"
role = { constant = "partner_manager" }
[[table]]
target = "partner"
file = "partners"
key = "id"
[table.field]
program = { constant = "p" }
name = "id"
partner_manager = "manager"
"#
    );
    let at = Installation::new().await;
    at.file("people.csv", "name,mail\nAnn,ann@vendor.example\n");
    at.file("partners.csv", "id,manager\nP1,ann@vendor.example\nP2,ann@vendor.example\n");
    at.import(mapping).await;
    let owned = "SELECT p.name FROM partner p JOIN partner_owner o ON o.partner_id = p.id ORDER BY 1";
    assert_eq!(at.texts(owned).await, ["P1", "P2"]);
    at.file("partners.csv", "id,manager\nP1,\nP2,ann@vendor.example\n");
    assert_eq!(counts(&at.import(mapping).await, "partner"), [0, 1, 1, 0, 0, 0]);
    assert_eq!(at.texts(owned).await, ["P2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_log_of_before_told_is_no_longer_so() {
    let log = r#"
[[file]]
id = "log"
path = "log.csv"
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
    let mapping = format!("{DEALS}{log}");
    let at = Installation::new().await;
    at.file("deals.csv", "id,stage,amount\n1,Won,10\n2,Won,20\n");
    at.file("log.csv", "deal,stage,at\n1,New,2024-01-05\n1,Won,2024-02-05\n2,New,2024-01-05\n2,Won,2024-02-05\n");
    at.import(&mapping).await;
    let opened = "SELECT number || ' ' || COALESCE(opened_on, '-') FROM deal ORDER BY number";
    assert_eq!(at.texts(opened).await, ["1 2024-01-05", "2 2024-01-05"]);
    // What somebody has entered here stays.
    let tx = at.cx.begin().await.expect("a transaction");
    storage::Sql::new("UPDATE deal SET opened_on = '2024-01-02' WHERE number = '2'").execute(&tx).await.expect("done");
    tx.commit().await.expect("committed");
    at.file("log.csv", "deal,stage,at\n1,Won,2024-02-05\n2,Won,2024-02-05\n");
    at.import(&mapping).await;
    assert_eq!(at.texts(opened).await, ["1 -", "2 2024-01-02"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_was_not_broken_after_all_is_not_broken() {
    let mapping = concat!(
        head!([name = "desk"], ["log"], "desk", "reseller", []),
        r#"
[[table]]
target = "registration"
file = "log"
group_by = "case"
[table.field]
program = { constant = "desk" }
company_name = "case"
first_answer_due = { constant = "2024-03-05" }
[table.event]
activity = "act"
at = "at"
[table.event.means]
Come = "submitted"
Yes = "approved"
Back = "withdrawn"
"#
    );
    let at = Installation::new().await;
    let promise = async || {
        let figure = at.ask("answered_within_target", &[], None).await.figures.swap_remove(0);
        (figure.part, figure.count)
    };
    at.file("log.csv", "case,act,at\n1,Come,2024-03-01\n2,Come,2024-03-01\n2,Yes,2024-03-02\n");
    at.import(mapping).await;
    assert_eq!(promise().await, (Some(1), 2));
    at.file("log.csv", "case,act,at\n1,Come,2024-03-01\n1,Back,2024-03-03\n2,Come,2024-03-01\n2,Yes,2024-03-02\n");
    at.import(mapping).await;
    assert_eq!(promise().await, (Some(1), 1));
}
