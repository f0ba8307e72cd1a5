//! While the person in charge is away, a new registration goes to whoever stands in, who can open and answer it.

use super::house::House;
use http::StatusCode;
use kernel::Role;
use kernel::id::{RegistrationId, UserId};
use kernel::time::HOUR;
use kernel::words::RegistrationStatus;
use operations::Ctx;
use operations::access::absence::{SetAbsence, end_absence, set_absence};
use operations::cosell::registration::*;
use storage::Sql;

fn who(cx: &Ctx) -> UserId {
    cx.actor.user().expect("a person").id
}

async fn away(house: &House, person: &Ctx, stand_in: &Ctx) {
    let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
    let absence = SetAbsence { from_on: today, until_on: today.plus_days(10), stand_in: who(stand_in) };
    set_absence(person, who(person), absence).await.expect("noted");
}

async fn reviewer(house: &House, id: RegistrationId) -> Option<UserId> {
    house.row(id).await.reviewer_id
}

fn claim(house: &House, name: &str) -> Submission {
    Submission { company: name.to_owned(), domain: None, ..house.kruger() }
}

#[tokio::test]
async fn the_stand_in_gets_what_comes_in_meanwhile_and_can_open_and_answer_it() {
    let house = House::new().await;
    let otto = house.app.user("Otto Reuter", Role::PartnerManager).await;
    let before = house.register(house.nordlicht, claim(&house, "Spedition Husum")).await.id;
    approve(&house.ines, before, Approve::default()).await.expect("approved");
    away(&house, &house.ines, &otto).await;
    // Before it is sent, the form says who will answer.
    let form = house.app.get(&house.personal_link(house.nordlicht).await, "").await.body;
    assert!(form.contains("Otto Reuter") && !form.contains("Ines Hoffmann"), "{form}");
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    assert_eq!(reviewer(&house, id).await, Some(who(&otto)));
    assert_eq!(reviewer(&house, before).await, Some(who(&house.ines)), "what waits for nobody stays hers");
    let mail = house.mails_of("registration_review").await.pop().expect("a mail");
    assert!(
        mail.to_email.starts_with("otto") && mail.body_text.contains("You stand in for Ines Hoffmann."),
        "{mail:?}"
    );
    let receipt = house.mails_of("registration_received").await.pop().expect("a receipt");
    assert!(receipt.body_text.contains("Otto Reuter") && !receipt.body_text.contains("Ines"), "{receipt:?}");
    let status = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(status.contains("Otto Reuter"), "{status}");
    assert!(status.contains("A colleague has it, because the person in charge is away."), "{status}");
    // Otto has no other part in this partner: he sees this one, and no more.
    let cookie = house.app.cookie(&otto).await;
    let page = house.app.get(&format!("/registrations/{id}"), &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("to Otto Reuter, standing in for Ines Hoffmann"), "{}", page.body);
    assert_eq!(house.app.get(&format!("/registrations/{before}"), &cookie).await.status, StatusCode::NOT_FOUND);
    for path in ["/today", "/registrations"] {
        let list = house.app.get(path, &cookie).await.body;
        assert!(list.contains("Krüger") && !list.contains("Husum"), "{path}: {list}");
    }
    assert_eq!(waiting_count(&otto).await.expect("counted"), 1);
    // The promise is his: half of it over, he is told.
    house.app.clock.advance(12 * HOUR);
    escalate::escalate(&house.app.app).await.expect("looked");
    let told = house.mails_of("clock_half").await;
    assert!(told.iter().any(|m| m.to_email.starts_with("otto") && m.subject.contains("Krüger")), "{told:?}");
    approve(&otto, id, Approve::default()).await.expect("approved");
    assert_eq!(house.status(id).await, RegistrationStatus::Approved);
    assert_eq!(house.app.get(&format!("/registrations/{id}"), &cookie).await.status, StatusCode::OK);
    // The deal it became is his to see as well; no other of the partner's.
    let deal = house.row(id).await.deal_id.expect("a deal");
    for path in [format!("/deals/{deal}"), format!("/api/v1/deals/{deal}"), format!("/api/v1/deals/{deal}/timeline")] {
        let seen = house.app.get(&path, &cookie).await;
        assert!(seen.status == StatusCode::OK && seen.body.contains("Krüger"), "{path}: {} {}", seen.status, seen.body);
    }
    let other = house.row(before).await.deal_id.expect("a deal");
    for path in [format!("/deals/{other}"), format!("/api/v1/deals/{other}")] {
        assert_eq!(house.app.get(&path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Ines is back.
    end_absence(&house.ines, who(&house.ines)).await.expect("back");
    let id = house.register(house.nordlicht, claim(&house, "Brandt AG")).await.id;
    assert_eq!(reviewer(&house, id).await, Some(who(&house.ines)));
}

#[tokio::test]
async fn stand_ins_are_followed_and_where_none_is_there_a_head_of_partnerships_has_it() {
    let house = House::new().await;
    let otto = house.app.user("Otto Reuter", Role::PartnerManager).await;
    let sina = house.app.user("Sina Vogt", Role::PartnerManager).await;
    away(&house, &house.ines, &otto).await;
    away(&house, &otto, &sina).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    assert_eq!(reviewer(&house, id).await, Some(who(&sina)));
    let absent = Sql::new("SELECT reason FROM registration_step WHERE activity = 'stand_in' AND registration_id = ")
        .bind(id)
        .column::<String>(house.app.app.db().read())
        .await
        .expect("the history");
    assert_eq!(absent, ["Ines Hoffmann"], "said once, of whoever is in charge");
    // Nobody stands in any more: as in a chain of approval a head of partnerships answers.
    Sql::new("UPDATE app_user SET active = FALSE WHERE id = ")
        .bind(who(&sina))
        .execute(house.app.app.db().writer())
        .await
        .expect("gone");
    let id = house.register(house.nordlicht, claim(&house, "Spedition Husum")).await.id;
    assert_eq!(reviewer(&house, id).await, Some(who(&house.head)));
    // Where the head is away as well and nobody is left, it stays with who is in charge: no registration has nobody.
    away(&house, &house.head, &otto).await;
    let id = house.register(house.nordlicht, claim(&house, "Brandt AG")).await.id;
    assert_eq!(reviewer(&house, id).await, Some(who(&house.ines)));
}

#[tokio::test]
async fn what_a_stranger_sends_goes_to_whoever_stands_in_for_the_head() {
    let house = House::new().await;
    let otto = house.app.user("Otto Reuter", Role::HeadOfPartnerships).await;
    away(&house, &house.head, &otto).await;
    house.send_public_form(&[]).await;
    let confirm = house.link_in_mail("registration_confirm").await;
    house.app.post(&confirm, "", &[]).await;
    let id = Sql::new("SELECT id FROM registration").value::<RegistrationId>(house.app.app.db().read()).await;
    let id = id.expect("a query").expect("a registration");
    assert_eq!(reviewer(&house, id).await, Some(who(&otto)));
}

async fn handed(house: &House, id: RegistrationId) -> i64 {
    let count =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_step WHERE activity = 'stand_in' AND registration_id = ";
    let count = Sql::new(count).bind(id).value::<i64>(house.app.app.db().read()).await;
    count.expect("a count").unwrap_or_default()
}

#[tokio::test]
async fn what_is_due_before_somebody_is_back_goes_to_whoever_stands_in_when_the_absence_begins() {
    let house = House::new().await;
    let otto = house.app.user("Otto Reuter", Role::PartnerManager).await;
    let open = house.register(house.nordlicht, claim(&house, "Spedition Husum")).await;
    let asked = house.register(house.nordlicht, claim(&house, "Brandt AG")).await;
    let question = RequestInformation { question: "When?".to_owned(), ..RequestInformation::default() };
    request_information(&house.ines, asked.id, question).await.expect("asked");
    // Entered beforehand: nothing happens until it begins.
    let today = house.app.now().date_in(&jiff::tz::TimeZone::UTC);
    let absence = SetAbsence { from_on: today.plus_days(1), until_on: today.plus_days(20), stand_in: who(&otto) };
    let backwards = SetAbsence { until_on: today.plus_days(-3), ..absence.clone() };
    assert!(set_absence(&house.ines, who(&house.ines), backwards).await.is_err());
    set_absence(&house.ines, who(&house.ines), absence).await.expect("noted");
    assert_eq!(hand_over(&house.app.app).await.expect("looked"), 0);
    assert_eq!(reviewer(&house, open.id).await, Some(who(&house.ines)));
    house.app.clock.advance(24 * HOUR);
    assert_eq!(hand_over(&house.app.app).await.expect("looked"), 1);
    assert_eq!(hand_over(&house.app.app).await.expect("looked"), 0, "once");
    assert_eq!((reviewer(&house, open.id).await, handed(&house, open.id).await), (Some(who(&otto)), 1));
    assert_eq!(reviewer(&house, asked.id).await, Some(who(&house.ines)), "the partner has it");
    let status = house.app.get(&house.status_link(open.id).await, "").await.body;
    assert!(status.contains("Otto Reuter") && status.contains("A colleague has it"), "{status}");
    let told = house.mails_of("registration_review").await.pop().expect("a mail");
    assert!(
        told.to_email.starts_with("otto") && told.body_text.contains("You stand in for Ines Hoffmann."),
        "{told:?}"
    );
    // Whoever still has the page of before is told; what she takes up again is hers.
    let late = Approve { version: Some(open.version), ..Approve::default() };
    assert_eq!(approve(&house.ines, open.id, late).await.expect_err("late").code(), "stale_version");
    start_review(&house.ines, open.id, StartReview::default()).await.expect("taken up");
    assert_eq!(hand_over(&house.app.app).await.expect("looked"), 0);
    // Back again, it stays where it is; what was answered meanwhile waits for whoever is there.
    let back = house.register(house.nordlicht, claim(&house, "Werft Nord")).await.id;
    end_absence(&house.ines, who(&house.ines)).await.expect("back");
    assert_eq!(hand_over(&house.app.app).await.expect("looked"), 0);
    assert_eq!(reviewer(&house, back).await, Some(who(&otto)));
}
