//! How many registrations a partner can have open, windows of single products, and protection that lives on work.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::product::{self, CreateProduct};
use operations::cosell::protection::watch_activity;
use operations::cosell::registration::*;
use operations::program::{self, ProtectionRules};
use storage::Sql;

async fn rules(house: &House, protection: ProtectionRules) {
    let (_, mut rules) = program::current(house.head.read(), house.program).await.expect("rules");
    rules.protection = protection;
    program::publish(&house.head, house.program, rules, None).await.expect("published");
}

fn customer(house: &House, n: usize) -> Submission {
    let name = ["Adler", "Brosig", "Cramer", "Drews", "Ehlers", "Fabian", "Gerlach", "Hansen"][n];
    Submission {
        company: format!("{name} Werke GmbH"),
        domain: Some(format!("{}-werke.de", name.to_lowercase())),
        ..house.kruger()
    }
}

fn typed(submission: &Submission) -> Vec<(&str, &str)> {
    vec![
        ("company", submission.company.as_str()),
        ("domain", submission.domain.as_deref().unwrap_or_default()),
        ("amount", "48000"),
        ("currency", "EUR"),
        ("expected_close_on", submission.expected_close_on.as_str()),
    ]
}

#[tokio::test]
async fn how_many_more_can_be_open_is_said_before_a_spreadsheet_is_entered() {
    let house = House::new().await;
    rules(&house, ProtectionRules { most_open: Some(2), ..ProtectionRules::default() }).await;
    house.register(house.nordlicht, customer(&house, 0)).await;
    let link = format!("{}/bulk", house.personal_link(house.nordlicht).await);
    assert!(house.app.get(&link, "").await.body.contains("You have 1 open registration; up to 2 can be open"));
    let rows = "Adler Werke Nord;50000;2027-03-31\r\nBrosig Hafen;lots;2027-03-31\r\nCramer Yard;9000;2027-03-31\r\n";
    let sheet = format!("company;amount;expected_close_on\r\n{rows}");
    let page = house.send_parts(&link, "", &[], &[("file", "deals.csv", sheet.as_bytes())]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Register one deal") && page.body.contains("up to 2 can be open"), "{}", page.body);
    assert_eq!(page.body.matches("Please withdraw or finish one first").count(), 1, "the third row: {}", page.body);
    let cookie = house.app.cookie(&house.head).await;
    let body = |partner: String| {
        serde_json::json!({
            "program": house.program.to_string(), "partner": partner, "preview": true,
            "rows": [{ "company": "Drews Werke", "amount": "5000", "expected_close_on": "2027-03-31" }]
        })
    };
    let path = "/api/v1/registrations/bulk";
    let said = house.app.api(Method::POST, path, &cookie, Some(body(house.nordlicht.id.to_string()))).await;
    assert_eq!(
        (&said.json()["open_limit"]["open"], &said.json()["open_limit"]["limit"]),
        (&1.into(), &2.into()),
        "{}",
        said.body
    );
    let unknown =
        house.app.api(Method::POST, path, &cookie, Some(body(kernel::id::PartnerId::new().to_string()))).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unknown.body);
}

