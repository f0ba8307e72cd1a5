//! Reading what happened: the timeline of a record and the audit log.

use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::{Ctx, record::EventKind};
use kernel::id::{DealId, EventId, PartnerId, RegistrationId};
use kernel::{Channel, Cursor, Instant, Outcome, Page, PageRequest, Scope};
use sea_orm::FromQueryResult;
use storage::Sql;

/// Whose timeline.
#[derive(Debug, Clone, Copy)]
pub enum TimelineOf {
    /// Everything of a partner, its registrations and deals included.
    Partner(PartnerId),
    /// One registration.
    Registration(RegistrationId),
    /// One deal.
    Deal(DealId),
    /// Everything: the audit log, for administrators.
    Everything,
}

/// One entry.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TimelineEntry {
    /// The event.
    #[schema(value_type = String)]
    pub id: EventId,
    /// What happened; the sentence is `event-…` in Fluent.
    #[schema(value_type = String)]
    pub kind: EventKind,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// `user`, `contact`, `anonymous` or `system`.
    pub actor_kind: String,
    /// Who; empty for the system.
    pub actor_name: String,
    /// Through which entrance.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// The partner it is about.
    #[schema(value_type = Option<String>)]
    pub partner_id: Option<PartnerId>,
    /// The registration it is about.
    #[schema(value_type = Option<String>)]
    pub registration_id: Option<RegistrationId>,
    /// The deal it is about.
    #[schema(value_type = Option<String>)]
    pub deal_id: Option<DealId>,
    /// Values for the sentence.
    #[schema(value_type = Object)]
    pub payload: serde_json::Value,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    pub(super) id: EventId,
    kind: String,
    pub(super) at: Instant,
    actor_kind: String,
    actor_name: String,
    channel: Channel,
    partner_id: Option<PartnerId>,
    registration_id: Option<RegistrationId>,
    deal_id: Option<DealId>,
    payload: String,
}

impl Row {
    /// The entry; nothing for a kind this version does not know.
    pub(super) fn read(self) -> Option<TimelineEntry> {
        Some(TimelineEntry {
            id: self.id,
            kind: self.kind.parse().ok()?,
            at: self.at,
            actor_kind: self.actor_kind,
            actor_name: self.actor_name,
            channel: self.channel,
            partner_id: self.partner_id,
            registration_id: self.registration_id,
            deal_id: self.deal_id,
            payload: serde_json::from_str(&self.payload).unwrap_or_default(),
        })
    }
}

/// What happened, newest first.
///
/// # Errors
/// `Forbidden`; `Everything` is for administrators only.
pub async fn timeline(cx: &Ctx, of: TimelineOf, page: &PageRequest) -> Outcome<Page<TimelineEntry>> {
    cx.allow(if matches!(of, TimelineOf::Everything) { Action::Administer } else { Action::Read })?;
    let sql = Sql::new(
        "SELECT id, kind, at, actor_kind, actor_name, channel, partner_id, registration_id, deal_id, payload FROM event WHERE 1 = 1",
    );
    let sql = match of {
        TimelineOf::Partner(id) => in_scope(sql.push(" AND partner_id = ").bind(id), &cx.actor, "partner_id"),
        TimelineOf::Registration(id) => {
            let sql =
                in_scope(sql.push(" AND registration_id = ").bind(id).push(" AND (1 = 1"), &cx.actor, "partner_id");
            // Whoever has it reads what happened to it.
            let sql = match cx.actor.scope() {
                Scope::OwnedBy(user) => sql
                    .push(" OR EXISTS (SELECT 1 FROM registration r WHERE r.id = ")
                    .bind(id)
                    .push(" AND r.reviewer_id = ")
                    .bind(user)
                    .push(")"),
                _ => sql,
            };
            sql.push(")")
        }
        TimelineOf::Deal(id) => {
            let sql = in_scope(sql.push(" AND deal_id = ").bind(id).push(" AND (1 = 1"), &cx.actor, "partner_id");
            let sql = match cx.actor.scope() {
                Scope::OwnedBy(user) => sql
                    .push(" OR EXISTS (SELECT 1 FROM deal d JOIN registration r ON r.id = d.registration_id WHERE d.id = ")
                    .bind(id)
                    .push(" AND r.reviewer_id = ")
                    .bind(user)
                    .push(")"),
                _ => sql,
            };
            sql.push(")")
        }
        TimelineOf::Everything => sql,
    };
    let sql = match page.after.as_ref().and_then(|c| Some((c.key.parse::<i64>().ok()?, c.id.parse::<EventId>().ok()?)))
    {
        Some((at, id)) => {
            sql.push(" AND (at < ").bind(at).push(" OR (at = ").bind(at).push(" AND id < ").bind(id).push("))")
        }
        None => sql,
    };
    let rows =
        sql.push(" ORDER BY at DESC, id DESC LIMIT ").bind(i64::from(page.fetch())).all::<Row>(cx.read()).await?;
    // The page is cut before rows are read: a word this version does not know must not end the list early.
    let cut = Page::from_rows(rows, page, |row| Cursor { key: row.at.0.to_string(), id: row.id.to_string() });
    let items = cut.items.into_iter().filter_map(Row::read).collect();
    Ok(Page { items, next_cursor: cut.next_cursor })
}
