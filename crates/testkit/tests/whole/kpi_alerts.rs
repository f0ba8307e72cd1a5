//! Alerts on the figures of kept questions: told once for a crossing, by mail, from the rows the person may see on that day.

use crate::kpis::House;
use http::{Method, StatusCode};
use kernel::id::SavedQuestionId;
use kernel::time::DAY;
use kernel::{Currency, Failure, Role};
use operations::Ctx;
use operations::grow::alert::{self, Alert, ChangeAlert, Condition, SetAlert, check_alerts};
use operations::grow::dashboard;
use sea_orm::FromQueryResult;
use serde_json::json;
use storage::Sql;

/// Money or counts in ten-thousandths.
const UNIT: i64 = 10_000;

#[derive(FromQueryResult)]
struct Written {
    to_email: String,
    subject: String,
    body_text: String,
}

async fn mails(house: &House) -> Vec<Written> {
    Sql::new("SELECT to_email, subject, body_text FROM mail WHERE template = 'kpi_alert' ORDER BY id")
        .all(house.app.app.db().read())
        .await
        .expect("mails")
}

async fn keep(cx: &Ctx, name: &str, question: serde_json::Value) -> SavedQuestionId {
    let input = json!({ "name": name, "shown": "number", "shared": true, "question": question });
    let input = serde_json::from_value(input).expect("a question");
    dashboard::save_question(cx, input).await.expect("kept").id
}

fn alert(question: SavedQuestionId, condition: Condition, value: &str) -> SetAlert {
    SetAlert { question, condition, value: value.to_owned(), currency: None }
}

async fn set(cx: &Ctx, question: SavedQuestionId, condition: Condition, value: &str) -> Alert {
    alert::set(cx, alert(question, condition, value)).await.expect("set")
}

async fn look(house: &House) -> u64 {
    check_alerts(&house.app.app).await.expect("looked")
}

async fn won(house: &House, partner: usize, amount: i64, on: &str) {
    let deal = house.deal(Some(partner), Some(amount), Some("2026-09-01")).await;
    house.win(deal, on).await;
}

fn codes<T: std::fmt::Debug>(result: Result<T, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Invalid(errors)) => errors.0.iter().map(|e| format!("{} {}", e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_crossing_is_told_once_and_again_only_after_it_recovered() {
    // It is the 24th of November.
    let house = House::new().await;
    let question = keep(&house.head, "Won this month", json!({ "metric": "bookings", "period": "month" })).await;
    let made = set(&house.head, question, Condition::Above, "1000").await;
    assert_eq!((made.value, made.currency, made.last_crossing), (1_000 * UNIT, Some(Currency::EUR), None));
    assert_eq!(look(&house).await, 0, "nothing is won yet");
    won(&house, 0, 1_500, "2026-11-24").await;
    assert_eq!(look(&house).await, 0, "it was looked at today");
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 1);
    assert_eq!(look(&house).await, 0, "the job ran twice");
    let written = mails(&house).await;
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].subject, "Won this month: €1,500.00");
    let body = &written[0].body_text;
    assert!(body.contains("You wanted to be told when the figure is above €1,000.00."), "{body}");
    assert!(body.contains("When it was looked at before, it was €0.00."), "{body}");
    assert!(body.contains(&format!("http://compagnon.test/insights/questions/{question}")), "{body}");
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 0, "it is still above");
    let known = alert::list(&house.head).await.expect("alerts");
    let last = known[0].last_crossing.expect("a crossing");
    assert_eq!((known[0].crossed, last.value, last.before), (true, 1_500 * UNIT, Some(0)));
    assert_eq!(known[0].checked_on.map(|day| day.to_string()).as_deref(), Some("2026-11-26"));

    // December begins with nothing; then there is more than before.
    house.app.clock.advance(5 * DAY);
    assert_eq!(look(&house).await, 0);
    assert!(!alert::list(&house.head).await.expect("alerts")[0].crossed);
    won(&house, 0, 2_000, "2026-12-01").await;
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 1);
    assert_eq!(mails(&house).await.len(), 2);
}

