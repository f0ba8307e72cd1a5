//! The same request sent again, with its key, is the same request.

use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::{HOUR, SECOND};
use operations::access::idempotency::{self, Turn};
use testkit::{Answer, TestApp};

async fn post(app: &TestApp, cookie: &str, key: &str, name: &str) -> Answer {
    let body = serde_json::json!({ "name": name, "email": format!("{name}@vendor.example"), "role": "viewer" });
    let request = http::Request::builder()
        .method(Method::POST)
        .uri("/api/v1/users")
        .header("host", "compagnon.test")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie)
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(body.to_string().into())
        .expect("a request");
    app.send(request).await
}

async fn people(app: &TestApp) -> i64 {
    storage::Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM app_user")
        .value::<i64>(app.app.db().read())
        .await
        .expect("counted")
        .expect("a number")
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_does_nothing() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let first = post(&app, &cookie, "k1", "ines").await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert!(first.headers.get("idempotency-replayed").is_none());
    let second = post(&app, &cookie, "k1", "ines").await;
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    assert_eq!(second.headers.get("idempotency-replayed").map(|v| v.as_bytes()), Some(&b"true"[..]));
    assert_eq!(second.headers.get("content-type").map(|v| v.as_bytes()), Some(&b"application/json"[..]));
    assert_eq!(people(&app).await, 2);

    let other = post(&app, &cookie, "k1", "jana").await;
    assert_eq!(
        (other.status, other.json()["error"]["code"].clone()),
        (StatusCode::CONFLICT, "idempotency_key_reused".into())
    );
    // Refusals are repeated too: the address is taken, and stays so.
    let taken = post(&app, &cookie, "k2", "ines").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&app, &cookie, "k2", "ines").await.body, taken.body);
    // After two days the key is forgotten.
    app.clock.advance(49 * HOUR);
    assert_eq!(post(&app, &cookie, "k1", "jana").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn keys_of_two_people_have_nothing_to_do_with_each_other() {
    let app = TestApp::new().await;
    let (ada, bea) = (app.user("Ada", Role::Administrator).await, app.user("Bea", Role::Administrator).await);
    assert_eq!(post(&app, &app.cookie(&ada).await, "k", "ines").await.status, StatusCode::CREATED);
    assert_eq!(post(&app, &app.cookie(&bea).await, "k", "jana").await.status, StatusCode::CREATED);
    assert_eq!(post(&app, "", "k", "eve").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_that_cannot_be_one_is_refused() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    for key in ["", &"x".repeat(201)] {
        let answer = post(&app, &cookie, key, "ines").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["error"]["fields"][0]["field"], "idempotency_key");
    }
    assert_eq!(people(&app).await, 1);
}

#[tokio::test]
async fn twenty_at_once_with_one_key_make_one_person() {
    let app = TestApp::new().await;
    let admin = app.user("Ada", Role::Administrator).await;
    let cookie = app.cookie(&admin).await;
    let answers = futures::future::join_all((0..20).map(|_| post(&app, &cookie, "k", "ines"))).await;
    for answer in &answers {
        assert!(
            answer.status == StatusCode::CREATED
                // Not "lost": the first is just answering.
                || answer.json()["error"]["code"] == "in_progress",
            "{answer:?}"
        );
    }
    assert!(answers.iter().any(|answer| answer.status == StatusCode::CREATED));
    assert_eq!(people(&app).await, 2);
}

#[tokio::test]
async fn a_claim_of_a_dead_process_is_taken_over_after_a_minute() {
    let app = TestApp::new().await;
    let claim = || idempotency::claim(&app.app, "usr_x", "k", "hash");
    let Turn::Fresh(dead) = claim().await.expect("claimed") else { panic!("not fresh") };
    assert_eq!(claim().await.expect_err("taken").code(), "in_progress");
    app.clock.advance(60 * SECOND);
    assert!(matches!(claim().await.expect("claimed"), Turn::Fresh(_)));
    // The process was not dead after all: its work must not be committed any more.
    let mut cx = app.system();
    cx.claim = Some(dead);
    let tx = cx.begin().await.expect("begun");
    assert_eq!(cx.commit(tx).await.expect_err("too late").code(), "in_progress");
}

#[tokio::test]
async fn work_whose_answer_was_lost_is_not_done_again() {
    let app = TestApp::new().await;
    let Turn::Fresh(claim) = idempotency::claim(&app.app, "usr_x", "k", "hash").await.expect("claimed") else {
        panic!("not fresh")
    };
    let mut cx = app.system();
    cx.claim = Some(claim);
    let tx = cx.begin().await.expect("begun");
    cx.commit(tx).await.expect("carried out");
    // Killed here. However long it takes, the repetition learns that it was done.
    app.clock.advance(HOUR);
    let again = idempotency::claim(&app.app, "usr_x", "k", "hash").await;
    assert_eq!(again.expect_err("done").code(), "already_carried_out");
}

#[tokio::test]
async fn the_secret_of_a_token_is_not_kept_for_repetitions() {
    let app = TestApp::new().await;
    let cx = app.user("Ines", Role::PartnerManager).await;
    let cookie = app.cookie(&cx).await;
    let send = async || {
        let request = http::Request::builder()
            .method(Method::POST)
            .uri("/api/v1/tokens")
            .header("host", "compagnon.test")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie)
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .body(r#"{"name":"export"}"#.into())
            .expect("a request");
        app.send(request).await
    };
    let made = send().await;
    assert_eq!(made.status, StatusCode::CREATED);
    app.clock.advance(11 * kernel::time::SECOND);
    let again = send().await;
    assert_eq!(again.json()["error"]["code"], "already_carried_out");
    let kept =
        storage::Sql::new("SELECT COALESCE(body, '') FROM idempotency").column::<String>(app.app.db().read()).await;
    assert!(kept.expect("rows").iter().all(|body| !body.contains("cmpg_")));
}
