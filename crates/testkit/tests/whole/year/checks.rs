//! What must hold at any time, and at the end.

use super::world::Vendor;
use crate::registering::house::House;
use kernel::id::{MailId, RegistrationId};
use kernel::words::ClockKind;
use operations::cosell::registration::{BreachFilter, breach_board};
use std::collections::{BTreeSet, HashMap};
use storage::entity::registration::Model;
use storage::{Sql, entity};

async fn rows(house: &House) -> Vec<Model> {
    Sql::new("SELECT * FROM registration").all(house.app.app.db().read()).await.expect("registrations")
}

async fn clocks(house: &House) -> HashMap<RegistrationId, Vec<entity::clock::Model>> {
    let all: Vec<entity::clock::Model> =
        Sql::new("SELECT * FROM clock").all(house.app.app.db().read()).await.expect("clocks");
    let mut by: HashMap<RegistrationId, Vec<entity::clock::Model>> = HashMap::new();
    for clock in all {
        by.entry(clock.registration_id.expect("of a registration")).or_default().push(clock);
    }
    by
}

/// No clock is lost, and no two protections overlap unless a person said so.
pub async fn standing(house: &House) {
    let (rows, clocks) = (rows(house).await, clocks(house).await);
    for row in &rows {
        let running = |kind: ClockKind| {
            clocks.get(&row.id).into_iter().flatten().filter(|c| c.kind == kind && c.stopped_at.is_none()).count()
        };
        let open = row.status.is_open();
        let (first, decision) = (running(ClockKind::FirstAnswer), running(ClockKind::Decision));
        assert_eq!(decision, usize::from(open), "{} is {}: its decision's clocks", row.number, row.status);
        let waits = open && row.first_answered_at.is_none();
        assert_eq!(first, usize::from(waits), "{} is {}: its first answer's clocks", row.number, row.status);
    }
    let protected: Vec<&Model> = {
        let mut found: Vec<&Model> = rows.iter().filter(|r| r.protected_until_on.is_some()).collect();
        found.retain(|r| ["approved", "expiring", "converted", "disputed"].contains(&r.status.as_str()));
        found
    };
    let said: Vec<RegistrationId> =
        Sql::new("SELECT registration_id FROM protection WHERE beside_id IS NOT NULL AND decided_by IS NOT NULL")
            .column(house.app.app.db().read())
            .await
            .expect("protections");
    let said: BTreeSet<RegistrationId> = said.into_iter().collect();
    let mut pairs = 0;
    for (place, a) in protected.iter().enumerate() {
        for b in protected.iter().skip(place + 1) {
            let meet = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
            let both = a.company_id.is_some()
                && a.company_id == b.company_id
                && meet(&a.product_text, &b.product_text)
                && meet(&a.company_country, &b.company_country);
            if both {
                pairs += 1;
                assert!(
                    said.contains(&a.id) || said.contains(&b.id),
                    "{} and {} are both protected",
                    a.number,
                    b.number
                );
            }
        }
    }
    assert!(pairs <= said.len() * protected.len());
}

/// Whatever is open and late is on the board; nothing else is.
pub async fn board(house: &House) {
    let now = house.app.now();
    let clocks = clocks(house).await;
    let mut late = BTreeSet::new();
    for row in rows(house).await.iter().filter(|r| r.status.is_open()) {
        let broken = clocks
            .get(&row.id)
            .into_iter()
            .flatten()
            .filter(|c| c.stopped_at.is_none() && c.kind != ClockKind::Information && c.due_at < now)
            // While the partner is asked, the clock stands: it is late only when it was late before.
            .any(|c| c.paused_at.is_none_or(|paused| c.due_at < paused));
        let ahead = row.first_answered_at.is_some() || row.first_answer_due_at.is_some_and(|due| due >= now);
        assert!(broken || ahead, "{} is neither answered, nor late, nor has it time", row.number);
        if broken {
            late.insert(row.number.clone());
        }
    }
    let mut shown = BTreeSet::new();
    let mut total;
    let mut filter = BreachFilter { limit: Some(100), ..BreachFilter::default() };
    loop {
        let page = breach_board(&house.head, &filter).await.expect("the board");
        total = page.total;
        shown.extend(page.items.into_iter().map(|b| b.number));
        match page.next_cursor {
            Some(cursor) => filter.cursor = Some(cursor),
            None => break,
        }
    }
    let differ: Vec<_> = shown.symmetric_difference(&late).collect();
    assert!(differ.is_empty(), "the board and the clocks differ about {differ:?}");
    assert_eq!(total, i64::try_from(late.len()).expect("few"));
    assert!(!late.is_empty(), "somebody never answered");
}

/// Every mail was taken; twice only when the program was stopped in between, after the server took it and before that was written down.
pub async fn mails(vendor: &Vendor) {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: MailId,
        status: String,
        template: String,
    }
    let written: Vec<Row> =
        Sql::new("SELECT id, status, template FROM mail").all(vendor.house.app.app.db().read()).await.expect("mails");
    let taken = vendor.post.taken();
    assert!(written.len() > 500, "only {} mails", written.len());
    let mut repeated = 0;
    for mail in &written {
        assert_eq!(mail.status, "sent", "{} of {}", mail.template, mail.id);
        let times = taken.get(&mail.id.to_string()).map(Vec::as_slice).unwrap_or_default();
        assert!(!times.is_empty(), "{} was never taken", mail.id);
        for pair in times.windows(2) {
            repeated += 1;
            assert!(pair[0] < pair[1], "{} went out twice without a restart in between", mail.id);
        }
    }
    assert_eq!(taken.len(), written.len(), "a mail went out that nobody wrote");
    assert!(repeated <= vendor.restarts, "{repeated} repetitions, {} restarts", vendor.restarts);
    let twice = "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT registration_id, template, dedupe_key FROM mail WHERE dedupe_key IS NOT NULL GROUP BY registration_id, template, dedupe_key HAVING COUNT(*) > 1) x";
    assert_eq!(vendor.house.count(twice).await, 0);
    println!("{} mails, {repeated} repeated over {} restarts", written.len(), vendor.restarts);
}
