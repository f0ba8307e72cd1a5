//! Amounts in one currency: rates taken from the bank's file, exchanged day by day, with what went in and what could not.

use crate::kpis::{House, question};
use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use kernel::{Currency, Failure, PageRequest, Role};
use operations::grow::exchange_rate::{self, Taken};
use operations::grow::kpi::{self, Answer, Dimension, Question, Which};

use serde_json::json;

/// Money in ten-thousandths.
const UNIT: i64 = 10_000;

/// A Thursday, a Friday, and the Monday after on which the kuna was gone.
const FILE: &str = "Date,USD,JPY,HRK,\n2023-01-02,1.0683,140.66,N/A,\n2022-12-30,1.0666,140.66,7.5365,\n2022-12-29,1.0649,142.24,7.5365,\n";

async fn with_rates() -> House {
    let house = House::new().await;
    exchange_rate::import(&house.head, FILE.as_bytes()).await.expect("taken");
    house
}

async fn won(house: &House, amount: &str, currency: &str, on: &str) {
    let deal = house
        .deal_with(
            json!({ "partner": house.partner(0), "amount": amount, "currency": currency, "opened_on": "2022-12-01" }),
        )
        .await;
    house.win(deal, on).await;
}

fn into(currency: &str, question: Question) -> Question {
    Question { currency: Some(currency.to_owned()), ..question }
}

/// Keys, value, count, left out.
fn told(answer: &Answer) -> Vec<(String, Option<i64>, i64, i64)> {
    let key = |f: &kpi::Figure| f.group.iter().map(|g| g.key.clone()).collect::<Vec<_>>().join(" / ");
    answer.figures.iter().map(|f| (key(f), f.value, f.count, f.excluded)).collect()
}

/// Currency, count, amount, exchanged.
fn originals(figure: &kpi::Figure) -> Vec<(String, i64, i64, Option<i64>)> {
    figure.originals.iter().map(|o| (o.currency.to_string(), o.count, o.amount, o.exchanged)).collect()
}

#[tokio::test]
async fn the_banks_file_is_taken_once_and_again_changes_nothing() {
    let house = House::new().await;
    let take = async |file: &str| exchange_rate::import(&house.head, file.as_bytes()).await;
    let date = |text: &str| Some(text.parse().expect("a date"));
    let whole = Taken {
        days: 3,
        currencies: 3,
        rates: 8,
        new: 8,
        changed: 0,
        unchanged: 0,
        without: 1,
        first: date("2022-12-29"),
        last: date("2023-01-02"),
    };
    assert_eq!(take(FILE).await.expect("taken"), whole);
    assert_eq!(take(FILE).await.expect("taken"), Taken { new: 0, unchanged: 8, ..whole.clone() });
    let corrected = "Date,USD\n2023-01-03,1.0545\n2023-01-02,1.07\n";
    let taken = take(corrected).await.expect("taken");
    assert_eq!((taken.new, taken.changed, taken.unchanged, taken.rates), (1, 1, 0, 2));
    // A file with a wrong line leaves everything as it was.
    let wrong = take("Date,USD\n2023-01-05,1.2\n2023-01-04,one\n").await;
    assert!(matches!(&wrong, Err(Failure::Invalid(errors)) if errors.0[0].code == "rates_line"), "{wrong:?}");
    let none = take("Date,USD\n2023-01-05,N/A\n").await;
    assert!(matches!(&none, Err(Failure::Invalid(errors)) if errors.0[0].code == "rates_none"), "{none:?}");
    let kept = exchange_rate::list(&house.head).await.expect("rates");
    assert_eq!(kept.last, date("2023-01-03"));
    let usd = kept.currencies.iter().find(|c| c.currency == Currency::USD).expect("dollars");
    assert_eq!((usd.units.as_str(), usd.days, Some(usd.first)), ("1.054500", 4, date("2022-12-29")));
    let viewer = house.app.user("Vera", Role::Viewer).await;
    assert!(matches!(exchange_rate::import(&viewer, FILE.as_bytes()).await, Err(Failure::Forbidden)));
}

