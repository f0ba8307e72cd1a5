//! Which mails somebody wants. Reminders, warnings before protection ends and digests can be switched off: by people of the vendor on their account
//! page, by a partner's contact on their own pages, and by anybody with the signed link every such mail carries. Receipts, questions, decisions and
//! broken promises cannot.

use super::{Event, EventKind, record};
use crate::access::link::{self, NewLink};
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::{App, Ctx};
use kernel::actor::{ContactActor, UserActor};
use kernel::id::{ContactId, LinkId, PartnerId, RecordId, UserId};
use kernel::words::{LinkPurpose, MailKind};
use kernel::{Actor, Channel, Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx, entity};

/// Who reads a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A person of the vendor.
    User(UserId),
    /// A person at a partner.
    Contact(ContactId),
}

impl Reader {
    const fn column(self) -> &'static str {
        match self {
            Self::User(_) => "user_id",
            Self::Contact(_) => "contact_id",
        }
    }
    fn id(self) -> uuid::Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Contact(id) => id.0,
        }
    }
    /// The kinds of mail this reader gets and can switch off.
    pub const fn kinds(self) -> &'static [MailKind] {
        match self {
            Self::User(_) => &[MailKind::Reminder, MailKind::Digest, MailKind::Figures],
            Self::Contact(_) => &[MailKind::Reminder, MailKind::Expiry],
        }
    }
}

/// Whether somebody wants mails of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailPreference {
    /// Which mails: `reminder`, `digest`, `figures`; of a partner's contact `reminder`, `expiry`.
    #[schema(value_type = String)]
    pub kind: MailKind,
    /// Whether they are sent.
    pub wanted: bool,
}

/// Whether `reader` wants mails of `kind`: yes, where they have not said otherwise.
///
/// # Errors
/// The database's.
pub async fn wants(db: &impl ConnectionTrait, reader: Reader, kind: MailKind) -> Outcome<bool> {
    let sql =
        Sql::new("SELECT wanted FROM mail_preference WHERE kind = ").bind(kind).push(" AND ").push(reader.column());
    Ok(sql.push(" = ").bind(reader.id()).value::<bool>(db).await?.unwrap_or(true))
}

async fn all(db: &impl ConnectionTrait, reader: Reader) -> Outcome<Vec<MailPreference>> {
    let mut preferences = Vec::new();
    for kind in reader.kinds() {
        preferences.push(MailPreference { kind: *kind, wanted: wants(db, reader, *kind).await? });
    }
    Ok(preferences)
}

async fn save(tx: &Tx, cx: &Ctx, reader: Reader, preference: MailPreference) -> Outcome<()> {
    let MailPreference { kind, wanted } = preference;
    if wants(tx, reader, kind).await? == wanted {
        return Ok(());
    }
    Sql::new("INSERT INTO mail_preference (id, ")
        .push(reader.column())
        .push(", kind, wanted, changed_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?) ON CONFLICT (",
            [RecordId::new().into(), reader.id().into(), kind.into(), wanted.into(), cx.now().into()],
        )
        .push(reader.column())
        .push(", kind) DO UPDATE SET wanted = excluded.wanted, changed_at = excluded.changed_at")
        .execute(tx)
        .await?;
    let contact = match reader {
        Reader::Contact(id) => entity::partner_contact::Entity::find_by_id(id).one(tx).await?,
        Reader::User(_) => None,
    };
    let partner = contact.as_ref().map(|contact| contact.partner_id);
    // Whose they are, where somebody else chose.
    let name = contact.filter(|_| cx.actor.user().is_some()).map(|contact| contact.name);
    let whose = if name.is_some() { "contact" } else { "own" };
    let payload =
        serde_json::json!({ "kind": kind, "wanted": wanted, "whose": whose, "name": name.unwrap_or_default() });
    record(tx, cx, Event::new(EventKind::MailPreferenceChanged).partner(partner).with(payload)).await?;
    Ok(())
}

fn oneself(cx: &Ctx) -> Outcome<Reader> {
    cx.actor.user().map(|user| Reader::User(user.id)).ok_or(Failure::Unauthenticated)
}

/// The actor's own preferences.
///
/// # Errors
/// `Unauthenticated`.
pub async fn own(cx: &Ctx) -> Outcome<Vec<MailPreference>> {
    all(cx.read(), oneself(cx)?).await
}

/// Changes some of the actor's own preferences; what they never get is passed over.
///
/// # Errors
/// `Forbidden` for tokens.
pub async fn change_own(cx: &Ctx, changes: &[MailPreference]) -> Outcome<Vec<MailPreference>> {
    cx.allow(Action::ManageOwnAccount)?;
    let reader = oneself(cx)?;
    let tx = cx.begin().await?;
    for change in changes.iter().filter(|change| reader.kinds().contains(&change.kind)) {
        save(&tx, cx, reader, *change).await?;
    }
    cx.commit(tx).await?;
    all(cx.read(), reader).await
}

/// A contact within the actor's scope.
async fn of_partner(db: &impl ConnectionTrait, cx: &Ctx, partner: PartnerId, contact: ContactId) -> Outcome<Reader> {
    let sql = Sql::new("SELECT c.id FROM partner_contact c WHERE c.id = ").bind(contact).push(" AND c.partner_id = ");
    let found = in_scope(sql.bind(partner), &cx.actor, "c.partner_id").value::<ContactId>(db).await?;
    found.map(Reader::Contact).ok_or(Failure::NotFound)
}

