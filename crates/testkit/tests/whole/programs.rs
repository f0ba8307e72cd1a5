//! Programs, segments and products through the whole stack, and the API of partners.

use http::{Method, StatusCode};
use kernel::words::ProgramKind;
use kernel::{Currency, Failure, FieldErrors, Role};
use operations::Ctx;
use operations::cosell::product::{self, CreateProduct};
use operations::program::{self, CreateProgram, SaveStage};
use serde_json::json;
use testkit::TestApp;

async fn program_of(cx: &Ctx, key: &str) -> kernel::id::ProgramId {
    let input = CreateProgram {
        key: key.to_owned(),
        name: format!("Program {key}"),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    program::create(cx, input).await.expect("a program")
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure>) -> String {
    match result {
        Err(Failure::Invalid(FieldErrors(errors))) => {
            errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>().join(" ")
        }
        Err(other) => other.code().to_owned(),
        Ok(value) => panic!("expected a refusal, got {value:?}"),
    }
}

#[tokio::test]
async fn a_publication_is_a_new_version_and_the_old_one_stays_as_it_was() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let id = program_of(&cx, "dach").await;
    let (_, first) = program::current(cx.read(), id).await.expect("rules");
    let mut second = first.clone();
    second.protection_days = 60;
    program::publish_on(&cx, id, Some(1), second.clone(), Some("Shorter")).await.expect("published");
    assert_eq!(code(program::publish_on(&cx, id, Some(1), second.clone(), None).await), "stale_version");
    assert_eq!(program::current(cx.read(), id).await.expect("rules").1, second);
    assert_eq!(program::definition(cx.read(), id, 1).await.expect("version 1"), first);
    let versions: Vec<_> = program::versions(&cx, id)
        .await
        .expect("versions")
        .into_iter()
        .map(|v| (v.definition_version, v.note, v.created_by))
        .collect();
    assert_eq!(
        versions,
        [(2, Some("Shorter".to_owned()), "Ines Hoffmann".to_owned()), (1, None, "Ines Hoffmann".to_owned())]
    );
    second.protection_days = 0;
    assert_eq!(code(program::publish(&cx, id, second, None).await), "protection_days:out_of_range");
    let manager = app.user("Maria Kowalski", Role::PartnerManager).await;
    assert_eq!(code(program::publish(&manager, id, first, None).await), "forbidden");
}

#[tokio::test]
async fn a_key_is_taken_once_and_must_fit_into_an_address() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    program_of(&cx, "dach").await;
    let input = |key: &str| CreateProgram {
        key: key.into(),
        name: "Again".into(),
        kind: ProgramKind::Technology,
        currency: Currency::USD,
    };
    assert_eq!(code(program::create(&cx, input("dach")).await), "key:taken");
    assert_eq!(code(program::create(&cx, input("DACH x")).await), "key:key_invalid");
    assert_eq!(program::list(&cx).await.expect("programs").len(), 1);
}

#[tokio::test]
async fn stages_are_renamed_reordered_added_and_retired() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let id = program_of(&cx, "dach").await;
    let mut wanted: Vec<SaveStage> = program::stages(cx.read(), id)
        .await
        .expect("stages")
        .into_iter()
        .map(|s| SaveStage {
            id: Some(s.id),
            name_en: s.name_en,
            name_de: s.name_de,
            outcome: s.outcome,
            retired: false,
        })
        .collect();
    wanted.swap(0, 1);
    wanted[2].retired = true;
    wanted.insert(
        2,
        SaveStage {
            id: None,
            name_en: "Pilot".into(),
            name_de: "Pilot".into(),
            outcome: kernel::words::DealOutcome::Open,
            retired: false,
        },
    );
    program::save_stages(&cx, id, wanted).await.expect("saved");
    let stages = program::stages(cx.read(), id).await.expect("stages");
    let seen: Vec<_> = stages.iter().map(|s| (s.key.as_str(), s.retired)).collect();
    assert_eq!(
        seen,
        [
            ("evaluation", false),
            ("qualified", false),
            ("pilot", false),
            ("proposal", true),
            ("negotiation", false),
            ("won", false),
            ("lost", false),
        ]
    );
}

