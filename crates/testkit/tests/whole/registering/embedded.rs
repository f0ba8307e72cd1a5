//! The form inside somebody else's page: only where the program allows it, and nothing else of ours in any frame.

use super::house::{House, value_of};
use http::Method;
use kernel::time::SECOND;
use testkit::Answer;

fn policy(answer: &Answer) -> (&str, bool) {
    let header = |name| answer.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let ancestors = header("content-security-policy").split("frame-ancestors ").nth(1).unwrap_or_default();
    (ancestors, header("x-frame-options") == "DENY")
}

async fn allow(house: &House, sites: &str) -> Answer {
    let head = house.app.cookie(&house.head).await;
    house.app.post(&format!("/settings/programs/{}/embed", house.program), &head, &[("origins", sites)]).await
}

#[tokio::test]
async fn a_form_is_framed_by_the_sites_of_its_program_and_by_nobody_else() {
    let house = House::new().await;
    assert_eq!(house.app.get("/embed/reseller-dach", "").await.status.as_u16(), 404, "nobody is allowed yet");
    let saved = allow(&house, "https://WWW.Nordlicht.example/\nhttps://portal.voltwerk.example:8443").await;
    assert_eq!(saved.status.as_u16(), 303, "{}", saved.body);

    let page = house.app.get("/embed/reseller-dach?lang=de", "").await;
    assert_eq!(page.status.as_u16(), 200);
    assert_eq!(policy(&page), ("https://portal.voltwerk.example:8443 https://www.nordlicht.example", false));
    assert!(page.body.contains("<html lang=\"de\"") && !page.body.contains("action=\"/language\""), "{}", page.body);
    // Another program's page, and every other page of ours, stays out of frames.
    super::house::make_program(&house.head, "other", "Other").await;
    assert_eq!(house.app.get("/embed/other", "").await.status.as_u16(), 404);
    let head = house.app.cookie(&house.head).await;
    for path in ["/p/reseller-dach", "/embed/other", "/embed/nothing", "/registrations", "/sign-in", "/my"] {
        assert_eq!(policy(&house.app.get(path, &head).await), ("'none'", true), "{path}");
    }

    // Sent as from the frame, without a cookie: with a mistake first.
    let opened = value_of(&page.body, "opened");
    house.app.clock.advance(20 * SECOND);
    let mut form = vec![
        ("sender_name", "Ada Lindqvist"),
        ("sender_email", "ada@lindqvist.example"),
        ("sender_company", "Lindqvist IT"),
        ("amount", "120.500"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-02-28"),
        ("opened", opened.as_str()),
    ];
    let wrong = house.app.post("/embed/reseller-dach?lang=de", "", &form).await;
    assert_eq!((wrong.status.as_u16(), policy(&wrong).1), (422, false), "{}", wrong.body);
    form.push(("company", "Maison Delacroix SA"));
    let sent = house.app.post("/embed/reseller-dach?lang=de", "", &form).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, "/embed/reseller-dach/sent?lang=de"), "{}", sent.body);
    let last = house.app.get(sent.location(), "").await;
    assert_eq!((last.status.as_u16(), policy(&last).1), (200, false));
    assert!(last.body.contains("href=\"/embed/reseller-dach?lang=de\""), "{}", last.body);
    assert_eq!(house.registrations().await, 1);
    assert_eq!(house.mails_of("registration_confirm").await.len(), 1);

    // Taken back: closed at once.
    assert_eq!(allow(&house, "").await.status.as_u16(), 303);
    assert_eq!(house.app.get("/embed/reseller-dach", "").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_site_that_could_be_more_than_one_is_refused_and_named() {
    let house = House::new().await;
    for site in [
        "https://*.example.com",
        "http://www.example.com",
        "https://a.example/path",
        "*",
        "https://a.example;script-src",
    ] {
        let refused = allow(&house, &format!("https://good.example\n{site}")).await;
        assert_eq!(refused.status.as_u16(), 422, "{site}");
        assert!(refused.body.contains("is not a site we can allow"), "{}", refused.body);
    }
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM program_embed").await, 0);
    let many = (0..21).map(|n| format!("https://s{n}.example.com\n")).collect::<String>();
    assert_eq!(allow(&house, &many).await.status.as_u16(), 422);
    // A manager of partners changes no program.
    let ines = house.app.cookie(&house.ines).await;
    let path = format!("/settings/programs/{}/embed", house.program);
    assert_eq!(house.app.post(&path, &ines, &[("origins", "https://a.example")]).await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_program_of_ours_sets_and_reads_the_sites() {
    let house = House::new().await;
    let head = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/programs/{}/embed", house.program);
    let set = serde_json::json!({ "origins": ["https://b.example", "https://a.example", "https://a.example/"] });
    let answer = house.app.api(Method::PUT, &path, &head, Some(set)).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    let read = house.app.api(Method::GET, &path, &head, None).await.json();
    assert_eq!(read, serde_json::json!({ "origins": ["https://a.example", "https://b.example"] }));
    let wrong = serde_json::json!({ "origins": ["javascript:alert(1)"] });
    assert_eq!(house.app.api(Method::PUT, &path, &head, Some(wrong)).await.status.as_u16(), 422);
    let page = house.app.get(&format!("/settings/programs/{}/embed", house.program), &head).await.body;
    assert!(page.contains("/embed/reseller-dach?lang=de"), "{page}");
}
