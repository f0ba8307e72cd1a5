//! Business calendars, under the settings: working hours, public holidays, closures, and what they mean for a registration.

use crate::failure::PageFailure;
use crate::form::Form;
use crate::html::field::{Choice, Problem, problems};
use crate::html::{PageResult, redirect_with, render, render_invalid};
use crate::request::Page;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::extract::multipart::Multipart;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use kernel::calendar::{GermanState, HolidayCountry, HolidayRegion, Hours, WallTime, Weekday};
use kernel::id::{CalendarId, ClosureId, ProgramId};
use kernel::{Failure, FieldErrors};
use operations::access::policy::Action;
use operations::calendar::{self, Calendar, NewClosure, Preview, SaveCalendar};
use operations::{App, Ctx, program, settings};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/calendars", get(list))
        .route("/settings/calendars/new", get(new).post(create))
        .route("/settings/calendars/{calendar}", get(edit).post(change))
        .route("/settings/calendars/{calendar}/remove", post(remove))
        .route("/settings/calendars/{calendar}/closures", post(add_closure))
        .route("/settings/calendars/{calendar}/closures/{closure}/remove", post(remove_closure))
        .route("/settings/calendars/{calendar}/import", post(import))
}

fn calendar_id(text: &str) -> Result<CalendarId, PageFailure> {
    text.parse().map_err(|_| PageFailure(Failure::NotFound))
}

struct Line {
    href: String,
    name: String,
    is_default: bool,
    time_zone: String,
    holidays: String,
    closures: String,
    programs: String,
}

#[derive(Template)]
#[template(path = "calendars/list.html")]
struct List {
    ui: Ui,
    may_change: bool,
    lines: Vec<Line>,
}

async fn list(Page { cx, ui }: Page) -> PageResult {
    let lines = calendar::list(&cx)
        .await?
        .into_iter()
        .map(|c| Line {
            href: format!("/settings/calendars/{}", c.id),
            holidays: holidays_text(&ui, &c.holidays),
            closures: ui.number(i64::try_from(c.closures.len()).unwrap_or(i64::MAX)),
            programs: if c.is_default {
                ui.t("calendar-all-others")
            } else {
                c.programs.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
            },
            is_default: c.is_default,
            time_zone: c.time_zone,
            name: c.name,
        })
        .collect();
    render(&List { may_change: ui.may(Action::ManagePrograms), lines, ui })
}

/// The word of a region in the form: `none`, `DE-BY`, `AT`, `custom`.
fn region_word(region: &HolidayRegion) -> String {
    match region {
        HolidayRegion::None => "none".to_owned(),
        HolidayRegion::GermanState { state } => format!("DE-{state}"),
        HolidayRegion::Country { country } => country.to_string(),
        HolidayRegion::Custom { .. } => "custom".to_owned(),
    }
}

fn holidays_text(ui: &Ui, region: &HolidayRegion) -> String {
    match region {
        HolidayRegion::None => ui.t("calendar-holidays-none"),
        HolidayRegion::GermanState { state } => ui.t(&format!("calendar-state-{state}")),
        HolidayRegion::Country { country } => ui.t(&format!("country-{country}")),
        HolidayRegion::Custom { dates } => {
            ui.tn("calendar-holidays-custom", "count", i64::try_from(dates.len()).unwrap_or(i64::MAX))
        }
    }
}

