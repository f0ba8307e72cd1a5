//! Scores: a list, the largest drops first, and one partner's with what it is made of and what changed.

use super::keep::{History, kept, monday_of};
use super::policy::{HealthPolicies, health_policies};
use super::score::{Band, SignalScore};
use super::signals::Signal;
use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use crate::grow::kpi::fact::{date_of, day_of};
use crate::settings::organisation;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Currency, Cursor, Date, Failure, Outcome, Page, PageRequest};
use sea_orm::FromQueryResult;
use serde::Serialize;
use storage::Sql;

/// Which scores are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct HealthQuery {
    /// In one program.
    pub program: Option<ProgramId>,
    /// In one band.
    pub band: Option<Band>,
}

/// A partner's score in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ScoreListed {
    /// The partner.
    #[schema(value_type = String)]
    pub partner_id: PartnerId,
    /// Their name.
    pub partner: String,
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// 0 to 100; absent with fewer than five comparable partners.
    pub score: Option<i64>,
    /// `strong`, `steady` or `weak`.
    #[schema(value_type = Option<String>)]
    pub band: Option<Band>,
    /// Since the week before; 0 where one of both is absent.
    pub change: i64,
    /// Comparable partners.
    pub peers: i64,
    /// The day it is of.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

#[derive(FromQueryResult)]
struct Listed {
    partner_id: PartnerId,
    partner: String,
    program_id: ProgramId,
    program: String,
    score: Option<i64>,
    change: i64,
    peers: i64,
    day: i64,
}

/// The scores of this week of the partners the actor may see, the largest drop first.
///
/// # Errors
/// `Forbidden`; `Invalid` at `cursor`.
pub async fn list(cx: &Ctx, query: HealthQuery, page: &PageRequest) -> Outcome<Page<ScoreListed>> {
    cx.allow(Action::Read)?;
    let Some((day, _)) = kept(cx.read()).await? else { return Ok(Page { items: Vec::new(), next_cursor: None }) };
    let policies = health_policies(cx.read()).await?;
    let mut sql = Sql::new(
        "SELECT h.partner_id, p.name AS partner, h.program_id, g.name AS program, h.score, h.change, h.peers, h.day FROM health_score h \
         JOIN partner p ON p.id = h.partner_id JOIN program g ON g.id = h.program_id WHERE h.week_day = ",
    )
    .bind(monday_of(day));
    if let Some(program) = query.program {
        sql = sql.push(" AND h.program_id = ").bind(program);
    }
    sql = match query.band {
        Some(Band::Strong) => sql.push(" AND h.score >= ").bind(policies.strong_from),
        Some(Band::Weak) => sql.push(" AND h.score < ").bind(policies.weak_below),
        Some(Band::Steady) => {
            sql.push(" AND h.score >= ").bind(policies.weak_below).push(" AND h.score < ").bind(policies.strong_from)
        }
        None => sql,
    };
    sql = in_scope(sql, &cx.actor, "h.partner_id");
    if let Some(after) = &page.after {
        let bad = || Failure::field("cursor", "invalid");
        let (change, program) = after.key.split_once(' ').ok_or_else(bad)?;
        let change = change.parse::<i64>().map_err(|_| bad())?;
        let program = program.parse::<ProgramId>().map_err(|_| bad())?;
        let partner = after.id.parse::<PartnerId>().map_err(|_| bad())?;
        sql = sql.push(" AND (h.change, h.partner_id, h.program_id) > (").bind(change).push(", ");
        sql = sql.bind(partner).push(", ").bind(program).push(")");
    }
    let sql = sql.push(" ORDER BY h.change, h.partner_id, h.program_id LIMIT ").bind(i64::from(page.fetch()));
    let rows = sql.all::<Listed>(cx.read()).await?;
    let key =
        |row: &Listed| Cursor { key: format!("{} {}", row.change, row.program_id), id: row.partner_id.to_string() };
    Ok(Page::from_rows(rows, page, key).map(|row| ScoreListed {
        partner_id: row.partner_id,
        partner: row.partner,
        program_id: row.program_id,
        program: row.program,
        band: row.score.map(|score| Band::of(score, &policies)),
        score: row.score,
        change: row.change,
        peers: row.peers,
        on: date_of(row.day),
    }))
}

