//! A person as whom a job reads: what is mailed to somebody is counted from the rows they may see, as of now.

use crate::Ctx;
use kernel::actor::UserActor;
use kernel::id::UserId;
use kernel::{Actor, Channel, Locale, Outcome};
use sea_orm::EntityTrait;
use storage::entity::app_user::Entity;

/// A person who is written to, and the context that reads as they would.
pub(crate) struct Person {
    pub cx: Ctx,
    pub name: String,
    pub email: String,
}

/// The person of this id; nothing for who may not come in. `locale` is the language of who has chosen none.
///
/// # Errors
/// The database's.
pub(crate) async fn reader(cx: &Ctx, id: UserId, locale: Locale) -> Outcome<Option<Person>> {
    let user = Entity::find_by_id(id).one(cx.read()).await?.filter(|user| user.active);
    Ok(user.map(|user| {
        let actor =
            UserActor { id, name: user.name.clone(), role: user.role, all_partners: user.all_partners, token: None };
        let cx = cx.as_actor(Actor::User(actor), Channel::System);
        Person { cx: Ctx { locale: user.locale.unwrap_or(locale), ..cx }, name: user.name, email: user.email }
    }))
}
