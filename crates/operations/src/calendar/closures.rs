//! Days on which the vendor is closed beside the public holidays: entered one by one, or taken from a calendar file.

use super::ics::LeftOut;
use super::{Closure, ics, row};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{CalendarId, ClosureId};
use kernel::{Date, Failure, FieldErrors, Outcome};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use storage::{Sql, Tx};

/// The most closures of one calendar.
pub const CLOSURES: usize = 500;
/// The largest calendar file, bytes.
pub const FILE_BYTES: usize = 512 * 1024;
/// A longer closure is a mistake.
const LONGEST_DAYS: i64 = 366;

/// A closure to be added.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClosure {
    /// What for.
    #[schema(max_length = 120)]
    pub name: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub first_on: Date,
    /// The last day, included; the first when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_on: Option<Date>,
}

/// As many entries that were left out are named.
const MOST_NAMED: usize = 50;

/// What became of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedClosures {
    /// Closures added.
    pub added: usize,
    /// Entries that were there already.
    pub known: usize,
    /// How many entries were left out.
    pub left_out: usize,
    /// Which, and why; the first fifty.
    pub entries_left_out: Vec<LeftOut>,
}

/// The closures of a calendar, in order.
pub(super) async fn of(db: &impl ConnectionTrait, calendar: CalendarId) -> Outcome<Vec<Closure>> {
    let sql = Sql::new("SELECT id, name, first_on, last_on FROM calendar_closure WHERE calendar_id = ").bind(calendar);
    Ok(sql.push(" ORDER BY first_on, last_on, name").all(db).await?)
}

/// Every day of a closure.
pub(super) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    (0..=last.days_since(first).min(LONGEST_DAYS)).map(move |n| first.plus_days(n))
}

async fn room_for(tx: &Tx, calendar: CalendarId, more: usize) -> Outcome<()> {
    let count = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM calendar_closure WHERE calendar_id = ").bind(calendar);
    let there = count.value::<i64>(tx).await?.unwrap_or(0);
    if usize::try_from(there).unwrap_or(0) + more > CLOSURES {
        let mut errors = FieldErrors::default();
        errors.add_with("closures", "too_many", [("max", CLOSURES.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    Ok(())
}

async fn insert(tx: &Tx, calendar: CalendarId, name: &str, first: Date, last: Date) -> Outcome<bool> {
    let inserted = Sql::new("INSERT INTO calendar_closure (id, calendar_id, name, first_on, last_on) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?) ON CONFLICT (calendar_id, first_on, last_on, name) DO NOTHING",
            [ClosureId::new().into(), calendar.into(), name.into(), first.into(), last.into()],
        )
        .execute(tx)
        .await?;
    Ok(inserted > 0)
}

async fn told(tx: &Tx, cx: &Ctx, calendar: CalendarId, name: &str, what: serde_json::Value) -> Outcome<()> {
    let payload = serde_json::json!({ "calendar": calendar, "name": name, "closures": what });
    record(tx, cx, Event::new(EventKind::CalendarChanged).with(payload)).await?;
    Ok(())
}

/// Adds a closure; one that is there already stays as it is.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name`, `last_on` (`before_start`, `too_long_closure`), `closures` (`too_many`).
pub async fn add_closure(cx: &Ctx, calendar: CalendarId, input: NewClosure) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 120);
    let last = input.last_on.unwrap_or(input.first_on);
    if last < input.first_on {
        errors.add("last_on", "before_start");
    } else if last.days_since(input.first_on) >= LONGEST_DAYS {
        errors.add("last_on", "closure_too_long");
    }
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let row = row(&tx, calendar).await?;
    room_for(&tx, calendar, 1).await?;
    if insert(&tx, calendar, &name, input.first_on, last).await? {
        let what = serde_json::json!({ "added": name, "first_on": input.first_on, "last_on": last });
        told(&tx, cx, calendar, &row.name, what).await?;
    }
    cx.commit(tx).await
}

/// Removes a closure.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove_closure(cx: &Ctx, calendar: CalendarId, closure: ClosureId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let row = row(&tx, calendar).await?;
    let found: Closure = Sql::new("SELECT id, name, first_on, last_on FROM calendar_closure WHERE calendar_id = ")
        .bind(calendar)
        .push(" AND id = ")
        .bind(closure)
        .one(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    Sql::new("DELETE FROM calendar_closure WHERE id = ").bind(closure).execute(&tx).await?;
    let what = serde_json::json!({ "removed": found.name, "first_on": found.first_on, "last_on": found.last_on });
    told(&tx, cx, calendar, &row.name, what).await?;
    cx.commit(tx).await
}

/// Adds the whole-day entries of a calendar file (iCalendar, RFC 5545) as closures. The same file twice adds nothing twice.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `file` (`required`, `file_too_large`, `file_unreadable`) and `closures` (`too_many`).
pub async fn import_closures(cx: &Ctx, calendar: CalendarId, file: &[u8]) -> Outcome<ImportedClosures> {
    cx.allow(Action::ManagePrograms)?;
    if file.is_empty() {
        return Err(Failure::field("file", "required"));
    }
    if file.len() > FILE_BYTES {
        let mut errors = FieldErrors::default();
        errors.add_with("file", "file_larger_than", [("max", (FILE_BYTES / 1024).to_string())]);
        return Err(Failure::Invalid(errors));
    }
    let today = cx.now().date_in(&jiff::tz::TimeZone::UTC);
    let read = ics::read(file, today).ok_or_else(|| Failure::field("file", "not_a_calendar"))?;
    let tx = cx.begin().await?;
    let row = row(&tx, calendar).await?;
    room_for(&tx, calendar, read.entries.len()).await?;
    let mut added = 0;
    for entry in &read.entries {
        added += usize::from(insert(&tx, calendar, &entry.name, entry.first_on, entry.last_on).await?);
    }
    if added > 0 {
        told(&tx, cx, calendar, &row.name, serde_json::json!({ "imported": added })).await?;
    }
    cx.commit(tx).await?;
    let (known, left_out) = (read.entries.len() - added, read.left_out.len());
    let entries_left_out = read.left_out.into_iter().take(MOST_NAMED).collect();
    Ok(ImportedClosures { added, known, left_out, entries_left_out })
}
