//! More time by request, and protection given back.

use super::house::House;
use http::{Method, StatusCode};
use kernel::Failure;
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::protection::*;
use operations::cosell::registration::*;
use operations::program;
use serde_json::json;

async fn protected(house: &House) -> RegistrationId {
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    id
}

fn wish() -> AskExtension {
    AskExtension { evidence: "Two meetings, an offer is out.".to_owned(), version: None }
}

fn yes() -> AnswerExtension {
    AnswerExtension { grant: true, ..AnswerExtension::default() }
}

fn code<T: std::fmt::Debug>(said: Result<T, Failure>) -> &'static str {
    said.expect_err("refused").code()
}

#[tokio::test]
async fn a_partner_asks_without_signing_in_and_is_protected_longer() {
    let house = House::new().await;
    let id = protected(&house).await;
    let until = house.row(id).await.protected_until_on.expect("protected");
    house.app.clock.advance(80 * DAY);
    remind(&house.app.app).await.expect("looked");
    assert_eq!(house.status(id).await, Status::Expiring);

    let page = house.status_link(id).await;
    assert!(house.app.get(&page, "").await.body.contains("Ask for more time"));
    let empty = house.app.post(&format!("{page}/extension"), "", &[("evidence", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = house.app.post(&format!("{page}/extension"), "", &[("evidence", "An offer <b>is</b> out")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let waits = house.app.get(&page, "").await.body;
    assert!(waits.contains("You have asked for more time") && !waits.contains("name=\"evidence\""), "{waits}");
    assert!(waits.contains("More time was asked for."), "it stands in the history: {waits}");
    // Never two that wait.
    house.app.post(&format!("{page}/extension"), "", &[("evidence", "Once more")]).await;
    assert_eq!(extensions(&house.ines, id).await.expect("requests").len(), 1);
    let told = &house.mails_of("extension_asked").await[0];
    assert!(told.to_email.starts_with("ines") && told.body_text.contains("An offer"), "{told:?}");

    let cookie = house.app.cookie(&house.ines).await;
    assert!(house.app.get("/today", &cookie).await.body.contains("Asked for more time"));
    assert!(house.app.get(&format!("/registrations/{id}"), &cookie).await.body.contains("/extension"));
    let form = house.app.get(&format!("/registrations/{id}/extension"), &cookie).await.body;
    assert!(form.contains("An offer &#60;b&#62;is") || form.contains("An offer &lt;b&gt;is"), "{form}");
    assert!(form.contains(&until.plus_days(30).to_string()), "the program's thirty days are proposed");
    let path = format!("/registrations/{id}/extension");
    let early = house.app.post(&path, &cookie, &[("choice", "grant"), ("until_on", &until.to_string())]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mute = house.app.post(&path, &cookie, &[("choice", "refuse"), ("note", "")]).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let day = until.plus_days(45).to_string();
    let said = house.app.post(&path, &cookie, &[("choice", "grant"), ("until_on", &day), ("note", "Good luck")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    assert_eq!(
        (house.status(id).await, house.row(id).await.protected_until_on),
        (Status::Approved, Some(until.plus_days(45)))
    );
    let told = &house.mails_of("extension_granted").await[0];
    assert!(told.body_text.contains("Good luck"), "{}", told.body_text);
    assert_eq!(code(answer_extension(&house.ines, id, yes()).await), "already_decided", "answered once");
    assert!(!house.app.get("/today", &cookie).await.body.contains("Asked for more time"));
}

#[tokio::test]
async fn whoever_asked_in_time_stays_protected_until_somebody_answers() {
    let house = House::new().await;
    let id = protected(&house).await;
    house.app.clock.advance(90 * DAY);
    ask_extension(&house.head, id, wish()).await.expect("on the last day");
    house.app.clock.advance(5 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 0);
    let no = AnswerExtension { grant: false, until_on: None, note: Some("Nothing has moved.".to_owned()) };
    answer_extension(&house.ines, id, no).await.expect("refused");
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
    assert!(house.mails_of("extension_refused").await[0].body_text.contains("Nothing has moved."));
    // After its end nothing can be asked.
    assert_eq!(code(ask_extension(&house.head, id, wish()).await), "not_allowed_now");
}

#[tokio::test]
async fn a_program_says_how_often_and_zero_is_never() {
    let house = House::new().await;
    let id = protected(&house).await;
    for _ in 0..2 {
        ask_extension(&house.head, id, wish()).await.expect("asked");
        answer_extension(&house.head, id, yes()).await.expect("granted");
    }
    assert_eq!(code(ask_extension(&house.head, id, wish()).await), "extension_limit");
    let page = house.status_link(id).await;
    assert!(!house.app.get(&page, "").await.body.contains("Ask for more time"));
    let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
    rules.extension.limit = 21;
    rules.extension.days = 0;
    let refused = program::publish(&house.head, house.program, rules.clone(), None).await.expect_err("refused");
    let Failure::Invalid(errors) = refused else { panic!("{refused:?}") };
    let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["extension.limit", "extension.days"]);
    (rules.extension.limit, rules.extension.days) = (0, 30);
    program::publish(&house.head, house.program, rules, None).await.expect("published");
    let other =
        house.register(house.voltwerk, Submission { company: "Halle AG".to_owned(), domain: None, ..house.kruger() });
    let other = other.await.id;
    approve(&house.head, other, Approve::default()).await.expect("approved");
    assert_eq!(code(ask_extension(&house.head, other, wish()).await), "extension_limit");
}

#[tokio::test]
async fn what_ends_another_way_waits_for_no_answer() {
    let house = House::new().await;
    let id = protected(&house).await;
    ask_extension(&house.head, id, wish()).await.expect("asked");
    cancel(&house.head, id, Cancel { reason: "The customer stopped.".to_owned(), version: None })
        .await
        .expect("cancelled");
    let waiting = waiting_extensions(&house.head, &kernel::PageRequest::default()).await.expect("a list");
    assert!(waiting.items.is_empty());
    assert_eq!(code(answer_extension(&house.head, id, yes()).await), "already_decided");
}

#[tokio::test]
async fn an_expired_registration_is_protected_again_unless_somebody_else_has_the_customer() {
    let house = House::new().await;
    let id = protected(&house).await;
    house.app.clock.advance(95 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
    let cookie = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/registrations/{id}/reinstate");
    let post = |body| house.app.api(Method::POST, &path, &cookie, Some(body));
    assert_eq!(post(json!({ "reason": " " })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(json!({ "reason": "x", "days": 0 })).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = post(json!({ "reason": "The customer came back.", "days": 20 })).await;
    assert_eq!((done.status, &done.json()["status"]), (StatusCode::OK, &json!("approved")), "{}", done.body);
    let today = house.app.now().date_in(&jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"));
    assert_eq!(house.row(id).await.protected_until_on, Some(today.plus_days(20)));
    assert!(house.mails_of("registration_reinstated").await[0].body_text.contains("The customer came back."));
    assert_eq!(post(json!({ "reason": "again" })).await.status, StatusCode::CONFLICT);

    house.app.clock.advance(25 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 1);
    let other = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, other, Approve::default()).await.expect("approved");
    let refused = post(json!({ "reason": "again" })).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("scope_taken")));
    assert_eq!(house.status(id).await, Status::Expired, "nothing is half-written");
    let page = format!("/registrations/{id}/reinstate");
    assert!(house.app.get(&page, &cookie).await.body.contains("Protect again"));
    let said = house.app.post(&page, &cookie, &[("reason", "again"), ("version", "1")]).await;
    assert_eq!(said.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn nobody_sees_or_answers_a_wish_outside_their_partners() {
    let house = House::new().await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, id, Approve::default()).await.expect("approved");
    ask_extension(&house.head, id, wish()).await.expect("asked");
    assert_eq!(code(extensions(&house.ines, id).await), "not_found");
    assert_eq!(code(answer_extension(&house.ines, id, yes()).await), "not_found");
    let waiting = waiting_extensions(&house.ines, &kernel::PageRequest::default()).await.expect("a list");
    assert!(waiting.items.is_empty());
    let cookie = house.app.cookie(&house.ines).await;
    let listed = house.app.api(Method::GET, "/api/v1/extension-requests", &cookie, None).await.json();
    assert_eq!(listed["items"], json!([]));
}
