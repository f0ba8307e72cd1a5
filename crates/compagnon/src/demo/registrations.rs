//! The registrations of the sample data: those decided long ago, and those that wait today.

use super::chance::Chance;
use super::names::{PLACES, person};
use super::partners::later;
use super::plan::{Entrance, Plan, RegistrationPlan, Step};
use super::texts;
use kernel::Instant;
use kernel::time::{HOUR, MINUTE};

/// The registration a deal came from, and its way to approval; `approved_at` is when the deal begins.
pub(super) fn approved(plan: &mut Plan, chance: &mut Chance, deal: usize, approved_at: Instant) {
    let Some(found) = plan.deals.get(deal) else { return };
    let (customer, amount) = (found.customer, found.amount());
    let Some(partner) = found.partner else { return };
    let closes_in = found.closes_in.max(30);
    let product = found.lines.first().map_or(0, |(product, _, _)| *product);
    let registration = RegistrationPlan { amount, product, closes_in, ..told(plan, chance, partner, customer) };
    let registration = RegistrationPlan { deal: Some(deal), ..registration };
    let index = push(plan, registration);
    // The first answer mostly comes within a day: a question, or the decision itself.
    let waited = answered_within(chance);
    let asked = chance.percent(24);
    let decided_after = if asked { chance.between(30, 110) * HOUR } else { 0 };
    let submitted = approved_at.plus(-waited - decided_after);
    plan.at(submitted, Step::Register(index));
    if asked {
        let answered = submitted.plus(waited);
        plan.at(answered, Step::Ask { registration: index, question: question(plan, chance, partner) });
        let back = answered.plus(decided_after * chance.between(40, 80) / 100);
        plan.at(back, Step::Answer { registration: index, answer: reply(plan, chance, partner) });
    } else {
        plan.at(submitted.plus(waited * chance.between(20, 80) / 100), Step::StartReview(index));
    }
    plan.at(approved_at, Step::Approve(index));
}

/// How long a partner waits for the first answer.
fn answered_within(chance: &mut Chance) -> i64 {
    if chance.percent(81) { chance.between(60, 23 * 60) * MINUTE } else { chance.between(25, 70) * HOUR }
}

/// Registrations that were declined or taken back.
pub(super) fn invent_decided(plan: &mut Plan, chance: &mut Chance) {
    let selling: Vec<usize> = sellers(plan, 60);
    for number in 0..88 {
        let partner = *chance.pick(&selling);
        let since = plan.partners.get(partner).and_then(|p| p.selling).unwrap_or(60).min(390) - 3;
        let submitted = plan.days.moment(chance.between(12, since.max(13)), chance);
        let customer = some_customer(plan, chance, partner);
        let told = told(plan, chance, partner, customer);
        let index = push(plan, told);
        plan.at(submitted, Step::Register(index));
        let waited = answered_within(chance);
        if number % 8 == 0 {
            let reason = "The customer has put the project on hold.";
            plan.at(submitted.plus(waited), Step::Withdraw { registration: index, reason });
            continue;
        }
        plan.at(submitted.plus(waited / 3), Step::StartReview(index));
        let (reason, text) = *chance.pick(REASONS);
        plan.at(submitted.plus(waited), Step::Decline { registration: index, reason, text });
    }
}

/// Reason codes of the product with a sentence to the partner.
const REASONS: &[(&str, &str)] = &[
    ("already_in_contact", "We have been talking to this customer about the same project for some months."),
    ("existing_customer", "They are a customer of ours; the extension is part of the running contract."),
    ("not_a_fit", "We could not find a project behind it yet. Please come back when there is one."),
    ("not_enough_information", "We asked twice and have no answer. A new registration is welcome any time."),
];

/// Where a waiting registration stands today.
#[derive(Clone, Copy)]
enum Waits {
    /// Hours since it came; nobody has answered.
    Unanswered(i64),
    /// Hours since it came and since somebody took it up.
    InReview(i64, i64),
    /// Hours since it came and since we asked.
    Asked(i64, i64),
    /// Hours since it came, since we asked, and since they answered.
    Answered(i64, i64, i64),
}

/// What the conflict check will find.
#[derive(Clone, Copy)]
enum Finds {
    Nothing,
    /// The vendor's own open deal with this number, by domain.
    OwnSales(usize),
    /// The customer of the waiting registration before, by another partner, without its legal form.
    SameName,
    /// A name under which the customer with this own deal is known.
    Alias(usize),
    /// The customer of the same partner's waiting registration before.
    Again,
}

