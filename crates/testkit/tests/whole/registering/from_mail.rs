//! Answering from the mail: each letter that leaves something to decide carries a link, and a used one says what became of it.

use super::house::House;
use kernel::time::HOUR;
use kernel::words::RegistrationStatus as Status;
use storage::Sql;

/// The path of the answer link in a mail.
fn link_in(text: &str) -> Option<String> {
    let start = text.find("/a/")?;
    text[start..].split_whitespace().next().map(str::to_owned)
}

async fn active(house: &House, active: bool) {
    let tx = house.app.app.db().begin().await.expect("a transaction");
    let sql = Sql::new("UPDATE app_user SET active = ").bind(active).push(" WHERE name = 'Ines Hoffmann'");
    assert_eq!(sql.execute(&tx).await.expect("changed"), 1);
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn a_reviewer_asks_by_mail_hears_by_mail_and_decides_by_mail() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let first = link_in(&house.mails_of("registration_review").await[0].body_text).expect("a link");
    let asked = house.app.post(&format!("{first}/ask"), "", &[("question", "Who decides there?")]).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert_eq!(house.status(id).await, Status::InformationRequested);

    // The link is spent, and says where things stand.
    let again = house.app.get(&first, "").await;
    assert_eq!(again.status, 410);
    assert!(again.body.contains("answered already") && again.body.contains("Information requested"), "{}", again.body);
    assert!(!again.body.contains("<form method=\"post\" action=\"/a/"));

    house.app.clock.advance(HOUR);
    let page = house.status_link(id).await;
    house.app.post(&format!("{page}/answer"), "", &[("answer", "Paul himself.")]).await;
    let letter = &house.mails_of("registration_answered").await[0].body_text;
    let second = link_in(letter).expect("a link in the mail with the answer");
    assert_ne!(first, second);
    assert_eq!(house.app.get(&second, "").await.status, 200);
    let yes = house.app.post(&format!("{second}/approve"), "", &[("note", "Good luck")]).await;
    assert_eq!(yes.status, 200, "{}", yes.body);
    assert_eq!(house.status(id).await, Status::Approved);
    for spent in [&first, &second] {
        let shown = house.app.get(spent, "").await;
        assert_eq!(shown.status, 410);
        assert!(shown.body.contains("Ines Hoffmann") && shown.body.contains("Approved"), "{}", shown.body);
        let late = house.app.post(&format!("{spent}/decline"), "", &[("reason", "not_a_fit")]).await;
        assert_eq!(late.status, 410, "{}", late.body);
    }
    assert_eq!(house.status(id).await, Status::Approved);
}

#[tokio::test]
async fn a_used_link_says_nothing_once_it_has_expired_or_its_person_has_left() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let link = link_in(&house.mails_of("registration_review").await[0].body_text).expect("a link");
    house.app.post(&format!("{link}/decline"), "", &[("reason", "not_a_fit")]).await;
    assert!(house.app.get(&link, "").await.body.contains("Declined"));
    active(&house, false).await;
    let gone = house.app.get(&link, "").await;
    assert!(gone.status == 404 && !gone.body.contains("Declined"), "{}", gone.body);
    active(&house, true).await;
    house.app.clock.advance(31 * 24 * HOUR);
    let old = house.app.get(&link, "").await;
    assert!(old.status == 410 && !old.body.contains("Krüger"), "{}", old.body);
}