/// A week's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HealthWeek {
    /// The day it is of: the last of its week, or the day asked about.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Absent with fewer than five comparable partners.
    pub score: Option<i64>,
}

/// What a signal brings more or less than in the week before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HealthChange {
    /// Which.
    #[schema(value_type = String)]
    pub signal: Signal,
    /// Hundredths of a point, less where negative.
    pub points: i64,
    /// Cases in the last seven days.
    pub new_cases: i64,
}

/// The health of a partner in a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProgramHealth {
    /// The program.
    #[schema(value_type = String)]
    pub program_id: ProgramId,
    /// Its name.
    pub program: String,
    /// Its currency: that of bookings.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// The day it is of.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// 0 to 100; absent with fewer than five comparable partners.
    pub score: Option<i64>,
    /// `strong`, `steady` or `weak`.
    #[schema(value_type = Option<String>)]
    pub band: Option<Band>,
    /// Since the week before; absent where one of both is.
    pub change: Option<i64>,
    /// Comparable partners: of the same program and a similar age.
    pub peers: i64,
    /// What the score is made of.
    pub signals: Vec<SignalScore>,
    /// Signals that bring at least half a point more or less than in the week before, the largest first.
    pub changes: Vec<HealthChange>,
    /// Up to thirteen weeks, the newest first.
    pub weeks: Vec<HealthWeek>,
}

/// The health of a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PartnerHealth {
    /// Their name.
    pub partner: String,
    /// In each of its programs, by name. Empty before it was scored for the first time, and for partners that are not active.
    pub programs: Vec<ProgramHealth>,
}

#[derive(FromQueryResult)]
struct WeekRow {
    program_id: ProgramId,
    program: String,
    currency: Currency,
    day: i64,
    score: Option<i64>,
    peers: i64,
    signals: String,
}

/// What there is of a week.
struct Week {
    day: i64,
    score: Option<i64>,
    peers: i64,
    signals: Vec<SignalScore>,
}

fn changes(now: &Week, before: &Week) -> Vec<HealthChange> {
    if now.score.is_none() || before.score.is_none() {
        return Vec::new();
    }
    let change = |signal: &SignalScore| {
        let was = before.signals.iter().find(|s| s.signal == signal.signal).map_or(0, |s| s.points);
        HealthChange { signal: signal.signal, points: signal.points - was, new_cases: signal.week }
    };
    let mut changes: Vec<HealthChange> = now.signals.iter().map(change).filter(|c| c.points.abs() >= 50).collect();
    changes.sort_by_key(|c| -c.points.abs());
    changes
}

fn health(
    policies: &HealthPolicies,
    program: (ProgramId, String, Currency),
    mut weeks: Vec<Week>,
) -> Option<ProgramHealth> {
    if weeks.is_empty() {
        return None;
    }
    let kept = weeks.iter().map(|week| HealthWeek { on: date_of(week.day), score: week.score }).collect();
    let now = weeks.remove(0);
    // The week just before; where it is missing, nothing is compared.
    let before = weeks.into_iter().next().filter(|before| monday_of(before.day) == monday_of(now.day) - 7);
    let was = before.as_ref().and_then(|before| before.score);
    Some(ProgramHealth {
        program_id: program.0,
        program: program.1,
        currency: program.2,
        on: date_of(now.day),
        score: now.score,
        band: now.score.map(|score| Band::of(score, policies)),
        change: now.score.zip(was).map(|(now, was)| now - was),
        peers: now.peers,
        changes: before.as_ref().map(|before| changes(&now, before)).unwrap_or_default(),
        signals: now.signals,
        weeks: kept,
    })
}

