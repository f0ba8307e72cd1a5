//! Which rows a question counts, as SQL on facts. The figure and the list of rows behind it are made from the same text.

use super::ask::{AsOf, Ask, Filter};
use super::cells::Measure;
use super::columns::{attributes, customers, dimension};
use super::decisions;
use super::dimension::{Dimension, Kind, Value};
use super::known;
use super::measured::and_one_of;
use super::partners;
use super::registry::{DateMeant, Family, Metric, Subject};
use super::stays;
use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::time::{DAY, MINUTE};
use kernel::words::DealOutcome;
use storage::Sql;

/// Appends `text`, in which `{day}` and `{end}` stand for the day asked about and the moment it ended.
pub(super) fn put(mut sql: Sql, text: &str, as_of: Option<AsOf>) -> Sql {
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        sql = sql.push(before);
        let (name, tail) = after.trim_start_matches('{').split_once('}').unwrap_or((after, ""));
        sql = match (name, as_of) {
            ("day", Some(as_of)) => sql.bind(as_of.day),
            ("end", Some(as_of)) => sql.bind(as_of.end),
            _ => sql.push("NULL"),
        };
        rest = tail;
    }
    sql.push(rest)
}

/// The column with the day that counts.
pub(super) fn day_column(family: Family) -> &'static str {
    match family.date() {
        DateMeant::Closed => "f.closed_day",
        DateMeant::Opened => "f.opened_day",
        DateMeant::Submitted => "f.submitted_day",
        DateMeant::Decided => "f.decided_day",
        DateMeant::Signed => "f.signed_day",
        DateMeant::Entered => "f.entered_day",
        DateMeant::Left => "f.left_day",
    }
}

pub(super) fn month_column(family: Family) -> &'static str {
    match family.date() {
        DateMeant::Closed => "f.closed_month",
        DateMeant::Opened => "f.opened_month",
        DateMeant::Submitted => "f.submitted_month",
        DateMeant::Decided => "f.decided_month",
        DateMeant::Signed => "f.signed_month",
        DateMeant::Entered => "f.entered_month",
        DateMeant::Left => "f.left_month",
    }
}

/// The bucket of what falls into none.
const NO_BUCKET: &str = "CAST(0 AS BIGINT)";

/// Days, minutes or stage position.
pub(super) fn bucket(sql: Sql, ask: &Ask) -> Sql {
    put(sql, &bucket_text(ask), ask.as_of)
}

/// Whether rows of this question fall into buckets.
pub(super) fn has_buckets(ask: &Ask) -> bool {
    bucket_text(ask) != NO_BUCKET
}

fn bucket_text(ask: &Ask) -> String {
    let minutes = |column: &str| format!("CASE WHEN {column} < 0 THEN 0 ELSE {column} / {MINUTE} END");
    match ask.metric.family {
        Family::ClosingTime => {
            "CASE WHEN f.closed_day >= f.opened_day THEN f.closed_day - f.opened_day ELSE 0 END".to_owned()
        }
        Family::FirstAnswer => minutes("f.answer_micros"),
        Family::DecisionTime => minutes("f.decision_micros"),
        Family::FirstRegistration => days_since_signing("f.registration_day"),
        Family::FirstRevenue => days_since_signing("f.won_day"),
        Family::FirstBusiness => days_since_signing("f.business_day"),
        Family::Breach => format!("({{end}} - f.answer_due_at) / {DAY}"),
        Family::PhaseTime => "f.days".to_owned(),
        Family::Reach if ask.as_of.is_some() => reached_then().to_owned(),
        Family::Reach => "f.reached".to_owned(),
        _ => NO_BUCKET.to_owned(),
    }
}

/// What protection that ends without a sale comes to.
const ENDED: &str = "'expired', 'cancelled'";

/// Whether it was protected again after it had ended: given back, or approved once more.
pub(super) fn protected_again(then: bool) -> String {
    let by = if then { " AND y.at < {end}" } else { "" };
    format!(
        "EXISTS (SELECT 1 FROM registration_step y WHERE y.registration_id = f.registration_id AND y.status = 'approved'{by} \
         AND EXISTS (SELECT 1 FROM registration_step z WHERE z.registration_id = y.registration_id AND z.status IN ({ENDED}) \
         AND z.position < y.position))"
    )
}

/// Whether it has been one of these: ever, or by the day asked about.
pub(super) fn happened(statuses: &str, then: bool) -> String {
    let by = if then { " AND y.at < {end}" } else { "" };
    format!(
        "EXISTS (SELECT 1 FROM registration_step y WHERE y.registration_id = f.registration_id AND y.status IN ({statuses}){by})"
    )
}

