//! Whose registration is it? A person of the vendor says which partner a stranger belongs to.

use super::load::{Changed, event, history, load, write};
use super::look::look;
use super::submit::{credited_name, partner_in};
use super::{letters, reviewer};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use crate::settings::organisation;
use kernel::id::{ContactId, PartnerId, RegistrationId};
use kernel::words::{ContactRole, LinkPurpose};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde::Deserialize;
use std::collections::BTreeMap;
use storage::entity::registration::{ActiveModel, Model};
use storage::{Sql, Tx, entity};

/// An assignment to a partner.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// Whose registration it is.
    #[schema(value_type = String)]
    pub partner: PartnerId,
    /// Whether the sender becomes a contact of the partner, if they are none yet.
    #[serde(default)]
    pub add_contact: bool,
    /// The version seen; when given and old, somebody was faster.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Gives a registration to a partner: while it is open, and only if it belongs to none yet. The conflict check runs again (what belongs to
/// the same partner is no conflict with others), and the partner's manager becomes the reviewer.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `partner` (`unknown`, `partner_exited`, `not_in_program`); conflict `not_allowed_now`, `stale_version`.
pub async fn assign(cx: &Ctx, id: RegistrationId, input: Assign) -> Outcome<Changed> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let mut errors = FieldErrors::default();
    let partner = partner_in(cx, input.partner, Some(row.program_id), &mut errors).await?;
    let partner = errors.into_result(partner)?.ok_or(Failure::NotFound)?;
    if input.version.is_some_and(|seen| seen != row.version) {
        let params = BTreeMap::from([("status".to_owned(), row.status.to_string())]);
        return Err(Failure::Conflict { code: "stale_version", params });
    }
    if row.partner_id.is_some() || !row.status.is_open() {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let tx = cx.begin().await?;
    let contact = sender_as_contact(&tx, cx, &row, &input).await?;
    let today = cx.now().date_in(&organisation(&tx).await?.zone());
    let reviewer = reviewer::choose(&tx, Some(input.partner), today).await?;
    let change = ActiveModel {
        partner_id: Set(Some(input.partner)),
        contact_id: Set(contact),
        reviewer_id: Set(reviewer.as_ref().map(|c| c.reviewer.id).or(row.reviewer_id)),
        ..Default::default()
    };
    let row = write(&tx, &row, change).await?;
    let found = look(&tx, cx, &row).await?;
    let row = write(&tx, &row, found).await?;
    // Links made for the stranger now stand for the contact.
    if let Some(contact) = contact {
        Sql::new("UPDATE signed_link SET contact_id = ")
            .bind(contact)
            .push(" WHERE registration_id = ")
            .bind(row.id)
            .push(" AND purpose = ")
            .bind(LinkPurpose::RegistrationStatus)
            .execute(&tx)
            .await?;
    }
    history(&tx, cx, &row, "assigned", None, Some(&partner)).await?;
    let payload = serde_json::json!({ "partner": partner });
    record(&tx, cx, event(EventKind::RegistrationAssigned, &row, payload)).await?;
    reviewer::tell_stand_in(&tx, cx, &row, reviewer.as_ref()).await?;
    letters::please_review(&tx, cx, &row, &credited_name(&tx, &row).await?, reviewer.as_ref()).await?;
    cx.commit(tx).await?;
    Ok(Changed::of(&row))
}

/// The partner's active contact with the sender's address; made when asked for.
async fn sender_as_contact(tx: &Tx, cx: &Ctx, row: &Model, input: &Assign) -> Outcome<Option<ContactId>> {
    let Some(email) = row.sender_email.as_deref().and_then(|text| kernel::domain::email(text).ok()) else {
        return Ok(None);
    };
    let known = Sql::new("SELECT id FROM partner_contact WHERE active AND partner_id = ")
        .bind(input.partner)
        .push(" AND email_folded = ")
        .bind(email.folded())
        .value::<ContactId>(tx)
        .await?;
    if known.is_some() || !input.add_contact {
        return Ok(known);
    }
    let taken = Sql::new("SELECT id FROM partner_contact WHERE partner_id = ")
        .bind(input.partner)
        .push(" AND email_folded = ")
        .bind(email.folded())
        .value::<ContactId>(tx)
        .await?;
    if taken.is_some() {
        // A contact that left the partner does not come back by a form.
        return Ok(None);
    }
    let id = ContactId::new();
    entity::partner_contact::ActiveModel {
        id: Set(id),
        partner_id: Set(input.partner),
        name: Set(row.sender_name.clone()),
        email: Set(Some(email.as_str().to_owned())),
        email_folded: Set(Some(email.folded().to_owned())),
        phone: Set(None),
        role: Set(ContactRole::Seller),
        locale: Set(Some(row.locale)),
        active: Set(true),
        created_at: Set(cx.now()),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    let payload = serde_json::json!({ "name": row.sender_name });
    record(tx, cx, Event::new(EventKind::PartnerContactAdded).partner(input.partner).with(payload)).await?;
    Ok(Some(id))
}
