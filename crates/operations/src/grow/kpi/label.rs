//! Names of the things figures are divided by.

use super::ask::Ask;
use super::dimension::{Dimension, Kind, Value};
use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::{Locale, Outcome};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet};
use storage::Sql;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    name: String,
}

/// The names of `keys` in the reader's language. What has no value is called unknown, in words.
pub(super) async fn labels(cx: &Ctx, dimension: &Dimension, keys: BTreeSet<&str>) -> Outcome<BTreeMap<String, String>> {
    let mut labels = BTreeMap::new();
    let mut ids = Vec::new();
    for key in keys {
        match dimension.kind() {
            Kind::Id => ids.extend(dimension.parse_id(key)),
            _ => {
                labels.insert(key.to_owned(), word(cx.locale, dimension, key));
            }
        }
    }
    let name = match (dimension, cx.locale) {
        (Dimension::Stage, Locale::De) => "name_de",
        (Dimension::Stage, Locale::En) => "name_en",
        _ => "name",
    };
    let table = match dimension {
        Dimension::Program => "program",
        Dimension::Segment => "segment",
        Dimension::Owner => "app_user",
        Dimension::Product => "product",
        Dimension::Stage => "stage_definition",
        Dimension::Customer => "company",
        _ => "partner",
    };
    for batch in ids.chunks(5000) {
        let sql = Sql::new(format!("SELECT t.id, t.{name} AS name FROM {table} t WHERE t.id IN "))
            .bind_list(batch.iter().copied());
        let sql = if table == "partner" { in_scope(sql, &cx.actor, "t.id") } else { sql };
        let rows = sql.all::<Named>(cx.read()).await?;
        labels.extend(rows.into_iter().map(|row| (dimension.id_text(Some(row.id)), row.name)));
    }
    labels.insert(String::new(), unknown(cx.locale, dimension));
    Ok(labels)
}

/// What `ask` is narrowed to, each dimension with its values, in the reader's language.
///
/// # Errors
/// The database's.
pub async fn filters_in_words(cx: &Ctx, ask: &Ask) -> Outcome<Vec<String>> {
    let mut said = Vec::with_capacity(ask.filters.len());
    for filter in &ask.filters {
        let dimension = &filter.dimension;
        let key = |value: &Value| match value {
            Value::Id(id) => dimension.id_text(Some(*id)),
            Value::Text(text) => text.clone(),
            Value::Time(number) => dimension.time_text(*number),
            Value::Unknown => String::new(),
        };
        let keys: Vec<String> = filter.values.iter().map(key).collect();
        let names = labels(cx, dimension, keys.iter().map(String::as_str).collect()).await?;
        let names: BTreeSet<&str> = keys.iter().filter_map(|key| names.get(key)).map(String::as_str).collect();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        said.push(format!("{}: {names}", dimension_name(cx.locale, dimension)));
    }
    Ok(said)
}

/// What people call a dimension.
pub fn dimension_name(locale: Locale, dimension: &Dimension) -> String {
    match dimension {
        Dimension::Attribute(key) => key.clone(),
        other => i18n::text(locale, &name_key(other)),
    }
}

fn name_key(dimension: &Dimension) -> String {
    format!("kpi-by-{}", dimension.to_string().replace('_', "-"))
}

fn unknown(locale: Locale, dimension: &Dimension) -> String {
    let key = match dimension {
        Dimension::Partner => "kpi-unknown-partner",
        other if other.is_time() && !other.is_of_signing() => "kpi-unknown-date",
        _ => "kpi-unknown",
    };
    i18n::text(locale, key)
}

/// What a word is called, in every language.
pub(super) fn in_words(dimension: &Dimension, key: &str) -> Vec<String> {
    [Locale::En, Locale::De].map(|locale| word(locale, dimension, key)).to_vec()
}

fn word(locale: Locale, dimension: &Dimension, key: &str) -> String {
    let families: &[&str] = match dimension {
        Dimension::Phase => &["phase"],
        Dimension::Source => &["source", "channel"],
        Dimension::Form => &["registration-kind"],
        Dimension::MonthsSinceSigning => &["kpi-since-signing"],
        _ => &[],
    };
    families
        .iter()
        .map(|family| format!("{family}-{}", key.replace('_', "-")))
        .find(|key| i18n::has(locale, key))
        .map_or_else(|| key.to_owned(), |key| i18n::text(locale, &key))
}

#[cfg(test)]
mod tests {
    use super::super::dimension::DIMENSIONS;
    use super::*;

    #[test]
    fn where_a_registration_came_from_has_a_name_in_both_languages() {
        let named = |locale, key| word(locale, &Dimension::Source, key);
        for (key, en, de) in [
            ("personal_link", "By a personal link", "Über einen persönlichen Link"),
            ("on_behalf", "Entered by a colleague", "Von Kollegen erfasst"),
            ("public_form", "By the public page", "Über die öffentliche Seite"),
        ] {
            assert_eq!((named(Locale::En, key).as_str(), named(Locale::De, key).as_str()), (en, de));
        }
        assert_eq!(named(Locale::De, "partner_portal"), "partner_portal", "what an import brought keeps its name");
    }

    #[test]
    fn every_dimension_has_a_name_in_both_languages() {
        for dimension in DIMENSIONS {
            for locale in [Locale::En, Locale::De] {
                assert!(i18n::has(locale, &name_key(dimension)), "{dimension}");
            }
        }
        assert_eq!(dimension_name(Locale::En, &Dimension::CustomerIndustry), "Customer’s industry");
    }
}
