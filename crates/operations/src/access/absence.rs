//! When a person of the vendor is away, and who answers for them.

use crate::Ctx;
use crate::access::policy::Action;
use crate::record::{Event, EventKind, record};
use kernel::id::UserId;
use kernel::{Date, Failure, FieldErrors, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use storage::Sql;

/// The longest absence, days.
const LONGEST: i64 = 366;
/// How many stand-ins are followed when those are away as well.
const MOST_HOPS: usize = 5;

/// An absence.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Absence {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from_on: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until_on: Date,
    /// Who answers meanwhile.
    #[schema(value_type = Option<String>)]
    pub stand_in_id: Option<UserId>,
    /// Their name.
    pub stand_in_name: Option<String>,
}

/// An absence to be noted.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAbsence {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from_on: Date,
    /// The last day, on or after the first.
    #[schema(value_type = String, format = Date)]
    pub until_on: Date,
    /// Who answers meanwhile: an active person who may answer registrations.
    #[schema(value_type = String)]
    pub stand_in: UserId,
}

fn may(cx: &Ctx, user: UserId) -> Outcome<()> {
    if cx.actor.user().is_some_and(|own| own.id == user) {
        cx.allow(Action::ManageOwnAccount)
    } else {
        cx.allow(Action::ManagePeople)
    }
}

/// The absence noted for a person, past ones included.
///
/// # Errors
/// `Forbidden` for somebody else's unless one manages people.
pub async fn absence(cx: &Ctx, user: UserId) -> Outcome<Option<Absence>> {
    if cx.actor.user().is_none_or(|own| own.id != user) {
        cx.allow(Action::ManagePeople)?;
    }
    let sql = Sql::new(
        "SELECT a.from_on, a.until_on, a.stand_in_id, u.name AS stand_in_name FROM user_absence a LEFT JOIN app_user u ON u.id = a.stand_in_id WHERE a.user_id = ",
    );
    Ok(sql.bind(user).one(cx.read()).await?)
}

/// Notes an absence in place of the one noted before.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Invalid` at `until_on` (`before_from`, `date_too_late`, `date_in_past`), `stand_in` (`unknown`, `self`,
/// `away_too` when that one is away as well and this person would answer for them).
pub async fn set_absence(cx: &Ctx, user: UserId, input: SetAbsence) -> Outcome<()> {
    may(cx, user)?;
    let name = name_of(cx, user).await?.ok_or(Failure::NotFound)?;
    let today = cx.now().date_in(&crate::settings::organisation(cx.read()).await?.zone());
    let mut errors = FieldErrors::default();
    if input.until_on < input.from_on {
        errors.add("until_on", "before_from");
    } else if input.until_on < today {
        errors.add("until_on", "date_in_past");
    } else if input.until_on > input.from_on.plus_days(LONGEST) {
        errors.add_with("until_on", "date_too_late", [("max", input.from_on.plus_days(LONGEST).to_string())]);
    }
    let stand_in = Sql::new("SELECT name FROM app_user WHERE active AND role <> 'viewer' AND id = ")
        .bind(input.stand_in)
        .value::<String>(cx.read())
        .await?;
    if stand_in.is_none() {
        errors.add("stand_in", "unknown");
    } else if input.stand_in == user {
        errors.add("stand_in", "self");
    } else if leads_back(cx, user, &input).await? {
        errors.add("stand_in", "away_too");
    }
    errors.into_result(())?;
    let tx = cx.begin().await?;
    Sql::new("INSERT INTO user_absence (user_id, from_on, until_on, stand_in_id, changed_at) VALUES (")
        .push_with(
            "?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET from_on = excluded.from_on, until_on = excluded.until_on, stand_in_id = excluded.stand_in_id, changed_at = excluded.changed_at",
            [user.into(), input.from_on.into(), input.until_on.into(), input.stand_in.into(), cx.now().into()],
        )
        .execute(&tx)
        .await?;
    let payload = serde_json::json!({
        "name": name, "from_on": input.from_on, "until_on": input.until_on, "stand_in": stand_in,
    });
    record(&tx, cx, Event::new(EventKind::UserAbsenceSet).with(payload)).await?;
    cx.commit(tx).await?;
    // What waits for them goes to whoever stands in, at once where the absence has begun; the regular job does so where it begins later.
    if input.from_on <= today {
        crate::cosell::registration::hand_over(&cx.app).await?;
    }
    Ok(())
}

