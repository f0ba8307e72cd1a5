//! The registry of metrics: one entry says everything there is to know about a number. Page, API, command line and documentation read it.
//!
//! Names, formulas in words and exclusions are Fluent texts `kpi-<key>`, `kpi-<key>-formula`, `kpi-<key>-excluded`.

use super::cells::Measure;
use kernel::text_enum;

text_enum! {
    /// What a number is measured in.
    pub enum Unit {
        /// An amount of one currency.
        Money = "money",
        /// Deals or registrations.
        Count = "count",
        /// Percent.
        Share = "share",
        /// Whole days between two dates, averaged.
        Days = "days",
        /// Elapsed time between two moments, seconds.
        Time = "time",
    }
}

text_enum! {
    /// What is counted: the table behind a metric.
    pub enum Subject {
        Deals = "deals",
        Registrations = "registrations",
        Partners = "partners",
    }
}

text_enum! {
    /// Which of a thing's dates puts it into a period.
    pub enum DateMeant {
        Closed = "closed_on",
        Opened = "opened_on",
        Submitted = "submitted_at",
        Decided = "decided_at",
        Signed = "signed_on",
    }
}

/// Measures that are read from the same rows by the same date: within a family each row has exactly one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Closed deals by outcome.
    Closing,
    /// Closed deals by days from opening to closing.
    ClosingTime,
    /// Opened deals by whether they were won since.
    Opening,
    /// Open deals.
    Pipeline,
    /// Opened deals by the farthest stage.
    Reach,
    /// Registrations that came in.
    Submission,
    /// Registrations by time to the first answer.
    FirstAnswer,
    /// Registrations by whether the first answer was in time.
    Promise,
    /// Registrations by decision.
    Decision,
    /// Registrations by time to the decision.
    DecisionTime,
    /// Registrations by whether something spoke against them.
    Conflict,
    /// Approved registrations by whether their protection ran out.
    Ending,
    /// Registrations whose protection ended by whether it was given back.
    Reinstatement,
    /// Partners' deals by whether they were registered.
    Origin,
    /// Signed partners by whether they did business soon.
    Activation,
    /// Signed partners by days to their first registration.
    FirstRegistration,
    /// Signed partners by days to their first won deal.
    FirstRevenue,
    /// Signed partners by whether they do business.
    Activity,
    /// Signed partners by whether they win deals.
    Production,
}

/// How a figure comes from its measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Sum of the amounts.
    Amount,
    /// Number of rows.
    Count,
    /// Rows of `part` by rows of `counted`.
    Share,
    /// Sum of the amounts by number of rows.
    Average,
    /// Mean and median of durations.
    Distribution,
    /// Per stage: entered the next by entered this one.
    Conversion,
}

/// A metric's definition.
#[derive(Debug, PartialEq, Eq)]
pub struct Metric {
    /// Stable name, as in addresses and on the command line.
    pub key: &'static str,
    pub unit: Unit,
    pub family: Family,
    pub shape: Shape,
    /// What counts: the denominator of a share.
    pub counted: &'static [Measure],
    /// The numerator of a share.
    pub part: &'static [Measure],
    /// Left out of the figure, and shown beside it.
    pub excluded: &'static [Measure],
}

use Measure as M;

const fn metric(key: &'static str, unit: Unit, family: Family, shape: Shape, counted: &'static [M]) -> Metric {
    Metric { key, unit, family, shape, counted, part: &[], excluded: &[] }
}

