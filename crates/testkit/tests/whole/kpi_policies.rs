//! How figures are counted: the settings by page and API, what every answer says of them, and what promises and partners brought.

use crate::kpis::{House, question};
use http::{Method, StatusCode};
use kernel::PageRequest;
use kernel::time::DAY;
use operations::cosell::{deal, registration};
use operations::grow::kpi::{self, Question, Which};
use serde_json::{Value, json};
use storage::Sql;

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

#[tokio::test]
async fn administrators_choose_how_figures_are_counted_and_everybody_reads_it() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let reader = house.app.cookie(&house.manager).await;
    let defaults = json!({ "negative_durations": "left_out", "reentered_phases": "each", "blank_sources": "own_line",
        "business": "registration_or_deal", "activation_days": 90, "active_days": 90, "producing_days": 365 });
    let path = "/api/v1/settings/figures";
    let now: Value = house.app.api(Method::GET, path, &reader, None).await.json();
    assert_eq!(now, defaults);
    let change = json!({ "business": "deal_won", "active_days": 30 });
    let refused = house.app.api(Method::PATCH, path, &reader, Some(change.clone())).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let changed: Value = house.app.api(Method::PATCH, path, &cookie, Some(change)).await.json();
    assert_eq!((&changed["business"], &changed["active_days"]), (&json!("deal_won"), &json!(30)));
    assert_eq!(changed["activation_days"], 90);
    for (wrong, field) in
        [(json!({ "active_days": 0 }), "active_days"), (json!({ "producing_days": 2000 }), "producing_days")]
    {
        let refused = house.app.api(Method::PATCH, path, &cookie, Some(wrong)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["error"]["fields"][0]["field"], field);
        assert_eq!(refused.json()["error"]["fields"][0]["code"], "window_out_of_range");
    }
    // What has changed is in the audit log once, with before and after.
    let events = Sql::new("SELECT payload FROM event WHERE kind = 'kpi.policies_changed'");
    let events = events.column::<String>(house.app.app.db().read()).await.expect("events");
    assert_eq!(events.len(), 1);
    let told: Value = serde_json::from_str(&events[0]).expect("a payload");
    assert_eq!(
        (&told["before"]["business"], &told["after"]["business"]),
        (&json!("registration_or_deal"), &json!("deal_won"))
    );

    let page = house.app.get("/settings/figures", &reader).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("a deal won") && page.body.contains("30 days") && !page.body.contains("<select"));
    let page = house.app.get("/settings/figures", &cookie).await;
    assert!(page.body.contains("value=\"deal_won\" selected") && page.body.contains("value=\"30\""), "{}", page.body);
    let form = |days: &'static str| {
        [
            ("negative_durations", "zero"),
            ("reentered_phases", "sum"),
            ("blank_sources", "direct"),
            ("business", "deal_opened"),
            ("activation_days", days),
            ("active_days", "45"),
            ("producing_days", "180"),
        ]
    };
    let wrong = house.app.post("/settings/figures", &cookie, &form("many")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-activation_days-error"), "{}", wrong.body);
    let saved = house.app.post("/settings/figures", &cookie, &form("120")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let now: Value = house.app.api(Method::GET, path, &reader, None).await.json();
    let wanted = json!({ "negative_durations": "zero", "reentered_phases": "sum", "blank_sources": "direct",
        "business": "deal_opened", "activation_days": 120, "active_days": 45, "producing_days": 180 });
    assert_eq!(now, wanted);
    let strangers = house.app.post("/settings/figures", &reader, &form("10")).await;
    assert_eq!(strangers.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn every_answer_says_by_which_choices_it_was_made() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    house.app.api(Method::PATCH, "/api/v1/settings/figures", &cookie, Some(json!({ "activation_days": 60 }))).await;
    let get = async |path: &str| house.app.api(Method::GET, path, &cookie, None).await;
    let activation = get("/api/v1/kpis/activation_rate").await.json();
    assert_eq!(activation["policies"], json!({ "business": "registration_or_deal", "activation_days": "60" }));
    assert_eq!(get("/api/v1/kpis/bookings").await.json()["policies"], json!({}));
    assert_eq!(get("/api/v1/kpis/bookings?by=source").await.json()["policies"], json!({ "blank_sources": "own_line" }));
    let definition = get("/api/v1/kpis/activation_rate/definition").await.json();
    let formula = definition["formula"].as_str().expect("a formula");
    assert!(formula.starts_with("Partners that registered or opened a deal in the 60 days from signing"), "{formula}");
    let file = get("/api/v1/kpis/activation_rate?format=csv").await.body;
    let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].contains("Counted by"), "{file}");
    assert!(lines[1].contains("business=registration_or_deal; activation_days=60"), "{file}");
    assert!(!get("/api/v1/kpis/bookings?format=csv").await.body.contains("Counted by"));
    let rows = house.app.get("/insights/rows?metric=activation_rate", &cookie).await.body;
    assert!(rows.contains("Activated within: 60 days"), "{rows}");
    let page = house.app.get("/insights/definitions/activation_rate", &cookie).await.body;
    assert!(page.contains("Activated within: 60 days") && page.contains("/settings/figures"), "{page}");
}

