//! Imports through pages and the API.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kernel::Role;
use serde_json::json;
use testkit::{Answer, TestApp};

const MAPPING: &str = r#"
[source]
name = "list"
[[file]]
id = "list"
path = "partners.csv"
[[program]]
key = "resellers"
name = "Resellers"
template = "reseller"
[[table]]
target = "partner"
file = "list"
key = "id"
[table.field]
program = { constant = "resellers" }
name = "name"
"#;
const ROWS: &str = "id,name\n1,Müller GmbH\n2,Ocean\n3,\n";
const EDGE: &str = "----a-boundary-for-tests";

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|f| format!("; filename=\"{f}\"")).unwrap_or_default();
    format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

async fn upload(app: &TestApp, cookie: &str, parts: &[String]) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/imports/new")
        .header(header::HOST, "compagnon.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
        .body(Body::from(format!("{}--{EDGE}--\r\n", parts.concat())))
        .expect("a request");
    app.send(request).await
}

async fn work(app: &TestApp) {
    let queue = jobs::Queue::new(app.app.db().clone(), app.clock.clone(), app.app.clone(), app.app.wake().clone());
    operations::handlers::all(queue).run_due().await.expect("the queue works");
}

#[tokio::test]
async fn somebody_uploads_files_and_reads_what_became_of_them() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    assert!(app.get("/imports", &cookie).await.body.contains("Nothing imported yet"));
    let form = app.get("/imports/new", &cookie).await;
    assert!(form.status == StatusCode::OK && form.body.contains("multipart/form-data"), "{}", form.body);

    let sent = [part("mapping", Some("map.toml"), MAPPING), part("files", Some("C:\\data\\partners.csv"), ROWS)];
    let answer = upload(&app, &cookie, &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location().to_owned();
    let waiting = app.get(&path, &cookie).await;
    assert!(waiting.body.contains(&format!("data-progress-url=\"{path}/progress\"")), "{}", waiting.body);
    assert_eq!(app.get(&format!("{path}/progress"), &cookie).await.json()["state"], "queued");

    work(&app).await;
    let progress = app.get(&format!("{path}/progress"), &cookie).await.json();
    assert_eq!(
        (&progress["state"], &progress["done"], &progress["counts"]["created"]),
        (&json!("finished"), &json!(3), &json!(2))
    );
    for (language, sentence) in [("en", "name: the cell is empty"), ("de", "name: Die Zelle ist leer")] {
        let page = app.get(&path, &format!("{cookie}; language={language}")).await;
        assert_eq!(page.status, StatusCode::OK);
        // The person's own language wins over the cookie; they chose English.
        assert!(page.body.contains(sentence) || language == "de", "{}", page.body);
        assert!(!page.body.contains("[import-") && !page.body.contains("import-row-"), "{}", page.body);
    }
    let page = app.get(&path, &cookie).await.body;
    let link =
        page.split("href=\"").find(|rest| rest.contains("/rejects?file=")).and_then(|rest| rest.split('"').next());
    let file = app.get(link.expect("a link to the rejects"), &cookie).await;
    assert!(file.body.starts_with("id,name,import_line,import_code,import_reason\n3,,4,required,"), "{}", file.body);
    let outside = app.get(&format!("{path}/rejects?file=..%2F..%2Fsecret.key"), &cookie).await;
    assert_eq!(outside.status, StatusCode::NOT_FOUND);
    assert!(app.get("/imports", &cookie).await.body.contains("list"));
    assert!(app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn a_wrong_mapping_is_explained_with_its_place_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let wrong = MAPPING.replace("name = \"name\"", "nome = \"name\"");
    let answer =
        upload(&app, &cookie, &[part("mapping", Some("m"), &wrong), part("files", Some("partners.csv"), ROWS)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Line 17, column 1: There is no field “nome” here"), "{}", answer.body);
    let none = upload(&app, &cookie, &[part("mapping", Some("m"), MAPPING), part("files", Some(""), "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = upload(&app, &cookie, &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let inbox = std::fs::read_dir(app.folder().join("imports/inbox")).expect("the folder");
    assert_eq!(inbox.count(), 0);
    assert!(app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn a_viewer_and_a_partner_manager_find_no_imports() {
    let app = TestApp::new().await;
    for role in [Role::Viewer, Role::PartnerManager] {
        let cookie = app.cookie(&app.user(role.as_str(), role).await).await;
        for path in ["/imports", "/imports/new", "/api/v1/imports"] {
            assert_eq!(app.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
        assert_eq!(upload(&app, &cookie, &[]).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn the_api_starts_an_import_and_tells_how_it_went() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let content = data_encoding::BASE64.encode(ROWS.as_bytes());
    let body = json!({ "mapping": MAPPING, "files": [{ "name": "partners.csv", "content": content }] });
    let started = app.api(Method::POST, "/api/v1/imports", &cookie, Some(body)).await;
    assert_eq!(started.status, StatusCode::ACCEPTED, "{}", started.body);
    let id = started.json()["id"].as_str().expect("an id").to_owned();
    work(&app).await;
    let run = app.api(Method::GET, &format!("/api/v1/imports/{id}"), &cookie, None).await.json();
    assert_eq!((&run["status"], &run["report"]["tables"][0]["created"]), (&json!("finished"), &json!(2)));
    let rows = app.api(Method::GET, &format!("/api/v1/imports/{id}/rows?outcome=rejected"), &cookie, None).await.json();
    assert_eq!((&rows["items"][0]["line"], &rows["items"][0]["code"]), (&json!(4), &json!("required")));
    let wrong = json!({ "mapping": "[source", "files": [] });
    let refused = app.api(Method::POST, "/api/v1/imports", &cookie, Some(wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["error"]["fields"][0]["params"]["problem"], "syntax");
    let bad = json!({ "mapping": MAPPING, "files": [{ "name": "a.csv", "content": "%%" }] });
    let refused = app.api(Method::POST, "/api/v1/imports", &cookie, Some(bad)).await;
    assert_eq!(refused.json()["error"]["fields"][0]["field"], "files.0.content");
    assert_eq!(app.api(Method::GET, "/api/v1/imports/imp_x", &cookie, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_turns_the_direction_of_writing_is_left_out_of_an_import_as_of_a_form() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let rows = "id,name\n1,\u{202e}HbmG rellüM\u{202c}\n\u{2066}2\u{2069},Ocean\n";
    let sent = [part("mapping", Some("map.toml"), MAPPING), part("files", Some("partners.csv"), rows)];
    assert_eq!(upload(&app, &cookie, &sent).await.status, StatusCode::SEE_OTHER);
    work(&app).await;
    let list = app.api(Method::GET, "/api/v1/partners", &cookie, None).await.json();
    let names: Vec<_> = list["items"].as_array().expect("partners").iter().map(|p| p["name"].clone()).collect();
    assert_eq!(names, [json!("HbmG rellüM"), json!("Ocean")]);
    // The key is the same without it: the same rows again make nothing new.
    let plain = rows.replace(['\u{202e}', '\u{202c}', '\u{2066}', '\u{2069}'], "");
    let sent = [part("mapping", Some("map.toml"), MAPPING), part("files", Some("partners.csv"), &plain)];
    assert_eq!(upload(&app, &cookie, &sent).await.status, StatusCode::SEE_OTHER);
    work(&app).await;
    let list = app.api(Method::GET, "/api/v1/partners", &cookie, None).await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2), "{list}");
}

const REGISTRATIONS: &str = r#"
[source]
name = "log"
[[file]]
id = "log"
path = "log.csv"
[[program]]
key = "resellers"
name = "Resellers"
template = "reseller"
[[table]]
target = "registration"
file = "log"
key = "id"
[table.field]
program = { constant = "resellers" }
company_name = "name"
submitted = "day"
intake = "source"
"#;

#[tokio::test]
async fn where_imported_registrations_came_from_is_what_their_file_says_or_unknown() {
    let app = TestApp::new().await;
    let cookie = app.cookie(&app.user("Hanna Head", Role::HeadOfPartnerships).await).await;
    let rows = "id,name,day,source\n1,Ocean,2026-01-05,Desk\n2,Harbour,2026-01-06,\n3,Quay,2026-01-07,Desk\n";
    let sent = [part("mapping", Some("map.toml"), REGISTRATIONS), part("files", Some("log.csv"), rows)];
    let answer = upload(&app, &cookie, &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    work(&app).await;
    let asked = app.get("/api/v1/kpis/registrations?by=source", &cookie).await.json();
    let figures: Vec<(&str, &str)> = asked["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|f| (f["group"][0]["label"].as_str().unwrap_or("?"), f["value"].as_str().unwrap_or("?")))
        .collect();
    assert_eq!(figures.len(), 2, "{figures:?}");
    assert!(figures.contains(&("Desk", "2")) && figures.iter().any(|(l, v)| *l != "import" && *v == "1"), "{asked}");
    // A source of the file can be asked for, however it is written; one that no row has is said to be nobody's.
    for (filter, count, unseen) in [("Desk", "2", 0), ("desk", "2", 0), ("", "1", 0), ("Dock", "0", 1)] {
        let asked = app.get(&format!("/api/v1/kpis/registrations?filter=source%3D{filter}"), &cookie).await.json();
        assert_eq!(asked["totals"][0]["value"].as_str().unwrap_or("0"), count, "{filter}: {asked}");
        let said = asked["unseen"].as_array().map_or(0, Vec::len);
        assert_eq!(said, unseen, "{filter}: {asked}");
    }
}
