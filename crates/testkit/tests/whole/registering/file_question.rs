//! Questions that are answered by a file.

use super::house::{House, value_of};
use http::Method;
use kernel::Failure;
use kernel::id::RegistrationId;
use kernel::time::{DAY, HOUR};
use operations::cosell::form::{self, FieldKind, FormDefinition, FormField};
use operations::cosell::registration::draft;
use operations::program::Bilingual;
use serde_json::json;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n";
const OTHER: &[u8] = b"%PDF-1.7\n2 0 obj << >> endobj\n%%EOF\n";

fn file(key: &str, required: bool) -> FormField {
    let label = Bilingual { en: format!("The {key}"), de: format!("Das {key}") };
    FormField { label, required, ..FormField::new(key, FieldKind::File) }
}

async fn asks_for_files(house: &House) {
    let fields = vec![file("plan", true), file("photo", false)];
    let definition = FormDefinition { fields, ..FormDefinition::default() };
    form::publish(&house.head, house.program, None, definition, None).await.expect("published");
}

const DEAL: &[(&str, &str)] = &[
    ("company", "Krüger & Söhne Logistik GmbH"),
    ("amount", "48000"),
    ("currency", "EUR"),
    ("expected_close_on", "2027-06-30"),
    ("shown", "plan"),
    ("shown", "photo"),
];

fn deal<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    DEAL.iter().chain(more).copied().collect()
}

/// Files that lie in the store.
fn stored(house: &House) -> usize {
    std::fs::read_dir(house.app.folder().join("files/attachments")).map_or(0, |entries| entries.count())
}

async fn rows(house: &House, condition: &str) -> i64 {
    house.count(&format!("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment WHERE {condition}")).await
}

async fn clean(house: &House) {
    let app = &house.app;
    let queue = jobs::Queue::new(app.app.db().clone(), app.clock.clone(), app.app.clone(), app.app.wake().clone());
    operations::handlers::all(queue).run_due().await.expect("the queue works");
}

#[tokio::test]
async fn a_file_answers_a_question_and_waits_while_the_rest_is_mended() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let page = house.app.get(&link, "").await.body;
    assert!(page.contains("multipart/form-data") && page.contains("name=\"files.plan\""), "{page}");

    // Without the file, and with one that is not what it says.
    let none = house.send_parts(&link, "", &deal(&[]), &[("files.plan", "", b"")]).await;
    assert_eq!(none.status, 422);
    assert!(none.body.contains("f-answers.plan-error"), "{}", none.body);
    let disguised = house.send_parts(&link, "", &deal(&[]), &[("files.plan", "plan.pdf", b"<html>")]).await;
    assert!(disguised.status == 422 && disguised.body.contains("is not what its name says"), "{}", disguised.body);
    assert_eq!(stored(&house), 0);

    // The amount is wrong: the file is kept and need not be sent again.
    let wrong = [DEAL, &[("amount", "a lot")]].concat();
    let wrong: Vec<_> = wrong.into_iter().filter(|(name, value)| *name != "amount" || *value == "a lot").collect();
    let mend = house.send_parts(&link, "", &wrong, &[("files.plan", "Plan Krüger.pdf", PDF)]).await;
    assert_eq!(mend.status, 422);
    assert!(mend.body.contains("Plan Krüger.pdf is here"), "{}", mend.body);
    let reference = value_of(&mend.body, "answers.plan");
    assert_eq!((stored(&house), rows(&house, "registration_id IS NULL").await), (1, 1));

    let sent = house.send_parts(&link, "", &deal(&[("answers.plan", &reference)]), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(rows(&house, "registration_id IS NOT NULL AND field = 'plan' AND by_partner AND shared").await, 1);
    let status = house.app.get(sent.location(), "").await.body;
    assert!(status.contains("Plan Krüger.pdf") && status.contains("The plan"), "{status}");

    // It answers once: who has the reference cannot take the file along to another registration.
    let other = deal(&[("answers.plan", &reference), ("product", "Elsewhere")]);
    let again = house.send_parts(&link, "", &other, &[]).await;
    assert!(again.status == 422 && again.body.contains("not here any more"), "{}", again.body);
    assert_eq!(house.registrations().await, 1);
    house.app.clock.advance(2 * HOUR);
    clean(&house).await;
    assert_eq!((stored(&house), rows(&house, "1 = 1").await), (1, 1), "what was attached stays");
}

