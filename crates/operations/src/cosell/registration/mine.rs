//! "My registrations": a contact asks for a link with their address, and sees by it their own registrations, and those of their whole company
//! where their role allows. The answer to who asks is the same whether we know the address or not.

use super::submit::{ContactRow, contact_of};
use crate::access::link::{self, NewLink};
use crate::record::mail::{self, Mail};
use crate::record::preference::PreferencesLink;
use crate::settings::{organisation, partner_pages};
use crate::{App, Ctx};
use jobs::{Claimed, JobError};
use kernel::actor::ContactActor;
use kernel::id::{ContactId, LinkId, RegistrationId};
use kernel::time::DAY;
use kernel::words::{ContactRole, LinkPurpose, RegistrationStatus};
use kernel::{Actor, Channel, Cursor, Date, Failure, Instant, Locale, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// How long the mailed link works.
pub const LINK_LIFETIME: i64 = 7 * DAY;
/// Nobody is a contact of more partners than this; the rest of an odd list is not written to.
const MOST_CONTACTS: i64 = 10;

#[derive(FromQueryResult)]
struct Asking {
    id: ContactId,
    name: String,
    email: String,
    locale: Option<Locale>,
    partner_name: String,
}

/// The job that writes to whoever asked.
pub const LETTERS: &str = "registration.my_letters";

/// Who asked, and how they read.
#[derive(Serialize, Deserialize)]
struct Asked {
    email: String,
    locale: Locale,
}

/// Has every active contact with this address mailed a link to their registrations. Whether there is any is found out later, by a job: until the
/// answer, the same work is done for every address, so that neither its words nor the time it takes tell whom we know.
///
/// # Errors
/// `Invalid` at `email` when it is not an address; `Throttled`.
pub async fn request_my_registrations(cx: &Ctx, email: &str) -> Outcome<()> {
    let address = kernel::domain::email(email).map_err(|_| Failure::field("email", "email_invalid"))?;
    // Counted for what was typed, known or not; nobody is written to again and again by somebody who types their address.
    cx.app.limits().my_registrations(address.folded())?;
    let asked = Asked { email: address.folded().to_owned(), locale: cx.locale };
    let payload = serde_json::to_value(asked).map_err(Failure::internal)?;
    let tx = cx.begin().await?;
    let job = jobs::NewJob { kind: LETTERS, payload, run_at: cx.now(), dedupe_key: None };
    jobs::enqueue(&tx, cx.now(), job).await?;
    cx.commit(tx).await
}

/// Writes to whoever asked, where we know them. Handler of [`LETTERS`].
///
/// # Errors
/// The database's; the queue tries again later.
pub async fn letters(app: App, job: Claimed) -> Result<(), JobError> {
    let asked: Asked = job.input()?;
    let cx = Ctx { locale: asked.locale, ..app.system(Channel::Web) };
    let tx = cx.begin().await?;
    write_links(&tx, &cx, &asked.email).await?;
    job.complete(&tx).await?;
    cx.commit(tx).await?;
    Ok(())
}

async fn write_links(tx: &Tx, cx: &Ctx, folded: &str) -> Outcome<()> {
    let contacts = Sql::new("SELECT c.id, c.name, c.email, c.locale, p.name AS partner_name FROM partner_contact c JOIN partner p ON p.id = c.partner_id WHERE c.active AND p.status <> 'exited' AND c.email_folded = ")
        .bind(folded)
        .push(" ORDER BY c.id LIMIT ")
        .bind(MOST_CONTACTS)
        .all::<Asking>(tx)
        .await?;
    let organisation = organisation(tx).await?;
    for contact in contacts {
        let new = NewLink {
            contact: Some(contact.id),
            expires_at: Some(cx.now().plus(LINK_LIFETIME)),
            ..NewLink::new(LinkPurpose::MyRegistrations)
        };
        let id = link::create(tx, cx.now(), new).await?;
        let letter = Mail {
            template: "my_registrations",
            dedupe_key: format!("link:{id}"),
            to_email: &contact.email,
            to_name: &contact.name,
            locale: contact.locale.unwrap_or(cx.locale),
            values: vec![
                ("name", contact.name.clone()),
                ("partner", contact.partner_name.clone()),
                ("organisation", organisation.name.clone()),
                ("url", link::url(&cx.app, LinkPurpose::MyRegistrations, id)),
            ],
            partner: None,
            registration: None,
        };
        mail::write(tx, cx, letter).await?;
    }
    Ok(())
}

/// An opened link to a contact's registrations.
pub struct MyRegistrations {
    cx: Ctx,
    contact: ContactRow,
    /// The contact's name.
    pub name: String,
    /// Whom they work for.
    pub partner_name: String,
    /// Whether they see those of their colleagues too.
    pub company_wide: bool,
}

/// A registration, as its partner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Mine {
    /// The registration.
    pub id: RegistrationId,
    /// For the phone.
    pub number: String,
    /// The customer.
    pub company_name: String,
    /// Where it stands.
    pub status: RegistrationStatus,
    /// When it was received.
    pub submitted_at: Instant,
    /// When the first answer is due.
    pub first_answer_due_at: Option<Instant>,
    /// When it was first answered.
    pub first_answered_at: Option<Instant>,
    /// When the decision is due.
    pub decision_due_at: Option<Instant>,
    /// The last day of protection.
    pub protected_until_on: Option<Date>,
    /// The colleague who registered it.
    pub contact_id: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
}

