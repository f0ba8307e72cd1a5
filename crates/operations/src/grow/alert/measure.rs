//! What an alert looks at: the figure now and, of a change, what it was.

use super::Condition;
use crate::Ctx;
use crate::grow::dashboard::{KeptQuestion, today};
use crate::grow::kpi::registry::{Metric, Shape, Unit};
use crate::grow::kpi::{self, Answer, Ask, Compare, Question};
use kernel::{Currency, Date, Outcome};

/// A figure and what it was, ten-thousandths of the unit; nothing for what is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Measured {
    pub now: Option<i64>,
    pub before: Option<i64>,
}

/// Asks the question of an alert today, undivided.
///
/// A change is told against the period before: of a period that is not over yet, against as many days from the beginning of the one before; of
/// what describes a moment, against the end of the period before.
pub(super) async fn measured(
    cx: &Ctx,
    question: &KeptQuestion,
    condition: Condition,
    currency: Option<Currency>,
) -> Outcome<Measured> {
    let (today, fiscal_start) = today(cx).await?;
    let asked = Question { by: Vec::new(), compare: None, ..question.question(today, fiscal_start) };
    if !condition.is_change() {
        return Ok(Measured { now: figure(cx, &asked, currency).await?, before: None });
    }
    let date = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
    let (from, to) = question.days(today, fiscal_start);
    let (Some(from), Some(to)) = (date(from), date(to)) else { return Ok(Measured::default()) };
    if from > today {
        return Ok(Measured::default());
    }
    let stock = kpi::registry::find(&asked.metric).is_some_and(Metric::is_stock);
    let (now, then) = if stock {
        let then = Question { as_of: Some(from.plus_days(-1).to_string()), ..asked.clone() };
        (asked, then)
    } else {
        let compared = Question { compare: Some(Compare::Previous.to_string()), ..asked.clone() };
        let ask = Ask::read(cx, &compared).await?;
        let (Some(earlier), Some(then)) = (ask.earlier, ask.earlier_question(&compared)) else {
            return Ok(Measured::default());
        };
        if to <= today {
            (asked, then)
        } else {
            let so_far = earlier.from.plus_days(today.days_since(from)).min(earlier.to);
            let then = Question { to: Some(so_far.to_string()), ..then };
            (Question { to: Some(today.to_string()), ..asked }, then)
        }
    };
    Ok(Measured { now: figure(cx, &now, currency).await?, before: figure(cx, &then, currency).await? })
}

async fn figure(cx: &Ctx, question: &Question, currency: Option<Currency>) -> Outcome<Option<i64>> {
    Ok(value(&kpi::answer(cx, question).await?, currency))
}

/// The undivided value. Where nothing was counted, sums and counts are zero; where all was left out, nothing is known.
pub(super) fn value(answer: &Answer, currency: Option<Currency>) -> Option<i64> {
    match answer.totals.iter().find(|f| f.currency == currency) {
        Some(figure) => figure.value,
        None if answer.totals.iter().any(|f| f.excluded > 0) => None,
        None => matches!(answer.ask.metric.shape, Shape::Amount | Shape::Count).then_some(0),
    }
}

/// By how much it changed: ten-thousandths of a percent, of shares of a point. Nothing where something is not known or there was nothing.
pub(super) fn change(metric: &Metric, measured: Measured) -> Option<i64> {
    let (now, before) = measured.now.zip(measured.before)?;
    let difference = i128::from(now) - i128::from(before);
    match metric.unit {
        Unit::Share => i64::try_from(difference).ok(),
        _ if before == 0 => None,
        _ => i64::try_from(difference * 1_000_000 / i128::from(before).abs()).ok(),
    }
}

/// Whether the condition holds; nothing where that is not known.
pub(super) fn holds(condition: Condition, threshold: i64, metric: &Metric, measured: Measured) -> Option<bool> {
    match condition {
        Condition::Above => measured.now.map(|now| now > threshold),
        Condition::Below => measured.now.map(|now| now < threshold),
        Condition::Risen => change(metric, measured).map(|change| change >= threshold),
        Condition::Dropped => change(metric, measured).map(|change| change <= -threshold),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grow::kpi::registry::find;

    fn told(metric: &str, condition: Condition, threshold: i64, now: Option<i64>, before: Option<i64>) -> Option<bool> {
        holds(condition, threshold, find(metric).expect("a metric"), Measured { now, before })
    }

    #[test]
    fn a_change_is_in_percent_and_of_shares_in_points() {
        // From 200 to 150: a quarter less.
        assert_eq!(told("won_count", Condition::Dropped, 250_000, Some(150), Some(200)), Some(true));
        assert_eq!(told("won_count", Condition::Dropped, 250_001, Some(150), Some(200)), Some(false));
        assert_eq!(told("won_count", Condition::Risen, 250_000, Some(250), Some(200)), Some(true));
        // From 60 % to 55 %: five points less, though it is a twelfth.
        assert_eq!(told("win_rate", Condition::Dropped, 50_000, Some(550_000), Some(600_000)), Some(true));
        assert_eq!(told("win_rate", Condition::Dropped, 60_000, Some(550_000), Some(600_000)), Some(false));
    }

    #[test]
    fn what_is_not_known_crosses_nothing() {
        assert_eq!(told("win_rate", Condition::Below, 50_000, None, None), None);
        assert_eq!(told("win_rate", Condition::Dropped, 50_000, None, Some(600_000)), None);
        assert_eq!(told("won_count", Condition::Risen, 10_000, Some(250), Some(0)), None);
        assert_eq!(told("won_count", Condition::Above, 200, Some(200), None), Some(false));
        assert_eq!(told("won_count", Condition::Above, 200, Some(201), None), Some(true));
    }
}
