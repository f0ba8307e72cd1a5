//! Setting and removing a target.

use super::TargetKind;
use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::kpi::registry::{Metric, Shape, Unit, find};
use crate::grow::kpi::{Dimension, target_period};
use crate::record::{Event, EventKind, record};
use kernel::id::{KpiTargetId, PartnerId, ProgramId, SegmentId, UserId};
use kernel::money::{NumberFormat, parse_amount};
use kernel::{Currency, Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::{Sql, Tx};
use uuid::Uuid;

/// A target as it shall be.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTarget {
    /// `target` (agreed; also when absent) or `thesis` (expected by the thesis of the portfolio).
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub kind: Option<TargetKind>,
    /// Key of the figure; one that is counted over a period.
    #[schema(example = "bookings")]
    pub metric: String,
    /// `2026-03`, `2026-Q1`, `2026`, `FY2027-Q1` or `FY2027`.
    #[schema(example = "2026-Q1")]
    pub period: String,
    /// Of this program only.
    #[schema(value_type = Option<String>)]
    pub program: Option<ProgramId>,
    /// Of this segment only.
    #[schema(value_type = Option<String>)]
    pub segment: Option<SegmentId>,
    /// Of this person's partners and deals only.
    #[schema(value_type = Option<String>)]
    pub owner: Option<UserId>,
    /// Of this partner only.
    #[schema(value_type = Option<String>)]
    pub partner: Option<PartnerId>,
    /// A decimal in the figure's unit: currency units, things, percent, days or seconds; above nought.
    #[schema(example = "250000")]
    pub value: String,
    /// Of money; needed there and nowhere else.
    #[schema(value_type = Option<String>, example = "EUR")]
    pub currency: Option<Currency>,
}

/// A target that may be kept.
struct Checked {
    metric: &'static Metric,
    period: String,
    value: i64,
    currency: String,
}

fn checked(input: &SetTarget) -> Outcome<Checked> {
    let mut errors = FieldErrors::default();
    let metric = find(input.metric.trim());
    match metric {
        None => errors.add("metric", "unknown"),
        Some(metric) if metric.is_stock() || metric.shape == Shape::Conversion => {
            errors.add("metric", "target_not_for")
        }
        Some(_) => {}
    }
    let period = target_period(&input.period);
    if period.is_none() {
        errors.add("period", "period_invalid");
    }
    let value = parse_amount(&input.value, NumberFormat::PLAIN).ok().filter(|value| *value > 0);
    if value.is_none() {
        errors.add("value", "not_a_number");
    }
    // Ten-thousandths of a percent.
    if metric.is_some_and(|m| m.unit == Unit::Share) && value.is_some_and(|value| value > 1_000_000) {
        errors.add("value", "share_too_large");
    }
    let currency = match (metric.map(|m| m.unit), input.currency) {
        (Some(Unit::Money), None) => {
            errors.add("currency", "required");
            String::new()
        }
        (Some(Unit::Money), Some(currency)) => currency.to_string(),
        (Some(_), Some(_)) => {
            errors.add("currency", "not_money");
            String::new()
        }
        _ => String::new(),
    };
    errors.into_result(())?;
    match (metric, period, value) {
        (Some(metric), Some(period), Some(value)) => Ok(Checked { metric, period, value, currency }),
        _ => Err(Failure::NotFound),
    }
}

async fn exists(tx: &Tx, table: &str, id: Option<Uuid>) -> Outcome<bool> {
    let Some(id) = id else { return Ok(true) };
    let found = Sql::new(format!("SELECT id FROM {table} WHERE id = ")).bind(id).value::<Uuid>(tx).await?;
    Ok(found.is_some())
}

/// Sets a target; one for the same kind, figure, period, scope and currency is replaced.
///
/// # Errors
/// `Forbidden`; `Invalid` at `metric` (`unknown`, `target_not_for`), `period` (`period_invalid`), `value` (`not_a_number`, `share_too_large`), `currency`
/// (`required`, `not_money`), `program`, `segment`, `owner`, `partner` (`unknown`, `not_for_metric`).
pub async fn set(cx: &Ctx, input: SetTarget) -> Outcome<KpiTargetId> {
    cx.allow(Action::ManagePrograms)?;
    checked(&input)?;
    let tx = cx.begin().await?;
    let id = set_in(&tx, cx, &input).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// [`set`] within a transaction of the caller's.
pub(super) async fn set_in(tx: &Tx, cx: &Ctx, input: &SetTarget) -> Outcome<KpiTargetId> {
    let Checked { metric, period, value, currency } = checked(input)?;
    let kind = input.kind.unwrap_or(TargetKind::Target);
    let mut errors = FieldErrors::default();
    let scope: [(&str, &str, Option<Uuid>); 4] = [
        ("program", "program", input.program.map(|id| id.0)),
        ("segment", "segment", input.segment.map(|id| id.0)),
        ("owner", "app_user", input.owner.map(|id| id.0)),
        ("partner", "partner", input.partner.map(|id| id.0)),
    ];
    for (field, table, id) in scope {
        let dimension: Option<Dimension> = field.parse().ok();
        if id.is_some() && !dimension.is_some_and(|dimension| metric.divides_by(&dimension)) {
            errors.add(field, "not_for_metric");
        } else if !exists(tx, table, id).await? {
            errors.add(field, "unknown");
        }
    }
    errors.into_result(())?;
    let named = scope.iter().filter_map(|(field, _, id)| id.map(|id| format!("{field}={id}")));
    let text = named.collect::<Vec<_>>().join(";");
    Sql::new(
        "INSERT INTO kpi_target (id, kind, metric, period, program_id, segment_id, owner_id, partner_id, scope, currency, value, changed_at) VALUES ",
    )
    .bind_list::<sea_orm::Value>([
        KpiTargetId::new().into(),
        kind.into(),
        metric.key.into(),
        period.as_str().into(),
        input.program.into(),
        input.segment.into(),
        input.owner.into(),
        input.partner.into(),
        text.as_str().into(),
        currency.as_str().into(),
        value.into(),
        cx.now().into(),
    ])
    .push(" ON CONFLICT (metric, period, scope, currency, kind) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at")
    .execute(tx)
    .await?;
    let id = Sql::new("SELECT id FROM kpi_target WHERE metric = ")
        .bind(metric.key)
        .push(" AND period = ")
        .bind(period.as_str())
        .push(" AND scope = ")
        .bind(text.as_str())
        .push(" AND currency = ")
        .bind(currency.as_str())
        .push(" AND kind = ")
        .bind(kind)
        .value::<KpiTargetId>(tx)
        .await?
        .ok_or(Failure::NotFound)?;
    let payload = serde_json::json!({ "target": id, "kind": kind, "metric": metric.key, "period": period, "scope": text, "currency": currency,
        "value": kernel::money::plain_amount(value) });
    record(
        tx,
        cx,
        Event { program: input.program, partner: input.partner, ..Event::new(EventKind::KpiTargetSet) }.with(payload),
    )
    .await?;
    Ok(id)
}

/// Removes a target.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove(cx: &Ctx, id: KpiTargetId) -> Outcome<()> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let gone = Sql::new("DELETE FROM kpi_target WHERE id = ").bind(id).execute(&tx).await?;
    if gone == 0 {
        return Err(Failure::NotFound);
    }
    let event = Event::new(EventKind::KpiTargetRemoved).with(serde_json::json!({ "target": id }));
    record(&tx, cx, event).await?;
    cx.commit(tx).await
}
