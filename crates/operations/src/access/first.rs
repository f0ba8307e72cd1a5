//! The first administrator of an empty installation: a one-time link, printed where the server was started.

use crate::access::sign_in::{SignedIn, begin_session};
use crate::access::user::{self, CreateUser};
use crate::access::{link, password};
use crate::{App, Ctx};
use kernel::id::LinkId;
use kernel::time::DAY;
use kernel::words::LinkPurpose;
use kernel::{Failure, FieldErrors, Outcome, Role};
use sea_orm::ConnectionTrait;
use storage::Sql;

/// How long the link works; starting the server again prints a new one.
const LIFETIME: i64 = DAY;

/// What the first administrator says about themselves.
#[derive(Debug, Clone, Default)]
pub struct FirstAdministrator {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// A password, if they want one.
    pub password: Option<String>,
}

async fn somebody_exists(db: &impl ConnectionTrait) -> Outcome<bool> {
    Ok(Sql::new("SELECT 1 FROM app_user LIMIT 1").value::<i32>(db).await?.is_some())
}

/// While there are no people: a link that makes the first administrator, once, within a day. Links made before stop working.
///
/// # Errors
/// The database's.
pub async fn first_administrator_link(app: &App) -> Outcome<Option<String>> {
    if somebody_exists(app.db().read()).await? {
        return Ok(None);
    }
    let now = app.now();
    let tx = app.db().begin().await?;
    Sql::new("UPDATE signed_link SET revoked_at = ")
        .bind(now)
        .push(" WHERE used_at IS NULL AND revoked_at IS NULL AND purpose = ")
        .bind(LinkPurpose::FirstAdministrator)
        .execute(&tx)
        .await?;
    let new = link::NewLink {
        expires_at: Some(now.plus(LIFETIME)),
        one_time: true,
        ..link::NewLink::new(LinkPurpose::FirstAdministrator)
    };
    let id = link::create(&tx, now, new).await?;
    tx.commit().await?;
    Ok(Some(link::url(app, LinkPurpose::FirstAdministrator, id)))
}

/// Whether the link may make the first administrator.
///
/// # Errors
/// `NotFound`, conflict `link_used` (also once there is anybody) or `link_expired`; `Throttled`.
pub async fn open(cx: &Ctx, token: &str) -> Outcome<LinkId> {
    cx.app.limits().public_page(&cx.address)?;
    let opened = link::open(&cx.app, LinkPurpose::FirstAdministrator, token).await?;
    if somebody_exists(cx.read()).await? {
        return Err(Failure::conflict("link_used"));
    }
    Ok(opened.id)
}

/// Makes the first administrator and signs them in.
///
/// # Errors
/// As [`open`], and `Invalid` at `name`, `email`, `password`.
pub async fn become_first(cx: &Ctx, token: &str, input: FirstAdministrator, user_agent: &str) -> Outcome<SignedIn> {
    let link_id = open(cx, token).await?;
    let create = CreateUser {
        name: input.name,
        email: input.email,
        role: Role::Administrator,
        all_partners: true,
        locale: Some(cx.locale),
        invite: false,
    };
    let wanted = input.password.filter(|p| !p.is_empty());
    let mut errors = FieldErrors::default();
    let checked = user::checked(&mut errors, &create);
    if let Some(password) = &wanted {
        password::check(&mut errors, "password", password);
    }
    errors.into_result(())?;
    let hash = match wanted {
        Some(password) => Some(password::hash(password).await?),
        None => None,
    };
    let tx = cx.begin().await?;
    // Of two who press the button at the same moment, the link lets one through.
    link::use_up(&tx, link_id, cx.now()).await?;
    if somebody_exists(&tx).await? {
        return Err(Failure::conflict("link_used"));
    }
    let made = user::insert(&tx, cx, checked, &create, hash).await?;
    let signed_in = begin_session(&tx, cx, &made, user_agent, "first_link").await?;
    cx.commit(tx).await?;
    Ok(signed_in)
}
