//! What a calendar means: when a registration sent at some moment would be due.

use super::{get, of_row, row};
use crate::Ctx;
use crate::cosell::registration::promise_due;
use crate::program::{self, Promise};
use kernel::calendar::Weekday;
use kernel::id::CalendarId;
use kernel::time::{DAY, HOUR};
use kernel::{Instant, Outcome};
use serde::Serialize;

/// When a registration sent at a moment would be due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Preview {
    /// The moment asked for; the next Friday at 16:00 where nothing was asked.
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: Instant,
    /// For the usual promises (24 hours, two business days), and for each program that has this calendar of its own.
    pub lines: Vec<PreviewLine>,
}

/// The due times of one program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PreviewLine {
    /// The program's name; absent for the usual promises.
    pub program: Option<String>,
    /// When the first answer is due.
    #[schema(value_type = String, format = DateTime)]
    pub first_answer_due_at: Instant,
    /// When the decision is due.
    #[schema(value_type = String, format = DateTime)]
    pub decision_due_at: Instant,
}

/// Shows what a calendar means for a registration sent at `at`.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn preview(cx: &Ctx, id: CalendarId, at: Option<Instant>) -> Outcome<Preview> {
    let shown = get(cx, id).await?;
    let calendar = of_row(cx.read(), &row(cx.read(), id).await?).await?;
    let sent_at = at.unwrap_or_else(|| next_friday_afternoon(cx.now(), calendar.time_zone()));
    let line = |program: Option<String>, first: Promise, decision: Promise| PreviewLine {
        program,
        first_answer_due_at: promise_due(&calendar, sent_at, first),
        decision_due_at: promise_due(&calendar, sent_at, decision),
    };
    let mut lines = vec![line(None, Promise::Hours(24), Promise::BusinessDays(2))];
    for of in shown.programs {
        let (_, rules) = program::current(cx.read(), of.id).await?;
        lines.push(line(Some(of.name), rules.clocks.first_answer, rules.clocks.decision));
    }
    Ok(Preview { sent_at, lines })
}

/// The next Friday, 16:00 on the wall.
fn next_friday_afternoon(now: Instant, zone: &jiff::tz::TimeZone) -> Instant {
    let today = now.date_in(zone);
    (0..14)
        .map(|n| today.plus_days(n))
        .filter(|day| Weekday::of(*day) == Weekday::Friday)
        .map(|day| {
            let wall = day.0.at(16, 0, 0, 0).to_zoned_datetime(zone.clone());
            wall.map_or_else(|_| day.start_in(zone).plus(16 * HOUR), |wall| Instant::from_timestamp(wall.timestamp()))
        })
        .find(|at| *at > now)
        .unwrap_or_else(|| now.plus(DAY))
}
