//! What is begun and not sent: kept as it was typed, seen by nobody else, sent as the same registration, forgotten in the end.

use super::house::{House, value_of};
use http::Method;
use kernel::Failure;
use kernel::time::{DAY, SECOND};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::draft::{self, SaveDraft, Typed};
use operations::cosell::registration::{RegistrationFilter, list};

fn half(company: &str) -> Typed {
    Typed { company: company.to_owned(), amount: "not yet".to_owned(), ..Typed::default() }
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Invalid(errors)) => {
            errors.0.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>().join(" ")
        }
        Err(failure) => failure.code().to_owned(),
        Ok(done) => panic!("expected a failure, got {done:?}"),
    }
}

#[tokio::test]
async fn a_contact_begins_by_their_link_goes_on_later_and_sends_the_same_registration() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let begun = [("company", "Krüger & Söhne Logistik GmbH"), ("amount", "48 or so"), ("do", "save")];
    let kept = house.app.post(&link, "", &begun).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let at = kept.location().to_owned();
    assert!(at.starts_with(&format!("{link}?draft=")), "{at}");

    // Nobody was written to, no clock runs, no list shows it.
    assert!(house.mails().await.is_empty());
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM clock").await, 0);
    let filter = RegistrationFilter::default();
    assert!(list(&house.ines, &filter, &filter.page().expect("a page")).await.expect("listed").items.is_empty());
    let cookie = house.app.cookie(&house.head).await;
    let record = house.app.get(&format!("/partners/{}/registrations", house.nordlicht.id), &cookie).await;
    assert!(record.status == 200 && !record.body.contains("Krüger"), "the partner's record does not show it");

    // The link shows what was begun, with the words as they were typed.
    assert!(house.app.get(&link, "").await.body.contains("Begun and not sent"));
    let page = house.app.get(&at, "").await.body;
    assert!(page.contains("48 or so") && page.contains("Not sent yet"), "{page}");
    let (id, version) = (value_of(&page, "draft"), value_of(&page, "draft_version"));

    // Kept again, once with an old version.
    let again = [
        ("company", "Krüger & Söhne"),
        ("amount", "48,000"),
        ("do", "save"),
        ("draft", &id),
        ("draft_version", &version),
    ];
    assert_eq!(house.app.post(&link, "", &again).await.status, 303);
    assert_eq!(house.app.post(&link, "", &again).await.status, 409, "somebody kept it meanwhile");

    // Sent with a mistake first: nothing is lost.
    let wrong = [
        ("company", "Krüger & Söhne Logistik GmbH"),
        ("amount", "48,000"),
        ("currency", "EUR"),
        ("draft", id.as_str()),
    ];
    let refused = house.app.post(&link, "", &wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(value_of(&refused.body, "draft"), id);
    let right: Vec<_> = wrong.into_iter().chain([("expected_close_on", "2027-03-31")]).collect();
    let sent = house.app.post(&link, "", &right).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location().starts_with("/s/"));
    let row = house.row(id.parse().expect("an id")).await;
    assert_eq!((row.status, row.company_name.as_str()), (Status::Submitted, "Krüger & Söhne Logistik GmbH"));
    assert_eq!((row.amount, row.submitted_at), (Some(480_000_000), house.app.now()));
    assert_eq!(house.registrations().await, 1);
    assert_eq!(house.mails_of("registration_received").await.len(), 1);
    let steps = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_step WHERE activity IN ('draft_saved', 'submitted')";
    assert_eq!(house.count(steps).await, 2);
    // Sent twice by two windows: the second finds no draft any more.
    assert_eq!(house.app.post(&link, "", &right).await.status, 404);
    assert_eq!(house.app.get(&at, "").await.status, 404);
    assert!(!house.app.get(&link, "").await.body.contains("Begun and not sent"));
}

