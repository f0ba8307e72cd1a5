//! Deals through the whole stack: operations, API and pages.

use kernel::id::{DealId, PartnerId, ProgramId, StageId, UserId};
use kernel::money::SCALE;
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::words::{DealOutcome, DealSource, OwnerRole, PartnerStatus, Phase, ProgramKind, Side};
use kernel::{Currency, Failure, Outcome, Patch, Role};
use operations::Ctx;
use operations::cosell::deal::{self, *};
use operations::cosell::typed_amount::TypedAmount;
use operations::program::{self, CreateProgram, Stage};
use proptest::prelude::*;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;
use storage::{Sql, entity};
use testkit::TestApp;

struct House {
    app: TestApp,
    head: Ctx,
    program: ProgramId,
    stages: Vec<Stage>,
}

impl House {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let head = app.user("Maria Kowalski", Role::HeadOfPartnerships).await;
        let input = CreateProgram {
            key: "reseller-dach".to_owned(),
            name: "Reseller DACH".to_owned(),
            kind: ProgramKind::Reseller,
            currency: Currency::EUR,
        };
        let program = program::create(&head, input).await.expect("a program");
        let stages = program::stages(app.app.db().read(), program).await.expect("stages");
        Self { app, head, program, stages }
    }
    fn stage(&self, key: &str) -> StageId {
        self.stages.iter().find(|s| s.key == key).expect("a stage").id
    }
    async fn partner(&self, name: &str, manager: Option<&Ctx>) -> PartnerId {
        let db = self.app.app.db().writer();
        let id = PartnerId::new();
        let now = self.app.now();
        entity::partner::ActiveModel {
            id: Set(id),
            name: Set(name.to_owned()),
            name_folded: Set(name.to_lowercase()),
            name_key: Set(name.to_lowercase()),
            domain: Set(None),
            country: Set(Some("DE".to_owned())),
            region: Set(Some("North".to_owned())),
            city: Set(None),
            business_type: Set(None),
            size: Set(None),
            status: Set(PartnerStatus::Active),
            segment_id: Set(None),
            next_step: Set(None),
            next_step_on: Set(None),
            signed_on: Set(None),
            search_text: Set(name.to_lowercase()),
            created_at: Set(now),
            changed_at: Set(now),
            version: Set(1),
        }
        .insert(db)
        .await
        .expect("a partner");
        entity::partner_program::ActiveModel {
            partner_id: Set(id),
            program_id: Set(self.program),
            phase: Set(Phase::Cosell),
            phase_entered_at: Set(now),
            joined_at: Set(now),
        }
        .insert(db)
        .await
        .expect("a membership");
        if let Some(cx) = manager {
            entity::partner_owner::ActiveModel {
                partner_id: Set(id),
                role: Set(OwnerRole::PartnerManager),
                user_id: Set(cx.actor.user().map(|u| u.id)),
                contact_id: Set(None),
                side: Set(Side::Vendor),
                since_at: Set(now),
            }
            .insert(db)
            .await
            .expect("an owner");
        }
        id
    }
    fn wish(&self, name: &str, partner: Option<PartnerId>) -> CreateDeal {
        CreateDeal {
            program: self.program,
            name: name.to_owned(),
            partner,
            company: None,
            company_name: None,
            company_domain: None,
            company_country: None,
            owner: None,
            amount: Some(TypedAmount::of(48_000 * SCALE)),
            currency: None,
            product: None,
            stage: None,
            expected_close_on: None,
            opened_on: None,
            lines: Vec::new(),
        }
    }
    async fn deal(&self, name: &str, partner: Option<PartnerId>) -> DealId {
        create_direct(&self.head, self.wish(name, partner)).await.expect("a deal")
    }
    async fn events(&self, id: DealId) -> Vec<String> {
        Sql::new("SELECT kind FROM event WHERE deal_id = ")
            .bind(id)
            .push(" ORDER BY at, id")
            .column(self.app.app.db().read())
            .await
            .expect("events")
    }
}

fn line(name: &str, amount: i64) -> NewLine {
    NewLine {
        product: None,
        product_name: Some(name.to_owned()),
        category: None,
        quantity: None,
        amount: TypedAmount::of(amount),
    }
}

fn codes<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<(String, String)> {
    match outcome {
        Err(Failure::Invalid(errors)) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("expected wrong fields, got {other:?}"),
    }
}

fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    outcome.expect_err("a refusal").code()
}

fn to(stage: StageId) -> MoveStage {
    MoveStage { stage, reason: None, version: None }
}

fn lost(reason: LossReason) -> Lose {
    Lose { reason, text: None, stage: None, closed_on: None, version: None }
}

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

async fn ids(cx: &Ctx, query: &DealQuery) -> Vec<DealId> {
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
