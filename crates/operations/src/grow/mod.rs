//! Numbers that decide.

pub mod exchange_rate;
pub mod kpi;
pub mod phase_board;
