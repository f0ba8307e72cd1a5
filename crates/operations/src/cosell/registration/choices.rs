//! What forms about registrations offer to choose from.

use crate::Ctx;
use crate::access::policy::Action;
use crate::access::scope::in_scope;
use kernel::id::{PartnerId, ProgramId};
use kernel::{Currency, Outcome};
use sea_orm::FromQueryResult;
use storage::Sql;

/// A program to choose.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ProgramChoice {
    /// The program.
    pub id: ProgramId,
    /// The key in its public address.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Takes new registrations.
    pub active: bool,
    /// Has a public registration page.
    pub public_form: bool,
}

/// All programs by name, those in force first.
///
/// # Errors
/// `Forbidden`.
pub async fn program_choices(cx: &Ctx) -> Outcome<Vec<ProgramChoice>> {
    cx.allow(Action::Read)?;
    let sql =
        Sql::new("SELECT id, key, name, currency, active, public_form FROM program ORDER BY active DESC, name, id");
    Ok(sql.all(cx.read()).await?)
}

/// The name of a partner within the actor's scope.
///
/// # Errors
/// `Forbidden`.
pub async fn partner_name(cx: &Ctx, id: PartnerId) -> Outcome<Option<String>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT p.name FROM partner p WHERE p.id = ").bind(id);
    Ok(in_scope(sql, &cx.actor, "p.id").value(cx.read()).await?)
}

/// The programs a partner within the actor's scope has joined.
///
/// # Errors
/// `Forbidden`.
pub async fn programs_of(cx: &Ctx, partner: PartnerId) -> Outcome<Vec<ProgramId>> {
    cx.allow(Action::Read)?;
    let sql = Sql::new("SELECT pp.program_id FROM partner_program pp WHERE pp.partner_id = ").bind(partner);
    Ok(in_scope(sql, &cx.actor, "pp.partner_id").column(cx.read()).await?)
}
