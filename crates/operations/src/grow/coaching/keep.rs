//! What the rules say of whom today, kept: found once a day and after every change of a rule, for all partners at once.

use super::counts::{Window, count};
use super::find::{Found, Named, Stages, find};
use super::rule::Rule;
use super::rules::{CoachingRule, Kept};
use crate::access::policy::Action;
use crate::grow::kpi::fact::day_of;
use crate::grow::peers;
use crate::program::Bilingual;
use crate::settings::{self, organisation};
use crate::{App, Ctx};
use jobs::{Claimed, JobError};
use kernel::id::{PartnerId, ProgramId, RecordId};
use kernel::{Channel, Date, Failure, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, HashMap};
use storage::Sql;

/// The job that finds anew what the rules say, where the day or a rule has changed since.
pub const FINDINGS: &str = "coaching.findings";

#[derive(FromQueryResult)]
struct StageRow {
    program_id: ProgramId,
    key: String,
    position: i32,
    name_en: String,
    name_de: String,
}

async fn stages(db: &impl ConnectionTrait) -> Outcome<Stages> {
    let sql = Sql::new("SELECT program_id, key, position, name_en, name_de FROM stage_definition");
    let rows = sql.all::<StageRow>(db).await?;
    let stage = |row: StageRow| {
        let name = Bilingual { en: row.name_en, de: row.name_de };
        ((row.program_id, row.key), (i64::from(row.position), name))
    };
    Ok(rows.into_iter().map(stage).collect())
}

/// The keys of all programs' stages, each once.
///
/// # Errors
/// `Forbidden`.
pub async fn stage_keys(cx: &Ctx) -> Outcome<Vec<String>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT DISTINCT key FROM stage_definition WHERE NOT retired ORDER BY key");
    Ok(sql.column::<String>(cx.read()).await?)
}

/// Of whom each of these rules spoke when `on` ended, by the position of the rule. One pass for all partners.
///
/// # Errors
/// The database's.
pub(super) async fn found_on(db: &impl ConnectionTrait, rules: &[&Rule], on: Date) -> Outcome<Vec<Vec<Found>>> {
    let zone = organisation(db).await?.zone();
    let stages = stages(db).await?;
    let mut windows: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        windows.entry(rule.window_days).or_default().push(at);
    }
    let mut found: Vec<Vec<Found>> = rules.iter().map(|_| Vec::new()).collect();
    let today = Window::new(on, 1, &zone);
    let members = peers::members(db, today.day, today.end).await?;
    for (days, positions) in windows {
        let window = Window::new(on, days, &zone);
        let of: Vec<&Rule> = positions.iter().filter_map(|at| rules.get(*at).copied()).collect();
        let counted = count(db, &of, &window).await?;
        for (at, rule) in positions.iter().zip(of) {
            if let Some(slot) = found.get_mut(*at) {
                *slot = find(rule, &members, &counted, window.day, &stages);
            }
        }
    }
    Ok(found)
}

/// Today, where the organisation is.
pub(super) async fn today(cx: &Ctx) -> Outcome<Date> {
    Ok(cx.now().date_in(&organisation(cx.read()).await?.zone()))
}

/// The day of the findings that are kept; nothing before the first.
pub(super) async fn kept_on(db: &impl ConnectionTrait) -> Outcome<Option<Date>> {
    let stamp = Sql::new("SELECT value FROM setting WHERE key = 'coaching.kept'").value::<String>(db).await?;
    Ok(stamp.and_then(|stamp| stamp.split(' ').next().and_then(|day| day.parse().ok())))
}

#[derive(FromQueryResult)]
struct Row {
    id: RecordId,
    partner_id: PartnerId,
    program_id: ProgramId,
    rule_key: String,
    rule_version: i64,
    named: String,
}

/// Finds anew what the rules say today, where the day or a rule has changed since the last time. Returns how many findings there are then.
///
/// # Errors
/// The database's.
pub async fn keep_findings(app: &App) -> Outcome<Option<usize>> {
    let cx = app.system(Channel::System);
    let today = today(&cx).await?;
    let rules = Kept::load(cx.read()).await?;
    let stamp = format!("{today} {}", rules.changes);
    let last = Sql::new("SELECT value FROM setting WHERE key = 'coaching.kept'").value::<String>(cx.read()).await?;
    if last.as_deref() == Some(stamp.as_str()) {
        return Ok(None);
    }
    let active: Vec<CoachingRule> = rules.all().into_iter().filter(|rule| rule.active).collect();
    let of: Vec<&Rule> = active.iter().map(|rule| &rule.rule).collect();
    // Counted outside the transaction: it reads much and writes little.
    let found = found_on(cx.read(), &of, today).await?;
    let tx = cx.begin().await?;
    let rows = Sql::new("SELECT id, partner_id, program_id, rule_key, rule_version, named FROM coaching_finding");
    let mut before: HashMap<(PartnerId, ProgramId, String), Row> = rows
        .all::<Row>(&tx)
        .await?
        .into_iter()
        .map(|row| ((row.partner_id, row.program_id, row.rule_key.clone()), row))
        .collect();
    let (mut new, mut count) = (Vec::new(), 0);
    for (rule, found) in active.iter().zip(found) {
        for found in found {
            count += 1;
            let named = json(&found.named)?;
            match before.remove(&(found.partner, found.program, rule.key.clone())) {
                Some(row) if row.named == named && row.rule_version == rule.version => {}
                Some(row) => {
                    Sql::new("UPDATE coaching_finding SET named = ")
                        .push_with(
                            "?, rule_version = ? WHERE id = ?",
                            [named.into(), rule.version.into(), row.id.into()],
                        )
                        .execute(&tx)
                        .await?;
                }
                None => new.push((found, rule, named)),
            }
        }
    }
    let gone: Vec<RecordId> = before.into_values().map(|row| row.id).collect();
    for ids in gone.chunks(500) {
        Sql::new("DELETE FROM coaching_finding WHERE id IN ").bind_list(ids.iter().copied()).execute(&tx).await?;
    }
    for batch in new.chunks(500) {
        let mut sql = Sql::new(
            "INSERT INTO coaching_finding (id, partner_id, program_id, rule_key, rule_version, since_day, named) VALUES ",
        );
        for (at, (found, rule, named)) in batch.iter().enumerate() {
            sql = sql.push(if at == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                RecordId::new().into(),
                found.partner.into(),
                found.program.into(),
                rule.key.as_str().into(),
                rule.version.into(),
                day_of(today).into(),
                named.as_str().into(),
            ]);
        }
        sql.execute(&tx).await?;
    }
    settings::keep(&cx, &tx, "coaching.kept", stamp).await?;
    cx.commit(tx).await?;
    Ok(Some(count))
}

fn json(named: &Named) -> Outcome<String> {
    serde_json::to_string(named).map_err(Failure::internal)
}

/// Handler of [`FINDINGS`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    keep_findings(&app).await?;
    Ok(())
}
