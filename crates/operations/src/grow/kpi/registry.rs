//! The registry: one entry says everything there is to know about a number. Page, API, command line and documentation read it.
//!
//! Entries are written down in `definitions/<key>.toml`, one file each; [`super::definition`] reads them. Here are the words they are made of.

use super::cells::Measure;
use super::definition::{About, READ};
use super::dimension::Dimension;
use kernel::{Locale, text_enum};
use std::sync::LazyLock;

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
        /// Of partners, each in a phase of one program.
        Stays = "stays",
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
        Entered = "entered_on",
        Left = "left_on",
    }
}

text_enum! {
    /// Measures that are read from the same rows by the same date: within a family each row has exactly one measure.
    pub enum Family {
        /// Closed deals by outcome.
        Closing = "closing",
        /// Closed deals by days from opening to closing.
        ClosingTime = "closing_time",
        /// Opened deals by whether they were won since.
        Opening = "opening",
        /// Open deals.
        Pipeline = "pipeline",
        /// Opened deals by the farthest stage.
        Reach = "reach",
        /// Registrations that came in.
        Submission = "submission",
        /// Registrations by time to the first answer.
        FirstAnswer = "first_answer",
        /// Registrations by whether the first answer was in time.
        Promise = "promise",
        /// Registrations by decision.
        Decision = "decision",
        /// Registrations by time to the decision.
        DecisionTime = "decision_time",
        /// Registrations by whether something spoke against them.
        Conflict = "conflict",
        /// Approved registrations by whether their protection ran out.
        Ending = "ending",
        /// Registrations whose protection ended by whether it was given back.
        Reinstatement = "reinstatement",
        /// Partners' deals by whether they were registered.
        Origin = "origin",
        /// Signed partners by whether they did business soon.
        Activation = "activation",
        /// Signed partners by days to their first registration.
        FirstRegistration = "first_registration",
        /// Signed partners by days to their first won deal.
        FirstRevenue = "first_revenue",
        /// Won deals by whether a partner registered them.
        Sourcing = "sourcing",
        /// Registrations that were to be answered and are not.
        Breach = "breach",
        /// Signed partners by days to their first business.
        FirstBusiness = "first_business",
        /// Signed partners by whether they have left.
        Retention = "retention",
        /// Signed partners by whether they do business.
        Activity = "activity",
        /// Signed partners by whether they win deals.
        Production = "production",
        /// Stays that began.
        PhaseEntry = "phase_entry",
        /// Stays that ended.
        PhaseExit = "phase_exit",
        /// Stays that began by whether the partner went on.
        PhasePath = "phase_path",
        /// Stays that ended by whole days.
        PhaseTime = "phase_time",
        /// Stays that last.
        InPhase = "in_phase",
        /// Stays that last longer than expected.
        PhaseStuck = "phase_stuck",
    }
}

text_enum! {
    /// How a figure comes from its measures.
    pub enum Shape {
        /// Sum of the amounts.
        Amount = "amount",
        /// Number of rows.
        Count = "count",
        /// Rows of `part` by rows of `counted`.
        Share = "share",
        /// Sum of the amounts by number of rows.
        Average = "average",
        /// Mean and median of durations.
        Distribution = "distribution",
        /// Per stage: entered the next by entered this one.
        Conversion = "conversion",
    }
}

text_enum! {
    /// A part of the product that is not there yet, for which definitions wait.
    pub enum Room {
        /// Shared plans of a deal.
        ActionPlans = "action_plans",
        /// Who brought, influenced and delivered a deal, with dates.
        Attribution = "attribution",
        /// Conversations on partners and deals.
        Conversations = "conversations",
        /// What customers buy by contract, until when.
        CustomerContracts = "customer_contracts",
        /// Materials and who opened them.
        Library = "library",
        Meetings = "meetings",
        /// What a partner of a tier is expected to bring.
        TierTargets = "tier_targets",
        Training = "training",
    }
}

/// A metric: a definition that is counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Metric {
    /// Stable name, as in addresses and on the command line.
    pub key: &'static str,
    pub unit: Unit,
    pub family: Family,
    pub shape: Shape,
    /// What counts: the denominator of a share.
    pub counted: Vec<Measure>,
    /// The numerator of a share.
    pub part: Vec<Measure>,
    /// Left out of the figure, and shown beside it.
    pub excluded: Vec<Measure>,
    pub about: About,
}

/// A definition whose figures cannot be counted yet, because what they are made from does not exist. Nobody gets a figure of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Stable name.
    pub key: &'static str,
    pub unit: Unit,
    pub waits_for: Room,
    pub about: About,
}

/// An entry of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    Counted(&'static Metric),
    Waiting(&'static Waiting),
}

