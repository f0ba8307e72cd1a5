//! Figures beside targets: set by operation, page, API and file; exact periods, sums of their parts, scopes.

use crate::kpi_compared::two_quarters;
use crate::kpis::{House, question};
use http::{Method, StatusCode};
use kernel::{Currency, Failure, PageRequest, Role};
use operations::grow::kpi::{self, Answer, Question};
use operations::grow::target::{self, SetTarget, TargetKind, TargetLine};
use serde_json::json;

/// Money or counts in ten-thousandths.
const UNIT: i64 = 10_000;

fn money(metric: &str, period: &str, value: &str) -> SetTarget {
    SetTarget {
        metric: metric.to_owned(),
        period: period.to_owned(),
        value: value.to_owned(),
        currency: Some(Currency::EUR),
        ..SetTarget::default()
    }
}

async fn set(house: &House, target: SetTarget) {
    target::set(&house.head, target).await.expect("set");
}

fn targeted(question: Question, from: &str, to: &str) -> Question {
    Question { from: Some(from.to_owned()), to: Some(to.to_owned()), compare: Some("target".to_owned()), ..question }
}

/// Keys, value, target and attainment in ten-thousandths of a percent.
type Told = (String, Option<i64>, Option<i64>, Option<i64>);

fn told(answer: &Answer) -> Vec<Told> {
    let key = |f: &kpi::Figure| f.group.iter().map(|g| g.key.clone()).collect::<Vec<_>>().join(" / ");
    let line = |f: &kpi::Figure| {
        let target = f.target;
        (key(f), f.value.map(|v| v / UNIT), target.map(|t| t.value / UNIT), target.and_then(|t| t.attainment))
    };
    answer.figures.iter().map(line).collect()
}

