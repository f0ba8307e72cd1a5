//! By what a metric can be divided and filtered.

use super::cells::GroupingSet;
use super::fact::{month_of, month_start};
use super::registry::Subject;
use super::stretch::Span;
use kernel::id::{CompanyId, PartnerId, ProductId, ProgramId, SegmentId, StageId, UserId};
use kernel::{Date, Failure, FieldErrors};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A way to divide a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Program,
    Phase,
    Segment,
    Partner,
    Owner,
    Product,
    Category,
    Region,
    Country,
    /// The customer.
    Customer,
    /// The customer's industry.
    CustomerIndustry,
    /// The customer's country.
    CustomerCountry,
    Source,
    Stage,
    Currency,
    /// What was registered: a deal or a lead.
    Form,
    /// An attribute of the partner, by its key.
    Attribute(String),
    Day,
    /// ISO 8601: from Monday, named by the year its Thursday lies in.
    Week,
    Month,
    Quarter,
    Year,
    FiscalQuarter,
    /// Named by the calendar year it ends in.
    FiscalYear,
    /// The month the partner signed: its cohort.
    SignedMonth,
    SignedQuarter,
    SignedYear,
    /// Calendar months from the one the partner signed in to the one of the date that counts.
    MonthsSinceSigning,
}

/// Every dimension with a fixed name, in the order pages offer them.
pub const DIMENSIONS: &[Dimension] = &[
    Dimension::Partner,
    Dimension::Segment,
    Dimension::Program,
    Dimension::Phase,
    Dimension::Owner,
    Dimension::Product,
    Dimension::Category,
    Dimension::Region,
    Dimension::Country,
    Dimension::Customer,
    Dimension::CustomerIndustry,
    Dimension::CustomerCountry,
    Dimension::Source,
    Dimension::Stage,
    Dimension::Form,
    Dimension::Currency,
    Dimension::Day,
    Dimension::Week,
    Dimension::Month,
    Dimension::Quarter,
    Dimension::Year,
    Dimension::FiscalQuarter,
    Dimension::FiscalYear,
    Dimension::SignedMonth,
    Dimension::SignedQuarter,
    Dimension::SignedYear,
    Dimension::MonthsSinceSigning,
];

/// How a dimension's values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Text,
    /// Days or months in one value.
    Time(Span),
}

/// A value to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Id(Uuid),
    Text(String),
    /// Number of the day, week, month, quarter or year.
    Time(i64),
    /// Rows that have no value here.
    Unknown,
}

impl FromStr for Dimension {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(key) = text.strip_prefix("attribute.") {
            let fits = !key.is_empty() && key.len() <= 100 && !key.chars().any(char::is_control);
            return if fits { Ok(Self::Attribute(key.to_owned())) } else { Err(()) };
        }
        DIMENSIONS.iter().find(|d| d.to_string() == text).cloned().ok_or(())
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Program => "program",
            Self::Phase => "phase",
            Self::Segment => "segment",
            Self::Partner => "partner",
            Self::Owner => "owner",
            Self::Product => "product",
            Self::Category => "category",
            Self::Region => "region",
            Self::Country => "country",
            Self::Customer => "customer",
            Self::CustomerIndustry => "customer_industry",
            Self::CustomerCountry => "customer_country",
            Self::Source => "source",
            Self::Stage => "stage",
            Self::Form => "form",
            Self::Currency => "currency",
            Self::Attribute(key) => return write!(f, "attribute.{key}"),
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::FiscalQuarter => "fiscal_quarter",
            Self::FiscalYear => "fiscal_year",
            Self::SignedMonth => "signed_month",
            Self::SignedQuarter => "signed_quarter",
            Self::SignedYear => "signed_year",
            Self::MonthsSinceSigning => "months_since_signing",
        })
    }
}

