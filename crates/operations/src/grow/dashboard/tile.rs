//! The tiles of a dashboard: adding, moving, widening, renaming, removing.

use super::kept::KeptQuestion;
use super::manage::{changeable, keeper};
use super::open::{Dashboard, Row, open};
use super::{MOST_TILES, WIDTHS};
use crate::Ctx;
use kernel::id::SavedQuestionId;
use kernel::words::{Sharing, ShownAs};
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::{Sql, Tx};

/// A tile to put at the end of a dashboard.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTile {
    /// At most 80 characters; absent: called after its metric.
    #[serde(default)]
    pub name: Option<String>,
    /// `number`, `trend`, `ranking`, `table`, `heat_map`, `funnel`, `portfolio_map` or `cohorts`.
    #[schema(value_type = String, example = "number")]
    pub shown: ShownAs,
    /// Thirds of the page, 1 (also when absent) to 3.
    #[serde(default)]
    pub width: Option<i64>,
    /// What it asks.
    pub question: KeptQuestion,
}

/// What to change on a tile; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeTile {
    /// At most 80 characters; an empty text: called after its metric.
    pub name: Option<String>,
    /// Thirds of the page, 1 to 3.
    pub width: Option<i64>,
    /// The place it moves to, from 1; beyond the last is the last.
    pub position: Option<i64>,
    /// What it asks, anew.
    pub question: Option<KeptQuestion>,
}

fn width(errors: &mut FieldErrors, width: i64) -> i64 {
    if !WIDTHS.contains(&width) {
        let (least, most) = WIDTHS.into_inner();
        errors.add_with("width", "out_of_range", [("min", least.to_string()), ("max", most.to_string())]);
    }
    width
}

/// Errors of a question as they stand in the body around it.
pub(super) fn in_question(failure: Failure) -> Failure {
    match failure {
        Failure::Invalid(mut errors) => {
            errors.0.iter_mut().for_each(|e| e.field = format!("question.{}", e.field));
            Failure::Invalid(errors)
        }
        other => other,
    }
}

async fn touched(cx: &Ctx, tx: &Tx, row: &Row) -> Outcome<()> {
    Sql::new("UPDATE dashboard SET changed_at = ")
        .push_with("?, version = version + 1 WHERE id = ?", [cx.now().into(), row.id.into()])
        .execute(tx)
        .await?;
    Ok(())
}

async fn order(tx: &Tx, row: &Row) -> Outcome<Vec<SavedQuestionId>> {
    let sql = Sql::new("SELECT id FROM saved_question WHERE dashboard_id = ").bind(row.id);
    Ok(sql.push(" ORDER BY position, id").column(tx).await?)
}

/// Puts a tile at the end.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` at `name`, `width`, `shown` (`too_many`), `question.…`.
pub async fn add_tile(cx: &Ctx, dashboard: &str, input: AddTile) -> Outcome<Dashboard> {
    let owner = keeper(cx)?;
    let mut errors = FieldErrors::default();
    let name = errors.optional("name", input.name.as_deref(), 80).unwrap_or_default();
    let width = width(&mut errors, input.width.unwrap_or(1));
    errors.into_result(())?;
    let question = input.question.checked(cx, input.shown).await.map_err(in_question)?;
    let question = serde_json::to_string(&question).map_err(Failure::internal)?;
    let tx = cx.begin().await?;
    let row = changeable(cx, &tx, dashboard).await?;
    let tiles = i64::try_from(order(&tx, &row).await?.len()).unwrap_or(i64::MAX);
    if tiles >= MOST_TILES {
        let mut errors = FieldErrors::default();
        errors.add_with("shown", "too_many", [("max", MOST_TILES.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    let last = Sql::new("SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM saved_question WHERE dashboard_id = ");
    let last = last.bind(row.id).value::<i64>(&tx).await?.unwrap_or(0);
    Sql::new("INSERT INTO saved_question (id, owner_id, dashboard_id, position, width, name, shown, question, sharing, created_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                SavedQuestionId::new().into(),
                owner.into(),
                row.id.into(),
                last.saturating_add(1).into(),
                width.into(),
                name.into(),
                input.shown.into(),
                question.into(),
                Sharing::Private.into(),
                cx.now().into(),
            ],
        )
        .execute(&tx)
        .await?;
    touched(cx, &tx, &row).await?;
    cx.commit(tx).await?;
    open(cx, dashboard).await
}

/// Moves, widens, renames a tile, or lets it ask something else.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Invalid` at `name`, `width`, `question.…`.
pub async fn change_tile(cx: &Ctx, dashboard: &str, tile: SavedQuestionId, input: ChangeTile) -> Outcome<Dashboard> {
    keeper(cx)?;
    let mut errors = FieldErrors::default();
    let name = input.name.as_deref().map(|text| errors.optional("name", Some(text), 80).unwrap_or_default());
    let width = input.width.map(|w| width(&mut errors, w));
    errors.into_result(())?;
    let tx = cx.begin().await?;
    let row = changeable(cx, &tx, dashboard).await?;
    let shown = Sql::new("SELECT shown FROM saved_question WHERE id = ")
        .push_with("? AND dashboard_id = ?", [tile.into(), row.id.into()])
        .value::<ShownAs>(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    if let Some(question) = input.question {
        let question = question.checked(cx, shown).await.map_err(in_question)?;
        let question = serde_json::to_string(&question).map_err(Failure::internal)?;
        let sql = Sql::new("UPDATE saved_question SET question = ").bind(question);
        sql.push(" WHERE id = ").bind(tile).execute(&tx).await?;
    }
    if let Some(name) = name {
        let sql = Sql::new("UPDATE saved_question SET name = ").bind(name);
        sql.push(" WHERE id = ").bind(tile).execute(&tx).await?;
    }
    if let Some(width) = width {
        let sql = Sql::new("UPDATE saved_question SET width = ").bind(width);
        sql.push(" WHERE id = ").bind(tile).execute(&tx).await?;
    }
    if let Some(position) = input.position {
        let mut ids = order(&tx, &row).await?;
        ids.retain(|id| *id != tile);
        let at = usize::try_from(position.max(1) - 1).unwrap_or(usize::MAX).min(ids.len());
        ids.insert(at, tile);
        for (at, id) in ids.into_iter().enumerate() {
            let sql = Sql::new("UPDATE saved_question SET position = ");
            sql.bind(i64::try_from(at + 1).unwrap_or(i64::MAX)).push(" WHERE id = ").bind(id).execute(&tx).await?;
        }
    }
    touched(cx, &tx, &row).await?;
    cx.commit(tx).await?;
    open(cx, dashboard).await
}

/// Takes a tile off.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn remove_tile(cx: &Ctx, dashboard: &str, tile: SavedQuestionId) -> Outcome<Dashboard> {
    keeper(cx)?;
    let tx = cx.begin().await?;
    let row = changeable(cx, &tx, dashboard).await?;
    let removed = Sql::new("DELETE FROM saved_question WHERE id = ")
        .push_with("? AND dashboard_id = ?", [tile.into(), row.id.into()])
        .execute(&tx)
        .await?;
    if removed == 0 {
        return Err(Failure::NotFound);
    }
    touched(cx, &tx, &row).await?;
    cx.commit(tx).await?;
    open(cx, dashboard).await
}
