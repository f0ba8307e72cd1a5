//! What happens in the sample data, in the order of time. Pure: the present moment goes in, a list of steps comes out.

use super::chance::Chance;
use super::names::{Inventor, Organisation};
use super::{deals, partners, registrations};
use jiff::tz::TimeZone;
use kernel::time::{HOUR, MINUTE};
use kernel::words::{ContactRole, PartnerStatus, Phase, ProgramKind};
use kernel::{Currency, Instant, Role};
use operations::cosell::deal::LossReason;

/// How far back the sample data goes, days.
pub(super) const DAYS: i64 = 730;

/// A person of the vendor.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) role: Role,
    pub(super) all_partners: bool,
}

pub(super) const PEOPLE: &[Person] = &[
    Person {
        name: "Ines Hoffmann",
        email: "ines.hoffmann@halden.example",
        role: Role::Administrator,
        all_partners: true,
    },
    Person {
        name: "Katharina Vogt",
        email: "katharina.vogt@halden.example",
        role: Role::HeadOfPartnerships,
        all_partners: true,
    },
    Person {
        name: "Jonas Lehmann",
        email: "jonas.lehmann@halden.example",
        role: Role::PartnerManager,
        all_partners: false,
    },
    Person {
        name: "Sarah Whitfield",
        email: "sarah.whitfield@halden.example",
        role: Role::PartnerManager,
        all_partners: false,
    },
    Person {
        name: "Mehmet Yıldız",
        email: "mehmet.yildiz@halden.example",
        role: Role::PartnerManager,
        all_partners: true,
    },
    Person { name: "Clara Nyström", email: "clara.nystroem@halden.example", role: Role::Viewer, all_partners: true },
];

/// A program of the vendor.
pub(super) struct Program {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: ProgramKind,
    /// A typical deal, whole units.
    pub(super) deal: i64,
    /// A typical time to a decision, days.
    pub(super) cycle: i64,
}

pub(super) const PROGRAMS: &[Program] = &[
    Program { key: "reseller-dach", name: "Reseller DACH", kind: ProgramKind::Reseller, deal: 21_000, cycle: 52 },
    Program { key: "referral", name: "Referral", kind: ProgramKind::Referral, deal: 11_000, cycle: 38 },
    Program { key: "integrator", name: "System integrators", kind: ProgramKind::Integrator, deal: 64_000, cycle: 104 },
    Program { key: "technology", name: "Technology alliances", kind: ProgramKind::Technology, deal: 27_000, cycle: 71 },
];

/// A product of the vendor; the price is in whole units a piece.
pub(super) struct Product {
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) price: i64,
    pub(super) alias: &'static str,
}

pub(super) const PRODUCTS: &[Product] = &[
    Product { name: "Halden Core", category: "Platform", price: 240, alias: "Core" },
    Product { name: "Halden Core Plus", category: "Platform", price: 390, alias: "Core+" },
    Product { name: "Halden Enterprise", category: "Platform", price: 610, alias: "Enterprise" },
    Product { name: "Forecast", category: "Add-ons", price: 95, alias: "Halden Forecast" },
    Product { name: "Field Service", category: "Add-ons", price: 130, alias: "Außendienst" },
    Product { name: "Data Connect", category: "Add-ons", price: 75, alias: "Connectors" },
    Product { name: "Archive", category: "Add-ons", price: 40, alias: "Archiv" },
    Product { name: "Launch package", category: "Services", price: 7_500, alias: "Startpaket" },
    Product { name: "Migration", category: "Services", price: 12_000, alias: "Datenübernahme" },
    Product { name: "Health check", category: "Services", price: 2_900, alias: "Systemprüfung" },
    Product { name: "Administrator course", category: "Training", price: 1_450, alias: "Admin-Schulung" },
    Product { name: "Key user course", category: "Training", price: 890, alias: "Anwenderschulung" },
];

/// Segments with the rule that fills them: attribute and value.
pub(super) const SEGMENTS: &[(&str, &str, &str)] = &[
    ("Strategic", "size", "500+"),
    ("Consultancies", "business_type", "Consultancy"),
    ("Managed service providers", "business_type", "Managed services"),
    ("Software makers", "business_type", "Software maker"),
    ("Regional resellers", "business_type", "Reseller"),
];

/// A person at a partner.
pub(super) struct ContactPlan {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: ContactRole,
}

