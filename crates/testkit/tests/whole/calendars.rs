//! Business calendars: made, changed, filled from a file, and used by every promise.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kernel::Currency;
use kernel::Role;
use kernel::words::ProgramKind;
use operations::program::{self, CreateProgram};
use serde_json::json;
use testkit::{Answer, TestApp};

const EDGE: &str = "----edge";

async fn upload(app: &TestApp, path: &str, cookie: &str, name: &str, file: &[u8]) -> Answer {
    let head = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/calendar\r\n\r\n"
    );
    let body = [head.as_bytes(), file, format!("\r\n--{EDGE}--\r\n").as_bytes()].concat();
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "compagnon.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
        .body(Body::from(body))
        .expect("a request");
    app.send(request).await
}

const BERLIN: &[(&str, &str)] = &[
    ("name", "Berlin office"),
    ("time_zone", "Europe/Berlin"),
    ("holidays", "DE-BE"),
    ("hours.monday", "9-17"),
    ("hours.tuesday", "9-17"),
    ("hours.wednesday", "9-17"),
    ("hours.thursday", "9-17"),
    ("hours.friday", "09:00–12:00, 13:00–15:30"),
];

const FILE: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261128\r\nSUMMARY:Move to the new office\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261130T090000Z\r\nSUMMARY:A meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