const WAITING: &[(Waits, Finds)] = &[
    (Waits::Unanswered(1), Finds::Nothing),
    (Waits::Unanswered(2), Finds::OwnSales(0)),
    (Waits::Unanswered(4), Finds::Nothing),
    (Waits::Unanswered(6), Finds::SameName),
    (Waits::Unanswered(9), Finds::Nothing),
    (Waits::Unanswered(13), Finds::Alias(1)),
    (Waits::Unanswered(17), Finds::Nothing),
    (Waits::Unanswered(20), Finds::Nothing),
    (Waits::Unanswered(22), Finds::OwnSales(2)),
    (Waits::Unanswered(23), Finds::Nothing),
    (Waits::Unanswered(27), Finds::Nothing),
    (Waits::Unanswered(31), Finds::SameName),
    (Waits::Unanswered(52), Finds::Nothing),
    (Waits::InReview(10, 2), Finds::Nothing),
    (Waits::InReview(19, 5), Finds::OwnSales(3)),
    (Waits::InReview(26, 7), Finds::Nothing),
    (Waits::InReview(30, 9), Finds::Again),
    (Waits::InReview(150, 138), Finds::Nothing),
    (Waits::InReview(190, 170), Finds::OwnSales(4)),
    (Waits::InReview(214, 196), Finds::Nothing),
    (Waits::Asked(28, 8), Finds::Nothing),
    (Waits::Asked(50, 30), Finds::Alias(5)),
    (Waits::Asked(77, 70), Finds::Nothing),
    (Waits::Asked(124, 101), Finds::Nothing),
    (Waits::Answered(54, 40, 3), Finds::Nothing),
    (Waits::Answered(80, 72, 11), Finds::SameName),
];

/// The registrations that make Today worth looking at.
pub(super) fn invent_waiting(plan: &mut Plan, chance: &mut Chance) {
    let sellers = sellers(plan, 20);
    let mut before: Option<(usize, usize)> = None;
    for (number, (waits, finds)) in WAITING.iter().enumerate() {
        let partner = match (finds, before) {
            (Finds::Again, Some((partner, _))) => partner,
            _ => sellers.get((number * 7 + 3) % sellers.len().max(1)).copied().unwrap_or(0),
        };
        let (customer, written, with_domain) = match (finds, before) {
            (Finds::OwnSales(own), _) => (own_customer(plan, *own), None, true),
            (Finds::Alias(own), _) => {
                let customer = own_customer(plan, *own);
                let alias = plan.customers.get(customer).map(|c| alias_of(&c.short));
                (customer, alias, false)
            }
            (Finds::SameName, Some((_, customer))) => {
                (customer, plan.customers.get(customer).map(|c| c.short.to_uppercase()), false)
            }
            (Finds::Again, Some((_, customer))) => (customer, None, true),
            _ => (new_customer(plan, chance, partner), None, true),
        };
        let mut told = told(plan, chance, partner, customer);
        told.written = written.unwrap_or(told.written);
        told.with_domain = with_domain;
        let index = push(plan, told);
        before = Some((partner, customer));
        wait(plan, chance, index, partner, *waits);
    }
    strangers(plan, chance);
}

fn wait(plan: &mut Plan, chance: &mut Chance, index: usize, partner: usize, waits: Waits) {
    let exact =
        |hours: i64, chance: &mut Chance, plan: &Plan| plan.days.hours(hours).plus(-chance.between(3, 40) * MINUTE);
    let (Waits::Unanswered(came) | Waits::InReview(came, _) | Waits::Asked(came, _) | Waits::Answered(came, _, _)) =
        waits;
    let came = exact(came, chance, plan);
    plan.at(came, Step::Register(index));
    match waits {
        Waits::Unanswered(_) => {}
        Waits::InReview(_, taken) => {
            let at = later(came, exact(taken, chance, plan));
            plan.at(at, Step::StartReview(index));
        }
        Waits::Asked(_, asked) => {
            let at = later(came, exact(asked, chance, plan));
            let question = question(plan, chance, partner);
            plan.at(at, Step::Ask { registration: index, question });
        }
        Waits::Answered(_, asked, back) => {
            let asked = later(came, exact(asked, chance, plan));
            let question = question(plan, chance, partner);
            plan.at(asked, Step::Ask { registration: index, question });
            let back = later(asked, exact(back, chance, plan));
            let answer = reply(plan, chance, partner);
            plan.at(back, Step::Answer { registration: index, answer });
        }
    }
}

