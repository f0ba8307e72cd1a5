//! What rules count, of every partner at once: a few statements, however many partners there are.
//!
//! What is said of a past day is what was known when it ended: decisions, stages and answers that came later do not count yet.

use super::rule::{Measure, Rule};
use kernel::id::{PartnerId, ProgramId};
use kernel::{Date, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::Sql;

use crate::grow::kpi::fact::day_of;

/// The stretch that is looked at: from the first day to the end of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Days since 1970-01-01.
    pub from: i64,
    /// The last day, included.
    pub day: i64,
    /// The moment it ended.
    pub end: Instant,
}

impl Window {
    /// The `days` up to the end of `date`.
    pub fn new(date: Date, days: i64, zone: &jiff::tz::TimeZone) -> Self {
        let day = day_of(date);
        Self { from: day - days + 1, day, end: date.plus_days(1).start_in(zone) }
    }
}

/// What was counted of a partner in a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Registrations received and decided: what waits for our answer, or was taken back before it, says nothing of the partner.
    pub registered: i64,
    pub approved: i64,
    pub ended: i64,
    pub expired: i64,
    pub asked: i64,
    pub in_time: i64,
    pub closed: i64,
    pub won: i64,
    /// Registrations ever received up to the day.
    pub ever: i64,
    /// The day of the last of them.
    pub last_day: Option<i64>,
    /// Approved registrations by the position of the farthest stage of their deal; [`WON`] once it is won.
    pub stages: BTreeMap<i64, i64>,
}

impl Counts {
    /// Approved registrations whose deal reached the stage at `position`.
    pub fn reached(&self, position: i64) -> i64 {
        self.stages.range(position..).map(|(_, count)| count).sum()
    }
}

/// A won deal has been through every stage.
pub const WON: i64 = 1_000_000;

/// Counts by partner and program; who is not there has none.
pub type Counted = HashMap<(PartnerId, ProgramId), Counts>;

/// Approved by the end of the window.
const APPROVED: &str = "f.decision = 'approved' AND COALESCE(f.decided_at, f.submitted_at) < {end}";

/// Approved or declined by then.
const DECIDED: &str = "f.decision IN ('approved', 'declined') AND COALESCE(f.decided_at, f.submitted_at) < {end}";

/// Whether one of these steps was taken by the end of the window.
fn stepped(steps: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM registration_step y WHERE y.registration_id = f.registration_id AND y.activity IN ({steps}) AND y.at < {{end}})"
    )
}

/// The position of the farthest stage the deal of a registration had been in, as a column; `d` is its fact.
const POSITION: &str = "CASE WHEN d.outcome = 'won' AND COALESCE(d.closed_day, d.known_day) <= {day} THEN 1000000 ELSE COALESCE(\
     (SELECT CAST(MAX(sx.position) AS BIGINT) FROM deal_stage s JOIN stage_definition sx ON sx.id = s.stage_id WHERE s.deal_id = d.deal_id \
     AND sx.outcome <> 'lost' AND s.entered_at < {end}), -1) END";

/// When the answer to a question `q` to a partner is due: its clock was started in the same transaction, a moment before the question was noted.
/// Nothing for one that came without a clock.
pub(crate) const ANSWER_DUE: &str = "(SELECT c.due_at FROM clock c WHERE c.registration_id = q.registration_id AND c.kind = 'information' \
     AND c.started_at <= q.asked_at AND c.started_at > q.asked_at - 60000000 ORDER BY c.started_at DESC, c.id DESC LIMIT 1)";

/// Which rows a measure counts, and which of them are its part. Figures and the rows behind them are made from the same text.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    /// Tables, with the row as `f` (a registration's or deal's fact) and, for questions, `q`.
    pub(super) from: &'static str,
    /// What is counted.
    pub(super) of: String,
    /// Which of it is the part.
    pub(super) part: String,
    /// The day a row is listed by.
    pub(super) day: &'static str,
}

/// The condition of a measure; `position` is that of the stage it asks for.
pub(super) fn condition(measure: Measure, position: Option<i64>) -> Condition {
    const REGISTRATIONS: &str = "registration_fact f";
    const WITH_DEAL: &str = "registration_fact f JOIN registration r ON r.id = f.registration_id LEFT JOIN deal_fact d ON d.deal_id = r.deal_id";
    const QUESTIONS: &str = "registration_question q JOIN registration_fact f ON f.registration_id = q.registration_id";
    let received = "f.submitted_day BETWEEN {from} AND {day}";
    let registrations = |from, of: String, part: String| Condition { from, of, part, day: "f.submitted_day" };
    match measure {
        Measure::ApprovedOfRegistered => {
            registrations(REGISTRATIONS, format!("{received} AND {DECIDED}"), APPROVED.to_owned())
        }
        Measure::ReachedOfApproved => registrations(
            WITH_DEAL,
            format!("{received} AND {APPROVED}"),
            format!("{POSITION} >= {}", position.unwrap_or(WON)),
        ),
        Measure::ExpiredOfEnded => {
            let used = stepped("'converted', 'won', 'lost'");
            let expired = stepped("'expired'");
            registrations(
                REGISTRATIONS,
                format!("{received} AND {APPROVED} AND ({used} OR {expired})"),
                format!("NOT {used}"),
            )
        }
        Measure::InTimeOfAsked => Condition {
            from: QUESTIONS,
            of: format!(
                "q.asked_at >= {{from_at}} AND q.asked_at < {{end}} AND (q.answered_at < {{end}} OR {ANSWER_DUE} < {{end}})"
            ),
            part: format!("q.answered_at < {{end}} AND ({ANSWER_DUE} IS NULL OR q.answered_at <= {ANSWER_DUE})"),
            day: "f.submitted_day",
        },
        Measure::WonOfClosed => Condition {
            from: "deal_fact f",
            of: "f.outcome IN ('won', 'lost') AND f.closed_day BETWEEN {from} AND {day}".to_owned(),
            part: "f.outcome = 'won'".to_owned(),
            day: "f.closed_day",
        },
        Measure::DaysSinceRegistration => {
            registrations(REGISTRATIONS, "f.submitted_day <= {day}".to_owned(), "1 = 1".to_owned())
        }
    }
}

