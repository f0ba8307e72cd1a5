//! Believable sample data, the same every time.

use anyhow::Result;
use operations::App;

/// Fills an empty database.
pub(crate) async fn fill_when_empty(_app: &App) -> Result<()> {
    Ok(())
}

/// A one-time link that signs in the demonstration's administrator.
pub(crate) async fn sign_in_link(app: &App) -> Result<String> {
    Ok(operations::access::first::first_administrator_link(app).await?.unwrap_or_default())
}
