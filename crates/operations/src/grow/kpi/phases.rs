//! In which phase a partner was at a moment.

use kernel::id::{PartnerId, ProgramId};
use kernel::{Instant, Outcome};
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use storage::{Sql, Tx};

#[derive(FromQueryResult)]
struct Stay {
    partner_id: PartnerId,
    program_id: ProgramId,
    phase: String,
    entered_at: Instant,
    left_at: Option<Instant>,
}

/// The phase histories of some partners, the oldest stay first.
pub(super) struct Phases(HashMap<(PartnerId, ProgramId), Vec<Stay>>);

impl Phases {
    /// Loads the histories of `partners`.
    pub(super) async fn load(tx: &Tx, partners: impl IntoIterator<Item = PartnerId>) -> Outcome<Self> {
        let partners: Vec<PartnerId> = partners.into_iter().collect();
        let mut stays: HashMap<(PartnerId, ProgramId), Vec<Stay>> = HashMap::new();
        if !partners.is_empty() {
            let rows = Sql::new(
                "SELECT partner_id, program_id, phase, entered_at, left_at FROM partner_phase WHERE partner_id IN ",
            )
            .bind_list(partners)
            .push(" ORDER BY partner_id, program_id, entered_at, id")
            .all::<Stay>(tx)
            .await?;
            for stay in rows {
                stays.entry((stay.partner_id, stay.program_id)).or_default().push(stay);
            }
        }
        Ok(Self(stays))
    }
    /// The phase just before `moment`; empty when the history does not reach back that far, or the partner had left the program.
    pub(super) fn at(&self, partner: PartnerId, program: ProgramId, moment: Instant) -> String {
        let stays = self.0.get(&(partner, program)).map(Vec::as_slice).unwrap_or_default();
        let last = stays.iter().rev().find(|stay| stay.entered_at < moment);
        last.filter(|stay| stay.left_at.is_none_or(|left| left >= moment)).map(|s| s.phase.clone()).unwrap_or_default()
    }
}
