//! Named owners on both sides: a user of the vendor and a contact of the partner for each role.

use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::record::{Event, EventKind, record};
use kernel::id::{ContactId, PartnerId, UserId};
use kernel::words::{OwnerRole, Side};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// A named owner.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Owner {
    /// What they answer for.
    #[schema(value_type = String)]
    pub role: OwnerRole,
    /// On whose side.
    #[schema(value_type = String)]
    pub side: Side,
    /// The user, on the vendor's side.
    #[schema(value_type = Option<String>)]
    pub user_id: Option<UserId>,
    /// The contact, on the partner's side.
    #[schema(value_type = Option<String>)]
    pub contact_id: Option<ContactId>,
    /// Their name.
    pub name: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since_at: Instant,
}

/// The owners of a partner; roles without one are missing.
///
/// # Errors
/// `Forbidden`. A partner out of reach has no owners to show.
pub async fn owners(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<Owner>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT o.role, o.side, o.user_id, o.contact_id, COALESCE(u.name, c.name) AS name, o.since_at FROM partner_owner o LEFT JOIN app_user u ON u.id = o.user_id LEFT JOIN partner_contact c ON c.id = o.contact_id WHERE o.partner_id = ").bind(partner);
    Ok(in_scope(sql, &cx.actor, "o.partner_id").push(" ORDER BY o.role, o.side").all(cx.read()).await?)
}

/// Somebody who can become an owner on the vendor's side.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct OwnerChoice {
    /// The person.
    #[schema(value_type = String)]
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// The vendor's people who can own partners: active ones, viewers left out.
///
/// # Errors
/// `Forbidden`.
pub async fn possible_owners(cx: &Ctx) -> Outcome<Vec<OwnerChoice>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT id, name FROM app_user WHERE active AND role <> 'viewer' ORDER BY name_folded, id");
    Ok(sql.all(cx.read()).await?)
}

pub(super) async fn is_active_user(db: &impl ConnectionTrait, user: UserId) -> Outcome<bool> {
    let sql = Sql::new("SELECT name FROM app_user WHERE active AND id = ").bind(user);
    Ok(sql.value::<String>(db).await?.is_some())
}

/// Who shall answer for a role.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetOwner {
    /// What they answer for.
    #[schema(value_type = String)]
    pub role: OwnerRole,
    /// On whose side.
    #[schema(value_type = String)]
    pub side: Side,
    /// The user, on the vendor's side; absent: nobody.
    #[schema(value_type = Option<String>)]
    pub user: Option<UserId>,
    /// The contact, on the partner's side; absent: nobody.
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
}

/// Names the owner of a role on one side, or nobody.
///
/// # Errors
/// See [`set_owners`].
pub async fn set_owner(cx: &Ctx, partner: PartnerId, input: SetOwner) -> Outcome<()> {
    set_owners(cx, partner, vec![input]).await
}

/// Names owners, all or none of them.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `user` or `contact` (`unknown`: inactive, of another partner, or of the wrong side).
pub async fn set_owners(cx: &Ctx, partner: PartnerId, wanted: Vec<SetOwner>) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let mut errors = FieldErrors::default();
    for owner in &wanted {
        check(&tx, partner, owner, &mut errors).await?;
    }
    errors.into_result(())?;
    for owner in wanted {
        put_owner(&tx, cx, partner, owner.role, owner.side, owner.user, owner.contact).await?;
    }
    touch(&tx, cx, partner).await?;
    cx.commit(tx).await
}

async fn check(tx: &Tx, partner: PartnerId, input: &SetOwner, errors: &mut FieldErrors) -> Outcome<()> {
    match input.side {
        Side::Vendor => {
            if input.contact.is_some() {
                errors.add("contact", "unknown");
            }
            if let Some(user) = input.user
                && !is_active_user(tx, user).await?
            {
                errors.add("user", "unknown");
            }
        }
        Side::Partner => {
            if input.user.is_some() {
                errors.add("user", "unknown");
            }
            if let Some(contact) = input.contact {
                match super::contact::contact(tx, partner, contact).await {
                    Ok(contact) if contact.active => {}
                    Ok(_) | Err(Failure::NotFound) => errors.add("contact", "unknown"),
                    Err(other) => return Err(other),
                }
            }
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Named {
    user_id: Option<UserId>,
    contact_id: Option<ContactId>,
    name: String,
}

/// Writes the owner and records the change, if it is one.
pub(super) async fn put_owner(
    tx: &Tx,
    cx: &Ctx,
    partner: PartnerId,
    role: OwnerRole,
    side: Side,
    user: Option<UserId>,
    contact: Option<ContactId>,
) -> Outcome<()> {
    let select = "SELECT o.user_id, o.contact_id, COALESCE(u.name, c.name) AS name FROM partner_owner o LEFT JOIN app_user u ON u.id = o.user_id LEFT JOIN partner_contact c ON c.id = o.contact_id WHERE o.partner_id = ";
    let stored =
        || Sql::new(select).push_with("? AND o.role = ? AND o.side = ?", [partner.into(), role.into(), side.into()]);
    let before: Option<Named> = stored().one(tx).await?;
    if before.as_ref().map(|b| (b.user_id, b.contact_id)).unwrap_or_default() == (user, contact) {
        return Ok(());
    }
    Sql::new("DELETE FROM partner_owner WHERE partner_id = ")
        .push_with("? AND role = ? AND side = ?", [partner.into(), role.into(), side.into()])
        .execute(tx)
        .await?;
    if user.is_some() || contact.is_some() {
        Sql::new("INSERT INTO partner_owner (partner_id, role, side, user_id, contact_id, since_at) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?)",
                [partner.into(), role.into(), side.into(), user.into(), contact.into(), cx.now().into()],
            )
            .execute(tx)
            .await?;
    }
    let after: Option<Named> = stored().one(tx).await?;
    let payload = serde_json::json!({
        "role": role, "side": side, "before": before.map(|b| b.name), "after": after.map(|a| a.name), "user": user,
    });
    record(tx, cx, Event::new(EventKind::PartnerOwnerChanged).partner(partner).with(payload)).await?;
    Ok(())
}
