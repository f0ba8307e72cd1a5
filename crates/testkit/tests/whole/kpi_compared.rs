//! KPIs beside those of an earlier period: operation, API, page.

use crate::kpis::{House, question};
use http::{Method, StatusCode};
use kernel::time::HOUR;
use kernel::{Failure, PageRequest};
use operations::cosell::registration;
use operations::grow::kpi::{self, Answer, METRICS, Path, Question, Which};
use serde_json::json;

/// Money or counts in ten-thousandths.
const UNIT: i64 = 10_000;

fn compared(question: Question, from: &str, to: &str, with: &str) -> Question {
    Question { from: Some(from.to_owned()), to: Some(to.to_owned()), compare: Some(with.to_owned()), ..question }
}

/// Group, value now, value then, difference, change.
type Shown = (String, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

fn shown(answer: &Answer) -> Vec<Shown> {
    let line = |f: &kpi::Figure| {
        let group = f.group.iter().map(|g| g.label.clone()).collect::<Vec<_>>().join(" / ");
        let then = f.earlier.as_ref().expect("an earlier figure");
        (group, f.value, then.value, then.difference, then.change)
    };
    answer.figures.iter().map(line).collect()
}

/// Nordlicht (North) won 1,000 and then 1,500; Südwind (South) only the first 400; Brightwell (nowhere) only the second 70, and lost one.
pub(crate) async fn two_quarters() -> House {
    let house = House::new().await;
    for (partner, amount, on) in [
        (0, 1_000, "2026-02-10"),
        (1, 400, "2026-03-31"),
        (0, 900, "2026-04-01"),
        (0, 600, "2026-06-30"),
        (2, 70, "2026-05-05"),
    ] {
        let deal = house.deal(Some(partner), Some(amount), Some("2026-01-05")).await;
        house.win(deal, on).await;
    }
    let lost = house.deal(Some(2), Some(10), Some("2026-01-05")).await;
    house.lose(lost, "2026-05-06").await;
    house
}

#[tokio::test]
async fn a_quarter_stands_beside_the_one_before_group_by_group() {
    let house = two_quarters().await;
    let ask = |metric: &str, by: &[&str]| {
        let asked = compared(question(metric, by, &[]), "2026-04-01", "2026-06-30", "previous");
        let head = house.head.clone();
        async move { kpi::answer(&head, &asked).await.expect("an answer") }
    };
    let bookings = ask("bookings", &["region"]).await;
    assert_eq!(bookings.path, Path::Totals);
    let then = bookings.ask.earlier.expect("a period");
    assert_eq!((then.from.to_string(), then.to.to_string()), ("2026-01-01".to_owned(), "2026-03-31".to_owned()));
    let wanted = [
        ("North", 1_500, 1_000, 500, Some(500_000)),
        // Nothing now, and there all the same.
        ("South", 0, 400, -400, Some(-1_000_000)),
        // Nothing before: a difference, no percentage.
        ("Not known", 70, 0, 70, None),
    ];
    let wanted = wanted.map(|(g, now, then, difference, change)| {
        (g.to_owned(), Some(now * UNIT), Some(then * UNIT), Some(difference * UNIT), change)
    });
    assert_eq!(shown(&bookings), wanted);
    let total = &bookings.totals[0];
    let then = total.earlier.as_ref().expect("then");
    assert_eq!((total.value, then.value, then.change), (Some(1_570 * UNIT), Some(1_400 * UNIT), Some(121_429)));

    // A rate is told in percentage points, and of nothing there is no rate.
    let rates = ask("win_rate", &["region"]).await;
    let all = Some(100 * UNIT);
    let wanted = [("North", all, all, Some(0)), ("South", None, all, None), ("Not known", Some(50 * UNIT), None, None)];
    assert_eq!(shown(&rates), wanted.map(|(g, now, then, difference)| (g.to_owned(), now, then, difference, None)));
    assert_eq!(rates.totals[0].earlier.as_ref().and_then(|e| e.difference), Some(-25 * UNIT));

    // Durations have a difference.
    let days = ask("cycle_time_won", &[]).await;
    let then = days.figures[0].earlier.clone().expect("then");
    assert_eq!((then.value, then.count, then.change), (Some(605_000), 2, None));
    assert_eq!(then.difference, days.figures[0].value.map(|now| now - 605_000));

    // Months stand beside the months in the same place.
    let months = ask("won_count", &["month"]).await;
    let pairs: Vec<_> = months
        .figures
        .iter()
        .map(|f| {
            let then = f.earlier.as_ref().expect("then");
            (f.group[0].key.as_str(), f.value, then.group[0].key.as_str(), then.value)
        })
        .collect();
    let one = Some(UNIT);
    let wanted =
        [("2026-04", one, "2026-01", Some(0)), ("2026-05", one, "2026-02", one), ("2026-06", one, "2026-03", one)];
    assert_eq!(pairs, wanted);
}

#[tokio::test]
async fn nothing_now_and_nothing_then_are_both_said() {
    let house = two_quarters().await;
    let ask = |from: &str, to: &str, with: &str| {
        let asked = compared(question("bookings", &[], &[]), from, to, with);
        let head = house.head.clone();
        async move { shown(&kpi::answer(&head, &asked).await.expect("an answer")) }
    };
    assert_eq!(ask("2025-04-01", "2025-06-30", "previous").await, []);
    let gone = (String::new(), Some(0), Some(1_570 * UNIT), Some(-1_570 * UNIT), Some(-1_000_000));
    assert_eq!(ask("2026-07-01", "2026-09-30", "previous").await, std::slice::from_ref(&gone));
    // Of a time to come nothing is known yet: no change is made of that.
    let (group, now, then, ..) = gone;
    assert_eq!(ask("2027-04-01", "2027-06-30", "year_before").await, [(group, now, then, None, None)]);
    // Days, not months: 30 days before the second of April.
    let days = ask("2026-04-02", "2026-05-05", "previous").await;
    assert_eq!(days, [(String::new(), Some(70 * UNIT), Some(1_300 * UNIT), Some(-1_230 * UNIT), Some(-946_154))]);
}

#[tokio::test]
async fn what_was_open_is_compared_at_the_end_of_both_periods() {
    let house = two_quarters().await;
    let asked = Question {
        as_of: Some("2026-06-30".to_owned()),
        ..compared(question("open_count", &[], &[]), "2026-01-01", "2026-06-30", "previous")
    };
    let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
    let then = answer.ask.earlier.and_then(|e| e.as_of).expect("a day");
    assert_eq!(then.date.to_string(), "2025-12-31");
    // Of a period of days the day moves by as many.
    let asked = Question {
        as_of: Some("2026-03-20".to_owned()),
        ..compared(question("open_count", &[], &[]), "2026-01-03", "2026-01-12", "previous")
    };
    let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
    assert_eq!(answer.ask.earlier.and_then(|e| e.as_of).map(|a| a.date.to_string()).as_deref(), Some("2026-03-10"));
    assert_eq!(answer.figures[0].value, Some(5 * UNIT));
    // Bookings are told by what is known on the same day in both.
    let asked = Question {
        as_of: Some("2026-06-29".to_owned()),
        ..compared(question("bookings", &[], &[]), "2026-04-01", "2026-06-30", "previous")
    };
    let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
    assert_eq!(shown(&answer)[0].1, Some(970 * UNIT));
    assert_eq!(answer.ask.earlier.and_then(|e| e.as_of).map(|a| a.date.to_string()).as_deref(), Some("2026-06-29"));
}

#[tokio::test]
async fn every_metric_by_every_dimension_says_then_what_its_own_question_says() {
    let house = two_quarters().await;
    let id = house.register(0, "Krueger").await;
    house.app.clock.advance(2 * HOUR);
    registration::approve(&house.head, id, serde_json::from_value(json!({})).expect("a wish")).await.expect("approved");
    let mut tried = 0;
    for metric in *METRICS {
        for by in ["region", "partner", "product", "month", "quarter", "stage", "phase"] {
            let asked = Question {
                as_of: metric.is_stock().then(|| "2026-11-24".to_owned()),
                ..compared(question(metric.key, &[by], &[]), "2026-10-01", "2026-12-31", "previous")
            };
            for (from, to) in [("2026-10-01", "2026-12-31"), ("2026-04-01", "2026-06-30"), ("2027-01-01", "2027-03-31")]
            {
                let asked = Question { from: Some(from.to_owned()), to: Some(to.to_owned()), ..asked.clone() };
                let Ok(answer) = kpi::answer(&house.head, &asked).await else { continue };
                let then = answer.ask.earlier_question(&asked).expect("a question");
                let alone = kpi::answer(&house.head, &then).await.expect("an answer");
                // What it was by its own question is what stands beside; nothing is left out, nothing is added.
                let counts: i64 = answer.figures.iter().filter_map(|f| f.earlier.as_ref()).map(|e| e.count).sum();
                assert_eq!(counts, alone.figures.iter().map(|f| f.count).sum::<i64>(), "{} by {by}", metric.key);
                let uncompared = kpi::answer(&house.head, &Question { compare: None, ..asked.clone() }).await;
                let now: i64 = uncompared.expect("an answer").figures.iter().map(|f| f.count).sum();
                assert_eq!(now, answer.figures.iter().map(|f| f.count).sum::<i64>(), "{} by {by}", metric.key);
                for figure in &answer.figures {
                    let was = figure.earlier.as_ref().expect("an earlier figure");
                    let mut filters: Vec<String> =
                        was.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
                    filters.extend(figure.currency.map(|c| format!("currency={c}")));
                    let behind = Question { by: Vec::new(), filters, ..then.clone() };
                    let page = PageRequest { limit: Some(200), after: None };
                    let rows = kpi::rows(&house.head, &behind, Which::Counted, &page).await.expect("rows").page;
                    assert_eq!(rows.items.len() as i64, was.count, "{} {:?}", metric.key, behind.filters);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100, "{tried} figures");
}

#[tokio::test]
async fn a_filter_by_month_moves_with_the_period() {
    let house = two_quarters().await;
    let asked = compared(question("bookings", &[], &["month=2026-05"]), "2026-04-01", "2026-06-30", "previous");
    let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
    assert_eq!(shown(&answer)[0].2, Some(1_000 * UNIT));
    assert_eq!(answer.ask.earlier_question(&asked).expect("a question").filters, ["month=2026-02"]);
}

#[tokio::test]
async fn what_cannot_be_compared_is_said_at_the_field() {
    let house = two_quarters().await;
    let code = |question: Question| {
        let head = house.head.clone();
        async move {
            match kpi::answer(&head, &question).await {
                Err(Failure::Invalid(errors)) => {
                    errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>().join(", ")
                }
                other => panic!("{other:?}"),
            }
        }
    };
    let bookings = || question("bookings", &[], &[]);
    let quarter = |question, with: &str| compared(question, "2026-04-01", "2026-06-30", with);
    let open = Question { from: None, ..quarter(bookings(), "previous") };
    assert_eq!(code(open).await, "compare compare_needs_period");
    let open = Question { to: None, ..quarter(bookings(), "year_before") };
    assert_eq!(code(open).await, "compare compare_needs_period");
    assert_eq!(code(quarter(question("open_pipeline", &[], &[]), "previous")).await, "compare compare_needs_as_of");
    assert_eq!(code(quarter(bookings(), "yesterday")).await, "compare invalid");
    assert_eq!(code(quarter(question("bookings", &["year"], &[]), "previous")).await, "compare compare_time");
    let days = compared(question("bookings", &["month"], &[]), "2026-04-02", "2026-06-30", "previous");
    assert_eq!(code(days).await, "compare compare_time");
    let filtered = question("bookings", &[], &["quarter=2026-Q2"]);
    assert_eq!(code(compared(filtered, "2026-04-02", "2026-06-30", "previous")).await, "compare compare_time");
    let early = compared(bookings(), "0001-02-01", "0001-02-28", "year_before");
    assert_eq!(code(early).await, "compare compare_too_early");
    let all = compared(bookings(), "0001-01-01", "9998-12-31", "previous");
    assert_eq!(code(all).await, "compare compare_too_early");
    // An empty word is none.
    assert!(kpi::answer(&house.head, &quarter(bookings(), " ")).await.expect("an answer").ask.earlier.is_none());
}

#[tokio::test]
async fn the_api_answers_both_periods_and_says_in_words_what_is_missing() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    let get = |path: &str| {
        let path = path.to_owned();
        let (app, cookie) = (&house.app, cookie.clone());
        async move { app.api(Method::GET, &path, &cookie, None).await }
    };
    let answer = get("/api/v1/kpis/bookings?from=2026-04-01&to=2026-06-30&compare=previous&by=region").await.json();
    assert_eq!(
        answer["earlier"],
        json!({ "compare": "previous", "from": "2026-01-01", "to": "2026-03-31", "as_of": null, "running": null })
    );
    let south = &answer["figures"][1];
    assert_eq!((south["value"].as_str(), south["count"].as_i64()), (Some("0.0000"), Some(0)));
    assert_eq!(
        south["earlier"],
        json!({ "group": [{ "dimension": "region", "key": "South", "label": "South" }], "value": "400.0000", "median": null,
            "count": 1, "part": null, "difference": "-400.0000", "change_percent": "-100.0000", "running": null })
    );
    assert_eq!(answer["totals"][0]["earlier"]["change_percent"], "12.1429");
    let alone = get("/api/v1/kpis/bookings?from=2026-04-01&to=2026-06-30").await.json();
    assert!(alone["earlier"].is_null() && alone["figures"][0]["earlier"].is_null());

    let refused = get("/api/v1/kpis/bookings?compare=previous").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("\"compare\"") && refused.body.contains("compare_needs_period"), "{}", refused.body);
    assert!(refused.body.contains("choose a first and a last day"), "{}", refused.body);
    let refused = get("/api/v1/kpis/bookings/rows?compare=previous").await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    let definitions = get("/api/v1/kpis").await.json();
    let less: Vec<_> = definitions["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|d| d["less_is_better"] == true && d["waits_for"].is_null())
        .map(|d| d["key"].as_str().expect("a key"))
        .collect();
    let durations = ["cycle_time_won", "cycle_time_closed", "first_answer_time", "decision_time"];
    let breaches = ["open_breaches", "open_breach_age"];
    let wanted = ["lost_count"].into_iter().chain(durations).chain(breaches).chain(["conflict_rate", "expiry_rate"]);
    let firsts = ["time_to_first_business", "time_to_first_registration", "time_to_first_revenue"];
    let wanted: Vec<_> = wanted.chain(firsts).chain(["partner_churn", "days_in_phase", "stuck_partners"]).collect();
    assert_eq!(less, wanted);
}

#[tokio::test]
async fn the_page_says_how_it_moved_and_leads_to_the_earlier_rows() {
    let house = two_quarters().await;
    let cookie = house.app.cookie(&house.head).await;
    let page = house.app.get("/insights?from=2026-04-01&to=2026-06-30&compare=previous&by=region", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("compared with 1 Jan 2026 to 31 Mar 2026"), "the note tells the days");
    assert!(page.body.contains("<span class=\"visually-hidden\">up, better: </span>+12.1%"), "bookings");
    let earlier = "/insights/rows?metric=bookings&#38;from=2026-01-01&#38;to=2026-03-31&#38;filter=currency%3DEUR";
    assert!(page.body.contains(&format!("href=\"{earlier}\">Period before: €1,400.00")), "the earlier rows");
    assert!(page.body.contains("down, worse: </span>−25.00 points"), "the win rate");
    // It took longer: an arrow up that is not good.
    let slower = page.body.split("<span class=\"delta bad\">").find(|part| part.contains(" d slower"));
    assert!(slower.is_some_and(|part| part.contains("trending-up") && part.contains("up, worse: ")), "the cycle time");
    let rows = house.app.get(&earlier.replace("&#38;", "&"), &cookie).await;
    assert_eq!(rows.status, StatusCode::OK);
    assert!(rows.body.contains("€1,400.00") && rows.body.contains("€400.00") && !rows.body.contains("€900.00"));
    // The months stand beside those in the same place.
    let chart = page.body.split("data-chart>").skip(1).find(|part| part.contains("\"Bookings\"")).expect("a chart");
    let chart: serde_json::Value = serde_json::from_str(chart.split("</script>").next().expect("data")).expect("JSON");
    assert_eq!(chart["x"], json!(["2026-04", "2026-05", "2026-06"]));
    let series = json!([{ "name": "Bookings", "data": [900.0, 70.0, 600.0] }, { "name": "Period before", "data": [0.0, 1_000.0, 400.0] }]);
    assert_eq!(chart["series"], series);
    // Where there is nothing to compare with, the numbers are there and a sentence says what to do.
    for (address, says) in [
        ("/insights?compare=previous", "To compare, choose a first and a last day."),
        ("/insights?period=all&compare=year_before", "To compare, choose a first and a last day."),
        ("/insights?from=2026-04-02&to=2026-06-30&compare=previous&by=month", "have no counterpart"),
        ("/insights?from=2026-04-02&to=2026-06-30&compare=nonsense", "flash warn"),
    ] {
        let page = house.app.get(address, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.body.contains(says), "{address}");
        assert!(page.body.contains("€70.00") || page.body.contains("€2,970.00"), "{address} has its numbers");
    }
    // A period with nothing in it is still worth a look beside one with something.
    let quiet = house.app.get("/insights?from=2026-07-01&to=2026-09-30&compare=previous", &cookie).await;
    assert!(quiet.body.contains("−100%"), "it fell to nothing");
}

#[tokio::test]
async fn a_partner_manager_compares_their_own_partners_only() {
    let house = two_quarters().await;
    let asked = compared(question("bookings", &["partner"], &[]), "2026-04-01", "2026-06-30", "previous");
    let own = kpi::answer(&house.manager, &asked).await.expect("an answer");
    let wanted = ("Südwind".to_owned(), Some(0), Some(400 * UNIT), Some(-400 * UNIT), Some(-1_000_000));
    assert_eq!(shown(&own), [wanted]);
    assert_eq!(own.totals[0].earlier.as_ref().and_then(|e| e.value), Some(400 * UNIT));
}
