//! Numbers that decide.

pub mod alert;
pub mod coaching;
pub mod cohort;
pub mod dashboard;
pub mod exchange_rate;
pub mod funnel;
pub mod health;
pub mod kpi;
pub mod kpi_digest;
pub mod peers;
pub mod phase_board;
pub mod portfolio;
pub mod target;
