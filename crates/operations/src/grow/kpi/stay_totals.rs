//! What the totals say of stays in phases, as they are kept for the phase board: by phase and by program and phase, each by month.

use super::ask::Ask;
use super::cells::{GroupingSet, Measure, NO_MONTH};
use super::dimension::{Dimension, Kind, Value, whole_months};
use super::figure::Tally;
use super::policy::ReenteredPhases;
use super::registry::Family;
use super::runs::Runs;
use super::stretch::Span;
use crate::Ctx;
use kernel::{Failure, Outcome, Scope};
use std::collections::BTreeMap;
use storage::Sql;

/// What is kept of what a family counts; nothing where the totals do not say it.
fn kept(ask: &Ask) -> Option<&'static [Measure]> {
    match ask.metric.family {
        Family::PhaseEntry => Some(&[Measure::PhaseEntered]),
        Family::PhaseExit => Some(&[Measure::PhaseLeft]),
        // Stays are kept each by itself.
        Family::PhaseTime if ask.policies.reentered_phases == ReenteredPhases::Each => Some(&[Measure::PhaseLeft]),
        Family::PhasePath => Some(&[Measure::PhaseEntered, Measure::PhaseWentOn]),
        Family::InPhase => Some(&[Measure::InPhase]),
        _ => None,
    }
}

/// Whether a stay in this phase of this program passes the filters.
fn passes(ask: &Ask, program: &str, phase: &str) -> bool {
    ask.filters.iter().all(|filter| {
        filter.values.iter().any(|value| match value {
            Value::Id(id) => filter.dimension.id_text(Some(*id)) == program,
            Value::Text(text) => text == phase,
            Value::Time(_) | Value::Unknown => false,
        })
    })
}

/// The totals that answer `ask`, where they do: all partners, the present, whole months, programs and phases.
pub(super) async fn tallies(cx: &Ctx, ask: &Ask) -> Outcome<Option<Vec<Tally>>> {
    if ask.as_of.is_some() || ask.recounting || cx.actor.scope() != Scope::All {
        return Ok(None);
    }
    let (Some(measures), Some((first, last))) = (kept(ask), whole_months(ask.from, ask.to)) else { return Ok(None) };
    let mut times = ask.by.iter().filter(|d| d.is_time());
    let time = times.next();
    let period = match time.map(Dimension::kind) {
        None => "CAST(0 AS BIGINT)".to_owned(),
        Some(Kind::Time(Span::Months(months))) if time.is_some_and(|time| !time.is_of_signing()) => {
            format!("(t.month + {}) / {months}", time.map_or(0, |time| ask.lead(time)))
        }
        Some(_) => return Ok(None),
    };
    let others = ask.by.iter().filter(|d| !d.is_time()).chain(ask.filters.iter().map(|f| &f.dimension));
    let of_phases = others.into_iter().all(|d| matches!(d, Dimension::Program | Dimension::Phase));
    // What is so now is kept without the month it began.
    let dated = time.is_some() || first.is_some() || last.is_some();
    let stock = ask.metric.is_stock();
    if times.next().is_some() || !of_phases || (stock && dated) {
        return Ok(None);
    }
    // By phase alone each partner is there once, whatever the number of its programs.
    let set = if stock || ask.uses(&Dimension::Program) { GroupingSet::ProgramPhase } else { GroupingSet::Phase };
    let mut sql =
        Sql::new(format!("SELECT t.group_value, t.measure, {period} AS period, t.cases, t.runs FROM kpi_total t"))
            .push(" WHERE t.cases <> 0 AND t.grouping_set = ")
            .bind(set)
            .push(" AND t.measure IN ")
            .bind_list(measures.iter().copied())
            .push(" AND t.month >= ")
            .bind(first.unwrap_or(NO_MONTH));
    if let Some(last) = last {
        sql = sql.push(" AND t.month <= ").bind(last);
    }
    let mut found: BTreeMap<(Vec<String>, Measure), Runs> = BTreeMap::new();
    for row in sql.rows(cx.read()).await? {
        let (value, period): (String, i64) = (row.try_get("", "group_value")?, row.try_get("", "period")?);
        let (program, phase) = value.split_once(' ').unwrap_or(("", &value));
        if !passes(ask, program, phase) {
            continue;
        }
        let key = |by: &Dimension| match by {
            Dimension::Program => program.to_owned(),
            Dimension::Phase => phase.to_owned(),
            time => time.time_text(period),
        };
        let measure = row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?;
        let (text, cases): (String, i64) = (row.try_get("", "runs")?, row.try_get("", "cases")?);
        let runs = found.entry((ask.by.iter().map(key).collect(), measure)).or_default();
        runs.add_kept(&text, cases).ok_or_else(|| Failure::internal("kept runs cannot be read"))?;
    }
    if ask.metric.family == Family::PhasePath {
        found = by_path(&found);
    }
    let tally = |((keys, measure), runs): ((Vec<String>, Measure), Runs)| {
        let cases = runs.count(|_| true);
        Tally { keys, measure, currency: String::new(), runs, cases, amount: 0 }
    };
    Ok(Some(found.into_iter().map(tally).filter(|tally| tally.cases != 0).collect()))
}

/// Stays that began as those that went on and those that did not.
fn by_path(found: &BTreeMap<(Vec<String>, Measure), Runs>) -> BTreeMap<(Vec<String>, Measure), Runs> {
    let many = |keys: &Vec<String>, measure: Measure| {
        found.get(&(keys.clone(), measure)).map_or(0, |runs| runs.count(|_| true))
    };
    let began = found.keys().filter(|(_, measure)| *measure == Measure::PhaseEntered);
    let paths = began.flat_map(|(keys, _)| {
        let went_on = many(keys, Measure::PhaseWentOn);
        [(Measure::PhaseWentOn, went_on), (Measure::PhaseNotOn, many(keys, Measure::PhaseEntered) - went_on)]
            .map(|(measure, cases)| ((keys.clone(), measure), Runs::of(0, cases)))
    });
    paths.collect()
}