#[tokio::test]
async fn what_a_partner_registered_and_was_won_is_sourced_and_nothing_else_is() {
    let house = House::new().await;
    let registered = house.register(0, "Krueger").await;
    let approved = registration::approve(&house.head, registered, input(json!({}))).await.expect("approved");
    house.register(1, "Lindner").await;
    let own = house.deal(Some(0), Some(300), Some("2026-01-01")).await;
    house.win(own, "2026-02-01").await;
    let sourced = async || house.ask(&house.head, "sourced_bookings", &[], &[]).await;
    assert!(sourced().await.figures.is_empty());
    deal::win(&house.head, approved.deal, input(json!({ "closed_on": "2026-11-24" }))).await.expect("won");
    let found = sourced().await;
    assert_eq!((found.figures[0].value, found.figures[0].count), (Some(10_000_000), 1));
    let all = house.ask(&house.head, "bookings", &[], &[]).await;
    assert_eq!(all.figures[0].value, Some(13_000_000));
    let by = house.ask(&house.head, "sourced_bookings", &["partner"], &[]).await;
    assert_eq!(by.figures[0].group[0].label, "Nordlicht");
    let rows =
        kpi::rows(&house.head, &question("sourced_bookings", &[], &[]), Which::Counted, &PageRequest::default()).await;
    let rows = rows.expect("rows").page.items;
    assert_eq!(rows.iter().map(|r| r.deal).collect::<Vec<_>>(), [Some(approved.deal)]);
    let before = Question { as_of: Some("2026-11-23".to_owned()), ..question("sourced_bookings", &[], &[]) };
    assert!(kpi::answer(&house.head, &before).await.expect("an answer").figures.is_empty());
}

#[tokio::test]
async fn a_broken_promise_is_open_until_somebody_answers_and_grows_older() {
    let house = House::new().await;
    let late = house.register(0, "Krueger").await;
    let count = async || house.ask(&house.head, "open_breaches", &[], &[]).await.figures.remove(0).count;
    assert_eq!(count().await, 0);
    let due = Sql::new("SELECT first_answer_due_at FROM registration WHERE id = ").bind(late);
    let due = due.value::<kernel::Instant>(house.app.app.db().read()).await.expect("a moment").expect("a promise");
    let wait = due.since(house.app.app.now());
    house.app.clock.advance(wait);
    assert_eq!(count().await, 0, "due now is not late");
    house.app.clock.advance(1);
    assert_eq!(count().await, 1);
    house.app.clock.advance(5 * DAY);
    registration::watch::note_breaches(&house.app.app).await.expect("noted");
    let age = house.ask(&house.head, "open_breach_age", &[], &[]).await.figures.remove(0);
    assert_eq!((age.value, age.count), (Some(5 * 10_000), 1));
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
    let broken_on = due.date_in(&zone).plus_days(2).to_string();
    registration::approve(&house.head, late, input(json!({}))).await.expect("approved");
    assert_eq!(count().await, 0);
    let then = Question { as_of: Some(broken_on), ..question("open_breaches", &[], &[]) };
    let then = kpi::answer(&house.head, &then).await.expect("an answer");
    assert_eq!(then.figures[0].count, 1, "on that day it was open");
    let rows =
        kpi::rows(&house.head, &question("open_breaches", &[], &[]), Which::Counted, &PageRequest::default()).await;
    assert!(rows.expect("rows").page.items.is_empty());
    // What is withdrawn is owed no answer.
    let withdrawn = house.register(1, "Lindner").await;
    house.app.clock.advance(9 * DAY);
    registration::watch::note_breaches(&house.app.app).await.expect("noted");
    assert_eq!(count().await, 1);
    registration::withdraw(&house.head, withdrawn, input(json!({ "reason": "It came to nothing" })))
        .await
        .expect("withdrawn");
    assert_eq!(count().await, 0);
}
