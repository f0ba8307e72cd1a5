//! What partners may see on their pages without signing in.

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::Outcome;
use kernel::words::ContactRole;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use storage::Sql;

/// What partners may see on their pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartnerPages {
    /// Contacts with these roles see all registrations of their company, the others their own: `seller`, `engineer`, `marketer`, `principal`.
    #[schema(value_type = Vec<String>, example = json!(["principal"]))]
    pub company_wide_roles: BTreeSet<ContactRole>,
}

impl Default for PartnerPages {
    fn default() -> Self {
        Self { company_wide_roles: [ContactRole::Principal].into() }
    }
}

/// The settings in force; readable by every operation.
///
/// # Errors
/// The database's.
pub async fn partner_pages(db: &impl ConnectionTrait) -> Outcome<PartnerPages> {
    let stored = Sql::new("SELECT value FROM setting WHERE key = 'partner_pages'").value::<String>(db).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

/// Changes them.
///
/// # Errors
/// `Forbidden`.
pub async fn change_partner_pages(cx: &Ctx, after: PartnerPages) -> Outcome<PartnerPages> {
    cx.allow(Action::Administer)?;
    let tx = cx.begin().await?;
    let before = partner_pages(&tx).await?;
    if before == after {
        return Ok(after);
    }
    super::keep_json(cx, &tx, "partner_pages", &after).await?;
    let payload = serde_json::json!({ "before": before, "after": after });
    record(&tx, cx, Event::new(EventKind::SettingsChanged).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}
