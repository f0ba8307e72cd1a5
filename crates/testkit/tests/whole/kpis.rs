//! KPIs: kept totals against recomputation, one path against the other, numbers against their rows.

use kernel::id::{DealId, PartnerId, ProductId, ProgramId, RegistrationId};
use kernel::time::{DAY, HOUR};
use kernel::{Currency, Failure, Outcome, PageRequest, Role};
use operations::Ctx;
use operations::cosell::{deal, product, registration};
use operations::grow::kpi::{self, Answer, METRICS, Path, Question, Which};
use operations::program::{self, CreateProgram};
use operations::{partner, settings};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use testkit::TestApp;

pub(crate) fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

pub(crate) struct House {
    pub(crate) app: TestApp,
    pub(crate) head: Ctx,
    pub(crate) manager: Ctx,
    pub(crate) programs: Vec<ProgramId>,
    pub(crate) products: Vec<ProductId>,
    pub(crate) partners: Vec<PartnerId>,
}

impl House {
    pub(crate) async fn new() -> Self {
        let app = TestApp::new().await;
        let head = app.user("Maria Kowalski", Role::Administrator).await;
        let manager = app.user("Ines Hoffmann", Role::PartnerManager).await;
        let mut programs = Vec::new();
        for (key, kind) in [("reseller", "reseller"), ("referral", "referral")] {
            let create: CreateProgram = CreateProgram {
                key: key.to_owned(),
                name: key.to_owned(),
                kind: kind.parse().expect("a kind"),
                currency: Currency::EUR,
            };
            programs.push(program::create(&head, create).await.expect("a program"));
        }
        let mut products = Vec::new();
        for (name, category) in [("Mountain-200", Some("Bikes")), ("Helmet", Some("Accessories")), ("Service", None)] {
            let create = input(json!({ "name": name, "category": category }));
            products.push(product::create(&head, create).await.expect("a product"));
        }
        let mut partners = Vec::new();
        for (at, (name, region, country)) in
            [("Nordlicht", Some("North"), "DE"), ("Südwind", Some("South"), "AT"), ("Brightwell", None, "GB")]
                .into_iter()
                .enumerate()
        {
            let manager = (at == 1).then(|| manager.actor.user().expect("a person").id);
            let create = input(
                json!({ "name": name, "region": region, "country": country, "program": programs[0], "manager": manager,
                "attributes": { "size_class": if at == 0 { "large" } else { "small" } } }),
            );
            partners.push(partner::create(&head, create).await.expect("a partner"));
        }
        Self { app, head, manager, programs, products, partners }
    }

    pub(crate) async fn deal(&self, partner: Option<usize>, amount: Option<i64>, opened: Option<&str>) -> DealId {
        self.deal_with(json!({ "partner": partner.map(|at| self.partners[at]), "amount": amount.map(|a| a.to_string()), "opened_on": opened }))
            .await
    }
    pub(crate) async fn deal_with(&self, more: Value) -> DealId {
        let mut wish = json!({ "program": self.programs[0], "name": "A deal" });
        let fields = more.as_object().expect("an object").iter().filter(|(_, v)| !v.is_null());
        for (key, value) in fields {
            wish[key] = value.clone();
        }
        deal::create_direct(&self.head, input(wish)).await.expect("a deal")
    }
    pub(crate) async fn win(&self, deal: DealId, on: &str) {
        deal::win(&self.head, deal, input(json!({ "closed_on": on }))).await.expect("won");
    }
    pub(crate) async fn lose(&self, deal: DealId, on: &str) {
        deal::lose(&self.head, deal, input(json!({ "reason": "price", "closed_on": on }))).await.expect("lost");
    }
    pub(crate) async fn register(&self, partner: usize, company: &str) -> RegistrationId {
        self.try_to_register(partner, company).await.expect("a registration")
    }
    pub(crate) async fn try_to_register(&self, partner: usize, company: &str) -> Outcome<RegistrationId> {
        let wish = json!({ "program": self.programs[0], "partner": self.partners[partner],
            "registration": { "company": company, "domain": format!("{}.example", company.to_lowercase()), "amount": "1000",
                "expected_close_on": "2028-01-31", "product": self.products[0].to_string() } });
        registration::on_behalf(&self.head, input(wish)).await.map(|made| made.id)
    }
    pub(crate) async fn ask(&self, cx: &Ctx, metric: &str, by: &[&str], filters: &[&str]) -> Answer {
        kpi::answer(cx, &question(metric, by, filters)).await.expect("an answer")
    }
    pub(crate) fn partner(&self, at: usize) -> PartnerId {
        self.partners[at]
    }
    pub(crate) fn product(&self, at: usize) -> ProductId {
        self.products[at]
    }
    pub(crate) async fn sign(&self, partner: usize, on: &str) {
        partner::change(&self.head, self.partners[partner], input(json!({ "signed_on": on }))).await.expect("signed");
    }
}

