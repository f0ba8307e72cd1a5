//! A file comes in, or is taken away.

use super::read::{FileShown, SELECT, visible};
use super::{content, name};
use crate::access::policy::Action;
use crate::cosell::form::Given;
use crate::cosell::registration::load::{event, load, meanwhile};
use crate::record::{EventKind, record};
use crate::{App, Ctx, FileStore};
use bytes::Bytes;
use kernel::id::{AttachmentId, RegistrationId};
use kernel::words::RegistrationStatus as Status;
use kernel::{Failure, FieldErrors, Outcome};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::sync::Arc;
use storage::entity::attachment::ActiveModel;
use storage::entity::registration::Model;
use storage::{Sql, Tx};

/// A file on its way in.
#[derive(Debug, Clone, Default)]
pub struct NewFile {
    /// As the sender calls it.
    pub name: String,
    /// All of it.
    pub content: Bytes,
    /// Whether the partner may see what a person of the vendor adds.
    pub shared: bool,
}

/// What adding a file answers.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct FileAdded {
    /// The file.
    pub file: FileShown,
    /// Whether this very file was there before: then nothing was written.
    pub repeated: bool,
}

/// A file that may come in: its clean name, what it is.
struct Checked {
    name: String,
    media_type: &'static str,
    hash: String,
}

fn check(app: &App, file: &NewFile) -> Outcome<Checked> {
    let limit = app.options().file_limits.bytes;
    if file.content.len() > limit {
        return Err(too_large(limit));
    }
    let Some(name) = name::clean(&file.name) else {
        return Err(Failure::field("file", if file.name.trim().is_empty() { "required" } else { "name_invalid" }));
    };
    let media_type = content::media_type(&name, &file.content).map_err(|code| Failure::field("file", code))?;
    Ok(Checked { name, media_type, hash: kernel::secret::content_hash(&file.content) })
}

fn too_large(limit: usize) -> Failure {
    let mut errors = FieldErrors::default();
    errors.add_with("file", "file_too_large", [("max", (limit / 1024 / 1024).to_string())]);
    Failure::Invalid(errors)
}

/// Adds a file to a registration, as a person of the vendor.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` at `file`: `required`, `name_invalid`, `file_empty`, `file_too_large` (`max`, MB), `file_kind_refused`,
/// `file_disguised`, `too_many` (`max`); conflict `files_off` where this installation keeps none.
pub async fn add_file(cx: &Ctx, id: RegistrationId, file: NewFile) -> Outcome<FileAdded> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    add(cx, &row, file, false).await
}

/// Whether a partner may still add to it: what is over is over.
pub(super) fn is_open_for_files(status: Status) -> bool {
    !matches!(
        status,
        Status::Draft | Status::Unconfirmed | Status::Withdrawn | Status::Cancelled | Status::Won | Status::Lost
    )
}

/// Adds as the actor of `cx`, whose right to this row is known.
pub(super) async fn add(cx: &Ctx, row: &Model, file: NewFile, by_partner: bool) -> Outcome<FileAdded> {
    let store = cx.app.options().files.clone().ok_or_else(|| Failure::conflict("files_off"))?;
    if by_partner && !is_open_for_files(row.status) {
        return Err(meanwhile("not_allowed_now", row));
    }
    let checked = check(&cx.app, &file)?;
    // Asked before anything is stored, and again when it counts: a full registration fills no disk.
    if let Some(first) = same(cx.read(), row.id, &checked.hash, by_partner).await? {
        return Ok(FileAdded { file: first, repeated: true });
    }
    check_room(cx, count(cx.read(), row.id).await?)?;
    let added_by = match cx.actor {
        kernel::Actor::Anonymous => row.sender_name.clone(),
        _ => cx.actor.name().to_owned(),
    };
    let (id, store_key) = begin(cx, &file, &checked, by_partner, added_by).await?;
    let kept = keep(cx, row, &store, id, &store_key, file.content, &checked, by_partner).await;
    match kept {
        Ok(added) if !added.repeated => Ok(added),
        other => {
            forget(&cx.app, &store, id, &store_key).await;
            other
        }
    }
}

/// A row that belongs to nobody yet. Committed by itself: it only says that bytes may lie under the key.
async fn begin(
    cx: &Ctx,
    file: &NewFile,
    checked: &Checked,
    by_partner: bool,
    added_by: String,
) -> Outcome<(AttachmentId, String)> {
    let id = AttachmentId::new();
    let store_key = format!("attachments/{}", kernel::secret::random_token());
    let waiting = ActiveModel {
        id: Set(id),
        registration_id: Set(None),
        field: Set(None),
        name: Set(checked.name.clone()),
        media_type: Set(checked.media_type.to_owned()),
        bytes: Set(i64::try_from(file.content.len()).unwrap_or(i64::MAX)),
        content_hash: Set(checked.hash.clone()),
        store_key: Set(store_key.clone()),
        by_partner: Set(by_partner),
        shared: Set(by_partner || file.shared),
        added_at: Set(cx.now()),
        added_by: Set(added_by),
        removed_at: Set(None),
        gone_at: Set(None),
    };
    let tx = cx.begin().await?;
    waiting.insert(&tx).await?;
    tx.commit().await?;
    Ok((id, store_key))
}

