//! What became of promises, as KPIs: conflicts, protections that ran out or were given back, deals that were registered.

use super::house::House;
use kernel::time::DAY;
use operations::cosell::protection::{Reinstate, reinstate};
use operations::cosell::registration::*;
use operations::grow::kpi::{Question, answer};

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
