//! More is sent than is taken at once.

use http::{Method, StatusCode};
use kernel::Role;
use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn too_much_at_once_has_a_code_over_the_api_and_a_page_that_can_be_read() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let long = "x".repeat(3 * 1024 * 1024);
    for path in ["/api/v1/partners", "/api/v1/registrations", "/api/v1/calendars"] {
        let answer = app.api(Method::POST, path, &cookie, Some(json!({ "name": long }))).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}: {}", answer.body);
        let error = &answer.json()["error"];
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!("payload_too_large"), &json!("This request is too large."))
        );
    }
    for (language, said) in [("en", "Nothing was saved"), ("de", "Gespeichert wurde nichts")] {
        let answer = app.post("/my", &format!("language={language}"), &[("email", &long)]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.body);
        let body = &answer.body;
        assert!(body.contains("<!doctype html>") && body.contains(said) && body.contains("1 MB"), "{body}");
    }
}