#[tokio::test]
async fn a_partner_who_lets_registrations_expire_can_have_fewer_open_and_is_told_beforehand() {
    let house = House::new().await;
    rules(&house, ProtectionRules { most_open: Some(4), ..ProtectionRules::default() }).await;
    let mut ended = Vec::new();
    for n in 0..6 {
        ended.push(house.register(house.nordlicht, customer(&house, n)).await.id);
    }
    // What a person of the vendor enters, they decide: six are open by now.
    let link = house.personal_link(house.nordlicht).await;
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("You have 6 open registrations; up to 4 can be open at a time."), "{page}");
    let next = customer(&house, 6);
    let full = house.app.post(&link, "", &typed(&next)).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("up to 4 can be open at a time. Please withdraw"), "{}", full.body);
    assert_eq!(house.registrations().await, 6, "nothing was written");
    // Half of them ran out, and half were sold: half of the limit is left.
    for (n, id) in ended.iter().enumerate() {
        approve(&house.ines, *id, Approve::default()).await.expect("approved");
        let status = if n % 2 == 0 { Status::Expired } else { Status::Won };
        Sql::new("UPDATE registration SET status = ")
            .bind(status)
            .push(" WHERE id = ")
            .bind(*id)
            .execute(house.app.app.db().writer())
            .await
            .expect("ended");
    }
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("You have 0 open registrations; up to 2 can be open"), "{page}");
    assert!(page.contains("Your limit would be 4; it is lower because 3 of 6"), "{page}");
    for n in [6, 7] {
        let sent = house.app.post(&link, "", &typed(&customer(&house, n))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    let third = Submission { company: "Iversen Werke".to_owned(), domain: None, ..house.kruger() };
    assert_eq!(house.app.post(&link, "", &typed(&third)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The same once more is the same, not one too many.
    let again = house.app.post(&link, "", &typed(&customer(&house, 7))).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let path = format!("/api/v1/partners/{}/programs/{}/open-limit", house.nordlicht.id, house.program);
    let cookie = house.app.cookie(&house.ines).await;
    let cap = house.app.api(Method::GET, &path, &cookie, None).await.json();
    assert_eq!(
        (cap["open"].as_i64(), cap["limit"].as_i64(), cap["most"].as_i64()),
        (Some(2), Some(2), Some(4)),
        "{cap}"
    );
}

#[tokio::test]
async fn a_product_can_have_its_own_window_set_on_the_page() {
    let house = House::new().await;
    let new = CreateProduct { key: None, name: "Fleet suite".to_owned(), category: None, aliases: Vec::new() };
    let product = product::create(&house.head, new).await.expect("a product");
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/settings/programs/{}/protection", house.program);
    let base = value_of(&house.app.get(&page, &cookie).await.body, "base");
    let field = format!("protection.product_days.{product}");
    for (name, wrong) in [(field.as_str(), "0"), (field.as_str(), "soon"), ("protection.activity_days", "3")] {
        let refused = house.app.post(&page, &cookie, &[("base", &base), (name, wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {wrong}");
    }
    let done = house.app.post(&page, &cookie, &[("base", &base), (&field, "180")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let stale = house.app.post(&page, &cookie, &[("base", &base), (&field, "30")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let of = |product: Option<&str>, n| Submission { product: product.map(str::to_owned), ..customer(&house, n) };
    let today = house.app.now().date_in(&jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"));
    for (what, days) in [(of(Some("Fleet suite"), 0), 180), (of(None, 1), 90)] {
        let id = house.register(house.nordlicht, what).await.id;
        approve(&house.ines, id, Approve::default()).await.expect("approved");
        assert_eq!(house.row(id).await.protected_until_on, Some(today.plus_days(days)));
    }
}

async fn watched(house: &House, days: i64) -> (u64, u64) {
    house.app.clock.advance(days * DAY);
    watch_activity(&house.app.app).await.expect("watched")
}

async fn protected(house: &House, n: usize) -> RegistrationId {
    let id = house.register(house.nordlicht, customer(house, n)).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    id
}

#[tokio::test]
async fn protection_without_work_ends_after_the_partner_was_told_and_a_word_keeps_it() {
    let house = House::new().await;
    rules(&house, ProtectionRules { activity_days: Some(30), ..ProtectionRules::default() }).await;
    let (idle, busy) = (protected(&house, 0).await, protected(&house, 1).await);
    let page = house.status_link(busy).await;
    let wanted = async |day: &str| {
        let body = house.app.get(&page, "").await.body;
        let said = format!("by {day} how it goes: this program wants to hear of it every 30 days.");
        assert!(body.contains(&said), "{said}: {body}");
    };
    // Thirty days from the 24th of November.
    wanted("24 December 2026").await;
    assert_eq!(watched(&house, 29).await, (0, 0));
    assert_eq!(watched(&house, 2).await, (2, 0));
    assert_eq!(watched(&house, 0).await, (0, 0), "told once");
    let told = house.mails_of("registration_quiet").await;
    assert_eq!(told.len(), 2);
    assert!(told[0].body_text.contains("for 30 days"), "{}", told[0].body_text);
    // Told on the 25th of December: a week.
    house.app.clock.advance(kernel::time::SECOND);
    wanted("1 January 2027").await;
    assert!(house.app.get(&page, "").await.body.contains("How does it go?"));
    let empty = house.app.post(&format!("{page}/progress"), "", &[("progress", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = house.app.post(&format!("{page}/progress"), "", &[("progress", "Offer is <b>out</b>")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    wanted("24 January 2027").await;
    let cookie = house.app.cookie(&house.ines).await;
    let record = house.app.get(&format!("/registrations/{busy}"), &cookie).await.body;
    assert!(record.contains("says how it goes") && !record.contains("<b>out</b>"));
    assert_eq!(watched(&house, 7).await, (0, 0), "the last day still counts");
    assert_eq!(watched(&house, 1).await, (0, 1));
    assert_eq!((house.status(idle).await, house.status(busy).await), (Status::Expired, Status::Approved));
    assert_eq!(house.mails_of("registration_expired").await.len(), 1);
    // Silence again: told again, with a week again.
    assert_eq!(watched(&house, 23).await, (1, 0));
    assert_eq!(watched(&house, 8).await, (0, 1));
    house.app.post(&format!("{page}/progress"), "", &[("progress", "too late")]).await;
    let said = house.count("SELECT COUNT(*) FROM event WHERE kind = 'registration.progress'").await;
    assert_eq!(said, 1, "nothing is noted where nothing is protected");
    assert!(!house.app.get(&page, "").await.body.contains("How does it go?"));
}
