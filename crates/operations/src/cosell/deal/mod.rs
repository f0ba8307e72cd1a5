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

mod company;
mod create;
mod load;
mod stage;

pub use create::{CreateDeal, NewDeal, NewLine, create, create_direct};
pub use load::stages;
pub use stage::{Refusal, Stage, Wish, decide};
