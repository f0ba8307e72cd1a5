//! How a deal stood before it was opened again. Facts say how it stands; what it was on a past day is told by its spells.

use super::fact::{day_of, month_of_day};
use kernel::id::{DealId, StageId};
use kernel::words::DealOutcome;
use kernel::{Instant, Outcome};
use sea_orm::FromQueryResult;
use storage::{Sql, Tx};

#[derive(FromQueryResult)]
struct Entry {
    deal_id: DealId,
    stage_id: StageId,
    outcome: DealOutcome,
    entered_at: Instant,
}

/// From the first moment in which it had this outcome.
struct Spell {
    deal: DealId,
    stage: StageId,
    outcome: DealOutcome,
    from: Instant,
}

/// Keeps the spells of these deals: all but the present one, of those that were closed and opened again.
pub(super) async fn keep(tx: &Tx, ids: &[DealId], zone: &jiff::tz::TimeZone) -> Outcome<()> {
    let entries = Sql::new(
        "SELECT s.deal_id, s.stage_id, sd.outcome, s.entered_at FROM deal_stage s JOIN stage_definition sd ON sd.id = s.stage_id \
         WHERE s.deal_id IN (SELECT c.deal_id FROM deal_stage c JOIN stage_definition cd ON cd.id = c.stage_id \
         WHERE cd.outcome <> 'open' AND c.left_at IS NOT NULL AND c.deal_id IN ",
    )
    .bind_list(ids.iter().copied())
    .push(") ORDER BY s.deal_id, s.entered_at, s.id")
    .all::<Entry>(tx)
    .await?;
    Sql::new("DELETE FROM deal_spell WHERE deal_id IN ").bind_list(ids.iter().copied()).execute(tx).await?;
    let mut spells: Vec<Spell> = Vec::new();
    for entry in entries {
        let goes_on = spells.last().is_some_and(|s| s.deal == entry.deal_id && s.outcome == entry.outcome);
        if !goes_on {
            let Entry { deal_id: deal, stage_id: stage, outcome, entered_at: from } = entry;
            spells.push(Spell { deal, stage, outcome, from });
        }
    }
    let past: Vec<(&Spell, Instant, bool)> = spells
        .iter()
        .zip(spells.iter().skip(1))
        .enumerate()
        .filter(|(_, (spell, next))| spell.deal == next.deal)
        .map(|(at, (spell, next))| {
            (spell, next.from, at == 0 || spells.get(at - 1).is_none_or(|s| s.deal != spell.deal))
        })
        .collect();
    for batch in past.chunks(400) {
        let mut sql = Sql::new(
            "INSERT INTO deal_spell (deal_id, from_at, until_at, outcome, stage_id, closed_day, closed_month) VALUES ",
        );
        let mut any = false;
        for (spell, until, first) in batch {
            // Before its first stage it was open as well, as far as it was known.
            let from = if *first { i64::MIN } else { spell.from.0 };
            if from >= until.0 {
                continue;
            }
            let closed = (spell.outcome != DealOutcome::Open).then(|| day_of(spell.from.date_in(zone)));
            sql = sql.push(if any { ", " } else { "" }).bind_list::<sea_orm::Value>([
                spell.deal.into(),
                from.into(),
                until.0.into(),
                spell.outcome.into(),
                spell.stage.into(),
                closed.into(),
                closed.map(month_of_day).into(),
            ]);
            any = true;
        }
        if any {
            sql.execute(tx).await?;
        }
    }
    Ok(())
}

/// Facts of deals as they stood when `{end}` was over, in the place of `deal_fact`.
pub(super) const THEN: &str = "(SELECT x.deal_id, x.program_id, x.partner_id, x.segment_id, x.owner_id, x.phase, x.region, x.country, \
     x.source, x.currency, x.amount, x.opened_day, x.known_day, x.opened_month, x.reached, COALESCE(t.stage_id, x.stage_id) AS stage_id, \
     COALESCE(t.outcome, x.outcome) AS outcome, CASE WHEN t.deal_id IS NULL THEN x.closed_day ELSE t.closed_day END AS closed_day, \
     CASE WHEN t.deal_id IS NULL THEN x.closed_month ELSE t.closed_month END AS closed_month FROM deal_fact x LEFT JOIN deal_spell t \
     ON t.deal_id = x.deal_id AND t.from_at < {end} AND t.until_at >= {end})";
