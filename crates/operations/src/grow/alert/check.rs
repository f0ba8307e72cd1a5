//! The daily look at every alert.

use super::measure::{Measured, change, holds, measured};
use super::{Condition, change_text};
use crate::access::reader::{Person, reader};
use crate::grow::dashboard::{SavedQuestion, saved_question};
use crate::grow::kpi::registry::{Metric, find};
use crate::grow::kpi::shown;
use crate::record::mail::{self, Mail};
use crate::record::{Event, EventKind, record};
use crate::settings::{Organisation, organisation};
use crate::{App, Ctx};
use jobs::{Claimed, JobError};
use kernel::id::{KpiAlertId, SavedQuestionId, UserId};
use kernel::time::HOUR;
use kernel::{Channel, Currency, Date, Failure, Locale, Outcome};
use sea_orm::FromQueryResult;
use storage::{Sql, Tx};

/// The job that looks at alerts; every hour, so that a morning without a running program is made up for.
pub const ALERTS: &str = "kpi.alerts";
/// Alerts read at a time.
const BATCH: i64 = 200;
/// Before this time of the organisation's day nothing is looked at: mails come in the morning.
const NOT_BEFORE: i64 = 6 * HOUR;

#[derive(FromQueryResult)]
struct Due {
    id: KpiAlertId,
    owner_id: UserId,
    question_id: SavedQuestionId,
    condition: Condition,
    threshold: i64,
    currency: String,
    checked_value: Option<i64>,
    crossed: bool,
}

/// Looks at every alert that was not looked at today. Returns how many crossings were told.
///
/// # Errors
/// The database's.
pub async fn check_alerts(app: &App) -> Outcome<u64> {
    let cx = app.system(Channel::System);
    let organisation = organisation(cx.read()).await?;
    let zone = organisation.zone();
    let today = cx.now().date_in(&zone);
    if cx.now().since(today.start_in(&zone)) < NOT_BEFORE {
        return Ok(0);
    }
    let (mut told, mut after) = (0, None::<KpiAlertId>);
    loop {
        let mut sql = Sql::new("SELECT a.id, a.owner_id, a.question_id, a.condition, a.threshold, a.currency, a.checked_value, a.crossed FROM kpi_alert a WHERE a.paused_at IS NULL AND (a.checked_on IS NULL OR a.checked_on < ")
            .bind(today)
            .push(")");
        if let Some(after) = after {
            sql = sql.push(" AND a.id > ").bind(after);
        }
        let due: Vec<Due> = sql.push(" ORDER BY a.id LIMIT ").bind(BATCH).all(cx.read()).await?;
        let Some(last) = due.last() else { return Ok(told) };
        after = Some(last.id);
        for alert in &due {
            told += u64::from(one(&cx, &organisation, alert, today).await?);
        }
    }
}

/// What the person of the alert may see of its figure today; nothing where they may not.
async fn seen(reader: &Ctx, due: &Due) -> Outcome<Option<(SavedQuestion, &'static Metric, Measured)>> {
    let found = async {
        let question = saved_question(reader, due.question_id).await?;
        let metric = question.question.metric.as_deref().and_then(find).ok_or(Failure::NotFound)?;
        let currency = due.currency.parse().ok();
        let measured = measured(reader, &question.question, due.condition, currency).await?;
        Ok((question, metric, measured))
    };
    match found.await {
        Ok(found) => Ok(Some(found)),
        // Theirs to read no more, or it asks for what is gone.
        Err(
            Failure::NotFound
            | Failure::Forbidden
            | Failure::Token(_)
            | Failure::Unauthenticated
            | Failure::Invalid(_)
            | Failure::Conflict { .. },
        ) => Ok(None),
        Err(other) => Err(other),
    }
}

