//! Who may do what, in one table.
//!
//! Which *rows* somebody sees is another question: see `Actor::scope`.

use kernel::{Actor, Failure, Outcome, Role};

/// Everything a person of the vendor can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Look at partners, deals, registrations, programs, KPIs.
    Read,
    /// Export lists to a file.
    Export,
    /// Make and change partners, contacts, owners, notes; move phases.
    WorkWithPartners,
    /// Ask, approve, decline, register on a partner's behalf.
    AnswerRegistrations,
    /// Make and change deals, move stages.
    WorkWithDeals,
    /// Make and change programs, segments, products.
    ManagePrograms,
    /// Import files.
    Import,
    /// Settings, outbox, audit; look at people.
    Administer,
    /// Add people, change roles, let people in or out.
    ManagePeople,
    /// Keep questions, make and share dashboards of one's own.
    KeepDashboards,
    /// One's own sessions, tokens, language, saved views.
    ManageOwnAccount,
}

//                          administrator  head of partnerships  partner manager  viewer
const TABLE: &[(Action, [bool; 4])] = &[
    (Action::Read, [true, true, true, true]),
    (Action::Export, [true, true, true, true]),
    (Action::WorkWithPartners, [true, true, true, false]),
    (Action::AnswerRegistrations, [true, true, true, false]),
    (Action::WorkWithDeals, [true, true, true, false]),
    (Action::ManagePrograms, [true, true, false, false]),
    (Action::Import, [true, true, false, false]),
    (Action::Administer, [true, false, false, false]),
    (Action::ManagePeople, [true, false, false, false]),
    (Action::KeepDashboards, [true, true, true, true]),
    (Action::ManageOwnAccount, [true, true, true, true]),
];

/// Whether `role` may do `action`, by the table.
pub fn role_may(role: Role, action: Action) -> bool {
    let column = match role {
        Role::Administrator => 0,
        Role::HeadOfPartnerships => 1,
        Role::PartnerManager => 2,
        Role::Viewer => 3,
    };
    TABLE.iter().find(|(a, _)| *a == action).and_then(|(_, row)| row.get(column)).copied().unwrap_or(false)
}

/// Whether this actor may do this at all.
///
/// # Errors
/// `Unauthenticated` for strangers and contacts (their operations have their own doors), `Forbidden` when the role does not allow it, `Token` when
/// the role does and the token does not.
pub fn allow(actor: &Actor, action: Action) -> Outcome<()> {
    match actor {
        Actor::System => Ok(()),
        Actor::Anonymous | Actor::Contact(_) => Err(Failure::Unauthenticated),
        Actor::User(user) => {
            let reads = matches!(action, Action::Read | Action::Export);
            let token_allows = user.token.as_ref().is_none_or(|t| t.can_write || reads);
            // A token never changes people or tokens: a leaked one must not be able to make itself permanent.
            let token_safe = user.token.is_none() || !matches!(action, Action::ManageOwnAccount | Action::ManagePeople);
            match (role_may(user.role, action), token_safe, token_allows) {
                (true, true, true) => Ok(()),
                (false, ..) => Err(Failure::Forbidden),
                (true, false, _) => Err(Failure::Token("not_for_tokens")),
                (true, true, false) => Err(Failure::Token("token_reads_only")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewer_reads_and_changes_nothing_but_what_is_their_own() {
        for (action, _) in TABLE {
            let own = matches!(action, Action::KeepDashboards | Action::ManageOwnAccount);
            let may = own || matches!(action, Action::Read | Action::Export);
            assert_eq!(role_may(Role::Viewer, *action), may, "{action:?}");
        }
    }

    #[test]
    fn a_token_reads_what_its_person_reads_and_never_makes_itself_permanent() {
        let token = |can_write| {
            Actor::User(kernel::actor::UserActor {
                id: kernel::id::UserId::new(),
                name: "Ada".to_owned(),
                role: Role::Administrator,
                all_partners: true,
                token: Some(kernel::actor::TokenActor { id: kernel::id::TokenId::new(), can_write }),
            })
        };
        for (action, _) in TABLE {
            let reads = matches!(action, Action::Read | Action::Export);
            let own = matches!(action, Action::ManageOwnAccount | Action::ManagePeople);
            assert_eq!(allow(&token(false), *action).is_ok(), reads, "{action:?}");
            assert_eq!(allow(&token(true), *action).is_ok(), !own, "{action:?}");
        }
        let code = |can_write, action| allow(&token(can_write), action).map_err(|failure| failure.code());
        assert_eq!(code(true, Action::ManagePeople), Err("not_for_tokens"), "not the role's fault");
        assert_eq!(code(false, Action::Import), Err("token_reads_only"));
    }

    #[test]
    fn strangers_may_do_nothing_in_the_table() {
        for (action, _) in TABLE {
            assert!(allow(&Actor::Anonymous, *action).is_err(), "{action:?}");
        }
    }
}
