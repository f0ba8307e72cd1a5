//! Where a registration may go next. Pure: one table says everything, and `docs/registration-states.md` is drawn from it.
//!
//! A decision may come from any open state: a reviewer who knows enough need not pass through the ones between. The stage of the sale is not in
//! here: that belongs to the deal. What the deal does to its registration (converted, won, lost, taken up again) is.

use kernel::words::RegistrationStatus as Status;

/// What can happen to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Somebody goes on filling in what is not sent yet.
    SaveDraft,
    /// What was a draft is sent.
    Submit,
    /// A stranger proves that the e-mail address is theirs.
    Confirm,
    /// The conflict check runs and has not ended.
    Check,
    /// A reviewer takes it up.
    StartReview,
    /// A reviewer asks the partner something.
    RequestInformation,
    /// The partner answers.
    GiveInformation,
    /// The partner answers a question that an approver asked: the chain goes on where it stood.
    AnswerApprover,
    /// The customer account itself must be approved first.
    AwaitAccount,
    /// The customer account is there.
    AccountReady,
    /// The reviewer hands it to the approvers of its chain.
    SendForApproval,
    /// One approver says yes, and others are still to be asked.
    ApproveStep,
    /// The vendor says yes.
    Approve,
    /// The vendor says no.
    Decline,
    /// The partner says that the no, or taking the yes back, was wrong; once, in time.
    Appeal,
    /// The partner mends a declined registration and sends it again; counted.
    Resubmit,
    /// The partner takes it back before it is approved.
    Withdraw,
    /// The vendor takes the yes back, with a reason.
    Cancel,
    /// Something in it was changed after the yes, or while approvers were asked: it must be looked at again.
    Reopen,
    /// The deal leaves its first stage forward.
    Convert,
    /// The deal is won.
    Win,
    /// The deal is lost.
    Lose,
    /// The deal was closed too early and is open again.
    ReopenSale,
    /// Protection ends soon.
    ExpireSoon,
    /// Protection is over and the deal still open.
    Expire,
    /// Protection is made longer.
    Extend,
    /// An expired or cancelled registration is protected again.
    Reinstate,
    /// Somebody contests it.
    OpenDispute,
    /// The dispute ends in its favour.
    UpholdDispute,
    /// The dispute ends against it.
    OverturnDispute,
    /// The dispute is over and was about something that is not decided, or must be decided anew: the review goes on.
    ReturnToReview,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[
        Self::SaveDraft,
        Self::Submit,
        Self::Confirm,
        Self::Check,
        Self::StartReview,
        Self::RequestInformation,
        Self::GiveInformation,
        Self::AnswerApprover,
        Self::AwaitAccount,
        Self::AccountReady,
        Self::SendForApproval,
        Self::ApproveStep,
        Self::Approve,
        Self::Decline,
        Self::Appeal,
        Self::Resubmit,
        Self::Withdraw,
        Self::Cancel,
        Self::Reopen,
        Self::Convert,
        Self::Win,
        Self::Lose,
        Self::ReopenSale,
        Self::ExpireSoon,
        Self::Expire,
        Self::Extend,
        Self::Reinstate,
        Self::OpenDispute,
        Self::UpholdDispute,
        Self::OverturnDispute,
        Self::ReturnToReview,
    ];

    /// The word in the registration's history. A sentence for the partner is `public-history-<word>`, one for the vendor `review-step-<word>`.
    pub const fn activity(self) -> &'static str {
        match self {
            Self::SaveDraft => "draft_saved",
            Self::Submit => "submitted",
            Self::Confirm => "confirmed",
            Self::Check => "check_started",
            Self::StartReview => "review_started",
            Self::RequestInformation => "information_requested",
            Self::GiveInformation => "information_given",
            Self::AnswerApprover => "approver_answered",
            Self::AwaitAccount => "account_awaited",
            Self::AccountReady => "account_ready",
            Self::SendForApproval => "sent_for_approval",
            Self::ApproveStep => "step_approved",
            Self::Approve => "approved",
            Self::Decline => "declined",
            Self::Appeal => "appealed",
            Self::Resubmit => "resubmitted",
            Self::Withdraw => "withdrawn",
            Self::Cancel => "cancelled",
            Self::Reopen => "reopened",
            Self::Convert => "converted",
            Self::Win => "won",
            Self::Lose => "lost",
            Self::ReopenSale => "sale_reopened",
            Self::ExpireSoon => "expiring",
            Self::Expire => "expired",
            Self::Extend => "extended",
            Self::Reinstate => "reinstated",
            Self::OpenDispute => "disputed",
            Self::UpholdDispute => "dispute_upheld",
            Self::OverturnDispute => "dispute_overturned",
            Self::ReturnToReview => "dispute_closed",
        }
    }

    /// Whether it is part of answering a registration: where that came to its end meanwhile, the step lost a race.
    pub const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::Confirm
                | Self::StartReview
                | Self::RequestInformation
                | Self::GiveInformation
                | Self::AnswerApprover
                | Self::AwaitAccount
                | Self::AccountReady
                | Self::SendForApproval
                | Self::ApproveStep
                | Self::Approve
                | Self::Decline
                | Self::Withdraw
        )
    }
}