/// Whether the stand-ins of those who are away in these days lead back to `user`, so that nobody would answer.
async fn leads_back(cx: &Ctx, user: UserId, input: &SetAbsence) -> Outcome<bool> {
    let mut now = input.stand_in;
    for _ in 0..MOST_HOPS {
        let next = Sql::new("SELECT stand_in_id FROM user_absence WHERE stand_in_id IS NOT NULL AND user_id = ")
            .bind(now)
            .push(" AND from_on <= ")
            .bind(input.until_on)
            .push(" AND until_on >= ")
            .bind(input.from_on)
            .value::<UserId>(cx.read())
            .await?;
        match next {
            Some(next) if next == user => return Ok(true),
            Some(next) => now = next,
            None => return Ok(false),
        }
    }
    Ok(false)
}

/// Forgets an absence: the person is there.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn end_absence(cx: &Ctx, user: UserId) -> Outcome<()> {
    may(cx, user)?;
    let name = name_of(cx, user).await?.ok_or(Failure::NotFound)?;
    let tx = cx.begin().await?;
    let gone = Sql::new("DELETE FROM user_absence WHERE user_id = ").bind(user).execute(&tx).await?;
    if gone > 0 {
        record(&tx, cx, Event::new(EventKind::UserAbsenceEnded).with(serde_json::json!({ "name": name }))).await?;
    }
    cx.commit(tx).await
}

async fn name_of(cx: &Ctx, user: UserId) -> Outcome<Option<String>> {
    Ok(Sql::new("SELECT name FROM app_user WHERE id = ").bind(user).value(cx.read()).await?)
}

/// Somebody who can stand in.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, utoipa::ToSchema)]
pub struct Colleague {
    /// The person.
    #[schema(value_type = String)]
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// The most colleagues that are offered.
const MOST_COLLEAGUES: i64 = 500;

/// Everybody who answers registrations and can stand in or be asked for an approval, by name.
///
/// # Errors
/// `Forbidden`.
pub async fn colleagues(cx: &Ctx) -> Outcome<Vec<Colleague>> {
    cx.allow(Action::ManageOwnAccount)?;
    let sql = Sql::new("SELECT id, name FROM app_user WHERE active AND role <> 'viewer' ORDER BY name, id LIMIT ");
    Ok(sql.bind(MOST_COLLEAGUES).all(cx.read()).await?)
}

/// Who answers for `user` on `day`: they themselves when they are there, else the first stand-in who is. Nobody when the person is no longer
/// active, or all who stand in are away or gone.
pub(crate) async fn answers_for(db: &impl ConnectionTrait, user: UserId, day: Date) -> Outcome<Option<UserId>> {
    #[derive(FromQueryResult)]
    struct Row {
        active: bool,
        from_on: Option<Date>,
        until_on: Option<Date>,
        stand_in_id: Option<UserId>,
    }
    let mut now = user;
    for _ in 0..MOST_HOPS {
        let row = Sql::new("SELECT u.active, a.from_on, a.until_on, a.stand_in_id FROM app_user u LEFT JOIN user_absence a ON a.user_id = u.id WHERE u.role <> 'viewer' AND u.id = ")
            .bind(now)
            .one::<Row>(db)
            .await?;
        let Some(row) = row.filter(|row| row.active) else { return Ok(None) };
        let away = row.from_on.is_some_and(|from| from <= day) && row.until_on.is_some_and(|until| until >= day);
        match row.stand_in_id {
            Some(stand_in) if away && stand_in != user => now = stand_in,
            _ if away => return Ok(None),
            _ => return Ok(Some(now)),
        }
    }
    Ok(None)
}
