//! Making and changing calendars.

use super::{Calendar, Row, SELECT, row, whole};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::calendar::{BusinessCalendar, CalendarSettings, HolidayRegion, Hours, Weekday};
use kernel::fold::fold;
use kernel::id::{CalendarId, ProgramId};
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use storage::{Sql, Tx};

/// More stretches of working time a day nobody has.
const MOST_HOURS: usize = 6;

/// A calendar as it shall be.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveCalendar {
    /// Shown to the vendor's people.
    #[schema(max_length = 80)]
    pub name: String,
    /// IANA name.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// Working hours by weekday: `{"monday": [{"start": "09:00", "end": "17:00"}]}`. A day that is not listed is free.
    #[schema(value_type = Object)]
    pub hours: BTreeMap<Weekday, Vec<Hours>>,
    /// Public holidays: `{"kind": "none"}`, `{"kind": "german_state", "state": "BY"}`, `{"kind": "country", "country": "AT"}` or
    /// `{"kind": "custom", "dates": ["2026-12-24"]}`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub holidays: HolidayRegion,
    /// True makes it the default; the one before no longer is. The default stays the default until another takes its place.
    #[serde(default)]
    pub is_default: bool,
    /// Programs that have this calendar of their own; absent: as before.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub programs: Option<Vec<ProgramId>>,
    /// The version the change was made on; absent: whatever it is.
    #[serde(default)]
    pub version: Option<i64>,
}

struct Checked {
    name: String,
    settings: CalendarSettings,
}

fn checked(input: &SaveCalendar) -> Outcome<Checked> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 80);
    let week: BTreeMap<Weekday, Vec<Hours>> =
        input.hours.iter().filter(|(_, hours)| !hours.is_empty()).map(|(day, hours)| (*day, hours.clone())).collect();
    for (day, _) in week.iter().filter(|(_, hours)| hours.len() > MOST_HOURS) {
        errors.add_with(&format!("hours.{day}"), "too_many", [("max", MOST_HOURS.to_string())]);
    }
    if week.is_empty() {
        errors.add("hours", "required");
    }
    let usual = week.values().next().cloned().unwrap_or_default();
    let settings = CalendarSettings {
        time_zone: input.time_zone.trim().to_owned(),
        working_days: week.keys().copied().collect(),
        hours_of: week.into_iter().filter(|(_, hours)| *hours != usual).collect(),
        hours: usual,
        holidays: input.holidays.clone(),
        closures: BTreeSet::new(),
    };
    if errors.is_empty() {
        let first = settings.working_days.first().copied();
        match BusinessCalendar::try_from(settings) {
            Ok(calendar) => return Ok(Checked { name, settings: calendar.settings().clone() }),
            Err(found) => {
                for error in found.0 {
                    errors.add(&field_of(&error.field, first), &error.code);
                }
            }
        }
    } else if jiff::tz::TimeZone::get(input.time_zone.trim()).is_err() {
        errors.add("time_zone", "time_zone_invalid");
    }
    Err(Failure::Invalid(errors))
}

/// The kernel keeps the usual hours apart from those of single days; here each day has its own.
fn field_of(kernels: &str, first: Option<Weekday>) -> String {
    let rest = match kernels.strip_prefix("hours_of.") {
        Some(rest) => rest.to_owned(),
        None if kernels.starts_with("hours.") => first.map(|day| day.to_string()).unwrap_or_default(),
        None => return kernels.to_owned(),
    };
    let day = rest.split('.').next().unwrap_or_default();
    format!("hours.{day}")
}

async fn refuse_taken(tx: &Tx, name: &str, except: Option<CalendarId>) -> Outcome<()> {
    let holder = Sql::new("SELECT id FROM business_calendar WHERE name_folded = ")
        .bind(fold(name))
        .value::<CalendarId>(tx)
        .await?;
    match holder {
        Some(id) if Some(id) != except => Err(Failure::field("name", "taken")),
        _ => Ok(()),
    }
}

/// Makes a calendar. The first one is the default, unless it is made for programs of its own: what all others count in does not change by that.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name` (`taken`), `time_zone`, `hours`, `hours.<weekday>`, `programs` (`unknown`).
pub async fn create(cx: &Ctx, input: SaveCalendar) -> Outcome<Calendar> {
    cx.allow(Action::ManagePrograms)?;
    let Checked { name, settings } = checked(&input)?;
    let id = CalendarId::new();
    let tx = cx.begin().await?;
    refuse_taken(&tx, &name, None).await?;
    let first = Sql::new("SELECT id FROM business_calendar WHERE is_default LIMIT 1").value::<CalendarId>(&tx).await?;
    let inserted = Sql::new(
        "INSERT INTO business_calendar (id, name, name_folded, settings, is_default, created_at, version) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, 1) ON CONFLICT (name_folded) DO NOTHING",
        [
            id.into(),
            name.clone().into(),
            fold(&name).into(),
            serde_json::to_string(&settings).map_err(Failure::internal)?.into(),
            false.into(),
            cx.now().into(),
        ],
    )
    .execute(&tx)
    .await?;
    if inserted == 0 {
        return Err(Failure::field("name", "taken"));
    }
    let for_all = input.programs.as_deref().is_none_or(<[ProgramId]>::is_empty);
    if input.is_default || (first.is_none() && for_all) {
        make_default(&tx, id).await?;
    }
    assign(&tx, id, input.programs.as_deref()).await?;
    finish(&tx, cx, id, None).await?;
    let made = whole(&tx, row(&tx, id).await?).await?;
    cx.commit(tx).await?;
    Ok(made)
}

