//! The audit log: everything that happened, newest first, for administrators.

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::EventKind;
use crate::record::timeline::{Row, TimelineEntry};
use kernel::id::{EventId, UserId};
use kernel::{Cursor, Date, Outcome, Page, PageRequest};
use storage::Sql;

/// Which events to list.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Of one of these kinds; of any when empty.
    pub kinds: Vec<EventKind>,
    /// Done by this person.
    pub user: Option<UserId>,
    /// From this day on, in the organisation's time zone.
    pub from: Option<Date>,
    /// Until the end of this day.
    pub to: Option<Date>,
}

/// Everything that happened, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn audit(cx: &Ctx, filter: &AuditFilter, page: &PageRequest) -> Outcome<Page<TimelineEntry>> {
    cx.allow(Action::Administer)?;
    let mut sql = Sql::new(
        "SELECT id, kind, at, actor_kind, actor_name, channel, partner_id, registration_id, deal_id, payload FROM event WHERE 1 = 1",
    );
    if !filter.kinds.is_empty() {
        sql = sql.push(" AND kind IN ").bind_list(filter.kinds.iter().copied());
    }
    if let Some(user) = filter.user {
        sql = sql.push(" AND actor_id = ").bind(user);
    }
    if filter.from.is_some() || filter.to.is_some() {
        let zone = crate::settings::organisation(cx.read()).await?.zone();
        if let Some(from) = filter.from {
            sql = sql.push(" AND at >= ").bind(from.start_in(&zone));
        }
        if let Some(to) = filter.to {
            sql = sql.push(" AND at < ").bind(to.plus_days(1).start_in(&zone));
        }
    }
    let after = page.after.as_ref().and_then(|c| Some((c.key.parse::<i64>().ok()?, c.id.parse::<EventId>().ok()?)));
    if let Some((at, id)) = after {
        sql = sql.push(" AND (at < ").bind(at).push(" OR (at = ").bind(at).push(" AND id < ").bind(id).push("))");
    }
    let rows =
        sql.push(" ORDER BY at DESC, id DESC LIMIT ").bind(i64::from(page.fetch())).all::<Row>(cx.read()).await?;
    // The page is cut before rows are read: a word this version does not know must not end the list early.
    let cut = Page::from_rows(rows, page, |row| Cursor { key: row.at.0.to_string(), id: row.id.to_string() });
    let items = cut.items.into_iter().filter_map(Row::read).collect();
    Ok(Page { items, next_cursor: cut.next_cursor })
}
