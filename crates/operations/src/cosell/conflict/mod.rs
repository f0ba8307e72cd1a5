//! Conflict check: who else has this customer, and why we think so.
//!
//! Companies and live registrations are kept under the keys of the kernel's matching engine ([`keys`]); a claim reads along its own keys only
//! ([`candidates`]), never along a table; [`score`] says how sure each finding is, and the program's rules what it does. Findings are for the
//! reviewer: no page of a partner shows them.

mod candidates;
mod check;
mod doubles;
pub(crate) mod keys;
mod preview;
pub mod renewal;
pub mod score;
mod set_aside;

pub use check::{Claim, Found, check};
pub(crate) use check::{claim_of, keep};
pub use doubles::{Double, doubles};
pub use preview::{Moves, RuleTrial, Tried, try_rules};
pub(crate) use set_aside::blocks;
pub use set_aside::{SetAside, set_aside};

use serde::{Deserialize, Serialize};

/// What a field says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same, however it is written.
    #[default]
    Equal,
    /// Spelled differently, meant alike.
    Alike,
    /// Contradicts.
    Differs,
}

impl Verdict {
    /// The word in keys of texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "agreed",
            Self::Alike => "alike",
            Self::Differs => "differs",
        }
    }
}

/// One thing that agreed, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Agreement {
    /// `domain`, `name`, `alias`, `country`, `city`, `phone`, `vat` or `group` (belongs to one group of companies).
    pub field: String,
    /// What the registration says.
    pub ours: String,
    /// What the record we know says.
    pub theirs: String,
    /// Whether it agreed.
    #[serde(default)]
    pub verdict: Verdict,
}

/// What a finding rests on, stored as JSON in `registration_finding.evidence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Evidence {
    /// What agreed.
    pub agreed: Vec<Agreement>,
}
