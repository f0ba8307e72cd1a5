//! KPIs: what is counted, how, and the rows behind every number.
//!
//! What each number means is written down in `definitions/<key>.toml` ([`definition`]).
//!
//! Three layers, each made from the one before and never from elsewhere:
//! *facts* (what a deal, registration or stay in a phase contributes, [`fact`]), *totals* (facts added up by a few grouping sets, [`cells`]) and
//! *figures* (a metric of the [`registry`] by some dimensions, [`answer()`]). Standing questions read totals, all others scan facts; both
//! give the same figures, and [`rows()`] lists what a figure counted by the same conditions.

mod answer;
mod ask;
pub mod cells;
mod choices;
mod columns;
mod compare;
mod conditions;
mod corrections;
mod deal_facts;
mod decisions;
pub mod definition;
mod dimension;
mod exchanged;
mod export;
pub mod fact;
mod figure;
mod keep;
mod known;
mod label;
pub(crate) mod leaders;
mod measured;
mod partner_facts;
pub(crate) mod partner_side;
pub(crate) mod partner_totals;
pub mod partners;
mod period;
mod phases;
pub mod policy;
mod preset;
mod rebuild;
pub mod recount;
mod registration_facts;
pub mod registry;
mod rows;
mod running;
mod runs;
mod scan;
mod spells;
mod standing;
mod stay_facts;
mod stay_totals;
mod stays;
mod stretch;
mod targeted;
mod values;

pub use answer::{Answer, Figure, GroupValue, Path, answer, answer_ask, figures_in, is_kept, plain, shown};
pub use ask::{AsOf, Ask, Filter, Question};
pub use choices::{Choice, choices, currencies, filter_names};
pub use compare::{EarlierFigure, EarlierPeriod};
pub use corrections::{Corrected, Correction, Corrections, Said, corrections};
pub(crate) use dimension::whole_months;
pub use dimension::{DIMENSIONS, Dimension, Value, dimension_names, unknown_dimension};
pub use exchanged::Original;
pub use export::{Table, figures_table, rows_table};
pub use figure::Spread;
pub(crate) use figure::divide;
pub(crate) use keep::take_turn;
pub use keep::{keep, keep_many, refresh_deals, refresh_partners, refresh_product, refresh_registrations};
pub use label::{dimension_name, filters_in_words};
pub use leaders::{Others, leaders};
pub(crate) use partner_facts::in_program;
pub use period::{Compare, Period};
pub use policy::{ChangePolicies, Policies, Policy, change_policies, policies};
pub use preset::{Preset, last_months};
pub use rebuild::{Rebuilt, rebuild};
pub use registry::{Definition, METRICS, Metric, definition, definitions};
pub use rows::{Row, Rows, Which, rows};
pub use running::{Running, covered_text};
pub use stays::Stay;
pub use targeted::TargetFigure;
pub(crate) use targeted::target_period;
