//! Dashboards as PDF files: what stands in them, for whom, in which language; and that nothing anybody calls a thing can break them.

use crate::kpis::House;
use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Locale, Role};
use lopdf::{Document, Object};
use operations::{Ctx, partner};
use serde_json::{Value, json};
use storage::Sql;
use testkit::TestApp;
use tower::ServiceExt;

/// From now on everybody reads in this language.
async fn speak(house: &House, language: Locale) {
    Sql::new("UPDATE app_user SET locale = ")
        .bind(language)
        .execute(house.app.app.db().writer())
        .await
        .expect("spoken");
}

/// What came, which must be a PDF.
pub(crate) async fn pdf(app: &TestApp, path: &str, cookie: &str) -> Bytes {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, "compagnon.test")
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .expect("a request");
    let response = app.router().oneshot(request).await.expect("the router never fails");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/pdf", "{path}");
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    assert!(bytes.starts_with(b"%PDF-1.7"), "{path}");
    bytes
}

/// The words of all pages, as somebody would copy them: with one space wherever there is any.
pub(crate) fn words(bytes: &[u8]) -> String {
    let document = Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dashboard of Maria's with these tiles.
async fn dashboard(house: &House, name: &str, tiles: &[Value]) -> String {
    let cookie = house.app.cookie(&house.head).await;
    let made = house
        .app
        .api(Method::POST, "/api/v1/dashboards", &cookie, Some(json!({ "name": name, "sharing": "team" })))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    for tile in tiles {
        let path = format!("/api/v1/dashboards/{id}/tiles");
        let added = house.app.api(Method::POST, &path, &cookie, Some(tile.clone())).await;
        assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    }
    id
}

#[tokio::test]
async fn a_dashboard_is_a_file_with_its_numbers_their_definitions_filters_and_bounded_tables() {
    let house = House::new().await;
    for (amount, on) in [(1_200, "2026-02-10"), (800, "2026-05-02"), (345, "2026-05-20")] {
        let deal = house.deal(Some(0), Some(amount), Some("2026-01-05")).await;
        house.win(deal, on).await;
    }
    let lost = house.deal(Some(1), Some(70), Some("2026-01-05")).await;
    house.lose(lost, "2026-05-05").await;
    // Twenty-three more than the table takes lines.
    for n in 0..23 {
        let customer = json!({ "name": format!("Lead {n:02}"), "partner": house.partner(2), "amount": "10" });
        house.deal_with(customer).await;
        let create = json!({ "name": format!("Partner {n:02}"), "program": house.programs[0], "country": "DE" });
        let made =
            partner::create(&house.head, serde_json::from_value(create).expect("input")).await.expect("a partner");
        house.deal_with(json!({ "partner": made, "amount": "10" })).await;
    }
    let id = dashboard(
        &house,
        "Zahlen & Ärger: Ω № 1",
        &[
            json!({ "shown": "number", "question": { "metric": "bookings", "from": "2026-04-01", "to": "2026-06-30", "compare": "previous" } }),
            json!({ "shown": "number", "name": "Only the north", "question": { "metric": "bookings", "filters": ["region=North", format!("partner={}", house.partner(0))] } }),
            json!({ "shown": "trend", "width": 3, "question": { "metric": "bookings", "by": ["month"] } }),
            json!({ "shown": "table", "width": 2, "question": { "metric": "open_count", "by": ["partner"] } }),
            json!({ "shown": "heat_map", "width": 3, "question": { "metric": "open_count", "by": ["partner", "country"] } }),
            json!({ "shown": "ranking", "question": { "metric": "win_rate", "by": ["partner"] } }),
            json!({ "shown": "funnel", "question": {} }),
            json!({ "shown": "portfolio_map", "width": 3, "question": {} }),
            json!({ "shown": "cohorts", "width": 3, "question": {} }),
        ],
    )
    .await;
    let cookie = house.app.cookie(&house.head).await;
    let file = pdf(&house.app, &format!("/dashboards/{id}/pdf"), &cookie).await;
    let text = words(&file);
    for said in [
        "Zahlen & Ärger: Ω № 1",
        "For Maria Kowalski",
        "Figures as of",
        "Page 1 of",
        // 800 + 345, beside 1200 in the three months before.
        "€1,145.00",
        "€1,200.00",
        "Bookings: Sum of the amounts of won deals, by the date they were closed.",
        "Only the north",
        "Region: North",
        "Partner: Nordlicht",
        // All of them, on the tile that is narrowed.
        "€2,345.00",
        "2026-02",
        "2026-05",
        // Won of won and lost: three of three, none of one.
        "100.00%",
        "Südwind",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    // 27 partners have open deals or had: those with open ones are 24 (Brightwell and 23 more); 20 lines of them at most.
    assert!(text.contains("4 more are not shown."), "{text}");
    assert!(!text.contains("kpi-") && !text.contains("pdf-") && !text.contains("dashboard-"), "{text}");
    // The API gives the same file, to whom it belongs; other formats are refused at the field.
    let path = format!("/api/v1/dashboards/{id}?format=pdf");
    assert_eq!(words(&pdf(&house.app, &path, &cookie).await), text);
    let wrong = house.app.get(&format!("/api/v1/dashboards/{id}?format=xlsx"), &cookie).await;
    assert_eq!(
        (wrong.status, wrong.json()["error"]["fields"][0]["field"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("format"))
    );
    let json = house.app.get(&format!("/api/v1/dashboards/{id}?format=json"), &cookie).await.json();
    assert_eq!(json["tiles"].as_array().expect("tiles").len(), 9);
    assert_eq!(house.app.get(&path, "").await.status, StatusCode::UNAUTHORIZED);
    let stranger = house.app.get(&format!("/dashboards/{id}/pdf"), "").await;
    assert!(stranger.location().starts_with("/sign-in"), "{}", stranger.location());
}

#[tokio::test]
async fn the_file_says_its_title_language_and_structure() {
    let house = House::new().await;
    let deal = house.deal(Some(0), Some(1_234), Some("2026-01-05")).await;
    house.win(deal, "2026-02-10").await;
    let id = dashboard(&house, "Übersicht", &[json!({ "shown": "trend", "question": { "metric": "bookings" } })]).await;
    speak(&house, Locale::De).await;
    let cookie = house.app.cookie(&house.head).await;
    let file = pdf(&house.app, &format!("/api/v1/dashboards/{id}?format=pdf"), &cookie).await;
    let text = words(&file);
    for said in
        ["Für Maria Kowalski", "Stand der Zahlen", "Seite 1 von 1", "Auftragseingang", "1.234,00 €", "Nicht gezählt"]
    {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    let document = Document::load_mem(&file).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    let said = |object: &Object| String::from_utf8_lossy(object.as_str().expect("text")).into_owned();
    assert_eq!(said(catalog.get(b"Lang").expect("a language")), "de");
    let tree = catalog.get(b"StructTreeRoot").and_then(|tree| document.dereference(tree)).expect("a structure").1;
    assert!(tree.as_dict().expect("a dictionary").get(b"K").is_ok());
    let mut kinds: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"S").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    kinds.sort();
    kinds.dedup();
    for kind in ["Figure", "H1", "H2", "P", "TD", "TH", "TR", "Table"] {
        assert!(kinds.iter().any(|k| k == kind), "no {kind} in {kinds:?}");
    }
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).expect("an info").1;
    let title = info.as_dict().expect("a dictionary").get(b"Title").expect("a title");
    assert_eq!(lopdf::decode_text_string(title).expect("text"), "Übersicht");
}

#[tokio::test]
async fn each_reader_gets_the_file_of_what_they_may_see() {
    let house = House::new().await;
    for (partner, amount) in [(0, 1_000), (1, 500)] {
        let deal = house.deal(Some(partner), Some(amount), Some("2026-01-05")).await;
        house.win(deal, "2026-02-10").await;
    }
    let tiles = [
        json!({ "shown": "number", "question": { "metric": "bookings" } }),
        json!({ "shown": "ranking", "question": { "metric": "bookings", "by": ["partner"] } }),
    ];
    let id = dashboard(&house, "Shared", &tiles).await;
    let read = async |cx: &Ctx| {
        let cookie = house.app.cookie(cx).await;
        words(&pdf(&house.app, &format!("/dashboards/{id}/pdf"), &cookie).await)
    };
    let (head, manager) = (read(&house.head).await, read(&house.manager).await);
    assert!(head.contains("€1,500.00") && head.contains("Nordlicht") && head.contains("Südwind"), "{head}");
    // Ines manages Südwind only.
    assert!(
        manager.contains("€500.00") && manager.contains("Südwind") && manager.contains("For Ines Hoffmann"),
        "{manager}"
    );
    assert!(!manager.contains("Nordlicht") && !manager.contains("1,500") && !manager.contains("1,000"), "{manager}");
    let private = json!({ "sharing": "private" });
    let cookie = house.app.cookie(&house.head).await;
    let changed = house.app.api(Method::PATCH, &format!("/api/v1/dashboards/{id}"), &cookie, Some(private)).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    let ines = house.app.cookie(&house.manager).await;
    for path in [format!("/dashboards/{id}/pdf"), format!("/api/v1/dashboards/{id}?format=pdf")] {
        assert_eq!(house.app.get(&path, &ines).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn whatever_things_are_called_the_file_is_made() {
    let house = House::new().await;
    let vera = house.app.user("東京 \u{1f600} \u{202e}gnihton\u{202c}", Role::Administrator).await;
    let long = "W".repeat(150);
    for name in [
        "東京株式会社",
        "شركة النور",
        "\u{1f469}\u{200d}\u{1f4bb} Ltd",
        "e\u{301}cole \u{ad}zero\u{200b}width",
        long.as_str(),
        "<b>&amp;</b>",
    ] {
        let create =
            json!({ "name": name, "program": house.programs[0], "region": name.chars().take(70).collect::<String>() });
        let made =
            partner::create(&house.head, serde_json::from_value(create).expect("input")).await.expect("a partner");
        house.deal_with(json!({ "partner": made, "amount": "1000000000" })).await;
    }
    let by = |shown: &str, by: &[&str], width: i64| json!({ "shown": shown, "width": width, "question": { "metric": "open_pipeline", "by": by } });
    let tiles = [
        by("number", &[], 1),
        by("table", &["partner"], 1),
        by("ranking", &["partner"], 1),
        by("heat_map", &["partner", "region"], 1),
        by("heat_map", &["partner", "region"], 3),
        json!({ "shown": "portfolio_map", "width": 1, "question": {} }),
    ];
    let id = dashboard(&house, &"Sehr lang ".repeat(8), &tiles).await;
    for (cx, language) in [(&house.head, Locale::En), (&vera, Locale::De)] {
        speak(&house, language).await;
        let cookie = house.app.cookie(cx).await;
        let text = words(&pdf(&house.app, &format!("/dashboards/{id}/pdf"), &cookie).await);
        assert!(text.contains("<b>&amp;</b>"), "{text}");
    }
    let cookie = house.app.cookie(&house.head).await;
    for offered in ["head_of_partnerships", "partner_manager", "seller", "marketing", "customer_success", "partner"] {
        let file = pdf(&house.app, &format!("/dashboards/{offered}/pdf"), &cookie).await;
        assert!(Document::load_mem(&file).expect("a PDF").get_pages().len() < 12, "{offered}");
    }
}