/// A partner.
pub(super) struct PartnerPlan {
    pub(super) organisation: Organisation,
    pub(super) program: usize,
    pub(super) second_program: Option<usize>,
    pub(super) manager: usize,
    pub(super) sales_lead: Option<usize>,
    pub(super) marketing_lead: Option<usize>,
    pub(super) business_type: &'static str,
    pub(super) size: &'static str,
    pub(super) vertical: &'static str,
    pub(super) contacts: Vec<ContactPlan>,
    pub(super) currency: Currency,
    /// The phase in which the records of this partner begin.
    pub(super) begins: Phase,
    /// Days ago; nothing while the partner does not sell yet.
    pub(super) selling: Option<i64>,
    /// Days ago; nothing while the relation is alive.
    pub(super) ended: Option<i64>,
    /// How much of all deals is theirs.
    pub(super) weight: i64,
    /// Customers they work with.
    pub(super) customers: Vec<usize>,
}

/// How a registration comes in.
pub(super) enum Entrance {
    PersonalLink,
    OnBehalf,
    /// Name, address and company of somebody unknown; and whether they confirm their address.
    Stranger {
        name: String,
        email: String,
        company: String,
        confirms: bool,
    },
}

/// A registration.
pub(super) struct RegistrationPlan {
    /// Whose it is; for a stranger the one whose program is addressed.
    pub(super) partner: usize,
    pub(super) contact: usize,
    pub(super) customer: usize,
    /// The name as the partner writes it.
    pub(super) written: String,
    pub(super) with_domain: bool,
    pub(super) product: usize,
    /// Whole units.
    pub(super) amount: i64,
    pub(super) closes_in: i64,
    pub(super) need: &'static str,
    pub(super) help: &'static str,
    pub(super) entrance: Entrance,
    /// What approval makes of it.
    pub(super) deal: Option<usize>,
}

/// Where a deal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Registered,
    /// From the CRM that was there before.
    Taken,
    ByHand,
    /// The vendor's own sales.
    Own,
}

/// A deal.
pub(super) struct DealPlan {
    pub(super) partner: Option<usize>,
    pub(super) program: usize,
    pub(super) customer: usize,
    pub(super) owner: usize,
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) currency: Currency,
    /// Product, pieces, whole units altogether.
    pub(super) lines: Vec<(usize, i64, i64)>,
    pub(super) closes_in: i64,
}

impl DealPlan {
    /// Whole units.
    pub(super) fn amount(&self) -> i64 {
        self.lines.iter().map(|(_, _, amount)| amount).sum()
    }
}

/// One thing that happens.
pub(super) enum Step {
    Join(usize),
    Phase {
        partner: usize,
        second: bool,
        to: Phase,
        ready: bool,
    },
    Status {
        partner: usize,
        to: PartnerStatus,
        reason: &'static str,
    },
    Plan {
        partner: usize,
        text: &'static str,
        in_days: i64,
    },
    PartnerNote {
        partner: usize,
        text: &'static str,
    },
    Register(usize),
    StartReview(usize),
    Ask {
        registration: usize,
        question: &'static str,
    },
    Answer {
        registration: usize,
        answer: &'static str,
    },
    Approve(usize),
    Decline {
        registration: usize,
        reason: &'static str,
        text: &'static str,
    },
    Withdraw {
        registration: usize,
        reason: &'static str,
    },
    OpenDeal(usize),
    /// To the open stage with this index.
    MoveDeal {
        deal: usize,
        stage: usize,
    },
    Win(usize),
    Lose {
        deal: usize,
        reason: LossReason,
    },
    DealNote {
        deal: usize,
        text: &'static str,
    },
    /// Looks for protections that have ended and promises that were broken.
    Housekeeping,
}

/// Everything there is and everything that happens.
pub(super) struct Plan {
    pub(super) partners: Vec<PartnerPlan>,
    pub(super) customers: Vec<Organisation>,
    pub(super) registrations: Vec<RegistrationPlan>,
    pub(super) deals: Vec<DealPlan>,
    pub(super) steps: Vec<(Instant, Step)>,
    pub(super) inventor: Inventor,
    pub(super) days: Days,
}

impl Plan {
    pub(super) fn at(&mut self, at: Instant, step: Step) {
        self.steps.push((at.min(self.days.now.plus(-MINUTE)), step));
    }
    /// Whether people know this customer by another name too.
    pub(super) fn aliased(&self, customer: usize) -> bool {
        let own = self.deals.iter().filter(|d| d.partner.is_none()).take(12);
        own.into_iter().any(|d| d.customer == customer)
    }
}

/// Counts days back from the present.
#[derive(Clone)]
pub(super) struct Days {
    pub(super) now: Instant,
    zone: TimeZone,
}