#[tokio::test]
async fn a_product_is_found_by_name_key_and_alias_and_an_alias_belongs_to_one() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let make = |name: &str, alias: &str| CreateProduct {
        key: None,
        name: name.into(),
        category: None,
        aliases: vec![alias.into()],
    };
    let id = product::create(&cx, make("GTX Pro", "GTXPro")).await.expect("a product");
    assert_eq!(code(product::create(&cx, make("GTX Plus", "gtxpro")).await), "aliases:taken");
    assert_eq!(code(product::create(&cx, make("GTX Pro", "other")).await), "name:taken");
    for text in ["gtx pro", " GTXPRO ", "gtx-pro"] {
        let found = product::find(cx.read(), text).await.expect("a search").map(|p| p.id);
        assert_eq!(found, Some(id), "{text}");
    }
    assert!(product::find(cx.read(), "GTX").await.expect("a search").is_none());
    assert_eq!(product::list(&cx, true).await.expect("products").len(), 1, "what was refused left nothing behind");
}

#[tokio::test]
async fn the_settings_pages_work_as_a_person_uses_them() {
    let app = TestApp::new().await;
    let cx = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&cx).await;
    let refused = app
        .post(
            "/settings/programs/new",
            &cookie,
            &[("key", "A b"), ("name", ""), ("kind", "reseller"), ("currency", "EUR")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("small letters, digits and hyphens only"), "{}", refused.body);
    let form = [("key", "dach"), ("name", "Reseller DACH"), ("kind", "reseller"), ("currency", "eur")];
    let made = app.post("/settings/programs/new", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location().to_owned();
    for page in [
        "/settings/programs",
        &path,
        &format!("{path}/rules"),
        &format!("{path}/stages"),
        &format!("{path}/versions/1"),
    ] {
        let answer = app.get(page, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.body.contains("Reseller DACH"), "{page}");
        assert!(!answer.body.contains("[program-") && !answer.body.contains("[field-"), "a text is missing on {page}");
    }
    assert_eq!(app.get(&format!("{path}/versions/9"), &cookie).await.status, StatusCode::NOT_FOUND);

    // The form as the page shows it, with one number changed.
    let body = app.get(&format!("{path}/rules"), &cookie).await.body;
    let mut fields = form_fields(&body);
    let set = |fields: &mut Vec<(String, String)>, name: &str, value: &str| {
        let field = fields.iter_mut().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no field {name}"));
        value.clone_into(&mut field.1);
    };
    set(&mut fields, "protection_days", "many");
    let post = async |fields: &Vec<(String, String)>| {
        let form: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        app.post(&format!("{path}/rules"), &cookie, &form).await
    };
    let refused = post(&fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("value=\"many\"") && refused.body.contains("Please enter a number"),
        "what was typed stays"
    );
    set(&mut fields, "protection_days", "45");
    set(&mut fields, "note", "Shorter protection");
    set(&mut fields, "phases.0.criteria.0.en", "");
    set(&mut fields, "phases.0.criteria.0.de", "");
    assert_eq!(post(&fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(post(&fields).await.status, StatusCode::CONFLICT, "somebody has published meanwhile");
    let version = app.get(&format!("{path}/versions/2"), &cookie).await.body;
    assert!(
        version.contains("Shorter protection") && version.contains("Protection, days") && version.contains("removed"),
        "{version}"
    );

    let segment = [("name", "North"), ("attribute", "region"), ("attribute_value", "")];
    assert_eq!(app.post("/settings/segments/new", &cookie, &segment).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let segment = [("name", "North"), ("attribute", "region"), ("attribute_value", "North")];
    assert_eq!(app.post("/settings/segments/new", &cookie, &segment).await.status, StatusCode::SEE_OTHER);
    assert!(app.get("/settings/segments", &cookie).await.body.contains("Region = North"));
    assert_eq!(
        app.post("/settings/products/new", &cookie, &[("name", "Platform"), ("aliases", "Plattform\nPF")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(app.get("/settings/products", &cookie).await.body.contains("pf, plattform"));
    let viewer = app.user("Vera Viewer", Role::Viewer).await;
    let viewing = app.cookie(&viewer).await;
    assert_eq!(app.get("/settings/programs", &viewing).await.status, StatusCode::OK);
    assert_eq!(app.get(&format!("{path}/rules"), &viewing).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post("/settings/products/new", &viewing, &[("name", "X")]).await.status, StatusCode::FORBIDDEN);
}

/// The fields of the page's last form with their values, as a browser would send them.
fn form_fields(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        let end = start + tag[start..].find('"')?;
        Some(tag[start..end].replace("&#38;", "&").replace("&#39;", "'").replace("&quot;", "\""))
    };
    let main = &html[html.find("<form class=\"form wide\"").expect("a form")..];
    let main = &main[..main.find("</form>").expect("its end")];
    let mut fields = Vec::new();
    for piece in main.split('<').skip(1) {
        if piece.starts_with("input ") {
            fields.extend(attribute(piece, "name").map(|n| (n, attribute(piece, "value").unwrap_or_default())));
        } else if piece.starts_with("textarea ") {
            let text = piece.split_once('>').map(|(_, text)| text.to_owned()).unwrap_or_default();
            fields.extend(attribute(piece, "name").map(|n| (n, text)));
        } else if piece.starts_with("select ") {
            fields.extend(attribute(piece, "name").map(|n| (n, String::new())));
        } else if piece.starts_with("option ")
            && let Some((_, value)) = fields.last_mut()
            && (value.is_empty() || piece.contains(" selected"))
        {
            *value = attribute(piece, "value").unwrap_or_default();
        }
    }
    fields
}

#[tokio::test]
async fn the_api_makes_reads_changes_and_refuses_partners() {
    let app = TestApp::new().await;
    let head = app.user("Ines Hoffmann", Role::HeadOfPartnerships).await;
    let cookie = app.cookie(&head).await;
    let call = async |method, path: &str, body| app.api(method, path, &cookie, body).await;
    let program = call(
        Method::POST,
        "/api/v1/programs",
        Some(json!({"key": "dach", "name": "DACH", "kind": "reseller", "currency": "EUR"})),
    )
    .await;
    assert_eq!(program.status, StatusCode::CREATED, "{}", program.body);
    let program = program.json()["id"].as_str().expect("an id").to_owned();
    let made = call(
        Method::POST,
        "/api/v1/partners",
        Some(json!({"name": "Müller", "domain": "mueller.example", "program": program})),
    )
    .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let made = made.json();
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(made["programs"][0]["phase"], "attract");
    let path = format!("/api/v1/partners/{id}");

    let found = call(Method::GET, "/api/v1/partners?q=mueller&limit=1", None).await.json();
    assert_eq!((found["items"][0]["id"].as_str(), found["next_cursor"].is_null()), (Some(id.as_str()), true));
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("phase=x", "phase"),
        ("cursor=%25", "cursor"),
        ("colour=red", "colour"),
    ] {
        let refused = call(Method::GET, &format!("/api/v1/partners?{query}"), None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(refused.json()["error"]["fields"][0]["field"], field, "{query}");
    }
    let changed = call(
        Method::PATCH,
        &path,
        Some(json!({"region": "North", "domain": null, "attributes": {"Tier": "Gold"}, "version": 1})),
    )
    .await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    let changed = changed.json();
    assert_eq!(
        (changed["region"].as_str(), changed["domain"].is_null(), changed["attributes"]["Tier"].as_str()),
        (Some("North"), true, Some("Gold"))
    );
    assert_eq!(call(Method::PATCH, &path, Some(json!({"name": "X", "version": 1}))).await.status, StatusCode::CONFLICT);
    assert_eq!(call(Method::PATCH, &path, Some(json!({"nmae": "X"}))).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let contact = call(
        Method::POST,
        &format!("{path}/contacts"),
        Some(json!({"name": "Jana", "email": "jana@mueller.example", "role": "seller"})),
    )
    .await;
    assert_eq!(contact.status, StatusCode::CREATED, "{}", contact.body);
    let contact = contact.json()["id"].as_str().expect("an id").to_owned();
    let link =
        call(Method::POST, &format!("{path}/links"), Some(json!({"contact": contact, "program": program}))).await;
    assert_eq!(link.status, StatusCode::CREATED, "{}", link.body);
    let link = link.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(call(Method::POST, &format!("{path}/links/{link}/mail"), None).await.status, StatusCode::ACCEPTED);
    assert_eq!(call(Method::DELETE, &format!("{path}/links/{link}"), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(call(Method::DELETE, &format!("{path}/links/{link}"), None).await.status, StatusCode::NOT_FOUND);

    let step = json!({"program": program, "phase": "onboard"});
    let refused = call(Method::POST, &format!("{path}/phase-moves"), Some(step)).await;
    assert_eq!(refused.json()["error"]["fields"][0]["code"], "reason_required");
    let step = json!({"program": program, "phase": "onboard", "reason": "Known for years"});
    let moved = call(Method::POST, &format!("{path}/phase-moves"), Some(step)).await;
    assert_eq!(moved.json()["programs"][0]["phase"], "onboard", "{}", moved.body);
    let tick = json!({"program": program, "phase": "onboard", "criterion": "trained", "met": true});
    assert_eq!(call(Method::PUT, &format!("{path}/criteria"), Some(tick)).await.status, StatusCode::OK);
    let owner = json!({"role": "sales_lead", "side": "partner", "contact": contact});
    assert_eq!(call(Method::PUT, &format!("{path}/owners"), Some(owner)).await.json()["items"][0]["name"], "Jana");
    let note = call(Method::POST, &format!("{path}/notes"), Some(json!({"text": "Hello"}))).await;
    assert_eq!(note.status, StatusCode::CREATED);
    let timeline = call(Method::GET, &format!("{path}/timeline"), None).await.json();
    assert_eq!(
        (timeline["items"][0]["kind"].as_str(), timeline["items"][0]["channel"].as_str()),
        (Some("partner.noted"), Some("api"))
    );
    let bulk = json!({"partners": [id], "change": {"action": "assign_manager", "user": head.actor.user().map(|u| u.id.to_string())}});
    assert_eq!(call(Method::POST, "/api/v1/partners/bulk", Some(bulk)).await.json()["changed"], 1);
    let file = call(Method::GET, "/api/v1/partners/export?q=mul", None).await;
    assert!(file.body.contains("Ines Hoffmann"), "{}", file.body);

    // Somebody who sees only their own partners.
    let other = app.user("Maria Kowalski", Role::PartnerManager).await;
    let foreign = app.cookie(&other).await;
    for suffix in ["", "/owners", "/contacts", "/links", "/timeline"] {
        let answer = app.api(Method::GET, &format!("{path}{suffix}"), &foreign, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{suffix}");
    }
    for (suffix, body) in [
        ("/notes", json!({"text": "x"})),
        ("/phase-moves", json!({"program": program, "phase": "grow", "reason": "x"})),
        ("/programs", json!({"program": program})),
        ("/contacts", json!({"name": "x", "role": "seller"})),
        ("/links", json!({"contact": contact, "program": program})),
    ] {
        let answer = app.api(Method::POST, &format!("{path}{suffix}"), &foreign, Some(body)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{suffix}");
    }
    assert_eq!(app.api(Method::GET, &path, "", None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(call(Method::GET, "/api/v1/partners/nonsense", None).await.status, StatusCode::NOT_FOUND);
}
