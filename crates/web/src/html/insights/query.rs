//! What the address of an Insights page says: period, division, filters.

use crate::ui::Ui;
use kernel::{Date, Outcome};
use operations::grow::kpi::registry::{self, Unit};
use operations::grow::kpi::{self, Dimension, Metric, Preset, Question};
use serde::Deserialize;

/// The parameters of the page and of the rows behind its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct InsightsQuery {
    pub period: String,
    pub from: String,
    pub to: String,
    pub as_of: String,
    /// Nothing, `previous` or `year_before`.
    pub compare: String,
    /// Nothing, or the currency all amounts shall be in.
    pub currency: String,
    pub by: String,
    pub program: String,
    pub segment: String,
    pub owner: String,
    pub region: String,
    /// Further filters, `dimension=value`.
    pub filter: Vec<String>,
    /// Of the rows page.
    pub metric: String,
    pub which: String,
    pub cursor: String,
    /// Of a file: `csv` or `xlsx`.
    pub format: String,
}

/// The presets, as the address says them; each is `insights-period-<preset>` in Fluent.
pub(super) const PRESETS: &[&str] = &[
    "all",
    "12-months",
    "month",
    "last-month",
    "quarter",
    "last-quarter",
    "year",
    "last-year",
    "fiscal-quarter",
    "last-fiscal-quarter",
    "fiscal-year",
    "last-fiscal-year",
    "custom",
];

/// Whether `preset` is worth offering: where the fiscal year starts in January, it is the calendar year.
pub(super) fn is_offered(ui: &Ui, preset: &str) -> bool {
    ui.fiscal_start() != 1 || !preset.contains("fiscal")
}

impl InsightsQuery {
    /// Reads an address; what cannot be read counts as not said.
    pub(super) fn read(query: Option<&str>) -> Self {
        serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default()
    }
    /// The preset that is on.
    pub(super) fn preset(&self) -> &'static str {
        if self.period.is_empty() && !(self.from.is_empty() && self.to.is_empty()) {
            return "custom";
        }
        PRESETS.iter().find(|p| **p == self.period).copied().unwrap_or("all")
    }
    /// First and last day as texts; empty for an open end.
    pub(super) fn period(&self, today: Date, fiscal_start: u8) -> (String, String) {
        if self.preset() == "custom" {
            return (self.from.clone(), self.to.clone());
        }
        let period = self.preset().parse::<Preset>().ok().and_then(|preset| preset.period(today, fiscal_start));
        period.map_or_else(Default::default, |p| (p.from.to_string(), p.to.to_string()))
    }
    /// What the page divides by: segments when it does not say.
    ///
    /// # Errors
    /// `Invalid` at `by` (`unknown_dimension`).
    pub(super) fn division(&self) -> Outcome<Dimension> {
        match self.by.trim() {
            "" => Ok(Dimension::Segment),
            name => name.parse().map_err(|()| kpi::unknown_dimension("by", |_| true)),
        }
    }
    /// All filters, as questions take them.
    pub(super) fn filters(&self) -> Vec<String> {
        let named =
            [("program", &self.program), ("segment", &self.segment), ("owner", &self.owner), ("region", &self.region)];
        let named = named.into_iter().filter(|(_, v)| !v.is_empty()).map(|(name, value)| format!("{name}={value}"));
        named.chain(self.filter.iter().filter(|f| !f.is_empty()).cloned()).collect()
    }
    /// The question this page asks of a metric.
    pub(super) fn question(&self, ui: &Ui, metric: &str, by: &[&str]) -> Question {
        let (from, to) = self.period(ui.today(), ui.fiscal_start());
        let given = |text: String| (!text.is_empty()).then_some(text);
        Question {
            metric: metric.to_owned(),
            by: by.iter().map(|b| (*b).to_owned()).collect(),
            from: given(from),
            to: given(to),
            as_of: given(self.as_of.clone()),
            filters: self.filters(),
            compare: None,
            currency: self.exchanged_into(metric),
        }
    }
    /// The currency all amounts of `metric` shall be in, if it has amounts.
    fn exchanged_into(&self, metric: &str) -> Option<String> {
        let money = registry::find(metric).is_some_and(|metric| metric.unit == Unit::Money);
        Some(self.currency.trim().to_owned()).filter(|currency| money && !currency.is_empty())
    }
    /// The page's question of a metric; none where its filters do not fit (registrations have no stage).
    pub(super) fn fitting(&self, ui: &Ui, metric: &Metric, by: &[&str]) -> Option<Question> {
        let mut question = self.question(ui, metric.key, by);
        if metric.is_stock() {
            // What is open is open now, whenever it was opened.
            (question.from, question.to) = (None, None);
        }
        let fits = |name: &str| name.parse::<Dimension>().is_ok_and(|d| metric.divides_by(&d));
        let names = question.filters.iter().filter_map(|f| f.split_once('=').map(|(name, _)| name));
        names.chain(by.iter().copied()).all(fits).then_some(question)
    }
    /// `question` beside an earlier period, when the page is asked for that. What is open has no period here.
    pub(super) fn compared(&self, metric: &Metric, question: Question) -> Question {
        let compare = (!self.compare.is_empty() && !metric.is_stock()).then(|| self.compare.clone());
        Question { compare, ..question }
    }
    /// The page's own parameters without its filters, for links that keep everything else.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("period", self.period.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("as_of", self.as_of.clone()),
            ("compare", self.compare.clone()),
            ("currency", self.currency.clone()),
            ("by", self.by.clone()),
            ("program", self.program.clone()),
            ("segment", self.segment.clone()),
            ("owner", self.owner.clone()),
            ("region", self.region.clone()),
        ];
        pairs.extend(self.filter.iter().map(|f| ("filter", f.clone())));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }
}

