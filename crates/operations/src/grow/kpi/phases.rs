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
}

/// The phase histories of some partners.
pub(super) struct Phases(HashMap<(PartnerId, ProgramId), Vec<(Instant, String)>>);

impl Phases {
    /// Loads the histories of `partners`.
    pub(super) async fn load(tx: &Tx, partners: impl IntoIterator<Item = PartnerId>) -> Outcome<Self> {
        let partners: Vec<PartnerId> = partners.into_iter().collect();
        let mut stays: HashMap<(PartnerId, ProgramId), Vec<(Instant, String)>> = HashMap::new();
        if !partners.is_empty() {
            let rows =
                Sql::new("SELECT partner_id, program_id, phase, entered_at FROM partner_phase WHERE partner_id IN ")
                    .bind_list(partners)
                    .push(" ORDER BY partner_id, program_id, entered_at, id")
                    .all::<Stay>(tx)
                    .await?;
            for row in rows {
                stays.entry((row.partner_id, row.program_id)).or_default().push((row.entered_at, row.phase));
            }
        }
        Ok(Self(stays))
    }
    /// The phase just before `moment`; empty when the history does not reach back that far.
    pub(super) fn at(&self, partner: PartnerId, program: ProgramId, moment: Instant) -> String {
        let stays = self.0.get(&(partner, program)).map(Vec::as_slice).unwrap_or_default();
        stays.iter().rev().find(|(entered, _)| *entered < moment).map(|(_, phase)| phase.clone()).unwrap_or_default()
    }
}
