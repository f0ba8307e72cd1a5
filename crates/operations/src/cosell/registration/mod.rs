//! Deal registration: a partner tells us of a customer, we answer in time.
//!
//! [`state`] draws where a registration may go. [`submit`] is how it comes in; each answer is a file of its own; [`partner_side`] is what
//! a partner does by signed links; [`watch`] is what time does.

mod account;
pub(crate) mod approve;
mod assign;
pub mod automatic;
mod breach_board;
pub mod bulk;
mod cancel;
pub mod chain;
mod choices;
mod confirm;
mod decline;
mod detail;
pub mod digest;
pub mod draft;
mod edit;
mod edited;
pub mod entrance;
pub mod escalate;
mod export;
pub mod files;
mod filter;
pub mod from_mail;
mod give_information;
pub(crate) mod letters;
mod list;
pub(crate) mod load;
mod look;
pub mod mine;
mod note;
pub mod partner_side;
mod progress;
pub(crate) mod promises;
mod request_information;
pub(crate) mod reviewer;
pub(crate) mod sale;
pub(crate) mod second_look;
mod sent_again;
mod start_review;
pub mod state;
mod submission;
pub(crate) mod submit;
mod today;
pub mod watch;
mod withdraw;

pub use account::{AccountWait, account_ready, await_account};
pub use approve::{Approve, Approved, approve};
pub use assign::{Assign, assign};
pub use breach_board::{Age, BreachBoard, BreachFilter, BreachGroup, Broken, breach_board};
pub use cancel::{Cancel, cancel};
pub use chain::{
    ApproveStep, ChainPerson, ChainStep, SendForApproval, TryApproval, approval_preview, approvals, approve_step,
    asked_round, is_asked, remind_approvers, send_for_approval, try_approval,
};
pub use choices::{ProgramChoice, partner_name, program_choices, programs_of};
pub use confirm::{ToConfirm, confirm, to_confirm};
pub use decline::{Decline, REASONS as DECLINE_REASONS, decline};
pub(crate) use promises::due as promise_due;

pub use detail::{
    AsideNote, Finding, FoundCompany, FoundRegistration, HistoryStep, Promised, Question, RegistrationDetail,
    RegistrationFacts, RelatedDeal, detail, number,
};
pub use digest::{Digest, my_digest, write_digests};
pub use edit::{Edit, Editable, Effect, asked_form, edit, editable, may_edit};
pub use export::{EXPORT_COLUMNS, Exported, export};
pub use filter::{Check, Promise, RegistrationFilter, Sort, Standing};
pub use give_information::{GiveInformation, give_information};
pub use list::{RegistrationListed, list, telling_findings};
pub use load::Changed;
pub(crate) use load::{event, load, meanwhile, write as write_row};
pub(crate) use look::company_of;
pub use mine::{Mine, MyRegistrations, open_my_registrations, request_my_registrations};
pub use note::{Note, note};
pub use request_information::{RequestInformation, request_information};
pub use reviewer::hand_over;
pub(crate) use sale::follow as follow_sale;
pub use second_look::{Appeal, appeal};
pub use start_review::{StartReview, start_review};
pub use submission::{Submission, product_names};
pub use submit::{OnBehalf, Sender, Submitted, by_stranger, on_behalf};
pub(crate) use today::expected_days;
pub use today::{Asked, MOST_ANSWERS, PROMISE_DAYS, Promises, Stuck, ToAnswer, Today, today};
pub use withdraw::{Withdraw, withdraw};

use crate::Ctx;
use kernel::Outcome;

/// How many registrations wait for an answer within the actor's scope (the number beside "Today").
///
/// # Errors
/// The database's.
pub async fn waiting_count(cx: &Ctx) -> Outcome<u64> {
    let sql = storage::Sql::new(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM registration r WHERE r.status IN ('submitted', 'checking', 'in_review', 'pending_approval', 'account_pending')",
    );
    let sql = crate::access::scope::registrations_in_scope(sql, &cx.actor);
    Ok(sql.value::<i64>(cx.read()).await?.unwrap_or(0).unsigned_abs())
}
