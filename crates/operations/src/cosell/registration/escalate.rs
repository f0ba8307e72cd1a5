//! Promises that are about to break, have broken, or are broken for long: who is told. At half of the promised time whoever has the
//! registration, at its end their manager, at half as much again the heads of partnerships. Each once for a clock and a level: the level told
//! of last is stored with the clock, in the transaction that writes the mails, so a restart repeats nothing and forgets nothing.
//!
//! While the partner is asked, the clock is theirs: they are reminded once, when their time is over, and never again; after half as much
//! again whoever asked hears that no answer came.

use super::load::event;
use super::reviewer::{self, Reviewer};
use super::submit::credited_name;
use super::{letters, promises};
use crate::App;
use crate::record::{EventKind, record};
use jobs::{Claimed, JobError};
use kernel::calendar::BusinessCalendar;
use kernel::id::{ClockId, UserId};
use kernel::words::ClockKind;
use kernel::{Channel, Instant, Outcome};
use sea_orm::EntityTrait;
use storage::entity::registration::{Entity, Model};
use storage::{Sql, Tx, entity};

/// The job that tells of promises; every minute.
pub const ESCALATIONS: &str = "registration.escalations";

const BATCH: i64 = 200;

/// What comes after `level`, in percent of the promised time.
const fn after(level: i32) -> Option<i32> {
    match level {
        0 => Some(50),
        50 => Some(100),
        100 => Some(150),
        _ => None,
    }
}

/// Tells of every promise that has come to its next level. Returns how many levels were told of.
///
/// # Errors
/// The database's.
pub async fn escalate(app: &App) -> Outcome<u64> {
    give_old_clocks_a_level(app).await?;
    let mut told = 0;
    loop {
        let due = Sql::new("SELECT id FROM clock WHERE stopped_at IS NULL AND paused_at IS NULL AND escalate_at <= ")
            .bind(app.now())
            .push(" ORDER BY escalate_at, id LIMIT ")
            .bind(BATCH)
            .column::<ClockId>(app.db().read())
            .await?;
        let mut this_time = 0;
        for id in due {
            this_time += u64::from(one(app, id).await?);
        }
        told += this_time;
        if this_time == 0 {
            return Ok(told);
        }
    }
}