impl Days {
    pub(super) fn new(now: Instant, zone: TimeZone) -> Self {
        Self { now: Instant(now.0 - now.0.rem_euclid(HOUR)), zone }
    }
    /// That day, or the Friday before a week-end.
    pub(super) fn date(&self, ago: i64) -> kernel::Date {
        let date = self.now.date_in(&self.zone).plus_days(-ago);
        let past_friday = i64::from(date.0.weekday().to_monday_one_offset()).saturating_sub(5).max(0);
        date.plus_days(-past_friday)
    }
    /// A moment in working hours of that day, never in the future.
    pub(super) fn moment(&self, ago: i64, chance: &mut Chance) -> Instant {
        let minutes = chance.between(8 * 60 + 10, 17 * 60 + 40);
        self.date(ago).start_in(&self.zone).plus(minutes * MINUTE).min(self.now.plus(-5 * MINUTE))
    }
    /// So many hours ago.
    pub(super) fn hours(&self, ago: i64) -> Instant {
        self.now.plus(-ago * HOUR)
    }
}

/// The plan for a present moment: the same for the same hour.
pub(super) fn plan(now: Instant, zone: TimeZone) -> Plan {
    let mut chance = Chance::new(20_240_317);
    let mut plan = Plan {
        partners: Vec::new(),
        customers: Vec::new(),
        registrations: Vec::new(),
        deals: Vec::new(),
        steps: Vec::new(),
        inventor: Inventor::default(),
        days: Days::new(now, zone),
    };
    partners::invent(&mut plan, &mut chance);
    deals::invent(&mut plan, &mut chance);
    registrations::invent_decided(&mut plan, &mut chance);
    registrations::invent_waiting(&mut plan, &mut chance);
    for ago in (0..DAYS).step_by(7) {
        let at = plan.days.moment(ago, &mut chance);
        plan.at(at, Step::Housekeeping);
    }
    plan.steps.sort_by_key(|(at, _)| *at);
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned() -> Plan {
        plan("2026-11-24T09:20:00Z".parse().expect("a moment"), TimeZone::UTC)
    }

    #[test]
    fn the_plan_is_as_large_as_promised_and_lies_in_the_past() {
        let plan = planned();
        assert_eq!(plan.partners.len(), 120);
        assert_eq!(plan.deals.len(), 2_000);
        assert!((440..=540).contains(&plan.registrations.len()), "{}", plan.registrations.len());
        assert!(plan.steps.iter().all(|(at, _)| *at < plan.days.now));
        assert!(plan.steps.is_sorted_by_key(|(at, _)| *at));
    }

    #[test]
    fn the_same_hour_gives_the_same_plan() {
        let face = |plan: &Plan| {
            let amounts: Vec<i64> = plan.deals.iter().map(DealPlan::amount).collect();
            let names: Vec<String> = plan.customers.iter().map(|c| c.name.clone()).collect();
            (amounts, names, plan.steps.iter().map(|(at, _)| *at).collect::<Vec<_>>())
        };
        assert_eq!(face(&planned()), face(&planned()));
    }

    #[test]
    fn nothing_happens_to_a_partner_who_has_not_joined() {
        let plan = planned();
        let mut joined = vec![false; plan.partners.len()];
        for (_, step) in &plan.steps {
            let of = match step {
                Step::Join(partner) => {
                    joined[*partner] = true;
                    continue;
                }
                Step::Phase { partner, .. }
                | Step::Status { partner, .. }
                | Step::Plan { partner, .. }
                | Step::PartnerNote { partner, .. } => Some(*partner),
                Step::Register(registration) => Some(plan.registrations[*registration].partner),
                Step::OpenDeal(deal) => plan.deals[*deal].partner,
                _ => None,
            };
            assert!(of.is_none_or(|partner| joined[partner]));
        }
        assert!(joined.iter().all(|j| *j));
    }

    #[test]
    fn what_happens_to_a_deal_happens_in_order() {
        let plan = planned();
        let mut open = vec![false; plan.deals.len()];
        let mut closed = open.clone();
        for (_, step) in &plan.steps {
            match step {
                Step::OpenDeal(deal) => open[*deal] = true,
                Step::Approve(registration) => {
                    if let Some(deal) = plan.registrations[*registration].deal {
                        open[deal] = true;
                    }
                }
                Step::MoveDeal { deal, .. } | Step::DealNote { deal, .. } => assert!(open[*deal] && !closed[*deal]),
                Step::Win(deal) | Step::Lose { deal, .. } => {
                    assert!(open[*deal] && !closed[*deal]);
                    closed[*deal] = true;
                }
                _ => {}
            }
        }
        assert!(open.iter().all(|o| *o));
        let still_open = closed.iter().filter(|c| !**c).count();
        assert!((150..500).contains(&still_open), "{still_open}");
    }
}
