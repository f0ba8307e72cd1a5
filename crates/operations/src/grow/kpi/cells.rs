//! Which cells of the kept totals a fact belongs to. The only place that says so: keeping, importing and rebuilding all use it.

use super::fact::{DealFact, RegistrationFact, month_of_day};
use super::runs::Runs;
use kernel::text_enum;
use kernel::time::MINUTE;
use kernel::words::{DealOutcome, DealSource, Decision};
use std::collections::BTreeMap;
use std::fmt::Display;

text_enum! {
    /// By what totals are kept. Chosen on purpose: a set for every combination would be a second copy of history.
    pub enum GroupingSet {
        All = "all",
        Program = "program",
        Phase = "phase",
        Segment = "segment",
        Region = "region",
        Owner = "owner",
        Product = "product",
        Category = "category",
        Partner = "partner",
        /// How the deal or registration came.
        Source = "source",
        /// A phase of a program.
        ProgramPhase = "program_phase",
    }
}

text_enum! {
    /// What is counted. Within a family of measures each fact falls into exactly one.
    pub enum Measure {
        /// Won, with an amount.
        Won = "won",
        /// Won, without an amount.
        WonUnvalued = "won_unvalued",
        Lost = "lost",
        /// Won, by whole days from opening to closing.
        WonDays = "won_days",
        /// Won, but a date is missing.
        WonUndated = "won_undated",
        /// Won before it was opened, say the dates.
        WonReversed = "won_reversed",
        LostDays = "lost_days",
        LostUndated = "lost_undated",
        LostReversed = "lost_reversed",
        /// Opened, and won since.
        OpenedWon = "opened_won",
        /// Opened, and lost or still open.
        OpenedOther = "opened_other",
        /// Open now, with an amount.
        Open = "open",
        OpenUnvalued = "open_unvalued",
        /// By the position of the farthest stage.
        Reached = "reached",
        Submitted = "submitted",
        /// By whole minutes to the first answer; the amount is microseconds.
        Answered = "answered",
        /// Answered before it was submitted, says the history.
        AnsweredUndated = "answered_undated",
        /// Answered before it came, says the history: no promise can be judged by it.
        AnsweredBefore = "answered_before",
        /// First answer in time.
        InTime = "in_time",
        /// First answer late, or still missing after it was due.
        Late = "late",
        Approved = "approved",
        Declined = "declined",
        /// By whole minutes to the decision; the amount is microseconds.
        Decided = "decided",
        DecidedUndated = "decided_undated",
        /// The conflict check found something.
        InConflict = "in_conflict",
        NoConflict = "no_conflict",
        /// Protection ran out.
        Expired = "expired",
        /// The sale moved on, or ended, under protection.
        Used = "used",
        StillProtected = "still_protected",
        Reinstated = "reinstated",
        NotReinstated = "not_reinstated",
        /// A partner's deal that was registered.
        Registered = "registered",
        Unregistered = "unregistered",
        /// Won by a deal that a partner registered.
        Sourced = "sourced",
        SourcedUnvalued = "sourced_unvalued",
        NotSourced = "not_sourced",
        /// The first answer is owed and late.
        Overdue = "overdue",
        /// Did business soon after signing.
        Activated = "activated",
        NotActivated = "not_activated",
        /// Signed so lately that it may still happen.
        ActivationOpen = "activation_open",
        /// By days from signing.
        FirstRegistration = "first_registration",
        FirstRegistrationOpen = "first_registration_open",
        /// Before signing, say the dates.
        FirstRegistrationUndated = "first_registration_undated",
        /// By days from signing.
        FirstRevenue = "first_revenue",
        FirstRevenueOpen = "first_revenue_open",
        FirstRevenueUndated = "first_revenue_undated",
        /// By days from signing.
        FirstBusiness = "first_business",
        FirstBusinessOpen = "first_business_open",
        FirstBusinessUndated = "first_business_undated",
        /// The relation has ended.
        Left = "left",
        Stayed = "stayed",
        Active = "active",
        Idle = "idle",
        Producing = "producing",
        NotProducing = "not_producing",
        /// Of an amount asked for in another currency, without a rate on its day.
        Unrated = "unrated",
        /// An active partner in a phase now; by program and phase, by the day it came there.
        InPhase = "in_phase",
        /// A stay in a phase began.
        PhaseEntered = "phase_entered",
        /// Began, and the partner came into a later phase of the program since.
        PhaseWentOn = "phase_went_on",
        /// Ended; by whole days.
        PhaseLeft = "phase_left",
        /// Of the registrations that came in, as those below; by the month they came in.
        FunnelApproved = "funnel_approved",
        /// Approved, and there is a deal.
        FunnelDeal = "funnel_deal",
        /// Approved, and the deal was won.
        FunnelWon = "funnel_won",
        /// Began, and the partner has not come into a later phase since.
        PhaseNotOn = "phase_not_on",
        /// In a phase for longer than its program expects.
        Stuck = "stuck",
        /// Signed; by how many months later they first registered or opened a deal.
        CohortBusiness = "cohort_business",
        /// Signed; by how many months later they first won a deal.
        CohortWin = "cohort_win",
        /// A partner with deals.
        WithDeals = "with_deals",
    }
}

