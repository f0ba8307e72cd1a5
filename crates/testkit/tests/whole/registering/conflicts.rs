//! What the conflict check finds, and that the partner never sees it.

use super::house::House;
use kernel::money::SCALE;
use kernel::words::{DealSource, FindingKind, FindingLevel};
use operations::cosell::company::{self, NewCompany};
use operations::cosell::deal::{self, NewDeal};
use operations::cosell::registration::*;
use sea_orm::EntityTrait;
use storage::entity;

async fn findings(house: &House, id: kernel::id::RegistrationId) -> Vec<(FindingKind, FindingLevel)> {
    let mut found: Vec<_> = entity::registration_finding::Entity::find()
        .all(house.app.app.db().read())
        .await
        .expect("findings")
        .into_iter()
        .filter(|f| f.registration_id == id)
        .map(|f| (f.kind, f.level))
        .collect();
    found.sort();
    found
}

async fn known(house: &House, name: &str, domain: Option<&str>, country: Option<&str>) -> kernel::id::CompanyId {
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    let new = NewCompany {
        name: name.to_owned(),
        domain: domain.map(str::to_owned),
        country: country.map(str::to_owned),
        ..NewCompany::default()
    };
    let id = company::find_or_create(&tx, &cx, &new).await.expect("a company");
    cx.commit(tx).await.expect("committed");
    id
}

async fn open_deal(house: &House, company: kernel::id::CompanyId, partner: Option<kernel::id::PartnerId>) {
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    let new = NewDeal {
        program: house.program,
        partner,
        company: Some(company),
        registration: None,
        owner: None,
        name: "Own deal".to_owned(),
        source: DealSource::Direct,
        amount: Some(10 * SCALE),
        currency: kernel::Currency::EUR,
        product: None,
        expected_close_on: None,
        opened_on: None,
    };
    deal::create(&tx, &cx, new).await.expect("a deal");
    cx.commit(tx).await.expect("committed");
}

#[tokio::test]
async fn a_first_registration_of_an_unknown_company_has_no_finding() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    assert_eq!(findings(&house, id).await, []);
    assert_eq!(house.row(id).await.finding_level, None);
}

#[tokio::test]
async fn another_partners_live_registration_is_found_however_the_name_is_written() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let other = Submission { company: "Krueger und Soehne Logistik KG".to_owned(), domain: None, ..house.kruger() };
    let id = house.register(house.voltwerk, other).await.id;
    assert_eq!(findings(&house, id).await, [(FindingKind::LiveRegistration, FindingLevel::Likely)]);
    let same_domain = Submission { company: "KSL".to_owned(), country: None, ..house.kruger() };
    let id = house.register(house.voltwerk, same_domain).await.id;
    let found = findings(&house, id).await;
    assert!(found.contains(&(FindingKind::LiveRegistration, FindingLevel::Same)), "{found:?}");
    assert_eq!(house.row(id).await.finding_level, Some(FindingLevel::Same));
}

#[tokio::test]
async fn the_same_partners_own_registration_is_told_apart() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let larger = Submission { expected_close_on: "2027-06-30".to_owned(), ..house.kruger() };
    let id = house.register(house.nordlicht, larger).await.id;
    assert_eq!(findings(&house, id).await, [(FindingKind::OwnRegistration, FindingLevel::Same)]);
}

#[tokio::test]
async fn an_open_direct_deal_another_partners_deal_and_the_known_company_are_found_by_key() {
    let house = House::new().await;
    let company = known(&house, "Krüger Söhne Logistik", Some("krueger-logistik.de"), Some("DE")).await;
    open_deal(&house, company, None).await;
    open_deal(&house, company, Some(house.voltwerk.id)).await;
    open_deal(&house, company, Some(house.nordlicht.id)).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let expected = [
        (FindingKind::SameDomain, FindingLevel::Same),
        (FindingKind::OpenDirectDeal, FindingLevel::Same),
        (FindingKind::OtherPartnerDeal, FindingLevel::Same),
    ];
    let found = findings(&house, id).await;
    assert_eq!(found.len(), 3, "{found:?}");
    for one in expected {
        assert!(found.contains(&one), "{one:?} in {found:?}");
    }
    assert_eq!(house.row(id).await.company_id, Some(company));
}