impl Dimension {
    /// Whether deals, registrations, partners or their stays in phases have it.
    pub fn belongs_to(&self, subject: Subject) -> bool {
        match subject {
            Subject::Deals => true,
            Subject::Registrations => !matches!(self, Self::Stage | Self::Currency),
            Subject::Partners => matches!(
                self,
                Self::Partner
                    | Self::Segment
                    | Self::Owner
                    | Self::Region
                    | Self::Country
                    | Self::Attribute(_)
                    | Self::Day
                    | Self::Week
                    | Self::Month
                    | Self::Quarter
                    | Self::Year
                    | Self::FiscalQuarter
                    | Self::FiscalYear
            ),
            Subject::Stays => {
                matches!(self, Self::Program | Self::Phase)
                    || self.is_of_signing()
                    || self.belongs_to(Subject::Partners)
            }
        }
    }
    /// Whether it is a stretch of time.
    pub fn is_time(&self) -> bool {
        matches!(self.kind(), Kind::Time(_))
    }
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Program
            | Self::Segment
            | Self::Partner
            | Self::Owner
            | Self::Product
            | Self::Stage
            | Self::Customer => Kind::Id,
            Self::Phase | Self::Category | Self::Region | Self::Country | Self::Source | Self::Currency => Kind::Text,
            Self::Attribute(_) | Self::CustomerIndustry | Self::CustomerCountry | Self::Form => Kind::Text,
            Self::Day => Kind::Time(Span::Days(1)),
            Self::Week => Kind::Time(Span::Days(7)),
            Self::Month | Self::SignedMonth | Self::MonthsSinceSigning => Kind::Time(Span::Months(1)),
            Self::Quarter | Self::FiscalQuarter | Self::SignedQuarter => Kind::Time(Span::Months(3)),
            Self::Year | Self::FiscalYear | Self::SignedYear => Kind::Time(Span::Months(12)),
        }
    }
    /// Whether it is counted from the day the partner signed.
    pub(super) fn is_of_signing(&self) -> bool {
        matches!(self, Self::SignedMonth | Self::SignedQuarter | Self::SignedYear | Self::MonthsSinceSigning)
    }
    /// Whether it depends on where the fiscal year starts.
    pub fn is_fiscal(&self) -> bool {
        matches!(self, Self::FiscalQuarter | Self::FiscalYear)
    }
    /// The grouping set in which totals are kept by this dimension.
    pub(super) fn grouping_set(&self) -> Option<GroupingSet> {
        Some(match self {
            Self::Program => GroupingSet::Program,
            Self::Phase => GroupingSet::Phase,
            Self::Segment => GroupingSet::Segment,
            Self::Partner => GroupingSet::Partner,
            Self::Owner => GroupingSet::Owner,
            Self::Product => GroupingSet::Product,
            Self::Category => GroupingSet::Category,
            Self::Region => GroupingSet::Region,
            Self::Source => GroupingSet::Source,
            _ => return None,
        })
    }
    /// The value of a figure's group with this key; nothing for what is no key of it.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        match self.kind() {
            _ if key.is_empty() => Some(Value::Unknown),
            Kind::Id => self.parse_id(key).map(Value::Id),
            Kind::Text => Some(Value::Text(key.to_owned())),
            Kind::Time(_) => self.parse_time(key).map(Value::Time),
        }
    }
    /// The text form of one of its ids, as the API writes it.
    pub(super) fn id_text(&self, id: Option<Uuid>) -> String {
        let Some(id) = id else { return String::new() };
        match self {
            Self::Program => ProgramId(id).to_string(),
            Self::Segment => SegmentId(id).to_string(),
            Self::Partner => PartnerId(id).to_string(),
            Self::Owner => UserId(id).to_string(),
            Self::Product => ProductId(id).to_string(),
            Self::Stage => StageId(id).to_string(),
            Self::Customer => CompanyId(id).to_string(),
            _ => id.to_string(),
        }
    }
    /// Reads the text form of one of its ids.
    pub(super) fn parse_id(&self, text: &str) -> Option<Uuid> {
        match self {
            Self::Program => text.parse::<ProgramId>().ok().map(|id| id.0),
            Self::Segment => text.parse::<SegmentId>().ok().map(|id| id.0),
            Self::Partner => text.parse::<PartnerId>().ok().map(|id| id.0),
            Self::Owner => text.parse::<UserId>().ok().map(|id| id.0),
            Self::Product => text.parse::<ProductId>().ok().map(|id| id.0),
            Self::Stage => text.parse::<StageId>().ok().map(|id| id.0),
            Self::Customer => text.parse::<CompanyId>().ok().map(|id| id.0),
            _ => None,
        }
    }
}

/// The months of a period, when it is made of whole months; `Some((None, None))` for all time.
pub(crate) fn whole_months(from: Option<Date>, to: Option<Date>) -> Option<(Option<i64>, Option<i64>)> {
    let first = match from {
        Some(date) if date.month_start() == date => Some(month_of(date)),
        Some(_) => return None,
        None => None,
    };
    let last = match to {
        Some(date) if month_start(month_of(date) + 1) == Some(date.plus_days(1)) => Some(month_of(date)),
        Some(_) => return None,
        None => None,
    };
    Some((first, last))
}

/// The names of the dimensions that `fit`, as questions write them.
pub fn dimension_names(fits: impl Fn(&Dimension) -> bool) -> String {
    DIMENSIONS.iter().filter(|d| fits(d)).map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// There is no such dimension; those that `fit` are named.
pub fn unknown_dimension(field: &str, fits: impl Fn(&Dimension) -> bool) -> Failure {
    let mut errors = FieldErrors::default();
    errors.add_with(field, "unknown_dimension", [("expected", dimension_names(fits))]);
    Failure::Invalid(errors)
}

/// The refusal for a dimension the metric does not have.
pub(super) fn not_for_metric(field: &str) -> Failure {
    Failure::field(field, "not_for_metric")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_of_whole_months_is_recognised() {
        let date = |text: &str| Some(text.parse::<Date>().expect("a date"));
        assert_eq!(whole_months(date("2017-01-01"), date("2017-02-28")), Some((Some(2017 * 12), Some(2017 * 12 + 1))));
        assert_eq!(whole_months(None, None), Some((None, None)));
        assert_eq!(whole_months(date("2017-01-02"), None), None);
        assert_eq!(whole_months(None, date("2016-02-28")), None);
    }
}