#[tokio::test]
async fn each_amount_is_exchanged_at_the_rate_of_its_own_day_and_originals_are_told() {
    let house = with_rates().await;
    won(&house, "1000", "EUR", "2022-12-30").await;
    won(&house, "100", "USD", "2022-12-30").await;
    // New Year's Eve and New Year's Day were a week-end: the rate of Friday.
    won(&house, "100", "USD", "2023-01-01").await;
    won(&house, "100", "USD", "2023-01-02").await;
    won(&house, "753.65", "HRK", "2022-12-31").await;
    // The kuna was gone, and before the first rate there is none.
    won(&house, "50", "HRK", "2023-01-02").await;
    won(&house, "7", "USD", "2022-12-28").await;
    let no_amount = house.deal_with(json!({ "opened_on": "2022-12-29" })).await;
    house.win(no_amount, "2023-01-02").await;

    let plain = house.ask(&house.head, "bookings", &[], &[]).await;
    assert_eq!(plain.figures.len(), 3, "without the question each currency stays its own");
    assert!(plain.figures.iter().all(|f| f.originals.is_empty()));

    let ask = async |question: Question| kpi::answer(&house.head, &question).await.expect("an answer");
    let euros = ask(into("EUR", question("bookings", &[], &[]))).await;
    // 100/1.0666 = 93.755859…, twice; 100/1.0683 = 93.606665…; 753.65/7.5365 = 100.
    let dollars = 2 * 937_559 + 936_067;
    assert_eq!(told(&euros), [(String::new(), Some(1_000 * UNIT + dollars + 100 * UNIT), 5, 3)]);
    assert_eq!(euros.figures[0].currency, Some(Currency::EUR));
    let wanted = [
        ("EUR", 1, 1_000 * UNIT, Some(1_000 * UNIT)),
        ("HRK", 1, 50 * UNIT, None),
        ("HRK", 1, 7_536_500, Some(100 * UNIT)),
        ("USD", 1, 7 * UNIT, None),
        ("USD", 3, 300 * UNIT, Some(dollars)),
    ];
    assert_eq!(originals(&euros.figures[0]), wanted.map(|(c, n, a, e)| (c.to_owned(), n, a, e)));

    // Through the euro: 1000 × 1.0666; 100 stays; 753.65 / 7.5365 × 1.0666.
    let dollars = ask(into("usd", question("bookings", &[], &[]))).await;
    assert_eq!(dollars.figures[0].value, Some(10_666_000 + 300 * UNIT + 7 * UNIT + 1_066_600));
    assert_eq!((dollars.figures[0].count, dollars.figures[0].excluded), (6, 2));

    let months = ask(into("EUR", question("bookings", &["month"], &[]))).await;
    let wanted =
        [("2022-12", Some(1_000 * UNIT + 937_559 + 100 * UNIT), 3, 1), ("2023-01", Some(937_559 + 936_067), 2, 2)];
    assert_eq!(told(&months), wanted.map(|(k, v, n, x)| (k.to_owned(), v, n, x)));
    let own = ask(into("EUR", question("bookings", &["currency"], &["currency=USD"]))).await;
    assert_eq!(told(&own), [("USD".to_owned(), Some(2 * 937_559 + 936_067), 3, 1)]);
    let average = ask(into("EUR", question("average_deal", &[], &["currency=USD"]))).await;
    assert_eq!(average.figures[0].value, Some((2 * 937_559 + 936_067 + 1) / 3));

    let beside = Question {
        from: Some("2023-01-01".to_owned()),
        to: Some("2023-01-31".to_owned()),
        compare: Some("previous".to_owned()),
        ..into("EUR", question("bookings", &[], &[]))
    };
    let beside = ask(beside).await;
    let then = beside.figures[0].earlier.as_ref().expect("then");
    assert_eq!((beside.figures[0].value, then.value), (Some(1_873_626), Some(1_100 * UNIT + 937_559)));

    for (metric, currency, code) in [("win_rate", "EUR", "not_money"), ("bookings", "EURO", "currency_invalid")] {
        match kpi::answer(&house.head, &into(currency, question(metric, &[], &[]))).await {
            Err(Failure::Invalid(errors)) => assert_eq!(
                (errors.0[0].field.to_string(), errors.0[0].code.to_string()),
                ("currency".to_owned(), code.to_owned())
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn exchanged_figures_open_to_rows_that_add_up_and_parts_add_up_to_the_whole() {
    let house = with_rates().await;
    for (at, on) in ["2022-12-29", "2022-12-30", "2023-01-01", "2023-01-02", "2022-12-01"].iter().enumerate() {
        for (currency, cents) in [("USD", 3_333), ("JPY", 1), ("HRK", 77), ("EUR", 5)] {
            // Thirds and sevenths, so that rounding each part alone would not add up.
            let lines = json!([
                { "product": house.product(0), "amount": format!("{}.{:04}", 10 + at, cents) },
                { "product": house.product(1), "amount": "0.0007" },
                { "product": house.product(0), "amount": "0.3333" },
                { "product_name": "Something else", "amount": "1.1111" },
            ]);
            let deal = house
                .deal_with(json!({ "partner": house.partner(at % 3), "lines": lines, "currency": currency, "opened_on": "2022-12-01" }))
                .await;
            if at != 4 {
                house.win(deal, on).await;
            }
        }
    }
    let page = PageRequest { limit: Some(200), after: None };
    let names: Vec<String> = kpi::DIMENSIONS.iter().map(ToString::to_string).collect();
    for metric in ["bookings", "open_pipeline"] {
        for currency in ["EUR", "USD"] {
            for name in &names {
                let asked = into(currency, question(metric, &[name], &[]));
                let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
                let parts: i64 = answer.figures.iter().filter_map(|f| f.value).sum();
                let whole: i64 = answer.totals.iter().filter_map(|f| f.value).sum();
                assert_eq!(parts, whole, "{metric} in {currency} by {name}");
                for figure in &answer.figures {
                    let filters: Vec<String> =
                        figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
                    let filters: Vec<&str> = filters.iter().map(String::as_str).collect();
                    let asked = into(currency, question(metric, &[], &filters));
                    let rows = kpi::rows(&house.head, &asked, Which::Counted, &page).await.expect("rows").page.items;
                    let sum: i64 = rows.iter().map(|r| r.exchanged.expect("a rate").amount).sum();
                    assert_eq!(
                        ((figure.count > 0 || figure.excluded == 0).then_some(sum), rows.len() as i64),
                        (figure.value, figure.count),
                        "{metric} {currency} {filters:?}"
                    );
                    let out = kpi::rows(&house.head, &asked, Which::Excluded, &page).await.expect("rows").page.items;
                    assert_eq!(out.len() as i64, figure.excluded, "{metric} {currency} {filters:?}");
                    assert!(out.iter().all(|r| r.exchanged.is_none()));
                    let told: i64 = figure.originals.iter().map(|o| o.exchanged.unwrap_or(0)).sum();
                    assert_eq!(told, figure.value.unwrap_or(0));
                }
            }
        }
    }
    let by_product =
        kpi::answer(&house.head, &into("EUR", question("bookings", &["product"], &[]))).await.expect("an answer");
    let of = |name: &str| by_product.figures.iter().find(|f| f.group[0].label == name).map(|f| f.count);
    assert_eq!(
        of("Mountain-200"),
        Some(15),
        "sixteen deals won, one in kuna after its end; two lines of one product are one deal"
    );
    assert!(by_product.figures[0].group[0].dimension == Dimension::Product);
}

#[tokio::test]
async fn page_and_api_take_rates_and_show_one_currency() {
    let house = House::new().await;
    won(&house, "100", "USD", "2022-12-30").await;
    won(&house, "5", "HRK", "2023-01-02").await;
    let cookie = house.app.cookie(&house.head).await;
    let post = async |file: &str| {
        let body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rates.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--edge--\r\n"
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri("/settings/exchange-rates")
            .header(header::HOST, "compagnon.test")
            .header(header::COOKIE, &cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body))
            .expect("a request");
        house.app.send(request).await
    };
    let empty = house.app.get("/settings/exchange-rates", &cookie).await;
    assert!(empty.status == StatusCode::OK && empty.body.contains("There are no rates yet"));
    let wrong = post("Day,USD\n").await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("f-file-error"), "{}", wrong.body);
    assert_eq!(post(FILE).await.status, StatusCode::SEE_OTHER);
    let page = house.app.get("/settings/exchange-rates", &cookie).await.body;
    assert!(page.contains("HRK") && page.contains("No rates any more") && page.contains("7.5365"), "{page}");

    let api = async |method: Method, path: &str, body: Option<serde_json::Value>| {
        house.app.api(method, path, &cookie, body).await
    };
    let again = api(Method::POST, "/api/v1/exchange-rates", Some(json!({ "csv": FILE }))).await;
    assert_eq!((again.json()["new"].as_u64(), again.json()["unchanged"].as_u64()), (Some(0), Some(8)));
    let refused = api(Method::POST, "/api/v1/exchange-rates", Some(json!({ "csv": "Date,USD\n2023-01-01,x\n" }))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = api(Method::GET, "/api/v1/exchange-rates", None).await.json();
    assert_eq!((kept["last"].as_str(), kept["items"].as_array().map(Vec::len)), (Some("2023-01-02"), Some(3)));

    let answer = api(Method::GET, "/api/v1/kpis/bookings?currency=EUR", None).await.json();
    assert_eq!((answer["currency"].as_str(), answer["figures"][0]["value"].as_str()), (Some("EUR"), Some("93.7559")));
    let wanted = json!([
        { "currency": "HRK", "count": 1, "amount": "5.0000", "exchanged": null },
        { "currency": "USD", "count": 1, "amount": "100.0000", "exchanged": "93.7559" },
    ]);
    assert_eq!(answer["figures"][0]["originals"], wanted);
    let rows = api(Method::GET, "/api/v1/kpis/bookings/rows?currency=EUR", None).await.json();
    assert_eq!(rows["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (rows["items"][0]["amount"].as_str(), rows["items"][0]["exchanged"].as_str()),
        (Some("100.0000"), Some("93.7559"))
    );
    let out = api(Method::GET, "/api/v1/kpis/bookings/rows?currency=EUR&which=excluded", None).await.json();
    assert_eq!(out["items"][0]["counted_as"], "unrated");
    let file = api(Method::GET, "/api/v1/kpis/bookings?currency=EUR&format=csv", None).await.body;
    assert!(file.contains("93.7559") && file.contains("no rate for HRK"), "{file}");

    let page = house.app.get("/insights", &cookie).await.body;
    assert!(page.contains("<option value=\"EUR\"") && page.contains("US$100") || page.contains("$100"), "{page}");
    let page = house.app.get("/insights?currency=EUR", &cookie).await.body;
    assert!(page.contains("€93.76") && page.contains("no rate for HRK") && page.contains("currency=EUR&"), "{page}");
    let rows = house.app.get("/insights/rows?metric=bookings&currency=EUR", &cookie).await;
    assert!(
        rows.status == StatusCode::OK && rows.body.contains("In EUR") && rows.body.contains("€93.76"),
        "{}",
        rows.body
    );
    assert_eq!(house.app.get("/insights?currency=moon", &cookie).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
