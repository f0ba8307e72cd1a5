//! What is kept of figures stays what counting anew says, whatever happens.

use crate::kpis::{House, input, question};
use kernel::id::{DealId, RegistrationId};
use kernel::time::MINUTE;
use kernel::{Failure, PageRequest};
use operations::cosell::{deal, product, registration};
use operations::grow::kpi::{self, Ask, Dimension, METRICS, Path, Which};
use operations::grow::phase_board::{PhaseQuestion, board};
use operations::{partner, program};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use storage::Sql;

impl House {
    /// Totals that are not nothing.
    async fn totals(&self) -> Vec<String> {
        let rows = Sql::new(
            "SELECT grouping_set, measure, group_value, month, currency, bucket, cases, amount, runs FROM kpi_total \
             WHERE cases <> 0 OR amount <> 0 ORDER BY 1, 2, 3, 4, 5, 6",
        )
        .rows(self.app.app.db().writer())
        .await
        .expect("totals");
        let text = |row: &sea_orm::QueryResult| {
            let words: Vec<String> = ["grouping_set", "measure", "group_value", "currency", "runs"]
                .iter()
                .map(|c| row.try_get::<String>("", c).expect("a word"))
                .collect();
            let numbers: Vec<i64> = ["month", "bucket", "cases", "amount"]
                .iter()
                .map(|c| row.try_get::<i64>("", c).expect("a number"))
                .collect();
            format!("{words:?} {numbers:?}")
        };
        rows.iter().map(text).collect()
    }
    /// What is kept of each deal, registration and partner.
    async fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        for sql in [
            "SELECT outcome || COALESCE(CAST(amount AS TEXT), '-') FROM deal_fact ORDER BY deal_id",
            "SELECT decision || source FROM registration_fact ORDER BY registration_id",
            "SELECT fact FROM partner_fact ORDER BY partner_id",
            "SELECT phase || CAST(entered_day AS TEXT) || COALESCE(CAST(left_day AS TEXT), '-') FROM stay_fact ORDER BY stay_id",
        ] {
            facts.extend(Sql::new(sql).column::<String>(self.app.app.db().writer()).await.expect("facts"));
        }
        facts
    }
}

/// Something that happens to a channel.
#[derive(Debug, Clone)]
enum Happening {
    Open { partner: Option<usize>, amount: Option<u16>, day: u8, product: Option<usize>, line: Option<u8> },
    Win { deal: usize, days: u8 },
    Lose { deal: usize, days: u8 },
    Reopen { deal: usize },
    Move { deal: usize, stage: usize },
    Amount { deal: usize, amount: Option<u16> },
    Opened { deal: usize, day: Option<u8> },
    Region { partner: usize, region: Option<u8> },
    Phase { partner: usize, phase: usize },
    Owner { partner: usize },
    Sign { partner: usize, on: Option<(u8, u8)> },
    Status { partner: usize, active: bool },
    Join { partner: usize },
    Category { product: usize, category: Option<u8> },
    Register { partner: usize },
    Approve { registration: usize },
    Decline { registration: usize },
    Ask { registration: usize },
    Give { registration: usize },
    Wait { minutes: u16 },
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening as H;
    prop_oneof![
        4 => (prop::option::of(0..3_usize), prop::option::of(1..500_u16), 1..28_u8, prop::option::of(0..3_usize), prop::option::of(1..9_u8))
            .prop_map(|(partner, amount, day, product, line)| H::Open { partner, amount, day, product, line }),
        3 => (0..20_usize, 0..90_u8).prop_map(|(deal, days)| H::Win { deal, days }),
        2 => (0..20_usize, 0..90_u8).prop_map(|(deal, days)| H::Lose { deal, days }),
        1 => (0..20_usize).prop_map(|deal| H::Reopen { deal }),
        1 => (0..20_usize, 0..5_usize).prop_map(|(deal, stage)| H::Move { deal, stage }),
        1 => (0..20_usize, prop::option::of(1..500_u16)).prop_map(|(deal, amount)| H::Amount { deal, amount }),
        1 => (0..20_usize, prop::option::of(1..28_u8)).prop_map(|(deal, day)| H::Opened { deal, day }),
        1 => (0..3_usize, prop::option::of(0..3_u8)).prop_map(|(partner, region)| H::Region { partner, region }),
        1 => (0..3_usize, 0..5_usize).prop_map(|(partner, phase)| H::Phase { partner, phase }),
        1 => (0..3_usize).prop_map(|partner| H::Owner { partner }),
        3 => (0..3_usize, prop::option::of((1..=11_u8, 1..28_u8))).prop_map(|(partner, on)| H::Sign { partner, on }),
        1 => (0..3_usize, any::<bool>()).prop_map(|(partner, active)| H::Status { partner, active }),
        1 => (0..3_usize).prop_map(|partner| H::Join { partner }),
        1 => (0..3_usize, prop::option::of(0..3_u8)).prop_map(|(product, category)| H::Category { product, category }),
        3 => (0..3_usize).prop_map(|partner| H::Register { partner }),
        2 => (0..9_usize).prop_map(|registration| H::Approve { registration }),
        1 => (0..9_usize).prop_map(|registration| H::Decline { registration }),
        1 => (0..9_usize).prop_map(|registration| H::Ask { registration }),
        1 => (0..9_usize).prop_map(|registration| H::Give { registration }),
        2 => (0..4000_u16).prop_map(|minutes| H::Wait { minutes }),
    ]
}

