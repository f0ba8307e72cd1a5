//! The API of deals and companies.

use super::house::*;
use http::{Method, StatusCode};
use kernel::Role;
use kernel::id::DealId;
use serde_json::{Value, json};

#[tokio::test]
async fn a_deal_lives_its_whole_life_through_the_api() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let call = async |method: Method, path: &str, body: Option<Value>| house.app.api(method, path, &cookie, body).await;
    let wish = json!({
        "program": house.program, "name": "Fleet suite", "company_name": "Krüger & Söhne GmbH", "company_domain": "krueger.example",
        "lines": [{ "product_name": "Seats", "quantity": "10", "amount": "2024.9940" }, { "product_name": "Support", "amount": "0.0060" }],
    });
    let made = call(Method::POST, "/api/v1/deals", Some(wish)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let deal = made.json();
    assert_eq!(deal["amount"], json!({ "amount": "2025.0000", "currency": "EUR" }));
    assert_eq!(deal["company_name"], "Krüger & Söhne GmbH");
    assert_eq!(deal["lines"][0]["quantity"], "10.0000");
    let path = format!("/api/v1/deals/{}", deal["id"].as_str().expect("an id"));

    let stage = json!({ "stage": house.stage("proposal"), "version": deal["version"] });
    let moved = call(Method::POST, &format!("{path}/stage"), Some(stage.clone())).await;
    assert_eq!((moved.status, moved.json()["stage_name_de"].clone()), (StatusCode::OK, json!("Angebot")));
    let again = call(Method::POST, &format!("{path}/stage"), Some(stage)).await;
    assert_eq!((again.status, again.json()["error"]["code"].clone()), (StatusCode::CONFLICT, json!("stale_version")));

    let changed = call(Method::PATCH, &path, Some(json!({ "name": "Fleet XL", "owner": null }))).await;
    assert_eq!((changed.json()["name"].clone(), changed.json()["owner_id"].clone()), (json!("Fleet XL"), Value::Null));
    let line =
        call(Method::POST, &format!("{path}/lines"), Some(json!({ "product_name": "Training", "amount": "5" }))).await;
    assert_eq!(line.status, StatusCode::CREATED);
    let line = line.json()["items"][2]["id"].as_str().expect("a line").to_owned();
    let put = json!({ "product_name": "Training", "amount": "6" });
    assert_eq!(call(Method::PUT, &format!("{path}/lines/{line}"), Some(put)).await.status, StatusCode::OK);
    assert_eq!(call(Method::DELETE, &format!("{path}/lines/{line}"), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(call(Method::DELETE, &format!("{path}/lines/{line}"), None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        call(Method::POST, &format!("{path}/notes"), Some(json!({ "text": "Hm" }))).await.status,
        StatusCode::CREATED
    );

    let won = call(Method::POST, &format!("{path}/win"), Some(json!({}))).await;
    assert_eq!((won.json()["outcome"].clone(), won.json()["closed_on"].clone()), (json!("won"), json!("2026-11-24")));
    let lost = call(Method::POST, &format!("{path}/lose"), Some(json!({ "reason": "price" }))).await;
    assert_eq!((lost.status, lost.json()["error"]["code"].clone()), (StatusCode::CONFLICT, json!("deal_closed")));
    assert_eq!(call(Method::POST, &format!("{path}/reopen"), Some(json!({}))).await.json()["outcome"], "open");
    let stays = call(Method::GET, &format!("{path}/stages"), None).await.json();
    assert_eq!(stays["items"].as_array().expect("stays").len(), 4);
    let told = call(Method::GET, &format!("{path}/timeline?limit=2"), None).await.json();
    assert_eq!(told["items"][0]["kind"], "deal.reopened");
    assert!(told["next_cursor"].is_string());

    let company = deal["company_id"].as_str().expect("a company");
    let company = call(Method::GET, &format!("/api/v1/companies/{company}"), None).await.json();
    assert_eq!(company["name"], "Krüger & Söhne GmbH");
    let found = call(Method::GET, "/api/v1/companies?q=kruger", None).await.json();
    assert_eq!(found["items"].as_array().expect("companies").len(), 1);
    let found = call(Method::GET, "/api/v1/deals?q=kr%C3%BCger&outcome=open&sort=-amount&limit=1", None).await.json();
    assert_eq!(found["items"][0]["id"], deal["id"]);
}

#[tokio::test]
async fn bad_requests_are_refused_at_the_field_and_write_nothing() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let id = house.deal("Fleet suite", None).await;
    let cases = [
        (Method::GET, "/api/v1/deals?stage=x".to_owned(), None, 422, "stage"),
        (Method::GET, "/api/v1/deals?limit=0".to_owned(), None, 422, "limit"),
        (Method::GET, "/api/v1/deals?limit=x".to_owned(), None, 422, "limit"),
        (Method::GET, "/api/v1/deals?cursor=x".to_owned(), None, 422, "cursor"),
        (Method::GET, "/api/v1/deals?colour=red".to_owned(), None, 422, "colour"),
        (Method::GET, "/api/v1/deals?sort=-nothing".to_owned(), None, 422, "sort"),
        (Method::POST, "/api/v1/deals".to_owned(), Some(json!({ "name": "x" })), 422, "program"),
        (
            Method::POST,
            "/api/v1/deals".to_owned(),
            Some(json!({ "program": house.program, "name": "x", "amount": 5 })),
            422,
            "amount",
        ),
        (
            Method::POST,
            "/api/v1/deals".to_owned(),
            Some(json!({ "program": house.program, "name": "a\u{0}b" })),
            422,
            "name",
        ),
        (Method::POST, format!("/api/v1/deals/{id}/lose"), Some(json!({ "reason": "bad luck" })), 422, "reason"),
        (Method::POST, format!("/api/v1/deals/{id}/stage"), Some(json!({ "stage": house.stage("won") })), 422, "stage"),
        (Method::PATCH, format!("/api/v1/deals/{id}"), Some(json!({ "amount": "1.23456" })), 422, "amount"),
        (Method::PATCH, format!("/api/v1/deals/{id}"), Some(json!({ "colour": "red" })), 422, "colour"),
        (Method::POST, format!("/api/v1/deals/{id}/notes"), Some(json!({ "text": "  " })), 422, "text"),
        (Method::GET, "/api/v1/deals/nonsense".to_owned(), None, 404, ""),
        (Method::GET, format!("/api/v1/deals/{}", DealId::new()), None, 404, ""),
        (Method::GET, "/api/v1/companies/deal_x".to_owned(), None, 404, ""),
    ];
    for (method, path, body, status, field) in cases {
        let answer = house.app.api(method.clone(), &path, &cookie, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.body);
        if !field.is_empty() {
            assert_eq!(answer.json()["error"]["fields"][0]["field"], field, "{method} {path}: {}", answer.body);
        }
    }
    assert_eq!(house.events(id).await, ["deal.created"]);
    assert_eq!(house.app.api(Method::GET, "/api/v1/deals", "", None).await.status, StatusCode::UNAUTHORIZED);
    let viewer = house.app.cookie(&house.app.user("Vera Viewer", Role::Viewer).await).await;
    let won = house.app.api(Method::POST, &format!("/api/v1/deals/{id}/win"), &viewer, Some(json!({}))).await;
    assert_eq!(won.status, StatusCode::FORBIDDEN);
}
