//! What pages say is what happened: nobody was faster where something else stands in the way, and what changed is told with its values.

use super::house::House;
use http::StatusCode;
use kernel::id::RegistrationId;
use kernel::money::SCALE;
use operations::cosell::dispute::open_dispute;
use operations::cosell::protection::{ApproveBeside, approve_beside};
use operations::cosell::registration::*;
use operations::cosell::typed_amount::TypedAmount;
use serde_json::json;
use storage::Sql;

#[tokio::test]
async fn a_yes_with_a_word_that_has_to_wait_says_what_comes_first_and_keeps_the_word() {
    let house = House::new().await;
    house.send_public_form(&[]).await;
    let confirm = house.link_in_mail("registration_confirm").await;
    house.app.post(&confirm, "", &[]).await;
    let stranger = Sql::new("SELECT id FROM registration").value::<RegistrationId>(house.app.app.db().read()).await;
    let stranger = stranger.expect("a query").expect("a registration");
    let first = house.register(house.voltwerk, house.kruger()).await.id;
    approve(&house.head, first, Approve::default()).await.expect("approved");
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let cookie = house.app.cookie(&house.head).await;
    for (id, page) in [(stranger, "assign"), (second, "beside")] {
        let version = house.row(id).await.version.to_string();
        let sent = [("version", version.as_str()), ("text", "Welcome on board")];
        let answer = house.app.post(&format!("/registrations/{id}/approve"), &cookie, &sent).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{page}: {}", answer.body);
        assert!(answer.body.contains("<h1>Something else comes first</h1>"), "{page}: {}", answer.body);
        assert!(!answer.body.contains("Somebody was faster") && answer.body.contains("Welcome on board"), "{page}");
        assert!(answer.body.contains(&format!("href=\"/registrations/{id}/{page}\"")), "{page}: {}", answer.body);
    }
    // An old page is still a lost race.
    let sent = [("version", "0"), ("text", "Welcome on board")];
    let late = house.app.post(&format!("/registrations/{second}/approve"), &cookie, &sent).await;
    assert!(late.status == StatusCode::CONFLICT && late.body.contains("<h1>Somebody was faster</h1>"), "{}", late.body);
}

#[tokio::test]
async fn what_is_contested_cannot_be_changed_and_nobody_is_said_to_have_been_faster() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    approve(&house.head, id, Approve::default()).await.expect("approved");
    let input = json!({ "kind": "direct", "statement": "Our named account" });
    let case = open_dispute(&house.head, id, serde_json::from_value(input).expect("a case")).await.expect("a case");
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get(&format!("/registrations/{id}/edit"), &cookie).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("<h1>That is not possible now</h1>"), "{}", page.body);
    assert!(!page.body.contains("Somebody was faster") && !page.body.contains("Nothing of yours"), "{}", page.body);
    // Nor in the room of the case, where nothing is decided that could be appealed.
    let sent = [("version", "1"), ("appeal_reason", "We see it differently")];
    let refused = house.app.post(&format!("/disputes/{case}/appeal"), &cookie, &sent).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    assert!(!refused.body.contains("Somebody was faster") && refused.body.contains("We see it differently"));
}

#[tokio::test]
async fn a_change_is_told_with_what_it_was_and_what_it_is() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let changed = Submission {
        amount: Some(TypedAmount::of(52_500 * SCALE)),
        expected_close_on: "2027-04-30".to_owned(),
        need: Some("Forty trucks.\nAnd trailers.".to_owned()),
        ..house.kruger()
    };
    edit(&house.head, id, Edit { registration: changed, ..Edit::default() }).await.expect("changed");
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get(&format!("/registrations/{id}"), &cookie).await.body;
    assert!(page.contains("Expected amount: €48,000 → €52,500"), "{page}");
    assert!(page.contains("31 Mar 2027 → 30 Apr 2027"), "{page}");
    // Long words are named only.
    assert!(page.contains("Changed: What the customer needs"), "{page}");
}

#[tokio::test]
async fn who_loses_a_customer_by_the_customers_choice_reads_why() {
    let house = House::new().await;
    let first = house.register(house.nordlicht, house.kruger()).await.id;
    let note = Approve { note: Some("Good luck with it".to_owned()), version: None };
    approve(&house.head, first, note).await.expect("approved");
    let second = house.register(house.voltwerk, house.kruger()).await.id;
    let choice = ApproveBeside {
        choice: "customer_choice".to_owned(),
        reason: "Ms Krüger wrote to us".to_owned(),
        evidence: Some("Mail of 20 Nov".to_owned()),
        ..ApproveBeside::default()
    };
    approve_beside(&house.head, second, choice).await.expect("moved");
    let page = house.app.get(&house.status_link(first).await, "").await.body;
    assert!(page.contains("The customer told us in writing whom they want to work with."), "{page}");
    for hidden in ["Good luck with it", "Voltwerk", "Ms Krüger wrote", "Mail of 20 Nov"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    // Taken back by a person it says what they wrote, and not that.
    let other = Submission { company: "Spedition Husum".to_owned(), domain: None, ..house.kruger() };
    let third = house.register(house.nordlicht, other).await.id;
    approve(&house.head, third, Approve::default()).await.expect("approved");
    let why = Cancel { reason: "Approved by mistake".to_owned(), version: None };
    cancel(&house.head, third, why).await.expect("taken back");
    let page = house.app.get(&house.status_link(third).await, "").await.body;
    assert!(page.contains("Approved by mistake") && !page.contains("told us in writing"), "{page}");
}
