//! Making, changing, copying and removing dashboards.

use super::open::{Dashboard, Row, load, open};
use super::{MOST_KEPT, offered};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{DashboardId, SavedQuestionId, UserId};
use kernel::words::Sharing;
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::{Sql, Tx};

/// A dashboard to make.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDashboard {
    /// At most 80 characters.
    pub name: String,
    /// At most 300 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// `private` (also when absent), `team` or `partners`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub sharing: Option<Sharing>,
}

/// What to change; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeDashboard {
    /// At most 80 characters.
    pub name: Option<String>,
    /// At most 300 characters; an empty text removes it.
    pub description: Option<String>,
    /// `private`, `team` or `partners`.
    #[schema(value_type = Option<String>)]
    pub sharing: Option<Sharing>,
    /// The version one has read; absent: whatever it is now.
    pub version: Option<i64>,
}

/// The person a dashboard or a kept question will belong to.
pub(super) fn keeper(cx: &Ctx) -> Outcome<UserId> {
    cx.allow(Action::KeepDashboards)?;
    cx.actor.user().map(|u| u.id).ok_or(Failure::Forbidden)
}

/// Only who works with partners opens something to them.
pub(super) fn may_share(cx: &Ctx, sharing: Sharing) -> Outcome<()> {
    if sharing == Sharing::Partners { cx.allow(Action::WorkWithPartners) } else { Ok(()) }
}

/// The dashboard, if it is this actor's to change.
///
/// # Errors
/// `NotFound` when it is not theirs to open; `Forbidden` when it is shared with them by somebody else, or offered.
pub(super) async fn changeable(cx: &Ctx, tx: &Tx, id: &str) -> Outcome<Row> {
    if offered::find(id).is_some() {
        return Err(Failure::Forbidden);
    }
    let row = load(cx, tx, id).await?;
    if row.may_be_changed_by(&cx.actor) { Ok(row) } else { Err(Failure::Forbidden) }
}

async fn told(tx: &Tx, cx: &Ctx, kind: EventKind, id: DashboardId, name: &str, sharing: Sharing) -> Outcome<()> {
    let payload = serde_json::json!({ "dashboard": id, "name": name, "sharing": sharing });
    record(tx, cx, Event::new(kind).with(payload)).await?;
    Ok(())
}

async fn insert(cx: &Ctx, tx: &Tx, owner: UserId, name: &str, text: &str, sharing: Sharing) -> Outcome<DashboardId> {
    let many = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM dashboard WHERE owner_id = ").bind(owner);
    if many.value::<i64>(tx).await?.unwrap_or(0) >= MOST_KEPT {
        let mut errors = FieldErrors::default();
        errors.add_with("name", "too_many", [("max", MOST_KEPT.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    let id = DashboardId::new();
    Sql::new(
        "INSERT INTO dashboard (id, owner_id, name, description, sharing, created_at, changed_at, version) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?, ?, 1)",
        [id.into(), owner.into(), name.into(), text.into(), sharing.into(), cx.now().into(), cx.now().into()],
    )
    .execute(tx)
    .await?;
    told(tx, cx, EventKind::DashboardCreated, id, name, sharing).await?;
    Ok(id)
}

/// Makes an empty dashboard.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `description`.
pub async fn create(cx: &Ctx, input: CreateDashboard) -> Outcome<Dashboard> {
    let owner = keeper(cx)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 80);
    let text = errors.optional("description", input.description.as_deref(), 300).unwrap_or_default();
    errors.into_result(())?;
    let sharing = input.sharing.unwrap_or(Sharing::Private);
    may_share(cx, sharing)?;
    let tx = cx.begin().await?;
    let id = insert(cx, &tx, owner, &name, &text, sharing).await?;
    cx.commit(tx).await?;
    open(cx, &id.to_string()).await
}

/// A private copy of a dashboard one may open, offered ones included, with all its tiles.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `name` beyond [`MOST_KEPT`].
pub async fn copy(cx: &Ctx, id: &str) -> Outcome<Dashboard> {
    let owner = keeper(cx)?;
    let from = open(cx, id).await?;
    let tx = cx.begin().await?;
    let name: String = from.listed.name.chars().take(80).collect();
    let new = insert(cx, &tx, owner, &name, &from.listed.description, Sharing::Private).await?;
    for (at, tile) in from.tiles.into_iter().enumerate() {
        let question = serde_json::to_string(&tile.question).map_err(Failure::internal)?;
        Sql::new("INSERT INTO saved_question (id, owner_id, dashboard_id, position, width, name, shown, question, sharing, created_at) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    SavedQuestionId::new().into(),
                    owner.into(),
                    new.into(),
                    i64::try_from(at + 1).unwrap_or(i64::MAX).into(),
                    tile.width.into(),
                    tile.name.into(),
                    tile.shown.into(),
                    question.into(),
                    Sharing::Private.into(),
                    cx.now().into(),
                ],
            )
            .execute(&tx)
            .await?;
    }
    cx.commit(tx).await?;
    open(cx, &new.to_string()).await
}

/// Renames, describes or shares a dashboard.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` at `name`, `description`; conflict `stale_version`.
pub async fn change(cx: &Ctx, id: &str, input: ChangeDashboard) -> Outcome<Dashboard> {
    keeper(cx)?;
    let tx = cx.begin().await?;
    let before = changeable(cx, &tx, id).await?;
    let mut errors = FieldErrors::default();
    let name = input.name.as_deref().map_or_else(|| before.name.clone(), |text| errors.required("name", text, 80));
    let text = match &input.description {
        Some(text) => errors.optional("description", Some(text), 300).unwrap_or_default(),
        None => before.description.clone(),
    };
    errors.into_result(())?;
    let sharing = input.sharing.unwrap_or(before.sharing);
    if sharing != before.sharing {
        may_share(cx, sharing)?;
    }
    let changed = Sql::new("UPDATE dashboard SET name = ")
        .push_with(
            "?, description = ?, sharing = ?, changed_at = ?, version = version + 1 WHERE id = ? AND version = ?",
            [
                name.clone().into(),
                text.into(),
                sharing.into(),
                cx.now().into(),
                before.id.into(),
                input.version.unwrap_or(before.version).into(),
            ],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    told(&tx, cx, EventKind::DashboardChanged, before.id, &name, sharing).await?;
    cx.commit(tx).await?;
    open(cx, id).await
}

/// Removes a dashboard with its tiles.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn remove(cx: &Ctx, id: &str) -> Outcome<()> {
    keeper(cx)?;
    let tx = cx.begin().await?;
    let row = changeable(cx, &tx, id).await?;
    Sql::new("DELETE FROM saved_question WHERE dashboard_id = ").bind(row.id).execute(&tx).await?;
    Sql::new("DELETE FROM dashboard WHERE id = ").bind(row.id).execute(&tx).await?;
    told(&tx, cx, EventKind::DashboardRemoved, row.id, &row.name, row.sharing).await?;
    cx.commit(tx).await
}
