//! A contact's personal link: six fields, no confirmation.

use super::house::{House, make_program};
use kernel::words::{LinkPurpose, RegistrationStatus as Status};
use operations::access::link::NewLink;
use storage::Sql;
use storage::entity::registration::Model;

const DEAL: &[(&str, &str)] = &[
    ("company", "Krüger & Söhne Logistik"),
    ("domain", "krueger-logistik.de"),
    ("customer_contact", "Paul Krüger"),
    ("amount", "48,000"),
    ("currency", "EUR"),
    ("expected_close_on", "2027-03-31"),
    ("partner_help", "Two workshops so far."),
];

async fn rows(house: &House) -> Vec<Model> {
    Sql::new("SELECT * FROM registration ORDER BY created_at, id")
        .all(house.app.app.db().read())
        .await
        .expect("registrations")
}

#[tokio::test]
async fn a_contact_registers_with_six_fields_and_lands_on_the_status_page() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let page = house.app.get(&link, "").await;
    assert!(page.body.contains("Jana Brandt, Nordlicht Systems"), "{}", page.body);
    assert!(page.body.contains("Ines Hoffmann answers by 25 Nov 2026, 10:00"), "{}", page.body);
    assert!(!page.body.contains("name=\"sender_email\""));
    let sent = house.app.post(&link, "", DEAL).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
    let status = house.app.get(sent.location(), "").await;
    assert!(
        status.body.contains("Krüger &#38; Söhne") || status.body.contains("Krüger &amp; Söhne"),
        "{}",
        status.body
    );
    assert!(status.body.contains("€48,000"));
    let all = rows(&house).await;
    assert_eq!(all.len(), 1);
    let row = &all[0];
    assert_eq!((row.status, row.partner_id), (Status::Submitted, Some(house.nordlicht.id)));
    assert_eq!(row.channel.as_str(), "link");
    // The reload of a sent form leads to the same page and writes no second mail.
    let mails = house.mails().await.len();
    let again = house.app.post(&link, "", DEAL).await;
    assert_eq!(again.location(), sent.location());
    assert_eq!((rows(&house).await.len(), house.mails().await.len()), (1, mails));
    assert_eq!(mails, 2);
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn the_same_form_sent_twice_at_the_same_moment_is_one_registration() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let (a, b) = tokio::join!(house.app.post(&link, "", DEAL), house.app.post(&link, "", DEAL));
    assert_eq!((a.status.as_u16(), b.status.as_u16()), (303, 303), "{} {}", a.body, b.body);
    assert_eq!(rows(&house).await.len(), 1);
    assert_eq!(house.mails_of("registration_received").await.len(), 1);
}

#[tokio::test]
async fn amounts_are_read_as_the_reader_writes_them() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let mut german: Vec<_> = DEAL.to_vec();
    german.retain(|(name, _)| *name != "amount");
    german.push(("amount", "48.000,50"));
    let sent = house.app.post(&link, "language=de", &german).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
    assert_eq!(rows(&house).await[0].amount, Some(480_005_000));
    let page = house.app.get(sent.location(), "language=de").await.body;
    assert!(page.contains("48.000,50") && page.contains("antwortet bis"), "{page}");
    // The contact's own language decides about mails, not the browser's.
    assert!(house.mails_of("registration_received").await[0].subject.starts_with("Received:"));
}

#[tokio::test]
async fn what_a_contact_said_last_time_is_proposed() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let mut first: Vec<_> = DEAL.to_vec();
    first.retain(|(name, _)| *name != "currency");
    first.extend([("currency", "CHF"), ("country", "CH")]);
    house.app.post(&link, "", &first).await;
    let page = house.app.get(&link, "").await.body;
    assert!(
        page.contains("<option value=\"CHF\" selected>") && page.contains("<option value=\"CH\" selected>"),
        "{page}"
    );
    let others = house.app.get(&house.personal_link(house.voltwerk).await, "").await.body;
    assert!(!others.contains("<option value=\"CHF\" selected>"));
}

#[tokio::test]
async fn a_revoked_link_and_one_of_a_contact_who_left_explain_themselves() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    let status = house.app.post(&link, "", DEAL).await.location().to_owned();
    Sql::new("UPDATE signed_link SET revoked_at = 1 WHERE purpose = 'register'")
        .execute(house.app.app.db().writer())
        .await
        .expect("revoked");
    for answer in [house.app.get(&link, "").await, house.app.post(&link, "", DEAL).await] {
        assert_eq!(answer.status.as_u16(), 404);
        assert!(answer.body.contains("Your contact person can send you a new one"), "{}", answer.body);
    }
    assert!(house.app.get(&status, "").await.status.is_success());
    Sql::new("UPDATE partner_contact SET active = FALSE").execute(house.app.app.db().writer()).await.expect("left");
    assert_eq!(house.app.get(&status, "").await.status.as_u16(), 404);
    assert_eq!(house.app.post(&format!("{status}/withdraw"), "", &[]).await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_link_belongs_to_its_program() {
    let house = House::new().await;
    let second = make_program(&house.head, "referral", "Referral program").await;
    let link = NewLink {
        contact: Some(house.nordlicht.contact),
        program: Some(second),
        ..NewLink::new(LinkPurpose::Register)
    };
    let link = house.link(link).await;
    assert!(house.app.get(&link, "").await.body.contains("Referral program"));
    house.app.post(&link, "", DEAL).await;
    house.app.post(&house.personal_link(house.nordlicht).await, "", DEAL).await;
    let programs: Vec<_> = rows(&house).await.into_iter().map(|r| r.program_id).collect();
    assert_eq!(programs, [second, house.program]);
}

#[tokio::test]
async fn the_products_we_have_are_proposed_and_recognised() {
    let house = House::new().await;
    Sql::new("INSERT INTO product (id, key, name, name_folded, active, created_at, version) VALUES (")
        .bind(kernel::id::ProductId::new())
        .push(", 'metering', 'Smart Metering', 'smart metering', TRUE, 0, 1)")
        .execute(house.app.app.db().writer())
        .await
        .expect("a product");
    let link = house.personal_link(house.nordlicht).await;
    assert!(house.app.get(&link, "").await.body.contains("<option value=\"Smart Metering\">"));
    let mut form: Vec<_> = DEAL.to_vec();
    form.push(("product", "SMART metering"));
    house.app.post(&link, "", &form).await;
    form.pop();
    form.push(("product", "Something else"));
    house.app.post(&link, "", &form).await;
    let all = rows(&house).await;
    assert!(all[0].product_id.is_some() && all[0].product_text.is_none());
    assert_eq!(all[1].product_text.as_deref(), Some("Something else"));
}
