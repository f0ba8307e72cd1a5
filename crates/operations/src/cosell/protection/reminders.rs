//! Telling the partner before protection ends. A regular job; a second run finds the work done.

use super::letters;
use crate::App;
use crate::cosell::registration::load::{advance, event};
use crate::cosell::registration::state::{Step, after};
use crate::record::{EventKind, record};
use crate::settings::organisation;
use jobs::{Claimed, JobError};
use kernel::id::RegistrationId;
use kernel::{Channel, Date, Failure, Outcome};
use sea_orm::EntityTrait;
use storage::Sql;
use storage::entity::registration::{ActiveModel, Entity};

/// The job; every hour.
pub const REMINDERS: &str = "protection.reminders";

/// How many days before its end the partner is told, the earliest first.
pub const DAYS: [i64; 2] = [14, 3];

const BATCH: i64 = 200;

/// Tells partners whose protection ends soon. Somebody who is within both times at once is told once. Returns how many were told.
///
/// # Errors
/// The database's.
pub async fn remind(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let today = app.now().date_in(&organisation(cx.read()).await?.zone());
    let mut told = 0;
    // The last reminder first, so that it takes the place of the one before where that never went out.
    for days in DAYS.iter().rev().copied() {
        loop {
            let due = due(&cx, today, days).await?;
            let mut this_time = 0;
            for id in due {
                if tell(&cx, id, days).await? {
                    this_time += 1;
                }
            }
            told += this_time;
            if this_time == 0 {
                break;
            }
        }
    }
    Ok(told)
}

/// Those whose protection ends within `days` and who were told neither of that nor of a later one.
async fn due(cx: &crate::Ctx, today: Date, days: i64) -> Outcome<Vec<RegistrationId>> {
    let kinds = DAYS.iter().filter(|d| **d <= days).map(|d| format!("ends_{d}"));
    Ok(Sql::new("SELECT r.id FROM registration r JOIN deal d ON d.id = r.deal_id WHERE r.status IN ('approved', 'expiring', 'converted') AND d.outcome = 'open' AND r.protected_until_on >= ")
        .bind(today)
        .push(" AND r.protected_until_on <= ")
        .bind(today.plus_days(days))
        .push(" AND NOT EXISTS (SELECT 1 FROM protection_notice n WHERE n.registration_id = r.id AND n.until_on = r.protected_until_on AND n.kind IN ")
        .bind_list(kinds)
        .push(") ORDER BY r.protected_until_on, r.id LIMIT ")
        .bind(BATCH)
        .column::<RegistrationId>(cx.read())
        .await?)
}

async fn tell(cx: &crate::Ctx, id: RegistrationId, days: i64) -> Outcome<bool> {
    let tx = cx.begin().await?;
    let Some(row) = Entity::find_by_id(id).one(&tx).await? else { return Ok(false) };
    let Some(until) = row.protected_until_on else { return Ok(false) };
    let noted = Sql::new("INSERT INTO protection_notice (registration_id, kind, until_on, at) VALUES (")
        .push_with(
            "?, ?, ?, ?) ON CONFLICT (registration_id, kind, until_on) DO NOTHING",
            [row.id.into(), format!("ends_{days}").into(), until.into(), cx.now().into()],
        )
        .execute(&tx)
        .await?;
    if noted == 0 {
        return Ok(false);
    }
    let row = if after(row.status, Step::ExpireSoon).is_some() {
        match advance(&tx, cx, &row, ActiveModel::default(), Step::ExpireSoon, None).await {
            Ok(row) => row,
            // Somebody changed it at this moment; the next run looks again.
            Err(Failure::Conflict { .. }) => return Ok(false),
            Err(other) => return Err(other),
        }
    } else {
        row
    };
    let payload = serde_json::json!({ "protected_until_on": until });
    record(&tx, cx, event(EventKind::RegistrationExpiring, &row, payload)).await?;
    letters::ends_soon(&tx, cx, &row, days).await?;
    cx.commit(tx).await?;
    Ok(true)
}

/// Handler of [`REMINDERS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn reminders_job(app: App, _job: Claimed) -> Result<(), JobError> {
    remind(&app).await?;
    super::watch_activity(&app).await?;
    Ok(())
}
