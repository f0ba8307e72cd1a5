//! Companies we know that may be one: for whoever merges them.

use super::Agreement;
use super::check::known_companies;
use super::keys;
use super::score::rank;
use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::deal::company as visible_company;
use kernel::Outcome;
use kernel::id::CompanyId;
use kernel::words::FindingLevel;
use serde::Serialize;
use std::collections::BTreeMap;

/// A company that may be the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Double {
    /// The company.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// How sure.
    #[schema(value_type = String)]
    pub level: FindingLevel,
    /// What agreed, and what did not.
    pub agreed: Vec<Agreement>,
}

/// The companies that may be the same as this one, the surest first, up to twenty. For those who may merge them.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn doubles(cx: &Ctx, id: CompanyId) -> Outcome<Vec<Double>> {
    cx.allow(Action::ManagePrograms)?;
    visible_company(cx, id).await?;
    let Some((_, ours)) = keys::companies(cx.read(), [id]).await?.into_iter().next() else { return Ok(Vec::new()) };
    let known = known_companies(cx.read(), &ours).await?;
    let names: BTreeMap<CompanyId, String> =
        keys::companies(cx.read(), known.keys().copied()).await?.into_iter().map(|(id, c)| (id, c.name)).collect();
    let mut found: Vec<Double> = known
        .into_iter()
        .filter(|(other, _)| *other != id)
        .filter_map(|(id, known)| {
            Some(Double { id, name: names.get(&id)?.clone(), level: known.level, agreed: known.agreed })
        })
        .collect();
    found.sort_by_key(|double| rank(double.level));
    Ok(found)
}
