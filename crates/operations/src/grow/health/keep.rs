//! Scores by week, kept: this week's every day, so that a drop is known by the day, and each week's last for good.

use super::policy::{HealthPolicies, health_policies};
use super::score::{HORIZON, Past, Score, scores};
use super::signals::{Signal, load};
use crate::App;
use crate::grow::kpi::fact::{date_of, day_of};
use crate::grow::peers::{Member, members};
use crate::settings::{self, organisation};
use jobs::{Claimed, JobError};
use kernel::calendar::Weekday;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Channel, Date, Failure, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use storage::Sql;

/// The job that scores this week anew, where the day or the rule has changed since.
pub const SCORES: &str = "health.scores";
/// As many weeks are scored when there is none yet, or when the rule has changed: this one and those before.
pub(super) const WEEKS: i64 = 13;

/// The Monday of a day's week, as a number of days since 1970-01-01.
pub(super) fn monday_of(day: i64) -> i64 {
    let of = Weekday::of(date_of(day));
    let since = Weekday::ALL.iter().position(|weekday| *weekday == of).unwrap_or(0);
    day - i64::try_from(since).unwrap_or(0)
}

/// What happened with all partners over a stretch: scores of any day in it can be made without asking again.
pub(super) struct History {
    past: Past,
    zone: jiff::tz::TimeZone,
}

impl History {
    /// Enough for the scores of the days `first` to `last`.
    pub(super) async fn load(db: &impl ConnectionTrait, first: i64, last: i64) -> Outcome<Self> {
        let zone = organisation(db).await?.zone();
        let mut past = Past::new();
        for signal in Signal::ALL {
            past.insert(*signal, load(db, *signal, first - HORIZON, last, end_of(last, &zone)).await?);
        }
        Ok(Self { past, zone })
    }
    /// Everybody's score at the end of `day`.
    pub(super) async fn scores(
        &self,
        db: &impl ConnectionTrait,
        policies: &HealthPolicies,
        day: i64,
    ) -> Outcome<Vec<(Member, Score)>> {
        let members = members(db, day, end_of(day, &self.zone)).await?;
        let scores = scores(policies, &members, &self.past, day);
        Ok(members.into_iter().zip(scores).collect())
    }
}

fn end_of(day: i64, zone: &jiff::tz::TimeZone) -> Instant {
    date_of(day).plus_days(1).start_in(zone)
}

/// The last day that was scored, and by which version of the rule; nothing before the first.
pub(super) async fn kept(db: &impl ConnectionTrait) -> Outcome<Option<(i64, i64)>> {
    let stamp = Sql::new("SELECT value FROM setting WHERE key = 'health.kept'").value::<String>(db).await?;
    Ok(stamp.and_then(|stamp| {
        let (day, version) = stamp.split_once(' ')?;
        Some((day_of(day.parse::<Date>().ok()?), version.parse().ok()?))
    }))
}

#[derive(FromQueryResult)]
struct Before {
    partner_id: PartnerId,
    program_id: ProgramId,
    score: Option<i64>,
}

/// Scores this week, and the weeks since the last time or since the rule has changed. Returns how many weeks were scored.
///
/// # Errors
/// The database's.
pub async fn keep_scores(app: &App) -> Outcome<usize> {
    let cx = app.system(Channel::System);
    let policies = health_policies(cx.read()).await?;
    let today = day_of(cx.now().date_in(&organisation(cx.read()).await?.zone()));
    let last = kept(cx.read()).await?;
    if last == Some((today, policies.version)) {
        return Ok(0);
    }
    let this_week = monday_of(today);
    let earliest = this_week - 7 * (WEEKS - 1);
    let first = match last {
        // The last week that was scored may not have ended then.
        Some((day, version)) if version == policies.version => monday_of(day).clamp(earliest, this_week),
        _ => earliest,
    };
    let history = History::load(cx.read(), first, today).await?;
    let sql = Sql::new("SELECT partner_id, program_id, score FROM health_score WHERE week_day = ").bind(first - 7);
    let rows = sql.all::<Before>(cx.read()).await?;
    let mut before: HashMap<(PartnerId, ProgramId), i64> =
        rows.into_iter().filter_map(|row| Some(((row.partner_id, row.program_id), row.score?))).collect();
    let mut weeks = 0;
    let mut monday = first;
    while monday <= this_week {
        let day = today.min(monday + 6);
        let scored = history.scores(cx.read(), &policies, day).await?;
        let tx = cx.begin().await?;
        Sql::new("DELETE FROM health_score WHERE week_day = ").bind(monday).execute(&tx).await?;
        for batch in scored.chunks(250) {
            let mut sql = Sql::new(
                "INSERT INTO health_score (partner_id, program_id, week_day, day, score, change, peers, signals) VALUES ",
            );
            for (at, (member, score)) in batch.iter().enumerate() {
                let was = before.get(&(member.partner, member.program));
                let change = score.score.zip(was).map_or(0, |(score, was)| score - was);
                sql = sql.push(if at == 0 { "" } else { ", " }).bind_list::<sea_orm::Value>([
                    member.partner.into(),
                    member.program.into(),
                    monday.into(),
                    day.into(),
                    score.score.into(),
                    change.into(),
                    score.peers.into(),
                    serde_json::to_string(&score.signals).map_err(Failure::internal)?.into(),
                ]);
            }
            sql.execute(&tx).await?;
        }
        if monday == this_week {
            settings::keep(&cx, &tx, "health.kept", format!("{} {}", date_of(today), policies.version)).await?;
        }
        cx.commit(tx).await?;
        before = scored.into_iter().filter_map(|(m, s)| Some(((m.partner, m.program), s.score?))).collect();
        weeks += 1;
        monday += 7;
    }
    Ok(weeks)
}

/// Handler of [`SCORES`].
///
/// # Errors
/// The database's; the queue tries again.
pub async fn job(app: App, _job: Claimed) -> Result<(), JobError> {
    keep_scores(&app).await?;
    Ok(())
}
