//! What may happen to a deal, and what is written down of it.

use super::house::*;
use super::lists::ids;
use kernel::id::{PartnerId, UserId};
use kernel::time::{DAY, HOUR};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Patch, Role};
use operations::cosell::deal::{self, *};
use operations::cosell::typed_amount::TypedAmount;
use proptest::prelude::*;
use serde_json::json;
use storage::Sql;

#[tokio::test]
async fn a_deal_made_by_hand_begins_in_the_first_open_stage_of_its_program() {
    let house = House::new().await;
    let partner = house.partner("Nordlicht", None).await;
    let id = house.deal("Fleet suite", Some(partner)).await;
    let found = deal::get(&house.head, id).await.expect("the deal");
    assert_eq!(found.deal.stage_id, house.stage("qualified"));
    assert_eq!(found.deal.outcome, DealOutcome::Open);
    assert_eq!(found.deal.source, DealSource::Direct);
    assert_eq!(found.deal.owner_name.as_deref(), Some("Maria Kowalski"));
    assert_eq!(found.deal.opened_on.expect("a date").to_string(), "2026-11-24");
    assert_eq!(found.deal.amount.expect("an amount").to_string(), "48000.0000 EUR");
    assert!(found.deal.number.starts_with("D-") && found.deal.number.len() == 8);
    assert_eq!(found.stages.len(), 1);
    assert_eq!(house.events(id).await, ["deal.created"]);
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn everything_wrong_with_a_new_deal_is_said_at_once() {
    let house = House::new().await;
    let stranger = PartnerId::new();
    let input = CreateDeal {
        name: " ".to_owned(),
        partner: Some(stranger),
        owner: Some(UserId::new()),
        amount: Some(TypedAmount::of(-1)),
        currency: Some("euro".to_owned()),
        stage: Some(house.stage("won")),
        opened_on: Some("2026-11-25".parse().expect("a date")),
        lines: vec![line("", 5)],
        ..house.wish("", None)
    };
    let wrong = codes(create_direct(&house.head, input).await);
    let wanted = [
        ("name", "required"),
        ("partner", "unknown"),
        ("owner", "unknown"),
        ("currency", "currency_invalid"),
        ("lines.0.product_name", "required"),
        ("amount", "negative"),
        ("stage", "wrong_stage"),
        ("opened_on", "date_in_future"),
    ];
    assert_eq!(wrong, wanted.map(|(f, c)| (f.to_owned(), c.to_owned())));
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM deal").value::<i64>(house.app.app.db().read()).await;
    assert_eq!(count.expect("a count"), Some(0));
}

#[tokio::test]
async fn moving_writes_the_history_and_a_lost_deal_says_why() {
    let house = House::new().await;
    let id = house.deal("Fleet suite", None).await;
    house.app.clock.advance(2 * DAY);
    move_stage(&house.head, id, to(house.stage("proposal"))).await.expect("moved");
    house.app.clock.advance(3 * HOUR);
    assert_eq!(
        codes(lose(&house.head, id, lost(LossReason::Other)).await),
        [("text".to_owned(), "required".to_owned())]
    );
    let input = Lose { text: Some("They built it themselves".to_owned()), ..lost(LossReason::Other) };
    lose(&house.head, id, input).await.expect("lost");
    let found = deal::get(&house.head, id).await.expect("the deal");
    assert_eq!(found.deal.outcome, DealOutcome::Lost);
    assert_eq!(found.deal.close_reason.as_deref(), Some("other"));
    assert_eq!(found.close_text.as_deref(), Some("They built it themselves"));
    assert_eq!(found.deal.closed_on.expect("a date").to_string(), "2026-11-26");
    let durations: Vec<i64> = found.stages.iter().map(|s| s.duration(house.app.now())).collect();
    assert_eq!(durations, [2 * DAY, 3 * HOUR, 0]);
    assert_eq!(code(move_stage(&house.head, id, to(house.stage("proposal"))).await), "deal_closed");
    reopen(&house.head, id, Reopen::default()).await.expect("reopened");
    let found = deal::get(&house.head, id).await.expect("the deal");
    assert_eq!(found.deal.stage_id, house.stage("proposal"), "where it was last");
    assert_eq!((found.deal.closed_on, found.deal.close_reason), (None, None));
    assert_eq!(house.events(id).await, ["deal.created", "deal.stage_moved", "deal.lost", "deal.reopened"]);
}

#[tokio::test]
async fn a_deal_cannot_close_before_it_was_opened_or_tomorrow() {
    let house = House::new().await;
    let id = house.deal("Fleet suite", None).await;
    let on = |text: &str| Win { closed_on: Some(text.parse().expect("a date")), ..Win::default() };
    let wrong = |code: &str| vec![("closed_on".to_owned(), code.to_owned())];
    assert_eq!(codes(win(&house.head, id, on("2026-11-23")).await), wrong("before_opened"));
    assert_eq!(codes(win(&house.head, id, on("2026-11-25")).await), wrong("date_in_future"));
    win(&house.head, id, on("2026-11-24")).await.expect("won");
}

#[tokio::test]
async fn of_two_people_who_move_the_same_deal_one_is_told() {
    let house = House::new().await;
    let id = house.deal("Fleet suite", None).await;
    let seen = deal::get(&house.head, id).await.expect("the deal").deal.version;
    let based_on = |stage: &str| MoveStage { version: Some(seen), ..to(house.stage(stage)) };
    let (a, b) = tokio::join!(
        move_stage(&house.head, id, based_on("proposal")),
        move_stage(&house.head, id, based_on("negotiation"))
    );
    let refused = [a, b].into_iter().filter_map(Result::err).map(|f| f.code()).collect::<Vec<_>>();
    assert_eq!(refused, ["stale_version"]);
    let open =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM deal_stage WHERE left_at IS NULL AND deal_id = ").bind(id);
    assert_eq!(open.value::<i64>(house.app.app.db().read()).await.expect("a count"), Some(1));
    assert_eq!(house.events(id).await, ["deal.created", "deal.stage_moved"]);
}

#[tokio::test]
async fn a_deal_with_lines_is_worth_their_exact_sum() {
    let house = House::new().await;
    let input = CreateDeal {
        amount: None,
        lines: vec![line("Seats", 3_333), line("Support", 6_668)],
        ..house.wish("Lines", None)
    };
    let id = create_direct(&house.head, input).await.expect("a deal");
    let amount = async || deal::get(&house.head, id).await.expect("the deal").deal.amount.expect("an amount").amount;
    assert_eq!(amount().await, 10_001);
    let added = add_line(&house.head, id, None, line("Training", 1)).await.expect("a line");
    assert_eq!(amount().await, 10_002);
    change_line(&house.head, id, added, None, line("Training", 99_999)).await.expect("changed");
    assert_eq!(amount().await, 110_000);
    let input = ChangeDeal { amount: Patch::Set(TypedAmount::of(5)), ..ChangeDeal::default() };
    assert_eq!(codes(change(&house.head, id, input).await), [("amount".to_owned(), "lines_decide".to_owned())]);
    for line in lines_of(&house.head, id).await.expect("lines") {
        remove_line(&house.head, id, line.id, None).await.expect("removed");
    }
    assert_eq!(amount().await, 99_999, "the amount of the last line stays");
    assert_eq!(code(remove_line(&house.head, id, added, None).await), "not_found");
    let input = CreateDeal { lines: vec![line("Seats", 5)], ..house.wish("Differs", None) };
    assert_eq!(codes(create_direct(&house.head, input).await), [("amount".to_owned(), "lines_differ".to_owned())]);
}

#[tokio::test]
async fn a_change_records_before_and_after_and_a_change_of_nothing_is_none() {
    let house = House::new().await;
    let id = house.deal("Fleet suite", None).await;
    let other = house.app.user("Ines Hoffmann", Role::PartnerManager).await;
    let input = ChangeDeal {
        name: Some("Fleet suite XL".to_owned()),
        owner: Patch::Set(other.actor.user().expect("a user").id),
        expected_close_on: Patch::Set("2027-03-01".parse().expect("a date")),
        ..ChangeDeal::default()
    };
    change(&house.head, id, input.clone()).await.expect("changed");
    change(&house.head, id, input).await.expect("nothing to change");
    assert_eq!(house.events(id).await, ["deal.created", "deal.changed"]);
    let payload = Sql::new("SELECT payload FROM event WHERE kind = 'deal.changed'")
        .value::<String>(house.app.app.db().read())
        .await;
    let payload: serde_json::Value = serde_json::from_str(&payload.expect("a row").expect("a payload")).expect("json");
    let changes = json!([
        { "field": "owner", "before": "Maria Kowalski", "after": "Ines Hoffmann" },
        { "field": "name", "before": "Fleet suite", "after": "Fleet suite XL" },
        { "field": "expected_close_on", "before": null, "after": "2027-03-01" },
    ]);
    assert_eq!(payload["changes"], changes);
    let query = DealQuery { q: Some("XL fleet".to_owned()), ..DealQuery::default() };
    assert_eq!(ids(&house.head, &query).await, [id]);
}

#[tokio::test]
async fn a_manager_of_own_partners_sees_and_touches_only_their_deals() {
    let house = House::new().await;
    let ines = house.app.user("Ines Hoffmann", Role::PartnerManager).await;
    let hers = house.partner("Nordlicht", Some(&ines)).await;
    let foreign = house.partner("Voltwerk", None).await;
    let own = create_direct(&ines, house.wish("Hers", Some(hers))).await.expect("a deal");
    let other = house.deal("Not hers", Some(foreign)).await;
    let direct = house.deal("Direct", None).await;
    assert_eq!(ids(&ines, &DealQuery::default()).await, [own]);
    assert_eq!(codes(create_direct(&ines, house.wish("No partner", None)).await)[0].0, "partner");
    assert_eq!(codes(create_direct(&ines, house.wish("Foreign", Some(foreign))).await)[0].1, "unknown");
    for id in [other, direct] {
        assert_eq!(code(deal::get(&ines, id).await), "not_found");
        assert_eq!(code(stages_of(&ines, id).await), "not_found");
        assert_eq!(code(lines_of(&ines, id).await), "not_found");
        assert_eq!(code(win(&ines, id, Win::default()).await), "not_found");
        assert_eq!(code(note(&ines, id, Note { text: "hm".to_owned() }).await), "not_found");
        assert_eq!(code(add_line(&ines, id, None, line("x", 1)).await), "not_found");
        assert_eq!(code(change(&ines, id, ChangeDeal::default()).await), "not_found");
        let both = AssignOwner { deals: vec![own, id], owner: None };
        assert_eq!(code(assign_owner(&ines, both).await), "not_found");
    }
    let owner = deal::get(&ines, own).await.expect("her deal").deal.owner_name;
    assert_eq!(owner.as_deref(), Some("Ines Hoffmann"), "nothing of a refused request happened");
    let columns = board(&ines, house.program, None).await.expect("a board").columns;
    assert_eq!(columns.iter().map(|c| c.count).sum::<i64>(), 1);
}

#[tokio::test]
async fn a_viewer_reads_deals_and_changes_none() {
    let house = House::new().await;
    let id = house.deal("Fleet suite", None).await;
    let viewer = house.app.user("Vera Viewer", Role::Viewer).await;
    assert_eq!(ids(&viewer, &DealQuery::default()).await, [id]);
    assert_eq!(code(create_direct(&viewer, house.wish("x", None)).await), "forbidden");
    assert_eq!(code(move_stage(&viewer, id, to(house.stage("proposal"))).await), "forbidden");
    assert_eq!(code(change(&viewer, id, ChangeDeal::default()).await), "forbidden");
    assert_eq!(code(assign_owner(&viewer, AssignOwner { deals: vec![id], owner: None }).await), "forbidden");
    assert_eq!(house.events(id).await, ["deal.created"]);
}

#[derive(Debug, Clone)]
enum Step {
    Move(usize),
    Win,
    Lose,
    Reopen,
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_usize..6).prop_map(Step::Move),
        1 => Just(Step::Win),
        1 => Just(Step::Lose),
        2 => Just(Step::Reopen),
        // A clock may be set back.
        3 => (-5_i64..50).prop_map(|h| Step::Wait(h * HOUR)),
    ]
}

