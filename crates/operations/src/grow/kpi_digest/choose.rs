//! Which dashboard somebody's figures of the week are of.

use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::dashboard::{Dashboard, open};
use kernel::{Failure, Outcome, Role};
use serde::Deserialize;
use storage::Sql;

/// What to choose.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseDashboard {
    /// Its id, or the key of an offered one.
    #[schema(example = "partner_manager")]
    pub dashboard: String,
}

/// The dashboard of who has chosen none. Viewers have none: they get the mail once they choose one.
fn of_role(role: Role) -> Option<&'static str> {
    match role {
        Role::Administrator | Role::HeadOfPartnerships => Some("head_of_partnerships"),
        Role::PartnerManager => Some("partner_manager"),
        Role::Viewer => None,
    }
}

/// The dashboard the actor's mail is of: the chosen one, or that of their role where none is chosen or the chosen one is no longer theirs to
/// open.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn chosen(cx: &Ctx) -> Outcome<Option<Dashboard>> {
    cx.allow(Action::Read)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?;
    let sql = Sql::new("SELECT dashboard FROM kpi_digest WHERE user_id = ").bind(user.id);
    if let Some(id) = sql.value::<String>(cx.read()).await? {
        match open(cx, &id).await {
            Err(Failure::NotFound) => {}
            found => return found.map(Some),
        }
    }
    match of_role(user.role) {
        Some(key) => open(cx, key).await.map(Some),
        None => Ok(None),
    }
}

/// Chooses the dashboard of the actor's own mail.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for tokens; `Invalid` at `dashboard` (`unknown`) for one that is not theirs to open.
pub async fn choose(cx: &Ctx, input: ChooseDashboard) -> Outcome<()> {
    cx.allow(Action::ManageOwnAccount)?;
    let user = cx.actor.user().ok_or(Failure::Unauthenticated)?;
    let found = match open(cx, input.dashboard.trim()).await {
        Err(Failure::NotFound) => return Err(Failure::field("dashboard", "unknown")),
        found => found?,
    };
    let tx = cx.begin().await?;
    Sql::new("INSERT INTO kpi_digest (user_id, dashboard, changed_at) VALUES ")
        .bind_list::<sea_orm::Value>([user.id.into(), found.listed.id.into(), cx.now().into()])
        .push(" ON CONFLICT (user_id) DO UPDATE SET dashboard = excluded.dashboard, changed_at = excluded.changed_at")
        .execute(&tx)
        .await?;
    cx.commit(tx).await
}
