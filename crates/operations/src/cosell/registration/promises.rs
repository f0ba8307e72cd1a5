//! The clocks of a registration: they start when it is received, stand while the partner is asked, and stop with the answer.

use super::load::event;
use crate::program::Promise;
use crate::record::{EventKind, record};
use crate::{App, Ctx};
use kernel::calendar::{self, BusinessCalendar};
use kernel::id::{ClockId, ProgramId};
use kernel::words::ClockKind;
use kernel::{Channel, Instant, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use storage::entity::{self, registration::Model};
use storage::{Sql, Tx};

/// The calendar in which the promises of `program` are counted.
pub(crate) async fn calendar(db: &impl ConnectionTrait, program: ProgramId) -> Outcome<BusinessCalendar> {
    crate::calendar::for_program(db, program).await
}

/// When a promise given at `start` is due.
pub(crate) fn due(calendar: &BusinessCalendar, start: Instant, promise: Promise) -> Instant {
    let promise = match promise {
        Promise::Hours(hours) => calendar::Promise::Hours(hours),
        Promise::BusinessDays(days) => calendar::Promise::BusinessDays(days),
    };
    calendar.due(start, promise)
}

/// When a promise is due that stood from `paused` to `now`: what was left of it begins again. Business time for a promise in business days,
/// time on the clock otherwise; a promise that was broken already stays broken by as much.
pub(crate) fn due_after_pause(
    calendar: &BusinessCalendar,
    promise: Promise,
    old_due: Instant,
    paused: Instant,
    now: Instant,
) -> Instant {
    match promise {
        Promise::BusinessDays(_) if paused < old_due => {
            calendar.plus_business_micros(now, calendar.business_micros_between(paused, old_due))
        }
        _ => old_due.plus(now.since(paused)),
    }
}

/// Starts a clock for a promise; when it is due.
pub(crate) async fn give(
    tx: &Tx,
    calendar: &BusinessCalendar,
    registration: &Model,
    kind: ClockKind,
    promise: Promise,
    at: Instant,
) -> Outcome<Instant> {
    let due_at = due(calendar, at, promise);
    let business = matches!(promise, Promise::BusinessDays(_));
    let whole = if business { calendar.business_micros_between(at, due_at) } else { due_at.since(at) };
    let half = whole / 2;
    let escalate_at = if business { calendar.plus_business_micros(at, half) } else { at.plus(half) };
    let row = entity::clock::ActiveModel {
        half: Set(half),
        business: Set(business),
        escalate_at: Set(Some(escalate_at)),
        ..new_clock(registration, kind, at, due_at)
    };
    row.insert(tx).await?;
    Ok(due_at)
}

fn new_clock(
    registration: &Model,
    kind: ClockKind,
    started_at: Instant,
    due_at: Instant,
) -> entity::clock::ActiveModel {
    let half = due_at.since(started_at).max(0) / 2;
    entity::clock::ActiveModel {
        id: Set(ClockId::new()),
        kind: Set(kind),
        registration_id: Set(Some(registration.id)),
        started_at: Set(started_at),
        due_at: Set(due_at),
        paused_at: Set(None),
        stopped_at: Set(None),
        breached_at: Set(None),
        level: Set(0),
        escalate_at: Set(Some(started_at.plus(half))),
        half: Set(half),
        business: Set(false),
    }
}

async fn running(tx: &Tx, registration: &Model, kind: ClockKind) -> Outcome<Option<entity::clock::Model>> {
    let sql = Sql::new("SELECT * FROM clock WHERE stopped_at IS NULL AND kind = ")
        .bind(kind)
        .push(" AND registration_id = ")
        .bind(registration.id);
    Ok(sql.one::<entity::clock::Model>(tx).await?)
}

/// Stops the clock of `kind` if it runs. A promise that was broken is noted, whether or not anybody had looked.
pub(crate) async fn stop(tx: &Tx, cx: &Ctx, registration: &Model, kind: ClockKind) -> Outcome<()> {
    let Some(clock) = running(tx, registration, kind).await? else { return Ok(()) };
    breach_if_due(tx, &cx.app, registration, &clock).await?;
    let sql = Sql::new("UPDATE clock SET stopped_at = ").bind(cx.now()).push(" WHERE id = ").bind(clock.id);
    sql.execute(tx).await?;
    Ok(())
}

/// Lets the clock of `kind` stand.
pub(crate) async fn pause(tx: &Tx, cx: &Ctx, registration: &Model, kind: ClockKind) -> Outcome<()> {
    let Some(clock) = running(tx, registration, kind).await? else { return Ok(()) };
    breach_if_due(tx, &cx.app, registration, &clock).await?;
    let sql = Sql::new("UPDATE clock SET paused_at = ").bind(cx.now()).push(" WHERE paused_at IS NULL AND id = ");
    sql.bind(clock.id).execute(tx).await?;
    Ok(())
}

/// Lets the clock of `kind` go on; when it is due now. Nothing when there is none standing.
pub(crate) async fn resume(
    tx: &Tx,
    cx: &Ctx,
    registration: &Model,
    kind: ClockKind,
    calendar: &BusinessCalendar,
    promise: Promise,
) -> Outcome<Option<Instant>> {
    let Some(clock) = running(tx, registration, kind).await? else { return Ok(None) };
    let Some(paused) = clock.paused_at else { return Ok(None) };
    let shifted = |at| due_after_pause(calendar, promise, at, paused, cx.now());
    let due_at = shifted(clock.due_at);
    // What was to be told of next waits as long as the promise itself.
    let sql = Sql::new("UPDATE clock SET paused_at = NULL, due_at = ").bind(due_at).push(", escalate_at = ");
    sql.bind(clock.escalate_at.map(shifted)).push(" WHERE id = ").bind(clock.id).execute(tx).await?;
    Ok(Some(due_at))
}

/// Notes a broken promise, once: the row is changed only where it does not say so yet. Returns whether this call noted it.
pub(crate) async fn breach_if_due(
    tx: &Tx,
    app: &App,
    registration: &Model,
    clock: &entity::clock::Model,
) -> Outcome<bool> {
    // Waiting for the partner is no promise of ours.
    if clock.kind == ClockKind::Information || clock.paused_at.is_some() || clock.due_at >= app.now() {
        return Ok(false);
    }
    // The promise broke when it was due, not when somebody looked.
    let noted = Sql::new("UPDATE clock SET breached_at = due_at WHERE breached_at IS NULL AND paused_at IS NULL AND stopped_at IS NULL AND id = ")
        .bind(clock.id)
        .push(" AND due_at < ")
        .bind(app.now())
        .execute(tx)
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    let payload = serde_json::json!({ "clock": clock.kind, "due_at": clock.due_at });
    record(tx, &app.system(Channel::System), event(EventKind::ClockBreached, registration, payload)).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::calendar::CalendarSettings;
    use kernel::time::HOUR;

    fn berlin() -> BusinessCalendar {
        let settings = CalendarSettings { time_zone: "Europe/Berlin".to_owned(), ..CalendarSettings::default() };
        BusinessCalendar::try_from(settings).expect("a calendar")
    }

    fn at(text: &str) -> Instant {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_decision_clock_goes_on_with_the_working_time_that_was_left() {
        let calendar = berlin();
        let promise = Promise::BusinessDays(2);
        let start = at("2026-11-24T09:00:00Z");
        let first = due(&calendar, start, promise);
        assert_eq!(first, at("2026-11-26T16:00:00Z"));
        // Asked on Tuesday at 16:00 in Berlin, answered on Monday at 12:00.
        let again = due_after_pause(&calendar, promise, first, at("2026-11-24T15:00:00Z"), at("2026-11-30T11:00:00Z"));
        assert_eq!(again, at("2026-12-02T12:00:00Z"));
    }

    #[test]
    fn a_promise_in_hours_moves_by_the_hours_it_stood_and_a_broken_one_stays_broken() {
        let calendar = berlin();
        let start = at("2026-11-24T09:00:00Z");
        let (paused, now) = (start.plus(10 * HOUR), start.plus(40 * HOUR));
        let hours = Promise::Hours(24);
        assert_eq!(due_after_pause(&calendar, hours, start.plus(24 * HOUR), paused, now), start.plus(54 * HOUR));
        let over = start.plus(8 * HOUR);
        let days = Promise::BusinessDays(2);
        assert_eq!(now.since(due_after_pause(&calendar, days, over, paused, now)), 2 * HOUR);
    }
}