#[test]
fn after_any_sequence_of_moves_the_history_is_whole() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let house = runtime.block_on(House::new());
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in proptest::collection::vec(step(), 1..14))| {
        runtime.block_on(follow(&house, &steps))?;
    });
    assert!(runtime.block_on(house.app.waiting_jobs()).is_empty());
}

async fn follow(house: &House, steps: &[Step]) -> Result<(), TestCaseError> {
    let cx = &house.head;
    let id = house.deal("Any", None).await;
    let mut moves = 1;
    for step in steps {
        let outcome = match step {
            Step::Move(n) => move_stage(cx, id, to(house.stages[*n].id)).await,
            Step::Win => win(cx, id, Win { closed_on: None, ..Win::default() }).await,
            Step::Lose => lose(cx, id, lost(LossReason::Price)).await,
            Step::Reopen => reopen(cx, id, Reopen::default()).await,
            Step::Wait(micros) => {
                house.app.clock.advance(*micros);
                continue;
            }
        };
        moves += usize::from(outcome.is_ok());
        let found = deal::get(cx, id).await.expect("the deal");
        let stays = &found.stages;
        prop_assert_eq!(stays.len(), moves, "one stay for every move that happened");
        let open: Vec<_> = stays.iter().filter(|s| s.left_at.is_none()).collect();
        prop_assert_eq!(open.len(), 1);
        prop_assert_eq!(open[0].stage_id, found.deal.stage_id);
        prop_assert_eq!(open[0].outcome, found.deal.outcome, "the stage's outcome is the deal's");
        prop_assert_eq!(found.deal.closed_on.is_some(), found.deal.outcome != DealOutcome::Open);
        for pair in stays.windows(2) {
            prop_assert_eq!(pair[0].left_at, Some(pair[1].entered_at), "no gap between two stays");
        }
        let now = house.app.now().max(found.deal.stage_entered_at);
        let total: i64 = stays.iter().map(|s| s.duration(now)).sum();
        prop_assert_eq!(total, now.since(stays[0].entered_at), "durations add up");
    }
    Ok(())
}
