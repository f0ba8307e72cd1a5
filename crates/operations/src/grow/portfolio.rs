//! The portfolio map: partners by open pipeline and win rate, sized by bookings, coloured by phase.
//!
//! Amounts are of one currency; two are never added. The win rate counts all deals of a partner, whatever their currency. Of a large portfolio the
//! partners with the largest pipeline are named, and all others are one sum.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::cells::{ALL_MONTHS, GroupingSet, Measure};
use crate::grow::kpi::leaders;
use crate::settings::organisation;
use kernel::id::PartnerId;
use kernel::words::Phase;
use kernel::{Actor, Currency, Failure, Outcome, Scope};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use storage::Sql;

/// As many partners are named.
pub const MOST_NAMED: usize = 100;

/// A partner on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedPartner {
    /// The partner.
    pub partner_id: PartnerId,
    /// Their name.
    pub name: String,
    /// The farthest phase they are in; absent outside every program.
    pub phase: Option<Phase>,
    /// What they have.
    pub figures: PartnerFigures,
}

/// Figures of a partner, or of several together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartnerFigures {
    /// Amounts of open deals, ten-thousandths of the currency unit.
    pub pipeline: i64,
    /// Amounts of won deals, ten-thousandths of the currency unit.
    pub bookings: i64,
    /// Won deals in any currency.
    pub won: i64,
    /// Lost deals in any currency.
    pub lost: i64,
}

impl PartnerFigures {
    /// Won by won and lost, in ten-thousandths of a percent; nothing before the first is closed.
    pub fn win_rate(&self) -> Option<i64> {
        let closed = self.won.checked_add(self.lost).filter(|closed| *closed > 0)?;
        // Half away from zero, as every figure is rounded.
        let rate = (i128::from(self.won) * 2_000_000 + i128::from(closed)) / (i128::from(closed) * 2);
        i64::try_from(rate).ok()
    }
    fn less(&self, other: &Self) -> Self {
        Self {
            pipeline: self.pipeline - other.pipeline,
            bookings: self.bookings - other.bookings,
            won: self.won - other.won,
            lost: self.lost - other.lost,
        }
    }
    fn and(&self, other: &Self) -> Self {
        Self {
            pipeline: self.pipeline.saturating_add(other.pipeline),
            bookings: self.bookings.saturating_add(other.bookings),
            won: self.won + other.won,
            lost: self.lost + other.lost,
        }
    }
}

/// The map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// Of the amounts.
    pub currency: Currency,
    /// The currencies there are deals in.
    pub currencies: Vec<Currency>,
    /// The hundred with the largest pipeline, then bookings.
    pub partners: Vec<MappedPartner>,
    /// Partners with deals that are not named.
    pub others: i64,
    /// All of those together.
    pub other_figures: PartnerFigures,
}

#[derive(FromQueryResult)]
struct Found {
    partner_id: PartnerId,
    name: String,
    pipeline: i64,
    bookings: i64,
    won: i64,
    lost: i64,
}

#[derive(FromQueryResult)]
struct Whole {
    partners: i64,
    pipeline: i64,
    bookings: i64,
    won: i64,
    lost: i64,
}

#[derive(FromQueryResult)]
struct InPhase {
    partner_id: PartnerId,
    phase: Phase,
}

/// The figures as columns, of one currency.
fn columns(sql: Sql, currency: Currency) -> Sql {
    let sum = |sql: Sql, outcome: &str, name: &str| {
        sql.push(&format!("CAST(COALESCE(SUM(CASE WHEN f.outcome = '{outcome}' AND f.currency = "))
            .bind(currency)
            .push(&format!(" THEN f.amount END), 0) AS BIGINT) AS {name}, "))
    };
    let sql = sum(sum(sql, "open", "pipeline"), "won", "bookings");
    sql.push(
        "CAST(COALESCE(SUM(CASE WHEN f.outcome = 'won' THEN 1 ELSE 0 END), 0) AS BIGINT) AS won, \
         CAST(COALESCE(SUM(CASE WHEN f.outcome = 'lost' THEN 1 ELSE 0 END), 0) AS BIGINT) AS lost",
    )
}

/// The map of the partners the actor may see, in the organisation's currency or another.
///
/// # Errors
/// `Forbidden`, `NotFound` for contacts; `Invalid` at `currency` (`unknown`).
pub async fn portfolio(cx: &Ctx, currency: Option<&str>) -> Outcome<Portfolio> {
    map(cx, currency, MOST_NAMED, true).await
}