fn days_since_signing(column: &str) -> String {
    format!("CASE WHEN {column} >= f.signed_day AND {column} <= {{day}} THEN {column} - f.signed_day ELSE 0 END")
}

/// The farthest stage at the end of a past day.
fn reached_then() -> &'static str {
    "CASE WHEN f.outcome = 'won' AND COALESCE(f.closed_day, f.known_day) <= {day} THEN f.reached ELSE COALESCE((SELECT CAST(MAX(sx.position) AS BIGINT) \
     FROM deal_stage s JOIN stage_definition sx ON sx.id = s.stage_id WHERE s.deal_id = f.deal_id AND sx.outcome <> 'lost' \
     AND s.entered_at < {end}), (SELECT CAST(MIN(sx.position) AS BIGINT) FROM stage_definition sx WHERE sx.program_id = f.program_id \
     AND sx.outcome = 'open'), 0) END"
}

/// What is summed: money in ten-thousandths, or microseconds.
pub(super) fn amount(ask: &Ask) -> &'static str {
    match ask.metric.family {
        Family::FirstAnswer => "CASE WHEN f.answer_micros < 0 THEN 0 ELSE f.answer_micros END",
        Family::DecisionTime => "CASE WHEN f.decision_micros < 0 THEN 0 ELSE f.decision_micros END",
        Family::Closing | Family::Sourcing | Family::Pipeline if uses_lines(ask) => "l.amount",
        Family::Closing | Family::Sourcing | Family::Pipeline => "f.amount",
        _ => "0",
    }
}

/// Whether the question looks into the lines of deals.
pub(super) fn uses_lines(ask: &Ask) -> bool {
    ask.metric.family.subject() == Subject::Deals && (ask.uses(&Dimension::Product) || ask.uses(&Dimension::Category))
}

/// ` FROM … WHERE …`: exactly the rows that count. `joins` are further tables for showing rows.
pub(super) fn from_where(sql: Sql, cx: &Ctx, ask: &Ask, measures: &[Measure], joins: &str) -> Sql {
    rows_of(sql, cx, ask, measures, joins, lines)
}

/// As [`from_where`], but of a question about lines a row for each line, with the deal's amount up to it as `l.upto`.
pub(super) fn from_where_lines(sql: Sql, cx: &Ctx, ask: &Ask, measures: &[Measure]) -> Sql {
    rows_of(sql, cx, ask, measures, "", each_line)
}

fn rows_of(mut sql: Sql, cx: &Ctx, ask: &Ask, measures: &[Measure], joins: &str, lines: fn(Sql, &Ask) -> Sql) -> Sql {
    let subject = ask.metric.family.subject();
    sql = match subject {
        Subject::Deals if ask.as_of.is_some() => put(sql.push(" FROM "), &known::facts(ask), ask.as_of).push(" f"),
        Subject::Deals => sql.push(" FROM deal_fact f"),
        Subject::Registrations if ask.as_of.is_some() => put(sql.push(" FROM "), decisions::THEN, ask.as_of).push(" f"),
        Subject::Registrations => sql.push(" FROM registration_fact f"),
        Subject::Partners => {
            let business = (ask.metric.family == Family::FirstBusiness).then_some(ask.policies.business);
            sql.push(" FROM ").push(&partners::facts(business)).push(" f")
        }
        Subject::Stays => put(sql.push(" FROM "), &stays::facts(ask), ask.as_of).push(" f"),
    };
    if uses_lines(ask) {
        sql = lines(sql, ask);
    }
    for (at, attribute) in attributes(ask).into_iter().enumerate() {
        let Dimension::Attribute(key) = attribute else { continue };
        sql = sql
            .push(&format!(" LEFT JOIN partner_attribute a{at} ON a{at}.partner_id = f.partner_id AND a{at}.key = "))
            .bind(key.as_str());
    }
    if let Some(customers) = customers(ask) {
        sql = sql.push(&customers);
    }
    sql = sql.push(joins).push(" WHERE ");
    sql = family_condition(sql, ask);
    if let Some(from) = ask.from {
        sql = sql.push(" AND ").push(day_column(ask.metric.family)).push(" >= ").bind(super::fact::day_of(from));
    }
    if let Some(to) = ask.to {
        sql = sql.push(" AND ").push(day_column(ask.metric.family)).push(" <= ").bind(super::fact::day_of(to));
    }
    for filter in &ask.filters {
        let in_lines = matches!(filter.dimension, Dimension::Product | Dimension::Category);
        if in_lines && subject == Subject::Deals {
            continue;
        }
        if ask.metric.family == Family::Reach && filter.dimension == Dimension::Stage {
            sql = has_reached(sql, ask, filter);
            continue;
        }
        sql = matches_filter(sql.push(" AND "), filter, |sql| dimension(sql, ask, &filter.dimension));
    }
    sql = in_scope(sql, &cx.actor, "f.partner_id");
    and_one_of(sql, ask, measures)
}