/// A file that came before its registration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Uploaded {
    /// The answer to a question for a file. Good for an hour, once.
    #[schema(example = "file_0v6d8k3q1m5t7x9z2c4b6n8r0w1y3h5j")]
    pub reference: String,
    /// What it is called, made harmless.
    pub name: String,
    /// What it is, told by its content.
    pub media_type: String,
    /// How large, bytes.
    pub bytes: i64,
}

/// Takes a file that is to answer a question of a registration that a person of the vendor enters.
///
/// # Errors
/// `Forbidden`; `Invalid` at `file` as [`add_file`]; conflict `files_off` where this installation keeps none.
pub async fn upload_file(cx: &Ctx, file: NewFile) -> Outcome<Uploaded> {
    cx.allow(Action::AnswerRegistrations)?;
    upload(cx, NewFile { shared: true, ..file }, false).await
}

/// The same for an actor whose right is known. A stranger's name comes with the registration.
pub(in crate::cosell::registration) async fn upload(cx: &Ctx, file: NewFile, by_partner: bool) -> Outcome<Uploaded> {
    let store = cx.app.options().files.clone().ok_or_else(|| Failure::conflict("files_off"))?;
    let checked = check(&cx.app, &file)?;
    let added_by = match cx.actor {
        kernel::Actor::Anonymous => String::new(),
        _ => cx.actor.name().to_owned(),
    };
    let (id, store_key) = begin(cx, &file, &checked, by_partner, added_by).await?;
    let bytes = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    if let Err(error) = store.put(&store_key, file.content).await {
        forget(&cx.app, &store, id, &store_key).await;
        return Err(Failure::internal(error));
    }
    let reference = crate::cosell::form::reference(&store_key);
    Ok(Uploaded { reference, name: checked.name, media_type: checked.media_type.to_owned(), bytes })
}

#[expect(
    clippy::too_many_arguments,
    reason = "the second half of one operation, apart so that every way out of it is cleaned up after"
)]
async fn keep(
    cx: &Ctx,
    row: &Model,
    store: &Arc<dyn FileStore>,
    id: AttachmentId,
    store_key: &str,
    content: Bytes,
    checked: &Checked,
    by_partner: bool,
) -> Outcome<FileAdded> {
    store.put(store_key, content).await.map_err(Failure::internal)?;
    let tx = cx.begin().await?;
    // Whoever adds to the same registration waits here: two at once do not exceed the limit together.
    Sql::new("UPDATE registration SET number = number WHERE id = ").bind(row.id).execute(&tx).await?;
    if let Some(first) = same(&tx, row.id, &checked.hash, by_partner).await? {
        return Ok(FileAdded { file: first, repeated: true });
    }
    check_room(cx, count(&tx, row.id).await?)?;
    Sql::new("UPDATE attachment SET registration_id = ")
        .bind(row.id)
        .push(" WHERE id = ")
        .bind(id)
        .execute(&tx)
        .await?;
    let sql = Sql::new(SELECT).push(" WHERE a.id = ").bind(id);
    let file = sql.one::<FileShown>(&tx).await?.ok_or(Failure::NotFound)?;
    let payload = serde_json::json!({ "file": file.name, "bytes": file.bytes, "shared": file.shared });
    record(&tx, cx, event(EventKind::RegistrationFileAdded, row, payload)).await?;
    cx.commit(tx).await?;
    Ok(FileAdded { file, repeated: false })
}