/// Every metric, in the order pages show them.
pub static METRICS: LazyLock<&'static [Metric]> = LazyLock::new(|| READ.metrics.as_slice());

/// Every definition: what is counted, and after it what waits.
pub fn definitions() -> impl Iterator<Item = Definition> {
    let counted = READ.metrics.iter().map(Definition::Counted);
    counted.chain(READ.waiting.iter().map(Definition::Waiting))
}

/// The metric of this key.
pub fn find(key: &str) -> Option<&'static Metric> {
    READ.metrics.iter().find(|m| m.key == key)
}

/// The definition of this key, counted or not.
pub fn definition(key: &str) -> Option<Definition> {
    definitions().find(|d| d.key() == key)
}

impl Family {
    /// What it counts.
    pub const fn subject(self) -> Subject {
        match self {
            Self::Closing
            | Self::ClosingTime
            | Self::Opening
            | Self::Pipeline
            | Self::Reach
            | Self::Origin
            | Self::Sourcing => Subject::Deals,
            Self::Submission
            | Self::FirstAnswer
            | Self::Promise
            | Self::Decision
            | Self::DecisionTime
            | Self::Conflict
            | Self::Ending
            | Self::Reinstatement
            | Self::Breach => Subject::Registrations,
            Self::Activation
            | Self::FirstRegistration
            | Self::FirstRevenue
            | Self::FirstBusiness
            | Self::Retention
            | Self::Activity
            | Self::Production => Subject::Partners,
            Self::PhaseEntry
            | Self::PhaseExit
            | Self::PhasePath
            | Self::PhaseTime
            | Self::InPhase
            | Self::PhaseStuck => Subject::Stays,
        }
    }
    /// Which date counts.
    pub const fn date(self) -> DateMeant {
        match self {
            Self::Closing | Self::ClosingTime | Self::Sourcing => DateMeant::Closed,
            Self::Opening | Self::Pipeline | Self::Reach | Self::Origin => DateMeant::Opened,
            Self::Submission | Self::FirstAnswer | Self::Promise | Self::Conflict | Self::Breach => {
                DateMeant::Submitted
            }
            Self::Decision | Self::DecisionTime | Self::Ending | Self::Reinstatement => DateMeant::Decided,
            Self::Activation
            | Self::FirstRegistration
            | Self::FirstRevenue
            | Self::FirstBusiness
            | Self::Retention
            | Self::Activity
            | Self::Production => DateMeant::Signed,
            Self::PhaseEntry | Self::PhasePath | Self::InPhase | Self::PhaseStuck => DateMeant::Entered,
            Self::PhaseExit | Self::PhaseTime => DateMeant::Left,
        }
    }
}

impl Definition {
    /// Stable name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Counted(metric) => metric.key,
            Self::Waiting(waiting) => waiting.key,
        }
    }
    /// What it is measured in.
    pub fn unit(self) -> Unit {
        match self {
            Self::Counted(metric) => metric.unit,
            Self::Waiting(waiting) => waiting.unit,
        }
    }
    /// Its words, source and place in the lifecycle.
    pub fn about(self) -> &'static About {
        match self {
            Self::Counted(metric) => &metric.about,
            Self::Waiting(waiting) => &waiting.about,
        }
    }
    /// The metric, where it is counted.
    pub fn metric(self) -> Option<&'static Metric> {
        match self {
            Self::Counted(metric) => Some(metric),
            Self::Waiting(_) => None,
        }
    }
    /// What must exist before it is counted.
    pub fn waits_for(self) -> Option<Room> {
        match self {
            Self::Counted(_) => None,
            Self::Waiting(waiting) => Some(waiting.waits_for),
        }
    }
}

impl Metric {
    /// What people call it.
    pub fn name(&self, locale: Locale) -> &str {
        self.about.name(locale)
    }
    /// Whether it can be divided and filtered by `dimension`.
    pub fn divides_by(&self, dimension: &Dimension) -> bool {
        self.about.divides_by(dimension)
    }
    /// Whether it describes the present (or the date asked for) and not a period.
    pub fn is_stock(&self) -> bool {
        matches!(
            self.family,
            Family::Pipeline
                | Family::Breach
                | Family::Activity
                | Family::Production
                | Family::InPhase
                | Family::PhaseStuck
        )
    }
    /// Whether one is glad when it gets smaller: durations, what was lost, conflicts, what ran out.
    pub fn less_is_better(&self) -> bool {
        self.about.less_is_better
    }
    /// Everything it reads.
    pub fn measures(&self) -> impl Iterator<Item = Measure> {
        self.counted.iter().chain(&self.excluded).copied()
    }
}
