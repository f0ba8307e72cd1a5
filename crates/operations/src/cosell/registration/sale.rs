//! What a deal does to the registration it came from: it moves on, is won, lost, or open again. In the transaction of the deal's move.

use super::load::{advance, event};
use super::state::{Step, after};
use crate::Ctx;
use crate::record::{EventKind, record};
use kernel::Outcome;
use kernel::words::DealOutcome;
use sea_orm::EntityTrait;
use storage::Tx;
use storage::entity::registration::{ActiveModel, Entity, Model};
use storage::entity::{self, deal};

/// What happened to a deal, as its registration sees it. `forward`: an open deal went to a later stage.
pub(crate) fn step_of(before: DealOutcome, now: DealOutcome, forward: bool) -> Option<Step> {
    match (before, now) {
        (_, DealOutcome::Won) => Some(Step::Win),
        (_, DealOutcome::Lost) => Some(Step::Lose),
        (DealOutcome::Won | DealOutcome::Lost, DealOutcome::Open) => Some(Step::ReopenSale),
        (DealOutcome::Open, DealOutcome::Open) => forward.then_some(Step::Convert),
    }
}

/// Moves the registration of `deal`, where it has one and the move is one of those it may make: a contested registration, or one that is being
/// looked at again, stays where it is until that is decided (see [`settle`]).
pub(crate) async fn follow(
    tx: &Tx,
    cx: &Ctx,
    deal: &deal::Model,
    before: DealOutcome,
    forward: bool,
    reason: Option<&str>,
) -> Outcome<()> {
    let Some(step) = step_of(before, deal.outcome, forward) else { return Ok(()) };
    let Some(id) = deal.registration_id else { return Ok(()) };
    let Some(row) = Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    take(tx, cx, row, step, reason).await?;
    Ok(())
}

/// Brings a registration that was just approved in line with a deal that was closed while it was looked at again.
pub(crate) async fn settle(tx: &Tx, cx: &Ctx, row: Model) -> Outcome<Model> {
    let Some(deal) = row.deal_id else { return Ok(row) };
    let Some(deal) = entity::deal::Entity::find_by_id(deal).one(tx).await? else { return Ok(row) };
    match deal.outcome {
        DealOutcome::Open => Ok(row),
        closed => match step_of(DealOutcome::Open, closed, false) {
            Some(step) => take(tx, cx, row, step, None).await,
            None => Ok(row),
        },
    }
}

pub(crate) async fn take(tx: &Tx, cx: &Ctx, row: Model, step: Step, reason: Option<&str>) -> Outcome<Model> {
    if after(row.status, step).is_none() {
        return Ok(row);
    }
    let row = advance(tx, cx, &row, ActiveModel::default(), step, reason).await?;
    let row = match step {
        Step::ReopenSale => crate::cosell::protection::claim_again(tx, cx, row).await?,
        _ => row,
    };
    let kind = match step {
        Step::Win => EventKind::RegistrationWon,
        Step::Lose => EventKind::RegistrationLost,
        Step::ReopenSale => EventKind::RegistrationSaleReopened,
        _ => EventKind::RegistrationConverted,
    };
    record(tx, cx, event(kind, &row, serde_json::json!({ "reason": reason }))).await?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_move_forward_converts_and_every_end_is_followed() {
        use DealOutcome::{Lost, Open, Won};
        assert_eq!(step_of(Open, Open, true), Some(Step::Convert));
        assert_eq!(step_of(Open, Open, false), None);
        assert_eq!(step_of(Open, Won, true), Some(Step::Win));
        assert_eq!(step_of(Open, Lost, false), Some(Step::Lose));
        assert_eq!(step_of(Won, Open, false), Some(Step::ReopenSale));
        assert_eq!(step_of(Lost, Open, true), Some(Step::ReopenSale));
    }
}
