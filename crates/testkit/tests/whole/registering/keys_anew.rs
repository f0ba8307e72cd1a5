//! Keys of older rules are made anew by a job while the server answers, and a restart loses nothing of it.

use super::house::House;
use futures::future::BoxFuture;
use jobs::{Claimed, JobError, Queue};
use kernel::id::CompanyId;
use kernel::time::HOUR;
use operations::App;
use operations::cosell::company::{self, NewCompany};
use operations::cosell::conflict::renewal::{self, RENEW, ToRenew};
use operations::cosell::registration::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use storage::Sql;

/// As many companies as go into one step.
const STEP: usize = 500;

async fn write(house: &House, sql: &str) {
    let tx = house.app.app.db().begin().await.expect("a transaction");
    Sql::new(sql).execute(&tx).await.expect(sql);
    tx.commit().await.expect("committed");
}

/// Whether the check finds this company for a deal with such a customer.
async fn finds(house: &House, name: &str, domain: Option<&str>, company: CompanyId) -> bool {
    let deal = Submission { company: name.to_owned(), domain: domain.map(str::to_owned), ..house.kruger() };
    let id = house.register(house.voltwerk, deal).await.id;
    let found = detail(&house.head, id).await.expect("read").findings;
    let tried = Withdraw { reason: Some("tried".to_owned()), version: None };
    withdraw(&house.head, id, tried).await.expect("withdrawn");
    found.iter().any(|f| f.company.as_ref().is_some_and(|c| c.id == company))
}

/// A server that is killed before its second step.
fn killed(app: App, job: Claimed) -> BoxFuture<'static, Result<(), JobError>> {
    static STEPS: AtomicUsize = AtomicUsize::new(0);
    Box::pin(async move {
        match STEPS.fetch_add(1, Ordering::SeqCst) {
            0 => renewal::renew(app, job).await,
            _ => Err("killed".into()),
        }
    })
}

#[tokio::test]
async fn a_restart_in_the_middle_loses_no_key_and_a_check_meanwhile_finds_by_old_and_by_new_ones() {
    let house = House::new().await;
    let cx = house.app.system();
    let tx = cx.begin().await.expect("a transaction");
    let mut ids = Vec::new();
    for n in 0..STEP + 2 {
        let (name, domain) = match n {
            0 => ("Spedition Husum GmbH".to_owned(), "spedition-husum.de".to_owned()),
            501 => ("Hafenlogistik Brunsbüttel GmbH".to_owned(), "hafen-brunsbuettel.de".to_owned()),
            n => (format!("Kunde{n} Werke {n}"), format!("kunde{n}.de")),
        };
        let new = NewCompany { name, domain: Some(domain), country: Some("DE".to_owned()), ..NewCompany::default() };
        ids.push(company::find_or_create(&tx, &cx, &new).await.expect("a company"));
    }
    cx.commit(tx).await.expect("committed");
    let sorted: Vec<CompanyId> = Sql::new("SELECT id FROM company ORDER BY id").column(cx.read()).await.expect("ids");
    assert_eq!((sorted.first(), sorted.last()), (ids.first(), ids.last()));
    let (husum, brunsbuettel) = (ids[0], ids[STEP + 1]);
    let live = Submission { company: "Werft Süd".to_owned(), domain: None, ..house.kruger() };
    house.register(house.nordlicht, live).await;
    house.work().await;

    // Older rules knew domains only, and a kind of word that nobody asks for any more.
    for sql in [
        "DELETE FROM setting WHERE key = 'match_keys'",
        "DELETE FROM match_key",
        "INSERT INTO match_key (kind, value, company_id, shown) SELECT 'domain', domain, id, '' FROM company",
        "INSERT INTO match_key (kind, value, company_id, shown) SELECT 'word', 'older', id, '' FROM company",
        "DELETE FROM claim_key",
        "INSERT INTO claim_key (kind, value, registration_id) SELECT 'word', 'older', id FROM registration",
    ] {
        write(&house, sql).await;
    }
    assert!(renewal::ask(&house.app.app).await.expect("asked"));
    assert!(renewal::ask(&house.app.app).await.expect("asked by another server"));
    assert_eq!(house.app.waiting_jobs().await, [RENEW], "one at a time");
    let (app, clock) = (&house.app, house.app.clock.clone());
    let queue = Queue::new(app.app.db().clone(), clock, app.app.clone(), app.app.wake().clone());
    assert_eq!(queue.handle(RENEW, killed).run_due().await.expect("the queue works"), 2);

    let left = renewal::to_renew(cx.read()).await.expect("counted");
    assert_eq!(left, Some(ToRenew { companies: 2, registrations: 1 }));
    assert!(finds(&house, "Spedition Husum", None, husum).await, "by a new key");
    assert!(finds(&house, "Somebody", Some("hafen-brunsbuettel.de"), brunsbuettel).await, "by an old key");
    assert!(!finds(&house, "Hafenlogistik Brunsbüttel", None, brunsbuettel).await, "not by a new one yet");
    let older = |table: &str| format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE value = 'older'");
    assert_eq!((house.count(&older("match_key")).await, house.count(&older("claim_key")).await), (2, 1));

    // The server starts again; what failed is tried again.
    assert!(renewal::ask(&house.app.app).await.expect("asked"));
    house.app.clock.advance(HOUR);
    house.work().await;
    assert_eq!(renewal::to_renew(cx.read()).await.expect("counted"), None);
    assert!(!renewal::ask(&house.app.app).await.expect("all are new"));
    assert_eq!((house.count(&older("match_key")).await, house.count(&older("claim_key")).await), (0, 0));
    assert!(finds(&house, "Spedition Husum", None, husum).await);
    assert!(finds(&house, "Hafenlogistik Brunsbüttel", None, brunsbuettel).await);
    let claims = "SELECT CAST(COUNT(DISTINCT registration_id) AS BIGINT) FROM claim_key";
    assert_eq!(house.count(claims).await, 1, "of the live one, and of none that was withdrawn");
    let without = "SELECT CAST(COUNT(*) AS BIGINT) FROM company c WHERE NOT EXISTS (SELECT 1 FROM match_key k WHERE k.company_id = c.id AND k.kind <> 'domain')";
    assert_eq!(house.count(without).await, 0);
}

#[tokio::test]
async fn an_empty_database_has_todays_keys() {
    let house = House::new().await;
    assert!(!renewal::ask(&house.app.app).await.expect("asked"));
    assert_eq!(renewal::to_renew(house.head.read()).await.expect("counted"), None);
    assert_eq!(house.app.waiting_jobs().await, Vec::<String>::new());
}
