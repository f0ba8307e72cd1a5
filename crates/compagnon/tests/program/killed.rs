//! The program is killed under load, again and again: what it answered stays true, nothing happens twice, nothing is forgotten.
//!
//! One window remains, and is measured here: a kill after the mail server has taken a mail and before that is written down. The mail then goes
//! out again with the same Message-ID, by which every mail server and reader can tell the repetition. SMTP has no way to ask.
//!
//! `COMPAGNON_KILLS` says how often (3 when unset).

use crate::load::{Attempt, Kind, Load};
use crate::running::Program;
use kernel::words::{ContactRole, ProgramKind};
use kernel::{Channel, Currency, Locale, Role, SystemClock};
use operations::access::token::{self, CreateToken};
use operations::access::user::{self, CreateUser};
use operations::partner::{self, CreatePartner, NewContact};
use operations::program::{self as programs, CreateProgram};
use operations::{App, AppOptions};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use storage::Sql;
use storage::test_database::TestDatabase;
use testkit::mail_server::MailServer;

const SECRET: &str = "only for this test, only for this test";

/// What the load needs to know.
pub struct Foundation {
    pub token: String,
    pub program: String,
    pub partner: String,
    pub contact: String,
    pub link: String,
}

async fn lay_foundation(database: &TestDatabase, folder: &std::path::Path) -> Foundation {
    let options = AppOptions {
        base_url: "http://127.0.0.1".to_owned(),
        data_dir: folder.to_owned(),
        signing: kernel::secret::SigningKey::new(SECRET.as_bytes()),
        mail: None,
        files: None,
        file_limits: operations::FileLimits::default(),
        clock: Arc::new(SystemClock),
    };
    let app = App::new(database.db.clone(), options);
    let cx = app.system(Channel::Cli);
    let person = CreateUser {
        name: "Ines Hoffmann".to_owned(),
        email: "ines@halden.example".to_owned(),
        role: Role::Administrator,
        all_partners: true,
        locale: Some(Locale::De),
        invite: false,
    };
    let person = user::create(&cx, person).await.expect("a person");
    let input = CreateToken { name: "load".to_owned(), can_write: true, expires_on: None };
    let token = token::create(&cx, Some(person.id), input).await.expect("a token").secret;
    let input = CreateProgram {
        key: "reseller".to_owned(),
        name: "Reseller".to_owned(),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    let program = programs::create(&cx, input).await.expect("a program");
    let input = CreatePartner {
        name: "Nordlicht GmbH".to_owned(),
        program: Some(program),
        manager: Some(person.id),
        ..CreatePartner::default()
    };
    let partner = partner::create(&cx, input).await.expect("a partner");
    let input = NewContact {
        name: "Lena Weiß".to_owned(),
        email: Some("lena@nordlicht.example".to_owned()),
        phone: None,
        role: ContactRole::Seller,
        locale: Some(Locale::De),
    };
    let contact = partner::add_contact(&cx, partner, input).await.expect("a contact");
    let link = partner::make_link(&cx, partner, contact, program).await.expect("a link").url;
    Foundation {
        token,
        program: program.to_string(),
        partner: partner.to_string(),
        contact: contact.to_string(),
        link: link.replacen("http://127.0.0.1", "", 1),
    }
}

fn kills() -> u32 {
    std::env::var("COMPAGNON_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_true_and_happens_once_however_often_the_program_is_killed() {
    let database = TestDatabase::create().await.expect("a database");
    let folder = tempfile::tempdir().expect("a folder");
    let foundation = lay_foundation(&database, folder.path()).await;
    let mails = MailServer::start();
    let load = Load::start(foundation);

    let mut killed_at = Vec::new();
    for round in 0..kills() {
        let mut program = Program::start(&database.url, folder.path(), SECRET, mails.port());
        load.send_to(program.port());
        // Any moment: also while it starts its first jobs.
        let wait =
            300 + u64::from(kernel::secret::random_token().bytes().map(u32::from).sum::<u32>() + round * 37) % 1_700;
        tokio::time::sleep(Duration::from_millis(wait)).await;
        program.kill();
        killed_at.push(Instant::now());
    }
    let program = Program::start(&database.url, folder.path(), SECRET, mails.port());
    load.send_to(program.port());
    tokio::time::sleep(Duration::from_secs(1)).await;
    load.until(21).await;
    let attempts = load.finish().await;
    until_nothing_waits(&database).await;

    assert!(attempts.len() > 20, "only {} requests were made", attempts.len());
    every_attempt_is_there_once(&database, &attempts).await;
    every_mail_was_taken(&database, &mails, &attempts, &killed_at).await;
    drop(program);
}

/// Waits for the mails; on PostgreSQL a killed worker's job is free again after its lease of fifteen seconds.
async fn until_nothing_waits(database: &TestDatabase) {
    let start = Instant::now();
    loop {
        let jobs: Vec<String> = Sql::new("SELECT kind FROM job WHERE kind = 'mail.send'")
            .column(database.db.read())
            .await
            .expect("an answer");
        if jobs.is_empty() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(150), "{} mails still wait", jobs.len());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn count(database: &TestDatabase, table: &str, column: &str) -> HashMap<String, i64> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        name: String,
        rows: i64,
    }
    let text = format!("SELECT {column} AS name, CAST(COUNT(*) AS BIGINT) AS rows FROM {table} GROUP BY {column}");
    let rows = Sql::new(text).all::<Row>(database.db.read()).await.expect("an answer");
    rows.into_iter().map(|row| (row.name, row.rows)).collect()
}

/// Every request was repeated until it was answered, so each must have happened; none may have happened twice.
async fn every_attempt_is_there_once(database: &TestDatabase, attempts: &[Attempt]) {
    let registrations = count(database, "registration", "company_name").await;
    let deals = count(database, "deal", "name").await;
    for attempt in attempts {
        let rows = match attempt.kind {
            Kind::Deal => deals.get(&attempt.name),
            Kind::Registration | Kind::PublicRegistration => registrations.get(&attempt.name),
        };
        assert_eq!(rows.copied(), Some(1), "{attempt:?}");
    }
    let made = registrations.values().sum::<i64>() + deals.values().sum::<i64>();
    assert_eq!(made, i64::try_from(attempts.len()).expect("few"), "something nobody asked for");
    let events = count(database, "event", "kind").await;
    assert_eq!(events.get("registration.submitted"), Some(&registrations.values().sum::<i64>()));
    assert_eq!(events.get("deal.created"), Some(&deals.values().sum::<i64>()));
    let failed: Vec<String> =
        Sql::new("SELECT kind FROM job WHERE state = 'failed'").column(database.db.read()).await.expect("an answer");
    assert!(failed.is_empty(), "{failed:?}");
}

/// Each mail that was written was taken by the mail server, and none twice but in the window the module speaks of.
async fn every_mail_was_taken(
    database: &TestDatabase,
    mails: &MailServer,
    attempts: &[Attempt],
    killed_at: &[Instant],
) {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: kernel::id::MailId,
        status: String,
    }
    // Letters about registrations: what is written once a week may be due while this runs.
    let written = Sql::new("SELECT id, status FROM mail WHERE template NOT IN ('digest', 'kpi_digest')")
        .all::<Row>(database.db.read())
        .await
        .expect("an answer");
    let registrations = count(database, "registration", "status").await.values().sum::<i64>();
    // A receipt to the partner for each, and a note to the reviewer unless they entered it themselves, as the clients of the API did.
    let public = attempts.iter().filter(|a| a.kind == Kind::PublicRegistration).count();
    let expected = registrations + i64::try_from(public).expect("few");
    assert_eq!(i64::try_from(written.len()).expect("few"), expected);
    let mut taken: HashMap<String, Vec<(Instant, Instant)>> = HashMap::new();
    for mail in mails.received() {
        taken.entry(mail.message_id()).or_default().push((mail.begun, mail.at));
    }
    let mut repeated = 0;
    for mail in &written {
        assert_eq!(mail.status, "sent");
        let times = taken.remove(&format!("{}@halden.example", mail.id)).unwrap_or_default();
        assert!(!times.is_empty(), "mail {} was never sent", mail.id);
        for ((first, _), (_, again)) in times.iter().zip(times.iter().skip(1)) {
            repeated += 1;
            // The window begins when the server was asked to take it: on a busy machine it reads what a dead program sent much later. It ends
            // with our commit, which may be slow in coming: what counts is the kill that came before it.
            let window = killed_at.iter().any(|killed| killed >= first && killed <= again);
            assert!(window, "mail {} went out twice without a kill in between", mail.id);
        }
    }
    let others: Vec<kernel::id::MailId> = Sql::new("SELECT id FROM mail WHERE template IN ('digest', 'kpi_digest')")
        .column(database.db.read())
        .await
        .expect("an answer");
    for mail in others {
        taken.remove(&format!("{mail}@halden.example"));
    }
    assert!(taken.is_empty(), "mails nobody wrote: {:?}", taken.keys());
    println!(
        "{} mails for {registrations} registrations, {repeated} sent again with the same Message-ID",
        written.len()
    );
}
