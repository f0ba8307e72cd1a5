//! Standing questions, answered from kept totals: their cost does not grow with history.

use super::ask::Ask;
use super::cells::{GroupingSet, Measure, NO_MONTH, is_kept};
use super::dimension::{Dimension, Kind, Value, whole_months};
use super::figure::Tally;
use super::leaders;
use super::policy::BlankSources;
use super::registry::{Shape, Unit};
use super::runs::Runs;
use super::stretch::Span;
use crate::Ctx;
use kernel::{Failure, Outcome, Scope};
use std::collections::BTreeMap;
use storage::Sql;

/// What to read of the totals.
pub(super) struct Plan {
    set: GroupingSet,
    /// Only these values of the set; all when nothing.
    values: Option<Vec<String>>,
    /// Where the set's value goes among the keys; nowhere when the question only filters by it.
    divides: bool,
    time: Option<Dimension>,
    first: Option<i64>,
    last: Option<i64>,
}

/// How totals answer `ask`, if they do: one grouping set, whole months, the present, all partners.
pub(super) fn plan(cx: &Ctx, ask: &Ask) -> Option<Plan> {
    if ask.recounting || ask.as_of.is_some() || ask.currency.is_some() || cx.actor.scope() != Scope::All {
        return None;
    }
    let (first, last) = whole_months(ask.from, ask.to)?;
    let mut time = None;
    let mut wanted: Option<&Dimension> = None;
    let mut divides = false;
    for dimension in &ask.by {
        if let Kind::Time(span) = dimension.kind() {
            if time.is_some() || dimension.is_of_signing() || matches!(span, Span::Days(_)) {
                return None;
            }
            time = Some(dimension.clone());
        } else {
            if wanted.is_some() {
                return None;
            }
            wanted = Some(dimension);
            divides = true;
        }
    }
    let mut values = None;
    for filter in &ask.filters {
        if filter.dimension.is_time() || wanted.is_some_and(|w| *w != filter.dimension) || values.is_some() {
            return None;
        }
        // Several products of one deal would count it several times.
        if filter.values.len() > 1 && matches!(filter.dimension, Dimension::Product | Dimension::Category) && !divides {
            return None;
        }
        wanted = Some(&filter.dimension);
        let texts = filter.values.iter().map(|value| match value {
            Value::Id(id) => filter.dimension.id_text(Some(*id)),
            Value::Text(text) => text.clone(),
            Value::Time(_) | Value::Unknown => String::new(),
        });
        values = Some(texts.collect());
    }
    let conversion = ask.metric.shape == Shape::Conversion;
    let set = match wanted {
        // Kept as the deal says it; a choice reads some of it otherwise.
        Some(Dimension::Source) if ask.policies.blank_sources != BlankSources::OwnLine => return None,
        Some(dimension) => dimension.grouping_set()?,
        None if conversion => GroupingSet::Program,
        None => GroupingSet::All,
    };
    let kept = ask.metric.measures().all(|m| is_kept(set, m));
    kept.then_some(Plan { set, values, divides, time, first, last })
}

/// Measure, currency, value and period.
type Key = (String, String, String, i64);

/// Reads totals.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask, plan: &Plan) -> Outcome<Vec<Tally>> {
    let conversion = ask.metric.shape == Shape::Conversion;
    let by_value = plan.divides || conversion;
    // Runs are added up here, all else by the database.
    let in_buckets = ask.metric.measures().any(Measure::has_buckets);
    let mut sql = Sql::new("SELECT t.measure, ");
    sql = sql.push(if ask.metric.unit == Unit::Money { "t.currency" } else { "CAST('' AS TEXT)" });
    sql = sql.push(" AS currency, ").push(if by_value { "t.group_value" } else { "CAST('' AS TEXT)" });
    sql = sql.push(" AS group_value, ");
    sql = match plan.time.as_ref().map(|time| (time.kind(), ask.lead(time))) {
        Some((Kind::Time(Span::Months(months)), lead)) => sql.push(&format!(
            "CASE WHEN t.month = {NO_MONTH} THEN {NO_MONTH} ELSE (t.month + {lead}) / {months} END AS period"
        )),
        _ => sql.push("CAST(0 AS BIGINT) AS period"),
    };
    sql = sql.push(if in_buckets {
        ", t.cases, t.amount, t.runs"
    } else {
        ", CAST(SUM(t.cases) AS BIGINT) AS cases, CAST(SUM(t.amount) AS BIGINT) AS amount, CAST('' AS TEXT) AS runs"
    });
    sql = sql
        .push(" FROM kpi_total t WHERE t.grouping_set = ")
        .bind(plan.set)
        .push(" AND t.measure IN ")
        .bind_list(ask.metric.measures());
    if let Some(values) = &plan.values {
        sql = sql.push(" AND t.group_value IN ").bind_list(values.iter().map(String::as_str));
    }
    if let Some(only) = ask.only.filter(|_| ask.metric.unit == Unit::Money) {
        sql = sql.push(" AND t.currency = ").bind(only.to_string());
    }
    let months = (plan.first, plan.last);
    let together = match plan.time {
        None if !in_buckets => leaders::kept_together(cx, plan.set, ask.metric.measures(), months).await?,
        _ => None,
    };
    sql = match (together, months) {
        // The stretch stands in the text: the index is of these months only.
        (Some(stretch), _) => sql.push(&format!(" AND t.month = {stretch} AND t.month < {NO_MONTH}")),
        // Below are months kept together.
        (None, (None, None)) => sql.push(&format!(" AND t.month >= {NO_MONTH}")),
        (None, (first, last)) => {
            let first = first.unwrap_or(NO_MONTH + 1);
            sql.push(" AND t.month >= ").bind(first).push(" AND t.month <= ").bind(last.unwrap_or(i64::MAX))
        }
    };
    if !in_buckets {
        sql = sql.push(" GROUP BY 1, 2, 3, 4 HAVING SUM(t.cases) <> 0");
    }
    let mut found: BTreeMap<Key, (Runs, i64, i64)> = BTreeMap::new();
    for row in sql.rows(cx.read()).await? {
        let key = (
            row.try_get("", "measure")?,
            row.try_get("", "currency")?,
            row.try_get("", "group_value")?,
            row.try_get("", "period")?,
        );
        let (runs, cases, amount) = found.entry(key).or_default();
        let (more, text): (i64, String) = (row.try_get("", "cases")?, row.try_get("", "runs")?);
        runs.add_kept(&text, more).ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
        *cases += more;
        *amount += row.try_get::<i64>("", "amount")?;
    }
    let mut tallies = Vec::with_capacity(found.len());
    for ((measure, currency, value, period), (runs, cases, amount)) in found {
        if cases == 0 {
            continue;
        }
        let mut keys: Vec<String> = ask
            .by
            .iter()
            .map(|dimension| if dimension.is_time() { dimension.time_text(period) } else { value.clone() })
            .collect();
        if conversion {
            keys.push(value);
        }
        tallies.push(Tally {
            keys,
            measure: measure.parse().map_err(Failure::internal)?,
            currency,
            runs,
            cases,
            amount,
        });
    }
    Ok(tallies)
}
