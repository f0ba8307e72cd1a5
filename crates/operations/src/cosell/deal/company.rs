//! Customers, as the people who work on their deals see them.

use crate::Ctx;
use crate::access::scope::in_scope;
use kernel::Scope;
use storage::Sql;

/// Appends ` AND …` so that only companies (alias `c`) remain that the actor has a deal or a registration with.
/// Who sees all partners sees all companies.
pub(super) fn visible(sql: Sql, cx: &Ctx) -> Sql {
    if cx.actor.scope() == Scope::All {
        return sql;
    }
    let sql = sql.push(" AND (EXISTS (SELECT 1 FROM deal sd WHERE sd.company_id = c.id");
    let sql = in_scope(sql, &cx.actor, "sd.partner_id")
        .push(") OR EXISTS (SELECT 1 FROM registration sr WHERE sr.company_id = c.id");
    in_scope(sql, &cx.actor, "sr.partner_id").push("))")
}
