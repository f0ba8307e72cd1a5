//! Business calendars: when the vendor works, as data. One is the default; a program may have another. Every promise is counted in the
//! calendar of its program at the moment it is given; a promise that runs keeps its due time when the calendar changes afterwards,
//! because the partner has been told.

mod closures;
mod ics;
mod manage;
mod preview;
mod recurrence;

pub use closures::{CLOSURES, FILE_BYTES, ImportedClosures, NewClosure, add_closure, import_closures, remove_closure};
pub use ics::{LeftOut, Why};
pub use manage::{SaveCalendar, change, create, remove};
pub use preview::{Preview, PreviewLine, preview};

use crate::Ctx;
use crate::access::policy::Action;
use crate::settings::organisation;
use kernel::calendar::{BusinessCalendar, CalendarSettings, HolidayRegion, Hours, Weekday};
use kernel::id::{CalendarId, ClosureId, ProgramId};
use kernel::{Date, Failure, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use std::collections::BTreeMap;
use storage::Sql;

/// A business calendar.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Calendar {
    /// The calendar.
    #[schema(value_type = String)]
    pub id: CalendarId,
    /// Shown to the vendor's people.
    pub name: String,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// Working hours by weekday; a day that is not listed is free. `{"monday": [{"start": "09:00", "end": "17:00"}]}`
    #[schema(value_type = Object)]
    pub hours: BTreeMap<Weekday, Vec<Hours>>,
    /// Public holidays: `{"kind": "none"}`, `{"kind": "german_state", "state": "BY"}`, `{"kind": "country", "country": "AT"}` or
    /// `{"kind": "custom", "dates": ["2026-12-24"]}`.
    #[schema(value_type = Object)]
    pub holidays: HolidayRegion,
    /// Days on which the vendor is closed besides, in order.
    pub closures: Vec<Closure>,
    /// Used by every program that has no calendar of its own.
    pub is_default: bool,
    /// Programs that have this calendar of their own.
    pub programs: Vec<ProgramOf>,
    /// Counts changes; send it back with a change.
    pub version: i64,
}

/// A closure: one day or several.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Closure {
    /// The closure.
    #[schema(value_type = String)]
    pub id: ClosureId,
    /// What for.
    pub name: String,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub first_on: Date,
    /// The last day, included.
    #[schema(value_type = String, format = Date)]
    pub last_on: Date,
}

/// A program that uses a calendar.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct ProgramOf {
    /// The program.
    #[schema(value_type = String)]
    pub id: ProgramId,
    /// Its name.
    pub name: String,
}

#[derive(Debug, Clone, FromQueryResult)]
struct Row {
    id: CalendarId,
    name: String,
    settings: String,
    is_default: bool,
    version: i64,
}

const SELECT: &str = "SELECT b.id, b.name, b.settings, b.is_default, b.version FROM business_calendar b";

impl Row {
    fn settings(&self) -> Outcome<CalendarSettings> {
        serde_json::from_str(&self.settings).map_err(Failure::internal)
    }
}

/// The calendar in which the promises of `program` are counted: its own, else the default one, else Monday to Friday, nine to five, where the
/// organisation is.
///
/// # Errors
/// The database's.
pub(crate) async fn for_program(db: &impl ConnectionTrait, program: ProgramId) -> Outcome<BusinessCalendar> {
    let own = Sql::new(SELECT)
        .push(" JOIN program_calendar pc ON pc.calendar_id = b.id WHERE pc.program_id = ")
        .bind(program)
        .one::<Row>(db)
        .await?;
    match own {
        Some(row) => of_row(db, &row).await,
        None => default(db).await,
    }
}

/// The default calendar; Monday to Friday, nine to five, where the organisation is, while nobody has made one.
///
/// # Errors
/// The database's.
pub(crate) async fn default(db: &impl ConnectionTrait) -> Outcome<BusinessCalendar> {
    let row = Sql::new(SELECT)
        .push(" WHERE b.is_default ORDER BY b.created_at DESC, b.id DESC LIMIT 1")
        .one::<Row>(db)
        .await?;
    match row {
        Some(row) => of_row(db, &row).await,
        None => built_in(&organisation(db).await?.time_zone),
    }
}

fn built_in(time_zone: &str) -> Outcome<BusinessCalendar> {
    let settings = CalendarSettings { time_zone: time_zone.to_owned(), ..CalendarSettings::default() };
    Ok(BusinessCalendar::try_from(settings).unwrap_or_default())
}

async fn of_row(db: &impl ConnectionTrait, row: &Row) -> Outcome<BusinessCalendar> {
    let mut settings = row.settings()?;
    for closure in closures::of(db, row.id).await? {
        settings.closures.extend(closures::days(closure.first_on, closure.last_on));
    }
    BusinessCalendar::try_from(settings).map_err(|errors| Failure::internal(format!("calendar {}: {errors:?}", row.id)))
}

async fn whole(db: &impl ConnectionTrait, row: Row) -> Outcome<Calendar> {
    let settings = row.settings()?;
    let programs = Sql::new(
        "SELECT pr.id, pr.name FROM program_calendar pc JOIN program pr ON pr.id = pc.program_id WHERE pc.calendar_id = ",
    )
    .bind(row.id)
    .push(" ORDER BY pr.name, pr.id")
    .all::<ProgramOf>(db)
    .await?;
    let hours = Weekday::ALL
        .iter()
        .map(|weekday| (*weekday, settings.hours_on(*weekday).to_vec()))
        .filter(|(_, hours)| !hours.is_empty())
        .collect();
    Ok(Calendar {
        id: row.id,
        name: row.name,
        hours,
        time_zone: settings.time_zone,
        holidays: settings.holidays,
        closures: closures::of(db, row.id).await?,
        is_default: row.is_default,
        programs,
        version: row.version,
    })
}

/// All calendars, the default one first, then by name.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx) -> Outcome<Vec<Calendar>> {
    cx.allow(Action::Read)?;
    let rows = Sql::new(SELECT)
        .push(" ORDER BY b.is_default DESC, b.name_folded, b.id LIMIT 200")
        .all::<Row>(cx.read())
        .await?;
    let mut calendars = Vec::with_capacity(rows.len());
    // Few: an organisation has one for each place it works at.
    for row in rows {
        calendars.push(whole(cx.read(), row).await?);
    }
    Ok(calendars)
}

/// A calendar.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn get(cx: &Ctx, id: CalendarId) -> Outcome<Calendar> {
    cx.allow(Action::Read)?;
    let row = row(cx.read(), id).await?;
    whole(cx.read(), row).await
}

async fn row(db: &impl ConnectionTrait, id: CalendarId) -> Outcome<Row> {
    Sql::new(SELECT).push(" WHERE b.id = ").bind(id).one::<Row>(db).await?.ok_or(Failure::NotFound)
}
