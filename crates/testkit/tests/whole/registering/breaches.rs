//! The board of broken promises: who is on it, and that nothing but an answer takes a registration off.

use super::house::House;
use http::{Method, StatusCode};
use kernel::id::RegistrationId;
use kernel::time::{DAY, HOUR};
use kernel::words::RegistrationStatus as Status;
use operations::cosell::registration::*;
use storage::Sql;
use storage::entity::registration::Model;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn board(house: &House) -> BreachBoard {
    breach_board(&house.head, &BreachFilter { limit: Some(200), ..BreachFilter::default() }).await.expect("the board")
}

async fn on_board(house: &House) -> Vec<RegistrationId> {
    board(house).await.items.iter().map(|row| row.id).collect()
}

/// The slow and obvious way: which answer is missing, read off one registration.
async fn owes(house: &House, row: &Model) -> (bool, bool) {
    if !row.status.is_open() {
        return (false, false);
    }
    let asked =
        Sql::new("SELECT MAX(asked_at) FROM registration_question WHERE answered_at IS NULL AND registration_id = ")
            .bind(row.id)
            .value::<Option<i64>>(house.app.app.db().read())
            .await
            .expect("a query")
            .flatten();
    let until = if row.status == Status::InformationRequested { asked.expect("a question") } else { house.app.now().0 };
    let first = row.first_answered_at.is_none() && row.first_answer_due_at.is_some_and(|due| due.0 < house.app.now().0);
    (first, row.decision_due_at.is_some_and(|due| due.0 < until))
}

async fn act(house: &House, id: RegistrationId, roll: u64) {
    let cx = &house.ines;
    let ask = RequestInformation { question: "Who decides?".to_owned(), version: None };
    let no = Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    // What is not possible now is refused, and changes nothing.
    match roll {
        0 | 1 => drop(start_review(cx, id, StartReview::default()).await),
        2 | 3 => drop(request_information(cx, id, ask).await),
        4 | 5 => drop(give_information(cx, id, GiveInformation { answer: "Paul".to_owned(), version: None }).await),
        6 => drop(approve(cx, id, Approve::default()).await),
        7 => drop(decline(cx, id, no).await),
        8 => {
            watch::note_breaches(&house.app.app).await.expect("looked");
        }
        9 => {
            escalate::escalate(&house.app.app).await.expect("looked");
        }
        10 => {
            // Whoever has it leaves, or it is taken from them.
            let sql = Sql::new("UPDATE registration SET reviewer_id = NULL WHERE id = ").bind(id);
            sql.execute(house.app.app.db().writer()).await.expect("taken");
        }
        11 => drop(note(cx, id, Note { text: "Called them.".to_owned() }).await),
        _ => {}
    }
}

#[tokio::test]
async fn whatever_happens_a_broken_promise_stays_on_the_board_until_it_is_answered() {
    let house = House::new().await;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut all = Vec::new();
    for n in 0..8 {
        let deal = Submission {
            company: format!("Customer {n} GmbH"),
            domain: None,
            expected_close_on: "2040-01-01".to_owned(),
            ..house.kruger()
        };
        all.push(house.register(house.nordlicht, deal).await.id);
        house.app.clock.advance(dice.roll(30) as i64 * HOUR);
    }
    let (mut seen, mut left) = (0, 0);
    for step in 0..160 {
        let before: Vec<(RegistrationId, (bool, bool))> = {
            let mut owed = Vec::new();
            for id in &all {
                owed.push((*id, owes(&house, &house.row(*id).await).await));
            }
            owed
        };
        let was: Vec<RegistrationId> = on_board(&house).await;
        let chosen = all[dice.roll(all.len() as u64) as usize];
        act(&house, chosen, dice.roll(14)).await;
        house.app.clock.advance(dice.roll(12) as i64 * HOUR);
        let now = on_board(&house).await;
        let mut expected = Vec::new();
        for id in &all {
            let (first, decision) = owes(&house, &house.row(*id).await).await;
            if first || decision {
                expected.push(*id);
            }
        }
        let mut found = now.clone();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "step {step}");
        for id in was.iter().filter(|id| !now.contains(id)) {
            let row = house.row(*id).await;
            let owed = before.iter().find(|(other, _)| other == id).expect("one of ours").1;
            let answered = !row.status.is_open() || (owed == (true, false) && row.first_answered_at.is_some());
            assert!(answered, "step {step}: {id} left the board unanswered, {:?}", row.status);
            left += 1;
        }
        seen = seen.max(now.len());
    }
    assert!(seen >= 3 && left >= 3, "the walk saw {seen} at once, and {left} leave");
    let rows = board(&house).await;
    assert!(rows.items.windows(2).all(|pair| pair[0].broken_since <= pair[1].broken_since), "the oldest on top");
}

