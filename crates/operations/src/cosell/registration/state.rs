//! Where a registration may go next. Pure: one table says everything.
//!
//! ```text
//!  unconfirmed ──confirm──▶ submitted ──start review──▶ in_review ◀────────────┐
//!                               │                          │  │          give information
//!                               │                          │  └─ask─▶ information_requested
//!                               ├──────────────────────────┴─────────────┬─────┘
//!                               ▼                                        ▼
//!                 approved ──protection over──▶ expired        declined · withdrawn
//! ```
//!
//! A decision may come from any open state: a reviewer who knows enough need not pass through the ones between. The sale's stage is
//! not in here: that belongs to the deal.

use kernel::words::RegistrationStatus as Status;

/// What can happen to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A stranger proves that the e-mail address is theirs.
    Confirm,
    /// A reviewer takes it up.
    StartReview,
    /// A reviewer asks the partner something.
    RequestInformation,
    /// The partner answers.
    GiveInformation,
    /// The vendor says yes.
    Approve,
    /// The vendor says no.
    Decline,
    /// The partner takes it back.
    Withdraw,
    /// Protection is over and the deal still open.
    Expire,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::Confirm,
        Self::StartReview,
        Self::RequestInformation,
        Self::GiveInformation,
        Self::Approve,
        Self::Decline,
        Self::Withdraw,
        Self::Expire,
    ];
    /// The word in the registration's history.
    pub const fn activity(self) -> &'static str {
        match self {
            Self::Confirm => "confirmed",
            Self::StartReview => "review_started",
            Self::RequestInformation => "information_requested",
            Self::GiveInformation => "information_given",
            Self::Approve => "approved",
            Self::Decline => "declined",
            Self::Withdraw => "withdrawn",
            Self::Expire => "expired",
        }
    }
}

/// The states before a decision in which the vendor has the registration.
const BEFORE_DECISION: &[Status] = &[Status::Submitted, Status::InReview, Status::InformationRequested];

//  step, from any of, to
const MOVES: &[(Step, &[Status], Status)] = &[
    (Step::Confirm, &[Status::Unconfirmed], Status::Submitted),
    (Step::StartReview, &[Status::Submitted], Status::InReview),
    (Step::RequestInformation, &[Status::Submitted, Status::InReview], Status::InformationRequested),
    (Step::GiveInformation, &[Status::InformationRequested], Status::InReview),
    (Step::Approve, BEFORE_DECISION, Status::Approved),
    (Step::Decline, BEFORE_DECISION, Status::Declined),
    (Step::Withdraw, BEFORE_DECISION, Status::Withdrawn),
    (Step::Expire, &[Status::Approved], Status::Expired),
];

/// Where `step` leads from `from`; nothing when it is not allowed there.
pub fn after(from: Status, step: Step) -> Option<Status> {
    MOVES.iter().find(|(s, sources, _)| *s == step && sources.contains(&from)).map(|(_, _, to)| *to)
}

/// Whether the vendor has answered with yes or no (then another answer is a lost race, not a wrong click).
pub fn is_decided(status: Status) -> bool {
    matches!(
        status,
        Status::Approved | Status::Declined | Status::Expired | Status::Converted | Status::Won | Status::Lost
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        proptest::collection::vec(proptest::sample::select(Step::ALL), 0..40)
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

    proptest! {
        #[test]
        fn a_decision_is_taken_at_most_once_and_only_while_the_vendor_has_it(steps in steps()) {
            let taken = live(Status::Unconfirmed, &steps);
            let decisions = taken.iter().filter(|(_, s, _)| matches!(s, Step::Approve | Step::Decline | Step::Withdraw));
            prop_assert!(decisions.clone().count() <= 1);
            for (from, _, to) in decisions {
                prop_assert!(from.is_open());
                prop_assert!(!to.is_open());
            }
        }

        #[test]
        fn every_answer_follows_a_question(steps in steps()) {
            let taken = live(Status::Submitted, &steps);
            let mut waiting = false;
            for (_, step, _) in taken {
                match step {
                    Step::RequestInformation => { prop_assert!(!waiting); waiting = true; }
                    Step::GiveInformation => { prop_assert!(waiting); waiting = false; }
                    _ => {}
                }
            }
        }

        #[test]
        fn nothing_leaves_the_end_states_and_only_approved_ones_expire(steps in steps()) {
            for end in [Status::Declined, Status::Withdrawn, Status::Expired] {
                prop_assert!(live(end, &steps).is_empty());
            }
            for (from, step, _) in live(Status::Unconfirmed, &steps) {
                prop_assert!(step != Step::Expire || from == Status::Approved);
            }
        }
    }

    #[test]
    fn states_of_a_later_day_are_not_reachable_yet() {
        let reachable = [
            Status::Submitted,
            Status::InReview,
            Status::InformationRequested,
            Status::Approved,
            Status::Declined,
            Status::Withdrawn,
            Status::Expired,
        ];
        for from in Status::ALL {
            for step in Step::ALL {
                if let Some(to) = after(*from, *step) {
                    assert!(reachable.contains(&to), "{from} {step:?} {to}");
                }
            }
        }
    }

    #[test]
    fn each_step_writes_a_word_of_its_own_into_the_history() {
        let words: std::collections::BTreeSet<_> = Step::ALL.iter().map(|s| s.activity()).collect();
        assert_eq!(words.len(), Step::ALL.len());
    }
}
