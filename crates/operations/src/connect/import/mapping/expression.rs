//! Where the value of a field comes from.

use super::NumberStyle;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use std::collections::BTreeMap;
use toml::Spanned;

/// One field's value: a column, a constant, a template or a lookup, then the value map.
///
/// In the file a plain text is a column: `name = "ResellerName"`.
#[derive(Debug, Clone, Default)]
pub struct Expression {
    /// The column read.
    pub column: Option<String>,
    /// The same for every row.
    pub constant: Option<String>,
    /// Columns in braces: `"{SalesOrderNumber}/{SalesOrderLineNumber}"`. Empty when all its columns are empty.
    pub template: Option<String>,
    /// The value found here stands in another file.
    pub lookup: Option<Lookup>,
    /// Value → other value.
    pub map: BTreeMap<String, String>,
    /// What happens to a value that `map` does not name.
    pub unmapped: Unmapped,
    /// What an empty cell becomes.
    pub default: Option<String>,
    /// Date formats of this field, instead of the source's.
    pub dates: Vec<String>,
    /// Time zone of this field, instead of the source's.
    pub time_zone: Option<String>,
    /// Number style of this field, instead of the source's.
    pub number: Option<NumberStyle>,
    /// What happens when a reference leads nowhere. Default: required references reject, others are reported.
    pub on_missing: Option<MissingReference>,
    /// What happens when a reference is empty. Default: required ones reject, others are ignored.
    pub on_empty: Option<MissingReference>,
}

/// What to do about a reference that leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MissingReference {
    /// The row is not imported.
    Reject,
    /// The row is imported without it, listed and counted.
    Report,
    /// The row is imported without it.
    Ignore,
}

/// What to do with a value that the map does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unmapped {
    /// It stays as it is.
    #[default]
    Keep,
    /// The row is rejected.
    Reject,
    /// It becomes empty.
    Empty,
}

/// A value taken from another file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The other file's id. It is held in memory: choose the small one.
    pub file: Spanned<String>,
    /// Its column that equals this row's value.
    pub by: String,
    /// Its column whose value is taken.
    pub take: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    column: Option<String>,
    constant: Option<String>,
    template: Option<String>,
    lookup: Option<Lookup>,
    #[serde(default)]
    map: BTreeMap<String, String>,
    #[serde(default)]
    unmapped: Unmapped,
    default: Option<String>,
    #[serde(default)]
    dates: Vec<String>,
    time_zone: Option<String>,
    number: Option<NumberStyle>,
    on_missing: Option<MissingReference>,
    on_empty: Option<MissingReference>,
}

impl Expression {
    /// The value of one column.
    pub fn column(name: &str) -> Self {
        Self { column: Some(name.to_owned()), ..Self::default() }
    }
    /// Every column the expression reads from its own row.
    pub fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = self.column.iter().cloned().collect();
        if let Some(template) = &self.template {
            columns.extend(template_parts(template).into_iter().filter_map(|part| match part {
                TemplatePart::Column(name) => Some(name),
                TemplatePart::Text(_) => None,
            }));
        }
        columns
    }
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Stands as it is.
    Text(String),
    /// The value of a column.
    Column(String),
}

/// Cuts `"{a} of {b}"` into its parts. A brace without its partner is text.
pub fn template_parts(template: &str) -> Vec<TemplatePart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(TemplatePart::Text(before.to_owned()));
        }
        parts.push(TemplatePart::Column(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Text(rest.to_owned()));
    }
    parts
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpressionVisitor;
        impl<'de> Visitor<'de> for ExpressionVisitor {
            type Value = Expression;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a column name or a table like { column = \"…\" }")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Expression, E> {
                Ok(Expression::column(name))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expression, A::Error> {
                let wire = Wire::deserialize(MapAccessDeserializer::new(map))?;
                let sources = [wire.column.is_some(), wire.constant.is_some(), wire.template.is_some()];
                if sources.into_iter().filter(|&given| given).count() != 1 {
                    return Err(serde::de::Error::custom("give exactly one of column, constant, template"));
                }
                Ok(Expression {
                    column: wire.column,
                    constant: wire.constant,
                    template: wire.template,
                    lookup: wire.lookup,
                    map: wire.map,
                    unmapped: wire.unmapped,
                    default: wire.default,
                    dates: wire.dates,
                    time_zone: wire.time_zone,
                    number: wire.number,
                    on_missing: wire.on_missing,
                    on_empty: wire.on_empty,
                })
            }
        }
        deserializer.deserialize_any(ExpressionVisitor)
    }
}
