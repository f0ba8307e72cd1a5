//! Numbers that decide.

pub mod kpi;
pub mod phase_board;
