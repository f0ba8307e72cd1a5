//! What identifies a company is kept by hand: other names, numbers, the company it belongs to. The conflict check goes by it.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::id::{CompanyId, RegistrationId};
use kernel::words::{FindingKind, FindingLevel};
use kernel::{Failure, Patch};
use operations::cosell::company::{self, ChangeIdentity, NewCompany, change_identity, identity};
use operations::cosell::registration::*;
use serde_json::{Value, json};
use storage::Sql;

async fn known(house: &House, name: &str) -> CompanyId {
    let new = NewCompany { name: name.to_owned(), country: Some("DE".to_owned()), ..NewCompany::default() };
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    let id = company::find_or_create(&tx, &cx, &new).await.expect("a company");
    cx.commit(tx).await.expect("committed");
    id
}

fn claim(house: &House, name: &str) -> Submission {
    Submission { company: name.to_owned(), domain: None, ..house.kruger() }
}

/// Registers, says what was found (kind, how sure, evidence with what the other side says), and withdraws, so that it is found by nobody.
async fn found(house: &House, what: Submission) -> Vec<(FindingKind, FindingLevel, Vec<String>)> {
    let id = house.register(house.nordlicht, what).await.id;
    let detail = detail(&house.head, id).await.expect("the registration");
    take_back(house, id).await;
    let said =
        |f: &Finding| f.agreed.iter().map(|a| format!("{} {}: {}", a.verdict.as_str(), a.field, a.theirs)).collect();
    detail.findings.iter().map(|f| (f.kind, f.level, said(f))).collect()
}

async fn take_back(house: &House, id: RegistrationId) {
    let why = Withdraw { reason: Some("tried".to_owned()), version: None };
    withdraw(&house.head, id, why).await.expect("withdrawn");
}

async fn put(house: &House, id: CompanyId, body: Value) -> testkit::Answer {
    let cookie = house.app.cookie(&house.head).await;
    house.app.api(Method::PUT, &format!("/api/v1/companies/{id}/identity"), &cookie, Some(body)).await
}

