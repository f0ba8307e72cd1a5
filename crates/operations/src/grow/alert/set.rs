//! Setting, pausing and removing one's own alerts.

use super::Condition;
use super::list::{Alert, one};
use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::dashboard::{KeptQuestion, MOST_KEPT, saved_question, today};
use crate::grow::kpi::registry::{Metric, Shape, Unit, find};
use crate::record::{Event, EventKind, record};
use crate::settings::organisation;
use kernel::id::{KpiAlertId, SavedQuestionId, UserId};
use kernel::money::{NumberFormat, parse_amount};
use kernel::{Currency, Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::Sql;

/// An alert to set.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAlert {
    /// A kept question, one's own or shared. Its figure is looked at undivided.
    #[schema(value_type = String)]
    pub question: SavedQuestionId,
    /// `above`, `below`, `risen` or `dropped` (against the period before).
    #[schema(value_type = String, example = "above")]
    pub condition: Condition,
    /// A decimal in the figure's unit (currency units, things, percent, days, seconds); of `risen` and `dropped` in percent, of shares in points.
    #[schema(example = "250000")]
    pub value: String,
    /// Of money; the organisation's when absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "EUR")]
    pub currency: Option<Currency>,
}

/// What to change; absent fields stay.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeAlert {
    /// Whether it is not looked at for now.
    pub paused: Option<bool>,
}

fn owner(cx: &Ctx) -> Outcome<UserId> {
    cx.allow(Action::KeepDashboards)?;
    cx.actor.user().map(|user| user.id).ok_or(Failure::Forbidden)
}

/// Whether the question has one figure this condition can look at.
async fn fits(cx: &Ctx, question: &KeptQuestion, condition: Condition) -> Outcome<&'static Metric> {
    let metric = question.metric.as_deref().and_then(find).filter(|metric| metric.shape != Shape::Conversion);
    let metric = metric.ok_or_else(|| Failure::field("question", "alert_not_for"))?;
    if condition.is_change() {
        if question.as_of.is_some() {
            return Err(Failure::field("condition", "alert_fixed_day"));
        }
        let (today, fiscal_start) = today(cx).await?;
        if !matches!(question.days(today, fiscal_start), (Some(_), Some(_))) {
            return Err(Failure::field("condition", "alert_needs_period"));
        }
    }
    Ok(metric)
}

/// Sets an alert of one's own. It is looked at from the next day's check on; if the condition holds already, that is told then.
///
/// # Errors
/// `Forbidden`; `NotFound` for a question that is not theirs to open; `Invalid` at `question` (`alert_not_for`), `condition` (`alert_fixed_day`,
/// `alert_needs_period`), `value` (`not_a_number`, `not_positive`, `too_many`), `currency` (`not_money`).
pub async fn set(cx: &Ctx, input: SetAlert) -> Outcome<Alert> {
    let owner = owner(cx)?;
    let question = saved_question(cx, input.question).await?;
    let metric = fits(cx, &question.question, input.condition).await?;
    let mut errors = FieldErrors::default();
    let threshold = parse_amount(&input.value, NumberFormat::PLAIN).ok();
    match threshold {
        None => errors.add("value", "not_a_number"),
        Some(value) if value < 0 || value == 0 && input.condition.is_change() => errors.add("value", "not_positive"),
        Some(_) => {}
    }
    let currency = match metric.unit {
        Unit::Money => {
            match question.question.currency.as_deref().and_then(|code| code.parse().ok()).or(input.currency) {
                Some(currency) => Some(currency),
                None => Some(organisation(cx.read()).await?.currency),
            }
        }
        _ => {
            if input.currency.is_some() {
                errors.add("currency", "not_money");
            }
            None
        }
    };
    errors.into_result(())?;
    let id = KpiAlertId::new();
    let tx = cx.begin().await?;
    let many = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM kpi_alert WHERE owner_id = ").bind(owner);
    if many.value::<i64>(&tx).await?.unwrap_or(0) >= MOST_KEPT {
        let mut errors = FieldErrors::default();
        errors.add_with("value", "too_many", [("max", MOST_KEPT.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    Sql::new(
        "INSERT INTO kpi_alert (id, owner_id, question_id, condition, threshold, currency, crossed, created_at) VALUES ",
    )
    .bind_list::<sea_orm::Value>([
        id.into(),
        owner.into(),
        input.question.into(),
        input.condition.into(),
        threshold.unwrap_or(0).into(),
        currency.map(|c| c.to_string()).unwrap_or_default().into(),
        false.into(),
        cx.now().into(),
    ])
    .execute(&tx)
    .await?;
    let alert = one(cx, &tx, id).await?;
    let payload = serde_json::json!({ "alert": id, "question": input.question, "condition": input.condition,
        "value": kernel::money::plain_amount(alert.value), "currency": alert.currency });
    record(&tx, cx, Event::new(EventKind::KpiAlertSet).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(alert)
}

/// Pauses one of one's own alerts, or looks at it again.
///
/// # Errors
/// `NotFound`, also for what is somebody else's.
pub async fn change(cx: &Ctx, id: KpiAlertId, input: ChangeAlert) -> Outcome<Alert> {
    let owner = owner(cx)?;
    let tx = cx.begin().await?;
    let alert = one(cx, &tx, id).await?;
    let Some(paused) = input.paused.filter(|paused| *paused != alert.paused) else { return Ok(alert) };
    Sql::new("UPDATE kpi_alert SET paused_at = ")
        .bind(paused.then(|| cx.now()))
        .push(" WHERE id = ")
        .bind(id)
        .push(" AND owner_id = ")
        .bind(owner)
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({ "alert": id, "question": alert.question, "paused": paused });
    record(&tx, cx, Event::new(EventKind::KpiAlertSet).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(Alert { paused, ..alert })
}

/// Removes one of one's own alerts.
///
/// # Errors
/// `NotFound`, also for what is somebody else's.
pub async fn remove(cx: &Ctx, id: KpiAlertId) -> Outcome<()> {
    let owner = owner(cx)?;
    let tx = cx.begin().await?;
    let gone = Sql::new("DELETE FROM kpi_alert WHERE id = ").bind(id).push(" AND owner_id = ").bind(owner);
    if gone.execute(&tx).await? == 0 {
        return Err(Failure::NotFound);
    }
    record(&tx, cx, Event::new(EventKind::KpiAlertRemoved).with(serde_json::json!({ "alert": id }))).await?;
    cx.commit(tx).await
}
