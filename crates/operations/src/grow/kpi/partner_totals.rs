//! What the totals say of partners: the lifecycle on the present day, and the phases. Their cost does not grow with partners.

use super::ask::Ask;
use super::cells::{GroupingSet, Measure, NO_MONTH};
use super::dimension::{Dimension, Kind, Value, whole_months};
use super::figure::Tally;
use super::partner_facts::NEVER;
use super::policy::{Business, Policies};
use super::registry::Family;
use super::runs::Runs;
use super::stretch::Span;
use crate::Ctx;
use kernel::{Failure, Outcome, Scope};
use std::collections::BTreeMap;
use storage::Sql;

/// Whether they speak of no day after `day`: then what they say is what was so at its end.
async fn speak_of(cx: &Ctx, day: i64) -> Outcome<bool> {
    let latest = Sql::new("SELECT MAX(latest_day) FROM partner_fact").value::<Option<i64>>(cx.read()).await?.flatten();
    Ok(latest.is_some_and(|latest| latest <= day))
}

/// Whether the choices in force are those the kept days were noted by.
fn are_noted(family: Family, policies: &Policies) -> bool {
    match family {
        Family::FirstRegistration | Family::FirstRevenue | Family::Production => true,
        Family::Activation | Family::Activity => policies.business == Business::RegistrationOrDeal,
        // What else is asked of partners is asked of the facts.
        _ => false,
    }
}

/// What is kept under `measure` as what it is by these choices on the day asked about, with the buckets it is so of.
fn read(ask: &Ask, measure: Measure, day: i64, runs: Runs) -> Vec<(Measure, Runs)> {
    use Measure as M;
    let policies = &ask.policies;
    let part = |so: Measure, runs: &Runs, not: Measure, is_so: &dyn Fn(i64) -> bool| {
        let (all, so_many) = (runs.count(|_| true), runs.count(is_so));
        vec![(so, Runs::of(0, so_many)), (not, Runs::of(0, all - so_many))]
    };
    match measure {
        M::Activated => part(M::Activated, &runs, M::NotActivated, &|days| days <= policies.activation_days),
        M::NotActivated => {
            part(M::NotActivated, &runs, M::ActivationOpen, &|signed| signed + policies.activation_days <= day)
        }
        M::Active => part(M::Active, &runs, M::Idle, &|last| last > day - policies.active_days),
        M::Producing => part(M::Producing, &runs, M::NotProducing, &|last| last > day - policies.producing_days),
        _ => vec![(measure, runs)],
    }
}

/// The totals that answer `ask`, where they do: all partners, the present, whole months, one of the sets they are kept by.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask) -> Outcome<Option<Vec<Tally>>> {
    let Some(as_of) = ask.as_of.filter(|_| cx.actor.scope() == Scope::All && !ask.recounting) else { return Ok(None) };
    if !are_noted(ask.metric.family, &ask.policies) {
        return Ok(None);
    }
    let Some((first, last)) = whole_months(ask.from, ask.to) else { return Ok(None) };
    let times = ask.by.iter().filter(|d| d.is_time()).count();
    let time = ask.by.iter().find(|d| d.is_time());
    let period = match time.map(Dimension::kind) {
        None => "CAST(0 AS BIGINT)".to_owned(),
        Some(Kind::Time(Span::Months(months))) => {
            format!("(t.month + {}) / {months}", time.map_or(0, |time| ask.lead(time)))
        }
        Some(_) => return Ok(None),
    };
    let mut sets = ask.by.iter().filter(|d| !d.is_time()).chain(ask.filters.iter().map(|f| &f.dimension));
    let set = sets.next();
    // What is so now is kept without the month of signing.
    let dated = times > 0 || first.is_some() || last.is_some();
    let of_signing = time.is_some_and(Dimension::is_of_signing);
    if times > 1 || of_signing || (ask.metric.is_stock() && dated) || sets.any(|d| Some(d) != set) {
        return Ok(None);
    }
    let kept = match set {
        None => GroupingSet::All,
        Some(Dimension::Segment) => GroupingSet::Segment,
        Some(Dimension::Owner) => GroupingSet::Owner,
        Some(Dimension::Region) => GroupingSet::Region,
        Some(_) => return Ok(None),
    };
    if !speak_of(cx, as_of.day).await? {
        return Ok(None);
    }
    let divides = ask.by.iter().any(|d| !d.is_time());
    let mut sql = Sql::new("SELECT t.measure, t.runs, t.cases, ");
    sql = sql.push(if divides { "t.group_value" } else { "CAST('' AS TEXT)" });
    sql = sql.push(&format!(" AS value, {period} AS period FROM kpi_total t WHERE t.cases <> 0 AND t.grouping_set = "));
    sql = sql.bind(kept).push(" AND t.measure IN ").bind_list(ask.metric.measures());
    for filter in &ask.filters {
        let texts = filter.values.iter().map(|value| match value {
            Value::Id(id) => filter.dimension.id_text(Some(*id)),
            Value::Text(text) => text.clone(),
            Value::Time(_) | Value::Unknown => String::new(),
        });
        sql = sql.push(" AND t.group_value IN ").bind_list(texts);
    }
    if let Some(first) = first {
        sql = sql.push(" AND t.month >= ").bind(first);
    }
    if let Some(last) = last {
        sql = sql.push(" AND t.month <= ").bind(last);
    }
    let mut found: BTreeMap<(String, i64, Measure), Runs> = BTreeMap::new();
    for row in sql.rows(cx.read()).await? {
        let measure: Measure = row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?;
        let (value, period): (String, i64) = (row.try_get("", "value")?, row.try_get("", "period")?);
        let (text, cases): (String, i64) = (row.try_get("", "runs")?, row.try_get("", "cases")?);
        let mut runs = Runs::default();
        runs.add_kept(&text, cases).ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
        for (measure, runs) in read(ask, measure, as_of.day, runs) {
            found.entry((value.clone(), period, measure)).or_default().take(runs);
        }
    }
    let tally = |((value, period, measure), runs): ((String, i64, Measure), Runs)| {
        let key = |by: &Dimension| if by.is_time() { by.time_text(period) } else { value.clone() };
        let cases = runs.count(|_| true);
        Tally { keys: ask.by.iter().map(key).collect(), measure, currency: String::new(), runs, cases, amount: 0 }
    };
    Ok(Some(found.into_iter().map(tally).filter(|tally| tally.cases != 0).collect()))
}

