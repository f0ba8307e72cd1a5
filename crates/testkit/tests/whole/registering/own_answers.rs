//! Answers to the program's own questions are corrected: by the partner, by the vendor, by API, and when a declined registration is sent again.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::id::RegistrationId;
use kernel::words::RegistrationStatus as Status;
use operations::cosell::form::{self, Condition, FieldKind, FormDefinition, FormField, FormOption};
use operations::cosell::registration::*;
use operations::program::Bilingual;
use serde_json::{Value, json};
use storage::Sql;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";
const OTHER: &[u8] = b"%PDF-1.7\n2 0 obj << >> endobj\n%%EOF\n";

fn words(en: &str, de: &str) -> Bilingual {
    Bilingual { en: en.to_owned(), de: de.to_owned() }
}

/// Where it runs; which site where that is the customer's; what for; how many; the order, and a photo.
async fn asks_its_own(house: &House) {
    let option = |key: &str, en: &str, de: &str| FormOption { key: key.to_owned(), label: words(en, de) };
    let fields = vec![
        FormField {
            label: words("Where does it run?", "Wo läuft es?"),
            required: true,
            options: vec![option("cloud", "Cloud", "Wolke"), option("own", "Own house", "Eigenes Haus")],
            ..FormField::new("place", FieldKind::Choice)
        },
        FormField {
            label: words("Which site?", "Welcher Standort?"),
            required: true,
            pattern: Some("[A-Z]{2}-[0-9]+".to_owned()),
            shown_when: Some(Condition { field: "place".to_owned(), one_of: vec!["own".to_owned()] }),
            ..FormField::new("site", FieldKind::Text)
        },
        FormField {
            label: words("What for?", "Wofür?"),
            options: vec![option("a", "Planning", "Planung"), option("b", "Billing", "Abrechnung")],
            ..FormField::new("uses", FieldKind::Several)
        },
        FormField { label: words("How many?", "Wie viele?"), ..FormField::new("seats", FieldKind::Number) },
        FormField {
            label: words("The order", "Die Bestellung"),
            required: true,
            ..FormField::new("order", FieldKind::File)
        },
        FormField { label: words("A photo", "Ein Foto"), ..FormField::new("photo", FieldKind::File) },
    ];
    let definition = FormDefinition { fields, ..FormDefinition::default() };
    form::publish(&house.head, house.program, None, definition, None).await.expect("published");
}

const SHOWN: [&str; 6] = ["place", "site", "uses", "seats", "order", "photo"];

/// The form with these questions on it and these further fields.
fn deal<'a>(shown: &[&'a str], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("company", "Krüger & Söhne Logistik GmbH"),
        ("domain", "krueger-logistik.de"),
        ("country", "DE"),
        ("amount", "48,000.00"),
        ("currency", "EUR"),
        ("expected_close_on", "2027-06-30"),
    ];
    all.extend(shown.iter().map(|key| ("shown", *key)));
    all.extend(more);
    all
}