fn regions(ui: &Ui, chosen: &str, stored: Option<&HolidayRegion>) -> Vec<Choice> {
    let mut choices = vec![Choice::new("none", ui.t("calendar-holidays-none"), chosen)];
    choices.extend(GermanState::ALL.iter().map(|state| {
        let name = format!("{} · {}", ui.t("country-DE"), ui.t(&format!("calendar-state-{state}")));
        Choice::new(format!("DE-{state}"), name, chosen)
    }));
    let mut countries: Vec<Choice> =
        HolidayCountry::ALL.iter().map(|c| Choice::new(c, ui.t(&format!("country-{c}")), chosen)).collect();
    countries.sort_by(|a, b| a.label.cmp(&b.label));
    choices.extend(countries);
    if let Some(region @ HolidayRegion::Custom { .. }) = stored {
        choices.push(Choice::new("custom", holidays_text(ui, region), chosen));
    }
    choices
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CalendarForm {
    name: String,
    time_zone: String,
    holidays: String,
    #[serde(rename = "hours.monday")]
    monday: String,
    #[serde(rename = "hours.tuesday")]
    tuesday: String,
    #[serde(rename = "hours.wednesday")]
    wednesday: String,
    #[serde(rename = "hours.thursday")]
    thursday: String,
    #[serde(rename = "hours.friday")]
    friday: String,
    #[serde(rename = "hours.saturday")]
    saturday: String,
    #[serde(rename = "hours.sunday")]
    sunday: String,
    is_default: String,
    programs: Vec<String>,
    version: String,
}

impl CalendarForm {
    fn of(calendar: &Calendar) -> Self {
        let hours = |day| calendar.hours.get(&day).map(|hours| hours_text(hours)).unwrap_or_default();
        Self {
            name: calendar.name.clone(),
            time_zone: calendar.time_zone.clone(),
            holidays: region_word(&calendar.holidays),
            monday: hours(Weekday::Monday),
            tuesday: hours(Weekday::Tuesday),
            wednesday: hours(Weekday::Wednesday),
            thursday: hours(Weekday::Thursday),
            friday: hours(Weekday::Friday),
            saturday: hours(Weekday::Saturday),
            sunday: hours(Weekday::Sunday),
            is_default: if calendar.is_default { "yes".to_owned() } else { String::new() },
            programs: calendar.programs.iter().map(|p| p.id.to_string()).collect(),
            version: calendar.version.to_string(),
        }
    }

    fn days(&self) -> [(Weekday, &str); 7] {
        [
            (Weekday::Monday, &self.monday),
            (Weekday::Tuesday, &self.tuesday),
            (Weekday::Wednesday, &self.wednesday),
            (Weekday::Thursday, &self.thursday),
            (Weekday::Friday, &self.friday),
            (Weekday::Saturday, &self.saturday),
            (Weekday::Sunday, &self.sunday),
        ]
    }

    /// # Errors
    /// `Invalid` at what cannot be read; the rest is checked when it is saved.
    fn input(&self, stored: Option<&HolidayRegion>) -> Result<SaveCalendar, Failure> {
        let mut errors = FieldErrors::default();
        let mut hours = BTreeMap::new();
        for (day, text) in self.days() {
            match read_hours(text) {
                Some(read) if read.is_empty() => {}
                Some(read) => {
                    hours.insert(day, read);
                }
                None => errors.add(&format!("hours.{day}"), "hours_invalid"),
            }
        }
        let holidays = match (self.holidays.as_str(), stored) {
            ("none" | "", _) => HolidayRegion::None,
            ("custom", Some(region)) => region.clone(),
            (word, _) => match (word.strip_prefix("DE-").map(str::parse), word.parse()) {
                (Some(Ok(state)), _) => HolidayRegion::GermanState { state },
                (None, Ok(country)) => HolidayRegion::Country { country },
                _ => {
                    errors.add("holidays", "unknown");
                    HolidayRegion::None
                }
            },
        };
        let programs: Result<Vec<ProgramId>, _> = self.programs.iter().map(|id| id.parse()).collect();
        if programs.is_err() {
            errors.add("programs", "unknown");
        }
        errors.into_result(SaveCalendar {
            name: self.name.clone(),
            time_zone: self.time_zone.clone(),
            hours,
            holidays,
            is_default: !self.is_default.is_empty(),
            programs: Some(programs.unwrap_or_default()),
            version: self.version.parse().ok(),
        })
    }
}

fn hours_text(hours: &[Hours]) -> String {
    hours.iter().map(|h| format!("{}–{}", h.start, h.end)).collect::<Vec<_>>().join(", ")
}

/// `9–12, 13:30-18`: stretches of a day; none for an empty text, nothing when it cannot be read.
fn read_hours(text: &str) -> Option<Vec<Hours>> {
    let time = |text: &str| -> Option<WallTime> {
        let text = text.trim();
        if text.contains(':') { text.parse().ok() } else { format!("{text}:00").parse().ok() }
    };
    text.split([',', ';'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (start, end) = part.split_once(['-', '–', '—'])?;
            Some(Hours { start: time(start)?, end: time(end)? })
        })
        .collect()
}

struct DayField {
    id: String,
    name: String,
    value: String,
    error: String,
}

struct ProgramBox {
    id: String,
    name: String,
    checked: bool,
}

struct ClosureLine {
    name: String,
    days: String,
    remove: String,
}

struct PreviewText {
    program: String,
    first: String,
    decision: String,
}

#[derive(Default)]
struct ClosureFields {
    name: String,
    first_on: String,
    last_on: String,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "calendars/form.html")]
