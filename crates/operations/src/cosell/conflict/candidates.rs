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
    pub kinds: BTreeSet<String>,
    /// The name by which it is known that is ours.
    pub alias: Option<String>,
    rarity: f64,
}

#[derive(FromQueryResult)]
struct Entry {
    kind: String,
    value: String,
    shown: String,
    id: Uuid,
}

/// Those that share a key with `record`, and how common the words of its name are among them.
pub(super) async fn candidates(
    db: &impl ConnectionTrait,
    kept: Kept,
    record: &Record,
) -> Outcome<(BTreeMap<Uuid, Candidate>, Corpus)> {
    let mut keys: Vec<(String, String)> =
        kept_keys(record).into_iter().map(|Key { kind, value }| (kind.as_str().to_owned(), value)).collect();
    if kept == Kept::Companies && !record.name_key.is_empty() {
        keys.push(("alias".to_owned(), record.name_key.clone()));
    }
    if keys.is_empty() {
        return Ok((BTreeMap::new(), Corpus::of_words([])));
    }
    let mut sql = Sql::default();
    for (at, (kind, value)) in keys.iter().enumerate() {
        // Only a name of ours is shown; every other key is answered by its index alone.
        let one = match kept {
            Kept::Companies if kind == "alias" => {
                "SELECT kind, value, shown, company_id AS id FROM match_key WHERE kind = "
            }
            Kept::Companies => "SELECT kind, value, '' AS shown, company_id AS id FROM match_key WHERE kind = ",
            Kept::Claims => "SELECT kind, value, '' AS shown, registration_id AS id FROM claim_key WHERE kind = ",
        };
        sql = sql.push(if at == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
        sql = sql.push(one).bind(kind.as_str()).push(" AND value = ").bind(value.as_str());
        sql = sql.push(&format!(" LIMIT {}) AS k{at}", LONGEST + 1));
    }
    let mut by_key: BTreeMap<(String, String), Vec<(Uuid, String)>> = BTreeMap::new();
    for entry in sql.all::<Entry>(db).await? {
        by_key.entry((entry.kind, entry.value)).or_default().push((entry.id, entry.shown));
    }
    let word = KeyKind::Word.as_str();
    let counted = |words: &str| by_key.get(&(word.to_owned(), words.to_owned())).map_or(0, Vec::len);
    let corpus = Corpus::of_words(record.name.iter().filter(|w| w.chars().count() >= 3).map(|w| {
        let count = u32::try_from(counted(w)).unwrap_or(u32::MAX);
        (w.clone(), count)
    }));
    let mut found: BTreeMap<Uuid, Candidate> = BTreeMap::new();
    for ((kind, _), entries) in &by_key {
        // What identifies is followed however many have it; what describes only where it tells few apart.
        let identifies = matches!(kind.as_str(), "domain" | "vat" | "phone" | "name" | "alias" | "place");
        if entries.len() > LONGEST && !identifies {
            continue;
        }
        for (id, shown) in entries {
            let candidate = found.entry(*id).or_default();
            candidate.kinds.insert(kind.clone());
            candidate.rarity += f64::from(if identifies { 8 } else { 1 }) / (entries.len() as f64);
            if kind == "alias" {
                candidate.alias = Some(shown.clone());
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