fn codes<T: std::fmt::Debug>(result: Result<T, Failure>) -> Vec<String> {
    match result {
        Err(Failure::Invalid(errors)) => errors.0.iter().map(|e| format!("{} {}", e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_figure_stands_beside_the_target_of_its_period_or_of_all_its_parts() {
    // January to March: 1,400; April to June: 1,570 (April 900, May 70, June 600).
    let house = two_quarters().await;
    let ask = async |question: Question| kpi::answer(&house.head, &question).await.expect("an answer");
    let second = |by: &[&str]| targeted(question("bookings", by, &[]), "2026-04-01", "2026-06-30");
    assert_eq!(told(&ask(second(&[])).await), [(String::new(), Some(1_570), None, None)]);

    // The months are not all there, then they are, then the quarter has its own.
    set(&house, money("bookings", "2026-04", "1000")).await;
    set(&house, money("bookings", "2026-05", "500")).await;
    assert_eq!(told(&ask(second(&[])).await)[0].2, None);
    set(&house, money("bookings", "2026-06", "500")).await;
    assert_eq!(told(&ask(second(&[])).await), [(String::new(), Some(1_570), Some(2_000), Some(785_000))]);
    let months = ask(second(&["month"])).await;
    let wanted = [
        ("2026-04", Some(900), Some(1_000), Some(900_000)),
        ("2026-05", Some(70), Some(500), Some(140_000)),
        ("2026-06", Some(600), Some(500), Some(1_200_000)),
    ];
    assert_eq!(told(&months), wanted.map(|(k, v, t, a)| (k.to_owned(), v, t, a)));
    assert_eq!(months.totals[0].target.map(|t| (t.value, t.difference)), Some((2_000 * UNIT, Some(-430 * UNIT))));
    set(&house, money("bookings", "2026-Q2", "3140")).await;
    assert_eq!(told(&ask(second(&[])).await), [(String::new(), Some(1_570), Some(3_140), Some(500_000))]);

    // A year of quarters and months; a month without bookings and with a target is there.
    set(&house, money("bookings", "2026-Q1", "1000")).await;
    set(&house, money("bookings", "2026-07", "10")).await;
    let year = ask(targeted(question("bookings", &["quarter"], &[]), "2026-01-01", "2026-12-31")).await;
    let wanted =
        [("2026-Q1", Some(1_400), Some(1_000), Some(1_400_000)), ("2026-Q2", Some(1_570), Some(3_140), Some(500_000))];
    assert_eq!(told(&year), wanted.map(|(k, v, t, a)| (k.to_owned(), v, t, a)));
    assert_eq!(year.totals[0].target, None, "the third quarter is missing");
    let half = ask(targeted(question("bookings", &[], &[]), "2026-01-01", "2026-07-31")).await;
    assert_eq!(told(&half)[0].2, Some(4_150));
    let later = ask(targeted(question("bookings", &["month"], &[]), "2026-07-01", "2026-12-31")).await;
    assert_eq!(told(&later), [("2026-07".to_owned(), Some(0), Some(10), Some(0))]);

    // Another currency has targets of its own, and a rate is not a sum of rates.
    set(&house, SetTarget { currency: None, ..money("win_rate", "2026-04", "60") }).await;
    let rate = ask(targeted(question("win_rate", &[], &[]), "2026-04-01", "2026-06-30")).await;
    assert_eq!(rate.figures[0].target, None);
    let rate = ask(targeted(question("win_rate", &[], &[]), "2026-04-01", "2026-04-30")).await;
    // Percents differ by points: 100 % stand 40 points above 60 %, and are no part of it.
    let weighed = rate.figures[0].target.map(|t| (t.value, t.difference, t.attainment, t.met));
    assert_eq!(weighed, Some((60 * UNIT, Some(40 * UNIT), None, Some(true))));
}

#[tokio::test]
async fn a_fiscal_quarter_has_its_own_target_and_parts_are_found_whatever_their_lengths() {
    let house = two_quarters().await;
    let targets = [("2026-Q2", "3140"), ("FY2026-Q2", "100"), ("2026-01", "5"), ("2026-02", "5"), ("2026-Q1", "20")];
    for (period, value) in targets {
        set(&house, money("bookings", period, value)).await;
    }
    let ask = async |by: &[&str], from: &str, to: &str| {
        let answer = kpi::answer(&house.head, &targeted(question("bookings", by, &[]), from, to)).await;
        let answer = answer.expect("an answer");
        let row = answer.figures[0].target.map(|t| t.value);
        assert_eq!(answer.totals[0].target.map(|t| t.value), row, "a single row is the whole");
        told(&answer).into_iter().map(|(key, _, target, _)| (key, target)).collect::<Vec<_>>()
    };
    let second = |key: &str, target| vec![(key.to_owned(), Some(target))];
    assert_eq!(ask(&["quarter"], "2026-04-01", "2026-06-30").await, second("2026-Q2", 3_140));
    assert_eq!(ask(&["fiscal_quarter"], "2026-04-01", "2026-06-30").await, second("FY2026-Q2", 100));
    // The quarter reaches too far; its months do not.
    assert_eq!(ask(&[], "2026-01-01", "2026-02-28").await, second("", 10));
    assert_eq!(ask(&[], "2026-01-01", "2026-06-30").await, second("", 3_160));
}

#[tokio::test]
async fn a_thesis_is_kept_beside_the_target_and_of_days_less_is_better() {
    let house = two_quarters().await;
    set(&house, money("bookings", "2026-Q2", "3140")).await;
    set(&house, SetTarget { kind: Some(TargetKind::Thesis), ..money("bookings", "2026-Q2", "785") }).await;
    let beside = async |metric: &str, compare: &str| {
        let question = targeted(question(metric, &[], &[]), "2026-04-01", "2026-06-30");
        let question = Question { compare: Some(compare.to_owned()), ..question };
        kpi::answer(&house.head, &question).await.expect("an answer").figures[0].clone()
    };
    let agreed = beside("bookings", "target").await.target.expect("a target");
    let expected = beside("bookings", "thesis").await.target.expect("a thesis");
    assert_eq!((agreed.value, agreed.attainment, agreed.met), (3_140 * UNIT, Some(500_000), Some(false)));
    assert_eq!((expected.value, expected.attainment, expected.met), (785 * UNIT, Some(2_000_000), Some(true)));

    let cycle = beside("cycle_time_won", "target").await.value.expect("days");
    let days = |value: i64| SetTarget { currency: None, ..money("cycle_time_won", "2026-Q2", &value.to_string()) };
    set(&house, days(cycle / UNIT + 2)).await;
    let in_time = beside("cycle_time_won", "target").await.target.expect("a target");
    assert_eq!((in_time.attainment, in_time.met), (None, Some(true)), "fewer days than wished");
    assert!(in_time.difference.is_some_and(|difference| difference < 0));
}

#[tokio::test]
async fn targets_of_partners_and_owners_are_seen_by_those_who_see_them() {
    let house = two_quarters().await;
    let nordlicht = SetTarget { partner: Some(house.partner(0)), ..money("bookings", "2026-Q2", "3000") };
    let brightwell = SetTarget { partner: Some(house.partner(2)), ..money("bookings", "2026-Q2", "140") };
    // Südwind won nothing in that quarter.
    let suedwind = SetTarget { partner: Some(house.partner(1)), ..money("bookings", "2026-Q2", "50") };
    for target in [nordlicht, brightwell, suedwind, money("bookings", "2026-Q2", "10000")] {
        set(&house, target).await;
    }
    let asked = |by: &[&str], filters: &[&str]| targeted(question("bookings", by, filters), "2026-04-01", "2026-06-30");
    let partners = kpi::answer(&house.head, &asked(&["partner"], &[])).await.expect("an answer");
    let labels: Vec<_> = partners
        .figures
        .iter()
        .map(|f| (f.group[0].label.as_str(), f.value.map(|v| v / UNIT), f.target.and_then(|t| t.attainment)))
        .collect();
    let wanted = [
        ("Nordlicht", Some(1_500), Some(500_000)),
        ("Brightwell", Some(70), Some(500_000)),
        ("Südwind", Some(0), Some(0)),
    ];
    assert_eq!(labels, wanted);
    let all = partners.totals[0].target.expect("a target").value;
    assert_eq!(all, 10_000 * UNIT);
    let one =
        kpi::answer(&house.head, &asked(&[], &[&format!("partner={}", house.partner(0))])).await.expect("an answer");
    assert_eq!(told(&one)[0].2, Some(3_000));
    // A region has none, and none is made up from its partners.
    let regions = kpi::answer(&house.head, &asked(&["region"], &[])).await.expect("an answer");
    assert!(regions.figures.iter().all(|f| f.target.is_none()));

    // Ines sees Südwind only: neither the others' targets nor the one of everything.
    let hers = kpi::answer(&house.manager, &asked(&["partner"], &[])).await.expect("an answer");
    assert_eq!(told(&hers), [(house.partner(1).to_string(), Some(0), Some(50), Some(0))]);
    let all = kpi::answer(&house.manager, &asked(&[], &[])).await.expect("an answer");
    assert!(all.totals.iter().all(|f| f.target.is_none()));
    let listed = target::list(&house.manager, &PageRequest::default()).await.expect("targets").items;
    assert_eq!(listed.iter().map(|t| t.partner_name.as_deref()).collect::<Vec<_>>(), [Some("Südwind")]);
    assert!(matches!(target::set(&house.manager, money("bookings", "2026", "1")).await, Err(Failure::Forbidden)));
}

#[tokio::test]
async fn what_is_wrong_with_a_target_is_said_at_its_field() {
    let house = House::new().await;
    let refuse = async |target: SetTarget| codes(target::set(&house.head, target).await);
    assert_eq!(refuse(money("weather", "2026", "1")).await, ["metric unknown"]);
    assert_eq!(refuse(money("open_pipeline", "2026", "1")).await, ["metric target_not_for"]);
    assert_eq!(refuse(money("bookings", "2026-W07", "1")).await, ["period period_invalid"]);
    assert_eq!(refuse(money("bookings", "2026", "0")).await, ["value not_a_number"]);
    assert_eq!(refuse(SetTarget { currency: None, ..money("bookings", "2026", "1") }).await, ["currency required"]);
    assert_eq!(refuse(money("win_rate", "2026", "1")).await, ["currency not_money"]);
    let share = |value: &str| SetTarget { currency: None, ..money("win_rate", "2026", value) };
    assert_eq!(refuse(share("100.0001")).await, ["value share_too_large"]);
    assert!(target::set(&house.head, share("100")).await.is_ok(), "all of it is a target one may have");
    let nobody = SetTarget { partner: Some(kernel::id::PartnerId::new()), ..money("bookings", "2026", "1") };
    assert_eq!(refuse(nobody).await, ["partner unknown"]);
    let ask = async |question: Question| codes(kpi::answer(&house.head, &question).await);
    let plain = |metric: &str| Question { compare: Some("target".to_owned()), ..question(metric, &[], &[]) };
    assert_eq!(ask(plain("bookings")).await, ["compare compare_needs_period"]);
    assert_eq!(ask(plain("open_count")).await, ["compare target_not_for"]);
    assert_eq!(ask(targeted(plain("bookings"), "2026-01-02", "2026-03-31")).await, ["compare target_whole_months"]);
    let hopes = Question { compare: Some("hopes".to_owned()), ..question("bookings", &[], &[]) };
    assert_eq!(ask(hopes).await, ["compare invalid"]);
    let line = TargetLine { kind: "hope".to_owned(), metric: "won_count".to_owned(), ..TargetLine::default() };
    assert_eq!(codes(target::set_named(&house.head, &line).await), ["kind unknown"]);
}

#[tokio::test]
async fn a_file_sets_what_it_can_and_tells_the_rest() {
    let house = two_quarters().await;
    let file = "metric,period,value,currency,partner\nbookings,2026-Q2,3000,EUR,Nordlicht\nwin_rate,2026-Q2,60,,\nbookings,2026-Q2,1,EUR,Nobody\n\
        bookings,soon,1,EUR,\n";
    let imported = target::import(&house.head, file.as_bytes()).await.expect("read");
    let refused: Vec<_> = imported.refused.iter().map(|r| (r.line, r.field.as_str(), r.code.as_str())).collect();
    assert_eq!((imported.set, refused), (2, vec![(4, "partner", "unknown"), (5, "period", "period_invalid")]));
    assert_eq!(codes(target::import(&house.head, "figure,when\n".as_bytes()).await), ["file targets_headings"]);
    let again = target::import(
        &house.head,
        "metric,period,value,currency,partner\nbookings,2026-Q2,4000,EUR,nordlicht\n".as_bytes(),
    );
    assert_eq!(again.await.expect("read").set, 1);
    let listed = target::list(&house.head, &PageRequest::default()).await.expect("targets").items;
    assert_eq!(listed.len(), 2, "setting it again replaces it");
    let line = TargetLine {
        metric: "won_count".to_owned(),
        period: "2026".to_owned(),
        value: "7".to_owned(),
        ..TargetLine::default()
    };
    target::set_named(&house.head, &line).await.expect("set");
}

#[tokio::test]
async fn page_and_api_set_show_and_remove_targets() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    let api = async |method: Method, path: &str, body: Option<serde_json::Value>| {
        house.app.api(method, path, &cookie, body).await
    };
    let body = json!({ "metric": "bookings", "period": "2026-Q2", "value": "3140", "currency": "EUR" });
    let id = api(Method::PUT, "/api/v1/kpi-targets", Some(body)).await.json()["id"].as_str().expect("an id").to_owned();
    let path = "/api/v1/kpis/bookings?from=2026-04-01&to=2026-06-30&compare=target";
    let answer = api(Method::GET, path, None).await.json();
    let wanted =
        json!({ "value": "3140.0000", "difference": "-1570.0000", "attainment_percent": "50.0000", "met": false });
    assert_eq!(answer["figures"][0]["target"], wanted);
    let csv = api(Method::GET, &format!("{path}&format=csv"), None).await.body;
    assert!(csv.contains("Target,Reached") && csv.contains("3140.0000,50.0000,-1570.0000"), "{csv}");

    let form = [("metric", "won_count"), ("period", "2026-06"), ("value", "4"), ("currency", "EUR")];
    assert_eq!(house.app.post("/insights/targets", &cookie, &form).await.status, StatusCode::SEE_OTHER);
    let wrong = house
        .app
        .post("/insights/targets", &cookie, &[("metric", "bookings"), ("period", "soon"), ("value", "x")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-period-error") && wrong.body.contains("f-value-error"), "{}", wrong.body);
    let page = house.app.get("/insights/targets", &cookie).await.body;
    assert!(page.contains("€3,140") && page.contains("Won deals") && page.contains("Everything"), "{page}");
    let page = house.app.get("/insights?from=2026-04-01&to=2026-06-30&compare=target", &cookie).await.body;
    assert!(page.contains("50% of target") && page.contains("Target: €3,140"), "{page}");

    assert_eq!(api(Method::DELETE, &format!("/api/v1/kpi-targets/{id}"), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api(Method::DELETE, &format!("/api/v1/kpi-targets/{id}"), None).await.status, StatusCode::NOT_FOUND);
    let left = api(Method::GET, "/api/v1/kpi-targets", None).await.json();
    assert_eq!(left["items"].as_array().map(Vec::len), Some(1));
    let viewer = house.app.user("Vera", Role::Viewer).await;
    let cookie = house.app.cookie(&viewer).await;
    let page = house.app.get("/insights/targets", &cookie).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("action=\"/insights/targets\""));
    assert_eq!(house.app.post("/insights/targets", &cookie, &form).await.status, StatusCode::FORBIDDEN);
}
