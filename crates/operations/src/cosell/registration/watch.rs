//! What time does to registrations: promises break, protection ends. Two regular jobs; a second run finds the work done.

use super::load::{advance, event};
use super::state::Step;
use super::{letters, promises};
use crate::App;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use jobs::{Claimed, JobError};
use kernel::id::{ClockId, RegistrationId};
use kernel::{Channel, Failure, Outcome};
use sea_orm::EntityTrait;
use storage::entity::registration::{ActiveModel, Entity};
use storage::{Sql, entity};

/// The job that notes broken promises; every minute.
pub const BREACHES: &str = "registration.breaches";
/// The job that ends protection; every hour.
pub const EXPIRIES: &str = "registration.expiries";

/// Rows looked at in one go; the job goes on until nothing is left.
const BATCH: i64 = 200;

/// Notes every promise that is broken and not noted yet. Returns how many.
///
/// # Errors
/// The database's.
pub async fn note_breaches(app: &App) -> Outcome<u64> {
    let mut noted = 0;
    loop {
        let due = Sql::new(
            "SELECT id FROM clock WHERE stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL AND kind <> 'information' AND due_at < ",
        )
        .bind(app.now())
        .push(" ORDER BY due_at, id LIMIT ")
        .bind(BATCH)
        .column::<ClockId>(app.db().read())
        .await?;
        let mut this_time = 0;
        for id in due {
            let tx = app.db().begin().await?;
            let Some(clock) = entity::clock::Entity::find_by_id(id).one(&tx).await? else { continue };
            let Some(registration) = clock.registration_id else { continue };
            let Some(row) = Entity::find_by_id(registration).one(&tx).await? else { continue };
            if promises::breach_if_due(&tx, app, &row, &clock).await? {
                this_time += 1;
            }
            tx.commit().await?;
        }
        noted += this_time;
        // Nothing noted: what is left belongs to somebody who is noting it now.
        if this_time == 0 {
            return Ok(noted);
        }
    }
}

/// Ends the protection of approved registrations whose last day has passed while the deal is still open. Returns how many.
///
/// # Errors
/// The database's.
pub async fn expire_protections(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let today = app.now().date_in(&organisation(cx.read()).await?.zone());
    let mut expired = 0;
    loop {
        let over = Sql::new("SELECT r.id FROM registration r JOIN deal d ON d.id = r.deal_id WHERE r.status IN ('approved', 'expiring', 'converted') AND d.outcome = 'open' AND r.protected_until_on < ")
            .bind(today)
            // What was asked in time keeps its protection until it is answered.
            .push(" AND NOT EXISTS (SELECT 1 FROM extension_request x WHERE x.registration_id = r.id AND x.status = 'pending')")
            .push(" ORDER BY r.protected_until_on, r.id LIMIT ")
            .bind(BATCH)
            .column::<RegistrationId>(cx.read())
            .await?;
        let mut this_time = 0;
        for id in over {
            let tx = cx.begin().await?;
            let Some(row) = Entity::find_by_id(id).one(&tx).await? else { continue };
            match advance(&tx, &cx, &row, ActiveModel::default(), Step::Expire, None).await {
                Ok(row) => {
                    let payload = serde_json::json!({ "protected_until_on": row.protected_until_on });
                    record(&tx, &cx, event(EventKind::RegistrationExpired, &row, payload)).await?;
                    letters::expired(&tx, &cx, &row).await?;
                    cx.commit(tx).await?;
                    this_time += 1;
                }
                // Somebody changed it at this moment; the next run looks again.
                Err(Failure::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        expired += this_time;
        if this_time == 0 {
            return Ok(expired);
        }
    }
}

/// Handler of [`BREACHES`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn breaches_job(app: App, _job: Claimed) -> Result<(), JobError> {
    super::reviewer::hand_over(&app).await?;
    note_breaches(&app).await?;
    super::automatic::approve_overdue(&app).await?;
    super::chain::remind_approvers(&app).await?;
    Ok(())
}

/// Handler of [`EXPIRIES`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn expiries_job(app: App, _job: Claimed) -> Result<(), JobError> {
    expire_protections(&app).await?;
    Ok(())
}