fn codes(answer: &testkit::Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let fields = body["error"]["fields"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    fields.iter().map(|f| (text(&f["field"]), text(&f["code"]))).collect()
}

#[tokio::test]
async fn a_registration_under_another_name_is_found_until_the_name_is_taken_away() {
    let house = House::new().await;
    let id = known(&house, "Kühne Spedition").await;
    assert_eq!(found(&house, claim(&house, "Hafenlog")).await, []);
    let kept = put(&house, id, json!({ "aliases": ["Hafenlog GmbH", "KSP"] })).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    assert_eq!(kept.json()["aliases"], json!(["Hafenlog GmbH", "KSP"]));
    let alias = (FindingKind::KnownAlias, FindingLevel::Likely);
    let found_now = found(&house, claim(&house, "Hafenlog")).await;
    assert_eq!(found_now.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(), [alias]);
    assert!(found_now[0].2.contains(&"agreed alias: Hafenlog GmbH".to_owned()), "{found_now:?}");
    // The sentence for the reviewer.
    let registration = house.register(house.nordlicht, claim(&house, "Hafenlog")).await.id;
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get(&format!("/registrations/{registration}"), &cookie).await.body;
    assert!(page.contains("Known by this name as well: Hafenlog GmbH"), "{page}");
    take_back(&house, registration).await;
    // On the company's own page, and in the log.
    let page = house.app.get(&format!("/companies/{id}"), &cookie).await.body;
    assert!(page.contains("Hafenlog GmbH<br>KSP"), "{page}");
    let kept = put(&house, id, json!({ "aliases": ["KSP"] })).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    assert_eq!(found(&house, claim(&house, "Hafenlog")).await, []);
    assert_eq!(found(&house, claim(&house, "KSP")).await.len(), 1);
    let events = Sql::new("SELECT payload FROM event WHERE kind = 'company.identity_changed' ORDER BY at, id")
        .column::<String>(house.app.app.db().read())
        .await
        .expect("events");
    assert_eq!(events.len(), 2);
    let second: Value = serde_json::from_str(&events[1]).expect("json");
    assert_eq!(second["changes"], json!([{ "field": "other_names", "before": "Hafenlog GmbH, KSP", "after": "KSP" }]));
    // The same again changes nothing.
    let version = identity(&house.head, id).await.expect("known").version;
    assert_eq!(put(&house, id, json!({ "aliases": ["KSP"] })).await.json()["version"], version);
}

#[tokio::test]
async fn a_vat_number_kept_by_hand_finds_the_customer_under_any_name() {
    let house = House::new().await;
    let form = json!({ "core": { "vat": { "presence": "optional" } } });
    let form = serde_json::from_value(form).expect("a form");
    operations::cosell::form::publish(&house.head, house.program, None, form, None).await.expect("published");
    let id = known(&house, "Krüger Holding").await;
    let other_name = || Submission { vat: Some("DE123456789".to_owned()), ..claim(&house, "KSL Fracht") };
    assert_eq!(found(&house, other_name()).await, []);
    let kept = put(&house, id, json!({ "aliases": [], "vat": "de 123 456 789" })).await;
    assert_eq!(kept.json()["vat"], "de 123 456 789", "{}", kept.body);
    let found_now = found(&house, other_name()).await;
    assert_eq!(found_now.first().map(|f| f.1), Some(FindingLevel::Same));
    assert!(found_now[0].2.iter().any(|said| said.starts_with("agreed vat")), "{found_now:?}");
    // What is left out stays; null empties.
    assert_eq!(put(&house, id, json!({ "aliases": [] })).await.json()["vat"], "de 123 456 789");
    assert_eq!(put(&house, id, json!({ "aliases": [], "vat": null })).await.json()["vat"], Value::Null);
    assert_eq!(found(&house, other_name()).await, []);
}

#[tokio::test]
async fn a_registration_for_a_company_of_a_group_is_told_of_what_the_others_are() {
    let house = House::new().await;
    let (mother, daughter) = (known(&house, "Reederei Adler AG").await, known(&house, "Seekiste Handel GmbH").await);
    company::name_account(&house.head, mother, company::NameAccount::default()).await.expect("kept");
    let account = |found: &[(FindingKind, FindingLevel, Vec<String>)]| {
        found.iter().find(|f| f.0 == FindingKind::NamedAccount).map(|f| f.2.clone())
    };
    assert_eq!(account(&found(&house, claim(&house, "Seekiste Handel")).await), None);
    let kept = put(&house, daughter, json!({ "aliases": [], "parent": mother })).await;
    assert_eq!(kept.json()["parent_name"], "Reederei Adler AG", "{}", kept.body);
    let told = account(&found(&house, claim(&house, "Seekiste Handel")).await);
    assert_eq!(told, Some(vec!["agreed group: Reederei Adler AG".to_owned()]));
    let above = identity(&house.head, mother).await.expect("known");
    assert_eq!(above.daughters.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["Seekiste Handel GmbH"]);
    let freed = put(&house, daughter, json!({ "aliases": [], "parent": null })).await;
    assert_eq!(freed.status, StatusCode::OK, "{}", freed.body);
    assert_eq!(account(&found(&house, claim(&house, "Seekiste Handel")).await), None);
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field_and_changes_nothing() {
    let house = House::new().await;
    let (top, middle, low) = (
        known(&house, "Adler Holding").await,
        known(&house, "Adler Reederei").await,
        known(&house, "Adler Hafendienste").await,
    );
    for (daughter, mother) in [(middle, top), (low, middle)] {
        assert_eq!(put(&house, daughter, json!({ "aliases": [], "parent": mother })).await.status, StatusCode::OK);
    }
    let refused = put(
        &house,
        top,
        json!({
            "aliases": ["", "Adler-Gruppe", "adler gruppe", "Adler Holding GmbH", "!!!", "a".repeat(201)],
            "vat": "none", "domain": "gmail.com", "country": "ZZ", "parent": low,
        }),
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    let told = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    assert_eq!(
        codes(&refused),
        told(&[
            ("aliases.0", "required"),
            ("aliases.2", "repeated"),
            ("aliases.3", "own_name"),
            ("aliases.4", "invalid"),
            ("aliases.5", "too_long"),
            ("vat", "vat_invalid"),
            ("domain", "domain_shared"),
            ("country", "unknown"),
            ("parent", "parent_loop"),
        ])
    );
    for (body, expected) in [
        (json!({ "aliases": [], "parent": top }), told(&[("parent", "own_parent")])),
        (json!({ "aliases": [], "parent": middle }), told(&[("parent", "parent_loop")])),
        (json!({ "aliases": [], "parent": CompanyId::new() }), told(&[("parent", "unknown")])),
        (json!({ "aliases": [], "parent": "nonsense" }), told(&[("parent", "invalid")])),
        (json!({ "aliases": vec!["a"; 51] }), told(&[("aliases", "too_many")])),
        (json!({ "vat": "DE123456789" }), told(&[("aliases", "required")])),
        (json!({ "aliases": [], "vta": "DE123456789" }), told(&[("vta", "unknown_field")])),
    ] {
        let refused = put(&house, top, body.clone()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", refused.body);
        assert_eq!(codes(&refused), expected, "{body}");
    }
    let now = identity(&house.head, top).await.expect("known");
    assert_eq!((now.version, now.aliases.len(), now.vat, now.parent_id), (1, 0, None, None));
    // Whoever does not manage programs reads it only where they see the company, and changes nothing.
    let manager = house.app.cookie(&house.ines).await;
    let path = format!("/api/v1/companies/{top}/identity");
    assert_eq!(house.app.get(&path, &manager).await.status, StatusCode::NOT_FOUND);
    let body = Some(json!({ "aliases": [] }));
    assert_eq!(house.app.api(Method::PUT, &path, &manager, body).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.app.get(&format!("/companies/{top}/identity"), &manager).await.status, StatusCode::FORBIDDEN);
    // One that went up in another has no identity of its own to keep, and is nobody's mother.
    let other = known(&house, "Adler Shipping").await;
    let merge = company::Merge { other, reason: "one company".to_owned() };
    company::merge(&house.head, top, merge).await.expect("merged");
    assert_eq!(put(&house, other, json!({ "aliases": [] })).await.status, StatusCode::CONFLICT);
    assert_eq!(
        codes(&put(&house, top, json!({ "aliases": [], "parent": other })).await),
        told(&[("parent", "unknown")])
    );
}

#[tokio::test]
async fn who_goes_up_in_a_company_below_makes_no_circle() {
    let house = House::new().await;
    let mut family = Vec::new();
    for name in ["Adler Gruppe", "Adler Logistik", "Seekiste Handel GmbH"] {
        family.push(known(&house, name).await);
    }
    let [top, middle, low] = family[..] else { panic!("three of them") };
    for (daughter, mother) in [(middle, top), (low, middle)] {
        assert_eq!(put(&house, daughter, json!({ "aliases": [], "parent": mother })).await.status, StatusCode::OK);
    }
    let mothers = async || {
        let mut found = Vec::new();
        for id in [top, middle, low] {
            found.push(identity(&house.head, id).await.map(|known| known.parent_id).ok().flatten());
        }
        found
    };
    let merge = company::Merge { other: top, reason: "one company".to_owned() };
    let merge = company::merge(&house.head, low, merge).await.expect("merged");
    // The middle one belongs to the one that is kept, and that to none.
    assert_eq!(mothers().await[1..], [Some(low), None]);
    company::undo_merge(&house.head, merge).await.expect("parted");
    assert_eq!(mothers().await, [None, Some(top), Some(middle)]);
}

#[tokio::test]
async fn two_who_put_companies_above_each_other_at_one_moment_make_no_circle() {
    let house = House::new().await;
    let (a, b) = (known(&house, "Adler Nord").await, known(&house, "Sperber Sued").await);
    let under = |parent| ChangeIdentity { parent: Patch::Set(parent), ..ChangeIdentity::default() };
    let (first, second) =
        tokio::join!(change_identity(&house.head, a, under(b)), change_identity(&house.head, b, under(a)));
    let refused: Vec<Failure> = [first, second].into_iter().filter_map(Result::err).collect();
    let [Failure::Invalid(errors)] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!(errors.0[0].code, "parent_loop");
}

#[tokio::test]
async fn somebody_was_faster_and_nothing_that_was_typed_is_lost() {
    let house = House::new().await;
    let (id, mother) = (known(&house, "Kühne Spedition").await, known(&house, "Reederei Adler AG").await);
    let cookie = house.app.cookie(&house.head).await;
    let path = format!("/companies/{id}/identity");
    let page = house.app.get(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let version = value_of(&page.body, "version");
    // Searching for the company it belongs to keeps what was typed.
    let typed = [("version", version.as_str()), ("other_names", "Hafenlog\n\nKSP"), ("country", "DE"), ("q", "adler")];
    let searched = house.app.post(&path, &cookie, &[&typed[..], &[("action", "search")]].concat()).await;
    assert_eq!(searched.status, StatusCode::OK, "{}", searched.body);
    assert!(searched.body.contains("Hafenlog\n\nKSP</textarea>"), "{}", searched.body);
    assert!(searched.body.contains(&format!("value=\"{mother}\"")), "{}", searched.body);
    assert_eq!(
        put(&house, id, json!({ "aliases": ["Kühne Logistik"], "vat": "DE123456789" })).await.status,
        StatusCode::OK
    );
    let stale = put(&house, id, json!({ "aliases": [], "version": 1 })).await;
    assert_eq!((stale.status, stale.json()["error"]["code"].as_str()), (StatusCode::CONFLICT, Some("stale_version")));
    let mother = mother.to_string();
    let typed = [&typed[..], &[("parent", mother.as_str())]].concat();
    let late = house.app.post(&path, &cookie, &typed).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.body.contains("Somebody was faster") && late.body.contains("Hafenlog\n\nKSP</textarea>"));
    assert!(
        late.body.contains("<dd>Kühne Logistik</dd>") && late.body.contains("<dd>DE123456789</dd>"),
        "{}",
        late.body
    );
    let version = value_of(&late.body, "version");
    let again: Vec<_> =
        typed.iter().map(|(n, v)| if *n == "version" { ("version", version.as_str()) } else { (*n, *v) }).collect();
    let saved = house.app.post(&path, &cookie, &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let now = identity(&house.head, id).await.expect("known");
    assert_eq!((now.aliases, now.vat), (vec!["Hafenlog".to_owned(), "KSP".to_owned()], None));
    assert_eq!(now.parent_name.as_deref(), Some("Reederei Adler AG"));
    // What is wrong is said at the field, with the name it is about.
    let version = now.version.to_string();
    let wrong = [("version", version.as_str()), ("other_names", "Hafenlog\nKühne Spedition GmbH"), ("vat", "none")];
    let wrong = house.app.post(&path, &cookie, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("“Kühne Spedition GmbH”: The company is called so already."), "{}", wrong.body);
    assert!(wrong.body.contains("href=\"#f-other_names\"") && wrong.body.contains("href=\"#f-vat\""), "{}", wrong.body);
}