impl Measure {
    /// Whether it has a duration whose end lies before its beginning.
    pub fn is_reversed(self) -> bool {
        matches!(
            self,
            Self::WonReversed
                | Self::LostReversed
                | Self::AnsweredUndated
                | Self::DecidedUndated
                | Self::FirstRegistrationUndated
                | Self::FirstRevenueUndated
                | Self::FirstBusinessUndated
        )
    }
}

impl Measure {
    /// Whether its rows fall into buckets.
    pub fn has_buckets(self) -> bool {
        matches!(
            self,
            Self::WonDays
                | Self::LostDays
                | Self::Reached
                | Self::Answered
                | Self::Decided
                | Self::Activated
                | Self::NotActivated
                | Self::FirstRegistration
                | Self::FirstRevenue
                | Self::Active
                | Self::Producing
                | Self::InPhase
                | Self::PhaseLeft
                | Self::CohortBusiness
                | Self::CohortWin
        )
    }
}

/// The month of what has no date.
pub const NO_MONTH: i64 = -1;
/// Stands for the present month and the eleven before it, together.
pub const TWELVE_MONTHS: i64 = -2;
/// Stands for all months, and for what has none, together.
pub const ALL_MONTHS: i64 = -3;

/// Where a number is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    pub set: GroupingSet,
    pub measure: Measure,
    /// An id or a word; empty for the whole and for what is not known.
    pub value: String,
    pub month: i64,
    pub currency: String,
    pub bucket: i64,
}

/// What is added there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    pub cases: i64,
    pub amount: i64,
}

/// Changes to many cells, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deltas(pub BTreeMap<CellKey, Cell>);

impl Deltas {
    /// Adds a fact's cells `sign` times (1 or -1).
    pub fn add(&mut self, cells: Vec<(CellKey, Cell)>, sign: i64) {
        for (key, cell) in cells {
            let at = self.0.entry(key).or_default();
            at.cases += sign * cell.cases;
            at.amount += sign * cell.amount;
        }
    }
    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.0.len()
    }
    /// Only totals that change: the cells of all buckets together, in order.
    pub(super) fn totals(self) -> Vec<Total> {
        let mut totals: Vec<Total> = Vec::new();
        for (key, cell) in self.0 {
            if cell == Cell::default() {
                continue;
            }
            let (bucket, key) = (key.bucket, CellKey { bucket: 0, ..key });
            let in_buckets = key.measure.has_buckets();
            if totals.last().is_none_or(|total| total.key != key) {
                totals.push(Total { key, cell: Cell::default(), runs: Runs::default() });
            }
            let Some(total) = totals.last_mut() else { continue };
            total.cell.cases += cell.cases;
            total.cell.amount += cell.amount;
            if in_buckets {
                total.runs.push(bucket, cell.cases);
            }
        }
        totals
    }
}

/// A change of what is kept in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Total {
    /// Of the bucket 0.
    pub(super) key: CellKey,
    pub(super) cell: Cell,
    /// Of a measure whose rows fall into buckets; in ascending order, for cells are.
    pub(super) runs: Runs,
}

struct Contribution {
    measure: Measure,
    month: Option<i64>,
    bucket: i64,
    /// Kept per currency, with the amount.
    money: bool,
    micros: i64,
}

impl Contribution {
    fn plain(measure: Measure, month: Option<i64>) -> Self {
        Self { measure, month, bucket: 0, money: false, micros: 0 }
    }
    fn money(measure: Measure, month: Option<i64>) -> Self {
        Self { money: true, ..Self::plain(measure, month) }
    }
    fn bucket(measure: Measure, month: Option<i64>, bucket: i64) -> Self {
        Self { bucket, ..Self::plain(measure, month) }
    }
}