/// One alert; whether its person was told of a crossing.
async fn one(cx: &Ctx, organisation: &Organisation, due: &Due, today: Date) -> Outcome<bool> {
    let person = reader(cx, due.owner_id, organisation.locale).await?;
    let found = match &person {
        Some(person) => seen(&person.cx, due).await?,
        None => None,
    };
    let tx = cx.begin().await?;
    // Whoever moves the day looks; another node finds it moved.
    let moved = Sql::new("UPDATE kpi_alert SET checked_on = ")
        .bind(today)
        .push(" WHERE paused_at IS NULL AND (checked_on IS NULL OR checked_on < ")
        .bind(today)
        .push(") AND id = ")
        .bind(due.id)
        .execute(&tx)
        .await?;
    if moved == 0 {
        return Ok(false);
    }
    let mut told = false;
    if let Some((person, (question, metric, measured))) = person.zip(found) {
        let holds = holds(due.condition, due.threshold, metric, measured);
        told = holds == Some(true) && !due.crossed;
        if told {
            let before = if due.condition.is_change() { measured.before } else { due.checked_value };
            let measured = Measured { before, ..measured };
            crossing(&tx, cx, due, measured).await?;
            letter(&tx, cx, organisation, &person, due, &question, metric, measured, today).await?;
        }
        Sql::new("UPDATE kpi_alert SET checked_value = COALESCE(")
            .push_with(
                "CAST(? AS BIGINT), checked_value), crossed = ? WHERE id = ?",
                [measured.now.into(), holds.unwrap_or(due.crossed).into(), due.id.into()],
            )
            .execute(&tx)
            .await?;
    }
    cx.commit(tx).await?;
    Ok(told)
}

async fn crossing(tx: &Tx, cx: &Ctx, due: &Due, measured: Measured) -> Outcome<()> {
    Sql::new("UPDATE kpi_alert SET crossed_at = ")
        .bind(cx.now())
        .push(", crossed_value = ")
        .bind(measured.now)
        .push(", crossed_before = ")
        .bind(measured.before)
        .push(" WHERE id = ")
        .bind(due.id)
        .execute(tx)
        .await?;
    // No figure in the record: who reads it need not be who may see the rows behind it.
    let payload = serde_json::json!({ "alert": due.id, "question": due.question_id, "condition": due.condition });
    record(tx, cx, Event::new(EventKind::KpiAlerted).with(payload)).await?;
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "a letter tells of all of them")]
async fn letter(
    tx: &Tx,
    cx: &Ctx,
    organisation: &Organisation,
    person: &Person,
    due: &Due,
    question: &SavedQuestion,
    metric: &Metric,
    measured: Measured,
    today: Date,
) -> Outcome<()> {
    let locale = person.cx.locale;
    let currency = due.currency.parse().ok();
    let text = |value: Option<i64>| value.map(|value| shown(locale, metric.unit, value, currency)).unwrap_or_default();
    let condition = due.condition.text(locale, metric, due.threshold, currency);
    let written = Mail {
        template: "kpi_alert",
        dedupe_key: format!("alert:{}:{today}", due.id),
        to_email: &person.email,
        to_name: &person.name,
        locale,
        values: vec![
            ("name", person.name.clone()),
            ("question", question.name.clone()),
            ("metric", metric.name(locale).to_owned()),
            ("value", text(measured.now)),
            ("condition", condition),
            ("was", was(locale, metric, due.condition, measured, currency)),
            ("url", cx.app.url(&format!("/insights/questions/{}", question.id))),
            ("organisation", organisation.name.clone()),
        ],
        partner: None,
        registration: None,
    };
    mail::write(tx, cx, written).await
}

/// What it was, and by how much it changed.
fn was(
    locale: Locale,
    metric: &Metric,
    condition: Condition,
    measured: Measured,
    currency: Option<Currency>,
) -> String {
    let Some(before) = measured.before else { return i18n::text(locale, "mail-kpi-alert-first") };
    let before = shown(locale, metric.unit, before, currency);
    if !condition.is_change() {
        return i18n::text_args(locale, "mail-kpi-alert-before", &[("value", before.into())]);
    }
    let size = change(metric, measured).unwrap_or(0);
    let amount = change_text(locale, metric, size.saturating_abs());
    let amount = format!("{}{amount}", if size < 0 { "−" } else { "+" });
    let args = [("value", before.into()), ("change", amount.into())];
    i18n::text_args(locale, "mail-kpi-alert-changed", &args)
}

/// Handler of [`ALERTS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    check_alerts(&app).await?;
    Ok(())
}
