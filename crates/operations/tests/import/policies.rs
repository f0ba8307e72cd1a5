//! Choices that change what a figure says: each one with numbers worked out by hand, from kept totals and from the facts alike.

use crate::installation::Installation;
use kernel::id::PartnerId;
use kernel::{Channel, PageRequest};
use operations::grow::kpi::policy::{BlankSources, Business, NegativeDurations};
use operations::grow::kpi::{
    Answer, Ask, ChangePolicies, Figure, Path, Policies, Question, Which, answer_ask, change_policies, policies, rows,
};
use operations::partner::{self, SetStatus};
use storage::Sql;

const MAPPING: &str = concat!(
    head!([name = "crm", currency = "EUR"], ["partners", "deals", "registrations"], "resellers", "reseller", []),
    r#"
[[table]]
target = "partner"
file = "partners"
key = "id"
[table.field]
program = { constant = "resellers" }
name = "id"
signed = "signed"
[[table]]
target = "deal"
file = "deals"
key = "id"
[table.field]
program = { constant = "resellers" }
partner = "partner"
name = "id"
stage = "stage"
opened = "opened"
closed = "closed"
amount = "amount"
[[table]]
target = "registration"
file = "registrations"
key = "id"
[table.field]
program = { constant = "resellers" }
partner = "partner"
company_name = "id"
submitted = "came"
first_answered = "answered"
decided = "decided"
status = "status"
"#
);

/// Three partners signed on the first day of 2024. P1 does business at once, P3 on the 45th day, P2 on the 152nd.
async fn filled() -> Installation {
    let at = Installation::new().await;
    at.file("partners.csv", "id,signed\nP1,2024-01-01\nP2,2024-01-01\nP3,2024-01-01\n");
    at.file(
        "deals.csv",
        "id,partner,stage,opened,closed,amount\n\
         ten days,P1,Won,2024-01-01,2024-01-11,100\n\
         won before it began,P1,Won,2024-02-10,2024-02-05,50\n\
         thirty days,,Lost,2024-03-01,2024-03-31,10\n\
         lost before it began,,Lost,2024-03-10,2024-03-01,10\n\
         nobody knows since when,,Won,,2024-03-01,7\n\
         still open,P3,Qualified,2024-02-15,,70\n",
    );
    at.file(
        "registrations.csv",
        "id,partner,came,answered,decided,status\n\
         two hours,P1,2024-01-20T10:00:00Z,2024-01-20T12:00:00Z,,in_review\n\
         answered before it came,P2,2024-06-01T10:00:00Z,2024-06-01T09:00:00Z,2024-06-03T10:00:00Z,approved\n",
    );
    at.import(MAPPING).await;
    at
}

fn question(metric: &str) -> Question {
    Question { metric: metric.to_owned(), ..Question::default() }
}

/// The answer both ways; they agree.
async fn asked(at: &Installation, question: &Question) -> Answer {
    let ask = Ask::read(&at.cx, question).await.expect("a question");
    let facts = answer_ask(&at.cx, ask.clone(), Some(Path::Facts)).await.expect("from facts");
    let any = answer_ask(&at.cx, ask, None).await.expect("an answer");
    assert_eq!((&any.figures, &any.totals), (&facts.figures, &facts.totals), "{question:?}");
    any
}

async fn figure(at: &Installation, metric: &str, as_of: Option<&str>) -> Figure {
    let question = Question { as_of: as_of.map(str::to_owned), ..question(metric) };
    asked(at, &question).await.figures.remove(0)
}

async fn choose(at: &Installation, change: ChangePolicies) -> Policies {
    change_policies(&at.cx, change).await.expect("chosen")
}

async fn row_names(at: &Installation, question: &Question, which: Which) -> Vec<(String, Option<i64>)> {
    let page = rows(&at.cx, question, which, &PageRequest::default()).await.expect("rows").page;
    page.items.into_iter().map(|row| (row.name, row.duration)).collect()
}

