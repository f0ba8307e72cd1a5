//! Two partners on one customer, and the end of protection told in time.

use super::house::House;
use http::{Method, StatusCode};
use kernel::Failure;
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::product::{self, CreateProduct};
use operations::cosell::protection::{ApproveBeside, approve_beside, remind};
use operations::cosell::registration::*;
use serde_json::json;

const STANDING: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE status IN ('approved', 'expiring', 'converted') AND protected_until_on IS NOT NULL";

async fn two(house: &House) -> (RegistrationId, RegistrationId) {
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    (first, second)
}

fn beside(choice: &str) -> ApproveBeside {
    ApproveBeside { choice: choice.to_owned(), reason: "They agreed on it".to_owned(), ..Default::default() }
}

#[tokio::test]
async fn the_second_partner_on_a_customer_is_not_protected_until_a_person_decides() {
    let house = House::new().await;
    let (first, second) = two(&house).await;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let Err(Failure::Conflict { code, .. }) = approve(&house.head, second, Approve::default()).await else {
        panic!("both protected")
    };
    assert_eq!(code, "scope_taken");
    assert_eq!(house.row(second).await.decided_at, None);
    let given = approve_beside(&house.head, second, beside("referral")).await.expect("a reduced role");
    assert_eq!(given.protected_until_on, None);
    assert_eq!(house.status(second).await, Status::Approved);
    assert_eq!(house.count(STANDING).await, 1);
    let mail = &house.mails_of("registration_role").await[0];
    assert!(mail.body_text.contains("not protected") && !mail.body_text.contains("Voltwerk"), "{}", mail.body_text);
    assert!(house.mails_of("registration_approved").await.iter().all(|m| m.to_email == "ben@voltwerk.example"));
}

#[tokio::test]
async fn another_product_or_country_is_another_scope_and_no_product_is_all_of_them() {
    let house = House::new().await;
    for name in ["Fleet suite", "Something else"] {
        let new = CreateProduct { key: None, name: name.to_owned(), category: None, aliases: Vec::new() };
        product::create(&house.head, new).await.expect("a product");
    }
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let other = Submission { product: Some("Something else".to_owned()), ..house.kruger() };
    let other = house.register(house.nordlicht, other).await.id;
    approve(&house.head, other, Approve::default()).await.expect("another product");
    let whole = house.register(house.nordlicht, Submission { product: None, ..house.kruger() }).await.id;
    let refused = approve(&house.head, whole, Approve::default()).await;
    assert!(matches!(refused, Err(Failure::Conflict { code: "scope_taken", .. })), "{refused:?}");
}

#[tokio::test]
async fn the_customers_written_choice_moves_the_protection_and_needs_its_evidence() {
    let house = House::new().await;
    let (first, second) = two(&house).await;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let Err(Failure::Invalid(errors)) = approve_beside(&house.head, second, beside("customer_choice")).await else {
        panic!("moved without evidence")
    };
    assert_eq!(errors.0[0].field, "evidence");
    let choice =
        || ApproveBeside { evidence: Some("Mail of Ms Krüger, 20 Nov".to_owned()), ..beside("customer_choice") };
    // Whoever may not see the other partner's registration cannot take it back.
    assert!(matches!(approve_beside(&house.ines, second, choice()).await, Err(Failure::Forbidden)));
    assert_eq!(house.status(first).await, Status::Approved);
    let moved = approve_beside(&house.head, second, choice()).await.expect("moved");
    assert!(moved.protected_until_on.is_some());
    assert_eq!(house.status(first).await, Status::Cancelled);
    assert_eq!(house.count(STANDING).await, 1);
    let told = house.mails_of("registration_moved").await;
    assert_eq!(told.len(), 1);
    assert!(!told[0].body_text.contains("Nordlicht"), "{}", told[0].body_text);
}

#[tokio::test]
async fn of_many_approvals_at_once_for_one_customer_exactly_one_is_protected() {
    let house = House::new().await;
    let mut ids = Vec::new();
    for n in 0..6 {
        let partner = if n % 2 == 0 { house.nordlicht } else { house.voltwerk };
        let what = Submission {
            need: Some(format!("Need {n}")),
            customer_contact: Some(format!("Person {n}")),
            ..house.kruger()
        };
        ids.push(house.register(partner, what).await.id);
        house.app.clock.advance(2 * DAY);
    }
    let all = ids.iter().map(|id| approve(&house.head, *id, Approve::default()));
    let answers = futures::future::join_all(all).await;
    let yes = answers.iter().filter(|a| a.is_ok()).count();
    assert_eq!(yes, 1, "{answers:?}");
    for answer in answers.iter().filter(|a| a.is_err()) {
        assert!(matches!(answer, Err(Failure::Conflict { .. })), "{answer:?}");
    }
    assert_eq!(house.count(STANDING).await, 1);
}

#[tokio::test]
async fn the_page_leads_from_the_conflict_to_the_decision_and_the_api_has_the_same() {
    let house = House::new().await;
    let (first, second) = two(&house).await;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let (cookie, path) = (house.app.cookie(&house.head).await, format!("/registrations/{second}"));
    let version = house.row(second).await.version.to_string();
    let sent = house.app.post(&format!("{path}/approve"), &cookie, &[("version", &version)]).await;
    assert_eq!(sent.location(), format!("{path}/beside"));
    let page = house.app.get(&format!("{path}/beside"), &cookie).await;
    assert!(page.body.contains("Voltwerk Partner") && !page.body.contains("[beside-"), "{}", page.body);
    // A manager of another partner decides without learning who it is.
    let hidden = house.app.get(&format!("{path}/beside"), &house.app.cookie(&house.ines).await).await;
    assert!(hidden.status == StatusCode::OK && !hidden.body.contains("Voltwerk"), "{}", hidden.body);
    let empty = house.app.post(&format!("{path}/beside"), &cookie, &[("version", &version)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("id=\"f-choice-error\"") && empty.body.contains("id=\"f-reason-error\""));
    let api = format!("/api/v1/registrations/{second}");
    let standing = house.app.api(Method::GET, &format!("{api}/standing-protections"), &cookie, None).await;
    assert_eq!(standing.json()[0]["partner"], "Voltwerk Partner");
    let wrong = json!({ "choice": "mine", "reason": "x" });
    let wrong = house.app.api(Method::POST, &format!("{api}/approve-beside"), &cookie, Some(wrong)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("version", version.as_str()), ("choice", "services"), ("reason", "They install it")];
    let done = house.app.post(&format!("{path}/beside"), &cookie, &form).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, path.as_str()));
    assert_eq!(house.row(second).await.protected_until_on, None);
}

#[tokio::test]
async fn a_partner_is_told_fourteen_and_three_days_before_protection_ends_once_each() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    house.app.clock.advance(75 * DAY);
    assert_eq!(remind(&house.app.app).await.expect("looked"), 0);
    house.app.clock.advance(DAY);
    assert_eq!(remind(&house.app.app).await.expect("looked"), 1);
    assert_eq!(remind(&house.app.app).await.expect("looked"), 0);
    assert_eq!(house.status(id).await, Status::Expiring);
    house.app.clock.advance(11 * DAY);
    assert_eq!(remind(&house.app.app).await.expect("looked"), 1);
    assert_eq!(remind(&house.app.app).await.expect("looked"), 0);
    let mails = house.mails_of("registration_expiring").await;
    assert_eq!(mails.len(), 2);
    assert!(mails[0].body_text.contains("/s/"), "{}", mails[0].body_text);
    house.app.clock.advance(4 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
}
