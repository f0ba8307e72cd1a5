//! The conflict check on the matching engine: spelling variants, places, groups, named accounts, rules, and companies that are one.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::id::{CompanyId, FindingId, RegistrationId};
use kernel::words::{FindingEffect, FindingKind, FindingLevel};
use operations::cosell::company::{self, NewCompany};
use operations::cosell::registration::*;
use operations::program::{self, ConflictRules, Effects};
use serde_json::json;
use storage::Sql;

struct One {
    id: FindingId,
    kind: FindingKind,
    level: FindingLevel,
    effect: FindingEffect,
    said: Vec<(String, String)>,
}

async fn findings(house: &House, id: RegistrationId) -> Vec<One> {
    let detail = detail(&house.head, id).await.expect("the registration");
    let one = |f: Finding| One {
        id: f.id,
        kind: f.kind,
        level: f.level,
        effect: f.effect,
        said: f.agreed.iter().map(|a| (format!("{}-{}", a.verdict.as_str(), a.field), a.theirs.clone())).collect(),
    };
    detail.findings.into_iter().map(one).collect()
}

fn kinds(found: &[One]) -> Vec<(FindingKind, FindingLevel)> {
    found.iter().map(|f| (f.kind, f.level)).collect()
}

async fn known(house: &House, new: NewCompany) -> CompanyId {
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    let id = company::find_or_create(&tx, &cx, &new).await.expect("a company");
    cx.commit(tx).await.expect("committed");
    id
}

fn named(name: &str) -> NewCompany {
    NewCompany { name: name.to_owned(), country: Some("DE".to_owned()), ..NewCompany::default() }
}

fn claim(house: &House, name: &str) -> Submission {
    Submission { company: name.to_owned(), domain: None, ..house.kruger() }
}

async fn rule(house: &House, kind: FindingKind, effect: FindingEffect) {
    let (_, mut rules) = program::current(house.head.read(), house.program).await.expect("rules");
    rules.conflicts.effects.insert(kind.to_string(), Effects { same: effect, likely: effect, possible: effect });
    program::publish(&house.head, house.program, rules, None).await.expect("published");
}

#[tokio::test]
async fn a_spelling_variant_of_another_partners_customer_is_found_before_anybody_has_invested() {
    let house = House::new().await;
    house.register(house.nordlicht, claim(&house, "Hafenlogistik Brunsbüttel GmbH")).await;
    for variant in [
        "Hafenlogistic Brunsbuettel",
        "Brunsbüttel Hafenlogistik KG",
        "Hafen-Logistik Brunsbüttel",
        "Hafenlogistik Brunsbütel",
    ] {
        let id = house.register(house.voltwerk, claim(&house, variant)).await.id;
        let found = findings(&house, id).await;
        let other = found
            .iter()
            .find(|f| f.kind == FindingKind::LiveRegistration)
            .unwrap_or_else(|| panic!("{variant} is found"));
        assert!(other.level != FindingLevel::Possible, "{variant}: {:?}", other.level);
        assert!(other.said.iter().any(|(how, _)| how.ends_with("-name")), "{variant}: {:?}", other.said);
        withdraw(&house.head, id, Withdraw { reason: Some("a variant".to_owned()), version: None })
            .await
            .expect("withdrawn");
    }
    let id = house.register(house.voltwerk, claim(&house, "Spedition Husum GmbH")).await.id;
    assert_eq!(kinds(&findings(&house, id).await), []);
}

#[tokio::test]
async fn the_same_name_in_another_city_is_only_possible_and_says_which_city() {
    let house = House::new().await;
    known(&house, NewCompany { city: Some("München".to_owned()), ..named("Nordwind Energie GmbH") }).await;
    let kiel = Submission { city: Some("Kiel".to_owned()), ..claim(&house, "Nordwind Energie") };
    let id = house.register(house.nordlicht, kiel).await.id;
    let found = findings(&house, id).await;
    assert_eq!(kinds(&found), [(FindingKind::SameName, FindingLevel::Possible)]);
    assert!(found[0].said.contains(&("differs-city".to_owned(), "München".to_owned())), "{:?}", found[0].said);
    assert_eq!(house.row(id).await.company_id, None, "it is another company");
    let page = house.app.get(&format!("/registrations/{id}"), &house.app.cookie(&house.head).await).await.body;
    assert!(page.contains("Other place: München, not Kiel"), "{page}");
    let munich = Submission { city: Some("Muenchen".to_owned()), ..claim(&house, "Nordwind Energie") };
    let id = house.register(house.voltwerk, munich).await.id;
    let found = findings(&house, id).await;
    assert!(kinds(&found).contains(&(FindingKind::SameName, FindingLevel::Same)), "{:?}", kinds(&found));
}