/// Registered by Nordlicht with both files: the registration and its status link.
async fn registered(house: &House) -> (RegistrationId, String) {
    asks_its_own(house).await;
    let link = house.personal_link(house.nordlicht).await;
    let said = [("answers.place", "cloud"), ("answers.uses", "a"), ("answers.uses", "b"), ("answers.seats", "1,200.5")];
    let shown = ["place", "uses", "seats", "order", "photo"];
    let files: &[(&str, &str, &[u8])] = &[("files.order", "wrong order.pdf", PDF), ("files.photo", "photo.pdf", PDF)];
    let sent = house.send_parts(&link, "", &deal(&shown, &said), files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let id = "SELECT id FROM registration";
    let id = Sql::new(id).value::<RegistrationId>(house.app.app.db().read()).await.expect("a query").expect("one");
    (id, sent.location().to_owned())
}

async fn answers(house: &House, id: RegistrationId) -> Vec<String> {
    let cookie = house.app.cookie(&house.head).await;
    let detail = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}"), &cookie, None).await.json();
    let text = |a: &Value| {
        let values = a["values"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
        format!("{}={}", a["field"].as_str().unwrap_or_default(), values.join("+"))
    };
    detail["answers"].as_array().into_iter().flatten().map(text).collect()
}

async fn files(house: &House, condition: &str) -> i64 {
    house.count(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment WHERE {condition}")).await
}

#[tokio::test]
async fn a_partner_corrects_answers_and_replaces_a_wrong_file() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let page = house.app.get(&format!("{link}/edit"), "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(value_of(&page.body, "answers.seats"), "1,200.5");
    assert!(
        page.body.contains("wrong order.pdf is here") && page.body.contains("multipart/form-data"),
        "{}",
        page.body
    );
    let (version, order, photo) =
        (value_of(&page.body, "version"), value_of(&page.body, "answers.order"), value_of(&page.body, "answers.photo"));
    let kept = [("version", version.as_str()), ("answers.order", &order), ("answers.photo", &photo)];

    // The rules are those of the first time.
    let wrong =
        [&kept[..], &[("answers.place", "own"), ("answers.site", "kiel"), ("answers.seats", "1,200.5")]].concat();
    let wrong = house.send_parts(&format!("{link}/edit"), "", &deal(&SHOWN, &wrong), &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-answers.site-error"), "{}", wrong.body);

    // Another place, with its site; one use less; another order; no photo.
    let right = [
        ("version", version.as_str()),
        ("answers.place", "own"),
        ("answers.site", "KI-7"),
        ("answers.uses", "b"),
        ("answers.seats", "1,200.5"),
        ("answers.order", &order),
        ("answers.photo", &photo),
        ("left_out", "photo"),
    ];
    let new: &[(&str, &str, &[u8])] = &[("files.order", "right order.pdf", OTHER)];
    let saved = house.send_parts(&format!("{link}/edit"), "", &deal(&SHOWN, &right), new).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(
        answers(&house, id).await,
        ["place=own", "site=KI-7", "uses=b", "seats=1200.5", "order=right order.pdf"]
    );
    assert_eq!(house.status(id).await, Status::Submitted);
    assert_eq!(files(&house, "removed_at IS NULL AND registration_id IS NOT NULL").await, 1);
    assert_eq!(files(&house, "removed_at IS NOT NULL AND name IN ('wrong order.pdf', 'photo.pdf')").await, 2);

    // Told in the history on both sides, and to whoever looks at it, by the questions' names.
    let status = house.app.get(&link, "").await.body;
    assert!(status.contains("right order.pdf") && status.contains("own questions were changed"), "{status}");
    let letter = &house.mails_of("registration_edited").await[0].body_text;
    assert!(letter.contains("Where does it run?, Which site?, What for?, The order, A photo"), "{letter}");
    assert!(!letter.contains("How many?"), "{letter}");
    let cookie = house.app.cookie(&house.head).await;
    let record = house.app.get(&format!("/registrations/{id}"), &cookie).await.body;
    assert!(record.contains("Changed: Where does it run?, Which site?"), "{record}");
}

#[tokio::test]
async fn by_api_only_what_is_named_changes_and_one_file_answers_one_question() {
    let house = House::new().await;
    let (id, _) = registered(&house).await;
    let cookie = house.app.cookie(&house.ines).await;
    let path = format!("/api/v1/registrations/{id}/edit");
    let edit = async |answers: Value| {
        let body = json!({ "registration": {
            "company": "Krüger & Söhne Logistik GmbH", "domain": "krueger-logistik.de", "country": "DE",
            "amount": "48000", "currency": "EUR", "expected_close_on": "2027-06-30", "answers": answers,
        } });
        house.app.api(Method::POST, &path, &cookie, Some(body)).await
    };
    let same = edit(json!({})).await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.body);
    assert_eq!(house.row(id).await.version, same.json()["version"].as_i64().expect("a version"), "nothing changed");
    assert!(house.mails_of("registration_edited").await.is_empty());

    let codes = async |answers: Value| {
        let refused = edit(answers).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
        let all = refused.json()["error"]["fields"].clone();
        let one = |e: &Value| format!("{}:{}", e["field"].as_str().unwrap_or(""), e["code"].as_str().unwrap_or(""));
        all.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(codes(json!({ "colour": "red" })).await, "answers.colour:unknown_field");
    assert_eq!(codes(json!({ "site": "KI-7" })).await, "answers.site:not_asked");
    assert_eq!(codes(json!({ "place": "own" })).await, "answers.site:required");
    assert_eq!(codes(json!({ "order": "" })).await, "answers.order:required");
    let upload = json!({ "name": "plan.txt", "content": "aGVsbG8=" });
    let taken = house.app.api(Method::POST, "/api/v1/registration-files", &cookie, Some(upload)).await.json();
    let reference = taken["reference"].as_str().expect("a reference").to_owned();
    assert_eq!(codes(json!({ "order": reference, "photo": reference })).await, "answers.photo:file_twice");

    let done = edit(json!({ "order": reference, "uses": [], "seats": "12" })).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert_eq!(answers(&house, id).await, ["place=cloud", "seats=12", "order=plan.txt", "photo=photo.pdf"]);

    // A file that is taken away answers nothing any more, and stands in nobody's way.
    let listed = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}/files"), &cookie, None).await.json();
    let order = listed["items"].as_array().into_iter().flatten().find(|f| f["field"] == "order").expect("the order");
    let gone = format!("/api/v1/registrations/{id}/files/{}", order["id"].as_str().expect("an id"));
    assert_eq!(house.app.api(Method::DELETE, &gone, &cookie, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(answers(&house, id).await, ["place=cloud", "seats=12", "photo=photo.pdf"]);
    assert_eq!(edit(json!({ "seats": "13" })).await.status, StatusCode::OK);
    assert_eq!(codes(json!({ "order": reference })).await, "answers.order:file_gone");
}

#[tokio::test]
async fn a_changed_answer_opens_a_decision_again_and_mends_a_declined_registration() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let fields = async |more: &[(&'static str, &'static str)]| {
        let page = house.app.get(&format!("{link}/edit"), "").await.body;
        let value = |name: &str| value_of(&page, name);
        let (version, order, photo) = (value("version"), value("answers.order"), value("answers.photo"));
        let kept = [("version", version.as_str()), ("answers.order", &order), ("answers.photo", &photo)];
        let said = [&kept[..], &[("answers.uses", "a"), ("answers.uses", "b")], more].concat();
        let shown = ["place", "uses", "seats", "order", "photo"];
        house.send_parts(&format!("{link}/edit"), "", &deal(&shown, &said), &[]).await
    };
    approve(&house.ines, id, Approve::default()).await.expect("approved");
    let same = fields(&[("answers.place", "cloud"), ("answers.seats", "1,200.50")]).await;
    assert_eq!(
        (same.status, house.status(id).await),
        (StatusCode::SEE_OTHER, Status::Approved),
        "nothing is different"
    );
    let changed = fields(&[("answers.place", "cloud"), ("answers.seats", "7")]).await;
    assert_eq!((changed.status, house.status(id).await), (StatusCode::SEE_OTHER, Status::InReview), "{}", changed.body);

    let reason = Decline { reason: "not_enough_information".to_owned(), ..Decline::default() };
    decline(&house.ines, id, reason).await.expect("declined");
    let mended = fields(&[("answers.place", "cloud"), ("answers.seats", "8")]).await;
    assert_eq!((mended.status, house.status(id).await), (StatusCode::SEE_OTHER, Status::Submitted), "{}", mended.body);
    assert!(answers(&house, id).await.contains(&"seats=8".to_owned()));
}

#[tokio::test]
async fn the_vendor_corrects_answers_on_a_page() {
    let house = House::new().await;
    let (id, _) = registered(&house).await;
    let cookie = house.app.cookie(&house.ines).await;
    let path = format!("/registrations/{id}/edit");
    let page = house.app.get(&path, &cookie).await.body;
    let value = |name: &str| value_of(&page, name);
    let (version, order, photo) = (value("version"), value("answers.order"), value("answers.photo"));
    let said = [
        ("version", version.as_str()),
        ("answers.place", "cloud"),
        ("answers.seats", "9"),
        ("answers.order", &order),
        ("answers.photo", &photo),
    ];
    let shown = ["place", "uses", "seats", "order", "photo"];
    let saved = house.send_parts(&path, &cookie, &deal(&shown, &said), &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let now = answers(&house, id).await;
    assert_eq!(now, ["place=cloud", "seats=9", "order=wrong order.pdf", "photo=photo.pdf"]);
}

#[tokio::test]
async fn whoever_is_slower_keeps_what_they_typed_and_sees_what_has_happened() {
    let house = House::new().await;
    let (id, link) = registered(&house).await;
    let page = house.app.get(&format!("{link}/edit"), "").await.body;
    let value = |name: &str| value_of(&page, name);
    let (version, order, photo, seen) =
        (value("version"), value("answers.order"), value("answers.photo"), value("seen_at"));
    house.app.clock.advance(kernel::time::MINUTE);
    request_information(
        &house.ines,
        id,
        RequestInformation { question: "Which trucks?".to_owned(), ..Default::default() },
    )
    .await
    .expect("asked");
    let said = |version: &str| -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = deal(
            &["place", "uses", "seats", "order", "photo"],
            &[("need", "Forty trucks"), ("answers.place", "cloud"), ("answers.seats", "77"), ("reason", "A slip")],
        )
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        for (name, value) in
            [("version", version), ("answers.order", &order), ("answers.photo", &photo), ("seen_at", &seen)]
        {
            all.push((name.to_owned(), value.to_owned()));
        }
        all
    };
    let send = async |version: &str| {
        let all = said(version);
        let all: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        house.send_parts(&format!("{link}/edit"), "", &all, &[]).await
    };
    let late = send(&version).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for kept in ["Forty trucks", "77", "A slip", "wrong order.pdf is here", "We asked you something."] {
        assert!(late.body.contains(kept), "{kept}: {}", late.body);
    }
    assert!(!late.body.contains("The registration arrived."), "only what is new: {}", late.body);
    assert_eq!(house.row(id).await.need, None);
    // Once more, over what it has become.
    let now = value_of(&late.body, "version");
    assert_eq!(send(&now).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.row(id).await.need.as_deref(), Some("Forty trucks"));

    // Nothing can be changed any more: what was typed is shown all the same.
    let reason = Some("Gone elsewhere".to_owned());
    withdraw(&house.ines, id, Withdraw { reason, version: None }).await.expect("withdrawn");
    let lost = send(&now).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    for kept in ["Forty trucks", "77", "A slip", "Where does it run?", "Withdrawn"] {
        assert!(lost.body.contains(kept), "{kept}: {}", lost.body);
    }
}

#[tokio::test]
async fn own_questions_are_columns_of_the_export_in_the_readers_language() {
    let house = House::new().await;
    registered(&house).await;
    let typed = "UPDATE registration SET company_city = '=Kiel', need = '+Yard'";
    Sql::new(typed).execute(house.app.app.db().writer()).await.expect("written");
    let cookie = house.app.cookie(&house.head).await;
    let csv = house.app.get("/registrations/export?format=csv", &cookie).await.body;
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    for heading in ["City", "What the customer needs", "Where does it run?", "What for?", "How many?", "The order"] {
        assert!(lines[0].contains(heading), "{heading}: {}", lines[0]);
    }
    for said in ["'=Kiel", "'+Yard", ",Cloud,", "\"Planning, Billing\"", ",1200.5", "wrong order.pdf"] {
        assert!(lines[1].contains(said), "{said}: {}", lines[1]);
    }
    assert!(!csv.contains("Own answers") && !csv.contains("cloud"), "no keys: {csv}");
    // Questions that were asked once stay; a program that nobody registered in asks none.
    form::publish(&house.head, house.program, Some(1), FormDefinition::default(), None).await.expect("published");
    Sql::new("UPDATE app_user SET locale = 'de'").execute(house.app.app.db().writer()).await.expect("German");
    let csv = house.app.get("/registrations/export?format=csv", &cookie).await.body;
    assert!(csv.contains("Wo läuft es?") && csv.contains("Wolke") && csv.contains("Planung, Abrechnung"), "{csv}");
    assert!(house.app.get("/registrations/export?format=xlsx", &cookie).await.body.starts_with("PK"));
}