#[tokio::test]
async fn a_known_alias_is_likely_and_a_namesake_abroad_only_possible() {
    let house = House::new().await;
    let company = known(&house, "Kühne Spedition", None, Some("DE")).await;
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    company::add_alias(&tx, company, "Krüger & Söhne Logistik").await.expect("an alias");
    cx.commit(tx).await.expect("committed");
    known(&house, "Krüger Söhne Logistik SARL", None, Some("FR")).await;
    let id = house.register(house.nordlicht, Submission { domain: None, ..house.kruger() }).await.id;
    let found = findings(&house, id).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&(FindingKind::KnownAlias, FindingLevel::Likely)), "{found:?}");
    assert!(found.contains(&(FindingKind::SameName, FindingLevel::Possible)), "{found:?}");
}

#[tokio::test]
async fn a_host_that_many_share_proves_nothing() {
    let house = House::new().await;
    let at_gmail =
        |name: &str| Submission { company: name.to_owned(), domain: Some("gmail.com".to_owned()), ..house.kruger() };
    house.register(house.nordlicht, at_gmail("Bäckerei Anton")).await;
    let id = house.register(house.voltwerk, at_gmail("Malerei Berta")).await.id;
    assert_eq!(findings(&house, id).await, []);
}

#[tokio::test]
async fn a_declined_or_withdrawn_registration_claims_nobody() {
    let house = House::new().await;
    let first = house.register(house.nordlicht, house.kruger()).await.id;
    let no = Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    decline(&house.ines, first, no).await.expect("declined");
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    assert_eq!(findings(&house, id).await, []);
}

#[tokio::test]
async fn no_page_or_mail_of_a_partner_tells_of_another_partner_or_of_findings() {
    let house = House::new().await;
    let first = house.register(house.nordlicht, house.kruger()).await;
    let company = known(&house, "Krüger Söhne Logistik", Some("krueger-logistik.de"), Some("DE")).await;
    open_deal(&house, company, None).await;
    let second = house.register(house.voltwerk, house.kruger()).await;
    assert!(findings(&house, second.id).await.len() >= 2);
    let ask = RequestInformation { question: "Since when do you work there?".to_owned(), version: None };
    request_information(&house.head, second.id, ask).await.expect("asked");
    let page = house.app.get(&house.status_link(second.id).await, "").await.body;
    let mails: String = house
        .mails()
        .await
        .into_iter()
        .filter(|m| m.to_email == "ben@voltwerk.example")
        .map(|m| m.subject + &m.body_text)
        .collect();
    assert!(page.contains("Since when do you work there?") && mails.contains("Since when do you work there?"));
    for secret in
        ["Nordlicht", "Jana", "Ines", "Own deal", first.number.as_str(), "direct deal", "onflict", "Same company"]
    {
        assert!(!page.contains(secret), "{secret} on the page");
        assert!(!mails.contains(secret), "{secret} in a mail");
    }
}

#[tokio::test]
async fn a_company_is_made_once_and_found_by_domain_or_by_name_and_country() {
    let house = House::new().await;
    let first = known(&house, "Stadtwerke Bruckenau GmbH", Some("stadtwerke-bruckenau.de"), Some("DE")).await;
    assert_eq!(known(&house, "SW Bruckenau", Some("www.stadtwerke-bruckenau.de"), None).await, first);
    assert_eq!(known(&house, "Stadtwerke Bruckenau", None, Some("DE")).await, first);
    assert_ne!(known(&house, "Stadtwerke Bruckenau", None, Some("AT")).await, first);
    assert_ne!(known(&house, "Stadtwerke Bruckenau", Some("other-bruckenau.de"), Some("DE")).await, first);
}
