//! KPIs by days, weeks, fiscal quarters and years, and by cohorts of partners: operation, API, page.

use crate::kpis::{House, question};
use http::{Method, StatusCode};
use kernel::{PageRequest, Role};
use operations::cosell::form::{self, FormDefinition};
use operations::cosell::registration;
use operations::grow::kpi::{self, Answer, Path, Question, Which};
use operations::settings::{self, ChangeOrganisation};
use serde_json::json;

/// Money or counts in ten-thousandths.
const UNIT: i64 = 10_000;

fn keys(answer: &Answer) -> Vec<(String, i64)> {
    let key = |f: &kpi::Figure| f.group.iter().map(|g| g.key.clone()).collect::<Vec<_>>().join(" / ");
    answer.figures.iter().map(|f| (key(f), f.value.expect("a value") / UNIT)).collect()
}

fn named<const N: usize>(figures: [(&str, i64); N]) -> Vec<(String, i64)> {
    figures.map(|(key, value)| (key.to_owned(), value)).to_vec()
}

async fn fiscal_year_starts_in(house: &House, month: u8) {
    let change = ChangeOrganisation { fiscal_year_start_month: Some(month), ..ChangeOrganisation::default() };
    settings::patch_organisation(&house.head, change).await.expect("changed");
}

/// Won around the turn of a year: a Sunday, a Monday, the last day of a quarter.
async fn around_new_year() -> House {
    let house = House::new().await;
    for (partner, amount, on) in [
        (0, 100, "2024-12-29"),
        (0, 20, "2024-12-30"),
        (1, 3, "2025-01-01"),
        (0, 400, "2025-03-31"),
        (1, 5_000, "2025-04-01"),
    ] {
        let deal = house.deal(Some(partner), Some(amount), Some("2024-10-01")).await;
        house.win(deal, on).await;
    }
    house
}

