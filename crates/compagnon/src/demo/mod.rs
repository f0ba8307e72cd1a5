//! Believable sample data, the same every time: two years of a vendor's partner business, lived through the product's own operations with a clock
//! that is moved forward. So history, figures and clocks are as true as those of a real installation.

mod chance;
mod deals;
mod fill;
mod fill_deals;
mod fill_disputes;
mod fill_foundation;
mod fill_partners;
mod fill_registrations;
mod names;
mod partners;
mod plan;
mod registrations;
mod texts;

use crate::configuration::Configuration;
use anyhow::{Context, Result, anyhow};
use kernel::time::DAY;
use kernel::{Channel, FixedClock};
use operations::access::{sign_in, user};
use operations::{App, AppOptions};
use std::path::PathBuf;
use std::sync::Arc;

/// Stands in the data folder while the database is being filled.
fn unfinished(folder: &std::path::Path) -> PathBuf {
    folder.join("filling")
}

/// Removes a sample database whose filling was broken off, so that the next start begins anew.
pub(crate) fn discard_half_filled(configuration: &Configuration) -> Result<()> {
    let mark = unfinished(&configuration.data_dir);
    if !mark.exists() {
        return Ok(());
    }
    for name in ["compagnon.db", "compagnon.db-wal", "compagnon.db-shm"] {
        let path = configuration.data_dir.join(name);
        if path.exists() {
            std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    std::fs::remove_file(&mark).with_context(|| format!("cannot remove {}", mark.display()))
}

/// Fills an empty database.
pub(crate) async fn fill_when_empty(app: &App) -> Result<()> {
    let somebody = storage::Sql::new("SELECT 1 FROM app_user LIMIT 1").value::<i32>(app.db().read()).await?;
    if somebody.is_some() {
        return Ok(());
    }
    let mark = unfinished(&app.options().data_dir);
    std::fs::write(&mark, b"").with_context(|| format!("cannot write {}", mark.display()))?;
    let zone = operations::settings::Organisation::default().zone();
    let plan = plan::plan(app.now(), zone);
    let first = plan.steps.first().map_or(plan.days.now, |(at, _)| *at);
    let clock = Arc::new(FixedClock::at(first.plus(-2 * DAY)));
    // The same database, lived through with another clock; no mail leaves the house.
    let options = AppOptions { clock: clock.clone(), mail: None, ..app.options().clone() };
    let past = App::new(app.db().clone(), options);
    app.db().relax_durability_for_filling().await?;
    fill::fill(&past, &clock, &plan).await?;
    app.db().restore_durability().await?;
    std::fs::remove_file(&mark).with_context(|| format!("cannot remove {}", mark.display()))
}

/// A one-time link that signs in the demonstration's administrator.
pub(crate) async fn sign_in_link(app: &App) -> Result<String> {
    let email = plan::PEOPLE.first().map_or("", |person| person.email);
    let administrator = user::by_name(app.db().read(), email).await?;
    let administrator = administrator.ok_or_else(|| anyhow!("the sample data has lost its administrator {email}"))?;
    Ok(sign_in::link_for(&app.system(Channel::Cli), administrator, DAY).await?)
}
