//! Who answers: the partner's manager, else a head of partnerships, else an administrator.

use kernel::id::{PartnerId, UserId};
use kernel::{Locale, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::Sql;

/// A person who answers.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Reviewer {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub locale: Option<Locale>,
}

/// Who answers the registrations of `partner` (strangers have none). Nobody only while there is no active person at all.
pub(crate) async fn choose(db: &impl ConnectionTrait, partner: Option<PartnerId>) -> Outcome<Option<Reviewer>> {
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

/// The person with this id.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: UserId) -> Outcome<Option<Reviewer>> {
    Ok(Sql::new("SELECT id, name, email, locale FROM app_user WHERE id = ").bind(id).one::<Reviewer>(db).await?)
}
