//! The conflict check of a registration, kept with it.

use crate::Ctx;
use crate::cosell::company::{self, NewCompany};
use crate::cosell::conflict::{self, keys};
use crate::program;
use kernel::Outcome;
use sea_orm::ActiveValue::Set;
use storage::Tx;
use storage::entity::registration::{ActiveModel, Model};

/// Runs the conflict check for a registration as it is stored and keeps what it found, and the keys by which others find it. Returns what the
/// row keeps of it, the company it certainly is among it.
pub(super) async fn look(tx: &Tx, cx: &Ctx, row: &Model) -> Outcome<ActiveModel> {
    let definition = program::definition(tx, row.program_id, row.definition_version).await?;
    let found = conflict::check(tx, &conflict::claim_of(row)).await?;
    let company = company::find(tx, &company_of(row)).await?;
    if row.status.is_live() {
        keys::keep_claim(tx, row).await?;
    }
    let kept = conflict::keep(tx, row.id, &found, &definition.conflicts, cx.now()).await?;
    Ok(ActiveModel { company_id: Set(company), ..kept })
}

/// The customer, as the registration names it.
pub(crate) fn company_of(row: &Model) -> NewCompany {
    NewCompany {
        name: row.company_name.clone(),
        domain: row.company_domain.clone(),
        country: row.company_country.clone(),
        city: row.company_city.clone(),
        phone: row.company_phone.clone(),
        vat: row.company_vat.clone(),
    }
}
