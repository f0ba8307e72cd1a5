//! The actor's scope as SQL. Every query on partner data appends one of these.

use kernel::{Actor, Scope};
use storage::Sql;

/// As [`in_scope`] for registrations (alias `r`): whoever has one may see it as well, such as a stand-in for a colleague who is away.
pub fn registrations_in_scope(sql: Sql, actor: &Actor) -> Sql {
    let Scope::OwnedBy(user) = actor.scope() else { return in_scope(sql, actor, "r.partner_id") };
    let own = in_scope(sql.push(" AND (1 = 1"), actor, "r.partner_id");
    own.push(" OR r.reviewer_id = ").bind(user).push(")")
}

/// As [`in_scope`] for deals (alias `d`): whoever has the registration it came from may see it as well, such as a stand-in.
pub fn deals_in_scope(sql: Sql, actor: &Actor) -> Sql {
    let Scope::OwnedBy(user) = actor.scope() else { return in_scope(sql, actor, "d.partner_id") };
    let own = in_scope(sql.push(" AND (1 = 1"), actor, "d.partner_id");
    own.push(" OR d.registration_id IN (SELECT mine.id FROM registration mine WHERE mine.reviewer_id = ")
        .bind(user)
        .push("))")
}

/// Appends ` AND …` so that only rows whose `partner_column` (such as `p.id` or `d.partner_id`) the actor may see remain.
pub fn in_scope(sql: Sql, actor: &Actor, partner_column: &str) -> Sql {
    match actor.scope() {
        Scope::All => sql,
        Scope::OwnedBy(user) => sql
            .push(" AND ")
            .push(partner_column)
            .push(" IN (SELECT po.partner_id FROM partner_owner po WHERE po.user_id = ")
            .bind(user)
            .push(")"),
        Scope::Partner(partner) => sql.push(" AND ").push(partner_column).push(" = ").bind(partner),
        Scope::Nothing => sql.push(" AND 1 = 0"),
    }
}