impl Mine {
    /// The vendor's next promise that is still to keep.
    pub fn due_at(&self) -> Option<Instant> {
        if !super::filter::OWED.contains(&self.status) {
            return None;
        }
        self.first_answer_due_at.filter(|_| self.first_answered_at.is_none()).or(self.decision_due_at)
    }
}

#[derive(FromQueryResult)]
struct Employment {
    role: ContactRole,
    partner_name: String,
}

/// Opens the link a mail carried.
///
/// # Errors
/// `NotFound` when it was not signed by us, or its contact is no longer active; conflict `link_expired`.
pub async fn open_my_registrations(cx: &Ctx, token: &str) -> Outcome<MyRegistrations> {
    let link = link::open(&cx.app, LinkPurpose::MyRegistrations, token).await?;
    let contact = contact_of(cx, link.contact.ok_or(Failure::NotFound)?).await?.ok_or(Failure::NotFound)?;
    let employment = Sql::new("SELECT c.role, p.name AS partner_name FROM partner_contact c JOIN partner p ON p.id = c.partner_id WHERE c.id = ")
        .bind(contact.id)
        .one::<Employment>(cx.read())
        .await?
        .ok_or(Failure::NotFound)?;
    let company_wide = partner_pages(cx.read()).await?.company_wide_roles.contains(&employment.role);
    let actor = ContactActor { id: contact.id, partner: contact.partner_id, name: contact.name.clone(), link: link.id };
    let cx = cx.as_actor(Actor::Contact(actor), Channel::Link);
    let name = contact.name.clone();
    Ok(MyRegistrations { cx, contact, name, partner_name: employment.partner_name, company_wide })
}

/// Whether this contact sees what their colleagues registered.
pub(super) async fn is_company_wide(db: &impl sea_orm::ConnectionTrait, contact: ContactId) -> Outcome<bool> {
    let role = Sql::new("SELECT role FROM partner_contact WHERE id = ").bind(contact).value::<ContactRole>(db).await?;
    let roles = partner_pages(db).await?.company_wide_roles;
    Ok(role.is_some_and(|role| roles.contains(&role)))
}

const SELECT: &str = "SELECT r.id, r.number, r.company_name, r.status, r.submitted_at, r.first_answer_due_at, r.first_answered_at, r.decision_due_at, CASE WHEN r.status = 'cancelled' THEN NULL ELSE r.protected_until_on END AS protected_until_on, r.contact_id, c.name AS contact_name FROM registration r LEFT JOIN partner_contact c ON c.id = r.contact_id WHERE r.status NOT IN ('draft', 'unconfirmed')";

impl MyRegistrations {
    /// Which mails this contact wants.
    pub fn mails(&self) -> Option<PreferencesLink> {
        PreferencesLink::of_contact(&self.cx)
    }

