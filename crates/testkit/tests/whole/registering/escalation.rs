//! Who is told when a promise comes to half of its time, to its end, and beyond. Each once.

use super::house::House;
use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::words::MailKind;
use operations::access::line_manager::{Manager, set_manager};
use operations::calendar::{NewClosure, SaveCalendar, add_closure, create};
use operations::cosell::registration::*;
use operations::record::preference::{self, MailPreference};
use serde_json::json;

async fn told(house: &House) -> Vec<(String, String)> {
    escalate::escalate(&house.app.app).await.expect("looked");
    let clocks = house.mails().await.into_iter().filter(|m| m.template.starts_with("clock_"));
    clocks.map(|m| (m.template, m.to_email)).collect()
}

fn pair(template: &str, to: &str) -> (String, String) {
    (template.to_owned(), to.to_owned())
}

const INES: &str = "ines.hoffmann@vendor.example";
const MARIA: &str = "maria.kowalski@vendor.example";
const OTTO: &str = "otto.lang@vendor.example";

#[tokio::test]
async fn owner_manager_and_head_are_told_once_each_and_nobody_after_the_answer() {
    let house = House::new().await;
    let admin = house.app.user("Ada Admin", Role::Administrator).await;
    let otto = house.app.user("Otto Lang", Role::PartnerManager).await;
    let (ines, otto) = (house.ines.actor.user().expect("a user").id, otto.actor.user().expect("a user").id);
    set_manager(&admin, ines, Manager { manager: Some(otto) }).await.expect("named");
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    // The decision is promised for Thursday evening; only the first answer is looked at here.
    storage::Sql::new("UPDATE clock SET stopped_at = 0 WHERE kind = 'decision'")
        .execute(house.app.app.db().writer())
        .await
        .expect("stopped");
    assert_eq!(told(&house).await, []);
    house.app.clock.advance(12 * HOUR);
    let half = vec![pair("clock_half", INES)];
    assert_eq!(told(&house).await, half);
    assert_eq!(told(&house).await, half, "a second look, as after a restart, tells nobody again");
    house.app.clock.advance(12 * HOUR + MINUTE);
    let over = [half, vec![pair("clock_broken", OTTO)]].concat();
    assert_eq!(told(&house).await, over);
    house.app.clock.advance(12 * HOUR);
    let long = [over, vec![pair("clock_broken_long", MARIA)]].concat();
    assert_eq!(told(&house).await, long);
    house.app.clock.advance(100 * DAY);
    assert_eq!(told(&house).await, long, "there is no level beyond");
    let events = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'clock.escalated'";
    assert_eq!(house.count(events).await, 3);
    let page = house.app.get(&format!("/registrations/{id}"), &house.app.cookie(&house.head).await).await.body;
    assert!(page.contains("told Otto Lang that a promise has used 100 % of its time"), "{page}");
    let mail = &house.mails_of("clock_broken").await[0];
    assert!(
        mail.body_text.contains(&format!("/registrations/{id}")) && mail.body_text.contains("Ines Hoffmann has it")
    );
    // The partner learns nothing of it.
    let status = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(!status.contains("Otto") && !status.contains("Maria"), "{status}");
}

#[tokio::test]
async fn an_answered_promise_is_not_told_of_and_a_missed_night_is_made_up_for() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    house.app.clock.advance(HOUR);
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    house.app.clock.advance(30 * DAY);
    assert_eq!(told(&house).await, []);
    // Nobody looked for a week: every level of both clocks is told of, once. Without a manager the heads hear of it.
    let deal = Submission { company: "Brandt AG".to_owned(), domain: None, ..house.kruger() };
    house.register(house.nordlicht, deal).await;
    house.app.clock.advance(7 * DAY);
    let mut found = told(&house).await;
    found.sort();
    let twice = |template, to| vec![pair(template, to); 2];
    let all = [twice("clock_broken", MARIA), twice("clock_broken_long", MARIA), twice("clock_half", INES)].concat();
    assert_eq!(found, all);
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn a_decision_is_told_of_in_working_time_and_waits_while_the_partner_is_asked() {
    let house = House::new().await;
    // Tuesday 10:00 in Berlin: 17 hours of working time until Thursday evening... 23; half of it is over on Wednesday at 13:30.
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let escalate_at = "SELECT escalate_at FROM clock WHERE kind = 'decision'";
    assert_eq!(house.count(escalate_at).await, "2026-11-25T12:30:00Z".parse::<kernel::Instant>().expect("a moment").0);
    house.app.clock.advance(2 * HOUR);
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, id, ask).await.expect("asked");
    house.app.clock.advance(6 * DAY);
    assert_eq!(told(&house).await, [], "the clock stands");
    let answer = GiveInformation { answer: "Paul".to_owned(), version: None };
    give_information(&house.ines, id, answer).await.expect("answered");
    // Nine and a half hours of working time were left to the half, from Monday at 12:00 on the wall.
    assert_eq!(house.count(escalate_at).await, "2026-12-01T12:30:00Z".parse::<kernel::Instant>().expect("a moment").0);
    house.app.clock.advance(25 * HOUR + 30 * MINUTE);
    assert_eq!(told(&house).await, [pair("clock_half", INES)]);
}

