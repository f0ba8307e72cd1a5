//! What happens again: deals that are opened again, orders one of whose lines is damaged, names that nearly agree.

use crate::figures::by_label;
use crate::installation::{Installation, counts};
use operations::grow::kpi::{Question, answer};

const LOG: &str = concat!(
    head!(
        [name = "log", currency = "EUR"],
        ["log"],
        "crm",
        "reseller",
        ["New" = "open", "Talks" = "open", "Won" = "won", "Lost" = "lost"]
    ),
    r#"
[[table]]
target = "deal"
file = "log"
group_by = "id"
[table.field]
program = { constant = "crm" }
[table.event]
activity = "stage"
at = "at"
"#
);

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_that_was_opened_again_stands_on_every_past_day_as_it_stood_then() {
    let at = Installation::new().await;
    let rows = "id,stage,at\n\
        A,New,2024-01-01\nA,Won,2024-01-05\nA,Talks,2024-01-20\nA,Lost,2024-02-09\n\
        B,Lost,2024-01-03\nB,New,2024-01-10\n\
        C,New,2024-01-01\n\
        D,New,2024-01-01\nD,Lost,2024-01-04\nD,New,2024-01-06\nD,Won,2024-01-06\n";
    at.file("log.csv", rows);
    at.import(LOG).await;
    assert_eq!(at.texts("SELECT opened_on FROM deal WHERE number = 'B'").await, ["2024-01-10"]);
    // Open, won, lost at the end of each day.
    for (day, open, won, lost) in [
        ("2024-01-02", 3, 0, 0),
        ("2024-01-04", 2, 0, 2),
        ("2024-01-05", 1, 1, 2),
        ("2024-01-06", 1, 2, 1),
        ("2024-01-10", 2, 2, 0),
        ("2024-01-20", 3, 1, 0),
        ("2024-02-09", 2, 1, 1),
    ] {
        let then = async |metric: &str| at.figure_as_of(metric, day).await.count;
        assert_eq!(
            (then("open_count").await, then("won_count").await, then("lost_count").await),
            (open, won, lost),
            "{day}"
        );
        assert_eq!(then("win_rate_all").await, open + won + lost, "{day}");
        let stages = at.by_as_of("win_rate_all", &["stage"], day).await;
        assert_eq!(stages.contains_key("Won"), won > 0, "{day}: {stages:?}");
    }
    let cycle = at.figure_as_of("cycle_time_won", "2024-01-10").await;
    assert_eq!((cycle.count, cycle.value), (2, Some(4_5000)), "four days and five");
    assert_eq!(at.by_as_of("open_count", &["stage"], "2024-01-25").await["Talks"], 1_0000);
    // Today nothing is different from what it was before anybody asked about the past.
    assert_eq!(at.by("won_count", &[]).await.values().copied().collect::<Vec<_>>(), [1_0000]);
}

const ORDERS: &str = concat!(
    head!([name = "shop", currency = "EUR"], ["lines"], "shop", "reseller", ["Ordered" = "won", "Asked" = "open"]),
    r#"
[[table]]
target = "product"
file = "lines"
key = "product"
[table.field]
name = "product"
[[table]]
target = "deal"
file = "lines"
group_by = "order"
[table.field]
program = { constant = "shop" }
stage = { constant = "Ordered" }
closed = "day"
[table.line]
product = "product"
amount = "amount"
"#
);

#[tokio::test(flavor = "multi_thread")]
async fn an_order_with_a_damaged_line_waits_until_it_is_mended() {
    let at = Installation::new().await;
    let rows = "order,day,product,amount\n1,2024-01-01,Drill,100\n1,2024-01-01,Saw,200\n1,2024-01-01,Nut\n2,2024-01-02,Saw,5\n";
    at.file("lines.csv", rows);
    let report = at.import(ORDERS).await;
    assert_eq!((counts(&report, "deal")[0], counts(&report, "deal")[5]), (1, 3), "the whole order waits");
    let data = at.folder.path().join("data/imports");
    let run = std::fs::read_dir(data).expect("a folder of runs").next().expect("one run").expect("readable").path();
    let rejects = std::fs::read_to_string(run.join("lines.csv.rejects.csv")).expect("a rejects file");
    assert_eq!(rejects.lines().count(), 4, "each row once: {rejects}");
    let mended: Vec<String> = rejects.lines().map(|l| l.replacen("Nut,", "Nut,300", 1)).collect();
    assert!(mended.iter().any(|l| l.contains("Nut,300")), "{rejects}");
    at.file("lines.csv", mended.join("\n") + "\n");
    at.import(ORDERS).await;
    let all = at.by("bookings", &["product"]).await;
    assert_eq!((all["Drill"], all["Saw"], all["Nut"]), (100_0000, 205_0000, 300_0000));
}

