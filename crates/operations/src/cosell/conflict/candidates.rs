//! Who shares a key with a claim. Each key reads at most [`LONGEST`] entries of its index, so the cost does not grow with what is stored.

use kernel::Outcome;
use kernel::matching::{Corpus, Key, KeyKind, Record, kept_keys};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet};
use storage::Sql;
use uuid::Uuid;

/// A key that more than this many share leads to nobody: others that are rarer do.
const LONGEST: usize = 60;
/// More than this many are not compared; those that share the rarest keys come first. Each costs a reading somewhere else on the disk.
const MOST: usize = 20;

/// Where keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Of companies.
    Companies,
    /// Of live registrations.
    Claims,
}

/// One that shares a key.
#[derive(Debug, Clone, Default)]
pub(super) struct Candidate {
    /// The kinds of keys it shares.
    pub kinds: BTreeSet<&'static str>,
    /// The name by which it is known that is ours.
    pub alias: Option<String>,
    rarity: f64,
}

#[derive(FromQueryResult)]
struct Entry {
    /// Which of the keys.
    at: i64,
    /// Nothing: more share it than are followed.
    id: Option<Uuid>,
    shown: String,
}

/// What identifies is followed however many have it; what describes only where it tells few apart.
fn identifies(kind: &str) -> bool {
    matches!(kind, "domain" | "vat" | "phone" | "name" | "alias" | "place")
}

/// Those that share a key with `record`, and how common the words of its name are among them.
pub(super) async fn candidates(
    db: &impl ConnectionTrait,
    kept: Kept,
    record: &Record,
) -> Outcome<(BTreeMap<Uuid, Candidate>, Corpus)> {
    let mut keys: Vec<(&'static str, String)> =
        kept_keys(record).into_iter().map(|Key { kind, value }| (kind.as_str(), value)).collect();
    if kept == Kept::Companies && !record.name_key.is_empty() {
        keys.push(("alias", record.name_key.clone()));
    }
    if keys.is_empty() {
        return Ok((BTreeMap::new(), Corpus::of_words([])));
    }
    let mut by_key: Vec<Entries> = keys.iter().map(|_| Entries::default()).collect();
    for entry in reading(kept, &keys).all::<Entry>(db).await? {
        let Some(entries) = usize::try_from(entry.at).ok().and_then(|at| by_key.get_mut(at)) else { continue };
        match entry.id {
            Some(id) => entries.found.push((id, entry.shown)),
            None => entries.too_many = true,
        }
    }
    let word = KeyKind::Word.as_str();
    let counted = |words: &str| {
        let of = keys.iter().zip(&by_key).find(|((kind, value), _)| *kind == word && value == words);
        of.map_or(0, |(_, entries)| if entries.too_many { LONGEST + 1 } else { entries.found.len() })
    };
    let corpus = Corpus::of_words(record.name.iter().filter(|w| w.chars().count() >= 3).map(|w| {
        let count = u32::try_from(counted(w)).unwrap_or(u32::MAX);
        (w.clone(), count)
    }));
    let mut found: BTreeMap<Uuid, Candidate> = BTreeMap::new();
    for ((kind, _), entries) in keys.iter().zip(by_key) {
        let rarity = f64::from(if identifies(kind) { 8 } else { 1 }) / (entries.found.len() as f64);
        for (id, shown) in entries.found {
            let candidate = found.entry(id).or_default();
            candidate.kinds.insert(*kind);
            candidate.rarity += rarity;
            if *kind == "alias" {
                candidate.alias = Some(shown);
            }
        }
    }
    if found.len() > MOST {
        let mut order: Vec<(Uuid, f64)> = found.iter().map(|(id, c)| (*id, c.rarity)).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (id, _) in order.into_iter().skip(MOST) {
            found.remove(&id);
        }
    }
    Ok((found, corpus))
}

/// Entries of one key.
#[derive(Default)]
struct Entries {
    found: Vec<(Uuid, String)>,
    too_many: bool,
}

/// Reads along the index of the keys, in one statement. Of a key that only describes and that too many share one row comes, without an id: which they are
/// is of no use to anybody.
fn reading(kept: Kept, keys: &[(&str, String)]) -> Sql {
    let (table, id) = match kept {
        Kept::Companies => ("match_key", "company_id"),
        Kept::Claims => ("claim_key", "registration_id"),
    };
    let of = |sql: Sql, kind: &str, value: &str| {
        sql.push(&format!("{table} WHERE kind = ")).bind(kind).push(" AND value = ").bind(value)
    };
    let mut sql = Sql::default();
    for (at, (kind, value)) in keys.iter().enumerate() {
        // Only a name of ours is shown; every other key is answered by its index alone.
        let shown = if *kind == "alias" { "shown" } else { "CAST('' AS TEXT) AS shown" };
        sql = sql.push(if at == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
        sql = sql.push(&format!("SELECT CAST({at} AS BIGINT) AS at, {id} AS id, {shown} FROM "));
        if !identifies(kind) {
            // In a row of its own, that is or is not there: as a condition it would be asked of each entry of the key.
            sql = of(sql.push("(SELECT 1 AS one WHERE NOT EXISTS (SELECT 1 FROM "), kind, value);
            sql = sql.push(&format!(" LIMIT 1 OFFSET {LONGEST})) AS few CROSS JOIN "));
        }
        sql = of(sql, kind, value).push(&format!(" LIMIT {}) AS k{at}", LONGEST + 1));
        if !identifies(kind) {
            sql = sql.push(&format!(" UNION ALL SELECT CAST({at} AS BIGINT) AS at, CAST(NULL AS UUID) AS id, CAST('' AS TEXT) AS shown FROM (SELECT 1 AS one FROM "));
            sql = of(sql, kind, value).push(&format!(" LIMIT 1 OFFSET {LONGEST}) AS m{at}"));
        }
    }
    sql
}