struct CalendarPage {
    ui: Ui,
    /// Empty for a new one.
    path: String,
    title: String,
    may_change: bool,
    removable: bool,
    was_default: bool,
    /// There is no default yet: what becomes of that is told.
    first: bool,
    form: CalendarForm,
    days: Vec<DayField>,
    regions: Vec<Choice>,
    programs: Vec<ProgramBox>,
    closures: Vec<ClosureLine>,
    closure: ClosureFields,
    /// What was said of a file, and the entries of it that were left out: which, and why.
    imported: String,
    left_out: Vec<(String, String)>,
    sent: String,
    preview: Vec<PreviewText>,
    errors: FieldErrors,
    problems: Vec<Problem>,
}

async fn page(
    cx: &Ctx,
    ui: Ui,
    stored: Option<Calendar>,
    form: CalendarForm,
    errors: FieldErrors,
    closure: ClosureFields,
) -> Result<CalendarPage, Failure> {
    let shown = match &stored {
        Some(calendar) => Some(calendar::preview(cx, calendar.id, None).await?),
        None => None,
    };
    let days = form
        .days()
        .into_iter()
        .map(|(day, value)| DayField {
            id: format!("hours.{day}"),
            name: ui.word("weekday", day),
            value: value.to_owned(),
            error: day_error(&ui, &errors, day),
        })
        .collect();
    let programs = program::all(cx)
        .await?
        .into_iter()
        .map(|p| ProgramBox { checked: form.programs.contains(&p.id.to_string()), id: p.id.to_string(), name: p.name })
        .collect();
    let first = stored.is_none() && !calendar::list(cx).await?.iter().any(|c| c.is_default);
    let path = stored.as_ref().map(|c| format!("/settings/calendars/{}", c.id)).unwrap_or_default();
    let closures = stored.iter().flat_map(|c| &c.closures);
    Ok(CalendarPage {
        first,
        title: stored.as_ref().map_or_else(|| ui.t("calendar-new"), |c| c.name.clone()),
        may_change: ui.may(Action::ManagePrograms),
        removable: stored.as_ref().is_some_and(|c| !c.is_default && c.programs.is_empty()),
        was_default: stored.as_ref().is_some_and(|c| c.is_default),
        regions: regions(&ui, &form.holidays, stored.as_ref().map(|c| &c.holidays)),
        closures: closures
            .map(|c| ClosureLine {
                name: c.name.clone(),
                days: if c.first_on == c.last_on {
                    ui.date_long(&c.first_on)
                } else {
                    format!("{} – {}", ui.date(&c.first_on), ui.date(&c.last_on))
                },
                remove: format!("{path}/closures/{}/remove", c.id),
            })
            .collect(),
        sent: shown.as_ref().map(|p| at(&ui, stored.as_ref(), &p.sent_at)).unwrap_or_default(),
        preview: shown.iter().flat_map(|p| preview_lines(&ui, stored.as_ref(), p)).collect(),
        problems: problems(&ui, &errors),
        closure,
        imported: String::new(),
        left_out: Vec::new(),
        days,
        programs,
        path,
        form,
        errors,
        ui,
    })
}

fn day_error(ui: &Ui, errors: &FieldErrors, day: Weekday) -> String {
    let field = format!("hours.{day}");
    let found = errors.0.iter().find(|e| e.field == field);
    found.map(|e| i18n::field_error_text(ui.locale(), e)).unwrap_or_default()
}

