//! Health scores: worked out by hand, kept by week, a drop told once, settings tried before they are saved.

use crate::coaching::Firm;
use http::{Method, StatusCode};
use kernel::id::RecordId;
use kernel::time::{DAY, HOUR};
use kernel::{Date, PageRequest};
use operations::cosell::registration;
use operations::grow::coaching;
use operations::grow::exchange_rate;
use operations::grow::health::{self, Band, HealthQuery, Signal};
use serde_json::{Value, json};
use storage::Sql;

/// Three registrations of the first partner, two of the second, one of the third; six others have none.
async fn firm() -> Firm {
    let firm = Firm::new().await;
    for (partner, many) in [(0, 3), (1, 2), (2, 1)] {
        firm.work(partner, many, 0, 0).await;
    }
    firm
}

async fn score(firm: &Firm, partner: usize, as_of: Option<&str>) -> health::ProgramHealth {
    let as_of = as_of.map(|day| day.parse::<Date>().expect("a day"));
    let found = health::of_partner(&firm.house.head, firm.partners[partner], as_of).await.expect("health");
    found.programs.into_iter().next().expect("a program")
}

/// Nothing but registrations weighs.
fn registrations_only(version: i64) -> Value {
    let signals: Vec<Value> = Signal::ALL
        .iter()
        .map(|s| json!({ "signal": s, "weight": if *s == Signal::Registrations { 100 } else { 0 }, "half_life_days": 60 }))
        .collect();
    json!({ "signals": signals, "strong_from": 60, "weak_below": 30, "drop_points": 15, "drop_weeks": 4, "version": version })
}

#[tokio::test]
async fn a_score_is_what_its_signals_bring_beside_comparable_partners() {
    let firm = firm().await;
    let none = health::of_partner(&firm.house.head, firm.partners[0], None).await.expect("health");
    assert!(none.programs.is_empty(), "nothing is scored yet");
    assert_eq!(health::keep_scores(&firm.house.app.app).await.expect("kept"), 13, "this week and twelve before");
    assert_eq!(health::keep_scores(&firm.house.app.app).await.expect("kept"), 0, "a day is scored once");
    // Nine partners of the program. Registrations weigh 15; without a question and an ended protection the weights that say something are 80.
    // Ahead of 8 of 8: 15 / 80 = 18.75. Of 7 of 8: 13.125 / 80 = 16.4. Of 6 of 8: 11.25 / 80 = 14.06.
    for (partner, wanted) in [(0, 19), (1, 16), (2, 14), (3, 0)] {
        let found = score(&firm, partner, None).await;
        assert_eq!((found.score, found.peers, found.band), (Some(wanted), 8, Some(Band::Weak)), "{partner}");
    }
    let first = score(&firm, 0, None).await;
    let registrations = first.signals.iter().find(|s| s.signal == Signal::Registrations).expect("the signal");
    assert_eq!((registrations.of, registrations.week, registrations.ahead), (3, 3, Some(10_000)));
    assert_eq!(registrations.points, 1_875);
    let answers = first.signals.iter().find(|s| s.signal == Signal::AnswersInTime).expect("the signal");
    assert_eq!((answers.of, answers.ahead, answers.points), (0, None, 0));
    assert_eq!(first.weeks.len(), 1, "there were no partners before");
    // A week ago there were none, so nothing is compared; and on a day before there is nothing at all.
    assert_eq!((first.change, first.changes.len()), (None, 0));
    let then = health::of_partner(&firm.house.head, firm.partners[0], "2026-11-20".parse().ok()).await.expect("health");
    assert!(then.programs.is_empty());
}

/// A question to the partner about a registration; when it was answered, hours later.
async fn ask(firm: &Firm, registration: kernel::id::RegistrationId, answered_after: Option<i64>) {
    let question = serde_json::from_value(json!({ "question": "Who decides?" })).expect("a question");
    registration::request_information(&firm.house.head, registration, question).await.expect("asked");
    // As on a real clock: the question is noted a moment after its clock was started.
    let at = firm.house.app.now().plus(700);
    Sql::new("UPDATE registration_question SET asked_at = ")
        .push_with(
            "?, answered_at = ? WHERE registration_id = ?",
            [at.into(), answered_after.map(|hours| at.plus(hours * HOUR)).into(), registration.into()],
        )
        .execute(firm.house.app.app.db().writer())
        .await
        .expect("answered");
}

