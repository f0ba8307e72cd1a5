//! What the ids of a filter are called, for the reader who removes one of them.

use super::filter::{DealFilter, Wanted};
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::Outcome;
use storage::Sql;

/// The names behind the ids of a filter; empty where the filter has no such id or it names nothing the actor may see.
#[derive(Debug, Clone, Default)]
pub struct FilterNames {
    /// Of the partner.
    pub partner: Option<String>,
    /// Of the customer.
    pub company: Option<String>,
    /// Of the stage, in English and German.
    pub stage: Option<(String, String)>,
    /// Of the product.
    pub product: Option<String>,
    /// Of the segment.
    pub segment: Option<String>,
}

/// Looks the names up.
///
/// # Errors
/// `Forbidden`.
pub async fn filter_names(cx: &Ctx, filter: &DealFilter) -> Outcome<FilterNames> {
    cx.allow(Action::Read)?;
    let mut names = FilterNames::default();
    if let Some(Wanted::Value(id)) = filter.partner {
        let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(id);
        names.partner = in_scope(sql, &cx.actor, "p.id").value(cx.read()).await?;
    }
    if let Some(id) = filter.company {
        let sql = Sql::new("SELECT c.name FROM company c WHERE c.id = ").bind(id);
        names.company = super::company::visible(sql, cx).value(cx.read()).await?;
    }
    if let Some(id) = filter.stage {
        let sql = Sql::new("SELECT name_en, name_de FROM stage_definition WHERE id = ").bind(id);
        let row = sql.rows(cx.read()).await?.into_iter().next();
        names.stage = match row {
            Some(row) => Some((row.try_get_by_index(0)?, row.try_get_by_index(1)?)),
            None => None,
        };
    }
    if let Some(Wanted::Value(id)) = filter.product {
        names.product = Sql::new("SELECT name FROM product WHERE id = ").bind(id).value(cx.read()).await?;
    }
    if let Some(Wanted::Value(id)) = filter.segment {
        names.segment = Sql::new("SELECT name FROM segment WHERE id = ").bind(id).value(cx.read()).await?;
    }
    Ok(names)
}
