//! Coaching in plain words: rules that a person can read and edit speak of partners, with exact counts, beside what comparable partners reach,
//! with the next step and the rows.
//!
//! A rule is data ([`rule`]); the offered ones lie in `offered.toml`, what was changed here in versions ([`rules`]). What it says of whom is
//! found for all partners at once ([`counts`], [`find`]), once a day and after every change ([`keep`]), or for any past day when asked.

pub mod counts;
pub mod find;
mod keep;
mod list;
pub mod offered;
mod rows;
pub mod rule;
pub mod rules;
mod trial;

pub use keep::{FINDINGS, job, keep_findings, stage_keys};
pub use list::{Finding, Findings, FindingsQuery, MeasureCount, findings};
pub use rows::{CoachingRow, CoachingRows, RowsQuery, rows};
pub use rule::{Comparison, Condition, Measure, Rule};
pub use rules::{CoachingRule, RuleVersion, SaveRule, add_rule, list_rules, rule, save_rule};
pub use trial::{Moved, Tried, TriedDay, TryRule, try_rule};
