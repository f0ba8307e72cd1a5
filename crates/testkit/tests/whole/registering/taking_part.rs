//! Only who is a partner, and in the program, is protected; and what is given back is not contradicted.

use super::answering::conflict_code;
use super::house::House;
use kernel::Failure;
use kernel::words::{PartnerStatus, Phase, RegistrationStatus as Status};
use operations::cosell::protection::{Reinstate, reinstate};
use operations::cosell::registration::{
    Approve, Cancel, Decline, OnBehalf, RequestInformation, approve, cancel, decline, on_behalf, request_information,
};
use operations::partner::{self, SetStatus};
use serde_json::json;

async fn set_status(house: &House, status: PartnerStatus) {
    let input: SetStatus =
        serde_json::from_value(json!({ "status": status, "reason": "The contract ended." })).expect("input");
    partner::set_status(&house.head, house.nordlicht.id, input).await.expect("a status");
}

#[tokio::test]
async fn a_partner_that_has_left_is_not_protected_any_more() {
    let house = House::new().await;
    let waits = house.register(house.nordlicht, house.kruger()).await.id;
    set_status(&house, PartnerStatus::Exited).await;
    assert_eq!(conflict_code(approve(&house.ines, waits, Approve::default()).await), "partner_exited");
    assert_ne!(house.status(waits).await, Status::Approved);
    // Whoever has it is told, and nothing new is begun for the partner.
    let cookie = house.app.cookie(&house.ines).await;
    let page = house.app.get(&format!("/registrations/{waits}"), &cookie).await.body;
    assert!(page.contains("The relation with Nordlicht Systems has ended since."), "{page}");
    let detail = house.app.api(http::Method::GET, &format!("/api/v1/registrations/{waits}"), &cookie, None).await;
    assert_eq!(detail.json()["partner_exited"], json!(true), "{}", detail.body);
    let choose = house.app.get("/registrations/new", &cookie).await.body;
    assert!(choose.contains("nothing is registered for it any more"), "{choose}");
    assert!(!choose.contains(&format!("/registrations/new?partner={}", house.nordlicht.id)), "{choose}");
    assert_eq!(house.count("SELECT COUNT(*) FROM deal").await, 0, "nothing is half done");
    let wish: OnBehalf = serde_json::from_value(json!({ "program": house.program, "partner": house.nordlicht.id,
        "registration": { "company": "Weber Werke", "amount": "1000", "expected_close_on": "2028-01-31", "country": "DE" } }))
    .expect("input");
    match on_behalf(&house.head, wish).await {
        Err(Failure::Invalid(errors)) => {
            assert!(errors.0.iter().any(|e| e.field == "partner" && e.code == "partner_exited"), "{errors:?}");
        }
        other => panic!("{other:?}"),
    }
    // They come back: what waited can be said yes to.
    set_status(&house, PartnerStatus::Active).await;
    approve(&house.ines, waits, Approve::default()).await.expect("approved");
    assert_eq!(house.status(waits).await, Status::Approved);
}

#[tokio::test]
async fn a_partner_outside_the_program_is_not_protected_in_it() {
    let house = House::new().await;
    let waits = house.register(house.nordlicht, house.kruger()).await.id;
    partner::leave_program(&house.head, house.nordlicht.id, house.program, "Wrong program").await.expect("left");
    assert_eq!(conflict_code(approve(&house.head, waits, Approve::default()).await), "partner_not_in_program");
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get(&format!("/registrations/{waits}"), &cookie).await.body;
    assert!(page.contains("Nordlicht Systems is not in Reseller DACH."), "{page}");
    assert!(house.app.get("/registrations/new?q=Nordlicht", &cookie).await.body.contains("In no program yet."));
    partner::join_program(&house.head, house.nordlicht.id, house.program, Phase::Cosell).await.expect("joined");
    approve(&house.head, waits, Approve::default()).await.expect("approved");
}

#[tokio::test]
async fn a_no_says_until_when_it_can_be_looked_at_again_and_a_question_who_asked_it() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let question = RequestInformation { question: "Which budget?".to_owned(), version: None };
    request_information(&house.head, id, question).await.expect("asked");
    let page = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(page.contains("Maria Kowalski"), "the head asked, and not the reviewer: {page}");
    let no = Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    decline(&house.ines, id, no).await.expect("declined");
    let until = house.row(id).await.appeal_until_on.expect("a day");
    let mail = house.mails_of("registration_declined").await.remove(0);
    let day = i18n::date(kernel::Locale::En, until);
    assert!(mail.body_text.contains(&format!("a second look until {day}")), "{}", mail.body_text);
}

#[tokio::test]
async fn what_is_given_back_shows_why_and_not_why_it_was_taken() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let taken: Cancel = serde_json::from_value(json!({ "reason": "A mistake of accounting." })).expect("input");
    cancel(&house.ines, id, taken).await.expect("cancelled");
    let back: Reinstate = serde_json::from_value(json!({ "reason": "It was ours." })).expect("input");
    reinstate(&house.ines, id, back).await.expect("given back");
    let page = house.app.get(&house.status_link(id).await, "").await.body;
    let (sentence, _) = page.split_once("<h2").expect("a page with sections");
    assert!(sentence.contains("It was ours.") && !sentence.contains("A mistake of accounting."), "{sentence}");
}
