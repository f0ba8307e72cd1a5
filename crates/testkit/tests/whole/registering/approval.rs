//! Chains of approvers, through the pages: sent, asked, agreed, declined, raced; and the waits beside them.

use super::house::House;
use http::{Method, StatusCode};
use kernel::id::{RegistrationId, UserId};
use kernel::words::RegistrationStatus as Status;
use kernel::{Failure, Role};
use operations::Ctx;
use operations::access::absence::{SetAbsence, set_absence};
use operations::cosell::registration::*;
use operations::program::{self, ApprovalStep, Approver, Bilingual, When};
use serde_json::json;

fn who(cx: &Ctx) -> UserId {
    cx.actor.user().expect("a person").id
}

fn step(name: &str, approvers: Vec<UserId>) -> ApprovalStep {
    ApprovalStep {
        name: Bilingual { en: name.to_owned(), de: name.to_owned() },
        when: When::default(),
        approvers: approvers.into_iter().map(Approver::Person).collect(),
        everyone: false,
        beside: false,
    }
}

async fn with_chain(house: &House, steps: Vec<ApprovalStep>) {
    let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
    rules.approval.steps = steps;
    program::publish(&house.head, house.program, rules, None).await.expect("published");
}

async fn version(house: &House, id: RegistrationId) -> String {
    house.row(id).await.version.to_string()
}

fn code<T: std::fmt::Debug>(said: Result<T, Failure>) -> &'static str {
    said.expect_err("refused").code()
}

#[tokio::test]
async fn a_registration_goes_from_its_record_through_the_chain_to_a_deal() {
    let house = House::new().await;
    // Neither of the two sees Nordlicht's rows otherwise.
    let finance = house.app.user("Fina Nance", Role::PartnerManager).await;
    let sales = house.app.user("Sal Esmann", Role::PartnerManager).await;
    with_chain(&house, vec![step("Finance", vec![who(&finance)]), step("Sales", vec![who(&sales)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let (ines, fina, sal) =
        (house.app.cookie(&house.ines).await, house.app.cookie(&finance).await, house.app.cookie(&sales).await);
    let record = format!("/registrations/{id}");

    // A press on "approve" leads to where it is sent on; nothing is decided.
    let pressed = house.app.post(&format!("{record}/approve"), &ines, &[("version", &version(&house, id).await)]).await;
    assert!(pressed.location().starts_with(&format!("{record}/send")), "{}", pressed.location());
    let page = house.app.get(&record, &ines).await.body;
    assert!(page.contains(&format!("{record}/send")) && page.contains("Fina Nance"), "{page}");
    assert_eq!(house.app.get(&record, &fina).await.status, StatusCode::NOT_FOUND, "not asked yet");
    let send = house.app.get(&format!("{record}/send"), &ines).await.body;
    assert!(send.contains("Finance") && send.contains("Sal Esmann"), "{send}");
    let old = house.app.post(&format!("{record}/send"), &ines, &[("version", "0"), ("text", "Please")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    let sent = [("version", version(&house, id).await), ("text", "Please look at the margin".to_owned())];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(house.app.post(&format!("{record}/send"), &ines, &sent).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::PendingApproval);

    // Whoever is asked may read exactly this one; the next is not asked yet.
    assert_eq!(house.app.get(&record, &sal).await.status, StatusCode::NOT_FOUND);
    let asked = house.app.get(&record, &fina).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains(&format!("{record}/step")), "{}", asked.body);
    assert_eq!(house.app.get(&format!("/partners/{}", house.nordlicht.id), &fina).await.status, StatusCode::NOT_FOUND);
    assert_eq!(code(approve_step(&house.ines, id, ApproveStep::default()).await), "not_an_approver");
    let yes = house.app.post(&format!("{record}/step"), &fina, &[("text", "Margin is fine")]).await;
    assert_eq!(yes.status, StatusCode::SEE_OTHER, "{}", yes.body);
    assert_eq!(house.status(id).await, Status::PendingApproval);
    assert_eq!(house.app.get(&record, &fina).await.status, StatusCode::NOT_FOUND, "answered: not theirs any more");

    assert_eq!(house.app.post(&format!("{record}/step"), &sal, &[("text", "")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.status(id).await, Status::Approved);
    assert!(house.row(id).await.deal_id.is_some());
    let page = house.app.get(&record, &ines).await.body;
    assert!(page.contains("Margin is fine") && page.contains("agreed"), "{page}");
    // The partner reads nothing of the house's people.
    let public = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(!public.contains("Fina") && !public.contains("margin"), "{public}");
}

#[tokio::test]
async fn a_no_in_the_second_step_ends_it_and_nobody_answers_after_that() {
    let house = House::new().await;
    let finance = house.app.user("Fina Nance", Role::HeadOfPartnerships).await;
    let sales = house.app.user("Sal Esmann", Role::HeadOfPartnerships).await;
    with_chain(&house, vec![step("Finance", vec![who(&finance)]), step("Sales", vec![who(&sales)])]).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    approve_step(&finance, id, ApproveStep::default()).await.expect("yes");
    let later = Submission { need: Some("More of it".to_owned()), ..house.kruger() };
    let id = house.register(house.nordlicht, later).await.id;
    send_for_approval(&house.ines, id, SendForApproval::default()).await.expect("sent");
    assert_eq!(code(approve_step(&finance, id, ApproveStep::default()).await), "scope_taken", "nobody decided");
    assert_eq!(house.status(id).await, Status::PendingApproval);

    let head = house.app.cookie(&house.head).await;
    let form = [
        ("choice", "referral"),
        ("reason", "Voltwerk was first"),
        ("note", "Thank you"),
        ("version", &version(&house, id).await),
    ];
    let decided = house.app.post(&format!("/registrations/{id}/beside"), &head, &form).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let record = house.app.get(&format!("/registrations/{id}"), &head).await.body;
    assert!(record.contains("Approve as a referral") && record.contains("Voltwerk was first"), "{record}");
    let shown = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}"), &head, None).await.json();
    assert_eq!(shown["beside"]["choice"], json!("referral"), "{shown}");
    approve_step(&finance, id, ApproveStep::default()).await.expect("the last yes");
    let row = house.row(id).await;
    assert_eq!((row.status, row.protected_until_on), (Status::Approved, None), "a referral has no protection");
    assert!(house.mails_of("registration_role").await[0].body_text.contains("Thank you"));
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM beside_decision").await, 0);
}

#[tokio::test]
async fn a_decision_beside_another_protection_sends_it_to_the_approvers() {
    let house = House::new().await;
    with_chain(&house, vec![step("Head", vec![who(&house.head)]), step("Ines", vec![who(&house.ines)])]).await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    send_for_approval(&house.head, first, SendForApproval::default()).await.expect("sent, with the head's own yes");
    approve_step(&house.ines, first, ApproveStep::default()).await.expect("yes");
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let head = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/registrations/{id}/approve-beside");
    let body = json!({ "choice": "beside", "reason": "Both sell there" });
    let sent = house.app.api(Method::POST, &path, &head, Some(body)).await;
    assert_eq!((sent.status, &sent.json()["status"]), (StatusCode::OK, &json!("pending_approval")), "{}", sent.body);
    assert_eq!(sent.json()["deal"], json!(null));
    // The protection that stood ends meanwhile: this one is then simply protected.
    cancel(&house.head, first, Cancel { reason: "A mistake".to_owned(), version: None }).await.expect("cancelled");
    approve_step(&house.ines, id, ApproveStep::default()).await.expect("the last yes");
    assert!(house.row(id).await.protected_until_on.is_some());
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM protection WHERE decided_by IS NOT NULL").await, 0);
}