/// Ten-thousandths of a day, of a percent, of a deal.
const UNIT: i64 = 10_000;
/// Ten-thousandths of a second in an hour.
const HOUR: i64 = 3_600 * 10_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_duration_that_ends_before_it_begins_is_left_out_or_took_no_time() {
    let at = filled().await;
    let told = |f: Figure| (f.value, f.median, f.count, f.excluded);
    assert_eq!(told(figure(&at, "cycle_time_won", None).await), (Some(10 * UNIT), Some(10 * UNIT), 1, 2));
    assert_eq!(told(figure(&at, "cycle_time_closed", None).await), (Some(20 * UNIT), Some(20 * UNIT), 2, 3));
    assert_eq!(told(figure(&at, "first_answer_time", None).await), (Some(2 * HOUR), Some(2 * HOUR), 1, 1));
    let path = asked(&at, &question("cycle_time_won")).await.path;
    assert_eq!(path, Path::Totals);
    assert_eq!(row_names(&at, &question("cycle_time_won"), Which::Excluded).await.len(), 2);

    choose(&at, ChangePolicies { negative_durations: Some(NegativeDurations::Zero), ..ChangePolicies::default() })
        .await;
    // 10 and 0; 10, 0, 30 and 0. What has no date has no duration, whatever one chooses.
    assert_eq!(told(figure(&at, "cycle_time_won", None).await), (Some(5 * UNIT), Some(5 * UNIT), 2, 1));
    assert_eq!(told(figure(&at, "cycle_time_closed", None).await), (Some(10 * UNIT), Some(5 * UNIT), 4, 1));
    assert_eq!(told(figure(&at, "first_answer_time", None).await), (Some(HOUR), Some(HOUR), 2, 0));
    let found = asked(&at, &question("cycle_time_won")).await;
    assert_eq!(found.path, Path::Totals, "kept totals answer either way");
    assert_eq!(found.ask.policies_text(), "negative_durations=zero");
    let mut counted = row_names(&at, &question("cycle_time_won"), Which::Counted).await;
    counted.sort();
    let wanted = [("ten days", Some(10 * UNIT)), ("won before it began", Some(0))];
    assert_eq!(counted, wanted.map(|(name, days)| (name.to_owned(), days)));
    let left_out = row_names(&at, &question("cycle_time_won"), Which::Excluded).await;
    assert_eq!(left_out, [("nobody knows since when".to_owned(), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_of_which_nobody_says_the_source_has_a_line_of_its_own_or_is_direct() {
    let at = filled().await;
    let by_source = Question { by: vec!["source".to_owned()], ..question("won_count") };
    let lines = |answer: &Answer| -> Vec<(String, i64)> {
        answer.figures.iter().map(|f| (f.group[0].key.clone(), f.count)).collect()
    };
    assert_eq!(lines(&asked(&at, &by_source).await), [("imported".to_owned(), 3)]);
    choose(&at, ChangePolicies { blank_sources: Some(BlankSources::Direct), ..ChangePolicies::default() }).await;
    let found = asked(&at, &by_source).await;
    assert_eq!(lines(&found), [("imported".to_owned(), 2), ("direct".to_owned(), 1)]);
    assert_eq!(found.totals[0].count, 3);
    assert_eq!(found.ask.policies_text(), "blank_sources=direct");
    // The line opens to its rows.
    let direct = Question { filters: vec!["source=direct".to_owned()], ..question("won_count") };
    assert_eq!(row_names(&at, &direct, Which::Counted).await, [("nobody knows since when".to_owned(), None)]);
    // Undivided, the choice changes nothing and is not named.
    assert_eq!(asked(&at, &question("won_count")).await.ask.policies_text(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_counts_as_business_decides_who_is_activated_and_how_soon() {
    let at = filled().await;
    let end = Some("2024-12-31");
    let mut seen = Vec::new();
    for &business in Business::ALL {
        choose(&at, ChangePolicies { business: Some(business), ..ChangePolicies::default() }).await;
        let activated = figure(&at, "activation_rate", end).await;
        let first = figure(&at, "time_to_first_business", end).await;
        seen.push((business, activated.part, activated.count, first.count, first.value));
    }
    let days = |sum: i64, count: i64| Some((sum * UNIT * 2 + count) / (2 * count));
    let wanted = [
        // P1 opened on the day of signing, P3 on 15 February, P2 registered on 1 June.
        (Business::RegistrationOrDeal, Some(2), 3, 3, days(45 + 152, 3)),
        (Business::RegistrationSubmitted, Some(1), 3, 2, days(19 + 152, 2)),
        (Business::RegistrationApproved, Some(0), 3, 1, days(154, 1)),
        (Business::DealOpened, Some(2), 3, 2, days(45, 2)),
        (Business::DealWon, Some(1), 3, 1, days(10, 1)),
    ];
    assert_eq!(seen, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn windows_in_days_decide_who_is_activated_active_and_producing() {
    let at = filled().await;
    let part = async |metric: &str, as_of: &str| {
        let found = figure(&at, metric, Some(as_of)).await;
        (found.part, found.count)
    };
    let chosen = async |change: ChangePolicies| choose(&at, change).await;
    assert_eq!(part("activation_rate", "2024-12-31").await, (Some(2), 3));
    chosen(ChangePolicies { activation_days: Some(151), ..ChangePolicies::default() }).await;
    assert_eq!(part("activation_rate", "2024-12-31").await, (Some(2), 3));
    chosen(ChangePolicies { activation_days: Some(152), ..ChangePolicies::default() }).await;
    assert_eq!(part("activation_rate", "2024-12-31").await, (Some(3), 3));
    // 30 June is the 182nd day of 2024; P1 opened last on the 41st, P3 on the 46th.
    assert_eq!(part("active_partner_rate", "2024-06-30").await, (Some(1), 3));
    chosen(ChangePolicies { active_days: Some(137), ..ChangePolicies::default() }).await;
    assert_eq!(part("active_partner_rate", "2024-06-30").await, (Some(2), 3));
    chosen(ChangePolicies { active_days: Some(142), ..ChangePolicies::default() }).await;
    assert_eq!(part("active_partner_rate", "2024-06-30").await, (Some(3), 3));
    // P1 won last on the 36th.
    assert_eq!(part("producing_partner_rate", "2024-06-30").await, (Some(1), 3));
    chosen(ChangePolicies { producing_days: Some(146), ..ChangePolicies::default() }).await;
    assert_eq!(part("producing_partner_rate", "2024-06-30").await, (Some(0), 3));
    let now = chosen(ChangePolicies { producing_days: Some(147), ..ChangePolicies::default() }).await;
    assert_eq!(part("producing_partner_rate", "2024-06-30").await, (Some(1), 3));
    let wanted = Policies { activation_days: 152, active_days: 142, producing_days: 147, ..Policies::default() };
    assert_eq!((now, policies(at.cx.read()).await.expect("policies")), (wanted, wanted));
    for days in [0, -1, 1_096] {
        let change = ChangePolicies { active_days: Some(days), ..ChangePolicies::default() };
        assert_eq!(change_policies(&at.cx, change).await.expect_err("a refusal").code(), "invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_counts_from_the_day_they_left() {
    let at = filled().await;
    let cx = at.cx.app.system(Channel::Web);
    let id = Sql::new("SELECT id FROM partner WHERE name = 'P2'").value::<PartnerId>(cx.read()).await;
    let left = SetStatus {
        status: "exited".parse().expect("a status"),
        reason: Some("Sold to somebody else".to_owned()),
        version: None,
    };
    partner::set_status(&cx, id.expect("an id").expect("a partner"), left).await.expect("left");
    let now = figure(&at, "partner_churn", None).await;
    assert_eq!((now.part, now.count, now.value), (Some(1), 3, Some(333_333)));
    let before = figure(&at, "partner_churn", Some("2026-11-23")).await;
    assert_eq!((before.part, before.count), (Some(0), 3));
    assert_eq!(row_names(&at, &question("partner_churn"), Which::Part).await, [("P2".to_owned(), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_that_an_update_has_made_stale_are_made_again_and_the_facts_answer_until_then() {
    let at = filled().await;
    let cycle = figure(&at, "cycle_time_won", None).await;
    // As the program before it kept them: dates that are missing and dates the wrong way round were one.
    let tx = at.cx.app.db().begin().await.expect("a transaction");
    for sql in [
        "UPDATE kpi_total SET measure = 'won_undated', group_value = 'stale' WHERE measure = 'won_reversed'",
        "INSERT INTO setting (key, value, changed_at) VALUES ('kpi_recount', 'true', 0)",
    ] {
        Sql::new(sql).execute(&tx).await.expect("stale");
    }
    tx.commit().await.expect("committed");
    let stale = asked(&at, &question("cycle_time_won")).await;
    assert_eq!((stale.path, &stale.figures[0]), (Path::Facts, &cycle));
    let app = at.cx.app.clone();
    let queue = jobs::Queue::new(app.db().clone(), app.options().clock.clone(), app.clone(), app.wake().clone());
    let queue = operations::handlers::all(queue);
    queue.tick().await.expect("a tick");
    queue.run_due().await.expect("the work is done");
    let fresh = asked(&at, &question("cycle_time_won")).await;
    assert_eq!((fresh.path, &fresh.figures[0]), (Path::Totals, &cycle));
    assert_eq!(at.number("SELECT COUNT(*) FROM kpi_total WHERE group_value = 'stale'").await, 0);
}
