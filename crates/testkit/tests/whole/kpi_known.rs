//! As of a past day: what was known then is what was said then, and what was corrected since is shown as a correction.

use crate::kpis::{House, UNIT, input, question};
use kernel::id::DealId;
use kernel::time::DAY;
use kernel::{Date, Failure, PageRequest};
use operations::cosell::deal;
use operations::grow::kpi::registry::Subject;
use operations::grow::kpi::{self, Answer, METRICS, Question};
use operations::program;
use proptest::prelude::*;
use serde_json::json;

fn as_of(metric: &str, by: &[&str], day: &str) -> Question {
    Question { as_of: Some(day.to_owned()), ..question(metric, by, &[]) }
}

/// Something people do with a deal, in days before today where it has a date.
#[derive(Debug, Clone)]
enum Deed {
    Open { partner: Option<usize>, amount: Option<u16>, product: Option<usize> },
    Win { deal: usize, before: u8 },
    Lose { deal: usize, before: u8 },
    Reopen { deal: usize },
    Move { deal: usize, stage: usize },
    Amount { deal: usize, amount: Option<u16> },
    Dollars { deal: usize },
    Opened { deal: usize, before: Option<u8> },
    Product { deal: usize, product: Option<usize> },
    Line { deal: usize, product: usize, amount: u8 },
    NoLine { deal: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    use Deed as D;
    let at = || 0..12_usize;
    prop_oneof![
        4 => (prop::option::of(0..3_usize), prop::option::of(1..500_u16), prop::option::of(0..3_usize))
            .prop_map(|(partner, amount, product)| D::Open { partner, amount, product }),
        3 => (at(), 0..20_u8).prop_map(|(deal, before)| D::Win { deal, before }),
        2 => (at(), 0..20_u8).prop_map(|(deal, before)| D::Lose { deal, before }),
        2 => at().prop_map(|deal| D::Reopen { deal }),
        2 => (at(), 0..5_usize).prop_map(|(deal, stage)| D::Move { deal, stage }),
        3 => (at(), prop::option::of(1..500_u16)).prop_map(|(deal, amount)| D::Amount { deal, amount }),
        1 => at().prop_map(|deal| D::Dollars { deal }),
        1 => (at(), prop::option::of(0..20_u8)).prop_map(|(deal, before)| D::Opened { deal, before }),
        1 => (at(), prop::option::of(0..3_usize)).prop_map(|(deal, product)| D::Product { deal, product }),
        2 => (at(), 0..3_usize, 1..90_u8).prop_map(|(deal, product, amount)| D::Line { deal, product, amount }),
        1 => at().prop_map(|deal| D::NoLine { deal }),
    ]
}

/// Does it; what is not possible at the moment is refused by the operation and changes nothing.
async fn done(house: &House, deals: &mut Vec<(DealId, Date)>, today: Date, what: &Deed) {
    use Deed as D;
    let head = &house.head;
    let (D::Win { deal: at, .. }
    | D::Lose { deal: at, .. }
    | D::Reopen { deal: at }
    | D::Move { deal: at, .. }
    | D::Amount { deal: at, .. }
    | D::Dollars { deal: at }
    | D::Opened { deal: at, .. }
    | D::Product { deal: at, .. }
    | D::Line { deal: at, .. }
    | D::NoLine { deal: at }) = what
    else {
        let D::Open { partner, amount, product } = what else { return };
        let more = json!({ "partner": partner.map(|at| house.partners[at]), "amount": amount.map(|a| a.to_string()),
            "product": product.map(|at| house.products[at]), "opened_on": today.to_string() });
        deals.push((house.deal_with(more).await, today));
        return;
    };
    let Some((id, entered)) = deals.get(at % deals.len().max(1)).copied() else { return };
    // Days before a deal was entered are told by what its entry says of them.
    let ago = |days: u8| today.plus_days(-i64::from(days)).max(entered).to_string();
    let change = async |field: &str, value: serde_json::Value| {
        let input = input(serde_json::Value::Object([(field.to_owned(), value)].into_iter().collect()));
        deal::change(head, id, input).await.err()
    };
    let refused = match what {
        D::Open { .. } => None,
        D::Win { before, .. } => deal::win(head, id, input(json!({ "closed_on": ago(*before) }))).await.err(),
        D::Lose { before, .. } => {
            deal::lose(head, id, input(json!({ "reason": "price", "closed_on": ago(*before) }))).await.err()
        }
        D::Reopen { .. } => deal::reopen(head, id, input(json!({}))).await.err(),
        D::Move { stage, .. } => {
            let stages = program::stages(house.app.app.db().read(), house.programs[0]).await.expect("stages");
            deal::move_stage(head, id, input(json!({ "stage": stages[stage % stages.len()].id }))).await.err()
        }
        D::Amount { amount, .. } => change("amount", json!(amount.map(|a| a.to_string()))).await,
        D::Dollars { .. } => change("currency", json!("USD")).await,
        D::Opened { before, .. } => change("opened_on", json!(before.map(ago))).await,
        D::Product { product, .. } => change("product", json!(product.map(|at| house.products[at]))).await,
        D::Line { product, amount, .. } => {
            let line = input(json!({ "product": house.products[*product], "amount": amount.to_string() }));
            deal::add_line(head, id, None, line).await.err()
        }
        D::NoLine { .. } => match deal::lines_of(head, id).await.expect("lines").first() {
            Some(line) => deal::remove_line(head, id, line.id, None).await.err(),
            None => None,
        },
    };
    if let Some(Failure::Internal(error)) = refused {
        panic!("{what:?}: {error}");
    }
}

/// By what it is divided, where it can be. Who a deal belongs to is told as it is now.
const BY: [&str; 4] = ["", "product", "source", "currency"];

/// What is said: group, currency, value, median, rows, part and what is left out.
fn said(answer: &Answer) -> Vec<String> {
    let say = |figures: &[kpi::Figure]| {
        let mut said: Vec<String> = figures
            .iter()
            .filter(|f| f.count > 0 || f.excluded > 0)
            .map(|f| {
                let group: Vec<&str> = f.group.iter().map(|g| g.key.as_str()).collect();
                format!(
                    "{group:?} {:?} {:?} {:?} {} {:?} {}",
                    f.currency, f.value, f.median, f.count, f.part, f.excluded
                )
            })
            .collect();
        said.sort();
        said
    };
    [say(&answer.figures), say(&answer.totals)].concat()
}

/// Every answer about deals.
async fn all_said(house: &House, day: Option<&str>) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for metric in METRICS.iter().filter(|m| m.family.subject() == Subject::Deals) {
        for by in BY {
            let by: Vec<&str> = Some(by).filter(|by| !by.is_empty()).into_iter().collect();
            let asked = Question { as_of: day.map(str::to_owned), ..question(metric.key, &by, &[]) };
            match kpi::answer(&house.head, &asked).await {
                Ok(answer) => all.push((format!("{} {by:?}", metric.key), said(&answer))),
                Err(Failure::Invalid(_)) => {}
                Err(failure) => panic!("{} {by:?}: {failure}", metric.key),
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn what_a_past_day_is_told_by_is_what_was_said_on_that_day(days in prop::collection::vec(prop::collection::vec(deed(), 0..5), 16)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let house = House::new().await;
            let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
            let (mut deals, mut then) = (Vec::new(), Vec::new());
            for deeds in &days {
                let today = house.app.now().date_in(&zone);
                for deed in deeds {
                    done(&house, &mut deals, today, deed).await;
                }
                then.push((today.to_string(), all_said(&house, None).await));
                house.app.clock.advance(DAY);
            }
            for (day, said) in &then {
                for ((name, told), (_, said)) in all_said(&house, Some(day)).await.into_iter().zip(said) {
                    assert_eq!(told, *said, "{name} as of {day}");
                }
            }
            // Making everything again forgets nothing.
            kpi::rebuild(&house.head).await.expect("rebuilt");
            let (day, said) = &then[then.len() / 2];
            assert_eq!(all_said(&house, Some(day)).await, *said, "as of {day}, after all was counted anew");
        });
    }
}

#[tokio::test]
async fn what_is_corrected_later_is_shown_as_a_correction() {
    let house = House::new().await;
    // It is the 24th of November. Two deals are won, one is open.
    let a = house.deal(Some(0), Some(1_000), Some("2026-10-01")).await;
    let b = house.deal(Some(1), Some(500), Some("2026-10-02")).await;
    let c = house.deal(None, Some(70), Some("2026-10-03")).await;
    house.win(a, "2026-11-24").await;
    house.win(b, "2026-11-24").await;
    house.app.clock.advance(10 * DAY);
    // On the 4th of December one of them was worth less, and the third turns out to have been won before the other two.
    deal::change(&house.head, a, input(json!({ "amount": "900" }))).await.expect("changed");
    house.win(c, "2026-11-20").await;
    let told = async |metric: &str, day: &str| {
        let answer = kpi::answer(&house.head, &as_of(metric, &[], day)).await.expect("an answer");
        let value = answer.figures.first().and_then(|f| f.value);
        let corrected = answer.corrected.map(|c| (c.deals, c.totals.first().and_then(|f| f.value)));
        (value, corrected)
    };
    assert_eq!(told("bookings", "2026-11-30").await, (Some(1_500 * UNIT), Some((2, Some(1_470 * UNIT)))));
    assert_eq!(told("bookings", "2026-12-03").await, (Some(1_500 * UNIT), Some((2, Some(1_470 * UNIT)))));
    assert_eq!(told("bookings", "2026-12-04").await, (Some(1_470 * UNIT), None));
    // Nobody had lost: the rate was and is 100 %, of two and of three. What was open then was won by then.
    assert_eq!(told("win_rate", "2026-11-30").await, (Some(100 * UNIT), Some((1, Some(100 * UNIT)))));
    assert_eq!(told("open_pipeline", "2026-11-30").await, (Some(70 * UNIT), Some((1, None))));
    // Before anything of it was entered here, history is what the entries say.
    assert_eq!(told("bookings", "2026-11-22").await, (Some(70 * UNIT), None));

    let asked = as_of("bookings", &[], "2026-11-30");
    let page = PageRequest::default();
    let rows = kpi::corrections(&house.head, &asked, &page).await.expect("corrections").page.items;
    let sides: Vec<_> = rows
        .iter()
        .map(|r| {
            (r.deal, r.then.and_then(|s| s.money).map(|m| m.amount), r.now.and_then(|s| s.money).map(|m| m.amount))
        })
        .collect();
    let mut expected = vec![(a, Some(1_000 * UNIT), Some(900 * UNIT)), (c, None, Some(70 * UNIT))];
    expected.sort();
    assert_eq!(sides, expected);
    let one = PageRequest { limit: Some(1), after: None };
    let first = kpi::corrections(&house.head, &asked, &one).await.expect("a page").page;
    let cursor = first.next_cursor.expect("there is more");
    let second = PageRequest::parse(Some(1), Some(&cursor)).expect("a page");
    let second = kpi::corrections(&house.head, &asked, &second).await.expect("a page").page;
    assert_eq!([first.items, second.items].concat(), rows);
    assert!(second.next_cursor.is_none());

    // Who sees one partner's deals sees only its corrections.
    let manager = kpi::corrections(&house.manager, &asked, &page).await.expect("corrections").page.items;
    assert!(manager.is_empty(), "neither deal is of a partner of theirs: {manager:?}");

    let refused = async |question: Question| match kpi::corrections(&house.head, &question, &PageRequest::default())
        .await
    {
        Err(Failure::Invalid(errors)) => errors.0.iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(question("bookings", &[], &[])).await, ["as_of required"]);
    assert_eq!(refused(as_of("registrations", &[], "2026-11-30")).await, ["as_of not_for_metric"]);
    assert_eq!(refused(as_of("bookings", &[], "2030-01-01")).await, ["as_of date_in_future"]);
}

#[tokio::test]
async fn corrections_are_on_the_page_and_in_the_api() {
    let house = House::new().await;
    let deal = house.deal(Some(0), Some(1_000), Some("2026-10-01")).await;
    house.win(deal, "2026-11-24").await;
    house.app.clock.advance(3 * DAY);
    let line = input(json!({ "product": house.product(0), "amount": "1250" }));
    deal::add_line(&house.head, deal, None, line).await.expect("a line");
    let cookie = house.app.cookie(&house.head).await;
    let get = async |path: &str| house.app.api(http::Method::GET, path, &cookie, None).await;
    let answer = get("/api/v1/kpis/bookings?as_of=2026-11-25").await.json();
    assert_eq!(answer["totals"][0]["value"], "1000.0000", "{answer}");
    assert_eq!(answer["corrected"]["deals"], 1);
    assert_eq!(answer["corrected"]["totals"][0]["value"], "1250.0000");
    let list = get("/api/v1/kpis/bookings/corrections?as_of=2026-11-25").await.json();
    assert_eq!(list["items"][0]["then"]["amount"], "1000.0000", "{list}");
    assert_eq!(list["items"][0]["now"]["amount"], "1250.0000");
    assert_eq!(get("/api/v1/kpis/bookings?as_of=2026-11-27").await.json()["corrected"], json!(null));
    assert_eq!(get("/api/v1/kpis/bookings/corrections").await.status.as_u16(), 422);
    // By product too: then it was of none.
    let by = get("/api/v1/kpis/bookings?as_of=2026-11-25&by=product").await.json();
    assert_eq!(
        (&by["figures"][0]["group"][0]["key"], &by["figures"][0]["value"]),
        (&json!(""), &json!("1000.0000")),
        "{by}"
    );

    let rows = house.app.get("/insights/rows?metric=bookings&period=custom&as_of=2026-11-25", &cookie).await;
    assert!(rows.body.contains("/insights/corrections?metric=bookings"), "{}", rows.body);
    let page = house.app.get("/insights/corrections?metric=bookings&period=custom&as_of=2026-11-25", &cookie).await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.body.contains("1,000.00") && page.body.contains("1,250.00"), "{}", page.body);
}
