//! The figures of the week by mail: of one's own rows, once, in one's own language, and switched off with one click.

use crate::kpis::House;
use http::{Method, StatusCode};
use kernel::time::{DAY, HOUR};
use kernel::{Currency, Failure, Role};
use operations::grow::dashboard;
use operations::grow::kpi_digest::{self, ChooseDashboard, my_digest, write_digests};
use operations::grow::target::{self, SetTarget};
use sea_orm::FromQueryResult;
use serde_json::json;
use storage::Sql;

#[derive(FromQueryResult)]
struct Written {
    to_email: String,
    subject: String,
    body_text: String,
    unsubscribe_url: Option<String>,
}

async fn mails(house: &House) -> Vec<Written> {
    Sql::new("SELECT to_email, subject, body_text, unsubscribe_url FROM mail WHERE template = 'kpi_digest' ORDER BY id")
        .all(house.app.app.db().read())
        .await
        .expect("mails")
}

async fn write(house: &House) -> u64 {
    write_digests(&house.app.app).await.expect("looked")
}

/// From Tuesday the 24th of November, 10:00 in Berlin, to Monday the 30th, 10:00: last week is the 23rd to the 29th.
fn to_monday(house: &House) {
    house.app.clock.advance(6 * DAY);
}

/// Nordlicht won 1,000 in the week from the 16th and 300 in the one from the 23rd, Südwind 40 in that one.
async fn house() -> House {
    let house = House::new().await;
    for (partner, amount, on) in [(0, 1_000, "2026-11-18"), (0, 300, "2026-11-23"), (1, 40, "2026-11-24")] {
        let deal = house.deal(Some(partner), Some(amount), Some("2026-10-01")).await;
        house.win(deal, on).await;
    }
    house
}

#[tokio::test]
async fn on_monday_each_reads_their_own_figures_once_beside_the_week_before_and_the_target() {
    let house = house().await;
    let target = SetTarget {
        metric: "bookings".to_owned(),
        period: "2026-Q4".to_owned(),
        value: "2680".to_owned(),
        currency: Some(Currency::EUR),
        ..SetTarget::default()
    };
    target::set(&house.head, target).await.expect("a target");
    house.app.user("Vera View", Role::Viewer).await;
    house.app.clock.advance(3 * DAY);
    assert_eq!(write(&house).await, 0, "a Friday: too late for this week");
    house.app.clock.advance(3 * DAY);
    assert_eq!(write(&house).await, 2, "a viewer has chosen no dashboard");
    assert_eq!(write(&house).await, 0, "the job ran twice");
    let forget = Sql::new("DELETE FROM setting WHERE key = 'kpi_digest.week'");
    forget.execute(house.app.app.db().writer()).await.expect("forgotten");
    write(&house).await;
    let written = mails(&house).await;
    assert_eq!(written.len(), 2, "a mail is written once whatever the job remembers");
    let body = |who: &str| written.iter().find(|m| m.to_email.starts_with(who)).expect("a mail");
    let head = body("maria");
    assert_eq!(head.subject, "Your figures of the week: 23 Nov 2026 to 29 Nov 2026");
    let text = &head.body_text;
    assert!(text.contains("Bookings, This quarter: €1,340.00"), "{text}");
    assert!(text.contains("Target €2,680.00: 50%"), "{text}");
    assert!(text.contains("Last week €340.00, the week before €1,000.00"), "{text}");
    // What was won last week was open a week earlier; nobody signed, so there is no time to first revenue.
    assert!(text.contains("At the end of last week €0.00, a week earlier €340.00"), "{text}");
    assert!(text.contains("no figure"), "{text}");
    assert!(text.contains("/dashboards/head_of_partnerships"), "{text}");
    assert!(text.contains("are no single figure"), "{text}");
    // Ines sees Südwind only: neither what Nordlicht won, nor the target of everything.
    let hers = &body("ines").body_text;
    assert!(hers.contains("Last week €40.00, the week before €0.00"), "{hers}");
    assert!(!hers.contains("1,340") && !hers.contains("340.00") && !hers.contains("Target"), "{hers}");
    house.app.clock.advance(7 * DAY);
    assert_eq!(write(&house).await, 2, "the next week has its own");
}

