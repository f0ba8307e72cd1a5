//! Files that answer a question.
//!
//! The bytes come first and belong to nobody; whoever sent them gets a reference, and that is the answer. With the registration (or its draft)
//! they become its attachments. What nobody refers to is forgotten after an hour, like every upload that never arrived.

use super::answers::{AnswerValue, Answers, Given};
use crate::cosell::registration::files::clean_soon;
use kernel::id::RegistrationId;
use kernel::{FieldErrors, Instant, Outcome};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;
use storage::{Sql, Tx};

const PREFIX: &str = "file_";
const FOLDER: &str = "attachments/";

/// The reference of a file under this key. As hard to guess as the key: it is what the sender has in the hand.
pub(crate) fn reference(store_key: &str) -> String {
    format!("{PREFIX}{}", store_key.strip_prefix(FOLDER).unwrap_or(store_key))
}

/// Where the bytes of a reference lie; nothing where it cannot be one.
pub fn store_key(reference: &str) -> Option<String> {
    let token = reference.strip_prefix(PREFIX)?;
    let fits = (20..=64).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| format!("{FOLDER}{token}"))
}

/// The answers that can be references, with their questions.
pub(crate) fn references(answers: &Answers) -> Vec<(String, String)> {
    let one = |(field, value): (&String, &AnswerValue)| match value {
        AnswerValue::One(text) => store_key(text.trim()).map(|key| (field.clone(), key)),
        AnswerValue::Many(_) => None,
    };
    answers.iter().filter_map(one).collect()
}

#[derive(FromQueryResult)]
struct Named {
    store_key: String,
    name: String,
}

/// Files that are free to be an answer: on their way in, or with something that is not sent yet.
const FREE: &str = "a.removed_at IS NULL AND (a.registration_id IS NULL OR a.registration_id IN (SELECT r.id FROM registration r WHERE r.status = 'draft'))";

/// What the files under these keys are called, by key; only those that can still be an answer.
///
/// # Errors
/// The database's.
pub async fn file_names(db: &impl ConnectionTrait, keys: &[String]) -> Outcome<BTreeMap<String, String>> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = Sql::new("SELECT a.store_key, a.name FROM attachment a WHERE ").push(FREE).push(" AND a.store_key IN ");
    let found = sql.bind_list(keys.iter().cloned()).all::<Named>(db).await?;
    Ok(found.into_iter().map(|one| (one.store_key, one.name)).collect())
}

/// Puts the name of each file into its answer; what is not here (any more) is noted as `file_gone`. What `stands` already is here.
pub(crate) async fn file_answers(
    db: &impl ConnectionTrait,
    given: &mut [Given],
    stands: &[Given],
    errors: &mut FieldErrors,
) -> Outcome<()> {
    let keys: Vec<String> = given.iter().filter_map(|one| one.store_key.clone()).collect();
    let names = file_names(db, &keys).await?;
    for one in given {
        let Some(key) = &one.store_key else { continue };
        let kept = stands.iter().find(|was| was.store_key.as_ref() == Some(key)).map(|was| &was.text);
        match names.get(key).or(kept) {
            Some(name) => one.text.clone_from(name),
            None => errors.add(&format!("answers.{}", one.field), "file_gone"),
        }
    }
    Ok(())
}

/// A file that answers a question of a registration.
#[derive(FromQueryResult)]
pub(super) struct Answering {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) store_key: String,
}

/// The files that answer questions of a registration and are still here.
pub(super) async fn answering(db: &impl ConnectionTrait, registration: RegistrationId) -> Outcome<Vec<Answering>> {
    let sql = Sql::new(
        "SELECT field, name, store_key FROM attachment WHERE removed_at IS NULL AND field IS NOT NULL AND registration_id = ",
    );
    Ok(sql.bind(registration).push(" ORDER BY added_at, id").all::<Answering>(db).await?)
}

/// Forgets that a question was answered by a file that is taken away.
pub(crate) async fn drop_file_answer(tx: &Tx, registration: RegistrationId, field: &str) -> Outcome<()> {
    Sql::new("DELETE FROM registration_answer WHERE registration_id = ")
        .bind(registration)
        .push(" AND field = ")
        .bind(field)
        .execute(tx)
        .await?;
    Ok(())
}

/// Makes these files, and no others that answered a question before, those of a registration or a draft. Answers with the questions whose file
/// is not here any more.
pub(crate) async fn attach_files(
    tx: &Tx,
    now: Instant,
    registration: RegistrationId,
    sender: &str,
    files: &[(String, String)],
) -> Outcome<Vec<String>> {
    let mut gone = Vec::new();
    for (field, key) in files {
        let sql = Sql::new("UPDATE attachment SET registration_id = ")
            .bind(registration)
            .push(", field = ")
            .bind(field.as_str())
            .push(", added_by = CASE WHEN added_by = '' THEN ")
            .bind(sender)
            .push(" ELSE added_by END WHERE store_key = ")
            .bind(key.as_str())
            .push(" AND removed_at IS NULL AND (registration_id IS NULL OR registration_id = ")
            .bind(registration)
            .push(" OR registration_id IN (SELECT r.id FROM registration r WHERE r.status = 'draft'))");
        if sql.execute(tx).await? == 0 {
            gone.push(field.clone());
        }
    }
    let mut others = Sql::new("UPDATE attachment SET removed_at = ")
        .bind(now)
        .push(" WHERE removed_at IS NULL AND field IS NOT NULL AND registration_id = ")
        .bind(registration);
    if !files.is_empty() {
        others = others.push(" AND store_key NOT IN ").bind_list(files.iter().map(|(_, key)| key.clone()));
    }
    if others.execute(tx).await? > 0 {
        clean_soon(tx, now).await?;
    }
    Ok(gone)
}

/// The files of a registration that is being sent: none of them may be missing.
pub(crate) async fn keep_files(
    tx: &Tx,
    now: Instant,
    registration: RegistrationId,
    sender: &str,
    given: &[Given],
) -> Outcome<()> {
    let files = given.iter().filter_map(|one| Some((one.field.clone(), one.store_key.clone()?))).collect::<Vec<_>>();
    let mut errors = FieldErrors::default();
    for field in attach_files(tx, now, registration, sender, &files).await? {
        errors.add(&format!("answers.{field}"), "file_gone");
    }
    errors.into_result(())
}

#[cfg(test)]
mod tests {
    use super::{reference, store_key};

    #[test]
    fn a_reference_leads_back_to_its_key_and_nothing_else_does() {
        let key = format!("attachments/{}", kernel::secret::random_token());
        assert_eq!(store_key(&reference(&key)), Some(key));
        for other in
            ["", "file_", "file_short", "attachments/0123456789012345678901", "file_../../0123456789012345678901"]
        {
            assert_eq!(store_key(other), None, "{other}");
        }
    }
}