/// People nobody knows: two have confirmed their address, two have not.
fn strangers(plan: &mut Plan, chance: &mut Chance) {
    for number in 0..4_i64 {
        let place = PLACES.get(usize::try_from(number * 2).unwrap_or(0)).or(PLACES.first()).expect("there are places");
        let company = plan.inventor.partner(chance, place);
        let (name, email) = person(chance, &company, &[]);
        // The program is that of a partner in the same part of the world.
        let partner = plan.partners.iter().position(|p| p.selling.is_some() && p.organisation.german == company.german);
        let partner = partner.unwrap_or(0);
        let customer = new_customer(plan, chance, partner);
        let mut told = told(plan, chance, partner, customer);
        told.entrance = Entrance::Stranger { name, email, company: company.name, confirms: number < 2 };
        let index = push(plan, told);
        let at = plan.days.hours(3 + number * 8).plus(-17 * MINUTE);
        plan.at(at, Step::Register(index));
    }
}

fn push(plan: &mut Plan, registration: RegistrationPlan) -> usize {
    plan.registrations.push(registration);
    plan.registrations.len() - 1
}

/// Partners who have sold for that many days and still do.
fn sellers(plan: &Plan, days: i64) -> Vec<usize> {
    let sells = |(_, p): &(usize, &super::plan::PartnerPlan)| p.ended.is_none() && p.selling.is_some_and(|s| s > days);
    plan.partners.iter().enumerate().filter(sells).map(|(index, _)| index).collect()
}

/// What a partner tells about a customer.
fn told(plan: &Plan, chance: &mut Chance, partner: usize, customer: usize) -> RegistrationPlan {
    let german = german(plan, partner);
    let contacts = plan.partners.get(partner).map_or(1, |p| p.contacts.len());
    RegistrationPlan {
        partner,
        contact: chance.index(contacts.min(2)),
        customer,
        written: plan.customers.get(customer).map(|c| c.name.clone()).unwrap_or_default(),
        with_domain: chance.percent(80),
        product: chance.index(7),
        amount: chance.skewed(24_000) / 50 * 50,
        closes_in: chance.between(35, 160),
        need: chance.text(if german { texts::NEEDS_DE } else { texts::NEEDS_EN }),
        help: chance.text(if german { texts::HELP_DE } else { texts::HELP_EN }),
        entrance: if chance.percent(72) { Entrance::PersonalLink } else { Entrance::OnBehalf },
        deal: None,
    }
}

fn some_customer(plan: &mut Plan, chance: &mut Chance, partner: usize) -> usize {
    let known = plan.partners.get(partner).map(|p| p.customers.clone()).unwrap_or_default();
    if !known.is_empty() && chance.percent(30) { *chance.pick(&known) } else { new_customer(plan, chance, partner) }
}

fn new_customer(plan: &mut Plan, chance: &mut Chance, partner: usize) -> usize {
    let german = german(plan, partner);
    let places: Vec<_> = PLACES.iter().filter(|p| p.german == german).collect();
    let place = *chance.pick(&places);
    let organisation = plan.inventor.customer(chance, place);
    plan.customers.push(organisation);
    plan.customers.len() - 1
}

fn own_customer(plan: &Plan, own: usize) -> usize {
    plan.deals.iter().filter(|d| d.partner.is_none()).nth(own).map_or(0, |d| d.customer)
}

/// What people call a company among themselves: the initial of each word.
pub(super) fn alias_of(short: &str) -> String {
    let initials: String = short.split_whitespace().filter_map(|w| w.chars().next()).collect();
    format!("{initials} Group")
}

fn german(plan: &Plan, partner: usize) -> bool {
    plan.partners.get(partner).is_some_and(|p| p.organisation.german)
}

fn question(plan: &Plan, chance: &mut Chance, partner: usize) -> &'static str {
    chance.text(if german(plan, partner) { texts::QUESTIONS_DE } else { texts::QUESTIONS_EN })
}

fn reply(plan: &Plan, chance: &mut Chance, partner: usize) -> &'static str {
    chance.text(if german(plan, partner) { texts::ANSWERS_DE } else { texts::ANSWERS_EN })
}