/// Deals that have entered one of these stages, or a later one of the same program.
fn has_reached(sql: Sql, ask: &Ask, filter: &Filter) -> Sql {
    let ids = filter.values.iter().filter_map(|v| if let Value::Id(id) = v { Some(*id) } else { None });
    let sql =
        sql.push(" AND EXISTS (SELECT 1 FROM stage_definition sq WHERE sq.program_id = f.program_id AND sq.id IN ");
    bucket(sql.bind_list(ids).push(" AND sq.position <= "), ask).push(")")
}

fn each_line(sql: Sql, ask: &Ask) -> Sql {
    let sql = sql.push(
        " JOIN (SELECT x.deal_id, x.product_id, x.category, x.amount, CAST(SUM(x.amount) OVER (PARTITION BY x.deal_id ORDER BY x.position) \
         AS BIGINT) AS upto FROM ",
    );
    let sql = put(sql, &known::lines(ask), ask.as_of).push(" x) l ON l.deal_id = f.deal_id");
    line_filters(sql, ask, "l")
}

fn line_filters(mut sql: Sql, ask: &Ask, table: &str) -> Sql {
    for filter in &ask.filters {
        let column = match filter.dimension {
            Dimension::Product => "product_id",
            Dimension::Category => "category",
            _ => continue,
        };
        sql = matches_filter(sql.push(" AND "), filter, |sql| sql.push(&format!("{table}.{column}")));
    }
    sql
}

/// The parts of deals: one row for each deal and line dimension divided by, with the part of the amount that passes the filters.
fn lines(mut sql: Sql, ask: &Ask) -> Sql {
    let mut columns = String::from("x.deal_id");
    for (dimension, column) in [(Dimension::Product, "x.product_id"), (Dimension::Category, "x.category")] {
        if ask.by.contains(&dimension) {
            columns.push_str(", ");
            columns.push_str(column);
        }
    }
    sql = sql.push(" JOIN (SELECT ").push(&columns);
    sql = put(sql.push(", CAST(SUM(x.amount) AS BIGINT) AS amount FROM "), &known::lines(ask), ask.as_of)
        .push(" x WHERE 1 = 1");
    sql = line_filters(sql, ask, "x");
    sql.push(" GROUP BY ").push(&columns).push(") l ON l.deal_id = f.deal_id")
}

/// The one outcome a metric of closed deals is about, where it is about one.
pub(super) fn only(metric: &Metric) -> Option<DealOutcome> {
    [DealOutcome::Won, DealOutcome::Lost]
        .into_iter()
        .find(|outcome| metric.measures().all(|measure| measure.as_str().starts_with(outcome.as_str())))
}

