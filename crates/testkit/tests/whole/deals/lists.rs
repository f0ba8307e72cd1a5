//! The list with its filters and orders, and the board.

use super::house::*;
use kernel::id::DealId;
use kernel::money::SCALE;
use kernel::time::{DAY, MINUTE};
use operations::Ctx;
use operations::cosell::deal::*;
use operations::cosell::typed_amount::TypedAmount;
use serde_json::json;

pub async fn ids(cx: &Ctx, query: &DealQuery) -> Vec<DealId> {
    let filter = query.filter(cx).expect("a filter");
    let page =
        list(cx, &filter, query.order().expect("an order"), &query.page().expect("a page")).await.expect("a list");
    page.items.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn every_order_pages_through_every_deal_once_and_empty_values_come_last() {
    let house = House::new().await;
    let mut made = Vec::new();
    for n in 0..7_i64 {
        house.app.clock.advance(MINUTE);
        let amount = (n % 3 != 0).then(|| TypedAmount::of(n / 3 * SCALE));
        let expected_close_on = (n % 2 == 0).then(|| "2027-01-05".parse().expect("a date"));
        let input = CreateDeal { amount, expected_close_on, ..house.wish(&format!("Deal {}", n % 4), None) };
        made.push(create_direct(&house.head, input).await.expect("a deal"));
    }
    win(&house.head, made[2], Win::default()).await.expect("won");
    made.sort();
    for by in DealSort::ALL {
        for sign in ["", "-"] {
            let mut seen = Vec::new();
            let mut cursor = None;
            loop {
                let sort = Some(format!("{sign}{by}"));
                let query = DealQuery { sort, limit: Some("2".to_owned()), cursor, ..DealQuery::default() };
                let filter = query.filter(&house.head).expect("a filter");
                let order = query.order().expect("an order");
                let page = list(&house.head, &filter, order, &query.page().expect("a page")).await.expect("a page");
                seen.extend(page.items);
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            let mut found: Vec<_> = seen.iter().map(|r| r.id).collect();
            found.sort();
            assert_eq!(found, made, "{sign}{by}");
            if *by == DealSort::Amount {
                let empty = seen.iter().position(|r| r.amount.is_none()).expect("some are empty");
                assert!(seen[empty..].iter().all(|r| r.amount.is_none()), "{sign}{by}");
                let amounts: Vec<_> = seen[..empty].iter().filter_map(|r| r.amount.map(|m| m.amount)).collect();
                assert!(amounts.is_sorted_by(|a, b| if sign.is_empty() { a <= b } else { a >= b }), "{amounts:?}");
            }
        }
    }
}

#[tokio::test]
async fn every_filter_finds_what_it_names_and_nothing_else() {
    let house = House::new().await;
    let partner = house.partner("Nordlicht", None).await;
    let with = create_direct(
        &house.head,
        CreateDeal {
            amount: None,
            expected_close_on: Some("2027-02-01".parse().expect("a date")),
            lines: vec![NewLine { category: Some("Seats".to_owned()), ..line("Seat", 70_000 * SCALE) }],
            ..house.wish("Müller Logistik", Some(partner))
        },
    )
    .await
    .expect("a deal");
    let without = house.deal("Plain", None).await;
    win(&house.head, without, Win::default()).await.expect("won");
    let me = house.head.actor.user().expect("a user").id.to_string();
    let program = house.program.to_string();
    let (stage, partner) = (house.stage("qualified").to_string(), partner.to_string());
    let both = vec![without, with];
    let cases: Vec<(&str, &str, Vec<DealId>)> = vec![
        ("q", "mueller", vec![with]),
        ("q", "100%", vec![]),
        ("outcome", "open", vec![with]),
        ("outcome", "won", vec![without]),
        ("outcome", "closed", vec![without]),
        ("stage", &stage, vec![with]),
        ("program", &program, both.clone()),
        ("partner", &partner, vec![with]),
        ("partner", "none", vec![without]),
        ("owner", "me", both.clone()),
        ("owner", &me, both.clone()),
        ("owner", "none", vec![]),
        ("category", "Seats", vec![with]),
        ("category", "none", vec![without]),
        ("product", "none", both.clone()),
        ("source", "direct", both.clone()),
        ("source", "registered", vec![]),
        ("region", "North", vec![with]),
        ("region", "none", vec![without]),
        ("segment", "none", both.clone()),
        ("country", "DE", vec![with]),
        ("phase", "cosell", vec![with]),
        ("phase", "grow", vec![]),
        ("opened_from", "2026-11-24", both.clone()),
        ("opened_to", "2026-11-23", vec![]),
        ("closed_from", "2026-11-24", vec![without]),
        ("expected_to", "2027-02-01", vec![with]),
        ("amount_from", "70000", vec![with]),
        ("amount_to", "69999.9999", vec![without]),
        ("currency", "USD", vec![]),
    ];
    for (name, value, wanted) in cases {
        let query: DealQuery = serde_json::from_value(json!({ name: value })).expect("a query");
        assert_eq!(ids(&house.head, &query).await, wanted, "{name}={value}");
    }
    let query: DealQuery =
        serde_json::from_value(json!({ "stage": "x", "opened_from": "soon", "source": "?" })).expect("a query");
    assert_eq!(codes(query.filter(&house.head)).len(), 3);
}

#[tokio::test]
async fn the_board_shows_open_deals_and_those_closed_lately_with_exact_sums() {
    let house = House::new().await;
    for n in 0..3 {
        house.deal(&format!("Open {n}"), None).await;
    }
    let dollars = CreateDeal { currency: Some("usd".to_owned()), ..house.wish("Dollars", None) };
    create_direct(&house.head, dollars).await.expect("a deal");
    let closed = house.deal("Closed", None).await;
    win(&house.head, closed, Win::default()).await.expect("won");
    let column = async |key: &str| {
        let found = board(&house.head, house.program, None).await.expect("a board");
        found.columns.into_iter().find(|c| c.stage.id == house.stage(key)).expect("a column")
    };
    let open = column("qualified").await;
    assert_eq!((open.count, open.cards.len()), (4, 4));
    let sums: Vec<_> = open.sums.iter().map(ToString::to_string).collect();
    assert_eq!(sums, ["144000.0000 EUR", "48000.0000 USD"]);
    assert_eq!(column("won").await.count, 1);
    house.app.clock.advance(31 * DAY);
    assert_eq!(column("won").await.count, 0, "closed too long ago");
    assert_eq!(column("qualified").await.count, 4);
}
