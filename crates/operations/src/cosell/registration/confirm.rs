//! A stranger proves that the address they gave is theirs. Only then a registration counts, and only then we look whether we know them.

use super::load::{advance, event};
use super::state::Step;
use super::submit::accept;
use crate::Ctx;
use crate::access::link;
use crate::record::{EventKind, record};
use kernel::actor::ContactActor;
use kernel::id::{ContactId, LinkId, PartnerId, ProgramId};
use kernel::words::LinkPurpose;
use kernel::{Actor, Channel, Failure, Outcome};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult};
use storage::entity::registration::{ActiveModel, Entity, Model};
use storage::{Sql, Tx};

/// What the page behind the link shows before the button is pressed. Opening it changes nothing: mail scanners open links too.
#[derive(Debug, Clone)]
pub struct ToConfirm {
    /// The customer, as the sender wrote it.
    pub company: String,
    /// The sender's address.
    pub email: String,
}

/// What the link of a confirmation mail shows.
///
/// # Errors
/// `NotFound`, conflict `link_used` or `link_expired`.
pub async fn to_confirm(cx: &Ctx, token: &str) -> Outcome<ToConfirm> {
    let (_, row) = open(cx, token).await?;
    Ok(ToConfirm { company: row.company_name, email: row.sender_email.unwrap_or_default() })
}

/// Confirms. Answers with the path of the status page.
///
/// # Errors
/// `NotFound`, conflict `link_used` or `link_expired`.
pub async fn confirm(cx: &Ctx, token: &str) -> Outcome<String> {
    let (link, row) = open(cx, token).await?;
    let tx = cx.begin().await?;
    link::use_up(&tx, link, cx.now()).await?;
    let known = known_contact(&tx, row.sender_email.as_deref(), row.program_id).await?;
    let actor = match &known {
        Some(contact) => Actor::Contact(ContactActor {
            id: contact.id,
            partner: contact.partner_id,
            name: contact.name.clone(),
            link,
        }),
        None => Actor::Anonymous,
    };
    let cx = &cx.as_actor(actor, Channel::Link);
    let change = ActiveModel {
        partner_id: Set(known.as_ref().map(|c| c.partner_id)),
        contact_id: Set(known.as_ref().map(|c| c.id)),
        ..Default::default()
    };
    let row = advance(&tx, cx, &row, change, Step::Confirm, None).await?;
    record(&tx, cx, event(EventKind::RegistrationConfirmed, &row, serde_json::json!({}))).await?;
    let row = accept(&tx, cx, row).await?;
    let status = super::letters::status_link(&tx, cx.now(), &row).await?;
    let path = link::path(&cx.app, LinkPurpose::RegistrationStatus, status);
    cx.commit(tx).await?;
    Ok(path)
}

async fn open(cx: &Ctx, token: &str) -> Outcome<(LinkId, Model)> {
    let link = link::open(&cx.app, LinkPurpose::ConfirmRegistration, token).await?;
    let id = link.registration.ok_or(Failure::NotFound)?;
    let row = Entity::find_by_id(id).one(cx.read()).await?.ok_or(Failure::NotFound)?;
    Ok((link.id, row))
}

#[derive(FromQueryResult)]
struct KnownContact {
    id: ContactId,
    partner_id: PartnerId,
    name: String,
}

/// The active contact with this address; of several, one whose partner is in the program.
async fn known_contact(tx: &Tx, email: Option<&str>, program: ProgramId) -> Outcome<Option<KnownContact>> {
    let Some(email) = email.and_then(|text| kernel::domain::email(text).ok()) else { return Ok(None) };
    let sql = Sql::new("SELECT c.id, c.partner_id, c.name FROM partner_contact c JOIN partner p ON p.id = c.partner_id LEFT JOIN partner_program m ON m.partner_id = p.id AND m.program_id = ")
        .bind(program)
        .push(" WHERE c.active AND p.status <> 'exited' AND c.email_folded = ")
        .bind(email.folded())
        .push(" ORDER BY CASE WHEN m.partner_id IS NULL THEN 1 ELSE 0 END, c.created_at, c.id LIMIT 1");
    Ok(sql.one::<KnownContact>(tx).await?)
}
