//! Leads: a program that takes them asks for less, and what comes in is answered like a deal.

use super::house::{House, value_of};
use http::Method;
use kernel::Failure;
use kernel::words::{RegistrationKind, RegistrationStatus as Status};
use operations::cosell::form::{self, CoreSetting, FieldKind, FormDefinition, FormField, Presence};
use operations::cosell::registration::*;
use operations::program::Bilingual;

fn question(key: &str, asked_of: Option<RegistrationKind>) -> FormField {
    let label = Bilingual { en: format!("About {key}"), de: format!("Zu {key}") };
    FormField { label, required: true, asked_of, ..FormField::new(key, FieldKind::Text) }
}

/// Takes leads, with a question of each kind's own and one of both.
async fn takes_leads(house: &House) {
    let mut definition = FormDefinition { leads: true, ..FormDefinition::default() };
    definition.fields = vec![
        question("both", None),
        question("budget", Some(RegistrationKind::Deal)),
        question("hint", Some(RegistrationKind::Lead)),
    ];
    let need = CoreSetting { lead: Some(Presence::Required), ..CoreSetting::default() };
    definition.core.insert("need".to_owned(), need);
    form::publish(&house.head, house.program, None, definition, None).await.expect("published");
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Invalid(errors)) => {
            errors.0.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>().join(" ")
        }
        other => panic!("expected wrong fields, got {other:?}"),
    }
}

