//! What a partner's contact may ask: figures about their own partner that tell nothing of how the vendor works inside.
//!
//! Whose rows are counted is the scope's business, as for everybody. Here is decided which figures and divisions there are at all: none that
//! names the vendor's people, groups partners, or tells what the conflict check found or where the vendor sees a partner in a program.

use super::ask::Ask;
use super::dimension::Dimension;
use crate::Ctx;
use crate::access::policy::Action;
use kernel::{Actor, Failure, Outcome};

const METRICS: &[&str] = &[
    "bookings",
    "won_count",
    "lost_count",
    "win_rate",
    "win_rate_all",
    "open_pipeline",
    "open_count",
    "average_deal",
    "cycle_time_won",
    "cycle_time_closed",
    "stage_conversion",
    "registrations",
    "first_answer_time",
    "decision_time",
    "answered_within_target",
    "acceptance_rate",
];

/// Whether this actor may ask questions at all.
///
/// # Errors
/// `Unauthenticated` for strangers, `Forbidden` where role or token do not allow reading.
pub(crate) fn may_ask(cx: &Ctx) -> Outcome<()> {
    if matches!(cx.actor, Actor::Contact(_)) { Ok(()) } else { cx.allow(Action::Read) }
}

/// Whether this actor may ask this.
///
/// # Errors
/// `NotFound`: a contact is not told what other figures there are.
pub(super) fn may_ask_this(cx: &Ctx, ask: &Ask) -> Outcome<()> {
    if !matches!(cx.actor, Actor::Contact(_)) {
        return Ok(());
    }
    let plain = ask.by.iter().chain(ask.filters.iter().map(|f| &f.dimension)).all(is_shown);
    if plain && METRICS.contains(&ask.metric.key) { Ok(()) } else { Err(Failure::NotFound) }
}

fn is_shown(dimension: &Dimension) -> bool {
    use Dimension as D;
    dimension.is_time() || matches!(dimension, D::Program | D::Product | D::Category | D::Stage | D::Currency)
}
