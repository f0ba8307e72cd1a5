//! A program's own form: built on pages, published in versions, asked of partners, kept with their registrations.

use crate::registering::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::FieldErrors;
use operations::cosell::form::{self, AnswerValue, Answers, FormDefinition};
use operations::cosell::registration::{OnBehalf, Submission, detail, on_behalf};
use serde_json::{Value, json};

fn asked() -> Value {
    json!({
        "core": {"need": {"presence": "hidden"}, "domain": {"presence": "required", "label": {"en": "Their website", "de": "Ihre Website"}}},
        "fields": [
            {"key": "industry", "kind": "choice", "label": {"en": "Industry", "de": "Branche"}, "required": true,
             "options": [{"key": "public", "label": {"en": "Public sector", "de": "Öffentliche Hand"}}, {"key": "other", "label": {"en": "Other", "de": "Andere"}}]},
            {"key": "tender", "kind": "text", "label": {"en": "Tender number", "de": "Vergabenummer"}, "required": true, "pattern": "[A-Z]{2}-[0-9]+",
             "shown_when": {"field": "industry", "one_of": ["public"]}},
            {"key": "budget", "kind": "money", "label": {"en": "Budget", "de": "Budget"}, "max": 100000},
            {"key": "terms", "kind": "consent", "label": {"en": "I agree", "de": "Ich stimme zu"}, "help": {"en": "The terms.", "de": "Die Bedingungen."}, "text_version": "2026-01"}
        ]
    })
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), AnswerValue::One((*v).to_owned()))).collect()
}

async fn published(house: &House) -> FormDefinition {
    let definition: FormDefinition = serde_json::from_value(asked()).expect("a form");
    form::publish(&house.head, house.program, Some(0), definition.clone(), Some("First")).await.expect("published");
    definition
}

