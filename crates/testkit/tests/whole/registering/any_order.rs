//! Whatever people do in whatever order, and whenever somebody looks at the clocks: what is stored stays true.

use super::house::House;
use kernel::id::RegistrationId;
use kernel::time::HOUR;
use kernel::words::{ClockKind, RegistrationStatus as Status};
use operations::cosell::registration::*;
use storage::{Sql, entity};

/// A small generator of its own (xorshift), so that a failing walk can be walked again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn act(house: &House, id: RegistrationId, roll: u64) -> bool {
    let cx = &house.ines;
    let ask = || RequestInformation { question: "Who decides?".to_owned(), version: None };
    let no = || Decline { reason: "not_a_fit".to_owned(), text: None, version: None };
    match roll {
        0 => start_review(cx, id, StartReview::default()).await.is_ok(),
        1 | 2 => request_information(cx, id, ask()).await.is_ok(),
        3 => give_information(cx, id, GiveInformation { answer: "Paul".to_owned(), version: None }).await.is_ok(),
        4 => {
            let page = house.status_link(id).await;
            let before = house.row(id).await.version;
            house.app.post(&format!("{page}/answer"), "", &[("answer", "Paul")]).await;
            house.row(id).await.version > before
        }
        5 => approve(cx, id, Approve::default()).await.is_ok(),
        6 => decline(cx, id, no()).await.is_ok(),
        7 => withdraw(cx, id, Withdraw::default()).await.is_ok(),
        8 => {
            watch::note_breaches(&house.app.app).await.expect("looked");
            false
        }
        _ => {
            let before = house.row(id).await.version;
            watch::expire_protections(&house.app.app).await.expect("looked");
            house.row(id).await.version > before
        }
    }
}

async fn holds(house: &House, id: RegistrationId, seed: u64) {
    let db = house.app.app.db().read();
    let row = house.row(id).await;
    let about = |sql: &str| Sql::new(sql).bind(id);
    let clocks: Vec<entity::clock::Model> =
        about("SELECT * FROM clock WHERE registration_id = ").all(db).await.expect("clocks");
    let (information, clocks): (Vec<_>, Vec<_>) = clocks.into_iter().partition(|c| c.kind == ClockKind::Information);
    let partners_turn = row.status == Status::InformationRequested;
    let running = information.iter().filter(|c| c.stopped_at.is_none()).count();
    assert_eq!(running, usize::from(partners_turn), "walk {seed}: the partner's clock runs while they are asked");
    assert_eq!(clocks.len(), 2, "walk {seed}: one clock of each kind, ever");
    for clock in &clocks {
        let runs = clock.stopped_at.is_none();
        match clock.kind {
            ClockKind::FirstAnswer => {
                let waits = row.status.is_open() && row.first_answered_at.is_none();
                assert_eq!(runs, waits, "walk {seed}: {clock:?} {:?}", row.status);
            }
            _ => {
                assert_eq!(runs, row.status.is_open(), "walk {seed}: {clock:?} {:?}", row.status);
                assert_eq!(Some(clock.due_at), row.decision_due_at, "walk {seed}");
                if runs {
                    assert_eq!(clock.paused_at.is_some(), row.status == Status::InformationRequested, "walk {seed}");
                }
            }
        }
    }
    let broken = clocks.iter().filter(|c| c.breached_at.is_some()).count();
    let told: i64 =
        about("SELECT CAST(COUNT(*) AS BIGINT) FROM event WHERE kind = 'clock.breached' AND registration_id = ")
            .value(db)
            .await
            .expect("a query")
            .expect("a count");
    assert_eq!(told, broken as i64, "walk {seed}: each breach is told once");
    let steps: Vec<entity::registration_step::Model> =
        about("SELECT * FROM registration_step WHERE registration_id = ")
            .push(" ORDER BY position")
            .all(db)
            .await
            .expect("steps");
    assert!(steps.iter().zip(1..).all(|(step, position)| step.position == position), "walk {seed}: no gap");
    assert_eq!(steps.last().and_then(|s| s.status), Some(row.status), "walk {seed}");
    let deals: i64 = about("SELECT CAST(COUNT(*) AS BIGINT) FROM deal WHERE registration_id = ")
        .value(db)
        .await
        .expect("a query")
        .expect("a count");
    let was_approved = matches!(row.status, Status::Approved | Status::Expired);
    assert_eq!(deals, i64::from(was_approved), "walk {seed}: {:?}", row.status);
    let open: i64 = about(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration_question WHERE answered_at IS NULL AND registration_id = ",
    )
    .value(db)
    .await
    .expect("a query")
    .expect("a count");
    if row.status == Status::InformationRequested {
        assert_eq!(open, 1, "walk {seed}");
    }
}

#[tokio::test]
async fn clocks_history_deal_and_questions_agree_after_any_sequence_of_steps() {
    let house = House::new().await;
    let mut seen = std::collections::BTreeSet::new();
    for seed in 1..=24_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let deal = Submission { company: format!("Customer {seed} GmbH"), domain: None, ..house.kruger() };
        // The expected close would lie in the past after a long walk.
        let deal = Submission { expected_close_on: "2040-01-01".to_owned(), ..deal };
        let id = house.register(house.nordlicht, deal).await.id;
        for _ in 0..10 {
            let before = house.row(id).await;
            let roll = dice.roll(10);
            let changed = act(&house, id, roll).await;
            let after = house.row(id).await;
            if changed {
                assert!(after.version > before.version, "walk {seed}");
            } else {
                assert_eq!((after.version, after.status), (before.version, before.status), "walk {seed}: step {roll}");
            }
            holds(&house, id, seed).await;
            let hours = if dice.roll(6) == 0 { 24 * 95 } else { dice.roll(40) };
            house.app.clock.advance(hours as i64 * HOUR);
        }
        seen.insert(house.status(id).await);
    }
    assert!(seen.len() >= 3, "the walks end in different places: {seen:?}");
    let once = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT dedupe_key FROM mail GROUP BY dedupe_key HAVING COUNT(*) > 1) twice";
    assert_eq!(house.count(once).await, 0);
    assert!(house.app.waiting_jobs().await.is_empty());
}
