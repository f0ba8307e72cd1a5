//! The vendor's side: Today, the list, the record, the answers, as pages and API; and who sees what.

use super::house::{House, value_of};
use http::{Method, StatusCode};
use kernel::time::{DAY, HOUR};
use kernel::words::{FindingKind, Phase};
use kernel::{Failure, PageRequest, Role};
use operations::Ctx;
use operations::cosell::registration::*;
use serde_json::{Value, json};
use storage::Sql;

fn named(name: &str, house: &House) -> Submission {
    Submission { company: name.to_owned(), domain: None, ..house.kruger() }
}

async fn numbers(cx: &Ctx, filter: RegistrationFilter) -> Vec<String> {
    let page = list(cx, &filter, &PageRequest::default()).await.expect("a list");
    page.items.into_iter().map(|row| row.company_name).collect()
}

fn ask(question: &str) -> RequestInformation {
    RequestInformation { question: question.to_owned(), version: None }
}

#[tokio::test]
async fn today_shows_the_promise_that_runs_out_first_on_top_and_counts_the_broken_ones() {
    let house = House::new().await;
    let oldest = house.register(house.nordlicht, named("Alt AG", &house)).await.id;
    house.app.clock.advance(3 * HOUR);
    house.register(house.voltwerk, named("Mitte AG", &house)).await;
    house.app.clock.advance(22 * HOUR);
    house.register(house.nordlicht, named("Neu AG", &house)).await;
    let seen = today(&house.head).await.expect("today");
    let order: Vec<_> = seen.answers.iter().map(|a| a.registration.company_name.as_str()).collect();
    assert_eq!(order, ["Alt AG", "Mitte AG", "Neu AG"]);
    assert_eq!((seen.broken, seen.due_today), (1, 1));
    assert_eq!((seen.promises.kept, seen.promises.late), (0, 1));
    // Asked: a first answer, though late; then it waits for the partner and not for us.
    request_information(&house.head, oldest, ask("Who decides?")).await.expect("asked");
    let seen = today(&house.head).await.expect("today");
    assert_eq!(seen.answers.len(), 2);
    assert_eq!(seen.asked.len(), 1);
    assert_eq!(seen.asked[0].company_name, "Alt AG");
    assert_eq!(seen.broken, 0);
    give_information(&house.head, oldest, GiveInformation { answer: "The board.".to_owned(), version: None })
        .await
        .expect("answered");
    let seen = today(&house.head).await.expect("today");
    let back = seen.answers.iter().find(|a| a.registration.id == oldest).expect("it waits for us again");
    assert!(back.answered);
    assert_eq!(seen.promises.share(), Some(0));
}

#[tokio::test]
async fn a_partner_beyond_what_its_program_expects_is_stuck_and_another_manager_does_not_hear_of_it() {
    let house = House::new().await;
    let (_, rules) = operations::program::current(house.app.app.db().read(), house.program).await.expect("rules");
    let expected = i64::from(rules.phase(Phase::Cosell).and_then(|p| p.expected_days).expect("an expectation"));
    house.app.clock.advance(expected * DAY + HOUR);
    assert!(today(&house.head).await.expect("today").stuck.is_empty());
    house.app.clock.advance(DAY);
    let stuck = today(&house.head).await.expect("today").stuck;
    assert_eq!(stuck.len(), 2);
    assert_eq!((stuck[0].days, stuck[0].expected_days), (expected + 1, expected));
    let own = today(&house.ines).await.expect("today").stuck;
    assert_eq!(own.iter().map(|s| s.partner_name.as_str()).collect::<Vec<_>>(), ["Nordlicht Systems"]);
}

