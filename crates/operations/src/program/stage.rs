//! The deal stages of a program. A stage that is no longer used is retired, never deleted: histories point to it.

use super::row;
use crate::Ctx;
use crate::access::policy::Action;
use crate::grow::kpi::recount;
use crate::record::{Event, EventKind, record};
use kernel::fold::transliterate;
use kernel::id::{ProgramId, StageId};
use kernel::words::DealOutcome;
use kernel::{Failure, FieldErrors, Locale, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use storage::Sql;

/// A stage of a program's deals.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Stage {
    /// The stage.
    #[schema(value_type = String)]
    pub id: StageId,
    /// Stable within the program.
    pub key: String,
    /// English name.
    pub name_en: String,
    /// German name.
    pub name_de: String,
    /// From left to right.
    pub position: i32,
    /// What a deal in this stage is: open, won or lost.
    #[schema(value_type = String)]
    pub outcome: DealOutcome,
    /// No longer offered.
    pub retired: bool,
}

impl Stage {
    /// The name in `locale`.
    pub fn name(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::En => (&self.name_en, &self.name_de),
            Locale::De => (&self.name_de, &self.name_en),
        };
        if first.is_empty() { second } else { first }
    }
}

/// All stages of a program in order, retired ones included.
///
/// # Errors
/// The database's.
pub async fn stages(db: &impl ConnectionTrait, program: ProgramId) -> Outcome<Vec<Stage>> {
    let sql = Sql::new(
        "SELECT id, key, name_en, name_de, position, outcome, retired FROM stage_definition WHERE program_id = ",
    )
    .bind(program)
    .push(" ORDER BY position, id");
    Ok(sql.all(db).await?)
}

/// A stage as it shall be; the order of the list is the order of the stages.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveStage {
    /// An existing stage; absent for a new one.
    #[schema(value_type = Option<String>)]
    pub id: Option<StageId>,
    /// English name; one of the two is enough.
    pub name_en: String,
    /// German name.
    pub name_de: String,
    /// What a deal in this stage is. Of an existing stage it cannot be changed: histories would be rewritten.
    #[schema(value_type = String)]
    pub outcome: DealOutcome,
    /// No longer offered.
    #[serde(default)]
    pub retired: bool,
}

/// Saves all stages of a program at once: renames, reorders, adds, retires.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `stages…`: every existing stage must be in the list (`missing_stage`), one open, one
/// won and one lost stage must remain (`needs_open`, `needs_won`, `needs_lost`), open deals must have left a stage that is
/// retired (`in_use`).
pub async fn save_stages(cx: &Ctx, program: ProgramId, wanted: Vec<SaveStage>) -> Outcome<Vec<Stage>> {
    cx.allow(Action::ManagePrograms)?;
    let tx = cx.begin().await?;
    let program_row = row(&tx, program).await?;
    let before = stages(&tx, program).await?;
    let used: Vec<StageId> = Sql::new("SELECT sd.id FROM stage_definition sd WHERE sd.program_id = ")
        .bind(program)
        .push(" AND EXISTS (SELECT 1 FROM deal d WHERE d.stage_id = sd.id AND d.outcome = 'open')")
        .column(&tx)
        .await?;
    let after = decide(&before, &wanted, &used)?;

    for stage in &after {
        Sql::new("INSERT INTO stage_definition (id, program_id, key, name_en, name_de, position, outcome, retired) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name_en = excluded.name_en, name_de = excluded.name_de, position = excluded.position, retired = excluded.retired",
                [
                    stage.id.into(),
                    program.into(),
                    stage.key.clone().into(),
                    stage.name_en.clone().into(),
                    stage.name_de.clone().into(),
                    stage.position.into(),
                    stage.outcome.into(),
                    stage.retired.into(),
                ],
            )
            .execute(&tx)
            .await?;
    }
    // How far a deal came is kept as a stage's place.
    if before.iter().any(|old| after.iter().any(|new| new.id == old.id && new.position != old.position)) {
        recount::ask(&tx).await?;
    }
    let payload = serde_json::json!({ "name": program_row.name, "stages": { "before": before, "after": after } });
    record(&tx, cx, Event::new(EventKind::ProgramChanged).program(program).with(payload)).await?;
    cx.commit(tx).await?;
    Ok(after)
}