/// A moment on the calendar's own wall, with the name of the day.
fn at(ui: &Ui, calendar: Option<&Calendar>, moment: &kernel::Instant) -> String {
    let zone = calendar.and_then(|c| jiff::tz::TimeZone::get(&c.time_zone).ok()).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = ui.word("weekday", Weekday::of(moment.date_in(&zone)));
    format!("{day}, {}", i18n::instant(ui.locale(), *moment, &zone))
}

fn preview_lines(ui: &Ui, calendar: Option<&Calendar>, preview: &Preview) -> Vec<PreviewText> {
    preview
        .lines
        .iter()
        .map(|line| PreviewText {
            program: line.program.clone().unwrap_or_else(|| ui.t("calendar-preview-usual")),
            first: at(ui, calendar, &line.first_answer_due_at),
            decision: at(ui, calendar, &line.decision_due_at),
        })
        .collect()
}

async fn new(Page { cx, ui }: Page) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let nine_to_five = || "09:00–17:00".to_owned();
    let form = CalendarForm {
        time_zone: settings::organisation(cx.read()).await?.time_zone,
        monday: nine_to_five(),
        tuesday: nine_to_five(),
        wednesday: nine_to_five(),
        thursday: nine_to_five(),
        friday: nine_to_five(),
        // The first one is meant for all, as a rule.
        is_default: if calendar::list(&cx).await?.iter().any(|c| c.is_default) {
            String::new()
        } else {
            "yes".to_owned()
        },
        ..CalendarForm::default()
    };
    render(&page(&cx, ui, None, form, FieldErrors::default(), ClosureFields::default()).await?)
}

