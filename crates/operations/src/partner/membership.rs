//! Joining and leaving programs.

use super::{known, touch};
use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::{PartnerId, PhaseEntryId, ProgramId};
use kernel::words::Phase;
use kernel::{Failure, FieldErrors, Outcome};
use storage::{Sql, Tx};

/// Lets a partner join a program, in `phase` (Attract, when it is new to us).
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `program` (`unknown`, also when the program is no longer active); `already_exists` when it is in the program.
pub async fn join_program(cx: &Ctx, partner: PartnerId, program: ProgramId, phase: Phase) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let mut errors = FieldErrors::default();
    match crate::program::row(&tx, program).await {
        Ok(row) if row.active => {}
        Ok(_) | Err(Failure::NotFound) => errors.add("program", "unknown"),
        Err(other) => return Err(other),
    }
    errors.into_result(())?;
    enter_program(&tx, cx, partner, program, phase).await?;
    touch(&tx, cx, partner).await?;
    cx.commit(tx).await
}

/// Writes the membership and its first stay, and records it.
pub(super) async fn enter_program(
    tx: &Tx,
    cx: &Ctx,
    partner: PartnerId,
    program: ProgramId,
    phase: Phase,
) -> Outcome<()> {
    let inserted =
        Sql::new("INSERT INTO partner_program (partner_id, program_id, phase, phase_entered_at, joined_at) VALUES (")
            .push_with(
                "?, ?, ?, ?, ?) ON CONFLICT (partner_id, program_id) DO NOTHING",
                [partner.into(), program.into(), phase.into(), cx.now().into(), cx.now().into()],
            )
            .execute(tx)
            .await?;
    if inserted == 0 {
        return Err(Failure::conflict("already_exists"));
    }
    open_stay(tx, cx, partner, program, phase, None).await?;
    let name = crate::program::row(tx, program).await?.name;
    let payload = serde_json::json!({ "program": name, "phase": phase });
    record(tx, cx, Event::new(EventKind::PartnerJoinedProgram).partner(partner).program(program).with(payload)).await?;
    Ok(())
}

pub(super) async fn open_stay(
    tx: &Tx,
    cx: &Ctx,
    partner: PartnerId,
    program: ProgramId,
    phase: Phase,
    reason: Option<&str>,
) -> Outcome<()> {
    Sql::new("INSERT INTO partner_phase (id, partner_id, program_id, phase, entered_at, entered_by, reason) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?, ?, ?)",
            [
                PhaseEntryId::new().into(),
                partner.into(),
                program.into(),
                phase.into(),
                cx.now().into(),
                cx.actor.name().to_owned().into(),
                reason.map(str::to_owned).into(),
            ],
        )
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn close_stay(tx: &Tx, cx: &Ctx, partner: PartnerId, program: ProgramId) -> Outcome<()> {
    Sql::new("UPDATE partner_phase SET left_at = ")
        .push_with(
            "? WHERE partner_id = ? AND program_id = ? AND left_at IS NULL",
            [cx.now().into(), partner.into(), program.into()],
        )
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets a partner leave a program. Its history there stays.
///
/// # Errors
/// `Forbidden`, `NotFound` (also when it is not in the program); `Invalid` at `reason`.
pub async fn leave_program(cx: &Ctx, partner: PartnerId, program: ProgramId, reason: &str) -> Outcome<()> {
    cx.allow(Action::WorkWithPartners)?;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", reason, 1_000);
    errors.into_result(())?;
    let tx = cx.begin().await?;
    known(&tx, cx, partner).await?;
    let removed = Sql::new("DELETE FROM partner_program WHERE partner_id = ")
        .push_with("? AND program_id = ?", [partner.into(), program.into()])
        .execute(&tx)
        .await?;
    if removed == 0 {
        return Err(Failure::NotFound);
    }
    close_stay(&tx, cx, partner, program).await?;
    touch(&tx, cx, partner).await?;
    let name = crate::program::row(&tx, program).await?.name;
    let payload = serde_json::json!({ "program": name, "reason": reason });
    record(&tx, cx, Event::new(EventKind::PartnerLeftProgram).partner(partner).program(program).with(payload)).await?;
    cx.commit(tx).await
}
