//! Whoever sent a registration changes it, sends a declined one again, and asks for a second look: by signed link, and the vendor by page.

use super::house::{House, value_of};
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::*;

fn not_a_fit() -> Decline {
    Decline { reason: "not_enough_information".to_owned(), ..Decline::default() }
}

/// The form of the page with these changes.
fn form<'a>(version: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("company", "Krüger & Söhne Logistik GmbH"),
        ("domain", "krueger-logistik.de"),
        ("country", "DE"),
        ("customer_contact", "Paul Krüger"),
        ("product", "Fleet suite"),
        ("amount", "48,000.00"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-03-31"),
        ("version", version),
    ];
    for (name, value) in changes {
        form.retain(|(n, _)| n != name);
        form.push((name, value));
    }
    form
}

async fn registered(house: &House) -> (RegistrationId, String) {
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let link = house.status_link(id).await;
    (id, link)
}

#[tokio::test]
async fn a_partner_changes_what_was_sent_before_anybody_decided() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let page = house.app.get(&format!("{link}/edit"), "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(value_of(&page.body, "amount"), "48,000.00");
    let version = value_of(&page.body, "version");
    let wrong = form(&version, &[("amount", "a lot"), ("company", "")]);
    let wrong = house.app.post(&format!("{link}/edit"), "", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("a lot") && wrong.body.contains("aria-invalid"), "{}", wrong.body);
    let sent = form(&version, &[("amount", "52,500.50"), ("need", "<script>alert(1)</script>")]);
    let saved = house.app.post(&format!("{link}/edit"), "", &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let row = house.row(id).await;
    assert_eq!((row.amount, row.status), (Some(525_005_000), Status::Submitted));
    let status_page = house.app.get(&link, "").await.body;
    assert!(status_page.contains("52,500.50") && !status_page.contains("<script>alert"), "{status_page}");
    let told = &house.mails_of("registration_edited").await[0];
    assert!(told.body_text.contains("Expected amount"), "{}", told.body_text);
    // The page that was opened before is old now.
    let late = house.app.post(&format!("{link}/edit"), "", &form(&version, &[("amount", "1")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("while you were writing") && late.body.contains("value=\"1\""), "{}", late.body);
    assert_eq!(house.row(id).await.amount, Some(525_005_000));
}

#[tokio::test]
async fn a_declined_registration_is_mended_and_sent_again_until_the_limit() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    assert!(house.app.get(&link, "").await.body.contains("Send again"));
    let version = house.row(id).await.version.to_string();
    let same = house.app.post(&format!("{link}/edit"), "", &form(&version, &[])).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is different and nobody said why");
    let sent = form(&version, &[("need", "Forty trucks")]);
    let sent = house.app.post(&format!("{link}/edit"), "", &sent).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!((house.status(id).await, house.row(id).await.resubmissions), (Status::Submitted, 1));
    let limit = operations::program::current(house.head.read(), house.program).await.expect("a program");
    let limit = limit.1.approval.resubmissions;
    for n in 1..limit {
        decline(&house.ines, id, not_a_fit()).await.expect("declined");
        let version = house.row(id).await.version.to_string();
        let need = format!("{n} more trucks");
        house.app.post(&format!("{link}/edit"), "", &form(&version, &[("need", &need)])).await;
        assert_eq!(house.status(id).await, Status::Submitted);
    }
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    assert!(!house.app.get(&link, "").await.body.contains("Send again"), "the limit is told beforehand");
    let version = house.row(id).await.version.to_string();
    house.app.post(&format!("{link}/edit"), "", &form(&version, &[("need", "All trucks")])).await;
    assert_eq!(house.status(id).await, Status::Declined);
}

#[tokio::test]
async fn a_no_is_looked_at_once_more_by_signed_link_while_there_is_time() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""));
    decline(&house.ines, id, not_a_fit()).await.expect("declined");
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("name=\"appeal\""), "{page}");
    let empty = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("f-appeal-error"), "{}", empty.body);
    let asked = house.app.post(&format!("{link}/appeal"), "", &[("appeal", "You mixed us up.")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::InReview);
    assert!(house.mails_of("registration_appealed").await[0].body_text.contains("mixed us up"));
    let due = house.row(id).await.decision_due_at.expect("a promise");
    let page = house.app.get(&link, "").await.body;
    let berlin = i18n::instant(kernel::Locale::En, due, &jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"));
    assert!(page.contains(&berlin), "the new promise is shown, not the first: {berlin} in {page}");
    decline(&house.head, id, not_a_fit()).await.expect("declined again");
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""), "once");
    house.app.post(&format!("{link}/appeal"), "", &[("appeal", "Once more")]).await;
    assert_eq!(house.status(id).await, Status::Declined);

    let yard = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let late = house.register(house.nordlicht, yard).await.id;
    let link = house.status_link(late).await;
    decline(&house.ines, late, not_a_fit()).await.expect("declined");
    house.app.clock.advance(60 * DAY);
    assert!(!house.app.get(&link, "").await.body.contains("name=\"appeal\""), "the time is over");
    house.app.post(&format!("{link}/appeal"), "", &[("appeal", "Late")]).await;
    assert_eq!(house.status(late).await, Status::Declined);
}

#[tokio::test]
async fn a_change_after_the_yes_opens_the_review_again_and_the_vendor_changes_on_a_page() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let cookie = house.app.cookie(&house.ines).await;
    let page = format!("/registrations/{id}/edit");
    assert!(house.app.get(&page, &cookie).await.body.contains("must be looked at again"));
    let version = house.row(id).await.version.to_string();
    let wrong = house.app.post(&page, &cookie, &form(&version, &[("expected_close_on", "someday")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = house.app.post(&page, &cookie, &form(&version, &[("company", "Krüger Spedition GmbH")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(house.status(id).await, Status::InReview);
    assert!(house.app.get(&link, "").await.body.contains("Krüger Spedition GmbH"));
    let lost = house.app.post(&page, &cookie, &form(&version, &[("company", "Other GmbH")])).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    let outside = house.register(house.voltwerk, house.kruger()).await.id;
    let hidden = house.app.get(&format!("/registrations/{outside}/edit"), &cookie).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_flood_through_one_link_is_held_back_and_leaves_other_links_alone() {
    let house = House::new().await;
    let (_, link) = registered(&house).await;
    let edit = format!("{link}/edit");
    let mut held = false;
    for _ in 0..30 {
        let answer = house.app.post(&edit, "", &form("1", &[("company", "")])).await;
        held |= answer.status == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(held, "thirty in a moment are too many");
    let other = Submission { product: Some("Yard".to_owned()), ..house.kruger() };
    let other = house.register(house.voltwerk, other).await.id;
    let other = format!("{}/edit", house.status_link(other).await);
    let answer = house.app.post(&other, "", &form("1", &[("company", "")])).await;
    assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "another link is another's");
}