/// An address with parameters.
pub(crate) fn address(path: &str, pairs: &[(&str, String)]) -> String {
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The address of the rows behind the figure that `question` with these further filters gives.
pub(crate) fn rows_address(question: &Question, more: &[String]) -> String {
    let mut pairs = vec![("metric", question.metric.clone())];
    for (name, value) in [("from", &question.from), ("to", &question.to), ("as_of", &question.as_of)] {
        pairs.extend(value.iter().map(|v| (name, v.clone())));
    }
    pairs.extend(question.currency.iter().map(|c| ("currency", c.clone())));
    pairs.extend(question.filters.iter().chain(more).map(|f| ("filter", f.clone())));
    address("/insights/rows", &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(preset: &str, today: &str) -> (String, String) {
        fiscal(preset, today, 1)
    }

    fn fiscal(preset: &str, today: &str, start: u8) -> (String, String) {
        let query = InsightsQuery { period: preset.to_owned(), ..InsightsQuery::default() };
        query.period(today.parse().expect("a date"), start)
    }

    #[test]
    fn presets_are_whole_months() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(period("month", "2026-11-24"), pair("2026-11-01", "2026-11-30"));
        assert_eq!(period("last-month", "2026-01-05"), pair("2025-12-01", "2025-12-31"));
        assert_eq!(period("quarter", "2026-11-24"), pair("2026-10-01", "2026-12-31"));
        assert_eq!(period("last-quarter", "2026-02-24"), pair("2025-10-01", "2025-12-31"));
        assert_eq!(period("year", "2026-11-24"), pair("2026-01-01", "2026-12-31"));
        assert_eq!(period("last-year", "2026-11-24"), pair("2025-01-01", "2025-12-31"));
        assert_eq!(period("12-months", "2026-11-24"), pair("2025-12-01", "2026-11-30"));
        assert_eq!(period("", "2026-11-24"), pair("", ""));
    }

    #[test]
    fn fiscal_quarters_and_years_begin_where_the_organisation_says() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(fiscal("fiscal-year", "2026-11-24", 4), pair("2026-04-01", "2027-03-31"));
        assert_eq!(fiscal("fiscal-year", "2026-03-31", 4), pair("2025-04-01", "2026-03-31"));
        assert_eq!(fiscal("last-fiscal-year", "2026-04-01", 4), pair("2025-04-01", "2026-03-31"));
        assert_eq!(fiscal("fiscal-quarter", "2026-11-24", 4), pair("2026-10-01", "2026-12-31"));
        assert_eq!(fiscal("fiscal-quarter", "2026-11-24", 2), pair("2026-11-01", "2027-01-31"));
        assert_eq!(fiscal("last-fiscal-quarter", "2026-01-31", 2), pair("2025-08-01", "2025-10-31"));
        assert_eq!(fiscal("fiscal-quarter", "2026-01-31", 12), pair("2025-12-01", "2026-02-28"));
        assert_eq!(fiscal("fiscal-year", "2026-05-05", 1), pair("2026-01-01", "2026-12-31"));
    }

    #[test]
    fn days_in_the_address_are_a_period_of_their_own() {
        let query = InsightsQuery::read(Some("from=2026-01-01&filter=region%3DNorth&filter=source%3Ddirect&unknown=1"));
        assert_eq!(query.preset(), "custom");
        assert_eq!(query.filters(), ["region=North", "source=direct"]);
    }
}