/// Clocks that were started before there were levels: half of their time is counted on the clock.
async fn give_old_clocks_a_level(app: &App) -> Outcome<()> {
    let old = "stopped_at IS NULL AND escalate_at IS NULL AND level = 0";
    let any = Sql::new("SELECT id FROM clock WHERE ").push(old).push(" LIMIT 1");
    if any.value::<ClockId>(app.db().read()).await?.is_none() {
        return Ok(());
    }
    let tx = app.db().begin().await?;
    Sql::new("UPDATE clock SET half = (due_at - started_at) / 2, escalate_at = started_at + (due_at - started_at) / 2 WHERE ")
        .push(old)
        .execute(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The next level of one clock. Returns whether it was told of here.
async fn one(app: &App, id: ClockId) -> Outcome<bool> {
    let cx = app.system(Channel::System);
    let tx = cx.begin().await?;
    let Some(clock) = entity::clock::Entity::find_by_id(id).one(&tx).await? else { return Ok(false) };
    let Some(level) = after(clock.level) else { return Ok(false) };
    let Some(registration) = clock.registration_id else { return Ok(false) };
    let Some(row) = Entity::find_by_id(registration).one(&tx).await? else { return Ok(false) };
    let calendar = promises::calendar(&tx, row.program_id).await?;
    // Whoever moves the row tells; another node finds it moved.
    let moved = Sql::new("UPDATE clock SET level = ")
        .bind(level)
        .push(", escalate_at = ")
        .bind(next_moment(&calendar, &clock, level))
        .push(" WHERE stopped_at IS NULL AND paused_at IS NULL AND id = ")
        .bind(id)
        .push(" AND level = ")
        .bind(clock.level)
        .push(" AND escalate_at <= ")
        .bind(app.now())
        .execute(&tx)
        .await?;
    if moved == 0 {
        return Ok(false);
    }
    promises::breach_if_due(&tx, app, &row, &clock).await?;
    let told = tell(&tx, app, &row, &clock, level).await?;
    let payload =
        serde_json::json!({ "clock": clock.kind, "level": level, "due_at": clock.due_at, "to": told.join(", ") });
    record(&tx, &cx, event(EventKind::ClockEscalated, &row, payload)).await?;
    cx.commit(tx).await?;
    Ok(true)
}

/// When the level after `level` is reached.
fn next_moment(calendar: &BusinessCalendar, clock: &entity::clock::Model, level: i32) -> Option<Instant> {
    match level {
        50 => Some(clock.due_at),
        100 if clock.business => Some(calendar.plus_business_micros(clock.due_at, clock.half)),
        100 => Some(clock.due_at.plus(clock.half)),
        _ => None,
    }
}

/// Writes the mails of a level. Returns the names of those it told.
async fn tell(tx: &Tx, app: &App, row: &Model, clock: &entity::clock::Model, level: i32) -> Outcome<Vec<String>> {
    let cx = app.system(Channel::System);
    if clock.kind == ClockKind::Information {
        return match level {
            100 => Ok(letters::still_waiting(tx, &cx, row, clock.id).await?.into_iter().collect()),
            150 => write(tx, app, row, clock, level, owners(tx, row.reviewer_id).await?).await,
            _ => Ok(Vec::new()),
        };
    }
    let people = match level {
        50 => owners(tx, row.reviewer_id).await?,
        100 => managers(tx, row.reviewer_id).await?,
        _ => heads(tx).await?,
    };
    write(tx, app, row, clock, level, people).await
}

async fn write(
    tx: &Tx,
    app: &App,
    row: &Model,
    clock: &entity::clock::Model,
    level: i32,
    people: Vec<Reviewer>,
) -> Outcome<Vec<String>> {
    let cx = app.system(Channel::System);
    let partner = credited_name(tx, row).await?;
    let owner = match row.reviewer_id {
        Some(id) => reviewer::by_id(tx, id).await?.map(|r| r.name),
        None => None,
    };
    let mut told = Vec::with_capacity(people.len());
    for person in people {
        let letter = letters::Escalation {
            clock: clock.id,
            kind: clock.kind,
            due_at: clock.due_at,
            level,
            partner: &partner,
            owner: owner.as_deref(),
        };
        if letters::escalated(tx, &cx, row, &person, &letter).await? {
            told.push(person.name);
        }
    }
    Ok(told)
}

const PERSON: &str = "SELECT u.id, u.name, u.email, u.locale FROM app_user u";

/// Whoever has it; their manager or the heads when nobody has it who may still come in.
async fn owners(tx: &Tx, reviewer: Option<UserId>) -> Outcome<Vec<Reviewer>> {
    let Some(id) = reviewer else { return heads(tx).await };
    let sql = Sql::new(PERSON).push(" WHERE u.active AND u.id = ").bind(id);
    match sql.one::<Reviewer>(tx).await? {
        Some(owner) => Ok(vec![owner]),
        None => managers(tx, reviewer).await,
    }
}

/// The manager of whoever has it; the heads where none is named.
async fn managers(tx: &Tx, reviewer: Option<UserId>) -> Outcome<Vec<Reviewer>> {
    if let Some(id) = reviewer {
        let sql = Sql::new(PERSON)
            .push(" JOIN user_manager m ON m.manager_id = u.id WHERE u.active AND m.user_id = ")
            .bind(id);
        if let Some(manager) = sql.one::<Reviewer>(tx).await? {
            return Ok(vec![manager]);
        }
    }
    heads(tx).await
}

/// The heads of partnerships; the administrators where there are none.
async fn heads(tx: &Tx) -> Outcome<Vec<Reviewer>> {
    for role in ["head_of_partnerships", "administrator"] {
        let sql =
            Sql::new(PERSON).push(" WHERE u.active AND u.role = ").bind(role).push(" ORDER BY u.created_at, u.id");
        let people = sql.all::<Reviewer>(tx).await?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// Handler of [`ESCALATIONS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    escalate(&app).await?;
    Ok(())
}