pub(crate) fn question(metric: &str, by: &[&str], filters: &[&str]) -> Question {
    Question {
        metric: metric.to_owned(),
        by: by.iter().map(ToString::to_string).collect(),
        filters: filters.iter().map(ToString::to_string).collect(),
        ..Question::default()
    }
}

fn shown(answer: &Answer) -> Vec<(String, Option<i64>, i64)> {
    let group = |f: &kpi::Figure| f.group.iter().map(|g| g.label.clone()).collect::<Vec<_>>().join(" / ");
    answer.figures.iter().map(|f| (group(f), f.value, f.count)).collect()
}

/// Money or days in ten-thousandths.
pub(crate) const UNIT: i64 = 10_000;

#[tokio::test]
async fn figures_worked_out_by_hand_come_out() {
    let house = House::new().await;
    // Opened and closed: 10, 30 and -1 days; the last one has no opening date.
    let a = house.deal(Some(0), Some(1_000), Some("2026-01-01")).await;
    let b = house.deal(Some(1), Some(500), Some("2026-02-01")).await;
    let c = house.deal(Some(0), Some(250), Some("2026-02-10")).await;
    house.deal(None, Some(70), Some("2026-03-01")).await;
    house.deal(Some(2), None, Some("2026-03-01")).await;
    house.win(a, "2026-01-11").await;
    house.win(b, "2026-03-03").await;
    house.lose(c, "2026-02-12").await;
    let whole = |metric: &'static str| {
        let house = &house;
        async move { house.ask(&house.head, metric, &[], &[]).await.figures.remove(0) }
    };
    assert_eq!(whole("bookings").await.value, Some(1_500 * UNIT));
    assert_eq!(whole("won_count").await.value, Some(2 * UNIT));
    assert_eq!(whole("lost_count").await.value, Some(UNIT));
    assert_eq!(whole("win_rate").await.value, Some(666_667));
    assert_eq!(whole("win_rate_all").await.value, Some(40 * UNIT));
    let pipeline = whole("open_pipeline").await;
    assert_eq!((pipeline.value, pipeline.count, pipeline.excluded), (Some(70 * UNIT), 1, 1));
    assert_eq!(whole("open_count").await.value, Some(2 * UNIT));
    assert_eq!(whole("average_deal").await.value, Some(750 * UNIT));
    let cycle = whole("cycle_time_won").await;
    assert_eq!((cycle.value, cycle.median), (Some(20 * UNIT), Some(20 * UNIT)));
    let cycle = whole("cycle_time_closed").await;
    assert_eq!((cycle.value, cycle.median, cycle.count), (Some(140_000), Some(10 * UNIT), 3));

    let by_region = house.ask(&house.head, "win_rate", &["region"], &[]).await;
    assert_eq!(
        shown(&by_region),
        [("South".to_owned(), Some(100 * UNIT), 1), ("North".to_owned(), Some(50 * UNIT), 2)]
    );
    let by_month = house.ask(&house.head, "bookings", &["month"], &[]).await;
    assert_eq!(
        shown(&by_month),
        [("2026-01".to_owned(), Some(1_000 * UNIT), 1), ("2026-03".to_owned(), Some(500 * UNIT), 1)]
    );
    let by_attribute = house.ask(&house.head, "open_count", &["attribute.size_class"], &[]).await;
    let unknown = ("Not known".to_owned(), Some(UNIT), 1);
    assert_eq!(shown(&by_attribute), [("small".to_owned(), Some(UNIT), 1), unknown]);
    let by_partner = house.ask(&house.head, "open_count", &["partner"], &[]).await;
    assert_eq!(by_partner.figures.last().map(|f| f.group[0].label.as_str()), Some("Without a partner"));
    let named = house.ask(&house.head, "bookings", &[], &["partner=südwind"]).await;
    assert_eq!(named.figures[0].value, Some(500 * UNIT));
    assert!(house.app.waiting_jobs().await.is_empty());
}

