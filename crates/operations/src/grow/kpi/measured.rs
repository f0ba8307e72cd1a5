//! Which measure a row of facts has, as SQL: the number of the measure. Words would be made, sorted and compared for every row.

use super::ask::Ask;
use super::cells::Measure as M;
use super::conditions::{happened, only, protected_again, put};
use super::partners;
use super::registry::Family;
use super::stays;
use kernel::words::DealOutcome;
use kernel::{Failure, Outcome};
use storage::Sql;

const HAS_AMOUNT: &str = "f.amount IS NOT NULL";

/// The measures of a family: of the first case that is so, or else the last.
struct Cases {
    cases: Vec<(String, M)>,
    otherwise: M,
}

impl Cases {
    fn measures(&self) -> impl Iterator<Item = M> {
        self.cases.iter().map(|(_, measure)| *measure).chain([self.otherwise])
    }
    fn text(&self) -> String {
        let otherwise = number(self.otherwise);
        if self.cases.is_empty() {
            return format!("CAST({otherwise} AS INTEGER)");
        }
        let cases: Vec<String> =
            self.cases.iter().map(|(so, measure)| format!("WHEN {so} THEN {}", number(*measure))).collect();
        format!("CASE {} ELSE {otherwise} END", cases.join(" "))
    }
}

/// The place among all measures.
fn number(measure: M) -> usize {
    M::ALL.iter().position(|m| *m == measure).unwrap_or(M::ALL.len())
}

/// The measure of a number that [`measure`] told.
///
/// # Errors
/// `Internal` for any other number.
pub(super) fn of_number(number: i32) -> Outcome<M> {
    let found = usize::try_from(number).ok().and_then(|at| M::ALL.get(at)).copied();
    found.ok_or_else(|| Failure::internal("a measure that is none"))
}

/// The number of the measure a row has in this family.
pub(super) fn measure(sql: Sql, ask: &Ask) -> Sql {
    put(sql, &cases(ask).text(), ask.as_of)
}

/// Whether rows of this question have different measures.
pub(super) fn has_measures(ask: &Ask) -> bool {
    !cases(ask).cases.is_empty()
}

/// The measures of rows with an amount and of those without, where nothing else tells measures apart: then they need not be sorted by it.
pub(super) fn by_amount(ask: &Ask) -> Option<[M; 2]> {
    let Cases { cases, otherwise } = cases(ask);
    match cases.as_slice() {
        [(so, with)] if so == HAS_AMOUNT => Some([*with, otherwise]),
        _ => None,
    }
}

/// Whether a row has one of these measures.
pub(super) fn one_of(sql: Sql, ask: &Ask, measures: &[M]) -> Sql {
    let numbers: Vec<String> = measures.iter().map(|m| number(*m).to_string()).collect();
    measure(sql, ask).push(&format!(" IN ({})", numbers.join(", ")))
}

/// ` AND …`: only rows with one of these measures. Where all have, nothing is asked of each.
pub(super) fn and_one_of(sql: Sql, ask: &Ask, measures: &[M]) -> Sql {
    if cases(ask).measures().all(|measure| measures.contains(&measure)) {
        return sql;
    }
    one_of(sql.push(" AND "), ask, measures)
}