#[tokio::test]
async fn a_strangers_file_comes_with_their_registration_and_goes_with_it() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let page = house.app.get("/p/reseller-dach", "").await.body;
    let (trap, opened) = ("", value_of(&page, "opened"));
    house.app.clock.advance(10 * kernel::time::SECOND);
    let stranger = [
        ("sender_name", "Mina Stern"),
        ("sender_email", "mina@stern.example"),
        ("sender_company", "Stern IT"),
        ("opened", opened.as_str()),
        ("trap", trap),
    ];
    let words = deal(&stranger);
    // A machine leaves nothing, and learns nothing.
    let machine: Vec<_> = words.iter().map(|(n, v)| if *n == "trap" { (*n, "x") } else { (*n, *v) }).collect();
    let sent = house.send_parts("/p/reseller-dach", "", &machine, &[("files.plan", "plan.pdf", PDF)]).await;
    assert_eq!((sent.status.as_u16(), stored(&house)), (303, 0));
    let sent = house.send_parts("/p/reseller-dach", "", &words, &[("files.plan", "plan.pdf", PDF)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(rows(&house, "added_by = 'Mina Stern' AND registration_id IS NOT NULL").await, 1);
    // Never confirmed: forgotten with everything.
    house.app.clock.advance(40 * DAY);
    draft::forget_old(&house.app.app).await.expect("forgotten");
    clean(&house).await;
    assert_eq!((stored(&house), rows(&house, "1 = 1").await, house.registrations().await), (0, 0, 0));
}

#[tokio::test]
async fn a_draft_keeps_its_files_replaces_them_and_takes_them_along_when_it_is_sent() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let begun = [("company", "Krüger & Söhne"), ("do", "save"), ("shown", "plan"), ("shown", "photo")];
    let kept = house.send_parts(&link, "", &begun, &[("files.plan", "first.pdf", PDF)]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    // Longer than an upload that never arrives.
    house.app.clock.advance(3 * DAY);
    clean(&house).await;
    let at = kept.location().to_owned();
    let page = house.app.get(&at, "").await.body;
    assert!(page.contains("first.pdf is here"), "{page}");
    let value = |name: &str| value_of(&page, name);
    let (id, version, plan) = (value("draft"), value("draft_version"), value("answers.plan"));
    let of_draft = [("draft", id.as_str()), ("draft_version", version.as_str()), ("answers.plan", plan.as_str())];
    let again: Vec<_> = begun.into_iter().chain(of_draft).collect();
    let saved = house.send_parts(&link, "", &again, &[("files.plan", "second.pdf", OTHER)]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    house.app.clock.advance(2 * HOUR);
    clean(&house).await;
    assert_eq!((stored(&house), rows(&house, "name = 'second.pdf' AND removed_at IS NULL").await), (1, 1));

    let page = house.app.get(&at, "").await.body;
    let value = |name: &str| value_of(&page, name);
    let (id, plan) = (value("draft"), value("answers.plan"));
    let all = deal(&[("draft", &id), ("answers.plan", &plan)]);
    let photo: &[(&str, &str, &[u8])] = &[("files.photo", "photo.pdf", PDF)];
    let sent = house.send_parts(&link, "", &all, photo).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(rows(&house, "registration_id IS NOT NULL AND removed_at IS NULL").await, 2);
    let id: RegistrationId = id.parse().expect("an id");
    assert_eq!(house.row(id).await.status.as_str(), "submitted");
}

#[tokio::test]
async fn by_api_a_file_is_sent_first_and_its_reference_is_the_answer() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let cookie = house.app.cookie(&house.head).await;
    let upload = |name: &str, content: &str| json!({ "name": name, "content": content });
    let path = "/api/v1/registration-files";
    let wrong = house.app.api(Method::POST, path, &cookie, Some(upload("a.exe", "TVo="))).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let reader = house.app.user("Rita Reader", kernel::Role::Viewer).await;
    let reader = house.app.cookie(&reader).await;
    let refused = house.app.api(Method::POST, path, &reader, Some(upload("a.txt", "aGVsbG8="))).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    let taken = house.app.api(Method::POST, path, &cookie, Some(upload("plan.txt", "aGVsbG8="))).await;
    assert_eq!(taken.status, 201, "{}", taken.body);
    let reference = taken.json()["reference"].as_str().expect("a reference").to_owned();
    let body = |plan: &str| {
        json!({
            "program": house.program.to_string(), "partner": house.nordlicht.id.to_string(),
            "registration": {
                "company": "Krüger & Söhne Logistik GmbH", "amount": "48000", "currency": "EUR",
                "expected_close_on": "2027-06-30", "answers": { "plan": plan }
            }
        })
    };
    for never in ["file_0123456789abcdefghjkmnpqrstvwxyz", "plan.txt", ""] {
        let refused = house.app.api(Method::POST, "/api/v1/registrations", &cookie, Some(body(never))).await;
        assert_eq!(refused.status, 422, "{never}: {}", refused.body);
        assert!(refused.body.contains("answers.plan"), "{}", refused.body);
    }
    let made = house.app.api(Method::POST, "/api/v1/registrations", &cookie, Some(body(&reference))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let files = format!("/api/v1/registrations/{}/files", made.json()["id"].as_str().expect("an id"));
    let files = house.app.api(Method::GET, &files, &cookie, None).await.json();
    assert_eq!((&files["items"][0]["name"], &files["items"][0]["field"]), (&json!("plan.txt"), &json!("plan")));
}

#[tokio::test]
async fn a_form_asks_for_five_files_at_most_and_shows_nothing_by_one() {
    let house = House::new().await;
    let publish = async |fields: Vec<FormField>| {
        let definition = FormDefinition { fields, ..FormDefinition::default() };
        match form::publish(&house.head, house.program, None, definition, None).await {
            Err(Failure::Invalid(errors)) => {
                errors.0.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>().join(" ")
            }
            other => format!("{}", other.is_ok()),
        }
    };
    let many = (0..6).map(|n| file(&format!("f{n}"), false)).collect();
    assert_eq!(publish(many).await, "fields:form_too_many_files");
    let condition = form::Condition { field: "plan".to_owned(), one_of: vec!["x".to_owned()] };
    let hangs = FormField { shown_when: Some(condition), ..file("photo", false) };
    assert_eq!(publish(vec![file("plan", true), hangs]).await, "fields.1.shown_when:condition_unknown");
}

/// The message that the next page shows.
fn flash(answer: &testkit::Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok());
    cookies.filter(|v| v.starts_with("flash=")).collect()
}

#[tokio::test]
async fn a_file_that_comes_with_the_same_registration_is_added_to_it_once() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let plan: &[(&str, &str, &[u8])] = &[("files.plan", "plan.pdf", PDF)];
    let first = house.send_parts(&link, "", &deal(&[]), plan).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let files = |name: &str| format!("name = '{name}' AND registration_id IS NOT NULL AND removed_at IS NULL");
    // The same file is there; another one is added, and says so in the timeline.
    let again = house.send_parts(&link, "", &deal(&[]), plan).await;
    assert_eq!((again.status.as_u16(), again.location()), (303, first.location()), "{}", again.body);
    assert!(flash(&again).contains("public-sent-before"), "{}", flash(&again));
    assert_eq!(rows(&house, &files("plan.pdf")).await, 1);
    let both: &[(&str, &str, &[u8])] = &[("files.plan", "plan.pdf", PDF), ("files.photo", "photo.pdf", OTHER)];
    let more = house.send_parts(&link, "", &deal(&[]), both).await;
    assert_eq!((more.status.as_u16(), more.location()), (303, first.location()), "{}", more.body);
    assert!(flash(&more).contains("public-sent-before-files"), "{}", flash(&more));
    assert_eq!((rows(&house, &files("photo.pdf")).await, house.registrations().await), (1, 1));
    assert!(house.app.get(first.location(), "").await.body.contains("photo.pdf"));
    let told = "SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'registration.file_added'";
    assert_eq!(house.count(told).await, 1);

    // Where other things are said of the deal, nothing is passed over: the sender is told which one it is, and the form stays as it was typed.
    let other = deal(&[("need", "A second depot")]);
    let other = house.send_parts(&link, "", &other, plan).await;
    assert_eq!(other.status, 422);
    assert!(
        other.body.contains("registered already, as REG-") && other.body.contains("A second depot"),
        "{}",
        other.body
    );

    // A colleague whose role shows them their own only is not let in by sending the same.
    let db = house.app.app.db().writer();
    let colleague = kernel::id::ContactId::new();
    storage::Sql::new("INSERT INTO partner_contact (id, partner_id, name, email, email_folded, role, active, created_at, version) VALUES (")
        .push_with(
            "?, ?, 'Lars Holm', 'lars@nordlicht.example', 'lars@nordlicht.example', 'marketer', TRUE, ?, 1)",
            [colleague.into(), house.nordlicht.id.into(), house.app.now().into()],
        )
        .execute(db)
        .await
        .expect("a contact");
    let lars = house.personal_link(super::house::Partner { id: house.nordlicht.id, contact: colleague }).await;
    let theirs = house.send_parts(&lars, "", &deal(&[]), &[("files.plan", "lars.pdf", OTHER)]).await;
    assert_eq!(theirs.status, 422);
    assert!(theirs.body.contains("A colleague at your company"), "{}", theirs.body);
    assert_eq!(rows(&house, &files("lars.pdf")).await, 0);
}

