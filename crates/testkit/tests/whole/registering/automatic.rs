//! Approval without a person: at once, or when time is up; and everything that keeps it from happening.

use super::approval::{step, who, with_chain};
use super::house::House;
use kernel::id::RegistrationId;
use kernel::time::DAY;
use kernel::words::Decision;
use operations::cosell::registration::{Submission, automatic};
use operations::program;

async fn allow(house: &House, when_clear: bool, when_overdue: bool) {
    let (_, mut rules) = program::current(house.app.app.db().read(), house.program).await.expect("rules");
    rules.approval.automatic.when_clear = when_clear;
    rules.approval.automatic.when_overdue = when_overdue;
    program::publish(&house.head, house.program, rules, None).await.expect("published");
}

fn named(house: &House, name: &str) -> Submission {
    let domain = format!("{}.example", name.to_lowercase());
    Submission { company: format!("{name} AG"), domain: Some(domain), ..house.kruger() }
}

async fn is_approved(house: &House, id: RegistrationId) -> bool {
    let row = house.row(id).await;
    assert_eq!(row.decision.is_some(), row.protected_until_on.is_some(), "protected exactly when approved");
    row.decision == Some(Decision::Approved)
}

/// Who approved it, and by which rule, as its history has it.
async fn approved_by(house: &House, id: RegistrationId) -> Vec<String> {
    storage::Sql::new("SELECT actor_name FROM registration_step WHERE status = 'approved' AND registration_id = ")
        .bind(id)
        .column::<String>(house.app.app.db().read())
        .await
        .expect("steps")
}

#[tokio::test]
async fn at_once_where_the_program_says_so_and_nothing_stands_against_it() {
    let house = House::new().await;
    let before = house.register(house.nordlicht, named(&house, "Adler")).await.id;
    assert!(!is_approved(&house, before).await, "off by default");
    allow(&house, true, false).await;
    let clear = house.register(house.nordlicht, house.kruger()).await.id;
    assert!(is_approved(&house, clear).await);
    let by = approved_by(&house, clear).await;
    assert!(by.len() == 1 && !by[0].contains("Maria"), "nobody's name stands for the rule: {by:?}");
    assert_eq!(house.mails_of("registration_approved").await.len(), 1, "the partner is told");
    // Another partner on the same customer waits for a person, and so does one whose chain asks somebody.
    let second = house.register(house.voltwerk, house.kruger()).await.id;
    assert!(!is_approved(&house, second).await);
    with_chain(&house, vec![step("Finance", vec![who(&house.head)])]).await;
    let asked = house.register(house.nordlicht, named(&house, "Seekiste")).await.id;
    assert!(!is_approved(&house, asked).await);
    assert!(!is_approved(&house, before).await, "what came before keeps the rules it came under");
    assert_eq!(house.mails_of("registration_approved").await.len(), 1);
}

#[tokio::test]
async fn when_time_is_up_each_once_and_not_before() {
    let house = House::new().await;
    let before = house.register(house.nordlicht, named(&house, "Adler")).await.id;
    allow(&house, false, true).await;
    let waits = house.register(house.nordlicht, house.kruger()).await.id;
    let second = house.register(house.voltwerk, house.kruger()).await.id;
    let overdue = async || automatic::approve_overdue(&house.app.app).await.expect("looked at");
    assert_eq!(overdue().await, 0, "there is time yet");
    assert!(!is_approved(&house, waits).await);
    house.app.clock.advance(30 * DAY);
    assert_eq!(overdue().await, 1);
    assert!(is_approved(&house, waits).await);
    assert!(!is_approved(&house, second).await, "a person decides between two partners");
    assert!(!is_approved(&house, before).await, "what came before keeps the rules it came under");
    assert_eq!((overdue().await, approved_by(&house, waits).await.len()), (0, 1));
}