/// Whether totals of `measure` are kept by `set`. A histogram per partner would have a cell for nearly every deal.
pub fn is_kept(set: GroupingSet, measure: Measure) -> bool {
    match measure {
        // Only of a question.
        Measure::Unrated => false,
        // Asked now and then: the facts answer.
        Measure::InConflict
        | Measure::NoConflict
        | Measure::Expired
        | Measure::Used
        | Measure::StillProtected
        | Measure::Reinstated
        | Measure::NotReinstated
        | Measure::Sourced
        | Measure::SourcedUnvalued
        | Measure::NotSourced
        | Measure::Overdue
        | Measure::PhaseNotOn
        | Measure::Stuck => false,
        // Kept by what each partner contributes, in `partner_facts`.
        Measure::InPhase
        | Measure::PhaseEntered
        | Measure::PhaseWentOn
        | Measure::PhaseLeft
        | Measure::CohortBusiness
        | Measure::CohortWin
        | Measure::WithDeals => false,
        Measure::FunnelApproved | Measure::FunnelDeal | Measure::FunnelWon => set == GroupingSet::All,
        Measure::Activated
        | Measure::NotActivated
        | Measure::ActivationOpen
        | Measure::FirstRegistration
        | Measure::FirstRegistrationOpen
        | Measure::FirstRegistrationUndated
        | Measure::FirstRevenue
        | Measure::FirstRevenueOpen
        | Measure::FirstRevenueUndated
        | Measure::FirstBusiness
        | Measure::FirstBusinessOpen
        | Measure::FirstBusinessUndated
        | Measure::Left
        | Measure::Stayed
        | Measure::Active
        | Measure::Idle
        | Measure::Producing
        | Measure::NotProducing => false,
        Measure::Reached => set == GroupingSet::Program,
        Measure::Registered | Measure::Unregistered => set != GroupingSet::Partner,
        Measure::WonDays | Measure::LostDays | Measure::Answered | Measure::Decided => set != GroupingSet::Partner,
        Measure::WonUndated
        | Measure::WonReversed
        | Measure::LostUndated
        | Measure::LostReversed
        | Measure::AnsweredUndated
        | Measure::DecidedUndated => set != GroupingSet::Partner,
        _ => true,
    }
}

fn text(id: Option<impl Display>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn spread(
    out: &mut Vec<(CellKey, Cell)>,
    contribution: &Contribution,
    currency: &str,
    values: &[(GroupingSet, String, i64)],
) {
    for (set, value, amount) in values {
        if !is_kept(*set, contribution.measure) {
            continue;
        }
        let key = CellKey {
            set: *set,
            measure: contribution.measure,
            value: value.clone(),
            month: contribution.month.unwrap_or(NO_MONTH),
            currency: if contribution.money { currency.to_owned() } else { String::new() },
            bucket: contribution.bucket,
        };
        let amount = if contribution.money { *amount } else { contribution.micros };
        out.push((key, Cell { cases: 1, amount }));
    }
}

/// Which sets are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sets {
    All,
    /// Those of single partners: as many as there are deals.
    Partners,
    Others,
}

impl Sets {
    fn takes(self, set: GroupingSet, value: &str) -> bool {
        let of_a_partner = set == GroupingSet::Partner && !value.is_empty();
        match self {
            Self::All => true,
            Self::Partners => of_a_partner,
            Self::Others => !of_a_partner,
        }
    }
}

