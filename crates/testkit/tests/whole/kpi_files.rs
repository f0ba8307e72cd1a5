//! KPIs and the rows behind them as CSV and XLSX.

use crate::kpi_compared::two_quarters;
use crate::kpis::House;
use axum::body::Body;
use calamine::{Data, Reader, Xlsx};
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::Role;
use operations::partner;
use serde_json::json;
use testkit::Answer;
use tower::ServiceExt;

/// The lines of the first sheet, as they came from `path`.
async fn sheet(house: &House, path: &str, cookie: &str) -> Vec<Vec<Data>> {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, "compagnon.test")
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .expect("a request");
    let response = house.app.router().oneshot(request).await.expect("the router never fails");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("readable");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn column(lines: &[Vec<Data>], name: &str) -> usize {
    let at = lines[0].iter().position(|head| matches!(head, Data::String(text) if text == name));
    at.unwrap_or_else(|| panic!("no {name} in {:?}", lines[0]))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("a text, not {other:?}"),
    }
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        other => panic!("a number, not {other:?}"),
    }
}

async fn api(house: &House, cookie: &str, path: &str) -> Answer {
    house.app.api(Method::GET, path, cookie, None).await
}

#[tokio::test]
async fn an_answer_is_a_file_with_the_unknown_and_a_last_line_for_all_of_it() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    let path = "/api/v1/kpis/bookings?by=region&from=2026-04-01&to=2026-06-30&compare=previous&format=csv";
    let file = api(&house, &cookie, path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let name = file.headers[header::CONTENT_DISPOSITION].to_str().expect("a name");
    assert!(name.starts_with("attachment; filename=\"bookings-2026-11-") && name.ends_with(".csv\""), "{name}");
    let wanted = [
        "\u{feff}Figure,Region,Currency,Value,Unit,Counted,Left out,\"Period before, 2026-01-01 – 2026-03-31\",Counted then,Difference,\"Change, %\",From,To",
        "Bookings,North,EUR,1500.0000,money,2,0,1000.0000,1,500.0000,50.0000,2026-04-01,2026-06-30",
        "Bookings,South,EUR,0.0000,money,0,0,400.0000,1,-400.0000,-100.0000,2026-04-01,2026-06-30",
        "Bookings,Not known,EUR,70.0000,money,1,0,0.0000,0,70.0000,,2026-04-01,2026-06-30",
        "Bookings,All,EUR,1570.0000,money,3,0,1400.0000,2,170.0000,12.1429,2026-04-01,2026-06-30",
        "",
    ];
    assert_eq!(file.body, wanted.join("\r\n"));
    // What it is narrowed to and told as of is in the file as well.
    let narrowed = "/api/v1/kpis/bookings?as_of=2026-06-29&filter=region=North&filter=region=South&format=csv";
    let narrowed = api(&house, &cookie, narrowed).await.body;
    let lines: Vec<&str> = narrowed.lines().collect();
    assert!(lines[0].ends_with(",Left out,As things stood on,Filters"), "{narrowed}");
    assert_eq!(lines[1], "Bookings,EUR,2300.0000,money,3,0,2026-06-29,\"Region: North, South\"");
    // Undivided there is one line; JSON says so by its name as well.
    let whole = api(&house, &cookie, "/api/v1/kpis/win_rate?format=csv").await.body;
    assert_eq!(whole.lines().skip(1).collect::<Vec<_>>(), ["Win rate,83.3333,%,5,6,0"]);
    let same = api(&house, &cookie, "/api/v1/kpis/win_rate?format=json").await.json();
    assert_eq!(same["figures"][0]["value"], "83.3333");
    // Stages have no line for all of it: a deal is in several.
    let stages = api(&house, &cookie, "/api/v1/kpis/stage_conversion?format=csv").await.body;
    assert!(
        stages.starts_with("\u{feff}Figure,Program,Program: id,Stage,Stage: id,Value,Unit,Of these,Counted"),
        "{stages}"
    );
    assert!(!stages.contains(",All,"), "{stages}");
}

#[tokio::test]
async fn the_pages_numbers_are_numbers_in_a_spreadsheet_and_add_up() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    let formula = "=HYPERLINK(\"http://bad.example\")";
    let create = json!({ "name": "+49 Partners", "region": formula, "program": house.programs[0] });
    let create = serde_json::from_value(create).expect("a wish");
    let partner = partner::create(&house.head, create).await.expect("a partner");
    let deal = json!({ "partner": partner, "amount": "12.5", "opened_on": "2026-05-01" });
    let deal = house.deal_with(deal).await;
    house.win(deal, "2026-05-02").await;

    for by in ["region", "partner", "month", "owner"] {
        let path = format!("/insights/export?by={by}&from=2026-04-01&to=2026-06-30&compare=previous&format=xlsx");
        let lines = sheet(&house, &path, &cookie).await;
        let [group, value, count, currency] =
            [if by == "region" { "Region" } else { "" }, "Value", "Counted", "Currency"]
                .map(|name| if name.is_empty() { 1 } else { column(&lines, name) });
        let all = |line: &&Vec<Data>| text(&line[group]) == "All";
        for metric in ["Bookings", "Won deals", "Registrations"] {
            let of = |line: &&Vec<Data>| text(&line[0]) == metric;
            let parts: f64 = lines.iter().skip(1).filter(of).filter(|l| !all(l)).map(|l| number(&l[value])).sum();
            let whole: f64 = lines.iter().skip(1).filter(of).filter(all).map(|l| number(&l[value])).sum();
            assert!((parts - whole).abs() < 1e-6, "{metric} by {by}: {parts} and {whole}");
        }
        let bookings = lines.iter().find(|l| text(&l[0]) == "Bookings" && all(l)).expect("all bookings");
        assert!((number(&bookings[value]) - 1_582.5).abs() < 1e-9);
        assert_eq!((number(&bookings[count]), text(&bookings[currency])), (4.0, "EUR".to_owned()));
    }
    let lines = sheet(&house, "/insights/export?by=region&format=xlsx", &cookie).await;
    let regions: Vec<String> = lines.iter().map(|line| text(&line[1])).collect();
    assert!(regions.contains(&format!("'{formula}")), "{regions:?}");
    assert!(regions.contains(&"Not known".to_owned()));
    let comma = house.app.get("/insights/export?by=region&format=csv", &cookie).await.body;
    assert!(comma.contains("\"'=HYPERLINK(\"\"http://bad.example\"\")\""), "{comma}");
    assert!(!comma.contains(",=") && !comma.contains(",\"="), "{comma}");
}

