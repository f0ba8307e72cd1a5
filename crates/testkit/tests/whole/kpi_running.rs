//! Periods that are still running, and stretches of time that are not whole: operation, API, page, file.

use crate::kpis::{House, question};
use http::{Method, StatusCode};
use kernel::Locale;
use operations::grow::kpi::{self, EarlierFigure, Question, Running};
use serde_json::{Value, json};
use storage::Sql;

/// Money or counts in ten-thousandths.
const UNIT: i64 = 10_000;

/// One deal won each month from December 2025 on but in January to June, one lost in August; it is noon on 30 November 2026.
async fn late_in_november() -> House {
    let house = House::new().await;
    house.app.clock.set("2026-11-30T11:00:00Z".parse().expect("a moment"));
    for on in ["2025-12-10", "2026-07-10", "2026-08-10", "2026-09-10", "2026-10-05", "2026-11-05"] {
        let deal = house.deal(Some(0), Some(100), Some("2025-11-01")).await;
        house.win(deal, on).await;
    }
    let lost = house.deal(Some(0), Some(10), Some("2025-11-01")).await;
    house.lose(lost, "2026-08-11").await;
    house
}

fn quarter(metric: &str, by: &[&str], as_of: Option<&str>) -> Question {
    Question {
        from: Some("2026-10-01".to_owned()),
        to: Some("2026-12-31".to_owned()),
        as_of: as_of.map(str::to_owned),
        compare: Some("previous".to_owned()),
        ..question(metric, by, &[])
    }
}

async fn then(house: &House, asked: Question) -> Vec<EarlierFigure> {
    let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
    answer.figures.into_iter().map(|f| f.earlier.expect("then")).collect()
}

async fn json(house: &House, path: &str) -> Value {
    let cookie = house.app.cookie(&house.head).await;
    house.app.api(Method::GET, path, &cookie, None).await.json()
}

#[tokio::test]
async fn a_running_quarter_is_told_by_its_days_and_only_ratios_keep_their_change() {
    let house = late_in_november().await;
    let so_far = Some(Running { days: 61, of: 92 });
    for metric in ["won_count", "bookings"] {
        let found = then(&house, quarter(metric, &[], None)).await.remove(0);
        assert_eq!((found.count, found.difference, found.change, found.running), (3, None, None, so_far), "{metric}");
    }
    // Two of two won, beside three of four.
    let rate = then(&house, quarter("win_rate", &[], None)).await.remove(0);
    assert_eq!((rate.value, rate.difference, rate.running), (Some(75 * UNIT), Some(25 * UNIT), so_far));
    assert_eq!(so_far.map(|r| r.text(Locale::De)).as_deref(), Some("nach 61 von 92 Tagen"));
    // October and November are over, so each stands beside a whole month; December has not begun.
    let months = then(&house, quarter("won_count", &["month"], None)).await;
    let told: Vec<_> = months.iter().map(|m| (m.group[0].key.as_str(), m.difference, m.running)).collect();
    let december = Some(Running { days: 0, of: 31 });
    assert_eq!(told, [("2026-07", Some(0), None), ("2026-08", Some(0), None), ("2026-09", None, december)]);
    let month = Question { filters: vec!["month=2026-10".to_owned()], ..quarter("won_count", &[], None) };
    assert_eq!(then(&house, month).await[0].running, None, "only October was asked for");
    // On the last day it is over; as things stood on a day it runs until then.
    house.app.clock.set("2026-12-31T11:00:00Z".parse().expect("a moment"));
    let last = then(&house, quarter("won_count", &[], None)).await.remove(0);
    assert_eq!((last.change, last.running), (Some(-333_333), None));
    let october = then(&house, quarter("won_count", &[], Some("2026-10-31"))).await.remove(0);
    assert_eq!((october.change, october.running), (None, Some(Running { days: 31, of: 92 })));
}

#[tokio::test]
async fn api_page_and_file_say_how_far_the_period_has_run() {
    let house = late_in_november().await;
    let asked = "from=2026-10-01&to=2026-12-31&compare=previous";
    let answer = json(&house, &format!("/api/v1/kpis/won_count?{asked}")).await;
    assert_eq!(answer["earlier"]["running"], json!({ "days": 61, "of": 92 }));
    let then = &answer["figures"][0]["earlier"];
    assert_eq!((&then["change_percent"], &then["difference"]), (&Value::Null, &Value::Null));
    assert_eq!(then["running"], json!({ "days": 61, "of": 92 }));
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?period=quarter&compare=previous", &cookie).await.body;
    assert!(page.contains("after 61 of 92 days"), "{page}");
    assert!(page.contains("3 in the whole period before") && page.contains("€300.00 in the whole period before"));
    assert!(!page.contains("−33"), "two of three are no drop by a third");
    assert!(page.contains("+25.00 points") && page.contains("still running, after 61 of 92 days"), "the win rate");
    let path = format!("/api/v1/kpis/won_count?{asked}&format=csv");
    let file = house.app.api(Method::GET, &path, &cookie, None).await.body;
    assert!(file.contains(",Still running") && file.contains(",after 61 of 92 days"), "{file}");
}