#[tokio::test]
async fn parts_by_product_add_up_to_the_whole_and_no_two_currencies_are_added() {
    let house = House::new().await;
    let lines = json!([
        { "product": house.products[0], "amount": "100.1234" },
        { "product": house.products[0], "amount": "50" },
        { "product": house.products[1], "amount": "7.5" },
        { "product_name": "Something else", "amount": "1" },
    ]);
    let with_lines = house.deal_with(json!({ "lines": lines, "opened_on": "2026-05-01" })).await;
    let dollars = house
        .deal_with(
            json!({ "amount": "20", "currency": "USD", "product": house.products[1], "opened_on": "2026-05-01" }),
        )
        .await;
    house.win(with_lines, "2026-05-20").await;
    house.win(dollars, "2026-06-20").await;
    let bookings = house.ask(&house.head, "bookings", &["category"], &[]).await;
    let amounts: Vec<_> = bookings
        .figures
        .iter()
        .map(|f| {
            (f.group[0].label.as_str(), f.currency.map(|c| c.to_string()).unwrap_or_default(), f.value.expect("money"))
        })
        .collect();
    let wanted = [
        ("Bikes", "EUR".to_owned(), 1_501_234),
        ("Accessories", "EUR".to_owned(), 75_000),
        ("Accessories", "USD".to_owned(), 200_000),
        ("Not known", "EUR".to_owned(), 10_000),
    ];
    assert_eq!(amounts, wanted);
    let totals: Vec<_> =
        bookings.totals.iter().map(|f| (f.currency.map(|c| c.to_string()).unwrap_or_default(), f.value)).collect();
    assert_eq!(totals, [("EUR".to_owned(), Some(1_586_234)), ("USD".to_owned(), Some(200_000))]);
    // A deal with two bikes is one won deal with bikes.
    let won = house.ask(&house.head, "won_count", &["category"], &[]).await;
    assert_eq!(won.figures.iter().find(|f| f.group[0].label == "Bikes").map(|f| f.count), Some(1));
    let filtered = house.ask(&house.head, "bookings", &["month", "product"], &["category=Bikes"]).await;
    assert_eq!(shown(&filtered), [("2026-05 / Mountain-200".to_owned(), Some(1_501_234), 1)]);
}

#[tokio::test]
async fn the_promise_is_measured_without_the_time_we_waited_for_the_partner() {
    let house = House::new().await;
    let start = house.app.clock.clone();
    let first = house.register(0, "Krueger").await;
    start.advance(2 * HOUR);
    let ask = json!({ "question": "Which sites?" });
    registration::request_information(&house.head, first, input(ask)).await.expect("asked");
    start.advance(5 * HOUR);
    let given = json!({ "answer": "All of them" });
    registration::give_information(&house.head, first, input(given)).await.expect("answered");
    start.advance(HOUR);
    registration::approve(&house.head, first, input(json!({}))).await.expect("approved");
    let second = house.register(1, "Lindner").await;
    start.advance(30 * HOUR);
    registration::decline(&house.head, second, input(json!({ "reason": "not_a_fit" }))).await.expect("declined");
    house.register(1, "Baumann").await;

    let whole = |metric: &'static str| {
        let house = &house;
        async move { house.ask(&house.head, metric, &[], &[]).await.figures.remove(0) }
    };
    assert_eq!(whole("registrations").await.value, Some(3 * UNIT));
    let seconds = |micros: i64| Some(micros / 100);
    let answer = whole("first_answer_time").await;
    assert_eq!((answer.value, answer.median, answer.count), (seconds(16 * HOUR), seconds(16 * HOUR), 2));
    let decision = whole("decision_time").await;
    assert_eq!((decision.value, decision.count), (seconds((3 * HOUR + 30 * HOUR) / 2), 2));
    let in_time = whole("answered_within_target").await;
    assert_eq!((in_time.value, in_time.part, in_time.count), (Some(50 * UNIT), Some(1), 2));
    assert_eq!(whole("acceptance_rate").await.value, Some(50 * UNIT));
    // The third one breaks its promise while nobody looks.
    start.advance(3 * DAY);
    registration::watch::note_breaches(&house.app.app).await.expect("noted");
    assert_eq!(whole("answered_within_target").await.count, 3);
    let rebuilt = kpi::rebuild(&house.head).await.expect("rebuilt");
    assert_eq!((rebuilt.deals, rebuilt.registrations), (1, 3));
    assert_eq!(whole("answered_within_target").await.count, 3);
}