const PARTNERS: &str = concat!(
    head!([name = "list"], ["partners"], "resellers", "reseller", []),
    r#"
[[table]]
target = "partner"
file = "partners"
key = "id"
[table.field]
program = { constant = "resellers" }
name = "id"
segment = "segment"
signed = { constant = "2024-01-01" }
"#
);

#[tokio::test(flavor = "multi_thread")]
async fn segments_that_are_written_differently_are_different() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,segment\nP1,A\nP2,A+\nP3,A-\nP4,a\nP5,\nP6,A+\n");
    at.import(PARTNERS).await;
    let now = at.cx.now().to_string()[..10].to_owned();
    let by = at.by_as_of("activation_rate", &["segment"], &now).await;
    assert_eq!(by.len(), 5, "{by:?}");
    let counted = async |filter: &str| {
        let question = Question {
            metric: "activation_rate".to_owned(),
            as_of: Some(now.clone()),
            filters: vec![filter.to_owned()],
            ..Question::default()
        };
        answer(&at.cx, &question).await.expect("an answer").figures[0].count
    };
    assert_eq!((counted("segment=A").await, counted("segment=A+").await, counted("segment=").await), (1, 2, 1));
    // The same file again makes no new ones.
    at.import(PARTNERS).await;
    assert_eq!(at.number("SELECT CAST(COUNT(*) AS BIGINT) FROM segment").await, 4);
    let named = by_label(
        &answer(
            &at.cx,
            &Question {
                metric: "activation_rate".to_owned(),
                by: vec!["segment".to_owned()],
                as_of: Some(now.clone()),
                ..Question::default()
            },
        )
        .await
        .expect("an answer"),
    );
    assert!(named.contains_key("A+") && named.contains_key("Not known"), "{named:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_finds_a_value_however_it_is_written() {
    let at = Installation::new().await;
    at.file("partners.csv", "id,segment,region,country\nP1,A,Süd,Germany\nP2,A,SÜD,GERMANY\nP3,B,Nord,France\n");
    let mapping = PARTNERS.replace("name = \"id\"\n", "name = \"id\"\nregion = \"region\"\ncountry = \"country\"\n")
        + "[table.attribute]\nTier = \"segment\"\n";
    at.import(&mapping).await;
    let counted = async |filter: &str| {
        let question = Question {
            metric: "active_partner_rate".to_owned(),
            filters: vec![filter.to_owned()],
            ..Question::default()
        };
        answer(&at.cx, &question).await.map(|a| a.figures.iter().map(|f| f.count).sum::<i64>())
    };
    for (filter, partners) in [
        ("region=Nord", 1),
        ("region=nord", 1),
        // As it is written where it is written so; otherwise all that are the same but for case.
        ("region=Süd", 1),
        ("region=süd", 2),
        ("country=germany", 2),
        ("attribute.Tier=a", 2),
        ("attribute.Tier=", 0),
    ] {
        assert_eq!(counted(filter).await.expect("an answer"), partners, "{filter}");
    }
    for filter in ["region=Ost", "country=DE", "attribute.Tier=C", "attribute.tier=A"] {
        assert_eq!(counted(filter).await.expect("an answer"), 0, "{filter}");
    }
    // Words of ours in either language.
    let by_word = async |filter: &str| {
        let question =
            Question { metric: "won_count".to_owned(), filters: vec![filter.to_owned()], ..Question::default() };
        answer(&at.cx, &question).await.map(|_| ())
    };
    for filter in ["source=direct", "source=Importiert", "phase=grow", "form=Lead", "currency=eur"] {
        assert!(by_word(filter).await.is_ok(), "{filter}");
    }
    for filter in ["form=fax", "phase=sleep", "currency=Euro"] {
        assert!(by_word(filter).await.is_err(), "{filter}");
    }
}
