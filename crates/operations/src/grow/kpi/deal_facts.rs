//! Facts of deals: made from the deal and its partner, compared with what is stored, stored again with the difference in totals.

use super::cells::{Deltas, Sets, deal_cells};
use super::fact::{DealFact, LineFact, day_of, month_of_day};
use super::known::{self, Corrections};
use super::phases::Phases;
use super::spells;
use kernel::id::{DealId, PartnerId, ProductId, ProgramId, SegmentId, StageId, UserId};
use kernel::words::{DealOutcome, DealSource};
use kernel::{Currency, Date, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeSet, HashMap};
use storage::{Sql, Tx};

#[derive(FromQueryResult)]
struct Source {
    deal_id: DealId,
    program_id: ProgramId,
    partner_id: Option<PartnerId>,
    owner_id: Option<UserId>,
    manager_id: Option<UserId>,
    segment_id: Option<SegmentId>,
    stage_id: StageId,
    source: DealSource,
    outcome: DealOutcome,
    amount: Option<i64>,
    currency: Currency,
    product_id: Option<ProductId>,
    product_category: Option<String>,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    created_at: Instant,
    changed_at: Instant,
    region: Option<String>,
    country: Option<String>,
    current_phase: Option<String>,
    stage_position: i64,
    visited: Option<i64>,
    first_position: Option<i64>,
}

#[derive(FromQueryResult)]
struct LineSource {
    deal_id: DealId,
    product_id: Option<ProductId>,
    category: Option<String>,
    amount: i64,
}

#[derive(FromQueryResult)]
struct Stored {
    deal_id: DealId,
    program_id: ProgramId,
    partner_id: Option<PartnerId>,
    segment_id: Option<SegmentId>,
    owner_id: Option<UserId>,
    stage_id: StageId,
    phase: String,
    region: String,
    country: String,
    source: DealSource,
    outcome: DealOutcome,
    currency: Currency,
    amount: Option<i64>,
    opened_day: Option<i64>,
    known_day: i64,
    closed_day: Option<i64>,
    reached: i64,
}

#[derive(FromQueryResult)]
struct StoredLine {
    deal_id: DealId,
    product_id: Option<ProductId>,
    category: String,
    amount: Option<i64>,
}

/// Brings the facts of these deals up to date and notes in `deltas` what that changes in the totals.
/// Returns the partners of those that changed.
pub(super) async fn refresh(
    tx: &Tx,
    ids: &[DealId],
    zone: &jiff::tz::TimeZone,
    deltas: &mut Deltas,
) -> Outcome<BTreeSet<PartnerId>> {
    spells::keep(tx, ids, zone).await?;
    let mut partners = BTreeSet::new();
    let fresh = load(tx, ids, zone).await?;
    let mut stored = stored(tx, ids).await?;
    let mut write = Vec::new();
    let mut lines_changed = Vec::new();
    let mut lines_before = Vec::new();
    let mut corrections = Corrections::default();
    for (fact, at) in fresh {
        let before = stored.remove(&fact.deal_id);
        if before.as_ref() == Some(&fact) {
            continue;
        }
        if before.as_ref().is_none_or(|b| b.lines != fact.lines) {
            lines_changed.push(write.len());
        }
        if let Some(before) = before {
            if before.lines != fact.lines {
                lines_before.push(fact.deal_id);
            }
            corrections.note(&before, &fact, at, zone);
            deltas.add(deal_cells(&before, Sets::All), -1);
            partners.extend(before.partner_id);
        }
        deltas.add(deal_cells(&fact, Sets::All), 1);
        partners.extend(fact.partner_id);
        write.push((fact, at));
    }
    corrections.keep(tx, zone).await?;
    // What is stored and no longer there has been deleted.
    let gone: Vec<DealId> = stored.keys().copied().collect();
    for before in stored.values() {
        deltas.add(deal_cells(before, Sets::All), -1);
        partners.extend(before.partner_id);
    }
    if !gone.is_empty() {
        Sql::new("DELETE FROM deal_fact WHERE deal_id IN ").bind_list(gone.iter().copied()).execute(tx).await?;
        known::forget(tx, &gone).await?;
    }
    let without_lines: Vec<DealId> = gone.into_iter().chain(lines_before).collect();
    if !without_lines.is_empty() {
        Sql::new("DELETE FROM deal_fact_line WHERE deal_id IN ").bind_list(without_lines).execute(tx).await?;
    }
    let changed: Vec<&DealFact> =
        lines_changed.into_iter().filter_map(|at| write.get(at)).map(|(fact, _)| fact).collect();
    store(tx, &write).await?;
    store_lines(tx, &changed).await?;
    Ok(partners)
}