#[tokio::test]
async fn a_vat_number_finds_the_customer_under_any_name_where_the_form_asks_for_it() {
    let house = House::new().await;
    let id = known(&house, NewCompany { vat: Some("DE 123 456 789".to_owned()), ..named("Krüger Holding") }).await;
    let other_name = Submission { vat: Some("DE123456789".to_owned()), ..claim(&house, "KSL Fracht") };
    let refused = on_behalf(
        &house.head,
        OnBehalf {
            program: house.program,
            partner: house.nordlicht.id,
            contact: None,
            registration: other_name.clone(),
        },
    )
    .await;
    assert!(refused.is_err(), "the form does not ask for it");
    let form = json!({ "core": { "vat": { "presence": "optional" } } });
    let form = serde_json::from_value(form).expect("a form");
    operations::cosell::form::publish(&house.head, house.program, None, form, None).await.expect("published");
    let registration = house.register(house.nordlicht, other_name).await.id;
    let found = findings(&house, registration).await;
    assert_eq!(found.first().map(|f| f.level), Some(FindingLevel::Same));
    assert_eq!(house.row(registration).await.company_id, Some(id));
}

#[tokio::test]
async fn a_named_account_and_one_of_its_group_are_told() {
    let house = House::new().await;
    let mother = known(&house, named("Reederei Adler AG")).await;
    let daughter = known(&house, named("Seekiste Handel GmbH")).await;
    Sql::new("UPDATE company SET parent_id = ")
        .bind(mother)
        .push(" WHERE id = ")
        .bind(daughter)
        .execute(house.app.app.db().writer())
        .await
        .expect("a daughter");
    let cookie = house.app.cookie(&house.head).await;
    let kept = house.app.post(&format!("/companies/{mother}/name"), &cookie, &[("note", "Since spring")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let again = house.app.post(&format!("/companies/{mother}/name"), &cookie, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let list = house.app.get("/companies?named=yes", &cookie).await.body;
    assert!(list.contains("Reederei Adler AG") && !list.contains("Seekiste"), "{list}");
    let id = house.register(house.nordlicht, claim(&house, "Seekiste Handel")).await.id;
    let found = findings(&house, id).await;
    let account = found.iter().find(|f| f.kind == FindingKind::NamedAccount).expect("told of the mother");
    assert_eq!(account.level, FindingLevel::Possible);
    assert!(account.said.contains(&("agreed-group".to_owned(), "Reederei Adler AG".to_owned())), "{:?}", account.said);
    let released = house.app.post(&format!("/companies/{mother}/release"), &cookie, &[]).await;
    assert_eq!(released.status, StatusCode::SEE_OTHER);
    let id = house.register(house.voltwerk, claim(&house, "Reederei Adler")).await.id;
    assert!(!kinds(&findings(&house, id).await).iter().any(|(kind, _)| *kind == FindingKind::NamedAccount));
    let manager = house.app.cookie(&house.ines).await;
    let refused = house.app.post(&format!("/companies/{mother}/name"), &manager, &[]).await;
    assert!(matches!(refused.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{}", refused.status);
}

#[tokio::test]
async fn another_product_or_country_is_told_apart_and_holds_nothing_up() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let austria =
        Submission { country: Some("AT".to_owned()), product: Some("Dock planner".to_owned()), ..house.kruger() };
    let id = house.register(house.voltwerk, austria).await.id;
    let found = findings(&house, id).await;
    let other = found.iter().find(|f| f.kind == FindingKind::OtherScope).expect("told");
    assert_eq!(other.effect, FindingEffect::Inform);
    assert_eq!(house.row(id).await.finding_effect, Some(FindingEffect::Inform));
}

#[tokio::test]
async fn a_finding_that_blocks_holds_the_yes_until_who_manages_programs_sets_it_aside() {
    let house = House::new().await;
    rule(&house, FindingKind::LiveRegistration, FindingEffect::Block).await;
    house.register(house.nordlicht, house.kruger()).await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    let found = findings(&house, id).await;
    let finding = found.iter().find(|f| f.kind == FindingKind::LiveRegistration).expect("found").id;
    let cookie = house.app.cookie(&house.head).await;
    let yes =
        house.app.api(Method::POST, &format!("/api/v1/registrations/{id}/approve"), &cookie, Some(json!({}))).await;
    assert_eq!(
        (yes.status, yes.json()["error"]["code"].as_str()),
        (StatusCode::CONFLICT, Some("finding_blocks")),
        "{}",
        yes.body
    );
    let path = format!("/registrations/{id}/findings/{finding}");
    assert!(house.app.get(&path, &cookie).await.body.contains("Registered by another partner"));
    let version = house.row(id).await.version.to_string();
    let empty = house.app.post(&path, &cookie, &[("version", &version)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done =
        house.app.post(&path, &cookie, &[("version", &version), ("reason", "The customer has two plants")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let stale = house.app.post(&path, &cookie, &[("version", &version), ("reason", "again")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(house.row(id).await.finding_effect, None, "nothing else was found");
    let page = house.app.get(&format!("/registrations/{id}"), &cookie).await.body;
    assert!(page.contains("The customer has two plants"));
    // A later look keeps what was set aside.
    let need = Submission { need: Some("More trucks".to_owned()), ..house.kruger() };
    edit(&house.head, id, Edit { registration: need, ..Edit::default() }).await.expect("changed");
    assert_eq!(house.row(id).await.finding_effect, None);
    approve(&house.head, id, Approve::default()).await.expect("approved now");
    let partner = house.app.get(&house.status_link(id).await, "").await.body;
    assert!(!partner.contains("two plants") && !partner.contains("Registered by another"));
}

#[tokio::test]
async fn rules_are_tried_on_the_past_year_before_they_are_published() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    house.register(house.voltwerk, house.kruger()).await;
    house.register(house.voltwerk, claim(&house, "Spedition Husum")).await;
    let mut rules = ConflictRules::default();
    let block = FindingEffect::Block;
    rules.effects.insert("live_registration".to_owned(), Effects { same: block, likely: block, possible: block });
    let cookie = house.app.cookie(&house.head).await;
    let path = format!("/api/v1/programs/{}/conflict-preview", house.program);
    let tried = house.app.api(Method::POST, &path, &cookie, Some(serde_json::to_value(&rules).expect("json"))).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
    let tried = tried.json();
    assert_eq!(tried["registrations"], 3);
    let moved = tried["moves"]
        .as_array()
        .expect("moves")
        .iter()
        .find(|m| m["after"] == "block")
        .expect("one is blocked")
        .clone();
    assert_eq!((moved["before"].as_str(), moved["count"].as_i64()), (Some("ask"), Some(1)));
    assert_eq!(tried["different"].as_array().map(Vec::len), Some(1));
    let unknown = json!({ "effects": { "moon_phase": { "same": "ask", "likely": "ask", "possible": "ask" } } });
    assert_eq!(
        house.app.api(Method::POST, &path, &cookie, Some(unknown)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // The page: tried, then published, then in force for what comes.
    let page = format!("/settings/programs/{}/conflicts", house.program);
    let base = super::house::value_of(&house.app.get(&page, &cookie).await.body, "base");
    let mut form = vec![("base", base.as_str()), ("live_registration.same", "block"), ("action", "try")];
    let shown = house.app.post(&page, &cookie, &form).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("3 registrations since"), "{}", shown.body);
    form[2] = ("action", "publish");
    assert_eq!(house.app.post(&page, &cookie, &form).await.status, StatusCode::SEE_OTHER);
    let id = house
        .register(house.voltwerk, Submission { expected_close_on: "2027-09-30".to_owned(), ..house.kruger() })
        .await
        .id;
    assert_eq!(house.row(id).await.finding_effect, Some(FindingEffect::Block));
}

#[tokio::test]
async fn two_companies_that_are_one_are_merged_and_parted_again() {
    let house = House::new().await;
    let kept =
        known(&house, NewCompany { domain: Some("adler-reederei.de".to_owned()), ..named("Reederei Adler AG") }).await;
    let other =
        known(&house, NewCompany { domain: Some("adler-shipping.com".to_owned()), ..named("Adler Shipping Lines") })
            .await;
    let first = house
        .register(
            house.nordlicht,
            Submission { domain: Some("adler-reederei.de".to_owned()), ..claim(&house, "Reederei Adler") },
        )
        .await
        .id;
    let second = house
        .register(
            house.nordlicht,
            Submission { domain: Some("adler-shipping.com".to_owned()), ..claim(&house, "Adler Shipping Lines") },
        )
        .await
        .id;
    for id in [first, second] {
        approve(&house.head, id, Approve::default()).await.expect("approved");
    }
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/companies/{kept}/merge");
    assert_eq!(house.app.get(&page, &cookie).await.status, StatusCode::OK);
    for (other, reason) in [
        (String::new(), "why"),
        (kept.to_string(), "why"),
        ("com_nonsense".to_owned(), "why"),
        (other.to_string(), " "),
    ] {
        let wrong = house.app.post(&page, &cookie, &[("other", &other), ("reason", reason)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{other} {reason}");
    }
    // Any company can be searched for, not only those that are much like it.
    let searched = house.app.get(&format!("{page}?q=shipping+lines"), &cookie).await.body;
    assert!(searched.contains(&format!("value=\"{other}\"")) && !searched.contains("id=\"meetings\""), "{searched}");
    assert!(house.app.get(&format!("{page}?q=zzzz"), &cookie).await.body.contains("No company was found by that."));
    // What would meet is seen before it is decided: both protections, and nothing is merged yet.
    let api = house.app.get(&format!("/api/v1/companies/{kept}/meetings?other={other}"), &cookie).await.json();
    let numbers = (house.row(first).await.number, house.row(second).await.number);
    assert_eq!((&api[0]["kept"]["number"], &api[0]["other"]["number"]), (&json!(numbers.0), &json!(numbers.1)));
    let mute = house.app.get(&format!("/api/v1/companies/{kept}/meetings"), &cookie).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = other.to_string();
    let form = [("other", chosen.as_str()), ("reason", "One group, one buyer")];
    let asked = house.app.post(&page, &cookie, &form).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    for shown in [numbers.0.as_str(), &numbers.1, "Merge and protect both", "One group, one buyer"] {
        assert!(asked.body.contains(shown), "{shown} in {}", asked.body);
    }
    assert_eq!(house.row(second).await.company_id, Some(other));
    let seen = value_of(&asked.body, "seen");
    let done = house.app.post(&page, &cookie, &[form[0], form[1], ("seen", &seen)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(house.row(second).await.company_id, Some(kept));
    let again = house.app.post(&page, &cookie, &[("other", &other.to_string()), ("reason", "twice")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let old = house.app.get(&format!("/companies/{other}"), &cookie).await;
    assert_eq!((old.status, old.location()), (StatusCode::SEE_OTHER, format!("/companies/{kept}").as_str()));
    // The check finds the one by the other's domain and name.
    for what in [
        Submission { domain: Some("adler-shipping.com".to_owned()), ..claim(&house, "Somebody") },
        claim(&house, "Adler Shipping Lines Ltd"),
    ] {
        let id = house.register(house.voltwerk, what).await.id;
        let row = detail(&house.head, id).await.expect("read");
        assert!(
            row.findings.iter().any(|f| f.company.as_ref().is_some_and(|c| c.id == kept)),
            "{:?}",
            row.findings.iter().map(|f| f.kind).collect::<Vec<_>>()
        );
        assert!(!row.findings.iter().any(|f| f.company.as_ref().is_some_and(|c| c.id == other)));
        withdraw(&house.head, id, Withdraw { reason: Some("tried".to_owned()), version: None })
            .await
            .expect("withdrawn");
    }
    let merges = company::merges(&house.head, kept).await.expect("merges");
    let undone = house.app.post(&format!("/company-merges/{}/undo", merges[0].id), &cookie, &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!((house.row(first).await.company_id, house.row(second).await.company_id), (Some(kept), Some(other)));
    let twice = house.app.post(&format!("/company-merges/{}/undo", merges[0].id), &cookie, &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let id = house
        .register(
            house.voltwerk,
            Submission { domain: Some("adler-shipping.com".to_owned()), ..claim(&house, "Somebody") },
        )
        .await
        .id;
    let row = detail(&house.head, id).await.expect("read");
    assert!(row.findings.iter().any(|f| f.company.as_ref().is_some_and(|c| c.id == other)));
    assert!(
        !row.findings
            .iter()
            .any(|f| f.kind == FindingKind::SameDomain && f.company.as_ref().is_some_and(|c| c.id == kept))
    );
    let overlaps = house.count("SELECT COUNT(*) FROM protection a JOIN protection b ON a.company_id = b.company_id AND a.turn = b.turn AND a.registration_id <> b.registration_id").await;
    assert_eq!(overlaps, 0);
}

#[tokio::test]
async fn a_mother_that_goes_up_in_her_daughter_is_her_mother_again_when_it_is_taken_back() {
    let house = House::new().await;
    let (mother, daughter) =
        (known(&house, named("Reederei Adler AG")).await, known(&house, named("Seekiste Handel")).await);
    Sql::new("UPDATE company SET parent_id = ")
        .bind(mother)
        .push(" WHERE id = ")
        .bind(daughter)
        .execute(house.app.app.db().writer())
        .await
        .expect("a daughter");
    let parent =
        || async { operations::cosell::deal::company(&house.head, daughter).await.expect("the daughter").parent_id };
    let one = company::Merge { other: mother, reason: "one house".to_owned() };
    let merge = company::merge(&house.head, daughter, one).await.expect("merged");
    assert_eq!(parent().await, None);
    company::undo_merge(&house.head, merge).await.expect("parted");
    assert_eq!(parent().await, Some(mother));
}

#[tokio::test]
async fn the_country_in_a_sentence_of_evidence_is_called_by_its_name() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    let second = house.register(house.nordlicht, Submission { domain: None, ..house.kruger() }).await.id;
    let cookie = house.app.cookie(&house.ines).await;
    for (language, said) in [("en", "Same country: Germany"), ("de", "Gleiches Land: Deutschland")] {
        super::changing::speaks(&house, language).await;
        let page = house.app.get(&format!("/registrations/{second}"), &cookie).await.body;
        assert!(page.contains(said), "{page}");
    }
}