/// Every metric, in the order pages show them.
pub const METRICS: &[Metric] = &[
    Metric {
        excluded: &[M::WonUnvalued],
        ..metric("bookings", Unit::Money, Family::Closing, Shape::Amount, &[M::Won])
    },
    metric("won_count", Unit::Count, Family::Closing, Shape::Count, &[M::Won, M::WonUnvalued]),
    metric("lost_count", Unit::Count, Family::Closing, Shape::Count, &[M::Lost]),
    // Won / (won + lost): the CRM vendors' "win rate".
    Metric {
        part: &[M::Won, M::WonUnvalued],
        ..metric("win_rate", Unit::Share, Family::Closing, Shape::Share, &[M::Won, M::WonUnvalued, M::Lost])
    },
    // Won / all opened: the CRM vendors' "conversion rate".
    Metric {
        part: &[M::OpenedWon],
        ..metric("win_rate_all", Unit::Share, Family::Opening, Shape::Share, &[M::OpenedWon, M::OpenedOther])
    },
    Metric {
        excluded: &[M::OpenUnvalued],
        ..metric("open_pipeline", Unit::Money, Family::Pipeline, Shape::Amount, &[M::Open])
    },
    metric("open_count", Unit::Count, Family::Pipeline, Shape::Count, &[M::Open, M::OpenUnvalued]),
    Metric {
        excluded: &[M::WonUnvalued],
        ..metric("average_deal", Unit::Money, Family::Closing, Shape::Average, &[M::Won])
    },
    Metric {
        excluded: &[M::WonUndated],
        ..metric("cycle_time_won", Unit::Days, Family::ClosingTime, Shape::Distribution, &[M::WonDays])
    },
    Metric {
        excluded: &[M::WonUndated, M::LostUndated],
        ..metric("cycle_time_closed", Unit::Days, Family::ClosingTime, Shape::Distribution, &[M::WonDays, M::LostDays])
    },
    metric("stage_conversion", Unit::Share, Family::Reach, Shape::Conversion, &[M::Reached]),
    metric("registrations", Unit::Count, Family::Submission, Shape::Count, &[M::Submitted]),
    Metric {
        excluded: &[M::AnsweredUndated],
        ..metric("first_answer_time", Unit::Time, Family::FirstAnswer, Shape::Distribution, &[M::Answered])
    },
    Metric {
        excluded: &[M::DecidedUndated],
        ..metric("decision_time", Unit::Time, Family::DecisionTime, Shape::Distribution, &[M::Decided])
    },
    Metric {
        part: &[M::InTime],
        ..metric("answered_within_target", Unit::Share, Family::Promise, Shape::Share, &[M::InTime, M::Late])
    },
    Metric {
        part: &[M::Approved],
        ..metric("acceptance_rate", Unit::Share, Family::Decision, Shape::Share, &[M::Approved, M::Declined])
    },
    Metric {
        part: &[M::InConflict],
        ..metric("conflict_rate", Unit::Share, Family::Conflict, Shape::Share, &[M::InConflict, M::NoConflict])
    },
    Metric {
        part: &[M::Expired],
        excluded: &[M::StillProtected],
        ..metric("expiry_rate", Unit::Share, Family::Ending, Shape::Share, &[M::Expired, M::Used])
    },
    Metric {
        part: &[M::Reinstated],
        ..metric(
            "reinstatement_rate",
            Unit::Share,
            Family::Reinstatement,
            Shape::Share,
            &[M::Reinstated, M::NotReinstated],
        )
    },
    Metric {
        part: &[M::Registered],
        ..metric("registered_share", Unit::Share, Family::Origin, Shape::Share, &[M::Registered, M::Unregistered])
    },
    Metric {
        part: &[M::Activated],
        excluded: &[M::ActivationOpen],
        ..metric("activation_rate", Unit::Share, Family::Activation, Shape::Share, &[M::Activated, M::NotActivated])
    },
    Metric {
        excluded: &[M::FirstRegistrationOpen, M::FirstRegistrationUndated],
        ..metric(
            "time_to_first_registration",
            Unit::Days,
            Family::FirstRegistration,
            Shape::Distribution,
            &[M::FirstRegistration],
        )
    },
    Metric {
        excluded: &[M::FirstRevenueOpen, M::FirstRevenueUndated],
        ..metric("time_to_first_revenue", Unit::Days, Family::FirstRevenue, Shape::Distribution, &[M::FirstRevenue])
    },
    Metric {
        part: &[M::Active],
        ..metric("active_partner_rate", Unit::Share, Family::Activity, Shape::Share, &[M::Active, M::Idle])
    },
    Metric {
        part: &[M::Producing],
        ..metric(
            "producing_partner_rate",
            Unit::Share,
            Family::Production,
            Shape::Share,
            &[M::Producing, M::NotProducing],
        )
    },
];

/// The metric of this key.
pub fn find(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.key == key)
}

impl Family {
    /// What it counts.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Closing | Self::ClosingTime | Self::Opening | Self::Pipeline | Self::Reach | Self::Origin => {
                Subject::Deals
            }
            Self::Conflict | Self::Ending | Self::Reinstatement => Subject::Registrations,
            Self::Submission | Self::FirstAnswer | Self::Promise | Self::Decision | Self::DecisionTime => {
                Subject::Registrations
            }
            Self::Activation | Self::FirstRegistration | Self::FirstRevenue | Self::Activity | Self::Production => {
                Subject::Partners
            }
        }
    }
    /// Which date counts.
    pub const fn date(self) -> DateMeant {
        match self {
            Self::Closing | Self::ClosingTime => DateMeant::Closed,
            Self::Opening | Self::Pipeline | Self::Reach | Self::Origin => DateMeant::Opened,
            Self::Conflict => DateMeant::Submitted,
            Self::Ending | Self::Reinstatement => DateMeant::Decided,
            Self::Submission | Self::FirstAnswer | Self::Promise => DateMeant::Submitted,
            Self::Decision | Self::DecisionTime => DateMeant::Decided,
            Self::Activation | Self::FirstRegistration | Self::FirstRevenue | Self::Activity | Self::Production => {
                DateMeant::Signed
            }
        }
    }
}

impl Metric {
    /// The base of its Fluent keys: `kpi-win-rate`.
    pub fn text_key(&self) -> String {
        format!("kpi-{}", self.key.replace('_', "-"))
    }
    /// Whether it describes the present (or the date asked for) and not a period.
    pub fn is_stock(&self) -> bool {
        matches!(self.family, Family::Pipeline | Family::Activity | Family::Production)
    }
    /// Whether one is glad when it gets smaller: durations, what was lost, conflicts, what ran out.
    pub fn less_is_better(&self) -> bool {
        matches!(self.unit, Unit::Days | Unit::Time)
            || ["lost_count", "conflict_rate", "expiry_rate"].contains(&self.key)
    }
    /// Everything it reads.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        self.counted.iter().chain(self.excluded).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Locale;

    #[test]
    fn every_metric_has_its_texts_in_both_languages() {
        for metric in METRICS {
            for &locale in Locale::ALL {
                for part in ["", "-formula", "-excluded"] {
                    let key = format!("{}{part}", metric.text_key());
                    assert!(i18n::has(locale, &key), "{key} is missing in {locale}");
                }
            }
        }
    }

    #[test]
    fn every_part_of_a_share_is_also_counted() {
        for metric in METRICS {
            assert!(metric.part.iter().all(|m| metric.counted.contains(m)), "{}", metric.key);
            assert!(metric.excluded.iter().all(|m| !metric.counted.contains(m)), "{}", metric.key);
            assert_eq!(metric.shape == Shape::Share, !metric.part.is_empty(), "{}", metric.key);
        }
    }
}
