//! Definitions as data: page, API and files tell the same of every figure, and what cannot be counted yet gives none.

use crate::kpis::House;
use http::{Method, StatusCode};
use kernel::Locale;
use operations::grow::kpi::{self, METRICS, Policies};
use serde_json::{Value, json};

#[tokio::test]
async fn the_api_gives_every_definition_as_its_file_says_it() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.manager).await;
    let list: Value = house.app.api(Method::GET, "/api/v1/kpis", &cookie, None).await.json();
    let keys: Vec<&str> =
        list["items"].as_array().expect("a list").iter().map(|item| item["key"].as_str().expect("a key")).collect();
    let defined: Vec<&str> = kpi::definitions().map(|d| d.key()).collect();
    assert_eq!(keys, defined);
    for (at, definition) in kpi::definitions().enumerate() {
        let path = format!("/api/v1/kpis/{}/definition", definition.key());
        let one: Value = house.app.api(Method::GET, &path, &cookie, None).await.json();
        assert_eq!(one, list["items"][at], "{path}");
    }
    let rate: Value = house.app.api(Method::GET, "/api/v1/kpis/win_rate/definition", &cookie, None).await.json();
    assert_eq!(rate["name"], "Win rate");
    assert_eq!(
        rate["counts"],
        json!({ "from": "deals", "date": "closed_on", "shape": "share", "counted": ["won", "won_unvalued", "lost"],
            "part": ["won", "won_unvalued"], "left_out": [] })
    );
    assert_eq!(rate["source"]["kind"], "crm");
    assert_eq!(rate["waits_for"], Value::Null);
    assert!(rate["dimensions"].as_array().expect("a list").contains(&json!("attribute.<key>")));
    let none = house.app.api(Method::GET, "/api/v1/kpis/luck/definition", &cookie, None).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_waits_for_a_room_says_so_everywhere_and_never_gives_a_figure() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let waiting: Vec<_> = kpi::definitions().filter(|d| d.metric().is_none()).collect();
    assert!(waiting.len() >= 8, "{}", waiting.len());
    for definition in waiting {
        let key = definition.key();
        for path in [format!("/api/v1/kpis/{key}"), format!("/api/v1/kpis/{key}/rows")] {
            let answer = house.app.api(Method::GET, &path, &cookie, None).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{path}");
            let said: Value = answer.json();
            assert_eq!(said["error"]["code"], "kpi_waits", "{path}");
        }
        let entry: Value =
            house.app.api(Method::GET, &format!("/api/v1/kpis/{key}/definition"), &cookie, None).await.json();
        assert!(entry["waits_for"].is_string() && entry["counts"].is_null(), "{entry}");
        let page = house.app.get(&format!("/insights/definitions/{key}"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{key}");
        assert!(page.body.contains("Waits for: "), "{key}");
        assert!(!page.body.contains(&format!("/insights/rows?metric={key}")), "{key} leads to rows");
        let rows = house.app.get(&format!("/insights/rows?metric={key}"), &cookie).await;
        assert_eq!(rows.status, StatusCode::CONFLICT, "{key}");
    }
}

#[tokio::test]
async fn every_definition_has_a_page_that_the_list_and_the_tooltips_lead_to() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let list = house.app.get("/insights/definitions", &cookie).await;
    assert_eq!(list.status, StatusCode::OK);
    for definition in kpi::definitions() {
        let href = format!("/insights/definitions/{}", definition.key());
        assert!(list.body.contains(&format!("href=\"{href}\"")), "{href}");
        let page = house.app.get(&href, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{href}");
        // Apostrophes are written as entities in HTML.
        let formula = definition.about().formula(Locale::En, &Policies::default()).replace('\'', "&#39;");
        assert!(page.body.contains(&formula), "{href}: {formula}");
    }
    assert_eq!(house.app.get("/insights/definitions/luck", &cookie).await.status, StatusCode::NOT_FOUND);
    let rows = house.app.get("/insights/rows?metric=win_rate", &cookie).await;
    assert!(rows.body.contains("/insights/definitions/win_rate"));
    assert!(METRICS.iter().all(|m| list.body.contains(m.name(Locale::En))));
}