/// Which mails a partner's contact gets.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn of_contact(cx: &Ctx, partner: PartnerId, contact: ContactId) -> Outcome<Vec<MailPreference>> {
    cx.allow(Action::Read)?;
    let reader = of_partner(cx.read(), cx, partner, contact).await?;
    all(cx.read(), reader).await
}

/// Changes some of them, as a person of the vendor whom the contact asked to.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `mails.N.kind` (`mail_not_for_contacts`) for kinds that contacts do not get.
pub async fn change_of_contact(
    cx: &Ctx,
    partner: PartnerId,
    contact: ContactId,
    changes: &[MailPreference],
) -> Outcome<Vec<MailPreference>> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    let reader = of_partner(&tx, cx, partner, contact).await?;
    let mut errors = FieldErrors::default();
    for (index, _) in changes.iter().enumerate().filter(|(_, change)| !reader.kinds().contains(&change.kind)) {
        errors.add(&format!("mails.{index}.kind"), "mail_not_for_contacts");
    }
    errors.into_result(())?;
    for change in changes {
        save(&tx, cx, reader, *change).await?;
    }
    cx.commit(tx).await?;
    all(cx.read(), reader).await
}

#[derive(FromQueryResult)]
struct LinkRow {
    id: LinkId,
}

/// The address of the preferences page of `reader`. The same link in every mail; made with the first.
///
/// # Errors
/// The database's.
pub(crate) async fn url(tx: &Tx, cx: &Ctx, reader: Reader) -> Outcome<String> {
    let known = Sql::new("SELECT id FROM signed_link WHERE revoked_at IS NULL AND purpose = 'mail_preferences' AND ")
        .push(reader.column())
        .push(" = ")
        .bind(reader.id())
        .push(" ORDER BY id DESC LIMIT 1")
        .one::<LinkRow>(tx)
        .await?;
    let id = match known {
        Some(known) => known.id,
        None => {
            let mut new = NewLink::new(LinkPurpose::MailPreferences);
            match reader {
                Reader::User(id) => new.user = Some(id),
                Reader::Contact(id) => new.contact = Some(id),
            }
            link::create(tx, cx.now(), new).await?
        }
    };
    Ok(link::url(&cx.app, LinkPurpose::MailPreferences, id))
}

/// The address that switches off mails of `kind` with one click.
pub(crate) fn one_click(preferences_url: &str, kind: MailKind) -> String {
    format!("{preferences_url}/{kind}")
}

/// An opened preferences link, or the same on a contact's own pages. It allows this and nothing else.
pub struct PreferencesLink {
    cx: Ctx,
    reader: Reader,
    /// Whose preferences.
    pub name: String,
}

/// Opens a preferences link. Changes nothing.
///
/// # Errors
/// `NotFound` when it was not signed by us or its person is no longer active.
pub async fn open(cx: &Ctx, token: &str) -> Outcome<PreferencesLink> {
    let app: &App = &cx.app;
    let link = link::open(app, LinkPurpose::MailPreferences, token).await?;
    match (link.user, link.contact) {
        (Some(id), None) => {
            let user = entity::app_user::Entity::find_by_id(id).one(cx.read()).await?.filter(|user| user.active);
            let user = user.ok_or(Failure::NotFound)?;
            let name = user.name.clone();
            let actor =
                UserActor { id, name: user.name, role: user.role, all_partners: user.all_partners, token: None };
            let cx = cx.as_actor(Actor::User(actor), Channel::Link);
            Ok(PreferencesLink { cx, reader: Reader::User(id), name })
        }
        (None, Some(id)) => {
            let contact = entity::partner_contact::Entity::find_by_id(id).one(cx.read()).await?.filter(|c| c.active);
            let contact = contact.ok_or(Failure::NotFound)?;
            let name = contact.name.clone();
            let actor = ContactActor { id, partner: contact.partner_id, name: contact.name, link: link.id };
            let cx = cx.as_actor(Actor::Contact(actor), Channel::Link);
            Ok(PreferencesLink { cx, reader: Reader::Contact(id), name })
        }
        _ => Err(Failure::NotFound),
    }
}

impl PreferencesLink {
    /// Of the contact who acts by another link of theirs; nothing for a stranger, who has none.
    pub(crate) fn of_contact(cx: &Ctx) -> Option<Self> {
        let Actor::Contact(contact) = &cx.actor else { return None };
        Some(Self { cx: cx.clone(), reader: Reader::Contact(contact.id), name: contact.name.clone() })
    }

    /// Whether it is a person of the vendor's: what always comes is another thing for them.
    pub fn is_of_the_vendor(&self) -> bool {
        matches!(self.reader, Reader::User(_))
    }

    /// What can be switched off, and whether it is.
    ///
    /// # Errors
    /// The database's.
    pub async fn preferences(&self) -> Outcome<Vec<MailPreference>> {
        all(self.cx.read(), self.reader).await
    }

    /// Whether mails of `kind` are among them.
    pub fn offers(&self, kind: MailKind) -> bool {
        self.reader.kinds().contains(&kind)
    }

    /// Changes some of them; what this reader never gets is passed over.
    ///
    /// # Errors
    /// The database's.
    pub async fn change(&self, changes: &[MailPreference]) -> Outcome<()> {
        let tx = self.cx.begin().await?;
        for change in changes.iter().filter(|change| self.offers(change.kind)) {
            save(&tx, &self.cx, self.reader, *change).await?;
        }
        self.cx.commit(tx).await
    }
}
