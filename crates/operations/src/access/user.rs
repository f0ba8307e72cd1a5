//! People of the vendor: who there is, what they may do, whether they may come in.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::{link, session, sign_in, token};
use crate::record::{Event, EventKind, record};
use kernel::domain::Email;
use kernel::fold::{fold, like_pattern, search_query};
use kernel::id::UserId;
use kernel::words::{LinkPurpose, Theme};
use kernel::{Cursor, Failure, FieldErrors, Instant, Locale, Outcome, Page, PageRequest, Role};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx, entity};

/// A person of the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult, utoipa::ToSchema)]
pub struct User {
    /// The person.
    #[schema(value_type = String)]
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Address for mails and for signing in.
    pub email: String,
    /// What they may do.
    #[schema(value_type = String, example = "partner_manager")]
    pub role: Role,
    /// Whether a partner manager sees all partners, or only those they own. True for every other role.
    pub all_partners: bool,
    /// Their language, if they chose one.
    #[schema(value_type = Option<String>)]
    pub locale: Option<Locale>,
    /// Whether they may come in.
    pub active: bool,
    /// When the account was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When they last came in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_sign_in_at: Option<Instant>,
    /// Counts changes; a change that names an older one is refused.
    pub version: i64,
}

impl From<entity::app_user::Model> for User {
    fn from(row: entity::app_user::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            role: row.role,
            all_partners: row.all_partners,
            locale: row.locale,
            active: row.active,
            created_at: row.created_at,
            last_sign_in_at: row.last_sign_in_at,
            version: row.version,
        }
    }
}

const COLUMNS: &str = "id, name, email, role, all_partners, locale, active, created_at, last_sign_in_at, version";

/// A person to be added.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// Full name.
    #[schema(max_length = 120)]
    pub name: String,
    /// Address for mails and for signing in.
    pub email: String,
    /// What they may do.
    #[schema(value_type = String, example = "partner_manager")]
    pub role: Role,
    /// Whether a partner manager sees all partners. Other roles always do.
    #[serde(default)]
    pub all_partners: bool,
    /// Their language; the organisation's when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "de")]
    pub locale: Option<Locale>,
    /// Whether to mail them a link with which they come in.
    #[serde(default)]
    pub invite: bool,
}

/// What is to be different about a person; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    /// Full name.
    pub name: Option<String>,
    /// Address for mails and for signing in.
    pub email: Option<String>,
    /// What they may do.
    #[schema(value_type = Option<String>)]
    pub role: Option<Role>,
    /// Whether a partner manager sees all partners.
    pub all_partners: Option<bool>,
    /// False ends their sessions, tokens and links at once.
    pub active: Option<bool>,
    /// The version the change is based on; refused with `stale_version` when it is not the present one. Absent: whatever it is.
    pub version: Option<i64>,
}

/// Which people to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Part of the name or address.
    pub q: Option<String>,
    /// With this role.
    pub role: Option<Role>,
    /// Who may come in, or who may not.
    pub active: Option<bool>,
}

pub(crate) struct Checked {
    name: String,
    email: Option<Email>,
}

pub(crate) fn checked(errors: &mut FieldErrors, input: &CreateUser) -> Checked {
    Checked { name: errors.required("name", &input.name, 120), email: checked_email(errors, &input.email) }
}

fn checked_email(errors: &mut FieldErrors, text: &str) -> Option<Email> {
    let text = errors.required("email", text, 254);
    if text.is_empty() {
        return None;
    }
    match kernel::domain::email(&text) {
        Ok(email) => Some(email),
        Err(_) => {
            errors.add("email", "email_invalid");
            None
        }
    }
}