async fn create(Page { cx, ui }: Page, Form(form): Form<CalendarForm>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let made = match form.input(None) {
        Ok(input) => calendar::create(&cx, input).await,
        Err(failure) => Err(failure),
    };
    match made {
        Ok(made) => {
            let said = if made.is_default { "calendar-saved-default" } else { "calendar-saved" };
            Ok(redirect_with(&format!("/settings/calendars/{}", made.id), "good", said))
        }
        Err(Failure::Invalid(errors)) => {
            render_invalid(&page(&cx, ui, None, form, errors, ClosureFields::default()).await?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn edit(Page { cx, ui }: Page, Path(id): Path<String>) -> PageResult {
    let stored = calendar::get(&cx, calendar_id(&id)?).await?;
    let form = CalendarForm::of(&stored);
    render(&page(&cx, ui, Some(stored), form, FieldErrors::default(), ClosureFields::default()).await?)
}

async fn change(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<CalendarForm>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let stored = calendar::get(&cx, calendar_id(&id)?).await?;
    let made = match form.input(Some(&stored.holidays)) {
        Ok(input) => calendar::change(&cx, stored.id, input).await,
        Err(failure) => Err(failure),
    };
    match made {
        Ok(made) => Ok(redirect_with(&format!("/settings/calendars/{}", made.id), "good", "calendar-saved")),
        Err(Failure::Invalid(errors)) => {
            render_invalid(&page(&cx, ui, Some(stored), form, errors, ClosureFields::default()).await?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn remove(Page { cx, .. }: Page, Path(id): Path<String>) -> PageResult {
    match calendar::remove(&cx, calendar_id(&id)?).await {
        Ok(()) => Ok(redirect_with("/settings/calendars", "good", "calendar-removed")),
        Err(Failure::Conflict { .. }) => Ok(redirect_with("/settings/calendars", "bad", "calendar-in-use")),
        Err(other) => Err(other.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ClosureForm {
    closure_name: String,
    first_on: String,
    last_on: String,
}

async fn add_closure(Page { cx, ui }: Page, Path(id): Path<String>, Form(form): Form<ClosureForm>) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let stored = calendar::get(&cx, calendar_id(&id)?).await?;
    let mut errors = FieldErrors::default();
    let first = super::field::date(&mut errors, "first_on", &form.first_on);
    let last_on = super::field::date(&mut errors, "last_on", &form.last_on);
    if first.is_none() && errors.is_empty() {
        errors.add("first_on", "required");
    }
    let outcome = match first {
        Some(first_on) if errors.is_empty() => {
            calendar::add_closure(&cx, stored.id, NewClosure { name: form.closure_name.clone(), first_on, last_on })
                .await
        }
        _ => Err(Failure::Invalid(errors)),
    };
    match outcome {
        Ok(()) => Ok(redirect_with(&format!("/settings/calendars/{}", stored.id), "good", "calendar-closure-added")),
        Err(Failure::Invalid(errors)) => closure_again(&cx, ui, stored, form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// The page with what was wrong with the closure or the file.
async fn closure_again(cx: &Ctx, ui: Ui, stored: Calendar, form: ClosureForm, errors: FieldErrors) -> PageResult {
    let closure = ClosureFields { name: form.closure_name, first_on: form.first_on, last_on: form.last_on, errors };
    let form = CalendarForm::of(&stored);
    render_invalid(&page(cx, ui, Some(stored), form, FieldErrors::default(), closure).await?)
}

async fn remove_closure(Page { cx, .. }: Page, Path((id, closure)): Path<(String, String)>) -> PageResult {
    let id = calendar_id(&id)?;
    let closure: ClosureId = closure.parse().map_err(|_| Failure::NotFound)?;
    calendar::remove_closure(&cx, id, closure).await?;
    Ok(redirect_with(&format!("/settings/calendars/{id}"), "good", "calendar-closure-removed"))
}

async fn import(Page { cx, ui }: Page, Path(id): Path<String>, mut form: Multipart) -> PageResult {
    cx.allow(Action::ManagePrograms)?;
    let stored = calendar::get(&cx, calendar_id(&id)?).await?;
    let outcome = match file_of(&mut form).await {
        Ok(bytes) => calendar::import_closures(&cx, stored.id, &bytes).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(done) => {
            if done.left_out == 0 {
                let (kind, key) =
                    if done.added == 0 { ("warn", "calendar-import-known") } else { ("good", "calendar-import-done") };
                return Ok(redirect_with(&format!("/settings/calendars/{}", stored.id), kind, key).into_response());
            }
            // Which entries were left out, and why, is told at once: it is nowhere to be read again. Sent twice, the file adds nothing twice.
            let stored = calendar::get(&cx, stored.id).await?;
            let form = CalendarForm::of(&stored);
            let count = |n: usize| i18n::Arg::from(n);
            let args = [("added", count(done.added)), ("known", count(done.known)), ("left", count(done.left_out))];
            let imported = i18n::text_args(ui.locale(), "calendar-import-partly", &args);
            let left_out = done.entries_left_out.iter().map(|entry| left_out(&ui, entry)).collect();
            let page = page(&cx, ui, Some(stored), form, FieldErrors::default(), ClosureFields::default()).await?;
            render(&CalendarPage { imported, left_out, ..page })
        }
        Err(Failure::Invalid(errors)) => closure_again(&cx, ui, stored, ClosureForm::default(), errors).await,
        Err(other) => Err(other.into()),
    }
}

/// An entry that was left out, with its day, and why.
fn left_out(ui: &Ui, entry: &calendar::LeftOut) -> (String, String) {
    let day = entry.first_on.map(|day| ui.date_long(&day)).unwrap_or_default();
    let name =
        [entry.name.as_str(), day.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    (if name.is_empty() { ui.t("calendar-import-unnamed") } else { name }, ui.word("calendar-import-why", entry.why))
}

/// The file of the form, read no further than it may be long.
async fn file_of(form: &mut Multipart) -> Result<Vec<u8>, Failure> {
    let unreadable = |_| Failure::field("file", "file_unreadable");
    let mut bytes = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("file") {
            continue;
        }
        while let Some(piece) = field.chunk().await.map_err(unreadable)? {
            bytes.extend_from_slice(&piece);
            // The operation says how much is too much; what is beyond need not be read.
            if bytes.len() > calendar::FILE_BYTES {
                return Ok(bytes);
            }
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = |text| read_hours(text).map(|hours| hours_text(&hours));
        assert_eq!(read("9-17").as_deref(), Some("09:00–17:00"));
        assert_eq!(read(" 08:30 – 12:00, 13-18:15 ").as_deref(), Some("08:30–12:00, 13:00–18:15"));
        assert_eq!(read("").as_deref(), Some(""));
        for wrong in ["nine to five", "9", "9-25", "9-12-13", "9:5-10"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
