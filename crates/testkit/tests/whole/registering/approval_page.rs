//! Approval is set up on a page: steps, who is asked, for what; tried before it is published; and people note when they are away.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::Role;
use operations::program::{self, Approver};
use serde_json::json;

const GENERAL: [(&str, &str); 4] = [
    ("remind_after.amount", "1"),
    ("remind_after.unit", "business_days"),
    ("resubmissions", "2"),
    ("appeal_days", "14"),
];

fn form<'a>(base: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    GENERAL.iter().copied().chain([("base", base)]).chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn steps_are_set_up_tried_on_a_registration_and_published() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/settings/programs/{}/approval", house.program);
    let record = house.app.get(&format!("/settings/programs/{}", house.program), &cookie).await;
    assert!(record.body.contains(&page), "the program leads to it");
    let base = value_of(&house.app.get(&page, &cookie).await.body, "base");
    let nora = house.app.user("Nora Haupt", Role::HeadOfPartnerships).await;
    let nora_id = nora.actor.user().expect("a person").id.to_string();
    let registration = house.register(house.nordlicht, house.kruger()).await.id;
    let number = house.row(registration).await.number;
    let steps = [
        ("steps.0.en", "Head"),
        ("steps.0.de", "Leitung"),
        ("steps.0.position", "2"),
        ("steps.0.person", nora_id.as_str()),
        ("steps.0.amount", "40000"),
        ("steps.1.en", "Manager"),
        ("steps.1.de", ""),
        ("steps.1.position", "1"),
        ("steps.1.who", "owner:partner_manager"),
        ("steps.1.everyone", "yes"),
        ("steps.2.en", ""),
        ("steps.2.de", ""),
        ("when_clear", "yes"),
        ("registration", number.as_str()),
    ];
    let mut trying = form(&base, &steps);
    trying.push(("action", "try"));
    let tried = house.app.post(&page, &cookie, &trying).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
    let at = |text: &str| tried.body.find(text).unwrap_or_else(|| panic!("{text} is missing: {}", tried.body));
    assert!(at("1 · Manager") < at("2 · Head"), "in the order of their positions");
    assert!(tried.body.contains("Ines Hoffmann") && tried.body.contains("Nora Haupt"));
    assert!(program::current(house.head.read(), house.program).await.expect("it").1.approval.steps.is_empty());

    let mut publishing = form(&base, &steps);
    publishing.push(("action", "publish"));
    let published = house.app.post(&page, &cookie, &publishing).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let rules = program::current(house.head.read(), house.program).await.expect("it").1.approval;
    assert_eq!(rules.steps.len(), 2);
    assert_eq!(rules.steps[1].when.amount_at_least, Some(40_000));
    assert!(matches!(rules.steps[1].approvers[..], [Approver::Person(_)]) && rules.steps[0].everyone);
    assert!(rules.automatic.when_clear && !rules.automatic.when_overdue);
    let again = house.app.get(&page, &cookie).await.body;
    assert!(again.contains("value=\"Leitung\"") && again.contains("value=\"40000\""), "{again}");
    let stale = house.app.post(&page, &cookie, &publishing).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "somebody published meanwhile");
}

#[tokio::test]
async fn what_cannot_be_is_named_and_nothing_is_published() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/settings/programs/{}/approval", house.program);
    let base = value_of(&house.app.get(&page, &cookie).await.body, "base");
    for (wrong, said) in [
        (vec![("steps.0.en", "Nobody"), ("steps.0.de", "")], "Step 1"),
        (vec![("steps.0.en", "A"), ("steps.0.de", ""), ("steps.0.who", "role:viewer")], "Step 1"),
        (vec![("steps.0.en", "A"), ("steps.0.de", ""), ("steps.0.who", "king:arthur")], "Step 1"),
        (vec![("steps.0.en", "A"), ("steps.0.who", "role:administrator"), ("steps.0.amount", "much")], "much"),
        (vec![("steps.0.en", "A"), ("steps.0.who", "role:administrator"), ("steps.0.finding", "sure")], "Step 1"),
        (vec![("action", "try"), ("registration", "REG-NONE")], "REG-NONE"),
        (vec![("action", "try"), ("registration", "")], "f-registration"),
    ] {
        let answer = house.app.post(&page, &cookie, &form(&base, &wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(answer.body.contains(said), "{wrong:?}: {}", answer.body);
    }
    assert_eq!(
        program::current(house.head.read(), house.program).await.expect("it").0.definition_version.to_string(),
        base
    );
    let ines = house.app.cookie(&house.ines).await;
    assert_eq!(house.app.get(&page, &ines).await.status, StatusCode::FORBIDDEN);
    let api = format!("/api/v1/programs/{}/approval-preview", house.program);
    let body = json!({ "registration": "REG-NONE", "rules": {} });
    let refused = house.app.api(Method::POST, &api, &cookie, Some(body)).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]["fields"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("registration"))
    );
}

