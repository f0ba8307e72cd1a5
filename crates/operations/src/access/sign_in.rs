//! Coming in: by a link from a mail, or by password. Neither tells a stranger whether an account exists.

use crate::Ctx;
use crate::access::{link, password, session};
use crate::record::{self, Event, EventKind};
use kernel::actor::UserActor;
use kernel::id::{LinkId, UserId};
use kernel::time::{DAY, MINUTE};
use kernel::words::LinkPurpose;
use kernel::{Actor, Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use storage::{Sql, Tx, entity};

/// How long a sign-in link from a mail works.
pub const LINK_LIFETIME: i64 = 15 * MINUTE;
/// How long an invitation works.
pub const INVITATION_LIFETIME: i64 = 7 * DAY;

/// Somebody came in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the session cookie; shown to nobody else and stored only as a hash.
    pub token: String,
    /// Who.
    pub user: UserId,
}

/// Somebody about to come in by a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The link; used up by [`with_link`].
    pub link: LinkId,
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

async fn by_email(db: &impl ConnectionTrait, folded: &str) -> Outcome<Option<entity::app_user::Model>> {
    Ok(entity::app_user::Entity::find()
        .filter(entity::app_user::Column::EmailFolded.eq(folded))
        .filter(entity::app_user::Column::Active.eq(true))
        .one(db)
        .await?)
}

/// Mails a link that signs in once, if there is an active account with this address. The answer is the same when there is none.
/// `next` is a path of ours to go to afterwards; it becomes part of the link's address.
///
/// # Errors
/// `Invalid` at `email` when it is not an address; `Throttled`.
pub async fn request_link(cx: &Ctx, email: &str, next: Option<&str>) -> Outcome<()> {
    let address = kernel::domain::email(email).map_err(|_| Failure::field("email", "email_invalid"))?;
    cx.app.limits().sign_in(address.folded(), &cx.address)?;
    let user = by_email(cx.read(), address.folded()).await?;
    let now = cx.now();
    let tx = cx.begin().await?;
    let expires_at = now.plus(LINK_LIFETIME);
    let new = link::NewLink {
        user: user.as_ref().map(|u| u.id),
        expires_at: Some(expires_at),
        one_time: true,
        ..link::NewLink::new(LinkPurpose::SignIn)
    };
    // A link is made for nobody too: an account must not show by the answer taking longer.
    let id = link::create(&tx, now, new).await?;
    if let Some(user) = user {
        let mut url = link::url(&cx.app, LinkPurpose::SignIn, id);
        if let Some(query) = next.and_then(|path| serde_urlencoded::to_string([("next", path)]).ok()) {
            url = format!("{url}?{query}");
        }
        mail_link(&tx, cx, "sign_in", &user, id, url).await?;
    }
    cx.commit(tx).await
}

/// Mails somebody the link with which they come in for the first time, in the transaction that makes their account.
pub(crate) async fn invite(tx: &Tx, cx: &Ctx, user: &entity::app_user::Model) -> Outcome<()> {
    let new = link::NewLink {
        user: Some(user.id),
        expires_at: Some(cx.now().plus(INVITATION_LIFETIME)),
        one_time: true,
        ..link::NewLink::new(LinkPurpose::SignIn)
    };
    let id = link::create(tx, cx.now(), new).await?;
    let url = link::url(&cx.app, LinkPurpose::SignIn, id);
    mail_link(tx, cx, "invitation", user, id, url).await
}

async fn mail_link(
    tx: &Tx,
    cx: &Ctx,
    template: &'static str,
    user: &entity::app_user::Model,
    id: LinkId,
    url: String,
) -> Outcome<()> {
    let organisation = crate::settings::organisation(tx).await?;
    let mail = record::mail::Mail {
        template,
        dedupe_key: format!("link:{id}"),
        to_email: &user.email,
        to_name: &user.name,
        locale: user.locale.unwrap_or(organisation.locale),
        values: vec![("name", user.name.clone()), ("organisation", organisation.name), ("link", url)],
        partner: None,
        registration: None,
    };
    record::mail::write(tx, cx, mail).await
}

