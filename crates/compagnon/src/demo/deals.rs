//! The deals of the sample data.

use super::chance::Chance;
use super::names::PLACES;
use super::partners::later;
use super::plan::{DAYS, DealPlan, Origin, PRODUCTS, PROGRAMS, Plan, Step};
use super::texts;
use kernel::{Currency, Date};
use operations::cosell::deal::LossReason;

const ALL: usize = 2_000;
/// Of the vendor's own sales.
const OWN: usize = 110;
/// Registrations exist for a little longer than a year; before that the CRM of those days was the only source.
const REGISTERED_SINCE: i64 = 400;
/// How much is closed in each month of the year, January first.
const SEASON: [i64; 12] = [70, 80, 120, 85, 95, 125, 75, 55, 115, 105, 115, 110];

pub(super) fn invent(plan: &mut Plan, chance: &mut Chance) {
    for number in 0..OWN {
        own(plan, chance, number);
    }
    let weights: Vec<i64> =
        plan.partners.iter().map(|p| p.selling.map_or(0, |selling| p.weight * (selling + 60) / 100)).collect();
    while plan.deals.len() < ALL {
        let partner = chance.weighted(&weights);
        let Some(found) = plan.partners.get(partner) else { break };
        // A week-end in between moves a day by two at most.
        let (from, to) = (found.selling.unwrap_or(0) - 3, found.ended.unwrap_or(0));
        let opened = season(plan, chance, from, to);
        of_partner(plan, chance, partner, opened);
    }
}

/// A day between `from` and `to` days ago: more before the ends of quarters, fewer in summer, more this year than last.
fn season(plan: &Plan, chance: &mut Chance, from: i64, to: i64) -> i64 {
    for _ in 0..40 {
        let ago = chance.between(to, from);
        let month = usize::from(plan.days.date(ago).0.month().unsigned_abs()).saturating_sub(1);
        let likely = SEASON.get(month).copied().unwrap_or(100) * (130 - 60 * ago / DAYS) / 100;
        if chance.between(0, 165) < likely {
            return ago;
        }
    }
    chance.between(to, from)
}

/// A deal without a partner. The first ones are open today: registrations will collide with them.
fn own(plan: &mut Plan, chance: &mut Chance, number: usize) {
    let place = chance.pick(PLACES);
    let organisation = plan.inventor.customer(chance, place);
    let german = organisation.german;
    let customer = plan.customers.len();
    plan.customers.push(organisation);
    let program = chance.weighted(&[40, 10, 40, 10]);
    let opened = if number < 12 { chance.between(14, 40) } else { chance.between(10, DAYS) };
    let currency = if place.country == "US" { Currency::USD } else { Currency::EUR };
    let deal = DealPlan {
        partner: None,
        program,
        customer,
        owner: if chance.percent(50) { 1 } else { 4 },
        name: name(plan, chance, customer, german),
        origin: Origin::Own,
        currency,
        lines: lines(chance, program),
        closes_in: chance.between(30, 120),
    };
    let at = plan.days.moment(opened, chance);
    plan.at(at, Step::OpenDeal(plan.deals.len()));
    let index = plan.deals.len();
    plan.deals.push(deal);
    if number < 12 {
        let at = later(at, plan.days.moment(opened / 2, chance));
        plan.at(at, Step::MoveDeal { deal: index, stage: 1 });
    } else {
        advance(plan, chance, index, opened, at);
    }
}

fn of_partner(plan: &mut Plan, chance: &mut Chance, partner: usize, opened: i64) {
    let customer = customer(plan, chance, partner);
    let Some(found) = plan.partners.get(partner) else { return };
    let (german, currency, manager) = (found.organisation.german, found.currency, found.manager);
    let owner = found.sales_lead.filter(|_| chance.percent(60)).unwrap_or(manager);
    let program = found.second_program.filter(|_| opened < 18).unwrap_or(found.program);
    let origin = match opened {
        15..=REGISTERED_SINCE if chance.percent(27) => Origin::Registered,
        0..=REGISTERED_SINCE => Origin::ByHand,
        _ => Origin::Taken,
    };
    let index = plan.deals.len();
    let deal = DealPlan {
        partner: Some(partner),
        program,
        customer,
        owner,
        name: name(plan, chance, customer, german),
        origin,
        currency,
        lines: lines(chance, program),
        closes_in: chance.between(20, 150),
    };
    plan.deals.push(deal);
    let at = plan.days.moment(opened, chance);
    // A registered deal begins when its registration is approved.
    if origin != Origin::Registered {
        plan.at(at, Step::OpenDeal(index));
    } else {
        super::registrations::approved(plan, chance, index, at);
    }
    advance(plan, chance, index, opened, at);
}

