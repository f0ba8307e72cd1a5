//! What a deal's own row says beside a log of its stages: the row has the last word, and neither undoes the other when it comes again.

use super::Apply;
use super::bulk::{Bulk, set};
use super::deal::{Entry, History};
use super::programs::Stage;
use crate::connect::import::mapping::{Table, Target};
use crate::connect::import::transform::Fields;
use kernel::id::{DealId, PartnerId, StageId};
use kernel::words::DealOutcome;
use kernel::{Channel, Date, Instant, Outcome};
use sea_orm::FromQueryResult;
use std::collections::{BTreeMap, HashMap};
use storage::{Sql, Tx};

/// What a row says of its deal's end; the stages come from elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    pub(super) stage: Option<Stage>,
    pub(super) opened: Option<Date>,
    pub(super) closed: Option<Date>,
}

/// How a deal stands here, and what was told of it before.
#[derive(FromQueryResult)]
pub(super) struct Standing {
    deal_id: DealId,
    pub(super) partner_id: Option<PartnerId>,
    stage_id: StageId,
    outcome: DealOutcome,
    pub(super) opened_on: Option<Date>,
    closed_on: Option<Date>,
    /// Stays that people gave it.
    moved: i64,
    told: Option<DealId>,
    told_stage: Option<StageId>,
    told_outcome: Option<DealOutcome>,
    told_opened: Option<Date>,
    told_closed: Option<Date>,
    logged: Option<i64>,
    ended: Option<i64>,
}

#[derive(FromQueryResult)]
struct Stay {
    deal_id: DealId,
    stage_id: StageId,
    outcome: DealOutcome,
    entered_at: Instant,
    actor_name: String,
}

impl Standing {
    pub(super) fn was_told(&self) -> bool {
        self.told.is_some()
    }
    pub(super) fn is_logged(&self) -> bool {
        self.logged == Some(1)
    }
    pub(super) fn is_ended(&self) -> bool {
        self.ended == Some(1)
    }
    /// Whether people have moved it.
    pub(super) fn is_moved(&self) -> bool {
        self.moved > 0
    }
    /// What its row said. A deal from before this was remembered stays closed when the log ends before its closing.
    pub(super) fn said(&self, log_ends: Option<(Stage, Date)>) -> Said {
        if self.was_told() {
            let stage = self.told_stage.zip(self.told_outcome).map(|(id, outcome)| Stage { id, outcome });
            return Said { stage, opened: self.told_opened, closed: self.told_closed };
        }
        let goes_past = |day: Date| self.closed_on.is_some_and(|closed| day > closed);
        let reopens = log_ends.is_some_and(|(stage, day)| stage.id != self.stage_id && !goes_past(day));
        match self.outcome {
            DealOutcome::Won | DealOutcome::Lost if reopens => {
                let stage = Stage { id: self.stage_id, outcome: self.outcome };
                Said { stage: Some(stage), opened: self.opened_on, closed: self.closed_on }
            }
            _ => Said::default(),
        }
    }
}

/// How these deals stand.
pub(super) async fn standing(tx: &Tx, deals: &[DealId]) -> Outcome<HashMap<DealId, Standing>> {
    if deals.is_empty() {
        return Ok(HashMap::new());
    }
    let found = Sql::new(
        "SELECT d.id AS deal_id, d.partner_id, d.stage_id, d.outcome, d.opened_on, d.closed_on, t.deal_id AS told, t.stage_id AS told_stage, \
         td.outcome AS told_outcome, t.opened_on AS told_opened, t.closed_on AS told_closed, t.logged, t.ended, \
         (SELECT CAST(COUNT(*) AS BIGINT) FROM deal_stage s WHERE s.deal_id = d.id AND s.channel <> ",
    )
    .bind(Channel::Import)
    .push(
        ") AS moved FROM deal d LEFT JOIN deal_told t ON t.deal_id = d.id LEFT JOIN stage_definition td ON td.id = t.stage_id WHERE d.id IN ",
    )
    .bind_list(deals.iter().copied())
    .all::<Standing>(tx)
    .await?;
    Ok(found.into_iter().map(|standing| (standing.deal_id, standing)).collect())
}

/// The stages that a log gave these deals, in its order.
pub(super) async fn logged(tx: &Tx, deals: &HashMap<DealId, Standing>) -> Outcome<HashMap<DealId, Vec<Entry>>> {
    let wanted: Vec<DealId> = deals.values().filter(|s| s.is_logged()).map(|s| s.deal_id).collect();
    let mut found: HashMap<DealId, Vec<Entry>> = HashMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let stays = Sql::new(
        "SELECT s.deal_id, s.stage_id, sd.outcome, s.entered_at, s.actor_name FROM deal_stage s JOIN stage_definition sd ON sd.id = s.stage_id \
         WHERE s.channel = ",
    )
    .bind(Channel::Import)
    .push(" AND s.deal_id IN ")
    .bind_list(wanted)
    .push(" ORDER BY s.deal_id, s.id")
    .all::<Stay>(tx)
    .await?;
    for stay in stays {
        let Stay { deal_id, stage_id: id, outcome, entered_at, actor_name } = stay;
        found.entry(deal_id).or_default().push((Stage { id, outcome }, entered_at, actor_name));
    }
    for (deal, entries) in &mut found {
        if deals.get(deal).is_some_and(Standing::is_ended) {
            entries.pop();
        }
    }
    Ok(found)
}

/// What is remembered of what deals were told, one row for each deal.
#[derive(Default)]
pub(super) struct Remember(BTreeMap<DealId, (Said, bool, bool)>);

impl Remember {
    pub(super) fn put(&mut self, deal: DealId, said: Said, logged: bool, ended: bool) {
        self.0.insert(deal, (said, logged, ended));
    }
    pub(super) async fn write(self, tx: &Tx) -> Outcome<()> {
        const COLUMNS: &[&str] = &["deal_id", "stage_id", "opened_on", "closed_on", "logged", "ended"];
        let update = set(COLUMNS.get(1..).unwrap_or_default());
        let mut rows = Bulk::upsert("deal_told", COLUMNS, "deal_id", &update);
        for (deal, (said, logged, ended)) in self.0 {
            rows.push([
                deal.into(),
                said.stage.map(|stage| stage.id).into(),
                said.opened.into(),
                said.closed.into(),
                i64::from(logged).into(),
                i64::from(ended).into(),
            ]);
        }
        rows.write(tx).await
    }
}

impl History {
    /// The stage the log ends in, and the day it was entered.
    pub(super) fn ends(entries: &[Entry], zone: &jiff::tz::TimeZone) -> Option<(Stage, Date)> {
        let latest = entries.iter().enumerate().max_by_key(|(at, (_, entered, _))| (*entered, *at));
        latest.map(|(_, (stage, entered, _))| (*stage, entered.date_in(zone)))
    }
}

impl Apply<'_> {
    /// Whether stages come in a table of their own.
    pub(super) fn has_stage_log(&self) -> bool {
        self.mapping.tables.iter().any(|table| table.target == Target::DealStage)
    }
    /// Whether the row itself names its stage: what stands in every row, or for an empty cell, is no word about this deal.
    pub(super) fn names_stage(table: &Table, fields: &Fields) -> bool {
        let Some(named) = table.field("stage") else { return false };
        named.constant.is_none() && named.default.as_deref() != fields.text("stage")
    }
}
