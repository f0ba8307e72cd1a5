//! Signed links: what a mail carries so that somebody can act without signing in.
//!
//! The address holds the link's id and a signature over purpose and id, so it can be written into every mail anew and is stored nowhere. The
//! row says what the link opens, how long, and whether it was used or revoked. Opening a link changes nothing: mail scanners open links too.

use crate::App;
use kernel::id::{ContactId, LinkId, ProgramId, RegistrationId, UserId};
use kernel::words::LinkPurpose;
use kernel::{Failure, Instant, Outcome};
use sea_orm::EntityTrait;
use storage::{Sql, Tx, entity};

/// A link to be made.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// What it opens.
    pub purpose: LinkPurpose,
    /// The person it signs in.
    pub user: Option<UserId>,
    /// The contact it stands for.
    pub contact: Option<ContactId>,
    /// The program it registers deals in.
    pub program: Option<ProgramId>,
    /// The registration it shows or confirms.
    pub registration: Option<RegistrationId>,
    /// The moment it stops working; never when absent.
    pub expires_at: Option<Instant>,
    /// Whether it works once only: see [`use_up`].
    pub one_time: bool,
}

impl NewLink {
    /// A link that opens nothing in particular yet and never expires.
    pub fn new(purpose: LinkPurpose) -> Self {
        Self {
            purpose,
            user: None,
            contact: None,
            program: None,
            registration: None,
            expires_at: None,
            one_time: false,
        }
    }
}

/// A link that was opened: alive, and signed by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The link.
    pub id: LinkId,
    /// The person it signs in.
    pub user: Option<UserId>,
    /// The contact it stands for.
    pub contact: Option<ContactId>,
    /// The program it registers deals in.
    pub program: Option<ProgramId>,
    /// The registration it shows or confirms.
    pub registration: Option<RegistrationId>,
}

/// Makes a link in the caller's transaction. Its address: [`url`].
///
/// # Errors
/// The database's.
pub async fn create(tx: &Tx, now: Instant, link: NewLink) -> Outcome<LinkId> {
    let id = LinkId::new();
    Sql::new("INSERT INTO signed_link (id, purpose, user_id, contact_id, program_id, registration_id, created_at, expires_at, one_time) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id.into(),
                link.purpose.into(),
                link.user.into(),
                link.contact.into(),
                link.program.into(),
                link.registration.into(),
                now.into(),
                link.expires_at.into(),
                link.one_time.into(),
            ],
        )
        .execute(tx)
        .await?;
    Ok(id)
}

/// The link's absolute address.
pub fn url(app: &App, purpose: LinkPurpose, id: LinkId) -> String {
    app.url(&path(app, purpose, id))
}

/// The link's path, with its signature.
pub fn path(app: &App, purpose: LinkPurpose, id: LinkId) -> String {
    let start = match purpose {
        LinkPurpose::SignIn => "/sign-in/link/",
        LinkPurpose::FirstAdministrator => "/welcome/",
        LinkPurpose::RegistrationStatus => "/s/",
        LinkPurpose::Register => "/r/",
        LinkPurpose::ConfirmRegistration => "/c/",
        LinkPurpose::MyRegistrations => "/m/",
        LinkPurpose::MailPreferences => "/u/",
        LinkPurpose::Answer => "/a/",
    };
    format!("{start}{}", app.options().signing.sign(purpose.as_str(), &id.0))
}

/// What a link's token opens. Changes nothing; see [`use_up`].
///
/// # Errors
/// `NotFound` when it was not signed by us for this purpose or was revoked; conflict `link_used` or `link_expired`.
pub async fn open(app: &App, purpose: LinkPurpose, token: &str) -> Outcome<Link> {
    let id = app.options().signing.verify(purpose.as_str(), token).map(LinkId).ok_or(Failure::NotFound)?;
    let row = entity::signed_link::Entity::find_by_id(id)
        .one(app.db().read())
        .await?
        .filter(|row| row.purpose == purpose && row.revoked_at.is_none())
        .ok_or(Failure::NotFound)?;
    if row.one_time && row.used_at.is_some() {
        return Err(Failure::conflict("link_used"));
    }
    if row.expires_at.is_some_and(|at| at <= app.now()) {
        return Err(Failure::conflict("link_expired"));
    }
    Ok(link_of(row))
}

fn link_of(row: entity::signed_link::Model) -> Link {
    Link {
        id: row.id,
        user: row.user_id,
        contact: row.contact_id,
        program: row.program_id,
        registration: row.registration_id,
    }
}

/// What a used-up link was about, for who still holds it and asks what became of it. Nothing once it has expired.
///
/// # Errors
/// The database's.
pub async fn spent(app: &App, purpose: LinkPurpose, token: &str) -> Outcome<Option<Link>> {
    let Some(id) = app.options().signing.verify(purpose.as_str(), token).map(LinkId) else { return Ok(None) };
    let row = entity::signed_link::Entity::find_by_id(id).one(app.db().read()).await?;
    let used = row.filter(|row| row.purpose == purpose && row.revoked_at.is_none() && row.used_at.is_some());
    Ok(used.filter(|row| row.expires_at.is_none_or(|at| at > app.now())).map(link_of))
}

/// Uses up a one-time link, in the transaction of what it allows: of two who press the button at the same moment, one does.
///
/// # Errors
/// Conflict `link_used` when it was used or revoked meanwhile.
pub async fn use_up(tx: &Tx, id: LinkId, now: Instant) -> Outcome<()> {
    let used = Sql::new("UPDATE signed_link SET used_at = ")
        .bind(now)
        .push(" WHERE used_at IS NULL AND revoked_at IS NULL AND id = ")
        .bind(id)
        .execute(tx)
        .await?;
    if used == 0 { Err(Failure::conflict("link_used")) } else { Ok(()) }
}

/// Revokes every link of `purpose` that signs `user` in and was not used yet, in the caller's transaction.
///
/// # Errors
/// The database's.
pub async fn revoke_of_user(tx: &Tx, purpose: LinkPurpose, user: UserId, now: Instant) -> Outcome<()> {
    Sql::new("UPDATE signed_link SET revoked_at = ")
        .bind(now)
        .push(" WHERE used_at IS NULL AND revoked_at IS NULL AND purpose = ")
        .bind(purpose)
        .push(" AND user_id = ")
        .bind(user)
        .execute(tx)
        .await?;
    Ok(())
}
