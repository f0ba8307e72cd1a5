//! What the text of a filter means.

use super::dimension::{Dimension, Kind, Value};
use super::label;
use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::actor::Channel;
use kernel::words::{DealSource, Phase, RegistrationKind};
use kernel::{Currency, Failure, Outcome};
use storage::Sql;
use uuid::Uuid;

/// What a filter's text means.
pub(super) struct Meant {
    pub(super) values: Vec<Value>,
    /// Nobody has it now: nothing is counted. A question that is kept goes on to be one.
    pub(super) unseen: bool,
}

impl From<Vec<Value>> for Meant {
    fn from(values: Vec<Value>) -> Self {
        Self { values, unseen: false }
    }
}

/// What `text` means for `dimension`: an id, or a name or key by which people know the thing.
pub(super) async fn values(cx: &Ctx, dimension: &Dimension, text: &str) -> Outcome<Meant> {
    let unknown = || Failure::field("filter", "unknown");
    if text.chars().any(char::is_control) || text.len() > 500 {
        return Err(Failure::field("filter", "invalid"));
    }
    if text.is_empty() {
        return Ok(vec![Value::Unknown].into());
    }
    match dimension.kind() {
        Kind::Text => {
            let found = match words(dimension) {
                Some(words) => written_as(text, words, |word| label::in_words(dimension, word)),
                None => Vec::new(),
            };
            let found = if found.is_empty() { texts(cx, dimension, text).await? } else { found };
            match dimension {
                Dimension::Phase | Dimension::Form | Dimension::Currency if found.is_empty() => Err(unknown()),
                _ if found.is_empty() => {
                    // What customers have is not looked up.
                    let unseen = !matches!(dimension, Dimension::CustomerIndustry | Dimension::CustomerCountry);
                    Ok(Meant { values: vec![Value::Text(text.to_owned())], unseen })
                }
                _ => Ok(found.into_iter().map(Value::Text).collect::<Vec<_>>().into()),
            }
        }
        Kind::Time(_) => Ok(vec![Value::Time(dimension.parse_time(text).ok_or_else(unknown)?)].into()),
        Kind::Id => {
            if let Some(id) = dimension.parse_id(text) {
                return Ok(vec![Value::Id(id)].into());
            }
            // Of several readings the narrowest that finds something: a key, the name as it is written, the name however it is written.
            for sql in readings(cx, dimension, text) {
                let ids = sql.column::<Uuid>(cx.read()).await?;
                if !ids.is_empty() {
                    return Ok(ids.into_iter().map(Value::Id).collect::<Vec<_>>().into());
                }
            }
            Err(unknown())
        }
    }
}

/// The values of a dimension that are words of ours.
fn words(dimension: &Dimension) -> Option<Vec<String>> {
    match dimension {
        Dimension::Phase => Some(Phase::ALL.iter().map(ToString::to_string).collect()),
        Dimension::Form => Some(RegistrationKind::ALL.iter().map(ToString::to_string).collect()),
        Dimension::Source => {
            let deals = DealSource::ALL.iter().map(ToString::to_string);
            Some(deals.chain(Channel::ALL.iter().map(ToString::to_string)).collect())
        }
        _ => None,
    }
}

/// Those of `known` that are `text`; where there is none, those that are when case and accents do not count, or whose name in a language is.
fn written_as(text: &str, known: Vec<String>, names: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    if known.iter().any(|value| value == text) {
        return vec![text.to_owned()];
    }
    let folded = kernel::fold::fold(text);
    let same = |value: &String| kernel::fold::fold(value) == folded;
    known.into_iter().filter(|value| same(value) || names(value).iter().any(same)).collect()
}

/// The kept values that are `text`, as [`written_as`]. One that stands there as it is written is found without reading the others.
async fn texts(cx: &Ctx, dimension: &Dimension, text: &str) -> Outcome<Vec<String>> {
    let (table, column) = match dimension {
        Dimension::Currency => return Ok(text.parse::<Currency>().map(|c| c.to_string()).into_iter().collect()),
        Dimension::Region => ("partner", "region"),
        Dimension::Country => ("partner", "country"),
        // A product's, and those that only lines of deals have.
        Dimension::Category => (
            "(SELECT category FROM product UNION SELECT group_value FROM kpi_total WHERE grouping_set = 'category')",
            "category",
        ),
        // Registrations that were imported name others than ours.
        Dimension::Source => ("(SELECT group_value AS source FROM kpi_total WHERE grouping_set = 'source')", "source"),
        Dimension::Attribute(_) => ("partner_attribute", "value"),
        // What customers have stands in tables that are read for this from end to end: as it is written.
        _ => return Ok(Vec::new()),
    };
    let of = |what: &str| {
        let sql = Sql::new(format!("SELECT {what} FROM {table} t WHERE "));
        match dimension {
            Dimension::Attribute(key) => sql.push("t.key = ").bind(key.as_str()).push(" AND "),
            _ => sql,
        }
        .push(&format!("t.{column} "))
    };
    let there = of("CAST(1 AS BIGINT)").push("= ").bind(text).push(" LIMIT 1").value::<i64>(cx.read()).await?;
    if there.is_some() {
        return Ok(vec![text.to_owned()]);
    }
    let known = of(&format!("DISTINCT t.{column}")).push("IS NOT NULL").column::<String>(cx.read()).await?;
    Ok(written_as(text, known, |_| Vec::new()))
}

/// What `text` may name, the narrowest first.
fn readings(cx: &Ctx, dimension: &Dimension, text: &str) -> Vec<Sql> {
    let folded = kernel::fold::fold(text);
    let of = |select: &str, value: &str| Sql::new(select).bind(value);
    match dimension {
        Dimension::Program => {
            vec![of("SELECT id FROM program WHERE name = ", text), of("SELECT id FROM program WHERE key = ", text)]
        }
        Dimension::Segment => {
            vec![of("SELECT id FROM segment WHERE name = ", text), of("SELECT id FROM segment WHERE key = ", text)]
        }
        Dimension::Stage => vec![
            of("SELECT id FROM stage_definition WHERE name_en = ", text),
            of("SELECT id FROM stage_definition WHERE name_de = ", text),
            of("SELECT id FROM stage_definition WHERE key = ", text),
        ],
        Dimension::Product => vec![
            of("SELECT id FROM product WHERE key = ", text),
            of("SELECT id FROM product WHERE name = ", text),
            of("SELECT id FROM product WHERE name_folded = ", &folded),
        ],
        Dimension::Owner => vec![
            of("SELECT id FROM app_user WHERE email_folded = ", &folded),
            of("SELECT id FROM app_user WHERE name = ", text),
            of("SELECT id FROM app_user WHERE name_folded = ", &folded),
        ],
        Dimension::Customer => {
            let by_name = of("SELECT c.id FROM company c WHERE c.name_folded = ", &folded);
            vec![by_name.clone().push(" AND c.name = ").bind(text), by_name]
        }
        _ => {
            let by_name = || of("SELECT p.id FROM partner p WHERE p.name_folded = ", &folded);
            vec![
                in_scope(by_name().push(" AND p.name = ").bind(text), &cx.actor, "p.id"),
                in_scope(by_name(), &cx.actor, "p.id"),
            ]
        }
    }
}
