//! Protection: which partner a customer is kept for. What it covers is in [`scope`]; [`claim`] is the one way to get it, and sees to it that no two
//! overlap unless a person decided so; [`remind`] says when it ends.

mod activity;
mod approve_beside;
mod cap;
mod extension;
mod grant;
pub(crate) mod letters;
mod meet;
mod reinstate;
mod reminders;
mod scope;

pub(crate) use activity::wanted_by;
pub use activity::watch_activity;
pub use approve_beside::{
    ApproveBeside, ApprovedBeside, Decision, Standing, approve_beside, decision_beside, is_undecided, standing_in,
};
pub(crate) use approve_beside::{decided_grant, ensure_decided, forget_decision, kept_decision, undecided};
pub use cap::{Cap, open_limit};
pub(crate) use cap::{cap, room};
pub use extension::{
    AnswerExtension, AskExtension, Extension, MayAsk, WaitingExtension, answer_extension, ask_extension, extensions,
    proposed_until, waiting_extensions,
};
pub(crate) use extension::{ask, drop_pending, may_ask};
pub(crate) use grant::{Grant, claim, claim_again, ensure_first, is_free, overlapping};
pub use meet::{Meeting, meetings};
pub use reinstate::{Reinstate, reinstate};
pub use reminders::{DAYS as REMINDER_DAYS, REMINDERS, remind, reminders_job};
pub use scope::Coverage;
