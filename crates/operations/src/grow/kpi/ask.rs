//! A question, as it comes from an address or a command line, and as it is understood.

use super::compare::{self, EarlierPeriod};
use super::dimension::{Dimension, Value, dimension_names, not_for_metric, unknown_dimension};
use super::fact::day_of;
use super::partner_side;
use super::policy::{self, Policies, Policy};
use super::registry::{Family, Metric, Shape, Subject, Unit, definition, find};
use super::stretch::fiscal_lead;
use super::targeted;
use super::values::{Meant, values};
use super::{stay_facts, stays};
use crate::Ctx;
use crate::cosell::registration::expected_days;
use crate::grow::target::TargetKind;
use crate::settings::organisation;
use kernel::{Currency, Date, Failure, FieldErrors, Instant, Outcome};

/// A question in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Key of the metric.
    pub metric: String,
    /// Up to two dimensions.
    pub by: Vec<String>,
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// As things stood at the end of this day.
    pub as_of: Option<String>,
    /// `dimension=value`; several values of one dimension widen, several dimensions narrow.
    pub filters: Vec<String>,
    /// `previous` or `year_before`: beside the figures of an earlier period. `target` and `thesis`: beside what they shall be.
    pub compare: Option<String>,
    /// Amounts in this currency, each exchanged at the rate of its day.
    pub currency: Option<String>,
}

/// Only rows with one of these values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub dimension: Dimension,
    pub values: Vec<Value>,
}

/// A question understood.
#[derive(Debug, Clone)]
pub struct Ask {
    pub metric: &'static Metric,
    pub by: Vec<Dimension>,
    pub filters: Vec<Filter>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub as_of: Option<AsOf>,
    pub earlier: Option<EarlierPeriod>,
    /// The last day of which anything can be known: the day it is told as of, or today. Only where the answer looks at time.
    pub(super) until: Option<Date>,
    /// Amounts in this currency.
    pub currency: Option<Currency>,
    /// Amounts in other currencies are not wanted.
    pub(super) only: Option<Currency>,
    /// Beside targets of this kind.
    pub target: Option<TargetKind>,
    /// Months by which the fiscal year runs ahead; 0 where nothing fiscal is asked.
    pub(super) fiscal_lead: i64,
    /// Told of the past by what is known by now; else by what was known then.
    pub(super) hindsight: bool,
    /// The choices in force.
    pub policies: Policies,
    /// Kept totals are being made again: the facts answer.
    pub recounting: bool,
    /// The moment it is asked in.
    pub(super) now: Instant,
    /// What programs expect of phases; only where that is asked.
    pub(super) expected: stays::Expected,
    /// Filters with a value that nobody has now, as they were written: what is asked may be asked wrongly.
    pub unseen: Vec<String>,
}

/// A day in the past, and the moment it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    pub date: Date,
    pub day: i64,
    pub end: Instant,
}

/// Dimensions in one question.
const MAX_DIMENSIONS: usize = 2;
/// Filters in one question.
const MAX_FILTERS: usize = 40;

