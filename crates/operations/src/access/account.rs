//! One's own account: language, theme, password.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::{password, session};
use crate::record::{Event, EventKind, record};
use kernel::id::UserId;
use kernel::words::Theme;
use kernel::{Failure, FieldErrors, Locale, Outcome};
use sea_orm::EntityTrait;
use serde::Deserialize;
use storage::{Sql, entity};

/// How one likes one's pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// Their language, if they chose one.
    pub locale: Option<Locale>,
    /// Light, dark, or as the browser says.
    pub theme: Theme,
    /// Whether there is a password; without one, links by mail sign in.
    pub has_password: bool,
}

/// What is to be different; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePreferences {
    /// `en` or `de`.
    #[schema(value_type = Option<String>, example = "de")]
    pub locale: Option<Locale>,
    /// `auto`, `light` or `dark`.
    #[schema(value_type = Option<String>, example = "auto")]
    pub theme: Option<Theme>,
}

fn oneself(cx: &Ctx) -> Outcome<UserId> {
    cx.actor.user().map(|user| user.id).ok_or(Failure::Unauthenticated)
}

/// The actor's own preferences.
///
/// # Errors
/// `Unauthenticated`.
pub async fn preferences(cx: &Ctx) -> Outcome<Preferences> {
    let id = oneself(cx)?;
    let row = entity::app_user::Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    Ok(Preferences { locale: row.locale, theme: row.theme, has_password: row.password_hash.is_some() })
}

/// Changes the actor's own preferences. No event: how somebody likes their pages is nobody else's business.
///
/// # Errors
/// `Forbidden` for tokens.
pub async fn change_preferences(cx: &Ctx, input: ChangePreferences) -> Outcome<()> {
    cx.allow(Action::ManageOwnAccount)?;
    let id = oneself(cx)?;
    let tx = cx.begin().await?;
    Sql::new("UPDATE app_user SET locale = COALESCE(")
        .bind(input.locale)
        .push(", locale), theme = COALESCE(")
        .bind(input.theme)
        .push(", theme) WHERE id = ")
        .bind(id)
        .execute(&tx)
        .await?;
    cx.commit(tx).await
}

/// Sets or changes the actor's own password, and ends every other session: whoever knew the old one is out. `keep` is the token of the session
/// that asks.
///
/// # Errors
/// `Invalid` at `old_password` (`password_wrong`) or `new_password`; `Throttled`; `Forbidden` for tokens.
pub async fn change_password(cx: &Ctx, old: &str, new: &str, keep: Option<&str>) -> Outcome<()> {
    cx.allow(Action::ManageOwnAccount)?;
    let id = oneself(cx)?;
    let before = entity::app_user::Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    let mut errors = FieldErrors::default();
    password::check(&mut errors, "new_password", new);
    if before.password_hash.is_some() {
        cx.app.limits().sign_in(&before.email_folded, &cx.address)?;
        if old.is_empty() {
            errors.add("old_password", "required");
        } else if !password::matches(old.to_owned(), before.password_hash.clone()).await? {
            errors.add("old_password", "old_password_wrong");
        }
    }
    errors.into_result(())?;
    let hash = password::hash(new.to_owned()).await?;
    let tx = cx.begin().await?;
    let sql = Sql::new("UPDATE app_user SET version = version + 1, password_hash = ")
        .bind(hash)
        .push(" WHERE id = ")
        .bind(id)
        .push(" AND version = ")
        .bind(before.version);
    if sql.execute(&tx).await? == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    session::end_all(&tx, cx.now(), id, keep).await?;
    let payload = serde_json::json!({ "user": id, "name": before.name, "password": true });
    record(&tx, cx, Event::new(EventKind::UserChanged).with(payload)).await?;
    cx.commit(tx).await
}
