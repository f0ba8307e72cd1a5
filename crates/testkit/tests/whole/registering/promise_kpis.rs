//! What became of promises, as KPIs: conflicts, protections that ran out or were given back, deals that were registered.

use super::house::House;
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::{DisputeOutcome, DisputeRule};
use operations::cosell::dispute::{DecideDispute, decide_dispute, open_dispute};
use operations::cosell::protection::{Reinstate, reinstate};
use operations::cosell::registration::*;
use operations::grow::kpi::{Question, answer};
use storage::Sql;

/// Part, count and what was left out.
async fn figure(house: &House, metric: &str, as_of: Option<&str>) -> (Option<i64>, i64, i64) {
    let as_of = as_of.map(str::to_owned);
    let question = Question { metric: metric.to_owned(), as_of, ..Question::default() };
    let found = answer(&house.head, &question).await.expect("an answer");
    let figure = &found.figures[0];
    (figure.part, figure.count, figure.excluded)
}

#[tokio::test]
async fn conflicts_expiries_and_reinstatements_are_counted_today_and_on_any_day_before() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    house.register(house.nordlicht, house.kruger()).await;
    let other = Submission { company: "Ganz anders AG".to_owned(), domain: None, ..house.kruger() };
    let third = house.register(house.nordlicht, other).await.id;
    assert_eq!(figure(&house, "conflict_rate", None).await, (Some(1), 3, 0), "the second found the first");
    for id in [first, third] {
        approve(&house.head, id, Approve::default()).await.expect("approved");
    }
    assert_eq!(figure(&house, "expiry_rate", None).await, (Some(0), 0, 2), "both are protected still");
    assert_eq!(figure(&house, "registered_share", None).await, (Some(2), 2, 0));
    let protected = house.app.now().to_string();
    house.app.clock.advance(200 * DAY);
    assert_eq!(watch::expire_protections(&house.app.app).await.expect("looked"), 2);
    assert_eq!(figure(&house, "expiry_rate", None).await, (Some(2), 2, 0));
    assert_eq!(figure(&house, "reinstatement_rate", None).await, (Some(0), 2, 0));
    let expired = house.app.now().to_string();
    house.app.clock.advance(2 * DAY);
    let again = Reinstate { reason: "They signed yesterday".to_owned(), ..Reinstate::default() };
    reinstate(&house.head, first, again).await.expect("protected again");
    assert_eq!(figure(&house, "reinstatement_rate", None).await, (Some(1), 2, 0));
    // As things stood then.
    assert_eq!(figure(&house, "reinstatement_rate", Some(&expired[..10])).await, (Some(0), 2, 0));
    assert_eq!(figure(&house, "expiry_rate", Some(&protected[..10])).await, (Some(0), 0, 2));
    assert_eq!(figure(&house, "reinstatement_rate", Some(&protected[..10])).await, (Some(0), 0, 0));
}

async fn disputed(house: &House, id: RegistrationId, days: i64, outcome: DisputeOutcome) {
    let about = serde_json::json!({ "kind": "direct", "statement": "Our account" });
    let case = open_dispute(&house.head, id, serde_json::from_value(about).expect("an input")).await.expect("opened");
    house.app.clock.advance(days * DAY);
    let decided = DecideDispute {
        outcome,
        rule: DisputeRule::FirstValid,
        text: "Decided.".to_owned(),
        take_back: Vec::new(),
        version: None,
    };
    decide_dispute(&house.head, case, decided).await.expect("decided");
}

#[tokio::test]
async fn a_yes_that_a_dispute_took_back_has_ended_and_one_given_again_is_protected_again() {
    let house = House::new().await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, id, Approve::default()).await.expect("approved");
    disputed(&house, id, 1, DisputeOutcome::Overturned).await;
    assert_eq!(figure(&house, "reinstatement_rate", None).await, (Some(0), 1, 0));

    // Taken back, asked for a second look, approved once more.
    let other = Submission { company: "Ganz anders AG".to_owned(), domain: None, ..house.kruger() };
    let other = house.register(house.nordlicht, other).await.id;
    approve(&house.head, other, Approve::default()).await.expect("approved");
    house.app.clock.advance(DAY);
    let taken = serde_json::from_value(serde_json::json!({ "reason": "A mistake" })).expect("an input");
    cancel(&house.head, other, taken).await.expect("taken back");
    assert_eq!(figure(&house, "reinstatement_rate", None).await, (Some(0), 2, 0));
    let page = house.status_link(other).await;
    let asked = house.app.post(&format!("{page}/appeal"), "", &[("appeal", "Please look again.")]).await;
    assert_eq!(asked.status, http::StatusCode::SEE_OTHER, "{}", asked.body);
    house.app.clock.advance(DAY);
    approve(&house.head, other, Approve::default()).await.expect("approved again");
    assert_eq!(figure(&house, "reinstatement_rate", None).await, (Some(1), 2, 0));
}

#[tokio::test]
async fn the_promise_of_a_first_answer_stands_still_during_a_dispute() {
    let house = House::new().await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    start_review(&house.head, id, StartReview::default()).await.expect("looked at");
    let before = house.row(id).await.first_answer_due_at.expect("a promise");
    disputed(&house, id, 7, DisputeOutcome::Upheld).await;
    let after = house.row(id).await.first_answer_due_at.expect("a promise");
    assert!(after.0 >= before.0 + 7 * DAY, "seven days later: {before} {after}");
    let due = Sql::new("SELECT due_at FROM clock WHERE kind = 'first_answer' AND registration_id = ").bind(id);
    assert_eq!(due.value::<kernel::Instant>(house.app.app.db().read()).await.expect("a clock"), Some(after));
    // Answered before it is due again: in time.
    house.app.clock.advance(after.0 - house.app.now().0 - DAY / 24);
    approve(&house.head, id, Approve::default()).await.expect("approved");
    assert_eq!(figure(&house, "answered_within_target", None).await, (Some(1), 1, 0));
}