#[tokio::test]
async fn a_past_day_knows_only_what_had_happened_by_then() {
    let house = House::new().await;
    let a = house.deal(Some(0), Some(1_000), Some("2026-01-01")).await;
    house.deal(Some(0), Some(500), Some("2026-02-01")).await;
    house.win(a, "2026-03-15").await;
    let at = |metric: &'static str, day: &'static str| {
        let house = &house;
        async move {
            let question = Question { as_of: Some(day.to_owned()), ..question(metric, &[], &[]) };
            let answer = kpi::answer(&house.head, &question).await.expect("an answer");
            (answer.path, answer.figures.first().and_then(|f| f.value).unwrap_or(0))
        }
    };
    assert_eq!(at("open_pipeline", "2025-12-31").await, (Path::Facts, 0));
    assert_eq!(at("open_pipeline", "2026-01-01").await.1, 1_000 * UNIT);
    assert_eq!(at("open_pipeline", "2026-02-01").await.1, 1_500 * UNIT);
    assert_eq!(at("open_pipeline", "2026-03-14").await.1, 1_500 * UNIT);
    assert_eq!(at("open_pipeline", "2026-03-15").await.1, 500 * UNIT);
    assert_eq!(at("bookings", "2026-03-14").await.1, 0);
    assert_eq!(at("bookings", "2026-03-15").await.1, 1_000 * UNIT);
    assert_eq!(at("win_rate_all", "2026-03-14").await.1, 0);
    assert_eq!(at("win_rate_all", "2026-03-15").await.1, 50 * UNIT);
    for metric in *METRICS {
        let question = Question { as_of: Some("2026-11-24".to_owned()), ..question(metric.key, &["month"], &[]) };
        let then = kpi::answer(&house.head, &question).await.expect("an answer as of today");
        let now = house.ask(&house.head, metric.key, &["month"], &[]).await;
        assert_eq!(then.figures, now.figures, "{}", metric.key);
    }
}

#[tokio::test]
async fn stage_conversion_counts_who_entered_and_went_on() {
    let house = House::new().await;
    let stages = program::stages(house.app.app.db().read(), house.programs[0]).await.expect("stages");
    let open: Vec<_> = stages.iter().filter(|s| s.outcome.to_string() == "open").collect();
    let moved = house.deal(Some(0), Some(10), Some("2026-01-01")).await;
    let won = house.deal(Some(1), Some(10), Some("2026-01-01")).await;
    house.deal(Some(1), Some(10), Some("2026-01-01")).await;
    deal::move_stage(&house.head, moved, input(json!({ "stage": open[1].id }))).await.expect("moved");
    house.lose(moved, "2026-02-01").await;
    house.win(won, "2026-02-01").await;
    let answer = house.ask(&house.head, "stage_conversion", &[], &[]).await;
    assert_eq!(answer.path, Path::Totals);
    let first = &answer.figures[0];
    assert_eq!((first.part, first.count), (Some(2), 3));
    assert_eq!((answer.figures[1].part, answer.figures[1].count), (Some(1), 2));
    let stage = format!("stage={}", open[1].id);
    let asked = question("stage_conversion", &[], &[&stage]);
    let rows = kpi::rows(&house.head, &asked, Which::Counted, &PageRequest::default()).await;
    assert_eq!(rows.expect("rows").page.items.len(), 2);
}

#[tokio::test]
async fn a_partner_manager_sees_numbers_of_their_own_partners_only() {
    let house = House::new().await;
    for partner in [Some(0), Some(1), None] {
        let deal = house.deal(partner, Some(100), Some("2026-01-01")).await;
        house.win(deal, "2026-01-05").await;
    }
    let own = house.ask(&house.manager, "bookings", &["partner"], &[]).await;
    assert_eq!(shown(&own), [("Südwind".to_owned(), Some(100 * UNIT), 1)]);
    assert_eq!(own.totals[0].value, Some(100 * UNIT));
    let rows =
        kpi::rows(&house.manager, &question("bookings", &[], &[]), Which::Counted, &PageRequest::default()).await;
    assert_eq!(rows.expect("rows").page.items.len(), 1);
    let foreign = format!("partner={}", house.partners[0]);
    assert!(house.ask(&house.manager, "bookings", &[], &[&foreign]).await.figures.is_empty());
    let by_name = kpi::answer(&house.manager, &question("bookings", &[], &["partner=Nordlicht"])).await;
    assert_eq!(by_name.expect_err("a stranger").code(), "invalid_input");
    let nobody = house.app.system().as_actor(kernel::Actor::Anonymous, kernel::Channel::Web);
    let refused = kpi::answer(&nobody, &question("bookings", &[], &[])).await.expect_err("a refusal");
    assert!(matches!(refused, Failure::Unauthenticated));
    assert!(matches!(kpi::rebuild(&house.manager).await, Err(Failure::Forbidden)));
}