fn cases(ask: &Ask) -> Cases {
    let then = ask.as_of.is_some();
    let of = |cases: &[(&str, M)], otherwise: M| Cases {
        cases: cases.iter().map(|(so, measure)| ((*so).to_owned(), *measure)).collect(),
        otherwise,
    };
    match ask.metric.family {
        Family::Closing => match only(ask.metric) {
            Some(DealOutcome::Lost) => of(&[], M::Lost),
            Some(_) => of(&[(HAS_AMOUNT, M::Won)], M::WonUnvalued),
            None => of(&[("f.outcome = 'lost'", M::Lost), (HAS_AMOUNT, M::Won)], M::WonUnvalued),
        },
        Family::ClosingTime => {
            let (in_order, reversed) = ("f.closed_day >= f.opened_day", "f.closed_day < f.opened_day");
            let won = [(in_order, M::WonDays), (reversed, M::WonReversed)];
            let lost = [(in_order, M::LostDays), (reversed, M::LostReversed)];
            match only(ask.metric) {
                Some(DealOutcome::Lost) => of(&lost, M::LostUndated),
                Some(_) => of(&won, M::WonUndated),
                None => {
                    let of_lost = lost.map(|(so, measure)| (format!("f.outcome = 'lost' AND {so}"), measure));
                    let undated = [("f.outcome = 'lost'".to_owned(), M::LostUndated)];
                    let won = won.map(|(so, measure)| (so.to_owned(), measure));
                    Cases { cases: of_lost.into_iter().chain(undated).chain(won).collect(), otherwise: M::WonUndated }
                }
            }
        }
        Family::Opening if then => {
            of(&[("f.outcome = 'won' AND COALESCE(f.closed_day, f.known_day) <= {day}", M::OpenedWon)], M::OpenedOther)
        }
        Family::Opening => of(&[("f.outcome = 'won'", M::OpenedWon)], M::OpenedOther),
        Family::Pipeline => of(&[(HAS_AMOUNT, M::Open)], M::OpenUnvalued),
        Family::Reach => of(&[], M::Reached),
        Family::Submission => of(&[], M::Submitted),
        Family::FirstAnswer => of(&[("f.answer_micros < 0", M::AnsweredUndated)], M::Answered),
        Family::Promise => {
            let in_time =
                if then { "f.submitted_at + f.answer_micros < {end} AND f.in_time = 1" } else { "f.in_time = 1" };
            of(&[("f.answer_micros < 0", M::AnsweredBefore), (in_time, M::InTime)], M::Late)
        }
        Family::Decision => of(&[("f.decision = 'approved'", M::Approved)], M::Declined),
        Family::DecisionTime => of(&[("f.decision_micros < 0", M::DecidedUndated)], M::Decided),
        Family::Conflict => of(
            &[(
                "EXISTS (SELECT 1 FROM registration_finding y WHERE y.registration_id = f.registration_id)",
                M::InConflict,
            )],
            M::NoConflict,
        ),
        Family::Ending => Cases {
            cases: vec![
                (happened("'converted', 'won', 'lost'", then), M::Used),
                (happened("'expired'", then), M::Expired),
            ],
            otherwise: M::StillProtected,
        },
        Family::Reinstatement => {
            Cases { cases: vec![(protected_again(then), M::Reinstated)], otherwise: M::NotReinstated }
        }
        Family::Origin => of(&[("f.source = 'registered'", M::Registered)], M::Unregistered),
        Family::Activation => Cases {
            cases: vec![
                (partners::is_activated(&ask.policies), M::Activated),
                (format!("f.signed_day + {} <= {{day}}", ask.policies.activation_days), M::NotActivated),
            ],
            otherwise: M::ActivationOpen,
        },
        Family::FirstRegistration => {
            first("f.registration_day", [M::FirstRegistrationUndated, M::FirstRegistration, M::FirstRegistrationOpen])
        }
        Family::FirstRevenue => first("f.won_day", [M::FirstRevenueUndated, M::FirstRevenue, M::FirstRevenueOpen]),
        Family::FirstBusiness => {
            first("f.business_day", [M::FirstBusinessUndated, M::FirstBusiness, M::FirstBusinessOpen])
        }
        Family::Retention => Cases { cases: vec![(partners::has_left().to_owned(), M::Left)], otherwise: M::Stayed },
        Family::Sourcing => {
            of(&[("f.source <> 'registered'", M::NotSourced), (HAS_AMOUNT, M::Sourced)], M::SourcedUnvalued)
        }
        Family::Breach => of(&[], M::Overdue),
        Family::Activity => Cases { cases: vec![(partners::is_active(&ask.policies), M::Active)], otherwise: M::Idle },
        Family::Production => {
            Cases { cases: vec![(partners::is_producing(&ask.policies), M::Producing)], otherwise: M::NotProducing }
        }
        Family::PhaseEntry => of(&[], M::PhaseEntered),
        Family::PhaseExit | Family::PhaseTime => of(&[], M::PhaseLeft),
        Family::PhasePath => of(&[(stays::went_on(then), M::PhaseWentOn)], M::PhaseNotOn),
        Family::InPhase => of(&[], M::InPhase),
        Family::PhaseStuck => of(&[], M::Stuck),
    }
}

/// What a partner did for the first time on the day in `column`: before signing, since, or not yet.
fn first(column: &str, [undated, done, open]: [M; 3]) -> Cases {
    let by_then = format!("{column} <= {{day}}");
    Cases { cases: vec![(format!("{by_then} AND {column} < f.signed_day"), undated), (by_then, done)], otherwise: open }
}
