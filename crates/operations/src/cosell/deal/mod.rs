//! Deals: what a registration becomes when it is approved, what an import brings, what direct sales has.
//!
//! ```text
//!            move                 win
//!   open ──────────► open   open ─────► won ──┐
//!    ▲                       └─────────► lost ─┤ reopen
//!    └──────────────────────────lose───────────┘
//! ```
//! A deal is in exactly one stage of its program; the stage's outcome is the deal's. Every stay in a stage is a row of
//! `deal_stage`, one of them open (`left_at` empty). Where the *registration* stands is another question, answered elsewhere.

mod assign;
mod board;
mod change;
mod company;
mod create;
mod detail;
mod export;
mod filter;
mod lines;
mod list;
mod load;
mod moves;
mod names;
mod new_line;
mod note;
mod stage;

pub use assign::{AssignOwner, assign_owner};
pub use board::{Board, CLOSED_DAYS, Column, MOST_CARDS, STALE_DAYS, board};
pub(crate) use change::move_to;
pub use change::{ChangeDeal, change};
pub(crate) use company::visible as visible_companies;
pub use company::{Company, CompanyRegistration, companies, company, company_registrations};
pub use create::{CreateDeal, NewDeal, create, create_direct, refresh_search_of};
pub use detail::{DealDetail, Stay, get, lines_of, stages_of};
pub use export::{COLUMNS as EXPORT_COLUMNS, export};
pub use filter::{DealFilter, DealQuery, Wanted};
pub use lines::{Line, add_line, change_line, remove_line};
pub use list::{DealRow, DealSort, Order, either, list, sums};
pub use moves::{Lose, LossReason, MoveStage, Reopen, Win, lose, loss_text, move_stage, reopen, win};
pub use names::{FilterNames, filter_names};
pub use new_line::NewLine;
pub use note::{Note, note};
pub use stage::{Refusal, Wish, decide};