#[tokio::test]
async fn what_is_wrong_with_a_question_is_said_at_its_field() {
    let house = House::new().await;
    let wrong = |question: Question| {
        let head = house.head.clone();
        async move {
            match kpi::answer(&head, &question).await {
                Err(Failure::Invalid(errors)) => {
                    errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>()
                }
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(wrong(question("bookings", &["weather"], &[])).await, ["by unknown_dimension"]);
    assert_eq!(wrong(question("bookings", &[], &["weather=fine"])).await, ["filter unknown_dimension"]);
    assert_eq!(wrong(question("registrations", &["stage"], &[])).await, ["by not_for_metric"]);
    assert_eq!(wrong(question("bookings", &["region", "month", "partner"], &[])).await, ["by too_many"]);
    assert_eq!(wrong(question("bookings", &[], &["region"])).await, ["filter invalid"]);
    assert_eq!(wrong(question("bookings", &[], &["segment=none"])).await, ["filter unknown"]);
    assert_eq!(wrong(question("bookings", &[], &["month=2026-13"])).await, ["filter unknown"]);
    let backwards = Question {
        from: Some("2026-02-01".to_owned()),
        to: Some("2026-01-01".to_owned()),
        ..question("bookings", &[], &[])
    };
    assert_eq!(wrong(backwards).await, ["to before_start"]);
    let dates = Question {
        from: Some("tomorrow".to_owned()),
        as_of: Some("2026-02-30".to_owned()),
        ..question("bookings", &[], &[])
    };
    assert_eq!(wrong(dates).await, ["from date_invalid", "as_of date_invalid"]);
    let as_of = |day: &str| Question { as_of: Some(day.to_owned()), ..question("bookings", &[], &[]) };
    assert_eq!(wrong(as_of("2027-06-01")).await, ["as_of date_in_future"]);
    assert_eq!(wrong(as_of("2026-11-25")).await, ["as_of date_in_future"], "tomorrow is not known either");
    let into = |code: &str| Question { currency: Some(code.to_owned()), ..question("bookings", &[], &[]) };
    assert_eq!(wrong(into("XYZ")).await, ["currency currency_unknown"]);
    assert_eq!(wrong(into("EURO")).await, ["currency currency_invalid"]);
    assert!(matches!(kpi::answer(&house.head, &question("weather", &[], &[])).await, Err(Failure::NotFound)));
}

#[tokio::test]
async fn how_partners_get_going_is_read_from_totals_unless_something_lies_ahead_of_the_day_asked_about() {
    let house = House::new().await;
    for (partner, on) in [(0, "2026-03-01"), (1, "2026-03-20"), (2, "2026-10-01")] {
        partner::change(&house.head, house.partners[partner], input(json!({ "signed_on": on }))).await.expect("signed");
    }
    // Soon after signing; before signing; the third one has done nothing yet, and has until the thirtieth of December.
    let soon = house.deal(Some(0), Some(100), Some("2026-04-10")).await;
    house.win(soon, "2026-06-09").await;
    house.deal(Some(1), Some(100), Some("2026-03-01")).await;
    let figure = async |metric: &'static str, expected: Path| {
        let answer = house.ask(&house.head, metric, &[], &[]).await;
        assert_eq!(answer.path, expected, "{metric}");
        let figure = answer.figures[0].clone();
        (figure.part, figure.count, figure.excluded)
    };
    assert_eq!(figure("activation_rate", Path::Totals).await, (Some(1), 2, 1));
    assert_eq!(figure("time_to_first_revenue", Path::Totals).await, (None, 1, 2));
    // The deal of the ninth of June was won within a year; that of the tenth of April is more than ninety days old.
    assert_eq!(figure("producing_partner_rate", Path::Totals).await, (Some(1), 3, 0));
    assert_eq!(figure("active_partner_rate", Path::Totals).await, (Some(0), 3, 0));
    house.register(2, "Krueger").await;
    assert_eq!(figure("active_partner_rate", Path::Totals).await, (Some(1), 3, 0));
    assert_eq!(figure("activation_rate", Path::Totals).await, (Some(2), 3, 0));
    let by_region = house.ask(&house.head, "activation_rate", &["region"], &[]).await;
    assert_eq!(by_region.path, Path::Totals);
    assert_eq!(by_region.figures.iter().map(|f| f.count).collect::<Vec<_>>(), [1, 1, 1]);
    // Forty days from signing to the deal of the first; other windows hold for what is kept, too.
    let choose = async |what: Value| kpi::change_policies(&house.head, input(what)).await.expect("chosen");
    choose(json!({ "activation_days": 39, "active_days": 300 })).await;
    assert_eq!(figure("activation_rate", Path::Totals).await, (Some(0), 3, 0));
    assert_eq!(figure("active_partner_rate", Path::Totals).await, (Some(3), 3, 0));
    choose(json!({ "activation_days": 40, "producing_days": 160 })).await;
    assert_eq!(figure("activation_rate", Path::Totals).await, (Some(1), 3, 0));
    assert_eq!(figure("producing_partner_rate", Path::Totals).await, (Some(0), 3, 0));
    // What else counts as business has not been noted.
    choose(json!({ "business": "deal_won" })).await;
    assert_eq!(figure("activation_rate", Path::Facts).await, (Some(0), 3, 0));
    choose(
        json!({ "business": "registration_or_deal", "activation_days": 90, "active_days": 90, "producing_days": 365 }),
    )
    .await;
    // Days pass, nothing is written, and what they say has moved on.
    house.app.clock.advance(100 * DAY);
    assert_eq!(figure("active_partner_rate", Path::Totals).await, (Some(0), 3, 0));
    // A manager sees their own; what is kept is of all.
    assert_eq!(house.ask(&house.manager, "activation_rate", &[], &[]).await.path, Path::Facts);
    partner::change(&house.head, house.partners[1], input(json!({ "signed_on": "2028-01-01" }))).await.expect("ahead");
    assert_eq!(figure("activation_rate", Path::Facts).await, (Some(2), 2, 0));
}

#[tokio::test]
async fn an_open_deal_of_a_partner_who_left_the_program_is_in_no_phase_now_and_as_of_today() {
    let house = House::new().await;
    house.deal(Some(0), Some(100), Some("2026-01-01")).await;
    house.app.clock.advance(DAY);
    partner::leave_program(&house.head, house.partner(0), house.programs[0], "Not now").await.expect("left");
    let organisation = settings::organisation(house.app.app.db().read()).await.expect("settings");
    let today = house.app.now().date_in(&organisation.zone());
    let phases = async |as_of: Option<String>| {
        let asked = Question { as_of, ..question("open_pipeline", &["phase"], &[]) };
        let answer = kpi::answer(&house.head, &asked).await.expect("an answer");
        answer.figures.iter().map(|f| (f.group[0].key.clone(), f.value)).collect::<Vec<_>>()
    };
    let unknown = vec![(String::new(), Some(1_000_000))];
    assert_eq!(phases(None).await, unknown);
    assert_eq!(phases(Some(today.to_string())).await, unknown);
    let before = phases(Some(today.plus_days(-1).to_string())).await;
    assert!(before.len() == 1 && !before[0].0.is_empty(), "the day before it was in one: {before:?}");
}

#[tokio::test]
async fn rows_come_in_pages_and_end() {
    let house = House::new().await;
    for day in 1..=5 {
        let deal = house.deal(Some(0), Some(day), Some("2026-01-01")).await;
        house.win(deal, "2026-01-05").await;
    }
    let asked = question("won_count", &[], &[]);
    let mut seen = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = PageRequest::parse(Some(2), cursor.as_deref()).expect("a page");
        let found = kpi::rows(&house.head, &asked, Which::Counted, &page).await.expect("rows").page;
        seen.extend(found.items.into_iter().filter_map(|r| r.deal));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (5, 5));
    let organisation = settings::organisation(house.app.app.db().read()).await.expect("settings");
    assert_eq!(organisation.currency, Currency::EUR);
}
