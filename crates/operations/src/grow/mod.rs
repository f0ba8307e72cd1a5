//! Numbers that decide.

pub mod kpi;
