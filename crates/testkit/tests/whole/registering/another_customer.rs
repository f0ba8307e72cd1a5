//! A registration that changes after the yes: protection stands meanwhile, and follows the registration to another customer.

use super::house::House;
use kernel::Failure;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::protection::{ApproveBeside, approve_beside};
use operations::cosell::registration::*;
use storage::Sql;

fn edited(registration: Submission) -> Edit {
    Edit { registration, ..Edit::default() }
}

fn is_taken<T>(answer: &Result<T, Failure>) -> bool {
    matches!(answer, Err(Failure::Conflict { code: "scope_taken", .. }))
}

#[tokio::test]
async fn protection_stands_while_a_change_is_looked_at() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let until = house.row(first).await.protected_until_on;
    let later = Submission { expected_close_on: "2027-04-30".to_owned(), ..house.kruger() };
    edit(&house.head, first, edited(later)).await.expect("changed");
    assert_eq!(house.status(first).await, Status::InReview);

    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let refused = approve(&house.head, second, Approve::default()).await;
    assert!(is_taken(&refused), "{refused:?}");
    approve(&house.head, first, Approve::default()).await.expect("approved again");
    assert_eq!(house.row(first).await.protected_until_on, until);
}

#[tokio::test]
async fn the_customers_choice_ends_the_protection_of_one_that_is_looked_at_again() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let later = Submission { expected_close_on: "2027-04-30".to_owned(), ..house.kruger() };
    edit(&house.head, first, edited(later)).await.expect("changed");
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let choice = ApproveBeside {
        choice: "customer_choice".to_owned(),
        reason: "They wrote to us".to_owned(),
        evidence: Some("Mail of Ms Krüger, 20 Nov".to_owned()),
        ..Default::default()
    };
    approve_beside(&house.head, second, choice).await.expect("moved");
    assert_eq!(house.row(first).await.protected_until_on, None);
    assert!(house.row(second).await.protected_until_on.is_some());
    let again = approve(&house.head, first, Approve::default()).await;
    assert!(is_taken(&again), "{again:?}");
}

#[tokio::test]
async fn a_registration_for_another_customer_protects_that_one_and_frees_the_first() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    let deal = approve(&house.head, first, Approve::default()).await.expect("approved").deal;
    let before = house.row(first).await.company_id;
    let adler = || Submission {
        company: "Adler Pumpen AG".to_owned(),
        domain: Some("adler-pumpen.example".to_owned()),
        ..house.kruger()
    };
    edit(&house.head, first, edited(adler())).await.expect("changed");
    approve(&house.head, first, Approve::default()).await.expect("approved again");
    let now = house.row(first).await.company_id;
    assert!(now.is_some() && now != before);
    let of_deal = Sql::new("SELECT name FROM deal WHERE company_id = ").bind(now).push(" AND id = ").bind(deal);
    let name = of_deal.value::<String>(house.app.app.db().read()).await.expect("a deal").expect("of that customer");
    assert_eq!(name, "Adler Pumpen AG – Fleet suite");

    let second = house.register(house.nordlicht, adler()).await.id;
    let refused = approve(&house.head, second, Approve::default()).await;
    assert!(is_taken(&refused), "{refused:?}");
    let freed = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.head, freed, Approve::default()).await.expect("the first customer is free");
}

#[tokio::test]
async fn a_corrected_spelling_is_the_same_customer() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let before = house.row(first).await.company_id;
    let corrected = Submission { company: "Krüger und Söhne Logistik GmbH".to_owned(), ..house.kruger() };
    edit(&house.head, first, edited(corrected)).await.expect("changed");
    approve(&house.head, first, Approve::default()).await.expect("approved again");
    assert_eq!(house.row(first).await.company_id, before);
}

#[tokio::test]
async fn the_same_name_in_another_place_is_not_a_repetition_and_neither_is_one_sent_again_after_a_no() {
    let house = House::new().await;
    let of = |city: &str| Submission {
        company: "Sparkasse Musterland".to_owned(),
        domain: None,
        city: Some(city.to_owned()),
        ..house.kruger()
    };
    let kiel = house.register(house.nordlicht, of("Kiel")).await;
    let ulm = house.register(house.nordlicht, of("Ulm")).await;
    assert!(!ulm.repeated && ulm.id != kiel.id);
    assert!(house.register(house.nordlicht, of("Ulm")).await.repeated);
    let no = Decline { reason: DECLINE_REASONS[0].to_owned(), text: Some("Not now".to_owned()), ..Decline::default() };
    decline(&house.head, ulm.id, no).await.expect("declined");
    let again = house.register(house.nordlicht, of("Ulm")).await;
    assert!(!again.repeated && again.id != ulm.id);
}

#[tokio::test]
async fn the_status_page_of_a_reduced_role_does_not_promise_protection() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let services =
        ApproveBeside { choice: "services".to_owned(), reason: "They agreed on it".to_owned(), ..Default::default() };
    approve_beside(&house.head, second, services).await.expect("a reduced role");
    let link = house.status_link(second).await;
    for (language, role, wrong) in [
        ("en", "as a services partner", ["protected for you", "Protected for", "Protected until"]),
        ("de", "als Dienstleistungspartner", ["für Sie geschützt", "Tage geschützt", "Geschützt bis"]),
    ] {
        let page = house.app.get(&link, &format!("language={language}")).await.body;
        assert!(page.contains(role), "{language}");
        assert!(wrong.iter().all(|text| !page.contains(text)), "{language}");
    }
}
