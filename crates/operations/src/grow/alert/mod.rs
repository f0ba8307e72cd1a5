//! Alerts: a person is told when the figure of a kept question goes above or below a value, or has risen or dropped against the period before.
//!
//! Each is looked at once a day, from the rows its person may see on that day; who may no longer read, or no longer see what the question names,
//! is told nothing. A crossing is told once: not again before the condition did not hold. A figure that is not known changes nothing.

mod check;
mod list;
mod measure;
mod set;

pub use check::{ALERTS, check_alerts, job};
pub use list::{Alert, Crossing, list, of_question};
pub use set::{ChangeAlert, SetAlert, change, remove, set};

use crate::grow::kpi::registry::{Metric, Unit};
use crate::grow::kpi::shown;
use kernel::{Currency, Locale, text_enum};

text_enum! {
    /// When somebody is told.
    pub enum Condition {
        /// The figure is more than the value.
        Above = "above",
        /// The figure is less than the value.
        Below = "below",
        /// It is more than in the period before, by this or more.
        Risen = "risen",
        /// It is less than in the period before, by this or more.
        Dropped = "dropped",
    }
}

/// The size of a change: `20%`, of shares `5 points`.
fn change_text(locale: Locale, metric: &Metric, size: i64) -> String {
    let whole = size % 10_000 == 0;
    match metric.unit {
        Unit::Share => {
            let points = i18n::decimal(locale, size, if whole { 0 } else { 2 });
            i18n::text_args(locale, "kpi-points", &[("points", points.into())])
        }
        _ if whole => i18n::percent(locale, size / 100),
        _ => i18n::percent_exact(locale, size / 100),
    }
}

impl Condition {
    /// Whether it looks at the period before.
    pub fn is_change(self) -> bool {
        matches!(self, Self::Risen | Self::Dropped)
    }
    /// The condition with its value, as a person reads it: `above €10,000`, `dropped by 20% or more`.
    pub fn text(self, locale: Locale, metric: &Metric, threshold: i64, currency: Option<Currency>) -> String {
        let value = match self.is_change() {
            true => change_text(locale, metric, threshold),
            false => shown(locale, metric.unit, threshold, currency),
        };
        i18n::text_args(locale, &format!("alert-says-{self}"), &[("value", value.into())])
    }
}
