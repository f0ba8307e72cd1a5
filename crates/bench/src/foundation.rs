//! What a measurement needs in an empty database.

use anyhow::{Context, Result, anyhow};
use kernel::secret::SigningKey;
use kernel::words::ProgramKind;
use kernel::{Channel, Currency, Failure, Role, SystemClock};
use operations::access::session;
use operations::access::token::{self, CreateToken};
use operations::access::user::{self, CreateUser};
use operations::partner::{self, CreatePartner, NewContact};
use operations::program::{self, CreateProgram};
use operations::{App, AppOptions};
use std::path::Path;
use std::sync::Arc;
use storage::Db;

pub const SECRET: &str = "only for measuring, only for measuring";
/// The product limits what one token may do in a second; many tokens measure the product, not the limit.
const TOKENS: usize = 40;

/// Names and keys the load uses.
pub struct Foundation {
    pub tokens: Vec<String>,
    pub program: String,
    pub partner: String,
    pub contact: String,
}

pub fn app(db: Db, folder: &Path) -> App {
    let options = AppOptions {
        base_url: "http://127.0.0.1".to_owned(),
        data_dir: folder.to_owned(),
        signing: SigningKey::new(SECRET.as_bytes()),
        mail: None,
        files: None,
        file_limits: operations::FileLimits::default(),
        clock: Arc::new(SystemClock),
    };
    App::new(db, options)
}

pub fn said(failure: Failure) -> anyhow::Error {
    anyhow!("{failure}")
}

/// A person, tokens of theirs, a program, a partner with a contact. Once more in the same database, they are others.
pub async fn lay(app: &App) -> Result<Foundation> {
    let cx = app.system(Channel::Cli);
    let turn = app.now().0;
    let person = CreateUser {
        name: "Ines Hoffmann".to_owned(),
        email: format!("ines{turn}@halden.example"),
        role: Role::Administrator,
        all_partners: true,
        locale: None,
        invite: false,
    };
    let person = user::create(&cx, person).await.map_err(said)?;
    let mut tokens = Vec::new();
    for number in 0..TOKENS {
        let input = CreateToken { name: format!("load {number}"), can_write: true, expires_on: None };
        tokens.push(token::create(&cx, Some(person.id), input).await.map_err(said)?.secret);
    }
    let input = CreateProgram {
        key: format!("reseller{turn}"),
        name: "Reseller".to_owned(),
        kind: ProgramKind::Reseller,
        currency: Currency::EUR,
    };
    let program = program::create(&cx, input).await.map_err(said)?;
    let input = CreatePartner {
        name: format!("Nordlicht{turn} GmbH"),
        program: Some(program),
        manager: Some(person.id),
        ..CreatePartner::default()
    };
    let partner = partner::create(&cx, input).await.map_err(said)?;
    let input = NewContact {
        name: "Lena Berg".to_owned(),
        email: Some("lena@nordlicht.example".to_owned()),
        phone: None,
        role: kernel::words::ContactRole::Seller,
        locale: None,
    };
    let contact = partner::add_contact(&cx, partner, input).await.map_err(said)?;
    Ok(Foundation { tokens, program: program.to_string(), partner: partner.to_string(), contact: contact.to_string() })
}

/// A session cookie of an administrator, made for this run.
pub async fn cookie(app: &App) -> Result<String> {
    let cx = app.system(Channel::Cli);
    let person = CreateUser {
        name: "Reader".to_owned(),
        email: format!("reader{}@halden.example", app.now().0),
        role: Role::Administrator,
        all_partners: true,
        locale: None,
        invite: false,
    };
    let person = user::create(&cx, person).await.map_err(said)?;
    let tx = app.db().begin().await?;
    let token = session::start(&tx, app.now(), person.id, "bench", "127.0.0.1").await.map_err(said)?;
    tx.commit().await.context("a session")?;
    Ok(format!("compagnon={token}"))
}

/// A registration nobody made before, as JSON.
pub fn registration(foundation: &Foundation, number: usize) -> String {
    let Foundation { program, partner, contact, .. } = foundation;
    serde_json::json!({
        "program": program, "partner": partner, "contact": contact,
        "registration": {
            "company": format!("Kunde{number} Maschinenbau GmbH"),
            "domain": format!("kunde{number}.example"),
            "country": "DE",
            "need": "Planung in Tabellen",
            "amount": "24000.00",
            "expected_close_on": "2040-03-31",
        }
    })
    .to_string()
}
