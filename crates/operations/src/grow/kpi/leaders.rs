//! The largest partners of a figure, without reading the others: what a ranking asks.
//!
//! For the figures that are ranked, the months of each partner and of each product are kept together in one cell more: all of them, and the present
//! one with the eleven before it. An index holds these cells in order. When a month begins, the twelve are added up anew.

use super::answer::{Answer, answer};
use super::ask::{Ask, Question};
use super::cells::{ALL_MONTHS, CellKey, Deltas, GroupingSet, Measure, NO_MONTH, TWELVE_MONTHS};
use super::dimension::{Dimension, whole_months};
use super::fact::month_of;
use super::keep::take_turn;
use super::recount;
use super::registry::Shape;
use crate::Ctx;
use crate::settings::organisation;
use kernel::{Currency, Outcome, Scope};
use sea_orm::ConnectionTrait;
use storage::{Sql, Tx};

/// What is kept of whom over all months.
const OF_ALL_MONTHS: [(GroupingSet, &[Measure]); 2] = [
    (GroupingSet::Partner, &[Measure::Won, Measure::WonUnvalued, Measure::Lost, Measure::Open, Measure::Submitted]),
    (GroupingSet::Product, &[Measure::Won, Measure::WonUnvalued]),
];
/// What is kept of whom over twelve.
const OF_TWELVE_MONTHS: [(GroupingSet, &[Measure]); 2] = [
    (GroupingSet::Partner, &[Measure::Won, Measure::WonUnvalued, Measure::Submitted]),
    (GroupingSet::Product, &[Measure::Won, Measure::WonUnvalued]),
];
/// Months of the shorter stretch.
const MONTHS: i64 = 12;
/// As many groups are counted.
const COUNTED: usize = 1_000;

fn has(kept: &[(GroupingSet, &[Measure])], set: GroupingSet, measure: Measure) -> bool {
    kept.iter().any(|(of, measures)| *of == set && measures.contains(&measure))
}

/// Groups that have a value and are not in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others {
    /// How many.
    pub count: usize,
    /// Whether there are more than `count`.
    pub or_more: bool,
}

/// The month the kept twelve end with; nothing before they were added up for the first time.
async fn last_month(db: &impl ConnectionTrait) -> Outcome<Option<i64>> {
    let value = Sql::new("SELECT value FROM setting WHERE key = 'kpi_twelve_months'").value::<String>(db).await?;
    Ok(value.and_then(|value| value.parse().ok()))
}

/// Whether the cells over several months are kept, and the twelve end with the present month.
pub(crate) async fn are_kept(cx: &Ctx) -> Outcome<bool> {
    let today = cx.now().date_in(&organisation(cx.read()).await?.zone());
    Ok(last_month(cx.read()).await? == Some(month_of(today)) && !recount::waits(cx.read()).await?)
}

/// Adds to changes of single months what they change over several.
pub(super) async fn add_stretches(tx: &Tx, deltas: &mut Deltas) -> Outcome<()> {
    let ranked = |key: &CellKey| has(&OF_ALL_MONTHS, key.set, key.measure);
    if !deltas.0.keys().any(ranked) {
        return Ok(());
    }
    let Some(last) = last_month(tx).await? else { return Ok(()) };
    let mut more = Vec::new();
    for (key, cell) in deltas.0.iter().filter(|(key, _)| ranked(key)) {
        more.push((CellKey { month: ALL_MONTHS, ..key.clone() }, *cell));
        if has(&OF_TWELVE_MONTHS, key.set, key.measure) && (last - MONTHS + 1..=last).contains(&key.month) {
            more.push((CellKey { month: TWELVE_MONTHS, ..key.clone() }, *cell));
        }
    }
    deltas.add(more, 1);
    Ok(())
}

