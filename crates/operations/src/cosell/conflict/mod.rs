//! Conflict check: who else has this customer, and why we think so.
//!
//! Candidates come from indexed keys only (`match_key`, the key columns of `registration`, the company of a deal), never from reading
//! along a table; [`score`] says how sure each one is. Findings are for the reviewer: no page of a partner shows them.

mod check;
pub mod score;

pub use check::{Claim, Found, check, keep};

use serde::{Deserialize, Serialize};

/// One thing that agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Agreement {
    /// `domain`, `name`, `alias` or `country`.
    pub field: String,
    /// What the registration says.
    pub ours: String,
    /// What the record we know says.
    pub theirs: String,
}

/// What a finding rests on, stored as JSON in `registration_finding.evidence`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Evidence {
    /// What agreed.
    pub agreed: Vec<Agreement>,
}