async fn step(firm: &Firm, registration: kernel::id::RegistrationId, activity: &str) {
    Sql::new("INSERT INTO registration_step (id, registration_id, position, activity, at, actor_kind, actor_name, channel) VALUES (")
        .push_with(
            "?, ?, 90, ?, ?, 'system', '', 'system')",
            [RecordId::new().into(), registration.into(), activity.into(), firm.house.app.now().into()],
        )
        .execute(firm.house.app.app.db().writer())
        .await
        .expect("a step");
}

#[tokio::test]
async fn rules_and_signals_count_what_happened_and_nothing_else() {
    let firm = Firm::new().await;
    let (house, db) = (&firm.house, firm.house.app.app.db());
    let mut registrations = Vec::new();
    for at in 0..7 {
        registrations.push(firm.register(0, &format!("Kunde {at}")).await);
    }
    // Answered at once; after forty days, which is too late; never.
    for (at, after) in [(0, Some(1)), (1, Some(960)), (2, None)] {
        ask(&firm, registrations[at], after).await;
    }
    // Approved: one used, one run out, one neither.
    for registration in &registrations[4..] {
        firm.approve(*registration).await;
    }
    step(&firm, registrations[4], "converted").await;
    step(&firm, registrations[5], "expired").await;
    // Won a hundred and fifty euros and seventy dollars, lost one.
    for (amount, currency, won) in
        [("100", "EUR", true), ("50", "EUR", true), ("70", "USD", true), ("30", "EUR", false)]
    {
        let deal = house
            .deal_with(json!({ "partner": firm.partners[0], "amount": amount, "currency": currency, "opened_on": "2026-11-01" }))
            .await;
        if won { house.win(deal, "2026-11-20").await } else { house.lose(deal, "2026-11-20").await }
    }
    for _ in 0..2 {
        Sql::new("INSERT INTO event (id, kind, at, actor_kind, actor_name, channel, partner_id, payload) VALUES (")
            .push_with(
                "?, 'registration.noted', ?, 'contact', 'Jana', 'link', ?, '{}')",
                [RecordId::new().into(), house.app.now().into(), firm.partners[0].into()],
            )
            .execute(db.writer())
            .await
            .expect("an event");
    }
    house.app.clock.advance(45 * DAY);
    // A question of today: neither answered nor due.
    ask(&firm, registrations[3], None).await;

    let count = async |rule: &str| {
        let page = PageRequest::default();
        let rows = coaching::rows(&house.head, firm.partners[0], rule, &coaching::RowsQuery::default(), &page).await;
        let rows = rows.expect("rows");
        let listed = rows.page.items.iter().filter(|row| row.counts).count();
        assert_eq!(
            (i64::try_from(listed), i64::try_from(rows.page.items.len())),
            (Ok(rows.part), Ok(rows.of)),
            "{rule}"
        );
        (rows.part, rows.of)
    };
    assert_eq!(count("answers_late").await, (1, 3));
    assert_eq!(count("protection_runs_out").await, (1, 2));
    assert_eq!(count("wins_much").await, (3, 4));
    // The four that wait for an answer say nothing of the partner.
    assert_eq!(count("registrations_declined").await, (3, 3));
    assert_eq!(count("gone_quiet").await, (7, 7));

    health::keep_scores(&house.app.app).await.expect("kept");
    let found = score(&firm, 0, None).await;
    let counted = |signal: Signal| {
        let score = found.signals.iter().find(|s| s.signal == signal).expect("the signal");
        (score.part, score.of)
    };
    assert_eq!(counted(Signal::AnswersInTime), (1, 3));
    assert_eq!(counted(Signal::KeptProtection), (1, 2));
    assert_eq!(counted(Signal::Registrations), (7, 7));
    assert_eq!(counted(Signal::Approvals), (3, 3));
    assert_eq!(counted(Signal::WonDeals), (3, 3));
    // In the program's currency, ten-thousandths; there is no rate for the dollars yet.
    assert_eq!(counted(Signal::Bookings), (1_500_000, 2));
    assert_eq!(counted(Signal::Activity), (2, 2));
    // Seven deals entered their first stage, three that of winning; losing is no move.
    assert_eq!(counted(Signal::StageMoves), (10, 10));

    // The rate of the day before the deals were closed is the last one known; that of the day after is not theirs: 70 / 1.4 = 50.
    let rates = "Date,USD,\n2026-11-19,1.4,\n2026-11-21,2.0,\n";
    exchange_rate::import(&house.head, rates.as_bytes()).await.expect("rates");
    let tomorrow = score(&firm, 0, Some("2027-01-01")).await;
    assert_eq!(tomorrow.on.to_string(), "2027-01-01");
    let bookings = tomorrow.signals.iter().find(|s| s.signal == Signal::Bookings).expect("the signal");
    assert_eq!((bookings.part, bookings.of), (2_000_000, 3));
}