impl Ask {
    /// Understands `question`.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an unknown metric, and for a contact who asks what is not for partners; `Conflict` (`kpi_waits`) for one that cannot be counted yet, (`kpi_counting`) while stays are counted for the first time; `Invalid` at `by`, `from`, `to`, `as_of` (also `date_in_future`), `filter`, `compare`, `currency`.
    pub async fn read(cx: &Ctx, question: &Question) -> Outcome<Self> {
        partner_side::may_ask(cx)?;
        let metric = find(&question.metric).ok_or_else(|| match definition(&question.metric) {
            Some(_) => Failure::conflict("kpi_waits"),
            None => Failure::NotFound,
        })?;
        let mut errors = FieldErrors::default();
        let by = dimensions(metric, &question.by, &mut errors);
        let from = date(question.from.as_deref(), "from", &mut errors);
        let to = date(question.to.as_deref(), "to", &mut errors);
        let as_of = date(question.as_of.as_deref(), "as_of", &mut errors);
        let target = question.compare.as_deref().and_then(|text| text.trim().parse::<TargetKind>().ok());
        let compare = if target.is_some() { None } else { compare::read(question.compare.as_deref(), &mut errors) };
        let currency = currency(metric, question.currency.as_deref(), &mut errors);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            errors.add("to", "before_start");
        }
        if question.filters.len() > MAX_FILTERS {
            errors.add_with("filter", "too_many", [("max", MAX_FILTERS.to_string())]);
        }
        errors.into_result(())?;
        let mut filters: Vec<Filter> = Vec::new();
        let mut unseen = Vec::new();
        for text in &question.filters {
            let (name, value) = text.split_once('=').ok_or_else(|| Failure::field("filter", "invalid"))?;
            let dimension: Dimension =
                name.trim().parse().map_err(|()| unknown_dimension("filter", |d| metric.divides_by(d)))?;
            if !metric.divides_by(&dimension) {
                return Err(not_for_metric("filter"));
            }
            let Meant { values, unseen: nobody } = values(cx, &dimension, value.trim()).await?;
            if nobody {
                unseen.push(format!("{dimension}={}", value.trim()));
            }
            match filters.iter_mut().find(|f| f.dimension == dimension) {
                Some(filter) => filter.values.extend(values),
                None => filters.push(Filter { dimension, values }),
            }
        }
        // What is so today is asked of a day like any other.
        let today = metric.family.subject() == Subject::Partners;
        let timed = by.iter().any(Dimension::is_time) || filters.iter().any(|f| f.dimension.is_time());
        let dated =
            as_of.is_some() || compare.is_some() || target.is_some() || today || metric.family == Family::Breach;
        let (zone, fiscal_lead) = match dated || timed {
            true => {
                let organisation = organisation(cx.read()).await?;
                (organisation.zone(), fiscal_lead(organisation.fiscal_year_start_month))
            }
            false => (jiff::tz::TimeZone::UTC, 0),
        };
        if compare.is_some() && metric.is_stock() && as_of.is_none() {
            return Err(Failure::field("compare", "compare_needs_as_of"));
        }
        if target.is_some() {
            targeted::fits(metric, from, to, timed).map_err(|code| Failure::field("compare", code))?;
        }
        if as_of.is_some_and(|date| date > cx.now().date_in(&zone)) {
            return Err(Failure::field("as_of", "date_in_future"));
        }
        let until = (dated || timed).then(|| as_of.unwrap_or_else(|| cx.now().date_in(&zone)));
        let as_of = match as_of {
            Some(date) => Some(at_end_of(date, &zone)),
            None if today => Some(at_end_of(cx.now().date_in(&zone), &zone)),
            // What is late is late by now, not by the end of the day.
            None if metric.family == Family::Breach => {
                let date = cx.now().date_in(&zone);
                // The end is not part of a day; this moment is.
                Some(AsOf { date, day: day_of(date), end: cx.now().plus(1) })
            }
            None => None,
        };
        let earlier = match compare {
            Some(compare) => {
                let times = by.iter().chain(filters.iter().map(|f| &f.dimension));
                let earlier = EarlierPeriod::of(metric, compare, (from, to), as_of, times, &zone);
                Some(earlier.map_err(|code| Failure::field("compare", code))?)
            }
            None => None,
        };
        let (policies, recounting) = policy::in_force(cx.read()).await?;
        let of_stays = metric.family.subject() == Subject::Stays;
        if of_stays && recounting && stay_facts::are_missing(cx.read()).await? {
            return Err(Failure::conflict("kpi_counting"));
        }
        let expected = match metric.family {
            Family::PhaseStuck => expected_days(cx).await?.into_iter().collect(),
            _ => stays::Expected::new(),
        };
        let ask = Self {
            metric,
            by,
            filters,
            from,
            to,
            as_of,
            earlier,
            until,
            currency,
            only: None,
            target,
            fiscal_lead,
            hindsight: false,
            policies,
            recounting,
            now: cx.now(),
            expected,
            unseen,
        };
        partner_side::may_ask_this(cx, &ask)?;
        Ok(ask)
    }
    /// By how many months the stretches of `dimension` run ahead of the calendar.
    pub(super) fn lead(&self, dimension: &Dimension) -> i64 {
        if dimension.is_fiscal() { self.fiscal_lead } else { 0 }
    }
    /// The same question without dividing.
    pub(super) fn whole(&self) -> Self {
        Self { by: Vec::new(), ..self.clone() }
    }
    /// The choices that change this answer.
    pub fn policies_in_force(&self) -> Vec<Policy> {
        let blank = self.metric.family.subject() == Subject::Deals && self.uses(&Dimension::Source);
        let mut found = self.metric.about.policies.clone();
        found.extend(blank.then_some(Policy::BlankSources));
        found
    }
    /// The choices that change this answer with their values, as they are stored: `business=deal_won; activation_days=90`.
    pub fn policies_text(&self) -> String {
        let texts: Vec<String> = self
            .policies_in_force()
            .into_iter()
            .map(|policy| format!("{policy}={}", self.policies.value(policy)))
            .collect();
        texts.join("; ")
    }
    /// Whether `dimension` is divided or filtered by.
    pub(super) fn uses(&self, dimension: &Dimension) -> bool {
        self.by.contains(dimension) || self.filters.iter().any(|f| f.dimension == *dimension)
    }
}

/// The moment `date` ended.
pub(super) fn at_end_of(date: Date, zone: &jiff::tz::TimeZone) -> AsOf {
    AsOf { date, day: day_of(date), end: date.plus_days(1).start_in(zone) }
}

fn dimensions(metric: &Metric, names: &[String], errors: &mut FieldErrors) -> Vec<Dimension> {
    let mut by: Vec<Dimension> = Vec::new();
    for name in names {
        match name.trim().parse::<Dimension>() {
            Ok(dimension) if !metric.divides_by(&dimension) => errors.add("by", "not_for_metric"),
            // Conversions are by stage anyway.
            Ok(Dimension::Stage) if metric.shape == Shape::Conversion => {}
            Ok(dimension) if by.contains(&dimension) => {}
            Ok(dimension) => by.push(dimension),
            Err(()) => {
                let expected = dimension_names(|d| metric.divides_by(d));
                errors.add_with("by", "unknown_dimension", [("expected", expected)]);
            }
        }
    }
    if by.len() > MAX_DIMENSIONS {
        errors.add_with("by", "too_many", [("max", MAX_DIMENSIONS.to_string())]);
    }
    by
}

fn date(text: Option<&str>, field: &str, errors: &mut FieldErrors) -> Option<Date> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    let date = text.parse::<Date>().ok().filter(|d| (1..=9998).contains(&d.0.year()));
    if date.is_none() {
        errors.add(field, "date_invalid");
    }
    date
}

fn currency(metric: &Metric, text: Option<&str>, errors: &mut FieldErrors) -> Option<Currency> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    if metric.unit != Unit::Money {
        errors.add("currency", "not_money");
    }
    match text.parse::<Currency>() {
        Ok(currency) if currency.is_known() => Some(currency),
        Ok(_) => {
            errors.add("currency", "currency_unknown");
            None
        }
        Err(_) => {
            errors.add("currency", "currency_invalid");
            None
        }
    }
}
