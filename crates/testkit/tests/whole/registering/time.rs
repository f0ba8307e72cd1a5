//! Promises break, protection ends; each is told once.

use super::house::House;
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::*;

const BREACHES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'clock.breached'";

#[tokio::test]
async fn a_registration_is_promised_an_answer_in_a_day_and_a_decision_in_two_business_days() {
    let house = House::new().await;
    let row = house.row(house.register(house.nordlicht, house.kruger()).await.id).await;
    assert_eq!(row.first_answer_due_at, Some(house.app.now().plus(24 * HOUR)));
    assert_eq!(row.decision_due_at, Some("2026-11-26T16:00:00Z".parse().expect("a moment")));
    assert_eq!(row.reviewer_id, house.ines.actor.user().map(|u| u.id));
}

#[tokio::test]
async fn a_broken_promise_is_noted_once_at_the_moment_it_broke() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    house.app.clock.advance(24 * HOUR);
    assert_eq!(watch::note_breaches(&house.app.app).await.expect("looked"), 0);
    house.app.clock.advance(MINUTE);
    assert_eq!(watch::note_breaches(&house.app.app).await.expect("looked"), 1);
    assert_eq!(watch::note_breaches(&house.app.app).await.expect("looked"), 0);
    assert_eq!(house.count(BREACHES).await, 1);
    let at_due = "SELECT CAST(COUNT(*) AS BIGINT) FROM clock WHERE breached_at = due_at AND kind = 'first_answer'";
    assert_eq!(house.count(at_due).await, 1);
    let page = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(page.contains("has taken longer than promised"), "{page}");
}

#[tokio::test]
async fn a_late_answer_notes_the_breach_although_no_job_had_run() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    house.app.clock.advance(30 * HOUR);
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    assert_eq!(house.count(BREACHES).await, 1);
    assert_eq!(watch::note_breaches(&house.app.app).await.expect("looked"), 0);
}

#[tokio::test]
async fn protection_ends_after_its_last_day_while_the_deal_is_open() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let approved = approve(&house.ines, id, Approve::default()).await.expect("approved");
    house.app.clock.advance(90 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    house.app.clock.advance(DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    assert_eq!(house.status(id).await, Status::Expired);
    assert_eq!(house.mails_of("registration_expired").await.len(), 1);
    let open = "SELECT CAST(COUNT(*) AS BIGINT) FROM deal WHERE outcome = 'open' AND registration_id IS NOT NULL";
    assert_eq!(house.count(open).await, 1, "{}", approved.deal);
}

#[tokio::test]
async fn a_won_deal_does_not_let_its_registration_expire() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    storage::Sql::new("UPDATE deal SET outcome = 'won'").execute(house.app.app.db().writer()).await.expect("won");
    house.app.clock.advance(200 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn on_behalf_entries_are_checked_like_every_other() {
    let house = House::new().await;
    let wrong = OnBehalf {
        program: kernel::id::ProgramId::new(),
        partner: house.voltwerk.id,
        contact: Some(house.nordlicht.contact),
        registration: Submission::default(),
    };
    let Err(kernel::Failure::Invalid(errors)) = on_behalf(&house.ines, wrong).await else { panic!("taken") };
    let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["program", "partner", "contact", "company", "amount", "expected_close_on"]);
    assert_eq!(house.registrations().await, 0);
}

#[tokio::test]
async fn a_partner_outside_the_program_and_codes_that_do_not_exist_are_refused() {
    let house = House::new().await;
    let other = super::house::make_program(&house.head, "other", "Other").await;
    let enter = |program, registration| {
        on_behalf(&house.head, OnBehalf { program, partner: house.voltwerk.id, contact: None, registration })
    };
    let wrong = Submission { currency: Some("BTC".to_owned()), country: Some("ZZ".to_owned()), ..house.kruger() };
    let Err(kernel::Failure::Invalid(errors)) = enter(other, wrong).await else { panic!("taken") };
    let said: Vec<String> = errors.0.iter().map(|e| format!("{}:{}", e.field, e.code)).collect();
    assert_eq!(said, ["partner:not_in_program", "country:unknown", "currency:currency_invalid"]);
    assert_eq!(house.registrations().await, 0);
    enter(
        house.program,
        Submission { currency: Some("chf".to_owned()), country: Some("at".to_owned()), ..house.kruger() },
    )
    .await
    .expect("both exist");
}