#[tokio::test]
async fn a_drop_is_told_once_to_the_manager_and_a_low_score_never() {
    let firm = firm().await;
    let app = &firm.house.app;
    let admin = app.cookie(&firm.house.head).await;
    let saved = app.api(Method::PUT, "/api/v1/settings/health", &admin, Some(registrations_only(0))).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    assert_eq!(app.waiting_jobs().await, ["health.scores"]);
    health::keep_scores(&app.app).await.expect("kept");
    assert_eq!(score(&firm, 0, None).await.score, Some(100));
    assert_eq!(health::write_alerts(&app.app).await.expect("looked"), 0, "nothing has dropped yet");
    // Monday at ten in Berlin: the second and the third have four more each.
    app.clock.advance(6 * DAY);
    for partner in [1, 2] {
        for at in 0..4 {
            firm.register(partner, &format!("Neu {partner} {at}")).await;
        }
    }
    assert_eq!(health::write_alerts(&app.app).await.expect("looked"), 1);
    assert_eq!(health::write_alerts(&app.app).await.expect("looked"), 0, "a week is told once");
    // Ahead of six of eight.
    let now = score(&firm, 0, None).await;
    assert_eq!((now.score, now.change), (Some(75), Some(-25)));
    assert_eq!(now.changes[0].signal, Signal::Registrations);
    assert_eq!((now.changes[0].points, now.changes[0].new_cases), (-2_500, 3));
    assert_eq!(now.weeks.iter().map(|w| w.score).collect::<Vec<_>>(), [Some(75), Some(100)]);
    let mails = Sql::new("SELECT to_email || ' ' || body_text FROM mail WHERE template = 'health'");
    let mails = mails.column::<String>(app.app.db().read()).await.expect("mails");
    assert_eq!(mails.len(), 1);
    assert!(mails[0].starts_with("ines.hoffmann@vendor.example "), "{}", mails[0]);
    assert!(mails[0].contains("Albrecht (reseller): from 100 to 75"), "{}", mails[0]);
    assert!(mails[0].contains("/u/") && !mails[0].contains("Südwind"), "{}", mails[0]);

    // The list begins with it; its manager sees their own two partners, and what changed in words.
    let page =
        health::list(&firm.house.head, HealthQuery::default(), &PageRequest { limit: Some(1), after: None }).await;
    let page = page.expect("a list");
    assert_eq!((page.items[0].partner.as_str(), page.items[0].change), ("Albrecht", -25));
    let next = PageRequest::parse(Some(200), page.next_cursor.as_deref()).expect("a page");
    let rest = health::list(&firm.house.head, HealthQuery::default(), &next).await.expect("a list");
    assert_eq!(rest.items.len(), 8);
    assert!(rest.items.iter().all(|item| item.partner != "Albrecht"));
    let manager = app.cookie(&firm.house.manager).await;
    let own = app.get("/api/v1/health-scores", &manager).await.json();
    let names: Vec<&Value> = own["items"].as_array().expect("items").iter().map(|item| &item["partner"]).collect();
    assert_eq!(names, ["Albrecht", "Südwind"]);
    let strong = app.get("/api/v1/health-scores?band=strong", &manager).await.json();
    assert_eq!(strong["items"].as_array().map(Vec::len), Some(1));
    let record = format!("/partners/{}/health", firm.partners[0]);
    let shown = app.get(&record, &manager).await;
    assert!(
        shown.body.contains("75 of 100") && shown.body.contains("Registrations: 25.0 points less"),
        "{}",
        shown.body
    );
    let brief = app.get(&format!("/partners/{}", firm.partners[0]), &manager).await;
    assert!(brief.body.contains("75 of 100") && brief.body.contains("25 points less"), "{}", brief.body);
    for path in
        [format!("/partners/{}/health", firm.partners[1]), format!("/api/v1/partners/{}/health", firm.partners[1])]
    {
        assert_eq!(app.get(&path, &manager).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // On the Wednesday before it was still a hundred.
    assert_eq!(score(&firm, 0, Some("2026-11-25")).await.score, Some(100));
    let ahead = app.get(&format!("/api/v1{record}?as_of=2030-01-01"), &manager).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);

    // A week later it is as low, which is not told again.
    app.clock.advance(7 * DAY);
    assert_eq!(health::write_alerts(&app.app).await.expect("looked"), 0);
    assert_eq!(score(&firm, 0, None).await.score, Some(75));
}

#[tokio::test]
async fn other_weights_are_tried_on_the_past_year_before_they_are_saved() {
    let firm = firm().await;
    let app = &firm.house.app;
    let admin = app.cookie(&firm.house.head).await;
    let manager = app.cookie(&firm.house.manager).await;
    let preview = "/api/v1/settings/health-preview";
    let tried = app.api(Method::POST, preview, &admin, Some(registrations_only(0))).await.json();
    // By hand: 19, 16 and 14 are weak; a hundred, 88 and 75 strong.
    assert_eq!(tried["days"][0], json!({ "on": "2026-11-24", "scored": 9, "up": 3, "down": 0 }));
    assert_eq!(tried["days"][1]["scored"], 0);
    let moves: Vec<Value> = tried["moves"].as_array().expect("moves").clone();
    assert_eq!(moves.len(), 3);
    assert_eq!(
        (&moves[0]["partner"], &moves[0]["score"], &moves[0]["tried_score"]),
        (&json!("Albrecht"), &json!(19), &json!(100))
    );
    assert_eq!((&moves[0]["band"], &moves[0]["tried_band"]), (&json!("weak"), &json!("strong")));
    let now = app.get("/api/v1/settings/health", &manager).await.json();
    assert_eq!((&now["version"], &now["strong_from"]), (&json!(0), &json!(60)), "nothing was saved");
    for path in [preview, "/api/v1/settings/health"] {
        let method = if path == preview { Method::POST } else { Method::PUT };
        let refused = app.api(method, path, &manager, Some(registrations_only(0))).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mut wrong = registrations_only(0);
    wrong["signals"][0]["weight"] = json!(90);
    wrong["drop_weeks"] = json!(40);
    let wrong = app.api(Method::PUT, "/api/v1/settings/health", &admin, Some(wrong)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<Value> = wrong.json()["error"]["fields"].as_array().expect("fields").clone();
    let told: Vec<(&Value, &Value)> = fields.iter().map(|f| (&f["field"], &f["code"])).collect();
    assert_eq!(
        told,
        [(&json!("drop_weeks"), &json!("out_of_range")), (&json!("signals"), &json!("weights_not_hundred"))]
    );

    // The same by page.
    let mut form: Vec<(String, String)> = Vec::new();
    for signal in Signal::ALL {
        let weight = if *signal == Signal::Registrations { "100" } else { "0" };
        form.push((format!("{signal}.weight"), weight.to_owned()));
        form.push((format!("{signal}.half_life_days"), "60".to_owned()));
    }
    for (name, value) in
        [("strong_from", "60"), ("weak_below", "30"), ("drop_points", "15"), ("drop_weeks", "4"), ("version", "0")]
    {
        form.push((name.to_owned(), value.to_owned()));
    }
    let with = |action: &'static str| -> Vec<(&str, &str)> {
        form.iter().map(|(n, v)| (n.as_str(), v.as_str())).chain([("action", action)]).collect()
    };
    let tried = app.post("/settings/health", &admin, &with("try")).await;
    assert!(tried.body.contains("weak (19) → strong (100)"), "{}", tried.body);
    let saved = app.post("/settings/health", &admin, &with("save")).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/settings/health"));
    let stale = app.post("/settings/health", &admin, &[with("save"), vec![("drop_points", "20")]].concat()).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    let read = app.get("/settings/health", &manager).await;
    assert!(read.status == StatusCode::OK && !read.body.contains("<form class=\"form"), "{}", read.body);
    assert_eq!(app.post("/settings/health", &manager, &with("save")).await.status, StatusCode::FORBIDDEN);
}