/// How often something was so of a phase: the phase (or program and phase), what, and for how long, or since when.
pub(crate) struct PhaseTotal {
    pub(crate) value: String,
    pub(crate) measure: Measure,
    /// Whole days of stays that ended; the days on which stays began that last.
    pub(crate) days: Vec<(i64, i64)>,
    pub(crate) count: i64,
}

/// What is so now, and what was since the month `first`, of these phases.
pub(crate) async fn phases(
    cx: &Ctx,
    set: GroupingSet,
    values: impl Iterator<Item = String>,
    first: i64,
) -> Outcome<Vec<PhaseTotal>> {
    let measures = [Measure::InPhase, Measure::PhaseEntered, Measure::PhaseWentOn, Measure::PhaseLeft];
    let sql = Sql::new(
        "SELECT t.group_value, t.measure, t.cases, t.runs FROM kpi_total t WHERE t.cases <> 0 AND t.grouping_set = ",
    );
    let sql =
        sql.bind(set).push(" AND t.measure IN ").bind_list(measures).push(" AND t.group_value IN ").bind_list(values);
    let sql = sql.push(&format!(" AND (t.month = {NO_MONTH} OR t.month >= ")).bind(first).push(")");
    let mut found: BTreeMap<(String, Measure), Runs> = BTreeMap::new();
    for row in sql.rows(cx.read()).await? {
        let measure = row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?;
        let (text, cases): (String, i64) = (row.try_get("", "runs")?, row.try_get("", "cases")?);
        let runs = found.entry((row.try_get("", "group_value")?, measure)).or_default();
        runs.add_kept(&text, cases).ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
    }
    let total = |((value, measure), mut runs): ((String, Measure), Runs)| {
        runs.settle();
        PhaseTotal { value, measure, days: runs.iter().collect(), count: runs.count(|_| true) }
    };
    Ok(found.into_iter().map(total).collect())
}

/// Partners signed in the months `first..=last`: the month, the month in which they first did what `measure` says, and how many they are.
pub(crate) async fn cohorts(
    cx: &Ctx,
    measure: Measure,
    first: i64,
    last: i64,
) -> Outcome<Vec<(i64, Option<i64>, i64)>> {
    let sql = Sql::new("SELECT t.month, t.cases, t.runs FROM kpi_total t WHERE t.cases <> 0 AND t.grouping_set = ")
        .bind(GroupingSet::All)
        .push(" AND t.measure = ")
        .bind(measure)
        .push(" AND t.group_value = '' AND t.month >= ")
        .bind(first)
        .push(" AND t.month <= ")
        .bind(last);
    let mut found = Vec::new();
    for row in sql.rows(cx.read()).await? {
        let (month, cases, text): (i64, i64, String) =
            (row.try_get("", "month")?, row.try_get("", "cases")?, row.try_get("", "runs")?);
        let mut runs = Runs::default();
        runs.add_kept(&text, cases).ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
        found.extend(runs.iter().map(|(after, count)| (month, (after != NEVER).then_some(month + after), count)));
    }
    Ok(found)
}
