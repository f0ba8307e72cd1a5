//! The program itself, run as an operator runs it.

mod figures;
mod killed;
mod load;
mod partner_work;
mod running;