/// The states before a decision in which nobody but a reviewer has it.
const WITH_REVIEWER: &[Status] = &[Status::Submitted, Status::Checking, Status::InReview];

/// The states before a decision in which the vendor has the registration.
const BEFORE_DECISION: &[Status] = &[
    Status::Submitted,
    Status::Checking,
    Status::InReview,
    Status::InformationRequested,
    Status::PendingApproval,
    Status::AccountPending,
];

/// Approved, and the protection runs.
const PROTECTED: &[Status] = &[Status::Approved, Status::Expiring];

/// Approved, and the sale is not over.
const IN_SALE: &[Status] = &[Status::Approved, Status::Expiring, Status::Converted];

//  step, from any of, to. A step may stand here twice with sources of its own each.
const MOVES: &[(Step, &[Status], Status)] = &[
    (Step::SaveDraft, &[Status::Draft], Status::Draft),
    (Step::Submit, &[Status::Draft], Status::Submitted),
    (Step::Confirm, &[Status::Unconfirmed], Status::Submitted),
    (Step::Check, &[Status::Submitted], Status::Checking),
    (Step::StartReview, &[Status::Submitted, Status::Checking], Status::InReview),
    (
        Step::RequestInformation,
        &[Status::Submitted, Status::Checking, Status::InReview, Status::PendingApproval],
        Status::InformationRequested,
    ),
    (Step::GiveInformation, &[Status::InformationRequested], Status::InReview),
    (Step::AnswerApprover, &[Status::InformationRequested], Status::PendingApproval),
    (Step::AwaitAccount, WITH_REVIEWER, Status::AccountPending),
    (Step::AccountReady, &[Status::AccountPending], Status::InReview),
    (Step::SendForApproval, WITH_REVIEWER, Status::PendingApproval),
    (Step::ApproveStep, &[Status::PendingApproval], Status::PendingApproval),
    (Step::Approve, BEFORE_DECISION, Status::Approved),
    (Step::Decline, BEFORE_DECISION, Status::Declined),
    (Step::Appeal, &[Status::Declined, Status::Cancelled], Status::InReview),
    (Step::Resubmit, &[Status::Declined], Status::Submitted),
    (Step::Withdraw, BEFORE_DECISION, Status::Withdrawn),
    (Step::Cancel, IN_SALE, Status::Cancelled),
    // A change while approvers are asked: they must not say yes to what has changed under their hands.
    (Step::Reopen, &[Status::PendingApproval, Status::Approved, Status::Expiring, Status::Converted], Status::InReview),
    (Step::Convert, PROTECTED, Status::Converted),
    // Protection may be over when the sale ends; the sale is the stronger fact.
    (Step::Win, &[Status::Approved, Status::Expiring, Status::Converted, Status::Expired], Status::Won),
    (Step::Lose, &[Status::Approved, Status::Expiring, Status::Converted, Status::Expired], Status::Lost),
    (Step::ReopenSale, &[Status::Won, Status::Lost], Status::Converted),
    (Step::ExpireSoon, &[Status::Approved], Status::Expiring),
    (Step::Expire, IN_SALE, Status::Expired),
    (Step::Extend, PROTECTED, Status::Approved),
    (Step::Extend, &[Status::Converted], Status::Converted),
    (Step::Reinstate, &[Status::Expired, Status::Cancelled], Status::Approved),
    (Step::OpenDispute, &[Status::InReview, Status::Approved, Status::Expiring, Status::Converted], Status::Disputed),
    // The table does not know whether it was approved before; the operation that decides a dispute does (`decision`), and takes
    // `ReturnToReview` where it was not.
    (Step::UpholdDispute, &[Status::Disputed], Status::Approved),
    (Step::OverturnDispute, &[Status::Disputed], Status::Cancelled),
    // A declined registration, or one whose yes was taken back, that contested another one and was right.
    (Step::ReturnToReview, &[Status::Disputed, Status::Declined, Status::Cancelled], Status::InReview),
];

/// Where `step` leads from `from`; nothing when it is not allowed there.
pub fn after(from: Status, step: Step) -> Option<Status> {
    MOVES.iter().find(|(s, sources, _)| *s == step && sources.contains(&from)).map(|(_, _, to)| *to)
}

/// Whether a reviewer has it, and nobody else is asked.
pub fn is_with_reviewer(status: Status) -> bool {
    WITH_REVIEWER.contains(&status)
}

/// Whether the vendor has answered with yes or no (then another answer is a lost race, not a wrong click).
pub fn is_decided(status: Status) -> bool {
    matches!(
        status,
        Status::Approved
            | Status::Expiring
            | Status::Declined
            | Status::Cancelled
            | Status::Expired
            | Status::Converted
            | Status::Won
            | Status::Lost
    )
}

#[cfg(test)]
mod drawing;
#[cfg(test)]
mod tests;