fn codes(failure: kernel::Failure) -> Vec<(String, String)> {
    match failure {
        kernel::Failure::Invalid(FieldErrors(errors)) => errors.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn answers_are_checked_kept_and_read_by_the_version_they_were_given_to() {
    let house = House::new().await;
    published(&house).await;
    let send = async |deal: Submission| {
        let who = house.nordlicht;
        on_behalf(
            &house.head,
            OnBehalf { program: house.program, partner: who.id, contact: Some(who.contact), registration: deal },
        )
        .await
    };
    let wrong = send(Submission {
        answers: answers(&[("industry", "public"), ("colour", "red")]),
        domain: None,
        ..house.kruger()
    })
    .await;
    let wrong = codes(wrong.expect_err("wrong"));
    for expected in [("domain", "required"), ("answers.colour", "unknown_field"), ("answers.tender", "required")] {
        assert!(wrong.iter().any(|(f, c)| (f.as_str(), c.as_str()) == expected), "{expected:?} in {wrong:?}");
    }
    let hidden = send(Submission {
        answers: answers(&[("industry", "other"), ("tender", "AB-1")]),
        need: Some("x".into()),
        ..house.kruger()
    })
    .await;
    let hidden = codes(hidden.expect_err("hidden"));
    assert_eq!(hidden, [("need".into(), "not_asked".into()), ("answers.tender".into(), "not_asked".into())]);
    assert_eq!(house.registrations().await, 0, "nothing was kept of what was refused");

    let given = answers(&[("industry", "public"), ("tender", "AB-17"), ("budget", "1200.50 CHF"), ("terms", "yes")]);
    let made = send(Submission { answers: given.clone(), ..house.kruger() }).await.expect("a registration");
    assert!(send(Submission { answers: given, ..house.kruger() }).await.expect("the same").repeated);
    form::publish(&house.head, house.program, Some(1), FormDefinition::default(), None).await.expect("published");
    let seen = detail(&house.head, made.id).await.expect("a record").answers;
    let seen: Vec<_> = seen.iter().map(|a| (a.label.de.as_str(), a.values.join(","))).collect();
    assert_eq!(
        seen,
        [
            ("Branche", "public".to_owned()),
            ("Vergabenummer", "AB-17".into()),
            ("Budget", "1200.5".into()),
            ("Ich stimme zu", "2026-01".into())
        ]
    );

    form::restore(&house.head, house.program, 1).await.expect("restored");
    let now = form::in_force(house.app.app.db().read(), house.program).await.expect("a form");
    assert_eq!((now.form_version, now.definition.fields.len()), (3, 4));
    let stale = form::publish(&house.head, house.program, Some(1), FormDefinition::default(), None).await;
    assert!(matches!(stale, Err(kernel::Failure::Conflict { code: "stale_version", .. })));
    let mut other = now.definition.clone();
    other.fields[3].help.en = "Other terms.".to_owned();
    let same = form::publish(&house.head, house.program, None, other, None).await.expect_err("another text");
    assert_eq!(codes(same), [("fields.3.text_version".into(), "consent_version_unchanged".into())]);
    assert!(
        form::publish(&house.ines, house.program, None, FormDefinition::default(), None).await.is_err(),
        "a partner manager"
    );
}

#[tokio::test]
async fn a_partner_answers_by_link_and_a_question_that_comes_up_is_shown_first() {
    let house = House::new().await;
    published(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("Industry") && page.contains("Their website"), "{page}");
    // There for scripts to show, and switched off: neither seen, nor reached, nor sent.
    let waits = "data-when=\"industry\" data-one-of=\"[&#34;public&#34;]\" hidden disabled";
    assert!(page.contains(waits) && page.contains("Show further questions"), "{page}");
    assert!(!page.contains("name=\"need\""), "{page}");
    let mut form = vec![
        ("company", "Krüger GmbH"),
        ("domain", "krueger.example"),
        ("amount", "1,000"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-03-31"),
        ("shown", "industry"),
        ("shown", "budget"),
        ("shown", "terms"),
        ("answers.industry", "public"),
        ("answers.budget", "1,200.50"),
        ("answers.budget.currency", "CHF"),
        ("answers.terms", "yes"),
    ];
    let again = house.app.post(&link, "", &form).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
    assert!(again.body.contains("Tender number") && again.body.contains("has come up"), "{}", again.body);
    assert!(again.body.contains("1,200.50"), "what was typed stays: {}", again.body);
    assert!(
        !again.body.contains("hidden disabled") && !again.body.contains("f-answers.tender-error"),
        "{}",
        again.body
    );
    assert!(!again.body.contains("Show further questions"), "{}", again.body);
    form.extend([("shown", "tender"), ("answers.tender", "<b>1</b>")]);
    let wrong = house.app.post(&link, "", &form).await;
    assert!(wrong.body.contains("expected form") && !wrong.body.contains("<b>1</b>"), "{}", wrong.body);
    form.pop();
    form.push(("answers.tender", "AB-17"));
    let sent = house.app.post(&link, "", &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let status = house.app.get(sent.headers["location"].to_str().expect("a path"), "").await.body;
    assert!(status.contains("AB-17") && status.contains("Public sector") && status.contains("1,200.50"), "{status}");
    assert_eq!(house.count("SELECT CAST(COUNT(*) AS BIGINT) FROM registration_answer").await, 4);
}

#[tokio::test]
async fn without_scripts_a_button_shows_what_is_asked_and_an_optional_question_holds_nobody_up() {
    let house = House::new().await;
    let mut definition: FormDefinition = serde_json::from_value(asked()).expect("a form");
    definition.fields[1].required = false;
    form::publish(&house.head, house.program, Some(0), definition, None).await.expect("published");
    let cookie = house.app.cookie(&house.head).await;
    let link = house.personal_link(house.nordlicht).await;
    let (partner, program) = (house.nordlicht.id.to_string(), house.program.to_string());
    let deal = [
        ("company", "Krüger GmbH"),
        ("domain", "krueger.example"),
        ("amount", "a lot"),
        ("currency", "EUR"),
        ("shown", "industry"),
        ("shown", "budget"),
        ("shown", "terms"),
        ("answers.industry", "public"),
    ];
    let opened = value_of(&house.app.get("/p/reseller-dach", "").await.body, "opened");
    let stranger = [&deal[..], &[("opened", &opened), ("do", "refresh")]].concat();
    let on_behalf = [&deal[..], &[("partner", &partner), ("program", &program), ("do", "refresh")]].concat();
    let contact = [&deal[..], &[("do", "refresh")]].concat();
    for (path, cookie, form) in [
        ("/p/reseller-dach", "", &stranger),
        (link.as_str(), "", &contact),
        ("/registrations/new", cookie.as_str(), &on_behalf),
    ] {
        let page = house.app.post(path, cookie, form).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(page.body.contains("f-answers.tender") && !page.body.contains("hidden disabled"), "{}", page.body);
        // Nothing is wrong yet, and what was typed is there.
        assert!(page.body.contains("a lot") && !page.body.contains("aria-invalid"), "{path}: {}", page.body);
    }
    assert_eq!(house.registrations().await, 0);
    let mut right: Vec<_> = deal.into_iter().filter(|(name, _)| *name != "amount").collect();
    right.extend([("amount", "1000"), ("expected_close_on", "2027-03-31")]);
    let sent = house.app.post(&link, "", &right).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    // Also where the form is previewed.
    let preview = house.app.get(&format!("/settings/programs/{}/form/preview", house.program), &cookie).await.body;
    assert!(preview.contains("data-when=\"industry\"") && !preview.contains("hidden disabled"), "{preview}");
}

#[tokio::test]
async fn a_form_is_built_moved_previewed_published_and_brought_back_on_pages() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let here = format!("/settings/programs/{}/form", house.program);
    let make = async |version: &str, label: &str, kind: &str, options: &str| {
        let form =
            [("version", version), ("label_en", label), ("label_de", label), ("kind", kind), ("options", options)];
        house.app.post(&format!("{here}/fields/new"), &cookie, &form).await
    };
    assert_eq!(make("0", "", "text", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(make("0", "Industry", "choice", "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "no choices");
    assert_eq!(
        make("0", "Industry", "choice", "Public | Öffentlich\nOther | Andere").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(make("0", "Late", "text", "").await.status, StatusCode::CONFLICT, "somebody was faster");
    assert_eq!(make("1", "Team size", "number", "").await.status, StatusCode::SEE_OTHER);
    let up = house.app.post(&here, &cookie, &[("version", "2"), ("do", "up:team_size")]).await;
    assert_eq!(up.status, StatusCode::SEE_OTHER, "{}", up.body);
    let page = house.app.get(&here, &cookie).await.body;
    assert!(page.find("Team size") < page.find(">Industry"), "{page}");
    let preview = house.app.get(&format!("{here}/preview"), &cookie).await.body;
    assert!(preview.contains("Öffentlich") && preview.contains("Public"), "{preview}");
    assert!(!house.app.get("/p/reseller-dach", "").await.body.contains("Team size"), "a draft is nobody's form");
    let publish = house.app.post(&here, &cookie, &[("base", "0"), ("do", "publish:all"), ("note", "Two more")]).await;
    assert_eq!(publish.status, StatusCode::SEE_OTHER, "{}", publish.body);
    assert!(house.app.get("/p/reseller-dach", "").await.body.contains("Team size"));
    assert_eq!(house.app.post(&here, &cookie, &[("do", "restore:0")]).await.status, StatusCode::SEE_OTHER);
    assert!(!house.app.get("/p/reseller-dach", "").await.body.contains("Team size"));
    assert_eq!(house.app.post(&here, &cookie, &[("do", "restore:99")]).await.status, StatusCode::NOT_FOUND);
    let ines = house.app.cookie(&house.ines).await;
    assert_eq!(house.app.get(&here, &ines).await.status, StatusCode::FORBIDDEN);

    let api = format!("/api/v1/programs/{}/form", house.program);
    let bad = json!({"definition": {"fields": [{"key": "Bad key", "kind": "text", "label": {"en": "", "de": ""}, "pattern": "("}]}});
    let refused = house.app.api(Method::POST, &format!("{api}/versions"), &cookie, Some(bad)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert_eq!(refused.json()["error"]["fields"].as_array().expect("fields").len(), 3, "{}", refused.body);
    let made = house
        .app
        .api(Method::POST, &format!("{api}/versions"), &cookie, Some(json!({"definition": asked(), "base": 2})))
        .await;
    assert_eq!((made.status, made.json()["form_version"].as_i64()), (StatusCode::CREATED, Some(3)), "{}", made.body);
    let versions = house.app.api(Method::GET, &format!("{api}/versions"), &cookie, None).await.json();
    assert_eq!(versions["items"].as_array().expect("versions").len(), 3);
}

#[tokio::test]
async fn answers_stand_in_the_file_of_registrations() {
    let house = House::new().await;
    published(&house).await;
    let given = answers(&[("industry", "public"), ("tender", "AB-17"), ("budget", "1200.50 CHF"), ("terms", "yes")]);
    let who = house.nordlicht;
    let deal = Submission { answers: given, need: None, ..house.kruger() };
    let input = OnBehalf { program: house.program, partner: who.id, contact: Some(who.contact), registration: deal };
    on_behalf(&house.head, input).await.expect("a registration");
    let head = house.app.cookie(&house.head).await;
    let file = house.app.get("/registrations/export?format=csv", &head).await;
    assert_eq!(file.status, StatusCode::OK);
    let (heading, row) = (file.body.lines().next().unwrap_or_default(), file.body.lines().nth(1).unwrap_or_default());
    let questions = form::in_force(house.head.read(), house.program).await.expect("a form").definition.fields;
    let asked: Vec<&str> = questions.iter().map(|field| field.label.en.as_str()).collect();
    assert!(heading.ends_with(&asked.join(",")), "{heading}");
    // A choice by what it is called, the consent with the version of its text.
    assert!(row.ends_with("Public sector,AB-17,1200.5000 CHF,2026-01"), "{row}");
}

#[tokio::test]
async fn a_condition_is_written_with_the_names_of_choices_and_countries_and_kept_by_their_keys() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let here = format!("/settings/programs/{}/form", house.program);
    let make = async |version: &str, label: &str, more: &[(&str, &str)]| {
        let form: Vec<_> = [("version", version), ("label_en", label), ("label_de", label)]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        house.app.post(&format!("{here}/fields/new"), &cookie, &form).await
    };
    let choice = [("kind", "choice"), ("options", "pub | Public sector | Öffentliche Hand\noth | Other | Andere")];
    assert_eq!(make("0", "Industry", &choice).await.status, StatusCode::SEE_OTHER);
    let when = |field, values| [("kind", "text"), ("when_field", field), ("when_values", values)];
    // In either language, by key as well; somebody else's words are refused.
    let wrong = make("1", "Tender", &when("industry", "Public sector, Private")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Public sector, Private"), "{}", wrong.body);
    let made = make("1", "Tender", &when("industry", "öffentliche hand, oth")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let made = make("2", "Customs", &when("country", "Schweiz, united kingdom, AT")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let draft = form::draft(&house.head, house.program).await.expect("a draft").definition;
    let kept = |key| draft.field(key).and_then(|f| f.shown_when.clone()).expect("a condition").one_of;
    assert_eq!(
        (kept("tender"), kept("customs")),
        (vec!["pub".into(), "oth".into()], vec!["CH".into(), "GB".into(), "AT".into()])
    );
    for (field, shown) in [("tender", "Public sector, Other"), ("customs", "Switzerland, United Kingdom, Austria")] {
        let page = house.app.get(&format!("{here}/fields/{field}"), &cookie).await.body;
        assert!(page.contains(&format!("value=\"{shown}\"")), "{shown} in {page}");
    }
}