#[tokio::test]
async fn the_list_is_narrowed_by_each_filter_and_its_pages_join_without_gaps() {
    let house = House::new().await;
    for name in ["Eins AG", "Zwei AG", "Drei AG", "Müller AG"] {
        house.register(house.nordlicht, named(name, &house)).await;
        house.app.clock.advance(HOUR);
    }
    let other = house.register(house.voltwerk, named("Müller AG", &house)).await.id;
    let status = |status: &str| RegistrationFilter { status: Some(status.to_owned()), ..Default::default() };
    assert_eq!(numbers(&house.head, status("open")).await.len(), 5);
    assert_eq!(numbers(&house.head, status("closed")).await.len(), 0);
    for typed in ["mueller", "muller", "MÜLLER ag"] {
        let q = RegistrationFilter { q: Some(typed.to_owned()), ..Default::default() };
        assert_eq!(numbers(&house.head, q).await.len(), 2, "{typed}");
    }
    let partner = RegistrationFilter { partner: Some(house.voltwerk.id), ..Default::default() };
    assert_eq!(numbers(&house.head, partner).await, ["Müller AG"]);
    let found = RegistrationFilter { check: Some(Check::Found), ..Default::default() };
    let page = list(&house.head, &found, &PageRequest::default()).await.expect("a list");
    assert_eq!(page.items.iter().map(|r| r.id).collect::<Vec<_>>(), [other]);
    let telling = telling_findings(&house.head, &page.items).await.expect("findings");
    assert_eq!(telling.get(&other), Some(&FindingKind::LiveRegistration));
    let day = |text: &str| Some(text.parse().expect("a day"));
    let range = RegistrationFilter { from: day("2026-11-24"), to: day("2026-11-24"), ..Default::default() };
    assert_eq!(numbers(&house.head, range).await.len(), 5);
    let later = RegistrationFilter { from: day("2026-11-25"), ..Default::default() };
    assert_eq!(numbers(&house.head, later).await.len(), 0);
    for sort in Sort::ALL {
        let filter = RegistrationFilter { sort: Some(*sort), ..Default::default() };
        let whole = numbers(&house.head, filter.clone()).await;
        let mut pieces = Vec::new();
        let mut request = PageRequest { limit: Some(2), after: None };
        loop {
            let page = list(&house.head, &filter, &request).await.expect("a page");
            pieces.extend(page.items.into_iter().map(|r| r.company_name));
            let Some(next) = page.next_cursor else { break };
            request = PageRequest::parse(Some(2), Some(&next)).expect("our own cursor");
        }
        assert_eq!(pieces, whole, "{sort}");
        assert_eq!(pieces.len(), 5, "{sort}");
    }
}

