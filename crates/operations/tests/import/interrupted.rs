//! Runs that do not come to their end at once, and runs that a job works on.

use crate::installation::{Installation, counts};
use kernel::words::ImportStatus;
use kernel::{Actor, Channel, PageRequest, Role};
use operations::connect::import::{Inbox, RunError, StartRun, background, run, run_now, run_rows, runs};
use std::time::Duration;

const MAPPING: &str = concat!(
    head!([name = "orders", currency = "EUR"], ["orders"], "resellers", "reseller", []),
    r#"
[[table]]
target = "partner"
file = "orders"
key = "partner"
[table.field]
program = { constant = "resellers" }
name = "partner"
[[table]]
target = "deal"
file = "orders"
group_by = "order"
[table.field]
program = { constant = "resellers" }
partner = "partner"
stage = { constant = "Won" }
closed = "day"
[table.line]
product = "product"
amount = "amount"
"#
);

/// 12,000 rows of 4,000 orders of 20 partners; every 500th row has no amount.
fn orders() -> String {
    let mut text = String::from("order,partner,day,product,amount\n");
    for row in 0..12_000 {
        let order = row / 3;
        let amount = if row % 500 == 499 { String::new() } else { format!("{}.25", row % 977) };
        text.push_str(&format!("O{order},P{},2026-0{}-15,Widget,{amount}\n", order % 20, order % 9 + 1));
    }
    text
}

const STATE: &str = "SELECT number || ' ' || outcome || ' ' || COALESCE(CAST(amount AS TEXT), '') || ' ' || closed_on FROM deal ORDER BY number";
const LISTED: &str =
    "SELECT CAST(line AS TEXT) || ' ' || outcome || ' ' || code FROM import_row ORDER BY line, outcome";
const TOTALS: &str = "SELECT grouping_set || ' ' || measure || ' ' || group_value || ' ' || CAST(month AS TEXT) || ' ' || CAST(bucket AS TEXT) || ' ' || CAST(cases AS TEXT) || ' ' || CAST(amount AS TEXT) || ' ' || runs FROM kpi_total WHERE cases <> 0 AND grouping_set = 'all' ORDER BY 1";

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_goes_on_where_it_was_and_ends_with_the_same_rows() {
    let straight = Installation::new().await;
    straight.file("orders.csv", orders());
    let expected = straight.import(MAPPING).await;
    assert_eq!(counts(&expected, "deal"), [3_976, 0, 0, 0, 0, 72]);

    let at = Installation::new().await;
    at.file("orders.csv", orders());
    let mut kills = 0;
    let report = loop {
        let (cx, input) = (at.cx.clone(), StartRun { mapping: MAPPING.to_owned(), folder: at.inbox(), dry_run: false });
        let mut task = tokio::spawn(async move { run_now(&cx, &input).await });
        tokio::select! {
            done = &mut task => break done.expect("no panic").expect("the import comes to its end").1,
            () = tokio::time::sleep(Duration::from_millis(60 + 40 * kills * kills)) => {
                task.abort();
                let _ended = task.await;
                kills += 1;
            }
        }
    };
    assert!(kills > 2, "the run was too quick to be killed");
    assert_eq!(report, expected);
    assert_eq!(at.number("SELECT COUNT(*) FROM import_run").await, 1);
    assert_eq!(at.texts(STATE).await, straight.texts(STATE).await);
    assert_eq!(at.texts(LISTED).await, straight.texts(LISTED).await);
    assert_eq!(at.texts(TOTALS).await, straight.texts(TOTALS).await);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal_line").await, 3_976 * 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kept_totals_after_imports_and_corrections_are_those_of_a_rebuild() {
    let at = Installation::new().await;
    at.file("orders.csv", orders());
    at.import(MAPPING).await;
    let corrected = orders().replace("O17,", "O17x,").replace("Widget,41.25", "Widget,1041.25").replace(",P7,", ",P8,");
    at.file("orders.csv", corrected);
    let report = at.import(MAPPING).await;
    let [created, changed, ..] = counts(&report, "deal");
    assert!(created == 1 && changed > 100, "{report:?}");
    const ALL: &str = "SELECT grouping_set || ' ' || measure || ' ' || group_value || ' ' || CAST(month AS TEXT) || ' ' || CAST(bucket AS TEXT) || ' ' || CAST(cases AS TEXT) || ' ' || CAST(amount AS TEXT) || ' ' || runs FROM kpi_total WHERE (cases <> 0 OR amount <> 0) AND month >= -1 ORDER BY 1";
    let kept = at.texts(ALL).await;
    operations::grow::kpi::rebuild(&at.cx).await.expect("a rebuild");
    let rebuilt = at.texts(ALL).await;
    assert!(!kept.is_empty());
    assert_eq!(kept, rebuilt);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_worked_on_by_a_job_and_its_files_are_gone_afterwards() {
    let at = Installation::new().await;
    let mut inbox = Inbox::new(&at.cx).expect("the system may import");
    inbox.file("../../orders.csv").expect("the last part is a sound name").write(orders().as_bytes()).expect("room");
    assert!(inbox.file("orders.csv").is_err(), "the same name twice");
    let id = inbox.start(&at.cx, MAPPING.to_owned(), false).await.expect("started");
    let waiting = run(&at.cx, id).await.expect("the run");
    assert_eq!((waiting.status, waiting.report.tables[1].read), (ImportStatus::Queued, 0));

    let app = at.cx.app.clone();
    let queue = jobs::Queue::new(app.db().clone(), app.options().clock.clone(), app.clone(), app.wake().clone());
    operations::handlers::all(queue).run_due().await.expect("the queue works");
    assert_eq!(at.number("SELECT COUNT(*) FROM job").await, 0);
    let done = run(&at.cx, id).await.expect("the run");
    assert_eq!(done.status, ImportStatus::Finished);
    assert_eq!(counts(&done.report, "deal"), [3_976, 0, 0, 0, 0, 72]);
    let inboxes = at.folder.path().join("data/imports/inbox");
    assert_eq!(std::fs::read_dir(inboxes).expect("the folder").count(), 0);

    let page = PageRequest { limit: Some(2), after: None };
    let rows = run_rows(&at.cx, id, Some("rejected"), &page).await.expect("rows");
    assert_eq!((rows.items.len(), rows.items[0].code.as_str()), (2, "required"));
    assert!(rows.next_cursor.is_some());
    assert_eq!(runs(&at.cx, &page).await.expect("runs").items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_import_imports_or_looks_at_runs() {
    let at = Installation::new().await;
    let viewer = kernel::actor::UserActor {
        id: kernel::id::UserId::new(),
        name: "Vera".to_owned(),
        role: Role::Viewer,
        all_partners: true,
        token: None,
    };
    let cx = at.cx.as_actor(Actor::User(viewer), Channel::Web);
    assert!(Inbox::new(&cx).is_err());
    assert!(runs(&cx, &PageRequest { limit: None, after: None }).await.is_err());
    let input = StartRun { mapping: MAPPING.to_owned(), folder: at.inbox(), dry_run: false };
    assert!(matches!(run_now(&cx, &input).await, Err(RunError::Failure(kernel::Failure::Forbidden))));
    assert_eq!(background::RUN, "import.run");
}
