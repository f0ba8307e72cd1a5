//! The way in for the very first person: a one-time link, printed where the program was started.

use super::link::{self, NewLink};
use crate::App;
use kernel::Outcome;
use kernel::time::DAY;
use kernel::words::LinkPurpose;
use storage::Sql;

/// Whether anybody can sign in yet.
///
/// # Errors
/// The database's.
pub async fn nobody_yet(app: &App) -> Outcome<bool> {
    Ok(Sql::new("SELECT 1 FROM app_user LIMIT 1").value::<i32>(app.db().read()).await?.is_none())
}

/// While there are no people: a link that makes the first administrator, once, within a day.
///
/// # Errors
/// The database's.
pub async fn first_administrator_link(app: &App) -> Outcome<Option<String>> {
    if !nobody_yet(app).await? {
        return Ok(None);
    }
    let now = app.now();
    let tx = app.db().begin().await?;
    let new =
        NewLink { expires_at: Some(now.plus(DAY)), one_time: true, ..NewLink::new(LinkPurpose::FirstAdministrator) };
    let id = link::create(&tx, now, new).await?;
    tx.commit().await?;
    Ok(Some(link::url(app, LinkPurpose::FirstAdministrator, id)))
}
