//! KPIs: what is counted, how, and the rows behind every number.
//!
//! Three layers, each made from the one before and never from elsewhere:
//! *facts* (what a deal or registration contributes, [`fact`]), *totals* (facts added up by a few grouping sets, [`cells`]) and
//! *figures* (a metric by some dimensions).

pub mod cells;
mod deal_facts;
pub mod fact;
mod keep;
mod phases;
mod registration_facts;

pub use keep::{
    Rebuilt, keep, rebuild, rebuild_in, refresh_deals, refresh_partners, refresh_product, refresh_registrations,
};