/// A link that signs `user` in once, for the operator to hand over: printed by the command line.
///
/// # Errors
/// `Forbidden` unless the actor is the system itself; `NotFound`.
pub async fn link_for(cx: &Ctx, user: UserId, lifetime: i64) -> Outcome<String> {
    if cx.actor != Actor::System {
        return Err(Failure::Forbidden);
    }
    entity::app_user::Entity::find_by_id(user).one(cx.read()).await?.filter(|u| u.active).ok_or(Failure::NotFound)?;
    let tx = cx.begin().await?;
    let new = link::NewLink {
        user: Some(user),
        expires_at: Some(cx.now().plus(lifetime)),
        one_time: true,
        ..link::NewLink::new(LinkPurpose::SignIn)
    };
    let id = link::create(&tx, cx.now(), new).await?;
    cx.commit(tx).await?;
    Ok(link::url(&cx.app, LinkPurpose::SignIn, id))
}

/// Whom a sign-in link would sign in. Changes nothing: mail scanners open links, so a button decides.
///
/// # Errors
/// `NotFound`, conflict `link_used` or `link_expired`; `Throttled`.
pub async fn open_link(cx: &Ctx, token: &str) -> Outcome<Invited> {
    cx.app.limits().public_page(&cx.address)?;
    let opened = link::open(&cx.app, LinkPurpose::SignIn, token).await?;
    let user = active_user(cx.read(), opened.user).await?;
    Ok(Invited { link: opened.id, user: user.id, name: user.name, email: user.email })
}

async fn active_user(db: &impl ConnectionTrait, id: Option<UserId>) -> Outcome<entity::app_user::Model> {
    let id = id.ok_or(Failure::NotFound)?;
    entity::app_user::Entity::find_by_id(id).one(db).await?.filter(|user| user.active).ok_or(Failure::NotFound)
}

/// Signs in by a link and uses it up.
///
/// # Errors
/// As [`open_link`].
pub async fn with_link(cx: &Ctx, token: &str, user_agent: &str) -> Outcome<SignedIn> {
    let invited = open_link(cx, token).await?;
    let tx = cx.begin().await?;
    link::use_up(&tx, invited.link, cx.now()).await?;
    let user = active_user(&tx, Some(invited.user)).await?;
    let signed_in = begin_session(&tx, cx, &user, user_agent, "link").await?;
    cx.commit(tx).await?;
    Ok(signed_in)
}

/// Signs in by password.
///
/// # Errors
/// `Invalid`: what is missing, or `password_wrong` at `password`, the same for a wrong password, no password and no account; `Throttled`.
pub async fn with_password(cx: &Ctx, email: &str, password: &str, user_agent: &str) -> Outcome<SignedIn> {
    let mut errors = FieldErrors::default();
    let address = kernel::domain::email(email).ok();
    if address.is_none() {
        errors.add("email", if email.trim().is_empty() { "required" } else { "email_invalid" });
    }
    if password.is_empty() {
        errors.add("password", "required");
    }
    errors.into_result(())?;
    let Some(address) = address else { return Err(Failure::field("email", "email_invalid")) };
    cx.app.limits().sign_in(address.folded(), &cx.address)?;
    let user = by_email(cx.read(), address.folded()).await?;
    let stored = user.as_ref().and_then(|u| u.password_hash.clone());
    let right = password::matches(password.to_owned(), stored.clone()).await?;
    let Some(user) = user.filter(|_| right) else { return Err(Failure::field("password", "password_wrong")) };
    let tx = cx.begin().await?;
    // The password may have been changed, or the person deactivated, while the hash was computed.
    let user = active_user(&tx, Some(user.id)).await?;
    if user.password_hash != stored {
        return Err(Failure::field("password", "password_wrong"));
    }
    let signed_in = begin_session(&tx, cx, &user, user_agent, "password").await?;
    cx.commit(tx).await?;
    Ok(signed_in)
}

/// Starts the session and writes down that they came in, and how.
pub(crate) async fn begin_session(
    tx: &Tx,
    cx: &Ctx,
    user: &entity::app_user::Model,
    user_agent: &str,
    by: &str,
) -> Outcome<SignedIn> {
    let now: Instant = cx.now();
    let token = session::start(tx, now, user.id, user_agent, &cx.address).await?;
    Sql::new("UPDATE app_user SET last_sign_in_at = ").bind(now).push(" WHERE id = ").bind(user.id).execute(tx).await?;
    let actor = UserActor {
        id: user.id,
        name: user.name.clone(),
        role: user.role,
        all_partners: user.all_partners,
        token: None,
    };
    let as_them = cx.as_actor(Actor::User(actor), cx.channel);
    let payload = serde_json::json!({ "by": by, "address": cx.address });
    record::record(tx, &as_them, Event::new(EventKind::UserSignedIn).with(payload)).await?;
    Ok(SignedIn { token, user: user.id })
}