/// Writes the account and records it, in the caller's transaction.
pub(crate) async fn insert(
    tx: &Tx,
    cx: &Ctx,
    checked: Checked,
    input: &CreateUser,
    password_hash: Option<String>,
) -> Outcome<entity::app_user::Model> {
    let Some(email) = checked.email else { return Err(Failure::field("email", "email_invalid")) };
    refuse_taken(tx, &email, None).await?;
    let row = entity::app_user::ActiveModel {
        id: Set(UserId::new()),
        email: Set(email.as_str().to_owned()),
        email_folded: Set(email.folded().to_owned()),
        name_folded: Set(fold(&checked.name)),
        name: Set(checked.name),
        role: Set(input.role),
        all_partners: Set(input.role != Role::PartnerManager || input.all_partners),
        locale: Set(input.locale),
        theme: Set(Theme::Auto),
        password_hash: Set(password_hash),
        active: Set(true),
        created_at: Set(cx.now()),
        last_sign_in_at: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    let payload = serde_json::json!({ "user": row.id, "name": row.name, "email": row.email, "role": row.role });
    record(tx, cx, Event::new(EventKind::UserCreated).with(payload)).await?;
    Ok(row)
}

async fn refuse_taken(tx: &Tx, email: &Email, except: Option<UserId>) -> Outcome<()> {
    let holder =
        Sql::new("SELECT id FROM app_user WHERE email_folded = ").bind(email.folded()).value::<UserId>(tx).await?;
    match holder {
        Some(id) if Some(id) != except => Err(Failure::field("email", "taken")),
        _ => Ok(()),
    }
}

/// Adds a person, and mails them a link if wanted.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `email` (`email_invalid`, `taken`).
pub async fn create(cx: &Ctx, input: CreateUser) -> Outcome<User> {
    cx.allow(Action::ManagePeople)?;
    let mut errors = FieldErrors::default();
    let checked = checked(&mut errors, &input);
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let row = insert(&tx, cx, checked, &input, None).await?;
    if input.invite {
        sign_in::invite(&tx, cx, &row).await?;
    }
    cx.commit(tx).await?;
    Ok(row.into())
}

/// Mails a person a fresh link with which they come in.
///
/// # Errors
/// `Forbidden`, `NotFound`; conflict `not_allowed_now` when they may not come in.
pub async fn invite(cx: &Ctx, id: UserId) -> Outcome<()> {
    cx.allow(Action::ManagePeople)?;
    let tx = cx.begin().await?;
    let row = entity::app_user::Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::NotFound)?;
    if !row.active {
        return Err(Failure::conflict("not_allowed_now"));
    }
    sign_in::invite(&tx, cx, &row).await?;
    cx.commit(tx).await
}

/// Changes a person. Somebody who may no longer come in loses sessions, tokens and links at once.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `email`; conflict `stale_version` or `last_administrator`.
pub async fn change(cx: &Ctx, id: UserId, input: ChangeUser) -> Outcome<User> {
    cx.allow(Action::ManagePeople)?;
    let mut errors = FieldErrors::default();
    let name = input.name.as_deref().map(|text| errors.required("name", text, 120));
    let email = input.email.as_deref().map(|text| checked_email(&mut errors, text));
    errors.into_result(())?;
    let tx = cx.begin().await?;
    lock_administrators(&tx).await?;
    let before = entity::app_user::Entity::find_by_id(id).one(&tx).await?.ok_or(Failure::NotFound)?;
    if input.version.is_some_and(|version| version != before.version) {
        return Err(Failure::conflict("stale_version"));
    }
    let mut after = before.clone();
    if let Some(name) = name {
        after.name_folded = fold(&name);
        after.name = name;
    }
    if let Some(email) = email.flatten() {
        refuse_taken(&tx, &email, Some(id)).await?;
        after.email = email.as_str().to_owned();
        after.email_folded = email.folded().to_owned();
    }
    after.role = input.role.unwrap_or(before.role);
    after.all_partners = after.role != Role::PartnerManager || input.all_partners.unwrap_or(before.all_partners);
    after.active = input.active.unwrap_or(before.active);
    if after == before {
        return Ok(before.into());
    }
    let governed = |user: &entity::app_user::Model| user.active && user.role == Role::Administrator;
    if governed(&before) && !governed(&after) && administrators(&tx).await? < 2 {
        return Err(Failure::conflict("last_administrator"));
    }
    after.version = before.version + 1;
    save(&tx, &after).await?;
    // An address that changed hands must not be a way in for whoever reads the old one.
    if before.email_folded != after.email_folded || !after.active {
        link::revoke_of_user(&tx, LinkPurpose::SignIn, id, cx.now()).await?;
    }
    if before.active && !after.active {
        session::end_all(&tx, cx.now(), id, None).await?;
        token::revoke_all(&tx, cx.now(), id).await?;
    }
    let face = |user: &entity::app_user::Model| serde_json::json!({ "name": user.name, "email": user.email, "role": user.role, "all_partners": user.all_partners, "active": user.active });
    let payload = serde_json::json!({ "user": id, "name": after.name, "before": face(&before), "after": face(&after) });
    record(&tx, cx, Event::new(EventKind::UserChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after.into())
}

async fn save(tx: &Tx, after: &entity::app_user::Model) -> Outcome<()> {
    let changed = Sql::new("UPDATE app_user SET ")
        .push_with(
            "email = ?, email_folded = ?, name = ?, name_folded = ?, role = ?, all_partners = ?, active = ?, version = ? WHERE id = ?",
            [
                after.email.clone().into(),
                after.email_folded.clone().into(),
                after.name.clone().into(),
                after.name_folded.clone().into(),
                after.role.into(),
                after.all_partners.into(),
                after.active.into(),
                after.version.into(),
                after.id.into(),
            ],
        )
        .push(" AND version = ")
        .bind(after.version - 1)
        .execute(tx)
        .await?;
    if changed == 0 { Err(Failure::conflict("stale_version")) } else { Ok(()) }
}

/// Two administrators who demote each other at the same moment must not both succeed: the second waits here and then counts anew.
async fn lock_administrators(tx: &Tx) -> Outcome<()> {
    Sql::new("UPDATE app_user SET version = version WHERE role = 'administrator'").execute(tx).await?;
    Ok(())
}

async fn administrators(tx: &Tx) -> Outcome<i64> {
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM app_user WHERE active AND role = 'administrator'");
    Ok(count.value::<i64>(tx).await?.unwrap_or(0))
}

/// The people, by name.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx, filter: &UserFilter, page: &PageRequest) -> Outcome<Page<User>> {
    cx.allow(Action::Administer)?;
    let mut sql = Sql::new(format!("SELECT {COLUMNS} FROM app_user WHERE 1 = 1"));
    if let Some(q) = filter.q.as_deref().map(search_query).filter(|q| !q.is_empty() && !q.contains('\0')) {
        // Few enough to fold further while asking: "Mueller" finds "Müller" and the other way round.
        let plain = q.replace("ae", "a").replace("oe", "o").replace("ue", "u");
        sql = sql
            .push(" AND (REPLACE(REPLACE(REPLACE(name_folded, 'ae', 'a'), 'oe', 'o'), 'ue', 'u') LIKE ")
            .bind(like_pattern(&plain))
            .push(r" ESCAPE '\' OR email_folded LIKE ")
            .bind(like_pattern(&q))
            .push(r" ESCAPE '\')");
    }
    if let Some(role) = filter.role {
        sql = sql.push(" AND role = ").bind(role);
    }
    if let Some(active) = filter.active {
        sql = sql.push(" AND active = ").bind(active);
    }
    if let Some((key, id)) = page.after.as_ref().and_then(|c| Some((c.key.clone(), c.id.parse::<UserId>().ok()?))) {
        sql = sql
            .push(" AND (name_folded > ")
            .bind(key.clone())
            .push(" OR (name_folded = ")
            .bind(key)
            .push(" AND id > ")
            .bind(id)
            .push("))");
    }
    let rows =
        sql.push(" ORDER BY name_folded, id LIMIT ").bind(i64::from(page.fetch())).all::<User>(cx.read()).await?;
    Ok(Page::from_rows(rows, page, |user| Cursor { key: fold(&user.name), id: user.id.to_string() }))
}