/// [`portfolio`] with `most` partners named, of kept totals where they say it and `of_totals`; else counted through.
///
/// # Errors
/// As [`portfolio`].
pub async fn map(cx: &Ctx, currency: Option<&str>, most: usize, of_totals: bool) -> Outcome<Portfolio> {
    if matches!(cx.actor, Actor::Contact(_)) {
        return Err(Failure::NotFound);
    }
    cx.allow(Action::Read)?;
    let home = organisation(cx.read()).await?.currency;
    let currency = match currency.map(str::trim).filter(|c| !c.is_empty()) {
        Some(text) => text.parse().map_err(|_| Failure::field("currency", "unknown"))?,
        None => home,
    };
    let kept = match of_totals && cx.actor.scope() == Scope::All && leaders::are_kept(cx).await? {
        true => kept(cx, currency, most).await?,
        false => None,
    };
    let (found, whole) = match kept {
        Some(kept) => kept,
        None => counted(cx, currency, most).await?,
    };
    let phases = phases(cx, &found).await?;
    let named = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let partners: Vec<MappedPartner> = found
        .into_iter()
        .map(|f| MappedPartner {
            phase: phases.get(&f.partner_id).copied(),
            partner_id: f.partner_id,
            name: f.name,
            figures: PartnerFigures { pipeline: f.pipeline, bookings: f.bookings, won: f.won, lost: f.lost },
        })
        .collect();
    let all = PartnerFigures { pipeline: whole.pipeline, bookings: whole.bookings, won: whole.won, lost: whole.lost };
    let shown = partners.iter().fold(PartnerFigures::default(), |sum, p| sum.and(&p.figures));
    Ok(Portfolio {
        currency,
        currencies: currencies(cx).await?,
        partners,
        others: (whole.partners - named).max(0),
        other_figures: all.less(&shown),
    })
}

/// Those that are named, and all of them together; counted through.
async fn counted(cx: &Ctx, currency: Currency, most: usize) -> Outcome<(Vec<Found>, Whole)> {
    let sql = columns(Sql::new("SELECT p.id AS partner_id, p.name, "), currency)
        .push(" FROM deal_fact f JOIN partner p ON p.id = f.partner_id WHERE 1 = 1");
    let found: Vec<Found> = in_scope(sql, &cx.actor, "f.partner_id")
        .push(" GROUP BY p.id, p.name ORDER BY pipeline DESC, bookings DESC, p.name, p.id LIMIT ")
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .all(cx.read())
        .await?;
    let sql = columns(Sql::new("SELECT CAST(COUNT(DISTINCT f.partner_id) AS BIGINT) AS partners, "), currency)
        .push(" FROM deal_fact f WHERE f.partner_id IS NOT NULL");
    let whole: Whole = in_scope(sql, &cx.actor, "f.partner_id")
        .one(cx.read())
        .await?
        .ok_or_else(|| Failure::internal("a count has no row"))?;
    Ok((found, whole))
}

/// The measures of a partner's figures.
const MEASURES: [Measure; 4] = [Measure::Open, Measure::Won, Measure::WonUnvalued, Measure::Lost];

/// Adds the totals in `rows` to the figures of `value`.
fn read(rows: &[sea_orm::QueryResult], currency: Currency) -> Outcome<BTreeMap<String, PartnerFigures>> {
    let mut found: BTreeMap<String, PartnerFigures> = BTreeMap::new();
    for row in rows {
        let measure: Measure = row.try_get::<String>("", "measure")?.parse().map_err(Failure::internal)?;
        let amount = match row.try_get::<String>("", "currency")? == currency.as_str() {
            true => row.try_get::<i64>("", "amount")?,
            false => 0,
        };
        let cases: i64 = row.try_get("", "cases")?;
        let figures = found.entry(row.try_get("", "group_value")?).or_default();
        match measure {
            Measure::Open => figures.pipeline += amount,
            Measure::Lost => figures.lost += cases,
            _ => {
                figures.won += cases;
                figures.bookings += amount;
            }
        }
    }
    Ok(found)
}

