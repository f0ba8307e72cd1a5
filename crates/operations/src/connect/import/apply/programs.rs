//! The programs of a mapping: found by their key, or made from a template with the stages the rows speak of.

use super::Apply;
use crate::connect::import::mapping::{ProgramMapping, StageOutcome};
use crate::connect::import::report::ReportFailure;
use crate::grow::kpi::recount;
use crate::program::{Bilingual, stage_templates, template};
use crate::record::{Event, EventKind, record};
use kernel::id::{ProgramId, ProgramVersionId, StageId};
use kernel::words::{DealOutcome, ProgramKind};
use kernel::{Currency, Failure, Outcome};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use storage::{Sql, Tx};

/// Programs by their key in the rows.
#[derive(Default)]
pub(super) struct Programs(BTreeMap<String, Program>);

/// One of them.
pub(super) struct Program {
    pub(super) id: ProgramId,
    pub(super) currency: Currency,
    pub(super) definition_version: i64,
    stages: BTreeMap<String, Stage>,
}

/// A stage by its name in the rows.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub(super) struct Stage {
    pub(super) id: StageId,
    pub(super) outcome: DealOutcome,
}

impl Programs {
    pub(super) fn get(&self, key: &str) -> Option<&Program> {
        self.0.get(key)
    }
}

impl Program {
    pub(super) fn stage(&self, name: &str) -> Option<Stage> {
        self.stages.get(name).copied()
    }
    pub(super) fn stage_names(&self) -> String {
        self.stages.keys().cloned().collect::<Vec<_>>().join(", ")
    }
}

#[derive(FromQueryResult)]
struct ProgramRow {
    id: ProgramId,
    currency: Currency,
    definition_version: i64,
}

#[derive(FromQueryResult)]
struct StageRow {
    id: StageId,
    key: String,
    name_en: String,
    name_de: String,
    outcome: DealOutcome,
}

struct NewStage {
    key: String,
    name: Bilingual,
    outcome: DealOutcome,
}

/// Finds or makes all programs of the mapping, or says what about them cannot be.
pub(super) async fn ensure(tx: &Tx, apply: &Apply<'_>) -> Outcome<Result<Programs, ReportFailure>> {
    let mut programs = Programs::default();
    for mapping in &apply.mapping.programs {
        let program = ensure_one(tx, apply, mapping).await?;
        if let Some(failure) = contradiction(tx, mapping, program.id).await? {
            return Ok(Err(failure));
        }
        programs.0.insert(mapping.key.as_ref().clone(), program);
    }
    Ok(Ok(programs))
}

async fn ensure_one(tx: &Tx, apply: &Apply<'_>, mapping: &ProgramMapping) -> Outcome<Program> {
    let key = mapping.key.as_ref();
    let found = Sql::new("SELECT id, currency, definition_version FROM program WHERE key = ")
        .bind(key.as_str())
        .one::<ProgramRow>(tx)
        .await?;
    let row = match found {
        Some(row) => row,
        None => create(tx, apply, mapping).await?,
    };
    let mut wanted: Vec<NewStage> = if mapping.stages.is_empty() {
        stage_templates()
            .into_iter()
            .map(|t| NewStage { key: t.key.to_owned(), name: t.name, outcome: t.outcome })
            .collect()
    } else {
        mapping.stages.iter().map(new_stage).collect()
    };
    // Lists of a CRM name the ends anywhere: what is open comes before them.
    wanted.sort_by_key(|stage| match stage.outcome {
        DealOutcome::Open => 0,
        DealOutcome::Won => 1,
        DealOutcome::Lost => 2,
    });
    let present = stages_of(tx, row.id).await?;
    if present.is_empty() || !mapping.stages.is_empty() {
        add_missing(tx, row.id, &present, &wanted).await?;
    }
    let mut stages = BTreeMap::new();
    for stage in stages_of(tx, row.id).await? {
        let found = Stage { id: stage.id, outcome: stage.outcome };
        for named in mapping.stages.iter().filter(|s| new_stage(s).key == stage.key) {
            stages.insert(named.name.as_ref().clone(), found);
        }
        if mapping.stages.is_empty() {
            for name in [stage.key, stage.name_en, stage.name_de] {
                stages.entry(name).or_insert(found);
            }
        }
    }
    Ok(Program { id: row.id, currency: row.currency, definition_version: row.definition_version, stages })
}

