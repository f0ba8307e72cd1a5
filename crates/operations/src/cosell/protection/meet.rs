//! Protections that would meet if two companies were one: for whoever merges them.

use super::approve_beside::{Standing, standing};
use super::grant::protected_in;
use super::scope::Coverage;
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::deal::company as visible_company;
use kernel::Outcome;
use kernel::id::CompanyId;
use serde::Serialize;

/// Two protections that would stand side by side in one customer, product and region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Meeting {
    /// That of the company that is kept.
    pub kept: Standing,
    /// That of the company that goes up in it.
    pub other: Standing,
}

/// The protections of both companies that would meet if `other` went up in `kept`, the oldest first.
///
/// # Errors
/// `Forbidden`; `NotFound` for either.
pub async fn meetings(cx: &Ctx, kept: CompanyId, other: CompanyId) -> Outcome<Vec<Meeting>> {
    cx.allow(Action::ManagePrograms)?;
    visible_company(cx, kept).await?;
    visible_company(cx, other).await?;
    let (ours, theirs) = (protected_in(cx.read(), kept).await?, protected_in(cx.read(), other).await?);
    let mut met = Vec::new();
    for one in &ours {
        let covered = Coverage::of(one);
        for two in theirs.iter().filter(|two| covered.meets(&Coverage::of(two))) {
            met.push(Meeting { kept: standing(cx, one).await?, other: standing(cx, two).await? });
        }
    }
    Ok(met)
}