#[derive(Default)]
struct Things {
    deals: Vec<DealId>,
    registrations: Vec<RegistrationId>,
    made: usize,
}

/// Lets it happen; what is not possible at the moment is refused by the operation and changes nothing.
async fn happen(house: &House, things: &mut Things, what: &Happening) {
    use Happening as H;
    let head = &house.head;
    let deal = |at: usize| things.deals.get(at % things.deals.len().max(1)).copied();
    let registration = |at: usize| things.registrations.get(at % things.registrations.len().max(1)).copied();
    let closed = |days: u8| json!(format!("2026-0{}-{:02}", 5 + days / 30, 1 + days % 28));
    let refused = match what {
        H::Open { partner, amount, day, product, line } => {
            let lines =
                line.map(|n| json!([{ "product": house.products[usize::from(n % 3)], "amount": n.to_string() }]));
            let more = json!({ "partner": partner.map(|at| house.partners[at]), "amount": amount.filter(|_| line.is_none()).map(|a| a.to_string()), "lines": lines,
                "opened_on": format!("2026-0{}-{day:02}", 3 + day % 4), "product": product.map(|at| house.products[at]) });
            things.deals.push(house.deal_with(more).await);
            None
        }
        H::Win { deal: at, days } => match deal(*at) {
            Some(id) => deal::win(head, id, input(json!({ "closed_on": closed(*days) }))).await.err(),
            None => None,
        },
        H::Lose { deal: at, days } => match deal(*at) {
            Some(id) => {
                deal::lose(head, id, input(json!({ "reason": "price", "closed_on": closed(*days) }))).await.err()
            }
            None => None,
        },
        H::Reopen { deal: at } => match deal(*at) {
            Some(id) => deal::reopen(head, id, input(json!({}))).await.err(),
            None => None,
        },
        H::Move { deal: at, stage } => match deal(*at) {
            Some(id) => {
                let stages = program::stages(house.app.app.db().read(), house.programs[0]).await.expect("stages");
                let stage = stages[stage % stages.len()].id;
                deal::move_stage(head, id, input(json!({ "stage": stage }))).await.err()
            }
            None => None,
        },
        H::Amount { deal: at, amount } => match deal(*at) {
            Some(id) => deal::change(head, id, input(json!({ "amount": amount.map(|a| a.to_string()) }))).await.err(),
            None => None,
        },
        H::Opened { deal: at, day } => match deal(*at) {
            Some(id) => {
                let on = day.map(|d| format!("2026-02-{d:02}"));
                deal::change(head, id, input(json!({ "opened_on": on }))).await.err()
            }
            None => None,
        },
        H::Region { partner, region } => {
            let region = region.map(|r| ["North", "South", "West"][usize::from(r)]);
            partner::change(head, house.partners[*partner], input(json!({ "region": region }))).await.err()
        }
        H::Phase { partner, phase } => {
            let phase = kernel::words::Phase::ALL[*phase];
            let wish = json!({ "program": house.programs[0], "phase": phase, "reason": "it was time" });
            partner::move_phase(head, house.partners[*partner], input(wish)).await.err()
        }
        H::Owner { partner } => {
            let user = house.manager.actor.user().expect("a person").id;
            let wish = json!({ "role": "partner_manager", "side": "vendor", "user": user });
            partner::set_owner(head, house.partners[*partner], input(wish)).await.err()
        }
        H::Sign { partner, on } => {
            let on = on.map(|(month, day)| format!("2026-{month:02}-{day:02}"));
            partner::change(head, house.partners[*partner], input(json!({ "signed_on": on }))).await.err()
        }
        H::Status { partner, active } => {
            let wish = json!({ "status": if *active { "active" } else { "exited" }, "reason": "it was time" });
            partner::set_status(head, house.partners[*partner], input(wish)).await.err()
        }
        H::Join { partner } => {
            let phase = kernel::words::Phase::Onboard;
            partner::join_program(head, house.partners[*partner], house.programs[1], phase).await.err()
        }
        H::Category { product, category } => {
            let category = category.map(|c| ["Bikes", "Accessories", "Other"][usize::from(c)]);
            product::change(head, house.products[*product], input(json!({ "category": category }))).await.err()
        }
        H::Register { partner } => {
            things.made += 1;
            match house.try_to_register(*partner, &format!("Customer{}", things.made)).await {
                Ok(id) => {
                    things.registrations.push(id);
                    None
                }
                Err(failure) => Some(failure),
            }
        }
        H::Approve { registration: at } => match registration(*at) {
            Some(id) => match registration::approve(head, id, input(json!({}))).await {
                Ok(approved) => {
                    things.deals.push(approved.deal);
                    None
                }
                Err(failure) => Some(failure),
            },
            None => None,
        },
        H::Decline { registration: at } => match registration(*at) {
            Some(id) => registration::decline(head, id, input(json!({ "reason": "not_a_fit" }))).await.err(),
            None => None,
        },
        H::Ask { registration: at } => match registration(*at) {
            Some(id) => registration::request_information(head, id, input(json!({ "question": "Why?" }))).await.err(),
            None => None,
        },
        H::Give { registration: at } => match registration(*at) {
            Some(id) => registration::give_information(head, id, input(json!({ "answer": "Because." }))).await.err(),
            None => None,
        },
        H::Wait { minutes } => {
            house.app.clock.advance(i64::from(*minutes) * MINUTE);
            registration::watch::note_breaches(&house.app.app).await.err()
        }
    };
    if let Some(Failure::Internal(error)) = refused {
        panic!("{what:?}: {error}");
    }
}