    /// The context in which this contact asks about their whole company; nothing where their role shows them their own registrations only.
    pub fn company(&self) -> Option<&Ctx> {
        self.company_wide.then_some(&self.cx)
    }

    /// The colleagues whose role shows them the whole company, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn who_sees_the_company(&self) -> Outcome<Vec<String>> {
        let roles = partner_pages(self.cx.read()).await?.company_wide_roles;
        if roles.is_empty() {
            return Ok(Vec::new());
        }
        let sql = Sql::new("SELECT name FROM partner_contact WHERE active = ").bind(true).push(" AND partner_id = ");
        let sql = sql.bind(self.contact.partner_id).push(" AND role IN ").bind_list(roles);
        Ok(sql.push(" ORDER BY name, id LIMIT 5").column(self.cx.read()).await?)
    }

    /// Whether this is one of their own.
    pub fn is_own(&self, row: &Mine) -> bool {
        row.contact_id == Some(self.contact.id)
    }

    /// What they may see: their own, and their company's where their role allows.
    fn narrowed(&self, sql: Sql, own_only: bool) -> Sql {
        let sql = sql.push(" AND r.partner_id = ").bind(self.contact.partner_id);
        if self.company_wide && !own_only { sql } else { sql.push(" AND r.contact_id = ").bind(self.contact.id) }
    }

    /// One page of them, the newest first.
    ///
    /// # Errors
    /// `Invalid` at `cursor`.
    pub async fn list(&self, own_only: bool, page: &PageRequest) -> Outcome<Page<Mine>> {
        let mut sql = self.narrowed(Sql::new(SELECT), own_only);
        if let Some(after) = &page.after {
            let bad = || Failure::field("cursor", "cursor_invalid");
            let key: i64 = after.key.parse().map_err(|_| bad())?;
            let id: RegistrationId = after.id.parse().map_err(|_| bad())?;
            sql = sql.push(" AND (r.submitted_at, r.id) < (").bind(key).push(", ").bind(id).push(")");
        }
        let rows: Vec<Mine> = sql
            .push(" ORDER BY r.submitted_at DESC, r.id DESC LIMIT ")
            .bind(i64::from(page.fetch()))
            .all(self.cx.read())
            .await?;
        Ok(Page::from_rows(rows, page, |row| Cursor { key: row.submitted_at.0.to_string(), id: row.id.to_string() }))
    }

    /// The path of the status page of one of them, for this contact: what they do there is theirs, also with a colleague's registration.
    ///
    /// # Errors
    /// `NotFound` for what they may not see.
    pub async fn status_path(&self, id: RegistrationId) -> Outcome<String> {
        let row: Mine = self
            .narrowed(Sql::new(SELECT), false)
            .push(" AND r.id = ")
            .bind(id)
            .one(self.cx.read())
            .await?
            .ok_or(Failure::NotFound)?;
        let tx = self.cx.begin().await?;
        let link = own_status_link(&tx, self.cx.now(), row.id, self.contact.id).await?;
        self.cx.commit(tx).await?;
        Ok(link::path(&self.cx.app, LinkPurpose::RegistrationStatus, link))
    }
}

#[derive(FromQueryResult)]
struct LinkRow {
    id: LinkId,
}

/// The same link each time, so that opening the page twice leaves nothing behind.
pub(super) async fn own_status_link(tx: &Tx, now: Instant, id: RegistrationId, contact: ContactId) -> Outcome<LinkId> {
    let known = Sql::new("SELECT id FROM signed_link WHERE revoked_at IS NULL AND purpose = 'registration_status' AND registration_id = ")
        .bind(id)
        .push(" AND contact_id = ")
        .bind(contact)
        .push(" ORDER BY id DESC LIMIT 1")
        .one::<LinkRow>(tx)
        .await?;
    match known {
        Some(known) => Ok(known.id),
        None => {
            let new = NewLink {
                contact: Some(contact),
                registration: Some(id),
                ..NewLink::new(LinkPurpose::RegistrationStatus)
            };
            link::create(tx, now, new).await
        }
    }
}
