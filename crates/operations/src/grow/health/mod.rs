//! The health score of a partner in a program: weighted signals, each decaying with time and ranked among comparable partners; with its evidence,
//! and what changed since the week before. Kept by week; told to the partner's manager when it drops, never for its level.
//!
//! All of it is reckoned in whole numbers: what happened counts `2^30` on its day, half of it a half-life later ([`decay`]); a signal's points
//! are its weight times the share of comparable partners it is ahead of ([`score`]).

mod alert;
pub mod decay;
mod keep;
mod list;
pub mod policy;
pub mod score;
pub mod signals;
mod trial;

pub use alert::{ALERTS, alerts_job, write_alerts};
pub use keep::{SCORES, job, keep_scores};
pub use list::{HealthChange, HealthQuery, HealthWeek, PartnerHealth, ProgramHealth, ScoreListed, list, of_partner};
pub use policy::{ChangeHealthPolicies, HealthPolicies, SignalPolicy, change_health_policies, health_policies};
pub use score::{Band, Score, SignalScore};
pub use signals::{Group, Signal};
pub use trial::{BandMove, HealthTrial, TriedWeek, try_policies};