#[tokio::test]
async fn a_partner_passes_on_a_lead_and_it_becomes_a_deal_without_an_amount() {
    let house = House::new().await;
    let link = house.personal_link(house.nordlicht).await;
    assert!(
        !house.app.get(&link, "").await.body.contains("kind=lead"),
        "a program takes deals only, unless it says so"
    );
    takes_leads(&house).await;
    let deal = house.app.get(&link, "").await.body;
    assert!(
        deal.contains(&format!("{link}?kind=lead")) && deal.contains("About budget") && !deal.contains("About hint")
    );
    let page = house.app.get(&format!("{link}?kind=lead"), "").await.body;
    assert!(page.contains("Pass on a lead") && page.contains("About hint") && !page.contains("About budget"), "{page}");
    assert!(!page.contains("name=\"amount\"") && !page.contains("name=\"expected_close_on\""));
    assert_eq!(value_of(&page, "kind"), "lead");

    let shown = [("shown", "both"), ("shown", "hint")];
    let lead = [
        ("kind", "lead"),
        ("company", "Vielleicht AG"),
        ("answers.both", "yes"),
        ("answers.hint", "They asked at the fair"),
    ];
    let sent: Vec<_> = lead.into_iter().chain(shown).collect();
    let refused = house.app.post(&link, "", &sent).await;
    assert_eq!(refused.status, 422, "what they need must be said of a lead");
    assert_eq!(value_of(&refused.body, "kind"), "lead");
    let sent: Vec<_> = sent.into_iter().chain([("need", "Trucks that know where they are")]).collect();
    let sent = house.app.post(&link, "", &sent).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let filter = RegistrationFilter::default();
    let rows = list(&house.head, &filter, &filter.page().expect("a page")).await.expect("listed").items;
    let row = &rows[0];
    for (kind, found) in [(RegistrationKind::Lead, 1), (RegistrationKind::Deal, 0)] {
        let filter = RegistrationFilter { kind: Some(kind), ..RegistrationFilter::default() };
        let listed = list(&house.head, &filter, &filter.page().expect("a page")).await.expect("listed").items;
        assert_eq!(listed.len(), found, "{kind}");
    }
    assert_eq!((row.kind, row.amount), (RegistrationKind::Lead, None));
    let mail = &house.mails_of("registration_review").await[0].body_text;
    assert!(mail.contains("no amount yet"), "{mail}");

    // Edited it stays a lead; approved it is a deal that has no amount yet.
    let change =
        Submission { company: "Vielleicht AG".to_owned(), need: Some("Ships".to_owned()), ..Submission::default() };
    edit(&house.ines, row.id, Edit { registration: change, reason: None, version: None }).await.expect("changed");
    let with = Submission {
        amount: house.kruger().amount,
        company: "Vielleicht AG".to_owned(),
        need: Some("Ships".to_owned()),
        ..Submission::default()
    };
    assert_eq!(
        code(edit(&house.ines, row.id, Edit { registration: with, reason: None, version: None }).await),
        "amount:not_asked"
    );
    let approved = approve(&house.ines, row.id, Approve::default()).await.expect("approved");
    assert_eq!(house.status(row.id).await, Status::Approved);
    let cookie = house.app.cookie(&house.head).await;
    for path in [
        format!("/registrations/{}", row.id),
        format!("/deals/{}", approved.deal),
        "/registrations".to_owned(),
        "/today".to_owned(),
    ] {
        assert_eq!(house.app.get(&path, &cookie).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_kind_the_program_does_not_take_and_what_it_does_not_ask_are_refused() {
    let house = House::new().await;
    let input = |registration: Submission| OnBehalf {
        program: house.program,
        partner: house.nordlicht.id,
        contact: None,
        registration,
    };
    let lead = |kind: &str| Submission {
        kind: Some(kind.to_owned()),
        company: "Vielleicht AG".to_owned(),
        ..Submission::default()
    };
    assert_eq!(
        code(on_behalf(&house.head, input(lead("lead"))).await),
        "kind:unknown amount:required expected_close_on:required"
    );
    takes_leads(&house).await;
    assert_eq!(code(on_behalf(&house.head, input(lead("gift"))).await).split(' ').next(), Some("kind:unknown"));
    let wrong =
        code(on_behalf(&house.head, input(Submission { kind: Some("lead".to_owned()), ..house.kruger() })).await);
    assert_eq!(
        wrong,
        "need:required amount:not_asked expected_close_on:not_asked answers.both:required answers.hint:required"
    );
    // By the API, and with the question of the other kind.
    let cookie = house.app.cookie(&house.head).await;
    let body = |answers: serde_json::Value| {
        serde_json::json!({ "program": house.program, "partner": house.nordlicht.id,
        "registration": { "kind": "lead", "company": "Vielleicht AG", "need": "Ships", "answers": answers } })
    };
    let refused = body(serde_json::json!({ "both": "a", "hint": "b", "budget": "c" }));
    let refused = house.app.api(Method::POST, "/api/v1/registrations", &cookie, Some(refused)).await;
    assert!(refused.status == 422 && refused.body.contains("answers.budget"), "{}", refused.body);
    let made = body(serde_json::json!({ "both": "a", "hint": "b" }));
    let made = house.app.api(Method::POST, "/api/v1/registrations", &cookie, Some(made)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let page = format!("/registrations/new?partner={}&program={}&kind=lead", house.nordlicht.id, house.program);
    let page = house.app.get(&page, &cookie).await.body;
    assert!(page.contains("Register a lead for Nordlicht") && !page.contains("name=\"amount\""), "{page}");
    // A company is always asked for.
    let mut hidden = FormDefinition { leads: true, ..FormDefinition::default() };
    hidden.core.insert("company".to_owned(), CoreSetting { lead: Some(Presence::Hidden), ..CoreSetting::default() });
    assert_eq!(
        code(form::publish(&house.head, house.program, None, hidden, None).await),
        "core.company.lead:always_asked"
    );
}

#[tokio::test]
async fn the_lead_form_is_built_on_the_form_s_page() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let here = format!("/settings/programs/{}/form", house.program);
    assert!(!house.app.get(&here, &cookie).await.body.contains("In the lead form"));
    let on = house.app.post(&here, &cookie, &[("do", "leads:on"), ("version", "0")]).await;
    assert_eq!(on.status, 303, "{}", on.body);
    let page = house.app.get(&here, &cookie).await.body;
    assert!(
        page.contains("In the lead form")
            && page.contains("name=\"need.lead\"")
            && !page.contains("name=\"company.lead\"")
    );
    let core = [("do", "core:all"), ("version", "1"), ("need.presence", "optional"), ("need.lead", "required")];
    assert_eq!(house.app.post(&here, &cookie, &core).await.status, 303);
    let base = value_of(&house.app.get(&here, &cookie).await.body, "base");
    let publish = house.app.post(&here, &cookie, &[("do", "publish:all"), ("base", &base), ("note", "Leads")]).await;
    assert_eq!(publish.status, 303, "{}", publish.body);
    let form = form::in_force(house.app.app.db().read(), house.program).await.expect("a form").definition;
    assert!(form.leads);
    assert_eq!(form.of(RegistrationKind::Lead).core(form::CoreField::Need).presence, Presence::Required);
    assert_eq!(form.of(RegistrationKind::Deal).core(form::CoreField::Need).presence, Presence::Optional);
    let public = house.app.get("/p/reseller-dach?kind=lead", "").await.body;
    assert!(public.contains("Pass on a lead") && !public.contains("name=\"amount\""));

    // Switched off for a while, nothing that was set for leads is forgotten.
    let off = house.app.post(&here, &cookie, &[("do", "leads:off"), ("version", "0")]).await;
    assert_eq!(off.status, 303, "{}", off.body);
    let core = [("do", "core:all"), ("version", "1"), ("need.presence", "optional"), ("need.en", "Why?")];
    assert_eq!(house.app.post(&here, &cookie, &core).await.status, 303);
    let kept = form::draft(&house.head, house.program).await.expect("a draft").definition;
    assert_eq!((kept.leads, kept.core(form::CoreField::Need).lead), (false, Some(Presence::Required)));
}
