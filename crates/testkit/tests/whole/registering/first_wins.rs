//! The first valid registration wins, however the second one writes the customer, unless a person decides otherwise.

use super::approval::code;
use super::house::House;
use kernel::id::{FindingId, RegistrationId};
use kernel::words::{FindingLevel, RegistrationStatus as Status};
use operations::cosell::conflict::{SetAside, set_aside};
use operations::cosell::protection::{ApproveBeside, approve_beside, standing_in};
use operations::cosell::registration::*;
use operations::cosell::typed_amount::TypedAmount;
use storage::Sql;

fn weaver(name: &str) -> Submission {
    Submission {
        company: name.to_owned(),
        country: Some("DE".to_owned()),
        city: Some("Hof".to_owned()),
        amount: Some(TypedAmount::of(48_000 * kernel::money::SCALE)),
        expected_close_on: "2027-03-31".to_owned(),
        ..Submission::default()
    }
}

fn beside() -> ApproveBeside {
    ApproveBeside { choice: "beside".to_owned(), reason: "Two plants".to_owned(), ..ApproveBeside::default() }
}

async fn yes(house: &House, id: RegistrationId) {
    approve(&house.head, id, Approve::default()).await.expect("approved");
}

async fn refused(house: &House, id: RegistrationId) {
    assert_eq!(code(approve(&house.head, id, Approve::default()).await), "scope_taken");
    let row = house.row(id).await;
    assert_eq!((row.status, row.protected_until_on), (Status::Submitted, None), "nothing happened");
}

#[tokio::test]
async fn another_spelling_of_the_customer_gets_no_second_protection() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, weaver("Quellhorst Textildruck GmbH")).await.id;
    yes(&house, first).await;
    let second = house.register(house.nordlicht, weaver("Quelhorst Textildruck GmbH")).await.id;
    let nowhere = Submission { country: None, ..weaver("Quellhorst Textildruck GmbH") };
    let third = house.register(house.nordlicht, nowhere).await.id;
    refused(&house, second).await;
    refused(&house, third).await;
    let stands = standing_in(&house.head, second).await.expect("seen");
    assert_eq!(stands.iter().map(|s| s.registration).collect::<Vec<_>>(), [Some(first)]);

    approve_beside(&house.head, second, beside()).await.expect("a person decided");
    assert!(house.row(second).await.protected_until_on.is_some());
    assert_eq!(house.status(first).await, Status::Approved);
}

#[tokio::test]
async fn a_person_says_that_it_is_another_customer_and_approves_as_usual() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, weaver("Quellhorst Textildruck GmbH")).await.id;
    yes(&house, first).await;
    let second = house.register(house.nordlicht, weaver("Quelhorst Textildruck GmbH")).await.id;
    let findings = Sql::new("SELECT id FROM registration_finding WHERE registration_id = ").bind(second);
    for finding in findings.column::<FindingId>(house.app.app.db().read()).await.expect("findings") {
        let other = SetAside { reason: "Two families of weavers".to_owned(), ..SetAside::default() };
        set_aside(&house.head, second, finding, other).await.expect("set aside");
    }
    yes(&house, second).await;

    // It holds for the first one, too, when that is looked at again.
    let later = Submission { expected_close_on: "2027-04-30".to_owned(), ..weaver("Quellhorst Textildruck GmbH") };
    edit(&house.head, first, Edit { registration: later, ..Edit::default() }).await.expect("changed");
    assert_eq!(house.status(first).await, Status::InReview);
    yes(&house, first).await;
}