fn family_condition(sql: Sql, ask: &Ask) -> Sql {
    let sql = sql.push(match ask.metric.family {
        Family::Closing | Family::ClosingTime => match only(ask.metric) {
            Some(DealOutcome::Won) => "f.outcome = 'won'",
            Some(DealOutcome::Lost) => "f.outcome = 'lost'",
            _ => "f.outcome IN ('won', 'lost')",
        },
        Family::Pipeline if ask.as_of.is_none() => "f.outcome = 'open'",
        Family::FirstAnswer => "f.answer_micros IS NOT NULL",
        Family::Promise if ask.as_of.is_none() => {
            "(f.in_time >= 0 OR (f.answer_micros < 0 AND f.answer_due_at IS NOT NULL))"
        }
        Family::Promise => "f.answer_due_at IS NOT NULL",
        Family::Decision => "f.decision <> ''",
        Family::DecisionTime => "f.decision_micros IS NOT NULL",
        // Nobody has looked into those that were imported.
        Family::Conflict => {
            "EXISTS (SELECT 1 FROM registration yc WHERE yc.id = f.registration_id AND (yc.channel <> 'import' \
             OR EXISTS (SELECT 1 FROM registration_finding y WHERE y.registration_id = yc.id)))"
        }
        Family::Sourcing => "f.outcome = 'won'",
        Family::Breach => "f.answer_due_at IS NOT NULL",
        Family::Ending => "f.decision = 'approved'",
        // Approved before; by now it may have been declined.
        Family::Reinstatement => "f.decision <> ''",
        Family::Origin => "f.partner_id IS NOT NULL",
        // Whoever has left is no partner any more, whenever that was.
        Family::Activity | Family::Production => "f.status <> 'exited'",
        Family::Opening | Family::Reach | Family::Submission | Family::Pipeline => "1 = 1",
        Family::Activation
        | Family::FirstRegistration
        | Family::FirstRevenue
        | Family::FirstBusiness
        | Family::Retention => "1 = 1",
        Family::PhaseEntry
        | Family::PhaseExit
        | Family::PhasePath
        | Family::PhaseTime
        | Family::InPhase
        | Family::PhaseStuck => stays::is_so(ask),
    });
    let sql = match ask.metric.family {
        Family::Reinstatement => put(sql.push(" AND "), &happened(ENDED, ask.as_of.is_some()), ask.as_of),
        Family::Breach => {
            put(sql.push(" AND NOT "), &happened("'withdrawn', 'declined', 'approved'", ask.as_of.is_some()), ask.as_of)
        }
        Family::PhaseStuck => stays::beyond(sql, ask),
        _ => sql,
    };
    if ask.as_of.is_none() {
        return sql;
    }
    // What ended on a day nobody knows has ended since it is known at all: on every day it is in one state.
    let then = match ask.metric.family {
        Family::Closing | Family::ClosingTime | Family::Sourcing => " AND COALESCE(f.closed_day, f.known_day) <= {day}",
        // Of one whose opening nobody knows its end tells that it was there.
        Family::Opening | Family::Reach | Family::Origin => " AND (f.known_day <= {day} OR f.closed_day <= {day})",
        Family::Conflict => " AND f.submitted_at < {end}",
        Family::Pipeline => " AND f.known_day <= {day} AND (f.outcome = 'open' OR f.closed_day > {day})",
        Family::Submission => " AND f.submitted_at < {end}",
        Family::FirstAnswer => " AND f.submitted_at < {end} AND f.submitted_at + f.answer_micros < {end}",
        Family::Promise => {
            " AND f.submitted_at < {end} AND (f.submitted_at + f.answer_micros < {end} OR f.answer_due_at < {end})"
        }
        Family::Decision | Family::DecisionTime | Family::Ending | Family::Reinstatement => {
            " AND f.submitted_at < {end} AND COALESCE(f.decided_at, f.submitted_at) < {end}"
        }
        Family::Breach => {
            " AND f.submitted_at < {end} AND f.answer_due_at + 1 < {end} AND (f.answer_micros IS NULL OR f.submitted_at + f.answer_micros >= {end}) \
             AND (f.decided_at IS NULL OR f.decided_at >= {end})"
        }
        Family::Activation
        | Family::FirstRegistration
        | Family::FirstRevenue
        | Family::FirstBusiness
        | Family::Retention
        | Family::Activity
        | Family::Production => " AND f.signed_day <= {day}",
        Family::PhaseEntry
        | Family::PhaseExit
        | Family::PhasePath
        | Family::PhaseTime
        | Family::InPhase
        | Family::PhaseStuck => stays::then(ask),
    };
    put(sql, then, ask.as_of)
}

fn matches_filter(mut sql: Sql, filter: &Filter, column: impl Fn(Sql) -> Sql) -> Sql {
    let kind = filter.dimension.kind();
    let mut known: Vec<sea_orm::Value> = Vec::new();
    let mut unknown = false;
    for value in &filter.values {
        match value {
            Value::Id(id) => known.push((*id).into()),
            Value::Text(text) => known.push(text.as_str().into()),
            Value::Time(number) => known.push((*number).into()),
            Value::Unknown => unknown = true,
        }
    }
    sql = sql.push("(");
    if !known.is_empty() {
        sql = column(sql).push(" IN ").bind_list(known);
    }
    if unknown {
        sql = if filter.values.iter().all(|v| *v == Value::Unknown) { sql } else { sql.push(" OR ") };
        sql = column(sql).push(match kind {
            Kind::Id => " IS NULL",
            Kind::Text => " = ''",
            Kind::Time(_) => " = -1",
        });
    }
    sql.push(")")
}
