use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(proptest::sample::select(Step::ALL), 0..120)
}

/// Lives through the steps, passing over those that are not allowed.
fn live(start: Status, steps: &[Step]) -> Vec<(Status, Step, Status)> {
    let mut now = start;
    let mut taken = Vec::new();
    for &step in steps {
        if let Some(next) = after(now, step) {
            taken.push((now, step, next));
            now = next;
        }
    }
    taken
}

/// What brings a decided registration back before a decision.
fn opens_again(step: Step) -> bool {
    matches!(step, Step::Appeal | Step::Resubmit | Step::Reopen | Step::ReturnToReview)
}

proptest! {
    #[test]
    fn a_decision_is_taken_while_the_vendor_has_it_and_again_only_after_it_was_opened_again(steps in steps()) {
        let mut decided = false;
        for (from, step, to) in live(Status::Unconfirmed, &steps) {
            if matches!(step, Step::Approve | Step::Decline | Step::Withdraw) {
                prop_assert!(from.is_open() && !to.is_open());
                prop_assert!(!decided);
                decided = true;
            }
            if opens_again(step) {
                decided = false;
            }
        }
    }

    #[test]
    fn every_answer_follows_a_question(steps in steps()) {
        let mut waiting = false;
        for (_, step, to) in live(Status::Submitted, &steps) {
            match step {
                Step::RequestInformation => { prop_assert!(!waiting); waiting = true; }
                Step::GiveInformation | Step::AnswerApprover => { prop_assert!(waiting); waiting = false; }
                _ => waiting = waiting && to == Status::InformationRequested,
            }
        }
    }

    #[test]
    fn nobody_is_protected_without_a_yes(steps in steps()) {
        let mut approved = false;
        for (_, step, to) in live(Status::Draft, &steps) {
            // A dispute decided in its favour is a yes as well, and so is taking up again what was ended.
            approved = approved || matches!(step, Step::Approve | Step::UpholdDispute | Step::Reinstate);
            if matches!(to, Status::Approved | Status::Expiring | Status::Converted | Status::Won | Status::Lost) {
                prop_assert!(approved);
            }
        }
    }

    #[test]
    fn what_was_withdrawn_stays_so_and_a_lost_or_won_sale_only_opens_again(steps in steps()) {
        prop_assert!(live(Status::Withdrawn, &steps).is_empty());
        for end in [Status::Won, Status::Lost] {
            if let Some((_, step, _)) = live(end, &steps).first() {
                prop_assert_eq!(*step, Step::ReopenSale);
            }
        }
    }

    #[test]
    fn a_chain_is_gone_through_only_while_it_runs(steps in steps()) {
        for (from, step, to) in live(Status::Submitted, &steps) {
            if step == Step::ApproveStep {
                prop_assert_eq!((from, to), (Status::PendingApproval, Status::PendingApproval));
            }
            if to == Status::PendingApproval {
                prop_assert!(matches!(step, Step::SendForApproval | Step::ApproveStep | Step::AnswerApprover));
            }
        }
    }

    #[test]
    fn time_ends_only_a_protection_that_runs(steps in steps()) {
        for (from, step, _) in live(Status::Unconfirmed, &steps) {
            if matches!(step, Step::Expire | Step::ExpireSoon) {
                prop_assert!(matches!(from, Status::Approved | Status::Expiring | Status::Converted));
            }
        }
    }
}

#[test]
fn a_move_leads_to_one_place_and_every_state_can_be_reached() {
    for from in Status::ALL {
        for step in Step::ALL {
            let ways = MOVES.iter().filter(|(s, sources, _)| s == step && sources.contains(from)).count();
            assert!(ways <= 1, "{from} {step:?}");
        }
    }
    let mut reached = BTreeSet::from([Status::Draft.as_str(), Status::Unconfirmed.as_str()]);
    reached.extend(MOVES.iter().map(|(_, _, to)| to.as_str()));
    for status in Status::ALL {
        assert!(reached.contains(status.as_str()), "nothing leads to {status}");
    }
    for step in Step::ALL {
        assert!(MOVES.iter().any(|(s, _, _)| s == step), "{step:?} is in no move");
    }
}

#[test]
fn from_every_state_but_withdrawn_something_can_happen_and_from_every_open_one_an_end_is_near() {
    for status in Status::ALL {
        let leads: Vec<Status> = Step::ALL.iter().filter_map(|s| after(*status, *s)).collect();
        assert_eq!(leads.is_empty(), *status == Status::Withdrawn, "{status}");
        if status.is_open() {
            for end in [Status::Approved, Status::Declined, Status::Withdrawn] {
                assert!(leads.contains(&end), "{status} to {end}");
            }
        }
    }
}

#[test]
fn each_step_writes_a_word_of_its_own_into_the_history() {
    let words: BTreeSet<_> = Step::ALL.iter().map(|s| s.activity()).collect();
    assert_eq!(words.len(), Step::ALL.len());
}

#[test]
fn each_step_has_a_sentence_for_the_reviewer_in_both_languages_and_each_state_a_name() {
    for locale in [kernel::Locale::En, kernel::Locale::De] {
        for step in Step::ALL {
            let key = format!("review-step-{}", step.activity().replace('_', "-"));
            assert!(i18n::has(locale, &key), "{locale} {key}");
        }
        for status in Status::ALL {
            let key = format!("status-{}", status.as_str().replace('_', "-"));
            assert!(i18n::has(locale, &key), "{locale} {key}");
            let key = format!("public-now-{}", status.as_str().replace('_', "-"));
            assert!(i18n::has(locale, &key), "{locale} {key}");
        }
    }
}