#[tokio::test]
async fn a_finding_names_the_record_behind_it_only_to_those_who_may_open_it() {
    let house = House::new().await;
    let first = house.register(house.voltwerk, house.kruger()).await;
    let second = house.register(house.nordlicht, house.kruger()).await.id;
    let all = detail(&house.head, second).await.expect("a record");
    let live = all.findings.iter().find(|f| f.kind == FindingKind::LiveRegistration).expect("a finding");
    assert_eq!(live.registration.as_ref().map(|r| r.number.as_str()), Some(first.number.as_str()));
    assert!(live.agreed.iter().any(|a| a.field == "domain"));
    assert!(!live.hidden);
    let own = detail(&house.ines, second).await.expect("a record");
    let live = own.findings.iter().find(|f| f.kind == FindingKind::LiveRegistration).expect("a finding");
    assert!(live.hidden && live.registration.is_none() && live.deal.is_none());
    let cookie = house.app.cookie(&house.ines).await;
    let page = house.app.get(&format!("/registrations/{second}"), &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Voltwerk") && !page.body.contains(&first.number), "{}", page.body);
    assert!(!page.body.contains("[review-"), "a key shows where its sentence should be");
}

#[tokio::test]
async fn another_managers_registration_is_nowhere() {
    let house = House::new().await;
    let id = house.register(house.voltwerk, house.kruger()).await.id;
    let cookie = house.app.cookie(&house.ines).await;
    let own = house.nordlicht.id.to_string();
    for path in ["", "/approve", "/decline", "/ask", "/answer", "/withdraw", "/assign"] {
        let answer = house.app.get(&format!("/registrations/{id}{path}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "GET {path}");
        if !path.is_empty() {
            let form = [("version", "1"), ("text", "x"), ("reason", "not_a_fit"), ("partner", own.as_str())];
            let answer = house.app.post(&format!("/registrations/{id}{path}"), &cookie, &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "POST {path}");
        }
    }
    for path in ["", "/timeline"] {
        let answer = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}{path}"), &cookie, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "GET {path}");
    }
    let calls = [
        ("review", json!({})),
        ("request-information", json!({ "question": "?" })),
        ("give-information", json!({ "answer": "!" })),
        ("approve", json!({})),
        ("decline", json!({ "reason": "not_a_fit" })),
        ("withdraw", json!({})),
        ("assign", json!({ "partner": house.nordlicht.id })),
        ("notes", json!({ "text": "x" })),
    ];
    for (path, body) in calls {
        let path = format!("/api/v1/registrations/{id}/{path}");
        let answer = house.app.api(Method::POST, &path, &cookie, Some(body)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.body);
    }
    for path in ["/today", "/registrations", "/registrations/export?format=csv"] {
        let page = house.app.get(path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("Krüger"), "{path}");
    }
    let listed = house.app.api(Method::GET, "/api/v1/registrations", &cookie, None).await;
    assert_eq!(listed.json()["items"], json!([]));
}

#[tokio::test]
async fn a_viewer_reads_everything_and_decides_nothing() {
    let house = House::new().await;
    let viewer = house.app.user("Vera Blick", Role::Viewer).await;
    let cookie = house.app.cookie(&viewer).await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    for path in ["/today".to_owned(), "/registrations".to_owned(), format!("/registrations/{id}")] {
        let page = house.app.get(&path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.body.contains("Krüger") && !page.body.contains("action=\"/registrations/"),
            "{path} offers what it refuses"
        );
    }
    for path in ["approve", "decline", "ask", "answer", "withdraw", "assign", "review", "notes"] {
        let form = [("version", "1"), ("text", "x"), ("reason", "not_a_fit")];
        let answer = house.app.post(&format!("/registrations/{id}/{path}"), &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let path = format!("/api/v1/registrations/{id}/approve");
    let answer = house.app.api(Method::POST, &path, &cookie, Some(json!({}))).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(house.app.get("/registrations/new", &cookie).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.row(id).await.decided_at, None);
}

#[tokio::test]
async fn a_reviewer_approves_from_the_record_and_the_slower_one_learns_what_happened() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let (ines, head) = (house.app.cookie(&house.ines).await, house.app.cookie(&house.head).await);
    let path = format!("/registrations/{id}");
    let page = house.app.get(&path, &ines).await;
    assert!(page.body.contains("Krüger &amp; Söhne") || page.body.contains("Krüger &#38; Söhne"), "{}", page.body);
    let version = value_of(&page.body, "version");
    let decline_page = house.app.get(&format!("{path}/decline"), &head).await;
    let slow = value_of(&decline_page.body, "version");
    let done = house.app.post(&format!("{path}/approve"), &ines, &[("version", &version)]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, path.as_str()));
    let form = [("version", slow.as_str()), ("reason", "existing_customer"), ("text", "Sorry")];
    let lost = house.app.post(&format!("{path}/decline"), &head, &form).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    assert!(lost.body.contains("Ines Hoffmann approved it"), "{}", lost.body);
    assert!(lost.body.contains(&format!("href=\"{path}\"")));
    let after = house.app.get(&path, &head).await;
    assert!(after.body.contains("Open the deal"));
    assert!(!after.body.contains(&format!("action=\"{path}/approve\"")));
    assert_eq!(house.mails_of("registration_approved").await.len(), 1);
    assert!(house.mails_of("registration_declined").await.is_empty());
}

#[tokio::test]
async fn a_form_with_something_missing_comes_back_with_what_was_typed() {
    let house = House::new().await;
    let id = house.register(house.nordlicht, house.kruger()).await.id;
    let cookie = house.app.cookie(&house.ines).await;
    let path = format!("/registrations/{id}");
    let version = house.row(id).await.version.to_string();
    let empty = house.app.post(&format!("{path}/ask"), &cookie, &[("version", &version), ("text", "  ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("id=\"f-text-error\""));
    let form = [("version", version.as_str()), ("reason", ""), ("text", "<b>We know them</b>")];
    let no_reason = house.app.post(&format!("{path}/decline"), &cookie, &form).await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_reason.body.contains("id=\"f-reason-error\"") && no_reason.body.contains("We know them"));
    assert!(!no_reason.body.contains("<b>We know them"));
    let note = house.app.post(&format!("{path}/notes"), &cookie, &[("text", "")]).await;
    assert_eq!(note.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = house.app.post(&format!("{path}/approve"), &cookie, &[]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    assert_eq!(house.row(id).await.decided_at, None);
}

#[tokio::test]
async fn a_registration_is_entered_for_a_partner_and_every_mistake_is_told_at_its_field() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.ines).await;
    let found = house.app.get("/registrations/new?q=nordlicht", &cookie).await;
    assert!(found.body.contains(&format!("/registrations/new?partner={}", house.nordlicht.id)));
    let foreign = house.app.get(&format!("/registrations/new?partner={}", house.voltwerk.id), &cookie).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let (partner, contact, program) =
        (house.nordlicht.id.to_string(), house.nordlicht.contact.to_string(), house.program.to_string());
    let mut form = vec![
        ("partner", partner.as_str()),
        ("contact", contact.as_str()),
        ("program", program.as_str()),
        ("company", "Stadtwerke Bruckenau"),
        ("amount", "lots"),
        ("currency", "EUR"),
        ("expected_close_on", "2020-01-01"),
    ];
    let wrong = house.app.post("/registrations/new", &cookie, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["f-amount-error", "f-expected_close_on-error"] {
        assert!(wrong.body.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(wrong.body.contains("Stadtwerke Bruckenau"));
    form.retain(|(name, _)| !["amount", "expected_close_on"].contains(name));
    form.extend([("amount", "76,200.50"), ("expected_close_on", "2027-05-01")]);
    let made = house.app.post("/registrations/new", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let again = house.app.post("/registrations/new", &cookie, &form).await;
    assert_eq!(again.location(), made.location());
    let record = house.app.get(made.location(), &cookie).await;
    assert!(record.body.contains("€76,200.50"), "{}", record.body);
    assert_eq!(house.registrations().await, 1);
}

#[tokio::test]
async fn a_strangers_registration_is_given_to_a_partner_before_it_can_be_approved() {
    let house = House::new().await;
    house.send_public_form(&[("sender_company", "Nordlicht Systems")]).await;
    let confirm = house.link_in_mail("registration_confirm").await;
    house.app.post(&confirm, "", &[]).await;
    let cookie = house.app.cookie(&house.head).await;
    let listed = house.app.api(Method::GET, "/api/v1/registrations?status=open", &cookie, None).await.json();
    let id = listed["items"][0]["id"].as_str().expect("the stranger's registration").to_owned();
    let path = format!("/registrations/{id}");
    let version = listed["items"][0]["version"].to_string();
    let refused = house.app.post(&format!("{path}/approve"), &cookie, &[("version", &version)]).await;
    assert_eq!(refused.location(), format!("{path}/assign"));
    let form = house.app.get(&format!("{path}/assign"), &cookie).await;
    assert!(form.body.contains(&house.nordlicht.id.to_string()), "the sender's own words find the partner");
    let nobody = house.app.post(&format!("{path}/assign"), &cookie, &[("version", &version)]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let partner = house.nordlicht.id.to_string();
    let chosen = [("version", version.as_str()), ("partner", partner.as_str()), ("add_contact", "yes")];
    let given = house.app.post(&format!("{path}/assign"), &cookie, &chosen).await;
    assert_eq!(given.location(), path, "{}", given.body);
    let record = house.app.api(Method::GET, &format!("/api/v1{path}"), &cookie, None).await.json();
    assert_eq!(record["partner_name"], "Nordlicht Systems");
    assert_eq!(record["reviewer_name"], "Ines Hoffmann");
}

#[tokio::test]
async fn the_api_answers_every_step_and_says_what_is_wrong_in_its_own_shape() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.ines).await;
    let call = async |path: &str, body: Value| {
        house.app.api(Method::POST, &format!("/api/v1/registrations{path}"), &cookie, Some(body)).await
    };
    let deal = json!({ "company": "Pemberton Foods", "amount": "39900.00", "expected_close_on": "2027-01-31" });
    let input = json!({ "program": house.program, "partner": house.nordlicht.id, "registration": deal });
    let made = call("", input.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(call("", input).await.status, StatusCode::OK);
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(call(&format!("/{id}/review"), json!({})).await.json()["status"], "in_review");
    let asked = call(&format!("/{id}/request-information"), json!({ "question": "Who decides?" })).await;
    assert_eq!(asked.json()["status"], "information_requested");
    assert_eq!(
        call(&format!("/{id}/give-information"), json!({ "answer": "The board." })).await.status,
        StatusCode::OK
    );
    assert_eq!(call(&format!("/{id}/notes"), json!({ "text": "Called them" })).await.status, StatusCode::CREATED);
    let stale = call(&format!("/{id}/approve"), json!({ "version": 1 })).await;
    assert_eq!((stale.status, &stale.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("stale_version")));
    assert_eq!(call(&format!("/{id}/approve"), json!({})).await.status, StatusCode::OK);
    let late = call(&format!("/{id}/decline"), json!({ "reason": "not_a_fit" })).await;
    assert_eq!((late.status, &late.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("already_decided")));
    let record = house.app.api(Method::GET, &format!("/api/v1/registrations/{id}"), &cookie, None).await.json();
    assert_eq!(record["status"], "approved");
    assert_eq!(record["amount"], json!({ "amount": "39900.0000", "currency": "EUR" }));
    assert_eq!(record["questions"][0]["answer"], "The board.");
    assert_eq!(record["deal"]["partner_name"], "Nordlicht Systems");
    let timeline = format!("/api/v1/registrations/{id}/timeline?limit=2");
    let first = house.app.api(Method::GET, &timeline, &cookie, None).await.json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(2));
    assert!(first["next_cursor"].is_string());
    for query in ["status=foo", "program=7", "sort=size", "limit=0", "cursor=%25", "from=2026-13-01", "color=red"] {
        let answer = house.app.api(Method::GET, &format!("/api/v1/registrations?{query}"), &cookie, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(answer.json()["error"]["fields"][0]["code"].is_string(), "{query}");
    }
    let today = house.app.api(Method::GET, "/api/v1/today", &cookie, None).await;
    assert_eq!(today.json()["answers"], json!([]));
}

#[tokio::test]
async fn the_list_leaves_as_a_file_in_which_no_text_is_a_formula() {
    let house = House::new().await;
    house.register(house.nordlicht, named("=HYPERLINK(1) AG", &house)).await;
    let cookie = house.app.cookie(&house.head).await;
    let csv = house.app.get("/registrations/export?format=csv&status=open", &cookie).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(csv.body.contains("'=HYPERLINK(1) AG"), "{}", csv.body);
    assert!(!csv.body.contains("[review-export"), "{}", csv.body);
    let xlsx = house.app.get("/registrations/export?format=xlsx", &cookie).await;
    assert!(xlsx.body.starts_with("PK"));
    assert_eq!(house.app.get("/registrations/export", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_empty_house_teaches_the_first_step_and_speaks_german_too() {
    let app = testkit::TestApp::new().await;
    let head = app.user("Maria Kowalski", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&head).await;
    let page = app.get("/today", &cookie).await;
    assert!(page.body.contains("Invite your first partner") && page.body.contains("href=\"/partners/new\""));
    Sql::new("UPDATE app_user SET locale = 'de'").execute(app.app.db().writer()).await.expect("German");
    for path in ["/today", "/registrations", "/registrations/new"] {
        let page = app.get(path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("[review-") && !page.body.contains("[today-"), "{path}: {}", page.body);
    }
    assert!(app.get("/today", &cookie).await.body.contains("Den ersten Partner einladen"));
    assert!(matches!(
        today(&app.system().as_actor(kernel::Actor::Anonymous, kernel::Channel::Web)).await,
        Err(Failure::Unauthenticated)
    ));
}
