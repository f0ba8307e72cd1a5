//! A partner's contact says which mails they want: on their own pages, and with one click from the mail itself.

use super::house::House;
use http::StatusCode;
use kernel::time::DAY;
use kernel::words::LinkPurpose;
use operations::access::link::NewLink;
use operations::cosell::protection::remind;
use operations::cosell::registration::*;

#[derive(sea_orm::FromQueryResult)]
struct Unsubscribe {
    unsubscribe_url: Option<String>,
}

/// Approved; then close to the end of its protection.
async fn nearly_over(house: &House, company: &str) -> kernel::id::RegistrationId {
    let what = Submission {
        company: company.to_owned(),
        domain: None,
        expected_close_on: "2027-12-31".to_owned(),
        ..house.kruger()
    };
    let id = house.register(house.nordlicht, what).await.id;
    approve(&house.head, id, Approve::default()).await.expect("approved");
    id
}

async fn until_the_end(house: &House) {
    house.app.clock.advance(85 * DAY);
    remind(&house.app.app).await.expect("looked");
}

#[tokio::test]
async fn warnings_before_protection_ends_stop_and_what_is_an_answer_still_comes() {
    let house = House::new().await;
    let first = nearly_over(&house, "Spedition Husum").await;
    until_the_end(&house).await;
    let warned = house.mails_of("registration_expiring").await;
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].body_text.contains("http://compagnon.test/u/"), "{}", warned[0].body_text);
    let unsubscribe = storage::Sql::new("SELECT unsubscribe_url FROM mail WHERE template = 'registration_expiring'")
        .one::<Unsubscribe>(house.app.app.db().read())
        .await
        .expect("a query")
        .and_then(|row| row.unsubscribe_url)
        .expect("one click");
    let path = unsubscribe.strip_prefix("http://compagnon.test").expect("ours").to_owned();
    assert!(path.ends_with("/expiry"), "{path}");
    // A mail scanner that opens it changes nothing; the mail program's click does.
    assert_eq!(house.app.get(&path, "").await.status, StatusCode::OK);
    let clicked = house.app.post(&path, "", &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(clicked.status, StatusCode::OK, "{}", clicked.body);
    // The contact's own pages say so, and are linked where they are.
    let status = house.status_link(first).await;
    assert!(house.app.get(&status, "").await.body.contains(&format!("href=\"{status}/mails\"")));
    let mine = house
        .link(NewLink { contact: Some(house.nordlicht.contact), ..NewLink::new(LinkPurpose::MyRegistrations) })
        .await;
    assert!(house.app.get(&mine, "").await.body.contains(&format!("href=\"{mine}/mails\"")));
    let checked = |body: &str, kind: &str| body.contains(&format!("value=\"{kind}\" checked"));
    for path in [format!("{status}/mails"), format!("{mine}/mails")] {
        let page = house.app.get(&path, "").await.body;
        assert!(checked(&page, "reminder") && !checked(&page, "expiry"), "{page}");
        assert!(page.contains("value=\"expiry\"") && !page.contains("value=\"digest\""), "{page}");
    }
    // A second one: approved as ever, and no warning.
    let second = nearly_over(&house, "Brandt AG").await;
    assert_eq!(house.mails_of("registration_approved").await.len(), 2);
    until_the_end(&house).await;
    assert_eq!(house.mails_of("registration_expiring").await.len(), 1);
    house.app.clock.advance(10 * DAY);
    watch::expire_protections(&house.app.app).await.expect("looked");
    assert_eq!(house.mails_of("registration_expired").await.len(), 2, "that it is over is told");
    // Switched on again on the page, without the reminders.
    let path = format!("{}/mails", house.status_link(second).await);
    let saved = house.app.post(&path, "", &[("wanted", "expiry")]).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, path.as_str()));
    let page = house.app.get(&path, "").await.body;
    assert!(!checked(&page, "reminder") && checked(&page, "expiry"), "{page}");
    nearly_over(&house, "Werft Nord").await;
    until_the_end(&house).await;
    assert_eq!(house.mails_of("registration_expiring").await.len(), 2);
}

