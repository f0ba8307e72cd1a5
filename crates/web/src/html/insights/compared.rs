//! Figures beside those of an earlier period, as the page shows them.

use super::query::rows_address;
use crate::ui::Ui;
use kernel::{Failure, Outcome};
use operations::Ctx;
use operations::grow::kpi::registry::Unit;
use operations::grow::kpi::{self, Answer, Figure, Metric, Question, TargetFigure, shown};

/// How a figure moved, and what it was.
pub(crate) struct Delta {
    /// `good`, `bad`, or empty.
    pub class: &'static str,
    /// Of the sprite; empty when nothing moved.
    pub icon: &'static str,
    /// The direction for who sees neither icon nor colour.
    pub word: String,
    /// Empty when there is nothing to compare with.
    pub text: String,
    /// The earlier figure in words.
    pub earlier: String,
    /// The rows behind the earlier figure.
    pub href: String,
}

/// The answer to `question`; where it cannot be compared, the answer without, and what is in the way.
pub(super) async fn answered(cx: &Ctx, ui: &Ui, mut question: Question) -> Outcome<(Question, Answer, Option<String>)> {
    match kpi::answer(cx, &question).await {
        Err(Failure::Invalid(errors)) if errors.0.iter().all(|e| e.field == "compare") => {
            question.compare = None;
            let answer = kpi::answer(cx, &question).await?;
            Ok((question, answer, ui.field_error(&errors, "compare")))
        }
        answer => Ok((question, answer?, None)),
    }
}

/// How much of its target a figure has reached.
fn reached(ui: &Ui, metric: &Metric, figure: &Figure, target: &TargetFigure) -> Delta {
    let locale = ui.locale();
    let met = target.met == Some(true);
    let (key, name) = match target.attainment {
        Some(_) => ("insights-target-reached", "percent"),
        None => ("insights-target-differs", "difference"),
    };
    let text = target.reached_text(locale, metric, figure.currency).map(|text| ui.t1(key, name, text));
    Delta {
        class: if met { "good" } else { "" },
        icon: if met { "check" } else { "" },
        word: String::new(),
        text: text.unwrap_or_default(),
        earlier: ui.t1("insights-target-value", "value", target.text(locale, metric, figure.currency)),
        href: "/insights/targets".to_owned(),
    }
}

/// How `figure` moved; nothing when it is not compared.
pub(super) fn delta(ui: &Ui, metric: &Metric, question: &Question, answer: &Answer, figure: &Figure) -> Option<Delta> {
    if let Some(target) = &figure.target {
        return Some(reached(ui, metric, figure, target));
    }
    let then = figure.earlier.as_ref()?;
    let period = answer.ask.earlier?;
    let locale = ui.locale();
    let mut more: Vec<String> = then.group.iter().map(|g| format!("{}={}", g.dimension, g.key)).collect();
    more.extend(
        figure
            .currency
            .filter(|_| question.currency.is_none() && !more.iter().any(|m| m.starts_with("currency=")))
            .map(|c| format!("currency={c}")),
    );
    let value = then.text(locale, metric, figure.currency);
    let href = rows_address(&answer.ask.earlier_question(question)?, &more);
    if let Some(running) = then.running.filter(|_| then.difference.is_none()) {
        // A part beside a whole: that is said, and no change is made of it.
        return Some(Delta {
            class: "",
            icon: "",
            word: String::new(),
            text: running.text(locale),
            earlier: ui.t1(&format!("insights-running-{}", period.compare.as_str().replace('_', "-")), "value", value),
            href,
        });
    }
    let difference = then.difference.unwrap_or(0);
    let better = (difference > 0) != metric.less_is_better();
    let (class, icon) = match (difference, better) {
        (0, _) => ("", ""),
        (1.., true) => ("good", "trending-up"),
        (1.., false) => ("bad", "trending-up"),
        (_, true) => ("good", "trending-down"),
        (_, false) => ("bad", "trending-down"),
    };
    let text = match then.difference {
        None => String::new(),
        Some(0) => ui.t("insights-compare-same"),
        Some(difference) if matches!(metric.unit, Unit::Days | Unit::Time) => {
            let amount = shown(locale, metric.unit, difference.saturating_abs(), None);
            let key = if difference < 0 { "insights-compare-faster" } else { "insights-compare-slower" };
            ui.t1(key, "amount", amount)
        }
        Some(_) => {
            let change = then.change_text(locale);
            change.or_else(|| then.difference_text(locale, metric, figure.currency)).unwrap_or_default()
        }
    };
    let word = if icon.is_empty() {
        String::new()
    } else {
        let direction = if difference > 0 { "insights-compare-up" } else { "insights-compare-down" };
        let sense = if better { "insights-compare-better" } else { "insights-compare-worse" };
        format!("{}, {}: ", ui.t(direction), ui.t(sense))
    };
    let named = ui.word("kpi-earlier", period.compare);
    let mut earlier = ui.t2("insights-compare-value", "period", named, "value", value);
    if let Some(running) = then.running {
        earlier = ui.t2("insights-running-still", "earlier", earlier, "running", running.text(locale));
    }
    Some(Delta { class, icon, word, text, earlier, href })
}