#[tokio::test]
async fn a_draft_is_its_writer_s_alone() {
    let house = House::new().await;
    let mine = SaveDraft {
        program: house.program,
        partner: house.nordlicht.id,
        contact: Some(house.nordlicht.contact),
        registration: half("Krüger"),
        version: None,
    };
    let kept = draft::save_draft(&house.ines, None, mine.clone()).await.expect("kept");
    assert_eq!(draft::drafts(&house.ines).await.expect("listed").len(), 1);
    assert!(draft::drafts(&house.head).await.expect("listed").is_empty());
    assert_eq!(code(draft::draft(&house.head, kept.id).await), "not_found");
    assert_eq!(code(draft::discard_draft(&house.head, kept.id).await), "not_found");
    assert_eq!(code(draft::save_draft(&house.head, Some(kept.id), mine.clone()).await), "not_found");
    // Nor the contact's it is entered for, by their own link; nor anybody by the record's address.
    let link = house.personal_link(house.nordlicht).await;
    assert_eq!(house.app.get(&format!("{link}?draft={}", kept.id), "").await.status, 404);
    assert!(!house.app.get(&link, "").await.body.contains("Begun and not sent"));
    let cookie = house.app.cookie(&house.ines).await;
    assert_eq!(house.app.get(&format!("/registrations/{}", kept.id), &cookie).await.status, 404);
    // Another partner's contact neither.
    let begun = house.app.post(&link, "", &[("company", "Berg"), ("do", "save")]).await;
    let query = begun.location().split_once('?').map(|(_, query)| query).unwrap_or_default();
    let other = house.personal_link(house.voltwerk).await;
    assert_eq!(house.app.get(&format!("{other}?{query}"), "").await.status, 404);

    // Bad input: an unknown partner, another's contact, too much text.
    let unknown = SaveDraft { partner: kernel::id::PartnerId::new(), ..mine.clone() };
    assert_eq!(code(draft::save_draft(&house.ines, None, unknown).await), "partner:unknown contact:unknown");
    let long = SaveDraft { registration: half(&"x".repeat(70_000)), ..mine.clone() };
    assert_eq!(code(draft::save_draft(&house.ines, None, long).await), "form:too_large");
    // Sent as it is, it is checked like any other.
    assert_eq!(code(draft::send_draft(&house.ines, kept.id).await), "amount:not_a_number expected_close_on:required");
    for n in 1..draft::MOST_DRAFTS {
        let one = SaveDraft { registration: half(&format!("Customer {n}")), ..mine.clone() };
        draft::save_draft(&house.ines, None, one).await.expect("kept");
    }
    assert_eq!(code(draft::save_draft(&house.ines, None, mine).await), "form:too_many_drafts");
}

#[tokio::test]
async fn the_vendor_s_page_and_the_api_keep_and_send_drafts() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.ines).await;
    let (program, partner) = (house.program.to_string(), house.nordlicht.id.to_string());
    let begun = [("partner", partner.as_str()), ("program", &program), ("company", "Berg Antriebe"), ("do", "save")];
    let kept = house.app.post("/registrations/new", &cookie, &begun).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let page = house.app.get(kept.location(), &cookie).await.body;
    assert!(page.contains("Berg Antriebe") && page.contains("Not sent yet"));
    assert!(house.app.get("/registrations/new", &cookie).await.body.contains("Berg Antriebe"));
    let id = value_of(&page, "draft");

    let json = house.app.api(Method::GET, &format!("/api/v1/registration-drafts/{id}"), &cookie, None).await.json();
    assert_eq!(json["registration"]["company"], "Berg Antriebe");
    let change = serde_json::json!({ "program": program, "partner": partner, "version": json["version"],
        "registration": { "company": "Berg Antriebe AG", "amount": "1200.50", "expected_close_on": "2027-01-31" } });
    let put =
        house.app.api(Method::PUT, &format!("/api/v1/registration-drafts/{id}"), &cookie, Some(change.clone())).await;
    assert_eq!(put.status, 200, "{}", put.body);
    let stale = house.app.api(Method::PUT, &format!("/api/v1/registration-drafts/{id}"), &cookie, Some(change)).await;
    assert_eq!(stale.status, 409);
    let sent = house.app.api(Method::POST, &format!("/api/v1/registration-drafts/{id}/send"), &cookie, None).await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(sent.json()["id"], id.as_str());
    assert_eq!(house.row(id.parse().expect("an id")).await.amount, Some(12_005_000));
    let gone = house.app.api(Method::DELETE, &format!("/api/v1/registration-drafts/{id}"), &cookie, None).await;
    assert_eq!(gone.status, 404, "what was sent is no draft");

    let other = house.app.post("/registrations/new", &cookie, &begun).await;
    let id = value_of(&house.app.get(other.location(), &cookie).await.body, "draft");
    let away = [("partner", partner.as_str()), ("do", "discard"), ("draft", id.as_str())];
    assert_eq!(house.app.post("/registrations/new", &cookie, &away).await.location(), "/registrations/new");
    assert_eq!(house.registrations().await, 1);
}

#[tokio::test]
async fn what_never_began_is_forgotten_in_time_and_nothing_else() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let link = house.personal_link(house.nordlicht).await;
    house.app.post(&link, "", &[("company", "Berg"), ("do", "save")]).await;
    house.app.clock.advance(10 * SECOND);
    assert_eq!(house.send_public_form(&[]).await.status, 303);
    assert_eq!(house.registrations().await, 3);
    house.app.clock.advance(38 * DAY);
    draft::forget_old(&house.app.app).await.expect("looked");
    assert_eq!(house.registrations().await, 2, "the stranger did not confirm");
    house.app.clock.advance(60 * DAY);
    draft::forget_old(&house.app.app).await.expect("looked");
    assert_eq!(house.registrations().await, 1, "nobody touched the draft");
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM registration_draft").await, 0);
}