#[tokio::test]
async fn weeks_run_from_monday_over_the_end_of_a_year_and_days_stand_alone() {
    let house = around_new_year().await;
    let weeks = house.ask(&house.head, "bookings", &["week"], &[]).await;
    // 29 December 2024 is a Sunday; the week after belongs to 2025.
    let wanted = [("2024-W52", 100), ("2025-W01", 23), ("2025-W14", 5_400)];
    assert_eq!(keys(&weeks), named(wanted));
    assert_eq!(weeks.path, Path::Facts);
    let days = house.ask(&house.head, "won_count", &["day"], &["week=2025-W01"]).await;
    assert_eq!(keys(&days), named([("2024-12-30", 1), ("2025-01-01", 1)]));
    let asked = question("bookings", &[], &["week=2025-W14"]);
    let rows = kpi::rows(&house.head, &asked, Which::Counted, &PageRequest::default()).await.expect("rows").page;
    assert_eq!(rows.items.iter().filter_map(|r| r.money).map(|m| m.amount).sum::<i64>(), 5_400 * UNIT);

    // Two weeks beside the two before, each week beside its own.
    let asked = Question {
        from: Some("2024-12-30".to_owned()),
        to: Some("2025-01-12".to_owned()),
        compare: Some("previous".to_owned()),
        ..question("bookings", &["week"], &[])
    };
    let compared = kpi::answer(&house.head, &asked).await.expect("an answer");
    let pairs: Vec<_> = compared
        .figures
        .iter()
        .map(|f| {
            let then = f.earlier.as_ref().expect("then");
            (f.group[0].key.as_str(), f.value, then.group[0].key.as_str(), then.value)
        })
        .collect();
    let wanted =
        [("2025-W01", Some(23 * UNIT), "2024-W51", Some(0)), ("2025-W02", Some(0), "2024-W52", Some(100 * UNIT))];
    assert_eq!(pairs, wanted);
    for wrong in ["2025-W53", "2025-W1", "W01", "2025-01-01"] {
        let asked = question("bookings", &[], &[&format!("week={wrong}")]);
        assert!(kpi::answer(&house.head, &asked).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn fiscal_quarters_and_years_come_from_kept_totals_and_follow_the_setting() {
    let house = around_new_year().await;
    let ask = async |by: &str, filters: &[&str]| house.ask(&house.head, "bookings", &[by], filters).await;
    assert_eq!(keys(&ask("fiscal_year", &[]).await), named([("FY2024", 120), ("FY2025", 5_403)]));
    fiscal_year_starts_in(&house, 4).await;
    let years = ask("fiscal_year", &[]).await;
    assert_eq!(keys(&years), named([("FY2025", 523), ("FY2026", 5_000)]));
    assert_eq!(years.path, Path::Totals);
    let quarters = ask("fiscal_quarter", &["fiscal_year=FY2025"]).await;
    assert_eq!(keys(&quarters), named([("FY2025-Q3", 120), ("FY2025-Q4", 403)]));
    let asked = question("bookings", &[], &["fiscal_quarter=FY2025-Q4"]);
    let rows = kpi::rows(&house.head, &asked, Which::Counted, &PageRequest::default()).await.expect("rows").page;
    assert_eq!(rows.items.iter().filter_map(|r| r.money).map(|m| m.amount).sum::<i64>(), 403 * UNIT);
    // From February on: a quarter that runs over the end of the calendar year.
    fiscal_year_starts_in(&house, 2).await;
    let quarters = ask("fiscal_quarter", &[]).await;
    assert_eq!(keys(&quarters), named([("FY2025-Q4", 123), ("FY2026-Q1", 5_400)]));

    let asked = Question {
        from: Some("2025-02-01".to_owned()),
        to: Some("2025-04-30".to_owned()),
        compare: Some("previous".to_owned()),
        ..question("bookings", &["fiscal_quarter"], &[])
    };
    let compared = kpi::answer(&house.head, &asked).await.expect("an answer");
    let then = compared.figures[0].earlier.as_ref().expect("then");
    assert_eq!((then.group[0].key.as_str(), then.value), ("FY2025-Q4", Some(123 * UNIT)));
}

#[tokio::test]
async fn the_fiscal_year_is_set_by_page_and_api_and_offered_only_where_it_differs() {
    let house = around_new_year().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights", &cookie).await.body;
    assert!(!page.contains("fiscal") && page.contains("value=\"week\""), "{page}");
    let patch = async |month: i64| {
        let body = json!({ "fiscal_year_start_month": month });
        house.app.api(Method::PATCH, "/api/v1/settings", &cookie, Some(body)).await
    };
    for wrong in [0, 13] {
        let refused = patch(wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("fiscal_year_start_month"), "{}", refused.body);
    }
    assert_eq!(patch(7).await.json()["fiscal_year_start_month"], 7);
    let form = [
        ("name", "Halden"),
        ("currency", "EUR"),
        ("time_zone", "Europe/Berlin"),
        ("locale", "en"),
        ("fiscal_year_start_month", "4"),
    ];
    assert_eq!(house.app.post("/settings/organisation", &cookie, &form).await.status, StatusCode::SEE_OTHER);
    assert!(house.app.get("/settings/organisation", &cookie).await.body.contains("<option value=\"4\" selected>April"));
    let page = house.app.get("/insights?by=fiscal_quarter", &cookie).await.body;
    assert!(page.contains("value=\"last-fiscal-year\"") && page.contains("FY2025-Q4"), "{page}");
    let body = house.app.api(Method::GET, "/api/v1/kpis/bookings?by=fiscal_year", &cookie, None).await.json();
    assert_eq!(body["figures"][0]["group"][0]["key"], "FY2025");
    assert_eq!(body["figures"][0]["value"], "523.0000");
    // Settings that were kept before there was a fiscal year go on.
    let reader = house.app.user("Vera", Role::Viewer).await;
    let refused = house
        .app
        .api(
            Method::PATCH,
            "/api/v1/settings",
            &house.app.cookie(&reader).await,
            Some(json!({ "fiscal_year_start_month": 4 })),
        )
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn partners_signed_in_one_quarter_are_a_cohort_by_months_since_signing() {
    let house = House::new().await;
    house.sign(0, "2025-01-20").await;
    house.sign(1, "2025-03-02").await;
    for (partner, amount, on) in [
        (Some(0), 7, "2024-12-31"),
        (Some(0), 100, "2025-01-31"),
        (Some(1), 200, "2025-03-02"),
        (Some(0), 30, "2025-03-01"),
        (Some(1), 4_000, "2026-03-01"),
        // Not signed, and nobody's.
        (Some(2), 5, "2025-03-01"),
        (None, 6, "2025-03-01"),
    ] {
        let deal = house.deal(partner, Some(amount), Some("2024-12-01")).await;
        house.win(deal, on).await;
    }
    let cohort = house.ask(&house.head, "bookings", &["signed_quarter", "months_since_signing"], &[]).await;
    let wanted =
        [("2025-Q1 / before", 7), ("2025-Q1 / 0", 300), ("2025-Q1 / 2", 30), ("2025-Q1 / 12", 4_000), (" / ", 11)];
    assert_eq!(keys(&cohort), named(wanted));
    let labels: Vec<&str> = cohort.figures.iter().map(|f| f.group[1].label.as_str()).collect();
    assert_eq!(labels, ["Before signing", "0", "2", "12", "Not known"]);
    let months = house.ask(&house.head, "won_count", &["signed_month"], &["months_since_signing=0"]).await;
    assert_eq!(keys(&months), named([("2025-01", 1), ("2025-03", 1)]));
    let partners = house.ask(&house.head, "activation_rate", &["year"], &[]).await;
    assert_eq!((partners.figures[0].group[0].key.as_str(), partners.figures[0].count), ("2025", 2));
    let asked = question("activation_rate", &["signed_month"], &[]);
    assert!(kpi::answer(&house.head, &asked).await.is_err(), "their own month is that of signing");

    // A cohort stays the same beside an earlier period.
    let asked = Question {
        from: Some("2025-03-01".to_owned()),
        to: Some("2025-03-31".to_owned()),
        compare: Some("previous".to_owned()),
        ..question("bookings", &["signed_year"], &["signed_quarter=2025-Q1"])
    };
    let compared = kpi::answer(&house.head, &asked).await.expect("an answer");
    let then = compared.figures[0].earlier.as_ref().expect("then");
    assert_eq!((compared.figures[0].value, then.value), (Some(230 * UNIT), Some(0)));
    assert_eq!(then.group[0].key, "2025");
    // February has nothing, January 100 of the same cohort.
    let asked = Question { from: Some("2025-02-01".to_owned()), to: Some("2025-02-28".to_owned()), ..asked };
    let compared = kpi::answer(&house.head, &asked).await.expect("an answer");
    let then = compared.figures[0].earlier.as_ref().expect("then");
    assert_eq!((compared.figures[0].value, then.value), (Some(0), Some(100 * UNIT)));

    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?by=months_since_signing", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Before signing") && page.body.contains("filter=months_since_signing%3D12"));
}

#[tokio::test]
async fn leads_and_deals_are_told_apart_also_when_they_have_become_deals() {
    let house = House::new().await;
    let definition = FormDefinition { leads: true, ..FormDefinition::default() };
    form::publish(&house.head, house.programs[0], None, definition, None).await.expect("published");
    house.register(0, "Alpenrad").await;
    let lead = json!({ "program": house.programs[0], "partner": house.partner(0),
        "registration": { "kind": "lead", "company": "Vielleicht", "domain": "vielleicht.example" } });
    registration::on_behalf(&house.head, serde_json::from_value(lead).expect("an input")).await.expect("a lead");
    house.deal(Some(0), Some(5), Some("2026-01-01")).await;
    let forms = house.ask(&house.head, "registrations", &["form"], &[]).await;
    assert_eq!(keys(&forms), named([("deal", 1), ("lead", 1)]));
    let labels: Vec<&str> = forms.figures.iter().map(|f| f.group[0].label.as_str()).collect();
    assert_eq!(labels, ["Deal", "Lead"]);
    let only = house.ask(&house.head, "registrations", &[], &["form=lead"]).await;
    assert_eq!(only.figures[0].count, 1);
    // A deal that was entered directly came by no form.
    let deals = house.ask(&house.head, "open_count", &["form"], &[]).await;
    assert_eq!(keys(&deals), named([("", 1)]));
}