#[tokio::test]
async fn who_is_away_notes_it_and_the_stand_in_is_asked() {
    let house = House::new().await;
    let admin = house.app.user("Anton Admin", Role::Administrator).await;
    let ines = house.app.cookie(&house.ines).await;
    let id = house.ines.actor.user().expect("a person").id;
    let head = house.head.actor.user().expect("a person").id.to_string();
    let own = house.app.get("/account/absence", &ines).await;
    let page = own.location().to_owned();
    assert_eq!(page, format!("/settings/people/{id}/absence"));
    let shown = house.app.get(&page, &ines).await.body;
    assert!(shown.contains("Maria Kowalski") && !shown.contains(&format!("<option value=\"{id}\"")), "not oneself");
    for wrong in [
        vec![("from_on", ""), ("until_on", "2027-01-10"), ("stand_in", head.as_str())],
        vec![("from_on", "2027-01-10"), ("until_on", "2027-01-01"), ("stand_in", head.as_str())],
        vec![("from_on", "2027-01-01"), ("until_on", "2027-01-10"), ("stand_in", "")],
    ] {
        assert_eq!(house.app.post(&page, &ines, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    let noted = [("from_on", "2026-11-01"), ("until_on", "2027-01-10"), ("stand_in", head.as_str())];
    assert_eq!(house.app.post(&page, &ines, &noted).await.status, StatusCode::SEE_OTHER);

    let registration = house.register(house.nordlicht, house.kruger()).await.id;
    let rules = json!({ "steps": [{ "name": { "en": "Manager", "de": "" }, "approvers": [{ "by": "owner", "who": "partner_manager" }] }] });
    let body = json!({ "registration": registration.to_string(), "rules": rules });
    let cookie = house.app.cookie(&house.head).await;
    let api = format!("/api/v1/programs/{}/approval-preview", house.program);
    let asked = house.app.api(Method::POST, &api, &cookie, Some(body)).await.json();
    assert_eq!(asked[0]["people"][0]["name"], json!("Maria Kowalski"), "{asked}");
    assert_eq!(asked[0]["people"][0]["stands_in_for"], json!("Ines Hoffmann"));

    assert_eq!(house.app.get(&page, &cookie).await.status, StatusCode::FORBIDDEN, "a colleague's is not theirs to see");
    let admin = house.app.cookie(&admin).await;
    assert!(house.app.get(&page, &admin).await.body.contains("2027-01-10"));
    let ended = house.app.post(&page, &admin, &[("action", "end")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert!(!house.app.get(&page, &admin).await.body.contains("2027-01-10"));
}

#[tokio::test]
async fn regions_are_chosen_among_those_that_partners_have_and_others_can_be_written() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = format!("/settings/programs/{}/approval", house.program);
    let region = |id: kernel::id::PartnerId, region: &'static str| {
        let head = house.head.clone();
        async move {
            let change = serde_json::from_value(serde_json::json!({ "region": region })).expect("a change");
            operations::partner::change(&head, id, change).await.expect("changed");
        }
    };
    region(house.nordlicht.id, "DACH").await;
    region(house.voltwerk.id, "Nordics").await;
    let shown = house.app.get(&page, &cookie).await.body;
    for offered in ["DACH", "Nordics"] {
        let choice = format!("name=\"steps.0.region\" value=\"{offered}\"");
        assert!(shown.contains(&choice), "{choice} in {shown}");
    }
    let steps = [
        ("steps.0.en", "Head"),
        ("steps.0.de", "Leitung"),
        ("steps.0.position", "1"),
        ("steps.0.who", "role:head_of_partnerships"),
        ("steps.0.region", "DACH"),
        ("steps.0.regions", "Iberia, DACH"),
    ];
    let base = value_of(&shown, "base");
    let mut publishing = form(&base, &steps);
    publishing.push(("action", "publish"));
    let published = house.app.post(&page, &cookie, &publishing).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let rules = program::current(house.head.read(), house.program).await.expect("it").1.approval;
    assert_eq!(rules.steps[0].when.regions, ["DACH", "Iberia"]);
    // Both are chosen when it is opened again, the one no partner has as well.
    let again = house.app.get(&page, &cookie).await.body;
    assert!(again.contains("value=\"Iberia\" checked") && again.contains("value=\"DACH\" checked"), "{again}");
}