async fn make_program(cx: &operations::Ctx) -> kernel::id::ProgramId {
    let input = CreateProgram {
        key: "reseller".to_owned(),
        name: "Reseller".to_owned(),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    program::create(cx, input).await.expect("a program")
}

#[tokio::test]
async fn a_calendar_is_made_on_a_page_filled_from_a_file_and_says_what_it_means() {
    let app = TestApp::new().await;
    let head = app.user("Hanna Head", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&head).await;
    assert!(app.get("/settings/calendars", &cookie).await.body.contains("Monday to Friday, nine to five"));
    assert!(app.get("/settings", &cookie).await.body.contains("/settings/calendars"));
    let made = app.post("/settings/calendars/new", &cookie, BERLIN).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location().to_owned();
    let page = app.get(&path, &cookie).await.body;
    // Sent on Friday at 16:00: the first answer a day later, the decision at the close of the second working day.
    assert!(page.contains("Friday, 27 Nov 2026, 16:00") || page.contains("27 Nov"), "{page}");
    assert!(page.contains("Tuesday, "), "{page}");
    assert!(page.contains("09:00–12:00, 13:00–15:30"), "{page}");
    assert!(page.contains("Default"), "the first calendar is the default one");

    let done = upload(&app, &format!("{path}/import"), &cookie, "closures.ics", FILE.as_bytes()).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let said = "One closure was taken over. One entry was left out:";
    assert!(done.body.contains(said) && done.body.contains("A meeting"), "which, and why: {}", done.body);
    assert!(done.body.contains("It has a time of day"), "{}", done.body);
    let page = app.get(&path, &cookie).await.body;
    assert!(page.contains("Move to the new office") && !page.contains("A meeting"), "{page}");
    upload(&app, &format!("{path}/import"), &cookie, "closures.ics", FILE.as_bytes()).await;
    assert_eq!(
        app.get(&path, &cookie).await.body.matches("Move to the new office").count(),
        2,
        "name and button, once"
    );

    let closure = [("closure_name", "Christmas party"), ("first_on", "2026-12-18"), ("last_on", "")];
    assert_eq!(app.post(&format!("{path}/closures"), &cookie, &closure).await.status, StatusCode::SEE_OTHER);
    let page = app.get(&path, &cookie).await.body;
    assert!(page.contains("Christmas party"), "{page}");
    let remove = page
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|action| action.ends_with("/remove") && action.contains("/closures/"))
        .last()
        .expect("a way to remove it");
    assert_eq!(app.post(remove, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!app.get(&path, &cookie).await.body.contains("Christmas party"));
    let events = storage::Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'calendar.changed'");
    assert_eq!(events.value::<i64>(app.app.db().read()).await.expect("a count"), Some(4));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_is_written() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let wrong: &[(&str, &str, &str)] = &[
        ("name", "", "Please fill this in."),
        ("time_zone", "Mars/Olympus", "time zone"),
        ("holidays", "DE-XX", "Please choose another"),
        ("hours.monday", "nine to five", "Please write times"),
        ("hours.monday", "17-9", "doesn&#39;t look right"),
        ("hours.monday", "9-12, 11-14", "overlaps"),
        ("programs", "prog_nonsense", "Please choose another"),
    ];
    for (field, value, sentence) in wrong {
        let mut form: Vec<(&str, &str)> = BERLIN.iter().copied().filter(|(name, _)| name != field).collect();
        form.push((field, value));
        let answer = app.post("/settings/calendars/new", &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.body.contains(sentence), "{field}: {}", answer.body);
    }
    let free: Vec<(&str, &str)> = BERLIN.iter().copied().filter(|(name, _)| !name.starts_with("hours")).collect();
    assert_eq!(app.post("/settings/calendars/new", &cookie, &free).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = storage::Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM business_calendar");
    assert_eq!(none.value::<i64>(app.app.db().read()).await.expect("a count"), Some(0));

    let path = app.post("/settings/calendars/new", &cookie, BERLIN).await.location().to_owned();
    let import = format!("{path}/import");
    let large = vec![b'x'; 600 * 1024];
    for (name, file, sentence) in [
        ("page.ics", b"<html><script>alert(1)</script></html>".as_slice(), "not a calendar file"),
        ("none.ics", b"".as_slice(), "Please fill this in"),
        ("large.ics", large.as_slice(), "larger than 512 KB"),
    ] {
        let answer = upload(&app, &import, &cookie, name, file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains(sentence), "{name}: {}", answer.body);
    }
    for closure in [
        [("closure_name", ""), ("first_on", "2026-12-18"), ("last_on", "")],
        [("closure_name", "Party"), ("first_on", "tomorrow"), ("last_on", "")],
        [("closure_name", "Party"), ("first_on", "2026-12-18"), ("last_on", "2026-12-01")],
        [("closure_name", "Party"), ("first_on", "2026-12-18"), ("last_on", "2036-12-01")],
    ] {
        let answer = app.post(&format!("{path}/closures"), &cookie, &closure).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{closure:?}");
    }
    let none = storage::Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM calendar_closure");
    assert_eq!(none.value::<i64>(app.app.db().read()).await.expect("a count"), Some(0));
}

#[tokio::test]
async fn who_may_not_manage_programs_reads_calendars_and_changes_none() {
    let app = TestApp::new().await;
    let head = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let path = app.post("/settings/calendars/new", &head, BERLIN).await.location().to_owned();
    for role in [Role::PartnerManager, Role::Viewer] {
        let cookie = app.cookie(&app.user(&format!("A {role}"), role).await).await;
        let page = app.get(&path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("Save calendar"), "{}", page.body);
        assert_eq!(app.get("/settings/calendars/new", &cookie).await.status, StatusCode::FORBIDDEN);
        assert_eq!(app.post("/settings/calendars/new", &cookie, BERLIN).await.status, StatusCode::FORBIDDEN);
        assert_eq!(app.post(&path, &cookie, BERLIN).await.status, StatusCode::FORBIDDEN);
        assert_eq!(app.post(&format!("{path}/remove"), &cookie, &[]).await.status, StatusCode::FORBIDDEN);
        let import = upload(&app, &format!("{path}/import"), &cookie, "a.ics", FILE.as_bytes()).await;
        assert_eq!(import.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(app.get("/settings/calendars/cal_nonsense", &head).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_api_does_the_same() {
    let app = TestApp::new().await;
    let head = app.user("Hanna Head", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&head).await;
    let program = make_program(&head).await;
    let nine = json!([{ "start": "09:00", "end": "17:00" }]);
    let vienna = json!({
        "name": "Vienna", "time_zone": "Europe/Vienna", "hours": { "monday": nine, "tuesday": nine },
        "holidays": { "kind": "country", "country": "AT" }, "programs": [program],
    });
    let usual = json!({ "name": "Berlin", "time_zone": "Europe/Berlin", "hours": { "monday": nine } });
    let first = app.api(Method::POST, "/api/v1/calendars", &cookie, Some(usual)).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
    assert_eq!(first.json()["is_default"], true);
    let made = app.api(Method::POST, "/api/v1/calendars", &cookie, Some(vienna.clone())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let made = made.json();
    assert_eq!((&made["is_default"], &made["programs"][0]["name"]), (&json!(false), &json!("Reseller")));
    let id = made["id"].as_str().expect("an id").to_owned();
    let twice = app.api(Method::POST, "/api/v1/calendars", &cookie, Some(vienna.clone())).await;
    assert_eq!(
        (twice.status, &twice.json()["error"]["fields"][0]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("taken"))
    );
    let shown =
        app.api(Method::GET, &format!("/api/v1/calendars/{id}/preview?at=2026-12-04T15:00:00Z"), &cookie, None).await;
    let shown = shown.json();
    // Friday; Monday and Tuesday would do, but Tuesday is the eighth of December, a holiday in Austria: so the Monday after.
    assert_eq!(shown["lines"][0]["decision_due_at"], "2026-12-14T16:00:00Z", "{shown}");
    assert_eq!(shown["lines"][1]["program"], "Reseller");
    let wrong = app.api(Method::GET, &format!("/api/v1/calendars/{id}/preview?at=soon"), &cookie, None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);

    let closure = json!({ "name": "Inventory", "first_on": "2026-12-14" });
    let path = format!("/api/v1/calendars/{id}/closures");
    let added = app.api(Method::POST, &path, &cookie, Some(closure)).await;
    assert_eq!(added.status, StatusCode::OK, "{}", added.body);
    let closure = added.json()["closures"][0]["id"].as_str().expect("an id").to_owned();
    let import = |kind: &'static str, body: &'static str| {
        Request::builder()
            .method(Method::POST)
            .uri(format!("/api/v1/calendars/{id}/import"))
            .header(header::HOST, "compagnon.test")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .expect("a request")
    };
    let done = app.send(import("text/calendar", FILE)).await;
    let meeting = json!({ "name": "A meeting", "first_on": "2026-11-30", "why": "not_whole_days" });
    assert_eq!(done.json(), json!({ "added": 1, "known": 0, "left_out": 1, "entries_left_out": [meeting] }));
    for request in [import("application/json", FILE), import("text/calendar", "{}"), import("text/calendar", "")] {
        assert_eq!(app.send(request).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let removed = app.api(Method::DELETE, &format!("{path}/{closure}"), &cookie, None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(
        app.api(Method::DELETE, &format!("{path}/{closure}"), &cookie, None).await.status,
        StatusCode::NOT_FOUND
    );

    let one = format!("/api/v1/calendars/{id}");
    assert_eq!(app.api(Method::DELETE, &one, &cookie, None).await.status, StatusCode::CONFLICT, "a program has it");
    let mut change = vienna;
    change["programs"] = json!([]);
    change["version"] = json!(99);
    assert_eq!(app.api(Method::PUT, &one, &cookie, Some(change.clone())).await.status, StatusCode::CONFLICT);
    change["version"] = json!(1);
    assert_eq!(app.api(Method::PUT, &one, &cookie, Some(change)).await.status, StatusCode::OK);
    assert_eq!(app.api(Method::DELETE, &one, &cookie, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(app.api(Method::GET, &one, &cookie, None).await.status, StatusCode::NOT_FOUND);
    let left = app.api(Method::GET, "/api/v1/calendars", &cookie, None).await.json();
    assert_eq!(left["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_first_calendar_says_what_it_is_for_and_one_for_some_programs_changes_no_others() {
    let app = TestApp::new().await;
    let head = app.user("Hanna Head", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&head).await;
    let program = make_program(&head).await;
    let form = app.get("/settings/calendars/new", &cookie).await.body;
    assert!(form.contains("There is no default yet"), "{form}");
    let nine = json!([{ "start": "09:00", "end": "17:00" }]);
    let vienna = json!({
        "name": "Vienna", "time_zone": "Europe/Vienna", "hours": { "monday": nine },
        "holidays": { "kind": "country", "country": "AT" }, "programs": [program],
    });
    let made = app.api(Method::POST, "/api/v1/calendars", &cookie, Some(vienna)).await.json();
    assert_eq!(made["is_default"], json!(false), "what all others count in stays as it was: {made}");
    assert!(app.get("/settings/calendars/new", &cookie).await.body.contains("There is no default yet"));
    let form = [
        ("name", "Berlin"),
        ("time_zone", "Europe/Berlin"),
        ("holidays", "DE-BE"),
        ("hours.monday", "09:00–17:00"),
        ("is_default", "yes"),
    ];
    let saved = app.post("/settings/calendars/new", &cookie, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let said = saved.headers.get("set-cookie").and_then(|v| v.to_str().ok()).expect("a message").to_owned();
    assert!(said.contains("calendar-saved-default"), "{said}");
    assert!(!app.get("/settings/calendars/new", &cookie).await.body.contains("There is no default yet"));
}