#[tokio::test]
async fn a_silent_partner_is_reminded_once_and_whoever_asked_hears_of_it() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, id, ask.clone()).await.expect("asked");
    for _ in 0..60 {
        house.app.clock.advance(DAY);
        escalate::escalate(&house.app.app).await.expect("looked");
    }
    let reminders = house.mails_of("registration_still_waiting").await;
    assert_eq!(reminders.len(), 1, "reminded, not nagged");
    assert!(reminders[0].body_text.contains("Who decides?") && reminders[0].body_text.contains("/s/"));
    assert_eq!(told(&house).await, [pair("clock_no_answer", INES)]);
    let off = reminders[0].body_text.split("http://compagnon.test/u/").nth(1).expect("a way out").to_owned();
    let off = format!("/u/{}", off.split_whitespace().next().expect("a link"));
    let breaches = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'clock.breached'";
    watch::note_breaches(&house.app.app).await.expect("looked");
    assert_eq!(house.count(breaches).await, 0, "waiting for the partner breaks no promise of ours");

    // With one click they get no reminder any more; the question itself still comes.
    let clicked = house.app.post(&format!("{off}/reminder"), "", &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(clicked.status, StatusCode::OK, "{}", clicked.body);
    give_information(&house.ines, id, GiveInformation { answer: "Paul".to_owned(), version: None })
        .await
        .expect("answered");
    request_information(&house.ines, id, ask).await.expect("asked again");
    house.app.clock.advance(30 * DAY);
    escalate::escalate(&house.app.app).await.expect("looked");
    assert_eq!(house.mails_of("registration_still_waiting").await.len(), 1);
    assert_eq!(house.mails_of("registration_question").await.len(), 2);
}

#[tokio::test]
async fn a_reminder_can_be_switched_off_and_a_broken_promise_cannot() {
    let house = House::new().await;
    let off = MailPreference { kind: MailKind::Reminder, wanted: false };
    preference::change_own(&house.ines, &[off]).await.expect("changed");
    house.register(house.nordlicht, house.kruger()).await;
    house.app.clock.advance(7 * DAY);
    let found = told(&house).await;
    assert!(found.iter().all(|(template, _)| template != "clock_half"), "{found:?}");
    assert_eq!(found.len(), 4);
}

#[tokio::test]
async fn when_whoever_has_it_is_gone_others_are_told_and_the_api_names_managers() {
    let house = House::new().await;
    let admin = house.app.user("Ada Admin", Role::Administrator).await;
    let cookie = house.app.cookie(&admin).await;
    let ines = house.ines.actor.user().expect("a user").id;
    let path = format!("/api/v1/users/{ines}/manager");
    assert_eq!(house.app.api(Method::GET, &path, &cookie, None).await.json(), json!({ "manager": null }));
    for (body, code) in
        [(json!({ "manager": ines }), "own_manager"), (json!({ "manager": kernel::id::UserId::new() }), "unknown")]
    {
        let answer = house.app.api(Method::PUT, &path, &cookie, Some(body)).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["fields"][0]["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(code))
        );
    }
    let viewer = house.app.cookie(&house.ines).await;
    assert_eq!(
        house.app.api(Method::PUT, &path, &viewer, Some(json!({ "manager": null }))).await.status,
        StatusCode::FORBIDDEN
    );
    let page = house.app.get(&format!("/settings/people/{ines}"), &cookie).await.body;
    assert!(page.contains("The heads of partnerships"), "{page}");
    house.register(house.nordlicht, house.kruger()).await;
    storage::Sql::new("UPDATE app_user SET active = FALSE WHERE id = ")
        .bind(ines)
        .execute(house.app.app.db().writer())
        .await
        .expect("gone");
    house.app.clock.advance(12 * HOUR);
    assert_eq!(told(&house).await, [pair("clock_half", MARIA)]);
}

#[tokio::test]
async fn promises_are_counted_in_the_calendar_of_the_program_and_running_ones_stay() {
    let house = House::new().await;
    let before = house.row(house.register(house.nordlicht, house.kruger()).await.id).await;
    let hours = serde_json::from_value(json!({ "wednesday": [{ "start": "08:00", "end": "12:00" }] })).expect("hours");
    let input = SaveCalendar {
        name: "Wednesdays".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        hours,
        holidays: kernel::calendar::HolidayRegion::None,
        is_default: false,
        programs: Some(vec![house.program]),
        version: None,
    };
    let calendar = create(&house.head, input).await.expect("a calendar");
    let closed = NewClosure { name: "Away".to_owned(), first_on: "2026-12-02".parse().expect("a day"), last_on: None };
    add_closure(&house.head, calendar.id, closed).await.expect("closed");
    let deal = Submission { company: "Brandt AG".to_owned(), domain: None, ..house.kruger() };
    let after = house.row(house.register(house.nordlicht, deal).await.id).await;
    // Two working days: the 25th of November and, the 2nd of December being closed, the 9th.
    assert_eq!(after.decision_due_at, Some("2026-12-09T11:00:00Z".parse().expect("a moment")));
    assert_eq!(house.row(before.id).await.decision_due_at, before.decision_due_at, "what was promised stays");
}