#[tokio::test]
async fn a_running_month_is_compared_with_as_many_days_of_the_one_before() {
    let house = House::new().await;
    // Until 24 October 1,000, in all of October 6,000; in November 700 so far, and one of two decided deals lost.
    for (amount, on) in [(1_000, "2026-10-10"), (5_000, "2026-10-30"), (700, "2026-11-05")] {
        won(&house, 0, amount, on).await;
    }
    let lost = house.deal(Some(0), Some(10), Some("2026-09-01")).await;
    house.lose(lost, "2026-11-06").await;
    let bookings = keep(&house.head, "Bookings", json!({ "metric": "bookings", "period": "month" })).await;
    let rate = keep(&house.head, "Rate", json!({ "metric": "win_rate", "period": "month" })).await;
    for (question, condition, value) in [
        (bookings, Condition::Dropped, "30"),
        (bookings, Condition::Dropped, "30.01"),
        (bookings, Condition::Risen, "1"),
        (rate, Condition::Dropped, "50"),
        (rate, Condition::Dropped, "50.5"),
    ] {
        set(&house.head, question, condition, value).await;
    }
    assert_eq!(look(&house).await, 2);
    let written = mails(&house).await;
    let find = |name: &str| written.iter().find(|m| m.subject.starts_with(name)).expect("a mail");
    let body = &find("Bookings: €700.00").body_text;
    assert!(body.contains("dropped by 30% or more. In the period before it was €1,000.00 (−30%)."), "{body}");
    let body = &find("Rate: 50.00%").body_text;
    assert!(body.contains("dropped by 50 points or more. In the period before it was 100.00% (−50 points)."), "{body}");

    // What is open, against the end of the month before: 4 then (two of them decided since), 5 now.
    let open = keep(&house.head, "Open", json!({ "metric": "open_count", "period": "month" })).await;
    set(&house.head, open, Condition::Risen, "25").await;
    set(&house.head, open, Condition::Risen, "25.01").await;
    for opened in ["2026-10-01", "2026-10-31", "2026-11-01", "2026-11-02", "2026-11-24"] {
        house.deal(Some(0), Some(1), Some(opened)).await;
    }
    assert_eq!(look(&house).await, 1);
}

#[tokio::test]
async fn each_person_hears_of_their_own_rows_and_who_may_not_come_in_hears_nothing() {
    let house = House::new().await;
    let shared = keep(&house.head, "Ours", json!({ "metric": "bookings", "period": "month" })).await;
    // Ines manages Südwind and sees nothing of Nordlicht.
    set(&house.head, shared, Condition::Above, "100").await;
    set(&house.manager, shared, Condition::Above, "100").await;
    won(&house, 0, 5_000, "2026-11-20").await;
    assert_eq!(look(&house).await, 1);
    assert_eq!(mails(&house).await[0].to_email, "maria.kowalski@vendor.example");
    won(&house, 1, 200, "2026-11-21").await;
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 1);
    let hers = mails(&house).await.pop().expect("a mail");
    assert_eq!((hers.to_email.as_str(), hers.subject.as_str()), ("ines.hoffmann@vendor.example", "Ours: €200.00"));
    assert!(!hers.body_text.contains("5,"), "{}", hers.body_text);

    // A third person is let out of the house before the next look.
    let otto = house.app.user("Otto Lang", Role::HeadOfPartnerships).await;
    set(&otto, shared, Condition::Above, "100").await;
    Sql::new("UPDATE app_user SET active = FALSE WHERE id = ")
        .bind(otto.actor.user().expect("a person").id)
        .execute(house.app.app.db().writer())
        .await
        .expect("let out");
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 0);

    // Nobody touches another's alert, and with the question its alerts are gone.
    let id = alert::list(&house.manager).await.expect("hers")[0].id;
    assert!(matches!(alert::remove(&house.head, id).await, Err(Failure::NotFound)));
    let pause = ChangeAlert { paused: Some(true) };
    assert!(matches!(alert::change(&house.head, id, pause).await, Err(Failure::NotFound)));
    dashboard::remove_question(&house.head, shared).await.expect("removed");
    assert_eq!(alert::list(&house.manager).await.expect("hers"), []);
}

