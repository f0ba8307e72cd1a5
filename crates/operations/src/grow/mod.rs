//! Numbers that decide.

pub mod coaching;
pub mod cohort;
pub mod dashboard;
pub mod exchange_rate;
pub mod funnel;
pub mod health;
pub mod kpi;
pub mod peers;
pub mod phase_board;
pub mod portfolio;
