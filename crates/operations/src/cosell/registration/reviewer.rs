//! Who answers: the partner's manager, else a head of partnerships, else an administrator; while they are away, whoever stands in.

use super::chain::seat;
use super::load::{event, history};
use crate::Ctx;
use crate::record::{EventKind, record};
use kernel::id::{PartnerId, UserId};
use kernel::{Channel, Date, Locale, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeSet;
use storage::entity::registration::Model;
use storage::{Sql, Tx};

/// A person who answers.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Reviewer {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub locale: Option<Locale>,
}

/// Who answers, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    /// Who answers.
    pub reviewer: Reviewer,
    /// The name of whoever would have answered and is away.
    pub stands_in_for: Option<String>,
}

/// Who answers the registrations of `partner` (strangers have none) on `day`: as in a chain of approval the stand-in of whoever is away; where
/// none is there, a head of partnerships or an administrator who is; where nobody is there at all, they themselves. Nobody only while there is no
/// active person.
pub(crate) async fn choose(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    day: Date,
) -> Outcome<Option<Chosen>> {
    let Some(named) = named(db, partner).await? else { return Ok(None) };
    let other = match seat(db, named.id, day, &BTreeSet::new()).await? {
        Some(answers) if answers != named.id => by_id(db, answers).await?,
        _ => None,
    };
    Ok(Some(match other {
        Some(reviewer) => Chosen { reviewer, stands_in_for: Some(named.name) },
        None => Chosen { reviewer: named, stands_in_for: None },
    }))
}

/// Whose it is while nobody is away.
async fn named(db: &impl ConnectionTrait, partner: Option<PartnerId>) -> Outcome<Option<Reviewer>> {
    if let Some(partner) = partner {
        let manager = Sql::new("SELECT u.id, u.name, u.email, u.locale FROM partner_owner o JOIN app_user u ON u.id = o.user_id WHERE o.role = 'partner_manager' AND o.side = 'vendor' AND u.active AND o.partner_id = ")
            .bind(partner)
            .one::<Reviewer>(db)
            .await?;
        if manager.is_some() {
            return Ok(manager);
        }
    }
    let others = Sql::new(
        "SELECT id, name, email, locale FROM app_user WHERE active AND role IN ('head_of_partnerships', 'administrator') ORDER BY CASE role WHEN 'head_of_partnerships' THEN 0 ELSE 1 END, created_at, id LIMIT 1",
    );
    Ok(others.one::<Reviewer>(db).await?)
}

/// Says in the history that somebody else has it, and on whose behalf. Nothing where nobody is away.
pub(super) async fn tell_stand_in(tx: &Tx, cx: &Ctx, row: &Model, chosen: Option<&Chosen>) -> Outcome<()> {
    let Some((chosen, absent)) = chosen.and_then(|c| c.stands_in_for.as_ref().map(|absent| (c, absent))) else {
        return Ok(());
    };
    let ours = cx.app.system(Channel::System);
    history(tx, &ours, row, "stand_in", None, Some(absent)).await?;
    let payload = serde_json::json!({ "reviewer": chosen.reviewer.name, "absent": absent });
    record(tx, &ours, event(EventKind::RegistrationStandIn, row, payload)).await?;
    Ok(())
}

/// The person with this id.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: UserId) -> Outcome<Option<Reviewer>> {
    Ok(Sql::new("SELECT id, name, email, locale FROM app_user WHERE id = ").bind(id).one::<Reviewer>(db).await?)
}
