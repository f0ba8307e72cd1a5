//! A question as it is kept: by names, so that "this quarter" is another quarter in three months.

use crate::Ctx;
use crate::grow::kpi::registry::Shape;
use crate::grow::kpi::{Ask, Compare, Dimension, Preset, Question, registry};
use crate::grow::target::TargetKind;
use crate::settings::organisation;
use kernel::words::ShownAs;
use kernel::{Date, Failure, FieldErrors, Outcome};
use serde::{Deserialize, Serialize};

/// A question as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeptQuestion {
    /// Key of the metric; none for a funnel, a portfolio map or cohorts.
    #[schema(example = "bookings")]
    pub metric: Option<String>,
    /// Up to two dimensions to divide by.
    pub by: Vec<String>,
    /// `all` (also when absent), `12-months`, `month`, `last-month`, `quarter`, `last-quarter`, `year`, `last-year`, or the same of fiscal years (`fiscal-quarter` …): it moves along with the day.
    pub period: Option<String>,
    /// First day, `YYYY-MM-DD`, instead of a period by name.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// As things stood at the end of this day.
    pub as_of: Option<String>,
    /// `dimension=value`.
    pub filters: Vec<String>,
    /// `previous`, `year_before`, `target` or `thesis`.
    pub compare: Option<String>,
    /// Amounts in this currency, each exchanged at the rate of its day; as they are when absent.
    pub currency: Option<String>,
}

/// Whether this is shown without a metric: it has a question of its own.
pub(super) fn stands_alone(shown: ShownAs) -> bool {
    matches!(shown, ShownAs::Funnel | ShownAs::PortfolioMap | ShownAs::Cohorts)
}

impl KeptQuestion {
    /// First and last day on the day `today`, where fiscal years begin with month `fiscal_start`; open ends are nothing.
    pub fn days(&self, today: Date, fiscal_start: u8) -> (Option<String>, Option<String>) {
        let given = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
        if self.from.is_some() || self.to.is_some() {
            return (given(&self.from), given(&self.to));
        }
        let preset = self.period.as_deref().and_then(|p| p.parse::<Preset>().ok());
        let period = preset.and_then(|preset| preset.period(today, fiscal_start));
        (period.map(|p| p.from.to_string()), period.map(|p| p.to.to_string()))
    }

    /// The question it asks on the day `today`, where fiscal years begin with month `fiscal_start`. What is open is open now, whenever it was opened; and nothing before it is known to compare with.
    pub fn question(&self, today: Date, fiscal_start: u8) -> Question {
        let metric = self.metric.clone().unwrap_or_default();
        let stock = registry::find(&metric).is_some_and(|m| m.is_stock());
        let (from, to) = if stock { (None, None) } else { self.days(today, fiscal_start) };
        let dated = !stock && from.is_some() && to.is_some();
        Question {
            metric,
            by: self.by.clone(),
            from,
            to,
            as_of: self.as_of.clone(),
            filters: self.filters.clone(),
            compare: self.compare.clone().filter(|_| dated),
            currency: self.currency.clone(),
        }
    }

    /// The same in order, and known to be answerable: empty texts are nothing, a trend without a stretch of time goes by month.
    ///
    /// # Errors
    /// `Invalid` at `metric`, `by`, `period`, `from`, `to`, `as_of`, `filters`, `compare`.
    pub(super) async fn checked(mut self, cx: &Ctx, shown: ShownAs) -> Outcome<Self> {
        for text in [
            &mut self.metric,
            &mut self.period,
            &mut self.from,
            &mut self.to,
            &mut self.as_of,
            &mut self.compare,
            &mut self.currency,
        ] {
            *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        }
        self.by.retain(|b| !b.trim().is_empty());
        self.filters.retain(|f| !f.trim().is_empty());
        let mut errors = FieldErrors::default();
        if self.period.as_deref().is_some_and(|p| p.parse::<Preset>().is_err()) {
            errors.add("period", "unknown");
        }
        if self.compare.as_deref().is_some_and(|c| c.parse::<Compare>().is_err() && c.parse::<TargetKind>().is_err()) {
            errors.add("compare", "unknown");
        }
        if shown == ShownAs::Trend && self.by.is_empty() {
            self.by.push("month".to_owned());
        }
        if stands_alone(shown) {
            self.metric = None;
            // These have a division and filters of their own.
            if !self.by.is_empty() {
                errors.add("by", "no_division");
            }
            if !self.filters.is_empty() {
                errors.add("filters", "no_filter");
            }
            errors.into_result(())?;
            // What is left to check are the days; any metric reads them alike.
            (self.compare, self.currency) = (None, None);
            let days = Self { metric: Some("registrations".to_owned()), ..self.clone() };
            let (today, fiscal_start) = today(cx).await?;
            Ask::read(cx, &days.question(today, fiscal_start)).await.map_err(named)?;
            return Ok(self);
        }
        match &self.metric {
            None => errors.add("metric", "required"),
            // Some are written down before they can be counted.
            Some(metric) if registry::find(metric).is_none() && registry::definition(metric).is_some() => {
                errors.add("metric", "kpi_waits");
            }
            Some(metric) if registry::find(metric).is_none() => errors.add("metric", "unknown"),
            Some(_) => {}
        }
        errors.into_result(())?;
        let (today, fiscal_start) = today(cx).await?;
        let ask = Ask::read(cx, &self.question(today, fiscal_start)).await.map_err(named)?;
        fits(&ask, shown).map_err(|code| Failure::field("by", code))?;
        Ok(self)
    }
}

/// The day questions are asked on, and the month fiscal years begin with.
pub(crate) async fn today(cx: &Ctx) -> Outcome<(Date, u8)> {
    let organisation = organisation(cx.read()).await?;
    Ok((cx.now().date_in(&organisation.zone()), organisation.fiscal_year_start_month))
}

/// Errors at the names kept questions have for things.
fn named(failure: Failure) -> Failure {
    failure.renamed("filter", "filters")
}

/// Whether an answer divided like this can be shown like that.
fn fits(ask: &Ask, shown: ShownAs) -> Result<(), &'static str> {
    let time = ask.by.iter().filter(|d| d.is_time()).count();
    // A conversion is divided by stages of its own.
    let parts = ask.by.len() + usize::from(ask.metric.shape == Shape::Conversion);
    match shown {
        ShownAs::Number if parts > 0 => Err("no_division"),
        ShownAs::Trend if ask.by.len() != 1 || time != 1 || parts > 1 => Err("one_time"),
        ShownAs::Ranking if parts != 1 || time != 0 => Err("one_division"),
        ShownAs::Table if parts == 0 => Err("one_or_two_divisions"),
        ShownAs::HeatMap if ask.by.len() != 2 || parts > 2 => Err("two_divisions"),
        // Amounts of different currencies have no common shade.
        ShownAs::HeatMap if ask.by.contains(&Dimension::Currency) => Err("two_divisions"),
        _ => Ok(()),
    }
}
