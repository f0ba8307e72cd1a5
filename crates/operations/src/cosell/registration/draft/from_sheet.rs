//! Drafts out of a spreadsheet: the same row twice is one draft.

use super::{MOST_DRAFTS, Owner, begin, count, keep_content};
use crate::Ctx;
use crate::cosell::registration::draft::Typed;
use crate::cosell::registration::submit::Intake;
use kernel::Outcome;
use kernel::id::RegistrationId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use storage::Sql;

/// A draft that came out of a row.
#[derive(FromQueryResult)]
pub(in crate::cosell::registration) struct OfRow {
    pub id: RegistrationId,
    pub number: String,
}

/// What such a draft is known by while it is one: whose it is, and what makes two submissions the same.
fn known_by(owner: Owner, same: &str) -> String {
    match owner {
        Owner::User(user) => format!("draft:{user}:{same}"),
        Owner::Contact(contact) => format!("draft:{contact}:{same}"),
    }
}

/// The draft this row became; it may have been changed since.
pub(in crate::cosell::registration) async fn of_row(
    db: &impl ConnectionTrait,
    owner: Owner,
    same: &str,
) -> Outcome<Option<OfRow>> {
    let sql = Sql::new("SELECT id, number FROM registration WHERE status = 'draft' AND fingerprint = ");
    Ok(sql.bind(known_by(owner, same)).one::<OfRow>(db).await?)
}

/// How many more drafts they can begin.
pub(in crate::cosell::registration) async fn room(db: &impl ConnectionTrait, owner: Owner) -> Outcome<i64> {
    Ok(MOST_DRAFTS - count(db, owner).await?)
}

/// Keeps a row as a draft unless it is one already; says which it was.
///
/// # Errors
/// `Invalid` at `form`: `too_large`, `too_many_drafts`.
pub(in crate::cosell::registration) async fn begin_once(
    cx: &Ctx,
    owner: Owner,
    intake: &Intake,
    typed: &Typed,
    same: &str,
) -> Outcome<(OfRow, bool)> {
    let content = super::content(typed)?;
    let tx = cx.begin().await?;
    if let Some(first) = of_row(&tx, owner, same).await? {
        return Ok((first, true));
    }
    let Some(row) = begin(&tx, cx, owner, intake, typed, Some(known_by(owner, same))).await? else {
        // The same row came twice at the same moment; the other one was first.
        let first = of_row(&tx, owner, same).await?.ok_or(kernel::Failure::NotFound)?;
        return Ok((first, true));
    };
    keep_content(&tx, cx, owner, &row, content, typed).await?;
    cx.commit(tx).await?;
    Ok((OfRow { id: row.id, number: row.number }, false))
}