/// Facts as history says, and when their deals were changed last.
async fn load(tx: &Tx, ids: &[DealId], zone: &jiff::tz::TimeZone) -> Outcome<Vec<(DealFact, Instant)>> {
    let sources = Sql::new(
        "SELECT d.id AS deal_id, d.program_id, d.partner_id, d.owner_id, po.user_id AS manager_id, p.segment_id, d.stage_id, d.source, \
         d.outcome, d.amount, d.currency, d.product_id, COALESCE(d.category, pr.category) AS product_category, d.opened_on, d.closed_on, d.created_at, d.changed_at, p.region, \
         p.country, pp.phase AS current_phase, CAST(sd.position AS BIGINT) AS stage_position, \
         (SELECT CAST(MAX(sx.position) AS BIGINT) FROM deal_stage s JOIN stage_definition sx ON sx.id = s.stage_id \
          WHERE s.deal_id = d.id AND sx.outcome <> 'lost') AS visited, \
         (SELECT CAST(MIN(sx.position) AS BIGINT) FROM stage_definition sx WHERE sx.program_id = d.program_id AND sx.outcome = 'open') \
          AS first_position \
         FROM deal d JOIN stage_definition sd ON sd.id = d.stage_id \
         LEFT JOIN partner p ON p.id = d.partner_id \
         LEFT JOIN partner_owner po ON po.partner_id = d.partner_id AND po.role = 'partner_manager' AND po.side = 'vendor' \
         LEFT JOIN partner_program pp ON pp.partner_id = d.partner_id AND pp.program_id = d.program_id \
         LEFT JOIN product pr ON pr.id = d.product_id WHERE d.id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<Source>(tx)
    .await?;
    let line_rows = Sql::new(
        "SELECT l.deal_id, l.product_id, COALESCE(l.category, pr.category) AS category, l.amount FROM deal_line l \
         LEFT JOIN product pr ON pr.id = l.product_id WHERE l.deal_id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<LineSource>(tx)
    .await?;
    let mut lines: HashMap<DealId, Vec<LineSource>> = HashMap::new();
    for line in line_rows {
        lines.entry(line.deal_id).or_default().push(line);
    }
    let closed: BTreeSet<PartnerId> =
        sources.iter().filter(|s| s.closed_on.is_some()).filter_map(|s| s.partner_id).collect();
    let phases = Phases::load(tx, closed).await?;
    let facts = sources.into_iter().map(|source| {
        let lines = lines.remove(&source.deal_id).unwrap_or_default();
        let at = source.changed_at;
        (fact(source, lines, &phases, zone), at)
    });
    Ok(facts.collect())
}

fn fact(source: Source, lines: Vec<LineSource>, phases: &Phases, zone: &jiff::tz::TimeZone) -> DealFact {
    let opened_day = source.opened_on.map(day_of);
    let phase = match (source.outcome, source.closed_on, source.partner_id) {
        (DealOutcome::Won | DealOutcome::Lost, Some(on), Some(partner)) => {
            phases.at(partner, source.program_id, on.plus_days(1).start_in(zone))
        }
        _ => source.current_phase.unwrap_or_default(),
    };
    // A later stage implies the ones before it; lost is not a stage one advances to.
    let mut reached = source.visited.or(source.first_position).unwrap_or(0);
    if source.outcome != DealOutcome::Lost {
        reached = reached.max(source.stage_position);
    }
    let line_total = lines.iter().map(|l| l.amount).sum::<i64>();
    let amount = source.amount.or((!lines.is_empty()).then_some(line_total));
    DealFact {
        deal_id: source.deal_id,
        program_id: source.program_id,
        partner_id: source.partner_id,
        segment_id: source.segment_id,
        owner_id: source.owner_id.or(source.manager_id),
        stage_id: source.stage_id,
        phase,
        region: source.region.unwrap_or_default(),
        country: source.country.unwrap_or_default(),
        source: source.source,
        outcome: source.outcome,
        currency: source.currency,
        amount,
        opened_day,
        known_day: opened_day.unwrap_or_else(|| day_of(source.created_at.date_in(zone))),
        closed_day: source.closed_on.map(day_of),
        reached,
        lines: divide(amount, source.product_id, source.product_category, lines),
    }
}

/// The deal's amount by product. A line that names no product is of the deal's own. What the lines do not explain belongs to no product, so that
/// the parts always add up to the whole.
fn divide(
    amount: Option<i64>,
    product: Option<ProductId>,
    category: Option<String>,
    lines: Vec<LineSource>,
) -> Vec<LineFact> {
    if lines.is_empty() {
        return vec![LineFact { product_id: product, category: category.unwrap_or_default(), amount }];
    }
    let mut parts: std::collections::BTreeMap<(Option<ProductId>, String), i64> = std::collections::BTreeMap::new();
    let mut rest = amount.unwrap_or(0);
    for line in lines {
        rest -= line.amount;
        let (product_id, usual) = match line.product_id {
            None => (product, category.clone()),
            named => (named, None),
        };
        let category = line.category.or(usual).unwrap_or_default();
        *parts.entry((product_id, category)).or_default() += line.amount;
    }
    if rest != 0 {
        *parts.entry((None, String::new())).or_default() += rest;
    }
    parts
        .into_iter()
        .map(|((product_id, category), amount)| LineFact { product_id, category, amount: Some(amount) })
        .collect()
}

/// The facts as they are kept.
pub(super) async fn stored(db: &impl ConnectionTrait, ids: &[DealId]) -> Outcome<HashMap<DealId, DealFact>> {
    let stored = Sql::new(
        "SELECT deal_id, program_id, partner_id, segment_id, owner_id, stage_id, phase, region, country, source, outcome, currency, amount, \
         opened_day, known_day, closed_day, reached FROM deal_fact WHERE deal_id IN ",
    )
    .bind_list(ids.iter().copied())
    .all::<Stored>(db)
    .await?;
    if stored.is_empty() {
        return Ok(HashMap::new());
    }
    let lines = Sql::new("SELECT deal_id, product_id, category, amount FROM deal_fact_line WHERE deal_id IN ")
        .bind_list(stored.iter().map(|s| s.deal_id))
        .push(" ORDER BY deal_id, position")
        .all::<StoredLine>(db)
        .await?;
    let mut by_deal: HashMap<DealId, Vec<LineFact>> = HashMap::new();
    for line in lines {
        let fact = LineFact { product_id: line.product_id, category: line.category, amount: line.amount };
        by_deal.entry(line.deal_id).or_default().push(fact);
    }
    let facts = stored.into_iter().map(|s| {
        let lines = by_deal.remove(&s.deal_id).unwrap_or_default();
        let fact = DealFact {
            deal_id: s.deal_id,
            program_id: s.program_id,
            partner_id: s.partner_id,
            segment_id: s.segment_id,
            owner_id: s.owner_id,
            stage_id: s.stage_id,
            phase: s.phase,
            region: s.region,
            country: s.country,
            source: s.source,
            outcome: s.outcome,
            currency: s.currency,
            amount: s.amount,
            opened_day: s.opened_day,
            known_day: s.known_day,
            closed_day: s.closed_day,
            reached: s.reached,
            lines,
        };
        (s.deal_id, fact)
    });
    Ok(facts.collect())
}

async fn store(tx: &Tx, facts: &[(DealFact, Instant)]) -> Outcome<()> {
    for batch in facts.chunks(400) {
        let mut sql = Sql::new(
            "INSERT INTO deal_fact (deal_id, program_id, partner_id, segment_id, owner_id, stage_id, phase, region, country, source, outcome, \
             currency, amount, opened_day, known_day, closed_day, opened_month, closed_month, reached, recorded_at) VALUES ",
        );
        for (index, (f, at)) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                f.deal_id.into(),
                f.program_id.into(),
                f.partner_id.into(),
                f.segment_id.into(),
                f.owner_id.into(),
                f.stage_id.into(),
                f.phase.as_str().into(),
                f.region.as_str().into(),
                f.country.as_str().into(),
                f.source.into(),
                f.outcome.into(),
                f.currency.into(),
                f.amount.into(),
                f.opened_day.into(),
                f.known_day.into(),
                f.closed_day.into(),
                f.opened_day.map(month_of_day).into(),
                f.closed_day.map(month_of_day).into(),
                f.reached.into(),
                (*at).into(),
            ]);
        }
        sql.push(
            " ON CONFLICT (deal_id) DO UPDATE SET program_id = excluded.program_id, partner_id = excluded.partner_id, \
             segment_id = excluded.segment_id, owner_id = excluded.owner_id, stage_id = excluded.stage_id, phase = excluded.phase, \
             region = excluded.region, country = excluded.country, source = excluded.source, outcome = excluded.outcome, \
             currency = excluded.currency, amount = excluded.amount, opened_day = excluded.opened_day, known_day = excluded.known_day, \
             closed_day = excluded.closed_day, opened_month = excluded.opened_month, closed_month = excluded.closed_month, \
             reached = excluded.reached",
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

async fn store_lines(tx: &Tx, facts: &[&DealFact]) -> Outcome<()> {
    let rows: Vec<(DealId, usize, &LineFact)> = facts
        .iter()
        .flat_map(|fact| fact.lines.iter().enumerate().map(|(position, line)| (fact.deal_id, position, line)))
        .collect();
    for batch in rows.chunks(1000) {
        let mut sql = Sql::new("INSERT INTO deal_fact_line (deal_id, position, product_id, category, amount) VALUES ");
        for (index, (deal, position, line)) in batch.iter().enumerate() {
            sql = sql.push(if index == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                (*deal).into(),
                i64::try_from(*position).unwrap_or(i64::MAX).into(),
                line.product_id.into(),
                line.category.as_str().into(),
                line.amount.into(),
            ]);
        }
        sql.execute(tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(product: Option<ProductId>, category: &str, amount: i64) -> LineSource {
        LineSource { deal_id: DealId::new(), product_id: product, category: Some(category.to_owned()), amount }
    }

    #[test]
    fn lines_of_one_product_are_one_part_and_what_is_left_belongs_to_no_product() {
        let bike = Some(ProductId::new());
        let parts =
            divide(Some(100), None, None, vec![line(bike, "Bikes", 30), line(bike, "Bikes", 20), line(None, "", 40)]);
        assert_eq!(parts.iter().filter_map(|p| p.amount).sum::<i64>(), 100);
        assert!(parts.contains(&LineFact { product_id: bike, category: "Bikes".to_owned(), amount: Some(50) }));
        assert!(parts.contains(&LineFact { product_id: None, category: String::new(), amount: Some(50) }));
    }

    #[test]
    fn a_deal_without_lines_belongs_to_its_own_product() {
        let product = Some(ProductId::new());
        let parts = divide(None, product, Some("Clothing".to_owned()), Vec::new());
        assert_eq!(parts, [LineFact { product_id: product, category: "Clothing".to_owned(), amount: None }]);
    }
}
