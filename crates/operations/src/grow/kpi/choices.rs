//! What can be chosen to narrow numbers down, and how a chosen filter is called.

use super::ask::{Ask, Filter};
use super::dimension::{Dimension, Value};
use super::label;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::{Currency, Outcome};
use std::collections::BTreeSet;
use storage::Sql;
use uuid::Uuid;

/// A value of a dimension, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As filters take it.
    pub key: String,
    pub label: String,
}

/// The values of `dimension` the actor may narrow by, in order of their names. Only for dimensions with few values.
///
/// # Errors
/// `Forbidden`; the database's.
pub async fn choices(cx: &Ctx, dimension: &Dimension) -> Outcome<Vec<Choice>> {
    cx.allow(Action::Read)?;
    let of_partners = |column: &str| {
        let text =
            format!("SELECT DISTINCT p.{column} FROM partner p WHERE p.{column} IS NOT NULL AND p.{column} <> ''");
        in_scope(Sql::new(text), &cx.actor, "p.id")
    };
    let ids = match dimension {
        Dimension::Program => Sql::new("SELECT id FROM program").column::<Uuid>(cx.read()).await?,
        Dimension::Segment => Sql::new("SELECT id FROM segment").column::<Uuid>(cx.read()).await?,
        Dimension::Product => Sql::new("SELECT id FROM product").column::<Uuid>(cx.read()).await?,
        Dimension::Owner => {
            let sql = Sql::new("SELECT DISTINCT po.user_id FROM partner_owner po WHERE po.user_id IS NOT NULL");
            in_scope(sql, &cx.actor, "po.partner_id").column::<Uuid>(cx.read()).await?
        }
        Dimension::Region => {
            let regions = of_partners("region").column::<String>(cx.read()).await?;
            return Ok(sorted(regions.into_iter().map(|r| Choice { key: r.clone(), label: r }).collect()));
        }
        Dimension::Country => {
            let countries = of_partners("country").column::<String>(cx.read()).await?;
            return Ok(sorted(countries.into_iter().map(|c| Choice { key: c.clone(), label: c }).collect()));
        }
        _ => Vec::new(),
    };
    let keys: Vec<String> = ids.into_iter().map(|id| dimension.id_text(Some(id))).collect();
    let labels = label::labels(cx, dimension, keys.iter().map(String::as_str).collect()).await?;
    let named = keys.into_iter().filter_map(|key| labels.get(&key).map(|label| Choice { label: label.clone(), key }));
    Ok(sorted(named.collect()))
}

/// The currencies deals are in.
///
/// # Errors
/// `Forbidden`; the database's.
pub async fn currencies(cx: &Ctx) -> Outcome<Vec<Currency>> {
    cx.allow(Action::Read)?;
    let sql =
        "SELECT DISTINCT t.currency FROM kpi_total t WHERE t.grouping_set = 'all' AND t.currency <> '' ORDER BY 1";
    Ok(Sql::new(sql).column::<Currency>(cx.read()).await?)
}

/// How each filter of a question is called: its dimension, key and name.
///
/// # Errors
/// The database's.
pub async fn filter_names(cx: &Ctx, ask: &Ask) -> Outcome<Vec<(Dimension, Choice)>> {
    let mut out = Vec::new();
    for Filter { dimension, values } in &ask.filters {
        let keys: BTreeSet<String> = values
            .iter()
            .map(|value| match value {
                Value::Id(id) => dimension.id_text(Some(*id)),
                Value::Text(text) => text.clone(),
                Value::Time(number) => dimension.time_text(*number),
                Value::Unknown => String::new(),
            })
            .collect();
        let labels = label::labels(cx, dimension, keys.iter().map(String::as_str).collect()).await?;
        for key in keys {
            // An id out of the reader's sight has no name for them either.
            let label = labels.get(&key).cloned().unwrap_or_else(|| "–".to_owned());
            out.push((dimension.clone(), Choice { key, label }));
        }
    }
    Ok(out)
}

fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|c| kernel::fold::fold(&c.label));
    choices
}
