//! Saved views: a filter of a list, kept by a person under a name.

use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{SavedViewId, UserId};
use kernel::words::ViewPage;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// A view to keep.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// `partners` or `deals`.
    #[schema(value_type = String)]
    pub page: ViewPage,
    /// At most 60 characters; a view of that name is replaced.
    pub name: String,
    /// The filters, as the list's address has them: `status=active&region=North`. At most 2,000 characters.
    #[serde(default)]
    pub query: String,
}

/// A saved view.
#[derive(Debug, Clone, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct SavedView {
    /// The view.
    #[schema(value_type = String)]
    pub id: SavedViewId,
    /// What its owner calls it.
    pub name: String,
    /// The address's query string.
    pub query: String,
}

fn owner(cx: &Ctx) -> Outcome<UserId> {
    cx.allow(Action::ManageOwnAccount)?;
    cx.actor.user().map(|u| u.id).ok_or(Failure::Forbidden)
}

/// A person's own views of a list, by name.
///
/// # Errors
/// The database's. Whoever has no account has no views.
pub async fn list(cx: &Ctx, page: ViewPage) -> Outcome<Vec<SavedView>> {
    let Some(user) = cx.actor.user() else { return Ok(Vec::new()) };
    let sql = Sql::new("SELECT id, name, query FROM saved_view WHERE user_id = ")
        .push_with("? AND page = ? ORDER BY name, id", [user.id.into(), page.into()]);
    Ok(sql.all(cx.read()).await?)
}

/// Keeps `query` under a name; a view of that name is replaced.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `query`.
pub async fn save(cx: &Ctx, view: SaveView) -> Outcome<SavedView> {
    let user = owner(cx)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &view.name, 60);
    let query = errors.optional("query", Some(&view.query), 2_000).unwrap_or_default();
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let kept = Sql::new("INSERT INTO saved_view (id, user_id, page, name, query, created_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, page, name) DO UPDATE SET query = excluded.query RETURNING id, name, query",
            [
                SavedViewId::new().into(),
                user.into(),
                view.page.into(),
                name.into(),
                query.into(),
                cx.now().into(),
            ],
        )
        .one::<SavedView>(&tx)
        .await?
        .ok_or_else(|| Failure::internal("a view was kept and is not there"))?;
    cx.commit(tx).await?;
    Ok(kept)
}

/// Forgets one of a person's own views.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove(cx: &Ctx, id: SavedViewId) -> Outcome<()> {
    let user = owner(cx)?;
    let tx = cx.begin().await?;
    let removed = Sql::new("DELETE FROM saved_view WHERE id = ")
        .push_with("? AND user_id = ?", [id.into(), user.into()])
        .execute(&tx)
        .await?;
    if removed == 0 {
        return Err(Failure::NotFound);
    }
    cx.commit(tx).await
}
