//! What a person keeps for themselves, over the API: sessions and saved views; and the outbox for administrators.

use http::{Method, StatusCode};
use kernel::Role;
use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn a_person_sees_and_ends_their_own_sessions_and_nobody_elses() {
    let app = TestApp::new().await;
    let ada = app.user("Ada", Role::PartnerManager).await;
    let eve = app.user("Eve", Role::Administrator).await;
    let (here, there, other) = (app.cookie(&ada).await, app.cookie(&ada).await, app.cookie(&eve).await);
    let listed = app.api(Method::GET, "/api/v1/me/sessions", &here, None).await;
    assert_eq!(listed.status, StatusCode::OK, "{}", listed.body);
    assert!(!listed.body.contains("token_hash"), "{}", listed.body);
    let sessions = listed.json()["items"].as_array().expect("items").clone();
    assert_eq!(sessions.len(), 2);
    let id = sessions[0]["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/me/sessions/{id}");
    assert_eq!(app.api(Method::DELETE, &path, &other, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.api(Method::DELETE, &path, &here, None).await.status, StatusCode::NO_CONTENT);
    let left = [&here, &there];
    let mut answers = Vec::new();
    for cookie in left {
        answers.push(app.api(Method::GET, "/api/v1/me", cookie, None).await.status);
    }
    answers.sort();
    assert_eq!(answers, [StatusCode::OK, StatusCode::UNAUTHORIZED], "one of the two browsers is signed out");
}

#[tokio::test]
async fn a_view_saved_over_the_api_keeps_what_the_list_understands() {
    let app = TestApp::new().await;
    let ada = app.user("Ada", Role::PartnerManager).await;
    let eve = app.user("Eve", Role::PartnerManager).await;
    let (ada, eve) = (app.cookie(&ada).await, app.cookie(&eve).await);
    let save = |body| app.api(Method::POST, "/api/v1/me/views", &ada, Some(body));
    let saved = save(json!({ "page": "partners", "name": "North", "query": "region=North&nonsense=1" })).await;
    assert_eq!(saved.status, StatusCode::CREATED, "{}", saved.body);
    assert_eq!(saved.json()["query"], "region=North");
    let again = save(json!({ "page": "partners", "name": "North", "query": "region=South" })).await;
    assert_eq!(again.json()["id"], saved.json()["id"], "the name is the view");
    let listed = app.api(Method::GET, "/api/v1/me/views?page=partners", &ada, None).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["items"][0]["query"], "region=South");
    assert!(app.get("/partners", &ada).await.body.contains("North"));
    let none = app.api(Method::GET, "/api/v1/me/views?page=partners", &eve, None).await.json();
    assert_eq!(none["items"].as_array().map(Vec::len), Some(0));

    for bad in [
        json!({ "page": "moon", "name": "N", "query": "" }),
        json!({ "page": "partners", "name": " ", "query": "" }),
        json!({ "page": "deals", "name": "N", "query": "program=nowhere" }),
        json!({ "page": "deals", "name": "N".repeat(61), "query": "" }),
    ] {
        let answer = save(bad.clone()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}: {}", answer.body);
    }
    let path = format!("/api/v1/me/views/{}", saved.json()["id"].as_str().expect("an id"));
    assert_eq!(app.api(Method::DELETE, &path, &eve, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.api(Method::DELETE, &path, &ada, None).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_outbox_is_read_over_the_api_by_administrators_only() {
    let app = TestApp::new().await;
    let ada = app.user("Ada", Role::Administrator).await;
    let vi = app.user("Vi", Role::Viewer).await;
    let (ada, vi) = (app.cookie(&ada).await, app.cookie(&vi).await);
    app.post("/sign-in/link", "", &[("email", "ada@vendor.example")]).await;
    let listed = app.api(Method::GET, "/api/v1/outbox?status=kept&q=ADA@", &ada, None).await.json();
    let mail = &listed["items"][0];
    assert_eq!((&mail["to_email"], &mail["status"]), (&json!("ada@vendor.example"), &json!("kept")));
    let path = format!("/api/v1/outbox/{}", mail["id"].as_str().expect("an id"));
    let letter = app.api(Method::GET, &path, &ada, None).await.json();
    assert_eq!(letter["subject"], mail["subject"]);
    assert!(letter["text"].as_str().is_some_and(|t| t.contains("/sign-in/link/")), "{letter}");
    for (method, path) in
        [(Method::GET, "/api/v1/outbox"), (Method::GET, path.as_str()), (Method::POST, "/api/v1/outbox/retry")]
    {
        assert_eq!(app.api(method, path, &vi, None).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let retried = app.api(Method::POST, "/api/v1/outbox/retry", &ada, None).await;
    assert_eq!((retried.status, &retried.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("no_mail_server")));
    let wrong = app.api(Method::GET, "/api/v1/outbox?status=lost", &ada, None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
}
