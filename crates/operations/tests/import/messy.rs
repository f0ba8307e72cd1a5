//! Files as they come: dates that are missing or out of order, logs that go back and forth, orders without an amount. What nothing tells stays
//! unknown, and what is counted can be said of the rows.

use crate::installation::{Installation, counts};

const DEALS: &str = concat!(
    head!(
        [name = "crm", currency = "EUR"],
        ["deals"],
        "crm",
        "reseller",
        ["New" = "open", "Talks" = "open", "Won" = "won", "Lost" = "lost"]
    ),
    r#"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "crm" }
stage = "stage"
closed = "closed"
amount = "amount"
"#
);

fn with_stage_columns() -> String {
    let mut mapping = DEALS.to_owned();
    for (stage, column) in [("New", "new"), ("Talks", "talks"), ("Won", "won"), ("Lost", "lost")] {
        mapping += &format!("[[table.stage_entry]]\nstage = {{ constant = \"{stage}\" }}\nat = \"{column}\"\n");
    }
    mapping
}

const LOG: &str = concat!(
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
activity = "what"
at = "at"
[table.event.means]
Received = "submitted"
Call = "answered"
Ask = "info_requested"
Reply = "info_given"
Approve = "approved"
Decline = "declined"
"#
);

#[tokio::test(flavor = "multi_thread")]
async fn a_closing_day_that_nothing_tells_stays_unknown() {
    let at = Installation::new().await;
    let rows = "id,stage,closed,amount,new,talks,won,lost\n\
        A,Won,,100,2024-03-01,,,\n\
        B,Won,,100,,,,\n\
        C,Won,,100,2024-01-01,2024-02-01,,\n\
        D,Won,,100,2024-01-01,,2024-02-10,\n\
        E,Won,2024-05-05,100,2024-01-01,,2024-02-10,\n\
        F,Won,,100,,,2024-03-01,2024-04-01\n";
    at.file("deals.csv", rows);
    at.import(&with_stage_columns()).await;
    let closed =
        "SELECT number || ' ' || COALESCE(opened_on, '-') || ' ' || COALESCE(closed_on, '-') FROM deal ORDER BY number";
    assert_eq!(
        at.texts(closed).await,
        [
            "A 2024-03-01 -",
            "B - -",
            "C 2024-01-01 -",
            "D 2024-01-01 2024-02-10",
            "E 2024-01-01 2024-05-05",
            "F - 2024-03-01"
        ]
    );
    let months = at.by("won_count", &["month"]).await;
    assert_eq!((months["Without a date"], months["2024-02"], months["2024-03"]), (3_0000, 1_0000, 1_0000));
    // On every day each deal is in one state: what ended on a day nobody knows, has ended.
    for day in ["2024-02-05", "2026-11-24"] {
        let then = async |metric: &str| at.figure_as_of(metric, day).await.count;
        let all = then("win_rate_all").await;
        assert_eq!(then("won_count").await + then("open_count").await, all, "on {day}");
    }
    assert_eq!(at.figure_as_of("won_count", "2026-11-24").await.count, 6);
    let cycle = &at.ask("cycle_time_won", &[], None).await.figures[0];
    assert_eq!((cycle.count, cycle.excluded), (2, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn stages_out_of_order_stand_today_as_they_stand_without_a_date() {
    let at = Installation::new().await;
    // The row says Talks; by the dates New came after it.
    at.file(
        "deals.csv",
        "id,stage,closed,amount,new,talks,won,lost\nA,Talks,,5,2024-03-09,2024-03-01,,\nB,New,,5,2024-03-01,,,\n",
    );
    at.import(&with_stage_columns()).await;
    assert_eq!(at.texts("SELECT opened_on FROM deal ORDER BY number").await, ["2024-03-01", "2024-03-01"]);
    let now = at.by("open_count", &["stage"]).await;
    assert_eq!((now["Talks"], now["New"]), (1_0000, 1_0000));
    let today = at.by_as_of("open_count", &["stage"], &at.cx.now().to_string()[..10]).await;
    assert_eq!(today, now);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_that_was_entered_counts_even_when_the_deal_left_it_again() {
    let at = Installation::new().await;
    let mapping = DEALS.replace("key = \"id\"", "group_by = \"id\"").replace(
        "stage = \"stage\"\nclosed = \"closed\"\namount = \"amount\"\n",
        "[table.event]\nactivity = \"stage\"\nat = \"at\"\n",
    );
    let rows =
        "id,stage,at\nA,New,2024-01-01\nA,Won,2024-01-05\nA,Talks,2024-01-06\nA,Lost,2024-01-09\nB,New,2024-01-01\n";
    at.file("deals.csv", rows);
    at.import(&mapping).await;
    let steps = &at.ask("stage_conversion", &[], None).await.figures;
    let counted: Vec<_> = steps.iter().map(|f| (f.count, f.part)).collect();
    assert_eq!(counted, [(2, Some(1)), (1, Some(1))], "A has been in Talks and won");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_decision_in_force_is_the_last_one_and_time_spent_waiting_is_not_ours() {
    let at = Installation::new().await;
    let rows = "case,what,at\n\
        W1,Received,2025-03-01T10:00:00Z\nW1,Ask,2025-03-02T10:00:00Z\nW1,Reply,2025-03-10T10:00:00Z\nW1,Approve,2025-03-11T10:00:00Z\n\
        W2,Received,2025-03-01T10:00:00Z\nW2,Decline,2025-03-05T10:00:00Z\nW2,Approve,2025-04-05T10:00:00Z\n\
        W3,Received,2025-03-01T10:00:00Z\nW3,Approve,2025-03-05T10:00:00Z\nW3,Call,2025-03-06T10:00:00Z\n\
        W4,Approve,2025-03-05T10:00:00Z\nW4,Received,2025-03-05T10:00:00Z\n\
        W5,Received,2025-03-01T10:00:00Z\nW5,Decline,2025-03-05T10:00:00Z\nW5,Received,2025-03-07T10:00:00Z\n\
        W6,Approve,2025-03-05T10:00:00Z\n";
    at.file("log.csv", rows);
    let report = at.import(LOG).await;
    assert_eq!(counts(&report, "registration")[5], 1, "nothing says when W6 came in");
    let rows = at
        .texts("SELECT number || ' ' || status || ' ' || COALESCE(decision, '-') FROM registration ORDER BY number")
        .await;
    assert_eq!(
        rows,
        [
            "W1 approved approved",
            "W2 approved approved",
            "W3 approved approved",
            "W4 approved approved",
            "W5 submitted -"
        ]
    );
    let days: Vec<i64> = {
        let found = at.texts("SELECT CAST(decision_micros / 86400000000 AS TEXT) FROM registration_fact f JOIN registration r ON r.id = f.registration_id WHERE f.decision <> '' ORDER BY r.number").await;
        found.iter().map(|text| text.parse().expect("days")).collect()
    };
    assert_eq!(days, [2, 35, 4, 0]);
    let months = at.by("acceptance_rate", &["month"]).await;
    assert_eq!((months["2025-03"], months["2025-04"]), (100_0000, 100_0000));
    // The same again changes nothing, a corrected log replaces its questions.
    assert_eq!(counts(&at.import(LOG).await, "registration")[2], 5);
    assert_eq!(at.number("SELECT COUNT(*) FROM registration_question").await, 1);
    at.file("log.csv", rows_with_a_later_reply());
    at.import(LOG).await;
    assert_eq!(at.number("SELECT COUNT(*) FROM registration_question").await, 1);
    assert_eq!(at.number("SELECT f.decision_micros / 86400000000 FROM registration_fact f JOIN registration r ON r.id = f.registration_id WHERE r.number = 'W1'").await, 1);
}

fn rows_with_a_later_reply() -> &'static str {
    "case,what,at\nW1,Received,2025-03-01T10:00:00Z\nW1,Ask,2025-03-02T10:00:00Z\nW1,Reply,2025-03-11T10:00:00Z\nW1,Approve,2025-03-11T10:00:00Z\n"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_is_judged_only_where_the_history_can_be_right() {
    let at = Installation::new().await;
    let mapping = LOG
        .replace("group_by = \"case\"", "key = \"case\"")
        .split("[table.event]")
        .next()
        .unwrap_or_default()
        .to_owned()
        + "submitted = \"came\"\nfirst_answered = \"answered\"\nfirst_answer_due = \"due\"\ndecided = \"decided\"\nstatus = \"status\"\n";
    let rows = "case,came,answered,due,decided,status\n\
        1,2025-03-01,2025-02-01,2025-03-02,,in_review\n\
        2,2025-03-01,,2025-03-02,2025-03-05,approved\n\
        3,2025-03-01,,2025-03-02,,withdrawn\n\
        4,2025-03-01,2025-03-01,2025-03-02,,in_review\n\
        5,,2025-03-01,2025-03-02,,approved\n";
    at.file("log.csv", rows);
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "registration")[5], 1, "a blank day of submission is no day of submission");
    let kept = &at.ask("answered_within_target", &[], None).await.figures[0];
    assert_eq!((kept.count, kept.part), (2, Some(1)), "answered before it came: not looked at; approved late: late");
    let then = at.figure_as_of("answered_within_target", "2026-01-01").await;
    assert_eq!((then.count, then.part), (2, Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_only_line_without_an_amount_keeps_its_product() {
    let at = Installation::new().await;
    let mapping = DEALS.replace("key = \"id\"", "group_by = \"id\"")
        + "[table.line]\nproduct = \"product\"\namount = \"line\"\n[[file]]\nid = \"products\"\npath = \"products.csv\"\n";
    let products = "[[table]]\ntarget = \"product\"\nfile = \"products\"\nkey = \"name\"\n[table.field]\nname = \"name\"\ncategory = \"category\"\n[[table]]\ntarget = \"deal\"";
    let mapping = mapping.replacen("[[table]]\ntarget = \"deal\"", products, 1);
    at.file("products.csv", "name,category\nDrill,Tools\nSaw,Tools\n");
    let rows = "id,stage,closed,amount,product,line\n\
        A,Won,2024-01-01,,Drill,\n\
        B,Won,2024-01-02,80,Saw,\n\
        C,Won,2024-01-03,,Saw,20\n\
        D,Won,2024-01-03,100,Saw,20\nD,Won,2024-01-03,100,Drill,\n";
    at.file("deals.csv", rows);
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "deal")[5], 2, "of several lines each must say its amount");
    let won = at.by("won_count", &["product"]).await;
    assert_eq!((won.get("Drill"), won.get("Saw"), won.get("Not known")), (Some(&1_0000), Some(&2_0000), None));
    assert_eq!(at.by("bookings", &["category"]).await["Tools"], 100_0000);
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_numbered_as_an_editor_numbers_them_and_what_was_refused_goes_in_again() {
    let at = Installation::new().await;
    let mapping = DEALS
        .replace("path = \"deals.csv\"", "path = \"deals.csv\"\ndelimiter = \";\"\nencoding = \"windows-1252\"")
        .replace("name = \"crm\"\ncurrency", "name = \"crm\"\nempty = [\"N/A\"]\ncurrency")
        .replace("key = \"id\"", "key = \"id\"\nskip_when = [{ amount = { empty = true } }]");
    let rows = "id;stage;closed;amount\r\nÄ1;Won;2024-01-01;many\r\nB;Won;2024-01-01;N/A\r\nC;Wün;2024-01-01;5\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(rows);
    at.file("deals.csv", bytes);
    let report = at.import(&mapping).await;
    assert_eq!(counts(&report, "deal"), [0, 0, 0, 1, 0, 2], "what the source writes for nothing is nothing");
    assert_eq!(at.texts("SELECT CAST(line AS TEXT) FROM import_row ORDER BY line").await, ["2", "4"]);
    let data = at.folder.path().join("data/imports");
    let run = std::fs::read_dir(data).expect("a folder of runs").next().expect("one run").expect("readable").path();
    let rejects = std::fs::read(run.join("deals.csv.rejects.csv")).expect("a rejects file");
    let (text, _, torn) = encoding_rs::WINDOWS_1252.decode(&rejects);
    assert!(!torn && text.contains("Ä1;Won;2024-01-01;many;2;not_a_number;"), "{text}");
    let mended = text.replace("many", "7").replace("Wün", "Won");
    at.file("deals.csv", encoding_rs::WINDOWS_1252.encode(&mended).0);
    assert_eq!(counts(&at.import(&mapping).await, "deal")[0], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_of_a_file_with_lines_above_its_header_and_two_bytes_a_letter_goes_in_again() {
    let at = Installation::new().await;
    let mapping = DEALS
        .replace("path = \"deals.csv\"", "path = \"deals.csv\"\nencoding = \"utf-16le\"\nskip = 2")
        .replace("name = \"crm\"\ncurrency", "name = \"crm\"\ndates = [\"serial\", \"%Y-%m-%d\"]\ncurrency");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let rows = "\u{feff}Report\r\nof today\r\nid,stage,closed,amount\r\nÄ1,Won,2024-01-01,many\r\nB,Won,45292,5\r\n";
    at.file("deals.csv", wide(rows));
    assert_eq!(counts(&at.import(&mapping).await, "deal")[0], 1);
    let data = at.folder.path().join("data/imports");
    let run = std::fs::read_dir(data).expect("a folder of runs").next().expect("one run").expect("readable").path();
    let rejects = std::fs::read(run.join("deals.csv.rejects.csv")).expect("a rejects file");
    let (text, _, torn) = encoding_rs::UTF_16LE.decode(&rejects);
    assert!(!torn && text.contains("Ä1,Won,2024-01-01,many,4,not_a_number,"), "{text}");
    at.file("deals.csv", wide(&format!("\u{feff}{}", text.replace("many", "7"))));
    assert_eq!(counts(&at.import(&mapping).await, "deal")[0], 1);
    let months = at.by("bookings", &["month"]).await;
    assert_eq!((months.len(), months["2024-01"]), (1, 12_0000), "45292 is a day of January: {months:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_names_no_product_is_of_the_deal_s_own() {
    let at = Installation::new().await;
    let mapping = DEALS
        .replace("key = \"id\"", "group_by = \"id\"")
        .replace("stage = \"stage\"", "stage = \"stage\"\nproduct = \"own\"")
        + "[table.line]\nproduct = \"product\"\namount = \"line\"\n[[file]]\nid = \"products\"\npath = \"products.csv\"\n";
    let products = "[[table]]\ntarget = \"product\"\nfile = \"products\"\nkey = \"name\"\n[table.field]\nname = \"name\"\ncategory = \"category\"\n[[table]]\ntarget = \"deal\"";
    at.file("products.csv", "name,category\nDrill,Tools\nNut,Small parts\n");
    let rows = "id,stage,closed,amount,own,product,line\n\
        A,Won,2024-01-01,70,Nut,,\n\
        B,Won,2024-01-02,40,Nut,,40\n\
        C,Won,2024-01-03,50,Nut,Drill,20\nC,Won,2024-01-03,50,Nut,,20\n";
    at.file("deals.csv", rows);
    at.import(&mapping.replacen("[[table]]\ntarget = \"deal\"", products, 1)).await;
    let booked = at.by("bookings", &["product"]).await;
    assert_eq!((booked["Nut"], booked["Drill"], booked["Not known"]), (130_0000, 20_0000, 10_0000));
    assert_eq!(at.by("bookings", &["category"]).await["Small parts"], 130_0000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_ends_early_is_read_where_the_mapping_says_so() {
    let rows = "id,stage,closed,amount\nA,Won,2024-01-05,100\nB,New\nC,Talks,,7\n";
    let refused = Installation::new().await;
    refused.file("deals.csv", rows);
    assert_eq!(counts(&refused.import(DEALS).await, "deal"), [2, 0, 0, 0, 0, 1]);
    let at = Installation::new().await;
    at.file("deals.csv", rows);
    let mapping = DEALS.replace("path = \"deals.csv\"\n", "path = \"deals.csv\"\nshort_rows = true\n");
    assert_eq!(counts(&at.import(&mapping).await, "deal"), [3, 0, 0, 0, 0, 0]);
    let open = &at.ask("open_pipeline", &[], None).await.figures[0];
    assert_eq!((open.value, open.count, open.excluded), (Some(7_0000), 1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cell_repeats_the_one_above_where_the_mapping_says_so() {
    let at = Installation::new().await;
    at.file("deals.csv", "id,stage,closed,amount\nA,Won,2024-01-05,100\nB,,2024-01-06,50\nC,Lost,,\nD,\" \",,7\n");
    let mapping = DEALS.replace("path = \"deals.csv\"\n", "path = \"deals.csv\"\nfill_down = [\"stage\"]\n");
    assert_eq!(counts(&at.import(&mapping).await, "deal"), [4, 0, 0, 0, 0, 0]);
    assert_eq!(at.ask("bookings", &[], None).await.figures[0].value, Some(150_0000));
    assert_eq!(at.ask("lost_count", &[], None).await.figures[0].value, Some(2_0000));
    // Below a new value of an outer column nothing is repeated of an inner one.
    let groups = Installation::new().await;
    groups.file("deals.csv", "id,stage,closed,amount\nA,Won,2024-01-05,100\n,,2024-01-06,\nB,,2024-01-07,70\n");
    let both = mapping.replace("[\"stage\"]", "[\"id\", \"stage\"]");
    assert_eq!(counts(&groups.import(&both).await, "deal"), [1, 0, 0, 0, 0, 2]);
    // Nothing is repeated out of a broken row: its cells may stand in the wrong columns.
    let broken = Installation::new().await;
    broken
        .file("deals.csv", "id,stage,closed,amount\nA,Won,2024-01-05,100\nB,Lost,x,2024-01-05,100\nC,,2024-01-06,50\n");
    assert_eq!(counts(&broken.import(&mapping).await, "deal"), [1, 0, 0, 0, 0, 2]);
    // The same file again changes nothing: what is filled in belongs to the row.
    assert_eq!(counts(&at.import(&mapping).await, "deal"), [0, 0, 4, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_of_stages_place_a_deal_whose_row_names_none() {
    let at = Installation::new().await;
    let rows = "id,new,talks,won,lost\nA,2024-01-01,2024-01-05,,\nB,2024-01-02,,2024-01-09,\nC,,,,\n";
    at.file("deals.csv", rows);
    let (columns, row) = (with_stage_columns(), "stage = \"stage\"\nclosed = \"closed\"\namount = \"amount\"\n");
    let report = at.import(&columns.replace(row, "")).await;
    assert_eq!(counts(&report, "deal"), [2, 0, 0, 0, 0, 1]);
    assert_eq!(at.by("open_count", &["stage"]).await.get("Talks"), Some(&1_0000));
    assert_eq!(at.by("won_count", &["month"]).await.get("2024-01"), Some(&1_0000));
    // What is not known to be worth anything is not worth nothing.
    let pipeline = &at.ask("open_pipeline", &[], None).await.figures[0];
    assert_eq!((pipeline.value, pipeline.count, pipeline.excluded), (None, 0, 1));
}
