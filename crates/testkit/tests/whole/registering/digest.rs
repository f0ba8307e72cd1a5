//! The week in one mail, and how it is switched off.

use super::house::House;
use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::{DAY, HOUR};
use operations::access::line_manager::{Manager, set_manager};
use operations::cosell::registration::*;
use serde_json::json;

async fn to_monday(house: &House) {
    // From Tuesday, 10:00 in Berlin, to Monday, 10:00.
    house.app.clock.advance(6 * DAY);
}

#[tokio::test]
async fn on_monday_each_hears_once_what_waits_what_broke_and_what_was_in_time() {
    let house = House::new().await;
    let admin = house.app.user("Ada Admin", Role::Administrator).await;
    let otto = house.app.user("Otto Lang", Role::PartnerManager).await;
    house.app.user("Vera View", Role::Viewer).await;
    let (ines, otto) = (house.ines.actor.user().expect("a user").id, otto.actor.user().expect("a user").id);
    set_manager(&admin, ines, Manager { manager: Some(otto) }).await.expect("named");
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 0, "a Tuesday");
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    house.app.clock.advance(HOUR);
    start_review(&house.ines, id, StartReview::default()).await.expect("begun");
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let late = Submission { company: "Brandt AG".to_owned(), domain: None, ..house.kruger() };
    house.register(house.nordlicht, late).await;
    house.app.clock.advance(5 * DAY + 22 * HOUR);
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 0, "Monday at nine has not come");
    house.app.clock.advance(HOUR);
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 3);
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 0);
    let mails = house.mails_of("digest").await;
    let mut to: Vec<&str> = mails.iter().map(|m| m.to_email.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["ines.hoffmann@vendor.example", "maria.kowalski@vendor.example", "otto.lang@vendor.example"]);
    for mail in &mails {
        let body = &mail.body_text;
        assert!(body.contains("1 registration waits longer than we promised") && body.contains("Brandt AG"), "{body}");
        assert!(body.contains("One first answer was given last week, 1 in time."), "{body}");
        assert_eq!(body.contains("Ines Hoffmann: 1 waiting, 1 overdue"), !mail.to_email.starts_with("ines"), "{body}");
        assert!(body.contains("/breaches") && body.contains("/u/"), "{body}");
    }
    house.app.clock.advance(7 * DAY);
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 3, "the next week has its own");
    let cookie = house.app.cookie(&house.ines).await;
    let mine = house.app.api(Method::GET, "/api/v1/me/digest", &cookie, None).await.json();
    assert_eq!((&mine["waiting"], &mine["broken"], &mine["people"]), (&json!(1), &json!(1), &json!([])));
}

#[tokio::test]
async fn one_click_ends_the_digest_and_opening_the_link_does_not() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    to_monday(&house).await;
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 2);
    let urls =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE unsubscribe_url LIKE 'http://compagnon.test/u/%/digest'";
    assert_eq!(house.count(urls).await, 2);
    let never = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE unsubscribe_url IS NOT NULL AND template <> 'digest'";
    assert_eq!(house.count(never).await, 0, "receipts and requests for an answer cannot be switched off");
    let url = storage::Sql::new("SELECT unsubscribe_url FROM mail WHERE template = 'digest' AND to_email LIKE 'ines%'")
        .value::<String>(house.app.app.db().read())
        .await
        .expect("a query")
        .expect("a mail");
    let path = url.strip_prefix("http://compagnon.test").expect("ours").to_owned();
    let page = house.app.get(&path, "").await;
    assert!(page.status == StatusCode::OK && page.body.contains("<form method=\"post\">"), "{}", page.body);
    let off = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail_preference WHERE NOT wanted";
    assert_eq!(house.count(off).await, 0, "a mail scanner opens links");
    let german = house.app.get(&path, "language=de").await.body;
    assert!(german.contains("Diese E-Mails abstellen?"), "{german}");
    let clicked = house.app.post(&path, "", &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(clicked.status, StatusCode::OK, "no redirect: {}", clicked.body);
    assert_eq!(house.app.post(&path, "", &[("List-Unsubscribe", "One-Click")]).await.status, StatusCode::OK);
    assert_eq!(house.count(off).await, 1);
    house.app.clock.advance(7 * DAY);
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 1);
    // The page behind the link has all kinds, and takes the digest back.
    let all = path.strip_suffix("/digest").expect("a kind").to_owned();
    let page = house.app.get(&all, "").await.body;
    assert!(page.contains("value=\"reminder\" checked") && page.contains("value=\"digest\"><"), "{page}");
    let saved = house.app.post(&all, "", &[("wanted", "digest")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let cookie = house.app.cookie(&house.ines).await;
    let now = house.app.api(Method::GET, "/api/v1/me/mails", &cookie, None).await.json();
    assert_eq!(
        now["mails"],
        json!([{ "kind": "reminder", "wanted": false }, { "kind": "digest", "wanted": true },
            { "kind": "figures", "wanted": false }])
    );
    let change = json!({ "mails": [{ "kind": "reminder", "wanted": true }] });
    assert_eq!(house.app.api(Method::PATCH, "/api/v1/me/mails", &cookie, Some(change)).await.status, StatusCode::OK);
    let wrong = json!({ "mails": [{ "kind": "decision", "wanted": false }] });
    let wrong = house.app.api(Method::PATCH, "/api/v1/me/mails", &cookie, Some(wrong)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a decision cannot be switched off");
    for forged in ["/u/nonsense", "/u/nonsense/digest", &format!("{all}/decision"), &all.replace("/u/", "/m/")] {
        assert_eq!(house.app.get(forged, "").await.status, StatusCode::NOT_FOUND, "{forged}");
        assert!(house.app.post(forged, "", &[]).await.status.is_client_error(), "{forged}");
    }
    let page = house.app.get("/account", &cookie).await.body;
    assert!(page.contains("A summary of the week"), "{page}");
    let saved = house.app.post("/account/mails", &cookie, &[("wanted", "reminder")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let now = house.app.api(Method::GET, "/api/v1/me/mails", &cookie, None).await.json();
    assert_eq!(now["mails"][1]["wanted"], false);
}

#[tokio::test]
async fn with_nothing_to_tell_there_is_no_mail_and_a_closed_week_has_none() {
    let house = House::new().await;
    to_monday(&house).await;
    assert_eq!(write_digests(&house.app.app).await.expect("looked"), 0);
    assert!(house.app.waiting_jobs().await.is_empty());
}