#[tokio::test]
async fn a_file_of_rows_has_all_of_them() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    for n in 0..203 {
        house.deal((n % 2 == 0).then_some(0), Some(n), Some("2026-01-05")).await;
    }
    let lines = sheet(&house, "/insights/rows/export?metric=open_pipeline&format=xlsx", &cookie).await;
    assert_eq!(lines.len(), 204);
    let amounts = column(&lines, "Amount");
    let sum: f64 = lines.iter().skip(1).map(|line| number(&line[amounts])).sum();
    assert!((sum - f64::from((0..203).sum::<i32>())).abs() < 1e-6, "{sum}");
    let partners = column(&lines, "Partner");
    assert_eq!(lines.iter().filter(|line| text(&line[partners]) == "Without a partner").count(), 101);
    // The same by the API, and only the ones asked for.
    let file = api(&house, &cookie, "/api/v1/kpis/open_pipeline/rows?format=csv&limit=2").await;
    assert_eq!(file.body.lines().count(), 204);
    let none = api(&house, &cookie, "/api/v1/kpis/open_pipeline/rows?format=csv&filter=partner=").await;
    assert_eq!(none.body.lines().count(), 102);
    let head = none.body.lines().next().expect("headings").to_owned();
    let wanted = "\u{feff}Number,Deal,Partner,date opened,Counted as,Amount,Currency,Deal: id,Partner: id";
    assert_eq!(head, wanted);
    let nothing = api(&house, &cookie, "/api/v1/kpis/first_answer_time/rows?format=csv").await.body;
    assert_eq!(nothing.lines().collect::<Vec<_>>().len(), 1, "{nothing}");
}

#[tokio::test]
async fn a_file_is_refused_like_the_page_and_shows_no_more_than_it() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    for (path, status) in [
        ("/api/v1/kpis/bookings?format=pdf", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/kpis/bookings?format=CSV", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/kpis/weather?format=csv", StatusCode::NOT_FOUND),
        ("/api/v1/kpis/weather/rows?format=xlsx", StatusCode::NOT_FOUND),
        ("/api/v1/kpis/bookings/rows?format=csv&filter=region", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/kpis/bookings/rows?format=csv&which=all", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/kpis/bookings?format=csv&compare=previous", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(api(&house, &cookie, path).await.status, status, "{path}");
        assert_eq!(api(&house, "", path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for (path, status) in [
        ("/insights/export", StatusCode::UNPROCESSABLE_ENTITY),
        ("/insights/export?format=doc", StatusCode::UNPROCESSABLE_ENTITY),
        ("/insights/export?format=csv&filter=segment%3Dnone", StatusCode::UNPROCESSABLE_ENTITY),
        ("/insights/export?format=csv&from=tomorrow", StatusCode::UNPROCESSABLE_ENTITY),
        ("/insights/rows/export?format=csv", StatusCode::NOT_FOUND),
        ("/insights/rows/export?format=csv&metric=..%2Fbookings", StatusCode::NOT_FOUND),
        ("/insights/rows/export?metric=bookings", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(house.app.get(path, &cookie).await.status, status, "{path}");
    }
    let own = house.app.cookie(&house.manager).await;
    for path in [
        "/insights/export?by=partner&format=csv",
        "/insights/rows/export?metric=bookings&format=csv",
        "/insights/export?by=partner&format=csv&from=2026-04-01&to=2026-06-30&compare=previous",
    ] {
        let file = house.app.get(path, &own).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.body.contains("Südwind"), "{path}: {}", file.body);
        assert!(!file.body.contains("Nordlicht") && !file.body.contains("Brightwell"), "{path}: {}", file.body);
    }
    // The links are where the numbers are, and carry what narrows them.
    let page = house.app.get("/insights?from=2026-04-01&to=2026-06-30&by=region&compare=previous", &cookie).await.body;
    let kept = "from=2026-04-01&#38;to=2026-06-30&#38;compare=previous&#38;by=region";
    for format in ["csv", "xlsx"] {
        assert!(page.contains(&format!("href=\"/insights/export?{kept}&#38;format={format}\"")), "{format}");
    }
    let rows = house.app.get("/insights/rows?metric=win_rate&which=part&filter=region%3DNorth", &cookie).await.body;
    let link = "/insights/rows/export?metric=win_rate&#38;which=part&#38;filter=region%3DNorth&#38;format=csv";
    assert!(rows.contains(&format!("href=\"{link}\"")));
    let file = house.app.get(&link.replace("&#38;", "&"), &cookie).await;
    assert_eq!(file.body.lines().count(), 4, "{}", file.body);
    let viewer = house.app.user("Vera Viewer", Role::Viewer).await;
    let seen = house.app.get("/insights/export?format=csv", &house.app.cookie(&viewer).await).await.status;
    assert_eq!(seen, StatusCode::OK);
}