/// A customer of the partner: an old one, a new one, or rarely one that another partner works with too.
fn customer(plan: &mut Plan, chance: &mut Chance, partner: usize) -> usize {
    let known = plan.partners.get(partner).map_or(&[][..], |p| p.customers.as_slice());
    if known.len() > 2 && chance.percent(58) {
        return *chance.pick(known);
    }
    let others = plan.customers.len();
    let index = if others > 200 && chance.percent(5) {
        chance.index(others)
    } else {
        let german = plan.partners.get(partner).is_some_and(|p| p.organisation.german);
        let places: Vec<_> = PLACES.iter().filter(|p| p.german == german).collect();
        let place = chance.pick(&places);
        let organisation = plan.inventor.customer(chance, place);
        plan.customers.push(organisation);
        others
    };
    if let Some(found) = plan.partners.get_mut(partner) {
        found.customers.push(index);
    }
    index
}

fn name(plan: &Plan, chance: &mut Chance, customer: usize, german: bool) -> String {
    let topic = chance.text(if german { texts::TOPICS_DE } else { texts::TOPICS_EN });
    let short = plan.customers.get(customer).map_or("", |c| c.short.as_str());
    format!("{short}: {topic}")
}

/// Products that add up to about a typical deal of the program: seats of a platform, what goes with it, services, training.
fn lines(chance: &mut Chance, program: usize) -> Vec<(usize, i64, i64)> {
    let typical = PROGRAMS.get(program).map_or(20_000, |p| p.deal);
    let target = chance.skewed(typical);
    let mut lines = Vec::new();
    let mut add = |chance: &mut Chance, product: usize, share: i64| {
        let price = PRODUCTS.get(product).map_or(100, |p| p.price);
        let pieces = (target * share / 100 / price).max(1);
        // What is bought in numbers gets cheaper.
        let rebate = if pieces >= 100 { chance.between(8, 22) } else { 0 };
        lines.push((product, pieces, pieces * price * (100 - rebate) / 100));
    };
    let platform = chance.weighted(&[5, 4, 3]);
    add(chance, platform, 65);
    if chance.percent(60) {
        let product = 3 + chance.index(4);
        add(chance, product, 18);
    }
    if chance.percent(55) {
        let product = 7 + chance.index(3);
        add(chance, product, 20);
    }
    if chance.percent(30) {
        let product = 10 + chance.index(2);
        add(chance, product, 8);
    }
    lines
}

/// The way of a deal through the stages, to its end or to today.
pub(super) fn advance(plan: &mut Plan, chance: &mut Chance, deal: usize, opened: i64, begun: kernel::Instant) {
    let program = plan.deals.get(deal).map_or(0, |d| d.program);
    let cycle = chance.skewed(PROGRAMS.get(program).map_or(60, |p| p.cycle)).max(6);
    // Strong partners win more often.
    let strength = plan
        .deals
        .get(deal)
        .and_then(|d| d.partner)
        .and_then(|p| plan.partners.get(p))
        .map_or(40, |p| 34 + (p.weight / 24).min(16));
    let won = chance.percent(strength);
    let stalls = !won && chance.percent(22);
    let length = if stalls { cycle * 2 + 30 } else { to_quarter_end(plan, chance, opened, cycle) };
    let reaches = if won { 3 } else { usize::try_from(chance.between(0, 3)).unwrap_or(0) };
    let mut at = begun;
    for (stage, share) in [(1, 22), (2, 50), (3, 78)] {
        let ago = opened - length * share / 100;
        if stage > reaches || ago < 0 {
            break;
        }
        at = later(at, plan.days.moment(ago, chance));
        if at >= plan.days.now.plus(-2 * kernel::time::HOUR) {
            return;
        }
        plan.at(at, Step::MoveDeal { deal, stage });
        if chance.percent(6) {
            plan.at(at, Step::DealNote { deal, text: chance.text(texts::DEAL_NOTES) });
        }
    }
    let ago = opened - length;
    if ago < 0 {
        return;
    }
    at = later(at, plan.days.moment(ago, chance));
    if at >= plan.days.now.plus(-2 * kernel::time::HOUR) {
        return;
    }
    if won {
        plan.at(at, Step::Win(deal));
    } else {
        let reasons = [
            LossReason::Price,
            LossReason::Competitor,
            LossReason::NoDecision,
            LossReason::NoBudget,
            LossReason::Timing,
            LossReason::ProductGap,
        ];
        let reason = if stalls { LossReason::NoDecision } else { *chance.pick(&reasons) };
        plan.at(at, Step::Lose { deal, reason });
    }
}

/// Some deals wait for the last days of a quarter.
fn to_quarter_end(plan: &Plan, chance: &mut Chance, opened: i64, cycle: i64) -> i64 {
    if !chance.percent(35) {
        return cycle;
    }
    let closes: Date = plan.days.date(opened - cycle);
    let waits = (0..45).find(|n| {
        let day = closes.plus_days(*n);
        day.0.month() % 3 == 0 && day.0.day() >= 22
    });
    cycle + waits.unwrap_or(0)
}
