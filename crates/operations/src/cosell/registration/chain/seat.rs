//! Who sits where a chain names somebody: they themselves, whoever stands in, or a third person, so that one yes never counts for two people.

use crate::access::absence::answers_for;
use kernel::id::UserId;
use kernel::{Date, Outcome};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use storage::Sql;

/// How many are looked at before it is said that nobody is left.
const MOST_DEPUTIES: i64 = 20;

/// The seats of one chain.
pub(super) struct Seats {
    day: Date,
    taken: BTreeSet<UserId>,
    given: BTreeMap<UserId, Option<UserId>>,
}

impl Seats {
    /// With the people who answer for themselves seated first.
    pub(super) async fn of(db: &impl ConnectionTrait, named: &[UserId], day: Date) -> Outcome<Self> {
        let mut seats = Self { day, taken: BTreeSet::new(), given: BTreeMap::new() };
        for person in named {
            if answers_for(db, *person, day).await? == Some(*person) {
                seats.taken.insert(*person);
                seats.given.insert(*person, Some(*person));
            }
        }
        Ok(seats)
    }

    /// Who answers for `person`, the same one in every step. Nobody when they are gone, nobody stands in and no deputy is left.
    pub(super) async fn give(&mut self, db: &impl ConnectionTrait, person: UserId) -> Outcome<Option<UserId>> {
        if let Some(given) = self.given.get(&person) {
            return Ok(*given);
        }
        let seat = seat(db, person, self.day, &self.taken).await?;
        self.taken.extend(seat);
        self.given.insert(person, seat);
        Ok(seat)
    }
}

/// Who answers for `person` among people of whom `taken` answer already: their stand-in; a deputy where that one is taken or there is none; the
/// taken one after all where no deputy is left.
pub(in crate::cosell::registration) async fn seat(
    db: &impl ConnectionTrait,
    person: UserId,
    day: Date,
    taken: &BTreeSet<UserId>,
) -> Outcome<Option<UserId>> {
    let answers = answers_for(db, person, day).await?;
    if let Some(answers) = answers
        && (answers == person || !taken.contains(&answers))
    {
        return Ok(Some(answers));
    }
    let mut not = taken.clone();
    not.insert(person);
    Ok(deputy(db, day, &not).await?.or(answers))
}

/// A head of partnerships, else an administrator, who is there and is none of `not`.
async fn deputy(db: &impl ConnectionTrait, day: Date, not: &BTreeSet<UserId>) -> Outcome<Option<UserId>> {
    let candidates: Vec<UserId> = Sql::new(
        "SELECT id FROM app_user WHERE active AND role IN ('head_of_partnerships', 'administrator') ORDER BY CASE role WHEN 'head_of_partnerships' THEN 0 ELSE 1 END, created_at, id LIMIT ",
    )
    .bind(i64::try_from(not.len()).unwrap_or(i64::MAX).saturating_add(MOST_DEPUTIES))
    .column(db)
    .await?;
    for candidate in candidates.into_iter().filter(|id| !not.contains(id)) {
        if answers_for(db, candidate, day).await? == Some(candidate) {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}