#[tokio::test]
async fn a_full_registration_takes_no_more_files_by_being_sent_again() {
    let house = House::with(|options| options.file_limits.files = 1).await;
    asks_for_files(&house).await;
    let link = house.personal_link(house.nordlicht).await;
    let first = house.send_parts(&link, "", &deal(&[]), &[("files.plan", "plan.pdf", PDF)]).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let full = house.send_parts(&link, "", &deal(&[]), &[("files.plan", "second.pdf", OTHER)]).await;
    assert_eq!(full.status, 422);
    assert!(full.body.contains("There are 1 files already") && full.body.contains("second.pdf"), "{}", full.body);
    assert_eq!(rows(&house, "registration_id IS NOT NULL").await, 1);
}

#[tokio::test]
async fn what_a_stranger_sends_again_with_another_file_is_one_of_its_own() {
    let house = House::new().await;
    asks_for_files(&house).await;
    let page = house.app.get("/p/reseller-dach", "").await.body;
    let opened = value_of(&page, "opened");
    house.app.clock.advance(10 * kernel::time::SECOND);
    let stranger = [
        ("sender_name", "Mina Stern"),
        ("sender_email", "mina@stern.example"),
        ("sender_company", "Stern IT"),
        ("opened", opened.as_str()),
    ];
    let words = deal(&stranger);
    for (content, count) in [(PDF, 1), (PDF, 1), (OTHER, 2)] {
        let sent = house.send_parts("/p/reseller-dach", "", &words, &[("files.plan", "plan.pdf", content)]).await;
        assert_eq!((sent.status.as_u16(), house.registrations().await), (303, count), "{}", sent.body);
    }
    assert_eq!(rows(&house, "registration_id IS NOT NULL").await, 2);
}