/// Appends `text`, in which `{from}`, `{day}`, `{from_at}` and `{end}` stand for the window.
pub(super) fn put(mut sql: Sql, text: &str, window: &Window) -> Sql {
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        let (name, tail) = after.trim_start_matches('{').split_once('}').unwrap_or((after, ""));
        sql = sql.push(before);
        sql = match name {
            "from" => sql.bind(window.from),
            "from_at" => sql.bind(window.end.plus(-(window.day - window.from + 1) * kernel::time::DAY)),
            "day" => sql.bind(window.day),
            _ => sql.bind(window.end),
        };
        rest = tail;
    }
    sql.push(rest)
}

#[derive(FromQueryResult)]
struct Shares {
    partner_id: PartnerId,
    program_id: ProgramId,
    counted: i64,
    part: i64,
}

#[derive(FromQueryResult)]
struct Last {
    partner_id: PartnerId,
    program_id: ProgramId,
    counted: i64,
    last_day: i64,
}

#[derive(FromQueryResult)]
struct Stage {
    partner_id: PartnerId,
    program_id: ProgramId,
    position: i64,
    counted: i64,
}

/// What the measures of `rules` count in the window.
///
/// # Errors
/// The database's.
pub async fn count(db: &impl ConnectionTrait, rules: &[&Rule], window: &Window) -> Outcome<Counted> {
    let wanted: BTreeSet<Measure> = rules.iter().flat_map(|rule| rule.when.iter().map(|c| c.measure)).collect();
    let mut counted = Counted::new();
    for measure in wanted {
        match measure {
            Measure::DaysSinceRegistration => last(db, window, &mut counted).await?,
            Measure::ReachedOfApproved => stages(db, window, &mut counted).await?,
            _ => shares(db, measure, window, &mut counted).await?,
        }
    }
    Ok(counted)
}

async fn shares(db: &impl ConnectionTrait, measure: Measure, window: &Window, counted: &mut Counted) -> Outcome<()> {
    let of = condition(measure, None);
    let sql = put(
        Sql::new("SELECT f.partner_id, f.program_id, CAST(COUNT(*) AS BIGINT) AS counted, "),
        &format!(
            "CAST(SUM(CASE WHEN {} THEN 1 ELSE 0 END) AS BIGINT) AS part FROM {} WHERE f.partner_id IS NOT NULL AND {} \
             GROUP BY f.partner_id, f.program_id",
            of.part, of.from, of.of
        ),
        window,
    );
    for row in sql.all::<Shares>(db).await? {
        let counts = counted.entry((row.partner_id, row.program_id)).or_default();
        let (part, of) = match measure {
            Measure::ApprovedOfRegistered => (&mut counts.approved, &mut counts.registered),
            Measure::ExpiredOfEnded => (&mut counts.expired, &mut counts.ended),
            Measure::InTimeOfAsked => (&mut counts.in_time, &mut counts.asked),
            _ => (&mut counts.won, &mut counts.closed),
        };
        (*part, *of) = (row.part, row.counted);
    }
    Ok(())
}

async fn stages(db: &impl ConnectionTrait, window: &Window, counted: &mut Counted) -> Outcome<()> {
    let of = condition(Measure::ReachedOfApproved, None);
    let sql = put(
        Sql::new(
            "SELECT x.partner_id, x.program_id, x.position, CAST(COUNT(*) AS BIGINT) AS counted FROM (SELECT f.partner_id, f.program_id, ",
        ),
        &format!(
            "{POSITION} AS position FROM {} WHERE f.partner_id IS NOT NULL AND {}) x GROUP BY x.partner_id, x.program_id, x.position",
            of.from, of.of
        ),
        window,
    );
    for row in sql.all::<Stage>(db).await? {
        let counts = counted.entry((row.partner_id, row.program_id)).or_default();
        counts.stages.insert(row.position, row.counted);
        // The base of this share is the part of another, which may not have been asked for.
        counts.approved = counts.stages.values().sum();
    }
    Ok(())
}

async fn last(db: &impl ConnectionTrait, window: &Window, counted: &mut Counted) -> Outcome<()> {
    let of = condition(Measure::DaysSinceRegistration, None);
    let sql = put(
        Sql::new(
            "SELECT f.partner_id, f.program_id, CAST(COUNT(*) AS BIGINT) AS counted, MAX(f.submitted_day) AS last_day FROM ",
        ),
        &format!("{} WHERE f.partner_id IS NOT NULL AND {} GROUP BY f.partner_id, f.program_id", of.from, of.of),
        window,
    );
    for row in sql.all::<Last>(db).await? {
        let counts = counted.entry((row.partner_id, row.program_id)).or_default();
        (counts.ever, counts.last_day) = (row.counted, Some(row.last_day));
    }
    Ok(())
}