#[tokio::test]
async fn what_is_not_known_or_paused_tells_nothing() {
    let house = House::new().await;
    let rate = keep(&house.head, "Rate", json!({ "metric": "win_rate", "period": "month" })).await;
    set(&house.head, rate, Condition::Below, "50").await;
    assert_eq!(look(&house).await, 0, "nothing was decided this month");
    assert!(!alert::list(&house.head).await.expect("alerts")[0].crossed);
    let lost = house.deal(Some(0), Some(10), Some("2026-11-01")).await;
    house.lose(lost, "2026-11-06").await;
    let id = alert::list(&house.head).await.expect("alerts")[0].id;
    alert::change(&house.head, id, ChangeAlert { paused: Some(true) }).await.expect("paused");
    house.app.clock.advance(DAY);
    assert_eq!(look(&house).await, 0, "it is paused");
    alert::change(&house.head, id, ChangeAlert { paused: Some(false) }).await.expect("resumed");
    assert_eq!(look(&house).await, 1);
    let body = mails(&house).await.remove(0).body_text;
    assert!(body.contains("It was looked at for the first time."), "{body}");

    let refuse = async |input: SetAlert| codes(alert::set(&house.head, input).await);
    let ever = keep(&house.head, "Ever", json!({ "metric": "bookings" })).await;
    assert_eq!(refuse(alert(ever, Condition::Risen, "5")).await, ["condition alert_needs_period"]);
    let dated = json!({ "metric": "open_count", "period": "month", "as_of": "2026-01-31" });
    let fixed = keep(&house.head, "Fixed", dated).await;
    assert_eq!(refuse(alert(fixed, Condition::Risen, "5")).await, ["condition alert_fixed_day"]);
    assert_eq!(refuse(alert(rate, Condition::Risen, "0")).await, ["value not_positive"]);
    assert_eq!(refuse(alert(rate, Condition::Above, "much")).await, ["value not_a_number"]);
    let money = SetAlert { currency: Some(Currency::EUR), ..alert(rate, Condition::Above, "5") };
    assert_eq!(refuse(money).await, ["currency not_money"]);
    let input = json!({ "name": "Map", "shown": "portfolio_map", "question": {} });
    let map = dashboard::save_question(&house.head, serde_json::from_value(input).expect("a map")).await;
    assert_eq!(refuse(alert(map.expect("kept").id, Condition::Above, "5")).await, ["question alert_not_for"]);
}

#[tokio::test]
async fn page_and_api_set_show_pause_and_remove_alerts() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let question = keep(&house.head, "Won", json!({ "metric": "bookings", "period": "month" })).await;
    let path = format!("/insights/questions/{question}");
    let alerts = format!("{path}/alerts");
    let wrong = house.app.post(&alerts, &cookie, &[("condition", "above"), ("value", "a lot")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-value-error") && wrong.body.contains("value=\"a lot\""), "{}", wrong.body);
    let set = house.app.post(&alerts, &cookie, &[("condition", "above"), ("value", "1,000")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let page = house.app.get(&path, &cookie).await.body;
    assert!(
        page.contains("Tells you when the figure is above €1,000.00") && page.contains("Nothing told yet"),
        "{page}"
    );
    won(&house, 0, 1_500, "2026-11-24").await;
    assert_eq!(look(&house).await, 1);
    let page = house.app.get(&path, &cookie).await.body;
    assert!(page.contains("Last told on") && page.contains(": €1,500.00"), "{page}");
    let list = house.app.get("/insights/questions", &cookie).await.body;
    assert!(list.contains("1 alert"), "{list}");

    // Times are typed in hours and kept in seconds.
    let times = keep(&house.head, "Times", json!({ "metric": "first_answer_time", "period": "month" })).await;
    let form = [("condition", "above"), ("value", "1.5")];
    house.app.post(&format!("/insights/questions/{times}/alerts"), &cookie, &form).await;
    let api = async |method: Method, path: &str, body: Option<serde_json::Value>| {
        house.app.api(method, path, &cookie, body).await
    };
    let listed = api(Method::GET, "/api/v1/kpi-alerts", None).await.json();
    assert_eq!(listed["items"][0]["question_name"], "Times");
    assert_eq!(listed["items"][0]["value"], "5400.0000");
    assert_eq!(listed["items"][1]["last_crossing"]["value"], "1500.0000");
    let body = json!({ "question": question, "condition": "dropped", "value": "12.5" });
    let made = api(Method::POST, "/api/v1/kpi-alerts", Some(body)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let one = format!("/api/v1/kpi-alerts/{id}");
    let paused = api(Method::PATCH, &one, Some(json!({ "paused": true }))).await.json();
    assert_eq!((&paused["paused"], &paused["value"]), (&json!(true), &json!("12.5000")));
    assert_eq!(
        house.app.post(&format!("/insights/alerts/{id}/resume"), &cookie, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let foreign = house.app.cookie(&house.manager).await;
    assert_eq!(
        house.app.post(&format!("/insights/alerts/{id}/pause"), &foreign, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.app.post(&format!("/insights/alerts/{id}/remove"), &cookie, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(api(Method::DELETE, &one, None).await.status, StatusCode::NOT_FOUND);
}
