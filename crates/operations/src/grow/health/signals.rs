//! What a score is made of: what happened with each partner, day by day, for all partners in a statement for each signal.

use crate::grow::coaching::counts::ANSWER_DUE;
use crate::grow::exchange_rate::Rates;
use kernel::id::{PartnerId, ProgramId};
use kernel::time::DAY;
use kernel::{Currency, Instant, Outcome, text_enum};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet};
use storage::Sql;

text_enum! {
    /// What signals are weighed together.
    pub enum Group {
        Engagement = "engagement",
        Pipeline = "pipeline",
        Revenue = "revenue",
    }
}

text_enum! {
    /// Something that tells how a partner is doing.
    pub enum Signal {
        /// Registrations received, by the day they came.
        Registrations = "registrations",
        /// The share of our questions the partner answered in the promised time.
        AnswersInTime = "answers_in_time",
        /// What the partner's people did here themselves, by their links.
        Activity = "activity",
        /// Registrations approved, by the day of the decision.
        Approvals = "approvals",
        /// Stages their deals entered, but that of losing.
        StageMoves = "stage_moves",
        /// The share of protections that were used, of those used or run out.
        KeptProtection = "kept_protection",
        /// Deals won, by the day they were closed.
        WonDeals = "won_deals",
        /// Amounts of won deals in the program's currency: those in others at the European Central Bank's rate of the day they were closed, and
        /// without a rate not at all.
        Bookings = "bookings",
    }
}

impl Signal {
    /// With what it is weighed together.
    pub const fn group(self) -> Group {
        match self {
            Self::Registrations | Self::AnswersInTime | Self::Activity => Group::Engagement,
            Self::Approvals | Self::StageMoves | Self::KeptProtection => Group::Pipeline,
            Self::WonDeals | Self::Bookings => Group::Revenue,
        }
    }
    /// Whether it is a share, which says nothing without a case, and not a sum, which is nothing then.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::AnswersInTime | Self::KeptProtection)
    }
}

/// What happened with a partner on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Happened {
    pub partner_id: PartnerId,
    /// Absent: in each of its programs.
    pub program_id: Option<ProgramId>,
    /// Days since 1970-01-01.
    pub day: i64,
    /// Cases, or an amount in ten-thousandths of the currency unit; the numerator of a share.
    pub part: i64,
    /// Cases.
    pub of: i64,
}

/// What was won on a day in one currency.
#[derive(FromQueryResult)]
struct Won {
    partner_id: PartnerId,
    program_id: ProgramId,
    day: i64,
    currency: Currency,
    home: Currency,
    amount: i64,
    cases: i64,
}

/// Amounts of won deals, each in its program's currency.
async fn bookings(db: &impl ConnectionTrait, from: i64, to: i64) -> Outcome<Vec<Happened>> {
    let sql = Sql::new(
        "SELECT f.partner_id, f.program_id, f.closed_day AS day, f.currency, g.currency AS home, \
         CAST(SUM(f.amount) AS BIGINT) AS amount, CAST(COUNT(*) AS BIGINT) AS cases FROM deal_fact f JOIN program g ON g.id = f.program_id \
         WHERE f.outcome = 'won' AND f.amount IS NOT NULL AND f.partner_id IS NOT NULL AND f.closed_day >= ",
    )
    .bind(from)
    .push(" AND f.closed_day <= ")
    .bind(to)
    .push(" GROUP BY f.partner_id, f.program_id, f.closed_day, f.currency, g.currency");
    let won = sql.all::<Won>(db).await?;
    let foreign = won.iter().filter(|won| won.currency != won.home).flat_map(|won| [won.currency, won.home]);
    let currencies: Vec<Currency> = foreign.collect::<BTreeSet<_>>().into_iter().collect();
    // Most installations have one currency, and then there is nothing to look up.
    let rates = if currencies.is_empty() { Rates::default() } else { Rates::load(db, &currencies).await? };
    let mut found: BTreeMap<(PartnerId, ProgramId, i64), (i64, i64)> = BTreeMap::new();
    for won in won {
        let Some(amount) = rates.exchange(won.amount, won.currency, won.home, Some(won.day)) else { continue };
        let (part, of) = found.entry((won.partner_id, won.program_id, won.day)).or_default();
        *part = part.saturating_add(amount);
        *of += won.cases;
    }
    let happened = found.into_iter().map(|((partner_id, program_id, day), (part, of))| Happened {
        partner_id,
        program_id: Some(program_id),
        day,
        part,
        of,
    });
    Ok(happened.collect())
}