#[tokio::test]
async fn the_customers_choice_passes_over_one_that_waits_and_strangers_hold_up_nobody() {
    let house = House::new().await;
    house.register(house.voltwerk, house.kruger()).await;
    let chosen = house.register(house.nordlicht, house.kruger()).await.id;
    let choice = ApproveBeside {
        choice: "customer_choice".to_owned(),
        evidence: Some("Mail of Ms Krüger, 20 Nov".to_owned()),
        ..beside()
    };
    // Whoever looks after the partner sees nothing of the other's, and takes nothing from it.
    approve_beside(&house.ines, chosen, choice).await.expect("moved");
    assert!(house.row(chosen).await.protected_until_on.is_some());

    let alone = House::new().await;
    alone.send_public_form(&[("company", "Krüger & Söhne Logistik GmbH"), ("domain", "krueger-logistik.de")]).await;
    let page = alone.link_in_mail("registration_confirm").await;
    alone.app.post(&page, "", &[]).await;
    let late = alone.register(alone.nordlicht, alone.kruger()).await.id;
    assert_eq!(alone.row(late).await.finding_level, Some(FindingLevel::Same), "the stranger's is found");
    yes(&alone, late).await;
}

#[tokio::test]
async fn a_product_in_words_of_ones_own_is_any_product() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    yes(&house, first).await;
    let words = Submission { product: Some("Ten of your fleet licences".to_owned()), ..house.kruger() };
    let second = house.register(house.nordlicht, words).await.id;
    refused(&house, second).await;
}

#[tokio::test]
async fn who_came_later_is_not_approved_before_the_first_is_decided() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    refused(&house, second).await;
    let waits = standing_in(&house.head, second).await.expect("seen");
    assert_eq!(waits.iter().map(|s| (s.registration, s.protected_until_on)).collect::<Vec<_>>(), [(Some(first), None)]);
    assert!(standing_in(&house.head, first).await.expect("seen").is_empty(), "the first waits for nobody");

    let no = Decline { reason: "not_a_fit".to_owned(), ..Decline::default() };
    decline(&house.head, first, no).await.expect("declined");
    yes(&house, second).await;
}

#[tokio::test]
async fn a_decision_about_one_that_waits_holds_until_that_one_is_protected() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    approve_beside(&house.head, second, beside()).await.expect("decided");
    assert!(house.row(second).await.protected_until_on.is_some());
    refused(&house, first).await;
}

#[tokio::test]
async fn where_a_rule_blocks_a_second_protection_only_who_manages_programs_gives_it() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    yes(&house, first).await;
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    for table in [
        "registration_finding SET effect = 'block' WHERE kind = 'live_registration' AND registration_id = ",
        "registration SET finding_effect = 'block' WHERE id = ",
    ] {
        let blocks = Sql::new(format!("UPDATE {table}")).bind(second);
        blocks.execute(house.app.app.db().writer()).await.expect("a rule that blocks");
    }
    assert_eq!(code(approve_beside(&house.ines, second, beside()).await), "finding_blocks");
    let referral = ApproveBeside { choice: "referral".to_owned(), ..beside() };
    approve_beside(&house.ines, second, referral).await.expect("takes nothing from anybody");
}

#[tokio::test]
async fn what_changed_since_the_mail_was_opened_is_shown_before_anybody_says_yes() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let link = super::house::path_in(&house.mails_of("registration_review").await[0].body_text);
    let seen = super::house::value_of(&house.app.get(&link, "").await.body, "version");
    let much = Submission { amount: Some(TypedAmount::of(4_000_000 * kernel::money::SCALE)), ..house.kruger() };
    edit(&house.head, id, Edit { registration: much, ..Edit::default() }).await.expect("changed");
    let old = house.app.post(&format!("{link}/approve"), "", &[("version", &seen), ("note", "Gladly")]).await;
    assert_eq!(old.status, http::StatusCode::CONFLICT);
    assert!(old.body.contains("4,000,000") && old.body.contains("Gladly"), "{}", old.body);
    assert_eq!(house.status(id).await, Status::Submitted);
    let now = super::house::value_of(&old.body, "version");
    let done = house.app.post(&format!("{link}/approve"), "", &[("version", &now)]).await;
    assert_eq!((done.status, house.status(id).await), (http::StatusCode::OK, Status::Approved));
}
