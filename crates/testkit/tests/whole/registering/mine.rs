//! "My registrations" by mailed link.

use super::house::{House, path_in};
use http::{Method, StatusCode};
use kernel::Role;
use kernel::time::DAY;
use kernel::words::{ContactRole, LinkPurpose};
use operations::access::link::NewLink;
use operations::cosell::registration::*;
use serde_json::json;
use storage::Sql;

async fn set_role(house: &House, contact: kernel::id::ContactId, role: ContactRole) {
    Sql::new("UPDATE partner_contact SET role = ")
        .bind(role)
        .push(" WHERE id = ")
        .bind(contact)
        .execute(house.app.app.db().writer())
        .await
        .expect("changed");
}

/// A colleague of Jana's at Nordlicht.
async fn colleague(house: &House) -> super::house::Partner {
    use kernel::id::ContactId;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
    use storage::entity::partner_contact::{ActiveModel, Entity};
    let db = house.app.app.db();
    let jana = Entity::find_by_id(house.nordlicht.contact).one(db.read()).await.expect("a query").expect("a contact");
    let id = ContactId::new();
    let mut row: ActiveModel = jana.into();
    row.id = Set(id);
    row.name = Set("Peter Prinz".to_owned());
    row.email = Set(Some("peter@nordlicht.example".to_owned()));
    row.email_folded = Set(Some("peter@nordlicht.example".to_owned()));
    row.insert(db.writer()).await.expect("a contact");
    super::house::Partner { id: house.nordlicht.id, contact: id }
}