/// What happened from the day `from` to the day `to`, which ended at `end`, of one signal.
///
/// # Errors
/// The database's.
pub async fn load(
    db: &impl ConnectionTrait,
    signal: Signal,
    from: i64,
    to: i64,
    end: Instant,
) -> Outcome<Vec<Happened>> {
    let begin = end.plus(-(to - from + 1) * DAY);
    const COUNTED: &str = "CAST(COUNT(*) AS BIGINT) AS part, CAST(COUNT(*) AS BIGINT) AS of";
    let by_day = |what: &str, day: &str, rest: &str| {
        Sql::new(format!(
            "SELECT f.partner_id, f.program_id, {day} AS day, {what} FROM {rest} AND f.partner_id IS NOT NULL AND {day} >= "
        ))
        .bind(from)
        .push(&format!(" AND {day} <= "))
        .bind(to)
        .push(&format!(" GROUP BY f.partner_id, f.program_id, {day}"))
    };
    let sql = match signal {
        Signal::Registrations => by_day(COUNTED, "f.submitted_day", "registration_fact f WHERE 1 = 1"),
        Signal::Approvals => by_day(COUNTED, "f.decided_day", "registration_fact f WHERE f.decision = 'approved'"),
        Signal::WonDeals => by_day(COUNTED, "f.closed_day", "deal_fact f WHERE f.outcome = 'won'"),
        Signal::Bookings => return bookings(db, from, to).await,
        Signal::StageMoves => {
            let rest = "deal_stage s JOIN stage_definition sx ON sx.id = s.stage_id JOIN deal_fact f ON f.deal_id = s.deal_id WHERE sx.outcome <> 'lost'";
            by_day(COUNTED, &format!("(s.entered_at / {DAY})"), rest)
        }
        Signal::Activity => Sql::new(format!(
            "SELECT e.partner_id, CAST(NULL AS UUID) AS program_id, (e.at / {DAY}) AS day, {COUNTED} FROM event e \
             WHERE e.actor_kind = 'contact' AND e.partner_id IS NOT NULL AND e.at >= "
        ))
        .bind(begin)
        .push(" AND e.at < ")
        .bind(end)
        .push(&format!(" GROUP BY e.partner_id, (e.at / {DAY})")),
        // Settled by the answer, or by the end of the promise without one.
        Signal::AnswersInTime => Sql::new(format!(
            "SELECT x.partner_id, x.program_id, (x.settled_at / {DAY}) AS day, CAST(SUM(x.in_time) AS BIGINT) AS part, CAST(COUNT(*) AS BIGINT) AS of \
             FROM (SELECT y.partner_id, y.program_id, \
             CASE WHEN y.due_at IS NOT NULL AND (y.answered_at IS NULL OR y.answered_at > y.due_at) THEN y.due_at ELSE y.answered_at END AS settled_at, \
             CASE WHEN y.due_at IS NOT NULL AND (y.answered_at IS NULL OR y.answered_at > y.due_at) THEN 0 ELSE 1 END AS in_time \
             FROM (SELECT f.partner_id, f.program_id, q.answered_at, {ANSWER_DUE} AS due_at \
             FROM registration_question q JOIN registration_fact f ON f.registration_id = q.registration_id \
             WHERE f.partner_id IS NOT NULL) y) x WHERE x.settled_at >= "
        ))
        .bind(begin)
        .push(" AND x.settled_at < ")
        .bind(end)
        .push(&format!(" GROUP BY x.partner_id, x.program_id, (x.settled_at / {DAY})")),
        Signal::KeptProtection => Sql::new(format!(
            "SELECT x.partner_id, x.program_id, (COALESCE(x.used_at, x.expired_at) / {DAY}) AS day, \
             CAST(SUM(CASE WHEN x.used_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS part, CAST(COUNT(*) AS BIGINT) AS of FROM \
             (SELECT f.partner_id, f.program_id, \
             (SELECT MIN(y.at) FROM registration_step y WHERE y.registration_id = f.registration_id AND y.activity IN ('converted', 'won', 'lost')) AS used_at, \
             (SELECT MIN(y.at) FROM registration_step y WHERE y.registration_id = f.registration_id AND y.activity = 'expired') AS expired_at \
             FROM registration_fact f WHERE f.partner_id IS NOT NULL AND f.decision = 'approved') x WHERE COALESCE(x.used_at, x.expired_at) >= "
        ))
        .bind(begin)
        .push(" AND COALESCE(x.used_at, x.expired_at) < ")
        .bind(end)
        .push(&format!(" GROUP BY x.partner_id, x.program_id, (COALESCE(x.used_at, x.expired_at) / {DAY})")),
    };
    Ok(sql.all(db).await?)
}