#[tokio::test]
async fn a_quarter_of_which_only_december_is_counted_says_so() {
    let house = late_in_november().await;
    let asked = "by=quarter&from=2025-12-01&to=2026-11-30";
    let answer = json(&house, &format!("/api/v1/kpis/won_count?{asked}")).await;
    let told: Vec<_> = answer["figures"]
        .as_array()
        .expect("figures")
        .iter()
        .map(|f| (&f["group"][0]["key"], &f["group"][0]["covered"]))
        .collect();
    let december = json!({ "from": "2025-12-01", "to": "2025-12-31" });
    let so_far = json!({ "from": "2026-10-01", "to": "2026-11-30" });
    let wanted = [(json!("2025-Q4"), december), (json!("2026-Q3"), Value::Null), (json!("2026-Q4"), so_far)];
    assert_eq!(told, wanted.iter().map(|(key, covered)| (key, covered)).collect::<Vec<_>>());
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?period=12-months&by=quarter", &cookie).await.body;
    assert!(page.contains("2025-Q4 (only 1 Dec 2025 to 31 Dec 2025)"), "{page}");
    assert!(page.contains("2026-Q4 (only 1 Oct 2026 to 30 Nov 2026)") && !page.contains("2026-Q3 ("));
    let path = format!("/api/v1/kpis/won_count?{asked}&format=csv");
    let file = house.app.api(Method::GET, &path, &cookie, None).await.body;
    assert!(file.contains("Quarter,Quarter: days covered,"), "{file}");
    assert!(file.contains("2025-Q4,2025-12-01 – 2025-12-31,") && file.contains("2026-Q3,,"), "{file}");
    // A month on its last day is whole.
    let months = json(&house, "/api/v1/kpis/won_count?by=month").await;
    assert!(months["figures"].as_array().expect("figures").iter().all(|f| f["group"][0]["covered"].is_null()));
}

#[tokio::test]
async fn what_is_still_to_come_and_what_there_is_not_is_said_by_page_and_api() {
    let house = late_in_november().await;
    let cookie = house.app.cookie(&house.head).await;
    for (asked, says) in [
        ("as_of=2027-06-01", "This date is still to come."),
        ("currency=XYZ", "There is no currency with this code."),
        ("by=nonsense", "You can use: partner, segment, program"),
    ] {
        let page = house.app.get(&format!("/insights?{asked}"), &cookie).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        assert!(page.body.contains(says), "{asked}: {}", page.body);
        let path = format!("/api/v1/kpis/bookings?{asked}");
        let answer = house.app.api(Method::GET, &path, &cookie, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        assert!(answer.body.contains(says), "{asked}: {}", answer.body);
    }
    let kept =
        json!({ "name": "Ahead", "shown": "number", "question": { "metric": "bookings", "as_of": "2027-06-01" } });
    let refused = house.app.api(Method::POST, "/api/v1/saved-questions", &cookie, Some(kept)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.body.contains("question.as_of") && refused.body.contains("date_in_future"), "{}", refused.body);
    // Today is not ahead.
    let today = house.app.get("/insights?as_of=2026-11-30", &cookie).await;
    assert_eq!(today.status, StatusCode::OK);
}

#[tokio::test]
async fn a_chart_is_described_in_the_language_of_the_page_and_its_picture_says_of_which_days_it_is() {
    let house = late_in_november().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?period=12-months", &cookie).await.body;
    // December, and July to November: six months in which something was won.
    assert!(page.contains("\"label\":\"Bookings: 6 values, the largest is €100.00 ("), "{page}");
    assert!(page.contains("data-note=\"1 Dec 2025 to 30 Nov 2026, as things stood on 30 Nov 2026\""), "{page}");
    Sql::new("UPDATE app_user SET locale = 'de'").execute(house.app.app.db().writer()).await.expect("German");
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?period=quarter&compare=previous", &cookie).await.body;
    assert!(page.contains(": 2 Werte, der größte ist 100,00"), "{page}");
    assert!(page.contains("nach 61 von 92 Tagen") && page.contains("3 im ganzen Zeitraum davor"), "{page}");
}
