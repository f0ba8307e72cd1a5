//! The partners of the sample data and their way through the phases.

use super::chance::Chance;
use super::names::{PLACES, person};
use super::plan::{ContactPlan, DAYS, PROGRAMS, PartnerPlan, Plan, Step};
use super::texts;
use kernel::words::{ContactRole, PartnerStatus, Phase, ProgramKind};
use kernel::{Currency, Instant};

/// How many partners are in each phase today.
const TODAY: &[(Phase, usize)] =
    &[(Phase::Attract, 22), (Phase::Onboard, 23), (Phase::Cosell, 35), (Phase::Grow, 28), (Phase::Renew, 12)];
/// A phase and how many days ago it began.
type Way = Vec<(Phase, i64)>;

pub(super) fn invent(plan: &mut Plan, chance: &mut Chance) {
    for (phase, count) in TODAY {
        for number in 0..*count {
            let way = way(chance, *phase);
            let partner = partner(plan, chance, &way, *phase == Phase::Renew && number < 6);
            let index = plan.partners.len();
            plan.partners.push(partner);
            live(plan, chance, index, &way, number);
        }
    }
}

/// When each phase began, so that the last one is today's. Half of the older partners were there before the records begin.
fn way(chance: &mut Chance, today: Phase) -> Way {
    match today {
        Phase::Attract => vec![(Phase::Attract, chance.between(3, 88))],
        Phase::Onboard => {
            let onboard = chance.between(4, 78);
            vec![(Phase::Attract, onboard + chance.between(14, 60)), (Phase::Onboard, onboard)]
        }
        Phase::Cosell => {
            let cosell = chance.between(25, 360);
            let onboard = cosell + chance.between(24, 70);
            vec![(Phase::Attract, onboard + chance.between(12, 50)), (Phase::Onboard, onboard), (Phase::Cosell, cosell)]
        }
        Phase::Grow if chance.percent(45) => {
            let cosell = chance.between(330, 560);
            let onboard = cosell + chance.between(24, 60);
            vec![
                (Phase::Attract, onboard + chance.between(12, 50)),
                (Phase::Onboard, onboard),
                (Phase::Cosell, cosell),
                (Phase::Grow, cosell - chance.between(120, 240)),
            ]
        }
        Phase::Grow => vec![(Phase::Cosell, DAYS), (Phase::Grow, chance.between(180, 560))],
        Phase::Renew => {
            vec![(Phase::Cosell, DAYS), (Phase::Grow, chance.between(380, 600)), (Phase::Renew, chance.between(6, 55))]
        }
    }
}

