//! Personal registration links: with one, a contact registers deals in a program without signing in.

use super::contact::contact;
use super::known;
use crate::access::link as signed;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::record::mail::{self, Mail};
use crate::record::{Event, EventKind, record};
use crate::{Ctx, settings};
use kernel::id::{ContactId, LinkId, PartnerId, ProgramId};
use kernel::words::{LinkPurpose, PartnerStatus};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::{Sql, Tx};

/// A contact's living link in one program.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PersonalLink {
    /// The link.
    #[schema(value_type = String)]
    pub id: LinkId,
    /// Whose.
    #[schema(value_type = String)]
    pub contact_id: ContactId,
    /// In which program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// Its address. Whoever has it can register deals in the contact's name.
    pub url: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: LinkId,
    contact_id: ContactId,
    program_id: ProgramId,
    created_at: Instant,
}

fn personal(cx: &Ctx, row: Row) -> PersonalLink {
    let url = signed::url(&cx.app, LinkPurpose::Register, row.id);
    PersonalLink { id: row.id, contact_id: row.contact_id, program_id: row.program_id, created_at: row.created_at, url }
}

fn living() -> Sql {
    Sql::new("SELECT l.id, l.contact_id, l.program_id, l.created_at FROM signed_link l JOIN partner_contact c ON c.id = l.contact_id WHERE l.revoked_at IS NULL AND l.program_id IS NOT NULL AND l.purpose = ")
        .bind(LinkPurpose::Register)
}

/// The living links of a partner's contacts. Who may not act for partners does not see them: an address is a key.
///
/// # Errors
/// `Forbidden`.
pub async fn links(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<PersonalLink>> {
    cx.allow(Action::WorkWithPartners)?;
    let sql = in_scope(living().push(" AND c.partner_id = ").bind(partner), &cx.actor, "c.partner_id");
    let rows: Vec<Row> = sql.push(" ORDER BY l.created_at, l.id").all(cx.read()).await?;
    Ok(rows.into_iter().map(|row| personal(cx, row)).collect())
}

/// Makes a contact's link in a program; the living one, when there is one already.
///
/// # Errors
/// `Forbidden`, `NotFound`; `not_allowed_now` for inactive contacts and partners that have exited; `Invalid` at `program` (`unknown`: the partner is not in it).
pub async fn make_link(cx: &Ctx, partner: PartnerId, id: ContactId, program: ProgramId) -> Outcome<PersonalLink> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    let of = known(&tx, cx, partner).await?;
    let person = contact(&tx, partner, id).await?;
    let member = Sql::new("SELECT joined_at FROM partner_program WHERE partner_id = ")
        .push_with("? AND program_id = ?", [partner.into(), program.into()]);
    if member.value::<i64>(&tx).await?.is_none() {
        return Err(Failure::field("program", "unknown"));
    }
    if !person.active || of.status == PartnerStatus::Exited {
        return Err(Failure::conflict("not_allowed_now"));
    }
    let existing = living().push(" AND l.contact_id = ").bind(id).push(" AND l.program_id = ").bind(program);
    if let Some(row) = existing.push(" ORDER BY l.created_at LIMIT 1").one::<Row>(&tx).await? {
        return Ok(personal(cx, row));
    }
    let link =
        signed::NewLink { contact: Some(id), program: Some(program), ..signed::NewLink::new(LinkPurpose::Register) };
    let link_id = signed::create(&tx, cx.now(), link).await?;
    let name = crate::program::row(&tx, program).await?.name;
    let payload = serde_json::json!({ "contact": id, "name": person.name, "program": name });
    record(&tx, cx, Event::new(EventKind::PartnerLinkMade).partner(partner).program(program).with(payload)).await?;
    let row = Row { id: link_id, contact_id: id, program_id: program, created_at: cx.now() };
    cx.commit(tx).await?;
    Ok(personal(cx, row))
}

/// Revokes a contact's link: whoever has the address finds it closed.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn revoke_link(cx: &Ctx, partner: PartnerId, link: LinkId) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let row: Row = living()
        .push(" AND l.id = ")
        .bind(link)
        .push(" AND c.partner_id = ")
        .bind(partner)
        .one(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    Sql::new("UPDATE signed_link SET revoked_at = ")
        .bind(cx.now())
        .push(" WHERE id = ")
        .bind(link)
        .execute(&tx)
        .await?;
    let person = contact(&tx, partner, row.contact_id).await?;
    let payload = serde_json::json!({ "contact": row.contact_id, "name": person.name });
    let event = Event::new(EventKind::PartnerLinkRevoked).partner(partner).program(row.program_id);
    record(&tx, cx, event.with(payload)).await?;
    cx.commit(tx).await
}

/// Mails a living link to its contact.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `email` (`required`) when the contact has none.
pub async fn mail_link(cx: &Ctx, partner: PartnerId, link: LinkId) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let row: Row = living()
        .push(" AND l.id = ")
        .bind(link)
        .push(" AND c.partner_id = ")
        .bind(partner)
        .one(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    let person = contact(&tx, partner, row.contact_id).await?;
    let mut errors = FieldErrors::default();
    if person.email.is_none() {
        errors.add("email", "required");
    }
    errors.into_result(())?;
    let organisation = settings::organisation(&tx).await?;
    let program = crate::program::row(&tx, row.program_id).await?;
    let mail = Mail {
        template: "personal_link",
        // A person may ask for it again tomorrow; a double click is one mail.
        dedupe_key: format!("personal_link:{link}:{}", cx.now().0 / kernel::time::MINUTE),
        to_email: person.email.as_deref().unwrap_or_default(),
        to_name: &person.name,
        locale: person.locale.unwrap_or(organisation.locale),
        values: vec![
            ("name", person.name.clone()),
            ("organisation", organisation.name),
            ("program", program.name),
            ("url", signed::url(&cx.app, LinkPurpose::Register, link)),
        ],
        partner: Some(partner),
        registration: None,
    };
    mail::write(&tx, cx, mail).await?;
    cx.commit(tx).await
}

/// Revokes every personal link of a contact, in the caller's transaction.
pub(super) async fn revoke_all(tx: &Tx, cx: &Ctx, contact: ContactId) -> Outcome<()> {
    Sql::new("UPDATE signed_link SET revoked_at = ")
        .push_with(
            "? WHERE revoked_at IS NULL AND contact_id = ? AND purpose = ?",
            [cx.now().into(), contact.into(), LinkPurpose::Register.into()],
        )
        .execute(tx)
        .await?;
    Ok(())
}