/// Every metric by every dimension: both paths agree, and the rows behind each figure are as many as it says.
async fn everything_agrees(house: &House) {
    figures_agree(house, |_| true).await;
}

async fn figures_agree(house: &House, wanted: impl Fn(&kpi::Metric) -> bool) {
    let names: Vec<String> =
        kpi::DIMENSIONS.iter().map(ToString::to_string).chain(["attribute.size_class".to_owned()]).collect();
    for metric in METRICS.iter().filter(|metric| wanted(metric)) {
        for first in &names {
            for second in ["", "month"] {
                let by: Vec<&str> = [first.as_str(), second].into_iter().filter(|d| !d.is_empty()).collect();
                let asked = question(metric.key, &by, &[]);
                let Ok(ask) = Ask::read(&house.head, &asked).await else { continue };
                let facts = kpi::answer_ask(&house.head, ask.clone(), Some(Path::Facts)).await.expect("from facts");
                let any = kpi::answer_ask(&house.head, ask, None).await.expect("an answer");
                assert_eq!(any.figures, facts.figures, "{} by {by:?}", metric.key);
                assert_eq!(any.totals, facts.totals, "{} by {by:?}", metric.key);
                for currency in any.figures.iter().map(|f| f.currency).collect::<BTreeSet<_>>() {
                    let of_it: Vec<_> = any.figures.iter().filter(|f| f.currency == currency).cloned().collect();
                    let groups: Vec<_> = of_it.iter().filter_map(|f| f.group.first()).collect();
                    let (_, alone) = kpi::figures_in(&house.head, &asked, &groups, currency).await.expect("figures");
                    assert_eq!(alone, of_it, "{} by {by:?} in {currency:?}", metric.key);
                }
                let once = !["product", "category"].contains(&first.as_str());
                if once && metric.key != "stage_conversion" {
                    let parts: i64 = any.figures.iter().map(|f| f.count).sum();
                    assert_eq!(parts, any.totals.iter().map(|f| f.count).sum::<i64>(), "{} by {by:?}", metric.key);
                }
                if second.is_empty() {
                    for figure in &any.figures {
                        rows_agree(house, metric, figure).await;
                    }
                }
            }
        }
    }
}

