//! A year of a vendor whose people are away, whose mail server fails and whose program is stopped at random moments: every registration is
//! answered or on the board of broken promises, no clock is lost, no mail goes out twice, and no two protections overlap unless a person said so.
//!
//! Everything but the restarts comes from a seed. `COMPAGNON_YEAR_REGISTRATIONS` says how many registrations (400 when unset),
//! `COMPAGNON_YEAR_SEED` which year.

mod checks;
mod post;
mod world;

use kernel::time::{DAY, HOUR};
use kernel::words::RegistrationStatus as Status;
use world::{Dice, Vendor};

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test]
async fn after_a_year_everything_is_answered_or_on_the_board_and_nothing_happened_twice() {
    let seed = number("COMPAGNON_YEAR_SEED", 20_261_124);
    let wanted = number("COMPAGNON_YEAR_REGISTRATIONS", 400);
    let mut dice = Dice(seed);
    let mut vendor = Vendor::open(&mut dice).await;
    let begin = vendor.house.app.now();
    let days = 365;
    for day in 0..days {
        // The mail server is down for days on end, five times a year, and now and then refuses one.
        vendor.post.down(day % 73 < 3);
        let today = wanted * (day + 1) / days - wanted * day / days;
        for part in 0..3 {
            vendor.house.app.clock.set(begin.plus(DAY * i64::try_from(day).expect("few") + HOUR * 4 * part));
            for _ in 0..(today + 2 - u64::try_from(part).expect("few")) / 3 {
                vendor.register(&mut dice).await;
            }
            vendor.people_work(&mut dice).await;
            vendor.partners_answer(&mut dice).await;
            vendor.run_jobs(&mut dice).await;
        }
        if day % 73 == 3 {
            // What an administrator does once the server is back.
            vendor.send_again().await;
        }
        if day % 91 == 90 {
            checks::standing(&vendor.house).await;
        }
    }
    // The server is well, and the program runs for two days without being stopped.
    vendor.post.down(false);
    vendor.post.refuse_none();
    for part in 0..12 {
        let at = begin.plus(DAY * i64::try_from(days).expect("few") + HOUR * 4 * part);
        vendor.house.app.clock.set(at);
        vendor.send_again().await;
        vendor.run_jobs_to_the_end().await;
    }
    let made = vendor.house.registrations().await;
    let made = u64::try_from(made).expect("not negative");
    assert!(
        made + 2 * days >= wanted && made > wanted / 2,
        "seed {seed}: {made} registrations were made, {wanted} wanted"
    );
    // How often it is stopped in the midst of work is the machine's chance.
    assert!(vendor.restarts > days / 4, "seed {seed}: only {} restarts", vendor.restarts);
    checks::standing(&vendor.house).await;
    checks::board(&vendor.house).await;
    checks::mails(&vendor).await;
    // The year was not an easy one: each of these happened.
    for status in [Status::Declined, Status::Withdrawn, Status::Expired, Status::Won] {
        let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE status = '{status}'");
        assert!(vendor.house.count(&sql).await > 0, "seed {seed}: none is {status}");
    }
}
