//! People at a partner.

use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::record::{Event, EventKind, record};
use kernel::id::{ContactId, PartnerId};
use kernel::words::ContactRole;
use kernel::{Failure, FieldErrors, Instant, Locale, Outcome, Patch};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::Sql;

/// A person at a partner.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Contact {
    /// The contact.
    #[schema(value_type = String)]
    pub id: ContactId,
    /// Full name.
    pub name: String,
    /// Address mails go to.
    pub email: Option<String>,
    /// Telephone number as written.
    pub phone: Option<String>,
    /// What they do at the partner.
    #[schema(value_type = String)]
    pub role: ContactRole,
    /// The language mails to them are in; absent: the organisation's.
    #[schema(value_type = Option<String>)]
    pub locale: Option<Locale>,
    /// Still works there.
    pub active: bool,
    /// When they were added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// Counts changes; send it back with a change.
    pub version: i64,
}

/// A new contact.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// Full name.
    pub name: String,
    /// Address mails go to.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// What they do at the partner.
    #[schema(value_type = String)]
    pub role: ContactRole,
    /// The language mails to them are in.
    #[schema(value_type = Option<String>)]
    pub locale: Option<Locale>,
}

/// A change of a contact; what is absent stays, null makes empty.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeContact {
    /// Full name.
    pub name: Option<String>,
    /// Address mails go to.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub email: Patch<String>,
    /// Telephone number.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub phone: Patch<String>,
    /// What they do at the partner.
    #[schema(value_type = Option<String>)]
    pub role: Option<ContactRole>,
    /// The language mails to them are in.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub locale: Patch<Locale>,
    /// Still works there. False revokes their personal registration link and leaves the roles they own open.
    pub active: Option<bool>,
    /// The version the change was made on.
    pub version: Option<i64>,
}

const SELECT: &str =
    "SELECT c.id, c.name, c.email, c.phone, c.role, c.locale, c.active, c.created_at, c.version FROM partner_contact c";

/// The contacts of a partner, active ones first, by name.
///
/// # Errors
/// `Forbidden`. A partner out of reach has no contacts to show.
pub async fn contacts(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<Contact>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new(SELECT).push(" WHERE c.partner_id = ").bind(partner);
    let sql = in_scope(sql, &cx.actor, "c.partner_id");
    Ok(sql.push(" ORDER BY c.active DESC, c.name, c.id").all(cx.read()).await?)
}

pub(super) async fn contact(db: &impl ConnectionTrait, partner: PartnerId, id: ContactId) -> Outcome<Contact> {
    let sql = Sql::new(SELECT).push(" WHERE c.partner_id = ").bind(partner).push(" AND c.id = ").bind(id);
    sql.one(db).await?.ok_or(Failure::NotFound)
}

struct Address {
    email: Option<String>,
    folded: Option<String>,
}

fn checked_email(errors: &mut FieldErrors, text: Option<&str>) -> Address {
    let Some(text) = errors.optional("email", text, 254) else { return Address { email: None, folded: None } };
    match kernel::domain::email(&text) {
        Ok(email) => Address { email: Some(email.as_str().to_owned()), folded: Some(email.folded().to_owned()) },
        Err(_) => {
            errors.add("email", kernel::domain::BadEmail::CODE);
            Address { email: None, folded: None }
        }
    }
}

/// Adds a contact to a partner.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `email` (`email_invalid`, `taken` within the partner), `phone`.
pub async fn add_contact(cx: &Ctx, partner: PartnerId, input: NewContact) -> Outcome<ContactId> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 120);
    let address = checked_email(&mut errors, input.email.as_deref());
    let phone = errors.optional("phone", input.phone.as_deref(), 60);
    errors.into_result(())?;

    let id = ContactId::new();
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let inserted = Sql::new("INSERT INTO partner_contact (id, partner_id, name, email, email_folded, phone, role, locale, active, created_at, version) VALUES (")
        .push_with("?, ?, ?, ?, ?, ?, ?, ?, TRUE, ?, 1) ON CONFLICT (partner_id, email_folded) DO NOTHING", [
            id.into(),
            partner.into(),
            name.clone().into(),
            address.email.clone().into(),
            address.folded.into(),
            phone.into(),
            input.role.into(),
            input.locale.into(),
            cx.now().into(),
        ])
        .execute(&tx)
        .await?;
    if inserted == 0 {
        return Err(Failure::field("email", "taken"));
    }
    touch(&tx, cx, partner).await?;
    let payload = serde_json::json!({ "contact": id, "name": name, "email": address.email, "role": input.role });
    record(&tx, cx, Event::new(EventKind::PartnerContactAdded).partner(partner).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Changes a contact.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `email`, `phone`; `stale_version`.
pub async fn change_contact(cx: &Ctx, partner: PartnerId, id: ContactId, input: ChangeContact) -> Outcome<Contact> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let before = contact(&tx, partner, id).await?;
    let mut errors = FieldErrors::default();
    let mut after = before.clone();
    if let Some(name) = &input.name {
        after.name = errors.required("name", name, 120);
    }
    let address = match &input.email {
        Patch::Keep => {
            Address { email: before.email.clone(), folded: before.email.as_ref().map(|e| e.to_ascii_lowercase()) }
        }
        Patch::Clear => Address { email: None, folded: None },
        Patch::Set(text) => checked_email(&mut errors, Some(text)),
    };
    after.email = address.email;
    after.phone = match input.phone {
        Patch::Keep => before.phone.clone(),
        Patch::Clear => None,
        Patch::Set(text) => errors.optional("phone", Some(&text), 60),
    };
    after.role = input.role.unwrap_or(before.role);
    input.locale.apply(&mut after.locale);
    after.active = input.active.unwrap_or(before.active);
    after.version += 1;
    if let Some(folded) = &address.folded {
        let other = Sql::new("SELECT id FROM partner_contact WHERE partner_id = ")
            .push_with("? AND email_folded = ? AND id <> ?", [partner.into(), folded.clone().into(), id.into()]);
        if other.value::<ContactId>(&tx).await?.is_some() {
            errors.add("email", "taken");
        }
    }
    errors.into_result(())?;

    let changed = Sql::new("UPDATE partner_contact SET name = ")
        .push_with(
            "?, email = ?, email_folded = ?, phone = ?, role = ?, locale = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                after.name.clone().into(),
                after.email.clone().into(),
                address.folded.into(),
                after.phone.clone().into(),
                after.role.into(),
                after.locale.into(),
                after.active.into(),
                id.into(),
                input.version.unwrap_or(before.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    if before.active && !after.active {
        Sql::new("DELETE FROM partner_owner WHERE contact_id = ").bind(id).execute(&tx).await?;
        super::link::revoke_all(&tx, cx, id).await?;
    }
    touch(&tx, cx, partner).await?;
    let payload = serde_json::json!({ "contact": id, "name": after.name, "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::PartnerContactChanged).partner(partner).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}