/// The phase board of totals is the one counted through.
async fn boards_agree(house: &House) {
    for program in [None, Some(house.programs[0]), Some(house.programs[1])] {
        let asked = PhaseQuestion { program, days: Some(90) };
        let [kept, counted] = [Path::Totals, Path::Facts].map(|path| board(&house.head, asked, Some(path)));
        assert_eq!(kept.await.expect("a board"), counted.await.expect("a board"), "{program:?}");
        crate::kpi_stays::board_opens(house, program, 90).await;
    }
}

async fn rows_agree(house: &House, metric: &kpi::Metric, figure: &kpi::Figure) {
    let mut filters: Vec<String> = figure.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
    if let Some(currency) = figure.currency.filter(|_| !figure.group.iter().any(|g| g.dimension == Dimension::Currency))
    {
        filters.push(format!("currency={currency}"));
    }
    let filters: Vec<&str> = filters.iter().map(String::as_str).collect();
    let asked = question(metric.key, &[], &filters);
    let page = PageRequest { limit: Some(200), after: None };
    let rows = kpi::rows(&house.head, &asked, Which::Counted, &page).await.expect("rows").page;
    assert_eq!(rows.items.len() as i64, figure.count, "{} {filters:?}", metric.key);
    if metric.key == "bookings" || metric.key == "open_pipeline" {
        let sum: i64 = rows.items.iter().filter_map(|r| r.money).map(|m| m.amount).sum();
        let known = figure.count > 0 || figure.excluded == 0;
        assert_eq!(known.then_some(sum), figure.value, "{} {filters:?}", metric.key);
    }
    if (metric.key.starts_with("cycle_time") || metric.key == "days_in_phase") && figure.count > 0 {
        let sum: i64 = rows.items.iter().filter_map(|r| r.duration).sum();
        let mean = (sum as f64 / figure.count as f64).round();
        assert_eq!(Some(mean as i64), figure.value, "{} {filters:?}", metric.key);
    }
    let left_out = kpi::rows(&house.head, &asked, Which::Excluded, &page).await.expect("rows").page;
    assert_eq!(left_out.items.len() as i64, figure.excluded, "{} {filters:?}", metric.key);
    if metric.key != "stage_conversion" {
        let part = kpi::rows(&house.head, &asked, Which::Part, &page).await.expect("rows").page;
        assert_eq!(part.items.len() as i64, figure.part.unwrap_or(0), "{} {filters:?}", metric.key);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn kept_totals_equal_recomputation_after_anything_that_can_happen(story in prop::collection::vec(happening(), 10..60)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let house = House::new().await;
            house.sign(0, "2026-04-15").await;
            // From here on what several months hold together is kept too.
            kpi::rebuild(&house.head).await.expect("rebuilt");
            let mut things = Things::default();
            for what in &story {
                happen(&house, &mut things, what).await;
            }
            let tx = house.app.app.db().begin().await.expect("a transaction");
            kpi::recount::begin_month(&house.app.app, &tx).await.expect("up to date");
            tx.commit().await.expect("committed");
            let kept = house.totals().await;
            kpi::rebuild(&house.head).await.expect("rebuilt");
            assert_eq!(kept, house.totals().await);
            everything_agrees(&house).await;
            boards_agree(&house).await;
            crate::kept_pictures::agree(&house).await;
            // By other choices, too: those figures that depend on them.
            for other in [
                json!({ "negative_durations": "zero", "activation_days": 30, "active_days": 200, "producing_days": 60 }),
                json!({ "business": "deal_won", "reentered_phases": "sum" }),
            ] {
                kpi::change_policies(&house.head, input(other)).await.expect("chosen");
                figures_agree(&house, |metric| !metric.about.policies.is_empty()).await;
            }
            boards_agree(&house).await;
        });
    }
}

