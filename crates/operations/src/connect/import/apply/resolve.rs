//! External ids become ours: what is known already, and what the file says anew.

use super::Apply;
use crate::connect::import::mapping::{Mapping, Table, Target};
use crate::connect::import::transform::{Fields, Record};
use kernel::Outcome;
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::{Sql, Tx};
use uuid::Uuid;

/// External ids asked for in one query.
const ASKED: usize = 500;
/// References remembered between batches; beyond, the memory starts anew.
const REMEMBERED: usize = 100_000;

/// References found in earlier batches.
#[derive(Default)]
pub(super) struct Known {
    found: HashMap<(Target, String), Uuid>,
}

#[derive(FromQueryResult)]
struct RefRow {
    external_id: String,
    entity_id: Uuid,
    content_hash: String,
}

/// What an earlier import remembered of a record.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    pub(super) id: Uuid,
    pub(super) hash: String,
}

/// A record whose references are known.
pub(super) struct Resolved {
    pub(super) record: Record,
    pub(super) id: Uuid,
    pub(super) references: BTreeMap<&'static str, Uuid>,
    /// Per line.
    pub(super) products: Vec<Option<Uuid>>,
    pub(super) hash: String,
    /// What an earlier import took over, if it did.
    pub(super) before: Option<String>,
}

impl Resolved {
    /// The record at this reference, as `make` of its id.
    pub(super) fn reference<T>(&self, field: &str, make: impl FnOnce(Uuid) -> T) -> Option<T> {
        self.references.get(field).copied().map(make)
    }
    /// Whether stages, events or outcome differ from what an earlier import took over (true for a new record).
    pub(super) fn history_differs(&self) -> bool {
        let history = |hash: &str| hash.split_once('-').map(|(_, history)| history.to_owned());
        self.before.as_deref().is_none_or(|before| history(before) != history(&self.hash))
    }
}

impl Apply<'_> {
    /// What earlier imports remembered of these external ids.
    pub(super) async fn remembered(
        &self,
        tx: &Tx,
        target: Target,
        keys: &[String],
    ) -> Outcome<HashMap<String, Remembered>> {
        let mut found = HashMap::new();
        for keys in keys.chunks(ASKED) {
            let rows = Sql::new("SELECT external_id, entity_id, content_hash FROM external_ref WHERE source = ")
                .bind(self.source.as_str())
                .push(" AND kind = ")
                .bind(target.as_str())
                .push(" AND external_id IN ")
                .bind_list(keys.iter().map(String::as_str))
                .all::<RefRow>(tx)
                .await?;
            for row in rows {
                found.insert(row.external_id, Remembered { id: row.entity_id, hash: row.content_hash });
            }
        }
        Ok(found)
    }

    /// Makes sure every reference of these records is known, if it leads anywhere.
    pub(super) async fn look_up(&mut self, tx: &Tx, records: &[Record]) -> Outcome<()> {
        if self.known.found.len() > REMEMBERED {
            self.known.found.clear();
        }
        let mut wanted: BTreeMap<Target, BTreeSet<String>> = BTreeMap::new();
        for record in records {
            for (_, target, id) in record.lines.iter().chain([&record.fields]).flat_map(Fields::references) {
                if !self.known.found.contains_key(&(target, id.to_owned())) {
                    wanted.entry(target).or_default().insert(id.to_owned());
                }
            }
        }
        for (target, ids) in wanted {
            let ids: Vec<String> = ids.into_iter().collect();
            for (external, remembered) in self.remembered(tx, target, &ids).await? {
                self.known.found.insert((target, external), remembered.id);
            }
            if self.dry_run {
                for id in ids {
                    if self.planned.contains(&planned_key(target, &id)) {
                        self.known.found.insert((target, id), Uuid::nil());
                    }
                }
            }
        }
        Ok(())
    }

    /// Our id for an external one, after [`Apply::look_up`].
    pub(super) fn known(&self, target: Target, id: &str) -> Option<Uuid> {
        self.known.found.get(&(target, id.to_owned())).copied()
    }
}

/// What a dry run remembers of a record it would make.
pub(super) fn planned_key(target: Target, id: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (target, id).hash(&mut hasher);
    hasher.finish()
}

/// What a record says, in two parts: everything, and its history (stages, events, outcome) alone. What the mapping takes words and amounts for is
/// part of what they say; it was not `of_before`, and what was remembered then still counts.
pub(super) fn content_hash(
    mapping: &Mapping,
    table: &Table,
    record: &Record,
    references: &BTreeMap<&'static str, Uuid>,
    products: &[Option<Uuid>],
    linked_later: Option<&str>,
    of_before: bool,
) -> String {
    let own = |fields: &Fields| fields.0.iter().map(|(name, value)| format!("{name}={value:?};")).collect::<String>();
    let lines: String = record.lines.iter().map(own).collect();
    let references: BTreeMap<_, _> = references.iter().filter(|(name, _)| Some(**name) != linked_later).collect();
    let taken_for = match (table.target, &table.event) {
        _ if of_before => String::new(),
        (Target::Registration, log) => {
            let promised = ["first_answer_due", "decision_due", "protected_until"].map(|name| record.fields.get(name));
            let log = log.as_ref().map(|log| (&log.means, log.first_answer, log.decided));
            format!("|{promised:?}|{log:?}")
        }
        (Target::Deal | Target::DealStage, _) => {
            let program = record.fields.text("program").and_then(|key| mapping.program(key));
            let stages = program.into_iter().flat_map(|program| &program.stages);
            stages.filter_map(|stage| Some(format!("|{}={}", stage.name.as_ref(), stage.stage.as_ref()?))).collect()
        }
        _ => String::new(),
    };
    let history = format!(
        "{:?}|{:?}|{:?}|{:?}|{:?}{taken_for}",
        record.stages,
        record.events,
        record.fields.get("stage"),
        record.fields.get("status"),
        record.fields.get("closed"),
    );
    let unmarked =
        record.fields.currency("currency").is_none() && matches!(table.target, Target::Deal | Target::Registration);
    let currency = mapping.source.currency.as_ref().filter(|_| unmarked && !of_before).map_or("", |code| code.as_ref());
    let all = format!(
        "{}|{:?}|{lines}|{references:?}|{products:?}|{history}{currency}",
        own(&record.fields),
        record.attributes
    );
    let cut = |text: &str, digits: usize| {
        kernel::secret::content_hash(text.as_bytes()).chars().take(digits).collect::<String>()
    };
    format!("{}-{}", cut(&all, 32), cut(&history, 16))
}
