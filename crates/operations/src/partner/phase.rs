//! Moving a partner to another phase of a program.

use super::criteria::criteria;
use super::membership::{close_stay, open_stay};
use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{PartnerId, ProgramId};
use kernel::words::Phase;
use kernel::{Failure, FieldErrors, Outcome};
use serde::Deserialize;
use storage::Sql;

/// A move to another phase.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MovePhase {
    /// The program in which the partner moves.
    #[schema(value_type = String)]
    pub program: ProgramId,
    /// Where to; any phase but the present one.
    #[schema(value_type = String)]
    pub phase: Phase,
    /// The phase the mover saw the partner in; when it is another by now, the move is refused.
    #[schema(value_type = Option<String>)]
    pub from: Option<Phase>,
    /// Why; needed when an exit criterion of the present phase is not met.
    pub reason: Option<String>,
}

/// Moves a partner to another phase: ends the present stay and begins the next, at the same moment.
///
/// # Errors
/// `Forbidden`, `NotFound` (also when the partner is not in the program); `Invalid` at `reason` (`reason_required` when a
/// criterion is not met); `already_in_phase`; `stale_version` when somebody moved it meanwhile.
pub async fn move_phase(cx: &Ctx, partner: PartnerId, input: MovePhase) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let reason = errors.optional("reason", input.reason.as_deref(), 1_000);
    errors.into_result(())?;

    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let at = Sql::new("SELECT phase FROM partner_program WHERE partner_id = ")
        .push_with("? AND program_id = ?", [partner.into(), input.program.into()])
        .value::<Phase>(&tx)
        .await?
        .ok_or(Failure::NotFound)?;
    if input.from.is_some_and(|from| from != at) {
        return Err(Failure::conflict("stale_version"));
    }
    if at == input.phase {
        return Err(Failure::conflict("already_in_phase"));
    }
    let (program, rules) = crate::program::current(&tx, input.program).await?;
    let unmet: Vec<_> = match rules.phase(at) {
        Some(phase) => {
            let found = criteria(&tx, &[partner]).await?;
            found.of(partner, input.program, phase).into_iter().filter(|c| !c.met).map(|c| c.label).collect()
        }
        None => Vec::new(),
    };
    if !unmet.is_empty() && reason.is_none() {
        return Err(Failure::field("reason", "reason_required"));
    }
    let changed = Sql::new("UPDATE partner_program SET phase = ")
        .push_with(
            "?, phase_entered_at = ? WHERE partner_id = ? AND program_id = ? AND phase = ?",
            [input.phase.into(), cx.now().into(), partner.into(), input.program.into(), at.into()],
        )
        .execute(&tx)
        .await?;
    if changed == 0 {
        return Err(Failure::conflict("stale_version"));
    }
    close_stay(&tx, cx, partner, input.program).await?;
    open_stay(&tx, cx, partner, input.program, input.phase, reason.as_deref()).await?;
    touch(&tx, cx, partner).await?;
    let payload = serde_json::json!({
        "program": program.name, "before": at, "after": input.phase, "reason": reason, "unmet": unmet,
    });
    let event = Event::new(EventKind::PartnerPhaseMoved).partner(partner).program(input.program).with(payload);
    record(&tx, cx, event).await?;
    cx.commit(tx).await
}
