//! The rules in force: what is offered, changed here, switched off, or added.

use super::keep::FINDINGS;
use super::offered;
use super::rule::Rule;
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use jobs::NewJob;
use kernel::id::{CoachingRuleId, ProgramId, RecordId};
use kernel::{Failure, FieldErrors, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use storage::{Sql, Tx};

/// As many rules can be added.
pub const MOST_ADDED: usize = 50;

/// A rule in force, or switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoachingRule {
    /// Names it for good.
    #[schema(example = "weak_in_validation")]
    pub key: String,
    /// Counts its changes; 0 as it was offered. Send it back with a change.
    pub version: i64,
    /// Whether the program came with it.
    pub offered: bool,
    /// Whether it speaks.
    pub active: bool,
    /// What it says.
    pub rule: Rule,
    /// Its changes, newest first; empty in a list.
    pub versions: Vec<RuleVersion>,
}

/// A change of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CoachingRuleVersion)]
pub struct RuleVersion {
    /// Its number.
    pub version: i64,
    /// Whether it spoke from then on.
    pub active: bool,
    /// What it said from then on.
    pub rule: Rule,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Instant,
    /// By whom.
    pub changed_by: String,
}

/// A rule as it should be.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveCoachingRule)]
pub struct SaveRule {
    /// What it says.
    pub rule: Rule,
    /// Whether it speaks.
    pub active: bool,
    /// The version one has read; absent: whatever it is now.
    #[serde(default)]
    pub version: Option<i64>,
}

#[derive(FromQueryResult)]
struct Row {
    rule_key: String,
    version: i64,
    active: bool,
    rule: String,
    created_at: Instant,
    created_by: String,
}

/// Every version of every rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept {
    /// By key; the oldest first.
    versions: BTreeMap<String, Vec<RuleVersion>>,
    /// How many changes there were.
    pub(super) changes: i64,
}

impl Kept {
    /// # Errors
    /// The database's.
    pub(super) async fn load(db: &impl ConnectionTrait) -> Outcome<Self> {
        let sql = Sql::new(
            "SELECT rule_key, version, active, rule, created_at, created_by FROM coaching_rule ORDER BY rule_key, version",
        );
        let mut kept = Self::default();
        for row in sql.all::<Row>(db).await? {
            let rule = serde_json::from_str(&row.rule).map_err(Failure::internal)?;
            kept.changes += 1;
            kept.versions.entry(row.rule_key).or_default().push(RuleVersion {
                version: row.version,
                active: row.active,
                rule,
                changed_at: row.created_at,
                changed_by: row.created_by,
            });
        }
        Ok(kept)
    }

    /// A rule as it said at `version`.
    pub(super) fn at(&self, key: &str, version: i64) -> Option<&Rule> {
        if version == 0 {
            return offered::find(key).map(|offered| &offered.rule);
        }
        self.versions.get(key)?.iter().find(|v| v.version == version).map(|v| &v.rule)
    }

    /// What is in force of a key.
    pub(super) fn one(&self, key: &str) -> Option<CoachingRule> {
        let offered = offered::find(key);
        let last = self.versions.get(key).and_then(|versions| versions.last());
        let rule = last.map(|v| &v.rule).or(offered.map(|o| &o.rule))?.clone();
        Some(CoachingRule {
            key: key.to_owned(),
            version: last.map_or(0, |v| v.version),
            offered: offered.is_some(),
            active: last.is_none_or(|v| v.active),
            rule,
            versions: Vec::new(),
        })
    }

    /// All of them: the offered ones in their order, then what was added, the oldest first.
    pub(super) fn all(&self) -> Vec<CoachingRule> {
        let added = self.versions.keys().map(String::as_str).filter(|key| offered::find(key).is_none());
        offered::all().iter().map(|o| o.key.as_str()).chain(added).filter_map(|key| self.one(key)).collect()
    }
}

/// Every rule, whether it speaks or not.
///
/// # Errors
/// `Forbidden`.
pub async fn list_rules(cx: &Ctx) -> Outcome<Vec<CoachingRule>> {
    cx.allow(Action::Read)?;
    Ok(Kept::load(cx.read()).await?.all())
}