/// As [`counted`], of kept totals: the partners with the largest pipeline are found in order, then those with the largest bookings. Nothing where
/// these do not say who is named: too few partners, or too many of the same amount at the end.
async fn kept(cx: &Ctx, currency: Currency, most: usize) -> Outcome<Option<(Vec<Found>, Whole)>> {
    let mut candidates = Vec::new();
    for measure in [Measure::Open, Measure::Won] {
        let largest = leaders::largest(cx, measure, ALL_MONTHS, Some(currency), most * 2).await?;
        let there = largest.iter().take_while(|kept| kept.amount > 0).count();
        candidates.extend(largest.iter().take(there).map(|kept| kept.partner.clone()));
        if there >= most {
            // Whoever may be named is among them, unless the last ones are equal.
            let amount = |at: usize| largest.get(at).map(|kept| kept.amount);
            if most.checked_sub(1).map(amount) == Some(amount(most * 2 - 1)) {
                return Ok(None);
            }
            break;
        }
        if measure == Measure::Won {
            return Ok(None);
        }
    }
    let cells =
        "SELECT t.measure, t.group_value, t.currency, t.cases, t.amount FROM kpi_total t WHERE t.grouping_set = ";
    let of = |set: GroupingSet| Sql::new(cells).bind(set).push(" AND t.measure IN ").bind_list(MEASURES);
    let rows = of(GroupingSet::Partner)
        .push(" AND t.group_value IN ")
        .bind_list(candidates.iter().map(String::as_str))
        .push(&format!(" AND t.month = {ALL_MONTHS}"))
        .rows(cx.read())
        .await?;
    let figures = read(&rows, currency)?;
    let ids: BTreeMap<PartnerId, PartnerFigures> =
        figures.iter().filter_map(|(text, figures)| Some((text.parse().ok()?, *figures))).collect();
    let names = Sql::new(
        "SELECT p.id AS partner_id, p.name, CAST(0 AS BIGINT) AS pipeline, CAST(0 AS BIGINT) AS bookings, CAST(0 AS BIGINT) AS won, CAST(0 AS BIGINT) AS lost FROM partner p WHERE p.id IN ",
    );
    let mut found: Vec<Found> = names.bind_list(ids.keys().copied()).all(cx.read()).await?;
    for one in &mut found {
        let figures = ids.get(&one.partner_id).copied().unwrap_or_default();
        *one = Found {
            partner_id: one.partner_id,
            name: std::mem::take(&mut one.name),
            pipeline: figures.pipeline,
            bookings: figures.bookings,
            won: figures.won,
            lost: figures.lost,
        };
    }
    found.sort_by(|a, b| {
        let order = |f: &Found| (std::cmp::Reverse(f.pipeline), std::cmp::Reverse(f.bookings));
        order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name)).then_with(|| a.partner_id.cmp(&b.partner_id))
    });
    found.truncate(most);
    // All deals, without those that have no partner.
    let all = read(&of(GroupingSet::All).rows(cx.read()).await?, currency)?;
    let without = of(GroupingSet::Partner).push(&format!(" AND t.group_value = '' AND t.month = {ALL_MONTHS}"));
    let without = read(&without.rows(cx.read()).await?, currency)?;
    let sum = |of: &BTreeMap<String, PartnerFigures>| of.values().fold(PartnerFigures::default(), |sum, f| sum.and(f));
    let all = sum(&all).less(&sum(&without));
    let partners =
        Sql::new("SELECT CAST(COALESCE(SUM(t.cases), 0) AS BIGINT) FROM kpi_total t WHERE t.grouping_set = ")
            .bind(GroupingSet::All)
            .push(" AND t.measure = ")
            .bind(Measure::WithDeals)
            .value::<i64>(cx.read())
            .await?
            .unwrap_or(0);
    let whole = Whole { partners, pipeline: all.pipeline, bookings: all.bookings, won: all.won, lost: all.lost };
    Ok(Some((found, whole)))
}

/// The farthest phase of each.
async fn phases(cx: &Ctx, found: &[Found]) -> Outcome<BTreeMap<PartnerId, Phase>> {
    let mut phases = BTreeMap::new();
    let sql = Sql::new("SELECT partner_id, phase FROM partner_program WHERE partner_id IN ")
        .bind_list(found.iter().map(|f| f.partner_id));
    for row in sql.all::<InPhase>(cx.read()).await? {
        phases.entry(row.partner_id).and_modify(|p: &mut Phase| *p = (*p).max(row.phase)).or_insert(row.phase);
    }
    Ok(phases)
}

/// The currencies of the deals the actor may see.
async fn currencies(cx: &Ctx) -> Outcome<Vec<Currency>> {
    let sql = match cx.actor.scope() {
        // The totals know them without reading every deal.
        Scope::All => Sql::new("SELECT DISTINCT currency FROM kpi_total WHERE grouping_set = 'all' AND currency <> ''"),
        _ => in_scope(Sql::new("SELECT DISTINCT f.currency FROM deal_fact f WHERE 1 = 1"), &cx.actor, "f.partner_id"),
    };
    let mut found: Vec<Currency> =
        sql.column::<String>(cx.read()).await?.iter().filter_map(|text| text.parse().ok()).collect();
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::PartnerFigures;

    #[test]
    fn a_win_rate_is_won_by_closed_and_nothing_before_the_first() {
        let rate = |won, lost| PartnerFigures { won, lost, ..PartnerFigures::default() }.win_rate();
        assert_eq!(rate(4_238, 2_473), Some(631_501));
        assert_eq!(rate(1, 2), Some(333_333));
        assert_eq!(rate(0, 3), Some(0));
        assert_eq!(rate(0, 0), None);
    }
}
