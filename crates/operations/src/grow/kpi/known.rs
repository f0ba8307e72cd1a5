//! What was known of deals on a past day. An amount, a product or a closing that is entered or changed later does not change what was known then:
//! the state before stays kept, until the moment of the correction.

use super::ask::Ask;
use super::fact::{DealFact, day_of};
use super::spells;
use kernel::id::{DealId, ProductId};
use kernel::words::DealOutcome;
use kernel::{Instant, Outcome};
use std::collections::BTreeMap;
use storage::{Sql, Tx};

/// Whether `after`, said on the day `today`, says something else of days before than `before` did. Stages, a closing on the day itself and a deal
/// taken up again are told by their own dates.
fn corrects(before: &DealFact, after: &DealFact, today: i64) -> bool {
    let said = |fact: &DealFact| (fact.amount, fact.currency, fact.opened_day, fact.known_day, fact.source);
    if said(before) != said(after) || parts(before) != parts(after) {
        return true;
    }
    match (before.outcome, after.outcome) {
        (DealOutcome::Open, DealOutcome::Won | DealOutcome::Lost) => after.closed_day.is_none_or(|day| day < today),
        (was, is) => was != is || before.closed_day != after.closed_day,
    }
}

/// The amount by product. What a product is counted under is a word about the product, and no change of the deal.
fn parts(fact: &DealFact) -> Vec<(Option<ProductId>, &str, Option<i64>)> {
    let mut parts: Vec<_> = fact
        .lines
        .iter()
        .map(|line| {
            let category = if line.product_id.is_some() { "" } else { line.category.as_str() };
            (line.product_id, category, line.amount)
        })
        .collect();
    parts.sort_unstable();
    parts
}

/// The deals whose facts are corrected, by the moment it was done.
#[derive(Default)]
pub(super) struct Corrections(BTreeMap<i64, Vec<DealId>>);

impl Corrections {
    /// Notes that `after`, changed at `at`, takes the place of `before`.
    pub fn note(&mut self, before: &DealFact, after: &DealFact, at: Instant, zone: &jiff::tz::TimeZone) {
        if corrects(before, after, day_of(at.date_in(zone))) {
            self.0.entry(at.0).or_default().push(after.deal_id);
        }
    }
    /// Keeps the facts that are stored still, where a day has ended with them.
    ///
    /// # Errors
    /// The database's.
    pub async fn keep(self, tx: &Tx, zone: &jiff::tz::TimeZone) -> Outcome<()> {
        for (at, deals) in self.0 {
            let begun = Instant(at).date_in(zone).start_in(zone);
            let known = |sql: Sql| {
                sql.push(" f.recorded_at < ").bind(begun).push(" AND f.deal_id IN ").bind_list(deals.iter().copied())
            };
            let states = Sql::new(
                "INSERT INTO deal_was (deal_id, from_at, until_at, source, phase, stage_id, outcome, currency, amount, opened_day, known_day, \
                 closed_day, opened_month, closed_month, reached) SELECT f.deal_id, f.recorded_at, ",
            )
            .bind(at)
            .push(
                ", f.source, f.phase, f.stage_id, f.outcome, f.currency, f.amount, f.opened_day, f.known_day, f.closed_day, f.opened_month, \
                 f.closed_month, f.reached FROM deal_fact f WHERE",
            );
            if known(states).execute(tx).await? == 0 {
                continue;
            }
            let lines = Sql::new(
                "INSERT INTO deal_was_line (deal_id, until_at, position, product_id, category, amount) SELECT l.deal_id, ",
            )
            .bind(at)
            .push(
                ", l.position, l.product_id, l.category, l.amount FROM deal_fact_line l JOIN deal_fact f ON f.deal_id = l.deal_id WHERE",
            );
            known(lines).execute(tx).await?;
            let since =
                Sql::new("UPDATE deal_fact SET recorded_at = ").bind(at).push(" WHERE recorded_at < ").bind(begun);
            since.push(" AND deal_id IN ").bind_list(deals.iter().copied()).execute(tx).await?;
        }
        Ok(())
    }
}

/// Forgets what was known of deals that are no longer there.
///
/// # Errors
/// The database's.
pub(super) async fn forget(tx: &Tx, deals: &[DealId]) -> Outcome<()> {
    for table in ["deal_was_line", "deal_was"] {
        let sql = Sql::new(format!("DELETE FROM {table} WHERE deal_id IN "));
        sql.bind_list(deals.iter().copied()).execute(tx).await?;
    }
    Ok(())
}

/// The state `w` of the deal `deal` that was known when `{end}` was over, where it was another.
pub(super) fn then(deal: &str) -> String {
    format!("w.deal_id = {deal} AND w.from_at < {{end}} AND w.until_at >= {{end}}")
}

/// Facts of deals as they were known when `{end}` was over, in the place of `deal_fact`; as they are known by now, of a question told in hindsight.
pub(super) fn facts(ask: &Ask) -> String {
    if ask.hindsight {
        return spells::THEN.to_owned();
    }
    let same = ["deal_id", "program_id", "partner_id", "segment_id", "owner_id", "region", "country"]
        .map(|name| format!("x.{name}"));
    let known = [
        "phase",
        "source",
        "currency",
        "amount",
        "opened_day",
        "known_day",
        "opened_month",
        "reached",
        "stage_id",
        "outcome",
        "closed_day",
        "closed_month",
    ]
    .map(|name| format!("CASE WHEN w.deal_id IS NULL THEN x.{name} ELSE w.{name} END AS {name}"));
    format!(
        "(SELECT {}, {} FROM {} x LEFT JOIN deal_was w ON {})",
        same.join(", "),
        known.join(", "),
        spells::THEN,
        then("x.deal_id")
    )
}

/// The lines of deals, as of the day asked about, in the place of `deal_fact_line`.
pub(super) fn lines(ask: &Ask) -> String {
    if ask.as_of.is_none() || ask.hindsight {
        return "deal_fact_line".to_owned();
    }
    format!(
        "(SELECT y.deal_id, y.position, y.product_id, y.category, y.amount FROM deal_fact_line y WHERE NOT EXISTS (SELECT 1 FROM deal_was w WHERE {}) \
         UNION ALL SELECT y.deal_id, y.position, y.product_id, y.category, y.amount FROM deal_was w JOIN deal_was_line y \
         ON y.deal_id = w.deal_id AND y.until_at = w.until_at WHERE w.from_at < {{end}} AND w.until_at >= {{end}})",
        then("y.deal_id")
    )
}