#[tokio::test]
async fn one_chooses_the_dashboard_and_reads_it_in_one_s_own_language() {
    let house = house().await;
    let vera = house.app.user("Vera View", Role::Viewer).await;
    Sql::new("UPDATE app_user SET locale = 'de' WHERE id = ")
        .bind(vera.actor.user().expect("a person").id)
        .execute(house.app.app.db().writer())
        .await
        .expect("German");
    let cookie = house.app.cookie(&vera).await;
    let api = async |method: Method, body: Option<serde_json::Value>| {
        house.app.api(method, "/api/v1/me/kpi-digest", &cookie, body).await
    };
    assert_eq!(api(Method::GET, None).await.json()["digest"], json!(null));
    let private = dashboard::create(&house.head, serde_json::from_value(json!({ "name": "Mine" })).expect("one"));
    let private = private.await.expect("made").listed.id;
    let wrong = api(Method::PUT, Some(json!({ "dashboard": private }))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "another's private one: {}", wrong.body);
    let own = dashboard::create(&vera, serde_json::from_value(json!({ "name": "Wochenblick" })).expect("one")).await;
    let own = own.expect("made").listed.id;
    for question in [
        json!({ "metric": "bookings", "period": "month" }),
        json!({ "metric": "won_count", "period": "year" }),
        json!({ "metric": "first_answer_time", "period": "year" }),
    ] {
        let tile = json!({ "shown": "number", "question": question });
        dashboard::add_tile(&vera, &own, serde_json::from_value(tile).expect("a tile")).await.expect("added");
    }
    let set = api(Method::PUT, Some(json!({ "dashboard": own }))).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.body);
    to_monday(&house);
    let now = api(Method::GET, None).await.json();
    let figures = now["digest"]["figures"].as_array().expect("figures").clone();
    assert_eq!(figures.len(), 3);
    assert_eq!((&figures[1]["value"], &figures[1]["last_week"]), (&json!("3"), &json!("2")));
    assert_eq!((&figures[2]["value"], &figures[2]["last_week"]), (&json!(null), &json!(null)));
    assert_eq!(write(&house).await, 3);
    let written = mails(&house).await;
    let hers = written.iter().find(|m| m.to_email.starts_with("vera")).expect("a mail");
    assert!(hers.subject.starts_with("Ihre Zahlen der Woche"), "{}", hers.subject);
    let text = &hers.body_text;
    assert!(
        text.contains("Wochenblick") && text.contains("Letzte Woche 340,00\u{a0}€, in der Woche davor 1.000,00\u{a0}€"),
        "{text}"
    );
    assert!(text.contains("keine Zahl"), "{text}");

    // The page offers it, and the other choice is the role's.
    let page = house.app.get("/account", &cookie).await.body;
    assert!(page.contains(&format!("<option value=\"{own}\" selected>")), "{page}");
    let saved = house.app.post("/account/mails", &cookie, &[("wanted", "figures"), ("dashboard", "seller")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(kpi_digest::chosen(&vera).await.expect("chosen").map(|d| d.listed.id).as_deref(), Some("seller"));
    let wrong = ChooseDashboard { dashboard: "no-such".to_owned() };
    assert!(matches!(kpi_digest::choose(&vera, wrong).await, Err(Failure::Invalid(_))));

    // A dashboard that is gone leaves the one of the role.
    kpi_digest::choose(&house.head, ChooseDashboard { dashboard: private.clone() }).await.expect("chosen");
    dashboard::remove(&house.head, &private).await.expect("removed");
    let now = my_digest(&house.head).await.expect("read").expect("a digest");
    assert_eq!(now.dashboard, "head_of_partnerships");
}

#[tokio::test]
async fn one_click_ends_the_figures_and_nothing_else_and_an_empty_house_writes_none() {
    let house = House::new().await;
    to_monday(&house);
    assert_eq!(write(&house).await, 0, "nothing was ever counted");
    let deal = house.deal(Some(1), Some(40), Some("2026-10-01")).await;
    house.win(deal, "2026-11-30").await;
    house.app.clock.advance(7 * DAY);
    assert_eq!(write(&house).await, 2);
    let hers = mails(&house).await.into_iter().find(|m| m.to_email.starts_with("ines")).expect("a mail");
    let url = hers.unsubscribe_url.expect("one click");
    assert!(url.ends_with("/figures"), "{url}");
    let path = url.strip_prefix("http://compagnon.test").expect("ours").to_owned();
    assert_eq!(house.app.get(&path, "").await.status, StatusCode::OK, "opening changes nothing");
    let off = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail_preference WHERE NOT wanted AND kind = 'figures'";
    let count = async || Sql::new(off).value::<i64>(house.app.app.db().read()).await.expect("a count");
    assert_eq!(count().await, Some(0));
    let clicked = house.app.post(&path, "", &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!((clicked.status, count().await), (StatusCode::OK, Some(1)));
    house.app.clock.advance(7 * DAY);
    assert_eq!(write(&house).await, 1);
    let cookie = house.app.cookie(&house.manager).await;
    let now = house.app.api(Method::GET, "/api/v1/me/mails", &cookie, None).await.json();
    let wanted: Vec<bool> = now["mails"].as_array().expect("kinds").iter().map(|m| m["wanted"] == true).collect();
    assert_eq!(wanted, [true, true, false], "reminders and the summary still come");
    house.app.clock.advance(5 * HOUR);
    assert_eq!(write(&house).await, 0);
}

#[tokio::test]
async fn a_chart_does_not_tell_a_figure_a_second_time_and_a_percentage_says_of_how_many() {
    let house = house().await;
    let lost = house.deal(Some(0), Some(10), Some("2026-10-01")).await;
    house.lose(lost, "2026-11-23").await;
    let own = dashboard::create(&house.head, serde_json::from_value(json!({ "name": "Mine" })).expect("one")).await;
    let own = own.expect("made").listed.id;
    for (shown, question) in [
        ("trend", json!({ "metric": "bookings", "by": ["month"], "period": "12-months" })),
        ("number", json!({ "metric": "bookings", "period": "month" })),
        ("number", json!({ "metric": "win_rate", "period": "quarter" })),
        ("number", json!({ "metric": "bookings", "period": "year" })),
    ] {
        let tile = json!({ "shown": shown, "question": question });
        dashboard::add_tile(&house.head, &own, serde_json::from_value(tile).expect("a tile")).await.expect("added");
    }
    let cookie = house.app.cookie(&house.head).await;
    let chosen = json!({ "dashboard": own });
    let set = house.app.api(Method::PUT, "/api/v1/me/kpi-digest", &cookie, Some(chosen)).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.body);
    to_monday(&house);
    let digest = my_digest(&house.head).await.expect("read").expect("a digest");
    let told: Vec<_> = digest.figures.iter().map(|f| (f.name.as_str(), f.period.as_str())).collect();
    assert_eq!(told, [("Bookings", "This month"), ("Win rate", "This quarter"), ("Bookings", "This year")]);
    // Three of four closed in the quarter were won, two of three last week, the one of the week before.
    let rate = &digest.figures[1];
    let texts = [&rate.value, &rate.last_week, &rate.week_before].map(|text| text.as_deref().unwrap_or_default());
    for (text, rate, of) in
        [(texts[0], "75", "(3 of 4)"), (texts[1], "66.67%", "(2 of 3)"), (texts[2], "100", "(1 of 1)")]
    {
        assert!(text.starts_with(rate) && text.ends_with(of), "{text}");
    }
}