#[tokio::test]
async fn a_contact_gets_their_link_by_mail_and_a_stranger_gets_the_same_answer() {
    let house = House::new().await;
    let page = house.app.get("/my", "").await;
    assert!(page.status == StatusCode::OK && page.body.contains("My registrations"), "{}", page.body);
    let known = house.app.post("/my", "", &[("email", "JANA@nordlicht.example")]).await;
    let unknown = house.app.post("/my", "", &[("email", "nobody@elsewhere.example")]).await;
    assert_eq!((known.status, known.location()), (StatusCode::SEE_OTHER, "/my/sent"));
    assert_eq!((unknown.status, unknown.location()), (StatusCode::SEE_OTHER, "/my/sent"));
    assert_eq!(known.body, unknown.body);
    // Until the answer the same was done for both, and nothing that depends on who it is.
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM job WHERE kind = 'registration.my_letters'";
    let links = "SELECT CAST(COUNT(*) AS BIGINT) FROM signed_link";
    assert_eq!((house.count(waiting).await, house.count(links).await, house.mails().await.len()), (2, 0, 0));
    house.work().await;
    assert_eq!(house.count(links).await, 1);
    let mails = house.mails_of("my_registrations").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to_email, "jana@nordlicht.example");
    let wrong = house.app.post("/my", "", &[("email", "not an address")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let machine = house.app.post("/my", "", &[("email", "jana@nordlicht.example"), ("website", "x")]).await;
    assert_eq!(machine.location(), "/my/sent");
    house.work().await;
    assert_eq!(house.mails_of("my_registrations").await.len(), 1);
    // Nobody's mailbox is filled by somebody who types their address again and again.
    let mut last = StatusCode::SEE_OTHER;
    for _ in 0..8 {
        last = house.app.post("/my", "", &[("email", "jana@nordlicht.example")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    house.work().await;
    assert!(house.mails_of("my_registrations").await.len() <= 4);
    // An address nobody has runs into the same wall.
    for _ in 0..8 {
        last = house.app.post("/my", "", &[("email", "nobody@elsewhere.example")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_seller_sees_their_own_and_a_principal_those_of_the_whole_company() {
    let house = House::new().await;
    let peter = colleague(&house).await;
    set_role(&house, house.nordlicht.contact, ContactRole::Seller).await;
    set_role(&house, peter.contact, ContactRole::Principal).await;
    let hers = house.register(house.nordlicht, house.kruger()).await.id;
    let his = Submission { company: "Brandt AG".to_owned(), domain: None, ..house.kruger() };
    let his = house.register(peter, his).await.id;
    let other = Submission { company: "Secret Customer SE".to_owned(), domain: None, ..house.kruger() };
    let other = house.register(house.voltwerk, other).await.id;

    house.app.post("/my", "", &[("email", "jana@nordlicht.example")]).await;
    house.work().await;
    let hers_link = house.link_in_mail("my_registrations").await;
    let page = house.app.get(&hers_link, "").await.body;
    assert!(page.contains("Krüger") && page.contains("Jana Brandt") && page.contains("Nordlicht Systems"), "{page}");
    assert!(!page.contains("Brandt AG") && !page.contains("Secret Customer"), "{page}");
    house.app.post("/my", "", &[("email", "peter@nordlicht.example")]).await;
    house.work().await;
    let mails = house.mails_of("my_registrations").await;
    let his_link = path_in(&mails.iter().find(|m| m.to_email.starts_with("peter")).expect("a mail").body_text);
    let page = house.app.get(&his_link, "").await.body;
    assert!(page.contains("Krüger") && page.contains("Brandt AG") && !page.contains("Secret Customer"), "{page}");
    let own = house.app.get(&format!("{his_link}?who=own"), "").await.body;
    assert!(!own.contains("Krüger") && own.contains("Brandt AG"), "{own}");

    // Each opens its status page; what is not theirs opens nothing.
    let status = house.app.get(&format!("{hers_link}/{hers}"), "").await;
    assert_eq!(status.status, StatusCode::SEE_OTHER);
    assert!(house.app.get(status.location(), "").await.body.contains("Krüger"));
    for (link, id) in [(&hers_link, his), (&hers_link, other), (&his_link, other)] {
        assert_eq!(house.app.get(&format!("{link}/{id}"), "").await.status, StatusCode::NOT_FOUND);
    }
    // The principal acts for themselves with a colleague's registration, and the colleague's own link stays theirs.
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    request_information(&house.ines, hers, ask).await.expect("asked");
    let as_peter = house.app.get(&format!("{his_link}/{hers}"), "").await.location().to_owned();
    assert_ne!(as_peter, house.link_in_mail("registration_question").await);
    house.app.post(&format!("{as_peter}/answer"), "", &[("answer", "Paul")]).await;
    let by = Sql::new("SELECT answered_by FROM registration_question").value::<String>(house.app.app.db().read()).await;
    assert_eq!(by.expect("a query").as_deref(), Some("Peter Prinz"));
    let page = house.app.get(&his_link, "accept-language=de; language=de").await.body;
    assert!(page.contains("Meine Registrierungen") && page.contains("Ganzes Unternehmen"), "{page}");
}

#[tokio::test]
async fn which_roles_see_the_whole_company_is_a_setting() {
    let house = House::new().await;
    let peter = colleague(&house).await;
    set_role(&house, house.nordlicht.contact, ContactRole::Seller).await;
    let deal = Submission { company: "Brandt AG".to_owned(), domain: None, ..house.kruger() };
    house.register(peter, deal).await;
    let admin = house.app.cookie(&house.app.user("Ada Admin", Role::Administrator).await).await;
    let head = house.app.cookie(&house.head).await;
    let link = NewLink { contact: Some(house.nordlicht.contact), ..NewLink::new(LinkPurpose::MyRegistrations) };
    let link = house.link(link).await;
    assert!(!house.app.get(&link, "").await.body.contains("Brandt AG"));
    assert_eq!(house.app.get("/settings/partner-pages", &head).await.status, StatusCode::FORBIDDEN);
    assert!(house.app.get("/settings/partner-pages", &admin).await.body.contains("Who sees all registrations"));
    let saved = house.app.post("/settings/partner-pages", &admin, &[("roles", "seller"), ("roles", "principal")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(house.app.get(&link, "").await.body.contains("Brandt AG"));
    let api = "/api/v1/settings/partner-pages";
    let now = house.app.api(Method::GET, api, &admin, None).await.json();
    assert_eq!(now, json!({ "company_wide_roles": ["seller", "principal"] }));
    let none = json!({ "company_wide_roles": [] });
    assert_eq!(house.app.api(Method::PUT, api, &head, Some(none.clone())).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.app.api(Method::PUT, api, &admin, Some(none)).await.status, StatusCode::OK);
    let wrong = json!({ "company_wide_roles": ["boss"] });
    assert_eq!(house.app.api(Method::PUT, api, &admin, Some(wrong)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!house.app.get(&link, "").await.body.contains("Brandt AG"));
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_with_the_contact() {
    let house = House::new().await;
    house.app.post("/my", "", &[("email", "jana@nordlicht.example")]).await;
    house.work().await;
    let link = house.link_in_mail("my_registrations").await;
    assert_eq!(house.app.get(&link, "").await.status, StatusCode::OK);
    house.app.clock.advance(7 * DAY);
    assert_eq!(house.app.get(&link, "").await.status, StatusCode::GONE);
    for forged in ["/m/nonsense", &link.replace("/m/", "/s/"), &link.replace("/m/", "/u/")] {
        assert_eq!(house.app.get(forged, "").await.status, StatusCode::NOT_FOUND, "{forged}");
    }
    house.app.post("/my", "", &[("email", "jana@nordlicht.example")]).await;
    house.work().await;
    let link = house.link_in_mail("my_registrations").await;
    let sql = Sql::new("UPDATE partner_contact SET active = FALSE WHERE id = ").bind(house.nordlicht.contact);
    sql.execute(house.app.app.db().writer()).await.expect("left");
    assert_eq!(house.app.get(&link, "").await.status, StatusCode::NOT_FOUND);
    house.app.post("/my", "", &[("email", "jana@nordlicht.example")]).await;
    house.work().await;
    assert_eq!(house.mails_of("my_registrations").await.len(), 2, "who has left gets none");
}