/// One rule with its changes.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn rule(cx: &Ctx, key: &str) -> Outcome<CoachingRule> {
    cx.allow(Action::Read)?;
    let mut kept = Kept::load(cx.read()).await?;
    let mut rule = kept.one(key).ok_or(Failure::NotFound)?;
    rule.versions = kept.versions.remove(key).unwrap_or_default();
    rule.versions.reverse();
    Ok(rule)
}

/// The rule, when nothing is wrong with it.
///
/// # Errors
/// `Invalid` at its fields, each below `rule`.
pub(super) async fn checked(db: &impl ConnectionTrait, rule: Rule) -> Outcome<Rule> {
    let mut errors = FieldErrors::default();
    let rule = rule.checked(&mut errors);
    if !rule.programs.is_empty() {
        let known = Sql::new("SELECT id FROM program").column::<ProgramId>(db).await?;
        let known: HashSet<ProgramId> = known.into_iter().collect();
        if rule.programs.iter().any(|program| !known.contains(program)) {
            errors.add("programs", "unknown");
        }
    }
    for error in &mut errors.0 {
        error.field = format!("rule.{}", error.field);
    }
    errors.into_result(rule)
}

async fn write(tx: &Tx, cx: &Ctx, key: &str, version: i64, input: SaveRule) -> Outcome<()> {
    let title = input.rule.title.clone();
    let json = serde_json::to_string(&input.rule).map_err(Failure::internal)?;
    let written =
        Sql::new("INSERT INTO coaching_rule (id, rule_key, version, active, rule, created_at, created_by) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rule_key, version) DO NOTHING",
                [
                    RecordId::new().into(),
                    key.into(),
                    version.into(),
                    input.active.into(),
                    json.into(),
                    cx.now().into(),
                    cx.actor.name().into(),
                ],
            )
            .execute(tx)
            .await?;
    if written == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    let payload = serde_json::json!({ "rule": key, "name": title.en, "version": version, "active": input.active });
    record(tx, cx, Event::new(EventKind::CoachingRuleChanged).with(payload)).await?;
    // What it says of whom is found anew at once.
    let job = NewJob {
        kind: FINDINGS,
        payload: serde_json::Value::Null,
        run_at: cx.now(),
        dedupe_key: Some("coaching.findings.changed".to_owned()),
    };
    jobs::enqueue(tx, cx.now(), job).await?;
    Ok(())
}

/// Changes a rule, or switches it off or on; nothing happens when it is so already.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `rule.…`; conflict `stale_version`.
pub async fn save_rule(cx: &Ctx, key: &str, mut input: SaveRule) -> Outcome<CoachingRule> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let now = Kept::load(&tx).await?.one(key).ok_or(Failure::NotFound)?;
    input.rule = checked(&tx, input.rule).await?;
    if input.version.is_some_and(|version| version != now.version) {
        return Err(Failure::conflict("stale_version"));
    }
    if now.rule != input.rule || now.active != input.active {
        write(&tx, cx, key, now.version + 1, input).await?;
        cx.commit(tx).await?;
    }
    rule(cx, key).await
}

/// Adds a rule.
///
/// # Errors
/// `Forbidden`; `Invalid` at `rule.…`, at `rule` beyond [`MOST_ADDED`].
pub async fn add_rule(cx: &Ctx, mut input: SaveRule) -> Outcome<CoachingRule> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    if Kept::load(&tx).await?.all().iter().filter(|rule| !rule.offered).count() >= MOST_ADDED {
        let mut errors = FieldErrors::default();
        errors.add_with("rule", "too_many", [("max", MOST_ADDED.to_string())]);
        return Err(Failure::Invalid(errors));
    }
    input.rule = checked(&tx, input.rule).await?;
    let key = CoachingRuleId::new().to_string();
    write(&tx, cx, &key, 1, input).await?;
    cx.commit(tx).await?;
    rule(cx, &key).await
}