fn partner(plan: &mut Plan, chance: &mut Chance, way: &Way, ends: bool) -> PartnerPlan {
    let program = chance.weighted(&[44, 26, 28, 22]);
    let kind = PROGRAMS.get(program).map_or(ProgramKind::Reseller, |p| p.kind);
    let place = match kind {
        // The reseller program is for Germany, Austria and Switzerland.
        ProgramKind::Reseller => chance.weighted(&[18, 22, 20, 14, 14, 12]),
        ProgramKind::Technology => chance.weighted(&[8, 12, 8, 12, 4, 6, 14, 6, 10, 20]),
        _ => chance.weighted(&[12, 14, 14, 10, 8, 8, 14, 6, 8, 6]),
    };
    let place = PLACES.get(place).expect("a weight for each place");
    let organisation = plan.inventor.partner(chance, place);
    let business_type = match kind {
        ProgramKind::Reseller => *chance.pick(&["Reseller", "Reseller", "Managed services"]),
        ProgramKind::Technology => "Software maker",
        _ => *chance.pick(&["Consultancy", "Consultancy", "Managed services"]),
    };
    let size = *chance.pick(&["1-10", "11-50", "11-50", "51-200", "51-200", "201-500", "500+"]);
    let currency = match (kind, place.country) {
        (ProgramKind::Technology, _) | (_, "US") => Currency::USD,
        (_, "GB") => "GBP".parse().unwrap_or(Currency::EUR),
        _ => Currency::EUR,
    };
    let mut names = Vec::new();
    let mut contacts = Vec::new();
    let roles = [ContactRole::Seller, ContactRole::Principal, ContactRole::Engineer, ContactRole::Marketer];
    let many = chance.between(2, 4);
    for role in roles.into_iter().take(usize::try_from(many).unwrap_or(2)) {
        let (name, email) = person(chance, &organisation, &names);
        names.push(name.clone());
        contacts.push(ContactPlan { name, email, role });
    }
    let began = |phase| way.iter().find(|(p, _)| *p == phase).map(|(_, ago)| *ago);
    let german = organisation.german;
    PartnerPlan {
        organisation,
        program,
        second_program: (way.last().is_some_and(|(phase, _)| *phase == Phase::Grow)
            && program != 2
            && chance.percent(22))
        .then_some(2),
        // The south and the Alps are Jonas', what does not speak German is Sarah's, the rest Mehmet's.
        manager: match place.region {
            "South" | "Alps" => 2,
            _ if german => 4,
            _ => 3,
        },
        sales_lead: (began(Phase::Onboard).is_some() || began(Phase::Cosell).is_some())
            .then(|| if chance.percent(50) { 1 } else { 4 }),
        marketing_lead: began(Phase::Grow).map(|_| 3),
        business_type,
        size,
        vertical: chance.text(&["Manufacturing", "Logistics", "Health", "Finance", "Public sector", "Retail"]),
        contacts,
        currency,
        begins: way.first().map_or(Phase::Attract, |(phase, _)| *phase),
        selling: began(Phase::Cosell),
        ended: ends.then(|| chance.between(2, 5)),
        weight: chance.skewed(100).clamp(20, 480),
        customers: Vec::new(),
    }
}

/// The steps of one partner's life.
fn live(plan: &mut Plan, chance: &mut Chance, index: usize, way: &Way, number: usize) {
    let joined = plan.days.moment(way.first().map_or(1, |(_, ago)| *ago), chance);
    plan.at(joined, Step::Join(index));
    let mut last = joined;
    for (phase, ago) in way.iter().skip(1) {
        last = later(last, plan.days.moment(*ago, chance));
        // Now and then somebody moves on before everything was done, and says why.
        let ready = chance.percent(82);
        plan.at(last, Step::Phase { partner: index, second: false, to: *phase, ready });
    }
    let second = plan.partners.get(index).and_then(|p| p.second_program);
    if second.is_some() {
        let at = later(last, plan.days.moment(chance.between(24, 150), chance));
        plan.at(at, Step::Phase { partner: index, second: true, to: Phase::Onboard, ready: true });
    }
    for _ in 0..chance.between(1, 3) {
        let ago = chance.between(1, way.first().map_or(1, |(_, ago)| *ago).max(1));
        let at = later(joined, plan.days.moment(ago, chance));
        let german = plan.partners.get(index).is_some_and(|p| p.organisation.german);
        let text = chance.text(if german { texts::NOTES_DE } else { texts::NOTES_EN });
        plan.at(at, Step::PartnerNote { partner: index, text });
    }
    let ended = plan.partners.get(index).and_then(|p| p.ended);
    match ended {
        Some(ago) => {
            let at = later(last, plan.days.moment(ago, chance));
            let (to, reason) = if number.is_multiple_of(2) {
                (PartnerStatus::Exited, "Agreement not renewed; open deals handed over.")
            } else {
                (PartnerStatus::Paused, "Change of ownership on their side; we talk again next quarter.")
            };
            plan.at(at, Step::Status { partner: index, to, reason });
        }
        None if chance.percent(70) => {
            let at = later(last, plan.days.moment(chance.between(1, 12), chance));
            let text = chance.text(texts::next_steps(way.last().map_or(Phase::Attract, |(p, _)| *p)));
            plan.at(at, Step::Plan { partner: index, text, in_days: chance.between(-3, 24) });
        }
        None => {}
    }
}

/// `at`, or a little after `before` when that is later.
pub(super) fn later(before: Instant, at: Instant) -> Instant {
    at.max(before.plus(20 * kernel::time::MINUTE))
}
