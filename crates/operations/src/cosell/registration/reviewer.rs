//! Who answers: the partner's manager, else a head of partnerships, else an administrator; while they are away, whoever stands in.

use super::chain::seat;
use super::filter::{DUE, OWED};
use super::letters;
use super::load::{event, history, write};
use super::submit::credited_name;
use crate::record::{EventKind, record};
use crate::settings::organisation;
use crate::{App, Ctx};
use kernel::id::{PartnerId, RegistrationId, UserId};
use kernel::{Channel, Date, Failure, Instant, Locale, Outcome};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult};
use std::collections::BTreeSet;
use storage::entity::registration::{ActiveModel, Entity, Model};
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

/// Hands what waits for somebody who is away, and is due before they are back, to whoever stands in; there it stays. Each once in an absence: what
/// the absent one takes up again is theirs. Returns how many.
///
/// # Errors
/// The database's.
pub async fn hand_over(app: &App) -> Outcome<u64> {
    #[derive(FromQueryResult)]
    struct Away {
        user_id: UserId,
        name: String,
        until_on: Date,
        changed_at: Instant,
    }
    let cx = app.system(Channel::System);
    let zone = organisation(cx.read()).await?.zone();
    let today = app.now().date_in(&zone);
    let away = Sql::new("SELECT a.user_id, u.name, a.until_on, a.changed_at FROM user_absence a JOIN app_user u ON u.id = a.user_id WHERE a.from_on <= ")
        .bind(today)
        .push(" AND a.until_on >= ")
        .bind(today)
        .push(" ORDER BY a.from_on, a.user_id")
        .all::<Away>(cx.read())
        .await?;
    let mut handed = 0;
    for absent in away {
        let other = match seat(cx.read(), absent.user_id, today, &BTreeSet::new()).await? {
            Some(answers) if answers != absent.user_id => by_id(cx.read(), answers).await?,
            _ => None,
        };
        // Where nobody is there at all, it stays: nothing has nobody.
        let Some(reviewer) = other else { continue };
        let chosen = Chosen { reviewer, stands_in_for: Some(absent.name) };
        let waiting = Sql::new("SELECT r.id FROM registration r WHERE r.reviewer_id = ")
            .bind(absent.user_id)
            .push(" AND r.status IN ")
            .bind_list(OWED)
            .push(" AND ")
            .push(DUE)
            .push(" < ")
            .bind(absent.until_on.plus_days(1).start_in(&zone))
            .push(" AND NOT EXISTS (SELECT 1 FROM registration_step s WHERE s.registration_id = r.id AND s.activity = 'stand_in' AND s.at >= ")
            .bind(absent.changed_at)
            .push(") ORDER BY r.submitted_at, r.id")
            .column::<RegistrationId>(cx.read())
            .await?;
        for id in waiting {
            let tx = cx.begin().await?;
            let Some(row) = Entity::find_by_id(id).one(&tx).await? else { continue };
            if row.reviewer_id != Some(absent.user_id) || !OWED.contains(&row.status) {
                continue;
            }
            let change = ActiveModel { reviewer_id: Set(Some(chosen.reviewer.id)), ..Default::default() };
            match write(&tx, &row, change).await {
                Ok(row) => {
                    letters::please_review(&tx, &cx, &row, &credited_name(&tx, &row).await?, Some(&chosen)).await?;
                    tell_stand_in(&tx, &cx, &row, Some(&chosen)).await?;
                    cx.commit(tx).await?;
                    handed += 1;
                }
                // Somebody answered it at this moment; the next run looks again.
                Err(Failure::Conflict { .. }) => {}
                Err(other) => return Err(other),
            }
        }
    }
    Ok(handed)
}

/// The person with this id.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: UserId) -> Outcome<Option<Reviewer>> {
    Ok(Sql::new("SELECT id, name, email, locale FROM app_user WHERE id = ").bind(id).one::<Reviewer>(db).await?)
}
