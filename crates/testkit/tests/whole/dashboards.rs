//! Dashboards: made, arranged, copied, shared; kept questions; the funnel, the portfolio map and the cohorts against numbers worked out by hand.

use crate::kpis::House;
use http::{Method, StatusCode};
use kernel::{Failure, PageRequest, Role};
use operations::cosell::registration::{Approve, approve};
use operations::grow::cohort::{CohortQuestion, Every, First, cohort_rows, cohorts};
use operations::grow::dashboard::{self, TileAnswer, offered};
use operations::grow::funnel::{FunnelStep, funnel, funnel_rows};
use operations::grow::portfolio::portfolio;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use storage::Sql;

const UNIT: i64 = 10_000;

fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

fn wrong(failure: Failure) -> Vec<(String, String)> {
    match failure {
        Failure::Invalid(errors) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_dashboard_is_made_arranged_and_removed() {
    let house = House::new().await;
    let cx = &house.manager;
    let made =
        dashboard::create(cx, input(json!({ "name": " Weekly ", "description": "For Monday" }))).await.expect("made");
    assert_eq!((made.listed.name.as_str(), made.listed.own, made.may_change), ("Weekly", true, true));
    let id = made.listed.id;
    for (metric, shown) in [("bookings", "number"), ("win_rate", "trend"), ("registrations", "number")] {
        let tile = json!({ "shown": shown, "question": { "metric": metric, "period": "quarter" } });
        dashboard::add_tile(cx, &id, input(tile)).await.expect("a tile");
    }
    let order = |d: &dashboard::Dashboard| -> Vec<String> {
        d.tiles.iter().map(|t| t.question.metric.clone().unwrap_or_default()).collect()
    };
    let open = dashboard::open(cx, &id).await.expect("open");
    assert_eq!(order(&open), ["bookings", "win_rate", "registrations"]);
    // A trend without a stretch of time goes by month.
    assert_eq!(open.tiles[1].question.by, ["month"]);
    let tile = |at: usize| open.tiles[at].id.parse().expect("an id");
    let moved =
        dashboard::change_tile(cx, &id, tile(2), input(json!({ "position": 1, "width": 3, "name": "New" }))).await;
    let moved = moved.expect("moved");
    assert_eq!(order(&moved), ["registrations", "bookings", "win_rate"]);
    assert_eq!((moved.tiles[0].width, moved.tiles[0].name.as_str()), (3, "New"));
    let last = dashboard::change_tile(cx, &id, tile(2), input(json!({ "position": 99 }))).await.expect("moved");
    assert_eq!(order(&last), ["bookings", "win_rate", "registrations"]);
    let wide = dashboard::change_tile(cx, &id, tile(0), input(json!({ "width": 4 }))).await.expect_err("too wide");
    assert_eq!(wrong(wide), [("width".to_owned(), "out_of_range".to_owned())]);
    let less = dashboard::remove_tile(cx, &id, tile(1)).await.expect("removed");
    assert_eq!(order(&less), ["bookings", "registrations"]);
    // A stale copy is refused, and changes nothing.
    let stale = dashboard::change(cx, &id, input(json!({ "name": "Other", "version": open.version }))).await;
    assert!(matches!(stale, Err(Failure::Conflict { code: "stale_version", .. })), "{stale:?}");
    let named = dashboard::change(cx, &id, input(json!({ "name": "Monday", "version": less.version }))).await;
    assert_eq!(named.expect("changed").listed.name, "Monday");
    dashboard::remove(cx, &id).await.expect("removed");
    assert!(matches!(dashboard::open(cx, &id).await, Err(Failure::NotFound)));
    let left = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM saved_question").value::<i64>(house.app.app.db().read());
    assert_eq!(left.await.expect("a count"), Some(0));
}

#[tokio::test]
async fn what_is_shared_can_be_read_and_copied_and_only_its_owner_changes_it() {
    let house = House::new().await;
    let vera = house.app.user("Vera Blick", Role::Viewer).await;
    let made =
        dashboard::create(&house.manager, input(json!({ "name": "Ours", "sharing": "team" }))).await.expect("made");
    let id = made.listed.id;
    let tile = json!({ "shown": "number", "question": { "metric": "bookings" } });
    dashboard::add_tile(&house.manager, &id, input(tile.clone())).await.expect("a tile");
    let read = dashboard::open(&vera, &id).await.expect("shared");
    assert_eq!((read.may_change, read.listed.owner.as_deref()), (false, Some("Ines Hoffmann")));
    assert!(matches!(dashboard::add_tile(&vera, &id, input(tile)).await, Err(Failure::Forbidden)));
    assert!(matches!(dashboard::remove(&vera, &id).await, Err(Failure::Forbidden)));
    let copy = dashboard::copy(&vera, &id).await.expect("a copy");
    assert_eq!((copy.listed.own, copy.tiles.len(), copy.listed.sharing.as_str()), (true, 1, "private"));
    assert!(matches!(dashboard::open(&house.manager, &copy.listed.id).await, Err(Failure::NotFound)));
    // Who only reads shares with no partner.
    let wide = dashboard::change(&vera, &copy.listed.id, input(json!({ "sharing": "partners" }))).await;
    assert!(matches!(wide, Err(Failure::Forbidden)), "{wide:?}");
    // What is offered is copied, not changed.
    assert!(matches!(dashboard::remove(&house.head, "seller").await, Err(Failure::Forbidden)));
    let offer = dashboard::open(&vera, "seller").await.expect("offered");
    let copy = dashboard::copy(&vera, "seller").await.expect("a copy");
    let asked = |d: &dashboard::Dashboard| d.tiles.iter().map(|t| (t.shown, t.question.clone())).collect::<Vec<_>>();
    assert_eq!(asked(&copy), asked(&offer));
}

#[tokio::test]
async fn a_question_that_cannot_be_shown_so_is_refused_at_its_field() {
    let house = House::new().await;
    let made = dashboard::create(&house.head, input(json!({ "name": "Any" }))).await.expect("made");
    for (shown, question, field, code) in [
        ("number", json!({}), "question.metric", "required"),
        ("number", json!({ "metric": "no_such" }), "question.metric", "unknown"),
        ("number", json!({ "metric": "bookings", "by": ["region"] }), "question.by", "no_division"),
        ("trend", json!({ "metric": "bookings", "by": ["region"] }), "question.by", "one_time"),
        ("ranking", json!({ "metric": "bookings" }), "question.by", "one_division"),
        ("ranking", json!({ "metric": "bookings", "by": ["month"] }), "question.by", "one_division"),
        ("table", json!({ "metric": "bookings" }), "question.by", "one_or_two_divisions"),
        ("heat_map", json!({ "metric": "bookings", "by": ["region"] }), "question.by", "two_divisions"),
        ("number", json!({ "metric": "bookings", "period": "someday" }), "question.period", "unknown"),
        ("number", json!({ "metric": "bookings", "from": "2026-13-01" }), "question.from", "date_invalid"),
        ("number", json!({ "metric": "bookings", "filters": ["region"] }), "question.filters", "invalid"),
        ("funnel", json!({ "by": ["month"] }), "question.by", "no_division"),
        ("portfolio_map", json!({ "filters": ["region=North"] }), "question.filters", "no_filter"),
    ] {
        let tile = json!({ "shown": shown, "question": question });
        let refused = dashboard::add_tile(&house.head, &made.listed.id, input(tile)).await.expect_err("refused");
        assert_eq!(wrong(refused), [(field.to_owned(), code.to_owned())], "{shown} {question}");
    }
    assert_eq!(dashboard::open(&house.head, &made.listed.id).await.expect("open").tiles.len(), 0);
}

#[tokio::test]
async fn every_tile_of_every_offered_dashboard_has_an_answer_and_a_page() {
    let house = House::new().await;
    let deal = house.deal(Some(1), Some(500), Some("2026-09-01")).await;
    house.win(deal, "2026-11-02").await;
    house.deal(Some(1), Some(300), Some("2026-10-01")).await;
    house.register(1, "Hafen").await;
    for cx in [&house.head, &house.manager] {
        let cookie = house.app.cookie(cx).await;
        for offer in offered::all() {
            let open = dashboard::open(cx, &offer.key).await.expect("offered");
            for tile in &open.tiles {
                let answer = dashboard::answer_tile(cx, tile.shown, &tile.question).await;
                assert!(answer.is_ok(), "{} {:?}: {:?}", offer.key, tile.question, answer.err());
            }
            let page = house.app.get(&format!("/dashboards/{}", offer.key), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{}: {}", offer.key, page.body);
            assert_eq!(page.body.matches("<section class=\"card tile").count(), open.tiles.len(), "{}", offer.key);
            for unknown in ["kpi-by-", "dashboard-tile", "insights-period-"] {
                let keys = page.body.matches(&format!(">{unknown}")).count();
                assert_eq!(keys, 0, "{}: a key shows where its sentence should be: {unknown}", offer.key);
            }
        }
    }
}

#[tokio::test]
async fn a_kept_question_has_a_link_that_answers_each_from_their_own_rows() {
    let house = House::new().await;
    for (partner, amount) in [(0, 1_000), (1, 400)] {
        let deal = house.deal(Some(partner), Some(amount), Some("2026-01-05")).await;
        house.win(deal, "2026-02-10").await;
    }
    let head = house.app.cookie(&house.head).await;
    let kept = house
        .app
        .post(
            "/insights/questions/new",
            &head,
            &[("name", "Won so far"), ("metric", "bookings"), ("shown", "number"), ("shared", "1")],
        )
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let link = kept.location().to_owned();
    let manager = house.app.cookie(&house.manager).await;
    for (cookie, own, foreign) in [(&head, "1,400.00", "€400.00"), (&manager, "400.00", "1,400.00")] {
        let page = house.app.get(&link, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(page.body.contains(own) && !page.body.contains(foreign), "{own}: {}", page.body);
    }
    let id = link.rsplit('/').next().expect("an id").to_owned();
    let answer = house.app.get(&format!("/api/v1/saved-questions/{id}"), &manager).await.json();
    assert_eq!(answer["answer"]["figures"]["totals"][0]["value"], "400.0000");
    assert_eq!((&answer["own"], &answer["name"]), (&json!(false), &json!("Won so far")));
    // It is forgotten by its owner only.
    let path = format!("/api/v1/saved-questions/{id}");
    assert_eq!(house.app.api(Method::DELETE, &path, &manager, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.app.api(Method::DELETE, &path, &head, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.app.get(&link, &head).await.status, StatusCode::NOT_FOUND);
    // A wrong one comes back with what is wrong.
    let form = [("name", ""), ("metric", "bookings"), ("shown", "number")];
    let refused = house.app.post("/insights/questions/new", &head, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_portfolio_map_has_the_figures_the_kpis_have() {
    let house = House::new().await;
    // Nordlicht: 300 open, 1,000 won, one lost. Südwind: 700 open, nothing closed. Brightwell: nothing.
    house.deal(Some(0), Some(300), Some("2026-10-01")).await;
    let won = house.deal(Some(0), Some(1_000), Some("2026-01-05")).await;
    house.win(won, "2026-02-10").await;
    let lost = house.deal(Some(0), Some(40), Some("2026-01-05")).await;
    house.lose(lost, "2026-02-11").await;
    house.deal(Some(1), Some(700), Some("2026-10-01")).await;
    let map = portfolio(&house.head, None).await.expect("a map");
    let line = |p: &operations::grow::portfolio::MappedPartner| {
        (p.name.clone(), p.figures.pipeline, p.figures.bookings, p.figures.win_rate())
    };
    let wanted = [
        ("Südwind".to_owned(), 700 * UNIT, 0, None),
        ("Nordlicht".to_owned(), 300 * UNIT, 1_000 * UNIT, Some(500_000)),
    ];
    assert_eq!(map.partners.iter().map(line).collect::<Vec<_>>(), wanted);
    assert_eq!((map.others, map.other_figures.pipeline), (0, 0));
    for partner in &map.partners {
        let filter = format!("partner={}", partner.partner_id);
        let value = |metric: &'static str| {
            let (house, filter) = (&house, filter.clone());
            async move {
                let answer = house.ask(&house.head, metric, &[], &[&filter]).await;
                answer.figures.first().and_then(|f| f.value)
            }
        };
        assert_eq!(value("open_pipeline").await.unwrap_or(0), partner.figures.pipeline, "{}", partner.name);
        assert_eq!(value("bookings").await.unwrap_or(0), partner.figures.bookings, "{}", partner.name);
        assert_eq!(value("win_rate").await, partner.figures.win_rate(), "{}", partner.name);
    }
    // A manager's map has their partners.
    let own = portfolio(&house.manager, None).await.expect("a map");
    assert_eq!(own.partners.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Südwind"]);
    assert_eq!(wrong(portfolio(&house.head, Some("X1")).await.expect_err("no currency")).remove(0).0, "currency");
    // Beyond a hundred the others are one sum.
    for at in 0..101 {
        let create = json!({ "name": format!("Small {at:03}"), "program": house.programs[0] });
        let partner = operations::partner::create(&house.head, input(create)).await.expect("a partner");
        house.deal_with(json!({ "partner": partner, "amount": "1" })).await;
    }
    let map = portfolio(&house.head, None).await.expect("a map");
    assert_eq!((map.partners.len(), map.others), (100, 3));
    assert_eq!((map.other_figures.pipeline, map.other_figures.win_rate()), (3 * UNIT, None));
}

#[tokio::test]
async fn the_funnel_counts_what_its_rows_are() {
    let house = House::new().await;
    for company in ["Hafen", "Werft", "Kontor", "Speicher"] {
        house.register(0, company).await;
    }
    let approved = [house.register(1, "Brauerei").await, house.register(1, "Muehle").await];
    let mut deals = Vec::new();
    for id in approved {
        deals.push(approve(&house.head, id, Approve { note: None, version: None }).await.expect("approved").deal);
    }
    house.win(deals[0], "2026-11-24").await;
    let count = |f: &operations::grow::funnel::Funnel| f.steps.iter().map(|s| s.count).collect::<Vec<_>>();
    let all = funnel(&house.head, None, None).await.expect("a funnel");
    assert_eq!(count(&all), [6, 2, 2, 1]);
    assert_eq!(count(&funnel(&house.manager, None, None).await.expect("a funnel")), [2, 2, 2, 1]);
    assert_eq!(count(&funnel(&house.head, Some("2026-11-25"), None).await.expect("a funnel")), [0, 0, 0, 0]);
    for (step, wanted) in FunnelStep::ALL.iter().zip([6, 2, 2, 1]) {
        // In pages of four.
        let (mut found, mut cursor) = (0, None);
        loop {
            let page = PageRequest::parse(Some(4), cursor.as_deref()).expect("a page");
            let rows = funnel_rows(&house.head, *step, None, None, &page).await.expect("rows");
            found += rows.items.len();
            cursor = rows.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, wanted, "{step}");
    }
    let backwards = funnel(&house.head, Some("2026-11-25"), Some("2026-11-24")).await.expect_err("backwards");
    assert_eq!(wrong(backwards), [("to".to_owned(), "before_start".to_owned())]);
}

#[tokio::test]
async fn cohorts_follow_partners_from_the_month_they_were_signed() {
    let house = House::new().await;
    // Signed in August: Nordlicht opens a deal the month after and wins it two months after that; Südwind did business before only. Brightwell,
    // signed in October, registers in November.
    for (partner, day) in [(0, "2026-08-10"), (1, "2026-08-31"), (2, "2026-10-02")] {
        house.sign(partner, day).await;
    }
    let deal = house.deal(Some(0), Some(10), Some("2026-09-30")).await;
    house.win(deal, "2026-11-20").await;
    house.deal(Some(1), Some(10), Some("2026-08-30")).await;
    house.register(2, "Hafen").await;
    let ask = |every, first| cohorts(&house.head, CohortQuestion { every, first });
    let lines = |c: operations::grow::cohort::Cohorts| {
        c.cohorts.into_iter().map(|c| (c.key, c.partners, c.reached)).collect::<Vec<_>>()
    };
    let august = |reached: [i64; 4]| ("2026-08".to_owned(), 2, reached.to_vec());
    assert_eq!(
        lines(ask(Every::Month, First::Business).await.expect("cohorts")),
        [august([0, 1, 1, 1]), ("2026-10".to_owned(), 1, vec![0, 1])]
    );
    assert_eq!(
        lines(ask(Every::Month, First::Win).await.expect("cohorts")),
        [august([0, 0, 0, 1]), ("2026-10".to_owned(), 1, vec![0, 0])]
    );
    assert_eq!(
        lines(ask(Every::Quarter, First::Business).await.expect("cohorts")),
        [("2026-Q3".to_owned(), 2, vec![1, 1]), ("2026-Q4".to_owned(), 1, vec![1])]
    );
    let question = CohortQuestion { every: Every::Month, first: First::Business };
    let names = |since: Option<i64>| {
        let head = &house.head;
        async move {
            let page = PageRequest::parse(None, None).expect("a page");
            let rows = cohort_rows(head, question, "2026-08", since, &page).await.expect("rows");
            rows.items.into_iter().map(|r| r.name).collect::<Vec<_>>()
        }
    };
    assert_eq!(names(None).await, ["Nordlicht", "Südwind"]);
    assert_eq!(names(Some(0)).await, Vec::<String>::new());
    assert_eq!(names(Some(1)).await, ["Nordlicht"]);
    // A manager follows their own partners.
    let own = cohorts(&house.manager, question).await.expect("cohorts");
    assert_eq!(lines(own), [("2026-08".to_owned(), 1, vec![0, 0, 0, 0])]);
    let tile = dashboard::answer_tile(&house.head, kernel::words::ShownAs::Cohorts, &Default::default()).await;
    assert!(matches!(tile, Ok(TileAnswer::Cohorts(c)) if c.cohorts.len() == 2));
}

#[tokio::test]
async fn the_keyboard_stays_on_the_tile_that_was_moved_and_its_period_is_changed_on_the_page() {
    let house = House::new().await;
    let cookie = house.app.cookie(&house.head).await;
    let made = dashboard::create(&house.head, input(json!({ "name": "Weekly" }))).await.expect("made");
    let id = made.listed.id;
    for metric in ["bookings", "won_count", "open_pipeline"] {
        let tile = json!({ "shown": "number", "question": { "metric": metric } });
        dashboard::add_tile(&house.head, &id, input(tile)).await.expect("a tile");
    }
    let tiles = dashboard::open(&house.head, &id).await.expect("open").tiles;
    let press = async |tile: &str, form: &[(&str, &str)]| {
        let answer = house.app.post(&format!("/dashboards/{id}/tiles/{tile}"), &cookie, form).await;
        let to = answer.location().to_owned();
        house.app.get(&to, &cookie).await.body
    };
    // The third moves to the second place: the same button has the keyboard.
    let page = press(&tiles[2].id, &[("press", "earlier")]).await;
    let focused = |page: &str| page.matches(" autofocus").count();
    assert_eq!(focused(&page), 1, "{page}");
    assert!(page.contains("value=\"earlier\" autofocus aria-label=\"Move Open pipeline one place earlier\""), "{page}");
    // At the first place there is no such button; its counterpart has it.
    let page = press(&tiles[2].id, &[("press", "earlier")]).await;
    assert!(page.contains("value=\"later\" autofocus aria-label=\"Move Open pipeline one place later\""), "{page}");
    let page = press(&tiles[0].id, &[("press", "period"), ("period", "quarter")]).await;
    assert!(page.contains("aria-label=\"Period of Bookings\" autofocus"), "{page}");
    assert!(!page.contains("Period of Open pipeline"), "what is open is open now");
    let open = dashboard::open(&house.head, &id).await.expect("open");
    let period = open.tiles.iter().find(|t| t.id == tiles[0].id).and_then(|t| t.question.period.clone());
    assert_eq!(period.as_deref(), Some("quarter"));
    assert!(page.contains("data-confirm=\"Take Bookings off the dashboard?"), "{page}");
}
