//! Questions kept by themselves, each with a link. Whoever opens the link gets the answer from their own rows.

use super::MOST_KEPT;
use super::kept::KeptQuestion;
use super::manage::keeper;
use super::open::openable;
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::SavedQuestionId;
use kernel::words::{Sharing, ShownAs};
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use storage::Sql;

/// A question to keep.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveQuestion {
    /// At most 80 characters.
    pub name: String,
    /// `number`, `trend`, `ranking`, `table`, `heat_map`, `funnel`, `portfolio_map` or `cohorts`.
    #[schema(value_type = String, example = "number")]
    pub shown: ShownAs,
    /// Whether others of the vendor may open the link; they see their own rows.
    #[serde(default)]
    pub shared: bool,
    /// What it asks.
    pub question: KeptQuestion,
}

/// A kept question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SavedQuestion {
    /// The question; its page is `/insights/questions/<id>`.
    #[schema(value_type = String)]
    pub id: SavedQuestionId,
    /// What its owner calls it.
    pub name: String,
    /// How it is shown.
    #[schema(value_type = String)]
    pub shown: ShownAs,
    /// Whether others may open the link.
    pub shared: bool,
    /// Whether it is the reader's own.
    pub own: bool,
    /// What it asks.
    pub question: KeptQuestion,
}

#[derive(FromQueryResult)]
struct Row {
    id: SavedQuestionId,
    owner_id: kernel::id::UserId,
    name: String,
    shown: ShownAs,
    sharing: Sharing,
    question: String,
}

impl Row {
    fn saved(self, cx: &Ctx) -> Outcome<SavedQuestion> {
        Ok(SavedQuestion {
            id: self.id,
            name: self.name,
            shown: self.shown,
            shared: self.sharing != Sharing::Private,
            own: cx.actor.user().is_some_and(|u| u.id == self.owner_id),
            question: serde_json::from_str(&self.question).map_err(Failure::internal)?,
        })
    }
}

const SELECT: &str = "SELECT q.id, q.owner_id, q.name, q.shown, q.sharing, q.question FROM saved_question q WHERE q.dashboard_id IS NULL AND ";

/// One's own kept questions, by name.
///
/// # Errors
/// `Forbidden`.
pub async fn saved_questions(cx: &Ctx) -> Outcome<Vec<SavedQuestion>> {
    cx.allow(Action::Read)?;
    let Some(user) = cx.actor.user() else { return Ok(Vec::new()) };
    let sql = Sql::new(SELECT).push("q.owner_id = ").bind(user.id).push(" ORDER BY q.name, q.id");
    sql.all::<Row>(cx.read()).await?.into_iter().map(|row| row.saved(cx)).collect()
}

/// A kept question, one's own or shared.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn saved_question(cx: &Ctx, id: SavedQuestionId) -> Outcome<SavedQuestion> {
    cx.allow(Action::Read)?;
    let sql = openable(Sql::new(SELECT), &cx.actor, "q").push(" AND q.id = ").bind(id);
    sql.one::<Row>(cx.read()).await?.ok_or(Failure::NotFound)?.saved(cx)
}

/// Keeps a question.
///
/// # Errors
/// `Forbidden`; `Invalid` at `name`, `question.…`.
pub async fn save_question(cx: &Ctx, input: SaveQuestion) -> Outcome<SavedQuestion> {
    let owner = keeper(cx)?;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &input.name, 80);
    errors.into_result(())?;
    let question = input.question.checked(cx, input.shown).await.map_err(super::tile::in_question)?;
    let question = serde_json::to_string(&question).map_err(Failure::internal)?;
    let id = SavedQuestionId::new();
    let sharing = if input.shared { Sharing::Team } else { Sharing::Private };
    let tx = cx.begin().await?;
    let many =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM saved_question WHERE dashboard_id IS NULL AND owner_id = ");
    if many.bind(owner).value::<i64>(&tx).await?.unwrap_or(0) >= MOST_KEPT {
        let mut errors = FieldErrors::default();
        errors.add_with("name", "too_many", [("max", MOST_KEPT.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    Sql::new("INSERT INTO saved_question (id, owner_id, position, width, name, shown, question, sharing, created_at) VALUES (")
        .push_with(
            "?, ?, 1, 3, ?, ?, ?, ?, ?)",
            [
                id.into(),
                owner.into(),
                name.into(),
                input.shown.into(),
                question.into(),
                sharing.into(),
                cx.now().into(),
            ],
        )
        .execute(&tx)
        .await?;
    cx.commit(tx).await?;
    saved_question(cx, id).await
}

/// Forgets one of one's own kept questions.
///
/// # Errors
/// `NotFound`, also for what is somebody else's.
pub async fn remove_question(cx: &Ctx, id: SavedQuestionId) -> Outcome<()> {
    let owner = keeper(cx)?;
    let tx = cx.begin().await?;
    // Its alerts go with it, other people's on a shared one as well.
    Sql::new("DELETE FROM kpi_alert WHERE question_id IN (SELECT q.id FROM saved_question q WHERE q.dashboard_id IS NULL AND q.id = ")
        .push_with("? AND q.owner_id = ?)", [id.into(), owner.into()])
        .execute(&tx)
        .await?;
    let removed = Sql::new("DELETE FROM saved_question WHERE dashboard_id IS NULL AND id = ")
        .push_with("? AND owner_id = ?", [id.into(), owner.into()])
        .execute(&tx)
        .await?;
    if removed == 0 {
        return Err(Failure::NotFound);
    }
    cx.commit(tx).await
}