/// The cells of a deal.
pub fn deal_cells(fact: &DealFact, sets: Sets) -> Vec<(CellKey, Cell)> {
    let closed = fact.closed_day.map(month_of_day);
    let opened = fact.opened_day.map(month_of_day);
    let timed = |measure: Measure, undated: Measure, reversed: Measure| match fact.days() {
        Some(days) if days >= 0 => Contribution::bucket(measure, closed, days),
        Some(_) => Contribution::plain(reversed, closed),
        None => Contribution::plain(undated, closed),
    };
    let mut contributions = vec![Contribution::bucket(Measure::Reached, opened, fact.reached)];
    match fact.outcome {
        DealOutcome::Won => {
            let measure = if fact.amount.is_some() { Measure::Won } else { Measure::WonUnvalued };
            contributions.push(Contribution::money(measure, closed));
            contributions.push(timed(Measure::WonDays, Measure::WonUndated, Measure::WonReversed));
            contributions.push(Contribution::plain(Measure::OpenedWon, opened));
        }
        DealOutcome::Lost => {
            contributions.push(Contribution::plain(Measure::Lost, closed));
            contributions.push(timed(Measure::LostDays, Measure::LostUndated, Measure::LostReversed));
            contributions.push(Contribution::plain(Measure::OpenedOther, opened));
        }
        DealOutcome::Open => {
            let measure = if fact.amount.is_some() { Measure::Open } else { Measure::OpenUnvalued };
            contributions.push(Contribution::money(measure, opened));
            contributions.push(Contribution::plain(Measure::OpenedOther, opened));
        }
    }
    if fact.partner_id.is_some() {
        let registered = fact.source == DealSource::Registered;
        contributions
            .push(Contribution::plain(if registered { Measure::Registered } else { Measure::Unregistered }, opened));
    }
    let whole = fact.amount.unwrap_or(0);
    let mut values = vec![
        (GroupingSet::All, String::new(), whole),
        (GroupingSet::Program, fact.program_id.to_string(), whole),
        (GroupingSet::Phase, fact.phase.clone(), whole),
        (GroupingSet::Segment, text(fact.segment_id), whole),
        (GroupingSet::Region, fact.region.clone(), whole),
        (GroupingSet::Owner, text(fact.owner_id), whole),
        (GroupingSet::Partner, text(fact.partner_id), whole),
        (GroupingSet::Source, fact.source.to_string(), whole),
    ];
    // A deal counts once for each product and category it has, with that part of its amount.
    let mut products: BTreeMap<String, i64> = BTreeMap::new();
    let mut categories: BTreeMap<String, i64> = BTreeMap::new();
    for line in &fact.lines {
        let amount = line.amount.unwrap_or(0);
        *products.entry(text(line.product_id)).or_default() += amount;
        *categories.entry(line.category.clone()).or_default() += amount;
    }
    values.extend(products.into_iter().map(|(v, a)| (GroupingSet::Product, v, a)));
    values.extend(categories.into_iter().map(|(v, a)| (GroupingSet::Category, v, a)));
    values.retain(|(set, value, _)| sets.takes(*set, value));
    let mut out = Vec::with_capacity(contributions.len() * values.len());
    for contribution in &contributions {
        spread(&mut out, contribution, fact.currency.as_str(), &values);
    }
    out
}

/// A deal's outcome, as a registration's fact has it.
const WON: &str = "won";

/// The cells of a registration.
pub fn registration_cells(fact: &RegistrationFact, sets: Sets) -> Vec<(CellKey, Cell)> {
    let submitted = Some(fact.submitted_month);
    let decided = fact.decided_month;
    let timed = |measure: Measure, undated: Measure, month: Option<i64>, micros: i64| {
        if micros < 0 {
            Contribution::plain(undated, month)
        } else {
            Contribution { micros, ..Contribution::bucket(measure, month, micros / MINUTE) }
        }
    };
    let mut contributions = vec![Contribution::plain(Measure::Submitted, submitted)];
    if let Some(micros) = fact.answer_micros {
        contributions.push(timed(Measure::Answered, Measure::AnsweredUndated, submitted, micros));
        if micros < 0 && fact.answer_due_at.is_some() {
            contributions.push(Contribution::plain(Measure::AnsweredBefore, submitted));
        }
    }
    match fact.in_time {
        1 => contributions.push(Contribution::plain(Measure::InTime, submitted)),
        0 => contributions.push(Contribution::plain(Measure::Late, submitted)),
        _ => {}
    }
    match fact.decided() {
        Some(Decision::Approved) => contributions.push(Contribution::plain(Measure::Approved, decided)),
        Some(Decision::Declined) => contributions.push(Contribution::plain(Measure::Declined, decided)),
        None => {}
    }
    if fact.decided() == Some(Decision::Approved) {
        contributions.push(Contribution::plain(Measure::FunnelApproved, submitted));
        if !fact.deal_outcome.is_empty() {
            contributions.push(Contribution::plain(Measure::FunnelDeal, submitted));
        }
        if fact.deal_outcome == WON {
            contributions.push(Contribution::plain(Measure::FunnelWon, submitted));
        }
    }
    if let Some(micros) = fact.decision_micros {
        contributions.push(timed(Measure::Decided, Measure::DecidedUndated, decided, micros));
    }
    let mut values = vec![
        (GroupingSet::All, String::new(), 0),
        (GroupingSet::Program, fact.program_id.to_string(), 0),
        (GroupingSet::Phase, fact.phase.clone(), 0),
        (GroupingSet::Segment, text(fact.segment_id), 0),
        (GroupingSet::Region, fact.region.clone(), 0),
        (GroupingSet::Owner, text(fact.owner_id), 0),
        (GroupingSet::Partner, text(fact.partner_id), 0),
        (GroupingSet::Source, fact.source.clone(), 0),
        (GroupingSet::Product, text(fact.product_id), 0),
        (GroupingSet::Category, fact.category.clone(), 0),
    ];
    values.retain(|(set, value, _)| sets.takes(*set, value));
    let mut out = Vec::with_capacity(contributions.len() * values.len());
    for contribution in &contributions {
        spread(&mut out, contribution, "", &values);
    }
    out
}