/// How many people may come in.
///
/// # Errors
/// `Forbidden`.
pub async fn active_count(cx: &Ctx) -> Outcome<i64> {
    cx.allow(Action::Administer)?;
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM app_user WHERE active");
    Ok(count.value::<i64>(cx.read()).await?.unwrap_or(0))
}

/// One person.
///
/// # Errors
/// `Forbidden` unless they ask for themselves; `NotFound`.
pub async fn get(cx: &Ctx, id: UserId) -> Outcome<User> {
    if cx.actor.user().map(|u| u.id) != Some(id) {
        cx.allow(Action::Administer)?;
    }
    Sql::new(format!("SELECT {COLUMNS} FROM app_user WHERE id = "))
        .bind(id)
        .one::<User>(cx.read())
        .await?
        .ok_or(Failure::NotFound)
}

/// The one person with this address or, failing that, this name, however it is written; nobody when several have the name.
///
/// # Errors
/// The database's.
pub async fn by_name(db: &impl ConnectionTrait, text: &str) -> Outcome<Option<UserId>> {
    let folded = fold(text);
    let ids = Sql::new("SELECT id FROM app_user WHERE email_folded = ")
        .bind(folded.clone())
        .push(" UNION ALL SELECT id FROM app_user WHERE name_folded = ")
        .bind(folded)
        .push(" LIMIT 2")
        .column::<UserId>(db)
        .await?;
    Ok(match ids.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// Everybody who may come in and own a partner or a deal, by name: for choices in forms.
///
/// # Errors
/// `Forbidden`.
pub async fn choices(cx: &Ctx) -> Outcome<Vec<Choice>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT id, name FROM app_user WHERE active AND role <> 'viewer' ORDER BY name_folded, id");
    Ok(sql.all::<Choice>(cx.read()).await?)
}

/// A person, as a form offers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromQueryResult)]
pub struct Choice {
    /// The person.
    pub id: UserId,
    /// Full name.
    pub name: String,
}