/// Changes a calendar. Promises that run keep their due times.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` as [`create`]; conflict `stale_version`.
pub async fn change(cx: &Ctx, id: CalendarId, input: SaveCalendar) -> Outcome<Calendar> {
    cx.allow(Action::ManagePrograms)?;
    let Checked { name, settings } = checked(&input)?;
    let tx = cx.begin().await?;
    let before = row(&tx, id).await?;
    refuse_taken(&tx, &name, Some(id)).await?;
    let changed = Sql::new("UPDATE business_calendar SET name = ")
        .push_with(
            "?, name_folded = ?, settings = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                name.clone().into(),
                fold(&name).into(),
                serde_json::to_string(&settings).map_err(Failure::internal)?.into(),
                id.into(),
                input.version.unwrap_or(before.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    if input.is_default {
        make_default(&tx, id).await?;
    }
    assign(&tx, id, input.programs.as_deref()).await?;
    finish(&tx, cx, id, Some(&before)).await?;
    let made = whole(&tx, row(&tx, id).await?).await?;
    cx.commit(tx).await?;
    Ok(made)
}

/// Removes a calendar no program uses.
///
/// # Errors
/// `Forbidden`, `NotFound`; conflict `in_use` for the default one and while programs have it.
pub async fn remove(cx: &Ctx, id: CalendarId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let before = row(&tx, id).await?;
    let used = Sql::new("SELECT program_id FROM program_calendar WHERE calendar_id = ").bind(id).push(" LIMIT 1");
    if before.is_default || used.value::<ProgramId>(&tx).await?.is_some() {
        return Err(Failure::conflict("in_use"));
    }
    Sql::new("DELETE FROM calendar_closure WHERE calendar_id = ").bind(id).execute(&tx).await?;
    Sql::new("DELETE FROM business_calendar WHERE id = ").bind(id).execute(&tx).await?;
    let payload = serde_json::json!({ "calendar": id, "name": before.name, "before": face(&before), "after": null });
    record(&tx, cx, Event::new(EventKind::CalendarChanged).with(payload)).await?;
    cx.commit(tx).await
}

/// One statement, so that two at once cannot leave two defaults.
async fn make_default(tx: &Tx, id: CalendarId) -> Outcome<()> {
    Sql::new("UPDATE business_calendar SET is_default = (id = ").bind(id).push(")").execute(tx).await?;
    Ok(())
}

/// These programs have this calendar of their own, and no others.
async fn assign(tx: &Tx, id: CalendarId, programs: Option<&[ProgramId]>) -> Outcome<()> {
    let Some(programs) = programs else { return Ok(()) };
    Sql::new("DELETE FROM program_calendar WHERE calendar_id = ").bind(id).execute(tx).await?;
    for program in programs {
        let known = Sql::new("SELECT id FROM program WHERE id = ").bind(*program).value::<ProgramId>(tx).await?;
        if known.is_none() {
            return Err(Failure::field("programs", "unknown"));
        }
        Sql::new("INSERT INTO program_calendar (program_id, calendar_id) VALUES (")
            .push_with(
                "?, ?) ON CONFLICT (program_id) DO UPDATE SET calendar_id = excluded.calendar_id",
                [(*program).into(), id.into()],
            )
            .execute(tx)
            .await?;
    }
    Ok(())
}

fn face(row: &Row) -> serde_json::Value {
    let settings: serde_json::Value = serde_json::from_str(&row.settings).unwrap_or_default();
    serde_json::json!({ "name": row.name, "is_default": row.is_default, "settings": settings })
}

async fn finish(tx: &Tx, cx: &Ctx, id: CalendarId, before: Option<&Row>) -> Outcome<()> {
    let after = Sql::new(SELECT).push(" WHERE b.id = ").bind(id).one::<Row>(tx).await?.ok_or(Failure::NotFound)?;
    let payload = serde_json::json!({
        "calendar": id, "name": after.name, "before": before.map(face), "after": face(&after),
    });
    record(tx, cx, Event::new(EventKind::CalendarChanged).with(payload)).await?;
    Ok(())
}
