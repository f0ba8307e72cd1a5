//! One's own alerts, each with its last crossing.

use super::Condition;
use crate::Ctx;
use crate::access::policy::Action;
use kernel::id::{KpiAlertId, SavedQuestionId};
use kernel::{Currency, Date, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use storage::Sql;

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Alert {
    /// The alert.
    #[schema(value_type = String)]
    pub id: KpiAlertId,
    /// The kept question it looks at.
    #[schema(value_type = String)]
    pub question: SavedQuestionId,
    /// What that is called.
    pub question_name: String,
    /// `above`, `below`, `risen` or `dropped`.
    #[schema(value_type = String, example = "above")]
    pub condition: Condition,
    /// In the figure's unit (currency units, things, percent, days, seconds); of `risen` and `dropped` in percent, of shares in points.
    #[serde(serialize_with = "decimal")]
    #[schema(value_type = String, example = "250000.0000")]
    pub value: i64,
    /// Of money.
    #[schema(value_type = Option<String>, example = "EUR")]
    pub currency: Option<Currency>,
    /// Whether it is not looked at for now.
    pub paused: bool,
    /// The day it was looked at last.
    #[schema(value_type = Option<String>, format = Date)]
    pub checked_on: Option<Date>,
    /// Whether the condition held then: you are told again once it did not.
    pub crossed: bool,
    /// The last time you were told.
    pub last_crossing: Option<Crossing>,
}

/// When somebody was told, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Crossing {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// The figure then, in its unit.
    #[serde(serialize_with = "decimal")]
    #[schema(value_type = String, example = "251000.0000")]
    pub value: i64,
    /// What it was: in the period before, or when it was looked at the time before; `null` where that is not known.
    #[serde(serialize_with = "some_decimal")]
    #[schema(value_type = Option<String>, example = "249000.0000")]
    pub before: Option<i64>,
}

fn decimal<S: serde::Serializer>(value: &i64, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&kernel::money::plain_amount(*value))
}

fn some_decimal<S: serde::Serializer>(value: &Option<i64>, s: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => decimal(value, s),
        None => s.serialize_none(),
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: KpiAlertId,
    question_id: SavedQuestionId,
    question_name: String,
    condition: Condition,
    threshold: i64,
    currency: String,
    paused_at: Option<Instant>,
    checked_on: Option<Date>,
    crossed: bool,
    crossed_at: Option<Instant>,
    crossed_value: Option<i64>,
    crossed_before: Option<i64>,
}

impl Row {
    fn alert(self) -> Alert {
        let crossing = self.crossed_at.zip(self.crossed_value);
        Alert {
            id: self.id,
            question: self.question_id,
            question_name: self.question_name,
            condition: self.condition,
            value: self.threshold,
            currency: self.currency.parse().ok(),
            paused: self.paused_at.is_some(),
            checked_on: self.checked_on,
            crossed: self.crossed,
            last_crossing: crossing.map(|(at, value)| Crossing { at, value, before: self.crossed_before }),
        }
    }
}

const SELECT: &str = "SELECT a.id, a.question_id, q.name AS question_name, a.condition, a.threshold, a.currency, a.paused_at, a.checked_on, a.crossed, \
     a.crossed_at, a.crossed_value, a.crossed_before FROM kpi_alert a JOIN saved_question q ON q.id = a.question_id WHERE a.owner_id = ";

fn own(cx: &Ctx) -> Outcome<Sql> {
    cx.allow(Action::Read)?;
    let user = cx.actor.user().ok_or(Failure::Forbidden)?;
    Ok(Sql::new(SELECT).bind(user.id))
}

/// One's own alerts, by the name of the question.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &Ctx) -> Outcome<Vec<Alert>> {
    let rows = own(cx)?.push(" ORDER BY q.name, a.question_id, a.id").all::<Row>(cx.read()).await?;
    Ok(rows.into_iter().map(Row::alert).collect())
}

/// One's own alerts on a question, the oldest first.
///
/// # Errors
/// `Forbidden`.
pub async fn of_question(cx: &Ctx, question: SavedQuestionId) -> Outcome<Vec<Alert>> {
    let sql = own(cx)?.push(" AND a.question_id = ").bind(question).push(" ORDER BY a.id");
    Ok(sql.all::<Row>(cx.read()).await?.into_iter().map(Row::alert).collect())
}

/// One of one's own.
pub(super) async fn one(cx: &Ctx, db: &impl ConnectionTrait, id: KpiAlertId) -> Outcome<Alert> {
    let sql = own(cx)?.push(" AND a.id = ").bind(id);
    sql.one::<Row>(db).await?.map(Row::alert).ok_or(Failure::NotFound)
}
