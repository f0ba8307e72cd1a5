//! Which moves between stages are allowed. Pure.

use crate::program::Stage;
use kernel::Failure;
use kernel::id::StageId;
use kernel::words::DealOutcome;

/// What somebody wants with a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To another open stage.
    Move,
    /// It is won.
    Win,
    /// It is lost.
    Lose,
    /// It was closed too early.
    Reopen,
}

/// Why a move is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The deal is closed; it must be reopened first.
    Closed,
    /// The deal is open; there is nothing to reopen.
    Open,
    /// The deal is in this stage already.
    AlreadyThere,
    /// The stage is not one this wish can lead to (its outcome differs, or it is retired).
    WrongStage,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Closed => Self::conflict("deal_closed"),
            Refusal::Open => Self::conflict("deal_open"),
            Refusal::AlreadyThere => Self::conflict("already_in_stage"),
            Refusal::WrongStage => Self::field("stage", "wrong_stage"),
        }
    }
}

/// Whether a deal in stage `here` with `outcome` may go to `target`, and what it is then.
///
/// # Errors
/// The reason why not.
pub fn decide(outcome: DealOutcome, here: StageId, wish: Wish, target: &Stage) -> Result<DealOutcome, Refusal> {
    let open = outcome == DealOutcome::Open;
    match wish {
        Wish::Reopen if open => return Err(Refusal::Open),
        Wish::Move | Wish::Win | Wish::Lose if !open => return Err(Refusal::Closed),
        _ => {}
    }
    if target.id == here {
        return Err(Refusal::AlreadyThere);
    }
    let wanted = match wish {
        Wish::Move | Wish::Reopen => DealOutcome::Open,
        Wish::Win => DealOutcome::Won,
        Wish::Lose => DealOutcome::Lost,
    };
    if target.retired || target.outcome != wanted { Err(Refusal::WrongStage) } else { Ok(wanted) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(outcome: DealOutcome, retired: bool) -> Stage {
        let name = outcome.to_string();
        Stage {
            id: StageId::new(),
            key: name.clone(),
            name_en: name.clone(),
            name_de: name,
            position: 1,
            outcome,
            retired,
        }
    }

    #[test]
    fn a_closed_deal_only_reopens_and_an_open_one_only_moves() {
        let here = StageId::new();
        for target in DealOutcome::ALL.iter().map(|o| stage(*o, false)) {
            for closed in [DealOutcome::Won, DealOutcome::Lost] {
                for wish in [Wish::Move, Wish::Win, Wish::Lose] {
                    assert_eq!(decide(closed, here, wish, &target), Err(Refusal::Closed));
                }
            }
            assert_eq!(decide(DealOutcome::Open, here, Wish::Reopen, &target), Err(Refusal::Open));
        }
    }

    #[test]
    fn every_allowed_move_leaves_the_deal_with_the_stage_s_outcome() {
        let here = StageId::new();
        for was in DealOutcome::ALL {
            for wish in [Wish::Move, Wish::Win, Wish::Lose, Wish::Reopen] {
                for target in DealOutcome::ALL.iter().map(|o| stage(*o, false)) {
                    if let Ok(outcome) = decide(*was, here, wish, &target) {
                        assert_eq!(outcome, target.outcome);
                    }
                }
            }
        }
    }

    #[test]
    fn a_retired_stage_takes_no_deal_and_the_same_stage_is_no_move() {
        let retired = stage(DealOutcome::Open, true);
        assert_eq!(decide(DealOutcome::Open, StageId::new(), Wish::Move, &retired), Err(Refusal::WrongStage));
        let here = stage(DealOutcome::Open, false);
        assert_eq!(decide(DealOutcome::Open, here.id, Wish::Move, &here), Err(Refusal::AlreadyThere));
    }
}