#[tokio::test]
async fn the_board_groups_by_manager_age_and_program_and_pages_through_the_oldest_first() {
    let house = House::new().await;
    for n in 0..5 {
        let deal = Submission { company: format!("Customer {n} GmbH"), domain: None, ..house.kruger() };
        let who = if n == 0 { house.voltwerk } else { house.nordlicht };
        house.register(who, deal).await;
        house.app.clock.advance(2 * DAY);
    }
    let whole = board(&house).await;
    assert_eq!(whole.total, 5);
    assert!(whole.items[0].company_name.contains("Customer 0"));
    let managers: Vec<(Option<&str>, i64)> = whole.by_manager.iter().map(|g| (g.name.as_deref(), g.count)).collect();
    assert_eq!(managers, [(Some("Maria Kowalski"), 1), (Some("Ines Hoffmann"), 4)]);
    let ages: i64 = whole.by_age.iter().map(|g| g.count).sum();
    assert_eq!((ages, whole.by_program.len(), whole.by_program[0].count), (5, 1, 5));

    let cookie = house.app.cookie(&house.head).await;
    let mut path = "/api/v1/breaches?limit=2".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = house.app.api(Method::GET, &path, &cookie, None).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let page = page.json();
        seen.extend(
            page["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|r| r["company_name"].as_str().expect("a name").to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/breaches?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, (0..5).map(|n| format!("Customer {n} GmbH")).collect::<Vec<_>>());
    for (age, count) in [("day", 0), ("three_days", 1), ("week", 2), ("month", 2), ("older", 0)] {
        let page = house.app.api(Method::GET, &format!("/api/v1/breaches?age={age}"), &cookie, None).await.json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(count), "{age}");
    }
    for wrong in ["age=yesterday", "reviewer=nobody", "limit=-1", "cursor=zzz", "colour=red"] {
        let answer = house.app.api(Method::GET, &format!("/api/v1/breaches?{wrong}"), &cookie, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }

    let page = house.app.get("/breaches", &cookie).await.body;
    assert!(
        page.contains("5 registrations wait longer than we promised") && page.contains("Customer 0 GmbH"),
        "{page}"
    );
    let ines = house.ines.actor.user().expect("a user").id;
    let page = house.app.get(&format!("/breaches?reviewer={ines}&age=week"), &cookie).await.body;
    assert!(!page.contains("Customer 0 GmbH") && page.contains("Customer 2 GmbH"), "{page}");
    assert!(house.app.get("/today", &cookie).await.body.contains("/breaches"));
    // Ines manages Nordlicht and nobody else: the other partner's is not hers to see, nor to count.
    let hers = breach_board(&house.ines, &BreachFilter::default()).await.expect("the board");
    assert_eq!((hers.total, hers.items.len(), hers.by_program[0].count), (4, 4, 4));
    assert_eq!(house.app.get("/breaches", "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_printed_board_says_of_when_it_is_and_when_each_promise_was_due() {
    let house = House::new().await;
    house.register(house.nordlicht, house.kruger()).await;
    house.app.clock.advance(10 * DAY);
    watch::note_breaches(&house.app.app).await.expect("looked");
    let broken = board(&house).await.items.first().expect("a broken promise").broken_since;
    let cookie = house.app.cookie(&house.ines).await;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
    for (locale, language, as_of, due) in
        [(kernel::Locale::En, "en", "As of", "due"), (kernel::Locale::De, "de", "Stand:", "fällig")]
    {
        super::changing::speaks(&house, language).await;
        let page = house.app.get("/breaches", &cookie).await.body;
        let printed = format!("print-only\">{as_of} {}</p>", i18n::instant(locale, house.app.now(), &zone));
        assert!(page.contains(&printed), "{printed} in {page}");
        assert!(page.contains(&format!("{due} {}", i18n::instant(locale, broken, &zone))), "{page}");
    }
}