/// Adds them up anew from what is kept by month, when a month has begun since or they never were.
///
/// # Errors
/// The database's.
pub(super) async fn renew(tx: &Tx, month: i64) -> Outcome<()> {
    if last_month(tx).await? == Some(month) {
        return Ok(());
    }
    take_turn(tx).await?;
    Sql::new(format!("DELETE FROM kpi_total WHERE month < {NO_MONTH}")).execute(tx).await?;
    let all = OF_ALL_MONTHS.map(|kept| (ALL_MONTHS, kept, NO_MONTH, i64::MAX));
    let twelve = OF_TWELVE_MONTHS.map(|kept| (TWELVE_MONTHS, kept, month - MONTHS + 1, month));
    for (stretch, (set, measures), first, last) in all.into_iter().chain(twelve) {
        Sql::new(format!(
            "INSERT INTO kpi_total (grouping_set, measure, group_value, month, currency, bucket, cases, amount, runs) \
             SELECT t.grouping_set, t.measure, t.group_value, {stretch}, t.currency, 0, CAST(SUM(t.cases) AS BIGINT), CAST(SUM(t.amount) AS BIGINT), '' \
             FROM kpi_total t WHERE t.grouping_set = "
        ))
        .bind(set)
        .push(" AND t.measure IN ")
        .bind_list(measures.iter().copied())
        .push(" AND t.month >= ")
        .bind(first)
        .push(" AND t.month <= ")
        .bind(last)
        .push(" GROUP BY t.grouping_set, t.measure, t.group_value, t.currency HAVING SUM(t.cases) <> 0")
        .execute(tx)
        .await?;
    }
    Sql::new("INSERT INTO setting (key, value, changed_at) VALUES ('kpi_twelve_months', ")
        .push_with("?, 0) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [month.to_string().into()])
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets them: they are to be added up anew.
pub(super) async fn forget(tx: &Tx) -> Outcome<()> {
    Sql::new("DELETE FROM setting WHERE key = 'kpi_twelve_months'").execute(tx).await?;
    Ok(())
}

/// A partner's cell over several months.
pub(crate) struct Kept {
    /// The partner as text.
    pub(crate) partner: String,
    /// Ten-thousandths of the currency unit.
    pub(crate) amount: i64,
}

/// The largest cells of known partners: by amount, then by number.
pub(crate) async fn largest(
    cx: &Ctx,
    measure: Measure,
    stretch: i64,
    currency: Option<Currency>,
    most: usize,
) -> Outcome<Vec<Kept>> {
    // The stretch stands in the text: the index is of these months only.
    let rows = Sql::new("SELECT t.group_value, t.amount FROM kpi_total t WHERE t.grouping_set = ")
        .bind(GroupingSet::Partner)
        .push(" AND t.measure = ")
        .bind(measure)
        .push(&format!(" AND t.month = {stretch} AND t.month < -1 AND t.currency = "))
        .bind(currency.map(|c| c.to_string()).unwrap_or_default())
        .push(" AND t.cases > 0 AND t.group_value <> '' ORDER BY t.amount DESC, t.cases DESC, t.group_value LIMIT ")
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .rows(cx.read())
        .await?;
    rows.iter()
        .map(|row| Ok(Kept { partner: row.try_get("", "group_value")?, amount: row.try_get("", "amount")? }))
        .collect()
}

/// The stretch kept of all these measures that is asked for by whole months; nothing where single months tell. Of totals that are not waiting to be
/// made again.
pub(super) async fn kept_together(
    cx: &Ctx,
    set: GroupingSet,
    mut measures: impl Iterator<Item = Measure>,
    months: (Option<i64>, Option<i64>),
) -> Outcome<Option<i64>> {
    let (stretch, kept) = match months {
        (None, None) => (ALL_MONTHS, OF_ALL_MONTHS),
        (Some(first), Some(last)) if last - first + 1 == MONTHS => (TWELVE_MONTHS, OF_TWELVE_MONTHS),
        _ => return Ok(None),
    };
    if !measures.all(|measure| has(&kept, set, measure)) {
        return Ok(None);
    }
    let Some(ends) = last_month(cx.read()).await? else { return Ok(None) };
    let now = month_of(cx.now().date_in(&organisation(cx.read()).await?.zone()));
    Ok((ends == now && (stretch == ALL_MONTHS || months.1 == Some(ends))).then_some(stretch))
}

/// The stretch whose kept cells answer `ask`, and of which measure; nothing where they do not.
async fn stretch(cx: &Ctx, ask: &Ask) -> Outcome<Option<(i64, Measure)>> {
    let [measure] = ask.metric.counted.as_slice() else { return Ok(None) };
    let plain = ask.by == [Dimension::Partner]
        && ask.filters.is_empty()
        && ask.as_of.is_none()
        && ask.currency.is_none()
        && ask.earlier.is_none()
        && ask.target.is_none()
        && !ask.recounting
        && matches!(ask.metric.shape, Shape::Amount | Shape::Count);
    let Some(months) = whole_months(ask.from, ask.to).filter(|_| plain && cx.actor.scope() == Scope::All) else {
        return Ok(None);
    };
    let kept = kept_together(cx, GroupingSet::Partner, std::iter::once(*measure), months).await?;
    Ok(kept.map(|stretch| (stretch, *measure)))
}

/// The `most` largest of a question that is divided once, in the organisation's currency where there are amounts in it. Where partners are ranked
/// over twelve months or all time, the others are not read; of equals, those known longer come first. Everything else is answered whole.
///
/// # Errors
/// As [`answer`].
pub async fn leaders(cx: &Ctx, question: &Question, most: usize) -> Outcome<Answer> {
    let ask = Ask::read(cx, question).await?;
    let Some((stretch, measure)) = stretch(cx, &ask).await? else { return answer(cx, question).await };
    let undivided = answer(cx, &Question { by: Vec::new(), ..question.clone() }).await?;
    let home = organisation(cx.read()).await?.currency;
    let currencies = || undivided.totals.iter().filter_map(|total| total.currency);
    let currency = currencies().find(|currency| *currency == home).or_else(|| currencies().min());
    let found = largest(cx, measure, stretch, currency, COUNTED + 1).await?;
    if found.len() <= most {
        return answer(cx, question).await;
    }
    let others = Others { count: found.len().min(COUNTED) - most, or_more: found.len() > COUNTED };
    let filters = found.iter().take(most).map(|kept| format!("{}={}", Dimension::Partner, kept.partner));
    let named = answer(cx, &Question { filters: filters.collect(), ..question.clone() }).await?;
    // Amounts in other currencies are of those that lead in this one.
    let figures = named.figures.into_iter().filter(|figure| figure.currency == currency).collect();
    Ok(Answer { ask, figures, totals: undivided.totals, others: Some(others), ..named })
}
