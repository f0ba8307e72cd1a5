//! Which files a registration has, and one of them with its content.

use crate::Ctx;
use crate::access::policy::Action;
use crate::cosell::registration::chain::load_to_answer;
use bytes::Bytes;
use kernel::id::{AttachmentId, RegistrationId};
use kernel::{Failure, Instant, Outcome};
use sea_orm::FromQueryResult;
use storage::Sql;

/// A file, without its content.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, serde::Serialize, utoipa::ToSchema)]
pub struct FileShown {
    /// The file.
    #[schema(value_type = String)]
    pub id: AttachmentId,
    /// What it is called, made harmless.
    pub name: String,
    /// What it is, told by its content.
    pub media_type: String,
    /// How large, bytes.
    pub bytes: i64,
    /// Whether the partner's side sent it.
    pub by_partner: bool,
    /// Whether the partner sees it.
    pub shared: bool,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub added_at: Instant,
    /// Who sent it.
    pub added_by: String,
    /// The question it answers; absent when it was added beside the form.
    pub field: Option<String>,
}

/// A file with its content.
#[derive(Debug, Clone)]
pub struct FileContent {
    /// What it is called.
    pub name: String,
    /// What it is served as.
    pub media_type: String,
    /// All of it.
    pub content: Bytes,
}

pub(super) const SELECT: &str = "SELECT a.id, a.name, a.media_type, a.bytes, a.by_partner, a.shared, a.added_at, a.added_by, a.field FROM attachment a";

/// To a partner, only what is meant for them.
pub(super) fn visible(sql: Sql, to_partner: bool) -> Sql {
    if to_partner { sql.push(" AND a.shared") } else { sql }
}

/// The files of a registration within the actor's scope, oldest first.
///
/// # Errors
/// `NotFound`.
pub async fn files(cx: &Ctx, id: RegistrationId) -> Outcome<Vec<FileShown>> {
    cx.allow(Action::Read)?;
    let row = load_to_answer(cx, id).await?;
    list(cx, row.id, false).await
}

pub(super) async fn list(cx: &Ctx, registration: RegistrationId, to_partner: bool) -> Outcome<Vec<FileShown>> {
    let sql = Sql::new(SELECT).push(" WHERE a.removed_at IS NULL AND a.registration_id = ").bind(registration);
    Ok(visible(sql, to_partner).push(" ORDER BY a.added_at, a.id").all::<FileShown>(cx.read()).await?)
}

/// One file of a registration within the actor's scope.
///
/// # Errors
/// `NotFound`, also for a file of another registration.
pub async fn file_content(cx: &Ctx, id: RegistrationId, file: AttachmentId) -> Outcome<FileContent> {
    cx.allow(Action::Read)?;
    let row = load_to_answer(cx, id).await?;
    content(cx, row.id, file, false).await
}

#[derive(FromQueryResult)]
struct Kept {
    name: String,
    media_type: String,
    store_key: String,
}

pub(super) async fn content(
    cx: &Ctx,
    registration: RegistrationId,
    file: AttachmentId,
    to_partner: bool,
) -> Outcome<FileContent> {
    let sql =
        Sql::new("SELECT a.name, a.media_type, a.store_key FROM attachment a WHERE a.removed_at IS NULL AND a.id = ")
            .bind(file)
            .push(" AND a.registration_id = ")
            .bind(registration);
    let kept = visible(sql, to_partner).one::<Kept>(cx.read()).await?.ok_or(Failure::NotFound)?;
    let store = cx.app.options().files.clone().ok_or(Failure::NotFound)?;
    let content = store.get(&kept.store_key).await.map_err(Failure::internal)?;
    let Some(content) = content else {
        tracing::error!(key = kept.store_key, "the content of an attachment is missing from the file store");
        return Err(Failure::NotFound);
    };
    Ok(FileContent { name: kept.name, media_type: kept.media_type, content })
}