fn decide(before: &[Stage], wanted: &[SaveStage], used: &[StageId]) -> Outcome<Vec<Stage>> {
    let mut errors = FieldErrors::default();
    if wanted.len() > 40 {
        errors.add_with("stages", "too_many", [("max", "40".to_owned())]);
        return errors.into_result(Vec::new());
    }
    if before.iter().any(|old| !wanted.iter().any(|w| w.id == Some(old.id))) {
        errors.add("stages", "missing_stage");
    }
    let mut keys: BTreeSet<String> = before.iter().map(|s| s.key.clone()).collect();
    let mut seen = BTreeSet::new();
    let mut after = Vec::with_capacity(wanted.len());
    for (index, stage) in wanted.iter().enumerate() {
        let path = format!("stages.{index}");
        let name_en = errors.optional(&format!("{path}.name_en"), Some(&stage.name_en), 80);
        let name_de = errors.optional(&format!("{path}.name_de"), Some(&stage.name_de), 80);
        if stage.name_en.trim().is_empty() && stage.name_de.trim().is_empty() {
            errors.add(&format!("{path}.name_en"), "required");
        }
        let (name_en, name_de) = (name_en.unwrap_or_default(), name_de.unwrap_or_default());
        let (id, key) = match stage.id {
            Some(id) => {
                let old = before.iter().find(|old| old.id == id);
                if old.is_none() || !seen.insert(id) {
                    errors.add(&format!("{path}.id"), "unknown");
                }
                if old.is_some_and(|old| old.outcome != stage.outcome) {
                    errors.add(&format!("{path}.outcome"), "not_changeable");
                }
                (id, old.map(|old| old.key.clone()).unwrap_or_default())
            }
            None => (StageId::new(), new_key(&mut keys, if name_en.is_empty() { &name_de } else { &name_en })),
        };
        if stage.retired && used.contains(&id) {
            errors.add(&format!("{path}.retired"), "in_use");
        }
        let position = i32::try_from(index + 1).map_err(Failure::internal)?;
        after.push(Stage { id, key, name_en, name_de, position, outcome: stage.outcome, retired: stage.retired });
    }
    for (outcome, code) in
        [(DealOutcome::Open, "needs_open"), (DealOutcome::Won, "needs_won"), (DealOutcome::Lost, "needs_lost")]
    {
        if !after.iter().any(|s| s.outcome == outcome && !s.retired) {
            errors.add("stages", code);
        }
    }
    errors.into_result(after)
}

/// A key from a name that no other stage has: `Proof of concept` → `proof_of_concept`.
fn new_key(taken: &mut BTreeSet<String>, name: &str) -> String {
    let words: Vec<String> = transliterate(name)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let base = if words.is_empty() { "stage".to_owned() } else { words.join("_") };
    let key = std::iter::once(base.clone())
        .chain((2..).map(|n| format!("{base}_{n}")))
        .find(|key| !taken.contains(key))
        .unwrap_or(base);
    taken.insert(key.clone());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(key: &str, outcome: DealOutcome) -> Stage {
        Stage {
            id: StageId::new(),
            key: key.into(),
            name_en: key.into(),
            name_de: String::new(),
            position: 1,
            outcome,
            retired: false,
        }
    }
    fn as_wanted(stage: &Stage) -> SaveStage {
        SaveStage {
            id: Some(stage.id),
            name_en: stage.name_en.clone(),
            name_de: stage.name_de.clone(),
            outcome: stage.outcome,
            retired: stage.retired,
        }
    }
    fn three() -> Vec<Stage> {
        vec![stage("open", DealOutcome::Open), stage("won", DealOutcome::Won), stage("lost", DealOutcome::Lost)]
    }
    fn codes(result: Outcome<Vec<Stage>>) -> Vec<String> {
        match result {
            Err(Failure::Invalid(errors)) => errors.0.into_iter().map(|e| format!("{}:{}", e.field, e.code)).collect(),
            other => panic!("expected field errors, got {other:?}"),
        }
    }

    #[test]
    fn a_new_stage_gets_a_key_of_its_own_and_the_order_of_the_list() {
        let before = three();
        let mut wanted: Vec<_> = before.iter().map(as_wanted).collect();
        wanted.insert(
            0,
            SaveStage {
                id: None,
                name_en: "Open".into(),
                name_de: "Öffnung".into(),
                outcome: DealOutcome::Open,
                retired: false,
            },
        );
        let after = decide(&before, &wanted, &[]).expect("allowed");
        assert_eq!(after.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["open_2", "open", "won", "lost"]);
        assert_eq!(after.iter().map(|s| s.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
    }

    #[test]
    fn a_stage_is_neither_dropped_nor_turned_around_nor_retired_under_open_deals() {
        let before = three();
        let wanted: Vec<_> = before.iter().map(as_wanted).collect();
        assert_eq!(codes(decide(&before, &wanted[..2], &[])), ["stages:missing_stage", "stages:needs_lost"]);
        let mut turned = wanted.clone();
        turned[0].outcome = DealOutcome::Won;
        assert_eq!(codes(decide(&before, &turned, &[])), ["stages.0.outcome:not_changeable", "stages:needs_open"]);
        let mut retired = wanted;
        retired[0].retired = true;
        assert_eq!(codes(decide(&before, &retired, &[before[0].id])), ["stages.0.retired:in_use", "stages:needs_open"]);
    }
}