#[tokio::test]
async fn a_contact_changes_their_own_mails_only() {
    let house = House::new().await;
    let (one, other) = (
        house.register(house.nordlicht, house.kruger()).await.id,
        house.register(house.voltwerk, house.kruger()).await.id,
    );
    let path = format!("{}/mails", house.status_link(one).await);
    assert_eq!(house.app.post(&path, "", &[]).await.status, StatusCode::SEE_OTHER);
    let theirs = house.app.get(&format!("{}/mails", house.status_link(other).await), "").await.body;
    assert_eq!(theirs.matches(" checked").count(), 2, "{theirs}");
    // Kinds that contacts never get are not kept for them, and those of contacts not for people of the vendor.
    let count = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail_preference";
    assert_eq!(house.count(count).await, 2);
    let cookie = house.app.cookie(&house.ines).await;
    let off = serde_json::json!({ "mails": [{ "kind": "expiry", "wanted": false }] });
    let kept = house.app.api(http::Method::PATCH, "/api/v1/me/mails", &cookie, Some(off)).await;
    assert_eq!(kept.json()["mails"].as_array().map(Vec::len), Some(3), "{}", kept.body);
    assert_eq!(house.count(count).await, 2);
    // A stranger has no contact to keep a choice with.
    house.send_public_form(&[]).await;
    let confirm = house.link_in_mail("registration_confirm").await;
    house.app.post(&confirm, "", &[]).await;
    let status = house.link_in_mail("registration_received").await;
    let page = house.app.get(&status, "").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("/mails\""), "{}", page.body);
    assert_eq!(house.app.get(&format!("{status}/mails"), "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_vendor_reads_and_sets_which_mails_a_contact_gets() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.ines).await;
    let path = |who: super::house::Partner| format!("/partners/{}/contacts/{}", who.id, who.contact);
    let api = format!("/api/v1{}/mails", path(house.nordlicht));
    let asked = house.app.api(http::Method::GET, &api, &cookie, None).await;
    let all = serde_json::json!([{ "kind": "reminder", "wanted": true }, { "kind": "expiry", "wanted": true }]);
    assert_eq!(asked.json()["mails"], all, "{}", asked.body);
    let change = |kind: &str| serde_json::json!({ "mails": [{ "kind": kind, "wanted": false }] });
    // What contacts never get, what is no kind, and whose partner is somebody else's.
    for wrong in ["digest", "letters"] {
        let refused = house.app.api(http::Method::PATCH, &api, &cookie, Some(change(wrong))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", refused.body);
    }
    let theirs = format!("/api/v1{}/mails", path(house.voltwerk));
    for (method, body) in [(http::Method::GET, None), (http::Method::PATCH, Some(change("expiry")))] {
        let refused = house.app.api(method, &theirs, &cookie, body).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
    }
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM mail_preference").await, 0);
    let off = house.app.api(http::Method::PATCH, &api, &cookie, Some(change("expiry"))).await;
    assert_eq!(off.json()["mails"][1], serde_json::json!({ "kind": "expiry", "wanted": false }), "{}", off.body);
    // The contact finds it so behind their registration link, and the vendor on the contact's page.
    let link = house.personal_link(house.nordlicht).await;
    assert!(house.app.get(&link, "").await.body.contains(&format!("href=\"{link}/mails\"")));
    for (page, cookie) in [(format!("{link}/mails"), ""), (path(house.nordlicht), cookie.as_str())] {
        let page = house.app.get(&page, cookie).await.body;
        assert!(page.contains("value=\"reminder\" checked") && !page.contains("value=\"expiry\" checked"), "{page}");
    }
    let saved = house.app.post(&format!("{}/mails", path(house.nordlicht)), &cookie, &[("wanted", "expiry")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let now = house.app.api(http::Method::GET, &api, &cookie, None).await.json();
    assert_eq!((&now["mails"][0]["wanted"], &now["mails"][1]["wanted"]), (&false.into(), &true.into()), "{now}");
    let told = house.app.get(&format!("/partners/{}/history", house.nordlicht.id), &cookie).await.body;
    assert!(told.contains("changed which mails Jana Brandt gets"), "{told}");
}
