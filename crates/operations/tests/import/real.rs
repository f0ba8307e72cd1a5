//! Other people's data, kept as published. Where it is absent, these tests say so and skip.

use crate::installation::{Installation, counts};
use std::path::{Path, PathBuf};

pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let found =
        std::env::var_os("COMPAGNON_SHARED_DATA").map(|root| Path::new(&root).join(folder)).filter(|p| p.is_dir());
    if found.is_none() {
        println!("skipped: COMPAGNON_SHARED_DATA does not name a folder with {folder}");
    }
    found
}

pub(crate) fn mapping(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/mappings").join(name);
    std::fs::read_to_string(path).expect("an example mapping")
}

const WON: &str = "SELECT CAST(SUM(amount) AS BIGINT) FROM deal WHERE outcome = 'won'";

#[tokio::test(flavor = "multi_thread")]
async fn the_crm_export_comes_in_with_every_deal_and_the_accounts_that_are_missing_are_listed() {
    let Some(folder) = shared("maven-crm") else { return };
    for (folder, name) in [(folder.clone(), "maven-crm.toml"), (folder.join("excel-resaved"), "maven-crm-excel.toml")] {
        let at = Installation::new().await;
        let report = at.run(&mapping(name), &folder, false).await.expect("the import comes to its end");
        assert_eq!(counts(&report, "user"), [6, 0, 0, 0, 29, 0]);
        assert_eq!(counts(&report, "product"), [7, 0, 0, 0, 0, 0]);
        assert_eq!(counts(&report, "company"), [85, 0, 0, 0, 0, 0]);
        assert_eq!(counts(&report, "partner"), [35, 0, 0, 0, 0, 0]);
        assert_eq!(counts(&report, "deal"), [8_800, 0, 0, 0, 0, 0]);
        let missing: Vec<_> = report.unresolved.iter().map(|u| (u.field.as_str(), u.value.as_str(), u.rows)).collect();
        assert_eq!(missing, [("company", "", 1_425)]);
        assert_eq!(at.number(WON).await, 100_055_340_000);
        assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE outcome = 'won'").await, 4_238);
        assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE outcome = 'lost'").await, 2_473);
        assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE company_id IS NULL").await, 1_425);
        assert_eq!(at.number("SELECT COUNT(*) FROM company WHERE parent_id IS NOT NULL").await, 15);
        assert_eq!(at.number("SELECT COUNT(*) FROM deal_stage").await, 500 + 1_589 + 2 * 6_711);
        let stages = at.texts("SELECT s.name_en || ' ' || CAST(COUNT(*) AS TEXT) FROM deal d JOIN stage_definition s ON s.id = d.stage_id WHERE d.outcome = 'open' GROUP BY s.name_en ORDER BY 1").await;
        assert_eq!(stages, ["Engaging 1589", "Prospecting 500"]);
        let west = "SELECT CAST(SUM(d.amount) AS BIGINT) FROM deal d JOIN partner p ON p.id = d.partner_id JOIN segment s ON s.id = p.segment_id WHERE d.outcome = 'won' AND s.name = 'West'";
        assert_eq!(at.number(west).await, 35_686_470_000);

        let again = at.run(&mapping(name), &folder, false).await.expect("the import comes to its end");
        assert!(!again.changed_anything(), "{again:?}");
        assert_eq!(counts(&again, "deal"), [0, 0, 8_800, 0, 0, 0]);
        assert_eq!(at.number("SELECT COUNT(*) FROM deal").await, 8_800);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_alias_the_crm_export_reports_1480_rows_whose_product_is_unknown() {
    let Some(folder) = shared("maven-crm") else { return };
    let without = mapping("maven-crm.toml").replace("\"GTXPro\" = \"GTX Pro\"", "");
    let at = Installation::new().await;
    let looked = at.run(&without, &folder, true).await.expect("a dry run comes to its end");
    assert_eq!(looked.unresolved_rows("product"), 1_480);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal").await, 0);
    assert_eq!(at.number("SELECT COUNT(*) FROM program").await, 0);
    let report = at.run(&without, &folder, false).await.expect("the import comes to its end");
    assert_eq!(report.unresolved_rows("product"), 1_480);
    assert_eq!(report.unresolved, looked.unresolved);
    assert_eq!(report.tables, looked.tables);
    assert_eq!(
        at.number("SELECT COUNT(*) FROM import_row WHERE outcome = 'unresolved' AND field = 'product'").await,
        1_480
    );
    // Nothing else is lost by it, and the alias brings the product in afterwards.
    assert_eq!(at.number(WON).await, 100_055_340_000);
    let mended = at.run(&mapping("maven-crm.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(counts(&mended, "deal"), [0, 1_480, 7_320, 0, 0, 0]);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal WHERE product_id IS NULL").await, 0);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal_stage").await, 500 + 1_589 + 2 * 6_711);
    assert_eq!(at.number(WON).await, 100_055_340_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_thousand_order_lines_become_orders_that_add_up_to_the_ten_thousandth() {
    let Some(folder) = shared("adventureworks") else { return };
    let at = Installation::new().await;
    let report = at.run(&mapping("adventureworks.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(counts(&report, "product"), [250, 0, 0, 0, 60_605, 0]);
    assert_eq!(counts(&report, "partner"), [701, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&report, "deal"), [3_796, 0, 0, 0, 0, 0]);
    assert!(report.unresolved.is_empty() && report.problems.is_empty());
    assert_eq!(at.number(WON).await, 804_505_969_823);
    assert_eq!(at.number("SELECT CAST(SUM(amount) AS BIGINT) FROM deal_line").await, 804_505_969_823);
    assert_eq!(at.number("SELECT COUNT(*) FROM deal_line").await, 60_855);
    assert_eq!(at.number("SELECT COUNT(DISTINCT partner_id) FROM deal").await, 635);
    assert_eq!(at.number("SELECT COUNT(*) FROM partner_program WHERE phase = 'onboard'").await, 66);
    assert_eq!(at.number("SELECT COUNT(*) FROM partner WHERE name = 'Friendly Bike Shop'").await, 2);
    let by = |filter: &str| {
        format!(
            "SELECT CAST(SUM(l.amount) AS BIGINT) FROM deal_line l JOIN deal d ON d.id = l.deal_id JOIN partner p ON p.id = d.partner_id JOIN segment s ON s.id = p.segment_id WHERE {filter}"
        )
    };
    let warehouse_bikes = at.number(&by("s.name = 'Warehouse' AND l.category = 'Bikes'")).await;
    assert_eq!((warehouse_bikes + 50) / 100, 2_932_990_950);
    let germany = at.number(&by("p.country = 'Germany'")).await;
    assert_eq!((germany + 50) / 100, 198_398_804);

    let again = at.run(&mapping("adventureworks.toml"), &folder, false).await.expect("the import comes to its end");
    assert!(!again.changed_anything());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_permit_log_becomes_registrations_with_their_times() {
    let Some(folder) = shared("receipt-log") else { return };
    let at = Installation::new().await;
    let report = at.run(&mapping("receipt-log.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(counts(&report, "registration"), [1_434, 0, 0, 0, 0, 0]);
    assert_eq!(at.number("SELECT COUNT(*) FROM registration_step").await, 8_577);
    let answered = "SELECT COUNT(*) FROM registration WHERE first_answered_at IS NOT NULL";
    assert_eq!(at.number(answered).await, 1_318);
    let waited = "SELECT CAST(SUM(first_answered_at - submitted_at) AS BIGINT) FROM registration";
    // 76,014.05 s in the mean: hundredths of a second, rounded.
    let mean = (at.number(waited).await / 1_318 + 5_000) / 10_000;
    assert_eq!(mean, 7_601_405);
    assert_eq!(at.number("SELECT COUNT(*) FROM registration WHERE decided_at > decision_due_at").await, 92);
    let intake = at
        .texts(
            "SELECT intake || ' ' || CAST(COUNT(*) AS TEXT) FROM registration GROUP BY intake ORDER BY COUNT(*) DESC",
        )
        .await;
    assert_eq!(intake, ["Internet 1250", "Desk 109", "Post 53", "e-mail 21", "Intern 1"]);
    let again = at.run(&mapping("receipt-log.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(counts(&again, "registration"), [0, 0, 1_434, 0, 0, 0]);
}

/// The same lines in another order: the groups are brought together, and the result is the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_whose_rows_are_shuffled_gives_the_same_registrations() {
    let Some(folder) = shared("receipt-log") else { return };
    let at = Installation::new().await;
    let text = std::fs::read_to_string(folder.join("receipt.csv")).expect("the log");
    let (header, rows) = text.split_once('\n').expect("a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_by_key(|row| row.rsplit(',').next().map(|at| at.chars().rev().collect::<String>()));
    at.file("receipt.csv", format!("{header}\n{}\n", rows.join("\n")));
    let report = at.import(&mapping("receipt-log.toml")).await;
    assert_eq!(counts(&report, "registration"), [1_434, 0, 0, 0, 0, 0]);
    let straight = at.run(&mapping("receipt-log.toml"), &folder, false).await.expect("the import comes to its end");
    assert_eq!(counts(&straight, "registration"), [0, 0, 1_434, 0, 0, 0]);
}