/// Adds files that came as answers of a submission to the registration it repeats, beside the form; what is there already is not added twice.
/// Returns how many.
///
/// # Errors
/// `Invalid` at the answer: `file_gone`, `files_over` when nothing can be added any more, `too_many_files` (`max`).
pub(in crate::cosell::registration) async fn add_sent(
    tx: &Tx,
    cx: &Ctx,
    row: &Model,
    answers: &[Given],
) -> Outcome<u32> {
    #[derive(sea_orm::FromQueryResult)]
    struct Sent {
        id: AttachmentId,
        content_hash: String,
    }
    let mut added = 0;
    for (field, key) in answers.iter().filter_map(|one| Some((&one.field, one.store_key.as_ref()?))) {
        let at = |failure: Failure| match failure {
            Failure::Invalid(mut errors) => {
                errors.0.iter_mut().for_each(|error| error.field = format!("answers.{field}"));
                Failure::Invalid(errors)
            }
            other => other,
        };
        // Whoever adds to the same registration waits here.
        Sql::new("UPDATE registration SET number = number WHERE id = ").bind(row.id).execute(tx).await?;
        let sql = Sql::new("SELECT id, content_hash FROM attachment WHERE removed_at IS NULL AND store_key = ");
        let sent = sql.bind(key.as_str()).one::<Sent>(tx).await?;
        let sent = sent.ok_or_else(|| at(Failure::field("file", "file_gone")))?;
        if same(tx, row.id, &sent.content_hash, true).await?.is_some() {
            continue;
        }
        if !is_open_for_files(row.status) {
            return Err(at(Failure::field("file", "files_over")));
        }
        check_room(cx, count(tx, row.id).await?).map_err(at)?;
        let taken = Sql::new("UPDATE attachment SET registration_id = ")
            .bind(row.id)
            .push(", field = NULL WHERE id = ")
            .bind(sent.id)
            .push(" AND (registration_id IS NULL OR registration_id IN (SELECT r.id FROM registration r WHERE r.status = 'draft'))")
            .execute(tx)
            .await?;
        if taken == 0 {
            return Err(at(Failure::field("file", "file_gone")));
        }
        let sql = Sql::new(SELECT).push(" WHERE a.id = ").bind(sent.id);
        let file = sql.one::<FileShown>(tx).await?.ok_or(Failure::NotFound)?;
        let payload = serde_json::json!({ "file": file.name, "bytes": file.bytes, "shared": file.shared });
        record(tx, cx, event(EventKind::RegistrationFileAdded, row, payload)).await?;
        added += 1;
    }
    Ok(added)
}

/// What did not come in leaves nothing. Where even that fails, the regular job does it.
async fn forget(app: &App, store: &Arc<dyn FileStore>, id: AttachmentId, store_key: &str) {
    let outcome: anyhow::Result<()> = async {
        store.remove(store_key).await?;
        let tx = app.db().begin().await?;
        Sql::new("DELETE FROM attachment WHERE registration_id IS NULL AND id = ").bind(id).execute(&tx).await?;
        tx.commit().await?;
        Ok(())
    }
    .await;
    if let Err(error) = outcome {
        tracing::warn!(%error, "a file that was refused is forgotten later");
    }
}

async fn same(
    db: &impl sea_orm::ConnectionTrait,
    registration: RegistrationId,
    hash: &str,
    by_partner: bool,
) -> Outcome<Option<FileShown>> {
    let sql = Sql::new(SELECT)
        .push(" WHERE a.removed_at IS NULL AND a.registration_id = ")
        .bind(registration)
        .push(" AND a.content_hash = ")
        .bind(hash);
    Ok(visible(sql, by_partner).push(" LIMIT 1").one::<FileShown>(db).await?)
}

async fn count(db: &impl sea_orm::ConnectionTrait, registration: RegistrationId) -> Outcome<usize> {
    let sql =
        Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM attachment WHERE removed_at IS NULL AND registration_id = ");
    let count = sql.bind(registration).value::<i64>(db).await?.unwrap_or_default();
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn check_room(cx: &Ctx, there: usize) -> Outcome<()> {
    let most = cx.app.options().file_limits.files;
    let mut errors = FieldErrors::default();
    if there >= most {
        errors.add_with("file", "too_many_files", [("max", most.to_string())]);
    }
    errors.into_result(())
}

/// Takes a file away. The bytes go with the next job.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn remove_file(cx: &Ctx, id: RegistrationId, file: AttachmentId) -> Outcome<()> {
    cx.allow(Action::AnswerRegistrations)?;
    let row = load(cx, id).await?;
    let tx = cx.begin().await?;
    take_away(&tx, cx, &row, file).await?;
    cx.commit(tx).await
}

async fn take_away(tx: &Tx, cx: &Ctx, row: &Model, file: AttachmentId) -> Outcome<()> {
    let sql = Sql::new(SELECT).push(" WHERE a.removed_at IS NULL AND a.registration_id = ").bind(row.id);
    let found = sql.push(" AND a.id = ").bind(file).one::<FileShown>(tx).await?.ok_or(Failure::NotFound)?;
    Sql::new("UPDATE attachment SET removed_at = ")
        .bind(cx.now())
        .push(" WHERE removed_at IS NULL AND id = ")
        .bind(file)
        .execute(tx)
        .await?;
    super::clean::soon(tx, cx.now()).await?;
    if let Some(field) = &found.field {
        crate::cosell::form::drop_file_answer(tx, row.id, field).await?;
    }
    let payload = serde_json::json!({ "file": found.name });
    record(tx, cx, event(EventKind::RegistrationFileRemoved, row, payload)).await?;
    Ok(())
}