#[tokio::test]
async fn a_rebuild_mends_what_is_wrong() {
    let house = House::new().await;
    house.sign(0, "2026-01-01").await;
    for partner in [Some(0), Some(1), None] {
        let deal = house.deal(partner, Some(100), Some("2026-01-01")).await;
        house.win(deal, "2026-01-05").await;
    }
    house.register(0, "Krueger").await;
    kpi::rebuild(&house.head).await.expect("rebuilt");
    let (kept, facts) = (house.totals().await, house.facts().await);
    let gone = DealId::new();
    let tx = house.app.app.db().begin().await.expect("a transaction");
    for wrong in [
        "UPDATE deal_fact SET amount = 1".to_owned(),
        "DELETE FROM registration_fact".to_owned(),
        "UPDATE partner_fact SET fact = REPLACE(fact, '2', '3')".to_owned(),
        "UPDATE stay_fact SET entered_day = 1".to_owned(),
        "UPDATE kpi_total SET cases = cases + 1".to_owned(),
    ] {
        Sql::new(wrong).execute(&tx).await.expect("done");
    }
    Sql::new("INSERT INTO deal_fact (deal_id, program_id, stage_id, phase, region, country, source, outcome, currency, known_day, reached) VALUES (")
        .push_with("?, ?, ?, '', '', '', 'direct', 'open', 'EUR', 0, 0)", [gone.into(), house.programs[0].into(), gone.into()])
        .execute(&tx)
        .await
        .expect("a fact of nothing");
    tx.commit().await.expect("committed");
    assert_ne!((&house.totals().await, &house.facts().await), (&kept, &facts));
    let rebuilt = kpi::rebuild(&house.head).await.expect("rebuilt");
    assert_eq!((rebuilt.deals, rebuilt.registrations), (3, 1));
    assert_eq!((house.totals().await, house.facts().await), (kept, facts));
}

#[tokio::test]
async fn when_stages_change_places_facts_answer_until_the_totals_are_made_again() {
    let house = House::new().await;
    let stages = program::stages(house.app.app.db().read(), house.programs[0]).await.expect("stages");
    let moved = house.deal(Some(0), Some(10), Some("2026-01-01")).await;
    deal::move_stage(&house.head, moved, input(json!({ "stage": stages[1].id }))).await.expect("moved");
    let asked = async || house.ask(&house.head, "stage_conversion", &[], &[]).await;
    let shown = |answer: &kpi::Answer| answer.figures.iter().map(|f| (f.part, f.count)).collect::<Vec<_>>();
    let before = asked().await;
    assert_eq!((before.path, &shown(&before)[..2]), (Path::Totals, &[(Some(1), 1), (Some(0), 1)][..]));
    // The second stage becomes the third.
    let mut order: Vec<_> = stages.iter().collect();
    order.swap(1, 2);
    let wanted: Vec<program::SaveStage> = order
        .iter()
        .map(|s| input(json!({ "id": s.id, "name_en": s.name_en, "name_de": s.name_de, "outcome": s.outcome, "retired": s.retired })))
        .collect();
    program::save_stages(&house.head, house.programs[0], wanted).await.expect("saved");
    assert_eq!(asked().await.path, Path::Facts);
    kpi::recount::now(&house.app.app).await.expect("made again");
    let after = asked().await;
    assert_eq!((after.path, &shown(&after)[..3]), (Path::Totals, &[(Some(1), 1), (Some(1), 1), (Some(0), 1)][..]));
}

#[tokio::test]
async fn another_time_zone_has_facts_and_totals_made_again() {
    let house = House::new().await;
    let app = &house.app.app;
    let cx = app.system(kernel::Channel::Cli);
    let organisation = operations::settings::organisation(cx.read()).await.expect("settings");
    let change = async |name: &str, zone: &str| {
        let after = operations::settings::Organisation {
            name: name.to_owned(),
            time_zone: zone.to_owned(),
            ..organisation.clone()
        };
        operations::settings::change_organisation(&cx, after).await.expect("changed");
        kpi::recount::waits(cx.read()).await.expect("an answer")
    };
    assert!(!change("Another name", &organisation.time_zone).await, "days stay what they are");
    assert!(change("Another name", "Pacific/Auckland").await, "days are others there");
    kpi::recount::now(app).await.expect("made again");
    assert!(!kpi::recount::waits(cx.read()).await.expect("an answer"));
}
