//! Rankings: the largest of a division, each with its last twelve months as a small line.

use super::tile::{Ranked, Ranking, filters_of, more};
use crate::html::insights::{main_currency, rows_address};
use crate::ui::Ui;
use kernel::{Currency, Outcome};
use operations::Ctx;
use operations::grow::dashboard::{KeptQuestion, RANKED};
use operations::grow::kpi::registry::{Shape, Unit};
use operations::grow::kpi::{self, Answer, Dimension, Figure, Metric, Question};
use std::collections::BTreeMap;

pub(super) async fn ranking(
    cx: &Ctx,
    ui: &Ui,
    metric: &'static Metric,
    question: &Question,
    answer: &Answer,
    home: Currency,
) -> Outcome<Option<Ranking>> {
    let currency = main_currency(answer, home);
    let there = |f: &&Figure| f.currency == currency && f.value.is_some() && f.count > 0;
    let all: Vec<&Figure> = answer.figures.iter().filter(there).collect();
    let shown: Vec<&Figure> = all.iter().copied().take(RANKED).collect();
    let Some(dimension) = answer.ask.by.first() else { return Ok(None) };
    if shown.is_empty() {
        return Ok(None);
    }
    let largest = shown.iter().filter_map(|f| f.value).max().unwrap_or(0).max(1);
    let sparks = sparks(cx, metric, question, dimension, currency, &shown).await?;
    let lines = shown.iter().filter_map(|figure| {
        let group = figure.group.first()?;
        let values = sparks.get(&group.key);
        Some(Ranked {
            name: group.label.clone(),
            text: figure.text(ui.locale(), metric),
            href: rows_address(question, &filters_of(figure)),
            width: i64::try_from(i128::from(figure.value?.max(0)) * 100 / i128::from(largest)).unwrap_or(100),
            spark: values.map(|v| points(v)).unwrap_or_default(),
            spark_text: values.map(|v| spark_text(ui, metric, currency, v)).unwrap_or_default(),
        })
    });
    let head = kpi::dimension_name(ui.locale(), dimension);
    let value_head =
        currency.map_or_else(|| metric.name(ui.locale()).to_owned(), |c| format!("{}, {c}", metric.name(ui.locale())));
    let more = match answer.others {
        Some(others) if others.or_more => {
            ui.tn("dashboard-more-or-more", "count", i64::try_from(others.count).unwrap_or(i64::MAX))
        }
        Some(others) => more(ui, shown.len() + others.count, shown.len()),
        None => more(ui, all.len(), shown.len()),
    };
    let more = [more, elsewhere(ui, metric, answer, currency)].into_iter().filter(|text| !text.is_empty());
    let more = more.collect::<Vec<_>>().join(" ");
    Ok(Some(Ranking { head, value_head, lines: lines.collect(), more }))
}

/// What is in other currencies and therefore not ranked; empty where nothing is.
fn elsewhere(ui: &Ui, metric: &Metric, answer: &Answer, currency: Option<Currency>) -> String {
    let others = answer.totals.iter().filter(|f| f.currency != currency && f.count > 0);
    let others: Vec<String> = others.map(|f| f.text(ui.locale(), metric)).collect();
    if others.is_empty() { String::new() } else { ui.t1("dashboard-other-currencies", "amounts", others.join(" + ")) }
}

/// Each one's figures of the last twelve months, oldest first. What is open has no past here.
async fn sparks(
    cx: &Ctx,
    metric: &Metric,
    question: &Question,
    dimension: &Dimension,
    currency: Option<Currency>,
    shown: &[&Figure],
) -> Outcome<BTreeMap<String, Vec<Option<i64>>>> {
    let mut found = BTreeMap::new();
    if metric.is_stock() || question.as_of.is_some() || matches!(metric.shape, Shape::Conversion) {
        return Ok(found);
    }
    let kept = KeptQuestion { period: Some("12-months".to_owned()), ..KeptQuestion::default() };
    let organisation = operations::settings::organisation(cx.read()).await?;
    let today = cx.now().date_in(&organisation.zone());
    let (from, to) = kept.days(today, organisation.fiscal_year_start_month);
    let groups: Vec<_> = shown.iter().filter_map(|f| f.group.first()).collect();
    let asked = Question {
        metric: metric.key.to_owned(),
        by: vec![dimension.to_string(), "month".to_owned()],
        filters: question.filters.clone(),
        from,
        to,
        as_of: None,
        compare: None,
        currency: question.currency.clone(),
    };
    let (ask, figures) = kpi::figures_in(cx, &asked, &groups, currency).await?;
    let (Some(first), Some(last)) = (ask.from, ask.to) else { return Ok(found) };
    let month = |date: kernel::Date| i64::from(date.0.year()) * 12 + i64::from(date.0.month()) - 1;
    let months: Vec<String> =
        (month(first)..=month(last)).map(|n| format!("{:04}-{:02}", n.div_euclid(12), n.rem_euclid(12) + 1)).collect();
    // Nothing in a month is zero, but a share or a duration of nothing is nothing.
    let nothing = matches!(metric.unit, Unit::Money | Unit::Count).then_some(0);
    for figure in &figures {
        let [group, time] = figure.group.as_slice() else { continue };
        let Some(at) = months.iter().position(|m| *m == time.key) else { continue };
        let values: &mut Vec<Option<i64>> =
            found.entry(group.key.clone()).or_insert_with(|| vec![nothing; months.len()]);
        if let Some(value) = values.get_mut(at) {
            *value = figure.value;
        }
    }
    Ok(found)
}

/// The line through the values, in a box of 100 by 24; months without a value are passed over.
fn points(values: &[Option<i64>]) -> String {
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return String::new() };
    if known().count() < 2 {
        return String::new();
    }
    let span = (high - low).max(1) as f64;
    let step = 100.0 / (values.len().max(2) - 1) as f64;
    let point = |(at, value): (usize, &Option<i64>)| {
        value.map(|v| format!("{:.1},{:.1}", at as f64 * step, 22.0 - (v - low) as f64 / span * 20.0))
    };
    values.iter().enumerate().filter_map(point).collect::<Vec<_>>().join(" ")
}

fn spark_text(ui: &Ui, metric: &Metric, currency: Option<Currency>, values: &[Option<i64>]) -> String {
    let text =
        |v: Option<i64>| v.map_or_else(|| ui.t("shell-none"), |v| kpi::shown(ui.locale(), metric.unit, v, currency));
    let first = values.iter().flatten().copied().next();
    let last = values.iter().flatten().copied().next_back();
    ui.t2("dashboard-spark", "first", text(first), "last", text(last))
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn a_line_goes_from_corner_to_corner_and_passes_over_what_is_not_known() {
        assert_eq!(points(&[Some(0), None, Some(10)]), "0.0,22.0 100.0,2.0");
        assert_eq!(points(&[Some(5), Some(5)]), "0.0,22.0 100.0,22.0");
        assert_eq!(points(&[None, Some(5), None]), "");
    }
}