/// Adds the stages that are missing, each behind the one it stands behind in the mapping; the first of them before the next one that is there. Of a
/// mapping that names none that is there, open stages come behind the open ones.
async fn add_missing(tx: &Tx, program: ProgramId, present: &[StageRow], wanted: &[NewStage]) -> Outcome<()> {
    let mut order: Vec<(StageId, &str, Option<&NewStage>)> =
        present.iter().map(|stage| (stage.id, stage.key.as_str(), None)).collect();
    let mut place = None;
    for (index, stage) in wanted.iter().enumerate() {
        let at = |key: &str| order.iter().position(|(_, there, _)| *there == key);
        if let Some(at) = at(&stage.key) {
            place = Some(at + 1);
            continue;
        }
        let next = || wanted.iter().skip(index + 1).find_map(|next| at(&next.key));
        let open = || present.iter().rposition(|there| there.outcome == DealOutcome::Open).map_or(0, |last| last + 1);
        let here = place
            .or_else(next)
            .unwrap_or_else(|| if stage.outcome == DealOutcome::Open { open() } else { order.len() });
        order.insert(here, (StageId::new(), &stage.key, Some(stage)));
        place = Some(here + 1);
    }
    let mut moved = false;
    for (position, (id, key, new)) in (0_i32..).zip(&order) {
        let Some(stage) = new else {
            if order.len() > present.len() {
                let placed = Sql::new("UPDATE stage_definition SET position = ").bind(position).push(" WHERE id = ");
                moved |= placed.bind(*id).push(" AND position <> ").bind(position).execute(tx).await? > 0;
            }
            continue;
        };
        Sql::new(
            "INSERT INTO stage_definition (id, program_id, key, name_en, name_de, position, outcome, retired) VALUES (",
        )
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*id).into(),
                program.into(),
                (*key).into(),
                stage.name.en.as_str().into(),
                stage.name.de.as_str().into(),
                position.into(),
                stage.outcome.into(),
                false.into(),
            ],
        )
        .execute(tx)
        .await?;
    }
    // How far a deal came is kept as a stage's place.
    if moved { recount::ask(tx).await.map(drop) } else { Ok(()) }
}

/// A stage that is open, won or lost here and something else in the mapping: histories would have to be written anew.
async fn contradiction(tx: &Tx, mapping: &ProgramMapping, program: ProgramId) -> Outcome<Option<ReportFailure>> {
    let present = stages_of(tx, program).await?;
    let wanted: Vec<NewStage> = mapping.stages.iter().map(new_stage).collect();
    let differing = wanted.iter().find_map(|stage| {
        let here = present.iter().find(|here| here.key == stage.key && here.outcome != stage.outcome)?;
        Some((stage, here.outcome))
    });
    let failure = differing.map(|(stage, here)| {
        let said = [
            ("program", mapping.name.clone()),
            ("stage", stage.name.en.clone()),
            ("here", here.to_string()),
            ("wanted", stage.outcome.to_string()),
        ];
        ReportFailure {
            code: "stage_outcome".to_owned(),
            params: said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    });
    Ok(failure)
}

async fn stages_of(tx: &Tx, program: ProgramId) -> Outcome<Vec<StageRow>> {
    Ok(Sql::new("SELECT id, key, name_en, name_de, outcome FROM stage_definition WHERE program_id = ")
        .bind(program)
        .push(" ORDER BY position, key")
        .all::<StageRow>(tx)
        .await?)
}

fn new_stage(mapping: &crate::connect::import::mapping::StageMapping) -> NewStage {
    let name = mapping.stage.clone().unwrap_or_else(|| mapping.name.as_ref().clone());
    let outcome = match mapping.outcome {
        StageOutcome::Open => DealOutcome::Open,
        StageOutcome::Won => DealOutcome::Won,
        StageOutcome::Lost => DealOutcome::Lost,
    };
    NewStage { key: key_of(&name), name: Bilingual { en: name.clone(), de: name }, outcome }
}

/// A stable key out of a name: folded, words joined by `_`.
pub(super) fn key_of(name: &str) -> String {
    let folded = kernel::fold::fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() { folded } else { words.join("_") }
}

async fn create(tx: &Tx, apply: &Apply<'_>, mapping: &ProgramMapping) -> Outcome<ProgramRow> {
    let kind: ProgramKind = mapping.template.as_ref().parse().map_err(|e: String| Failure::internal(e))?;
    let id = ProgramId::new();
    let definition = serde_json::to_string(&template(kind)).map_err(Failure::internal)?;
    Sql::new("INSERT INTO program (id, key, name, kind, currency, active, public_form, definition_version, created_at, version) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id.into(),
                mapping.key.as_ref().as_str().into(),
                mapping.name.as_str().into(),
                kind.into(),
                apply.currency.into(),
                true.into(),
                // The public page opens when somebody decides so, not because a file was imported.
                false.into(),
                1_i64.into(),
                apply.now.into(),
                1_i64.into(),
            ],
        )
        .execute(tx)
        .await?;
    Sql::new(
        "INSERT INTO program_version (id, program_id, definition_version, definition, created_at, created_by) VALUES (",
    )
    .push_with(
        "?, ?, ?, ?, ?, ?)",
        [
            ProgramVersionId::new().into(),
            id.into(),
            1_i64.into(),
            definition.into(),
            apply.now.into(),
            apply.cx.actor.name().into(),
        ],
    )
    .execute(tx)
    .await?;
    let payload = serde_json::json!({ "name": mapping.name, "import": apply.run, "source": apply.source });
    record(tx, apply.cx, Event::new(EventKind::ProgramCreated).program(id).with(payload)).await?;
    Ok(ProgramRow { id, currency: apply.currency, definition_version: 1 })
}