/// The health of a partner as it is kept, or on a past day by what is known of it now.
///
/// # Errors
/// `Forbidden`; `NotFound` for a partner the actor may not see; `Invalid` at `as_of` (`date_in_future`).
pub async fn of_partner(cx: &Ctx, partner: PartnerId, as_of: Option<Date>) -> Outcome<PartnerHealth> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(partner);
    let name = in_scope(sql, &cx.actor, "p.id").value::<String>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let policies = health_policies(cx.read()).await?;
    let today = day_of(cx.now().date_in(&organisation(cx.read()).await?.zone()));
    let day = match as_of {
        Some(as_of) if day_of(as_of) > today => return Err(Failure::field("as_of", "date_in_future")),
        Some(as_of) => day_of(as_of),
        None => match kept(cx.read()).await? {
            Some((day, _)) => day,
            None => return Ok(PartnerHealth { partner: name, programs: Vec::new() }),
        },
    };
    let sql = Sql::new(
        "SELECT h.program_id, g.name AS program, g.currency, h.day, h.score, h.peers, h.signals FROM health_score h \
         JOIN program g ON g.id = h.program_id WHERE h.partner_id = ",
    )
    .bind(partner)
    .push(" AND h.week_day > ")
    .bind(monday_of(day) - 7 * super::keep::WEEKS)
    .push(" AND h.week_day <= ")
    .bind(monday_of(day));
    let sql = in_scope(sql, &cx.actor, "h.partner_id").push(" ORDER BY g.name, h.program_id, h.week_day DESC");
    let rows = sql.all::<WeekRow>(cx.read()).await?;
    let mut programs: Vec<((ProgramId, String, Currency), Vec<Week>)> = Vec::new();
    for row in rows {
        let signals = serde_json::from_str(&row.signals).map_err(Failure::internal)?;
        let week = Week { day: row.day, score: row.score, peers: row.peers, signals };
        match programs.last_mut().filter(|(program, _)| program.0 == row.program_id) {
            Some((_, weeks)) => weeks.push(week),
            None => programs.push(((row.program_id, row.program, row.currency), vec![week])),
        }
    }
    if as_of.is_some() {
        programs = then(cx, &policies, partner, day, programs).await?;
    } else {
        // A program it has left is not in this week's scores.
        programs.retain(|(_, weeks)| weeks.first().is_some_and(|week| monday_of(week.day) == monday_of(day)));
    }
    let programs = programs.into_iter().filter_map(|(program, weeks)| health(&policies, program, weeks)).collect();
    Ok(PartnerHealth { partner: name, programs })
}

#[derive(FromQueryResult)]
struct ProgramRow {
    id: ProgramId,
    name: String,
    currency: Currency,
}

type Programs = Vec<((ProgramId, String, Currency), Vec<Week>)>;

/// The scores of a past day and of the end of the week before it, and the kept weeks before those.
async fn then(
    cx: &Ctx,
    policies: &HealthPolicies,
    partner: PartnerId,
    day: i64,
    mut known: Programs,
) -> Outcome<Programs> {
    let last_week = monday_of(day) - 1;
    let history = History::load(cx.read(), last_week, day).await?;
    let mut found: Programs = Vec::new();
    let rows =
        Sql::new("SELECT id, name, currency FROM program ORDER BY name, id").all::<ProgramRow>(cx.read()).await?;
    for at in [day, last_week] {
        let scored = history.scores(cx.read(), policies, at).await?;
        for (member, score) in scored.into_iter().filter(|(member, _)| member.partner == partner) {
            let week = Week { day: at, score: score.score, peers: score.peers, signals: score.signals };
            match found.iter_mut().find(|(program, _)| program.0 == member.program) {
                Some((_, weeks)) => weeks.push(week),
                None if at == day => {
                    if let Some(row) = rows.iter().find(|row| row.id == member.program) {
                        found.push(((row.id, row.name.clone(), row.currency), vec![week]));
                    }
                }
                None => {}
            }
        }
    }
    for (program, weeks) in &mut found {
        if let Some((_, kept)) = known.iter_mut().find(|(known, _)| known.0 == program.0) {
            weeks.extend(kept.drain(..).filter(|week| monday_of(week.day) < monday_of(last_week)));
        }
    }
    Ok(found)
}
